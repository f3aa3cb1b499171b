"""What may have become of an edition, as named functions: each has a day of The Morning Herald to itself.

Beside each stands what is true of its day, written down by hand: the day's state in the calendar, and of each edition
its state, whether it counts among the editions held or missing, and whether it is a gap.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sqlite_utils import Database

from scraper.archive.write import ledger, stories
from scraper.items import (
    Capture,
    ClosedEdition,
    Draft,
    EditionDate,
    EditionKey,
    Evidence,
    EvidenceKind,
    Expectation,
    ListedEdition,
    Outcome,
    Story,
    StoryLink,
)
from scraper.publication import LabelRules, Publication

HERALD = Publication(
    slug="morning-herald",
    title="The Morning Herald",
    timezone="Europe/London",
    language="en-GB",
    labels=(LabelRules(id="city", default=True), LabelRules(id="coast"), LabelRules(id="late", optional=True)),
)
PAMPHLET = "The Pamphlet"  # nobody described it
FIRST = dt.date(2026, 4, 1)
OFFSETS = itertools.count(step=1000)


class Truth(NamedTuple):
    """What is true of an edition; the names are those of the view."""

    state: str
    counted: int
    gap: int


HELD, PARTIAL, STATEMENT = Truth("held", 1, 0), Truth("partial", 1, 1), Truth("statement", 1, 0)
MISSING, UNKNOWN, CLOSED = Truth("missing", 1, 1), Truth("unknown", 1, 1), Truth("closed", 0, 0)
NEED_NOT_BE = Truth("missing", 0, 0)  # looked for, and not there
NOT_ASKED_FOR = Truth("unknown", 0, 0)


def expect(db: Database, date: dt.date, label: str = "city", expectation: str = "expected") -> None:
    """What the schedule says of an edition."""
    ledger.expect(db, HERALD, [Expectation(date, label, expectation)])


def key(date: dt.date, label: str, supplement_of: str | None = None) -> EditionKey:
    """An edition of the Herald."""
    return EditionKey(HERALD.slug, date, label, supplement_of)


def link(date: dt.date, label: str, number: int) -> StoryLink:
    """The story of this number in the index of an edition."""
    url = f"https://herald.example/{date}/{label}/{number}"
    return StoryLink(url=url, headline=f"Story {number} of {label}", section="News", page="1", position=number)


def lists(db: Database, date: dt.date, label: str = "city", number: int = 2, supplement_of: str | None = None) -> None:
    """The index of an edition is read; it lists so many stories."""
    links = [link(date, label, each) for each in range(1, number + 1)]
    listing = ListedEdition(key=key(date, label, supplement_of), links=links, index_name="index")
    ledger.enter(db, HERALD, listing, run_id=None)


def holds(db: Database, date: dt.date, label: str = "city", number: int = 2) -> None:
    """The first so many stories that an edition lists are held."""
    for each in range(1, number + 1):
        listed = link(date, label, each)
        save(db, listed.url, date, EvidenceKind.INDEX, label=label, placement=(key(date, label), listed))


def says(db: Database, date: dt.date, label: str = "city") -> None:
    """A page says of itself that it is from an edition."""
    save(db, f"https://herald.example/said/{date}/{label}", date, EvidenceKind.STATEMENT, label=label)


def ends(db: Database, date: dt.date, outcome: Outcome, label: str = "city", supplement_of: str | None = None) -> None:
    """The collection of an edition ends."""
    ended = ClosedEdition(key=key(date, label, supplement_of), outcome=outcome)
    ledger.close(db, HERALD, ended, run_id=None)


def collected(db: Database, date: dt.date, label: str = "city", supplement_of: str | None = None) -> None:
    """An edition is held, complete."""
    lists(db, date, label, supplement_of=supplement_of)
    holds(db, date, label)
    ends(db, date, Outcome.COMPLETE, label, supplement_of)


def save(
    db: Database,
    url: str,
    date: dt.date,
    kind: EvidenceKind,
    *,
    label: str = "",
    placement: tuple[EditionKey, StoryLink] | None = None,
    paper: Publication | None = HERALD,
) -> None:
    """Store a story."""
    title = paper.title if paper else PAMPHLET
    dated = EditionDate(date=date, publication=title, label=label, evidence=Evidence(kind=kind, text="as it stands"))
    draft = Draft(url=url, headline=f"A story of {date}", body="The herald wrote it down.", language="en-GB")
    slug = paper.slug if paper else "the-pamphlet"
    capture = Capture(
        url=url,
        fetched=dt.datetime(2026, 6, 1, tzinfo=dt.UTC),
        sha256="5e" * 32,
        file="2026-06-01.warc.gz",
        offset=next(OFFSETS),
        length=900,
    )
    stories.save(
        db, Story(draft=draft, edition=dated, publication=slug, placement=placement), capture, publication=paper
    )


def complete(db: Database, date: dt.date) -> None:
    """Every listed story is held."""
    expect(db, date)
    collected(db, date)


def known_only_from_a_statement(db: Database, date: dt.date) -> None:
    """Expected; no index of it was collected, but a page says that it is from it."""
    expect(db, date)
    says(db, date)


def listed_and_killed(db: Database, date: dt.date) -> None:
    """The collection was killed before the first story came."""
    expect(db, date)
    lists(db, date)


def killed_in_the_middle(db: Database, date: dt.date) -> None:
    """The collection was killed after the first story."""
    expect(db, date)
    lists(db, date)
    holds(db, date, number=1)


def complete_and_taken_down(db: Database, date: dt.date) -> None:
    """It was complete, and all its stories were removed since."""
    expect(db, date)
    collected(db, date)
    db.execute("DELETE FROM stories WHERE edition_date = ?", [date.isoformat()])


def known_from_a_story_that_was_taken_down(db: Database, date: dt.date) -> None:
    """Nothing but a removed story ever spoke of the edition."""
    says(db, date)
    db.execute("DELETE FROM stories WHERE edition_date = ?", [date.isoformat()])


def optional_tried_and_broken(db: Database, date: dt.date) -> None:
    """The city edition is complete; the late one, which need not appear, could not be read."""
    complete(db, date)
    expect(db, date, "late", "optional")
    ends(db, date, Outcome.BROKEN, "late")


def optional_alone_and_late(db: Database, date: dt.date) -> None:
    """Nothing but a late edition might have appeared, and it did not."""
    expect(db, date, "late", "optional")
    ends(db, date, Outcome.LATE, "late")


def optional_alone_and_stale(db: Database, date: dt.date) -> None:
    """Nothing but a late edition might have appeared; in its place the one of the day before was served."""
    expect(db, date, "late", "optional")
    ends(db, date, Outcome.STALE, "late")


def optional_never_tried(db: Database, date: dt.date) -> None:
    """The city edition is complete; the late one was not looked for."""
    complete(db, date)
    expect(db, date, "late", "optional")


def optional_and_there(db: Database, date: dt.date) -> None:
    """Both editions are complete."""
    complete(db, date)
    expect(db, date, "late", "optional")
    collected(db, date, "late")


def optional_listed_and_killed(db: Database, date: dt.date) -> None:
    """The late edition did appear: its index was read, and then the collection was killed."""
    complete(db, date)
    expect(db, date, "late", "optional")
    lists(db, date, "late")


def never_tried(db: Database, date: dt.date) -> None:
    """Expected, and not looked for yet."""
    expect(db, date)


def never_tried_with_web_stories(db: Database, date: dt.date) -> None:
    """Expected, and not looked for yet; the site published on the web that day."""
    expect(db, date)
    web_dated_only(db, date)


def web_dated_only(db: Database, date: dt.date) -> None:
    """A story is dated by its publication on the web, which makes no edition."""
    save(db, f"https://herald.example/live/{date}", date, EvidenceKind.PUBLISHED)


def nothing(db: Database, date: dt.date) -> None:
    """Not a publishing day."""


def declared_closed(db: Database, date: dt.date) -> None:
    """The newspaper declares that it does not appear."""
    expect(db, date, expectation="closed")


def declared_closed_and_entered(db: Database, date: dt.date) -> None:
    """The newspaper declares that it does not appear, and a collection of that day has written it down."""
    expect(db, date, expectation="closed")
    ends(db, date, Outcome.NOT_PUBLISHED)


def not_published_though_expected(db: Database, date: dt.date) -> None:
    """The site says that there was no paper."""
    expect(db, date)
    ends(db, date, Outcome.NOT_PUBLISHED)


def closed_but_looked_for(db: Database, date: dt.date) -> None:
    """Looked for in vain, before anyone declared that it was closed."""
    ends(db, date, Outcome.LATE)
    expect(db, date, expectation="closed")


def closed_but_yesterdays_served(db: Database, date: dt.date) -> None:
    """Declared closed; the site served the index of the day before, which is no paper of this day."""
    lists(db, date)
    ends(db, date, Outcome.STALE)
    expect(db, date, expectation="closed")


def closed_but_listed_and_unreadable(db: Database, date: dt.date) -> None:
    """Declared closed; there was an index of the day all the same, and none of its stories could be read."""
    expect(db, date, expectation="closed")
    lists(db, date)
    ends(db, date, Outcome.BROKEN)


def closed_but_a_paper_was_found(db: Database, date: dt.date) -> None:
    """Declared closed, and the index of a paper was there."""
    expect(db, date, expectation="closed")
    collected(db, date)


def closed_but_a_story_says_otherwise(db: Database, date: dt.date) -> None:
    """Written down as closed, and a page says that it is from that day's edition."""
    declared_closed_and_entered(db, date)
    says(db, date)


