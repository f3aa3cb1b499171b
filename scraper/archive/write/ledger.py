"""The ledger: which editions are expected, what each lists, how its collection ended, and what is missing."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass

from sqlite_utils import Database

from scraper.archive.edition_states import READ_RIGHTLY
from scraper.archive.schema import CLAIMED
from scraper.archive.write import takedowns
from scraper.archive.write.dating import DOUBTFUL, date_anew, date_by_index
from scraper.archive.write.runs import now, stamp
from scraper.archive.write.stories import link_placements, save_publication
from scraper.items import ClosedEdition, EditionKey, Expectation, ListedEdition, Outcome, StoryLink
from scraper.publication import Publication
from scraper.reasons import Code, Reason, dump, dumps, shown
from scraper.urls import canonical

LINK_COLUMNS = f"""placements.url, placements.headline, placements.kicker, placements.standfirst, placements.byline,
    placements.section, placements.page, placements.position, {DOUBTFUL} OR {CLAIMED}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionState:
    """What the archive holds of one edition; ``listed`` and ``held`` count stories.

    ``unverified`` are the parts of its newspaper's file that read it and that nobody has confirmed; the same rules have
    read ``read_rightly`` editions to the end, the first on the day ``since``.
    """

    outcome: str | None
    detail: str  # reasons, as JSON
    listed: int
    held: int
    sections: int
    last_collected: str | None
    rules: str  # the fingerprint of the rules that have read it (``scraper.collect.rules_followed``)
    unverified: tuple[str, ...]
    read_rightly: int
    since: dt.date | None

    @property
    def is_claim(self) -> bool:
        """Whether this is what imported captures say, and nobody here has seen it."""
        return any(reason.code is Code.CLAIMED for reason in shown(self.detail))

    @property
    def is_from_web_archive(self) -> bool:
        """Whether its list is from a web archive, as its newspaper had it no more."""
        return any(reason.code is Code.FROM_WEB_ARCHIVE for reason in shown(self.detail))


def _edition_id(db: Database, publication_id: int, key: EditionKey) -> int:
    parent_id = None
    if key.supplement_of is not None:
        parent_id = _edition_id(db, publication_id, EditionKey(key.publication, key.date, key.supplement_of))
    date = key.date.isoformat()
    db.execute(
        "INSERT INTO editions (publication_id, date, label, parent_id, detail) VALUES (?, ?, ?, ?, '[]') "
        "ON CONFLICT DO NOTHING",
        [publication_id, date, key.label, parent_id],
    )
    row = db.execute(
        "SELECT id FROM editions WHERE publication_id = ? AND date = ? AND label = ?", [publication_id, date, key.label]
    ).fetchone()
    return int(row[0])


