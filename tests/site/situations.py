"""Situations of an archive that pages have to cope with, as named functions; ``everything`` has all of them.

The papers are fictional: The Evening Lantern (two labels, a supplement), Der Uferbote (one edition a day, excerpts),
The Ledger (known from what its stories say), and a website in Arabic that dates nothing.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace

from sqlite_utils import Database

from scraper.archive.keys import story_key
from scraper.archive.write import ledger, looks, runs, stories
from scraper.items import (
    Access,
    Capture,
    ClosedEdition,
    Draft,
    EditionDate,
    EditionKey,
    Evidence,
    EvidenceKind,
    FurtherEvidence,
    Image,
    ListedEdition,
    Look,
    Outcome,
    RelatedLink,
    Story,
    StoryLink,
)
from scraper.publication import LabelRules, Publication
from scraper.reasons import Code, Reason

LANTERN = Publication(
    slug="evening-lantern",
    title="The Evening Lantern",
    timezone="Europe/London",
    language="en-GB",
    place="Saltholm",
    homepage="https://lantern.example/",
    labels=(LabelRules(id="city", name="City", default=True), LabelRules(id="coast", name="Coast")),
)
UFERBOTE = Publication(slug="uferbote", title="Der Uferbote", timezone="Europe/Berlin", language="de")
LEDGER = Publication(slug="the-ledger", title="The Ledger", timezone="Europe/London", language="en-GB")

FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY = (dt.date(2026, 3, day) for day in (6, 7, 8, 9, 10))
OFFSETS = itertools.count(step=1000)


def address(name: str) -> str:
    """Where a story of the Lantern lies."""
    return f"https://lantern.example/{name}"


def key_of(name: str) -> str:
    """The key of a story of the Lantern."""
    return story_key(address(name))


def captured(url: str, hour: int = 6) -> Capture:
    """One fetch on the day after the last edition."""
    return Capture(
        url=url,
        fetched=dt.datetime(2026, 3, 11, hour, tzinfo=dt.UTC),
        sha256="5e" * 32,
        file="2026-03-11.warc.gz",
        offset=next(OFFSETS),
        length=900,
        content_type="text/html",
    )


def link(name: str, headline: str, section: str, page: str, position: int, **fields: str) -> StoryLink:
    """A story of the Lantern as its index lists it."""
    return StoryLink(url=address(name), headline=headline, section=section, page=page, position=position, **fields)


def noted(text: str) -> Reason:
    """A reason that is nothing but words."""
    return Reason(code=Code.NOTE, text=text)


def collect(
    db: Database,
    publication: Publication,
    key: EditionKey,
    listed: Sequence[tuple[StoryLink, Draft | str]],
    outcome: Outcome = Outcome.COMPLETE,
    detail: str = "",
    **listing: str,
) -> None:
    """Collect an edition: what its index lists, each with the draft of its page or why it failed."""
    links = [link for link, _ in listed]
    ledger.enter(db, publication, ListedEdition(key=key, links=links, index_name="index", **listing), run_id=None)
    dated = EditionDate(
        date=key.date,
        publication=publication.title,
        label=key.label,
        evidence=Evidence(kind=EvidenceKind.INDEX, text=f"{publication.title}, {key.date}"),
    )
    for link_, found in listed:
        if not isinstance(found, str):
            story = Story(draft=found, edition=dated, publication=publication.slug, placement=(key, link_))
            stories.save(db, story, captured(found.url), publication=publication)
    failures = [(link.url, noted(found)) for link, found in listed if isinstance(found, str)]
    reasons = (noted(detail),) if detail else ()
    closed = ClosedEdition(key=key, outcome=outcome, reasons=reasons, failures=failures)
    ledger.close(db, publication, closed, run_id=None)


FERRY = Draft(
    url=address("ferry"),
    headline="Night ferry <b>stays</b> & sails",
    print_headline="It sails on",
    kicker="Harbour",
    standfirst="The council votes nine to eight.",
    byline="Ada Quill",
    authors=("Ada Quill",),
    dateline="SALTHOLM",
    body="The night ferry stays.\n\nSo the council decided, after the harbour master spoke of AT&T and co-op boats.",
    body_html='<p>The night ferry stays.</p><p onclick="x()">So the <a href="javascript:x()">council</a> decided, '
    "after the harbour master spoke of AT&amp;T and co-op boats.</p><script>alert(1)</script><img src=x onerror=x()>",
    language="en-GB",
    published="2026-03-06T22:15:00+00:00",
    section="Front page",
    page="1",
    images=(Image(url="https://lantern.example/ferry.jpg", caption="The ferry at dusk.", credit="Jo Lamp"),),
    topics=("ferry", "council"),
    related_links=(
        RelatedLink(url=address("tides"), headline="Tides rise", standfirst="A little."),
        RelatedLink(url=address("budget"), headline="Budget"),
    ),
    found_by={"headline": "JSON-LD"},
)
BUDGET = Draft(
    url=address("budget"),
    headline="Budget passes",
    body="Tessaly: the budget passed late.",
    byline="Bo Reed",
    dateline="TESSALY",
    language="en-GB",
)
CRICKET = Draft(url=address("cricket"), headline="Rain stops play", body="Rain fell on the oval.", language="en-GB")
REVIEW = Draft(url=address("review"), headline="A history of fog", body="Fog, at length.", language="en-GB")
QUAY = Draft(url=address("quay"), headline="Quay reopens", body="The quay is open.", language="en-GB")


def two_labels_and_a_supplement(db: Database) -> None:
    """Saturday's Lantern: city and coast share two stories, and a review goes with the city edition."""
    front = link("ferry", "It sails on", "Front page", "1", 1, kicker="Harbour")
    budget = link("budget", "Budget passes", "Front page", "1", 2)
    cricket = link("cricket", "Rain stops play", "Sport", "8", 3)
    quay = link("quay", "Quay reopens", "Coast", "3", 3)
    collect(
        db,
        LANTERN,
        EditionKey(LANTERN.slug, SATURDAY, "city"),
        [(front, FERRY), (budget, BUDGET), (cricket, CRICKET)],
        name="City",
        issue="4711",
        index_url="https://lantern.example/2026-03-07/",
    )
    collect(
        db,
        LANTERN,
        EditionKey(LANTERN.slug, SATURDAY, "coast"),
        [(front, FERRY), (budget, BUDGET), (quay, QUAY)],
        name="Coast",
    )
    collect(
        db,
        LANTERN,
        EditionKey(LANTERN.slug, SATURDAY, "review", supplement_of="city"),
        [(link("review", "A history of fog", "Review", "R1", 1), REVIEW)],
        name="The Review",
    )