def closed_but_listed(db: Database, date: dt.date) -> None:
    """Declared closed after an index of the day was read and one of its stories collected."""
    lists(db, date)
    holds(db, date, number=1)
    expect(db, date, expectation="closed")
    ends(db, date, Outcome.NOT_PUBLISHED)


def supplement_never_tried(db: Database, date: dt.date) -> None:
    """The city edition is complete; nobody looked for its supplement."""
    complete(db, date)
    expect(db, date, "review", "optional")


def supplement_broken(db: Database, date: dt.date) -> None:
    """The supplement could not be read, so its edition is held in part."""
    expect(db, date)
    expect(db, date, "review", "optional")
    ends(db, date, Outcome.BROKEN, "review", supplement_of="city")
    lists(db, date)
    holds(db, date)
    ends(db, date, Outcome.PARTIAL)


def supplement_in_part(db: Database, date: dt.date) -> None:
    """Of the supplement one story is held; its edition is complete."""
    complete(db, date)
    lists(db, date, "review", supplement_of="city")
    holds(db, date, "review", number=1)
    ends(db, date, Outcome.PARTIAL, "review", supplement_of="city")


def supplement_held(db: Database, date: dt.date) -> None:
    """Edition and supplement are complete."""
    complete(db, date)
    expect(db, date, "review", "optional")
    collected(db, date, "review", supplement_of="city")


