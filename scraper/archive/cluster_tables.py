"""The tables of wire copy: sketches of texts, and the clusters of those that share most of their words.

A story that is removed, or whose text changes, leaves its cluster at once; a story that gets another row id keeps it.
"""

from __future__ import annotations

STATEMENTS = (
    """
    CREATE TABLE sketches (
        story_id INTEGER PRIMARY KEY REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        shingles INTEGER NOT NULL, -- runs of three words of its text
        sketch BLOB NOT NULL -- empty: the text is too short
    ) STRICT
    """,
    """
    CREATE TABLE clusters (
        story_id INTEGER PRIMARY KEY REFERENCES stories(id) ON UPDATE CASCADE ON DELETE CASCADE,
        cluster TEXT NOT NULL -- the lowest key of its stories when they were clustered
    ) STRICT
    """,
    "CREATE INDEX idx_clusters_cluster ON clusters (cluster)",
    """
    CREATE TABLE clustering (
        name TEXT PRIMARY KEY, -- method: by what sketches and clusters were made; to_do: whether sketches changed since
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TRIGGER sketches_of_changed_texts AFTER UPDATE OF body ON stories WHEN old.body IS NOT new.body BEGIN
        DELETE FROM sketches WHERE story_id = new.id;
    END
    """,
    """
    CREATE TRIGGER clusters_of_removed_sketches AFTER DELETE ON sketches BEGIN
        DELETE FROM clusters WHERE story_id = old.story_id;
        INSERT OR REPLACE INTO clustering VALUES ('to_do', '1');
    END
    """,
)
