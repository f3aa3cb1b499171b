"""Put reasons into words: in English on the command line, in the reader's language on the site (pure).

    phrase(Reason(code=Code.NOT_FOUND, status=404))          not found (status 404)
    phrases(edition's reasons)                               these, separated by semicolons

A phrase has no capital and no full stop, so that it can be part of a sentence or stand in brackets. Add a row to
``PHRASES`` for each new ``Code``, and translate it (``make messages``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from scraper.reasons.codes import FIELDS, Code, Reason

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Speaker:
    """Translates messages into a language, and formats numbers and dates for it; this base class is English.

    ``gettext`` and ``ngettext`` are those of the standard library's ``gettext``.
    """

    def gettext(self, message: str) -> str:
        """Translate a message."""
        return message

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Translate a message with a plural; ``%(num)s`` is filled in later."""
        return one if number == 1 else many

    def number(self, value: int) -> str:
        """Format a whole number: 1,234."""
        return f"{value:,}"

    def share(self, value: float) -> str:
        """Format a share of 1: 80%."""
        return f"{value:.0%}"

    def day(self, date: dt.date) -> str:
        """Format a date: 7 December 2024."""
        return f"{date.day} {date:%B %Y}"

    def weekday(self, number: int) -> str:
        """The name of a day of the week; 1 is Monday."""
        return WEEKDAYS[(number - 1) % 7]


ENGLISH = Speaker()


def N_(message: str) -> str:  # noqa: N802
    """Mark a message for translation, and return it unchanged (gettext's own convention)."""
    return message


