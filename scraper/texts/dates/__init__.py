"""Dates as newspapers write them, read strictly: what is not certainly a date is none.

dates.py         a date phrase in running text -> a day, or a year and month
tokens.py        the parts of a phrase: numbers, months, weekdays, years of other eras
months.py        names of months and weekdays in many languages, from the CLDR
timestamps.py    ISO 8601 and its relatives, as data states them
index_dates.py   the day that an edition's index, feed or sitemap is of
"""
