"""The small language in which edition statements are written down, and how a statement is found in a text.

    This story is from the {date} edition of {publication}

A blank stands for any white space or none, ``[...]`` may be missing, ``(a|b)`` is a choice, ``\\`` takes the next
character literally, and ``{...}`` is a field: ``date`` (a day, or the name of an issue), ``publication``, ``section``,
``label``, ``morning`` (a label that says 朝刊 or 夕刊), ``headline``, ``issue``, ``page``, ``number``, ``volume``,
``year``, and ``title`` for words that tell nothing. Case, quotes, dashes and widths do not matter.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.dating import dates
from scraper.dating.folding import Folded, fold

_SHAPES = {
    "page": re.compile(r"(?:[a-z]{1,3}[ .-]?)?\d{1,3}[a-z]?(?:\s?-\s?(?:[a-z]{1,2})?\d{1,3})?(?![a-z\d])"),
    "number": re.compile(r"\d{1,6}(?:\s?[/|-]\s?\d{1,4})?(?!\w)"),
    "volume": re.compile(r"\d{1,4}(?!\w)"),
    "year": re.compile(r"\d{4}(?!\w)"),
    "morning": re.compile(r"(?:東京|大阪|名古屋|中部|西部|九州|北海道|東海|関西|本紙|統合版)?(?:朝刊|夕刊)"),
}
_FIELD_NEEDLES = {"morning": frozenset({"朝刊", "夕刊"})}
_LENGTHS = {"publication": 70, "section": 45, "label": 45, "headline": 220, "issue": 45, "title": 60}
_STOPS = frozenset('.,;|()[]"!?:·•。，、；।/>')
_OTHER_STOPS = {"headline": frozenset('.|"。।'), "issue": _STOPS - {"/"}}
_ROUND_NAMES = " \t\n|·•-–,:\"'“”„«»‹›『』「」《》"  # what may stand round a name without being part of it
# Words for an edition rather than for a paper, in folded text: a stretch that holds one is not a paper's name.
_NO_NAME = re.compile(
    r"\b(aktuelle|heutige|neueste|current|latest|today's|print|printed|published|appeared|edition|issue|page|our|part|this|translation|printausgabe|ausgabe|gedruckten?|édition|edition|numéro"
    r"|papier|imprimée|edición|impresa|edizione|cartacea|edição|editie|krant|papieren|gedrukte|utgåvan?|papperstidningen"
    r"|udgaven?|trykte|avisen?|papiravisen|utgaven?|papirutgaven|wydani[aeu]|numer[uz]?|dne|dnia|vydání|tištěné[m]?|выпуск[ае]?"
    r"|номер[ае]?|печатн\w+|випуск[уі]?|номері|друкован\w+|tarihli|baskı\w*)\b"
    r"|طبعة|العدد|النسخة|संस्करण|मुद्रित|प्रिंट|अंक|今日|最新|朝刊|夕刊|紙面|紙面版|印刷版|지면|종이신문|纸质版|紙本"
    r"|\d{4}|^\s*\d|^\s*[年月日년월일]\d|[年月日년월일]\s*$"
)
_DIGIT = re.compile(r"\d|[一二三四五六七八九十]月")
_BEGINNING = re.compile(r"(?:(?<=\n)|(?<=[(\[|])|\A)\s*(?=\S)")
_WINDOW = 260  # characters before and after a needle in which its statement is looked for
_OCCURRENCES = 40  # needles looked at in one text: a page that repeats one more often is not stating an edition
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]")
_TRIES = 300  # readings of one place that are weighed before the first is taken
_INITIAL = re.compile(r"(?:^|[\s.])\w$")  # the dot of "U.S." or "F.A.Z." ends no name


@dataclass(frozen=True, slots=True)
class Literal:
    """Words that must stand there, as one pattern."""

    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Field:
    """Something the statement tells."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several continuations; an empty one makes the choice optional."""

    ways: tuple[tuple[Node, ...], ...]


Node = Literal | Field | Choice


