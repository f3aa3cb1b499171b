"""Outcomes, evidence, access and dates in words, as a newspaper's librarian would say them. Pure.

Add a sentence for each new Outcome, EvidenceKind or Access: ``tests/publish/test_wording.py`` asks for all of them.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from scraper.items import Access, EvidenceKind, Outcome

STATES: Mapping[str, tuple[str, str]] = {  # of a day in the calendar: its sign and its name
    "held": ("●", "complete"),
    "partial": ("◐", "in part"),
    "statement": ("“", "by its stories’ word"),
    "missing": ("×", "missing"),
    "closed": ("–", "no edition"),
    "web": ("@", "web only"),
    "unknown": ("?", "unknown"),
    "off": ("", "not a publishing day"),
}

STATE_SENTENCES: Mapping[str, str] = {
    "held": "Every edition that was expected is held, complete.",
    "partial": "Something of the day is held, not all of it.",
    "statement": "Known from what stories say of themselves; no index of the day was collected, so there may be more.",
    "missing": "Tried, and nothing is held.",
    "closed": "No edition appeared that day.",
    "web": "Stories were published on the web that day. Nothing says that they were printed.",
    "unknown": "Never tried. The archive does not know whether a paper appeared.",
    "off": "The newspaper’s schedule has no edition on this day.",
}

BROKEN = "its index could not be read"
OUTCOMES: Mapping[Outcome, tuple[str, str]] = {  # of an edition: its name and what it means
    Outcome.COMPLETE: ("Complete", "Everything its index lists was collected."),
    Outcome.PARTIAL: ("In part", "Some of it is missing."),
    Outcome.DEGRADED: ("Fallback", "Collected from a fallback index: sections and order may differ from print."),
    Outcome.LATE: ("Late", "Expected, but not there when it was looked for."),
    Outcome.NOT_PUBLISHED: ("Not published", "No edition was published."),
    Outcome.STALE: ("Stale", "The site served an earlier edition again."),
    Outcome.BLOCKED: ("Blocked", "The site refused to be read."),
    Outcome.BROKEN: ("Broken", f"The site answered, but {BROKEN}."),
}
FROM_STORIES = (
    "By its stories’ word",
    "Known from what its stories say of themselves; its index was not collected, so there may be more.",
)
# What ``scraper.outcome`` writes of listed stories that could not be had, with its reasons in brackets.
LACKING = re.compile(
    r"(?P<number>\d+) of (?P<listed>\d+) listed stories are not held \((?P<why>.*)\)(?=; |$)", re.DOTALL
)
UNFINISHED = ("Unfinished", "Its collection began and has not ended.")
EXPECTATIONS: Mapping[str, tuple[str, str]] = {
    "expected": ("Unknown", "Expected, and not tried yet."),
    "optional": ("Unknown", "Appears on some days only, and was not tried."),
    "closed": ("No edition", "The newspaper declares that it does not appear on this day."),
}
ABSENT: Mapping[Outcome, str] = {  # of a newspaper in the roll-call of a day
    Outcome.LATE: "expected, was not there",
    Outcome.NOT_PUBLISHED: "did not appear",
    Outcome.STALE: "expected; its site still served an earlier edition",
    Outcome.BLOCKED: "expected; its site refused to be read",
    Outcome.BROKEN: "expected; its index could not be read",
}
UNKNOWN = ("Unknown", "Never tried: the archive does not know whether there was an edition.")

ACCESS: Mapping[Access, str] = {
    Access.OPEN: "",
    Access.EXCERPT: "An excerpt: the newspaper shows these paragraphs to everyone, the rest to its subscribers.",
    Access.HEADLINE: "The headline only: the newspaper shows no more to everyone.",
}
NOARCHIVE = "The newspaper asks that this page not be archived: its headline and address are all that is kept."


def long_day(date: str | dt.date | None) -> str:
    """Saturday 7 December 2024."""
    return _formatted(date, "EEEE d MMMM y")


def day(date: str | dt.date | None) -> str:
    """7 December 2024."""
    return _formatted(date, "d MMMM y")


def short_day(date: str | dt.date | None) -> str:
    """7 Dec 2024."""
    return _formatted(date, "d MMM y")


def month(date: str | dt.date | None) -> str:
    """December 2024."""
    return _formatted(date, "MMMM y")


def native_day(date: str | dt.date, language: str) -> str:
    """The day as the newspaper's own language writes it; empty where it is English or unknown."""
    locale = _locale(language)
    if locale is None or locale.language == "en":
        return ""
    return str(format_date(_date(date), "full", locale=locale))


