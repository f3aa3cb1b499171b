"""A citation in the styles APA 7, MLA 9 and Chicago 17, as pieces of text that are in italics or not. Pure.

APA: Publication Manual, 7th edition, 9.8 (names), 9.13-9.16 (dates), 10.1 examples 16-17 (newspaper articles).
MLA: Handbook, 9th edition, 5.3-5.9 (names), 5.48-5.52 (versions), 5.68-5.83 (dates), 5.84-5.99 (locations).
Chicago: Manual of Style, 17th edition, 14.76 (numbers of authors), 14.191-14.200 (newspapers).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup, escape

from scraper.site.formats.citations.citation import Citation

Pieces = tuple[tuple[str, bool], ...]  # (text, whether it is in italics)

MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
MLA_MONTHS = "Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.".split()  # noqa: SIM905


def text(pieces: Pieces) -> str:
    """The citation as plain text."""
    return "".join(piece for piece, _ in pieces)


def markup(pieces: Pieces) -> Markup:
    """The citation as HTML, its italics in ``<i>``."""
    return Markup("").join(Markup("<i>{}</i>").format(piece) if slanted else escape(piece) for piece, slanted in pieces)


def apa(story: Citation) -> Pieces:
    """Quill, A. (2026, March 7). Night ferry stays. *The Evening Lantern*, 1. https://..."""
    day = story.date
    date = f"({day.year}, {MONTHS[day.month - 1]} {day.day})." if day else "(n.d.)."
    names = _apa_names([author.initialled for author in story.authors])
    begin = f"{_stopped(names)} {date} {_stopped(story.headline)} " if names else f"{_stopped(story.headline)} {date} "
    page = f", {story.page}" if story.page else ""
    address = f" {story.url}"
    if not day and story.accessed:
        at = story.accessed
        address = f" Retrieved {MONTHS[at.month - 1]} {at.day}, {at.year}, from {story.url}"
    return ((begin, False), (story.paper, True), (f"{page}.{address}", False))


def mla(story: Citation) -> Pieces:
    """Quill, Ada. “Night ferry stays.” *The Evening Lantern*, City ed., 7 Mar. 2026, p. 1, https://... Accessed ..."""
    names = [author.inverted for author in story.authors]
    if len(names) == 2:
        names = [f"{names[0]}, and {story.authors[1].natural}"]
    elif len(names) > 2:
        names = [f"{names[0]}, et al."]
    facts = [
        _named(story.edition, "ed."),
        _mla_day(story.date) if story.date else "",
        f"p. {story.page}" if story.page else "",
        story.url,
    ]
    begin = f"{_stopped(names[0])} {_quoted(story.headline)} " if names else f"{_quoted(story.headline)} "
    end = f", {', '.join(filter(None, facts))}."
    return (
        (begin, False),
        (story.paper, True),
        (end + (f" Accessed {_mla_day(story.accessed)}." if story.accessed else ""), False),
    )


def chicago_note(story: Citation) -> Pieces:
    """Ada Quill, “Night ferry stays,” *Evening Lantern*, March 7, 2026, City edition, sec. Sport, https://..."""
    names = [author.natural for author in story.authors]
    who = f"{names[0]} et al." if len(names) > 3 else _joined(names, "and")
    return (
        (f"{who}, " if who else "", False),
        (f"{_quoted(story.headline, ',')} ", False),
        (_chicago_paper(story), True),
        (f", {', '.join(_chicago_facts(story))}.", False),
    )


def chicago(story: Citation) -> Pieces:
    """Quill, Ada. “Night ferry stays.” *Evening Lantern*, March 7, 2026, City edition. https://...

    An unsigned story stands under its newspaper (14.199).
    """
    names = [author.inverted if number == 0 else author.natural for number, author in enumerate(story.authors)]
    *facts, address = _chicago_facts(story)
    facts = [fact for fact in facts if not fact.startswith("accessed ")]
    accessed = next((fact for fact in _chicago_facts(story) if fact.startswith("accessed ")), "")
    end = f"{f' A{accessed[1:]}.' if accessed else ''} {address}."
    if not names:
        rest = f". {_quoted(story.headline)}{' ' if facts else ''}{', '.join(facts)}{'.' if facts else ''}{end}"
        return ((_chicago_paper(story), True), (rest, False))
    who = f"{', '.join(names[:7])}, et al." if len(names) > 10 else _joined(names, "and", comma=len(names) > 1)
    return (
        (f"{_stopped(who)} {_quoted(story.headline)} ", False),
        (_chicago_paper(story), True),
        (f"{', ' if facts else ''}{', '.join(facts)}.{end}", False),
    )


def _chicago_facts(story: Citation) -> list[str]:
    """Date, edition and section, with the address last; pages are left out, since they differ between editions."""
    day, at = story.date, story.accessed
    facts = [
        f"{MONTHS[day.month - 1]} {day.day}, {day.year}" if day else "",
        _named(story.edition, "edition"),
        f"sec. {story.section}" if story.section and story.printed else "",
        f"accessed {MONTHS[at.month - 1]} {at.day}, {at.year}" if at and not day else "",
        story.url,
    ]
    return [fact for fact in facts if fact]


def _chicago_paper(story: Citation) -> str:
    english = story.language.partition("-")[0] in ("en", "")
    return story.paper.removeprefix("The ") if english else story.paper


def _apa_names(names: Sequence[str]) -> str:
    """All of up to twenty; of more, the first nineteen, an ellipsis and the last."""
    if len(names) > 20:
        return f"{', '.join(names[:19])}, . . . {names[-1]}"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _joined(names: Sequence[str], word: str, *, comma: bool = False) -> str:
    """a; a and b; a, b, and c. ``comma``: also before the last of two, as after an inverted name."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])}{',' if comma or len(names) > 2 else ''} {word} {names[-1]}"


def _named(edition: str, word: str) -> str:
    """City ed.; what is called a supplement or an edition already keeps its name."""
    if not edition or edition.lower().startswith("the ") or "edition" in edition.lower():
        return edition
    return f"{edition} {word}"


def _mla_day(day: dt.date) -> str:
    return f"{day.day} {MLA_MONTHS[day.month - 1]} {day.year}"


def _stopped(text: str) -> str:
    """With a full stop, unless it ends in a mark of its own."""
    return text if text.endswith((".", "?", "!", "…", "。", "？", "！")) else f"{text}."


def _quoted(headline: str, mark: str = ".") -> str:
    """In quotation marks, those inside made single, with its mark inside them as in American print."""
    inside = headline.replace("“", "‘").replace("”", "’")
    parts = inside.split('"')
    inside = "".join(part + ("" if at == len(parts) - 1 else "‘’"[at % 2]) for at, part in enumerate(parts))
    return f"“{inside}”" if inside.endswith(("?", "!", "…", "。", "？", "！", mark)) else f"“{inside}{mark}”"
