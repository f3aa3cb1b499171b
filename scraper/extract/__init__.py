"""Step 5, extract: what a saved page says of its story, and which rule found each field. Pure, and it never fails.

    Page -> text             charset.py       bytes to text, whatever they claim to be
         -> Document         document.py      one parse, one walk: pieces, elements, blocks and links, in order
              blocks.py      what these are;  marks.py  what tags, roles and names say of the text in an element
         -> Structured       structured.py    JSON-LD (jsonld.py), microdata, meta elements
         -> Layout           layout.py        what stands where, each found with the help of those before it
              rules.py       the publication's own rules, on a copy of the page as an lxml tree
              headline.py    a vote among the page's titles (titles.py)
              address.py     the canonical address
              dating.scan    where among the blocks an edition statement is possible at all
              leads.py       other stories, by the repetition of their cards (cards.py)
              body.py        features.py -> classifier.py (weights.npz) -> paragraphs.py: whole, beside boxes.py, mended
         -> Draft            drafting.py      every field, with its rule
              byline.py      where the authors stand; persons.py  who is in a line, and which agency
              published.py   the paper's own day; moments.py  times as data states them
              languages.py  fields.py  images.py  access.py  markup.py (the body as HTML)
         -> Testimony        witness.py       what the page can say of its edition, for ``scraper.dating``

``wording.py`` knows what pages print round a story; the words, in many languages, are data: ``wording.toml``.
``bench/training.py`` makes the weights (``make train``), ``bench/extraction.py`` measures the reading beside its peers.
"""

from __future__ import annotations

from dataclasses import dataclass

from scraper.dating import Testimony
from scraper.extract import drafting, layout, witness
from scraper.items import Draft, Page
from scraper.publication import Publication

__all__ = ["Reading", "draft", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says: the draft of its story, and what it can testify about the edition."""

    draft: Draft
    testimony: Testimony


def read(page: Page, *, publication: Publication | None = None) -> Reading:
    """Read a page once, for its story and for its edition."""
    parts = layout.read(page, publication)
    found = drafting.draft(parts, page, publication)
    return Reading(found, witness.testimony(parts, page, found))


def draft(page: Page, *, publication: Publication | None = None) -> Draft:
    """What a page says of its story; the publication's own rules outrank the general ones."""
    return read(page, publication=publication).draft
