"""Captions that no name tells: by what they say, how they look and where they stand."""

from __future__ import annotations

import pytest

from scraper import extract
from tests.extract.pages import PARAGRAPHS, page, story

TEXT = "\n\n".join(PARAGRAPHS)
PICTURE = '<img src="/quay.jpg" width="640" height="400">'
SEEN = "The quay on Friday morning, when the key was still in the engineer’s coat."


def body_with(inner: str, paragraphs: tuple[str, ...] = PARAGRAPHS) -> str:
    last = f"<p>{paragraphs[-1]}</p>"
    return extract.draft(page(story(paragraphs=paragraphs).replace(last, f"{inner}{last}"))).body


@pytest.mark.parametrize(
    "caption", [f"{SEEN} Photo: Ida Brun", f"{SEEN} (Ida Brun/EPA)", f"{SEEN} © Ida Brun", "Foto: Ida Brun"]
)
def test_words_below_a_picture_that_say_whose_it_is(caption: str) -> None:
    assert body_with(f"<p>{PICTURE}</p><p>{caption}</p>") == TEXT


@pytest.mark.parametrize(
    "caption",
    ["左岸から見た古い橋＝9日、山田太郎撮影", "金曜日朝の埠頭（港湾事務所提供）", "금요일 아침의 부두. 항구청 제공"],
)
@pytest.mark.parametrize("markup", ["<p>{0}<br>{1}</p>", "<p>{0}</p><p>{1}</p>"])
def test_words_below_a_picture_that_say_whose_it_is_behind_the_name(markup: str, caption: str) -> None:
    assert body_with(markup.format(PICTURE, caption)) == TEXT
    assert caption in body_with(markup.format(PICTURE, f"{caption}に残る。"))


@pytest.mark.parametrize(
    "markup",
    [
        "<p>{0}</p><p><em>{1}</em></p>",
        "<p>{0}<br><i>{1}</i></p>",
        "<div>{0}</div><p><small>{1}</small></p>",
        '<p align="center">{0}</p><p align="center">{1}</p>',
        '<p>{0}</p><p style="text-align: center">{1}</p>',
    ],
)
def test_words_below_a_picture_that_are_set_apart(markup: str) -> None:
    assert body_with(markup.format(PICTURE, SEEN)) == TEXT


@pytest.mark.parametrize(
    "markup",
    [
        "<div>{0}<div>{1}</div></div>",
        "<div>{0}<span>{1}</span></div>",
        "<table><tr><td>{0}</td></tr><tr><td>{1}</td></tr></table>",
    ],
)
def test_words_in_a_box_with_a_picture(markup: str) -> None:
    assert body_with(markup.format(PICTURE, SEEN)) == TEXT


@pytest.mark.parametrize(
    "inner",
    [
        f"<p>{PICTURE}</p><p>{SEEN}</p>",  # a paragraph like the others
        f"<p>{PICTURE}{SEEN}</p>",  # one that begins with a picture
        f'<p><img src="/sign.gif" width="20" height="20"></p><p><em>{SEEN}</em></p>',
        f"<p>{PICTURE}</p><p>The report was first told by the Pier / Quay on Friday 7/12/2024 / 12:30</p>",
    ],
)
def test_paragraphs_below_a_picture_stay_paragraphs(inner: str) -> None:
    assert len(body_with(inner).split("\n\n")) == len(PARAGRAPHS) + 1


def test_a_story_that_is_told_in_pictures_keeps_its_words() -> None:
    slides = "".join(f"<div>{PICTURE}<div>{paragraph}</div></div>" for paragraph in PARAGRAPHS)
    html = story(paragraphs=()).replace('class="text">', f'class="text">{slides}')
    assert extract.draft(page(html)).body == TEXT


def test_captions_that_are_half_of_a_story_are_its_text() -> None:
    slides = "".join(f"<p>{PICTURE}</p><p>{paragraph} Photo: Ida Brun</p>" for paragraph in PARAGRAPHS[:2])
    found = body_with(slides)
    assert all(f"{paragraph} Photo: Ida Brun" in found for paragraph in PARAGRAPHS[:2])
