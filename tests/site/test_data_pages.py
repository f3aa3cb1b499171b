"""Datasette's own pages in the house style."""

from __future__ import annotations

import pytest

from scraper.site.api import canned_queries
from scraper.site.folder import about_table


async def test_the_data_page_has_the_questions_first_and_then_the_tables(page):
    data = await page("/archive")
    assert data.xpath("//h2/text()") == ["Questions that are asked often", "A question of your own", "Tables and views"]
    questions = data.xpath("//ol[@class='questions']/li/a")
    assert {question.text for question in questions} == {each["title"] for each in canned_queries.queries().values()}
    assert all(question.get("href").startswith("/archive/") for question in questions)
    text = data.xpath("string(//dl[@class='tables'])")
    assert about_table("editions") in text
    assert "edition_states_in_brief" not in text
    assert "attached" not in data.text_content()


@pytest.mark.parametrize("path", ["/archive", "/archive/stories", "/archive/gaps_by_cause", "/archive/publications/1"])
async def test_tables_rows_and_queries_have_the_masthead(page, path: str):
    found = await page(path)
    assert found.xpath("//header//p[@class='wordmark']/a/@href") == ["/"]
    assert found.xpath("//header//nav[@class='site']//a/text()")[-1] == "Data"
    assert found.xpath("//header//form[@role='search']/@action") == ["/search"]
    sheets = [href.partition("?")[0] for href in found.xpath("//link[@rel='stylesheet']/@href")]
    assert sheets[1:3] == ["/static/site.css", "/static/tables.css"]


def test_a_table_that_nobody_described_has_no_sentence():
    assert about_table("nobody_described_this") == ""