def listed_but_not_held(db: Database) -> None:
    """Monday's Lantern lists two stories, of which one was gone."""
    school = Draft(url=address("school"), headline="School opens", body="Pupils came.", language="en-GB")
    collect(
        db,
        LANTERN,
        EditionKey(LANTERN.slug, MONDAY, "city"),
        [
            (link("gone", "Mayor <i>resigns</i>", "Front page", "1", 1), "HTTP 404"),
            (link("school", "School opens", "City", "2", 2), school),
        ],
        Outcome.PARTIAL,
        "1 of 2 stories failed",
        name="City",
    )


def late_closed_and_never_tried(db: Database) -> None:
    """Tuesday's Lantern was late; on Sunday it does not appear; Friday's was expected and never tried."""
    tuesday = EditionKey(LANTERN.slug, TUESDAY, "city")
    late = ClosedEdition(key=tuesday, outcome=Outcome.LATE, reasons=(noted("no index at 09:00, nor an hour later"),))
    ledger.close(db, LANTERN, late, run_id=None)
    expected = [(FRIDAY, "city", "expected"), (SUNDAY, "city", "closed"), (SATURDAY, "late", "optional")]
    ledger.expect(db, LANTERN, expected)


def web_dated_and_undated(db: Database) -> None:
    """A live blog dated by its web publication only, and a page without any date."""
    live = Draft(url=address("live"), headline="Live: the tide", body="It rises.", language="en-GB")
    on_the_web = EditionDate(
        date=SATURDAY,
        publication=LANTERN.title,
        evidence=Evidence(kind=EvidenceKind.PUBLISHED, text="2026-03-07T21:00:00Z"),
    )
    stories.save(db, Story(draft=live, edition=on_the_web, publication=LANTERN.slug), captured(live.url))
    about = Draft(url=address("about"), headline="About the lantern", body="It is old.", language="en-GB")
    stories.save(db, Story(draft=about, edition=None, publication=LANTERN.slug), captured(about.url))


