"""What was done to stories on request, and which of them show no more than their metadata until a day.

The table ``journal`` is what happened, in its order; the view ``restrictions`` has the last word on each story that is
restricted. A restriction ends by itself on its day.
"""

from __future__ import annotations

WHO = "ALTER TABLE journal ADD COLUMN who TEXT NOT NULL DEFAULT ''"  # gave the command
STATEMENTS = (
    """
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY,
        moment TEXT NOT NULL,
        command TEXT NOT NULL, -- remove, restrict, lift
        key TEXT NOT NULL, -- of the story
        url TEXT NOT NULL, -- of the story, at its newspaper
        reason TEXT NOT NULL,
        until TEXT NOT NULL DEFAULT '', -- the day on which a restriction ends; empty: when it is lifted
        done TEXT NOT NULL DEFAULT '{}', -- JSON: what of it there was, by kind
        version TEXT NOT NULL DEFAULT ''
    ) STRICT
    """,
    "CREATE INDEX journal_by_key ON journal(key, id)",
    """
    CREATE VIEW restrictions AS
    SELECT key, url, reason, moment, until FROM journal
    WHERE command = 'restrict' AND id = (
        SELECT max(id) FROM journal AS later WHERE later.key = journal.key AND later.command IN ('restrict', 'lift'))
    """,
)
IN_FORCE = "(until = '' OR until > date('now'))"  # of a restriction
RESTRICTED = f"EXISTS (SELECT 1 FROM {{schema}}restrictions AS held WHERE held.key = stories.key AND {IN_FORCE})"  # noqa: S608
