"""What an edition's index listed, and how its collection ended, as JSON in a WARC metadata record.

From these records the ledger of editions can be rebuilt, as the stories can from their captures.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import Any

from scraper.characters import storable
from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, StoryLink
from scraper.reasons import of_json, old_sentences

SCHEME = "urn:backissues:edition:"
ROLE = "Backissues-Role"  # header of a record whose page was fetched for something else than its story
INDEX = "index"
IMAGE = "image"
PART = "part"  # a later page of the story whose first page is the next record without it
TEASER = "teaser"  # a page that led to the story of the next record without it
MISSING = "Backissues-Missing-Page"  # header of a story's record: the address of a page of it that could not be had


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


def from_json(content: bytes) -> ListedEdition | ClosedEdition:
    """The edition that a metadata record describes.

    :raises ValueError: the content is not such a record.
    """
    try:
        values = json.loads(content)
        kind = values.pop("kind")
        key = values.pop("key")
        values["key"] = EditionKey(
            key["publication"], dt.date.fromisoformat(key["date"]), key["label"], key["supplement_of"]
        )
        if kind == "listed":
            values["doubt"] = of_json(doubt) if (doubt := values.get("doubt")) else None
            values["links"] = tuple(StoryLink(**link) for link in values["links"])
            values["unverified"] = tuple(values.get("unverified", ()))
            return ListedEdition(**values)
        values["outcome"] = Outcome(values["outcome"])
        return ClosedEdition(**_in_codes(values))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no edition record: {error}") from error


def _in_codes(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a closed edition with reason codes; old records had sentences, which are translated."""
    if "detail" in values:
        values["reasons"] = old_sentences.of_edition(values.pop("detail"))
        values["failures"] = tuple((url, old_sentences.of_story(sentence)) for url, sentence in values["failures"])
    else:
        values["reasons"] = tuple(map(of_json, values["reasons"]))
        values["failures"] = tuple((url, of_json(reason)) for url, reason in values["failures"])
    return values


def address(key: EditionKey) -> str:
    """The record's WARC-Target-URI."""
    return f"{SCHEME}{key.publication}:{key.date}:{key.label}"
