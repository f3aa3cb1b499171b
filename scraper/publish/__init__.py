"""Step 9 of the path: the archive as a site in Datasette.

    site.py        where the site's folder is; opens Datasette on an archive; serves it
    addresses.py   the path of every page, and the patterns that recognise them (pure)
    objects.py     rows -> the objects that pages and JSON share, with their addresses (pure)
    wording.py     outcomes, evidence and dates in words (pure)
    language.py    the reader's language: chosen for a request, its messages, its way to write dates and numbers
    months.py      days of coverage -> the calendar's grids (pure)
    rhythm.py      days of coverage -> the week of a newspaper (pure)
    periods.py     a range -> its days, months or years, and the names under an axis (pure)
    timeline.py    counts over time -> their chart, in words, as CSV (pure)
    chart.py       numbers -> an SVG that needs neither script nor style (pure)
    deliveries.py  a paper's editions and an edition's stories as feeds and tables (pure)
    citing/        a story -> its citations, and what a page tells Zotero of it (pure)
    epub.py        an edition -> a book
    exporting.py   stories -> a file in JSON Lines, CSV or Parquet, with its checksum
    asking.py      a search as its page shows it: its filters, facets and suggestions in words (pure)
    tables.py      rows -> CSV or JSON Lines (pure)
    feeds.py       entries -> an Atom feed (pure)
    changes.py     two texts of a story -> what changed, with <ins> and <del> (pure)
    answers.py     an object -> a page or JSON, with its headers; redirects and errors

The views are the plugins in ``datasette/plugins``, their pages the templates in ``datasette/templates``. A view is a
plain function of a read-only connection and what was asked; it runs at one moment of the archive, also while a
collection is writing.
"""
