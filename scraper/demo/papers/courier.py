"""The Ellery Courier: a dated index in HTML for each local edition, story pages with all that a big site adds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scraper.demo import addresses, press, wording
from scraper.demo.newspapers import Newspaper, PrintedStory, newspapers
from scraper.demo.press import Printed

SLUG = "ellery-courier"


def home() -> Printed:
    """The list of past editions."""
    paper = newspapers()[SLUG]
    return press.page("courier/home.html", paper=paper, modified=press.ready(paper, paper.dates[-1]))


def latest() -> Printed | None:
    """ "Today's paper": the newest edition, at an address without a date."""
    paper = newspapers()[SLUG]
    return index(paper.dates[-1], paper.default_label)


def index(date: dt.date, label: str, supplement: str = "") -> Printed | None:
    """The dated index of one edition or supplement; a closed day has a page that says so."""
    paper = newspapers()[SLUG]
    if date in paper.closed and label in paper.main_labels and not supplement:
        return press.page("courier/closed.html", paper=paper, date=date, reason=paper.closed[date])
    edition = paper.edition(date, label, supplement)
    if edition is None or (supplement and label not in paper.main_labels):
        return None
    same_day = [other for other in paper.editions if other.date == date]
    modified = press.ready(paper, date)
    return press.page("courier/index.html", paper=paper, edition=edition, same_day=same_day, modified=modified)


def story(story_id: str, *, revision: int) -> Printed | None:
    """One story's page."""
    paper = newspapers()[SLUG]
    printed = paper.story(story_id)
    if printed is None:
        return None
    return press.story_page(
        "courier/story.html",
        paper,
        printed,
        revision=revision,
        data=_structured(paper, printed),
        related=_related(paper, printed),
        part=paper.part_name(printed),
        comments=3 + len(printed.headline) % 41,
    )


def _related(paper: Newspaper, story: PrintedStory) -> list[PrintedStory]:
    """Three others of the same section, the nearest in time first."""
    others = [other for other in paper.stories if other.section == story.section and other.id != story.id]
    return sorted(others, key=lambda other: abs((other.date - story.date).days))[:3]


def _structured(paper: Newspaper, story: PrintedStory) -> dict[str, Any]:
    """The page's JSON-LD: the story is one of several things in an @graph, and its date is that of the web."""
    canonical = addresses.canonical(paper, story)
    publisher = {"@type": "NewsMediaOrganization", "@id": f"https://{paper.host}/#paper", "name": paper.title}
    article = {
        "@type": "NewsArticle",
        "@id": f"{canonical}#story",
        "mainEntityOfPage": canonical,
        "headline": story.headline,
        "description": story.standfirst,
        "author": [press.person_or_agency(name) for name in wording.names(story.byline)],
        "publisher": {"@id": publisher["@id"]},
        "datePublished": wording.published(paper, story).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "articleSection": story.section,
        "keywords": list(story.topics),
        "inLanguage": paper.language,
        "isAccessibleForFree": True,
    }
    if story.picture:
        article["image"] = {"@type": "ImageObject", "url": addresses.picture(story), "caption": story.picture.caption}
    crumbs = [
        {"@type": "ListItem", "position": 1, "name": paper.title, "item": f"https://{paper.host}/"},
        {"@type": "ListItem", "position": 2, "name": story.section},
    ]
    site = {"@type": "WebSite", "url": f"https://{paper.host}/", "name": paper.title}
    trail = {"@type": "BreadcrumbList", "itemListElement": crumbs}
    return {"@context": "https://schema.org", "@graph": [publisher, site, trail, article]}
