"""A year of The Fenwick Echo, a daily that does not exist, on loopback: in June its site gets another layout.

``Echo`` is the site as it is on a day (``echo.today``), and prints its pages when they are asked for. Its stories have
the new template from 1 June on, its lists from 8 June on, with other markup, other addresses and other section names;
classes that both templates have mean something else in each. Of older stories most have moved since, and look anew,
some are where and as they were; lists of the year before are gone. Besides there are holidays, a fortnight without
lists, a day on which yesterday's paper is served, a week of lists that are cut off, and headlines that change later.

``python -m tests.relaunch`` archives the whole year, mends its file in June as an editor would, rebuilds the archive
from the captures, and compares.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.loopback import Answer, Server, robots, run
from tests.rows import asked, rows

SLUG = "fenwick-echo"
NEW_STORIES = dt.date(2026, 6, 1)
NEW_LISTS = dt.date(2026, 6, 8)
LISTED_STILL = dt.date(2026, 1, 1)  # since the change: the oldest list that is there
CLOSED = ("12-25", "01-01")
WITHOUT_LISTS = (dt.date(2026, 2, 2), dt.date(2026, 2, 15))
SERVED_TWICE = dt.date(2026, 4, 15)  # is the paper of the day before
CUT_OFF = (dt.date(2026, 4, 20), dt.date(2026, 4, 26))
HEADLINES_CHANGE_AFTER = dt.timedelta(days=30)

OLD_SECTIONS = ("Front page", "Town", "County", "Sport")
NEW_SECTIONS = ("Top news", "In town", "Around", "Games")
NAMES = ("Ada Thornton", "Colin Marsh", "Freya Holt", "Ines Okafor", "Jon Pell", "Mira Quist", "Owen Sadler")
NOUNS = "bridge ferry mill market library orchard chapel quarry harbour school theatre canal".split()  # noqa: SIM905
VERBS = "opens closes moves waits returns grows sinks wins loses burns sings sleeps".split()  # noqa: SIM905
PEOPLE = "mayor gardener teacher pilot baker nurse mason librarian warden shepherd printer cooper".split()  # noqa: SIM905
ADVERBS = "slowly gladly twice again early late once quietly soon anyway".split()  # noqa: SIM905

HEAD = """
[publication]
title = "The Fenwick Echo"
language = "en-GB"
country = "GB"
timezone = "Europe/London"
homepage = "{site}/"

[schedule]
closed = ["12-25", "01-01"]

[access]
delay = 0.01

[health]
stories = [3, 12]
repeat_max = 0.8
"""
OLD_LIST = """
[[index]]
name = "paper"
url = "{site}/paper/{{date}}/"
{validity}
[index.sections]
each = "table.section"
title = "caption"
[index.stories]
each = "tr.item"
headline = "a"
url = "a::attr(href)"
standfirst = ".lead"
page = ".pg"
[index.issue]
date = "#masthead"
"""
NEW_LIST = """
[[index]]
name = "edition"
url = "{site}/edition/{{date:%Y/%m/%d}}"
[index.sections]
each = "section[data-desk]"
title = "h3"
[index.stories]
each = "article"
headline = "h4"
url = "a::attr(href)"
standfirst = ".dek"
page = {{ get = ".folio", re = "p\\\\. (\\\\d+)" }}
[index.issue]
date = "time::attr(datetime)"
"""
OLD_STORY = """
[story]
body = ".text"
byline = ".author"
standfirst = ".summary"
"""
BOTH_STORIES = """
[[story]]
where = ["main.story"]
body = ".content"
byline = ".byline"
standfirst = ".standfirst"

