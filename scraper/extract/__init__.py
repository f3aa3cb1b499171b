"""Step 5, extract: what a saved page says of its story, and which rule found each field. Pure, and it never fails.

    Page -> Document         page/            bytes -> text -> elements, blocks, links; JSON-LD, microdata, meta
         -> Layout           layout.py        the parts of the page, each found with the help of those before it
              publication_rules.py            the publication's own rules, on a copy of the page as an lxml tree
              story/                          headline, standfirst and the blocks that are the story's text
              related/                        links to other stories, by the repetition of their cards
         -> Draft            draft.py         every field, with its rule
              fields/                         byline, day of publication, language, images, access, canonical address
         -> Reason           no_story.py       why it holds no story: a wall, a notice, a list of stories, an empty page
         -> PageEvidence     page_evidence.py what of the page can name its edition, for ``scraper.dating``

``next_page.py`` tells where a story in several pages goes on, and whether a page does go on with it; ``uncollected.py``
keeps Python's search for circular garbage out of reading.
``bench/training.py`` makes the weights of the classifier (``make train``), ``bench/extraction.py`` measures the reading
beside its peers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from scraper.dating import PageEvidence
from scraper.extract import layout, no_story
from scraper.extract.draft import draft_of_page
from scraper.extract.next_page import Neighbours, goes_on, neighbours
from scraper.extract.page_evidence import evidence_of_page
from scraper.extract.uncollected import uncollected
from scraper.items import Access, Draft, Page
from scraper.permissions import page_says
from scraper.publication import Publication
from scraper.reasons import Code, Reason

__all__ = ["Neighbours", "Reading", "draft", "goes_on", "neighbours", "read"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one page says: the draft of its story, the evidence of its edition, and why it holds no story if so."""

    draft: Draft
    page_evidence: PageEvidence
    no_story: Reason | None = None


@uncollected()
def read(
    page: Page,
    *,
    publication: Publication | None = None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Reading:
    """Read a page once, for its story and for its edition.

    :param page: the page, whatever its bytes are; reading never fails.
    :param publication: the newspaper whose own rules outrank the general ones.
    :param environment: what these rules may name as ``{env.NAME}``.
    """
    parts = layout.read(page, publication, environment)
    found = draft_of_page(parts, page, publication.language if publication else "")
    for further in page.further:
        found = _with_more(found, read(further, publication=publication, environment=environment).draft)
    for teaser in reversed(page.teasers):
        found = _led_to(found, read(teaser, publication=publication, environment=environment).draft)
    if page.cut and found.access is not Access.HEADLINE:
        found = replace(found, access=Access.PART, found_by={**found.found_by, "access": f"cut off: {page.cut}"})
    elif page.missing and found.access is Access.OPEN:
        found = replace(found, access=Access.PART, found_by={**found.found_by, "access": "a page is missing"})
    if page.moment_by:
        found = replace(found, found_by={**found.found_by, "fetched": str(page.moment_by)})
    reason = no_story.why(page, found, parts)
    if reason is not None and reason.code in (Code.WALL, Code.NOTICE):
        rules = {name: rule for name, rule in found.found_by.items() if name != "body"}
        found = replace(found, body="", body_html="", found_by=rules)  # what it shows is no story's text
    return Reading(found, evidence_of_page(parts, page, found), reason)


def _with_more(found: Draft, more: Draft) -> Draft:
    """A story with the text and the images of its next page; each other field is that of the first page."""
    known = {image.url for image in found.images}
    return replace(
        found,
        body="\n\n".join(filter(None, (found.body, more.body))),
        body_html="\n".join(filter(None, (found.body_html, more.body_html))),
        images=(*found.images, *(image for image in more.images if image.url not in known)),
        access=found.access if more.access is Access.OPEN else more.access,
        noarchive=found.noarchive or more.noarchive,
        tdm_reserved=found.tdm_reserved or more.tdm_reserved,
        permissions=page_says.of_both(found.permissions, more.permissions),
    )


def _led_to(found: Draft, teaser: Draft) -> Draft:
    """A story with the address of the page that led to it, and with what only that page says."""
    lacking = {
        name: getattr(teaser, name)
        for name in ("headline", "kicker", "standfirst", "byline", "authors", "published", "section", "images")
        if not getattr(found, name) and getattr(teaser, name)
    }
    rules = {name: teaser.found_by[name] for name in lacking if name in teaser.found_by}
    return replace(
        found,
        url=teaser.url,
        noarchive=found.noarchive or teaser.noarchive,
        tdm_reserved=found.tdm_reserved or teaser.tdm_reserved,
        permissions=page_says.of_both(found.permissions, teaser.permissions),
        found_by={**found.found_by, **rules},
        **lacking,
    )


def draft(page: Page, *, publication: Publication | None = None) -> Draft:
    """What a page says of its story; the publication's own rules outrank the general ones."""
    return read(page, publication=publication).draft
