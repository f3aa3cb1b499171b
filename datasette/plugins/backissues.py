"""All hooks of the site in Datasette (docs.datasette.io, plugin hooks); the pages are in ``scraper/site/views``."""

from __future__ import annotations

import functools
import re
from collections.abc import Awaitable, Callable, Generator
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from jinja2 import Environment
from markupsafe import Markup
from pluggy import Result

from scraper.reasons import shown
from scraper.site import routes, template_filters
from scraper.site.api import canned_queries as canned
from scraper.site.current_database import CurrentDatabase
from scraper.site.folder import DATABASE
from scraper.site.http import pages
from scraper.site.http.asgi import App
from scraper.site.http.csv_cells import for_spreadsheets
from scraper.site.http.kept import Keeping
from scraper.site.http.middleware import http_middleware
from scraper.site.http.one_file import at_one_file
from scraper.site.http.responses import view
from scraper.site.http.validators import validators
from scraper.site.language import N_, _
from scraper.site.private.login_gate import LOGIN, guard, is_private
from scraper.site.sql.asking import admitted
from scraper.site.views import (
    api,
    catalogues,
    coverage,
    days,
    errors,
    languages,
    publications,
    runs,
    search,
    statement,
    stories,
    thumbnails,
    timeline,
)
from scraper.site.words import wording

PATH_OF_PAGE = re.compile(r"/(?:stories|papers)/[\w./%-]+")


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """The ASGI layers around Datasette; every request to the site has to pass ``guard``."""
    base, cors = datasette.setting("base_url"), bool(datasette.cors)

    def layers(app: App) -> App:
        keeping = Keeping(functools.partial(_state, datasette), base=base)
        within = at_one_file(keeping.around(for_spreadsheets(admitted(app, base=base), base=base)), datasette)
        return languages.in_readers_language(http_middleware(guard(within, datasette), base=base, cors=cors))

    return layers


async def _state(datasette: Datasette) -> str:
    """What tells one state of the archive from another; "" just after a write, when the next would not show."""
    database: CurrentDatabase = datasette.get_database(DATABASE)
    async with database.held() as file:
        current = validators(file.state, file.state_of_log())
    return current.etag if current else ""


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    """The route of every page. Patterns are tried in this order, so "undated" comes before a date."""
    return [
        (routes.NEWSSTAND_PATTERN, view(publications.newsstand, directory=True)),
        (routes.PAPERS_PATTERN, view(publications.newsstand, directory=True)),
        (routes.PAPER_PATTERN, view(publications.paper, directory=True)),
        (routes.LATEST_BOOK_PATTERN, view(catalogues.latest_book, directory=False)),
        (routes.UNDATED_PATTERN, view(publications.undated, directory=True)),
        (routes.SPAN_PATTERN, view(publications.span, directory=True)),
        (routes.EDITION_PATTERN, view(publications.edition, directory=True)),
        (routes.LATEST_PATTERN, view(days.latest, directory=True)),
        (routes.ON_PATTERN, view(days.on, directory=True)),
        (routes.STORIES_PATTERN, view(stories.chosen, directory=False)),
        (routes.UNAPI_PATTERN, view(stories.unapi, directory=False)),
        (routes.DIFF_PATTERN, view(stories.diff, directory=False)),
        (routes.VERSIONS_PATTERN, view(stories.versions, directory=True)),
        (routes.STORY_PATTERN, view(stories.story, directory=False)),
        (routes.SEARCH_PATTERN, view(search.find, directory=False)),
        (routes.SUGGESTIONS_PATTERN, view(search.suggestions, directory=False)),
        (routes.OPENSEARCH_PATTERN, view(search.describe, directory=False)),
        (routes.STATEMENT_PATTERN, view(statement.statement, directory=False)),
        (routes.TIMELINE_PATTERN, view(timeline.timeline, directory=False)),
        (routes.COVERAGE_PATTERN, view(coverage.coverage, directory=False)),
        (routes.RUNS_PATTERN, view(runs.runs, directory=True)),
        (routes.RUN_PATTERN, view(runs.run, directory=False)),
        (routes.OPDS_PATTERN, view(catalogues.root, directory=False)),
        (routes.OPDS_DESCRIPTION_PATTERN, view(catalogues.description, directory=False)),
        (routes.OPDS_LATEST_PATTERN, view(catalogues.latest, directory=False)),
        (routes.OPDS_SEARCH_PATTERN, view(catalogues.find, directory=False)),
        (routes.OPDS_PAPERS_PATTERN, view(catalogues.papers, directory=False)),
        (routes.OPDS_PAPER_PATTERN, view(catalogues.paper, directory=False)),
        (routes.API_PATTERN, view(api.api, directory=False)),
        (routes.THUMBNAIL_PATTERN, thumbnails.thumbnail),
        (routes.LANGUAGE_PATTERN, languages.take),
        (routes.ROBOTS_PATTERN, errors.robots),
    ]


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response | None]] | None:
    """An error as JSON where JSON was asked for."""
    return errors.error_as_json(datasette, request, exception)


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Datasette) -> None:
    """The filters and globals of the templates."""
    template_filters.add_to(env)
    env.globals.update(private=is_private(datasette), questions=canned.queries, no_route=errors.UNKNOWN)
    pages.with_plain_templates(env)


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> Callable[[], Awaitable[dict[str, Any]]]:
    """The variables that every page has, for those that Datasette renders itself."""

    async def variables() -> dict[str, Any]:
        read = functools.partial(pages.variables, datasette, request)
        found: dict[str, Any] = await datasette.get_database(DATABASE).execute_fn(read)
        return found

    return variables


