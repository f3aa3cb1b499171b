"""A page opened as HTML, as JSON, or as JSON inside HTML, whatever its charset says."""

from __future__ import annotations

import pytest

from scraper.discover.errors import MarkerMissingError, NotJsonError, WrongTypeError
from scraper.discover.index_document import JsonNode, decoded, open_document
from scraper.limits import JSON_VALUES, MARKUP
from scraper.publication import Embedded, Fetch
from tests.discover.papers import SITE, page


def held(fetch: Fetch, body: str | bytes, content_type: str = "text/html") -> object:
    """The JSON value that a fetch finds in a page."""
    root = open_document(page(body, content_type=content_type), fetch).root
    assert isinstance(root, JsonNode)
    return root.value


MARKER = Fetch(embedded=Embedded(marker="stories = "))


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("<script>stories = [1, 2]; more()</script>", [1, 2]),
        ("<script>stories =   \n {\"a\": 1}</script>", {"a": 1}),
        ("<script>var stories = {}; stories = {\"a\": 1};</script>", {"a": 1}),
        ("<script>stories = [];</script>", []),
        ("<script>stories = load(); stories = [3];</script>", [3]),
        ("<script>stories = \"{\\\"a\\\": 1}\";</script>", {"a": 1}),
        ("<script>stories = {\"a\": \"tab\there\"};</script>", {"a": "tab\there"}),
    ],
)  # fmt: skip
def test_the_value_after_a_marker(body: str, value: object) -> None:
    assert held(MARKER, body) == value


@pytest.mark.parametrize(
    ("embedded", "body", "value"),
    [
        (Embedded(css="script#data"), '<script id="data">{"a": "x & y"}</script>', {"a": "x & y"}),
        (Embedded(css="div::attr(data-all)"), '<div data-all="{&quot;a&quot;: 1}"></div>', {"a": 1}),
        (Embedded(css="script", marker="b = "), "<p>b = 1</p><script>a = 2; b = 3;</script>", 3),
        (Embedded(css="script", marker="b = "), "<script>a = 2</script><script>b = 3;</script>", 3),
    ],
)
def test_the_value_in_an_element(embedded: Embedded, body: str, value: object) -> None:
    assert held(Fetch(embedded=embedded), body) == value


@pytest.mark.parametrize(
    ("fetch", "body", "error", "message"),
    [
        (MARKER, "<p>nothing</p>", MarkerMissingError, "The text 'stories = ' is not there."),
        (MARKER, "stories = load()", NotJsonError, "What follows 'stories = ' cannot be read."),
        (Fetch(embedded=Embedded(css="#x")), "<p>", MarkerMissingError, "No element is '#x'."),
        (Fetch(embedded=Embedded(css="p")), "<p>window.x = 1</p>", NotJsonError, "it begins 'window.x = 1'."),
        (Fetch(html="html"), '{"error": "no list"}', MarkerMissingError, "No text is at 'html'."),
        (Fetch(format="json"), "<html>", NotJsonError, "it begins '<html>'."),
        (Fetch(format="json"), "[" * 100_000, NotJsonError, "It is nested too deep."),
        (Fetch(), "%PDF-1.7", WrongTypeError, "It is text/html."),
        (Fetch(format="sitemap"), "<html></html>", WrongTypeError, "Not a sitemap: it begins '<html></html>'."),
        (Fetch(format="feed"), "{}", WrongTypeError, "Not a feed: "),
    ],
)  # fmt: skip
def test_a_page_of_another_kind_is_an_error(fetch: Fetch, body: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        open_document(page(body), fetch)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("html", "body", "texts"),
    [
        ("html", '{"total": 2, "html": "<p>Tide<\\/p><p>Mill &amp; sea</p>"}', ["Tide", "Mill & sea"]),
        ("data.parts", '{"data": {"parts": ["<p>Tide</p>", "<p>Mill</p>"]}}', ["Tide", "Mill"]),
        ("html", '{"total": 0, "html": ""}', []),
    ],
)
def test_html_that_stands_in_json(html: str, body: str, texts: list[str]) -> None:
    document = open_document(page(body, content_type="application/json"), Fetch(html=html))
    assert document.root.texts("p") == texts


