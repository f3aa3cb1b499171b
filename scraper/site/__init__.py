"""Step 9, publish: the archive as a site in Datasette.

    app.py             opens Datasette on an archive, and serves it
    folder.py          where templates, style sheet and messages lie
    routes.py          the path of every page, and the patterns that recognise them (pure)
    representations.py which pages are there as CSV, Atom, EPUB ... too, with their endings and media types (pure)
    language.py        the reader's language: chosen for a request, its messages, its way to write dates and numbers
    json_objects.py    the objects of the JSON interface, as types
    views/             one function for each page: a read-only connection and a request -> what is shown
    words/             outcomes, evidence, dates and searches in words (pure)
    formats/           charts, citations, books, feeds, tables and files (pure)
    archive_file.py    one file of an archive, read to the end of each request, whatever comes to its path meanwhile
    current_database.py  Datasette's database of the archive: the file that lies at its path when a request comes
    door/              what stands between the network and the site: names, long requests, slow connections
    http/              a view's result -> a response, with its headers
    api/               the shapes of JSON objects, OpenAPI, the queries beside the tables
    private/           the login of a private site
    sql/               SQL of readers, and Datasette's tables, in processes of their own
    template_filters.py  the filters and globals of the templates
    datasette_templates.py  what Datasette's own templates lack for everybody to use them

``datasette/plugins/backissues.py`` has every hook of Datasette; the templates are in ``datasette/templates``. A view
reads one snapshot of the archive, also while a collection is writing.
"""
