"""Why something is not held, said again in the reader's language. Pure.

The archive stores these reasons in English, as ``collect.outcome`` and ``spiders.failures`` write them. Here is what
they write, as messages: a stored text that one of them fits is said by its translation, any other as it stands.
Add a message for each new reason.
"""

from __future__ import annotations

import functools
import re

from babel.dates import get_day_names

from scraper.site import language
from scraper.site.language import N_, _, locale

REASONS = (
    N_("not found (status %(status)s)"),
    N_("refused (status %(status)s)"),
    N_("error (status %(status)s)"),
    N_("forbidden by robots.txt"),
    N_("no answer (%(kind)s)"),
    N_("taken down"),
    # Of pages that did not become a story (scraper.reading).
    N_("no body: %(number)s letters of text, and no sign of a paywall"),
    N_("no headline: neither its data nor its markup names a headline"),
    N_("not a story page: the front door of a site"),
    N_("not a story page: a list of %(number)s stories, without a text of its own"),
    N_("not HTML: empty answer"),
    N_("not HTML: %(kind)s"),
    N_("the newspaper declares that it is closed that day"),
    N_("the index is that of %(date)s"),
    N_("%(share)s of its stories stood in the edition before, at most %(most)s may"),
    N_("the site refused all stories that were asked for (%(why)s)"),
    N_("none of %(listed)s listed stories could be read (%(why)s)"),
    N_("another index was used, because %(why)s"),
    N_("%(listed)s stories listed, %(usual)s is usual for a %(weekday)s"),
    N_("%(listed)s stories listed, at least %(least)s expected"),
    N_("%(listed)s stories listed, at most %(most)s expected"),
    N_("%(found)s sections, at least %(least)s expected"),
    N_("no section %(names)s"),
    N_("%(field)s given for %(share)s of the stories, %(least)s expected"),
    N_("%(short)s of %(held)s stories are shorter than %(least)s characters"),
    N_("supplement missing: %(names)s"),
)


def retold(text: str) -> str:
    """A stored reason in the reader's language, if it is known there; else as it stands."""
    if language.current() == language.ENGLISH:
        return text
    for message, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return _(message, **{name: _part(name, part) for name, part in found.groupdict().items()})
    return text


def failure(text: str) -> str:
    """Why a story could not be had; an error of the program is for the JSON and not for the page."""
    return _("could not be read") if text.startswith("error:") else retold(text)


def _part(name: str, text: str) -> str:
    if name == "why":
        return retold(text)
    if name == "weekday":
        english = get_day_names("wide", locale="en")
        return next(
            (str(get_day_names("wide", locale=locale())[at]) for at, day in english.items() if day == text), text
        )
    return text


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each message with the pattern of the texts that it fits."""
    return tuple(
        (message, re.compile(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+)", re.escape(message)), re.DOTALL))
        for message in REASONS
    )
