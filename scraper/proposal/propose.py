"""Candidates and their trials -> what goes into the file, and what a person should know of it (pure)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args
from zoneinfo import ZoneInfo

from scraper.items import Page
from scraper.proposal import toml_text
from scraper.proposal.candidate import Candidate, Get, Kind
from scraper.proposal.candidates import candidates
from scraper.proposal.home_page import HomePage
from scraper.proposal.platforms import Platform, platforms
from scraper.proposal.trial import Trial, tried

_ENOUGH = 2  # indexes that work: one, and what stands in for it
_MOST_REQUESTS = 30  # after which no further index is tried
_MOST_GUESSES = 2
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
    used: tuple[Trial, ...]  # whose indexes the file has
    aside: tuple[Trial, ...]  # whose indexes stand in it as comments
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
    trials = _trials(home, page, get, today, report)
    used, aside = _chosen(trials)
    named = _named_apart([trial.candidate for trial in (*used, *aside)])
    written = [toml_text.Chosen(each, _shown(trial)) for each, trial in zip(named, (*used, *aside), strict=True)]
    summary = _summary(trials, used, aside)
    leads_to = tuple(platforms(home, today))
    to_check = tuple(_to_check(home, trials, used, leads_to))
    notes = [summary, *(f"Check: {each}" for each in to_check)]
    text = ""
    if used:
        chosen, besides = written[: len(used)], written[len(used) :]
        text = toml_text.render(home, chosen, aside=besides, today=today, notes=notes)
    return Proposal(
        home=home,
        slug=toml_text.slug_of(home),
        text=text,
        trials=tuple(trials),
        used=tuple(used),
        aside=tuple(aside),
        platforms=leads_to,
        summary=summary,
        to_check=to_check,
    )


def _trials(home: HomePage, page: Page, get: Get, today: dt.date, report: Callable[[Candidate], None]) -> list[Trial]:
    """The candidates as they were tried, those that work and those of printed editions first."""
    asked: set[str] = set()

    def counting(address: str) -> Page | None:
        asked.add(address)
        return get(address)

    trials: list[Trial] = []

    def printed_works() -> bool:
        return any(trial.works and trial.candidate.is_printed for trial in trials)

    for candidate in candidates(home, page, counting, today=today, printed_works=printed_works):
        works = [trial for trial in trials if trial.works]
        if len(works) >= _ENOUGH or (works and len(asked) >= _MOST_REQUESTS):
            break
        same = [trial for trial in trials if trial.candidate.address == candidate.address]
        if candidate.is_printed and any(trial.works or not trial.came for trial in same):
            continue  # as a platform's, it was read already, or cannot be had
        report(candidate)
        trials.append(tried(candidate, home, counting, today=today))
    return sorted(trials, key=lambda trial: (not trial.works, get_args(Kind).index(trial.candidate.kind)))


def _chosen(trials: list[Trial]) -> tuple[list[Trial], list[Trial]]:
    """The indexes of the file, and those that stand in it as comments.

    Where a printed edition is named whose page was not at hand, that is the index, as a guess; what the web has stands
    beside it. A list whose stories show no text comes after all that works, a doubtful guess last.
    """
    working = [trial for trial in trials if trial.works]
    unseen = [trial for trial in trials if not trial.came]
    printed = [trial for trial in unseen if trial.candidate.is_printed and not trial.candidate.doubt]
    if working and (working[0].candidate.is_printed or not printed):
        first = working[0].candidate
        used = [trial for trial in working if trial.candidate.is_printed == first.is_printed]
        of_the_web = [trial for trial in unseen if not trial.candidate.is_printed and not trial.candidate.needs_rules]
        return _apart(used, of_the_web[:_MOST_GUESSES] if first.kind == "newest on the web" else [])
    lists = [trial for trial in trials if trial.lists]
    if lists and not working and not printed:
        return _apart(lists[:1], lists[1:])
    guesses = printed or [trial for trial in unseen if trial.candidate.is_printed] or unseen
    return _apart(guesses[:_MOST_GUESSES], lists)


def _apart(used: list[Trial], aside: list[Trial]) -> tuple[list[Trial], list[Trial]]:
    """A platform's file has its own indexes: what is written beside it is a comment."""
    if used and used[0].candidate.extends:
        return used[:1], [*used[1:], *aside]
    return [trial for trial in used if not trial.candidate.extends], aside