@dataclass(frozen=True, slots=True)
class Template:
    """A statement's wording, ready to be searched for."""

    nodes: tuple[Node, ...]
    needles: tuple[str, ...]  # every such statement holds one of these words
    begins_line: bool  # it may begin with a field, and is then read only from the beginning of a line, and on one line


@dataclass(frozen=True, slots=True)
class Match:
    """A statement found at ``folded[start:end]``; ``fields`` are the page's own words for each field."""

    start: int
    end: int
    fields: tuple[tuple[str, str], ...]
    reading: dates.Reading | None


@dataclass(frozen=True, slots=True)
class Reader:
    """What settles how a date phrase is read: languages to try, the web date, the paper's country."""

    languages: tuple[str, ...]
    near: dt.date | None = None
    territory: str = ""


def compile_template(template: str) -> Template:
    """Read a template; a mistake in it is a ValueError that shows it."""
    parsed, rest = _parsed(template, 0, "")
    if rest != len(template):
        raise ValueError(f"statement template {template!r}: unexpected {template[rest]!r} at {rest}")
    needles = _needles(parsed)
    if not needles:
        raise ValueError(f"statement template {template!r}: no word that always stands in it")
    nodes = _nodes(parsed)
    return Template(nodes, tuple(sorted(needles)), not isinstance(nodes[0], Literal) or _nullable(nodes[:1]))


def find(template: Template, text: Folded, reader: Reader) -> Iterator[Match]:
    """Every place where a text makes the statement."""
    taken = 0
    for start in _starts(template, text.folded):
        if start < taken:
            continue
        readings = list(itertools.islice(_match(template.nodes, 0, text, start, reader), _TRIES))
        if template.begins_line:
            readings = [each for each in readings if "\n" not in text.folded[start : each[0]].strip()]
        if readings:
            # "毎日新聞 2025年1月14日" can be cut in many ways; the right one leaves a full day.
            end, fields, reading = next((each for each in readings if each[2] and each[2].date), readings[0])
            taken = end
            yield Match(start, end, fields, reading)


_Found = tuple[int, tuple[tuple[str, str], ...], dates.Reading | None]


def _match(nodes: Sequence[Node], index: int, text: Folded, position: int, reader: Reader) -> Iterator[_Found]:
    if index == len(nodes):
        yield position, (), None
        return
    node = nodes[index]
    if isinstance(node, Literal):
        matched = node.pattern.match(text.folded, position)
        if matched:
            yield from _match(nodes, index + 1, text, matched.end(), reader)
    elif isinstance(node, Choice):
        for way in node.ways:
            yield from _match((*way, *nodes[index + 1 :]), 0, text, position, reader)
    else:
        position += len(text.folded[position : position + 4]) - len(text.folded[position : position + 4].lstrip())
        open_ended = _nullable(nodes[index + 1 :])
        for end, reading in _field(node.name, text, position, reader, open_ended=open_ended):
            for after, fields, later in _match(nodes, index + 1, text, end, reader):
                words = " ".join(_UNSEEN.sub("", text.quote(position, end)).split()).strip(_ROUND_NAMES)
                yield after, ((node.name, words), *fields), reading or later


def _field(
    name: str, text: Folded, start: int, reader: Reader, *, open_ended: bool
) -> Iterator[tuple[int, dates.Reading | None]]:
    """The places where a field that begins at ``start`` may end, the likeliest first."""
    if name == "date":
        stretch = text.folded[start : start + 64]
        if not _DIGIT.search(stretch, 0, 40):
            return
        found = dates.leading(stretch, languages=reader.languages, near=reader.near, territory=reader.territory)
        if found and found.start == 0:
            yield start + found.end, found
        if found is None or found.date is None:
            # The name of an issue: "Winter 2024", "May/June 2021".
            for end in _ends(text.folded, start, 30, open_ended=open_ended):
                if _is_issue(text.folded[start:end], reader):
                    yield end, None
    elif name in _SHAPES:
        matched = _SHAPES[name].match(text.folded, start)
        if matched:
            yield matched.end(), None
    else:
        stops = _OTHER_STOPS.get(name, _STOPS)
        for end in _ends(text.folded, start, _LENGTHS[name], open_ended=open_ended, stops=stops):
            if name != "publication" or _is_name(text.folded[start:end]):
                yield end, None


