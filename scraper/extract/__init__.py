"""Step 5, extract: what a saved page says of its story, and which rule found each field. Pure, and it never fails.

    Page -> text             charset.py       bytes to text, whatever they claim to be
         -> Document         document.py      parsed once
         -> Structured       structured.py    JSON-LD, microdata, meta elements
         -> blocks           blocks.py        the page's text in order, with what the markup round it says
         -> Layout           layout.py        what stands where: headline, leads, boxes, body, standfirst
              headline.py  leads.py  boxes.py  body.py (paragraphs.py)  rules.py (the publication's own)  address.py
         -> Draft            drafting.py      every field
              byline.py  fields.py  images.py  access.py  markup.py (the body as HTML)
         -> Testimony        witness.py       what the page can say of its edition, for ``scraper.dating``

``wording.py`` holds what pages print round a story, in many languages.
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
