from __future__ import annotations

import json

from lxml import etree

from scraper.site.formats.feeds import Entry, Feed, atom, entry_id, json_feed

NAMES = {"a": "http://www.w3.org/2005/Atom"}
FERRY = Entry(
    key="abc",
    url="https://archive.example/stories/abc",
    title="Night <ferry> & \x0bboat",
    updated="2026-03-07T06:00:00Z",
    published="2026-03-06T06:00:00Z",
    authors=("Ada Quill", "Bo Reed"),
    summary="<p>It <mark>sails</mark></p>",
    language="en",
    categories=("City",),
)


def feed(*entries: Entry, host: str = "a.example", next_url: str = "") -> Feed:
    """A page of a feed of these entries."""
    address = f"https://{host}/search.atom?q=x"
    return Feed(
        title="Ferries",
        url=f"https://{host}/search?q=x",
        self_url=address,
        first_url=address,
        updated=FERRY.updated,
        entries=entries,
        next_url=next_url,
    )


def test_a_feed_has_what_readers_ask_for() -> None:
    made = etree.fromstring(atom(feed(FERRY, next_url="https://a.example/search.atom?q=x&before=7")))
    assert {child.tag.partition("}")[2] for child in made} >= {"id", "title", "updated", "author", "entry"}
    links = {link.get("rel"): link.get("href") for link in made.xpath("a:link", namespaces=NAMES)}
    assert links["next"] == "https://a.example/search.atom?q=x&before=7"
    assert links["first"] == links["self"] == "https://a.example/search.atom?q=x"
    (entry,) = made.xpath("a:entry", namespaces=NAMES)
    assert entry.xpath("string(a:title)", namespaces=NAMES) == "Night <ferry> &  boat"
    assert entry.xpath("string(a:summary[@type='html'])", namespaces=NAMES) == "<p>It <mark>sails</mark></p>"
    assert entry.xpath("a:author/a:name/text()", namespaces=NAMES) == ["Ada Quill", "Bo Reed"]
    assert entry.xpath("a:category/@term", namespaces=NAMES) == ["City"]
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_the_same_feed_as_json() -> None:
    made = json.loads(json_feed(feed(FERRY, next_url="https://a.example/next")))
    assert (made["version"], made["next_url"]) == ("https://jsonfeed.org/version/1.1", "https://a.example/next")
    assert made["items"] == [
        {
            "id": entry_id("abc"),
            "url": FERRY.url,
            "title": FERRY.title,
            "content_html": FERRY.summary,
            "date_published": FERRY.published,
            "date_modified": FERRY.updated,
            "authors": [{"name": "Ada Quill"}, {"name": "Bo Reed"}],
            "tags": ["City"],
            "language": "en",
        }
    ]


def test_an_entry_keeps_its_id_wherever_the_site_is() -> None:
    assert entry_id("abc") == entry_id("abc") == "urn:uuid:" + entry_id("abc")[9:]
    assert entry_id("abc") != entry_id("abd")
    here, there = (atom(feed(FERRY, host=host)) for host in ("a.example", "b.example"))
    assert entry_id("abc").encode() in here
    assert entry_id("abc").encode() in there


def test_a_feed_without_entries_is_one() -> None:
    assert b"<entry" not in atom(feed())
    assert json.loads(json_feed(feed()))["items"] == []
