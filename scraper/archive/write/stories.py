"""Store stories: one row each; a changed text makes a new version and keeps the old one.

What the rows say does not depend on the order in which captures arrive: the strongest evidence dates a story and among
equals the earliest day; versions lie in the order of their fetch times; ids are made of date and key. So a second run,
an import of older captures and a rebuild end in the same archive. One thing does: of different stories that all state
one address for their own, the first that was stored keeps it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlite_utils import Database

from scraper.archive import bigrams, keys, terms
from scraper.archive.texts import hash_of
from scraper.archive.write import arrivals, permissions, takedowns
from scraper.archive.write.dating import STRENGTH, drop_unused, free_id, settle
from scraper.archive.write.runs import stamp
from scraper.items import Access, Capture, Draft, EditionDate, EvidenceKind, Page, Revisit, Story
from scraper.publication import Publication
from scraper.urls import canonical, without_variants

ACCESS_RANK = {access.value: rank for rank, access in enumerate(Access)}  # a part of a page gives way to a whole one
TEXT_FIELDS = ("headline", "standfirst", "byline", "body", "body_html")
WITHHELD = "coalesce(json_extract(stories.found_by, '$.access'), '') = 'noarchive'"  # headline and address only
PLACEMENT_TEXTS = ("section", "page", "headline", "kicker", "standfirst", "byline")
IMPORTED = "-import-"  # in the name of a file of captures that an import wrote
LEAST_ALIKE = 40  # characters of a paragraph that two versions of a story have in common
INDEXED_FIELDS = ("headline", "print_headline", "standfirst", "byline", "body")


@dataclass(frozen=True, slots=True)
class Saved:
    """What storing one story did: it was added, changed, found unchanged, or had been removed on request."""

    key: str
    story_id: int
    what: Literal["added", "changed", "unchanged", "removed"]


def save_publication(db: Database, publication: Publication | str, *, title: str = "", language: str = "") -> int:
    """Enter or update a publication, and return its row id.

    :param publication: its facts; or its slug, where no file describes it.
    :param title, language: what a page says of it; used where only the slug is known.
    """
    slug = publication if isinstance(publication, str) else publication.slug
    row = db.execute("SELECT id FROM publications WHERE slug = ?", [slug]).fetchone()
    if isinstance(publication, str):
        if row:
            if title:
                db.execute("UPDATE publications SET title = ? WHERE id = ? AND title = slug", [title, row[0]])
            return int(row[0])
        return _inserted(
            db, "publications", {"slug": slug, "title": title or slug, "language": language, "kind": "website"}
        )
    facts = ("title", "publisher", "kind", "frequency", "language", "country", "place", "timezone", "homepage", "issn")
    values = {name: getattr(publication, name) for name in facts} | {"declared": 1, "demo": int(publication.demo)}
    if row:
        db.table("publications").update(row[0], values)
        return int(row[0])
    return _inserted(db, "publications", {"slug": slug, **values})


def addresses_of(story: Story, capture: Capture) -> frozenset[str]:
    """The addresses that led to a story: its own, that of its page, and that by which an index lists it."""
    listed = [story.placement[1].url] if story.placement else []
    return frozenset(canonical(url) for url in (story.draft.url, capture.url, *listed))


def _inserted(db: Database, table: str, row: dict[str, Any]) -> int:
    """Insert a row, and return its id."""
    db.table(table).insert(row)
    return int(db.execute("SELECT last_insert_rowid()").fetchone()[0])


def save(
    db: Database,
    story: Story,
    capture: Capture,
    *,
    publication: Publication | None = None,
    unlisted: Collection[str] = (),
) -> Saved:
    """Store one story and the capture it was read from, in one transaction.

    A story that was taken down is not stored again. One that has moved to another address is the same story: it keeps
    its key.

    :param publication: the declared newspaper, where there is one; else the row is made from what the page says.
    :param unlisted: addresses that an earlier list of the story's edition had and the newest has not: there it may have
        moved from.
    """
    with db.atomic():
        story = _at_its_own_address(db, story, capture)
        draft = story.draft
        key = keys.story_key(draft.url)
        if takedowns.removed(db, key, {draft.url, canonical(capture.url)}):
            takedowns.refuse(db, addresses_of(story, capture))
            return Saved(key, 0, "removed")
        publication_id = save_publication(
            db, publication or story.publication, title=draft.site, language=draft.language
        )
        key = _known_key(db, key, story, capture, unlisted)
        row = db.execute(
            f"SELECT id, edition_date, evidence_kind, {WITHHELD}, publication_id FROM stories WHERE key = ?",  # noqa: S608
            [key],
        ).fetchone()
        of_before = row[4] if row else publication_id
        capture_id = _save_capture(db, capture)
        if row is None:
            what: Literal["added", "changed", "unchanged"] = "added"
            story_id = _insert(db, key, publication_id, story, capture, capture_id)
        else:
            held_id, held_date, held_kind, was_withheld, _ = row
            fuller = bool(was_withheld) and not story.withheld
            story_id = _redate(db, held_id, held_date, held_kind, key, story, fuller=fuller)
            db.execute("UPDATE captures SET story_id = ? WHERE id = ?", [story_id, capture_id])
            if _is_newest(db, story_id, capture):
                db.execute("UPDATE stories SET url = ? WHERE id = ?", [draft.url, story_id])
            _leave_places(db, story_id, story, unlisted)
            lesser = story.withheld and not was_withheld
            what = _save_version(db, story_id, draft, capture, capture_id, lesser=lesser, fuller=fuller)
        listed = [story.placement[1].url] if story.placement else []
        _save_addresses(db, story_id, *map(canonical, (draft.url, capture.url, *listed)))
        _save_site(db, story_id, story.of_site)
        story_id = settle(db, [story_id]).get(story_id, story_id)
        if story.placement is None or story.placement[0].publication != story.publication:
            _place_by_statement(db, story_id, publication_id, draft, story.edition)
        (own,) = db.execute("SELECT publication_id FROM stories WHERE id = ?", [story_id]).fetchone()
        drop_unused(db, {publication_id, of_before} - {own})
    return Saved(key, story_id, what)


def _at_its_own_address(db: Database, story: Story, capture: Capture) -> Story:
    """The story, with the address that answered where the one that it states is that of another story.

    That has another headline and no paragraph in common with it, and was never had from this address.
    """
    draft, answered = story.draft, canonical(capture.url)
    listed = [canonical(story.placement[1].url)] if story.placement else []
    if without_variants(draft.url) == without_variants(answered):
        return story
    held = db.execute("SELECT id, headline, body FROM stories WHERE key = ?", [keys.story_key(draft.url)]).fetchone()
    if held is None:
        return story
    story_id, headline, body = held
    known = {url for (url,) in db.execute("SELECT url FROM addresses WHERE story_id = ?", [story_id])}
    one, other = _paragraphs(draft.body), _paragraphs(body)
    if not known.isdisjoint((answered, *listed)) or not one or not other or not one.isdisjoint(other):
        return story
    if hash_of(headline.casefold()) == hash_of(draft.headline.casefold()):
        return story
    return replace(story, draft=replace(draft, url=answered))


def _paragraphs(body: str) -> set[str]:
    return {" ".join(each.split()) for each in body.split("\n\n") if len(each) >= LEAST_ALIKE}


def _known_key(db: Database, key: str, story: Story, capture: Capture, unlisted: Collection[str]) -> str:
    """The key of the story if it is held: by this key, or by another address that it had before.

    Once it has moved, it is known by its address. Else a redirect led from an old address to this one, or its edition
    lists this one in place of an old one. Then the text must be the same, or the headline in an edition of the same
    day: a redirect may also lead from a story that is gone, or from yesterday's weather, to any other.
    """
    draft = story.draft
    if db.execute("SELECT 1 FROM stories WHERE key = ?", [key]).fetchone():
        return key
    listed = [story.placement[1].url] if story.placement else []
    before = {*map(canonical, (draft.url, capture.url, *listed)), *unlisted}
    marks = ", ".join("?" * len(before))
    rows = db.execute(
        f"""
        SELECT DISTINCT stories.key, stories.url, edition_date, headline, body FROM addresses
        JOIN stories ON stories.id = addresses.story_id JOIN publications ON publications.id = publication_id
        WHERE addresses.url IN ({marks}) AND publications.slug = ?
        """,  # noqa: S608
        [*before, story.publication],
    ).fetchall()
    date = str(story.edition.date) if story.edition and story.edition.date else None
    title, text = hash_of(draft.headline.casefold()), hash_of(draft.body)
    for same in (
        [held for held, url, *_ in rows if url == draft.url],
        [held for held, *_, body in rows if body and hash_of(body) == text],
        [held for held, _, day, headline, _ in rows if day == date and hash_of(headline.casefold()) == title],
    ):
        if len(same) == 1:
            return str(same[0])
    return key


def _leave_places(db: Database, story_id: int, story: Story, unlisted: Collection[str]) -> None:
    """Take a story that has moved out of the place in its edition where the newest list does not have it any more."""
    if story.placement is None or not unlisted:
        return
    key, link = story.placement
    marks = ", ".join("?" * len(unlisted))
    db.execute(
        f"""
        DELETE FROM placements WHERE story_id = ? AND url IN ({marks}) AND edition_id = (
            SELECT edition_id FROM placements AS listed JOIN editions ON editions.id = listed.edition_id
            JOIN publications ON publications.id = editions.publication_id
            WHERE slug = ? AND editions.date = ? AND editions.label = ? AND listed.url = ?)
        """,  # noqa: S608
        [story_id, *unlisted, key.publication, key.date.isoformat(), key.label, canonical(link.url)],
    )


def in_file(db: Database, file: str) -> int:
    """How many stories have a capture in this file."""
    sql = "SELECT count(DISTINCT story_id) FROM captures WHERE file = ?"
    return int(db.execute(sql, [file]).fetchone()[0])


def newest_moment(db: Database) -> str:
    """The moment of the last capture or collection, by the order in which they stand; empty of an empty archive."""
    (capture,) = db.execute("SELECT max(coalesce(ordered, fetched)) FROM captures").fetchone()
    (edition,) = db.execute("SELECT max(coalesce(ordered, last_collected)) FROM editions").fetchone()
    return max(capture or "", edition or "")


def holds(db: Database, page: Page, sha256: str, *, withheld: bool) -> bool:
    """Whether this very capture of a page was stored before; of one that does not say its moment, one with its bytes.

    :param sha256: of the page's bytes.
    :param withheld: also count a capture of which no more than headline and address was kept.
    """
    held = db.execute(
        f"""
        SELECT 1 FROM captures LEFT JOIN stories ON stories.id = captures.story_id
        WHERE captures.url = ? AND (captures.fetched = ? OR ?) AND captures.sha256 = ? AND (? OR NOT {WITHHELD})
        """,  # noqa: S608
        [page.url, stamp(page.fetched), page.moment_by is not None, sha256, withheld],
    )
    return held.fetchone() is not None


def text_hash(draft: Draft) -> str:
    """The hash by which the texts of a story are compared."""
    return hash_of(*(getattr(draft, name) for name in TEXT_FIELDS[:4]))


def _texts(draft: Draft) -> dict[str, Any]:
    """The columns of ``stories`` that are taken from the newest text."""
    return {
        "headline": draft.headline,
        "kicker": draft.kicker,
        "standfirst": draft.standfirst,
        "byline": draft.byline,
        "agency": draft.agency,
        "dateline": draft.dateline,
        "body": draft.body,
        "body_html": draft.body_html,
        "language": draft.language,
        "access": draft.access.value,
        "topics": json.dumps(list(draft.topics), ensure_ascii=False),
        "words": _words(draft.body),
        "published": draft.published,
        "modified": draft.modified,
        "text_hash": text_hash(draft),
        "found_by": json.dumps(dict(draft.found_by), ensure_ascii=False, sort_keys=True),
    }


def _words(text: str) -> int:
    """Words of a body; in scripts without spaces, two characters count as one."""
    return len(re.findall(r"\w+", bigrams.RUN.sub(" ", text))) + sum(
        -(-len(run) // 2) for run in bigrams.RUN.findall(text)
    )


def _dating(edition: EditionDate | None, draft: Draft) -> dict[str, Any]:
    """The columns that are taken from the strongest evidence; the page fills in section and page where it has none."""
    place = {"section": draft.section, "page": draft.page, "print_headline": draft.print_headline}
    if edition is None:
        nothing = {"edition_date": None, "evidence_kind": None, "evidence_text": None, "evidence_also": "[]"}
        return nothing | {"issue": "", **place}
    also = [{"kind": more.evidence.kind, "text": more.evidence.text, "date": more.date} for more in edition.also]
    return {
        "edition_date": edition.date.isoformat() if edition.date else None,
        "evidence_kind": edition.evidence.kind.value,
        "evidence_text": edition.evidence.text,
        "evidence_also": json.dumps(also, ensure_ascii=False, default=str),
        "issue": edition.issue,
        "section": edition.section or draft.section,
        "page": edition.page or draft.page,
        "print_headline": draft.print_headline or edition.print_headline,
    }


def _insert(db: Database, key: str, publication_id: int, story: Story, capture: Capture, capture_id: int) -> int:
    date = story.edition.date if story.edition else None
    story_id = free_id(db, date, key)
    fetched = stamp(capture.fetched)
    row = {
        "id": story_id,
        "key": key,
        "url": story.draft.url,
        "publication_id": publication_id,
        **_dating(story.edition, story.draft),
        **_texts(story.draft),
        "noarchive": int(story.draft.noarchive),
        "tdm_reserved": int(story.draft.tdm_reserved),
        "first_seen": fetched,
        "fetched": fetched,
    }
    db.table("stories").insert(row)
    permissions.say(db, story_id, story.draft.permissions)
    arrivals.came(db, story_id, capture)
    _save_terms(db, story_id)
    _save_parts(db, story_id, story.draft)
    version = {"story_id": story_id, "number": 1, "fetched": fetched, "text_hash": row["text_hash"]}
    db.table("versions").insert(version | {"capture_id": capture_id})
    db.table("captures").update(
        capture_id, {"story_id": story_id, "text_hash": row["text_hash"], "access": story.draft.access.value}
    )
    return story_id


def _redate(
    db: Database, story_id: int, held_date: str | None, held_kind: str | None, key: str, story: Story, *, fuller: bool
) -> int:
    """Keep the dating with the stronger evidence, or the earlier day of equal evidence; return the story's row id.

    :param fuller: the story held was withheld and this one is not, so it has more of the same placement.
    """
    edition = story.edition
    if edition is None:
        return story_id
    new = _dating(edition, story.draft)
    order = (new["edition_date"] is None, STRENGTH[new["evidence_kind"]], new["edition_date"] or "")
    held = (held_date is None, STRENGTH[held_kind], held_date or "") if held_kind else None
    if held is not None and (order > held or (order == held and not fuller)):
        return story_id
    values: dict[str, Any] = new
    if new["edition_date"] != held_date:
        values = new | {"id": free_id(db, edition.date, key)}
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"UPDATE stories SET {assignments} WHERE id = :held", values | {"held": story_id})  # noqa: S608
    return int(values.get("id", story_id))


def _save_version(
    db: Database, story_id: int, draft: Draft, capture: Capture, capture_id: int, *, lesser: bool, fuller: bool
) -> Literal["changed", "unchanged"]:
    """Put this text in its place among the story's versions, and tell whether these have changed.

    A version is a series of captures, in the order of their fetch times, that have the same text.

    :param lesser: this is less of the text than is held, because the page is withheld now.
    :param fuller: what was held is headline and address only, which is no version of a text.
    """
    fetched = stamp(capture.fetched)
    # What the page asks for can change while its text does not: the newest fetch says what holds.
    if _is_newest(db, story_id, capture):
        db.execute(
            "UPDATE stories SET noarchive = ?, tdm_reserved = ? WHERE id = ?",
            [int(draft.noarchive), int(draft.tdm_reserved), story_id],
        )
        permissions.say(db, story_id, draft.permissions)
    db.execute(
        "UPDATE stories SET first_seen = min(first_seen, ?), fetched = max(fetched, ?) WHERE id = ?",
        [fetched, fetched, story_id],
    )
    if lesser:
        return "unchanged"
    if fuller:
        db.execute("UPDATE captures SET text_hash = NULL WHERE story_id = ?", [story_id])
    digest = text_hash(draft)
    db.execute("UPDATE captures SET text_hash = ?, access = ? WHERE id = ?", [digest, draft.access.value, capture_id])
    versions, access = _versions_of_captures(db, story_id)
    stored = db.execute("SELECT id, text_hash FROM versions WHERE story_id = ? ORDER BY number", [story_id])
    held = stored.fetchall()
    if not fuller and [hash_ for _, hash_ in held] == [version["text_hash"] for version in versions]:
        for number, ((version_id, _), version) in enumerate(zip(held, versions, strict=True), start=1):
            is_mine = version["capture_id"] == capture_id  # an earlier capture of the same: its spelling counts
            if is_mine and number == len(versions):
                _save_text(db, story_id, draft)
            texts = {name: getattr(draft, name) for name in TEXT_FIELDS} if is_mine and number < len(versions) else {}
            db.table("versions").update(version_id, version | texts)
        db.table("stories").update(story_id, {"access": access})
        return "unchanged"
    mine = {name: getattr(draft, name) for name in TEXT_FIELDS}
    known: dict[str | int, dict[str, Any]] = {digest: mine, **_version_texts(db, story_id), capture_id: mine}
    db.execute("DELETE FROM versions WHERE story_id = ?", [story_id])
    for number, version in enumerate(versions, start=1):
        own = known.get(version["capture_id"], known[version["text_hash"]])
        text = own if number < len(versions) else {}  # the newest is the story's own row
        db.table("versions").insert({"story_id": story_id, "number": number, **version, **text})
    if versions[-1]["text_hash"] == digest and (fuller or held[-1][1] != digest):
        _save_text(db, story_id, draft)
        arrivals.enter(db, story_id, capture)
    db.table("stories").update(story_id, {"access": access})
    return "changed"


def _save_text(db: Database, story_id: int, draft: Draft) -> None:
    """Store the text of the newest version, with all that is taken from it."""
    db.table("stories").update(story_id, _texts(draft))
    _save_terms(db, story_id)
    _save_parts(db, story_id, draft)


def _is_newest(db: Database, story_id: int, capture: Capture) -> bool:
    """Whether nothing that was fetched later is held of a story: a capture, or that it was the same again."""
    row = db.execute(
        """
        SELECT fetched, (SELECT max(coalesce(ordered, fetched)) FROM captures WHERE story_id = stories.id)
        FROM stories WHERE id = ?
        """,
        [story_id],
    ).fetchone()
    seen_last, ordered_last = row
    is_last = stamp(capture.ordered or capture.fetched) >= (ordered_last or "")
    return is_last and (capture.ordered is not None or seen_last <= stamp(capture.fetched))


def _versions_of_captures(db: Database, story_id: int) -> tuple[list[dict[str, Any]], str]:
    """The story's versions, worked out anew from its captures: the first capture of each series with one text.

    A capture that shows less than an earlier one does not count: a paywall was put over a text that is held whole.

    :returns: rows of ``versions``, oldest first, and the access of the newest text.
    """
    captures = db.execute(
        "SELECT text_hash, fetched, id, access FROM captures WHERE story_id = ? AND text_hash IS NOT NULL "
        "ORDER BY coalesce(ordered, fetched), fetched, sha256",
        [story_id],
    )
    versions: list[dict[str, Any]] = []
    shown = Access.HEADLINE.value  # the most so far
    for digest, fetched, capture_id, access in captures:
        if ACCESS_RANK[access] > ACCESS_RANK[shown]:
            continue
        shown = access
        if not versions or versions[-1]["text_hash"] != digest:
            versions.append({"text_hash": digest, "fetched": fetched, "capture_id": capture_id})
    return versions, shown


def _version_texts(db: Database, story_id: int) -> dict[str | int, dict[str, Any]]:
    """The texts of a story's versions, each by its hash and by the capture that it was read from."""
    columns = ", ".join(TEXT_FIELDS)
    rows = db.execute(
        f"SELECT text_hash, capture_id, {columns} FROM version_texts WHERE story_id = ?",  # noqa: S608
        [story_id],
    )
    found: dict[str | int, dict[str, Any]] = {}
    for digest, capture_id, *text in rows:
        found[digest] = found[capture_id] = dict(zip(TEXT_FIELDS, text, strict=True))
    return found


