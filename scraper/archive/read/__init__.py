"""Rows -> the objects that pages and JSON show. Only reads, and knows nothing of addresses.

publications.py   newspapers, and what the newsstand says of each
calendar.py       the calendar of coverage: each day with its state, and every gap
completeness.py   how complete a paper is, and its gaps by cause
strips.py         coverage for the eye: editions of each month or year by state
comparison.py     the editions of a day of a paper, compared
runs.py           what each run did, look by look
incidents.py      what is wrong with the sites of newspapers, and what was
editions.py       front pages, and an edition in printed order
stories.py        a story with its evidence, versions and placements
clusters.py       the stories that share most of their text with one
permissions.py    what newspapers permitted of a page when it was fetched
"""