def enter(
    db: Database,
    publication: Publication | str,
    listing: ListedEdition,
    *,
    run_id: int | None,
    moment: dt.datetime | None = None,
    ordered: dt.datetime | None = None,
    said_by: str = "",
) -> list[StoryLink]:
    """Enter what an edition's index lists.

    What an earlier index listed and this one does not is kept: newspapers take stories off their pages. So of a list
    that is older than the last collection only what that did not list is entered.

    :param publication: its facts; or its slug, where no file describes it.
    :param run_id: the run that read the index.
    :param moment: when it was read; now unless given.
    :param ordered: where that stands among others, if the moment is in doubt.
    :param said_by: the imported file that says so; empty where this archive has read the index itself.
    :returns: the links whose story is not held yet, or not whole, in printed order.
    """
    with db.atomic():
        publication_id = save_publication(db, publication, title=listing.publication_title)
        edition_id = _edition_id(db, publication_id, listing.key)
        if not _may_enter(db, edition_id, said_by):
            return []
        is_older = moment is not None and _times(db, edition_id)[1] > stamp(ordered or moment)
        if not is_older:
            db.table("editions").update(
                edition_id,
                {
                    "name": listing.name,
                    "title": listing.title,
                    "issue": listing.issue,
                    "index_name": listing.index_name,
                    "index_url": listing.index_url,
                    "listed": len(listing.links),
                    "cover_url": listing.cover_url,
                    "rules": listing.rules,
                    "unverified": json.dumps(listing.unverified, ensure_ascii=False),
                    "run_id": run_id,
                },
            )
        missing = []
        found: list[tuple[int, str]] = []  # stories that are held
        listing = takedowns.without_words(db, listing)
        gone = takedowns.removed_among(db, (canonical(link.url) for link in listing.links))
        for link in listing.links:
            url = canonical(link.url)
            held = db.execute("SELECT story_id FROM addresses WHERE url = ?", [url]).fetchone()
            if is_older and held and _has_place(db, edition_id, held[0]):  # perhaps at the address it has moved to
                continue
            db.execute(
                """
                INSERT INTO placements
                    (edition_id, url, position, section, page, headline, kicker, standfirst, byline)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (edition_id, url) DO UPDATE SET position = excluded.position, section = excluded.section,
                    page = excluded.page, kicker = excluded.kicker,
                    headline = coalesce(nullif(excluded.headline, ''), headline),
                    standfirst = excluded.standfirst, byline = excluded.byline WHERE NOT ?
                """,
                [
                    edition_id,
                    url,
                    link.position,
                    link.section,
                    link.page,
                    link.headline,
                    link.kicker,
                    link.standfirst,
                    link.byline,
                    is_older,
                ],
            )
            if held:
                found.append((held[0], url))
            if url not in gone and (not held or _is_cut_short(db, edition_id, url)):
                missing.append(link)
        takedowns.refuse(db, gone)
        if not is_older:
            _leave_old_places(db, edition_id, [story_id for story_id, _ in found], addresses_of(listing.links))
        for story_id, url in found:  # when all places are entered, as two of them may be one
            link_placements(db, story_id, [url])
        if (missing or listing.doubt or said_by) and not is_older:
            # Until this collection ends, how an earlier one ended says nothing: a killed one leaves a gap.
            detail = dumps([*_claim(said_by), *([listing.doubt] if listing.doubt else [])])
            db.execute("UPDATE editions SET outcome = NULL, detail = ? WHERE id = ?", [detail, edition_id])
        date_by_index(db, edition_id)
        _drop_guessed_editions(db, edition_id)
    return missing


def _claim(said_by: str) -> list[Reason]:
    return [Reason(code=Code.CLAIMED, text=said_by)] if said_by else []


def _may_enter(db: Database, edition_id: int, said_by: str) -> bool:
    """Whether a record may be entered: what imports say of an edition gives way to what this archive has seen of it."""
    is_claim, is_known = db.execute(
        f"SELECT {CLAIMED}, outcome IS NOT NULL OR listed IS NOT NULL OR last_collected IS NOT NULL "  # noqa: S608
        "FROM editions WHERE id = ?",
        [edition_id],
    ).fetchone()
    if said_by:
        return is_claim or not is_known
    if is_claim:
        stories = _listed_stories(db, edition_id)
        db.execute("DELETE FROM placements WHERE edition_id = ? AND position > 0", [edition_id])
        db.execute(
            "UPDATE editions SET name = '', title = '', issue = '', outcome = NULL, detail = '[]', index_name = '', "
            "index_url = '', listed = NULL, cover_url = '', first_collected = NULL, last_collected = NULL, rules = '', "
            "unverified = '[]', ordered = NULL WHERE id = ?",
            [edition_id],
        )
        for story_id in stories:
            date_anew(db, story_id)
    return True


def _is_cut_short(db: Database, edition_id: int, url: str) -> bool:
    """Whether a listed story is held without one of its pages."""
    row = db.execute("SELECT failure FROM placements WHERE edition_id = ? AND url = ?", [edition_id, url]).fetchone()
    return any(reason.code is Code.STORY_CUT_SHORT for reason in shown(row[0]))


def _drop_guessed_editions(db: Database, edition_id: int) -> None:
    """Delete an edition known only from its stories' statements, where an index now lists the same stories."""
    db.execute(
        """
        DELETE FROM placements WHERE position = 0 AND edition_id <> ?1
        AND story_id IN (SELECT story_id FROM placements WHERE edition_id = ?1)
        AND edition_id IN (SELECT other.id FROM editions AS other JOIN editions AS this ON this.id = ?1
            WHERE other.publication_id = this.publication_id AND other.date = this.date AND other.outcome IS NULL)
        """,
        [edition_id],
    )
    db.execute(
        """
        DELETE FROM editions WHERE outcome IS NULL AND listed IS NULL AND id <> ?1
        AND (publication_id, date) = (SELECT publication_id, date FROM editions WHERE id = ?1)
        AND NOT EXISTS (SELECT 1 FROM placements WHERE edition_id = editions.id)
        AND NOT EXISTS (SELECT 1 FROM editions AS supplement WHERE supplement.parent_id = editions.id)
        """,
        [edition_id],
    )


