"""What the templates can say: dates, counts and names in words."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment

import scraper
from scraper.publish import addresses, wording


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """Filters: ``{{ story.edition_date | long_day }}``."""
    words = (
        wording.long_day,
        wording.day,
        wording.short_day,
        wording.native_day,
        wording.moment,
        wording.language_name,
        wording.counted,
        wording.holding,
        wording.share,
    )
    env.filters.update({word.__name__: word for word in words})
    env.globals.update(
        states=wording.STATES,
        state_sentences=wording.STATE_SENTENCES,
        addresses=addresses,
        back_issues_version=scraper.__version__,
    )


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, Any]]:
    """The way back from Datasette's own pages."""
    return [
        {"href": datasette.urls.path(path), "label": label}
        for path, label in (
            (addresses.NEWSSTAND, "Newsstand"),
            (addresses.SEARCH, "Search"),
            (addresses.COVERAGE, "Coverage"),
        )
    ]