[[story]]
body = ".text"
byline = ".author"
standfirst = ".summary"
"""


def day(written: str) -> dt.date:
    """A day: 2026-03-07."""
    return dt.date.fromisoformat(written)


@dataclass(frozen=True)
class Piece:
    """A story as its newsroom wrote it."""

    date: dt.date
    number: int
    headline: str
    author: str
    standfirst: str
    paragraphs: tuple[str, ...]

    @property
    def old_path(self) -> str:
        return f"/story/{self.date:%Y%m%d}-{self.number}.html"

    @property
    def new_path(self) -> str:
        return f"/{self.date:%Y/%m/%d}/{'-'.join(self.headline.lower().split())}-{self.number}"


def pieces(date: dt.date) -> list[Piece]:
    """The stories of a day, six to eight; none on a holiday."""
    if f"{date:%m-%d}" in CLOSED:
        return []
    return [piece(date, number) for number in range(1, 7 + date.toordinal() % 3)]


def piece(date: dt.date, number: int) -> Piece:
    """One story of a day; the same whenever it is asked for."""
    dice = random.Random(f"{date} {number}")

    def sentence() -> str:
        who, what = dice.choice(PEOPLE), dice.choice(NOUNS)
        return (
            f"The {who} of the {what} said {dice.choice(ADVERBS)} that the {dice.choice(NOUNS)} by the "
            f"{dice.choice(NOUNS)} {dice.choice(VERBS)} {dice.choice(ADVERBS)} when the {dice.choice(PEOPLE)} comes."
        )

    headline = f"The {dice.choice(NOUNS)} {dice.choice(VERBS)} as the {dice.choice(PEOPLE)} {dice.choice(VERBS)}"
    paragraphs = tuple(" ".join(sentence() for _ in range(3)) for _ in range(4))
    return Piece(
        date, number, headline, dice.choice(NAMES), f"What a {dice.choice(PEOPLE)} has seen of it.", paragraphs
    )


class Echo(Server):
    """The site, as it is ``today``."""

    def __init__(self) -> None:
        super().__init__({"/robots.txt": robots()})
        self.is_on(dt.date(2025, 10, 1))

    def is_on(self, today: dt.date) -> None:
        """Let it be noon of this day."""
        self.today = today
        self.now = dt.datetime.combine(today, dt.time(12), dt.UTC).timestamp()

    def answer(self, path: str) -> Answer:
        """What it answers to an address on that day."""
        parts = path.strip("/").split("/")
        if path in self.routes:
            return super().answer(path)
        try:
            if parts[0] == "paper":
                return self.old_list(dt.date.fromisoformat(parts[1]))
            if parts[0] == "edition":
                return self.new_list(dt.date(*map(int, parts[1:4])))
            if parts[0] == "story":
                date, number = parts[1].removesuffix(".html").split("-")
                return self.old_address(piece(dt.date.fromisoformat(date), int(number)))
            return self.new_address(dt.date(*map(int, parts[:3])), parts[3])
        except (ValueError, IndexError, TypeError):
            return Answer(status=404)

    def looks_new(self, story: Piece) -> bool:
        """Whether a story's page has the new template, and with it its new address."""
        if self.today < NEW_STORIES:
            return False
        return story.date >= NEW_STORIES or (story.date >= LISTED_STILL and story.number % 4 != 0)

    def path(self, story: Piece) -> str:
        return story.new_path if self.looks_new(story) else story.old_path

    def headline(self, story: Piece) -> str:
        """A story's headline today: every eleventh is changed some time after it was printed."""
        changed = (story.date.toordinal() + story.number) % 11 == 0
        return (
            f"{story.headline}, again"
            if changed and self.today > story.date + HEADLINES_CHANGE_AFTER
            else story.headline
        )

    def old_address(self, story: Piece) -> Answer:
        if self.looks_new(story):
            return Answer(status=301, headers={"Location": story.new_path})
        text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
        return Answer(
            body=f"""<html lang=en><head><title>{self.headline(story)} - The Fenwick Echo</title></head><body>
            <div id=masthead>The Fenwick Echo</div><div id=page><h1>{self.headline(story)}</h1>
            <p class=summary>{story.standfirst}</p><p class=author>By {story.author}</p>
            <p class=byline>Photograph: Lev Arden</p><div class=text>{text}</div>
            <div class=content><p>Readers wrote {story.number} letters about the {story.headline.split()[1]}, and they
            are printed on the page for letters, where there is room for them all on a good day of the week.</p></div>
            </div><p>Contact the Echo</p></body></html>"""
        )

    def new_address(self, date: dt.date, slug: str) -> Answer:
        story = next(story for story in [*pieces(date), None] if story is None or story.new_path.endswith(f"/{slug}"))
        if story is None or not self.looks_new(story):
            return Answer(status=404)
        text = "".join(f"<p>{paragraph}</p>" for paragraph in story.paragraphs)
        return Answer(
            body=f"""<!doctype html><html lang=en><head><title>{self.headline(story)} | Echo</title>
            <link rel=canonical href="{self.url}{story.new_path}"></head><body><main class=story><header>
            <h1>{self.headline(story)}</h1><div class=standfirst>{story.standfirst}</div>
            <span class=byline>By {story.author}</span></header><div class=content>{text}</div>
            <aside><p class=author>{story.author} has written for the Echo of Fenwick since {1980 + story.number}.</p>
            <div class=text><p>The {story.headline.split()[1]} was in the Echo {story.number + 2} times before, and all
            that was said of it is kept in the reading room behind the town hall until the next reading room is
            built.</p></div></aside></main></body></html>"""
        )

    def old_list(self, date: dt.date) -> Answer:
        if self.today >= NEW_LISTS:
            if date >= LISTED_STILL and date <= self.today:
                return Answer(status=301, headers={"Location": f"/edition/{date:%Y/%m/%d}"})
            return Answer(status=404)
        printed = self.printed(date)
        if isinstance(printed, Answer):
            return printed
        shown, stories = printed
        tables = ""
        for name in OLD_SECTIONS:
            of_section = [story for story in stories if OLD_SECTIONS[story.number % 4] == name]
            items = "".join(
                f'<tr class=item><td><a href="{self.path(story)}">{story.headline}</a><p class=lead>{story.standfirst}'
                f"</p><td class=pg>{story.number}"
                for story in of_section
            )
            tables += f"<table class=section><caption>{name}</caption>{items}</table>" if items else ""
        return Answer(body=f"<html><body><div id=masthead>The Fenwick Echo, {shown:%A, %-d %B %Y}</div>{tables}</body>")

    def new_list(self, date: dt.date) -> Answer:
        if self.today < NEW_LISTS or date < LISTED_STILL:
            return Answer(status=404)
        printed = self.printed(date)
        if isinstance(printed, Answer):
            return printed
        shown, stories = printed
        sections = ""
        for at, name in enumerate(NEW_SECTIONS):
            cards = "".join(
                f'<article><a href="{self.path(story)}"><h4>{self.headline(story)}</h4></a><p class=dek>'
                f"{story.standfirst}</p><i class=folio>p. {story.number}</i></article>"
                for story in stories
                if story.number % 4 == at
            )
            sections += f'<section data-desk="{at}"><h3>{name}</h3>{cards}</section>' if cards else ""
        stamp = f"<time datetime={shown}>{shown:%-d %b}</time>"
        return Answer(body=f"<!doctype html><html><body><header>{stamp}</header>{sections}</body></html>")

    def printed(self, date: dt.date) -> Answer | tuple[dt.date, list[Piece]]:
        """The day whose paper is served for this date, and its stories; or the error instead."""
        if date > self.today or not pieces(date) or WITHOUT_LISTS[0] <= date <= WITHOUT_LISTS[1]:
            return Answer(status=404)
        if date == SERVED_TWICE:
            date -= dt.timedelta(days=1)
        stories = pieces(date)
        return date, stories[:2] if CUT_OFF[0] <= date <= CUT_OFF[1] else stories


