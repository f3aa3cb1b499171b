"""What is not for this site, or cannot be read in one way, is refused before anything of the archive is read."""

from __future__ import annotations

import httpx
import pytest
from lxml import html

from scraper import limits
from scraper.site.app import site
from scraper.site.door.names import Names, site_url
from scraper.site.door.requests import door

PATHS = ["/", "/search.json?q=a", "/archive.json?sql=select+1", "/-/databases.json", "/-/login", "/static/site.css",
         "/robots.txt", "/nothing", "/archive/stories.csv?_stream=1"]  # fmt: skip


def browser(app, host: str = "127.0.0.1:8001") -> httpx.AsyncClient:
    """A client that asks under this name."""
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
    return httpx.AsyncClient(transport=transport, base_url="http://x", headers={"host": host})


@pytest.fixture
def app(datasette):
    return door(datasette.app(), Names("127.0.0.1", 8001))


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
async def test_under_another_name_nothing_is_answered(app, path, method, monkeypatch):
    def asked(*_: object) -> None:
        raise AssertionError("the archive was asked")

    monkeypatch.setattr("scraper.site.current_database.CurrentDatabase.held", asked)
    for host in ("attacker.example", "attacker.example:8001", "127.0.0.1:9999", ""):
        answer = await browser(app, host).request(method, path)
        assert answer.status_code == 421
        assert answer.headers["content-security-policy"]


async def test_under_our_own_name_everything_is(app):
    for host in ("127.0.0.1:8001", "LOCALHOST:8001", "[::1]:8001"):
        assert (await browser(app, host).get("/search.json?q=ferry")).json()["total"] > 0


async def test_whoever_is_refused_is_told_why_in_plain_words(app):
    answer = await browser(app, "<b>x").get("/", headers={"accept": "text/html", "accept-language": "de"})
    page = html.document_fromstring(answer.text)
    assert page.xpath("//h1/text()") == ["So heißt dieses Archiv nicht"]
    assert "<b>x" in page.text_content()
    assert "serve --url" in page.text_content() or "--url" in page.text_content()


async def test_no_header_of_a_proxy_makes_a_name_ours(app):
    for name in ("x-forwarded-host", "forwarded", "x-host", "x-original-host"):
        value = "host=127.0.0.1:8001" if name == "forwarded" else "127.0.0.1:8001"
        assert (await browser(app, "attacker.example").get("/", headers={name: value})).status_code == 421
        answer = await browser(app).get(
            "/search.json?q=ferry", headers={name: value.replace("127.0.0.1", "evil.example")}
        )
        assert "evil.example" not in answer.text


async def raw(app, target: str, headers: list[tuple[str, str]], bodies: list[bytes] = ()) -> int:
    """The status of the answer to a request as uvicorn hands it on."""
    sent, parts = [], [*bodies, b""]

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    path, _, query = target.partition("?")
    scope = {
        "type": "http", "scheme": "http", "method": "POST" if bodies else "GET", "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": ("127.0.0.1", 4321),
    }  # fmt: skip
    await app(scope, receive, send)
    return sent[0]["status"]


@pytest.mark.parametrize(
    ("target", "hosts", "status"),
    [
        ("http://attacker.example/.json", ["127.0.0.1:8001"], 421),
        ("HTTP://attacker.example/.json", ["127.0.0.1:8001"], 421),
        ("https://127.0.0.1:8001@attacker.example/.json", ["127.0.0.1:8001"], 421),
        ("http:///.json", ["127.0.0.1:8001"], 421),
        ("http://127.0.0.1:8001/.json", ["attacker.example"], 421),
        ("http://127.0.0.1:8001/.json", ["127.0.0.1:8001"], 200),
        ("http://127.0.0.1:8001", ["127.0.0.1:8001"], 200),
        ("/.json", [], 421),
        ("/.json", ["127.0.0.1:8001", "attacker.example"], 421),
        ("/.json", ["attacker.example", "127.0.0.1:8001"], 421),
        ("*", ["127.0.0.1:8001"], 400),
        ("127.0.0.1:8001", ["127.0.0.1:8001"], 400),
    ],
)
async def test_targets_and_hosts(app, target, hosts, status):
    assert await raw(app, target, [("host", host) for host in hosts]) == status


async def test_no_path_leads_to_another_site(app):
    for path in ("/\\evil.example/", "/\\/evil.example/", "/papers\\/", "//evil.example/", "///evil.example/"):
        sent = []

        async def send(message, sent=sent):
            sent.append(message)

        headers = [(b"host", b"127.0.0.1:8001")]
        scope = {
            "type": "http", "scheme": "http", "method": "GET", "path": path, "raw_path": path.encode(),
            "query_string": b"", "headers": headers,
        }  # fmt: skip
        await app(scope, None, send)
        places = [value for name, value in sent[0]["headers"] if name == b"location"]
        assert all(place.startswith(b"/") and place[1:2] not in b"/\\" for place in places)
        assert sent[0]["status"] == (400 if "\\" in path else 302)


@pytest.mark.parametrize(
    "query",
    [
        "&".join("a=1" for _ in range(limits.PARAMETERS + 1)),
        "&".join(f"p{n}" for n in range(limits.PARAMETER_NAMES + 1)),
    ],
)
async def test_an_address_of_too_many_parameters_is_refused_before_anyone_reads_it(app, monkeypatch, query):
    most = query.rpartition("&")[0]
    assert (await browser(app).get(f"/search?{most}")).status_code == 200
    monkeypatch.setattr("scraper.site.current_database.CurrentDatabase.held", None)
    for path in ("/search", "/archive/stories", "/archive.json", "/-/versions.json"):
        assert (await browser(app).get(f"{path}?{query}")).status_code == 414


