"""What a newspaper permits on a day, read from its own documents (pure; no network and no SQL).

    permission documents of a host + what a page and its headers say -> Permissions

    values.py        uses, answers, statements, and ``Permissions``: all that was said of one page, and what follows
    patterns.py      which pages a pattern of robots.txt, TDMRep or RSL means
    preferences.py   "ai-train=no" and "train-ai=n": the words of Content-Signal and Content-Usage lines
    robots_txt.py    robots.txt: the rules for us, Crawl-delay, Content-Signal, Content-Usage, License
    tdmrep.py        /.well-known/tdmrep.json: reservations of text and data mining
    rsl.py           Really Simple Licensing: what a licence document permits and prohibits
    page_says.py     what a page and its headers say, as statements
    documents.py     a permission document as it was at a moment, and what it says as JSON
    decide.py        documents and page -> Permissions

The words of a page and its headers are found in ``scraper/extract/page/permissions.py``.
"""