def _save_terms(db: Database, story_id: int) -> None:
    """Store what the full-text index is to hold in place of the story's own words, where these are spelt otherwise."""
    columns = ", ".join(INDEXED_FIELDS)
    row = db.execute(f"SELECT {columns} FROM stories WHERE id = ?", [story_id]).fetchone()  # noqa: S608
    texts = dict(zip(INDEXED_FIELDS, row, strict=True))
    held = db.execute("SELECT 1 FROM story_terms WHERE story_id = ?", [story_id]).fetchone()
    if any(terms.differ(text) for text in texts.values()):
        spelt = {name: terms.terms(text) for name, text in texts.items()}
        if held:
            db.table("story_terms").update(story_id, spelt)
        else:
            db.table("story_terms").insert({"story_id": story_id, **spelt})
    elif held:
        db.table("story_terms").delete(story_id)


def _save_parts(db: Database, story_id: int, draft: Draft) -> None:
    """Store authors, images and links to other stories as the newest text has them."""
    for table in ("story_authors", "images", "related_links"):
        db.execute(f"DELETE FROM {table} WHERE story_id = ?", [story_id])  # noqa: S608
    for position, name in enumerate(draft.authors, start=1):
        db.execute("INSERT OR IGNORE INTO authors (name) VALUES (?)", [name])
        db.execute(
            "INSERT INTO story_authors (story_id, position, author_id) SELECT ?, ?, id FROM authors WHERE name = ?",
            [story_id, position, name],
        )
    db.table("images").insert_all(
        {"story_id": story_id, "position": position, "url": image.url, "caption": image.caption, "credit": image.credit}
        for position, image in enumerate(draft.images, start=1)
    )
    gone = takedowns.removed_among(db, (canonical(link.url) for link in draft.related_links))
    db.table("related_links").insert_all(
        {
            "story_id": story_id,
            "position": position,
            "url": link.url,
            "headline": link.headline,
            "standfirst": link.standfirst,
        }
        for position, link in enumerate(
            (link for link in draft.related_links if canonical(link.url) not in gone), start=1
        )
    )


