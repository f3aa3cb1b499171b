"""The public site gives nothing that is not public: every page, form, table, SQL, error and download is read for it."""

from __future__ import annotations

import contextlib
import io
import json
import re
import sqlite3
import zipfile
from collections import Counter, deque
from itertools import combinations_with_replacement
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from lxml import html

from scraper import archive
from scraper.archive.keys import story_key
from scraper.archive.public_copy import publish
from scraper.site.app import site
from tests import withheld
from tests.withheld import HIDDEN, OLD_OPEN_WORD, OPEN_WORD, encodings

FORMS = ("json", "csv", "jsonl", "atom", "bib", "ris", "csl.json", "epub", "svg", "txt", "opds", "ndjson")
ALIKE = 2  # pages of one address that ask for the same two things: so many are read
STOCK = re.compile(r"^/(archive|-)(/|\.|$)")
SPELLINGS = {what: encodings(word) for what, word in HIDDEN.items()}
TEXTS = [what for what in HIDDEN if "markup" not in what]  # markup is cleaned when it is shown, and may be shown less


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The archive, and the public file written from it."""
    folder = tmp_path_factory.mktemp("access")
    with contextlib.closing(archive.opened(folder / "archive.db", create=True)) as db:
        withheld.everything(db)
    publish(folder / "archive.db", folder / "public.db")
    return {"whole": folder / "archive.db", "public": folder / "public.db"}


@pytest.fixture(scope="module", params=["public", "whole"])
def opened(request: pytest.FixtureRequest, paths: dict[str, Path]) -> tuple[str, Path, object]:
    """Which of the two, its file, and the site on it."""
    return request.param, paths[request.param], site(paths[request.param], allow_download=True)


def texts_of(answer) -> list[bytes]:
    """What an answer says: its body, its headers, and of an EPUB the files inside."""
    body = answer.content
    told = [body, unquote(str(dict(answer.headers))).encode()]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            told += [book.read(name) for name in book.namelist()]
    with contextlib.suppress(ValueError):  # JSON may spell letters as \\u....
        told.append(json.dumps(json.loads(body), ensure_ascii=False).encode())
    return told


def said(texts: list[bytes], *, but: str = "") -> set[str]:
    """Which of the hidden things are told; a word that was in the question may come back in the answer."""
    asked, told = unquote(but).lower(), b"\0".join(texts)
    return {
        what
        for what, word in HIDDEN.items()
        if word.lower() not in asked and any(spelling in told for spelling in SPELLINGS[what])
    }


def links(answer) -> set[str]:
    """Every address of the site that an answer names, in its markup or its JSON."""
    kind = answer.headers.get("content-type", "")
    found = [answer.headers[name] for name in ("location",) if name in answer.headers]
    if kind.startswith("text/html") and answer.content:
        tree = html.document_fromstring(answer.text)
        found += [str(link) for link in tree.xpath("//@href | //@src | //form/@action")]
    elif "json" in kind or "xml" in kind:
        found += re.findall(r'"(?:http://localhost)?(/[^"\s]*)"', answer.text)
        found += re.findall(r"http://localhost(/[^\"\s<&]*)", answer.text)
    return {
        f"{parts.path}?{parts.query}".rstrip("?")
        for parts in (urlsplit(link.replace("http://localhost", "")) for link in found)
        if not parts.scheme and not parts.netloc and parts.path.startswith("/")
    }


def seeds(path: Path) -> list[str]:
    """Where a reader with bad intentions would begin."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        ]
    tables = [f"/archive/{name}{ending}" for name in names for ending in ("", ".json?_size=max", ".csv?_stream=1")]
    selects = [
        *(f'select * from "{name}"' for name in names),
        "select hex(block) as block from stories_fts_data",
        "select highlight(stories_fts, 4, '<', '>') from stories_fts where stories_fts match 'lighthouse'",
        "select * from stories_fts where stories_fts match 'lighthouse OR at OR yet'",
        "select snippet(stories_fts, -1, '', '', '', 64) from stories_fts where stories_fts match 'the'",
        "select group_concat(body || body_html || standfirst) from version_texts",
    ]
    asked = [f"{place}?sql={quote(sql)}" for sql in selects for place in
             ("/archive.json", "/archive.csv", "/archive/-/query.json")]  # fmt: skip
    errors = ["/nothing", "/nothing.json", "/stories/nothing", "/stories/nothing.json", "/archive/nothing", "/%00",
              "/archive.json?sql=select+x", "/search?q=%22%28NEAR", "/papers/gazette/2026-13-40/"]  # fmt: skip
    own = [f"/stories/{story_key(withheld.address(name))}" for name in withheld.drafts()]
    finds = [f"/search{ending}?q={quote(word)}" for word in ("lighthouse", "守望", "", *HIDDEN.values())
             for ending in ("", *(f".{form}" for form in FORMS))]  # fmt: skip
    others = ["/", "/archive", "/archive.db", "/-/databases.json", "/-/metadata.json", "/robots.txt", "/api",
              "/opensearch.xml", "/timeline?q=lighthouse", "/-/search", "/openapi.json"]  # fmt: skip
    return [*others, *own, *finds, *tables, *asked, *errors, *(f"{page}/versions/" for page in own)]


