"""The pages, by noun: a view takes a read-only connection and a ``ViewRequest`` and gives a ``ViewResult``.

publications.py   the newsstand, a newspaper with its calendar, a day of it, an edition
days.py           all newspapers of one day
stories.py        a story, its versions, what changed; stories chosen to be cited
search.py         search with its facets, tables and feed
timeline.py       matches over time
coverage.py       what is held, what is missing, and why
api.py            what a program may ask
thumbnails.py     the small images
languages.py      the choice of a language
errors.py         errors for programs, robots.txt
"""
