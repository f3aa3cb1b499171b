"""A proposed publication file as TOML, with a comment on each guess (pure)."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.proposal.candidates import Candidate
from scraper.proposal.home_page import HomePage
from scraper.publication import WEEKDAYS

_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Chosen:
    """An index that goes into the file, with what its trial showed."""

    candidate: Candidate
    shown: Sequence[str]  # a comment line each


def slug_of(home: HomePage) -> str:
    """A slug for the newspaper: its name in small Latin letters, or its host where the name has none."""
    plain = unicodedata.normalize("NFKD", home.title.casefold().replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    slug = re.sub(r"[^a-z0-9]+", "-", "".join(char for char in plain if not unicodedata.combining(char))).strip("-")
    letters = sum(char.isalpha() for char in home.title)
    if len(re.sub(r"[^a-z]", "", slug)) < 0.6 * letters or not slug:
        slug = re.sub(r"[^a-z0-9]+", "-", home.host.lower()).strip("-")
    return slug if slug[0].isalpha() else f"paper-{slug}"


def render(home: HomePage, chosen: Sequence[Chosen], *, today: dt.date, notes: Iterable[str] = ()) -> str:
    """The file.

    :param notes: what a person should know and check, for the head of the file.
    """
    lines = [
        f"# {home.title or home.host}: written by 'backissues add' from {home.url}",
        f"# Read as of {today}; nobody has confirmed it yet.",
    ]
    lines += [f"# {note}" for note in notes]
    main = chosen[0].candidate if chosen else None
    if main and main.extends:
        lines.append(f"extends = {_value(main.extends)}")
    lines += ["", "[publication]"]
    weekly = main is not None and main.weekday is not None
    facts = {
        "title": home.title or home.host,
        "publisher": home.publisher if home.publisher != home.title else "",
        "language": home.language,
        "country": home.country,
        "timezone": home.timezone,
        "frequency": "weekly" if weekly else "",
        "homepage": home.url,
        "issn": home.issn,
    }
    for name, value in facts.items():
        if value:
            why = home.found_by.get(name, "")
            lines.append(f"{name} = {_value(value)}" + (f"  # {why}" if why else ""))
    lines.append(f"unverified = {_value(['index'])}  # take out what you have seen to be right on several days")
    if main and main.weekday is not None:
        lines += [
            "",
            "[schedule]",
            f"days = {_value([WEEKDAYS[main.weekday]])}  # its links to other days lie a week apart",
        ]
    if main and main.variables:
        lines += ["", "[vars]", *_keys(main.variables)]
    for each in chosen:
        if not each.candidate.extends:
            lines += ["", *_index(each)]
    return "\n".join(lines) + "\n"


def _index(chosen: Chosen) -> list[str]:
    candidate = chosen.candidate
    tables = dict(candidate.tables)
    stories, issue = tables.pop("stories", None), tables.pop("issue", None)
    lines = [f"# Found by {candidate.why}.", *(f"# {line}" for line in chosen.shown), "[[index]]"]
    lines += _keys({"name": candidate.name, **tables})
    if stories:
        lines += ["[index.stories]  # learned from the page", *_keys(stories)]
    if issue:
        lines += ["[index.issue]", *_keys(issue)]
    return lines


def _keys(table: Mapping[str, Any]) -> list[str]:
    width = max(map(len, table), default=0)
    return [f"{name.ljust(width)} = {_value(value)}" for name, value in table.items()]


def _value(value: Any) -> str:
    """A TOML value: its strings, numbers and lists are written as in JSON."""
    if isinstance(value, str) and "\\" in value and "'" not in value:
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False)
