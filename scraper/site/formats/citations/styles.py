"""A citation in the styles APA 7, MLA 9 and Chicago 18, as pieces of text that are in italics or not. Pure.

APA: Publication Manual, 7th edition, 9.8 (names), 9.13-9.16 (dates), 10.1 examples 16-17 (newspaper articles).
MLA: Handbook, 9th edition, 5.3-5.9 (names), 5.48-5.52 (versions), 5.68-5.83 (dates), 5.84-5.99 (locations).
Chicago: Manual of Style, 18th edition, 13.23, 13.107 (numbers of authors), 14.87-14.96 (newspapers).

In what the manuals leave open, and in the order of the parts, the official styles of citationstyles.org are followed:
a test renders every kind of story with citeproc and compares.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from scraper.site.formats.citations.capitals import headline_capitals
from scraper.site.formats.citations.citation import Citation
from scraper.site.formats.citations.names import PARTED, Name

Pieces = tuple[tuple[str, bool], ...]  # (text, whether it is in italics)

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
ENDS = (".", "?", "!", "。", "？", "！")  # marks after which no full stop stands
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LATIN = re.compile(r"(\(?[A-Za-z0-9](?:[ -~–]*[A-Za-z0-9)/])?)")
MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()  # noqa: SIM905


def text(pieces: Pieces) -> str:
    """The citation as plain text."""
    return "".join(piece for piece, _ in pieces)


def markup(pieces: Pieces) -> Markup:
    """The citation as HTML, its italics in ``<i>``.

    Among words written from right to left, dates and addresses are in ``<bdi>``: "2026, March 7" would be turned round.
    """
    written = _isolated if RIGHT_TO_LEFT.search(text(pieces)) else escape
    return Markup("").join(
        Markup("<i>{}</i>").format(written(piece)) if slanted else written(piece) for piece, slanted in pieces
    )


def _isolated(piece: str) -> Markup:
    parts = LATIN.split(piece)
    return Markup("").join(
        Markup("<bdi>{}</bdi>").format(part) if place % 2 else escape(part) for place, part in enumerate(parts)
    )


def apa(story: Citation) -> Pieces:
    """Quill, A. (2026, March 7). Night ferry stays. *The Evening Lantern*, 1. https://..."""
    day = story.date
    date = f"({day.year}, {MONTHS[day.month - 1]} {day.day})." if day else "(n.d.)."
    names, headline = _stopped(_apa_names(story.authors)), _stopped(_curly(story.headline))
    begin = f"{names} {date} {headline} " if names else f"{headline} {date} "
    paper = ", ".join(filter(None, (_capitals(story, story.paper), story.supplement)))
    address = f" {story.url}"
    if not day and story.accessed:
        address = f" Retrieved {_month_day(story.accessed)}, from {story.url}"
    return ((begin, False), (paper, True), (f"{f', {_range(story.page)}' if story.page else ''}.{address}", False))


def mla(story: Citation) -> Pieces:
    """Quill, Ada. “Night Ferry Stays.” *The Lantern* [Saltholm], City, 7 Mar. 2026, p. 1, https://... Front Page."""
    names = [author.inverted for author in story.authors[:1]] + [author.natural for author in story.authors[1:]]
    who = f"{names[0]}, et al." if len(names) > 2 else _joined(names, "and", comma=_is_inverted(story.authors))
    facts = [
        _ordinal(story.edition) or _capital(story.edition),
        story.supplement,
        _mla_day(story.date) if story.date else "",
        f"{'pp.' if re.search('[,–-]', story.page) else 'p.'} {_range(story.page)}" if story.page else "",
        story.url,
    ]
    ends = [
        f"Accessed {_mla_day(story.accessed)}" if story.accessed and not story.date else "",
        headline_capitals(_curly(story.section)),
    ]
    headline = _quoted(_capitals(story, story.headline))
    begin = f"{_stopped(who)} {headline} " if who else f"{headline} "
    place = f" [{story.place}]" if story.place else ""
    end = ", ".join(filter(None, ends))
    end = f"{place}, {', '.join(filter(None, facts))}.{f' {_stopped(end)}' if end else ''}"
    return ((begin, False), _paper(story), (end, False))


def chicago_note(story: Citation) -> Pieces:
    """Ada Quill, “Night Ferry Stays,” Front Page, *The Lantern* (Saltholm), March 7, 2026, City Edition, https://..."""
    names = [author.natural for author in story.authors]
    who = f"{names[0]} et al." if len(names) > 2 else _joined(names, "and")
    day, at = story.date, story.accessed
    headline = _quoted(_capitals(story, story.headline), ",")
    section = f" {headline_capitals(_curly(story.section))}," if story.section else ""
    facts = [
        story.supplement,
        _month_day(day) if day else "n.d.",
        _chicago_edition(story),
        f"accessed {_month_day(at)}" if at and not day else "",
        story.url,
    ]
    return (
        (f"{who}, {headline}{section} " if who else f"{headline}{section} ", False),
        *_chicago_paper(story),
        (f", {', '.join(filter(None, facts))}.", False),
    )


