"""Values of print metadata: a day, a text, and the claim that they make together."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from scraper.items import EvidenceKind
from scraper.texts.dates import dates
from scraper.texts.statements.claims import Claim, issue_name, section_and_page, shorten

_LANGUAGES = ("en", "de", "fr", "es")


def claims_of(text: str, fields: Mapping[str, Any], date: dt.date | None = None) -> list[Claim]:
    """The claim of some print metadata; none where it has neither a day nor any other value.

    :param text: the key and its value, as evidence.
    :param fields: ``publication``, ``label``, ``section``, ``page``, ``headline`` and what names an issue.
    """
    fields = {key: text_of(value) for key, value in fields.items()}
    if date is None and not any(fields.values()):
        return []
    section, page = section_and_page(fields.get("section", ""), fields.get("page", ""))
    return [
        Claim(
            kind=EvidenceKind.STRUCTURED,
            text=shorten(text),
            date=date,
            issue=issue_name(fields),
            publication=fields.get("publication", ""),
            label=fields.get("label", ""),
            section=section,
            page=page,
            headline=fields.get("headline", ""),
        )
    ]


def day(stated: str, language: str = "", near: dt.date | None = None) -> dt.date | None:
    """The day of print; a timestamp is local midnight written in UTC, so it gives the nearest midnight.

    :param language: the page's; English, German, French and Spanish are always tried.
    :param near: the day of web publication, which decides whether 7/12 is in July.
    """
    if re.match(r"\d{4}-\d\d-\d\d[T ]\d", stated):
        try:
            moment = dt.datetime.fromisoformat(stated)
        except ValueError:
            return None
        if moment.minute % 30 or moment.second:
            return None  # to the minute: the web, not print
        if moment.utcoffset() == dt.timedelta(0):
            try:
                moment += dt.timedelta(hours=12)
            except OverflowError:
                return None
        return moment.date()
    languages = dict.fromkeys((*filter(None, (language,)), *_LANGUAGES))
    territory = language.partition("-")[2]
    found = (
        dates.whole(stated, languages=tuple(languages), near=near, territory=territory if len(territory) == 2 else "")
        if stated
        else None
    )
    return found.date if found and not found.inferred else None


def text_of(value: Any) -> str:
    """A value as a text on one line, of a list its first; "" for anything but a text or a number."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(str(value).split())
