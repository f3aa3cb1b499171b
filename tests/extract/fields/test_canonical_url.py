"""A canonical address counts on the page's own site, or the paper's."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.publication import Publication
from tests.extract.pages import page, story

PAPER = Publication(
    slug="lantern",
    title="The Lantern",
    timezone="Europe/London",
    language="en",
    homepage="https://www.lantern.example/",
)


@pytest.mark.parametrize(
    ("url", "canonical", "expected"),
    [
        ("https://m.lantern.example/a?p=1", "https://www.lantern.example/a", "https://www.lantern.example/a"),
        ("https://www.lantern.example/a", "/b", "https://www.lantern.example/b"),
        ("https://www.lantern.example/a", "https://evil.example/b", "https://www.lantern.example/a"),
        ("https://www.lantern.example/a", "https://www.lantern.example/", "https://www.lantern.example/a"),
        ("https://www.lantern.example/a", "http://[broken", "https://www.lantern.example/a"),
        ("http://127.0.0.1:8000/a", "https://www.lantern.example/a", "http://127.0.0.1:8000/a"),
        ("https://www.lantern.example/a?utm_source=x", "", "https://www.lantern.example/a"),
    ],
)
def test_a_page_speaks_for_its_own_site(url: str, canonical: str, expected: str) -> None:
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    assert extract.draft(page(story(head=head), url)).url == expected


def test_a_page_served_elsewhere_may_name_the_papers_site() -> None:
    html = story(head='<link rel="canonical" href="https://www.lantern.example/a">')
    found = extract.draft(page(html, "http://127.0.0.1:8000/lantern/a"), publication=PAPER)
    assert found.url == "https://www.lantern.example/a"