# What is not always known stands in brackets behind: see ``_aside``.
PHRASES: Mapping[Code, str] = {
    Code.NEVER_TRIED: N_("never tried"),
    Code.NOT_REACHED: N_("looks that nothing answered: %(number)s (%(because)s)"),
    Code.NOT_FINISHED: N_("its collection did not finish"),
    Code.DECLARED_CLOSED: N_("the newspaper declares that it is closed that day"),
    Code.COMBINED: N_("the edition of %(date)s is that of this day as well"),
    Code.OUT_OF_REACH: N_("the newspaper's site cannot be asked for days that are so old"),
    Code.NO_SUCH_LABEL: N_("the newspaper has no edition %(names)s any more"),
    Code.NO_INDEX: N_("no index can be asked for this day"),
    Code.NOT_THERE: N_("was due, but is not there (%(because)s)"),
    Code.NOT_DUE_YET: N_("is not due yet, and is not there (%(because)s)"),
    Code.ANOTHER_INDEX: N_("another index was used, because %(because)s"),
    Code.WRONG_DATE: N_("the index is that of %(date)s"),
    Code.ANOTHER_DAY: N_("asked for %(wanted)s, was sent the paper of %(date)s"),
    Code.DAY_LOST: N_("asked for %(wanted)s, was sent to an address without that day"),
    Code.DAY_IN_DOUBT: N_("it is not certain that this is the paper of %(wanted)s"),
    Code.PAGES_OF_ANOTHER_DAY: N_("pages of another day were left out: %(number)s"),
    Code.REPEATED: N_("%(share)s of its stories stood in the edition before, at most %(limit)s may"),
    Code.ALL_REFUSED: N_("the site refused all stories that were asked for (%(because)s)"),
    Code.NONE_READABLE: N_("none of %(listed)s listed stories could be read (%(because)s)"),
    Code.NOT_HELD: "",  # in two forms: see ``_not_held``
    Code.STORIES_CUT_SHORT: N_("stories of which a page is missing: %(number)s (%(because)s)"),
    Code.OTHER_REASONS: N_("for other reasons"),
    Code.TOO_FEW_STORIES: N_("%(listed)s stories listed, at least %(least)s expected"),
    Code.TOO_MANY_STORIES: N_("%(listed)s stories listed, at most %(most)s expected"),
    Code.FEWER_THAN_USUAL: N_("%(listed)s stories listed, %(usual)s is usual for a %(weekday)s"),
    Code.TOO_FEW_SECTIONS: N_("%(number)s sections, at least %(least)s expected"),
    Code.NO_SECTION: N_("no section %(names)s"),
    Code.THIN_FIELD: N_("%(field)s given for %(share)s of the stories, %(limit)s expected"),
    Code.SHORT_STORIES: N_("%(number)s of %(held)s stories are shorter than %(least)s characters"),
    Code.FIELD_LOST: N_("%(field)s found on %(share)s of the stories' pages, %(limit)s is usual"),
    Code.RULE_LOST: N_("the rule for %(field)s found it on %(share)s of the stories' pages, %(limit)s is usual"),
    Code.UNUSUAL_TEXTS: N_("its texts have %(number)s characters in the median, %(usual)s is usual"),
    Code.SUPPLEMENT_MISSING: N_("supplement missing: %(names)s"),
    Code.LIST_CUT_OFF: N_("its list is cut off (%(url)s)"),
    Code.LIST_TOO_LONG: N_("its list has %(number)s stories, of which the first %(most)s were taken"),
    Code.LIST_GOES_ON: N_("its list goes on at %(url)s, and at most %(most)s pages of it are read"),
    Code.LIST_PAGE_MISSING: N_("a page of its list is missing: %(url)s (%(because)s)"),
    Code.STORIES_UNLISTED: N_(
        "%(number)s addresses like those of its stories stand on its list's pages and are not listed, at most "
        "%(usual)s is usual; %(listed)s stories listed, at least %(least)s is usual"
    ),
    Code.YIELD_FELL: N_(
        "a selector found %(number)s, and from %(least)s to %(most)s in the last %(editions)s editions"
    ),
    Code.ALTERNATE_USED: N_(
        "a selector found nothing any more, and from %(least)s to %(most)s in the last %(editions)s editions; the next "
        "one was taken"
    ),
    Code.PAGING_ENDED: N_(
        "its list ended after %(number)s pages, and after %(least)s to %(most)s in the last %(editions)s editions"
    ),
    Code.LIST_ENDS_EARLY: N_("its list ends early: %(listed)s stories, at least %(least)s is usual"),
    Code.SECTIONS_RENAMED: N_("sections are gone, and others stand in their place: %(names)s"),
    Code.OTHER_KIND: N_("its list is of another kind than it always was: %(kind)s"),
    Code.DAY_UNSTATED: N_("its list does not state its day where it did in the last %(editions)s editions"),
    Code.MANY_MORE_LISTED: N_(
        "%(listed)s stories listed, and from %(least)s to %(most)s in the last %(editions)s editions"
    ),
    Code.OTHER_ADDRESSES: N_("%(number)s of %(listed)s listed addresses are of a kind that none had before"),
    Code.INDEX_SHOWS_NONE: N_("its index does not show the edition of %(date)s either, which it did show"),
    Code.FROM_WEB_ARCHIVE: N_("its list and its stories are from a web archive"),
    Code.CLAIMED: N_("so says an imported file"),
    Code.NOT_FOUND: N_("not found (status %(status)s)"),
    Code.REFUSED: N_("refused (status %(status)s)"),
    Code.ERROR_STATUS: N_("error (status %(status)s)"),
    Code.REDIRECT: N_("redirect (status %(status)s)"),
    Code.FORBIDDEN_BY_ROBOTS: N_("forbidden by robots.txt"),
    Code.ROBOTS_REFUSED: N_("robots.txt answers %(status)s, which means no"),
    Code.ROBOTS_UNREACHABLE: N_("robots.txt is out of reach, which means no"),
    Code.NO_WEB_ADDRESS: N_("no web address"),
    Code.NO_PAGE: N_("no page came"),
    Code.REDIRECT_LOOP: N_("redirects in circles"),
    Code.NO_ANSWER: N_("no answer"),
    Code.TIMED_OUT: N_("no answer in time"),
    Code.CONNECTION_REFUSED: N_("the server refused the connection"),
    Code.CONNECTION_LOST: N_("the server closed the connection before it had answered"),
    Code.NAME_UNKNOWN: N_("its host is not known: the name has no address"),
    Code.TLS_FAILED: N_("no encrypted connection could be made"),
    Code.NOT_HTTP: N_("what came is no answer in HTTP"),
    Code.HEADERS_TOO_LONG: N_("the headers of the answer are longer than %(most)s bytes"),
    Code.ADDRESS_TOO_LONG: N_("its address is longer than %(most)s characters"),
    Code.INSIDE_NETWORK: N_("in a network of our own, where nothing is asked"),
    Code.HOST_SILENT: N_("not asked for, since its host did not answer the requests before"),
    Code.WAIT_TOO_LONG: N_("the server asks us to wait for %(seconds)s seconds, longer than a run can"),
    Code.NOT_ASKED_FOR: N_("not asked for, since the site refused the ones before"),
    Code.NOT_IN_WEB_ARCHIVE: N_("the web archive has no copy of then"),
    Code.COPIES_UNUSABLE: N_("the web archive has no copy of then that is the page (%(because)s)"),
    Code.WEB_ARCHIVE_FAILED: N_("the web archive does not answer or refuses (%(because)s)"),
    Code.INDEX_UNREADABLE: N_("the index of the edition could not be read"),
    Code.VARIABLE_MISSING: N_("a template names a variable that has no value"),
    Code.MARKER_MISSING: N_("the page does not contain the JSON it used to contain"),
    Code.NOTHING_FOUND: N_("a selector found nothing on the page"),
    Code.ALL_FILTERED: N_("the index lists stories, but the filters kept none of them"),
    Code.NOT_LISTED: N_("the newspaper lists its editions, but not this one"),
    Code.NOT_JSON: N_("JSON was expected, and something else came"),
    Code.WRONG_TYPE: N_("the answer is of another kind than the index declares"),
    Code.CHALLENGE: N_("the site answered with a check for robots or a consent wall instead of the page"),
    Code.NOT_HTML: N_("not HTML"),
    Code.EMPTY_PAGE: N_("not HTML: empty answer"),
    Code.WALL: N_("a wall came instead of the story: %(kind)s"),
    Code.SAME_TEXT: N_("the same text came for %(number)s stories"),
    Code.NO_HEADLINE: N_("no headline: neither its data nor its markup names a headline"),
    Code.NO_BODY: N_("no body: %(letters)s letters of text, and no sign of a paywall"),
    Code.FRONT_DOOR: N_("not a story page: the front door of a site"),
    Code.STORY_LIST: N_("not a story page: a list of %(listed)s stories, without a text of its own"),
    Code.NOTICE: N_("not a story page: %(kind)s"),
    Code.TAKEN_DOWN: N_("taken down"),
    Code.STORY_CUT_SHORT: N_("a page of it is missing: %(url)s (%(because)s)"),
    Code.HOOK_FAILED: N_("a function in the newspaper's own Python file failed"),
    Code.CRASHED: N_("could not be read, because of a fault in this program"),
    Code.NOT_A_PAGE: N_("not a page: %(kind)s"),
    Code.NO_ADDRESS: N_("the page does not name its address; give it with --url"),
    Code.ALREADY_HELD: N_("already held"),
    Code.NO_ORIGINAL: N_("revisit of a page that is not held (%(url)s)"),
    Code.DAMAGED: N_("damaged or cut off"),
    Code.WRONG_ENCODING: N_("not the encoding %(kind)s that it declares"),
    Code.UNKNOWN_ENCODING: N_("content encoding %(kind)s, which is not known"),
    Code.PAGE_TOO_LONG: N_("longer than %(most)s bytes"),
    Code.CUT_OFF: N_("cut off"),
    Code.UNREADABLE: N_("cannot be read"),
    Code.IMAGE_TOO_LARGE: N_("larger than %(most)s bytes"),
    Code.TOO_MANY_PIXELS: N_("%(width)s × %(height)s pixels are too many"),
    Code.IMAGE_UNREADABLE: N_("no image that can be read"),
    Code.NO_PILLOW: N_("Pillow is not installed; pip install 'backissues[images]'"),
    Code.DRAWING_TOO_LARGE: N_("a drawing larger than %(most)s bytes"),
    Code.DRAWING_UNREADABLE: N_("a drawing that cannot be read"),
    Code.DRAWING_MAY_ACT: N_("a drawing that may act"),
    Code.DRAWING_WITHOUT_SIZE: N_("a drawing without a size"),
    Code.NOTE: "%(text)s",  # as it stands
}


