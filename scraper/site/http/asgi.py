"""The types of ASGI (asgi.readthedocs.io), and what every layer asks of a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]


def path_below(scope: Scope, base: str) -> str:
    """The path of a request below the path under which the site lies.

    :param base: that path, with a slash at its end.
    """
    return "/" + str(scope.get("path", "")).removeprefix(base.rstrip("/")).lstrip("/")


def header(scope: Scope, name: bytes) -> str:
    """The first header of a request by that name; "" without one."""
    return next((bytes(value) for key, value in scope["headers"] if key.lower() == name), b"").decode("latin-1")
