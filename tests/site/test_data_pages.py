"""Datasette's own pages in the house style."""

from __future__ import annotations

import contextlib
import re
from itertools import pairwise

import pytest
from lxml import html

from scraper import archive
from scraper.site.api import canned_queries
from scraper.site.app import site
from scraper.site.datasette_templates import ITS_OWN, MENDED, mended
from scraper.site.folder import about_table
from tests.site import situations
from tests.site.conftest import IS_NEXT, QUERY


async def test_the_data_page_has_the_questions_first_and_then_the_tables(page):
    data = await page("/archive")
    assert data.xpath("//h2/text()") == ["Questions that are asked often", "A question of your own", "Tables and views"]
    questions = data.xpath("//ol[@class='questions']/li/a")
    assert {question.text for question in questions} == {each["title"] for each in canned_queries.queries().values()}
    assert all(question.get("href").startswith("/archive/") for question in questions)
    text = data.xpath("string(//dl[@class='tables'])")
    assert about_table("editions") in text
    assert not {"edition_states_in_brief", "edition_states_worked_out", "searchable"} & set(text.split())
    assert "version_texts" in text.split()
    assert "attached" not in data.text_content()


@pytest.mark.parametrize("path", ["/archive", "/archive/stories", "/archive/gaps_by_cause", "/archive/publications/1"])
async def test_tables_rows_and_queries_have_the_masthead(page, path: str):
    found = await page(path)
    assert found.xpath("//header//p[@class='wordmark']/a/@href") == ["/"]
    assert found.xpath("//header//nav[@class='site']//a/text()")[-1] == "Data"
    assert found.xpath("//header//form[@role='search']/@action") == ["/search"]
    sheets = [href.partition("?")[0] for href in found.xpath("//link[@rel='stylesheet']/@href")]
    assert sheets[1:3] == ["/static/site.css", "/static/tables.css"]


@pytest.mark.parametrize(
    "path",
    [
        "/archive",
        "/archive/stories?page=1",
        "/archive/gaps_by_cause",
        "/archive/publications/1",
        f"{QUERY}?sql=select+1",
    ],
)
async def test_all_of_a_data_page_is_in_its_landmarks_and_named(page, path: str):
    found = await page(f"{path}{'&' if '?' in path else '?'}lang=de")
    assert found.get("lang") == "de"
    (main,) = found.xpath("//main")
    assert main.get("id") == "main" and found.xpath("//a[@class='skip']/@href") == ["#main"]
    assert main.get("lang") == ("en" if path != "/archive" else None)  # whose words are Datasette's
    levels = [int(heading.tag[1]) for heading in main.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    for field in main.xpath(".//select | .//textarea | .//input[not(@type='hidden' or @type='submit')]"):
        named = field.get("aria-label") or field.xpath("ancestor::label") or field.get("id")
        assert named, html.tostring(field)


async def test_the_path_above_a_table_is_as_on_all_pages(page):
    crumbs = (await page("/archive/publications/1")).xpath("//*[@class='crumbs']/a")
    assert [(each.text, each.get("href")) for each in crumbs] == [
        ("Newsstand", "/"), ("Data", "/archive"), ("publications", "/archive/publications")
    ]  # fmt: skip


def test_every_change_to_a_template_of_datasette_finds_its_place():
    if IS_NEXT:
        pytest.skip("its next version makes some of them itself")
    for name, changes in MENDED.items():
        source = (ITS_OWN / "templates" / name).read_text(encoding="utf-8")
        for wrong, _right in changes:
            assert re.search(wrong, source), (name, wrong)
        assert mended(name, source) != source
    assert "{{ fix_path(path_with_replaced_args(" in mended(
        "_facet_results.html", "{{ path_with_replaced_args(request) }}"
    )


async def test_a_table_shows_the_beginnings_of_its_texts_and_a_row_the_whole(empty_archive):
    with contextlib.closing(archive.opened(empty_archive)) as db:
        situations.weekly_and_website(db)
        db.execute("UPDATE stories SET body = ?", ["word " * 200])
        (row,) = db.query("SELECT id FROM stories LIMIT 1")
        db.conn.commit()
    client = site(empty_archive).client
    lengths = []
    for path in ("/archive/stories", f"/archive/stories/{row['id']}"):
        found = html.document_fromstring((await client.get(path)).text)
        lengths.append(len(found.xpath("//td[contains(@class, 'col-body ')]")[0].text_content().strip()))
    assert lengths[0] < 310 and lengths[1] == 999


def test_a_table_that_nobody_described_has_no_sentence():
    assert about_table("nobody_described_this") == ""
