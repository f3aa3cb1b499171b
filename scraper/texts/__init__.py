"""What texts mean, in some forty languages: dates, edition statements, and what pages print around a story. Pure.

    charset.py      bytes to text, in the charset that they are really in
    folding.py      text made comparable (case, accents, signs), with the way back to the page's own words
    phrases.py      what pages print around a story: offers, calls to read on, notices; its data is phrases.toml
    filing.py       where a title stands in an alphabet: without its initial article
    particles.py    the small words inside names of persons
    markup.py       HTML with no more tags and attributes than a parser has memory and time for
    walls.py        how pages that stand in a story's place are titled: sign-in, consent, checks for robots
    dates/          a date as papers write it, read strictly; never a guess
    statements/     "This story is from the December 07, 2024 edition of ...": the table of wordings, and the search

``scraper.extract``, ``scraper.dating`` and ``scraper.discover`` use this package; it knows no page and no newspaper.
"""
