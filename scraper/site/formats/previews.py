"""What a link to a page shows where it is pasted: title, words and picture (Open Graph, ogp.me). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.archive import row_types
from scraper.site import routes
from scraper.site.formats import cover
from scraper.site.http.responses import AbsoluteUrl
from scraper.site.language import _, ngettext
from scraper.site.words import wording

LONGEST = 300  # characters of a description; those who show it cut it sooner


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """The picture of a preview."""

    url: str  # its path
    content_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a link to a page shows."""

    url: str  # the page's path
    title: str
    text: str
    kind: str = "website"  # or "article"
    picture: Picture | None = None

    def tags(self, absolute: AbsoluteUrl) -> Iterator[tuple[str, str, str]]:
        """The ``<meta>`` elements: the attribute that names each, "name" or "property", its name and its content."""
        text = " ".join(self.text.split())
        text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rsplit(' ', 1)[0]}…"
        if text:
            yield "name", "description", text
            yield "property", "og:description", text
        yield "property", "og:site_name", "Back Issues"
        yield "property", "og:type", self.kind
        yield "property", "og:title", self.title
        yield "property", "og:url", absolute(self.url)
        if self.picture:
            yield "property", "og:image", absolute(self.picture.url)
            yield "property", "og:image:type", self.picture.content_type
            yield "property", "og:image:width", str(self.picture.width)
            yield "property", "og:image:height", str(self.picture.height)
        yield "name", "twitter:card", "summary"


def of_newsstand(titles: Sequence[str]) -> Preview:
    """That of the newsstand: the newspapers that are there."""
    return Preview(url=routes.NEWSSTAND, title="Back Issues", text=" · ".join(titles))


def of_publication(found: Mapping[str, Any]) -> Preview:
    """That of a newspaper: what is held of it, and the cover of its newest edition.

    :param found: as ``words.objects.publication`` gives it.
    """
    latest = found["latest_edition"]
    held = [found["place"], wording.language_name(found["language"])]
    if latest:
        number = ngettext("%(num)s edition", "%(num)s editions", found["editions"])
        reach = _("%(first)s to %(last)s", first=wording.day(found["first_date"]), last=wording.day(found["last_date"]))
        held += [number, reach]
    return Preview(
        url=found["url"],
        title=found["title"],
        text=" · ".join(filter(None, held)),
        picture=_cover(latest["url"]) if latest else None,
    )


def of_edition(shown: Mapping[str, Any], name: str) -> Preview:
    """That of an edition: its first headlines, and the cover of its book.

    :param shown: as ``words.objects.edition`` gives it.
    :param name: its full name.
    """
    headlines = [story["headline"] for section in shown["sections"] for story in section["stories"]]
    return Preview(
        url=shown["url"],
        title=name,
        text=" · ".join(headlines[:5]),
        picture=_cover(shown["url"]) if shown["held"] else None,
    )


def of_story(shown: Mapping[str, Any], images: Sequence[row_types.ImageRow]) -> Preview:
    """That of a story: its paper and day, what it is about, and its first picture, or else the cover of its edition.

    :param shown: as ``words.objects.story`` gives it.
    :param images: of its page, of which those are pictures that the archive holds and shows.
    """
    day = wording.day(shown["edition_date"]) if shown["edition_date"] else ""
    where = ", ".join(filter(None, (shown["publication_title"], day)))
    return Preview(
        url=shown["url"],
        title=shown["headline"],
        text=f"{where}. {shown['standfirst'] or shown['body'][:LONGEST]}",
        kind="article",
        picture=_first_picture(images) or (_cover(shown["edition_url"]) if shown["edition_url"] else None),
    )


def _first_picture(images: Sequence[row_types.ImageRow]) -> Picture | None:
    """The first of a story's pictures; drawings (SVG) are left out, which those who show previews do not draw."""
    for image in images:
        if image["thumbnail_name"] and image["thumbnail_type"] not in (None, "image/svg+xml"):
            return Picture(
                url=routes.thumbnail(image["thumbnail_name"]),
                content_type=image["thumbnail_type"],
                width=image["thumbnail_width"] or 0,
                height=image["thumbnail_height"] or 0,
            )
    return None


def _cover(edition: str) -> Picture:
    return Picture(
        url=routes.cover(edition), content_type=cover.CONTENT_TYPE, width=cover.WIDE, height=cover.height(cover.WIDE)
    )
