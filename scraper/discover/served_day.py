"""Whose day an index was served of: the one asked for, another, or one that nobody can tell (pure).

    page_days of each page    ->  what each page shows                              judged
                              ->  the pages of the day, and what they make certain  served
    the stories they list     ->  nothing against it, a doubt, AnotherDayError      doubt

A page that states another day and nowhere the day asked for is of that other day. What a page prints in passing (a
date above the list, a ``time``) counts for less than title, heading, canonical address and the like, and today's date
there for nothing: pages print it in their masthead whatever they show. Stories count where their page is silent.
"""

from __future__ import annotations

import datetime as dt
import enum
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from scraper import schedule
from scraper.discover import address_days, day_spans, templates
from scraper.discover.day_spans import Span
from scraper.discover.day_statements import STRONG, DayStatement, Place
from scraper.discover.edition_rules import EditionRules
from scraper.discover.errors import AnotherDayError
from scraper.discover.index_pages import IndexPage
from scraper.discover.page_days import PageDays
from scraper.items import EditionKey, StoryLink
from scraper.publication import Index, Publication
from scraper.reasons import LONGEST_TEXT, Code, Reason
from scraper.texts.dates import index_dates

_DAY = dt.timedelta(days=1)
_NEAR = dt.timedelta(days=15)  # what a page prints in passing of other times is of events and anniversaries
_LATE = dt.timedelta(days=60)  # stories dated so much later were moved to another system, and say nothing


class Verdict(enum.Enum):
    """What one page shows, as far as it says."""

    RIGHT = "the edition asked for"
    SILENT = "no day at all"
    OTHER = "another day's"
    DOUBTFUL = "now this day, now another"
    LOST = "an address without the day"
    SUSPECT = "another day's in passing"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPage:
    """A verdict on a page, and the statement that speaks against the day asked for, if one does."""

    verdict: Verdict
    against: DayStatement | None = None
    lost: str = ""
    lost_to_a_number: bool = False
    shows_today: bool = False  # in passing, and today's is the edition asked for


def judged(publication: Publication, index: Index, edition: EditionKey, days: PageDays) -> JudgedPage:
    """What one page shows, by what it says of its day."""
    if not publication.health.date_must_match:
        return JudgedPage(verdict=Verdict.SILENT)
    rules = EditionRules.of(publication, edition, index)
    agreeing = [each for each in days.statements if any(map(rules.agrees, each.spans))]
    against = [each for each in days.statements if each not in agreeing and len(each.spans) == 1]
    chrome = Span(days.today, days.today)
    strong_for = [each for each in agreeing if each.place in STRONG]
    weak_for = [each for each in agreeing if each.place not in STRONG and chrome not in each.spans]
    strong = [each for each in against if each.place in STRONG and chrome not in each.spans]
    todays = [each for each in against if each.place in STRONG and chrome in each.spans]
    weak = [
        each
        for each in against
        if each.place not in STRONG
        and chrome not in each.spans
        and not rules.is_to_come(each.spans[0].first, days.today)
    ]
    if strong:
        supported = [*strong_for, *weak_for]
        if any(each.place is Place.ISSUE for each in strong):
            # A relative link leads from the address asked to another of that day, whatever the page shows; and what it
            # prints in passing may be the end of the days that the rule took the first of ("23. 2. - 1. 3. 2026").
            supported = [each for each in strong_for if each.place is not Place.ADDRESS]
        return JudgedPage(verdict=Verdict.DOUBTFUL if supported else Verdict.OTHER, against=strong[0])
    if strong_for or weak_for:
        return JudgedPage(verdict=Verdict.RIGHT)
    if todays:
        sure = len({each.place for each in todays}) > 1 or bool(days.lost)
        return JudgedPage(verdict=Verdict.OTHER if sure else Verdict.DOUBTFUL, against=todays[0])
    shown_today = edition.date == days.today and any(each.place not in STRONG for each in agreeing)
    plain = [each for each in weak if each.alone]
    if plain and len({each.spans for each in plain}) == 1:
        return JudgedPage(verdict=Verdict.OTHER, against=plain[0], shows_today=shown_today)
    if days.lost and not (shown_today and not _is_front_door(days.lost)):
        return JudgedPage(verdict=Verdict.LOST, lost=days.lost, lost_to_a_number=days.lost_to_a_number)
    near = [each for each in weak if abs(each.spans[0].first - edition.date) < _NEAR]
    if near and len({each.spans for each in weak}) == 1:
        return JudgedPage(verdict=Verdict.SUSPECT, against=near[0], shows_today=shown_today)
    return JudgedPage(verdict=Verdict.SILENT, shows_today=shown_today)


