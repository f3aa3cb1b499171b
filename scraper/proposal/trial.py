"""An index read for several days, with some stories of each, as a collection would, and what that shows.

Pure but for a folder of its own, from which the catalogue reads the candidate's file, and which it takes away again.

Lists of two days that are the same, or a day whose list states another one, show that the site does not take the day
it is asked for; stories without a text show that they cannot be had.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from scraper import catalogue, discover, reading
from scraper.catalogue import Catalogue, PublicationError
from scraper.discover.listings import Listing
from scraper.discover.requests import variables_of
from scraper.discover.templates import fill
from scraper.items import EditionKey, Story, StoryLink
from scraper.proposal import list_rules, toml_text
from scraper.proposal.candidate import Candidate, Get
from scraper.proposal.edition_words import UNSPACED
from scraper.proposal.home_page import HomePage
from scraper.proposal.sign_in import asks_to_sign_in
from scraper.publication import Publication
from scraper.urls import canonical

DAYS = 3
STORIES = 3  # of each day
_MOST_PAGES = 8  # of one day's index
_MOST_ALIKE = 0.5  # of a day's stories that another day lists as well
_NO_ANSWER = "its page could not be had"
_LEAST_WORDS = 40  # of a story that counts as read


class _CannotBeHadError(Exception):
    """An index page did not come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayTrial:
    """One day of an index: what it lists, or why nothing; ``words`` are those of the stories that were read."""

    day: dt.date
    links: tuple[StoryLink, ...] = ()
    stated: dt.date | None = None
    error: str = ""
    came: bool = True  # whether any page of it came
    words: tuple[int, ...] = ()
    sections: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A candidate with its days; ``faults`` say what speaks against its list, empty where nothing does.

    ``came`` is false where no page of it could be had: nothing is known of it then, for or against.
    """

    candidate: Candidate
    days: tuple[DayTrial, ...] = ()
    faults: tuple[str, ...] = ()
    came: bool = True
    asks_to_sign_in: bool = False
    withheld: str = ""  # why it is not believed that its stories can be had, though the list can

    @property
    def lists(self) -> bool:
        """Whether a day was read and nothing speaks against the list, whatever the stories show."""
        return not self.faults and any(day.links for day in self.days)

    @property
    def works(self) -> bool:
        """Whether a day was read, its stories with it, and nothing speaks against it."""
        return self.lists and not self.withheld

    @property
    def against(self) -> tuple[str, ...]:
        """All that speaks against it."""
        return (*self.faults, self.withheld) if self.withheld else self.faults

    @property
    def listed(self) -> tuple[int, ...]:
        """How many stories each day lists."""
        return tuple(len(day.links) for day in self.days)

    def shown(self) -> list[str]:
        """What the trial showed, a line each, for the file."""
        lines = []
        for day in self.days:
            whole = sum(words >= _LEAST_WORDS for words in day.words)
            read = f"; {whole} of {len(day.words)} read whole" if day.words else ""
            stated = f", states {day.stated}" if day.stated else ""
            lines.append(f"{day.day}: {day.error or f'{len(day.links)} stories{stated}{read}'}")
        return [*lines, *(f"Beware: {fault}" for fault in self.against)]


def tried(candidate: Candidate, home: HomePage, get: Get, *, today: dt.date) -> Trial:
    """Read a candidate for up to three days, with three stories of each."""
    if candidate.needs_rules:
        page = get(_address_of(candidate, today))
        if page is not None and asks_to_sign_in(page):
            return Trial(candidate=candidate, faults=("its page asks a reader to sign in",), asks_to_sign_in=True)
        rules = list_rules.learned(page) if page else None
        if rules is None:
            fault = "no list of stories was found on its page" if page else _NO_ANSWER
            return Trial(candidate=candidate, faults=(fault,), came=page is not None)
        candidate = replace(candidate, tables={**candidate.tables, "stories": rules.as_toml()})
    publication, fault = _publication(candidate, home, today)
    if publication is None:
        return Trial(candidate=candidate, faults=(fault,))
    # A saved page is of whatever day it was saved on; and the days are compared here, each with the others.
    publication = replace(publication, health=replace(publication.health, date_must_match=False))
    days = tuple(_day(publication, day, get) for day in days_to_try(candidate, publication, today))
    came = any(day.came for day in days)
    faults = tuple(_faults(candidate, days))
    return Trial(candidate=candidate, days=days, faults=faults, came=came, withheld=_withheld(days))


def days_to_try(candidate: Candidate, publication: Publication, today: dt.date) -> list[dt.date]:
    """The newest day and two before it; the newest alone where no other can be asked for."""
    newest = min(candidate.newest or today, today)
    if not candidate.takes_past_days:
        return [newest]
    apart = candidate.days_apart if candidate.days_apart > 1 else 1
    return [newest, newest - dt.timedelta(days=apart), newest - dt.timedelta(days=7 if apart == 1 else 2 * apart)]


def _address_of(candidate: Candidate, today: dt.date) -> str:
    """Where the list of the newest day should be."""
    address = candidate.url or str(candidate.tables.get("latest") or candidate.address)
    placeholder = Publication(slug="x", title="x", timezone="UTC", language="en")
    return fill(address, variables_of(placeholder, EditionKey("x", candidate.newest or today)))


def _publication(candidate: Candidate, home: HomePage, today: dt.date) -> tuple[Publication | None, str]:
    """The newspaper with this candidate as its only index, read as its file would be; or what is wrong with it."""
    text = toml_text.render(home, [toml_text.Chosen(candidate, ())], today=today)
    with TemporaryDirectory() as folder:
        slug = toml_text.slug_of(home)
        (Path(folder) / f"{slug}.toml").write_text(text, encoding="utf-8")
        try:
            return Catalogue(Path(folder))[slug], ""
        except PublicationError as error:
            return None, " ".join(str(error).split())


def _day(publication: Publication, day: dt.date, get: Get) -> DayTrial:
    try:
        listing = _listing(publication, day, get)
    except (discover.DiscoverError, _CannotBeHadError) as error:
        came = not isinstance(error, _CannotBeHadError)
        return DayTrial(day=day, error=" ".join(str(error).split()), came=came)
    links = listing.links
    picked = {link.url: link for link in (links[0], links[len(links) // 2], links[-1])}
    read = (_words(publication, link, get) for link in picked.values())
    words = tuple(count for count in read if count is not None)
    return DayTrial(day=day, links=links, stated=listing.date, words=words, sections=len(listing.sections))


def _listing(publication: Publication, day: dt.date, get: Get) -> Listing:
    key = EditionKey(publication.slug, day)
    evening = dt.datetime.combine(day, dt.time.max, tzinfo=publication.zone)
    usable = discover.indexes(publication, key, now=evening, env={})
    if not usable:
        raise _CannotBeHadError("it cannot be asked for this day")
    walk = discover.IndexWalk(publication, usable[0], key, env={})
    asked, missing = 0, False
    while walk.waiting and asked < _MOST_PAGES:
        request = walk.waiting.pop(0)
        asked += 1
        page = get(request.url)
        if page is not None:
            walk.read(request, page)
        elif asked == 1:
            raise _CannotBeHadError(_NO_ANSWER)
        else:
            missing = True
    try:
        return walk.listing()
    except discover.DiscoverError:
        if missing:
            raise _CannotBeHadError(_NO_ANSWER) from None
        raise


def _words(publication: Publication, link: StoryLink, get: Get) -> int | None:
    """How many words of a listed story its page shows; 0 where that is no story, None where it did not come."""
    page = get(link.url)
    if page is None:
        return None
    result = reading.read(page, publication=publication, newspapers=catalogue)
    return _count(result.draft.body) if isinstance(result, Story) else 0


def _count(text: str) -> int:
    """The words of a text; in scripts without blanks between words, every two signs count as one."""
    return len(text.split()) + len(UNSPACED.findall(text)) // 2


def _faults(candidate: Candidate, days: Sequence[DayTrial]) -> list[str]:
    faults = []
    found = [day for day in days if day.links]
    if not found:
        return [days[0].error if days else "it was not tried"]
    for one, other in pairwise(found):
        share = _alike(one.links, other.links)
        if share > _MOST_ALIKE:
            faults.append(f"the lists of {one.day} and {other.day} are the same ({share:.0%}): the day is not obeyed")
    if candidate.takes_past_days:
        others = [day for day in found if day.stated not in (None, day.day)]
        faults += [f"asked for {day.day} it states {day.stated}" for day in others]
    return faults


def _withheld(days: Sequence[DayTrial]) -> str:
    words = [count for day in days for count in day.words]
    shown = not words or any(count >= _LEAST_WORDS for count in words)
    return "" if shown else "none of the stories that were tried shows its text"


def _alike(one: Sequence[StoryLink], other: Sequence[StoryLink]) -> float:
    here, there = ({canonical(link.url) for link in links} for links in (one, other))
    return len(here & there) / min(len(here), len(there))