def _shown(trial: Trial) -> list[str]:
    return trial.shown() if trial.lists else ["A guess: its page was not read."]


def _named_apart(chosen: list[Candidate]) -> list[Candidate]:
    seen: dict[str, int] = {}
    named = []
    for candidate in chosen:
        seen[candidate.name] = seen.get(candidate.name, 0) + 1
        number = seen[candidate.name]
        named.append(replace(candidate, name=f"{candidate.name} {number}") if number > 1 else candidate)
    return named


def _summary(trials: list[Trial], used: list[Trial], aside: list[Trial]) -> str:
    behind = next((trial for trial in trials if trial.asks_to_sign_in and trial.candidate.is_printed), None)
    login = f"The printed edition stands behind a login ({behind.candidate.address})" if behind else ""
    if used and not used[0].lists:
        return _summary_of_guesses(used[0].candidate, aside, login)
    withheld = " None of the stories that were tried shows its text." if used and used[0].withheld else ""
    return _summary_of_lists({trial.candidate.kind for trial in used}, login) + withheld


def _summary_of_lists(kinds: set[Kind], login: str) -> str:
    if "edition" in kinds:
        return "Dated editions can be collected."
    if "newest edition" in kinds:
        return "The newest edition can be collected, each on its day; no address of an earlier one was found."
    if "day on the web" in kinds:
        missing = login or "No printed edition was found"
        return f"{missing}; the stories that the web published on a day can be collected."
    if kinds:
        missing = f"{login}, and no" if login else "No printed edition and no"
        return f"{missing} list of a day was found; what is new can be collected, each on its day."
    return f"{login}; no list of stories could be read." if login else "No list of stories could be read."


def _summary_of_guesses(first: Candidate, aside: list[Trial], login: str) -> str:
    missing = f"{login}; what was found is" if login else "No printed edition was found, but"
    what = {
        "edition": "Addresses of dated editions were found",
        "newest edition": "A link to the newest edition was found",
        "day on the web": f"{missing} where the web's stories of a day may be listed",
        "newest on the web": f"{missing} where what is new may be listed",
    }[first.kind]
    read = ", ".join(
        dict.fromkeys(f"{trial.candidate.name}: {max(trial.listed)} stories" for trial in aside if trial.lists)
    )
    return f"{what}; nothing of it was read, so its rules are a guess." + (
        f" What was read ({read}) is in the file as a comment." if read else ""
    )


def _to_check(home: HomePage, trials: list[Trial], used: list[Trial], leads_to: tuple[Platform, ...]) -> list[str]:
    found = [_look_at(trial) for trial in trials if trial.candidate.is_printed and not trial.works]
    found += [
        f"{name} {getattr(home, name) or 'not found'}" + (f" ({why})" if (why := home.found_by.get(name)) else "")
        for name in _GUESSED
        if not getattr(home, name) or "guess" in home.found_by.get(name, "")
    ]
    found += [f"{platform.name}, {platform.address}: {platform.why}" for platform in leads_to if not platform.extends]
    found += [
        f"{trial.candidate.name}: {trial.withheld}; do they stand behind a login, or does a script draw them?"
        for trial in used
        if trial.withheld and not trial.candidate.is_printed
    ]
    for trial in (trial for trial in used if trial.works):
        name = trial.candidate.name
        if trial.candidate.kind == "edition" and not any(day.stated for day in trial.days):
            found.append(f"{name}: no page of it states its day; is it the printed edition of the day asked for?")
        if nothing := [day.day for day in trial.days if not day.came and trial.candidate.kind == "edition"]:
            named = ", ".join(f"{day:%A} {day}" for day in nothing)
            found.append(f"{name}: nothing on {named}; does it appear on that day? [schedule] days says on which")
        if trial.candidate.is_printed and not any(day.sections for day in trial.days):
            found.append(f"{name}: no sections were found")
        if short := [day.day for day in trial.days if day.links and len(day.links) < 8]:
            found.append(
                f"{name}: few stories on {', '.join(map(str, short))}; is the list longer, over several pages?"
            )
    return found


def _look_at(trial: Trial) -> str:
    """What a person should open, who wants the printed edition that could not be read."""
    address = trial.candidate.address
    if trial.came:
        return f"look at {address} ({trial.candidate.why}): {'; '.join(trial.against)}"
    doubt = f"; {trial.candidate.doubt}" if trial.candidate.doubt else ""
    return f"look at {address} ({trial.candidate.why}): it was not read{doubt}"
