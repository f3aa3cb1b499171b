"""The acting edge of steps 2 to 8: one collection run, from the days asked for to the outcome of each edition.

days.py              which days were asked for (pure)
permissions.py       what a page's publisher allows (pure)
fetch.py             one page, for a person who wants to look at it
run.py               the collection run: lock, database, capture files, counts; steps 4 and 8
import_captures.py   pages that were captured before, through the same steps
outcome.py           how the collection of an edition ended, and why (pure)
"""
