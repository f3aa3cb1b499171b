"""The newsstand, and what every page has."""

from __future__ import annotations

import contextlib
from pathlib import Path

from lxml import html

from scraper import archive
from scraper.site.app import site
from tests.site.situations import key_of, many_papers


async def test_papers_with_editions_come_first_and_websites_apart(page):
    newsstand = await page("/")
    assert newsstand.xpath("//h1//text()") == ["Back Issues"]
    assert newsstand.xpath("//section[@class='paper']/h2/a/text()") == [
        "The Evening Lantern",
        "The Ledger",
        "Der Uferbote",
    ]
    assert newsstand.xpath("//section[@class='websites']//a/text()") == ["أخبار"]
    assert newsstand.xpath("//p[@class='ears']/span/text()") == ["3 newspapers", "6 editions", "12 stories"]
    assert newsstand.xpath("//section[@class='paper'][1]//p[@class='holdings']/span/text()") == [
        "3 editions, 7 Mar 2026 to 9 Mar 2026; 8 stories"
    ]


async def test_each_card_has_its_last_days_as_dots_and_the_newest_day_is_named(page):
    newsstand = await page("/")
    dots = newsstand.xpath("//section[@class='paper'][1]//svg[@class='marks']")
    assert dots[0].xpath("title/text()") == [
        "The 14 days to 9 March 2026: 1 complete, 1 in part, 1 no edition, 11 unknown"
    ]
    assert [path.get("class") for path in dots[0].xpath("path")] == ["m-held", "m-partial", "m-closed", "m-unknown"]
    (newest,) = newsstand.xpath("//p[@class='newest-day']")
    assert newest.xpath("strong/a/@href") == ["/on/2026-03-09/"]
    assert newest.xpath("span//a/text()") == ["The Evening Lantern"]


async def test_papers_are_narrowed_by_chips_and_by_name(page, data):
    newsstand = await page("/")
    assert newsstand.xpath("//ul[@aria-label='Language']//a/@href") == [
        "/?language=en",
        "/?language=ar",
        "/?language=de",
    ]
    german = await page("/?language=de")
    assert german.xpath("//section[@class='paper']/h2/a/text()") == ["Der Uferbote"]
    assert german.xpath("//ul[@aria-label='Language']//a[@aria-current]/@href") == ["/"]
    assert [paper["slug"] for paper in (await data("/papers.json?title=LANTERN"))["items"]] == ["evening-lantern"]
    nobody = await page("/?title=%3Cb%3Enobody&language=xx")
    assert nobody.xpath("//h2/text()") == ["No newspaper matches"]
    assert nobody.xpath("//input[@name='title']/@value") == ["<b>nobody"]


async def test_many_papers_are_a_list_in_the_order_of_the_alphabet(tmp_path):
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        many_papers(db)
    page = html.document_fromstring((await site(path).client.get("/")).text)
    assert page.xpath("//nav[@class='letters']//a/text()") == ["A", "B", "E", "M", "Z", "Ж", "Japanese"]
    assert page.xpath("//table[@class='directory']//tr[not(@class)]/th/a/text()") == [
        "The Abbey Argus",
        *[f"Beacon {number}" for number in range(8)],
        "L’Écho",
        "Meridian",
        "Die Zeit",
        "Житомир",
        "港新聞",
    ]
    assert len(page.xpath("//section[@class='paper']/h3")) == 6
    rows = page.xpath("//table[@class='directory']//tr[th/a='Die Zeit']/td")
    assert [" ".join(cell.text_content().split()) for cell in rows] == [
        "Austria", "German", "daily", "7 Mar 2026 – 7 Mar 2026", "1",
    ]  # fmt: skip


async def test_the_newsstand_as_json(data):
    newsstand = await data("/.json")
    assert {name: newsstand[name] for name in ("ok", "total", "total_exact", "next", "next_url")} == {
        "ok": True,
        "total": 4,
        "total_exact": True,
        "next": None,
        "next_url": None,
    }
    assert newsstand["items"][2] == {
        "slug": "uferbote",
        "title": "Der Uferbote",
        "publisher": "",
        "kind": "newspaper",
        "frequency": "daily",
        "language": "de",
        "country": "",
        "place": "",
        "homepage": "",
        "issn": "",
        "declared": True,
        "demo": False,
        "stories": 2,
        "editions": 2,
        "first_date": "2026-03-06",
        "last_date": "2026-03-07",
        "url": "http://localhost/papers/uferbote/",
        "undated_url": "http://localhost/papers/uferbote/undated/",
        "latest_edition": {
            "date": "2026-03-07",
            "label": "",
            "name": "",
            "title": "",
            "outcome": "complete",
            "publication": "uferbote",
            "url": "http://localhost/papers/uferbote/2026-03-07/main/",
            "headlines": [
                {
                    "key": "l2w5ounyash2",
                    "headline": "Brücke „gesperrt“",
                    "kicker": "",
                    "standfirst": "",
                    "language": "de",
                    "thumbnail": None,
                    "url": "http://localhost/stories/l2w5ounyash2",
                }
            ],
        },
    }
    assert (await data("/papers.json")) == newsstand


