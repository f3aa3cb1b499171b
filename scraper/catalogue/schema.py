"""Every table and key that a publication file may hold: the types of ``scraper.publication`` as tables of words.

The strict reader, its checks, the JSON Schema for editors and the documentation go by them.

A new word is a new field of those types and needs nothing here; only words that are not built yet are listed here.
"""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, TypeVar

from scraper.catalogue import value_types
from scraper.catalogue.value_types import Kind
from scraper.publication import Fetch, Index, Publication, StoryRules, Value
from scraper.publication_words import (
    LINK_WORDS,
    PLAIN,
    FileName,
    FreeVariables,
    Head,
    Takes,
    Word,
    Words,
)

T = TypeVar("T")
FILE = "at the top of the file"

# Words that are kept for what is not built yet: whoever writes one is told so, since nothing would obey it.
NOT_BUILT: Mapping[str, Mapping[str, str]] = {
    "index.issue": {"volume": "the archive keeps the number of an edition, and not its volume"},
    "access": {
        "login": "nothing is fetched behind a login, and what a page shows to everyone is what is kept",
        "login_url": "nothing is fetched behind a login",
        "login_fields": "nothing is fetched behind a login",
        "browser": "pages are read as they are sent, and no script is run",
    },
    "health": {
        "stale_after_days": "editions that do not come are listed by 'backissues stats --missing'",
        "canary": "past editions are not asked for again to compare them",
    },
}


class Nested(enum.Enum):
    """What is read by more than a kind. The value is what the documentation calls it."""

    VALUE = "value"
    VALUES = "list of values"
    BINDINGS = "table of values"
    TABLE = "table"
    TABLES = "tables"
    TABLE_OR_TABLES = "table or tables"


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    :param kind: what reads its value.
    :param required: whether it must be there.
    :param told: what it means, for the documentation.
    :param called: what the documentation calls its kind.
    :param schema: its kind as JSON Schema; empty for what is nested.
    :param table: the table that its value is, or is a list of.
    :param attribute: the field of the type that holds it.
    :param grouped: the field holds several keys by name.
    :param inline: it is a key of [[index.fetch]] that may stand in [[index]].
    """

    kind: Kind | Nested
    required: bool = False
    told: str = ""
    called: str = ""
    schema: Mapping[str, Any] = field(default_factory=dict)
    table: str = ""
    attribute: str = ""
    grouped: bool = False
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table: how its head is written, its keys, what the documentation says before them, the type it becomes.

    ``free`` names the field for any further keys, which are variables; empty where there may be none.
    """

    head: str
    keys: Mapping[str, Key] = field(default_factory=dict)
    free: str = ""
    intro: str = ""
    type: type[Any] | None = None


def built(type_: type[T], read: Mapping[str, Any]) -> T:
    """The type of a table with what was read of it; a required key that is missing or faulty counts as empty.

    ``read`` has keys as in the file; names that are no keys are those of fields.
    """
    keys = next(table.keys for table in TABLES.values() if table.type is type_)
    values: dict[str, Any] = {key.attribute: "" for key in keys.values() if key.required}
    for name, value in read.items():
        key = keys.get(name)
        if key is None:
            values[name] = value
        elif key.grouped:
            values.setdefault(key.attribute, {})[name] = value
        else:
            values[key.attribute] = value
    return type_(**values)


def _table(type_: type[Any]) -> Table:
    head: Head = type_.head
    hints = typing.get_type_hints(type_, include_extras=True)
    free = next((name for name, hint in hints.items() if _marked(hint, FreeVariables)), "")
    keys = {name: key for name, key, at_top in _words_of(type_) if not at_top}
    return Table(head.written, keys, free=free, intro=head.intro, type=type_)


def _words_of(type_: type[Any]) -> Iterator[tuple[str, Key, bool]]:
    """Each word of a type: its name in the file, its key, and whether it stands at the top of the file."""
    hints = typing.get_type_hints(type_, include_extras=True)
    for each in fields(type_):
        hint = hints[each.name]
        if word := _marked(hint, Word):
            if Fetch in typing.get_args(_plain(hint)):
                yield from ((name, key, False) for name, key, _ in _words_of(Fetch) if key.inline)
            required = each.default is MISSING and each.default_factory is MISSING
            yield word.key or each.name, _key(hint, word, attribute=each.name, required=required), word.at_top
        elif words := _marked(hint, Words):
            for name, told in words.told.items():
                yield name, Key(Nested.VALUE, told=told, called="value", attribute=each.name, grouped=True), False


