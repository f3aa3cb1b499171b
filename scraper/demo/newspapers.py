"""The fictional newspapers as frozen values: a paper has editions, an edition has stories in printed order.

The facts of the papers stand in ``PAPERS``; what they print is read from ``copy/<slug>/<date>[.<part>].toml``, where a
part is a label ("late") or a supplement ("sunday-review") of that paper. One file of the main edition serves several
labels: a story with ``labels`` runs only in those, every other story in all of them.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture beside a story; ``subject`` is one word that ``pictures`` knows how to draw."""

    subject: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStory:
    """One story as its newspaper printed it; ``date`` and ``part`` are those of the file that holds it."""

    newspaper: str
    id: str
    date: dt.date
    position: int  # in its file, from 1
    section: str
    page: str
    headline: str
    body: tuple[str, ...]  # paragraphs; a sub-heading begins with "## "
    part: str = ""
    kicker: str = ""
    print_headline: str = ""
    standfirst: str = ""
    byline: str = ""  # without "By"
    dateline: str = ""
    topics: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    picture: Picture | None = None

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The body without its sub-headings."""
        return tuple(block for block in self.body if not block.startswith("## "))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedEdition:
    """One edition (or supplement) of one day, its stories in printed order."""

    newspaper: str
    date: dt.date
    label: str = ""
    supplement: str = ""
    title: str = ""
    stories: tuple[PrintedStory, ...]

    @property
    def sections(self) -> tuple[tuple[str, tuple[PrintedStory, ...]], ...]:
        """Section names in the order of their first story, each with its stories."""
        grouped: dict[str, list[PrintedStory]] = {}
        for story in self.stories:
            grouped.setdefault(story.section, []).append(story)
        return tuple((name, tuple(stories)) for name, stories in grouped.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Newspaper:
    """A fictional newspaper: its facts, and every edition it printed, oldest first."""

    slug: str
    title: str
    language: str  # BCP 47
    timezone: str
    place: str
    motto: str
    host: str  # of its canonical addresses
    main_labels: Mapping[str, str] = field(default_factory=lambda: {"": ""})  # id -> name; the first is the default
    extra_labels: Mapping[str, str] = field(default_factory=dict)  # printed on some days, from a file of their own
    supplements: Mapping[str, str] = field(default_factory=dict)
    closed: Mapping[dt.date, str] = field(default_factory=dict)  # day without a paper -> its reason
    editions: tuple[PrintedEdition, ...] = ()

    @property
    def default_label(self) -> str:
        """The label of the edition that is meant where none is named."""
        return next(iter(self.main_labels))

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """The days on which it appeared, oldest first."""
        return tuple(sorted({edition.date for edition in self.editions}))

    @property
    def stories(self) -> tuple[PrintedStory, ...]:
        """Every story once, however many editions it ran in, in order of the editions."""
        return tuple({story.id: story for edition in self.editions for story in edition.stories}.values())

    def edition(self, date: dt.date, label: str | None = None, supplement: str = "") -> PrintedEdition | None:
        """The edition of that day, or None where there is none; no label asks for the default one."""
        wanted = "" if supplement else self.default_label if label is None else label
        for edition in self.editions:
            if (edition.date, edition.label, edition.supplement) == (date, wanted, supplement):
                return edition
        return None

    def story(self, story_id: str) -> PrintedStory | None:
        """The story with that id, or None."""
        return next((story for story in self.stories if story.id == story_id), None)

    def part_name(self, story: PrintedStory) -> str:
        """The name of the edition or supplement a story was written for: "City", "Late", "Sunday Review"."""
        return self._name(story.part or (story.labels[0] if story.labels else self.default_label))

    def name_of(self, edition: PrintedEdition) -> str:
        """The name of an edition or supplement of this paper; empty for a day's only edition."""
        return self._name(edition.supplement or edition.label)

    def _name(self, part: str) -> str:
        return {**self.main_labels, **self.extra_labels, **self.supplements}[part]


PAPERS: tuple[Newspaper, ...] = (
    Newspaper(
        slug="ellery-courier",
        title="The Ellery Courier",
        language="en-GB",
        timezone="Europe/London",
        place="Port Ellery",
        motto="With the tide, every morning since 1871",
        host="www.ellery-courier.example",
        main_labels={"city": "City", "coast": "Coast"},
        extra_labels={"late": "Late"},
        supplements={"sunday-review": "Sunday Review"},
        closed={dt.date(2026, 3, 13): "Founders’ Day"},
    ),
    Newspaper(
        slug="the-meridian",
        title="The Meridian",
        language="en-GB",
        timezone="Europe/London",
        place="Tessaly",
        motto="A newspaper for the whole republic",
        host="www.readingrack.example",
    ),
    Newspaper(
        slug="valley-gleaner",
        title="Valley Gleaner",
        language="en-GB",
        timezone="Europe/London",
        place="Thornby",
        motto="What the big papers leave on the field",
        host="www.readingrack.example",
    ),
    Newspaper(
        slug="saryuganj-samachar",
        title="सरयूगंज समाचार",
        language="hi-IN",
        timezone="Asia/Kolkata",
        place="सरयूगंज",
        motto="नदी किनारे के शहर का अपना अख़बार",
        host="www.readingrack.example",
    ),
    Newspaper(
        slug="shiomi-shimbun",
        title="潮見新聞",
        language="ja",
        timezone="Asia/Tokyo",
        place="潮見市",
        motto="港と城下町の朝刊",
        host="www.shiomi-shimbun.example",
    ),
    Newspaper(
        slug="hohenwarter-bote",
        title="Hohenwarter Bote",
        language="de-DE",
        timezone="Europe/Berlin",
        place="Hohenwart",
        motto="Heimatzeitung für Stadt und Land",
        host="www.hohenwarter-bote.example",
    ),
)