def supplement_alone(db: Database, date: dt.date) -> None:
    """Of its edition there is nothing but the row that a supplement needs."""
    collected(db, date, "review", supplement_of="city")


def supplement_of_an_edition_never_tried(db: Database, date: dt.date) -> None:
    """A supplement is held; its edition was expected, and not looked for."""
    expect(db, date)
    collected(db, date, "review", supplement_of="city")


def partial(db: Database, date: dt.date) -> None:
    """One of two stories is held."""
    expect(db, date)
    lists(db, date)
    holds(db, date, number=1)
    ends(db, date, Outcome.PARTIAL)


def partial_with_nothing_held(db: Database, date: dt.date) -> None:
    """The index was there and listed nothing, which is fewer than declared."""
    expect(db, date)
    lists(db, date, number=0)
    ends(db, date, Outcome.PARTIAL)


def degraded(db: Database, date: dt.date) -> None:
    """Another index had to be used: nobody can say that it names every story."""
    expect(db, date)
    lists(db, date)
    holds(db, date)
    ends(db, date, Outcome.DEGRADED)


def late(db: Database, date: dt.date) -> None:
    """Not there when it was looked for."""
    expect(db, date)
    ends(db, date, Outcome.LATE)


def late_with_a_statement(db: Database, date: dt.date) -> None:
    """Not there when it was looked for; a story says that it is from it."""
    late(db, date)
    says(db, date)


