"""The views, by noun: each takes a read-only connection and a ``ViewRequest``, and gives a ``ViewResult``.

publications.py   the newsstand, a newspaper with its calendar, a day of it, an edition
days.py           all newspapers of one day
stories.py        a story, its versions, their changes; stories chosen to be cited
catalogues.py     editions as books for e-readers (OPDS), the newest book, covers
search.py         search with its facets, tables and feed
statement.py      what a search rests on, as text
timeline.py       matches over time
coverage.py       what is held, what is missing, and why
runs.py           what each run did
api.py            the documentation of the JSON API
thumbnails.py     the small images
languages.py      the choice of a language
errors.py         no such newspaper or date, errors for programs, robots.txt
"""