def _is_front_door(url: str) -> bool:
    return urlsplit(url).path in ("", "/")


class Certainty(enum.Enum):
    """How sure it is, before any story is read, that a list is that of the edition asked for."""

    STATED = "its pages state the day"
    OPEN = "its pages state no day, or another one in passing: its stories decide"
    CONTESTED = "its pages state this day and another"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedDay:
    """The pages of an index that are of its edition, and what speaks against these.

    ``left_out`` says that pages of another day were taken away.
    """

    pages: tuple[IndexPage, ...]
    judged: JudgedPage
    today: dt.date
    left_out: Reason | None = None

    @property
    def certainty(self) -> Certainty:
        """What the pages alone make certain."""
        against = self.judged.against
        if self.judged.verdict is Verdict.RIGHT:
            return Certainty.STATED
        if self.judged.verdict is Verdict.DOUBTFUL and against and against.spans[0].first != self.today:
            return Certainty.CONTESTED
        return Certainty.OPEN


def served(publication: Publication, index: Index, edition: EditionKey, pages: Sequence[IndexPage]) -> ServedDay:
    """Which pages of an index are of the edition.

    The pages that list stories decide; those on the way to them are asked where these are silent.
    """
    last = len(index.fetches) - 1
    verdicts = [(page, judged(publication, index, edition, page.days)) for page in pages if page.days is not None]
    today = max((page.days.today for page, _ in verdicts if page.days is not None), default=edition.date)
    listing = [(page, verdict) for page, verdict in verdicts if page.step == last]
    foreign = [page for page, verdict in listing if verdict.verdict in (Verdict.OTHER, Verdict.LOST)]
    is_foreign = bool(foreign) and (foreign[0] is listing[0][0] or 2 * len(foreign) > len(listing))
    right = any(verdict.verdict is Verdict.RIGHT for _, verdict in listing)
    if not any(verdict.shows_today for _, verdict in listing if verdict.verdict is Verdict.OTHER):
        # What the pages of another day do not print besides is no ornament of all pages.
        right = right or any(verdict.shows_today for _, verdict in listing)
    if right and foreign and not is_foreign:
        against = next(verdict for page, verdict in listing if page is foreign[0])
        text = str(against.against) if against.against else against.lost
        reason = Reason(code=Code.PAGES_OF_ANOTHER_DAY, number=len(foreign), text=text[:LONGEST_TEXT])
        kept = tuple(page for page in pages if not any(page is each for each in foreign))
        decisive = _worst(verdict for page, verdict in listing if not any(page is each for each in foreign))
        return ServedDay(pages=kept, judged=decisive, today=today, left_out=reason)
    decisive = _worst(verdict for _, verdict in listing)
    if decisive.verdict in (Verdict.SILENT, Verdict.SUSPECT):
        before = _worst(verdict for page, verdict in verdicts if page.step != last)
        decisive = decisive if before.verdict is Verdict.SILENT else before
    return ServedDay(pages=tuple(pages), judged=decisive, today=today)


def _worst(judged: Iterable[JudgedPage]) -> JudgedPage:
    """The verdict that decides among those of several pages."""
    rank = (Verdict.OTHER, Verdict.DOUBTFUL, Verdict.RIGHT, Verdict.LOST, Verdict.SUSPECT, Verdict.SILENT)
    silent = JudgedPage(verdict=Verdict.SILENT)
    return min(judged, key=lambda each: rank.index(each.verdict), default=silent)


