"""What pages say of themselves to those who paste their links, and as linked data."""

from __future__ import annotations

import contextlib
import datetime as dt
import json

import pytest
from lxml import html

from scraper import archive
from scraper.site.app import site
from scraper.site.formats.citations import Citation, json_ld
from scraper.site.formats.citations.embedded_metadata import not_before
from scraper.site.formats.linked_data import script
from scraper.site.formats.previews import LONGEST, Preview
from tests.site import situations
from tests.site.situations import key_of

SITE = "http://localhost"
PAPER = "/papers/evening-lantern/"
CITY = f"{PAPER}2026-03-07/city/"
FERRY = f"/stories/{key_of('ferry')}"


def told(tree):
    return {meta.get("property") or meta.get("name"): meta.get("content") for meta in tree.xpath("//head/meta")}


def linked(tree):
    (found,) = tree.xpath("//script[@type='application/ld+json']")
    return json.loads(found.text)


async def test_a_pasted_link_shows_what_it_leads_to(page, get):
    for path, kind, title, begin, cover in (
        (PAPER, "website", "The Evening Lantern", "Saltholm · English", "2026-03-09/city.jpg"),
        (
            CITY,
            "website",
            "The Evening Lantern, Saturday 7 March 2026, City edition",
            "Night ferry",
            "2026-03-07/city.jpg",
        ),
        (
            FERRY,
            "article",
            "Night ferry <b>stays</b> & sails",
            "The Evening Lantern, 7 March 2026. ",
            "2026-03-07/city.jpg",
        ),
    ):
        said = told(await page(path))
        assert (said["og:type"], said["og:title"], said["og:url"]) == (kind, title, f"{SITE}{path}")
        assert said["og:description"].startswith(begin)
        assert said["description"] == said["og:description"]
        assert said["og:image"] == f"{SITE}{PAPER}{cover}"
        assert (await get(said["og:image"].removeprefix(SITE))).headers["content-type"] == said["og:image:type"]
        assert said["og:site_name"] == "Back Issues"


async def test_a_story_shows_its_own_picture_where_one_is_kept(empty_archive):
    cover = f"{SITE}{PAPER}2026-03-07/city.jpg"
    with contextlib.closing(archive.opened(empty_archive)) as db:
        situations.everything(db)
        for kind, shown in (("image/svg+xml", cover), ("image/webp", f"{SITE}/thumbnails/{'ab' * 12}")):
            db.execute("DELETE FROM thumbnails")
            db.execute(
                "INSERT INTO thumbnails (url, fetched, sha256, width, height, thumbnail, thumbnail_type) "
                "SELECT url, '2026-03-07T06:00:00Z', ?, 320, 213, x'00', ? FROM images", ["ab" * 32, kind],
            )  # fmt: skip
            db.conn.commit()
            client = site(empty_archive).client
            said = told(html.document_fromstring((await client.get(FERRY)).text))
            assert said["og:image"] == shown
            assert (await client.get(shown.removeprefix(SITE))).headers["content-type"] == said["og:image:type"]
    assert (said["og:image:width"], said["og:image:height"]) == ("320", "213")


async def test_the_newsstand_names_its_newspapers(page):
    assert "The Evening Lantern · " in told(await page("/"))["description"]


async def test_pages_without_a_preview_have_none(page):
    for path in ("/search?q=ferry", "/coverage", f"{PAPER}2026-03-10/city/", "/stories/abcdefghijkl"):
        status = 404 if path.startswith(("/papers", "/stories")) else 200
        assert not [name for name in told(await page(path, status)) if name and name.startswith("og:")]


def test_a_long_text_is_cut_between_words():
    preview = Preview(url="/", title="T", text="word \n" * 200)
    (text,) = [content for _, name, content in preview.tags(str) if name == "description"]
    assert len(text) <= LONGEST
    assert text.endswith("word…")


async def test_a_newspaper_an_edition_and_a_story_are_parts_of_each_other(page):
    paper, edition, story = [linked(await page(path)) for path in (PAPER, CITY, FERRY)]
    assert (paper["@type"], paper["@id"], paper["name"]) == ("Newspaper", f"{SITE}{PAPER}", "The Evening Lantern")
    assert (edition["@type"], edition["datePublished"]) == ("PublicationIssue", "2026-03-07")
    assert edition["isPartOf"] == {name: value for name, value in paper.items() if name != "@context"}
    assert edition["encoding"]["contentUrl"] == f"{SITE}{CITY.rstrip('/')}.epub"
    assert edition["archivedAt"] == f"{SITE}{CITY}"
    assert story["archivedAt"] == f"{SITE}{FERRY}"
    assert story["isPartOf"]["@id"] == edition["@id"]
    assert story["isPartOf"]["isPartOf"]["@id"] == paper["@id"]


@pytest.mark.parametrize(
    ("modified", "date", "said"),
    [
        ("2026-03-08T09:00:00Z", "2026-03-07", True),
        ("2026-03-07T00:00:00Z", "2026-03-07", True),
        ("2026-03-06T22:10:00Z", "2026-03-07", False),
        ("2026-03-07T01:00:00+05:30", "2026-03-07", False),  # that was the day before, by Greenwich
        ("2026-03-06T22:10:00", "2026-03-07", False),
        ("2026-03-06T22:10:00Z", None, True),
        ("yesterday", "2026-03-07", False),
        ("", "2026-03-07", False),
    ],
)
def test_nothing_was_changed_before_it_was_printed(modified, date, said):
    day = dt.date.fromisoformat(date) if date else None
    assert not_before(modified, day) == (modified if said else "")


def test_no_story_says_that_it_was_changed_before_it_was_printed():
    story = Citation(
        key="k",
        headline="H",
        paper="P",
        date=dt.date(2026, 3, 7),
        url="https://p.example/",
        archive_url=f"{SITE}/stories/k",
    )
    evening_before, later = (json.loads(json_ld(story, modified=f"2026-03-{day}T22:10:00Z")) for day in ("06", "07"))
    assert "dateModified" not in evening_before
    assert later["dateModified"] == "2026-03-07T22:10:00Z"


def test_no_text_ends_the_script():
    assert "<" not in script({"name": "</script><b>"})
