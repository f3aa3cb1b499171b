"""The table of the states that newspapers' files had, each in a record of the captures."""

from __future__ import annotations

TABLE = """
    CREATE TABLE publication_files (
        id INTEGER PRIMARY KEY,
        slug TEXT NOT NULL,
        since TEXT NOT NULL, -- when this state of the file was captured
        sha256 TEXT NOT NULL, -- of the record's content
        file TEXT NOT NULL, offset INTEGER NOT NULL, length INTEGER NOT NULL -- the record
    ) STRICT
    """
INDEX = "CREATE INDEX idx_publication_files_slug_since ON publication_files (slug, since)"