def late_though_nobody_expected_it(db: Database, date: dt.date) -> None:
    """Someone asked for a day that no schedule names."""
    ends(db, date, Outcome.LATE)


def stale(db: Database, date: dt.date) -> None:
    """The site served yesterday's index."""
    expect(db, date)
    lists(db, date)
    ends(db, date, Outcome.STALE)


def blocked_after_a_story(db: Database, date: dt.date) -> None:
    """The site refused all but one story."""
    expect(db, date)
    lists(db, date)
    holds(db, date, number=1)
    ends(db, date, Outcome.BLOCKED)


def broken(db: Database, date: dt.date) -> None:
    """The index could not be read."""
    expect(db, date)
    ends(db, date, Outcome.BROKEN)


def degraded_with_nothing_held(db: Database, date: dt.date) -> None:
    """Another index was used, and its stories were removed since."""
    degraded(db, date)
    db.execute("DELETE FROM stories WHERE edition_date = ?", [date.isoformat()])


def stale_with_a_story(db: Database, date: dt.date) -> None:
    """In an archive of old: yesterday's paper was served again, and one of its stories was stored all the same."""
    expect(db, date)
    lists(db, date)
    holds(db, date, number=1)
    ends(db, date, Outcome.PARTIAL)
    db.execute("UPDATE editions SET outcome = 'stale' WHERE date = ?", [date.isoformat()])


def blocked(db: Database, date: dt.date) -> None:
    """The site refused to be read."""
    expect(db, date)
    ends(db, date, Outcome.BLOCKED)


def broken_after_a_story(db: Database, date: dt.date) -> None:
    """One story was held from before; now nothing could be read."""
    expect(db, date)
    lists(db, date)
    holds(db, date, number=1)
    ends(db, date, Outcome.BROKEN)


def two_labels_held_and_late(db: Database, date: dt.date) -> None:
    """The city edition is complete, the coast's was late."""
    complete(db, date)
    expect(db, date, "coast")
    ends(db, date, Outcome.LATE, "coast")


def two_labels_said_and_never_tried(db: Database, date: dt.date) -> None:
    """A page speaks of the city edition; the coast's was never tried."""
    known_only_from_a_statement(db, date)
    expect(db, date, "coast")


def two_labels_held_and_said(db: Database, date: dt.date) -> None:
    """The city edition is complete; a page speaks of the coast's."""
    complete(db, date)
    expect(db, date, "coast")
    says(db, date, "coast")


def two_labels_held_and_closed(db: Database, date: dt.date) -> None:
    """The city edition is complete, the coast's did not appear."""
    complete(db, date)
    expect(db, date, "coast")
    ends(db, date, Outcome.NOT_PUBLISHED, "coast")