def _save_capture(db: Database, capture: Capture) -> int:
    """Store where a capture is, and return its row id.

    The same fetch stands twice in the captures where an import was killed before its rows were committed, and then
    repeated: the last of the two records is the one that counts.
    """
    same = None
    if IMPORTED in capture.file:
        same = db.execute(
            f"SELECT id FROM captures WHERE url = ? AND fetched = ? AND sha256 = ? AND instr(file, '{IMPORTED}') "  # noqa: S608
            "ORDER BY (file, offset) = (?, ?) DESC",
            [capture.url, stamp(capture.fetched), capture.sha256, capture.file, capture.offset],
        ).fetchone()
    if same:
        place = [capture.file, capture.offset, capture.length]
        db.execute("UPDATE captures SET file = ?, offset = ?, length = ? WHERE id = ?", [*place, same[0]])
        return int(same[0])
    db.execute(
        """
        INSERT INTO captures (url, fetched, sha256, status, content_type, file, offset, length, ordered, memento, asked)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (file, offset) DO NOTHING
        """,
        [
            capture.url,
            stamp(capture.fetched),
            capture.sha256,
            capture.status,
            capture.content_type,
            capture.file,
            capture.offset,
            capture.length,
            stamp(capture.ordered) if capture.ordered else None,
            capture.memento.url if capture.memento else None,
            stamp(capture.memento.asked) if capture.memento else None,
        ],
    )
    row = db.execute("SELECT id FROM captures WHERE file = ? AND offset = ?", [capture.file, capture.offset]).fetchone()
    return int(row[0])


