"""The addresses of the fictional newspapers: paths of editions and stories on the site, and canonical addresses.

/ellery-courier/paper/2026-03-07/city/              an edition     (…/city/sunday-review/ a supplement)
/ellery-courier/2026-03-07/<id>                     a story; /ellery-courier/coast/… the same, as the coast lists it
/rack/the-meridian/2026-03-07/                      an issue on the newsstand, /rack/stories/the-meridian/<id>
/shiomi-shimbun/shimen/?date=20260307               an edition, /shiomi-shimbun/articles/<id>.html
/hohenwarter-bote/ausgabe/2026-03-07/               an edition, /hohenwarter-bote/artikel/<id>
"""

from __future__ import annotations

import datetime as dt

from scraper.demo.newspapers import PAPERS, Newspaper, PrintedEdition, PrintedStory
from scraper.demo.traps import Trap, trap_of

RACK = tuple(paper.slug for paper in PAPERS if paper.host == "www.readingrack.example")


def home(paper: Newspaper) -> str:
    """The path of the paper's front page."""
    return f"/rack/{paper.slug}/" if paper.slug in RACK else f"/{paper.slug}/"


def edition(paper: Newspaper, printed: PrintedEdition) -> str:
    """The path of an edition's index page; a supplement's is below the default edition of its day."""
    return edition_on(paper, printed.date, printed.label, printed.supplement)


def edition_on(paper: Newspaper, date: dt.date, label: str = "", supplement: str = "") -> str:
    """The path of an edition of that day, whether there is one or not."""
    if paper.slug == "ellery-courier":
        part = f"{supplement}/" if supplement else ""
        return f"/ellery-courier/paper/{date}/{label or paper.default_label}/{part}"
    if paper.slug == "shiomi-shimbun":
        return f"/shiomi-shimbun/shimen/?date={date:%Y%m%d}"
    if paper.slug == "hohenwarter-bote":
        return f"/hohenwarter-bote/ausgabe/{date}/"
    return f"/rack/{paper.slug}/{date}/"


def story(printed: PrintedStory) -> str:
    """The path of the story's own page."""
    if printed.newspaper == "ellery-courier":
        folder = "private" if trap_of(printed) is Trap.FORBIDDEN else str(printed.date)
        return f"/ellery-courier/{folder}/{printed.id}"
    if printed.newspaper == "shiomi-shimbun":
        return f"/shiomi-shimbun/articles/{printed.id}.html"
    if printed.newspaper == "hohenwarter-bote":
        return f"/hohenwarter-bote/artikel/{printed.id}"
    return f"/rack/stories/{printed.newspaper}/{printed.id}"


def listed(printed: PrintedStory, label: str = "") -> str:
    """The path by which an edition's index links the story, which is not always the story's own."""
    if trap_of(printed) is Trap.REDIRECT:
        return f"/{printed.newspaper}/go/{printed.id}"
    if label == "coast" and not printed.labels and trap_of(printed) in (None, Trap.TWO_ADDRESSES):
        return f"/ellery-courier/coast/{printed.date}/{printed.id}"
    return story(printed)


def canonical(paper: Newspaper, printed: PrintedStory) -> str:
    """The absolute address that the page names as its canonical one, on a host that does not exist."""
    _, _, path = story(printed).removeprefix("/").partition("/")
    return f"https://{paper.host}/{path}"


def picture(printed: PrintedStory) -> str:
    """The path of the story's picture."""
    return f"/pictures/{printed.newspaper}/{printed.id}.svg"