def close(
    db: Database,
    publication: Publication | str,
    closed: ClosedEdition,
    *,
    run_id: int | None,
    moment: dt.datetime | None = None,
    ordered: dt.datetime | None = None,
    said_by: str = "",
) -> None:
    """Store how the collection of an edition ended, and why listed stories are not held; the last one counts.

    :param publication: its facts; or its slug, where no file describes it.
    :param run_id: the run that collected it.
    :param moment: when it ended; now unless given.
    :param ordered: where that stands among others, if the moment is in doubt.
    :param said_by: the imported file that says so; empty where this archive has collected it itself.
    """
    ended = stamp(moment) if moment else now()
    with db.atomic():
        edition_id = _edition_id(db, save_publication(db, publication), closed.key)
        if not _may_enter(db, edition_id, said_by):
            return
        first, last = _times(db, edition_id)
        db.execute("UPDATE editions SET first_collected = ? WHERE id = ?", [min(first or ended, ended), edition_id])
        if last > (stamp(ordered) if ordered else ended):
            return
        db.execute(
            "UPDATE editions SET outcome = ?, detail = ?, run_id = ?, last_collected = ?, ordered = ? WHERE id = ?",
            [
                closed.outcome.value,
                dumps([*_claim(said_by), *closed.reasons]),
                run_id,
                ended,
                stamp(ordered) if ordered else None,
                edition_id,
            ],
        )
        if closed.outcome is Outcome.STALE:
            _withdraw(db, edition_id)
        elif any(reason.code is Code.DAY_IN_DOUBT for reason in closed.reasons):
            for story_id in _listed_stories(db, edition_id):
                date_anew(db, story_id)
        else:
            date_by_index(db, edition_id)  # its list may have been in doubt until its stories were read
        db.execute("UPDATE placements SET failure = '' WHERE edition_id = ? AND story_id IS NOT NULL", [edition_id])
        for url, failure in closed.failures:
            if failure.code is Code.SAME_TEXT and not said_by:
                db.execute(
                    "DELETE FROM stories WHERE id = (SELECT story_id FROM addresses WHERE url = ?) "
                    "AND publication_id = (SELECT publication_id FROM editions WHERE id = ?)",
                    [canonical(url), edition_id],
                )
            db.execute(
                "UPDATE placements SET failure = ? WHERE edition_id = ? AND url = ? AND (story_id IS NULL OR ?)",
                [dump(failure), edition_id, canonical(url), failure.code is Code.STORY_CUT_SHORT],
            )


def _has_place(db: Database, edition_id: int, story_id: int) -> bool:
    sql = "SELECT 1 FROM placements WHERE edition_id = ? AND story_id = ? AND position > 0"
    return db.execute(sql, [edition_id, story_id]).fetchone() is not None


def _leave_old_places(db: Database, edition_id: int, stories: Collection[int], listed: Set[str]) -> None:
    """Take stories out of the places at addresses that they had before, where the newest list has their new ones."""
    for story_id in stories:
        sql = "SELECT url FROM placements WHERE edition_id = ? AND story_id = ? AND position > 0"
        for (url,) in db.execute(sql, [edition_id, story_id]).fetchall():
            if url not in listed:
                db.execute("DELETE FROM placements WHERE edition_id = ? AND url = ?", [edition_id, url])


def _times(db: Database, edition_id: int) -> tuple[str, str]:
    """When an edition was first collected, and where its last collection stands; empty where it was not."""
    sql = "SELECT first_collected, coalesce(ordered, last_collected) FROM editions WHERE id = ?"
    row = db.execute(sql, [edition_id]).fetchone()
    return row[0] or "", row[1] or ""


def knows(db: Database, edition: ListedEdition | ClosedEdition, moment: dt.datetime, *, said_by: str = "") -> bool:
    """Whether what was written down of an edition at this moment would add nothing to what is held of it.

    :param said_by: the imported file that says it, if no more than that is known of it.
    """
    held = state(db, edition.key)
    is_known = held is not None and bool(held.outcome or held.listed or held.last_collected)
    if held is not None and is_known and held.is_claim is not bool(said_by):
        return bool(said_by)
    row = db.execute(
        """
        SELECT first_collected, coalesce(ordered, last_collected) FROM editions
        JOIN publications ON publications.id = editions.publication_id
        WHERE publications.slug = ? AND editions.date = ? AND editions.label = ?
        """,
        [edition.key.publication, edition.key.date.isoformat(), edition.key.label],
    ).fetchone()
    if row is None:
        return False
    first, last = row
    if isinstance(edition, ClosedEdition):
        return first is not None and first <= stamp(moment) <= last
    is_newer = last is not None and stamp(moment) > last
    return not is_newer and addresses_of(edition.links) <= addresses(db, edition.key)