def _save_site(db: Database, story_id: int, of_site: Collection[str]) -> None:
    """Store the newspapers whose site a story is on, as their files say today."""
    db.execute("DELETE FROM sites_of_stories WHERE story_id = ?", [story_id])
    db.table("sites_of_stories").insert_all({"story_id": story_id, "slug": slug} for slug in of_site)


def _save_addresses(db: Database, story_id: int, *urls: str) -> None:
    """Store every address of the story, and link the placements that list one of them."""
    for url in dict.fromkeys(urls):
        db.execute(
            "INSERT INTO addresses VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET story_id = excluded.story_id",
            [url, story_id],
        )
    link_placements(db, story_id, urls)


def link_placements(db: Database, story_id: int, urls: Iterable[str]) -> None:
    """Link the placements with these addresses to the story; an edition has a story once.

    Where the index lists a story without its headline (an e-paper's rectangles on a page), it has the story's own.
    """
    for url in dict.fromkeys(urls):
        _join_doubles(db, story_id, url)
        db.execute(
            """
            UPDATE placements SET story_id = ?1, failure = '',
                headline = coalesce(nullif(headline, ''), (SELECT headline FROM stories WHERE id = ?1), '')
            WHERE url = ?2 AND story_id IS NOT ?1
            AND NOT EXISTS (SELECT 1 FROM placements AS other
                WHERE other.edition_id = placements.edition_id AND other.story_id = ?1)
            """,
            [story_id, url],
        )


