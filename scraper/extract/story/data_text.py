"""The text of a story that a page does not show, and that its scripts would: it stands in its data, or in ``noscript``.

JSON-LD articleBody                      the text, plain or as HTML
__NEXT_DATA__, __NUXT__, Fusion ...      values in scripts: the object with the page's headline is the story, and the
                                         key with most of the words is its text
self.__next_f.push(...)                  the same, as Next.js streams it
noscript                                 the story for readers whose browser runs no scripts
"""

from __future__ import annotations

import contextlib
import html
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.discover import javascript
from scraper.extract.page.blocks import SENTENCE_ENDS
from scraper.extract.page.document import Document, parse_text
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text, plain_text
from scraper.extract.story import data_fields
from scraper.extract.story.headline import Headline
from scraper.texts import walls
from scraper.texts.folding import letters

_FULLER = 2  # times as many letters as the page shows
_LEAST = 80  # letters of a text that is taken from data
_MOST_SHOWN = 1_500  # letters of a text beside which nothing is looked for
_MOST_OF_NOTICE = 300  # letters of a notice in place of a text; of more, the longest paragraph is in the text as well
_LEAST_OF_TITLE = 15  # letters of a title that may be a part of the headline, or hold it
_PARAGRAPH = 60  # characters
_LONGEST_SCRIPT = 2_000_000  # characters
_LONGEST_NOSCRIPT = 300_000
_LONGEST_LITERAL = 300_000  # characters of a script that is not quite JSON
_MOST_LITERALS = 5  # values of a page that are read as JavaScript, which takes its time
_MOST_SCRIPTS = 20
_MOST_NOSCRIPTS = 20
_MOST_ASSIGNMENTS = 40  # in a script
_MOST_VALUES = 100_000  # of a script
_DEEPEST = 60
_DECODER = json.JSONDecoder(strict=False)
_ASSIGNED = re.compile(r"[\w$\]\"']\s{0,5}=\s{0,5}(?=[{\[]|\"\{\\|JSON\.parse\(|\(?function\b)")
_WORDS = re.compile(r"[\w ]+")
_GLUED = re.compile(r"(?<=[a-zß-ÿ][.!?])(?=[A-ZÀ-Þ])|(?<=[.!?][”\"»])(?=[A-ZÀ-Þ])|(?<=[.!?])(?=[“„«])")
_CODE = re.compile(r"[{\[,]\s{0,9}[\"'][\w@$-]{1,40}[\"']\s{0,9}:|^\s{0,9}[{<]|[;{}]\s{0,9}$")
_NOSCRIPT = re.compile(r"<noscript\b[^>]{0,300}>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*+>")
_NOSCRIPT_END = re.compile(r"</noscript", re.IGNORECASE)
_NEVER_TEXT_ROLES = Role.CAPTION | Role.FORM | Role.HIDDEN | Role.NAV | Role.RELATED

