"""What keys of a JSON or XML document say of its day: editionDate, issue_date, the date of an edition (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from lxml import etree

from scraper.dates import date_or_none
from scraper.discover import day_spans
from scraper.discover.day_spans import Span
from scraper.discover.day_statements import DayReader, DayStatement, Place
from scraper.discover.index_document import collapsed

DEEPEST = 6  # levels of an XML document that are looked at
MOST_KEYS = 20_000  # of a JSON document
MOST_CHILDREN = 4_000  # of one element of an XML document that are looked at

# Keys of an edition's own day in JSON, letters only: editionDate, issue_date, print-date, dateOfIssue; or just
# "date" of what is called an edition or an issue.
_EDITION_KEY = re.compile(
    r"(current|selected)?(e?paper|edition|issue|print|printed|printedition|newspaper)(info|data|meta)?"
)
_DAY_KEY = re.compile(
    r"(formatted)?(e?paper|edition|issue|print|printed|newspaper|cover)(day|date)(string|text|label|iso)?"
    r"|date(of)?(edition|issue|print|paper)"
)
# Only of the document itself, an edition in it, and what has the list: stories have these as well.
_TOP_KEY = re.compile(r"date|day|(pub(lish|lished|lication)?)date|published(at|on)?")
_TITLE_KEY = re.compile(r"title|name|headline")


def key_days(reader: DayReader, value: Any) -> Iterator[DayStatement]:
    """What keys like editionDate state, anywhere in a document; several different days are a list of editions."""
    found: dict[str, DayStatement] = {}
    for key, inner in value.items() if isinstance(value, dict) else ():
        letters = _letters(key)
        if _TOP_KEY.fullmatch(letters):
            yield from reader.data(inner)
        elif _TITLE_KEY.fullmatch(letters) and isinstance(inner, str):
            yield from reader.short(Place.DATA, inner)
        elif isinstance(inner, dict) and (
            _EDITION_KEY.fullmatch(letters) or any(isinstance(each, list) for each in inner.values())
        ):
            for name, stamp in inner.items():
                if _TOP_KEY.fullmatch(_letters(name)):
                    yield from reader.data(stamp)
    queue: list[tuple[str, Any]] = [("", value)]
    seen = 0
    while queue and seen < MOST_KEYS:
        name, item = queue.pop()
        seen += 1
        if isinstance(item, list):
            queue.extend((name, each) for each in reversed(item))
        elif isinstance(item, dict):
            is_edition = _EDITION_KEY.fullmatch(name) is not None
            if is_edition and (day := _day_in_parts(item)):
                found.setdefault(name, DayStatement(Place.KEY, f"{name} {day}", (Span(day, day),)))
            for key, inner in item.items():
                letters = _letters(key)
                if isinstance(inner, dict | list):
                    queue.append((letters, inner))
                elif _DAY_KEY.fullmatch(letters) or (
                    is_edition and _TOP_KEY.fullmatch(letters) and not day_spans.has_clock(str(inner))
                ):
                    for statement in reader.statement(Place.KEY, str(inner)):
                        found.setdefault(f"{key} {statement.text}", statement)
    if found:
        days = {span for statement in found.values() for span in statement.spans}
        yield DayStatement(Place.KEY, next(iter(found)), tuple(sorted(days)))


def keys_of(root: Any) -> dict[str, Any]:
    """An XML document as JSON has it, attributes and children by their names; the root by its own name besides."""
    inside = _attributes_and_children(root, depth=1)
    return {**inside, etree.QName(root).localname: inside}


def _attributes_and_children(element: Any, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {etree.QName(name).localname: value for name, value in element.attrib.items()}
    by_name: defaultdict[str, list[Any]] = defaultdict(list)
    for child in islice(element.iterchildren(etree.Element), MOST_CHILDREN if depth < DEEPEST else 0):
        is_leaf = not (len(child) or child.attrib)
        value: Any = collapsed(child.text or "") if is_leaf else _attributes_and_children(child, depth + 1)
        by_name[etree.QName(child).localname].append(value)
    for name, values in by_name.items():
        every = [found[name], *values] if name in found else values
        found[name] = every if len(every) > 1 else every[0]
    return found


def _day_in_parts(item: Mapping[str, Any]) -> dt.date | None:
    """The day of an object like {"day": 6, "month": 3, "year": 2026}."""
    parts = [str(item.get(name, "")) for name in ("year", "month", "day")]
    return date_or_none(*map(int, parts)) if all(part.isdecimal() and len(part) <= 4 for part in parts) else None


def _letters(key: object) -> str:
    return re.sub(r"[^a-z]", "", str(key).casefold())
