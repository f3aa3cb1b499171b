from __future__ import annotations

from lxml import etree

from scraper.site.formats.feeds import Entry, atom, entry_id

NAMES = {"a": "http://www.w3.org/2005/Atom"}
FERRY = Entry(
    key="abc",
    url="https://archive.example/stories/abc",
    title="Night <ferry> & \x0bboat",
    updated="2026-03-07T06:00:00Z",
    published="2026-03-06T06:00:00Z",
    authors=("Ada Quill",),
    content="<p>It <mark>sails</mark></p>",
    language="en",
    categories=("City",),
)


def test_a_feed_has_what_readers_ask_for() -> None:
    feed = etree.fromstring(
        atom("Ferries", "https://a.example/search?q=x", "https://a.example/search.atom?q=x", FERRY.updated, [FERRY])
    )
    assert {child.tag.partition("}")[2] for child in feed} >= {"id", "title", "updated", "author", "entry"}
    (entry,) = feed.xpath("a:entry", namespaces=NAMES)
    assert entry.xpath("string(a:title)", namespaces=NAMES) == "Night <ferry> &  boat"
    assert entry.xpath("string(a:content[@type='html'])", namespaces=NAMES) == "<p>It <mark>sails</mark></p>"
    assert entry.xpath("a:author/a:name/text()", namespaces=NAMES) == ["Ada Quill"]
    assert entry.xpath("a:category/@term", namespaces=NAMES) == ["City"]
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_an_entry_keeps_its_id_wherever_the_site_is() -> None:
    assert entry_id("abc") == entry_id("abc") == "urn:uuid:" + entry_id("abc")[9:]
    assert entry_id("abc") != entry_id("abd")
    here, there = (
        atom("F", f"https://{host}/s", f"https://{host}/s.atom", FERRY.updated, [FERRY])
        for host in ("a.example", "b.example")
    )
    assert entry_id("abc").encode() in here
    assert entry_id("abc").encode() in there


def test_a_feed_without_entries_is_one() -> None:
    assert b"<entry" not in atom("F", "https://a.example/s", "https://a.example/s.atom", FERRY.updated, [])