def changed_headline(db: Database) -> None:
    """The school story changed between two collections."""
    school = Draft(url=address("school"), headline="School opens late", body="Pupils came, in time.", language="en-GB")
    stories.save(db, Story(draft=school, edition=None, publication=LANTERN.slug), captured(school.url, hour=9))


def one_edition_a_day(db: Database) -> None:
    """Two days of Der Uferbote, whose stories are excerpts."""
    for day, name, headline in ((FRIDAY, "pegel", "Pegel fällt"), (SATURDAY, "bruecke", "Brücke „gesperrt“")):
        url = f"https://uferbote.example/{name}"
        draft = Draft(url=url, headline=headline, body="Am Ufer.", language="de", access=Access.EXCERPT)
        listed = StoryLink(url=url, headline=headline, section="Lokales", page="A1", position=1)
        collect(db, UFERBOTE, EditionKey(UFERBOTE.slug, day), [(listed, draft)])


def known_from_its_stories(db: Database) -> None:
    """The Ledger was never collected; one page, imported, says which edition it stood in."""
    draft = Draft(
        url="https://newsstand.example/ledger/1",
        headline="Salt prices fall",
        body="Salt is cheap.",
        language="en-GB",
        access=Access.HEADLINE,
    )
    said = EditionDate(
        date=dt.date(2024, 12, 7),
        publication=LEDGER.title,
        issue="88",
        also=(
            FurtherEvidence(
                evidence=Evidence(kind=EvidenceKind.STRUCTURED, text="printed 2024-12-08"), date=dt.date(2024, 12, 8)
            ),
        ),
        evidence=Evidence(
            kind=EvidenceKind.STATEMENT, text="This story is from the December 07, 2024 edition of The Ledger."
        ),
        section="Business",
        page="B2",
    )
    stories.save(db, Story(draft=draft, edition=said, publication=LEDGER.slug), captured(draft.url), publication=LEDGER)


def website_in_arabic(db: Database) -> None:
    """A page of no known newspaper, without a date, written from right to left."""
    draft = Draft(
        url="https://akhbar.example/1", headline="مدينة الميناء", body="نص القصة.", language="ar", site="أخبار"
    )
    story = Story(draft=draft, edition=None, publication="akhbar.example")
    stories.save(db, story, captured(draft.url))


def taken_down(db: Database) -> None:
    """A story that was removed on request."""
    row = {
        "key": key_of("removed"),
        "url": address("removed"),
        "reason": "At the request of the family",
        "removed": "2026-03-12T10:00:00Z",
    }
    db.table("takedowns").insert(row)


def weekly_and_website(db: Database) -> None:
    """The Gleaner is printed on Fridays, of which two were expected; a website published on two days. On its own."""
    gleaner = Publication(slug="gleaner", title="The Gleaner", timezone="Europe/London", language="en-GB")
    ledger.expect(db, gleaner, [(FRIDAY, "", "expected"), (FRIDAY + dt.timedelta(days=7), "", "expected")])
    for day in (FRIDAY, TUESDAY):
        url = f"https://blog.example/{day}"
        dated = EditionDate(
            date=day, publication="blog.example", evidence=Evidence(kind=EvidenceKind.PUBLISHED, text="x")
        )
        draft = Draft(url=url, headline=f"Post of {day}", body="Words.", language="en", site="blog.example")
        stories.save(db, Story(draft=draft, edition=dated, publication="blog.example"), captured(url))


