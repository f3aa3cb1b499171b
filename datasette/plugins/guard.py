"""Who may see what: the door of a private site, and what a public file says of itself on its pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from scraper.archive import publishing
from scraper.publish.answers import DATABASE
from scraper.publish.credentials import Credentials
from scraper.publish.guarding import App, Guard, closed


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """In front of every route, where the site is private."""
    door = datasette.plugin_config("back-issues") or {}
    if "private" not in door:
        return closed
    return lambda app: Guard(app, datasette, Credentials(Path(door["private"])), https=door["https"])


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> Callable[[], Awaitable[dict[str, Any]]]:
    """``public_copy``: when a public file was written, how much it holds; ``logged_in``: whether a session can end."""

    async def variables() -> dict[str, Any]:
        about = await datasette.get_database(DATABASE).execute_fn(publishing.about)
        private = "private" in (datasette.plugin_config("back-issues") or {})
        return {"public_copy": about, "logged_in": private and bool(request and request.actor)}

    return variables
