"""The headers of an answer as a Page has them, whether it was fetched or read from a file (pure)."""

from __future__ import annotations

from collections.abc import Iterable

ENCODINGS = ("content-encoding", "transfer-encoding", "content-length")  # headers of a body that is decoded now
LINE_BY_LINE = "x-robots-tag"  # the header whose lines are kept apart: a robot's name holds to the end of its line


def text_of(part: bytes) -> str:
    """A header's name or value: in UTF-8, or in Latin-1 where it is not, as it is read from captures too."""
    try:
        return part.decode("utf-8")
    except UnicodeDecodeError:
        return part.decode("latin-1")


def headers_of(lines: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Header lines by their names in lower case; those of one name are joined (RFC 9110, section 5.3)."""
    found: dict[str, list[str]] = {}
    for name, value in lines:
        found.setdefault(name.lower(), []).append(value)
    return {name: ("\n" if name == LINE_BY_LINE else ", ").join(values) for name, values in found.items()}
