"""Other searches where nothing is found, and completions of a query that is being typed; only those with matches."""

from __future__ import annotations

import difflib
import itertools
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from scraper.archive import bigrams
from scraper.archive.schema import TOKENIZER
from scraper.archive.search import snippets
from scraper.archive.search.filters import NAMES, Filters, Values, day_of, is_language, without
from scraper.archive.search.query import parse, without_one
from scraper.archive.search.query_nodes import Node, Phrase
from scraper.archive.search.readings import filters_meant
from scraper.archive.search.search import Count, count, page
from scraper.archive.terms import folded, in_index

MOST = 4  # suggestions of one kind
SECONDS = 0.07  # of the processor for counting, after which nothing more is tried: there may be thirty searches to try
WORD = re.compile(r"[^\W\d_]{4,40}")  # that may be misspelt
VOCABULARY = (
    "CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', 'stories_fts', 'row')",
    f"CREATE VIRTUAL TABLE temp.spellings USING fts5(words, tokenize='{TOKENIZER}')",
    "CREATE VIRTUAL TABLE temp.spelling_terms USING fts5vocab('temp', 'spellings', 'instance')",
)
DAYS = ("from", "to", "month_day")
NEIGHBOURS = 3  # letters of a word's beginning that are taken to be right, when its end is all wrong

