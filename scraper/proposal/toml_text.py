"""A proposed publication file as TOML, with a comment on each guess (pure)."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.proposal.candidate import Candidate
from scraper.proposal.home_page import HomePage
from scraper.proposal.list_rules import guessed
from scraper.publication import WEEKDAYS

_PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "ı": "i", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "'": "", "’": ""}
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """An index that goes into the file, with what its trial showed."""

    candidate: Candidate
    shown: Sequence[str]  # a comment line each


def slug_of(home: HomePage) -> str:
    """A slug for the newspaper: its name in small Latin letters, or its host where the name has none."""
    slug = slug_of_name(home.title)
    letters = sum(char.isalpha() for char in home.title)
    if len(re.sub(r"[^a-z]", "", slug)) < 0.6 * letters or not slug:
        slug = re.sub(r"[^a-z0-9]+", "-", home.host.lower()).strip("-")
    return slug if slug[0].isalpha() else f"paper-{slug}"


def slug_of_name(name: str) -> str:
    """A name in small Latin letters with dashes; empty where it has none."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    return re.sub(r"[^a-z0-9]+", "-", "".join(char for char in plain if not unicodedata.combining(char))).strip("-")


def render(
    home: HomePage,
    chosen: Sequence[Chosen],
    *,
    today: dt.date,
    aside: Sequence[Chosen] = (),
    notes: Iterable[str] = (),
) -> str:
    """The file.

    :param aside: indexes that are written as comments, for a person to take into use.
    :param notes: what a person should know and check, for the head of the file.
    """
    lines = [
        f"# {home.title or home.host}: written by 'backissues add' from {home.url}",
        f"# Read as of {today}; nobody has confirmed it yet.",
    ]
    lines += [f"# {_one_line(note)}" for note in notes]
    main = chosen[0].candidate if chosen else None
    if main and main.extends:
        lines.append(f"extends = {_value(main.extends)}")
    lines += ["", "[publication]"]
    weekly = main is not None and main.weekday is not None
    facts = {
        "title": home.title or home.host,
        "publisher": home.publisher if home.publisher != home.title else "",
        "language": home.language or "en",
        "country": home.country,
        "timezone": home.timezone or "UTC",
        "frequency": "weekly" if weekly else "",
        "homepage": home.url,
        "issn": home.issn,
    }
    for name, value in facts.items():
        if value:
            why = home.found_by.get(
                name, "" if getattr(home, name, value) else "a guess: the page does not tell; correct it"
            )
            lines.append(f"{name} = {_value(value)}" + (f"  # {_one_line(why)}" if why else ""))
    lines.append(f"unverified = {_value(['index'])}  # take out what you have seen to be right on several days")
    if main and main.weekday is not None:
        lines += [
            "",
            "[schedule]",
            f"days = {_value([WEEKDAYS[main.weekday]])}  # its links to other days lie a week apart",
        ]
    if main and main.variables:
        lines += ["", "[vars]", *keys(main.variables)]
    for number, name in enumerate(main.editions if main else ()):
        lines += ["", "[[editions]]  # as the e-paper calls it; a guess where it says Main"]
        lines += keys({"id": slug_of_name(name) or f"edition-{number + 1}", "name": name})
    for each in chosen:
        if not each.candidate.extends:
            lines += ["", *_index(each, home.language)]
    for each in aside:
        lines += [
            "",
            "# Not in use; take away the first # of each line below, and the index above, if you want it instead:",
        ]
        lines += [f"# {line}" for line in _index(each, home.language)]
    return "\n".join(lines) + "\n"


def _index(chosen: Chosen, language: str) -> list[str]:
    candidate = chosen.candidate
    if candidate.extends:
        return [f"# {_one_line(candidate.why)}.", f"extends = {_value(candidate.extends)}"]
    tables = dict(candidate.tables)
    stories, issue, steps = (tables.pop(name, None) for name in ("stories", "issue", "fetch"))
    learned = "learned from the page"
    if candidate.needs_rules:
        stories, learned = guessed(language), "a guess, since the page was not seen: links as long as headlines"
    lines = [
        f"# Found by {_one_line(candidate.why)} ({candidate.address}).",
        *(f"# {_one_line(line)}" for line in chosen.shown),
        "[[index]]",
    ]
    lines += keys({"name": candidate.name, **tables})
    for step in steps or ():
        lines += ["[[index.fetch]]", *keys(step)]
    if stories:
        lines += [f"[index.stories]  # {learned}", *keys(stories)]
    if issue:
        lines += ["[index.issue]", *keys(issue)]
    return lines


def _one_line(text: str) -> str:
    """A text for a comment: in one line, without signs that TOML forbids there."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def keys(table: Mapping[str, Any]) -> list[str]:
    """The lines of a table: its keys, one under the other."""
    width = max(map(len, table), default=0)
    return [f"{name.ljust(width)} = {_value(value)}" for name, value in table.items()]


def _value(value: Any) -> str:
    """A TOML value: its strings, numbers and lists are written as in JSON."""
    if isinstance(value, str) and "\\" in value and "'" not in value:
        return f"'{value}'"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(each)}" for key, each in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
