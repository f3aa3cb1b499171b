"""What an edition's index listed, and how its collection ended, as JSON in a WARC metadata record.

So the ledger can be rebuilt from the captures as well as the stories can.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict

from scraper.items import ClosedEdition, EditionKey, ListedEdition, Outcome, StoryLink

SCHEME = "urn:backissues:edition:"
ROLE = "Backissues-Role"  # header of a record whose page was fetched for something else than its story
INDEX = "index"
IMAGE = "image"


def to_json(edition: ListedEdition | ClosedEdition) -> bytes:
    """The metadata record's content."""
    kind = "listed" if isinstance(edition, ListedEdition) else "closed"
    return json.dumps({"kind": kind, **asdict(edition)}, ensure_ascii=False, default=str).encode()


def from_json(content: bytes) -> ListedEdition | ClosedEdition:
    """The edition a metadata record describes.

    :raises ValueError: it is not one of ours.
    """
    try:
        values = json.loads(content)
        kind = values.pop("kind")
        key = values.pop("key")
        values["key"] = EditionKey(
            key["publication"], dt.date.fromisoformat(key["date"]), key["label"], key["supplement_of"]
        )
        if kind == "listed":
            values["links"] = tuple(StoryLink(**link) for link in values["links"])
            return ListedEdition(**values)
        values["outcome"] = Outcome(values["outcome"])
        values["failures"] = tuple((url, reason) for url, reason in values["failures"])
        return ClosedEdition(**values)
    except (KeyError, TypeError) as error:
        raise ValueError(f"no edition record: {error}") from error


def address(key: EditionKey) -> str:
    """The record's target address."""
    return f"{SCHEME}{key.publication}:{key.date}:{key.label}"
