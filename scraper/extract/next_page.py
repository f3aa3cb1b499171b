"""Stories in several pages, as the pages themselves say it: ``rel=next`` and ``rel=prev`` (HTML, section 4.6.7.18).

Both also lead from story to story, from one list to the next and through readers' comments. So the address must be that
of the same page with another number, and what comes must have the same headline and go on with the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scraper.extract.page.document import Document, parse
from scraper.items import Draft, Page
from scraper.texts.folding import letters
from scraper.urls import canonical, page_numbers

_STATED = re.compile(rb"rel\s*=\s*[\"']?[^\"'>]{0,40}\b(?:next|prev)", re.IGNORECASE)
_LONGEST_NUMBER = 14  # letters that a headline has more where it names its page ("Seite 2 von 3")
_LEAST_NEW = 0.5  # of its paragraphs are those of no page before


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The addresses of the pages before and after a page of a story in several; "" where there is none."""

    before: str = ""
    after: str = ""


def neighbours(page: Page) -> Neighbours:
    """Where a story goes on, and what is before it, as its page states it; nothing where it is no story in several."""
    if not _STATED.search(page.body):
        return Neighbours()
    document = parse(page)
    return Neighbours(_stated(document, ("prev", "previous"), -1), _stated(document, ("next",), 1))


def _stated(document: Document, relations: tuple[str, ...], step: int) -> str:
    elements = (*document.by_tag("link"), *(link.element for link in document.links))
    for element in elements:
        if any(word in relations for word in element.get("rel").lower().split()):
            address = document.absolute(element.get("href"))
            numbers = page_numbers(document.url, address)
            if numbers and numbers[1] - numbers[0] == step:
                return canonical(address)
    return ""


def goes_on(story: Draft, more: Draft) -> bool:
    """Whether a page goes on with a story: under the same headline, with a text that is not there yet."""
    one, other = letters(story.headline), letters(more.headline)
    short, long = sorted((one, other), key=len)
    if not short or short not in long or len(long) - len(short) > _LONGEST_NUMBER:
        return False
    known = {letters(each) for each in story.body.split("\n\n")}
    paragraphs = [letters(each) for each in more.body.split("\n\n") if each]
    new = sum(each not in known for each in paragraphs)
    return bool(paragraphs) and new >= _LEAST_NEW * len(paragraphs)
