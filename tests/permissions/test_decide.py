"""What follows for one page from its host's documents and from its own words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from scraper.permissions.decide import licences_named, permissions
from scraper.permissions.documents import Document, Kind, kind_at, says
from scraper.permissions.values import Answer, Fetching, Permissions, Use

PAGE = "https://paper.example/ferry"
LICENCE = "https://licences.example/paper.xml"


def robots(text: str = "", status: int = 200) -> Document:
    return Document(kind=Kind.ROBOTS, url="https://paper.example/robots.txt", status=status, text=text)


def tdmrep(*rules: tuple[str, int], status: int = 200) -> Document:
    text = json.dumps([{"location": path, "tdm-reservation": value, "tdm-policy": "/tdm"} for path, value in rules])
    return Document(kind=Kind.TDMREP, url="https://paper.example/.well-known/tdmrep.json", status=status, text=text)


def rsl(usage: str, status: int = 200) -> Document:
    text = (
        '<rsl xmlns="https://rslstandard.org/rsl"><content url="/"><license>'
        f'<prohibits type="usage">{usage}</prohibits></license></content></rsl>'
    )
    return Document(kind=Kind.RSL, url=LICENCE, status=status, text=text)


def answers(found: Permissions) -> dict[str, str]:
    return {use.value: answer.value for use in Use if (answer := found.answer(use))}


def permitted(found: Permissions) -> set[str]:
    return {use.value for use in Use if found.is_permitted(use)}


def test_of_what_nobody_looked_at_nothing_follows() -> None:
    found = permissions(PAGE, [], {})
    assert found.fetching is Fetching.NOT_READ
    assert answers(found) == {}
    assert permitted(found) == {"archive"}  # its page was read, and did not say noarchive


def test_silence_of_documents_that_were_read_reserves_nothing() -> None:
    found = permissions(PAGE, [robots("User-agent: *\nDisallow: /private"), tdmrep(status=404)], {})
    assert found.fetching is Fetching.ALLOWED
    assert answers(found) == {}
    assert permitted(found) == {"tdm", "ai-train", "ai-input", "search", "archive"}


@pytest.mark.parametrize(
    ("document", "fetching"),
    [
        (robots("User-agent: *\nDisallow: /"), Fetching.FORBIDDEN),
        (robots(status=404), Fetching.ABSENT),
        (robots(status=403), Fetching.REFUSED),
        (robots(status=503), Fetching.REFUSED),
        (robots(status=0), Fetching.REFUSED),
    ],
)
def test_what_robots_txt_let_us_do(document: Document, fetching: Fetching) -> None:
    assert permissions(PAGE, [document], {}).fetching is fetching


@pytest.mark.parametrize("status", [0, 403, 503, 200])
def test_a_tdmrep_that_cannot_be_had_or_read_is_no_silence(status: int) -> None:
    document = Document(kind=Kind.TDMREP, url="https://paper.example/.well-known/tdmrep.json", status=status, text="[{")
    assert "tdm" not in permitted(permissions(PAGE, [robots(), document], {}))


@pytest.mark.parametrize(
    ("said", "reserved", "policy"),
    [
        ({}, Answer.PROHIBITED, "https://paper.example/tdm"),
        ({"header tdm-reservation": "0"}, Answer.PERMITTED, ""),
        ({"header tdm-reservation": "0", "meta tdm-reservation": "1"}, Answer.PROHIBITED, ""),
        ({"meta tdm-reservation": "1", "header tdm-policy": "/page"}, Answer.PROHIBITED, "https://paper.example/page"),
        ({"meta tdm-reservation": "0", "header tdm-reservation": "1"}, Answer.PERMITTED, ""),
    ],
)
def test_a_page_outranks_its_headers_and_these_the_file(said: dict[str, str], reserved: Answer, policy: str) -> None:
    found = permissions(PAGE, [robots(), tdmrep(("/", 1))], said)
    assert found.answer(Use.TDM) is reserved
    assert [each.policy for each in found.statements if each.use is Use.TDM] == [policy]


def test_the_strictest_statement_of_a_use_holds() -> None:
    text = f"License: {LICENCE}\nUser-agent: *\nContent-Signal: ai-train=yes, ai-input=yes, search=yes"
    found = permissions(PAGE, [robots(text), rsl("ai-train")], {"meta robots": "noai, noarchive"})
    assert answers(found) == {
        "ai-train": "prohibited",
        "ai-input": "permitted",
        "search": "permitted",
        "archive": "prohibited",
    }
    assert [(each.words, each.source) for each in found.statements if each.use is Use.AI_TRAIN] == [
        ("noai", "meta"),
        ("ai-train=yes", "https://paper.example/robots.txt"),
        ("prohibits usage ai-train", LICENCE),
    ]


@pytest.mark.parametrize("licences", [[], [rsl("search", status=404)]])
def test_terms_that_nobody_could_read_are_terms(licences: list[Document]) -> None:
    documents = [robots(f"License: {LICENCE}"), tdmrep(status=404), *licences]
    assert licences_named(documents) == (LICENCE,)
    found = permissions(PAGE, documents, {})
    assert answers(found) == dict.fromkeys(("tdm", "ai-train", "ai-input", "search"), "on-terms")
    assert permitted(found) == {"archive"}


def test_a_page_in_place_of_a_tdmrep_is_none() -> None:
    page = replace(tdmrep(), text="<!doctype html><p>There is no such page.")
    assert "tdm" in permitted(permissions(PAGE, [robots(), page], {}))


def test_documents_are_known_by_their_addresses() -> None:
    assert kind_at("https://paper.example/robots.txt?x") is Kind.ROBOTS
    assert kind_at("https://paper.example/.well-known/tdmrep.json") is Kind.TDMREP
    assert kind_at("https://paper.example/l.xml", "application/rsl+xml") is Kind.RSL
    assert kind_at("https://paper.example/news/robots.txt") is None


def test_what_documents_say_as_json() -> None:
    assert says(robots("User-agent: *\nDisallow: /x\nCrawl-delay: 2\nContent-Signal: ai-train=no")) == {
        "group": "*",
        "rules": ("Disallow: /x", "Crawl-delay: 2"),
        "crawl_delay": 2.0,
        "preferences": [{"kind": "content-signal", "path": "/", "words": "ai-train=no"}],
        "licenses": (),
    }
    assert says(tdmrep(("/", 1))) == {"rules": ({"location": "/", "reserved": True, "policy": "/tdm"},)}
    assert says(robots(status=404)) == {}