def was_listed(db: Database, key: EditionKey) -> bool:
    """Whether a list of this edition was entered, though it may have been found to be another day's."""
    held = state(db, key)
    return held is not None and (held.listed > 0 or held.outcome == Outcome.STALE)


def _withdraw(db: Database, edition_id: int) -> None:
    """Take back a list that was found to be another day's: its placements, and the dates that it gave to stories."""
    stories = _listed_stories(db, edition_id)
    db.execute("DELETE FROM placements WHERE edition_id = ? AND position > 0", [edition_id])
    db.execute("UPDATE editions SET listed = NULL WHERE id = ?", [edition_id])
    for story_id in stories:
        date_anew(db, story_id)


def _listed_stories(db: Database, edition_id: int) -> list[int]:
    """The held stories that an edition's index lists."""
    listed = "SELECT story_id FROM placements WHERE edition_id = ? AND position > 0 AND story_id IS NOT NULL"
    return [story_id for (story_id,) in db.execute(listed, [edition_id]).fetchall()]


def expect(
    db: Database,
    publication: Publication,
    expectations: Iterable[Expectation | tuple[dt.date, str, str]],
    *,
    between: tuple[dt.date, dt.date] | None = None,
) -> bool:
    """Store which editions the schedule expects.

    :param expectations: of each edition (``schedule.expectations``).
    :param between: the first and last day of which these are all: what was expected besides is withdrawn, as a
        schedule that was wrong, or has changed, expected it.
    :returns: whether one of them was not known.
    """
    wanted = {
        (each.date.isoformat(), each.label): (each.expectation, dumps([each.why] if each.why else []))
        for each in itertools.starmap(Expectation, expectations)
    }
    with db.atomic():
        publication_id = save_publication(db, publication)
        rows = db.execute(
            "SELECT date, label, expectation, detail FROM expected_editions WHERE publication_id = ?", [publication_id]
        )
        known = {(date, label): (expectation, detail) for date, label, expectation, detail in rows.fetchall()}
        first, last = (day.isoformat() for day in between) if between else ("", "")
        for date, label in known.keys() - wanted.keys():
            if first <= date <= last:
                sql = "DELETE FROM expected_editions WHERE publication_id = ? AND date = ? AND label = ?"
                db.execute(sql, [publication_id, date, label])
        for (date, label), (expectation, detail) in wanted.items():
            if known.get((date, label)) != (expectation, detail):
                db.execute(
                    """
                    INSERT INTO expected_editions (publication_id, date, label, expectation, detail)
                    VALUES (?, ?, ?, ?, ?) ON CONFLICT (publication_id, date, label)
                    DO UPDATE SET expectation = excluded.expectation, detail = excluded.detail
                    """,
                    [publication_id, date, label, expectation, detail],
                )
        return bool(wanted.keys() - known.keys())


def state(db: Database, key: EditionKey) -> EditionState | None:
    """What the archive holds of an edition; None if it was never entered."""
    row = db.execute(
        f"""
        SELECT editions.outcome, editions.detail, coalesce(editions.listed, 0), editions.last_collected,
            (SELECT count(story_id) FROM placements WHERE edition_id = editions.id),
            (SELECT count(DISTINCT section) FROM placements WHERE edition_id = editions.id),
            editions.rules, editions.unverified, {READ_RIGHTLY}
        FROM editions JOIN publications ON publications.id = editions.publication_id
        WHERE publications.slug = ? AND editions.date = ? AND editions.label = ?
        """,  # noqa: S608
        [key.publication, key.date.isoformat(), key.label],
    ).fetchone()
    if row is None:
        return None
    outcome, detail, listed, last_collected, held, sections, rules, unverified, read_rightly, since = row
    return EditionState(
        outcome=outcome,
        detail=detail,
        listed=listed,
        held=held,
        sections=sections,
        last_collected=last_collected,
        rules=rules,
        unverified=tuple(json.loads(unverified)),
        read_rightly=read_rightly,
        since=dt.date.fromisoformat(since[:10]) if since else None,
    )


