"""Which copies a web archive says it has, and which of them is wanted: pure, by what RFC 7089 and CDX servers write."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.collect import mementos
from scraper.collect.mementos import Copy, WebArchive, WebArchiveError, Window
from scraper.items import EditionKey
from scraper.publication import Publication, Schedule

ARCHIVE = WebArchive.of("http://arxiv.example.net/web")
PAGE = "http://a.example.org/"
READY = dt.datetime(2000, 6, 20, 6, tzinfo=dt.UTC)
DAY = Window(READY, READY + dt.timedelta(days=1))
# As section 5.1.1 of RFC 7089 has one, with what pywb and web.archive.org write besides.
TIME_MAP = """<http://a.example.org>;rel="original",
<http://arxiv.example.net/timemap/http://a.example.org>
 ; rel="self";type="application/link-format"
 ; from="Tue, 20 Jun 2000 18:02:59 GMT"
 ; until="Wed, 09 Apr 2008 20:30:51 GMT",
<http://arxiv.example.net/timegate/http://a.example.org>
 ; rel="timegate",
<http://arxiv.example.net/web/20000620180259/http://a.example.org>
 ; rel="first memento";datetime="Tue, 20 Jun 2000 18:02:59 GMT"
 ; license="http://creativecommons.org/publicdomain/zero/1.0/",
<http://arxiv.example.net/web/20091027204954mp_/http://a.example.org>; rel="last memento"; collection="a";
 datetime="Tue, 27 Oct 2009 20:49:54 GMT",
<http://arxiv.example.net/web/20000621011731/http://a.example.org>
 ; rel=memento;datetime="Wed, 21 Jun 2000 01:17:31 GMT",
<http://arxiv.example.net/web/20000621044156/http://a.example.org>
 ; rel="memento";datetime="Wed, 21 Jun 2000 04:41:56 GMT"
