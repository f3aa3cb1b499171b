"""Dates as newspapers write them, read strictly: what is not certainly a date is none.

dates.py         a date phrase, alone, first or anywhere in a text -> a day, or a year and month
shapes.py        the shapes of a day: which tokens are its day, month and year
tokens.py        the parts of a phrase: numbers, months, weekdays, years of other eras
months.py        names of months and weekdays in many languages, from the CLDR
spellings.py     names that papers print and CLDR does not list
calendars.py     Persian, Hijri, Bikram Sambat, Bengali, Hebrew and Ethiopic dates -> the common day
labels.py        what the words beside a date say of it: published, changed
timestamps.py    ISO 8601 and its relatives, as data states them
index_dates.py   all days that an edition's index, feed or sitemap states, the strongest first
"""
