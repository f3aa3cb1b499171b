"""Answer requests for the fictional newspapers' pages: a pure function from an address to a response.

``ROUTES`` has every kind of address with the function that renders it; None from that function is a 404. The table
``HOSTILE`` says which story pages are hostile, and how.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from scraper.demo import addresses, pictures, press, sitemaps
from scraper.demo.newspapers import PrintedStory, newspapers
from scraper.demo.papers import bote, courier, newsstand, shiomi
from scraper.demo.press import Printed
from scraper.demo.traps import HOSTILE, Trap, trap_of

__all__ = ["HOSTILE", "Printed", "busy_addresses", "printed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A request: its path, the named parts of its route, its query, and the site's address and revision."""

    path: str
    parts: Mapping[str, str]
    query: Mapping[str, str]
    site: str
    revision: int

    @property
    def date(self) -> dt.date | None:
        """The day in the path or the query; None where there is none, or one that no calendar has."""
        try:
            return dt.date.fromisoformat(self.parts.get("date") or self.query.get("date", ""))
        except ValueError:
            return None


def printed(target: str, *, site: str = "", revision: int = 1) -> Printed:
    """The response to a path with its query.

    :param site: what the addresses in sitemaps and feeds begin with, such as "http://127.0.0.1:8651".
    :param revision: 1, or 2 for the corrected text.
    """
    address = urlsplit(target)
    query = {name: values[-1] for name, values in parse_qs(address.query).items()}
    for pattern, prints in ROUTES:
        if found := pattern.fullmatch(address.path):
            order = Order(path=address.path, parts=found.groupdict(), query=query, site=site, revision=revision)
            return prints(order) or press.page("missing.html", status=404)
    return press.page("missing.html", status=404)


def busy_addresses() -> frozenset[str]:
    """The addresses that a flaky site refuses once."""
    stories = [newspapers()[slug].story(story_id) for (slug, story_id), trap in HOSTILE.items() if trap is Trap.BUSY]
    return frozenset(addresses.story(story) for story in stories if story)


def _front(order: Order) -> Printed:
    return press.page("site.html", papers=list(newspapers().values()))


def _robots(order: Order) -> Printed:
    return Printed(body=sitemaps.robots(order.site).encode(), content_type="text/plain; charset=utf-8")


def _picture(order: Order) -> Printed | None:
    paper = newspapers().get(order.parts["slug"])
    story = paper.story(order.parts["id"]) if paper else None
    if story is None or story.picture is None:
        return None
    return Printed(body=pictures.drawing(story.picture.subject, story.id).encode(), content_type="image/svg+xml")


def _machine_file(order: Order) -> Printed | None:
    paper = next((paper for paper in newspapers().values() if addresses.home(paper) == order.parts["home"]), None)
    if paper is None:
        return None
    template, content_type, entries = sitemaps.FILES[order.parts["file"]]
    values = {"paper": paper, "home": order.parts["home"], "site": order.site, "entries": entries(paper, order.site)}
    return press.machine_file(template, content_type, **values)


def _courier_index(order: Order) -> Printed | None:
    if order.date is None:
        return None
    return courier.index(order.date, order.parts["label"], order.parts.get("supplement") or "")


def _courier_story(order: Order) -> Printed | None:
    """A story answers at its own address, at the one the coast edition links to, and through /go/ with a redirect."""
    story = newspapers()[courier.SLUG].story(order.parts["id"])
    if story is None or order.path not in _addresses_of(story):
        return None
    if order.path != addresses.story(story) and trap_of(story) is Trap.REDIRECT:
        return Printed(status=302, location=addresses.story(story))
    return courier.story(story.id, revision=order.revision)


def _addresses_of(story: PrintedStory) -> tuple[str, ...]:
    return addresses.story(story), addresses.listed(story), addresses.listed(story, "coast")


def _shiomi_index(order: Order) -> Printed | None:
    return shiomi.index(order.date) if order.date or "date" not in order.query else shiomi.no_edition()


_DAY = r"(?P<date>\d{4}-\d\d-\d\d)"
_ID = r"(?P<id>[a-z0-9-]+)"
_RACK = f"(?P<slug>{'|'.join(addresses.RACK)})"

ROUTES: tuple[tuple[re.Pattern[str], Callable[[Order], Printed | None]], ...] = tuple(
    (re.compile(pattern), prints)
    for pattern, prints in (
        ("/", _front),
        (r"/robots\.txt", _robots),
        (rf"/pictures/(?P<slug>[a-z-]+)/{_ID}\.svg", _picture),
        (rf"(?P<home>/(?:rack/)?[a-z-]+/)(?P<file>{'|'.join(map(re.escape, sitemaps.FILES))})", _machine_file),
        ("/ellery-courier/", lambda order: courier.home()),
        ("/ellery-courier/paper/", lambda order: courier.latest()),
        (rf"/ellery-courier/paper/{_DAY}/(?P<label>[a-z]+)/(?:(?P<supplement>[a-z-]+)/)?", _courier_index),
        (rf"/ellery-courier/(?:(?:coast/)?{_DAY}|private|go)/{_ID}", _courier_story),
        ("/rack/", lambda order: newsstand.front()),
        (f"/rack/{_RACK}/", lambda order: newsstand.title(order.parts["slug"])),
        (f"/rack/{_RACK}/{_DAY}/", lambda order: newsstand.issue(order.parts["slug"], order.date)),
        (
            f"/rack/stories/{_RACK}/{_ID}",
            lambda order: newsstand.story(order.parts["slug"], order.parts["id"], revision=order.revision),
        ),
        ("/shiomi-shimbun/", lambda order: shiomi.home()),
        ("/shiomi-shimbun/shimen/", _shiomi_index),
        (
            rf"/shiomi-shimbun/articles/{_ID}\.html",
            lambda order: shiomi.story(order.parts["id"], revision=order.revision),
        ),
        ("/hohenwarter-bote/", lambda order: bote.home()),
        ("/hohenwarter-bote/ausgabe/", lambda order: bote.latest()),
        (f"/hohenwarter-bote/ausgabe/{_DAY}/", lambda order: bote.index(order.date)),
        (f"/hohenwarter-bote/artikel/{_ID}", lambda order: bote.story(order.parts["id"], revision=order.revision)),
    )
)
