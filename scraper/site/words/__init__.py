"""What the pages say, in the reader's language. Pure.

objects.py          rows -> the objects that pages and JSON share, with their addresses
wording.py          outcomes, evidence and dates in words
permission_words.py what a newspaper permitted of a page, in sentences
query_words.py      a query, its filters and its notes in words
search_form.py      a search as its page shows it: filters, facets and suggestions in words
diff.py             two texts of a story -> what changed, with <ins> and <del>
newsstand.py        publications -> the newsstand: filters, an alphabetical list, the newest first
page_layout.py      how an edition's page is set
completeness.py     how complete a paper is, in sentences that can be cited
statement.py        what a search or an export rests on, as text
calendar_grid.py    days of coverage -> the calendar's grids
weekly_pattern.py   days of coverage -> on which weekdays a newspaper appears
periods.py          a range -> its days, months or years, and the names under an axis
"""
