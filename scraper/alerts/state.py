"""What was told of each search, and the messages that are still to be delivered: a file beside the archive."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scraper import durable
from scraper.alerts.searches import AlertsError


@dataclass(slots=True)
class Followed:
    """A search that is followed: all that came up to the number ``after`` was told, or was there when it began."""

    after: int
    told: list[str] = field(default_factory=list)  # keys of the stories that were told


@dataclass(frozen=True, slots=True)
class Pending:
    """A message that is written down and not known to be delivered."""

    id: str  # a URN, the same each time it is sent
    search: str  # its name
    to: str
    stories: list[tuple[str, str]]  # key, and "new" or "changed"


@dataclass(slots=True)
class State:
    """The file, as values."""

    path: Path
    searches: dict[str, Followed] = field(default_factory=dict)
    pending: list[Pending] = field(default_factory=list)

    def write_down(self, search: str, to: str, stories: Sequence[tuple[str, str]]) -> None:
        """Add a message; it is on the disk when the state is saved."""
        self.pending.append(Pending(uuid.uuid4().urn, search, to, list(stories)))

    def save(self) -> None:
        """Put the state on the disk, as a whole or not at all."""
        values = {
            "searches": {name: asdict(followed) for name, followed in self.searches.items()},
            "pending": [asdict(message) for message in self.pending],
        }
        new = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        try:
            new.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
            durable.replace(new, self.path)
        finally:
            new.unlink(missing_ok=True)


def beside(archive: Path) -> Path:
    """Where the state of an archive's alerts is kept."""
    return archive.with_name(f"{archive.name}.alerts.json")


def load(path: Path) -> State:
    """The state as it was saved; an empty one where there is none.

    :raises AlertsError: the file is damaged. It is not taken for an empty one: all would be told anew.
    """
    try:
        values: Any = json.loads(path.read_text(encoding="utf-8"))
        return State(
            path,
            {name: Followed(int(each["after"]), list(each["told"])) for name, each in values["searches"].items()},
            [
                Pending(each["id"], each["search"], each["to"], [(key, what) for key, what in each["stories"]])
                for each in values["pending"]
            ],
        )
    except FileNotFoundError:
        return State(path)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AlertsError(
            f"{path} is damaged ({error}); move it away, and every search is followed anew from now on"
        ) from None