def collected_after(db: Database, key: EditionKey, moment: dt.datetime) -> bool:
    """Whether an edition was collected after this moment, so that a list of then is not its newest."""
    row = db.execute(
        "SELECT coalesce(ordered, last_collected) FROM editions "
        "JOIN publications ON publications.id = editions.publication_id "
        "WHERE publications.slug = ? AND editions.date = ? AND editions.label = ?",
        [key.publication, key.date.isoformat(), key.label],
    ).fetchone()
    return row is not None and (row[0] or "") > stamp(moment)


def addresses(db: Database, key: EditionKey) -> set[str]:
    """The addresses that an edition lists, as it was collected last."""
    rows = db.execute(
        """
        SELECT placements.url FROM placements JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        WHERE slug = ? AND editions.date = ? AND editions.label = ? AND position > 0
        """,
        [key.publication, key.date.isoformat(), key.label],
    )
    return {url for (url,) in rows.fetchall()}


def addresses_of(links: Iterable[StoryLink]) -> set[str]:
    """The canonical addresses of links, as placements keep them."""
    return {canonical(link.url) for link in links}


def placement_of(db: Database, url: str, of_site: Collection[str] = ()) -> tuple[EditionKey, StoryLink] | None:
    """The edition and the link by which an index lists this address; None where none does.

    Where several editions list it, the earliest counts of those whose day is certain, of its own newspaper first.

    :param of_site: the newspapers whose site the address is on.
    """
    own = ", ".join("?" * len(of_site))
    row = db.execute(
        f"""
        SELECT publications.slug, editions.date, editions.label, parents.label, {LINK_COLUMNS}
        FROM placements JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        LEFT JOIN editions AS parents ON parents.id = editions.parent_id
        WHERE placements.url = ? AND placements.position > 0 AND editions.outcome IS NOT 'stale'
        ORDER BY publications.slug NOT IN ({own}), {CLAIMED}, {DOUBTFUL}, editions.date, publications.slug,
            editions.label LIMIT 1
        """,  # noqa: S608
        [canonical(url), *of_site],
    ).fetchone()
    if row is None:
        return None
    slug, date, label, parent, *link = row
    return EditionKey(slug, dt.date.fromisoformat(date), label, parent), _link(*link)


def held_links(db: Database, key: EditionKey) -> list[StoryLink]:
    """The stories of an edition that are held, as its index listed them when it was collected last."""
    rows = db.execute(
        f"""
        SELECT {LINK_COLUMNS} FROM placements JOIN editions ON editions.id = placements.edition_id
        JOIN publications ON publications.id = editions.publication_id
        WHERE slug = ? AND editions.date = ? AND editions.label = ? AND position > 0 AND placements.story_id IS NOT NULL
        ORDER BY position, placements.id
        """,  # noqa: S608
        [key.publication, key.date.isoformat(), key.label],
    )
    return [_link(*row) for row in rows.fetchall()]


def _link(
    url: str,
    headline: str,
    kicker: str,
    standfirst: str,
    byline: str,
    section: str,
    page: str,
    position: int,
    doubtful: int,
) -> StoryLink:
    return StoryLink(
        url=url,
        headline=headline,
        kicker=kicker,
        standfirst=standfirst,
        byline=byline,
        section=section,
        page=page,
        position=position,
        doubtful=bool(doubtful),
    )


def days_between(db: Database, slug: str) -> list[dt.date]:
    """The first and the last day of which an edition was collected; an empty list where none was."""
    row = db.execute(
        f"""
        SELECT min(editions.date), max(editions.date) FROM editions
        JOIN publications ON publications.id = editions.publication_id
        WHERE publications.slug = ? AND editions.outcome IS NOT NULL AND NOT {CLAIMED}
        """,  # noqa: S608
        [slug],
    ).fetchone()
    return [dt.date.fromisoformat(day) for day in row if day]


def collected(db: Database) -> set[str]:
    """The slugs of the newspapers of which this archive has collected editions."""
    rows = db.execute(
        "SELECT DISTINCT slug FROM publications JOIN editions ON publication_id = publications.id "  # noqa: S608
        f"WHERE outcome IS NOT NULL AND NOT {CLAIMED}"
    )
    return {slug for (slug,) in rows}


def slugs(db: Database) -> set[str]:
    """The slugs of all newspapers of which something is held."""
    return {slug for (slug,) in db.execute("SELECT slug FROM publications").fetchall()}
