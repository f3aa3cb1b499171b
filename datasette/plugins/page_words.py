"""What the templates can say: dates, counts and names in words, in the reader's language."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from jinja2 import Environment

import scraper
from scraper.publish import addresses, language, wording
from scraper.publish.caching import site_state
from scraper.publish.language import N_, _


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
        wording.says_how_much,
        wording.share,
        wording.state_name,
        wording.state_sentence,
    )
    env.policies["ext.i18n.trimmed"] = True  # a message has no line breaks of the template's
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(language.gettext_, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters["number"] = language.number
    env.filters.update({word.__name__: word for word in words})
    env.globals.update(
        states=wording.STATES,
        spoken=language.current,
        direction=language.direction,
        weekdays=wording.weekdays,
        addresses=addresses,
        back_issues_version=scraper.__version__,
        state_of_site=site_state()[0],
    )


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, Any]]:
    """The way back from Datasette's own pages."""
    return [
        {"href": datasette.urls.path(path), "label": _(label)}
        for path, label in (
            (addresses.NEWSSTAND, N_("Newsstand")),
            (addresses.SEARCH, N_("Search")),
            (addresses.COVERAGE, N_("Coverage")),
        )
    ]
