"""Under which labels of editions each story stands, and whether on a front page: ``story_places``, kept by triggers.

A common word on front pages is counted by going through two lists of row ids side by side, so what a filter lets
through has to lie in the order of row ids (``search.sql``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

NAMES = ("story_places",)
TABLES = (
    """
    CREATE TABLE story_places (
        label TEXT NOT NULL, -- of editions
        story_id INTEGER NOT NULL,
        front INTEGER NOT NULL, -- 1: on the front page of one of these
        PRIMARY KEY (label, story_id)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX front_pages ON story_places(story_id, front) WHERE front",
)

# A story is on a front page when its edition, which is no supplement, prints it on the page of its first story; where
# pages have no labels, when it is that first story.
FRONT = """editions.parent_id IS NULL AND placements.position > 0
    AND CASE placements.page WHEN '' THEN placements.position = 1 ELSE placements.page IN ('1', 'A1') OR
        placements.page = (SELECT page FROM placements AS first WHERE first.edition_id = editions.id
            AND first.position > 0 ORDER BY first.position, first.id LIMIT 1) END"""
JOINED = "FROM placements CROSS JOIN editions ON editions.id = placements.edition_id"  # in this order: by the story
LABEL = "(SELECT label FROM editions WHERE id = {row}.edition_id)"
STORIES = "(SELECT story_id FROM placements WHERE edition_id = {edition} AND story_id IS NOT NULL)"
# Anew: one story under the label of an edition.
OF_STORY = f"""
    DELETE FROM story_places WHERE label = {LABEL} AND story_id = {{row}}.story_id;
    INSERT INTO story_places (label, story_id, front) SELECT editions.label, placements.story_id, max({FRONT}) {JOINED}
    WHERE placements.story_id = {{row}}.story_id AND editions.label = {LABEL} GROUP BY 1, 2;
    """  # noqa: S608
# Anew: whether the stories of an edition, whose first page is another one now, are on a front page.
OF_FRONT = f"""
    UPDATE story_places SET front = (SELECT max({FRONT}) {JOINED}
        WHERE placements.story_id = story_places.story_id AND editions.label = story_places.label)
    WHERE label = (SELECT label FROM editions WHERE id = {{edition}})
    AND story_id IN {STORIES};
    """  # noqa: S608
# Anew: the stories of an edition under some labels, without those of other editions that no longer count.
OF_EDITION = f"""
    DELETE FROM story_places WHERE label IN ({{labels}}) AND story_id IN {STORIES};
    INSERT INTO story_places (label, story_id, front) SELECT editions.label, placements.story_id, max({FRONT}) {JOINED}
    WHERE placements.story_id IN {STORIES} AND editions.label IN ({{labels}}) AND {{which}} GROUP BY 1, 2;
    """  # noqa: S608
# No other placement of the edition comes before it: on which page it stands says which is the front page.
IS_FIRST = """({row}.position > 0 AND NOT EXISTS (SELECT 1 FROM placements AS other
    WHERE other.edition_id = {row}.edition_id AND other.position BETWEEN 1 AND {row}.position - 1))"""


def triggers() -> Iterator[str]:
    """The triggers that keep the table in the transaction of whoever writes."""
    old, new = ({"row": row} for row in ("old", "new"))
    both = OF_STORY.format(**old) + OF_STORY.format(**new)
    moved = "old.edition_id <> new.edition_id OR old.position <> new.position OR old.page <> new.page"
    was_or_is_first = f"({moved}) AND ({IS_FIRST.format(**old)} OR {IS_FIRST.format(**new)})"
    fronts = {row: OF_FRONT.format(edition=f"{row}.edition_id") for row in ("old", "new")}
    update = "AFTER UPDATE OF story_id, edition_id, position, page ON placements WHEN"
    gone = OF_EDITION.format(edition="old.id", labels="old.label", which="editions.id <> old.id")
    renamed = OF_EDITION.format(edition="new.id", labels="old.label, new.label", which="true")
    for name, event, body in (
        ("added", "AFTER INSERT ON placements WHEN new.story_id IS NOT NULL", OF_STORY.format(**new)),
        ("changed", f"{update} old.story_id IS NOT new.story_id OR {moved}", both),
        ("gone", "AFTER DELETE ON placements WHEN old.story_id IS NOT NULL", OF_STORY.format(**old)),
        ("front_added", f"AFTER INSERT ON placements WHEN {IS_FIRST.format(**new)}", fronts["new"]),
        ("front_changed", f"{update} {was_or_is_first}", fronts["old"] + fronts["new"]),
        ("front_gone", f"AFTER DELETE ON placements WHEN {IS_FIRST.format(**old)}", fronts["old"]),
        ("edition_gone", "BEFORE DELETE ON editions", gone),  # its placements go with it, and are there still
        ("edition_renamed", "AFTER UPDATE OF label ON editions WHEN old.label <> new.label", renamed),
        (
            "edition_moved",
            "AFTER UPDATE OF parent_id ON editions WHEN old.parent_id IS NOT new.parent_id",
            OF_FRONT.format(edition="new.id"),
        ),
    ):
        yield f"CREATE TRIGGER kept_place_{name} {event} BEGIN {body} END"


def fill(connection: sqlite3.Connection) -> None:
    """Find all anew."""
    connection.execute("DELETE FROM story_places")
    connection.execute(
        f"""
        INSERT INTO story_places (label, story_id, front) SELECT editions.label, placements.story_id, max({FRONT})
        {JOINED} WHERE placements.story_id IS NOT NULL GROUP BY 1, 2
        """
    )
