"""Steps 2 and 3 in Scrapy's terms: one spider for every newspaper.

edition.py    from a date to the stories of that day's editions
images.py   the images of stories that are held
answers.py    what a server's answer, or its silence, means
tally.py      which stories of an edition are still on their way
"""
