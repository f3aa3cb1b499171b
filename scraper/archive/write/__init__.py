"""Step 8, store: what a run writes into the archive.

stories.py      Story -> rows, versions, addresses
dating.py       stories that are held, dated anew: by an index that lists them, or where a list was another day's
ledger.py       editions: what their index lists, how their collection ended, what the schedule expects
comparisons.py  what an edition is judged by: its stories, and the editions around it
readings.py     how an edition's stories were read, beside what is usual: a new layout of the site shows in it
images.py       the stories' images: which are wanted, and their thumbnails
runs.py         one row for each collection or import
"""
