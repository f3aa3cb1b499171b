"""The editions as books: the catalogue for e-readers, the newest book, covers, and downloads that go on."""

from __future__ import annotations

import contextlib
import io

import pytest
from lxml import etree
from PIL import Image

from scraper import archive
from scraper.site.app import site
from scraper.site.views import catalogues
from scraper.texts.folding import fold
from tests.site import situations

NAMES = {
    "a": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/terms/",
    "o": "http://a9.com/-/spec/opensearch/1.1/",
    "opds": "http://opds-spec.org/2010/catalog",
}
LANTERN = "/opds/papers/evening-lantern"
LATEST = "/papers/evening-lantern/latest.epub"
OPEN = "http://opds-spec.org/acquisition/open-access"
SITE = "http://localhost"


@pytest.fixture
def feed(get):
    """Fetch a page of the catalogue as a tree."""

    async def fetch(path):
        answer = await get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("application/atom+xml;profile=opds-catalog;kind=")
        return etree.fromstring(answer.content)

    return fetch


def links(element, rel):
    return [link.get("href").removeprefix(SITE) for link in element.xpath(f"a:link[@rel='{rel}']", namespaces=NAMES)]


def titles(tree):
    return tree.xpath("a:entry/a:title/text()", namespaces=NAMES)


async def test_from_the_root_every_page_and_book_is_reached(feed, get):
    seen, books, wanted = set(), set(), ["/opds"]
    while wanted:
        path = wanted.pop()
        if path in seen:
            continue
        seen.add(path)
        tree = await feed(path)
        assert tree.xpath("string(a:id)", namespaces=NAMES).startswith("urn:uuid:")
        assert links(tree, "self") == [path]
        assert links(tree, "start") == ["/opds"]
        wanted += links(tree, "up") + links(tree, "next")
        for entry in tree.iterfind("a:entry", NAMES):
            wanted += links(entry, "subsection") + links(entry, "http://opds-spec.org/sort/new")
            books |= set(links(entry, OPEN))
    assert {"/opds/latest", "/opds/papers", LANTERN} <= seen
    assert "/papers/evening-lantern/2026-03-07/coast.epub" in books
    for book in books:
        assert (await get(book)).content[:2] == b"PK", book


async def test_a_book_has_what_a_shelf_shows(feed):
    entry = (await feed(LANTERN)).find("a:entry", NAMES)
    assert entry.xpath("string(a:title)", namespaces=NAMES) == "The Evening Lantern, Monday 9 March 2026, City edition"
    assert entry.xpath("string(a:author/a:name)", namespaces=NAMES) == "The Evening Lantern"
    assert entry.xpath("string(dc:issued)", namespaces=NAMES) == "2026-03-09"
    assert entry.xpath("string(dc:language)", namespaces=NAMES) == "en-GB"
    assert links(entry, "http://opds-spec.org/image") == ["/papers/evening-lantern/2026-03-09/city.jpg"]
    assert links(entry, "alternate") == ["/papers/evening-lantern/2026-03-09/city/"]


async def test_both_versions_have_the_same_books(feed, data):
    for path in ("/opds/latest", LANTERN, "/opds/search?q=ferry"):
        entries = (await feed(path)).xpath("a:entry", namespaces=NAMES)
        other = (await data(path.replace("?", ".json?") if "?" in path else f"{path}.json"))["publications"]
        assert [links(entry, OPEN)[0] for entry in entries] == [
            book["links"][0]["href"].removeprefix(SITE) for book in other
        ]
    (coast,) = [
        book for book in (await data(f"{LANTERN}.json"))["publications"] if "Coast" in book["metadata"]["title"]
    ]
    series = coast["metadata"]["belongsTo"]["series"]
    assert (series["name"], series["position"]) == ("The Evening Lantern", 20260307.01)
    assert [image["width"] for image in coast["images"]] == [900, 300]


async def test_the_second_version_says_how_it_is_searched(data):
    root = await data("/opds.json")
    (search,) = [link for link in root["links"] if link["rel"] == "search"]
    assert (search["href"], search["templated"]) == (f"{SITE}/opds/search.json{{?query}}", True)
    assert (await data("/opds/search.json?query=ferry"))["publications"]
    nothing = await data("/opds/search.json?query=zeppelin")
    assert [link["href"] for link in nothing["navigation"]] == [f"{SITE}/opds.json"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lantern+evening", "The Evening Lantern, Monday 9 March 2026, City edition"),
        ("ferry", "The Evening Lantern, Saturday 7 March 2026, City edition"),
        ("7+March+2026", "The Evening Lantern, Saturday 7 March 2026, Coast edition"),
    ],
)
async def test_a_search_finds_newspapers_days_and_words(feed, typed, found):
    assert found in titles(await feed(f"/opds/search?q={typed}"))


async def test_a_long_search_is_not_looked_for_in_the_names_of_newspapers_word_by_word(feed, monkeypatch):
    folded = []
    monkeypatch.setattr(catalogues, "fold", lambda text: folded.append(text) or fold(text))
    await feed(f"/opds/search?q={'e%20' * 5_000}")
    assert len(folded) < 20, "each name once"
    assert max(map(len, folded)) <= 100


async def test_a_search_is_described_as_calibre_and_koreader_ask(get):
    described = etree.fromstring((await get("/opds/opensearch.xml")).content)
    urls = {url.get("type"): url.get("template") for url in described.iterfind("o:Url", NAMES)}
    assert urls["application/atom+xml"] == f"{SITE}/opds/search?q={{searchTerms}}"


