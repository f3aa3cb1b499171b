"""The archive: the only room that writes SQL.

    schema.py     the tables, as sqlite-utils migrations; rules that are costly to change later
    opening.py    open, lock, and the errors a person may see
    keys.py       a story's public key, and row ids in edition order
    terms.py      what the full-text index sees of scripts without spaces
    store.py      Story -> rows, versions, addresses
    ledger.py     editions: listed, outcome, what is expected and what is missing
    images.py     the stories' images: which are wanted, and their thumbnails
    runs.py       one row for each collection or import
    query.py      what a person typed -> Query (pure; never fails), of the parts in query_parts.py
    filters.py    what a search is narrowed to: a query string -> Filters, and the question in words (pure; never fails)
    matching.py   Filters -> the SQL of the stories that match
    search.py     Filters -> matching stories, a page at a time, with what of them is shown (snippets.py)
    facets.py     what the matches are made of, and how many editions of their days are held
    suggesting.py what to ask instead when nothing is found
    counting.py   Filters -> how many stories match, over time
    coverage.py   what is held and what is missing, newspaper by newspaper
    reading.py    rows -> the objects that pages and JSON show; reading_days, reading_editions, reading_stories by noun

``archive.db`` is a projection of the captures: it can be deleted and rebuilt from them (``backissues rebuild``).
"""

from scraper.archive.opening import ArchiveError, explaining, opened, writing

__all__ = ["ArchiveError", "explaining", "opened", "writing"]
