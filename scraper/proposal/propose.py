"""Candidates and their trials -> what goes into the file, and what a person should know of it (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from scraper.items import Page
from scraper.proposal import toml_text
from scraper.proposal.candidates import Candidate, Get, Platform, candidates, platforms
from scraper.proposal.home_page import HomePage
from scraper.proposal.trial import Trial, tried

ORDER = ("edition", "newest edition", "day on the web", "newest on the web")
PRINTED = ORDER[:2]
_ENOUGH = 2  # indexes that work: one, and what stands in for it
_GUESSED = ("language", "country", "timezone", "title")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A newspaper's file as proposed: its slug and text, the trials behind it, what can be had and what to check.

    ``text`` is empty where no index was found at all.
    """

    home: HomePage
    slug: str
    text: str
    trials: tuple[Trial, ...]
    platforms: tuple[Platform, ...]
    summary: str  # which editions can be had, in a sentence
    to_check: tuple[str, ...]

    @property
    def works(self) -> bool:
        """Whether an index was read and found right."""
        return any(trial.works for trial in self.trials)


def propose(
    home: HomePage, page: Page, get: Get, *, now: dt.datetime, report: Callable[[Candidate], None] = lambda _: None
) -> Proposal:
    """Try the indexes that a home page leads to, and write the file from those that work.

    :param page: the home page itself.
    :param get: fetches an address; None where it cannot be had.
    :param report: is told of each candidate before it is tried.
    """
    today = now.astimezone(ZoneInfo(home.timezone or "UTC")).date()
    trials: list[Trial] = []
    for candidate in candidates(home, page, get, today=today):
        if candidate.kind not in PRINTED and any(trial.works and trial.candidate.kind in PRINTED for trial in trials):
            break  # what the web has is no printed edition, and stands in for none
        report(candidate)
        trials.append(tried(candidate, home, get, today=today))
        if sum(trial.works for trial in trials) >= _ENOUGH:
            break
    trials.sort(key=lambda trial: (not trial.works, ORDER.index(trial.candidate.kind)))
    working = [trial for trial in trials if trial.works]
    working = [
        trial for trial in working if (trial.candidate.kind in PRINTED) == (working[0].candidate.kind in PRINTED)
    ]
    kept = working or [trial for trial in trials if not any(day.links for day in trial.days) and _is_whole(trial)][:2]
    named = _named_apart([trial.candidate for trial in kept])
    chosen = [
        toml_text.Chosen(candidate, trial.shown() if trial.works else ["It could not be read; all of it is a guess."])
        for candidate, trial in zip(named, kept, strict=True)
    ]
    summary = _summary(working)
    leads_to = tuple(platforms(home, today))
    to_check = tuple(_to_check(home, kept, leads_to))
    notes = [summary, *(f"Check: {each}" for each in to_check)]
    text = toml_text.render(home, chosen, today=today, notes=notes) if chosen else ""
    return Proposal(
        home=home,
        slug=toml_text.slug_of(home),
        text=text,
        trials=tuple(trials),
        platforms=leads_to,
        summary=summary,
        to_check=to_check,
    )


def _is_whole(trial: Trial) -> bool:
    """Whether a candidate has all that an index needs, though it could not be read."""
    tables = trial.candidate.tables
    return bool(trial.candidate.extends) or tables.get("format", "html") != "html" or "stories" in tables


def _named_apart(chosen: list[Candidate]) -> list[Candidate]:
    from dataclasses import replace

    seen: dict[str, int] = {}
    named = []
    for candidate in chosen:
        seen[candidate.name] = seen.get(candidate.name, 0) + 1
        number = seen[candidate.name]
        named.append(replace(candidate, name=f"{candidate.name} {number}") if number > 1 else candidate)
    return named


def _summary(working: list[Trial]) -> str:
    kinds = {trial.candidate.kind for trial in working}
    if "edition" in kinds:
        return "Dated editions can be collected."
    if "newest edition" in kinds:
        return "The newest edition can be collected, each on its day; no address of an earlier one was found."
    if "day on the web" in kinds:
        return "No printed edition was found; the stories that the web published on a day can be collected."
    if kinds:
        return "No printed edition and no list of a day was found; what is new can be collected, each on its day."
    return "No list of stories could be read."


def _to_check(home: HomePage, kept: list[Trial], leads_to: tuple[Platform, ...]) -> list[str]:
    found = [
        f"{name} {getattr(home, name) or 'not found'}" + (f" ({why})" if (why := home.found_by.get(name)) else "")
        for name in _GUESSED
        if not getattr(home, name) or "guess" in home.found_by.get(name, "")
    ]
    found += [f"{platform.name}, {platform.address}: {platform.why}" for platform in leads_to if not platform.extends]
    for trial in kept:
        name = trial.candidate.name
        if trial.candidate.kind == "edition" and not any(day.stated for day in trial.days):
            found.append(f"{name}: no page of it states its day; is it the printed edition of the day asked for?")
        if trial.candidate.kind in ("edition", "newest edition") and not any(day.sections for day in trial.days):
            found.append(f"{name}: no sections were found")
        if short := [day.day for day in trial.days if day.links and len(day.links) < 8]:
            found.append(
                f"{name}: few stories on {', '.join(map(str, short))}; is the list longer, over several pages?"
            )
    return found
