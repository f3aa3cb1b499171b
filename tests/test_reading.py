"""Steps 5 to 7 know what is handed to them, and nothing else of the machine they run on."""

from __future__ import annotations

import pytest

from scraper import extract, reading
from scraper.items import Rejected, Story
from scraper.publication import PageRules, Publication, Value
from scraper.reasons import Code
from tests.extract.pages import page, story

LANTERN = Publication(
    slug="the-lantern",
    title="The Lantern",
    timezone="Europe/London",
    language="en",
    homepage="https://www.lantern.example/",
    story=(PageRules(fields={"kicker": Value(get=("b.{env.RUBRIC}",))}),),
)


class Newspapers:
    """A newsstand of one paper."""

    def by_host(self, host: str) -> tuple[Publication, ...]:
        return (LANTERN,) if "lantern.example" in host else ()

    def by_address(self, url: str) -> tuple[Publication, ...]:
        return self.by_host(url)

    def by_name(self, name: str) -> tuple[Publication, ...]:
        return ()


class NoNewspapers(Newspapers):
    def by_host(self, host: str) -> tuple[Publication, ...]:
        return ()


def test_the_newspapers_are_those_that_are_handed_in() -> None:
    found = reading.read(page(story()), newspapers=Newspapers())
    unknown = reading.read(page(story()), newspapers=NoNewspapers())
    assert isinstance(found, Story)
    assert isinstance(unknown, Story)
    assert (found.publication, unknown.publication) == ("the-lantern", "lantern-example")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://hostile.lantern.example/a", "https://hostile.lantern.example/a"),
        ("https://www.lantern.example/b", "https://www.lantern.example/true"),
    ],
)
def test_a_page_does_not_speak_for_another_newspaper_s_site(address: str, told: str) -> None:
    class Strict(Newspapers):
        def by_host(self, host: str) -> tuple[Publication, ...]:
            return (LANTERN,) if "//www.lantern.example/" in host else ()

    forged = story(head='<link rel="canonical" href="https://www.lantern.example/true">')
    found = reading.read(page(forged, url=address), newspapers=Strict())
    assert isinstance(found, Story)
    assert found.draft.url == told


def test_rules_name_the_environment_that_is_handed_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUBRIC", "other")
    html = story(above='<b class="over">Harbour</b><b class="other">City</b>')
    given = extract.read(page(html), publication=LANTERN, environment={"RUBRIC": "over"})
    assert given.draft.kicker == "Harbour"
    assert extract.read(page(html), publication=LANTERN).draft.kicker != "City"


def test_an_inspection_holds_what_a_page_says_and_why_it_is_no_story() -> None:
    found = reading.inspect(page(story()), newspapers=Newspapers())
    assert found.fields["headline"] == "Night ferry waits for a key"
    assert found.result == reading.read(page(story()), newspapers=Newspapers())
    empty = reading.inspect(page("<html><body><h1>Night ferry waits</h1></body></html>"), newspapers=Newspapers())
    assert empty.fields["headline"] == "Night ferry waits"
    assert isinstance(empty.result, Rejected)
    assert empty.result.reason.code is Code.NO_BODY


def test_vowel_signs_count_as_letters_of_a_short_text() -> None:
    """A sentence of Telugu has 36 letters and signs, of which isalnum() sees 19; a story has 25 at least."""
    html = "<html lang='te'><body><article><h1>మర</h1><p>రేపటి నుంచి తేలికపాటి వర్షాలు కురుస్తాయి.</p></article></body></html>"
    assert isinstance(reading.inspect(page(html), newspapers=Newspapers()).result, Story)
