"""What stands between the network and the site: nothing of the archive is read before a request has passed it.

names.py        under which names the site is asked, and the URL that its links carry (pure)
requests.py     refuses requests for others, requests that can be read in two ways, and long ones; a fault is a page
connections.py  how many connections there are at once, and how long they may keep the site waiting
"""
