"""A story of which only headline, address and dates may be kept, as JSON in a WARC conversion record.

The record has these as read from the whole page, its edition, and the hash of its bytes. So a rebuild gives the same
row as the fetch did, although the page is not kept.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace
from typing import Annotated

import msgspec

from scraper.captures.edition_records import SLUG
from scraper.characters import storable
from scraper.items import (
    Access,
    Draft,
    EditionDate,
    Evidence,
    EvidenceKind,
    FurtherEvidence,
    Page,
    Story,
    WithheldStory,
)

WITHHELD = "withheld"  # the record's role
KEPT = ("url", "headline", "language", "published", "modified", "site", "tdm_reserved", "permissions")


def to_json(withheld: WithheldStory) -> bytes:
    """The content of the conversion record, as JSON in UTF-8."""
    story, page = withheld.story, withheld.page
    values = {
        "kind": WITHHELD,
        "sha256": withheld.sha256,
        "status": page.status,
        "content_type": page.content_type,
        "publication": story.publication,
        "edition": asdict(story.edition) if story.edition else None,
        "story": {name: getattr(story.draft, name) for name in KEPT}
        | {name: dict(getattr(story.draft, name)) for name in ("permissions", "found_by")},
    }
    return storable(json.dumps(values, ensure_ascii=False, default=str)).encode()


class _Evidence(msgspec.Struct):
    kind: EvidenceKind
    text: str


class _Further(msgspec.Struct):
    evidence: _Evidence
    date: dt.date | None = None


class _Edition(msgspec.Struct):
    date: dt.date | None
    publication: str
    evidence: _Evidence
    label: str = ""
    issue: str = ""
    section: str = ""
    page: str = ""
    print_headline: str = ""
    also: list[_Further] = []


class _Story(msgspec.Struct):
    url: str
    headline: str
    language: str = ""
    published: str = ""
    modified: str = ""
    site: str = ""
    tdm_reserved: bool = False
    permissions: dict[str, str] = {}
    found_by: dict[str, str] = {}


class _Record(msgspec.Struct, tag_field="kind", tag=WITHHELD):
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    status: int
    content_type: str
    publication: Annotated[str, msgspec.Meta(pattern=SLUG)]
    edition: _Edition | None
    story: _Story


_DECODER = msgspec.json.Decoder(_Record)


def from_json(content: bytes, page: Page) -> WithheldStory:
    """The story that a conversion record describes.

    :param page: its fetch, as far as the record's header describes it.
    :raises ValueError: the content is not such a record: a value of it is missing, or of another type.
    """
    try:
        values = _DECODER.decode(content.decode("utf-8", "replace"))
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise ValueError(f"no record of a withheld story: {error}") from error
    kept = {name: getattr(values.story, name) for name in (*KEPT, "found_by")}
    return WithheldStory(
        story=Story(
            draft=Draft(**kept, access=Access.HEADLINE, noarchive=True),
            edition=_edition(values.edition) if values.edition else None,
            publication=values.publication,
            withheld=True,
        ),
        page=replace(page, status=values.status, content_type=values.content_type),
        sha256=values.sha256,
    )


def _edition(values: _Edition) -> EditionDate:
    return EditionDate(
        date=values.date,
        publication=values.publication,
        evidence=_evidence(values.evidence),
        label=values.label,
        issue=values.issue,
        section=values.section,
        page=values.page,
        print_headline=values.print_headline,
        also=tuple(FurtherEvidence(evidence=_evidence(more.evidence), date=more.date) for more in values.also),
    )


def _evidence(values: _Evidence) -> Evidence:
    return Evidence(kind=values.kind, text=values.text)