@pytest.mark.parametrize("query", ["q=%3Cb%3E%22%27", "q=%00%0b", "q=" + "x" * 5000, "", "q=%22", "before=9", "year=x"])
async def test_whatever_is_typed_is_answered(feed, query):
    for path in ("/opds/search", LANTERN):
        await feed(f"{path}?{query}")


async def test_old_editions_are_reached_page_by_page_and_by_year(feed, monkeypatch):
    monkeypatch.setattr("scraper.site.views.catalogues.PAGE_SIZE", 2)
    whole, path = [], LANTERN
    while path:
        tree = await feed(path)
        whole += titles(tree)
        path = next(iter(links(tree, "next")), "")
    monkeypatch.undo()
    assert whole == titles(await feed(LANTERN))
    years = (await feed(LANTERN)).xpath("a:link[@rel='http://opds-spec.org/facet']/@href", namespaces=NAMES)
    for year in years:
        assert titles(await feed(year.removeprefix(SITE)))


async def test_the_newest_edition_has_an_address_of_its_own(get):
    answer = await get(LATEST)
    assert answer.status_code == 200
    assert answer.headers["content-location"] == f"{SITE}/papers/evening-lantern/2026-03-09/city.epub"
    assert answer.headers["content-disposition"] == 'attachment; filename="evening-lantern-2026-03-09-city.epub"'
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.content == (await get("/papers/evening-lantern/2026-03-09/city.epub")).content
    coast = await get(f"{LATEST}?label=coast")
    assert coast.headers["content-location"].endswith("/2026-03-07/coast.epub")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/papers/nix/latest.epub", "There is no publication “nix” in this archive."),
        (f"{LATEST}?label=noon", "Nothing of an edition “noon” of The Evening Lantern is held."),
        ("/papers/akhbar.example/latest.epub", "is held yet."),
    ],
)
async def test_where_there_is_no_newest_edition_it_says_why(get, path, why):
    answer = await get(path)
    assert answer.status_code == 404
    assert why in answer.json()["error"]


async def test_a_book_is_sent_once_to_whoever_keeps_it(get):
    tag = (await get(LATEST)).headers["etag"]
    assert tag.startswith('"'), "it is strong: of the bytes of the book"
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = await get(LATEST, headers={"If-None-Match": held})
        assert (answer.status_code, answer.content) == (304, b""), held
        assert "content-disposition" not in answer.headers, "curl would begin to write the file anew"
    assert (await get(LATEST, headers={"If-None-Match": '"other"'})).status_code == 200
    assert (await get("/papers/nix/latest.epub", headers={"If-None-Match": "*"})).status_code == 404


async def test_a_download_that_broke_off_goes_on(get):
    whole = await get(LATEST)
    tag, length = whole.headers["etag"], len(whole.content)
    for asked, first, last in (
        ("bytes=0-9", 0, 9),
        ("bytes=100-", 100, length - 1),
        ("bytes=-7", length - 7, length - 1),
    ):
        part = await get(LATEST, headers={"Range": asked, "If-Range": tag})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {first}-{last}/{length}"
        assert part.content == whole.content[first : last + 1]
    for headers in ({"Range": "bytes=5-9", "If-Range": '"other"'}, {"Range": "bytes=1-2,5-9"}, {"Range": "bytes=9-5"}):
        assert (await get(LATEST, headers=headers)).content == whole.content
    beyond = await get(LATEST, headers={"Range": f"bytes={length}-"})
    assert (beyond.status_code, beyond.headers["content-range"]) == (416, f"bytes */{length}")


async def test_an_edition_has_a_cover_in_two_sizes(get):
    for ending, size in (("jpg", (900, 1200)), ("jpg?small=1", (300, 400))):
        answer = await get(f"/papers/evening-lantern/2026-03-07/city.{ending}")
        assert answer.headers["content-type"] == "image/jpeg"
        assert Image.open(io.BytesIO(answer.content)).size == size
    assert (await get("/papers/evening-lantern/2026-03-10/city.jpg")).status_code == 404


async def test_pages_lead_to_the_catalogue(page):
    kind = "application/atom+xml;profile=opds-catalog"
    assert (await page("/")).xpath(f"//link[@rel='related'][starts-with(@type, '{kind}')]/@href") == ["/opds"]
    paper = await page("/papers/evening-lantern/")
    assert paper.xpath(f"//link[@rel='alternate'][starts-with(@type, '{kind}')]/@href") == [LANTERN]
    assert paper.xpath("//link[@type='application/epub+zip']/@href") == [LATEST]
    assert {LATEST, LANTERN} <= set(paper.xpath("//dl//a/@href"))


async def test_an_empty_archive_has_an_empty_catalogue(empty_archive):
    client = site(empty_archive).client
    for path in ("/opds", "/opds/papers", "/opds/latest", "/opds/search?q=x"):
        assert (await client.get(path)).status_code == 200
        json = (await client.get(path.replace("?", ".json?") if "?" in path else f"{path}.json")).json()
        assert json["navigation"], path


async def test_an_edition_whose_collection_has_not_ended_is_no_book_yet(tmp_path):
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.everything(db)
        with db.atomic():
            db.execute("UPDATE editions SET outcome = NULL, listed = 9 WHERE date = '2026-03-09' AND label = 'city'")
    client = site(path).client
    assert (await client.get(LATEST)).headers["content-location"].endswith("/2026-03-07/city.epub")
    for catalogue in (LANTERN, "/opds/latest", "/opds/search?q=lantern+evening"):
        assert "/2026-03-09/" not in (await client.get(catalogue)).text, catalogue
    assert (await client.get("/papers/evening-lantern/2026-03-09/city.epub")).status_code == 200