def chicago(story: Citation) -> Pieces:
    """Quill, Ada. “Night Ferry Stays.” Front Page. *The Lantern* (Saltholm), March 7, 2026. City Edition. https://...

    An unsigned story stands under its newspaper (14.89).
    """
    names = [*(author.under_its_last_word for author in story.authors[:1]), *(a.natural for a in story.authors[1:])]
    who = (
        f"{', '.join(names[:3])}, et al."
        if len(names) > 6
        else _joined(names, "and", comma=_is_inverted(story.authors))
    )
    day, at = story.date, story.accessed
    printed = ", ".join(filter(None, (story.supplement, _month_day(day) if day else "n.d.")))
    rest = [
        _chicago_edition(story),
        f"Accessed {_month_day(at)}" if at and not day else "",
        story.url,
    ]
    headline = _quoted(_capitals(story, story.headline))
    section = f" {_stopped(headline_capitals(_curly(story.section)))}" if story.section else ""
    end = "".join(f" {_stopped(part)}" for part in rest if part)
    if not who:
        return (*_chicago_paper(story), (f". {headline}{section} {_stopped(printed)}{end}", False))
    return (
        (f"{_stopped(who)} {headline}{section} ", False),
        *_chicago_paper(story),
        (f", {_stopped(printed)}{end}", False),
    )


def _chicago_paper(story: Citation) -> Pieces:
    return (_paper(story), (f" ({story.place})" if story.place else "", False))


def _paper(story: Citation) -> tuple[str, bool]:
    """The newspaper's name; Japanese and Hindi, to name two, have no italics."""
    return _capitals(story, story.paper), PARTED.search(story.paper) is not None


def _chicago_edition(story: Citation) -> str:
    return _ordinal(story.edition) or (headline_capitals(f"{story.edition} Edition") if story.edition else "")


def _apa_names(authors: Sequence[Name]) -> str:
    """All of up to twenty; of more, the first nineteen, an ellipsis and the last."""
    names = [author.initialled for author in authors]
    if len(names) > 20:
        return f"{', '.join(names[:19])}, … {names[-1]}"
    return _joined(names, "&", comma=_is_inverted(authors))


def _is_inverted(authors: Sequence[Name]) -> bool:
    """Whether the first name has its family name first, after which the last of two names has a comma before it."""
    return bool(authors) and not authors[0].is_cited_whole


def _joined(names: Sequence[str], word: str, *, comma: bool = False) -> str:
    """a; a and b; a, b, and c. ``comma``: also before the last of two, as after an inverted name."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}{',' if comma or len(names) > 2 else ''} {word} {names[-1]}"


def _month_day(day: dt.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def _capitals(story: Citation, text: str) -> str:
    """A title of an English story in headline capitals; any other as it is."""
    return headline_capitals(_curly(text)) if story.language.partition("-")[0] in ("en", "") else _curly(text)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ordinal(edition: str) -> str:
    """The third edition of a day, "3" or "3rd", as "3rd ed."; "" for one with a name."""
    number = re.fullmatch(r"(\d{1,3})(?:st|nd|rd|th)?", edition)
    if not number:
        return ""
    digits = number[1]
    ends = "th" if digits[-2:-1] == "1" else {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")
    return f"{digits}{ends} ed."


def _range(page: str) -> str:
    return page.replace("-", "–")


def _mla_day(day: dt.date) -> str:
    return f"{day.day} {MLA_MONTHS[day.month - 1]} {day.year}"


def _stopped(text: str, mark: str = ".") -> str:
    """With a full stop, inside of closing quotation marks as in American print, unless it ends in a mark of its own."""
    words = text.rstrip("’”")
    closing = text[len(words) :]
    return text if not text or words.endswith(ENDS if mark == "." else mark) else f"{words}{mark}{closing}"


def _quoted(headline: str, mark: str = ".") -> str:
    """In quotation marks; those inside of it become single, and those inside of these double."""

    def turned(pair: re.Match[str]) -> str:
        inside = re.sub("‘([^‘’]*)’", r"“\1”", pair[1])
        return f"‘{inside}’"

    inside = re.sub("“([^“”]*)”", turned, _curly(headline))
    return f"“{_stopped(inside, mark)}”"


def _curly(text: str) -> str:
    """With typographic quotation marks and apostrophes."""
    text = re.sub(r"""(?<![^\s(\[‘“'])"(?=\S)""", "“", text).replace('"', "”")
    text = re.sub(r"(?<![^\s(\[“])'(?=\S[^']*\S'(?!\w))", "‘", text)
    return text.replace("'", "’")
