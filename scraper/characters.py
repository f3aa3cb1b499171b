"""Which characters of what comes from outside are stored, shown and logged, and how long a value may be (pure).

    storable    what is no text becomes U+FFFD: SQLite, UTF-8, JSON and XML can hold the rest
    one_line    the same without line breaks and tabs, for headlines, names and labels
    address     the same for an address, where such characters are percent-encoded
    cell        for a table that a spreadsheet may read: no formula
    xml_text    for XML, which has no way to write most control characters
    printable   for a terminal or a log: nothing that moves the cursor, rings a bell or turns the line round

What is no text: control characters, lone surrogates, noncharacters, the anchors of interlinear annotation, and the two
overrides that show a text backwards. Marks that scripts are written with stay: LRM, RLM and ALM, the joiners of Persian
and Hindi, soft hyphens, and embeddings and isolates, as Arabic and Hebrew texts have them (Unicode Technical Report 36,
sections 2.5 and 3.5).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from scraper import limits

REPLACEMENT = "\ufffd"
BYTE_ORDER_MARK = "\ufeff"  # at the beginning of CSV: without it, Excel takes UTF-8 for the system's own encoding
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17))
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 but tab and line feed
_NO_TEXT = re.compile(rf"\r\n|[{_CONTROLS}\u2028\u2029\u202d\u202e\ud800-\udfff\ufff9-\ufffb{_NONCHARACTERS}]")
# A quick look, without the characters beyond U+FFFF.
_MOSTLY = re.compile("[\t\n -~\xa0-\u2027\u202a-\u202c\u202f-\ud7ff\ue000-\ufdcf\ufdf0-\ufff8\ufffc\ufffd]*+")
_LINE_BREAKS = dict.fromkeys(("\r\n", "\r", "\x0b", "\x0c", "\u2028", "\u2029"), "\n")
# U+0080 to U+009F in a page are bytes of windows-1252 that were decoded as ISO 8859-1 (HTML, section 13.2.5.80).
_WINDOWS = {chr(byte): bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0)}
_MENDED = {**_WINDOWS, **_LINE_BREAKS}
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[\t\n]+")
_NOT_IN_ADDRESS = re.compile(rf"[{_CONTROLS}\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb{_NONCHARACTERS}]")
_TURNING = re.compile("[\u202a-\u202c\u2066-\u2069]")  # embeddings and isolates, which an unclosed one never ends

# How a cell begins that a spreadsheet runs, in half and full width (OWASP, "CSV injection"); apostrophes before it are
# counted, so that one can be taken away again.
_FORMULA = re.compile(r"'*+\s*+[=+\-@＝＋－＠]|'*+[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2

MOST_INTEGER = (1 << 63) - 1  # of SQLite


def storable(text: str) -> str:
    """A text as it is stored: whatever is no text is replaced, and its line breaks are line feeds."""
    if text.isprintable() or _MOSTLY.fullmatch(text) or not _NO_TEXT.search(text):
        return text
    if _SURROGATE.search(text):  # two halves make one character
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _NO_TEXT.sub(lambda found: _MENDED.get(found[0], REPLACEMENT), text)


def one_line(text: str) -> str:
    """A text of one line as it is stored: a headline, a name, a label."""
    return text if text.isprintable() else _BREAKS.sub(" ", storable(text))


def address(url: str) -> str:
    """An address as it is stored: no line breaks, and what may not stand in it percent-encoded.

    A browser passes over line breaks and tabs in an address (WHATWG URL, section 4.4).
    """
    text = url.strip()
    return text if text.isprintable() else _NOT_IN_ADDRESS.sub(_percent_encoded, re.sub("[\t\n\r]", "", text))


def _percent_encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def printable(text: str) -> str:
    """A text for a terminal or a log; its line breaks stay, so a value of one line is given as ``one_line`` first."""
    return text if text.isprintable() else _TURNING.sub("", storable(text))


def cell(text: str) -> str:
    """A text for a cell of CSV: with an apostrophe before it where a spreadsheet would run it as a formula.

    A number stays one. How a reader takes the apostrophe away again: docs/how-do-i-query-it.md.
    """
    text = storable(text)
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def xml_text(text: str, instead: str = " ") -> str:
    """A text, or markup, that XML can hold."""
    return _NOT_XML.sub(instead, text)


def stored_value(value: Any) -> Any:
    """A value as SQLite can hold it: texts as ``storable``, whole numbers of 64 bits at most."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, int) and not -MOST_INTEGER <= value <= MOST_INTEGER:
        return MOST_INTEGER if value > 0 else -MOST_INTEGER
    return value


def fitted(name: str, text: str) -> str:
    """The text of a field from outside, as it is stored: its characters, and no more of them than the field may have.

    :param name: the field's name, which says whether it has one line or several and how long it may be.
    """
    return _FITTING.get(name, one_line)(text)[: limits.CHARACTERS.get(name, limits.SHORT_TEXT)]


_FITTING: Mapping[str, Callable[[str], str]] = {
    **dict.fromkeys(("body", "body_html", "standfirst", "caption"), storable),
    **dict.fromkeys(limits.ADDRESSES, address),
}
