"""潮見新聞: an index whose stories are a JavaScript value in the page, story pages signed with the day's 朝刊."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scraper.demo import addresses, press
from scraper.demo.newspapers import PrintedEdition, newspapers
from scraper.demo.press import Printed

SLUG = "shiomi-shimbun"


def home() -> Printed:
    """The list of editions."""
    paper = newspapers()[SLUG]
    return press.page("shiomi/home.html", paper=paper, modified=press.ready(paper, paper.dates[-1]))


def no_edition() -> Printed:
    """The page of a day without a paper: a 404 in the paper's own words."""
    return press.page("shiomi/none.html", paper=newspapers()[SLUG], status=404)


def index(date: dt.date | None) -> Printed:
    """The edition of that day; the newest one where no day is asked for."""
    paper = newspapers()[SLUG]
    edition = paper.edition(date or paper.dates[-1])
    if edition is None:
        return no_edition()
    modified = press.ready(paper, edition.date)
    return press.page("shiomi/index.html", paper=paper, edition=edition, data=_listing(edition), modified=modified)


def story(story_id: str, *, revision: int) -> Printed | None:
    """One story's page."""
    paper = newspapers()[SLUG]
    printed = paper.story(story_id)
    return press.story_page("shiomi/story.html", paper, printed, revision=revision) if printed else None


def _listing(edition: PrintedEdition) -> dict[str, Any]:
    """The edition as the page's script has it: sections (men) with their stories (kiji)."""
    pages = [
        {
            "na": section,
            "kiji": [
                {
                    "id": story.id,
                    "midashi": story.headline,
                    "kakomi": story.kicker,
                    "lead": story.standfirst,
                    "kisha": story.byline,
                    "men": story.page,
                    "url": addresses.listed(story),
                }
                for story in stories
            ],
        }
        for section, stories in edition.sections
    ]
    return {"hizuke": f"{edition.date:%Y%m%d}", "kan": "朝刊", "mei": edition.title, "men": pages}
