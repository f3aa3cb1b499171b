"""tdmrep.json, with the examples of the TDM Reservation Protocol."""

from __future__ import annotations

import json

import pytest

from scraper.permissions.tdmrep import Rule, read

SITE = "https://provider.example"
POLICY = "https://provider.example/policies/policy.json"
GROUPS = [
    {"location": "/directory-a/", "tdm-reservation": 1},
    {"location": "/directory-b/html/", "tdm-reservation": 1, "tdm-policy": POLICY},
    {"location": "/directory-b/images/*.jpg", "tdm-reservation": 0},
]


@pytest.mark.parametrize(
    ("path", "reserved", "policy"),
    [
        ("/directory-a/paper.pdf", True, ""),
        ("/directory-b/html/ferry.html", True, POLICY),
        ("/directory-b/images/2026/ferry.jpg", False, ""),
        ("/directory-b/images/ferry.png", None, ""),
        ("/Directory-A/paper.pdf", None, ""),  # patterns are case sensitive
        ("/", None, ""),
    ],
)
def test_the_groups_of_the_specification(path: str, reserved: bool | None, policy: str) -> None:
    rule = read(json.dumps(GROUPS).encode()).rule_for(SITE + path)
    assert (rule and rule.reserved, rule.policy if rule else "") == (reserved, policy)


def test_the_first_rule_that_means_a_page_holds() -> None:
    rules = [{"location": "/open/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]
    found = read(json.dumps(rules).encode())
    assert found.rule_for(f"{SITE}/open/x") == Rule(location="/open/", reserved=False)
    assert found.rule_for(f"{SITE}/x") == Rule(location="/", reserved=True)


@pytest.mark.parametrize(
    ("pattern", "path", "means"),
    [
        ("/this/path/exactly$", "/this/path/exactly", True),
        ("/this/path/exactly$", "/this/path/exactly/so", False),
        ("/this/*/then", "/this/and/then/so", True),
        ("/path/foo-%24", "/path/foo-$", True),
        ("/a#b", "/a", False),
        ("/a\nDisallow: /b", "/b", False),
        ("", "/", False),
    ],
)
def test_patterns(pattern: str, path: str, means: bool) -> None:
    found = read(json.dumps([{"location": pattern, "tdm-reservation": 1}]).encode())
    assert (found.rule_for(SITE + path) is not None) is means


@pytest.mark.parametrize(
    ("value", "reserved"), [(1, True), ("1", True), (0, False), (True, None), (2, None), (None, None)]
)
def test_other_values_leave_the_reservation_unset(value: object, reserved: bool | None) -> None:
    rule = read(json.dumps([{"location": "/", "tdm-reservation": value}]).encode()).rule_for(f"{SITE}/")
    assert rule
    assert rule.reserved is reserved


@pytest.mark.parametrize("body", [b"", b"<html>", b'"1"', b"[1]", b'[{"tdm-reservation": 1}]', b"[" * 100_000, b"\xff"])
def test_what_is_no_tdmrep_says_so(body: bytes) -> None:
    with pytest.raises(ValueError):
        read(body)


def test_no_rules_reserve_nothing() -> None:
    assert read(b"[]").rules == ()