def _is_issue(words: str, reader: Reader) -> bool:
    """Whether words can name an issue: "May/June 2021", and not a day with something before it."""
    if not re.search(r"\d{2}", words) or re.match(r"(?:in|the|of|print|edition)\b", words):
        return False
    return dates.first(words, languages=reader.languages, near=reader.near, territory=reader.territory) is None


def _is_name(words: str) -> bool:
    """Whether words can be a paper's name: "the print edition" and "our" are none."""
    parts = re.findall(r"[^\W_]+", words)
    return (
        any(len(part) > (2 if part.isascii() else 1) for part in parts)
        and not _NO_NAME.search(words)
        and parts != ["the"]
    )


def _ends(text: str, start: int, longest: int, *, open_ended: bool, stops: frozenset[str] = _STOPS) -> Iterator[int]:
    """Ends of a run of words on one line. Where nothing must follow, only a stop or the line's end will do."""
    line = text[start : start + longest + 1].split("\n", 1)[0]
    if not line.strip():
        return
    at_end = len(line) <= longest
    for length in range(1, min(len(line), longest) + 1):
        if length == len(line) and at_end:
            yield start + length
        elif not open_ended:
            if not _inside_word(line, length):
                yield start + length
        elif line[length:].startswith(" - ") or (
            line[length] in stops and not (line[length] == "." and _INITIAL.search(line[:length]))
        ):
            yield start + length


def _starts(template: Template, folded: str) -> Iterator[int]:
    """Where the statement may begin: near one of its needles."""
    first = template.nodes[0]
    for low, high in _windows(template.needles, folded, on_line=template.begins_line):
        if template.begins_line:
            for begin in _BEGINNING.finditer(folded, low, high):
                yield begin.end()
        elif isinstance(first, Literal):
            for words in first.pattern.finditer(folded, low, high):
                start = words.start() + len(words[0]) - len(words[0].lstrip())
                if not _inside_word(folded, start):
                    yield start


def _windows(needles: Sequence[str], folded: str, *, on_line: bool) -> list[tuple[int, int]]:
    """Stretches of text round the needles, or the lines they stand on; overlapping ones joined."""
    there = [needle for needle in needles if needle in folded]
    places = itertools.chain.from_iterable(re.finditer(re.escape(needle), folded) for needle in there)
    windows: list[tuple[int, int]] = []
    for place in sorted(match.start() for match in itertools.islice(places, _OCCURRENCES)):
        low = max(place - _WINDOW, folded.rfind("\n", 0, place) + 1 if on_line else 0)
        high = place + 1 if on_line else min(place + _WINDOW, len(folded))
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], high)
        else:
            windows.append((low, high))
    return windows


def _inside_word(folded: str, position: int) -> bool:
    """Whether a position lies within a word; scripts that write without blanks have no such places."""
    before, after = folded[max(position - 1, 0) : position], folded[position : position + 1]
    return before.isalnum() and after.isalnum() and max(before, after) < "\u2e80"


def _nullable(nodes: Sequence[Node]) -> bool:
    """Whether nothing at all satisfies the nodes."""
    return all(
        node.pattern.match("") is not None
        if isinstance(node, Literal)
        else isinstance(node, Choice) and any(_nullable(way) for way in node.ways)
        for node in nodes
    )


# A template as parsed: words as they are written, fields, and choices of further such sequences.
@dataclass(frozen=True, slots=True)
class _Words:
    words: str
    closes: bool  # they follow a field, so a quote at their beginning closes it


@dataclass(frozen=True, slots=True)
class _Ways:
    ways: tuple[tuple[_Parsed, ...], ...]


_Parsed = _Words | Field | _Ways


