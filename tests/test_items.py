"""Every value that travels makes its texts fit when it is made, so that no field of it is forgotten."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
from typing import Any

import pytest

from scraper import items, limits, reading
from scraper.characters import MOST_INTEGER
from scraper.items import ClosedEdition, Draft, EditionKey, FromOutside, Outcome, Page, RelatedLink, StoryLink, Takedown
from scraper.reasons import Code, Reason
from tests.loopback import story

BAD = "a\x1b[31m\ud83d\nb"
DAY = dt.date(2026, 3, 7)
KINDS = [
    kind
    for _, kind in inspect.getmembers(items, dataclasses.is_dataclass)
    if kind.__module__ == items.__name__
    and kind.__name__ not in ("Capture", "Post")  # made by us: a file's name, a hash, what we send
    and any(each.type == "str" or "[str, ..." in str(each.type) for each in dataclasses.fields(kind))
]


def made(kind: type, text: str) -> Any:
    """A value of this kind, with the text in each of its fields of text."""
    given: dict[str, Any] = {
        "str": text,
        "str | None": None,
        "int": 1,
        "bytes": b"",
        "dt.date": DAY,
        "dt.date | None": DAY,
        "dt.datetime": dt.datetime(2026, 3, 7, tzinfo=dt.UTC),
        "tuple[str, ...]": (text,),
        "Sequence[str]": [text],
    }
    values = {}
    for each in dataclasses.fields(kind):
        if str(each.type) in given:
            values[each.name] = given[str(each.type)]
        elif each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            values[each.name] = None
    return kind(**values)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_field_of_text_is_forgotten(kind: type) -> None:
    assert issubclass(kind, FromOutside)
    value = made(kind, BAD)
    for each in dataclasses.fields(kind):
        found = getattr(value, each.name)
        for text in [found] if isinstance(found, str) else found if isinstance(found, tuple) else []:
            assert "\x1b" not in text, each.name
            assert text.encode(), each.name
            assert "\n" not in text or each.name in ("body", "body_html", "standfirst", "caption"), each.name


def test_a_field_has_no_more_characters_than_it_may_have() -> None:
    draft = made(items.Draft, "w" * 5_000_000)
    assert len(draft.body) == limits.BODY
    assert len(draft.headline) == limits.LINE
    assert len(draft.standfirst) == limits.STANDFIRST
    assert len(draft.section) == len(draft.authors[0]) == len(draft.topics[0]) == limits.SHORT_TEXT
    assert len(StoryLink(url="http://a.example/" + "w" * 1_000_000).url) == limits.ADDRESS


def test_a_story_has_no_more_authors_and_keywords_than_it_may_have() -> None:
    draft = items.Draft(url="http://a.example/", authors=("Ida Brun",) * 10_000, topics=("ferries",) * 10_000)
    assert (len(draft.authors), len(draft.topics)) == (limits.AUTHORS, limits.TOPICS)


@pytest.mark.parametrize(("stated", "position"), [(-1, 0), (3, 3), (10**30, limits.POSITION)])
def test_a_position_is_one_that_an_edition_can_have(stated: int, position: int) -> None:
    assert StoryLink(url="http://a.example/", position=stated).position == position


def test_a_number_is_one_that_the_archive_can_hold() -> None:
    page = Page(url="http://a.example/", body=b"", fetched=dt.datetime(2026, 3, 7, tzinfo=dt.UTC), status=10**30)
    assert page.status == MOST_INTEGER


def test_an_address_is_fit_where_several_are_named() -> None:
    long = "https://a.example/" + "x" * 1_000
    removed = Takedown(key="a", url=long, removed=dt.datetime(2026, 3, 7, tzinfo=dt.UTC), addresses=(long, long + BAD))
    assert removed.addresses == (long, StoryLink(url=long + BAD).url)
    closed = ClosedEdition(
        key=EditionKey("a", DAY),
        outcome=Outcome.PARTIAL,
        failures=((long + BAD, Reason(code=Code.NOT_FOUND, status=404)),),
    )
    assert closed.failures == ((StoryLink(url=long + BAD).url, Reason(code=Code.NOT_FOUND, status=404)),)


def test_the_name_of_a_rule_is_fit_which_may_stand_on_the_page() -> None:
    assert Draft(url="http://a.example/", found_by={"published": "a\x9b\nb"}).found_by == {"published": "a› b"}


@pytest.mark.parametrize("values", [{"headline": 7}, {"headline": None}, {"position": 1e30}, {"position": True}])
def test_a_value_of_another_type_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="which is no"):
        StoryLink(url="http://a.example/", **values)


def test_a_fit_value_is_the_value_that_was_given() -> None:
    headline = "Die Fähre: „endlich“"
    link = RelatedLink(url="https://a.example/b?c=d", headline=headline)
    assert link.headline is headline
    assert EditionKey("skerry-post", DAY).publication == "skerry-post"


def test_a_page_whose_address_is_too_long_is_no_story() -> None:
    page = Page(
        url="http://a.example/" + "w" * 1_000_000,
        body=str(story("ferry").body).encode(),
        content_type="text/html",
        fetched=dt.datetime(2026, 3, 7, tzinfo=dt.UTC),
    )
    from scraper import catalogue

    result = reading.read(page, newspapers=catalogue)
    assert isinstance(result, items.Rejected)
    assert result.reason.code == "no_web_address"