def a_run_look_by_look(db: Database) -> None:
    """One edition is complete, one is in part, one is not there, and of another paper nothing answers."""
    run = runs.begin(db, "run", {"slugs": [LANTERN.slug, LEDGER.slug], "captures": "/home/me/captures"})
    begin = dt.datetime(2026, 3, 10, 4, 0, tzinfo=dt.UTC)
    not_found = Reason(code=Code.NOT_FOUND, status=404)
    for number, (publication, date, label, outcome, reasons, listed, added) in enumerate((
        (LANTERN, SATURDAY, "city", Outcome.COMPLETE, (), 3, 3),
        (LANTERN, dt.date(2026, 3, 9), "city", Outcome.PARTIAL,
         (Reason(code=Code.NOT_HELD, number=1, listed=2, because=(not_found,)),), 2, 1),
        (LANTERN, dt.date(2026, 3, 10), "city", Outcome.LATE,
         (Reason(code=Code.NOT_THERE, because=(not_found,)),), 0, 0),
        (LEDGER, dt.date(2026, 3, 10), "", None, (Reason(code=Code.NAME_UNKNOWN),), 0, 0),
    )):  # fmt: skip
        look = Look(
            key=EditionKey(publication.slug, date, label),
            began=begin + dt.timedelta(minutes=number),
            ended=begin + dt.timedelta(minutes=number, seconds=42),
            outcome=outcome,
            reasons=reasons,
            listed=listed,
            added=added,
        )
        looks.enter(db, publication, look, run)
    started = {"started": "2026-03-10T04:00:00Z", "finished": "2026-03-10T04:05:00Z"}
    db.table("runs").update(run, {**started, "result": "finished"})


def everything(db: Database) -> None:
    """All of the above, in one archive."""
    run = runs.begin(db, "collect", {})
    two_labels_and_a_supplement(db)
    listed_but_not_held(db)
    late_closed_and_never_tried(db)
    web_dated_and_undated(db)
    changed_headline(db)
    one_edition_a_day(db)
    known_from_its_stories(db)
    website_in_arabic(db)
    taken_down(db)
    runs.finish(db, run, "finished", {})
    a_run_look_by_look(db)


def many_papers(db: Database) -> None:
    """Fourteen papers of six languages, with one edition of one story each."""
    names = [("The Abbey Argus", "en-GB"), *((f"Beacon {number}", "en-GB") for number in range(8)), ("L’Écho", "fr")]
    names += [("Meridian", "en-GB"), ("Die Zeit", "de-AT"), ("Житомир", "uk"), ("港新聞", "ja")]
    for number, (title, language) in enumerate(reversed(names)):
        paper = Publication(
            slug=f"paper-{number}", title=title, timezone="UTC", language=language, country=language[3:] or "FR"
        )
        draft = Draft(url=address(f"of-{number}"), headline="Rain", body="It rains.", language=language)
        listed = link(f"of-{number}", "Rain", "News", "1", 1)
        collect(db, paper, EditionKey(paper.slug, SATURDAY, ""), [(listed, draft)])


def an_edition_of_1704_and_one_of_2021(db: Database) -> None:
    """A paper of which nothing is known for three centuries."""
    for name, date in (("gazette", dt.date(1704, 4, 24)), ("jubilee", dt.date(2021, 4, 24))):
        listed = link(name, "Rain stops play", "News", "1", 1)
        collect(db, LEDGER, EditionKey(LEDGER.slug, date, ""), [(listed, replace(CRICKET, url=address(name)))])


def another_story(db: Database, number: int) -> None:
    """One more story of Saturday's city edition, as a running collection writes it."""
    url = address(f"more-{number}")
    draft = replace(BUDGET, url=url, headline=f"Bulletin {number}", body=f"Bulletin number {number}.")
    dated = EditionDate(
        date=SATURDAY, publication=LANTERN.title, label="city", evidence=Evidence(kind=EvidenceKind.STATEMENT, text="x")
    )
    stories.save(db, Story(draft=draft, edition=dated, publication=LANTERN.slug), captured(url), publication=LANTERN)
