"""Who may see what: the door of a private site, and what a public file says of itself on its pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request

from scraper.archive import publishing
from scraper.publish import guarding
from scraper.publish.answers import DATABASE
from scraper.publish.credentials import Credentials
from scraper.publish.guarding import App, Guard, closed

_patience: WeakKeyDictionary[Datasette, guarding.Patience] = WeakKeyDictionary()


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """In front of every route, where the site is private."""
    door = datasette.plugin_config("back-issues") or {}
    if "private" not in door:
        return closed
    # Datasette's own client makes the application anew for each request; who guessed wrong is remembered beyond one.
    patience = _patience.setdefault(datasette, guarding.Patience())
    keys = Credentials(Path(door["private"]))
    return lambda app: Guard(app, datasette, keys, https=door["https"], patience=patience)


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> Callable[[], Awaitable[dict[str, Any]]]:
    """``public_copy``: when a public file was written, how much it holds; ``logged_in``: whether a session can end."""

    async def variables() -> dict[str, Any]:
        about = await datasette.get_database(DATABASE).execute_fn(publishing.about)
        private = "private" in (datasette.plugin_config("back-issues") or {})
        return {"public_copy": about, "logged_in": private and bool(request and request.actor)}

    return variables
