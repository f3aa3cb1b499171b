"""The small language of statements, and the search with it."""

from __future__ import annotations

import pytest

from scraper.texts.folding import fold
from scraper.texts.statements.grammar import compile_template
from scraper.texts.statements.matcher import find_matches
from scraper.texts.statements.template_fields import DateContext


def read(template: str, text: str) -> list[dict[str, str]]:
    return [dict(match.fields) for match in find_matches(compile_template(template), fold(text), DateContext(("en",)))]


def test_blanks_choices_options_and_quotes() -> None:
    template = '(in|from) the [print] edition of {date}[, page {page}][ as "{headline}"]'
    assert read(template, "From theedition of 7 May 2024,\n page  A 4 as ‘Key’") == [
        {"date": "7 May 2024", "page": "A 4", "headline": "Key"}
    ]
    assert read(template, "from the print edition of 7 May 2024") == [{"date": "7 May 2024"}]
    assert read(template, "from the print edition of May") == []


def test_a_field_at_the_end_stops_where_its_sentence_does() -> None:
    assert read("edition of {publication}", "edition of St. Louis Lantern. Subscribe") == [
        {"publication": "St. Louis Lantern"}
    ]


def test_words_that_tell_nothing_stay_in_the_sentence_and_hold_no_digit() -> None:
    template = "this story {words} edition {date}"
    assert len(read(template, "This story ran in our edition 7 May 2024")) == 1
    assert read(template, "This story ended. The edition 7 May 2024") == []
    assert read(template, "This story of 3 crews, edition 7 May 2024") == []


def test_a_bracket_may_be_meant() -> None:
    assert read(r"\({publication}, print\)", "(The Lantern, Print)") == [{"publication": "The Lantern"}]


@pytest.mark.parametrize("template", ["{date}", "edition (of|from", "[maybe]"])
def test_a_mistake_in_a_template_is_shown(template: str) -> None:
    with pytest.raises(ValueError, match="statement template"):
        compile_template(template)


def test_many_ways_to_cut_a_text_end_soon() -> None:
    assert read("{publication} {words} {title} {section} edition of {date}", "edition of the " * 60) == []