Kind = Literal["reading", "spelling", "without", "dates", "filter"]
Change = tuple[
    str | Node, dict[str, list[str]]
]  # what differs from the search that was asked, and the values of the other


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Another search, with the number of its matches."""

    kind: Kind
    what: str | Node  # the query of another spelling, the part left out, the filter's name
    values: Mapping[str, Sequence[str]]
    found: Count
    widened: bool = False  # without any filter, besides


@dataclass(slots=True)
class _Allowance:
    """Seconds of the processor that are left for counting what other searches find."""

    left: float = field(default_factory=lambda: SECONDS)


def suggestions(connection: sqlite3.Connection, values: Values) -> list[Suggestion]:
    """Searches near one that finds nothing: other spellings, a word left out, all days, a filter left out.

    Where none of these finds anything, they are tried without any filter.

    :param values: of the search that finds nothing (``Filters.of``).
    :returns: at most ``MOST`` of each kind, each with at least one match; fewer where these take long to find.
    """
    allowance = _Allowance()
    near = _near_searches(connection, values, allowance)
    filters = [name for name in NAMES if any(values.get(name, ()))]
    if near or not filters:
        return near
    return [
        replace(suggestion, widened=True)
        for suggestion in _near_searches(connection, _without_all(values, filters), allowance)
    ]


def _near_searches(connection: sqlite3.Connection, values: Values, allowance: _Allowance) -> list[Suggestion]:
    found: list[Suggestion] = []
    kinds: tuple[tuple[Kind, Iterator[Change]], ...] = (
        ("reading", _other_readings(connection, values)),
        ("spelling", _other_spellings(connection, values)),
        ("without", _part_left_out(values)),
        ("dates", _all_days(values)),
        ("filter", _filter_left_out(values)),
    )
    for kind, changes in kinds:
        found += itertools.islice(_that_find(connection, kind, changes, allowance), MOST)
    return found


def readings(connection: sqlite3.Connection, values: Values) -> list[Suggestion]:
    """Searches that may have been meant, also where something is found: ``ferry or boat``, ``paper:courier``."""
    found = _that_find(connection, "reading", _other_readings(connection, values), _Allowance())
    return list(itertools.islice(found, MOST))


def _that_find(
    connection: sqlite3.Connection, kind: Kind, changes: Iterator[Change], allowance: _Allowance
) -> Iterator[Suggestion]:
    for what, changed in changes:
        if allowance.left <= 0:
            return
        began = time.thread_time()
        number = count(connection, Filters.of(changed), most=1_000)
        allowance.left -= time.thread_time() - began
        if number.number:
            yield Suggestion(kind=kind, what=what, values=changed, found=number)


def _other_readings(connection: sqlite3.Connection, values: Values) -> Iterator[Change]:
    q = next(iter(values.get("q", ())), "")
    for query in dict.fromkeys(note.instead for note in parse(q).notes if note.instead):
        yield query, {**_lists(values), "q": [query]}
    for name, value, rest in filters_meant(" ".join(q.split())):
        for changed in _filters(connection, name, value):
            yield "", {**_lists(values), "q": [rest] if rest else [], **changed}


def _filters(connection: sqlite3.Connection, name: str, value: str) -> Iterator[dict[str, list[str]]]:
    """The filters that a field of a query may mean."""
    match name:
        case "publication":
            wanted = folded(value).strip("*")
            for slug, title in connection.execute("SELECT slug, title FROM publications ORDER BY slug").fetchall():
                if wanted and (wanted in slug.split("-") or wanted == slug or wanted in folded(title).split()):
                    yield {name: [slug]}
        case "day" if day_of(value, end=False):
            yield {"from": [value], "to": [value]}
        case "from" | "to" if day_of(value, end=False):
            yield {name: [value]}
        case "language" if is_language(value.lower()):
            yield {name: [value.lower()]}
        case "label":
            yield {name: [value]}
        case "front_page" | "changed":
            yield {name: ["1"]}


def completions(connection: sqlite3.Connection, typed: str, most: int = 8) -> list[str]:
    """Completions of a query that is being typed: its last word as headlines have it, the most frequent first.

    :param most: completions at most.
    """
    before, last = re.fullmatch(r"(.*?)([\w'’&-]*)", " ".join(typed.split())[:200], re.DOTALL).groups()  # type: ignore[union-attr]
    if not last:
        return []
    query = parse(f"{before} headline:{last}*")
    items, _ = page(connection, Filters(query=query), size=100)
    words = Counter(word for item in items for word in _marked(item["headline_marked"], last))
    return [before + word for word, _ in words.most_common(most)]


def _marked(headline: snippets.Pieces, beginning: str) -> Iterator[str]:
    for text, highlighted in headline:
        if highlighted and folded(text).startswith(folded(beginning)):
            yield text.lower()


def _other_spellings(connection: sqlite3.Connection, values: Values) -> Iterator[Change]:
    """Searches in which each word that the archive does not have is spelt as a similar word that it has.

    If none of them matches a story, also those with a part of the query left out.
    """
    q = next(iter(values.get("q", ())), "")
    unknown = [word for word in dict.fromkeys(WORD.findall(q)[:8]) if not _held(connection, word)]
    others = {word: near for word, near in _near(connection, unknown).items() if near}
    spelt = []
    for number in range(max(map(len, others.values()), default=0)):
        query = q
        for word, near in others.items():
            query = re.sub(rf"(?<!\w)\*?{re.escape(word)}\b", near[min(number, len(near) - 1)], query)
        spelt.append(query)
    whole = [{**_lists(values), "q": [query]} for query in dict.fromkeys(spelt)]
    yield from ((changed["q"][0], changed) for changed in whole)
    if not any(count(connection, Filters.of(changed), most=1).number for changed in whole):
        shorter = (rest for query in spelt for _part, rest in without_one(parse(query).node) if rest not in q)
        yield from ((query, {**_lists(values), "q": [query]}) for query in dict.fromkeys(shorter))


def _near(connection: sqlite3.Connection, unknown: Sequence[str]) -> dict[str, list[str]]:
    """For each of these words those of the archive that are spelt like it, the likest first, as stories spell them."""
    plain = {word: folded(word) for word in unknown}
    slips = {word: _one_letter_away(text) for word, text in plain.items()}
    held = _terms_of(connection, set().union(*slips.values()))
    near = {}
    for word, text in plain.items():
        known = dict(held[slip] for slip in sorted(slips[word]) if slip in held) or _like(connection, text)
        best = sorted(known, key=lambda term: (-known[term], term))[:MOST]
        spelt = dict.fromkeys(_as_spelt(connection, term) for term in best)
        near[word] = sorted(spelt, key=lambda other: -difflib.SequenceMatcher(None, word.casefold(), other).ratio())
    return near


def _terms_of(connection: sqlite3.Connection, words: Collection[str]) -> dict[str, tuple[str, int]]:
    """Those of the words that stand in stories: each with its term in the index, and the number of stories.

    The index holds words stemmed. So the words, of which there may be thousands, are put as one text into a small index
    with the same tokenizer, and the terms of both are compared by one query. Those that the index holds as pairs of
    characters, which are few, are asked one by one.
    """
    pairs = {word: (word, stories) for word in words if bigrams.has_runs(word) and (stories := _held(connection, word))}
    listed = sorted(word for word in words if not bigrams.has_runs(word) and all(map(in_index, word)))
    if not listed:
        return pairs
    _with_vocabulary(connection)
    connection.execute("DELETE FROM temp.spellings")
    connection.execute("INSERT INTO temp.spellings VALUES (?)", [" ".join(listed)])
    found = connection.execute(
        """
        SELECT spelling.offset, held.term, min(held.doc, 1000) FROM temp.spelling_terms AS spelling
        CROSS JOIN temp.vocabulary AS held ON held.term = spelling.term
        """  # a thousand stories are as good as more
    )
    return pairs | {listed[number]: (term, stories) for number, term, stories in found}


def _with_vocabulary(connection: sqlite3.Connection) -> None:
    """Make the tables of terms in the connection's own memory: the archive may be read-only."""
    if connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'vocabulary'").fetchone() is None:
        for statement in VOCABULARY:
            connection.execute(statement)


