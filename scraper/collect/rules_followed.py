"""Which rules of a newspaper's file an edition was read by, and which of them nobody has confirmed (pure).

A file names in ``unverified`` what rests on no page seen. An edition read by such a part carries it along, so that its
record, its page and the summary of the collection say so; and as long as the rules stay the same, every edition that
ended complete confirms them a little more (``scraper.archive.write.ledger``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from scraper.publication import Publication

READING = ("index", "story", "vars", "editions", "supplements")  # the tables that say how an edition is read


def unverified(publication: Publication) -> tuple[str, ...]:
    """The unconfirmed parts of the file that reading an edition follows: ``("index.next", "story.body")``."""
    return tuple(part for part in publication.unverified if part.split(".")[0] in READING)


def fingerprint(publication: Publication, index_name: str) -> str:
    """A short hash of what reads this index and the stories: another one as soon as a rule is changed.

    A word of these files that is new, and that the file does not use, changes nothing.
    """
    indexes = [index for index in publication.indexes if index.name == index_name or index.add]
    story = publication.story[0] if len(publication.story) == 1 else publication.story
    functions = [publication.python.digest] if publication.python else []
    written = repr(_written([indexes, story, publication.variables, publication.labels, *functions]))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _written(thing: object) -> object:
    """What the file says, as plain lists: a field that it leaves out is not there."""
    if is_dataclass(thing):
        named = [(field, getattr(thing, field.name)) for field in fields(thing)]
        return [(field.name, _written(value)) for field, value in named if value and value != field.default]
    if isinstance(thing, Mapping):
        return [(name, _written(value)) for name, value in sorted(thing.items())]
    if isinstance(thing, tuple | list):
        return [_written(each) for each in thing]
    return thing
