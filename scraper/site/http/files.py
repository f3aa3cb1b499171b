"""A file of the site -> its response: whole, in part (Range), or none where the client holds it (RFC 9110).

A file is bytes that depend on nothing but what is in them: a book, a cover, a thumbnail. Its ETag is strong and made of
its bytes, so it stays when something else is written to the archive, and a download that broke off can go on.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from datasette.utils.asgi import Response

RANGE = re.compile(r"bytes\s*=\s*(?:(?P<first>\d{1,18})-(?P<last>\d{0,18})|-(?P<end>\d{1,18}))\s*", re.IGNORECASE)
ETAG = re.compile(r'(?:W/)?"([^"]*)"')


def file_response(
    body: bytes, content_type: str, headers: Mapping[str, str], asked: Mapping[str, str], *, etag: str = ""
) -> Response:
    """The response to a request for a file.

    :param headers: of the response.
    :param asked: the headers of the request.
    :param etag: what stands for the bytes, without quotes; without it their hash.
    """
    etag = etag or hashlib.sha256(body).hexdigest()[:24]
    headers = {**headers, "ETag": f'"{etag}"', "Accept-Ranges": "bytes"}
    if etag in ETAG.findall(asked.get("if-none-match") or ""):
        headers.pop("Content-Disposition", None)  # with it, curl would begin to write the file anew
        return Response(b"", status=304, headers=headers, content_type=content_type)
    part = _range(asked, etag, len(body))
    if part is None:
        return Response(body, headers=headers, content_type=content_type)
    first, last = part
    if first > last:
        return Response(
            b"", status=416, headers={**headers, "Content-Range": f"bytes */{len(body)}"}, content_type=content_type
        )
    headers["Content-Range"] = f"bytes {first}-{last}/{len(body)}"
    return Response(body[first : last + 1], status=206, headers=headers, content_type=content_type)


def _range(asked: Mapping[str, str], etag: str, length: int) -> tuple[int, int] | None:
    """The first and last byte that are asked for, the first after the last if the file has none of them.

    :returns: None for the whole file, also where several parts are asked for, or a part of what it was before.
    """
    found = RANGE.fullmatch(asked.get("range") or "")
    if not found or (asked.get("if-range") or f'"{etag}"') != f'"{etag}"':
        return None
    if found["end"]:
        return max(0, length - int(found["end"])) if int(found["end"]) else length, length - 1
    if found["last"] and int(found["last"]) < int(found["first"]):
        return None
    return int(found["first"]), min(int(found["last"] or length), length - 1)
