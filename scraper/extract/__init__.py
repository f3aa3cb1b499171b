"""Step 5, extract: what a saved page says of its story, and which rule found each field. Pure, and it never fails.

    Page -> Document         page/            bytes -> text -> elements, blocks, links; JSON-LD, microdata, meta
         -> Layout           layout.py        what stands where, each found with the help of those before it
              publication_rules.py            the publication's own rules, on a copy of the page as an lxml tree
              story/                          headline, standfirst and the blocks that are the story's text
              related/                        links to other stories, by the repetition of their cards
         -> Draft            draft.py         every field, with its rule
              fields/                         byline, day of publication, language, images, access, canonical address
         -> PageEvidence     page_evidence.py what the page can say of its edition, for ``scraper.dating``

``bench/training.py`` makes the weights of the classifier (``make train``), ``bench/extraction.py`` measures the reading
beside its peers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from scraper.dating import PageEvidence
from scraper.extract import draft as drafting
from scraper.extract import layout, page_evidence
from scraper.items import Draft, Page
from scraper.publication import Publication

__all__ = ["Reading", "draft", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says: the draft of its story, and what it can testify about the edition."""

    draft: Draft
    page_evidence: PageEvidence


def read(
    page: Page,
    *,
    publication: Publication | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Reading:
    """Read a page once, for its story and for its edition.

    ``environment`` holds what the publication's rules may name as ``{env.NAME}``.
    """
    parts = layout.read(page, publication, environment)
    found = drafting.draft(parts, page, publication)
    return Reading(found, page_evidence.page_evidence(parts, page, found))


def draft(page: Page, *, publication: Publication | None = None) -> Draft:
    """What a page says of its story; the publication's own rules outrank the general ones."""
    return read(page, publication=publication).draft
