"""Step 9 of the path: the archive as a site in Datasette.

    site.py        where the site's folder is; opens Datasette on an archive; serves it
    addresses.py   the path of every page, and the patterns that recognise them (pure)
    objects.py     rows -> the objects that pages and JSON share, with their addresses (pure)
    wording.py     outcomes, evidence and dates in words (pure)
    months.py      days of coverage -> the calendar's grids (pure)
    changes.py     two texts of a story -> what changed, with <ins> and <del> (pure)
    answers.py     an object -> a page or JSON, with its headers; redirects and errors

The views are the plugins in ``datasette/plugins``, their pages the templates in ``datasette/templates``. A view is a
plain function of a read-only connection and what was asked; it runs at one moment of the archive, also while a
collection is writing.
"""