def _join_doubles(db: Database, story_id: int, url: str) -> None:
    """Make one placement of two in one edition whose addresses turned out to be those of one story.

    An AMP page or a short link beside the story itself is no second story, and not missing. Where neither address is
    the story's own, the headlines must not differ: a site that gives one page for all has not given the others.
    """
    doubles = db.execute(
        """
        SELECT one.id, other.id, one.edition_id, iif(stories.url IN (one.url, other.url), stories.url, one.url)
        FROM placements AS this JOIN placements AS held
            ON held.edition_id = this.edition_id AND held.story_id = ?1 AND held.id <> this.id AND held.position > 0
        JOIN stories ON stories.id = ?1
        JOIN placements AS one ON one.id = iif(this.position < held.position, this.id, held.id)
        JOIN placements AS other ON other.id = iif(this.position < held.position, held.id, this.id)
        WHERE this.url = ?2 AND this.story_id IS NULL AND this.position > 0
        AND (stories.url IN (this.url, held.url) OR this.headline = '' OR held.headline = ''
            OR lower(this.headline) = lower(held.headline))
        """,
        [story_id, url],
    ).fetchall()
    for first, second, edition_id, address in doubles:
        empty_fields = ", ".join(
            f"{name} = iif(placements.{name} = '', other.{name}, placements.{name})" for name in PLACEMENT_TEXTS
        )
        db.execute(
            f"UPDATE placements SET story_id = ?, failure = '', {empty_fields} "  # noqa: S608
            "FROM placements AS other WHERE placements.id = ? AND other.id = ?",
            [story_id, first, second],
        )
        db.execute("DELETE FROM placements WHERE id = ?", [second])
        db.execute("UPDATE placements SET url = ? WHERE id = ?", [address, first])
        db.execute("UPDATE editions SET listed = listed - 1 WHERE id = ?", [edition_id])