def describe(folder: Path, site: Echo, *, mended: bool) -> None:
    """Write the newspaper's file: as it was before the change, or as its editor mended it."""
    (folder / "papers").mkdir(exist_ok=True)
    if mended:
        until = f"valid_until = {NEW_LISTS - dt.timedelta(days=1)}"
        lists = NEW_LIST.format(site=site.url) + OLD_LIST.format(site=site.url, validity=until)
    else:
        lists = OLD_LIST.format(site=site.url, validity="")
    text = HEAD.format(site=site.url) + lists + (BOTH_STORIES if mended else OLD_STORY)
    (folder / "papers" / f"{SLUG}.toml").write_text(text, encoding="utf-8")


def rebuilt(folder: Path, site: Echo, name: str = "archive-old.db") -> str:
    """What ``backissues rebuild`` prints; the archive of before has this name."""
    (folder / "archive.db").rename(folder / name)
    return run(folder, site, "rebuild")


def misread(archive: Path) -> list[str]:
    """The addresses of stories that are not, word for word, what was printed on the day they are dated by."""
    found = asked(archive, "SELECT url, edition_date, headline, standfirst, byline, body FROM stories")
    return [url for url, date, *texts in found if not any(_is(piece, texts) for piece in pieces(day(date)))]


def _is(piece: Piece, texts: list[str]) -> bool:
    headline, *others = texts
    written = [piece.standfirst, piece.author, "\n\n".join(piece.paragraphs)]
    return headline in (piece.headline, f"{piece.headline}, again") and others == written