def _key(hint: Any, word: Word, **about: Any) -> Key:
    """The key for a field of that type."""
    about |= {"told": word.told, "inline": word.inline}
    type_, held = _plain(hint), _held(hint)
    if words := _marked(hint, Words):
        return Key(Nested.TABLE, called=Nested.TABLE.value, table=_table_name(words.head), **about)
    if takes := _marked(hint, Takes) or PLAIN.get(type_):
        return Key(READERS[takes.reader], called=takes.called, schema=takes.schema, **about)
    if typing.get_origin(type_) is typing.Literal:
        choices = typing.get_args(type_)
        return Key(value_types.one_of(*choices), called="word", schema={"enum": list(choices)}, **about)
    if held is Value:
        nested = {tuple: Nested.VALUES, Mapping: Nested.BINDINGS}.get(typing.get_origin(type_), Nested.VALUE)
        return Key(nested, called=nested.value, **about)
    nested = Nested.TABLES if typing.get_origin(type_) is tuple else Nested.TABLE
    nested = Nested.TABLE_OR_TABLES if word.one_will_do else nested
    return Key(nested, called=nested.value, table=_table_name(held.head.written), **about)


def _marked(hint: Any, mark: type[Any]) -> Any:
    """The annotation of that type, of the type itself or of what it is besides None."""
    for each in getattr(hint, "__metadata__", ()):
        if isinstance(each, mark):
            return each
    return next((found for part in _options(hint) if (found := _marked(part, mark))), None)


def _options(hint: Any) -> tuple[Any, ...]:
    """What an annotated type or a union is made of; None left out."""
    if typing.get_origin(hint) is typing.Annotated:
        return typing.get_args(hint)[:1]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(each for each in typing.get_args(hint) if each is not type(None))
    return ()


def _plain(hint: Any) -> Any:
    """A type without its annotations and without None."""
    options = _options(hint)
    return _plain(options[0]) if options else hint


def _held(hint: Any) -> Any:
    """The type of ours that a field holds one or several of; None where it holds texts and numbers."""
    type_ = _plain(hint)
    return next((each for each in (type_, *typing.get_args(type_)) if hasattr(each, "head")), None)


def _table_name(head: str) -> str:
    """What ``TABLES`` calls the table with that head: "index.fetch" is headed [[index.fetch]]."""
    return {FILE: "", Value.head.written: "value"}.get(head, head.strip("[]"))


def _tables() -> Iterator[Table]:
    top = {
        "publication": Key(
            Nested.TABLE, required=True, told="What the newspaper is.", called="table", table="publication"
        )
    }
    top |= {name: key for name, key, at_top in _words_of(Publication) if at_top}
    takes = _marked(FileName, Takes)
    top["extends"] = Key(
        READERS[takes.reader],
        told="The file this one completes: [one file for many papers](#one-file-for-many-papers).",
        called=takes.called,
        schema=takes.schema,
    )
    yield Table(FILE, top)
    for type_ in _nested(Publication):
        yield _table(type_)
        if type_ is StoryRules:
            yield _issue()
    yield _table(Value)


def _issue() -> Table:
    """[index.issue], which has no type of its own: its values are looked at by name."""
    issue = _marked(typing.get_type_hints(Index, include_extras=True)["issue"], Words)
    keys = {name: Key(Nested.VALUE, told=told, called="value", attribute=name) for name, told in issue.told.items()}
    return Table(issue.head, keys, intro=issue.intro)


def _nested(type_: type[Any]) -> Iterator[type[Any]]:
    """A type and those that its fields hold, each before what it holds itself; values are no tables."""
    yield type_
    for hint in typing.get_type_hints(type_, include_extras=True).values():
        if (held := _held(hint)) not in (None, Value):
            yield from _nested(held)


_ALL = tuple(
    getattr(value_types, name)
    for name in [
        "text",
        "filled_text",
        "texts",
        "identifier",
        "python_file",
        "variables",
        "text_table",
        "flag",
        "whole",
        "at_least_one",
        "number",
        "share",
        "span",
        "date",
        "special_days",
        "publishing_days",
        "weekdays",
        "clock",
        "spans_of_time",
        "time_zone",
        "language",
        "country",
        "issn",
        "substitutions",
        "section_pages",
        "embedded",
        "page_numbers",
    ]
)
READERS: Mapping[str, Kind] = {
    **{each.__name__: each for each in _ALL},
    "counts_by_weekday": value_types.table_of(value_types.weekday, value_types.whole),
    "shares_by_field": value_types.table_of(value_types.one_of(*LINK_WORDS), value_types.share),
}
TABLES: Mapping[str, Table] = {_table_name(table.head): table for table in _tables()}