@pytest.mark.parametrize("end", ["<a/>" + "<!---->" * 100 + "x", "<a>" + "<![CDATA[" * 100_000])
def test_broken_xml_is_read_within_the_time_limit_of_a_test(end: str) -> None:
    """What took the square of its length, or of two a power, would take minutes."""
    assert not open_document(page(end, content_type="text/xml"), Fetch(format="xml")).whole


def test_a_picture_is_no_index() -> None:
    with pytest.raises(WrongTypeError, match="It is image/png"):
        open_document(page(b"\x89PNG", content_type="image/png"), Fetch())


def test_json_may_begin_with_a_byte_order_mark() -> None:
    assert held(Fetch(format="json"), b"\xef\xbb\xbf[1]", "application/json") == [1]


def test_relative_addresses_start_from_the_base_element() -> None:
    body = '<html><head><base href="/edition/"></head></html>'
    assert open_document(page(body), Fetch()).base_url == f"{SITE}/edition/"
    assert open_document(page("<html></html>"), Fetch()).base_url == f"{SITE}/paper/"


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("café".encode(), "text/html; charset=utf-8", "café"),
        ("café".encode("latin-1"), "text/html; charset=iso-8859-1", "café"),
        ("café".encode(), "text/html; charset=iso-8859-1", "café"),
        ("“café”".encode("cp1252"), "text/html", "“café”"),
        ("潮見".encode("shift_jis"), "text/html; charset=Shift_JIS", "潮見"),
        ('<meta charset="euc-jp">潮見'.encode("euc-jp"), "text/html", '<meta charset="euc-jp">潮見'),
        ("café".encode("utf-16"), "text/html", "café"),
        (b"", "text/html", ""),
    ],
)
def test_a_page_is_decoded_by_what_it_says_and_is(body: bytes, content_type: str, text: str) -> None:
    assert decoded(page(body, content_type=content_type)) == text


def test_an_empty_page_opens_as_a_tree_without_anything() -> None:
    assert open_document(page(""), Fetch()).root.nodes("a") == []


def test_unclosed_markup_without_end_is_read() -> None:
    (node,) = open_document(page("<p>" + "<i>x" * 1500), Fetch()).root.nodes("p")
    assert len(node.texts("xpath:.")[0]) >= 200


def test_what_stands_behind_the_end_of_the_page_is_read() -> None:
    body = "<html><body><p>one</p></body></html>\n<html><body><p>two</p></body></html><p>three</p>"
    assert open_document(page(body), Fetch()).root.texts("p") == ["one", "two", "three"]


def test_a_comment_that_is_asked_for_gives_what_stands_in_it() -> None:
    root = open_document(page("<div>list<!-- path: /list_1.html, --></div>"), Fetch()).root
    assert root.texts("xpath://div/comment()") == ["path: /list_1.html,"]
    assert root.texts("div") == ["list"]


def test_a_page_of_too_many_tags_is_cut_and_is_not_whole() -> None:
    stories = "<article><a href=/1>A</a></article>" * (MARKUP // 5 + 1)
    document = open_document(page(f"<html>{stories}</html>"), Fetch())
    assert not document.whole
    assert len(document.root.nodes("article")) == MARKUP // 5


def test_an_attribute_costs_no_time_for_those_before_it() -> None:
    attributes = " ".join(f"a{number}" for number in range(50_000))  # as many as take libxml2 a minute
    assert open_document(page(f"<p {attributes}><b>A</b>"), Fetch()).root.texts("p > b") == ["A"]


@pytest.mark.parametrize("fetch", [Fetch(format="json"), MARKER, Fetch(format="feed")])
def test_json_of_too_many_values_is_not_read(fetch: Fetch) -> None:
    values = "[" + "[]," * JSON_VALUES + "1]"
    body = values if fetch.format == "json" else f"<script>stories = {values}</script>"
    if fetch.format == "feed":
        body = f'{{"version": "https://jsonfeed.org/version/1", "items": {values}}}'
    with pytest.raises(WrongTypeError, match="It holds more than 600,000 values"):
        open_document(page(body), fetch)
