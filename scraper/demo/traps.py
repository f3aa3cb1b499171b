"""Hostile pages of the fictional newspapers: what makes them hostile, and which they are.

Real newspapers print all of this. Each trap is one small change at the point where it belongs: to the story before it
is printed, to the printed page, or to the bytes that are sent. Add a line to ``HOSTILE`` for another hostile page.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from scraper.demo.newspapers import PrintedStory


class Trap(enum.StrEnum):
    """The ways in which a page is hostile; the value describes each."""

    WRONG_CHARSET = "the header says Shift_JIS, the bytes are UTF-8"
    META_CHARSET = "Shift_JIS, which only a meta element says"
    UNCLOSED = "tags never closed, attributes without quotes, a stray end tag"
    SCRIPT = "a script, event handlers and an iframe inside the body"
    BULK = "two megabytes of comments and inline style around the story"
    EMPTY = "a story page without text"
    REDIRECT = "the index links to an address that answers 302"
    MISSING = "the index links to it, the page answers 404"
    FORBIDDEN = "below /private/, which robots.txt forbids"
    REVISED = "a figure is corrected and a paragraph added in revision 2"
    TWO_ADDRESSES = "the coast edition links to it at a second address"
    BUSY = "answers 503 once, on a site started with flaky=True"


# newspaper, id of the story -> what is wrong with its page
HOSTILE: Mapping[tuple[str, str], Trap] = {
    ("ellery-courier", "korsvik-pilots-strike"): Trap.SCRIPT,
    ("ellery-courier", "coop-results"): Trap.UNCLOSED,
    ("ellery-courier", "puzzle-note-storm"): Trap.EMPTY,
    ("ellery-courier", "review-organ-recital"): Trap.REDIRECT,
    ("ellery-courier", "imre-red-warning"): Trap.BUSY,
    ("ellery-courier", "corrections-7-march"): Trap.MISSING,
    ("ellery-courier", "saltby-timbers-found"): Trap.TWO_ADDRESSES,
    ("ellery-courier", "clean-up-begins"): Trap.REVISED,
    ("ellery-courier", "semi-final-report"): Trap.BULK,
    ("ellery-courier", "w2-puzzle-note-anagram"): Trap.FORBIDDEN,
    ("shiomi-shimbun", "tram-302-farewell"): Trap.WRONG_CHARSET,
    ("shiomi-shimbun", "museum-bay-paintings"): Trap.META_CHARSET,
}


@dataclass(frozen=True, slots=True)
class Revision:
    """What revision 2 of the site changes in a story."""

    wrong: str
    right: str
    added: str  # the new last paragraph


REVISIONS: Mapping[str, Revision] = {
    "clean-up-begins": Revision(
        wrong="About 900 tonnes",
        right="About 1,300 tonnes",
        added=(
            "The city engineer’s office said on Sunday that its first figure, 900 tonnes, had been counted in lorries "
            "and had left out what went down the harbour by barge."
        ),
    ),
}
REVISED_AFTER = dt.timedelta(hours=20)  # from the first publication of a story to its correction


def trap_of(story: PrintedStory) -> Trap | None:
    """The trap of a story's page; None for a page that is not hostile."""
    return HOSTILE.get((story.newspaper, story.id))


def as_of(story: PrintedStory, revision: int) -> PrintedStory:
    """The story as that revision of the site prints it."""
    trap = trap_of(story)
    if trap is Trap.EMPTY:
        return replace(story, body=())
    if trap is Trap.REVISED and revision >= 2:
        change = REVISIONS[story.id]
        corrected = tuple(block.replace(change.wrong, change.right) for block in story.body)
        return replace(story, body=(*corrected, change.added))
    return story


def marred(html: str, trap: Trap | None) -> str:
    """The printed page with the trap's markup in it."""
    if trap is Trap.UNCLOSED:
        return _unclosed(html)
    if trap is Trap.SCRIPT:
        return _with_scripts(html)
    if trap is Trap.BULK:
        return _bulky(html)
    if trap is Trap.META_CHARSET:
        return html.replace('<meta charset="utf-8">', '<meta charset="Shift_JIS">', 1)
    return html


def encoded(html: str, trap: Trap | None) -> tuple[bytes, str]:
    """The bytes of a page and its Content-Type header, which can be wrong on purpose."""
    if trap is Trap.META_CHARSET:
        return html.encode("cp932", errors="xmlcharrefreplace"), "text/html"
    if trap is Trap.WRONG_CHARSET:
        return html.encode(), "text/html; charset=Shift_JIS"
    return html.encode(), "text/html; charset=utf-8"


def _unclosed(html: str) -> str:
    """No paragraph is closed, an element nobody opened is, and another is opened for good."""
    head, first, rest = html.partition("</p>\n<p>")
    mistaken = head + first + "</span><i>" + rest if first else html
    without_ends = re.sub(r"</(?:p|li|body|html)>", "", mistaken)
    return re.sub(r'class="([a-z-]+)"', r"class=\1", without_ends)


def _with_scripts(html: str) -> str:
    """The second paragraph gets what a careless advertisement leaves behind; it does no more than raise a flag."""
    flag = "window.courierWasHere = true"
    spoilt = (
        f'<script>{flag}; document.write("<p>Sponsored: new sails at old prices.</p>");</script>'
        f'<p onclick="{flag}">Sponsored: <a href="javascript:{flag}">new sails</a> at old prices.</p>'
        f'<img src="data:," alt="" onerror="{flag}">'
        '<iframe srcdoc="&lt;p&gt;Sponsored: new sails at old prices.&lt;/p&gt;" title="Sponsored"></iframe>\n<p>'
    )
    head, first, rest = html.partition("</p>\n<p>")
    return head + "</p>\n" + spoilt + rest if first else html


def _bulky(html: str) -> str:
    rules = "".join(f".ad-{n:05d}{{margin:{n % 17}px;color:#{n % 4096:03x}}}\n" for n in range(20_000))
    comments = "".join(f"<!-- slot {n:05d}: no bid received within the time allowed -->\n" for n in range(12_000))
    boxes = "".join(f'<div style="position:absolute;left:-{n}px;width:1px;height:1px"></div>\n' for n in range(10_000))
    with_rules = html.replace("</head>", f"<style>{rules}</style></head>", 1)
    return with_rules.replace("<main>", f"{comments}<main>", 1).replace("</main>", f"</main>{boxes}", 1)
