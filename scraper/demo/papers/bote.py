"""Hohenwarter Bote: an index whose stories are JSON in a script element, and story pages in schema.org microdata."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scraper.demo import addresses, press, wording
from scraper.demo.newspapers import PrintedEdition, newspapers
from scraper.demo.press import Printed

SLUG = "hohenwarter-bote"


def home() -> Printed:
    """The list of editions."""
    paper = newspapers()[SLUG]
    return press.page("bote/home.html", paper=paper, modified=press.ready(paper, paper.dates[-1]))


def latest() -> Printed:
    """The newest edition, at an address without a date."""
    return index(newspapers()[SLUG].dates[-1])


def index(date: dt.date | None) -> Printed:
    """The edition of that day; a day without a paper has a page that says so, and 404."""
    paper = newspapers()[SLUG]
    edition = paper.edition(date) if date else None
    if edition is None:
        return press.page("bote/none.html", paper=paper, status=404)
    modified = press.ready(paper, edition.date)
    return press.page("bote/index.html", paper=paper, edition=edition, data=_listing(edition), modified=modified)


def story(story_id: str, *, revision: int) -> Printed | None:
    """One story's page."""
    paper = newspapers()[SLUG]
    printed = paper.story(story_id)
    if printed is None:
        return None
    return press.story_page(
        "bote/story.html",
        paper,
        printed,
        revision=revision,
        names=wording.names(printed.byline),
        agency=wording.is_agency(printed.byline),
    )


def _listing(edition: PrintedEdition) -> dict[str, Any]:
    """The edition as the page's script element has it."""
    sections = [
        {
            "name": section,
            "artikel": [
                {
                    "titel": story.headline,
                    "dachzeile": story.kicker,
                    "vorspann": story.standfirst,
                    "autor": story.byline,
                    "seite": story.page,
                    "link": addresses.listed(story),
                }
                for story in stories
            ],
        }
        for section, stories in edition.sections
    ]
    return {"datum": f"{edition.date:%d.%m.%Y}", "titel": edition.title, "ressorts": sections}
