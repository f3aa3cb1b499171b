"""The security headers of every answer, whoever made it: pages, tables, files, redirects, refusals, errors.

Which policy an answer gets depends on what it is, so no page sets one, and none can forget it.
"""

from __future__ import annotations

from scraper.site import routes
from scraper.site.http.asgi import App, Headers, Message, Receive, Scope, Send, path_below

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a newspaper need not learn what its archive's readers look at
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Our pages need one style sheet and nothing else: no script, no picture, no font, no frame, from anywhere.
PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Datasette's own pages have scripts and styles in their markup.
TABLES = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A drawing that is opened by itself runs nothing and loads nothing, whatever is in it.
DRAWING = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
FILE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def security_headers(path: str, status: int, content_type: str, *, cors: bool = False) -> dict[str, str]:
    """The security headers of an answer.

    :param path: of the request, below the path under which the site lies.
    :param content_type: of the answer; "" where it has no body.
    :param cors: pages of other sites may read the site.
    """
    shared = {"Cross-Origin-Resource-Policy": "cross-origin" if cors else "same-origin"}
    return {"Content-Security-Policy": _policy(path, status, content_type.lower()), **ALWAYS, **shared}


def _policy(path: str, status: int, content_type: str) -> str:
    is_page = content_type.startswith(("text/html", "application/xhtml"))
    if status == 304:  # a browser takes its headers for those of the page that it holds
        is_page = not routes.ending(path) and not path.startswith(("/static/", "/-/static/", "/thumbnails/"))
    if "svg" in content_type or (status == 304 and (path.startswith("/thumbnails/") or path.endswith(".svg"))):
        return DRAWING
    if not is_page:
        return FILE
    return TABLES if routes.is_of_tables(path) and path != "/-/login" else PAGE


def secured(app: App, *, base: str = "/", cors: bool = False) -> App:
    """The application with the security headers on all its answers, and cookies for https only where it is used.

    :param base: the path under which the site lies.
    """

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await app(scope, receive, send)
        path = path_below(scope, base)

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: Headers = [(name.lower(), value) for name, value in message.get("headers", ())]
                content_type = next((value for name, value in headers if name == b"content-type"), b"")
                added = security_headers(path, message["status"], content_type.decode("latin-1"), cors=cors)
                names = {name.lower().encode() for name in added}
                headers = [_for_https(pair, scope) for pair in headers if pair[0] not in names]
                headers += [(name.lower().encode(), value.encode()) for name, value in added.items()]
                message = {**message, "headers": headers}
            await send(message)

        return await app(scope, receive, send_secured)

    return site


def _for_https(pair: tuple[bytes, bytes], scope: Scope) -> tuple[bytes, bytes]:
    name, value = pair
    is_open = name == b"set-cookie" and scope.get("scheme") == "https" and b"; secure" not in value.lower()
    return (name, value + b"; Secure") if is_open else pair
