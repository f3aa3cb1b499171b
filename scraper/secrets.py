"""Secrets of the environment: ``{env.NAME}`` of a publication file stays as it is everywhere but on the wire.

A request is made, captured, logged and stored with the placeholder ``{env.NAME}``; its value is put in when the request
is sent, and taken out of the answer before anybody reads it (``scraper.secret_downloads``). What is written besides is
looked through once more (``Secrets.hidden``): captures, logs, the terminal, imported records, public files.

A value is found as it is, percent-encoded, as JSON and HTML write it, and in the base64 of a login. One that could be a
word or a number ("1", "london") is found only where a publication file puts it, as behind ``api-key=``: elsewhere it
would be taken out of sentences.
"""

from __future__ import annotations

import base64
import enum
import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cached_property
from typing import TypeVar, cast
from urllib.parse import quote, quote_plus, unquote, urlsplit

Filter = Callable[[str], str]
T = TypeVar("T")

PLACEHOLDER = re.compile(r"(\{env\.[A-Za-z_][\w-]*(?:\|[a-z]+)*\})")
# As it stands in an address too: Scrapy and browsers write braces in percent-encoding.
_SPELLED = re.compile(r"(?:\{|%7B)env\.([A-Za-z_][\w-]*)((?:(?:\||%7C)[a-z]+)*)(?:\}|%7D)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")  # no user, no query: nothing to hide
_LEAST, _LONG, _LONGER_THAN_WORDS = 6, 16, 24  # characters
_END = r"&#\"'<>\s\\{}"  # what a value in a query ends at


