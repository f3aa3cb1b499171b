"""Steps 2 and 3, discover and fetch, in Scrapy's terms: one spider class for every newspaper.

edition.py        from a date to the stories of that day's editions
edition_lists.py  what an edition lists, by the first index of its newspaper that is of that day
web_archive.py    the same from a web archive, for editions that the newspaper has no more
images.py         the images of stories that are held
failures.py       what an error status, or no response, means for an edition and its stories
pending.py        counts the stories of an edition that are requested and not stored yet
"""