def moment(stamp: str | None) -> str:
    """A time in words, in UTC as it is stored: 7 December 2024, 05:04 UTC; what is no time comes back as it is."""
    try:
        at = dt.datetime.fromisoformat(stamp or "")
    except ValueError:
        return stamp or ""
    if "T" not in (stamp or "") and " " not in (stamp or ""):
        return day(at.date())
    offset = at.strftime("%z")
    zone = "" if at.tzinfo is None else " UTC" if offset in ("+0000", "-0000") else f" UTC{offset[:3]}:{offset[3:5]}"
    return f"{day(at.date())}, {at:%H:%M}{zone}"


def language_name(tag: str) -> str:
    """The English name of a BCP 47 language tag; the tag itself where it is not known."""
    locale = _locale(tag)
    return (locale.get_language_name("en") or tag) if locale else tag


def edition_name(edition: Mapping[str, Any]) -> str:
    """What a person calls the edition within its day: "City edition", "Sunday Review (supplement)", "The edition"."""
    name = edition.get("name") or (edition.get("label") or "").replace("-", " ").capitalize()
    if not name:
        return "The edition"
    if edition.get("supplement_of") is not None or edition.get("supplement"):
        return f"{name} (supplement)"
    return name if "edition" in name.lower() else f"{name} edition"


def _outcome(edition: Mapping[str, Any]) -> tuple[str, str]:
    if edition.get("outcome"):
        return OUTCOMES[Outcome(edition["outcome"])]
    if edition.get("listed") is not None:
        return UNFINISHED
    if edition.get("held"):
        return FROM_STORIES
    return EXPECTATIONS.get(edition.get("expectation") or "", UNKNOWN)


def outcome_name(edition: Mapping[str, Any]) -> str:
    """How the collection of an edition ended, in a word or two."""
    return _outcome(edition)[0]


def outcome(edition: Mapping[str, Any]) -> str:
    """How the collection of an edition ended, or what else the ledger knows, in one sentence and its detail."""
    sentence, detail = _outcome(edition)[1], edition.get("detail") or ""
    lacking = LACKING.match(detail)
    if lacking:  # it says itself that some is missing
        rest = detail[lacking.end() :].lstrip("; ")
        return f"{_lacking(lacking)} {_sentence(rest)}" if rest else _lacking(lacking)
    told = detail.startswith("was due, but is not there") or (detail.startswith("error:") and BROKEN in sentence)
    if not detail or told:
        return sentence
    if edition.get("outcome") == Outcome.NOT_PUBLISHED:
        return f"{sentence.rstrip('.')}: {_sentence(detail, capital=False)}"
    return f"{sentence} {_sentence(failure(detail))}"


def _lacking(told: re.Match[str]) -> str:
    """One sentence of which listed stories are not held, and why."""
    number, listed = int(told["number"]), int(told["listed"])
    verb = "is" if number == 1 else "are"
    kinds = [kind.partition(" ") for kind in re.split(r", (?=\d+ )", told["why"])]
    why = ", ".join(failure(text) if len(kinds) == 1 else f"{count} {failure(text)}" for count, _, text in kinds)
    return f"{number:,} of {counted(listed, 'listed story', 'listed stories')} {verb} not held: {why}."


def failure(text: str) -> str:
    """Why something could not be read, in words; an error of the program is for the JSON and not for the page."""
    return "could not be read" if text.startswith("error:") else text


def absent(edition: Mapping[str, Any]) -> str:
    """What the roll-call of a day says of an edition that is not there: "expected, was not there"."""
    if edition.get("outcome") in ABSENT:
        return ABSENT[Outcome(edition["outcome"])]
    if edition.get("outcome") or edition.get("listed") is not None:
        return "nothing of it is held"
    return {"expected": "expected, not tried yet", "closed": "does not appear on this day"}.get(
        edition.get("expectation") or "", "not known"
    )


def share(edition: Mapping[str, Any]) -> str:
    """How much of an edition is held, as a roll-call says it: 11 of 12 stories, or 12 stories."""
    held, listed = edition["held"], edition["listed"] or 0
    return f"{held:,} of {counted(listed, 'story', 'stories')}" if held < listed else counted(held, "story", "stories")


