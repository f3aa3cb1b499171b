"""The indexes worth a try for a newspaper, the likeliest to be its printed editions first (pure: the caller fetches).

platforms    a known e-paper platform, read by a file of the catalogue
edition      today's paper or the archive, by the links that name them; dated where their addresses hold a day
by day       a list of the web's stories of a day: WordPress, Arc, Quintype, a sitemap for each day
newest       the news sitemap, a feed, the home page: what is new, and no edition
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator

from scraper.items import Page
from scraper.proposal.candidate import Candidate, Get
from scraper.proposal.dated_addresses import dated
from scraper.proposal.edition_candidates import edition_candidates
from scraper.proposal.home_page import HomePage
from scraper.proposal.platforms import platforms
from scraper.proposal.web_candidates import web_candidates

_LEAST_NAMING = 2  # links that name a day, before it is believed to be that of the page


def candidates(
    home: HomePage, page: Page, get: Get, *, today: dt.date, printed_works: Callable[[], bool]
) -> Iterator[Candidate]:
    """Every index worth a try, the likeliest first; pages are fetched only as they are come to.

    :param printed_works: whether one of a printed edition was found right: what the web has stands in for none, and is
        not looked for then.
    """
    known = [platform for platform in platforms(home, today) if platform.extends]
    yield from (platform.candidate(get) for platform in known)
    extended = {platform.extends for platform in known}
    yield from (each for each in edition_candidates(home, get, today) if each.extends not in extended)
    if not printed_works():
        yield from web_candidates(home, page, get, today)


def shown_on(home: HomePage, latest: dt.date) -> dt.date:
    """The day on which a saved home page was shown: the newest that several of its links name, if any does.

    :param latest: the day on which it was saved; a copy of a file may be much younger than the page.
    """
    found = (dated(link.url, near=latest, language=home.language or "en") for link in home.links)
    named = Counter(each.day for each in found if each is not None and each.is_certain and each.day <= latest)
    return max((day for day, links in named.items() if links >= _LEAST_NAMING), default=latest)
