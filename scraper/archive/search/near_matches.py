"""A story -> the stories that have nearly the same text, or the same headline, wherever they were printed.

Agency copy runs in several papers, a web page gets a new date, a supplement repeats a story. They are found when the
story is shown: some of its rarest phrases are searched for in the full-text index, nearest in time first, and the few
stories that have them are compared by the runs of four words (shingles) that they share. The work is bounded, however
large the archive is.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from typing import Any, cast

from scraper.archive import bigrams, keys
from scraper.archive.row_types import NearMatchFields, WholeStoryRow
from scraper.archive.rows import Row, rows
from scraper.archive.search.query_nodes import Phrase
from scraper.archive.terms import folded

PHRASES = 8  # searched for in the index; a text that shares half of its runs is missed once in 250 times
PHRASE_WORDS = 5
PHRASE_CHARACTERS = 8  # of scripts that put no spaces between words
EACH_WAY = 8  # stories of each phrase, before and after this one
COMPARED = 24  # stories whose texts are read
GRAM = 4
LEAST_GRAMS = 12  # of a text that can be compared; less is a teaser
SAME = 0.5  # of the shorter text's runs
HEADLINE_WORDS = 4
STANDING = 4  # stories; a headline that more of them have is the title of a column: "Letters to the editor"

WORD = re.compile(rf"{bigrams.RUN.pattern}|[^\W_]+(?:['’.-][^\W_]+)*")


def near_matches(connection: sqlite3.Connection, story: WholeStoryRow) -> list[NearMatchFields]:
    """The near matches of a story, the most similar first.

    :param story: a row with ``key``, ``headline`` and ``body`` (``archive.read.stories.story``).
    :returns: rows with ``shared``, the share of the shorter text's runs of four words that both have (0 to 1), and
        ``alike``: "text", or "headline" where the texts differ.
    """
    row = connection.execute("SELECT id FROM stories WHERE key = ?", [story["key"]]).fetchone()
    if row is None:
        return []
    own_id = row[0]
    own = grams(story["body"])
    hits: Counter[int] = Counter()
    if len(own) >= LEAST_GRAMS:
        for phrase in phrases(story["body"]):
            hits.update(_with(connection, phrase.string(), own_id, EACH_WAY))
    headed = _with_headline(connection, story["headline"], own_id)
    likeliest = [row_id for row_id, _ in hits.most_common(COMPARED)]
    alike = []
    for row in _texts(connection, {*likeliest, *headed} - {own_id}):
        row_id, body = row.pop("id"), row.pop("body")
        shared = _shared(own, grams(body))
        if shared >= SAME or row_id in headed:
            alike.append({**row, "shared": round(shared, 2), "alike": "text" if shared >= SAME else "headline"})
    alike.sort(key=lambda row: (row["alike"] != "text", -row["shared"], row["key"]))
    return cast(list[NearMatchFields], alike)


def grams(text: str) -> set[tuple[str, ...]]:
    """The runs of four words of a text; in a script without spaces, of four characters."""
    words: list[str] = []
    for match in WORD.finditer(folded(text)):
        words += list(match[0]) if bigrams.RUN.match(match[0]) else [match[0]]
    return {tuple(words[at : at + GRAM]) for at in range(len(words) - GRAM + 1)}


def phrases(text: str) -> list[Phrase]:
    """The rarest phrases of a text, one from each of its ``PHRASES`` parts: with names, numbers and long words."""
    spans = [(match.start(), match.end(), match[0]) for match in WORD.finditer(text)]
    pieces = [_piece(text, spans, at) for at in range(len(spans))]
    weighted = [(weight, piece) for weight, piece in filter(None, pieces)]
    size = max(1, len(weighted) / PHRASES)
    parts = [weighted[int(size * part) : int(size * (part + 1))] for part in range(PHRASES)]
    return [Phrase(max(part, key=lambda pair: pair[0])[1]) for part in parts if part]


def _piece(text: str, spans: list[tuple[int, int, str]], at: int) -> tuple[int, str] | None:
    """The phrase that begins at a word, with its weight; None where the text ends before it does."""
    start, _, word = spans[at]
    if bigrams.RUN.match(word):
        piece = word[len(word) // 3 :][:PHRASE_CHARACTERS]
        return (len(set(piece)), piece) if len(piece) == PHRASE_CHARACTERS else None
    following = spans[at : at + PHRASE_WORDS]
    if len(following) < PHRASE_WORDS or any(bigrams.RUN.match(word) for _, _, word in following):
        return None
    piece = text[start : following[-1][1]]
    if "\n\n" in piece:  # two paragraphs may come apart
        return None
    # A phrase is looked up by its rarest word, and no word is rarer than a long one, a name or a number.
    words = [word for _, _, word in following]
    return max(_weight(word) for word in words) * 4 + sum(map(_weight, words)), " ".join(piece.split())


def _weight(word: str) -> int:
    return min(len(word), 14) + 4 * (not word.islower()) + 3 * any(character.isdigit() for character in word)


def _with(connection: sqlite3.Connection, match: str, row_id: int, size: int) -> list[int]:
    """The stories with a phrase, those nearest in time on both sides of this one."""
    if not match:
        return []
    found: list[int] = []
    for reach, order in (("0 AND :id - 1", "DESC"), (":id + 1 AND :last", "ASC")):
        cursor = connection.execute(
            f"""
            SELECT rowid FROM stories_fts WHERE stories_fts MATCH :match AND rowid BETWEEN {reach}
            ORDER BY rowid {order} LIMIT :size
            """,  # noqa: S608
            {"match": match, "id": row_id, "last": keys.id_range(None, None)[1], "size": size},
        )
        found += [row[0] for row in cursor]
    return found


def _with_headline(connection: sqlite3.Connection, headline: str, row_id: int) -> list[int]:
    """The stories with the same headline, unless so many have it that it is the title of a column."""
    words = WORD.findall(headline)
    if len(words) < HEADLINE_WORDS and not bigrams.has_runs(headline):
        return []
    string = Phrase(headline).string()
    found = _with(connection, f"headline : {string}", row_id, STANDING + 1) if string else []
    if len(found) > STANDING:
        return []
    return [row["id"] for row in _texts(connection, set(found)) if _words(row["headline"]) == _words(headline)]


def _words(text: str) -> list[str]:
    return folded(text).split()


def _texts(connection: sqlite3.Connection, row_ids: set[int]) -> list[Row]:
    return rows(
        connection,
        f"""
        SELECT stories.id, stories.key, stories.url AS source_url, stories.headline, stories.language, stories.access,
            stories.edition_date, stories.evidence_kind, stories.body, publications.slug AS publication,
            publications.title AS publication_title
        FROM stories JOIN publications ON publications.id = stories.publication_id
        WHERE stories.id IN ({", ".join("?" * len(row_ids))})
        """,  # noqa: S608
        sorted(row_ids),
    )


def _shared(one: set[Any], other: set[Any]) -> float:
    """The part of the shorter text that the other has as well; 0 where one is too short to tell."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= LEAST_GRAMS else 0.0
