"""The sites of twelve fictional papers as pure functions of an address and a day, and forty changes of their layout.

Each site is printed as its publishing system would; the files that read them are in ``files.py``. A change begins on a
day and lasts for three days with a paper; then the old layout is back.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from urllib.parse import parse_qs, urlsplit

from tests.drift.newsrooms import Newsroom, Piece, story_text

HTML, JSON, XML = "text/html; charset=utf-8", "application/json", "application/xml"
LASTS = 3  # days with a paper
Answer = tuple[int, str, str]  # status, type, body
MISSING: Answer = (404, HTML, "<html><title>Not found</title><h1>Not found</h1></html>")
WALL: Answer = (
    200,
    HTML,
    "<html><head><title>Just a moment...</title></head><body><h1>Checking your browser before accessing</h1>"
    "<div id=cf-challenge-running></div><noscript>Enable JavaScript and cookies to continue</noscript></body></html>",
)
CONSENT: Answer = (
    200,
    HTML,
    "<html><head><title>We value your privacy</title></head><body><div id=consent><h1>We value your privacy</h1>"
    "<p>We and our partners store information on a device.</p><button>Accept all</button></div></body></html>",
)


@dataclass(frozen=True)
class Change:
    """A change of a site's layout, from a day on."""

    slug: str
    day: dt.date
    kind: str


def shell(title: str, body: str, rail: Iterable[Piece], link: Callable[[Piece], str]) -> str:
    """A page with its masthead, menu, a rail of stories that are read most, and footer."""
    menu = "".join(f'<a href="/{name}">{name.title()}</a> ' for name in ("news", "sport", "culture", "shop", "imprint"))
    read = "".join(f'<li><a href="{link(piece)}">{escape(piece.headline)}</a>' for piece in rail)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><header><nav>{menu}</nav></header>"
        f"<main>{body}</main><aside class=most-read><h4>Read most</h4><ol>{read}</ol></aside>"
        "<footer><a href=/contact>Contact</a></footer></body></html>"
    )


def by_section(pieces: Iterable[Piece]) -> dict[str, list[Piece]]:
    found: dict[str, list[Piece]] = {}
    for piece in pieces:
        found.setdefault(piece.section, []).append(piece)
    return found


class Site:
    """A paper's site. ``now`` is the kind of the change that holds today; empty on ordinary days."""

    slug = ""
    weekday, sunday = 20, 9
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)
    strikes: tuple[str, ...] = ()

    def __init__(self) -> None:
        strikes = tuple(map(dt.date.fromisoformat, self.strikes))
        self.room = Newsroom(self.slug, self.weekday, self.sunday, strikes=strikes, days=self.days)
        self.today = dt.date.min
        self.now = ""

    def answer(self, url: str) -> Answer:
        """What an address answers with today."""
        parts = urlsplit(url)
        if self.now == "wall":
            return WALL
        if self.now == "consent":
            return CONSENT
        if self.now == "forbidden":
            return (403, HTML, "<html><h1>Access denied</h1></html>")
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        try:
            story = self.story_at(parts.path, query)
            if story is not None:
                return (200, HTML, self.story(story))
            return self.index(parts.path, query)
        except (ValueError, IndexError, KeyError, TypeError):
            return MISSING

    def link(self, piece: Piece) -> str:
        return f"/{piece.day:%Y/%m/%d}/{piece.slug}-{piece.number}.html"

    def story_at(self, path: str, query: dict[str, str]) -> Piece | None:
        parts = path.strip("/").split("/")
        if not path.endswith(".html") or len(parts) != 4:
            return None
        day, number = dt.date(*map(int, parts[:3])), int(parts[3].removesuffix(".html").rpartition("-")[2])
        return self.room.pieces(day)[number - 1]

    def story(self, piece: Piece) -> str:
        """A story's page."""
        text = "".join(f"<p>{paragraph}</p>" for paragraph in story_text(piece))
        by = f"<p class=writer>By {piece.author}</p>" if piece.author and self.now != "page without author" else ""
        if self.now == "story drawn by script":
            return f"<html lang=en><title>{piece.headline}</title><h1>{piece.headline}</h1><div id=root></div></html>"
        body = "copy" if self.now != "story body renamed" else "prose-2027"
        if self.now == "story cut short":
            text = f"<p>{story_text(piece)[0][:90]}</p>"
        stamp = f'<meta property="article:published_time" content="{piece.day}T{piece.clock}:00Z">'
        return (
            f"<html lang=en><head><title>{piece.headline}</title>{stamp}</head><body><article><h1>{piece.headline}</h1>"
            f"<p class=deck>{piece.standfirst}</p>{by}<div class={body}>{text}</div></article></body></html>"
        )

    def printed(self, day: dt.date) -> tuple[Piece, ...]:
        """The stories served for a day; those of the day before while the site hangs."""
        if self.now == "yesterday again":
            day = max(each for each in (day - dt.timedelta(days=n) for n in range(1, 9)) if self.room.appears(each))
        found = self.room.pieces(day)
        if not found:
            raise ValueError("no paper")
        return found

    def index(self, path: str, query: dict[str, str]) -> Answer:
        raise NotImplementedError

    def html(self, day: dt.date, body: str) -> Answer:
        return (200, HTML, shell(f"{self.slug.title()}, {day:%-d %B %Y}", body, self.room.rail(day), self.link))


