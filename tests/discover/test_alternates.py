"""Which indexes can be asked, in what order."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper import discover
from scraper.catalogue import publication
from tests.discover.papers import SATURDAY, edition_of, evening, gazette

STORIES = '[index.stories]\neach = "a"\nurl = "::attr(href)"\n'


def names(text: str, *, today: dt.date = SATURDAY, env: dict[str, str] | None = None, label: str = "") -> list[str]:
    """The usable indexes of a paper by name, or by the address of the latest edition."""
    paper = gazette(text)
    usable = discover.indexes(paper, edition_of(paper, label), now=evening(paper, today), env=env or {})
    return [index.name if "{" in index.fetches[0].url else index.fetches[0].url for index in usable]


def index(name: str, extra: str = "") -> str:
    """An index of that name with a dated address."""
    return f'[[index]]\nname = "{name}"\nurl = "https://a.example/{{date}}"\n{extra}\n{STORIES}'


def test_alternates_come_in_the_order_of_the_file() -> None:
    assert names(index("one") + index("two")) == ["one", "two"]


@pytest.mark.parametrize(
    ("extra", "usable"),
    [
        ('days = ["sat"]', True),
        ('days = ["sun", "mon"]', False),
        ("valid_from = 2026-03-07", True),
        ("valid_from = 2026-03-08", False),
        ("valid_until = 2026-03-07", True),
        ("valid_until = 2026-03-06", False),
        ('requires = ["env.KEY"]', True),
        ('requires = ["env.OTHER"]', False),
        ('requires = ["env.EMPTY"]', False),
        ('serves = "main"', True),
        ('serves = "supplements"', False),
    ],
)
def test_an_index_is_passed_over_when_it_does_not_serve(extra: str, usable: bool) -> None:
    found = names(index("one", extra) + index("two"), env={"KEY": "k", "EMPTY": ""})
    assert found == (["one", "two"] if usable else ["two"])


def test_an_index_that_knows_only_some_days_back() -> None:
    text = index("one", "archive_days = 1") + index("two")
    assert names(text, today=dt.date(2026, 3, 8)) == ["one", "two"]
    assert names(text, today=dt.date(2026, 3, 9)) == ["two"]


def test_the_latest_edition_has_a_second_address() -> None:
    text = index("one", 'latest = "https://a.example/now"') + index("two")
    assert names(text) == ["one", "https://a.example/now", "two"]
    assert names(text, today=dt.date(2026, 3, 8)) == ["one", "two"]


def test_an_index_with_only_the_latest_edition_knows_no_other() -> None:
    text = f'[[index]]\nname = "one"\nlatest = "https://a.example/now"\n{STORIES}'
    assert names(text) == ["https://a.example/now"]
    assert names(text, today=dt.date(2026, 3, 8)) == []


def test_an_index_that_adds_goes_with_the_one_before_it() -> None:
    text = index("one", 'requires = ["env.KEY"]') + index("more", "add = true") + index("two")
    assert names(text, env={"KEY": "k"}) == ["one", "more", "two"]
    assert names(text) == ["two"]


def test_each_address_of_an_index_is_completed_by_what_adds_to_it() -> None:
    newest = 'latest = "https://a.example/now"'
    paper = gazette(index("one", newest) + index("more", "add = true\n" + newest) + index("two"))
    usable = discover.indexes(paper, edition_of(paper), now=evening(paper, SATURDAY), env={})
    assert [[each.fetches[0].url[18:] for each in group] for group in discover.groups(usable)] == [
        ["{date}", "{date}"],
        ["now", "{date}"],
        ["{date}"],
    ]


def test_what_adds_to_an_index_that_knows_no_such_day_is_not_asked_alone() -> None:
    now = f'[[index]]\nname = "one"\nlatest = "https://a.example/now"\n{STORIES}'
    text = now + index("more", "add = true") + index("two")
    assert names(text, today=dt.date(2026, 3, 8)) == ["two"]


def test_the_latest_edition_of_a_chain_and_of_a_weekly_is_asked_for_until_the_next_one_is_due() -> None:
    text = (
        '[schedule]\ndays = ["sat"]\n[[index]]\nname = "one"\n[[index.fetch]]\nlatest = "https://a.example/now"\n'
        'let = { issue = "a::attr(href)" }\n[[index.fetch]]\nurl = "{issue}"\n' + STORIES
    )
    assert names(text, today=dt.date(2026, 3, 13)) == ["https://a.example/now"]
    assert names(text, today=dt.date(2026, 3, 14)) == []
    assert names(text.replace("[schedule]", "[schedule]\nlead_days = 2"), today=dt.date(2026, 3, 12)) == []


def test_the_address_of_the_newest_edition_is_not_asked_for_one_that_is_not_ready() -> None:
    latest = f'[[index]]\nname = "one"\nlatest = "https://a.example/now"\n{STORIES}'
    paper = gazette('[schedule]\nready = "05:00"\n' + latest)
    for hour, asked in ((4, 0), (5, 1)):
        now = dt.datetime.combine(SATURDAY, dt.time(hour), tzinfo=paper.zone)
        assert len(discover.indexes(paper, edition_of(paper), now=now, env={})) == asked


def test_groups_are_alternates_with_what_completes_them() -> None:
    paper = gazette(index("one") + index("more", "add = true") + index("two"))
    usable = discover.indexes(paper, edition_of(paper), now=evening(paper, SATURDAY), env={})
    assert [[index.name for index in group] for group in discover.groups(usable)] == [["one", "more"], ["two"]]


def test_a_supplement_may_need_an_index_of_its_own() -> None:
    text = index("one", 'serves = "main"') + index("two", 'requires = ["supplement.tag"]')
    text += '[[supplements]]\nid = "books"\ndays = ["sat"]\ntag = "b"\n'
    assert names(text) == ["one"]
    assert names(text, label="books") == ["two"]


def test_the_guardian_without_a_key_and_on_another_day() -> None:
    paper = publication("the-guardian")
    usable = discover.indexes(paper, edition_of(paper), now=evening(paper, SATURDAY), env={})
    assert [index.name for index in usable] == ["dated-page"]


def test_le_monde_of_long_ago_has_only_its_archive() -> None:
    paper = publication("le-monde")
    today = [index.name for index in discover.indexes(paper, edition_of(paper), now=evening(paper, SATURDAY), env={})]
    later = discover.indexes(paper, edition_of(paper), now=evening(paper, dt.date(2026, 6, 1)), env={})
    assert today == ["archive", "section-pages", "news-sitemap"]
    assert [index.name for index in later] == ["archive"]
