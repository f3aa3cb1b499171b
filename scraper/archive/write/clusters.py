"""Which stories share most of their text: sketch the new texts, and cluster all of them (``archive.clustering``).

Sketches are kept, so that a text is read once; clusters are made of all sketches whenever one came or went, and only
rows that differ are written. So the clusters after many runs are those of one, whatever came in which order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scraper.archive.connection import WritableArchive

if TYPE_CHECKING:
    import numpy as np

BATCH = 1000  # stories that are sketched at a time; a kill costs no more than those
QUICK = 200_000  # stories; docs/wire-copy.md has figures
Progress = Callable[[str, int, int], None]  # what is done, how many of how many


@dataclass(frozen=True, slots=True, kw_only=True)
class Clustered:
    """What was done, and what there is now."""

    sketched: int  # stories whose text was read now
    stories: int  # in clusters
    clusters: int


def is_quick(db: WritableArchive) -> bool:
    """Whether the archive is so small that its stories are clustered within some seconds."""
    return int(db.execute("SELECT count(*) FROM stories").fetchone()[0]) <= QUICK


def cluster(
    db: WritableArchive, *, anew: bool = False, progress: Progress = lambda what, done, total: None
) -> Clustered:
    """Bring sketches and clusters up to date. What was sketched before a kill need not be sketched again.

    :param anew: forget all sketches first.
    """
    from scraper.archive import clustering, sketches  # NumPy takes a tenth of a second to load

    method = f"{sketches.METHOD}; {clustering.RULES}"
    if anew or _kept(db, "method") != method:
        with db.atomic():
            db.execute("DELETE FROM clusters")
            db.execute("DELETE FROM sketches")
            _keep(db, "method", method)
    sketched = _sketch(db, progress)
    if sketched or _kept(db, "to_do") != "0":
        _link(db, progress)
    stories, number = db.execute("SELECT count(*), count(DISTINCT cluster) FROM clusters").fetchone()
    return Clustered(sketched=sketched, stories=stories, clusters=number)


def _kept(db: WritableArchive, name: str) -> str:
    found = db.execute("SELECT value FROM clustering WHERE name = ?", [name]).fetchone()
    return str(found[0]) if found else ""


def _keep(db: WritableArchive, name: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO clustering VALUES (?, ?)", [name, value])


def _sketch(db: WritableArchive, progress: Progress) -> int:
    """Sketch the texts that have no sketch yet."""
    from scraper.archive.shingles import shingles
    from scraper.archive.sketches import sketch

    waiting = "FROM stories WHERE id > ? AND NOT EXISTS (SELECT 1 FROM sketches WHERE story_id = stories.id)"
    total = db.execute(f"SELECT count(*) {waiting}", [-1]).fetchone()[0]
    done, last = 0, -1
    while rows := db.execute(f"SELECT id, body {waiting} ORDER BY id LIMIT {BATCH}", [last]).fetchall():
        made = []
        for story_id, body in rows:
            found = shingles(body)
            made.append((story_id, len(found), sketch(found)))
        with db.atomic():
            _keep(db, "to_do", "1")
            db.conn.executemany("INSERT INTO sketches VALUES (?, ?, ?)", made)
        done, last = done + len(rows), rows[-1][0]
        progress("sketches", done, total)
    return done


def _link(db: WritableArchive, progress: Progress) -> None:
    """Cluster all sketches, and write what changed of it."""
    import numpy as np

    from scraper.archive import clustering
    from scraper.archive.sketches import NUMBERS, SIZE

    number = db.execute("SELECT count(*) FROM sketches WHERE sketch <> x''").fetchone()[0]
    ids, sizes = np.zeros(number, dtype=np.int64), np.zeros(number, dtype=np.int64)
    texts = np.zeros((number, NUMBERS), dtype="<u2")
    cursor = db.execute("SELECT story_id, shingles, sketch FROM sketches WHERE sketch <> x'' ORDER BY story_id")
    at = 0
    while rows := cursor.fetchmany(BATCH):
        part = slice(at, at := at + len(rows))
        ids[part] = [row[0] for row in rows]
        sizes[part] = [row[1] for row in rows]
        texts[part] = np.frombuffer(b"".join(row[2] for row in rows), dtype="<u2").reshape(-1, SIZE // 2)
    found = clustering.clusters(texts, sizes, lambda done, total: progress("clusters", done, total))
    del texts
    wanted = _named(db, ids, found)
    with db.atomic():
        kept = dict(db.execute("SELECT story_id, cluster FROM clusters").fetchall())
        db.conn.executemany(
            "DELETE FROM clusters WHERE story_id = ?", [(each,) for each in kept.keys() - wanted.keys()]
        )
        changed = sorted(item for item in wanted.items() if kept.get(item[0]) != item[1])
        db.conn.executemany("INSERT OR REPLACE INTO clusters VALUES (?, ?)", changed)
        _keep(db, "to_do", "0")


def _named(db: WritableArchive, ids: np.typing.NDArray[np.int64], found: np.typing.NDArray[np.int64]) -> dict[int, str]:
    """The clusters of more than one story, by its row id: each is called by the lowest key of its stories."""
    import numpy as np

    _, which, sizes = np.unique(found, return_inverse=True, return_counts=True)
    several = np.flatnonzero(sizes[which] > 1)
    keys: dict[int, str] = {}
    members = ids[several].tolist()
    for start in range(0, len(members), BATCH):
        part = members[start : start + BATCH]
        marks = ", ".join("?" * len(part))
        keys |= dict(db.execute(f"SELECT id, key FROM stories WHERE id IN ({marks})", part).fetchall())  # noqa: S608
    names: dict[int, str] = {}
    for story_id, cluster_number in zip(members, which[several].tolist(), strict=True):
        key = keys[story_id]
        names[cluster_number] = min(names.get(cluster_number, key), key)
    return {story_id: names[number] for story_id, number in zip(members, which[several].tolist(), strict=True)}
