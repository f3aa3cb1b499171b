"""A year of twelve fictional papers, looked at once a day: which changes of their sites are noticed, and what else.

    python -m bench drift

The pages are pure (``sites.py``): nothing is asked for over a network. Lists are read by ``EditionLists``, stories by
``reading``, and outcomes, shapes and incidents are those of a collection, in an archive of its own. Only the stories
themselves are not stored: what was read of them is counted here as ``archive.write.readings`` counts it, since 40,000
stories would take the better part of an hour.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scrapy import Request
from scrapy.http import HtmlResponse, Response

from scraper import reading, schedule
from scraper.archive.write import incidents
from scraper.archive.write.readings import FEW, LISTED, MANY, READ, Readings
from scraper.catalogue import Catalogue
from scraper.collect import outcome
from scraper.collect.outcome import Collected
from scraper.collect.pace import Clock
from scraper.collect.reporter import Reporter
from scraper.collect.run import CollectionRun
from scraper.items import PUBLICATION_RULE, EditionKey, Outcome, Page, Rejected, Story, StoryLink
from scraper.publication import Publication
from scraper.reasons import Code, Reason
from scraper.spiders.edition import CANARIES
from scraper.spiders.edition_lists import EditionLists
from tests.drift import files
from tests.drift.newsrooms import FIRST, LAST
from tests.drift.sites import LASTS, SITES, Change, Site, changes

NOON = dt.time(12, 30)


class Today(Clock):
    """A clock that stands at the hour of the daily look."""

    moment = dt.datetime.min.replace(tzinfo=dt.UTC)

    def now(self) -> float:
        return self.moment.timestamp()


class NoNewspapers:
    """No newspaper is known by a host or a name: each page is of the paper that lists it."""

    def by_host(self, host: str) -> tuple[Publication, ...]:
        return ()

    def by_address(self, url: str) -> tuple[Publication, ...]:
        return ()

    def by_name(self, name: str) -> tuple[Publication, ...]:
        return ()

    def known(self, slug: str) -> Publication | None:
        return None


@dataclass
class Result:
    """What came of the year."""

    noticed: dict[Change, str] = field(default_factory=dict)  # with the first reason
    late: dict[Change, int] = field(default_factory=dict)  # days with a paper after the first
    missed: list[Change] = field(default_factory=list)
    false: list[tuple[str, dt.date, str]] = field(default_factory=list)  # paper, day, why
    looks: int = 0
    days: int = 0  # looks at days on which nothing was changed
    outcomes: Counter[str] = field(default_factory=Counter)


class Paper:
    """One paper through the year."""

    def __init__(self, site: Site, publication: Publication, run: CollectionRun, wanted: Iterable[Change]) -> None:
        self.site, self.publication, self.run = site, publication, run
        self.changes = [change for change in wanted if change.slug == site.slug]
        self.pages: dict[object, Story | Rejected] = {}
        self.read: list[tuple[EditionKey, str, Readings]] = []  # editions that were read to the end, by which rules

    def change_of(self, day: dt.date) -> Change | None:
        """The change that holds on a day: for some days with a paper from its own on."""
        for change in self.changes:
            held = [change.day + dt.timedelta(days=number) for number in range(40)]
            if day in [each for each in held if self.site.room.appears(each)][:LASTS]:
                return change
        return None

    async def download(self, request: Request) -> Response:
        status, kind, body = self.site.answer(request.url)
        headers = {"Content-Type": kind}
        return HtmlResponse(request.url, status=status, headers=headers, body=body.encode(), request=request)

    async def look(self, day: dt.date) -> Outcome:
        """Look at the edition of a day, as a collection does."""
        key = EditionKey(self.site.slug, day)
        lists = EditionLists(self.publication, self.run, self.download)
        listed, failures = await lists.first(key)
        if listed is None:
            closed = outcome.without_index(self.publication, key, failures, now=self.run.now)
            before = await lists.shows_before(key) if outcome.is_absent(closed) else None
            self.run.close(self.publication, closed, shows_before=before)
            return closed.outcome
        self.run.enter(self.publication, listed.edition)
        links = listed.edition.links
        usual = self.usual(key, listed.edition.rules)
        first, failed = self.stories(key, links[:CANARIES])
        if len(links) > CANARIES and (
            misread := outcome.misread_canaries(self.publication, failed, counted(first, links[:CANARIES]), usual)
        ):
            self.run.watch(self.publication, key, None, misread)
        stories, failed = self.stories(key, links)
        now = counted(stories, links)
        collected = Collected(
            links=links,
            held=len(stories),
            failures=failed,
            index_failures=failures,
            gaps=listed.gaps,
            doubt=listed.edition.doubt,
            usual=self.run.usual_size(key),
            readings=now,
            usual_readings=usual,
            changes=self.run.changes(self.publication, listed.edition),
        )
        closed = outcome.with_index(self.publication, key, collected)
        self.run.close(self.publication, closed, listed.edition)
        is_right = not any(reason.code is Code.RULE_LOST for reason in closed.reasons)
        if closed.outcome in (Outcome.COMPLETE, Outcome.DEGRADED) and is_right:
            self.read.append((key, listed.edition.rules, now))
        return closed.outcome

    def usual(self, key: EditionKey, rules: str) -> Readings | None:
        """What the same rules usually read: of the last editions."""
        of_rules = [each for _, by, each in self.read if by == rules][-MANY:]
        if len(of_rules) < FEW:
            return None

        def mean(name: str) -> dict[str, float]:
            return {each: statistics.mean(getattr(one, name)[each] for one in of_rules) for each in of_rules[0].read}

        return Readings(
            stories=sum(each.stories for each in of_rules),
            listed={name: statistics.mean(each.listed[name] for each in of_rules) for name in LISTED},
            read=mean("read"),
            by_rule={name: statistics.mean(each.by_rule[name] for each in of_rules) for name in (*READ, "body")},
            characters=statistics.median(each.characters for each in of_rules),
        )

    def stories(self, key: EditionKey, links: Sequence[StoryLink]) -> tuple[list[Story], list[tuple[str, Reason]]]:
        """The stories of an edition as they are read, and why others are not."""
        results = [self.story(key, link) for link in links]
        failed = [
            (link.url, each.reason) for link, each in zip(links, results, strict=True) if isinstance(each, Rejected)
        ]
        return [each for each in results if isinstance(each, Story)], failed

    def story(self, key: EditionKey, link: StoryLink) -> Story | Rejected:
        """One story; of pages that differ in nothing but day and headline the first one is read."""
        status, kind, body = self.site.answer(link.url)
        piece = self.site.story_at(link.url.partition(".example")[2], {})
        if status != 200 or piece is None:
            return Rejected(url=link.url, reason=Reason(code=Code.NOT_FOUND, status=404))
        alike = (self.site.now, piece.number % 10, bool(piece.author), bool(piece.standfirst))
        if alike not in self.pages:
            moment = dt.datetime.combine(self.site.today, NOON, dt.UTC)
            page = Page(url=link.url, body=body.encode(), content_type=kind, fetched=moment)
            self.pages[alike] = reading.read(page, newspapers=NoNewspapers(), publication=self.publication)
        return self.pages[alike]


DAY = dt.timedelta(days=1)


def counted(stories: Sequence[Story], links: Sequence[StoryLink]) -> Readings:
    """What was read of some stories, as ``archive.write.readings`` counts it."""
    number = max(1, len(stories))
    texts = [len(story.draft.body) for story in stories if story.draft.access == "open"]
    rules = [story.draft.found_by for story in stories]
    return Readings(
        stories=len(stories),
        listed={name: sum(bool(getattr(link, name)) for link in links) / max(1, len(links)) for name in LISTED},
        read={name: sum(name in each for each in rules) / number for name in READ},
        by_rule={name: sum(each.get(name) == PUBLICATION_RULE for each in rules) / number for name in (*READ, "body")},
        characters=statistics.median(texts) if texts else 0.0,
    )


async def year(folder: Path, *, slugs: Iterable[str] = (), first: dt.date = FIRST, last: dt.date = LAST) -> Result:
    """Look at the papers on each day.

    :param slugs: of these alone.
    """
    chosen = [site for site in SITES if not slugs or site.slug in slugs]
    papers = folder / "papers"
    papers.mkdir()
    for site in chosen:
        (papers / f"{site.slug}.toml").write_text(files.text(site.slug, site.days), encoding="utf-8")
    known, clock, result = Catalogue(papers), Today(), Result()
    clock.moment = dt.datetime.combine(first, NOON, dt.UTC)
    with CollectionRun(folder / "archive.db", command="collect", arguments={}, reporter=Reporter(), clock=clock) as run:
        every = [Paper(site(), known[site.slug], run, changes()) for site in chosen]
        for number in range((last - first).days + 1):
            day = first + number * DAY
            clock.moment = dt.datetime.combine(day, NOON, dt.UTC)
            for paper in every:
                await _day(paper, day, run, result)
    result.missed = [each for paper in every for each in paper.changes
                     if each.day <= last and each not in result.noticed and each not in result.late]  # fmt: skip
    return result


async def _day(paper: Paper, day: dt.date, run: CollectionRun, result: Result) -> None:
    """Look at a paper on a day on which its schedule expects one, and note what is told."""
    if not schedule.is_publishing_day(paper.publication, day):
        return
    site, change = paper.site, paper.change_of(day)
    site.today, site.now = day, change.kind if change else ""
    before = incidents.open_one(run.db, site.slug)
    result.outcomes[await paper.look(day)] += 1
    result.looks += 1
    result.days += change is None
    row = incidents.open_one(run.db, site.slug)
    is_new = row is not None and (before is None or before.id != row.id)
    if row is None or not is_new:
        return
    why = ", ".join(reason.code for reason in row.incident.reasons)
    if change is None:
        result.false.append((site.slug, day, why))
        return
    days = [change.day + n * DAY for n in range(40) if site.room.appears(change.day + n * DAY)]
    if day == days[0]:
        result.noticed[change] = why
    elif change not in result.noticed:
        result.late[change] = days.index(day)


def figures(result: Result) -> str:
    """The figures in a few lines."""
    total = len(result.noticed) + len(result.late) + len(result.missed)
    lines = [
        f"{result.looks:,} looks, {result.days:,} of them on days without a change",
        f"changes noticed the same day: {len(result.noticed)} of {total}",
        f"false alarms: {len(result.false)}",
    ]
    lines += [f"  later, after {days} more: {change.slug}, {change.kind}" for change, days in result.late.items()]
    lines += [f"  not noticed: {change.slug}, {change.kind} ({change.day})" for change in result.missed]
    lines += [f"  false: {slug} {day}: {why}" for slug, day, why in result.false]
    return "\n".join(lines)
