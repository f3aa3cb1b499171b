"""The cover of a book: what is drawn on it, and what no font here can draw."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from scraper.site.formats import cover


def front(**fields):
    return cover.FrontPage(
        **{
            "title": "The Lantern",
            "title_in_latin": "Lantern",
            "day": "Saturday 7 March 2026",
            "day_in_digits": "2026-03-07",
            "edition": "",
            "headlines": (),
            **fields,
        }
    )


def drawn(page, width=300):
    return Image.open(io.BytesIO(cover.jpeg(page, width)))


def ink(image, top, bottom):
    """How much of a part of a cover is dark, its height counted in hundredths."""
    part = image.convert("L").crop((0, image.height * top // 100, image.width, image.height * bottom // 100))
    return sum(part.histogram()[:100])


def test_it_is_three_wide_by_four_high_and_the_same_each_time():
    assert drawn(front()).size == (300, 400)
    assert cover.jpeg(front(), 300) == cover.jpeg(front(), 300)


def test_headlines_and_the_edition_are_on_it():
    news = drawn(front(headlines=["Night ferry stays", "Budget passes"]))
    assert ink(news, 30, 100) > 100
    assert ink(news, 80, 100) == 0
    assert cover.jpeg(front(edition="City")) != cover.jpeg(front())


def test_without_anything_to_show_it_has_the_day():
    assert ink(drawn(front()), 50, 90) > 400
    assert cover.jpeg(front(day_in_digits="2026-03-08")) != cover.jpeg(front())


def test_a_text_that_no_font_has_is_spelt_in_latin_or_left_out(monkeypatch):
    monkeypatch.setattr(cover, "_names", lambda: ("Pillow",))
    cover._font_of.cache_clear()
    try:
        plain = cover.jpeg(front(title="Shiomi", day="2026-03-07"))
        japanese = front(title="潮見新聞", title_in_latin="Shiomi", day="三月七日", headlines=["潮見"], edition="市")
        assert cover.jpeg(japanese) == plain
    finally:
        cover._font_of.cache_clear()


@pytest.mark.parametrize(
    "title",
    ["", "A" * 400, "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz", "\u200f \u00ad", "潮" * 90],
)
def test_whatever_a_newspaper_is_called_it_has_a_cover(title):
    page = front(title=title, edition=title, headlines=[title] * 9)
    assert ink(drawn(page), 98, 100) == 0, "nothing runs out at the foot"


def test_a_picture_that_is_none_is_left_out():
    written = io.BytesIO()
    Image.new("RGB", (480, 320), "navy").save(written, "WEBP")
    assert cover.jpeg(front(picture=b"<svg/>", headlines=["x"])) == cover.jpeg(front(headlines=["x"]))
    assert ink(drawn(front(picture=written.getvalue())), 35, 90) > 10_000
