"""Read the values that scripts hold, where they are not quite JSON (pure; no script is run).

    {a: 'x', "b": undefined, c: [1, 2,], /* d */ e: new Date(2026, 2, 7)}      literals of JavaScript (ECMA-262)
    JSON.parse('{"a": 1}')                                                     JSON in a text, also twice
    (function(a, b){return {c: a}}("x", 1))                                    as Nuxt writes its state
    self.__next_f.push([1, "5:{...}\\n"])                                       as Next.js streams it: ``flight``

What is no value, such as a function, counts as null; so do ``undefined`` and ``NaN``.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

MOST_VALUES = 1_000_000  # of all rows of a stream, with those that stand in them
MOST_DIGITS = 400  # of a number; to read one takes the square of them
MOST_DEEP = 20  # rows in one another

_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?(?:\*/|\Z)|<!--|-->)*+", re.DOTALL)
_NAME = re.compile(r"[^\W\d][\w$]*|[$][\w$]*")
_DOTTED = re.compile(r"(?:new\s+)?[\w$]+(?:\s*\.\s*[\w$]+)*")
_NUMBER = re.compile(r"[+-]?(?:0[xX][0-9a-fA-F]++|(?:\d++\.?+\d*+|\.\d++)(?:[eE][+-]?\d++)?+)(?![\w$])")
_STRING_PIECE = re.compile(
    r"""[^\\'"`]+|\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[0-9a-fA-F]+\}|\r\n|.)|['"`]""", re.DOTALL
)
_FUNCTION = re.compile(r"function\s*+[\w$]*+\s*+\(([^()]*+)\)\s*+\{|\(([\w$\s,]*+)\)\s*+=>\s*+\{?")
_RETURN = re.compile(r"return\b(?=\s*[\[{(\"'])")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": ""}
_WORDS: Mapping[str, Any] = {"true": True, "false": False}
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_SAME = ("Object.freeze", "Object.seal", "String", "Number", "new Set", "new Map", "new URL")  # of their first argument
_PUSH = re.compile(r"__next_f\s*+(?:=\s*+self\.__next_f\s*+)?(?:\|\|\s*+\[\]\s*+\))?\s*+\.push\(")
_ROW = re.compile(r"([0-9a-f]+):(?:T([0-9a-f]+),)?")


def value_at(text: str, position: int = 0) -> Any:
    """The value that begins at this position of a script.

    :raises ValueError: none does.
    :raises RecursionError: it is nested too deep.
    """
    return _Reader(text, position).value()


def value_and_end(text: str, position: int) -> tuple[Any, int]:
    """The value that begins at a position of a script, and where it ends; raises as ``value_at`` does."""
    reader = _Reader(text, position)
    return reader.value(), reader.position