async def crawl(datasette, path: Path, *, stock: bool):
    """Every answer of the site: the seeds, what they link to, and each page in every form it has.

    :param stock: follow the links of Datasette's own pages as well, which are the same for each table.
    """
    first = dict.fromkeys(seeds(path))
    to_do, seen, alike, formless = deque(first), set(), Counter(), set()
    while to_do:
        place = to_do.popleft()
        parts = urlsplit(place)
        if place in seen or parts.path in formless:
            continue
        seen.add(place)
        if parts.query and place not in first:
            names = sorted({name for name, _ in parse_qsl(parts.query)})
            pairs = {(parts.path, *pair) for pair in combinations_with_replacement(names, 2)}
            if all(alike[pair] >= (1 if STOCK.match(parts.path) else ALIKE) for pair in pairs):
                continue
            alike.update(pairs)
        answer = await datasette.client.get(place)
        yield place, answer
        if not STOCK.match(parts.path):
            to_do += sorted(links(answer) - seen)
        else:
            to_do += sorted(links(answer) - seen) if stock else []
            continue
        if re.search(r"\.\w+$", parts.path):
            if answer.status_code == 404:
                formless.add(parts.path)  # a page has a form or has it not, whatever it is asked
        elif answer.status_code == 200:
            base = parts.path.rstrip("/") or "/"
            to_do += [f"{base}.{form}{'?' if parts.query else ''}{parts.query}" for form in FORMS]


@pytest.mark.slow
@pytest.mark.parametrize("stock", [False, pytest.param(True, marks=pytest.mark.thorough)])
async def test_nothing_that_the_site_answers_tells_what_is_hidden(opened, stock):
    """A crawl of the public file finds nothing that is hidden; one of the whole archive finds it all, as it should."""
    name, path, datasette = opened
    told, answers, open_word, old_open_word = set(), Counter(), False, False
    async for place, answer in crawl(datasette, path, stock=stock):
        found = said(texts := texts_of(answer), but=place)
        if name == "public":
            assert not found, f"{place} tells the {', '.join(found)}"
        told |= found
        answers[answer.status_code] += 1
        open_word |= any(OPEN_WORD.encode() in text for text in texts)
        old_open_word |= any(OLD_OPEN_WORD.encode() in text for text in texts)
        if name == "whole" and told >= set(HIDDEN) and open_word and old_open_word and answers[200] > 200:
            break  # all of it was found
    assert open_word, "the open story is read"
    assert old_open_word, "and its older text"
    assert answers[200] > 200, answers
    if name == "whole":
        assert told >= set(HIDDEN)


async def test_no_search_finds_a_hidden_word(opened):
    name, _, datasette = opened
    for what in TEXTS:
        if what in ("address of a story taken down", "a folder of this machine", "author of one", "topic of one") or (
            what in ("caption of one", "teaser on one", "kicker of one", "credit of one", "picture of one")
            or what in ("statement of one", "further evidence of one", "kicker of one in the index")
            or what in ("agency of one", "dateline of one")
        ):
            continue  # no matter of the text
        found = (await datasette.client.get(f"/search.json?q={quote(HIDDEN[what])}")).json()["total"]
        older = "older" in what
        assert found == (0 if name == "public" or older else 1), what
    assert (await datasette.client.get(f"/search.json?q={OPEN_WORD}")).json()["total"] == 1


async def test_a_download_of_the_file_is_harmless(opened):
    name, path, datasette = opened
    answer = await datasette.client.get("/archive.db")
    body = answer.content if answer.status_code == 200 else path.read_bytes()
    assert bool(said([body])) is (name == "whole")


async def test_a_cut_story_says_that_it_is_cut_and_where_it_is_whole(opened):
    name, _, datasette = opened
    for story, words in (("mined", "text and data mining"), ("noarchive", "not be archived"), ("headline", "headline")):
        page = await datasette.client.get(f"/stories/{story_key(withheld.address(story))}")
        access = html.document_fromstring(page.text).xpath("//*[contains(@class, 'access')]")
        if name == "public" or story == "noarchive":
            assert words in access[0].text_content()
            assert access[0].xpath(f".//a[@href='{withheld.address(story)}']")
        if story == "noarchive":
            assert ("for the owner of the archive" in access[0].text_content()) is (name == "whole")
            assert ("this public copy holds its headline" in access[0].text_content()) is (name == "public")
    page = await datasette.client.get(f"/stories/{story_key(withheld.address('open'))}")
    assert not html.document_fromstring(page.text).xpath("//p[contains(@class, 'access')]")


async def test_the_newsstand_of_a_public_file_says_what_it_is(opened):
    name, _, datasette = opened
    page = html.document_fromstring((await datasette.client.get("/")).text)
    told = " ".join(page.xpath("//footer")[0].text_content().split())
    assert ("This is a public copy of an archive" in told) is (name == "public")
    assert ("at most 300 characters" in told) is (name == "public")