def _one_letter_away(word: str) -> set[str]:
    """Every text from which the word comes by one slip: a letter too many, too few, another one, two exchanged."""
    first = ord(word[0])
    letters: Sequence[str] = "abcdefghijklmnopqrstuvwxyz"
    if first >= 0x250:
        letters = [chr(first // 64 * 64 + n) for n in range(64)]
    if bigrams.has_runs(word):
        letters = ""  # there are thousands
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        {a + b[1:] for a, b in cuts if b}
        | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        | {a + letter + b[1:] for a, b in cuts if b for letter in letters}
        | {a + letter + b for a, b in cuts for letter in letters}
    ) - {word}


def _like(connection: sqlite3.Connection, word: str) -> dict[str, int]:
    """Terms of the index that begin like the word and look like it, where more than one letter is wrong."""
    _with_vocabulary(connection)
    beginning = word[:NEIGHBOURS]
    found = dict(
        connection.execute(
            "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ? LIMIT 20000",
            [beginning, beginning + "\U0010ffff"],
        ).fetchall()
    )
    return {term: found[term] for term in difflib.get_close_matches(word, found, n=MOST, cutoff=0.7)}


def _held(connection: sqlite3.Connection, word: str) -> int:
    """In how many stories the word stands; a thousand is as good as more."""
    match = Phrase(word).string()
    if not match:
        return 0
    sql = "SELECT count(*) FROM (SELECT 1 FROM stories_fts WHERE stories_fts MATCH ? LIMIT 1000)"
    return int(connection.execute(sql, [match]).fetchone()[0])


def _as_spelt(connection: sqlite3.Connection, term: str) -> str:
    """The term, which the index may have stemmed, as a story spells it."""
    items, _ = page(connection, Filters(query=parse(f'"{term}"')), size=3)
    spelt = (
        text
        for item in items
        for part in ("headline_marked", "snippet")
        for text, highlighted in item[part]
        if highlighted
    )
    return next(spelt, term).lower()


def _part_left_out(values: Values) -> Iterator[Change]:
    q = next(iter(values.get("q", ())), "")
    for part, rest in without_one(parse(q).node):
        yield part, {**_lists(values), "q": [rest]}


def _all_days(values: Values) -> Iterator[Change]:
    if any(any(values.get(name, ())) for name in DAYS):
        yield "", _without_all(values, DAYS)


def _filter_left_out(values: Values) -> Iterator[Change]:
    used = [name for name in NAMES if name not in DAYS and any(values.get(name, ()))]
    for name in used:
        yield name, without(values, name)
    if len(used) > 1:
        yield "", _without_all(values, used)


def _without_all(values: Values, names: Sequence[str]) -> dict[str, list[str]]:
    return {name: [] if name in names else several for name, several in _lists(values).items()}


def _lists(values: Values) -> dict[str, list[str]]:
    return {name: list(several) for name, several in values.items()}