def flight(text: str) -> str:
    """What a page of Next.js streams to its scripts, joined; "" where it is no such page."""
    chunks = []
    for match in _PUSH.finditer(text):
        try:
            pushed = value_at(text, match.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(pushed, list) and len(pushed) == 2 and pushed[0] == 1 and isinstance(pushed[1], str):
            chunks.append(pushed[1])
    return "".join(chunks)


def flight_rows(stream: str) -> dict[str, Any]:
    """The rows of such a stream that are data, by their id; what refers to another row is replaced by it."""
    rows: dict[str, Any] = {}
    data = stream.encode("utf-8", "surrogatepass")
    position = 0
    while position < len(data):
        end = data.find(b"\n", position)
        end = len(data) if end < 0 else end
        match = _ROW.match(data[position:end].decode("utf-8", "replace"))
        if match and match[2]:  # a text of so many bytes
            begin = position + match.end()
            end = begin + int(match[2], 16)
            rows[match[1]] = data[begin:end].decode("utf-8", "replace")
            position = end
            continue
        if match:
            with contextlib.suppress(ValueError, RecursionError):  # a module, a hint: no data
                rows[match[1]] = json.loads(data[position + match.end() : end], strict=False)
        position = end + 1
    references, whole = _References(rows), dict(rows)
    for id_, row in rows.items():
        with contextlib.suppress(RecursionError):  # it is nested too deep, and stays as it is
            whole[id_] = references.replaced(row, (id_,))
    return whole


class _References:
    """The rows of a stream, to which the texts in them refer: up to MOST_VALUES, as rows that repeat rows grow fast."""

    def __init__(self, rows: Mapping[str, Any]) -> None:
        self.rows = rows
        self.left = MOST_VALUES

    def replaced(self, value: Any, open_rows: tuple[str, ...]) -> Any:
        """A value with what its texts stand for: other rows, dates, undefined.

        :param open_rows: the ids of the rows that it is in.
        """
        self.left -= 1
        if isinstance(value, list):
            return [self.replaced(one, open_rows) for one in value]
        if isinstance(value, dict):
            return {key: self.replaced(one, open_rows) for key, one in value.items()}
        if not isinstance(value, str) or not value.startswith("$"):
            return value
        if value.startswith(("$$", "$D")):
            return value[1:] if value[1] == "$" else value[2:]
        if value in ("$undefined", "$NaN"):
            return None
        id_ = value[1:].lstrip("L@")
        if id_ in self.rows and id_ not in open_rows and len(open_rows) < MOST_DEEP and self.left > 0:
            return self.replaced(self.rows[id_], (*open_rows, id_))
        return value


class _Reader:
    """Reads one value from a place in a script; ``names`` are the parameters of functions around it."""

    def __init__(self, text: str, position: int, names: Mapping[str, Any] | None = None) -> None:
        self.text = text
        self.position = position
        self.names = names or {}

    def value(self) -> Any:
        """A value; what may follow it in an expression is not looked at."""
        self.space()
        char = self.peek()
        if char == "{":
            return self.object()
        if char == "[":
            return self.array()
        if char and char in "\"'`":
            return self.string()
        if match := _NUMBER.match(self.text, self.position):
            self.position = match.end()
            return _number(match[0])
        if char == "!":
            self.position += 1
            return not self.value()
        if char and char in "+-~":  # of no number
            self.position += 1
            self.value()
            return None
        if char == "(" or self.text.startswith("function", self.position):
            return self.parenthesis()
        if match := _DOTTED.match(self.text, self.position):
            self.position = match.end()
            return self.named(re.sub(r"\s*\.\s*", ".", " ".join(match[0].split())))
        raise ValueError(f"no value at {self.text[self.position : self.position + 20]!r}")

    def item(self) -> Any:
        """A value inside brackets with all of its expression: texts are put together, anything else is null."""
        found = self.value()
        self.space()
        while self.peek() == "+" and isinstance(found, str):
            self.position += 1
            other = self.value()
            found = found + other if isinstance(other, str) else None
            self.space()
        if self.peek() not in (",", "]", "}", ")"):
            self.skip()
            return None
        return found

    def object(self) -> dict[str, Any]:
        """{key: value, ...}, with keys of any kind; methods are left out."""
        found: dict[str, Any] = {}
        self.position += 1
        while not self.closed("}"):
            if self.text.startswith("...", self.position):
                self.position += 3
                spread = self.item()
                found |= spread if isinstance(spread, dict) else {}
                continue
            key = self.key()
            self.space()
            if self.peek() == ":":
                self.position += 1
                found[key] = self.item()
            elif self.peek() in (",", "}"):  # {a} for {a: a}
                found[key] = self.names.get(key)
            elif self.peek() in ("(", *"abcdefghijklmnopqrstuvwxyz_$["):  # a method, or "get" and "async" before one
                self.skip()
            else:
                raise ValueError(f"no colon after the key {key!r}")
        return found

    def key(self) -> str:
        """The key of an object's value."""
        if (char := self.peek()) and char in "\"'`":
            return self.string()
        if match := _NAME.match(self.text, self.position) or _NUMBER.match(self.text, self.position):
            self.position = match.end()
            return match[0]
        if self.peek() == "[":
            return "".join(map(str, self.array()))
        raise ValueError(f"no key at {self.text[self.position : self.position + 20]!r}")

    def array(self) -> list[Any]:
        """[value, ...]; a hole is null."""
        found: list[Any] = []
        self.position += 1
        while not self.closed("]"):
            self.space()
            if self.peek() == ",":
                found.append(None)
            elif self.text.startswith("...", self.position):
                self.position += 3
                spread = self.item()
                found += spread if isinstance(spread, list) else []
            else:
                found.append(self.item())
        return found

    def arguments(self) -> list[Any]:
        """(value, ...), from its opening bracket."""
        found: list[Any] = []
        self.position += 1
        while not self.closed(")"):
            found.append(self.item())
        return found

    def string(self) -> str:
        """A text in quotation marks of any kind."""
        quote = self.peek()
        pieces: list[str] = []
        position = self.position + 1
        while match := _STRING_PIECE.match(self.text, position):
            position = match.end()
            piece = match[0]
            if piece == quote:
                self.position = position
                whole = "".join(pieces)
                return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # pairs of \ud83d\ude00
            pieces.append(_unescaped(piece) if piece[0] == "\\" else piece)
        raise ValueError("a text without its end")

    def parenthesis(self) -> Any:
        """A function that is called where it stands; any other bracket counts as what is in it."""
        opening = self.position
        self.position += self.peek() == "("
        self.space()
        if not (match := _FUNCTION.match(self.text, self.position)):
            if self.text.startswith("function", opening):
                raise ValueError("no function that can be read")
            self.position = opening
            return (self.arguments() or [None])[-1]
        body = match.end()
        self.position = body
        self.skip(until="}")
        body_end = self.position
        self.position += 1
        self.space()
        if self.peek() == ")":  # (function(){...})(...) for (function(){...}(...))
            self.position += 1
            self.space()
        if self.peek() != "(":
            return None
        given = self.arguments()
        self.space()
        if self.peek() == ")" and self.text[opening] == "(":
            self.position += 1
        parameters = [name.strip() for name in (match[1] or match[2] or "").split(",")]
        returned = _RETURN.search(self.text, body, body_end)
        if not returned:
            return None
        return _Reader(self.text, returned.end(), {**self.names, **dict(zip(parameters, given, strict=False))}).value()

    def named(self, name: str) -> Any:
        """What a name stands for, or a call of one of the few functions that are understood."""
        if name == "void":
            self.value()
            return None
        self.space()
        if self.peek() != "(":
            return _WORDS[name] if name in _WORDS else self.names.get(name)
        given = self.arguments()
        first = given[0] if given else None
        if name == "new Date":
            return _date(given)
        if name in _SAME:
            return first
        if isinstance(first, str):
            if name == "JSON.parse":
                return value_at(first)
            if name in ("decodeURIComponent", "decodeURI", "unescape"):
                return unquote(first)
            if name in ("atob", "window.atob"):
                return _from_base64(first)
        return None

    def closed(self, bracket: str) -> bool:
        """Whether a bracket closes here; it is passed over, as is a comma before the next item."""
        self.space()
        if self.peek() == ",":
            self.position += 1
            self.space()
        if self.peek() == bracket:
            self.position += 1
            return True
        if not self.peek():
            raise ValueError(f"no {bracket} before the end")
        return False

    def skip(self, until: str = ",]})") -> None:
        """Go on to the end of an expression, or to one of these characters, outside of all brackets and texts."""
        open_brackets: list[str] = []
        while char := self.peek():
            if not open_brackets and char in until:
                return
            if char in "\"'`":
                self.string()
                continue
            if char == "/" and (match := _SPACE.match(self.text, self.position)) and match[0]:
                self.position = match.end()
                continue
            if char in _CLOSING:
                open_brackets.append(_CLOSING[char])
            elif open_brackets and char == open_brackets[-1]:
                open_brackets.pop()
            self.position += 1
        raise ValueError("an expression without its end")

    def space(self) -> None:
        """Pass over white space and comments."""
        match = _SPACE.match(self.text, self.position)
        assert match is not None, "it may be empty"
        self.position = match.end()

    def peek(self) -> str:
        """The character here; "" at the end."""
        return self.text[self.position : self.position + 1]


def _number(written: str) -> int | float | None:
    if len(written) > MOST_DIGITS:
        return None
    try:
        return int(written, 0)
    except ValueError:
        number = float(written)
        return int(written) if written.lstrip("+-").isdecimal() else number


def _unescaped(piece: str) -> str:
    if piece[1] in "xu" and len(piece) > 2:
        return chr(min(int(piece[2:].strip("{}"), 16), 0x10FFFF))
    return _ESCAPES.get(piece[1:], piece[1:])


def _date(given: list[Any]) -> Any:
    """What ``new Date(...)`` is made of: a text, milliseconds, or year, month (from 0) and day."""
    if len(given) < 2 or not all(isinstance(one, int) for one in given[:3]):
        return given[0] if given else None
    year, month, *day = given[:3]
    return f"{year:04}-{month + 1:02}-{(*day, 1)[0]:02}"


def _from_base64(text: str) -> str | None:
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None


def unwrapped(text: str) -> Iterator[int]:
    """Where the value may begin in a script or answer that holds one: ``window.a = {``, ``callback({``, ``)]}'``."""
    yield 0
    for match in _PREFIX.finditer(text[:2000]):
        yield match.end()


_PREFIX = re.compile(
    r"\A(?:\)\]\}'?,?\s*|while\s*\(1\);|for\s*\(;;\);)"  # against other sites that load it as a script
    r"|\A(?:\s|/\*.*?\*/|//[^\n]*\n|<!--|;)*+(?:(?:var|let|const)\s+)?[\w$.\[\]\"']+\s*=\s*(?=[\[{(\"'JfO])"
    r"|\A(?:\s|/\*.*?\*/)*+[\w$.]+\s*\(\s*(?=[\[{])",
    re.DOTALL,
)