@hookimpl(hookwrapper=True, specname="menu_links")
def menu_without_login(datasette: Datasette) -> Generator[None, Result[list[Any]], None]:
    """Where nobody can log in, the menu leads to no login, as that of datasette-auth-passwords does wherever it is."""
    outcome = yield
    if not is_private(datasette):
        login = datasette.urls.path(LOGIN)
        lists = outcome.get_result()
        outcome.force_result(
            [[link for link in links if link["href"] != login] if isinstance(links, list) else links for links in lists]
        )


@hookimpl
def menu_links(datasette: Datasette) -> list[dict[str, Any]]:
    """Links from the menu of Datasette's own pages to the pages of the site."""
    return [
        {"href": datasette.urls.path(path), "label": _(label)}
        for path, label in (
            (routes.NEWSSTAND, N_("Newsstand")),
            (routes.SEARCH, N_("Search")),
            (routes.COVERAGE, N_("Coverage")),
        )
    ]


@hookimpl(optionalhook=True)
def canned_queries(database: str) -> dict[str, dict[str, str]]:
    """The queries of ``datasette/queries``, for Datasette 0.65, which asks for them."""
    return canned.queries() if database == DATABASE else {}


@hookimpl
def startup(datasette: Datasette) -> Any:
    """The queries of ``datasette/queries``, for Datasette 1.0, to which they are added."""
    if not hasattr(datasette, "add_query"):
        return None

    async def add() -> None:
        for name, query in canned.queries().items():
            await datasette.add_query(DATABASE, name, **query, is_trusted=True, source="plugin", replace=True)

    return add


@hookimpl
def render_cell(value: Any, column: str, datasette: Datasette) -> Markup | None:
    """A cell of Datasette's tables: a path of a page as a link, reasons in words with their JSON as the title."""
    if not isinstance(value, str):
        return None
    if column in ("detail", "failure") and value.startswith(('[{"code"', '{"code"')):
        return Markup('<span title="{}">{}</span>').format(value, wording.reasons_in_words(shown(value)))
    if not PATH_OF_PAGE.fullmatch(value):
        return None
    return Markup('<a href="{}">{}</a>').format(datasette.urls.path(value), value)
