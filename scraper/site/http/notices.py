"""Short answers that say why there is no page: in the reader's language, or as JSON in English for a program.

They need neither the archive nor Datasette, since they are given where one of them cannot be asked, or may not be.
"""

from __future__ import annotations

from collections.abc import Callable

from datasette.utils.asgi import Response
from markupsafe import Markup

from scraper.site import language, routes
from scraper.site.http.asgi import Scope, header
from scraper.site.http.validators import site_state
from scraper.site.language import N_, _, gettext_

RETRY_AFTER = "3"  # seconds, where too many ask at once

NOTICE = Markup("""<!DOCTYPE html>
<html lang="{tag}" dir="{direction}">
<head>
<meta charset="utf-8">
<title>{title} · Back Issues</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="stylesheet" href="{base}static/site.css?{state}">
<link rel="icon" type="image/svg+xml" href="{base}static/icon.svg">
</head>
<body class="login">
<header class="masthead"><p class="wordmark"><a href="{base}">Back Issues</a></p></header>
<main id="main">
<section class="notice">
<h1>{title}</h1>
<p>{text}</p>
</section>
</main>
</body>
</html>
""")


def notice(
    scope: Scope, status: int, title: str, text: Callable[[], str], *, base: str = "/", **headers: str
) -> Response:
    """The answer to a request for a page, as a page; to any other, as JSON.

    :param title: the heading, a message that is not translated yet (``N_``).
    :param text: gives the sentence in the language of the request.
    :param base: the path under which the site lies.
    :param headers: further ones, with underscores: ``Retry_After``.
    """
    more = {"Cache-Control": "no-store"} | {name.replace("_", "-"): value for name, value in headers.items()}
    if not wants_page(scope):
        with language.speaking(language.ENGLISH):
            content = {"ok": False, "error": text(), "status": status}
        return Response.json(content, status=status, headers=more)
    page = NOTICE.format(
        tag=language.current(),
        direction=language.direction(),
        title=gettext_(title),
        text=text(),
        base=base,
        state=site_state()[0],
    )
    return Response.html(page, status=status, headers={**more, "Content-Language": language.current()})


def wants_page(scope: Scope) -> bool:
    """Whether a request is that of a reader of pages, and not that of a program."""
    return "text/html" in header(scope, b"accept") and not routes.ending(str(scope.get("path", "")))


def away(scope: Scope, *, base: str = "/") -> Response:
    """The answer while the archive's file cannot be read: it is gone, being copied, or damaged (503)."""
    return notice(
        scope,
        503,
        N_("The archive cannot be read at this moment"),
        lambda: _("Another file may be taking its place. Please try again in a moment."),
        base=base,
        Retry_After="5",
    )