def _place_by_statement(
    db: Database, story_id: int, publication_id: int, draft: Draft, edition: EditionDate | None
) -> None:
    """Place a story in the edition that its page names, without a position: no index has listed it.

    A date that rests on the day of web publication alone makes no edition.
    """
    if edition is None or edition.date is None or edition.evidence.kind is EvidenceKind.PUBLISHED:
        return
    date = edition.date.isoformat()
    placed = db.execute(
        "SELECT 1 FROM placements JOIN editions ON editions.id = placements.edition_id "
        "WHERE placements.story_id = ? AND editions.publication_id = ? AND (editions.date = ? OR position > 0)",
        [story_id, publication_id, date],
    )
    if placed.fetchone():
        return
    db.execute(
        "INSERT INTO editions (publication_id, date, label, detail) VALUES (?, ?, ?, '[]') ON CONFLICT DO NOTHING",
        [publication_id, date, edition.label],
    )
    db.execute(
        """
        INSERT INTO placements (edition_id, position, section, page, url, headline, print_headline, story_id)
        SELECT id, 0, ?1, ?2, ?3, ?4, ?5, ?6 FROM editions
        WHERE publication_id = ?7 AND date = ?8 AND label = ?9 ON CONFLICT DO NOTHING
        """,
        [
            edition.section or draft.section,
            edition.page or draft.page,
            draft.url,
            draft.headline,
            edition.print_headline or draft.print_headline,
            story_id,
            publication_id,
            date,
            edition.label,
        ],
    )


