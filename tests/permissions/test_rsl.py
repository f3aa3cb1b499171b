"""RSL 1.0 documents (https://rslstandard.org/rsl), with the examples of its sections 1.1, 3.1.2 and 3.5."""

from __future__ import annotations

import pytest

from scraper.permissions.rsl import read

SITE = "https://paper.example"


def document(*contents: str) -> bytes:
    return f'<rsl xmlns="https://rslstandard.org/rsl">{"".join(contents)}</rsl>'.encode()


def content(*licenses: str, url: str = "/", further: str = "") -> str:
    return f'<content url="{url}">{"".join(f"<license>{each}</license>" for each in licenses)}{further}</content>'


def said(body: bytes, path: str = "/ferry") -> dict[str, str]:
    return {each.use.value: each.answer.value for each in read(body).statements(SITE + path, f"{SITE}/license.xml")}


PROHIBITED = '<prohibits type="usage">{}</prohibits>'
PERMITTED = '<permits type="usage">{}</permits>'


def test_search_only() -> None:
    assert said(document(content(PROHIBITED.format("ai-all")))) == {"ai-train": "prohibited", "ai-input": "prohibited"}


def test_a_narrower_pattern_outranks_a_broader_one() -> None:
    body = document(content(PERMITTED.format("all")), content(PROHIBITED.format("ai-train"), url="/articles/"))
    everything = dict.fromkeys(("tdm", "ai-train", "ai-input", "search"), "permitted")
    assert said(body) == everything
    assert said(body, "/articles/ferry") == everything | {"ai-train": "prohibited"}


def test_what_is_permitted_is_all_that_is_permitted() -> None:
    assert said(document(content(PERMITTED.format("search ai-input")))) == {
        "tdm": "prohibited",
        "ai-train": "prohibited",
        "ai-input": "permitted",
        "search": "permitted",
    }


@pytest.mark.parametrize(
    ("beside", "answer"),
    [
        ("", "permitted"),
        ('<payment type="free"/>', "permitted"),
        (
            '<payment type="attribution"><standard>https://creativecommons.org/licenses/by/4.0/</standard></payment>',
            "permitted",
        ),
        ('<payment type="crawl"><amount currency="USD">0.015</amount></payment>', "on-terms"),
        ("<payment><custom>https://paper.example/ai</custom></payment>", "on-terms"),
        ('<permits type="user">non-commercial</permits>', "on-terms"),
        ('<prohibits type="geo">EU</prohibits>', "on-terms"),
        ('<reporting type="telemetry" profile="https://profiles.example/t"/>', "on-terms"),
        (PROHIBITED.format("ai-train"), "prohibited"),
    ],
)
def test_a_permission_that_asks_for_something_is_one_on_terms(beside: str, answer: str) -> None:
    assert said(document(content(PERMITTED.format("ai-all") + beside)))["ai-train"] == answer


def test_one_of_several_licences_is_enough() -> None:
    paid = PERMITTED.format("ai-train") + '<payment type="training"/>'
    assert said(document(content(paid, PERMITTED.format("ai-train"))))["ai-train"] == "permitted"


def test_terms_for_people_go_with_it() -> None:
    body = document(content(PROHIBITED.format("ai-all"), further="<terms>https://paper.example/terms</terms>"))
    assert {each.policy for each in read(body).statements(SITE, "")} == {"https://paper.example/terms"}


def test_whole_addresses_mean_pages_of_their_host() -> None:
    body = document(content(PROHIBITED.format("all"), url="https://other.example/*"))
    assert said(body) == {}
    assert set(said(document(content(PROHIBITED.format("all"), url=f"{SITE}/*"))).values()) == {"prohibited"}


BOMB = b'<!DOCTYPE rsl [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rsl xmlns="https://rslstandard.org/rsl">&b;</rsl>'


@pytest.mark.parametrize("body", [b"", b"<rsl/>", b"<html><body>404", b"\x00", b"<rsl xmlns='https://example.org/'/>"])
def test_what_is_no_rsl_says_so(body: bytes) -> None:
    with pytest.raises(ValueError):
        read(body)


def test_entities_are_left_alone() -> None:
    assert read(BOMB).contents == ()
