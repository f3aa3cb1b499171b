"""A page in the reader's language, and how another is taken."""

from __future__ import annotations

import pytest
from lxml import html

from tests.site.situations import key_of


async def test_the_page_is_in_the_language_that_the_browser_prefers(datasette):
    response = await datasette.client.get("/", headers={"Accept-Language": "fr-CA, de;q=0.5"})
    page = html.document_fromstring(response.text)
    assert (page.get("lang"), page.get("dir")) == ("fr", "ltr")
    assert response.headers["content-language"] == "fr"
    assert page.xpath("//nav[@class='site']//a/text()")[0] == "Kiosque"


async def test_dates_and_numbers_are_written_as_the_reader_writes_them(datasette):
    german = {"Accept-Language": "de"}
    story = html.document_fromstring((await datasette.client.get(f"/stories/{key_of('ferry')}", headers=german)).text)
    assert story.xpath("string(//p[@class='evidence'][1])").startswith(
        "Gedruckt in The Evening Lantern vom 7. März 2026, denn"
    )
    day = html.document_fromstring((await datasette.client.get("/on/2026-03-07/", headers=german)).text)
    assert "Samstag, 7. März 2026" in day.xpath("string(//h1)")


async def test_json_stays_english_unless_its_address_asks(datasette):
    german = {"Accept-Language": "de", "Cookie": "language=de"}
    path = f"/stories/{key_of('ferry')}.json"
    assert (await datasette.client.get(path, headers=german)).json()["evidence"].startswith("Printed in")
    assert (await datasette.client.get(f"{path}?lang=de")).json()["evidence"].startswith("Gedruckt in")


async def test_a_reader_takes_a_language_and_comes_back(datasette, page):
    links = (await page("/search?q=ferry&publication=a&publication=b&lang=fr")).xpath("//nav[@class='languages']//a")
    german = next(link for link in links if link.get("hreflang") == "de")
    taken = await datasette.client.get(german.get("href"))
    assert (taken.status_code, taken.headers["location"]) == (303, "/search?q=ferry&publication=a&publication=b")
    cookie = taken.headers["set-cookie"]
    assert cookie.startswith("language=de;")
    assert "SameSite=lax" in cookie
    assert "Max-Age=" in cookie
    then = await datasette.client.get("/", headers={"Cookie": "language=de", "Accept-Language": "fr"})
    assert html.document_fromstring(then.text).get("lang") == "de"


@pytest.mark.parametrize(
    ("asked", "sent_on"),
    [
        ("/on/?lang=de", "/on/2026-03-09/?lang=de"),
        ("/on/?lang=xx", "/on/2026-03-09/"),
        ("/search?words=ferry&lang=fr", "/search?q=ferry&lang=fr"),
    ],
)
async def test_an_address_that_asks_for_a_language_is_sent_on_in_it(datasette, asked, sent_on):
    response = await datasette.client.get(asked)
    assert (response.status_code, response.headers["location"]) == (302, sent_on)


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "evil",
        "",
        "/a%0d%0aX:y",
        "%20//evil.example",
        "/[",
    ],
)
async def test_the_way_back_never_leads_elsewhere(datasette, back):
    location = (await datasette.client.get(f"/language?to=de&back={back}")).headers["location"]
    assert location in ("/", "/[")


async def test_a_language_that_the_site_has_not_is_not_remembered(datasette):
    response = await datasette.client.get("/language?to=tlh&back=/coverage")
    assert response.headers["location"] == "/coverage"
    assert "set-cookie" not in response.headers


async def test_every_page_names_itself_in_the_other_languages(page):
    tree = await page("/search?q=ferry")
    found = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@rel='alternate'][@hreflang]")}
    assert set(found) == {"en", "de", "fr"}
    assert found["de"] == "http://localhost/search?q=ferry&lang=de"


async def test_nothing_found_and_nobody_known_are_said_in_the_readers_language(page):
    found = await page("/search?q=zeppelin&lang=de")
    assert " Artikel aus " in found.xpath("string(//section[@class='notice'])")
    unknown = await page("/papers/nobody/?lang=de", status=404)
    assert unknown.xpath("string(//h1)") == "Nicht im Archiv"


async def test_an_address_that_nobody_has_answers_in_the_readers_language(datasette):
    response = await datasette.client.get("/nothing/at/all", headers={"Accept-Language": "de"})
    assert response.status_code == 404
    tree = html.document_fromstring(response.text)
    assert (tree.get("lang"), tree.xpath("string(//h1)")) == ("de", "Diese Seite gibt es nicht")


async def test_a_long_question_is_not_said_again_for_every_language(datasette):
    response = await datasette.client.get(f"/search?q={'w' * 5000}")
    footer = html.document_fromstring(response.text).xpath("//nav[@class='languages']")[0]
    assert "w" * 1000 not in html.tostring(footer, encoding="unicode")


async def test_errors_for_programs_are_english_too(datasette):
    for path in ("/nothing.json", "/stories/nothing.json"):
        error = (await datasette.client.get(path, headers={"Accept-Language": "de"})).json()["error"]
        assert error.startswith("There is no"), error