_TITLE_KEYS = ("headline", "title", "headlines", "name", "heading")
_META_KEYS = ("metadata", "meta", "seo")  # what holds the title of the object that they are in
_KIND_KEYS = ("type", "_type", "nodeType", "kind", "__typename", "blockType", "component", "tag", "name")
_TEXT_KEYS = (
    "text", "html", "content", "body", "value", "rendered", "data", "children", "paragraphs", "paragraph", "items",
    "blocks", "elements", "props", "attributes", "fields", "document", "model",
)  # fmt: skip
_OF_A_STORY = frozenset("url link href slug permalink canonical_url website_url path author publishedAt".split())
_NO_TEXT = re.compile(
    r"image|picture|photo|video|audio|galler|embed|link|related|advert|^ad$|promo|newsletter|caption|script|style|media"
    r"|recommend|comment",
    re.IGNORECASE,
)
_BLOCK = re.compile(r"paragraph|head|list|item|quote|block|row|table|^(?:p|h\d|[uo]l|li|tr)$", re.IGNORECASE)
_PAID = re.compile(
    r"premium|paywall|(?<!un)locked|paid|subscribers?_?only|only_?subscribers|members?_?only|restricted", re.IGNORECASE
)
_FREE = re.compile(r"free|accessible", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DataText:
    """A text, its paragraphs parted by empty lines, the rule that found it, and what its object says of the story."""

    text: str = ""
    rule: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


def find(document: Document, structured: Structured, headline: Headline, *, shown: str) -> DataText:
    """The text that a page has and does not show; none where it shows its text, or has none.

    :param shown: what it shows as text: the first paragraph, say, or a notice that the rest is loading.
    """
    if len(letters(shown[: 2 * _MOST_SHOWN])) > _MOST_SHOWN:
        return DataText()
    size = len(letters(shown))
    least = max(_LEAST, _FULLER * size)
    prose = max(map(letters, shown.split("\n\n")), key=len) if size > _MOST_OF_NOTICE else ""
    for paragraphs, rule, thing in _texts(document, structured, headline.text, least):
        key = letters(text := "\n\n".join(each for each in paragraphs if each != headline.text))
        if len(key) >= least and prose in key:
            return DataText(text, rule, data_fields.find(thing, paragraphs))
    return DataText()


def _texts(
    document: Document, structured: Structured, headline: str, least: int
) -> Iterator[tuple[list[str], str, Mapping[str, Any]]]:
    """The texts of a page's data, their rules, and the objects in scripts that have them.

    :param least: what is written in fewer characters is not read.
    """
    key = letters(headline)
    titled = letters(jsonld_text(structured.story.get("headline")))
    if not titled or not key or _is_same(titled, key):
        yield _stated(structured.story.get("articleBody")), "json-ld articleBody", {}
    if key:
        for value in _values(document, headline, least):
            paragraphs, thing = _StoryInData(key).text_in(value)
            yield paragraphs, "page data", thing
    for source in itertools.islice(_noscripts(document.source, least), _MOST_NOSCRIPTS):
        blocks = parse_text(source, url="").blocks
        found = [block.text for block in blocks if block.size >= _PARAGRAPH and block.link_density < 0.5]
        if len(found) > 1 and not walls.kind_of_text("\n".join(found)):
            yield found, "noscript", {}


def _noscripts(source: str, least: int) -> Iterator[str]:
    """What stands in the ``noscript`` elements of a page that hold enough beside their tags for a text."""
    position = 0
    while (opened := _NOSCRIPT.search(source, position)) and (closed := _NOSCRIPT_END.search(source, opened.end())):
        position = closed.end()
        inner = source[opened.end() : min(closed.start(), opened.end() + _LONGEST_NOSCRIPT)]
        if least < len(inner) < _LONGEST_NOSCRIPT and len(_TAG.sub("", inner)) >= least:
            yield inner


def _stated(body: Any) -> list[str]:
    """The paragraphs of an ``articleBody``, which may be parted by nothing at all: "... the river.The county"."""
    if isinstance(body, list):
        return [words for each in body for words in _stated(each)]
    if not isinstance(body, str):
        return []
    if "&lt;" in body:
        body = html.unescape(body)
    return _of_text(body if "\n" in body or "<" in body else _GLUED.sub("\n", body))


def _of_text(text: str) -> list[str]:
    """The paragraphs of a text that is plain or HTML."""
    if "<" in text and "</" in text:
        return _of_html(text)
    lines = (plain_text(line) for line in text.splitlines() if not _CODE.search(line))
    return [line for line in lines if letters(line) and (" " in line or not line.isascii() or len(line) < _PARAGRAPH)]


def _of_html(source: str) -> list[str]:
    blocks = parse_text(source, url="").blocks
    return [block.text for block in blocks if not block.has(_NEVER_TEXT_ROLES) and letters(block.text)]


def _is_same(title: str, headline: str) -> bool:
    """Whether a title is the page's headline, perhaps with a kicker or without; both in letters only."""
    if title == headline:
        return True
    return min(len(title), len(headline)) > _LEAST_OF_TITLE and (title in headline or headline in title)


def _values(document: Document, headline: str, least: int) -> Iterator[Any]:
    """The values that a page's scripts hold, but for those written in fewer than ``least`` characters."""
    sources = [(each.get("type").lower(), document.raw.get(each.index, "")) for each in document.by_tag("script")]
    sources = [each for each in sources if least < len(each[1]) <= _LONGEST_SCRIPT and "ld+json" not in each[0]]
    streamed = [source for kind, source in sources if "__next_f" in source and "json" not in kind]
    if streamed:
        yield javascript.flight_rows(javascript.flight("\n".join(streamed)))
    words = max(_WORDS.findall(headline), key=len, default="").strip()
    literals = 0
    for kind, source in sorted(sources, key=lambda each: len(each[1]), reverse=True)[:_MOST_SCRIPTS]:
        if "json" in kind:
            with contextlib.suppress(ValueError, RecursionError):
                value = _DECODER.decode(source.strip())
                yield _revived(value) if isinstance(value, list) else value
            continue
        end = 0
        for assigned in itertools.islice(_ASSIGNED.finditer(source), _MOST_ASSIGNMENTS):
            position = assigned.end()
            if position < end or len(source) - position <= least:
                continue
            try:
                value, end = _DECODER.raw_decode(source, position)
            except (ValueError, RecursionError):
                escaped = source.startswith("JSON.parse", position)
                if literals == _MOST_LITERALS or not (escaped or (words in source and len(source) < _LONGEST_LITERAL)):
                    continue
                literals += 1
                with contextlib.suppress(ValueError, RecursionError):
                    yield javascript.value_at(source, position)
            else:
                if end - position <= least:
                    continue
                if isinstance(value, str):  # an object as a text of JSON
                    with contextlib.suppress(ValueError, RecursionError):
                        yield _DECODER.decode(value)
                else:
                    yield value


def _revived(values: Sequence[Any]) -> Any:
    """The value that Nuxt 3 writes as a list in which each object names its values by their index."""
    known: dict[int, Any] = {}

    def at(index: Any, depth: int) -> Any:
        if not isinstance(index, int) or not 0 <= index < len(values) or depth > _DEEPEST:
            return None
        if index not in known:
            value = values[index]
            known[index] = None  # where it refers to itself
            if isinstance(value, dict):
                known[index] = {key: at(each, depth + 1) for key, each in value.items()}
            elif isinstance(value, list):
                named = len(value) == 2 and isinstance(value[0], str)  # ["Reactive", 1]
                known[index] = at(value[1], depth + 1) if named else [at(each, depth + 1) for each in value]
            else:
                known[index] = value
        return known[index]

    return at(0, 0) if values and isinstance(values[0], (dict, list)) else list(values)


class _StoryInData:
    """Finds in a value the object whose title is the page's headline, and the text in that."""

    def __init__(self, headline: str) -> None:
        self.headline = headline  # letters only
        self.left = _MOST_VALUES

    def text_in(self, value: Any) -> tuple[list[str], Mapping[str, Any]]:
        """The paragraphs of the story and its object; none where it is not there, or is for subscribers."""
        best: list[str] = []
        its_object: Mapping[str, Any] = {}
        for thing in self.stories(value, 0):
            if _is_locked(thing):
                return [], {}
            for key, each in thing.items():
                if not _NO_TEXT.search(key) and _size(paragraphs := self.paragraphs(each, 0)) > _size(best):
                    best, its_object = paragraphs, thing
        return best, its_object

    def stories(self, value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
        """The objects whose title is the headline."""
        self.left -= 1
        if depth > _DEEPEST or self.left < 0:
            return
        if isinstance(value, dict):
            if any(_is_same(letters(title), self.headline) for title in _titles(value)):
                yield value
            value = list(value.values())
        if isinstance(value, list):
            for each in value:
                if isinstance(each, (dict, list)):
                    yield from self.stories(each, depth + 1)

    def paragraphs(self, value: Any, depth: int) -> list[str]:
        """The paragraphs in a value: HTML, plain text, or a tree of blocks as editors keep it."""
        self.left -= 1
        if depth > _DEEPEST or self.left < 0:
            return []
        if isinstance(value, str):
            return _of_text(value)
        if isinstance(value, dict):
            if _NO_TEXT.search(_kind(value)) or self.is_another(value):
                return []
            return max(
                (self.paragraphs(value[key], depth + 1) for key in _TEXT_KEYS if key in value), key=_size, default=[]
            )
        if not isinstance(value, list):
            return []
        runs = [self.run(each, depth + 1) for each in value]
        words = [run for run in runs if run is not None]
        if len(words) == len(runs) > 1 and not _are_paragraphs(words):
            return _of_text(" ".join("".join(words).split()))
        return [words for each in value for words in self.paragraphs(each, depth + 1)]

    def run(self, value: Any, depth: int) -> str | None:
        """The words of a value that may stand in the midst of a paragraph, such as a link in it; None of any other."""
        self.left -= 1
        if isinstance(value, str):
            return value
        if depth > _DEEPEST or self.left < 0 or not isinstance(value, dict) or _BLOCK.search(_kind(value)):
            return None
        inner = next((value[key] for key in _TEXT_KEYS if isinstance(value.get(key), (str, list))), None)
        if not isinstance(inner, list):
            return inner
        runs = [self.run(each, depth + 1) for each in inner]
        return None if None in runs else "".join(filter(None, runs))

    def is_another(self, thing: Mapping[str, Any]) -> bool:
        """Whether an object in the text is another story, with a title and an address of its own."""
        return not _OF_A_STORY.isdisjoint(thing) and any(
            not _is_same(letters(title), self.headline) for title in _titles(thing)
        )


def _size(paragraphs: Sequence[str]) -> int:
    return sum(map(len, paragraphs))


def _titles(thing: Mapping[str, Any]) -> Iterator[str]:
    """What an object gives as its title: a text, or an object with it (``headlines.basic``, ``metadata.seoTitle``)."""
    for key in _TITLE_KEYS:
        title = thing.get(key)
        for each in title.values() if isinstance(title, dict) else (title,):
            if isinstance(each, str) and each:
                yield plain_text(each[:500])
    for key in _META_KEYS:
        for name, each in inner.items() if isinstance(inner := thing.get(key), dict) else ():
            if isinstance(each, str) and each and name.lower().endswith(_TITLE_KEYS):
                yield plain_text(each[:500])


def _kind(thing: Mapping[str, Any]) -> str:
    return next((kind for key in _KIND_KEYS if isinstance(kind := thing.get(key), str)), "")


def _is_locked(thing: Mapping[str, Any]) -> bool:
    """Whether an object says that its story is for subscribers."""
    return any(
        (value is True and _PAID.search(key)) or (value is False and _FREE.search(key)) for key, value in thing.items()
    )


def _are_paragraphs(runs: Sequence[str]) -> bool:
    """Whether texts side by side are paragraphs, and not the pieces of one that are set otherwise or linked."""
    return 2 * sum("</" in run or run.rstrip()[-1:] in SENTENCE_ENDS for run in runs) >= len(runs)
