"""Step 8, store: what a run writes into the archive.

stories.py   Story -> rows, versions, addresses
ledger.py    editions: what their index lists, how their collection ended, what the schedule expects
images.py    the stories' images: which are wanted, and their thumbnails
runs.py      one row for each collection or import
"""
