"""No pattern takes the square of a text that a server sends (tests/patterns.py)."""

from __future__ import annotations

import pytest

from tests import patterns


def found(source: str, ask: str = "finditer") -> patterns.Found:
    return patterns.Found(source, 0, "a.py NAME", ask)


@pytest.mark.parametrize("source", [r"<title[^>]*>.*?</title>", r"\s+x", r"(?:a|a)*b", r"\S+@\S+"])
def test_a_pattern_that_takes_the_square_is_found(source: str) -> None:
    assert patterns.slow(found(source)) is not None


@pytest.mark.parametrize(("source", "ask"), [(r"<[^<>]*>", "finditer"), (r"\s+x", "match"), (r"\bword\b", "search")])
def test_a_pattern_that_takes_no_more_than_its_text_is_not(source: str, ask: str) -> None:
    assert patterns.slow(found(source, ask)) is None


def test_the_patterns_of_the_project_are_found_by_their_names() -> None:
    inside = {each.place for each in patterns.written_in_calls()}
    assert {"discover/loose_xml.py _ATTRIBUTE", "texts/charset.py _declared"} <= inside
    assert patterns.way("discover/feeds.py _MAIL_AND_NAME") == "fullmatch"


@pytest.mark.thorough
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_pattern_takes_the_square_of_its_text() -> None:
    slow = [f"{each.place}: {result}" for each, result in patterns.scan(patterns.patterns())]
    assert slow == []