def differences(one: Path, other: Path) -> list[str]:
    """What two archives say otherwise, in any of their tables."""
    here, there = rows(one), rows(other)
    return [f"{name}: {row}" for name in here for row in {*map(repr, here[name])} ^ {*map(repr, there[name])}]


def year(folder: Path) -> None:
    """Archive a year month by month, as an editor would, and print what came of it."""
    begun = time.monotonic()
    with Echo() as site:
        describe(folder, site, mended=False)

        def collect(today: str, *arguments: str, code: int = 0) -> None:
            site.is_on(day(today))
            printed = run(folder, site, "collect", SLUG, *arguments, code=code)
            outcomes = Counter(re.findall(r"^. (\S+) +\d{4}-", printed, re.MULTILINE))
            print(f"{today}  {' '.join(arguments):40}", ", ".join(f"{n} {what}" for what, n in outcomes.items()))

        for month, last in (("2025-10", 31), ("2025-11", 30), ("2025-12", 31), ("2026-01", 31), ("2026-02", 28)):
            collect(f"{month}-{last}", "--date", month)
        for month, last in (("2026-03", 31), ("2026-04", 30), ("2026-05", 31)):
            collect(f"{month}-{last}", "--date", month)
        collect("2026-06-05", "--from", "2026-06-01", "--to", "2026-06-05")
        collect("2026-06-12", "--from", "2026-06-06", "--to", "2026-06-12", code=1)
        describe(folder, site, mended=True)
        print("mended: ", rebuilt(folder, site).splitlines()[0])
        for month, last in (("2026-06", 30), ("2026-07", 31), ("2026-08", 31), ("2026-09", 30)):
            collect(f"{month}-{last}", "--date", month)
        collect("2026-09-30", "--date", "2026-02", "--again")
        collect("2026-09-30", "--from", "2026-04-13", "--to", "2026-04-27")
        collected = time.monotonic()
        print("rebuilt:", rebuilt(folder, site, "archive-of-the-year.db").splitlines()[0])
    differing = differences(folder / "archive-of-the-year.db", folder / "archive.db")
    ((stories, editions),) = asked(
        folder / "archive.db", "SELECT (SELECT count(*) FROM stories), (SELECT count(*) FROM editions WHERE listed > 0)"
    )
    print(f"{editions} editions, {stories} stories, in {collected - begun:.0f} s; the last rebuild took "
          f"{time.monotonic() - collected:.0f} s")  # fmt: skip
    print(f"stories misread or misdated: {len(misread(folder / 'archive.db'))}; "
          f"differences between archive and rebuild: {len(differing)}")  # fmt: skip
    print("\n".join(differing[:20]))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        year(Path(made))