@pytest.mark.parametrize("odd", ["=", "a(b)=1", "a/b=1", "@=1", 'x={"a": [1, 2]}', "é=1", "a b=c", 'x="\\";', ";;=;"])
async def test_cookies_of_other_programs_hide_none_of_ours(app, odd):
    headers = {"cookie": f"{odd}; language=de".encode(), "accept": "text/html"}
    answer = await browser(app).get("/search", headers=headers)
    assert (answer.status_code, answer.headers["content-language"]) == (200, "de")
    assert (await browser(app).get("/archive", headers=headers)).status_code == 200


async def test_a_body_of_two_lengths_or_of_too_many_bytes_is_refused(app):
    ours, most = ("host", "127.0.0.1:8001"), limits.REQUEST_BODY_BYTES
    both = [ours, ("content-length", "5"), ("transfer-encoding", "chunked")]
    assert await raw(app, "/", both, [b"hello"]) == 400
    assert await raw(app, "/", [ours, ("content-length", str(most + 1))], [b"x"]) == 413
    assert await raw(app, "/", [ours, ("content-length", "9" * 5_000)], [b"x"]) == 413


async def test_a_body_ends_at_the_bound_whatever_its_length_was_said_to_be():
    read = 0

    async def reading(scope, receive, send):
        nonlocal read
        while True:
            read += len((await receive())["body"])

    bounded = door(reading, Names("127.0.0.1", 8001))
    bodies = [b"x" * 100_000] * 30
    assert await raw(bounded, "/", [("host", "127.0.0.1:8001")], bodies) == 413
    assert read == limits.REQUEST_BODY_BYTES


async def test_a_fault_is_a_notice_without_details(capsys):
    async def failing(scope, receive, send):
        raise RuntimeError("details")

    answer = await browser(door(failing, Names("127.0.0.1", 8001))).get("/", headers={"accept": "text/html"})
    assert (answer.status_code, "details" in answer.text) == (500, False)
    assert "the log of the site says what" in answer.text
    assert "RuntimeError: details" in capsys.readouterr().err


async def test_behind_a_proxy_links_carry_the_url_that_readers_know(archive_path):
    urls = [site_url("https://news.example.org/old-papers/")]
    opened = site(archive_path, base_url="/old-papers/")
    app = door(opened.app(), Names("127.0.0.1", 8001, urls), base="/old-papers/")
    for host, path in (
        ("news.example.org", "/old-papers/search.json?q=ferry"),
        ("127.0.0.1:8001", "/old-papers/search.json?q=ferry"),  # the proxy names us as it knows us
        ("127.0.0.1:8001", "/search.json?q=ferry"),  # and takes the path away
    ):
        answer = await browser(app, host).get(path)
        found = [story["url"] for story in answer.json()["items"]]
        assert found
        assert all(url.startswith("https://news.example.org/old-papers/stories/") for url in found)
    chosen = await browser(app).get("/old-papers/language?to=de&back=/")
    assert "; Secure" in chosen.headers["set-cookie"]


@pytest.mark.parametrize("kept", ["/old-papers", ""], ids=["the proxy keeps the path", "it takes the path away"])
async def test_behind_a_proxy_every_address_of_a_crawl_has_the_path_that_readers_know(archive_path, kept):
    """Pages, redirects, feeds and files; whatever a client says of hosts, schemes and paths changes none of it."""
    urls = [site_url("https://news.example.org/old-papers/")]
    app = door(
        site(archive_path, base_url="/old-papers/").app(), Names("127.0.0.1", 8001, urls), https=True,
        base="/old-papers/",
    )  # fmt: skip
    client = browser(app, "news.example.org")
    said = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http", "X-Forwarded-Prefix": "/evil",
            "Forwarded": "host=evil.example;proto=http"}  # fmt: skip
    for path in (
        "/", "/papers/evening-lantern", "/papers/evening-lantern/", "/search?q=ferry", "/search/", "/on/", "/timeline/",
        "/papers/evening-lantern/2026-03-07/city", "/archive", "/coverage", "/nothing", "/papers/evening-lantern.atom",
        "/search.feed.json?q=ferry", "/opensearch.xml", "/opds", "/papers/evening-lantern/2026-03-07/city.epub",
        "/archive/stories", "/archive/stories/1", "/archive/bylines", "/archive/stories/", "/no%20thing", "/nothing/",
    ):  # fmt: skip
        answer = await client.get(f"{kept}{path}", headers=said)
        where = answer.headers.get("location", "")
        assert answer.status_code in ((301, 302) if where else (200, 404)), path
        assert not where or where.startswith("/old-papers/"), path
        assert "evil.example" not in answer.text
        assert "/old-papers/old-papers" not in f"{answer.text} {answer.headers}"
        if answer.headers["content-type"].startswith("text/html") and answer.status_code == 200:
            links = html.document_fromstring(answer.text).xpath("//@href | //@src | //@action")
            own = [link for link in links if link.startswith(("/", "https://news.example.org"))]
            outside = [
                link for link in own if not link.startswith(("/old-papers/", "https://news.example.org/old-papers/"))
            ]
            assert own, path
            assert outside == [], path
    slashless = await client.get("/old-papers", headers=said)
    assert (slashless.status_code, slashless.headers["location"]) == (301, "/old-papers/")
