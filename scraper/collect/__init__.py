"""Steps 2 to 8 at work: one collection run, from the requested days to the outcome of each edition.

Here the pure rooms meet the disk and the clock; only Scrapy's own files (``spiders/``, ``pipelines.py``,
``middlewares.py``, ``extensions.py``) stand above.

    days.py              which days, and which editions of them, a command asks for (pure)
    due.py               which editions are to be looked at now, and why (pure)
    fillable.py          which missing editions can still be had, and why the others cannot (pure)
    mementos.py          the copies that a web archive has of a page, and which of them is wanted (pure)
    run.py               the collection run: lock, database, capture files, counts; steps 4 and 8
    reporter.py          the events of a run, which may be shown to a person
    import_captures.py   pages that were captured before, through the same steps
    kept_indexes.py      the pages of indexes that the captures have, to be read again
    backup.py            a copy of an archive, its captures and what belongs to it
    removal.py           stories that are removed on request, or restricted to their metadata
    rewriting.py         a file of captures anew without something in it
    verify.py            is every row's capture there, as it was written
    removals_beside.py   removals that somebody has entered in SQL in an archive beside the captures
    redact.py            secrets of the environment out of an archive of before and its captures
    several_pages.py     the pages of one story among the captures of others
    page_readers.py      processes that read the pages of an import, on all cores
    outcome.py           how the collection of an edition ended, and why (pure)
    rules_followed.py    which rules of its file an edition was read by, and which nobody has confirmed (pure)
    robots.py            our User-Agent, and what a host's robots.txt allows (pure)
    identity.py          whose requests these are: signatures, by a key of the operator's
    web_policy.py        which addresses may be asked: none inside that the operator did not write (pure)
    redirects.py         whether a page that reloads leads elsewhere, or is a page (pure)
    validators.py        a page that is held is asked for only if it was changed (pure)
    pace.py              when a host may be asked next: Crawl-delay, Retry-After, pauses, silence
    fetch.py             one page by httpx, for ``backissues inspect URL``
    downloads.py         captures at a web address, read while they come
    checked_connections.py   the connections of fetch.py, under the web policy and for a bounded time
"""