"""


def at(digits: str, status: int | None = None) -> Copy:
    moment = dt.datetime.strptime(digits + "+0000", "%Y%m%d%H%M%S%z")
    return Copy(f"http://arxiv.example.net/web/{digits}/{PAGE}", moment, status)


def moments(copies: tuple[Copy, ...]) -> list[str]:
    return [f"{copy.moment:%Y%m%d%H%M%S}" for copy in copies]


def test_a_time_map() -> None:
    found = mementos.in_time_map(TIME_MAP, ARCHIVE.time_map(PAGE), DAY)
    assert moments(found.copies) == ["20000620180259", "20091027204954", "20000621011731", "20000621044156"]
    assert found.further == ()
    assert moments(mementos.wanted(found.copies, DAY)) == ["20000620180259", "20000621011731", "20000621044156"]


def test_a_time_map_that_leads_to_others_by_their_time() -> None:
    text = """<http://a.example.org>;rel="original",
        </web/timemap/1>; rel="timemap"; from="Tue, 20 Jun 2000 18:02:59 GMT"; until="Wed, 21 Jun 2000 04:41:56 GMT",
        </web/timemap/2>; rel="timemap"; from="Thu, 22 Jun 2000 04:41:56 GMT"; until="Wed, 09 Apr 2008 20:30:51 GMT",
        </web/timemap/3>; rel="timemap"; type="application/link-format" """
    found = mementos.in_time_map(text, ARCHIVE.time_map(PAGE), DAY)
    assert found.further == ("http://arxiv.example.net/web/timemap/1", "http://arxiv.example.net/web/timemap/3")


@pytest.mark.parametrize(
    "damage",
    [TIME_MAP[:-30], TIME_MAP.replace("Wed, 21 Jun 2000 01:17:31 GMT", "some day"), TIME_MAP.replace(">", "", 1)],
)
def test_of_a_damaged_time_map_what_can_be_read(damage: str) -> None:
    assert "20000620180259" in moments(mementos.in_time_map(damage, ARCHIVE.time_map(PAGE), DAY).copies)


@pytest.mark.parametrize("text", ["", "<" * 200_000, "<a>;" * 100_000, "<a>" + "; x=" * 100_000])
def test_what_is_no_time_map_has_no_copies(text: str) -> None:
    assert mementos.in_time_map(text, PAGE, DAY).copies == ()


def test_a_time_gate_names_a_copy_by_itself_or_by_its_links() -> None:
    where = f"http://arxiv.example.net/web/20000620180259/{PAGE}"
    link = f'<{PAGE}>; rel="original", <{where}>; rel="memento"; datetime="Tue, 20 Jun 2000 18:02:59 GMT"'
    for headers in (
        {"location": where},
        {"content-location": where, "memento-datetime": "Tue, 20 Jun 2000 18:02:59 GMT"},
        {"link": link},
    ):
        assert mementos.in_headers(headers, ARCHIVE.time_gate(PAGE)) == (at("20000620180259"),)
    assert mementos.in_headers({"location": "/elsewhere"}, ARCHIVE.time_gate(PAGE)) == ()


def test_the_formats_of_cdx_servers() -> None:
    line = '{"timestamp": "20000620180259", "url": "http://a.example.org/", "status": "200"}'
    table = '[["urlkey","timestamp","original","mimetype","statuscode"],["x","20000620180259","http://a.example.org/","a/b","200"]]'
    for text in (
        line,
        f"org,example,a)/ 20000620180259 {line}",
        'org,example,a)/ 20000620180259 {"url": "http://a.example.org/", "status": "200"}',
        table,
        "org,example,a)/ 20000620180259 http://a.example.org/ text/html 200 SHA 100",
    ):
        assert mementos.in_cdx(text, ARCHIVE) == (at("20000620180259", 200),), text
    revisit = "org,example,a)/ 20000620180259 http://a.example.org/ warc/revisit - SHA 100"
    assert mementos.in_cdx(revisit, ARCHIVE) == (at("20000620180259"),)
    for nonsense in ("", "[", "[]", "[1, 2]", "{", "x {", "a b c d e", '{"timestamp": 3}', "[" * 100_000):
        assert mementos.in_cdx(nonsense, ARCHIVE) == ()


def test_a_cdx_server_is_asked_for_the_time_that_is_wanted() -> None:
    asked = ARCHIVE.query("http://a.example.org/?b=1&c", DAY)
    assert asked == (
        "http://arxiv.example.net/web/cdx?url=http%3A%2F%2Fa.example.org%2F%3Fb%3D1%26c&output=json"
        "&from=20000620060000&to=20000621060000&limit=1000"
    )


def test_the_earliest_of_the_window_then_the_last_before_it() -> None:
    copies = [at("20000619230000"), at("20000620080000"), at("20000620070000", 404), at("20000620090000", 200)]
    copies += [at("20000621060000"), at("20000601000000"), at("20000619050000")]
    assert moments(mementos.wanted(copies, DAY)) == ["20000620080000", "20000620090000"]
    story = Window(READY, before=READY - dt.timedelta(days=7))
    assert moments(mementos.wanted(copies, story)) == [
        *("20000620080000", "20000620090000", "20000621060000", "20000619230000")
    ]


def test_the_middle_of_a_window_is_nearest_to_what_is_in_it() -> None:
    assert DAY.middle == READY + dt.timedelta(hours=12)
    assert Window(READY).middle == READY


def test_the_windows_of_an_edition() -> None:
    paper = Publication(
        slug="a",
        title="A",
        language="en",
        timezone="Europe/London",
        schedule=Schedule(days=("mon", "wed"), ready="06:00"),
    )
    key = EditionKey("a", dt.date(2026, 3, 2))
    ready = dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)
    assert mementos.index_window(paper, key, names_day=False) == Window(ready, ready + dt.timedelta(days=2))
    assert mementos.index_window(paper, key, names_day=True) == Window(ready)
    assert mementos.story_window(paper, key) == Window(ready, before=ready - dt.timedelta(days=7))


def test_copies_as_they_were_captured_and_as_they_are_shown() -> None:
    for modifier in ("", "mp_", "id_", "if_"):
        copy = f"http://arxiv.example.net/web/20000620180259{modifier}/{PAGE}"
        assert mementos.raw_address(copy) == f"http://arxiv.example.net/web/20000620180259id_/{PAGE}"
        assert mementos.shown_address(copy) == f"http://arxiv.example.net/web/20000620180259/{PAGE}"
        assert mementos.original_address(copy, "http://b.example/") == PAGE
    assert mementos.raw_address("http://arxiv.example.net/x/a.example.org/") == ""
    assert mementos.original_address("/c", "http://b.example/d") == "http://b.example/c"


def test_what_is_an_address_of_an_archive() -> None:
    assert ARCHIVE.addresses == ("http://arxiv.example.net/web/", "http://arxiv.example.net/web/cdx")
    for text in ("web.archive.org", "ftp://a.example/", "http://", "http://[", "http://a.example/?url=", "the-hindu"):
        with pytest.raises(WebArchiveError):
            WebArchive.of(text)