Situation = Callable[[Database, dt.date], None]
SITUATIONS: Mapping[Situation, tuple[str, Mapping[str, Truth]]] = {
    complete: ("held", {"city": HELD}),
    known_only_from_a_statement: ("statement", {"city": STATEMENT}),
    listed_and_killed: ("missing", {"city": MISSING}),
    killed_in_the_middle: ("partial", {"city": PARTIAL}),
    complete_and_taken_down: ("missing", {"city": MISSING}),
    known_from_a_story_that_was_taken_down: ("unknown", {"city": NOT_ASKED_FOR}),
    optional_tried_and_broken: ("held", {"city": HELD, "late": NEED_NOT_BE}),
    optional_alone_and_late: ("unknown", {"late": NEED_NOT_BE}),
    optional_alone_and_stale: ("unknown", {"late": NEED_NOT_BE}),
    optional_never_tried: ("held", {"city": HELD, "late": NOT_ASKED_FOR}),
    optional_and_there: ("held", {"city": HELD, "late": HELD}),
    optional_listed_and_killed: ("partial", {"city": HELD, "late": MISSING}),
    never_tried: ("unknown", {"city": UNKNOWN}),
    never_tried_with_web_stories: ("web", {"city": UNKNOWN}),
    web_dated_only: ("web", {}),
    nothing: ("off", {}),
    declared_closed: ("closed", {"city": CLOSED}),
    declared_closed_and_entered: ("closed", {"city": CLOSED}),
    not_published_though_expected: ("closed", {"city": CLOSED}),
    closed_but_looked_for: ("closed", {"city": CLOSED}),
    closed_but_yesterdays_served: ("closed", {"city": CLOSED}),
    closed_but_listed_and_unreadable: ("missing", {"city": MISSING}),
    closed_but_a_paper_was_found: ("held", {"city": HELD}),
    closed_but_a_story_says_otherwise: ("statement", {"city": STATEMENT}),
    closed_but_listed: ("partial", {"city": PARTIAL}),
    supplement_never_tried: ("held", {"city": HELD, "review": NOT_ASKED_FOR}),
    supplement_broken: ("partial", {"city": PARTIAL, "review": NEED_NOT_BE}),
    supplement_in_part: ("held", {"city": HELD, "review": Truth("partial", 0, 0)}),
    supplement_held: ("held", {"city": HELD, "review": Truth("held", 0, 0)}),
    supplement_alone: ("unknown", {"review": Truth("held", 0, 0)}),
    supplement_of_an_edition_never_tried: ("unknown", {"city": UNKNOWN, "review": Truth("held", 0, 0)}),
    partial: ("partial", {"city": PARTIAL}),
    partial_with_nothing_held: ("missing", {"city": MISSING}),
    degraded: ("partial", {"city": PARTIAL}),
    late: ("missing", {"city": MISSING}),
    late_with_a_statement: ("partial", {"city": PARTIAL}),
    late_though_nobody_expected_it: ("missing", {"city": MISSING}),
    stale: ("missing", {"city": MISSING}),
    degraded_with_nothing_held: ("missing", {"city": MISSING}),
    stale_with_a_story: ("partial", {"city": PARTIAL}),
    blocked: ("missing", {"city": MISSING}),
    broken_after_a_story: ("partial", {"city": PARTIAL}),
    blocked_after_a_story: ("partial", {"city": PARTIAL}),
    broken: ("missing", {"city": MISSING}),
    two_labels_held_and_late: ("partial", {"city": HELD, "coast": MISSING}),
    two_labels_said_and_never_tried: ("statement", {"city": STATEMENT, "coast": UNKNOWN}),
    two_labels_held_and_said: ("partial", {"city": HELD, "coast": STATEMENT}),
    two_labels_held_and_closed: ("held", {"city": HELD, "coast": CLOSED}),
}
DAYS: Mapping[Situation, dt.date] = {
    situation: FIRST + dt.timedelta(days=number) for number, situation in enumerate(SITUATIONS)
}


def known_from_two_statements_only(db: Database) -> None:
    """A newspaper that nobody described: pages of two days speak of its editions."""
    for number in range(2):
        date = FIRST + dt.timedelta(days=3 * number)
        save(db, f"https://pamphlet.example/{number}", date, EvidenceKind.STATEMENT, paper=None)


def every_situation(db: Database) -> None:
    """Every day of the Herald, and the two editions of the Pamphlet."""
    for situation, date in DAYS.items():
        situation(db, date)
    known_from_two_statements_only(db)
