"""A story -> the stories that have nearly the same text, or the same headline, wherever they were printed.

Agency copy runs in several papers, a web page gets a new date, a supplement repeats a story. They are found when the
story is shown: some of its rarest words are looked up in the full-text index, nearest in time first, and the few
stories that have the most of them are compared by the runs of four words (shingles) that they share. Phrases would tell
more, but for each story with a rare word of a phrase the index has to look for its common words as well, which takes
ten times as long. So the work is bounded, however large the archive is and whatever its words are.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from scraper.archive import bigrams, keys
from scraper.archive.row_types import NearMatchFields, WholeStoryRow
from scraper.archive.rows import Row, rows
from scraper.archive.search.query_nodes import Phrase
from scraper.archive.terms import folded

PARTS = 8  # of a text, each of which is looked for: what was printed elsewhere may be one paragraph of it
PART_WORDS = 3  # of each part
EACH_WAY = 250  # stories of each word, before and after this one
RARE, COMMON = 4, 1  # what it says that both have a word: one of fewer stories than that, or of more
LEAST_ALIKE = 2 * RARE  # of all words together, for a story that is compared
COMPARED = 24  # stories whose texts are read
GRAM = 4
LEAST_GRAMS = 12  # of a text that can be compared; less is a teaser
SAME = 0.5  # of the shorter text's runs
HEADLINE_WORDS = 4
STANDING = 4  # stories; a headline that more of them have is the title of a column: "Letters to the editor"

LAST_ID = keys.id_range(None, None)[1]
WORD = re.compile(rf"{bigrams.RUN.pattern}|[^\W_]+(?:['’.-][^\W_]+)*")
TERM = re.compile(r"[^\W_]+")


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
    votes: Counter[int] = Counter()
    if len(own) >= LEAST_GRAMS:
        for word in rare_words(story["body"]):
            found, is_rare = _with(connection, word, own_id)
            votes.update(dict.fromkeys(found, RARE if is_rare else COMMON))
    headed = _with_headline(connection, story["headline"], own_id)
    likeliest = [row_id for row_id, alike in votes.most_common(COMPARED) if alike >= LEAST_ALIKE]
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


def rare_words(text: str) -> list[str]:
    """The words of a text that are likely to be rare, some from each of its ``PARTS``: names, numbers and long words.

    In a script without spaces these are pairs of characters.
    """
    words = list(_looked_up(text))
    size = max(1.0, len(words) / PARTS)
    parts = (words[int(size * part) : int(size * (part + 1))] for part in range(PARTS))
    return list(dict.fromkeys(word for part in parts for word in _heaviest(part)))


def _heaviest(words: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(words), key=_weight, reverse=True)[:PART_WORDS]


def _looked_up(text: str) -> Iterator[str]:
    """The words of a text, each one term of the index."""
    for match in WORD.finditer(text):
        if bigrams.RUN.match(match[0]):
            yield from (pair for pair in bigrams.pairs(match[0]) if len(pair) == 2)
        else:  # a word of several terms would be a phrase
            yield from TERM.findall(match[0])


def _weight(word: str) -> int:
    """How rare a word is likely to be. Of Chinese and Japanese the grammar is written in kana, if in anything."""
    if bigrams.RUN.match(word):
        return 4 * sum(character >= "\u3400" for character in word)
    return min(len(word), 14) + 4 * (not word.islower()) + 3 * any(character.isdigit() for character in word)


def _with(connection: sqlite3.Connection, word: str, row_id: int) -> tuple[list[int], bool]:
    """The stories with a word, the nearest in time on both sides of this one, and whether these are all."""
    string = Phrase(word).string()
    if not string:
        return [], False
    found: list[int] = []
    is_rare = True
    for reach, order in (("0 AND :id - 1", "DESC"), (":id + 1 AND :last", "ASC")):
        cursor = connection.execute(
            f"""
            SELECT rowid FROM stories_fts WHERE stories_fts MATCH :match AND rowid BETWEEN {reach}
            ORDER BY rowid {order} LIMIT {EACH_WAY}
            """,  # noqa: S608
            {"match": string, "id": row_id, "last": LAST_ID},
        )
        side = [other for (other,) in cursor]
        is_rare = is_rare and len(side) < EACH_WAY
        found += side
    return found, is_rare


def _with_headline(connection: sqlite3.Connection, headline: str, row_id: int) -> list[int]:
    """The stories with the same headline, unless so many have it that it is the title of a column.

    They are looked for among the stories with its rarest word; of a common one, among those nearest in time.
    """
    if len(WORD.findall(headline)) < HEADLINE_WORDS and not bigrams.has_runs(headline):
        return []
    of_words = [_with(connection, word, row_id) for word in _heaviest(_looked_up(headline))]
    # All stories with a rare word; else those with the word that is the furthest from story to story.
    found, _ = min(
        (each for each in of_words if each[0]), key=lambda each: (not each[1], _frequency(each[0])), default=([], True)
    )
    same = [
        other
        for other, text in connection.execute(
            f"SELECT id, headline FROM stories WHERE id IN ({', '.join('?' * len(found))})",  # noqa: S608
            found,
        )
        if _words(text) == _words(headline)
    ]
    return same if len(same) <= STANDING else []


def _frequency(row_ids: Sequence[int]) -> float:
    """How close to each other stories with a word are."""
    return len(row_ids) / (max(row_ids) - min(row_ids) + 1)


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