def doubt(
    publication: Publication, index: Index, edition: EditionKey, served: ServedDay, links: Sequence[StoryLink]
) -> Reason | None:
    """Why it is not certain that these stories are the edition's; None where nothing speaks against it.

    :raises AnotherDayError: they are another day's, by the page's own words or by what all stories have in common.
    """
    if not publication.health.date_must_match:
        return None
    rules = EditionRules.of(publication, edition, index)
    stories = _story_days(rules, index, links)
    verdict, against = served.judged.verdict, served.judged.against
    uncertain = Reason(code=Code.DAY_IN_DOUBT, wanted=edition.date, text=str(against or stories.text)[:LONGEST_TEXT])
    if against is not None and verdict is Verdict.OTHER:
        day = against.spans[0].first
        if stories.agree or not rules.has_edition(day, served.today):
            return uncertain
        raise AnotherDayError(str(against), wanted=edition.date, day=day, links=tuple(links))
    agreed = stories.day if against is not None and stories.day and stories.day in against.spans[0] else None
    if verdict is Verdict.SUSPECT and agreed and rules.has_edition(agreed, served.today):  # and nothing is for this day
        raise AnotherDayError(str(against), wanted=edition.date, day=agreed, links=tuple(links))
    if verdict is Verdict.SUSPECT and not stories.day:
        return None if stories.agree else uncertain
    if verdict is Verdict.DOUBTFUL:
        todays = against is not None and against.spans[0].first == served.today
        return None if todays and stories.agree else uncertain
    if verdict is Verdict.LOST and not stories.agree:
        if served.judged.lost_to_a_number:
            return replace(uncertain, text=served.judged.lost[:LONGEST_TEXT])
        raise AnotherDayError(served.judged.lost, wanted=edition.date, day=None, links=tuple(links))
    if verdict is Verdict.RIGHT:
        return uncertain if stories.certain else None
    if stories.day and stories.certain and rules.has_edition(stories.day, served.today):
        raise AnotherDayError(stories.text, wanted=edition.date, day=stories.day, links=tuple(links))
    return uncertain if stories.day else None


@dataclass(frozen=True, slots=True)
class _StoryDays:
    """What the listed stories say: they agree with the edition's day, or speak for another, or neither."""

    agree: bool = False
    day: dt.date | None = None  # the other day
    certain: bool = False  # all stories are of it, and no edition is made so early or so late
    text: str = ""


def _story_days(rules: EditionRules, index: Index, links: Sequence[StoryLink]) -> _StoryDays:
    """What the days in the addresses of the stories say; where these have none, the days of their publication."""
    if schedule.supplement_rules(rules.publication, rules.edition) is not None:
        return _StoryDays()  # printed weeks ahead, or made of older stories
    patterns = (index.include, index.exclude, *(block.include for block in index.stories))
    own = rules.own | {rules.edition.date + _DAY * number for number in templates.date_offsets(patterns)}
    language, zone = rules.publication.language, rules.publication.zone
    in_addresses = [found for link in links if (found := address_days.days_in(link.url, language))]
    days = [next((day for day in found if day in own), found[0]) for found in in_addresses]
    if _enough(days, links):
        return _judged_stories(rules, own, days, "addresses of the stories", feed=False, whole_days=True)
    format_ = index.fetches[-1].format
    if format_ == "sitemap":  # its dates are those of the last change
        return _StoryDays()
    stamps = [link.published for link in links if link.published]
    days = [day for stamp in stamps if (day := index_dates.day_in(stamp, language, zone))]
    if not _enough(days, links):
        return _StoryDays()
    whole_days = not any(day_spans.has_clock(stamp) or ":" in stamp for stamp in stamps)
    return _judged_stories(rules, own, days, "stories published", feed=format_ == "feed", whole_days=whole_days)


def _enough(days: Sequence[dt.date], links: Sequence[StoryLink]) -> bool:
    return len(days) >= 2 and 2 * len(days) >= len(links)


def _judged_stories(
    rules: EditionRules, own: Iterable[dt.date], days: Sequence[dt.date], what: str, *, feed: bool, whole_days: bool
) -> _StoryDays:
    """What the days of stories say, by their median; of a feed, which lists a week or a month, by the nearest."""
    day = statistics.median_low(days)
    unanimous = len(set(days)) == 1
    if day in own or (unanimous and rules.agrees(Span(day, day))):
        return _StoryDays(agree=True)
    lead = _DAY * max(0, rules.publication.schedule.lead_days)
    # A morning paper is written on the days since the one before, and a day earlier.
    first = rules.before - lead - (_DAY if not rules.periodical else dt.timedelta(0))
    last = rules.edition.date + _DAY if not rules.periodical else rules.after
    if feed and any(first <= each <= last for each in days):
        return _StoryDays()
    text = f"{what}: {day}"
    if day < first or last < day <= rules.edition.date + _LATE:
        return _StoryDays(day=day, certain=unanimous, text=text)
    if unanimous and whole_days and not rules.periodical and day < rules.edition.date:
        # As if addresses or lists carried the edition's own day; or all was written on the day before.
        return _StoryDays(day=day, certain=day < rules.before - lead, text=text)
    return _StoryDays()