def _parsed(template: str, position: int, closers: str) -> tuple[tuple[_Parsed, ...], int]:
    nodes: list[_Parsed] = []
    words = ""
    while position < len(template) and template[position] not in closers:
        char = template[position]
        if char in "{[(" and words:
            nodes.append(_Words(words, bool(nodes) and isinstance(nodes[-1], Field)))
            words = ""
        if char == "{":
            end = template.index("}", position)
            nodes.append(Field(template[position + 1 : end]))
            position = end + 1
        elif char in "[(":
            ways, position = _ways(template, position)
            nodes.append(_Ways((*ways, ()) if char == "[" else ways))
        else:
            taken = 2 if char == "\\" else 1
            words += template[position + taken - 1]
            position += taken
    if words:
        nodes.append(_Words(words, bool(nodes) and isinstance(nodes[-1], Field)))
    return tuple(nodes), position


def _ways(template: str, position: int) -> tuple[tuple[tuple[_Parsed, ...], ...], int]:
    closer = {"[": "]", "(": ")"}[template[position]]
    ways = []
    while True:
        nodes, position = _parsed(template, position + 1, "|" + closer)
        ways.append(nodes)
        if position >= len(template):
            raise ValueError(f"statement template {template!r}: {closer!r} is missing")
        if template[position] == closer:
            return tuple(ways), position + 1


def _nodes(parsed: Sequence[_Parsed]) -> tuple[Node, ...]:
    """The nodes to match; neighbours without a field in them become one pattern, so that a search can start from it."""
    nodes: list[Node] = []
    for each in parsed:
        pattern = _pattern(each)
        if pattern is None:
            nodes.append(each if isinstance(each, Field) else Choice(tuple(_nodes(way) for way in _ways_of(each))))
        elif nodes and isinstance(nodes[-1], Literal):
            nodes[-1] = Literal(re.compile(nodes[-1].pattern.pattern + pattern))
        else:
            nodes.append(Literal(re.compile(pattern)))
    return tuple(nodes)


def _ways_of(each: _Parsed) -> tuple[tuple[_Parsed, ...], ...]:
    return each.ways if isinstance(each, _Ways) else ()


def _pattern(each: _Parsed) -> str | None:
    """Words, or a choice of words, as a pattern; None where a field is involved."""
    if isinstance(each, Field):
        return None
    if isinstance(each, _Words):
        return _words_pattern(each)
    ways = [[_pattern(part) for part in way] for way in each.ways]
    if any(part is None for way in ways for part in way):
        return None
    # The longest first: nothing comes back to a choice once the words after it are being read.
    return f"(?:{'|'.join(sorted((''.join(map(str, way)) for way in ways), key=len, reverse=True))})"


def _words_pattern(each: _Words) -> str:
    """Any quote will do for a quote; one that closes a field also ends a word."""
    folded = re.sub(r" +", " ", fold(each.words).folded)
    special = {" ": r"\s{0,3}", '"': r"[\"']"}
    pattern = "".join(special.get(char) or re.escape(char) for char in folded)
    if each.closes and folded.startswith('"'):
        return pattern.replace(special['"'], r"[\"'](?!\w)", 1)
    return pattern


def _needles(parsed: Sequence[_Parsed]) -> frozenset[str]:
    """Words of which every such statement holds one: the choice whose shortest word is the longest."""
    best: frozenset[str] = frozenset()
    for each in parsed:
        found: frozenset[str] = frozenset()
        if isinstance(each, _Words):
            words = re.findall(r"\w+|[^\w\s]", fold(each.words).folded)
            found = frozenset({max(words, key=lambda word: (word.isalnum(), len(word)))}) if words else found
        elif isinstance(each, Field):
            found = _FIELD_NEEDLES.get(each.name, found)
        elif ways := [_needles(way) for way in each.ways]:
            found = frozenset().union(*ways) if all(ways) else found
        if min(map(len, found), default=0) > min(map(len, best), default=0):
            best = found
    return best