async def test_an_archive_without_stories_says_how_to_begin(empty_archive: Path):
    client = site(empty_archive).client
    newsstand = await client.get("/")
    assert newsstand.status_code == 200
    assert "Nothing has been collected yet" in newsstand.text
    for path in ("/coverage", "/search", "/search?q=rain"):
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert "Nothing has been collected yet" in answer.text, path
    assert (await client.get("/.json")).json()["items"] == []
    assert (await client.get("/search.json?q=rain")).json()["total"] == 0
    assert "No edition is held yet" in (await client.get("/on/")).text, "the menu leads there"
    assert (await client.get("/on/")).status_code == 200
    assert (await client.get("/on.json")).json()["items"] == []
    assert (await client.get("/stories/nothing.json")).json()["ok"] is False


async def test_pages_allow_no_script_and_tell_no_one_where_their_reader_was(get):
    for path in ("/", "/search?q=x", f"/stories/{key_of('ferry')}", "/papers/nix/"):
        headers = (await get(path)).headers
        assert headers["content-security-policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        ), path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


async def test_the_other_spelling_of_an_address_redirects(get):
    for path, target in (
        ("/papers", "/papers/"),
        ("/papers/uferbote", "/papers/uferbote/"),
        ("/papers/uferbote/2026", "/papers/uferbote/2026/"),
        ("/papers/evening-lantern/2026-03-07/city", "/papers/evening-lantern/2026-03-07/city/"),
        ("/on/2026-03-07", "/on/2026-03-07/"),
        ("/search/?q=rain", "/search?q=rain"),
        ("/coverage/", "/coverage"),
        (f"/stories/{key_of('ferry')}/", f"/stories/{key_of('ferry')}"),
        (f"/stories/{key_of('ferry')}/versions", f"/stories/{key_of('ferry')}/versions/"),
    ):
        answer = await get(path)
        assert (answer.status_code, answer.headers["location"]) == (301, target), path


async def test_an_address_that_is_nobodys(page, data):
    nothing = await page("/nonsense", 404)
    assert nothing.xpath("//h1/text()") == ["There is no such page"]
    assert nothing.xpath("//section[@class='notice']/p/text()") == ["No newspaper, day or story has this address."]
    assert (await page("/archive/nonsense", 404)).xpath("//span[@lang='en']/text()") == ["Table not found"]
    answer = await data("/nonsense.json", 404)
    assert answer == {"ok": False, "error": "There is no such page", "status": 404}
    assert (await data("/archive/nonsense.json", 404))["error"] == "Table not found"


async def test_search_engines_are_kept_out(page, get):
    robots = await get("/robots.txt")
    assert robots.status_code == 200
    assert robots.text.splitlines()[1:] == ["User-agent: *", "Disallow: /"]
    for path in (f"/stories/{key_of('ferry')}", f"/stories/{key_of('ferry')}/versions/", "/search?q=x"):
        assert (await page(path)).xpath("//meta[@name='robots']/@content") == ["noindex"], path


async def test_going_to_a_day_from_the_newsstand(page):
    (form,) = (await page("/")).xpath("//form[.//input[@name='date']]")
    assert form.get("action") == "/on/"


async def test_the_archive_is_called_archive_whatever_its_file_is_called(datasette, data, page):
    assert set(datasette.databases) - {"_internal"} == {"archive"}
    tables = await data("/archive.json")
    assert tables["database"] == "archive"
    stock = await page("/archive/publications")
    assert stock.xpath("//footer//a[text()='Back Issues: the newsstand']/@href") == ["/"]
    rows = await data("/archive/stories.json?_search=ferry&_shape=array")
    assert [row["headline"] for row in rows] == ["Night ferry <b>stays</b> & sails"]
