"""HTML is cut down before a parser makes a tree of it."""

from __future__ import annotations

import pytest

from scraper.limits import MARKUP
from scraper.texts.markup import MOST_ATTRIBUTES, bounded


@pytest.mark.parametrize("value", ["", "=1", '="1>2"', "='<p>'", " = 1"])
def test_a_tag_with_too_many_attributes_loses_them(value: str) -> None:
    attributes = " ".join(f"a{number}{value}" for number in range(MOST_ATTRIBUTES + 1))
    assert bounded(f"<ul><li {attributes}>Lamp</li></ul>") == ("<ul><li>Lamp</li></ul>", True)


def test_what_pages_have_stays() -> None:
    attributes = " ".join(f'a{number}="{number} > 2"' for number in range(MOST_ATTRIBUTES))
    source = f"<!doctype html><p {attributes}>1 < 2 <!-- <b a> --> <a href='?a=1'>Mill</a><script>a<b</script>"
    assert bounded(source) == (source, True)


@pytest.mark.parametrize("tag", ["<b>", "</p>", "<!---->", "<?a>", "<a b=1 c>"])
def test_a_page_is_cut_where_it_has_too_much_markup(tag: str) -> None:
    many = MARKUP // (3 if "=" in tag else 1)
    assert bounded(tag * many) == (tag * many, True)
    assert bounded(tag * (many + 1)) == (tag * many, False)
