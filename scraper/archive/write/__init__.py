"""Step 8, store: what a run writes into the archive.

stories.py      Story -> rows, versions, addresses
arrivals.py     in which order they came, or changed
dating.py       whose a held story is and of which day, by the lists that have it
ledger.py       editions: what their index lists, how their collection ended, what the schedule expects
comparisons.py  what an edition is judged by: its stories, and the editions around it
readings.py     how an edition's stories were read, beside what is usual: a new layout of the site shows in it
shapes.py       how indexes looked that were read rightly: a new layout shows beside them
incidents.py    what is wrong with the sites of newspapers, and since when
images.py       the stories' images: which are wanted, and their thumbnails
journal.py      what was done to stories on request
clusters.py     stories that share most of their text
takedowns.py    stories that were removed on request, and stay away
permissions.py  what newspapers permit: documents of their hosts, each as long as it was the same
runs.py         one row for each collection or import
looks.py        one row for each look of a run at an edition
publication_files.py   which states of newspapers' files the captures have
index_captures.py   where each page of an index was captured last
"""