def phrase(reason: Reason, speaker: Speaker = ENGLISH, *, brief: bool = False) -> str:
    """Put a reason into words.

    :param speaker: the language; English unless given.
    :param brief: leave out the texts of exceptions and selectors, which help to mend a newspaper's file and not its
        readers.
    """
    words = _sentence(reason, speaker, brief=brief)
    return f"{reason.index}: {words}" if reason.index else words


def phrases(reasons: Iterable[Reason], speaker: Speaker = ENGLISH, *, brief: bool = False) -> str:
    """Put reasons into words, separated by semicolons."""
    return "; ".join(phrase(reason, speaker, brief=brief) for reason in reasons)


def _sentence(reason: Reason, speaker: Speaker, *, brief: bool) -> str:
    """The reason in words, without the name of its index."""
    if reason.code is Code.NOT_HELD:
        return _not_held(reason, speaker, brief=brief)
    message = PHRASES[reason.code]
    sentence = speaker.gettext(message) if reason.code is not Code.NOTE else message
    values = {
        name: _formatted(name, getattr(reason, name), reason, speaker, brief=brief)
        for name in map(str, FIELDS[reason.code].replace("?", "").split())
    }
    aside = _aside(reason, message, brief=brief)
    sentence = sentence % values
    if aside and sentence.endswith(")"):
        return f"{sentence[:-1]}, {aside})"
    return f"{sentence} ({aside})" if aside else sentence


