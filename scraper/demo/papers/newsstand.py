"""The Reading Rack: a digital newsstand that shows the opening of every story and sells the rest, in two languages.

Its story pages say in words, twice, which edition they are from; nothing that a machine reads says so.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from markupsafe import Markup

from scraper.demo import addresses, press, wording
from scraper.demo.newspapers import Newspaper, PrintedStory, newspapers
from scraper.demo.press import Printed

OTHER_HEADLINES = 10


def front() -> Printed:
    """The shelf: the newspapers on sale."""
    papers = [newspapers()[slug] for slug in addresses.RACK]
    return press.page("rack/front.html", papers=papers, language="en", words=wording.rack_words("en"))


def title(slug: str) -> Printed:
    """A title's page: its issues, newest first."""
    paper = newspapers()[slug]
    modified = press.ready(paper, paper.dates[-1])
    return press.page("rack/title.html", paper=paper, modified=modified, **_interface(paper))


def issue(slug: str, date: dt.date | None) -> Printed | None:
    """The stories of one edition, each with its teaser."""
    paper = newspapers()[slug]
    edition = paper.edition(date) if date else None
    if edition is None:
        return None
    modified = press.ready(paper, edition.date)
    return press.page("rack/issue.html", paper=paper, edition=edition, modified=modified, **_interface(paper))


def story(slug: str, story_id: str, *, revision: int) -> Printed | None:
    """The opening of one story, the edition's statement and the trial offer, both twice, and ten other headlines."""
    paper = newspapers()[slug]
    printed = paper.story(story_id)
    if printed is None:
        return None
    interface = _interface(paper)
    statement = interface["words"]["statement"].format(
        date=Markup("<b>{}</b>").format(wording.statement_date(printed.date, paper.language)),
        paper=Markup('<a href="{}">{}</a>').format(addresses.home(paper), paper.title),
    )
    return press.story_page(
        "rack/story.html",
        paper,
        printed,
        revision=revision,
        data=_structured(paper, printed),
        statement=statement,
        more=_others(paper, printed),
        **interface,
    )


def _interface(paper: Newspaper) -> dict[str, Any]:
    return {"language": paper.language[:2], "words": wording.rack_words(paper.language)}


def _others(paper: Newspaper, story: PrintedStory) -> list[PrintedStory]:
    """The stories nearest in print, the story's own edition first."""
    others = [other for other in paper.stories if other.id != story.id]
    return sorted(others, key=lambda other: (abs((other.date - story.date).days), other.position))[:OTHER_HEADLINES]


def _structured(paper: Newspaper, story: PrintedStory) -> dict[str, Any]:
    """The page's JSON-LD: the day on the web, and that the whole story costs money."""
    byline = [press.person_or_agency(name) for name in wording.names(story.byline)]
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.headline,
        "description": story.standfirst,
        "author": byline or [{"@type": "Organization", "name": paper.title}],
        "publisher": {"@type": "Organization", "name": "The Reading Rack"},
        "datePublished": wording.published(paper, story).isoformat(),
        "inLanguage": paper.language,
        "mainEntityOfPage": addresses.canonical(paper, story),
        "isAccessibleForFree": False,
        "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".trial-box"},
    }