@functools.cache
def newspapers() -> Mapping[str, Newspaper]:
    """The newspapers by slug, with their editions; the copy is read once."""
    return {paper.slug: _with_editions(paper) for paper in PAPERS}


def _with_editions(paper: Newspaper) -> Newspaper:
    folder = resources.files("scraper.demo") / "copy" / paper.slug
    files = [file for file in _files(folder) if file.name.endswith(".toml")]
    written: dict[tuple[dt.date, str], tuple[dict[str, Any], tuple[PrintedStory, ...]]] = {}
    for file in sorted(files, key=lambda file: file.name):
        date, _, part = file.name.removesuffix(".toml").partition(".")
        if part and part not in (*paper.extra_labels, *paper.supplements):
            raise ValueError(f"demo/copy/{paper.slug}/{file.name}: {paper.title} has no label or supplement {part!r}")
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        day = dt.date.fromisoformat(date)
        written[day, part] = (table, tuple(_stories(table, paper, day, part, file.name)))
    editions = tuple(_editions(paper, written))
    if clash := _first_clash(story.id for _, stories in written.values() for story in stories):
        raise ValueError(f"demo/copy/{paper.slug}: two stories have the id {clash!r}; make one of them another")
    return replace(paper, editions=editions)


def _files(folder: Traversable) -> list[Traversable]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _editions(
    paper: Newspaper, written: Mapping[tuple[dt.date, str], tuple[dict[str, Any], tuple[PrintedStory, ...]]]
) -> Iterator[PrintedEdition]:
    """An edition for each label of a main file; an extra label's file may run stories of the main one (``also``)."""
    for (date, part), (table, stories) in sorted(written.items(), key=lambda item: item[0]):
        if not part:
            for label in paper.main_labels:
                chosen = tuple(story for story in stories if not story.labels or label in story.labels)
                yield PrintedEdition(
                    newspaper=paper.slug, date=date, label=label, title=table.get("title", ""), stories=chosen
                )
            continue
        main = {story.id: story for story in written.get((date, ""), ({}, ()))[1]}
        if unknown := [story_id for story_id in table.get("also", ()) if story_id not in main]:
            raise ValueError(f"demo/copy/{paper.slug}/{date}.{part}.toml: also: no story {unknown[0]!r} that day")
        yield PrintedEdition(
            newspaper=paper.slug,
            date=date,
            label=part if part in paper.extra_labels else "",
            supplement=part if part in paper.supplements else "",
            title=table.get("title", ""),
            stories=_page_by_page((*stories, *(main[story_id] for story_id in table.get("also", ())))),
        )


def _page_by_page(stories: tuple[PrintedStory, ...]) -> tuple[PrintedStory, ...]:
    """The stories as the pages are turned; on one page those that were written for this edition stay first."""
    return tuple(sorted(stories, key=lambda story: int(re.sub(r"\D", "", story.page) or 0)))


def _stories(table: Mapping[str, Any], paper: Newspaper, date: dt.date, part: str, name: str) -> Iterator[PrintedStory]:
    for position, story in enumerate(table.get("stories", ()), start=1):
        where = f"demo/copy/{paper.slug}/{name}: story {position} ({story.get('id', 'without id')})"
        if missing := [key for key in ("id", "section", "page", "headline", "body") if not story.get(key)]:
            raise ValueError(f"{where}: no {missing[0]!r}")
        if strange := [label for label in story.get("labels", ()) if label not in paper.main_labels]:
            raise ValueError(f"{where}: {paper.title} has no label {strange[0]!r}")
        yield PrintedStory(
            newspaper=paper.slug,
            id=story["id"],
            date=date,
            position=position,
            section=story["section"],
            page=str(story["page"]),
            headline=story["headline"],
            body=tuple(block.strip() for block in story["body"].strip().split("\n\n") if block.strip()),
            part=part,
            kicker=story.get("kicker", ""),
            print_headline=story.get("print_headline", ""),
            standfirst=story.get("standfirst", ""),
            byline=story.get("byline", ""),
            dateline=story.get("dateline", ""),
            topics=tuple(story.get("topics", ())),
            labels=tuple(story.get("labels", ())),
            picture=Picture(**story["image"]) if story.get("image") else None,
        )


def _first_clash(names: Iterator[str]) -> str:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""