def holding(edition: Mapping[str, Any]) -> str:
    """How much of an edition is held: all 12 listed stories, 10 of 12 listed stories, or 7 stories."""
    held, listed = edition["held"], edition["listed"]
    if not listed:
        return counted(held, "story", "stories")
    if held >= listed:
        return f"all {counted(listed, 'listed story', 'listed stories')}" if listed > 1 else "its one listed story"
    return f"{held:,} of {counted(listed, 'listed story', 'listed stories')}"


def reason(day_of_coverage: Mapping[str, Any]) -> str:
    """Why a day's state is what it is: each edition that is not complete, in words."""
    told = [
        (edition_name(edition), outcome(edition))
        for edition in day_of_coverage["editions"]
        if edition["outcome"] != Outcome.COMPLETE and not need_not_be(edition)
    ]
    if not told:
        return STATE_SENTENCES[day_of_coverage["state"]]
    if len({text for _, text in told}) == 1:
        return told[0][1]
    return " ".join(f"{name}: {text}" for name, text in told)


def need_not_be(edition: Mapping[str, Any]) -> bool:
    """Whether the edition appears on some days only, and was never met on this one."""
    return edition["outcome"] is None and edition["expectation"] == "optional" and not edition["held"]


def evidence(story: Mapping[str, Any]) -> str:
    """Which edition a story belongs to, and the words or key its date rests on."""
    kind, words = story["evidence_kind"], story.get("evidence_text") or ""
    paper, date = story["publication_title"], day(story["edition_date"])
    if kind is None:
        return f"{paper}. Which edition it belongs to is not known: nothing on its page says so."
    because = {
        EvidenceKind.INDEX: "because the index of that edition lists it",
        EvidenceKind.STATEMENT: "because the page says",
        EvidenceKind.STRUCTURED: "because the page’s data for machines say",
        EvidenceKind.URL: "because its address names that day",
        EvidenceKind.PUBLISHED: "and nothing says that it was printed",
    }[EvidenceKind(kind)]
    if not date:
        issue = f", issue {story['issue']}" if story.get("issue") else ""
        where = f"Printed in {paper}{issue}, of a day that is not known"
    elif kind == EvidenceKind.PUBLISHED:
        where = f"Published by {paper} on the web on {date}"
    else:
        where = f"Printed in {paper} of {date}"
    if not words or kind == EvidenceKind.INDEX:  # the words of an index are the section and page, told beside it
        return f"{where}, {because}."
    return f"{where}, {because}: ‘{words}’"


def further(more: Mapping[str, Any], edition_date: str | None) -> str:
    """What else speaks of a story's edition, beside the strongest evidence, and whether it names another day."""
    says = {
        EvidenceKind.INDEX: "The index of an edition lists it",
        EvidenceKind.STATEMENT: "The page itself says",
        EvidenceKind.STRUCTURED: "The page’s data for machines say",
        EvidenceKind.URL: "Its address names the day",
        EvidenceKind.PUBLISHED: "Its publication on the web",
    }[EvidenceKind(more["kind"])]
    told = f"{says}: ‘{more['text']}’" if more["text"] else f"{says}."
    other = more.get("date")
    return f"{told} That is another day: {day(other)}." if other and edition_date and other != edition_date else told


def counted(number: int, one: str, many: str = "") -> str:
    """1 story, 1,234 stories."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def _sentence(text: str, *, capital: bool = True) -> str:
    text = text[:1].upper() + text[1:] if capital else text
    return text if text.endswith((".", "!", "?", "…", "’", "”")) else f"{text}."


def _date(date: str | dt.date) -> dt.date:
    return dt.date.fromisoformat(date) if isinstance(date, str) else date


def _formatted(date: str | dt.date | None, pattern: str) -> str:
    return str(format_date(_date(date), pattern, locale="en_GB")) if date else ""


@functools.lru_cache(maxsize=256)
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-") if tag else None
    except (UnknownLocaleError, ValueError):
        return None


def shortened(text: str, length: int = 280) -> str:
    """The beginning of a text, cut between two words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    head, _, _ = text[:length].rpartition(" ")
    return f"{(head if len(head) > length // 2 else text[:length]).rstrip(' ,;:–-')}…"
