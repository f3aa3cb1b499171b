"""What was asked for, what an edition's index listed, and how its collection ended, as JSON in WARC metadata records.

From these records the ledger of editions can be rebuilt, as the stories can from their captures.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import asdict, replace
from typing import Annotated, Any

import msgspec

from scraper.characters import storable
from scraper.dates import EARLIEST
from scraper.items import AskedDays, ClosedEdition, EditionKey, ListedEdition, Outcome, StoryLink
from scraper.limits import RECORD_VALUES
from scraper.reasons import Reason, of_json, old_sentences
from scraper.urls import is_web_address

SLUG = r"^[\w.-]{1,200}$"  # of a newspaper
ORDER = "Backissues-Order"  # header: where a record stands among others, if the clock was wrong when it was written
SAID_BY = "Backissues-Said-By"  # header: the imported file that says what the record says
LONGEST = 2_000  # characters of each text of a record that is somebody else's
MOST_LINKS = 100_000
MOST_ASKED = dt.timedelta(days=366 * 400)  # at once
MOST_AHEAD = dt.timedelta(days=60)  # of the day of an edition before the moment at which its record was written
LISTED_IN = "Backissues-Listed-In"  # header of a story's record: the address of the edition that it was fetched for
SCHEME = "urn:backissues:edition:"
ASKED = "urn:backissues:asked:"
_ADDRESS = re.compile(rf"{SCHEME}([\w.-]{{1,200}}):(\d{{4}}-\d\d-\d\d):(.{{0,100}})")
# What a revisit record says (ISO 28500:2017, section 6.7):
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
ROLE = "Backissues-Role"  # header of a record whose page was fetched for something else than its story
INDEX = "index"
IMAGE = "image"
PART = "part"  # a later page of the story whose first page is the next record without it
TEASER = "teaser"  # a page that led to the story of the next record without it
# ... and those of permission documents: ``scraper.permissions.documents.Kind``
MEMENTO = "Backissues-Memento"  # header of a page's record: the copy in a web archive that it is, whose moment it has
ASKED_AT = "Backissues-Asked"  # header beside it: when the web archive was asked
METHOD = "Backissues-Method"  # header of a page's record: how it was asked for, if not by GET
MISSING = "Backissues-Missing-Page"  # header of a story's record: the address of a page of it that could not be had
CUT = "Backissues-Cut"  # header of a page's record: what of it is missing, beside WARC-Truncated
MOMENT_BY = "Backissues-Moment-By"  # header of a page's record: what its date rests on, if it was not said


def to_json(edition: ListedEdition | ClosedEdition) -> bytes:
    """The content of the metadata record, as JSON in UTF-8."""
    if isinstance(edition, ListedEdition):
        values: dict[str, Any] = {"kind": "listed", **asdict(edition)}
        values["doubt"] = edition.doubt.as_json() if edition.doubt else None
    else:
        values = {
            "kind": "closed",
            "key": asdict(edition.key),
            "outcome": edition.outcome,
            "reasons": [reason.as_json() for reason in edition.reasons],
            "failures": [(url, reason.as_json()) for url, reason in edition.failures],
        }
    return storable(json.dumps(values, ensure_ascii=False, default=str)).encode()


class _Key(msgspec.Struct):
    publication: Annotated[str, msgspec.Meta(pattern=SLUG)]
    date: dt.date
    label: Annotated[str, msgspec.Meta(max_length=100)] = ""
    supplement_of: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class _Listed(msgspec.Struct, tag_field="kind", tag="listed"):
    key: _Key
    links: tuple[StoryLink, ...]
    index_name: str
    index_url: str = ""
    name: str = ""
    title: str = ""
    issue: str = ""
    cover_url: str = ""
    doubt: dict[str, Any] | None = None
    rules: str = ""
    unverified: tuple[str, ...] = ()
    publication_title: str = ""
    shape: dict[str, Any] = {}


class _Closed(msgspec.Struct, tag_field="kind", tag="closed"):
    key: _Key
    outcome: Outcome
    reasons: list[dict[str, Any]] = []
    failures: list[tuple[str, str | dict[str, Any]]] = []
    detail: str | None = None  # in place of reasons, in records of version 0.1.0


_DECODER = msgspec.json.Decoder(_Listed | _Closed)


def from_json(content: bytes) -> ListedEdition | ClosedEdition:
    """The edition that a metadata record describes.

    :raises ValueError: the content is not such a record: a value of it is missing, or of another type.
    """
    if sum(map(content.count, (b",", b"[", b"{"))) > RECORD_VALUES:
        raise ValueError(f"no edition record: more than {RECORD_VALUES:,} values")
    try:
        values = _DECODER.decode(content.decode("utf-8", "replace"))
        key = EditionKey(values.key.publication, values.key.date, values.key.label, values.key.supplement_of)
        if isinstance(values, _Closed):
            return _closed(values, key)
        doubt = of_json(values.doubt) if values.doubt else None
        told = {name: getattr(values, name) for name in _TOLD}
        return ListedEdition(key=key, doubt=doubt, **told)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise ValueError(f"no edition record: {error}") from error


_TOLD = tuple(name for name in _Listed.__struct_fields__ if name not in ("key", "doubt"))


def _closed(values: _Closed, key: EditionKey) -> ClosedEdition:
    """The closed edition, with reason codes; old records had sentences, which are translated."""
    reasons = tuple(map(of_json, values.reasons))
    if values.detail is not None:
        reasons = tuple(old_sentences.of_edition(values.detail))
    failures = tuple(
        (url, old_sentences.of_story(reason) if isinstance(reason, str) else of_json(reason))
        for url, reason in values.failures
    )
    return ClosedEdition(key=key, outcome=values.outcome, reasons=reasons, failures=failures)


def as_claim(edition: ListedEdition | ClosedEdition, said_at: dt.datetime) -> ListedEdition | ClosedEdition:
    """What somebody else's record says of an edition, as far as this archive may repeat it: web addresses, short texts.

    :param said_at: when the record says it was written.
    :raises ValueError: the edition is of a day on which it cannot have been known.
    """
    if not EARLIEST <= edition.key.date <= said_at.date() + MOST_AHEAD:
        raise ValueError(f"an edition of {edition.key.date}, written down on {said_at.date()}")
    if isinstance(edition, ClosedEdition):
        failures = tuple(each for each in edition.failures if is_web_address(each[0]) and _is_short(each[1]))
        return replace(edition, reasons=tuple(filter(_is_short, edition.reasons)), failures=failures)
    return replace(
        edition,
        links=tuple(_link_as_claim(link) for link in edition.links[:MOST_LINKS] if is_web_address(link.url)),
        index_name=edition.index_name[:LONGEST],
        index_url=edition.index_url if is_web_address(edition.index_url) else "",
        name=edition.name[:LONGEST],
        title=edition.title[:LONGEST],
        issue=edition.issue[:LONGEST],
        cover_url=edition.cover_url if is_web_address(edition.cover_url) else "",
        doubt=edition.doubt if edition.doubt and _is_short(edition.doubt) else None,
        rules="",
        unverified=(),
        publication_title=edition.publication_title[:LONGEST],
        shape={},
    )


def _link_as_claim(link: StoryLink) -> StoryLink:
    return replace(
        link,
        headline=link.headline[:LONGEST],
        kicker=link.kicker[:LONGEST],
        standfirst=link.standfirst[:LONGEST],
        byline=link.byline[:LONGEST],
        section=link.section[:LONGEST],
        page=link.page[:LONGEST],
        position=max(0, min(link.position, MOST_LINKS)),
        published=link.published[:LONGEST],
        image=link.image if is_web_address(link.image) else "",
    )


def _is_short(reason: Reason) -> bool:
    return len(str(reason.as_json())) <= LONGEST


def address(key: EditionKey) -> str:
    """The record's WARC-Target-URI."""
    return f"{SCHEME}{key.publication}:{key.date}:{key.label}"


def key_at(found: str) -> EditionKey | None:
    """The edition with this address; None where it is none."""
    match = _ADDRESS.fullmatch(found)
    try:
        return EditionKey(match[1], dt.date.fromisoformat(match[2]), match[3]) if match else None
    except ValueError:
        return None


def asked_to_json(asked: AskedDays) -> bytes:
    """The content of a metadata record that editions were asked for, as JSON in UTF-8."""
    return json.dumps(asdict(asked), ensure_ascii=False, default=str).encode()


class _Asked(msgspec.Struct):
    publication: Annotated[str, msgspec.Meta(pattern=SLUG)]
    first: dt.date
    last: dt.date


def asked_from_json(content: bytes) -> AskedDays:
    """The days that a metadata record says were asked for.

    :raises ValueError: the content is not such a record.
    """
    try:
        values = msgspec.json.decode(content, type=_Asked)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValueError(f"no record of days asked for: {error}") from error
    if not EARLIEST <= values.first <= values.last <= values.first + MOST_ASKED:
        raise ValueError(f"no days that one asks for: {values.first} to {values.last}")
    return AskedDays(**msgspec.structs.asdict(values))
