"""Datasette's own CSV on its way to the reader: like ours (``formats.tables``), a spreadsheet opens it.

It begins with a byte order mark, and no cell of it is a formula.

Our own tables are written that way. Those of ``/archive`` and of canned queries are Datasette's, which has no hook for
them, so the cells are changed in the response, each record as soon as it is whole.
"""

from __future__ import annotations

import codecs
import re

from scraper.characters import BYTE_ORDER_MARK, cell
from scraper.site.folder import DATABASE
from scraper.site.http.asgi import App, Message, Receive, Scope, Send

_CELL = re.compile(r'(^|,|\n)(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))')


def for_spreadsheets(app: App, *, base: str) -> App:
    """The application, with Datasette's own CSV as a spreadsheet opens it.

    :param base: the path under which the site lies (Datasette's ``base_url``).
    """
    below = f"{base.rstrip('/')}/{DATABASE}"

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not (path.startswith((f"{below}/", f"{below}.")) and path.endswith(".csv")):
            await app(scope, receive, send)
            return
        records = Records()
        begin = b""

        async def send_guarded(message: Message) -> None:
            nonlocal begin
            if message["type"] == "http.response.start":
                begin = BYTE_ORDER_MARK.encode() if message["status"] == 200 else b""
                headers = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
                message = {**message, "headers": headers}
            elif message["type"] == "http.response.body":
                is_last = not message.get("more_body", False)
                body = records.guarded(message.get("body", b""), last=is_last)
                message, begin = {**message, "body": begin + body}, b""
            await send(message)

        await app(scope, receive, send_guarded)

    return guarded


class Records:
    """The records of CSV that comes in parts; one is held back until it is whole."""

    def __init__(self) -> None:
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._held: list[str] = []
        self._quoted = False  # whether the next character is inside of a cell in quotes

    def guarded(self, data: bytes, *, last: bool) -> bytes:
        """The records that are whole with one more part, without formulas; with ``last`` all that remains."""
        text = self._decode(data, last)
        end = len(text) if last else self._end(text)
        self._quoted ^= text.count('"') % 2 == 1
        if not end and not last:
            self._held.append(text)
            return b""
        whole, self._held = "".join((*self._held, text[:end])), [text[end:]]
        return _CELL.sub(_guarded_cell, whole).encode()

    def _end(self, text: str) -> int:
        """Where in a part the last record ends that is whole; 0 if none does."""
        end, quoted = len(text), self._quoted ^ (text.count('"') % 2 == 1)
        for segment in reversed(text.split('"')):
            if not quoted and "\n" in segment:
                return end - len(segment) + segment.rindex("\n") + 1
            end, quoted = end - len(segment) - 1, not quoted
        return 0


def _guarded_cell(found: re.Match[str]) -> str:
    comma, quoted, plain = found.groups()
    return f"{comma}{cell(plain)}" if quoted is None else f'{comma}"{cell(quoted)}"'
