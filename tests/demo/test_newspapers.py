"""The newsrooms' copy as values: what was read, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.demo import newspapers as module
from scraper.demo.newspapers import newspapers

COURIER = newspapers()["ellery-courier"]


def test_about_four_hundred_stories_in_two_weeks() -> None:
    assert {slug: len(paper.dates) for slug, paper in newspapers().items()} == {
        "ellery-courier": 12,
        "the-meridian": 12,
        "valley-gleaner": 2,
        "saryuganj-samachar": 12,
        "shiomi-shimbun": 14,
        "hohenwarter-bote": 12,
    }
    assert 380 <= sum(len(paper.stories) for paper in newspapers().values()) <= 480


def test_every_paper_appeared_between_2_and_15_march() -> None:
    days = {date for paper in newspapers().values() for date in paper.dates}
    assert (min(days), max(days)) == (dt.date(2026, 3, 2), dt.date(2026, 3, 15))


def test_the_two_labels_share_most_stories_but_not_all() -> None:
    city = COURIER.edition(dt.date(2026, 3, 7), "city")
    coast = COURIER.edition(dt.date(2026, 3, 7), "coast")
    assert city is not None
    assert coast is not None
    only_city, only_coast = set(city.stories) - set(coast.stories), set(coast.stories) - set(city.stories)
    assert only_city
    assert only_coast
    assert all(story.labels == ("city",) for story in only_city)
    assert all(story.labels == ("coast",) for story in only_coast)
    assert len(set(city.stories) & set(coast.stories)) > 2 * len(only_city | only_coast)


def test_no_label_means_the_default_one() -> None:
    assert COURIER.edition(dt.date(2026, 3, 7)) == COURIER.edition(dt.date(2026, 3, 7), "city")


def test_the_late_edition_runs_its_own_stories_and_some_of_the_main_one() -> None:
    late = COURIER.edition(dt.date(2026, 3, 6), "late")
    main = COURIER.edition(dt.date(2026, 3, 6))
    assert late is not None
    assert main is not None
    assert late.stories[0].id == "quay-under-water"
    assert [story.id for story in late.stories if story in main.stories] == [
        "harbour-closed-eight",
        "crowe-cross-examined",
        "marsh-lane-shelter",
        "leader-people-up-tonight",
        "semi-final-inspection",
    ]
    assert [edition.date for edition in COURIER.editions if edition.label == "late"] == [dt.date(2026, 3, 6)]


def test_the_sunday_review_is_a_supplement() -> None:
    supplements = [(edition.date, edition.supplement) for edition in COURIER.editions if edition.supplement]
    assert supplements == [(dt.date(2026, 3, 8), "sunday-review"), (dt.date(2026, 3, 15), "sunday-review")]


def test_two_days_without_a_paper_one_of_them_declared() -> None:
    assert COURIER.edition(dt.date(2026, 3, 11)) is None
    assert COURIER.edition(dt.date(2026, 3, 13)) is None
    assert COURIER.closed == {dt.date(2026, 3, 13): "Founders’ Day"}


def test_a_paper_without_labels_has_one_edition_a_day() -> None:
    meridian = newspapers()["the-meridian"]
    assert {edition.label for edition in meridian.editions} == {""}
    assert all(len(edition.stories) == 7 for edition in meridian.editions)


def test_sub_headings_are_no_paragraphs() -> None:
    story = newspapers()["hohenwarter-bote"].story("karlsjoch-letzte-woche")
    assert story is not None
    assert "## Bürgermeisterin wirbt für ein Ja" in story.body
    assert [text for text in story.paragraphs if text.startswith("#")] == []


def refused(copy: dict[str, object], part: str = "") -> str:
    with pytest.raises(ValueError, match="demo/copy") as caught:
        list(module._stories({"stories": [copy]}, COURIER, dt.date(2026, 3, 7), part, "2026-03-07.toml"))
    return str(caught.value)


def test_copy_without_a_headline_is_refused_by_name() -> None:
    copy: dict[str, object] = {"id": "fog", "section": "City", "page": "2", "body": "Fog."}
    assert refused(copy) == "demo/copy/ellery-courier/2026-03-07.toml: story 1 (fog): no 'headline'"


def test_copy_for_a_label_the_paper_lacks_is_refused() -> None:
    copy = {"id": "fog", "section": "City", "page": "2", "headline": "Fog", "body": "Fog.", "labels": ["north"]}
    assert refused(copy).endswith("story 1 (fog): The Ellery Courier has no label 'north'")
