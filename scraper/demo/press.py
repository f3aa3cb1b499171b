"""Render the fictional newspapers' pages: values and a template make a finished HTTP response."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import jinja2

from scraper.demo import addresses, traps, wording
from scraper.demo.newspapers import Newspaper, PrintedEdition, PrintedStory, newspapers
from scraper.demo.traps import Trap


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """One HTTP response, ready to be sent; ``location`` is the target of a redirect."""

    status: int = 200
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    modified: dt.datetime | None = None
    location: str = ""


def page(template: str, *, status: int = 200, modified: dt.datetime | None = None, **values: Any) -> Printed:
    """Render a page that is not hostile."""
    html = templates().get_template(template).render(values)
    return Printed(status=status, body=html.encode(), modified=modified)


def machine_file(template: str, content_type: str, **values: Any) -> Printed:
    """Render a sitemap or a feed."""
    text = templates().get_template(f"machines/{template}").render(values)
    return Printed(body=text.encode(), content_type=f"{content_type}; charset=utf-8")


def story_page(template: str, paper: Newspaper, story: PrintedStory, *, revision: int, **values: Any) -> Printed | None:
    """Render a story's page, with its trap if it has one; None for a page that is missing on purpose.

    :param revision: 1, or 2 for the corrected text.
    """
    trap = traps.trap_of(story)
    if trap is Trap.MISSING:
        return None
    published = wording.published(paper, story)
    modified = published + traps.REVISED_AFTER if trap is Trap.REVISED and revision > 1 else published
    html = (
        templates()
        .get_template(template)
        .render(
            paper=paper,
            story=traps.as_of(story, revision),
            canonical=addresses.canonical(paper, story),
            published=published.isoformat(),
            clock=wording.clock(published, paper.language),
            modified=modified.isoformat(),
            promoted=promoted(paper, story),
            **values,
        )
    )
    body, content_type = traps.encoded(traps.marred(html, trap), trap)
    return Printed(body=body, content_type=content_type, modified=modified)


def promoted(paper: Newspaper, story: PrintedStory) -> PrintedEdition:
    """The edition that the "today's paper" box beside a story advertises: never the one the story ran in."""
    another_day = next(date for date in reversed(paper.dates) if date != story.date)
    edition = paper.edition(another_day)
    assert edition is not None, f"{paper.title} has no main edition on {another_day}"
    return edition


def ready(paper: Newspaper, date: dt.date) -> dt.datetime:
    """When the index of that day's editions was last changed: four in the morning in the paper's time zone."""
    return dt.datetime.combine(date, dt.time(4), tzinfo=ZoneInfo(paper.timezone))


def person_or_agency(name: str) -> dict[str, str]:
    """An author as a schema.org Person or Organization."""
    return {"@type": "Organization" if wording.is_agency(name) else "Person", "name": name}


@functools.cache
def templates() -> jinja2.Environment:
    """The Jinja environment: everything is escaped; dates, bylines and addresses are filters."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("scraper.demo", "templates"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    environment.filters.update(
        full_date=wording.full_date,
        long_date=wording.long_date,
        print_date=wording.print_date,
        byline=wording.byline,
        address=addresses.story,
        listed=addresses.listed,
        picture=addresses.picture,
        home=addresses.home,
        index_address=lambda edition: addresses.edition(newspapers()[edition.newspaper], edition),
        part_name=lambda edition: newspapers()[edition.newspaper].name_of(edition),
    )
    return environment
