"""Methods, compression and caching of everything that the site sends, Datasette's own pages among it."""

from __future__ import annotations

from collections.abc import Callable

from datasette import hookimpl
from datasette.app import Datasette

from scraper.publish.wire import App, wire


@hookimpl(trylast=True)
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    """Around all the rest."""
    return lambda app: wire(app, base=datasette.setting("base_url"), cors=bool(datasette.cors))
