"""A story of which only headline, address and dates may be kept, as JSON in a WARC conversion record.

The record has these as read from the whole page, its edition, and the hash of its bytes. So a rebuild gives the same
row as the fetch did, although the page is not kept.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, replace
from typing import Any

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
KEPT = ("url", "headline", "language", "published", "modified", "site", "tdm_reserved")


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
        "story": {name: getattr(story.draft, name) for name in KEPT} | {"found_by": dict(story.draft.found_by)},
    }
    return storable(json.dumps(values, ensure_ascii=False, default=str)).encode()


def from_json(content: bytes, page: Page) -> WithheldStory:
    """The story that a conversion record describes.

    :param page: its fetch, as far as the record's header describes it.
    :raises ValueError: the content is not such a record.
    """
    try:
        values = json.loads(content.decode("utf-8", "surrogatepass"))
        if values["kind"] != WITHHELD:
            raise ValueError("no record of a withheld story")
        draft = Draft(**values["story"], access=Access.HEADLINE, noarchive=True)
        edition = _edition(values["edition"]) if values["edition"] else None
        return WithheldStory(
            story=Story(draft=draft, edition=edition, publication=values["publication"], withheld=True),
            page=replace(page, status=values["status"], content_type=values["content_type"]),
            sha256=values["sha256"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no record of a withheld story: {error}") from error


def _edition(values: dict[str, Any]) -> EditionDate:
    also = tuple(
        FurtherEvidence(evidence=_evidence(more["evidence"]), date=_date(more["date"])) for more in values["also"]
    )
    return EditionDate(
        **values | {"date": _date(values["date"]), "evidence": _evidence(values["evidence"]), "also": also}
    )


def _evidence(values: dict[str, str]) -> Evidence:
    return Evidence(kind=EvidenceKind(values["kind"]), text=values["text"])


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
