"""Step 2 of the path: from a newspaper's edition to the stories its index lists (pure: the caller fetches).

    indexes(publication, edition)          the usable indexes, the best first      alternates.py
      -> IndexWalk(index)                  the walk over its pages                 walk.py
         -> first_requests(index)          IndexRequest, ...                       requests.py, templates.py
         -> [the caller fetches each]      Page
         -> read(index, request, page)     IndexPage: StoryLinks, or requests      index_pages.py, index_document.py
         -> ... until no request is left
         -> listing(index, pages)          Listing: every StoryLink, in order      listings.py, ``scraper.texts.dates``
      -> cover_address(page)               where the front page's image is         covers.py
      -> rules_for(page)                   which of [[story]] is for its layout    story_pages.py
         onward(story)                     where the next of its pages is

    page_days.py    what a page says of its day, in HTML, in keys of data, and in addresses: html_days.py, key_days.py
    day_statements.py  what one text or address of it says: day_spans.py, address_days.py
    served_day.py   whether a list is that of the edition asked for, or another day's: edition_rules.py
    story_times.py  whether its stories are, once their pages are read
    date_formats.py dates as addresses write them: languages, calendars, serial numbers
    secrets.py      which variables of the environment are secrets, and where a publication file puts them
    hooks.py        functions in Python beside a newspaper's file, at four stages of this and of reading a story
    json_functions.py  functions of JMESPath for it
    javascript.py   values in scripts that are not quite JSON
    page_text.py    the bytes of a page as text, in the charset that they really have
    sitemaps.py     sitemaps as plain lists, and which of those that an index names are to be read
    feeds.py        RSS, RDF, Atom and JSON Feed as plain lists
    loose_xml.py    the elements of XML as it is really sent, with its faults
    selectors.py    CSS and XPath on HTML, JMESPath on JSON
    filters.py      which of the listed stories are kept: include, exclude, window_days
    values.py       one value of a publication file, read from a node of a page
    yields.py       how much each selector found: a new layout of the site shows in it
    challenges.py   what sites send instead of a page: robot checks, consent and login walls
    errors.py       what can go wrong

Every failure is a DiscoverError that names the newspaper, index, step and selector;
``scraper.urls.canonical`` decides whether two addresses are the same story.
"""

from __future__ import annotations

from scraper.discover.alternates import groups, indexes
from scraper.discover.covers import cover_address, cover_page
from scraper.discover.edition_rules import EditionRules
from scraper.discover.errors import (
    AllFilteredError,
    AnotherDayError,
    ChallengeError,
    DiscoverError,
    MarkerMissingError,
    MissingVariableError,
    NothingFoundError,
    NotJsonError,
    NotListedError,
    RefusedError,
    WrongTypeError,
)
from scraper.discover.index_pages import IndexPage, read
from scraper.discover.listings import Listing, listing, union
from scraper.discover.requests import IndexRequest, first_requests, web_address
from scraper.discover.secrets import sent, sent_with_stories
from scraper.discover.served_day import Certainty
from scraper.discover.story_pages import MOST_PAGES, Onward, address_to_fetch, joined, onward
from scraper.discover.story_times import ENOUGH, Judgement, Say, StoryTime, judged, usual
from scraper.discover.walk import IndexWalk, Question, question

__all__ = [
    "ENOUGH",
    "MOST_PAGES",
    "AllFilteredError",
    "AnotherDayError",
    "Certainty",
    "ChallengeError",
    "DiscoverError",
    "EditionRules",
    "IndexPage",
    "IndexRequest",
    "IndexWalk",
    "Judgement",
    "Listing",
    "MarkerMissingError",
    "MissingVariableError",
    "NotJsonError",
    "NotListedError",
    "NothingFoundError",
    "Onward",
    "Question",
    "RefusedError",
    "Say",
    "StoryTime",
    "WrongTypeError",
    "address_to_fetch",
    "cover_address",
    "cover_page",
    "first_requests",
    "groups",
    "indexes",
    "joined",
    "judged",
    "listing",
    "onward",
    "question",
    "read",
    "sent",
    "sent_with_stories",
    "union",
    "usual",
    "web_address",
]
