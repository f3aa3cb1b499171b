"""SQL that readers ask, and that of Datasette's tables -> rows, in processes of their own.

One C call of SQLite can take minutes and any amount of memory, and nothing inside a process ends it. So whatever a
reader may have written runs in a process that has little memory, gives way to the pages, and is killed when its time
is over. The statements of the pages run in the site's own threads and never wait for it.

worker.py    the process that runs statements; Python alone
workers.py   its other end: starts it, asks it, kills it
lanes.py     how many statements run and wait at once; who is refused
asking.py    what a request may ask for: its lane, its time, how long its SQL may be
database.py  the current database (site/current_database.py), whose statements take that way
"""