def last_capture(db: Database, url: str) -> tuple[str, int, int, str] | None:
    """The file, offset and length of the last capture of the story that was had from an address, and its SHA-256.

    None where none is held, or where no text of it is.
    """
    sql = f"""
        SELECT file, offset, length, sha256 FROM captures JOIN stories ON stories.id = captures.story_id
        WHERE captures.story_id = (SELECT story_id FROM addresses WHERE addresses.url = ?)
        AND captures.text_hash = stories.text_hash AND NOT {WITHHELD}
        ORDER BY coalesce(captures.ordered, captures.fetched) DESC, captures.id DESC LIMIT 1
    """  # noqa: S608
    row = db.execute(sql, [canonical(url)]).fetchone()
    return tuple(row) if row else None


def revisited(db: Database, revisit: Revisit) -> Literal["changed", "unchanged"] | None:
    """Note that a story was fetched again with the same bytes.

    :returns: whether that changes when it was seen first or last; None where no such story is held.
    """
    ids = "SELECT story_id FROM addresses WHERE url IN (?2, ?3)"
    values = [stamp(revisit.fetched), canonical(revisit.url), canonical(revisit.original)]
    with db.atomic():
        if db.execute(ids, values).fetchone() is None:
            return None
        updated = db.execute(
            f"UPDATE stories SET fetched = max(fetched, ?1), first_seen = min(first_seen, ?1) "  # noqa: S608
            f"WHERE id IN ({ids}) AND (fetched < ?1 OR first_seen > ?1)",
            values,
        )
        return "changed" if updated.rowcount else "unchanged"
