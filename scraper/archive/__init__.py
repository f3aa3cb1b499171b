"""Step 8, store: the archive. The only room that writes SQL.

    schema.py           the tables, as sqlite-utils migrations; rules that are costly to change later
    counts.py           its small tables of sums, which triggers keep
    publication_files.py   the states that newspapers' files had, each in a record of the captures
    cluster_tables.py   the tables of wire copy
    shingles.py         a text as the set of its runs of three words
    sketches.py         a text as 128 numbers, by which copies are found; clustering.py: which of them are copies
    places.py           under which labels stories stand, and which are on front pages, kept likewise
    connection.py       open, lock, and the errors a person may see
    keys.py             a story's public key, and row ids in edition order
    journal.py          what was done to stories on request: its tables
    texts.py            what makes another version of a text, and what does not
    arrivals.py         in which order stories came or changed: a moment, and larger than all before it
    terms.py            one spelling for the full-text index and for what is asked of it
    bigrams.py          the pairs of characters of scripts without spaces
    rows.py             rows of a query as dictionaries
    row_types.py        what the rows hold that are read, as types; row_fields.py: what each field means
    redaction.py        an archive without the secrets that an earlier version wrote into it
    snapshot.py         a copy of it as it was at one moment
    verification.py     is everything in it as it must be, and what mends it
    differences.py      what two archives do not have alike, table by table and field by field
    edition_states.py   what is held and what is missing: one definition for everyone who asks
    write/              stories, the ledger of editions, images, removals, runs
    read/               rows -> the objects that pages and JSON show, by noun
    search/             what a person typed -> the stories that match, counted and cut
    public_copy.py      the file that may be shown to the world, by an allow-list of columns
    export_rows.py      rows for an export

``archive.db`` is a projection of the captures: it can be deleted and rebuilt from them (``backissues rebuild``).
"""

from scraper.archive.connection import ArchiveError, NotAnArchiveError, check, explaining, opened, writing

__all__ = ["ArchiveError", "NotAnArchiveError", "check", "explaining", "opened", "writing"]