RENAMED = {
    "Town": "Local",
    "Country": "Nation",
    "World": "Abroad",
    "Business": "Money",
    "Culture": "Arts",
    "Sport": "Games",
    "Front page": "Top stories",
}


class Argus(Site):
    """Cards in sections, as a newspaper's own system makes them."""

    slug = "argus"
    strikes = ("2026-05-12", "2026-05-13")

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(path.strip("/").removeprefix("paper/"))
        if self.now == "empty answer":
            return (200, HTML, "")
        pieces = self.printed(day)
        card = {"class renamed": "tile", "": "card"}.get(self.now, "card")
        body, count = "", 0
        for name, of_section in by_section(pieces).items():
            cards = ""
            for piece in of_section:
                count += 1
                by = f"<i class=by>{piece.author}</i>" if self.now != "list without bylines" else ""
                kind = "promo" if self.now == "half in another box" and count % 2 else card
                cards += (
                    f'<div class={kind}><h3><a href="{self.link(piece)}">{piece.headline}</a></h3>'
                    f"<p>{piece.standfirst}</p>{by}</div>"
                )
            title = RENAMED.get(name, name) if self.now == "sections renamed" else name
            body += f"<section class=desk><h2>{title}</h2>{cards}</section>"
        return self.html(day, f"<h1>{day:%A, %-d %B %Y}</h1>{body}")