@dataclass(frozen=True, slots=True)
class Place:
    """Where a publication file puts a secret: behind a parameter of addresses at these hosts; at any, if none."""

    name: str
    parameter: str
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Secrets:
    """The secrets that publication files name, by name, and where these put them."""

    values: Mapping[str, str] = field(default_factory=dict)
    places: frozenset[Place] = frozenset()
    also: frozenset[tuple[str, str]] = frozenset()  # values of before (name, value), found in an archive

    def __bool__(self) -> bool:
        return bool(self.values or self.places or self.also)

    def with_values(self, found: Iterable[tuple[str, str]]) -> Secrets:
        """These secrets with further values that they had once."""
        return replace(self, also=self.also | frozenset(found))

    def filled(self, text: str, names: Iterable[str], filters: Mapping[str, Filter], escape: Filter = str) -> str:
        """A text with the values of these secrets put in for their placeholders.

        :param filters: what the ``|name`` of a placeholder means.
        :param escape: how a value stands in this kind of text.
        """
        wanted = frozenset(names)

        def value(match: re.Match[str]) -> str:
            name, applied = match[1], match[2].lower().replace("%7c", "|").split("|")[1:]
            if name not in wanted or name not in self.values:
                return match[0]
            text = self.values[name]
            for each in applied:
                text = filters[each](text) if each in filters else text
            return escape(text)

        for name in wanted & self.values.keys():  # a secret that is an address as a whole
            stands = placeholder(name, self.values[name])
            for spelled in (stands, stands.replace("{", "%7B").replace("}", "%7D")):
                if not stands.startswith("{"):
                    text = text.replace(spelled, self.values[name])
        return _SPELLED.sub(value, text)

    def hidden(self, text: str) -> str:
        """A text with the placeholder wherever the value of a secret stood; the same text where none did."""
        for spelled, stands in self._spellings:
            if spelled in text:
                text = text.replace(spelled, stands)
        for head, place, pattern in self._heads:
            if head in text:
                text = pattern.sub(lambda match, name=place.name: match[1] + _noted(name, match[2]), text)  # type: ignore[misc]
        return text

    def hidden_bytes(self, content: bytes) -> bytes:
        """As ``hidden``, of the bytes of a page in any charset that has ASCII as it is."""
        if not self or not self.is_in(content):
            return content
        return self.hidden(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def hidden_in(self, value: T) -> T:
        """A value with ``hidden`` applied to all its texts and bytes, at any depth; dataclasses are made anew."""
        return cast(T, self._hidden_in(value)) if self else value

    def _hidden_in(self, value: object) -> object:
        match value:
            case enum.Enum():
                return value
            case str():
                return self.hidden(value)
            case bytes():
                return self.hidden_bytes(value)
            case tuple() | list():
                return type(value)(map(self._hidden_in, value))
            case Mapping():
                return {name: self._hidden_in(each) for name, each in value.items()}
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed = {
            each.name: new
            for each in fields(value)
            if (new := self._hidden_in(old := getattr(value, each.name))) != old
        }
        return replace(value, **changed) if changed else value

    def is_in(self, content: bytes) -> bool:
        """Whether these bytes may hold a value: quick, of megabytes."""
        return any(needle in content for needle in self._needles)

    def found_in(self, text: str) -> Iterator[tuple[str, str]]:
        """The values (name, value) that stand in a text where publication files put secrets."""
        for head, place, pattern in self._heads:
            if head in text:
                for match in pattern.finditer(text):
                    yield place.name, unquote(match[2])

    @property
    def needles(self) -> tuple[str, ...]:
        """Texts of which one at least stands in whatever ``hidden`` would change."""
        return (*(spelled for spelled, _ in self._spellings), *(head for head, *_ in self._heads))

    @cached_property
    def _needles(self) -> tuple[bytes, ...]:
        return tuple(needle.encode() for needle in self.needles)

    @cached_property
    def _spellings(self) -> list[tuple[str, str]]:
        """What is looked for everywhere, and what stands in its place; the longest first, as one may hold another."""
        known = [*self.values.items(), *self.also]
        pairs = {
            spelled: placeholder(name, value) if spelled == value else _noted(name, spelled)
            for name, value in known
            for part in (value, *_parts(value))
            if is_telling(part)
            for spelled in _spelled(part)
        }
        return sorted(pairs.items(), key=lambda pair: -len(pair[0]))

    @cached_property
    def _heads(self) -> list[tuple[str, Place, re.Pattern[str]]]:
        return [(f"{place.parameter}=", place, _pattern(place)) for place in sorted(self.places, key=str)]


NO_SECRETS = Secrets()


def placeholder(name: str, value: str = "") -> str:
    """What stands for a secret: ``{env.NAME}``, behind its host where the value is an address as a whole."""
    if value.startswith(("http://", "https://")):
        parts = urlsplit(value)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/{{env.{name}}}"
    return f"{{env.{name}}}"


def is_address(value: str) -> bool:
    """Whether a value is no secret, but where something is: an address without user and query."""
    return _ADDRESS.fullmatch(value) is not None


def is_telling(value: str) -> bool:
    """Whether a value is found wherever it stands: it can be no word, number or date of a sentence."""
    if len(value) < _LEAST or not any(char.isalpha() for char in value):
        return len(value) >= _LONG and not value.isspace()
    if any(char.isspace() for char in value):
        return len(value) >= _LONGER_THAN_WORDS
    letters_alone = all(char.isalpha() or char in "-'’." for char in value)
    if not letters_alone:
        return True
    mixed = any(char.isupper() for char in value[1:]) and any(char.islower() for char in value)
    return mixed or len(value) >= _LONGER_THAN_WORDS


def names_in(text: str) -> frozenset[str]:
    """The secrets whose placeholders stand in a text, percent-encoded too."""
    return frozenset(match[1] for match in _SPELLED.finditer(text))


def shown(url: str) -> str:
    """An address as it is kept and shown: its placeholders with braces."""
    return _SPELLED.sub(lambda match: f"{{env.{match[1]}{match[2].replace('%7C', '|')}}}", url)


def _noted(name: str, spelled: str) -> str:
    """What stands for a value as it was spelled, so that it is put in again in the same spelling."""
    return f"{{env.{name}|quote}}" if "%" in spelled else placeholder(name)


def _parts(value: str) -> Iterator[str]:
    """What a secret that is an address holds: the password in it, and the values of its query."""
    if value.startswith(("http://", "https://")):
        parts = urlsplit(value)
        yield from filter(None, (parts.password, *(each.partition("=")[2] for each in parts.query.split("&"))))


def _spelled(value: str) -> Iterator[str]:
    """The ways in which a value is written."""
    in_json = json.dumps(value)[1:-1]
    plain = (value, in_json, in_json.replace("/", "\\/"), html.escape(value), html.escape(value, quote=False))
    quoted = (quote(value), quote(value, safe=""), quote_plus(value), quote(value, safe="/:=,@~+;!$*'()"))
    yield from plain
    yield from quoted
    yield from (re.sub("%[0-9A-F]{2}", lambda escape: escape[0].lower(), each) for each in quoted)
    yield from (quote(each, safe="") for each in quoted)  # an address within an address
    for before in range(3):  # in the base64 of "user:value" it begins at any of three places
        coded = base64.b64encode(b"\0" * before + value.encode()).decode().rstrip("=")
        first, last = (0, 2, 3)[before], len(coded) - ((before + len(value.encode())) % 3 > 0)
        if last - first >= _LEAST + 2:
            yield coded[first:last]


def _pattern(place: Place) -> re.Pattern[str]:
    """An address at the place's hosts, up to its parameter, and the value behind that."""
    hosts = "|".join(map(re.escape, sorted(place.hosts)))
    host = rf"https?:\\?/\\?/(?:[^\s/?#@\"'<>]*@)?(?:{hosts})(?::\d+)?[^\s\"'<>]{{0,2000}}?" if hosts else ""
    return re.compile(rf"({host}[?&;]{re.escape(place.parameter)}=)(?!%7B(?i:env))([^{_END}]+)")
