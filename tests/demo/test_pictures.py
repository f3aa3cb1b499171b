"""The drawn pictures."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from scraper.demo.newspapers import newspapers
from scraper.demo.pictures import SCENES, drawing
from scraper.demo.printing import printed


@pytest.mark.parametrize("subject", SCENES)
def test_a_drawing_is_well_formed_and_has_something_in_it(subject: str) -> None:
    root = ET.fromstring(drawing(subject, "night-ferry"))
    assert root.get("viewBox") == "0 0 640 400"
    assert root[0].text == subject
    assert len(root) >= 8


def test_the_same_story_always_gets_the_same_drawing() -> None:
    assert drawing("harbour", "night-ferry") == drawing("harbour", "night-ferry")
    assert drawing("harbour", "night-ferry") != drawing("harbour", "storm-imre")


def test_every_subject_the_newsrooms_use_has_a_scene() -> None:
    used = {story.picture.subject for paper in newspapers().values() for story in paper.stories if story.picture}
    assert used - set(SCENES) == set()


def test_an_unknown_subject_becomes_a_landscape() -> None:
    assert "<title>a &lt;comet&gt;</title>" in drawing("a <comet>", "night-ferry")


def test_pictures_are_served_as_svg() -> None:
    answer = printed("/pictures/ellery-courier/city-counts-cost.svg")
    assert (answer.status, answer.content_type) == (200, "image/svg+xml")
    assert printed("/pictures/ellery-courier/budget-eve.svg").status == 404  # a story without a picture
    assert printed("/pictures/nobody/budget-eve.svg").status == 404