class Beacon(Site):
    """A table for each page of the paper."""

    slug = "beacon"
    weekday, sunday = 28, 12
    days = (1, 2, 3, 4, 5, 6)

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(path.removeprefix("/edition/"))
        if self.now == "address moved":
            raise ValueError("the list is at /issue/ now")
        pieces = self.printed(day)
        rows = ""
        for piece in pieces:
            head = f'<a href="{self.link(piece)}">{piece.headline}</a>'
            folio = f"<td class=pg>{piece.page}" if self.now != "pages gone" else "<td>"
            rows += (
                f"<li><span>{head}</span></li>"
                if self.now == "table became a list"
                else f"<tr class=item><td>{head}{folio}<td class=sec>{piece.section}</tr>"
            )
        if self.now == "cut by the server":
            rows = rows[: len(rows) // 4]
        return self.html(day, f"<h1>No. {day.toordinal() - 700000}, {day:%-d %b %Y}</h1><table>{rows}</table>")


class Courier(Site):
    """A JSON interface."""

    slug = "courier"
    weekday, sunday = 24, 24

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(query["date"])
        if path != "/api/issue":
            raise ValueError("another interface")
        if self.now == "interface moved":
            raise ValueError("it is /api/v2/issue now")
        if self.now == "empty list":
            return (200, JSON, json.dumps({"date": str(day), "articles": []}))
        if self.now == "json became html":
            return self.html(day, "<h1>Please use our app</h1>")
        pieces = self.printed(day)
        articles = [
            {
                "id": piece.id,
                "title": piece.headline,
                "link": self.link(piece),
                "desk": piece.section,
                "summary": piece.standfirst,
                "authors": [{"name": piece.author}] if piece.author else [],
            }
            for piece in pieces
        ]
        if self.now == "keys renamed":
            articles = [{"headline": each.pop("title"), "path": each.pop("link"), **each} for each in articles]
        if self.now == "authors moved":
            articles = [{**each, "credits": {"by": each.pop("authors")}} for each in articles]
        if self.now == "first ten only":
            articles = articles[:6]
        key = "items" if self.now == "list under another key" else "articles"
        return (200, JSON, json.dumps({"date": str(day), key: articles}))


class Daybook(Site):
    """A page that a script draws from data in it."""

    slug = "daybook"
    weekday, sunday = 22, 10

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(path.removeprefix("/e-paper/"))
        blocks = [
            {"title": name, "stories": [
                {"headline": piece.headline, "url": self.link(piece), "teaser": piece.standfirst} for piece in pieces]}
            for name, pieces in by_section(self.printed(day)).items()
        ]  # fmt: skip
        if self.now == "half in another box":
            half = len(blocks) // 2
            rest = [story for block in blocks[half:] for story in block["stories"]]
            data = {"issue": {"date": str(day), "sections": blocks[:half]}, "more": {"rows": rest}}
        elif self.now == "data nested deeper":
            data = {"props": {"issue": {"date": str(day), "sections": blocks}}}
        else:
            data = {"issue": {"date": str(day), "sections": blocks}}
        name = "app-state" if self.now == "script renamed" else "page-data"
        text = json.dumps(data)
        return self.html(day, f'<div id=app></div><script type="application/json" id="{name}">{text}</script>')


class Echo(Site):
    """An archive with all editions of a month, and a page for each."""

    slug = "echo"
    strikes = ("2026-09-24",)

    def index(self, path: str, query: dict[str, str]) -> Answer:
        if path == "/archive":
            first = self.today.replace(day=1)
            days = [first + dt.timedelta(days=n) for n in range(-9, (self.today - first).days + 1)]
            form = "%d.%m.%y" if self.now == "dates in another form" else "%Y-%m-%d"
            rows = "".join(
                f'<li class=issue><time>{day:{form}}</time> <a href="/issue/{day.toordinal()}">Read</a>'
                for day in days
                if self.room.appears(day)
            )
            rows = rows.replace("class=issue", "class=row") if self.now == "archive renamed" else rows
            return (200, HTML, f"<html><h1>Archive</h1><ul>{rows}</ul></html>")
        day = dt.date.fromordinal(int(path.removeprefix("/issue/")))
        items = "".join(
            f'<article><a href="{self.link(piece)}"><h3>{piece.headline}</h3></a><p class=dek>{piece.standfirst}</p>'
            f"<b class=sec>{piece.section}</b></article>"
            for piece in self.printed(day)
        )
        if self.now == "nested otherwise":
            items = items.replace("<article>", "<div class=teaser>").replace("</article>", "</div>")
        if self.now == "standfirsts thinned":
            items = items.replace("<p class=dek>", "<p class=lede>", items.count("<p class=dek>") * 3 // 4)
        return self.html(day, f"<h1>{day:%-d %B %Y}</h1>{items}")


class Flag(Site):
    """A list in pages of ten, each with a link to the next."""

    slug = "flag"
    weekday, sunday = 36, 24

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(path.removeprefix("/day/"))
        at = int(query.get("page", "1"))
        pieces = self.printed(day)
        of_page = pieces[(at - 1) * 10 : at * 10]
        items = "".join(f'<li class=hit><a href="{self.link(piece)}">{piece.headline}</a></li>' for piece in of_page)
        more = f'<a class=next href="/day/{day}?page={at + 1}">More</a>' if len(pieces) > at * 10 else ""
        if self.now == "next page by script":
            more = f'<button data-load="/day/{day}?page={at + 1}">Show more</button>' if more else ""
        if self.now == "menu in the list":
            items += "".join(f'<li class=hit><a href="/topic/{n}">Topic {n}</a></li>' for n in range(140))
        return self.html(day, f"<h1>{day:%-d %B %Y}</h1><ul>{items}</ul>{more}")


class Globe(Site):
    """A JSON interface in numbered pages."""

    slug = "globe"
    weekday, sunday = 33, 22

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(query["day"])
        at = 1 if self.now == "page number ignored" else int(query["p"])
        size = 10
        rows = [
            {"t": piece.headline, "u": f"https://globe.example{self.link(piece)}", "s": piece.section}
            for piece in self.printed(day)[(at - 1) * size : at * size]
        ]
        if self.now == "rows in an object":
            return (200, JSON, json.dumps({"rows": {str(number): row for number, row in enumerate(rows)}}))
        return (200, JSON, json.dumps({"rows": rows}))


class Herald(Site):
    """A sitemap for each day."""

    slug = "herald"
    weekday, sunday = 40, 18

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(path.removeprefix("/sitemaps/").removesuffix(".xml"))
        pieces = self.printed(day)
        if self.now == "sitemap without stories":
            return (200, XML, '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>')
        link = (lambda piece: f"/s/{piece.id}") if self.now == "stories have other addresses" else self.link
        rows = "".join(
            f"<url><loc>https://herald.example{link(piece)}</loc><lastmod>{day}T{piece.clock}:00Z</lastmod></url>"
            for piece in pieces
        )
        return (
            200,
            XML,
            f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>',
        )

    def story_at(self, path: str, query: dict[str, str]) -> Piece | None:
        if path.startswith("/s/"):
            number = int(path.removeprefix("/s/"))
            return self.room.pieces(dt.date.fromordinal(number // 100))[number % 100 - 1]
        return super().story_at(path, query)


class Intelligencer(Site):
    """A feed of the newest stories."""

    slug = "intelligencer"
    weekday, sunday = 26, 14

    def index(self, path: str, query: dict[str, str]) -> Answer:
        if path != "/feed":
            raise ValueError("no such feed")
        days = [self.today - dt.timedelta(days=n) for n in range(3)]
        if self.now == "feed stands still":
            days = days[1:]
        items = ""
        for piece in (piece for day in days for piece in self.room.pieces(day)):
            hour, minute = map(int, piece.clock.split(":"))
            moment = dt.datetime.combine(piece.day, dt.time(hour, minute), dt.UTC)
            stamp = f"{piece.day:%A} at {hour}h{minute}" if self.now == "dates unreadable" else format_datetime(moment)
            by = f"<dc:creator>{piece.author}</dc:creator>" if self.now != "feed without authors" else ""
            items += (
                f"<item><title>{piece.headline}</title><link>https://intelligencer.example{self.link(piece)}</link>"
                f"<pubDate>{stamp}</pubDate>{by}</item>"
            )
        if self.now == "feed became a page":
            return (200, HTML, "<html><title>Feeds</title><h1>Our feeds have moved</h1></html>")
        return (
            200,
            XML,
            '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
            f"<title>Intelligencer</title>{items}</channel></rss>",
        )


class Journal(Site):
    """A lead story, a river of others, and opinions; headlines in either of two elements."""

    slug = "journal"
    weekday, sunday = 21, 11

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(path.removeprefix("/today/"))
        lead, *others = self.printed(day)
        opinions, river = others[:4], others[4:]
        head = "h5" if self.now == "headline in another element" else "h4"

        def card(piece: Piece, kind: str) -> str:
            return f'<div class="{kind}"><a href="{self.link(piece)}"><{head}>{piece.headline}</{head}></a></div>'

        box = "voices-grid" if self.now == "opinions renamed" else "opinion"
        drawn = [card(piece, "river-item") for piece in river]
        if self.now == "loaded while scrolling":
            drawn = drawn[:3]
        body = card(lead, "lead") + "".join(card(piece, box) for piece in opinions) + "".join(drawn)
        return self.html(day, f"<h1>{day:%-d %B %Y}</h1>{body}")


class Kronicle(Site):
    """HTML inside a JSON answer, as a script fetches it."""

    slug = "kronicle"
    weekday, sunday = 18, 12

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(query["d"])
        items = "".join(
            f'<div class="node"><span class="rub">{piece.section}</span><a href="{self.link(piece)}">{piece.headline}'
            f'</a><em class="au">{piece.author}</em></div>'
            for piece in self.printed(day)
        )
        if self.now == "class renamed":
            items = items.replace('class="node"', 'class="views-row"')
        if self.now == "html under another key":
            return (200, JSON, json.dumps({"content": items}))
        return (200, JSON, json.dumps({"data": items}))


class Ledger(Site):
    """A weekly: its issue of a Thursday, with sections in heads of a list."""

    slug = "weekly-ledger"
    weekday, sunday = 44, 44
    days = (4,)

    def index(self, path: str, query: dict[str, str]) -> Answer:
        day = dt.date.fromisoformat(path.removeprefix("/issues/"))
        body = ""
        for name, pieces in by_section(self.printed(day)).items():
            items = "".join(
                f'<li class=entry><a href="{self.link(piece)}">{piece.headline}</a> <small>{piece.author}</small>'
                for piece in pieces
            )
            body += f"<div class=part><h3>{name}</h3><ul>{items}</ul></div>"
        if self.now == "class renamed":
            body = body.replace("class=entry", "class=toc-entry")
        if self.now == "parts renamed":
            body = body.replace("class=part", "class=block")
        return self.html(day, f"<h1>Issue of {day:%-d %B %Y}</h1>{body}")


SITES = (Argus, Beacon, Courier, Daybook, Echo, Flag, Globe, Herald, Intelligencer, Journal, Kronicle, Ledger)


def changes() -> list[Change]:
    """The forty changes of the year, weeks apart for each paper."""
    found = []
    for slug, first, kinds in (
        ("argus", "2026-02-10", ("class renamed", "half in another box", "sections renamed", "list without bylines")),
        ("beacon", "2026-02-18", ("table became a list", "address moved", "pages gone", "cut by the server")),
        ("courier", "2026-02-25", ("keys renamed", "empty list", "first ten only", "json became html")),
        ("daybook", "2026-03-04", ("script renamed", "half in another box", "data nested deeper", "consent")),
        ("echo", "2026-03-11", ("dates in another form", "nested otherwise", "standfirsts thinned", "story cut short")),
        ("flag", "2026-03-18", ("next page by script", "menu in the list", "story drawn by script")),
        ("globe", "2026-03-25", ("page number ignored", "rows in an object", "yesterday again")),
        ("herald", "2026-02-17", ("sitemap without stories", "stories have other addresses", "story body renamed")),
        ("intelligencer", "2026-03-10", ("dates unreadable", "feed became a page", "feed without authors")),
        ("journal", "2026-03-17", ("loaded while scrolling", "opinions renamed", "headline in another element")),
        ("kronicle", "2026-02-24", ("class renamed", "html under another key", "wall")),
        ("weekly-ledger", "2026-05-07", ("class renamed", "parts renamed")),
    ):  # fmt: skip
        day = dt.date.fromisoformat(first)
        found += [Change(slug, day + dt.timedelta(days=70 * number), kind) for number, kind in enumerate(kinds)]
    return found
