"""The filters and globals of the templates: dates, counts and names in the reader's language."""

from __future__ import annotations

from urllib.parse import unquote

from jinja2 import Environment

import scraper
from scraper.site import language, routes
from scraper.site.datasette_templates import Mended
from scraper.site.folder import about_table, is_hidden_table
from scraper.site.formats import citations
from scraper.site.http.validators import site_state
from scraper.site.representations import FORMATS
from scraper.site.words import calendar_grid, wording
from scraper.urls import is_web_address


def add_to(env: Environment) -> None:
    """Add them to the templates' environment: ``{{ story.edition_date | long_day }}``, ``{{ total | number }}``."""
    words = (
        wording.long_day,
        wording.day,
        wording.short_day,
        wording.native_day,
        wording.moment,
        wording.language_name,
        wording.country_name,
        wording.stories,
        wording.papers,
        wording.holding,
        wording.says_how_much,
        wording.share,
        wording.state_name,
        wording.counts_by_state,
        wording.state_sentence,
        wording.looks_by_outcome,
        wording.run_result,
        wording.seconds,
    )
    env.policies["ext.i18n.trimmed"] = True  # a message has no line breaks of the template's
    env.add_extension("jinja2.ext.i18n")
    env.add_extension(Mended)
    env.install_gettext_callables(language.gettext_, language.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.filters["web_address"] = lambda url: url if url and is_web_address(url) else ""  # nothing else becomes a link
    env.filters["in_runs"] = calendar_grid.years_in_runs
    env.filters["decoded"] = unquote  # as a browser shows an address
    env.filters["number"] = language.number
    env.filters.update({word.__name__: word for word in words})
    env.globals.update(
        citations=citations,
        formats=FORMATS,
        states=wording.STATES,
        current_language=language.current,
        direction=language.direction,
        direction_of=language.direction_of,
        weekdays=wording.weekdays,
        routes=routes,
        about_table=about_table,
        is_hidden_table=is_hidden_table,
        back_issues_version=scraper.__version__,
        state_of_site=site_state()[0],
    )