def _aside(reason: Reason, message: str, *, brief: bool) -> str:
    """The values that are known besides those in the sentence, for the brackets behind it."""
    names = [name for name in ("kind", "url", "names", "text", "place") if f"%({name})s" not in message]
    if brief:
        names = [
            name for name in names if name in ("kind", "names") and reason.code not in (Code.CRASHED, Code.HOOK_FAILED)
        ]
    parts = (getattr(reason, name) for name in names)
    return ", ".join(
        ", ".join(part) if isinstance(part, tuple) else part.strip().removesuffix(".") for part in parts if part
    )


def _formatted(name: str, value: Any, reason: Reason, speaker: Speaker, *, brief: bool) -> str:
    """One value of a reason as text."""
    if value is None:
        return ""
    match name:
        case "status":
            return str(value)
        case "weekday":
            return speaker.weekday(value)
        case "share" | "limit":
            return speaker.share(value)
        case "date" | "wanted":
            return speaker.day(value)
        case "names":
            return ", ".join(value)
        case "kind" if reason.code in (Code.WALL, Code.NOTICE) and value:
            return speaker.gettext(value)  # what stands in the story's place: see ``scraper.texts.walls``
        case "because":
            separator = ", " if reason.code is Code.NOT_HELD else "; "
            return separator.join(phrase(cause, speaker, brief=brief) for cause in value)
    return speaker.number(value) if isinstance(value, int) else str(value)


def _not_held(reason: Reason, speaker: Speaker, *, brief: bool) -> str:
    """How many of an edition's stories are not held, and why: each cause with its number, if there are several."""
    assert reason.number is not None and reason.listed is not None, "the code has them"
    causes: dict[str, int] = {}
    for cause in reason.because:
        words = phrase(cause, speaker, brief=brief)
        causes[words] = causes.get(words, 0) + (cause.stories or 1)
    several = len(causes) > 1
    why = ", ".join(f"{speaker.number(stories)} {words}" if several else words for words, stories in causes.items())
    if reason.listed == 1:
        return speaker.gettext(N_("1 of 1 listed story is not held: %(because)s")) % {"because": why}
    sentence = speaker.ngettext(
        "%(num)s of %(listed)s listed stories is not held: %(because)s",
        "%(num)s of %(listed)s listed stories are not held: %(because)s",
        reason.number,
    )
    return sentence % {
        "num": speaker.number(reason.number),
        "listed": speaker.number(reason.listed),
        "because": why,
    }
