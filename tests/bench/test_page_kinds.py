"""The kinds of pages by which ``make bench-extraction`` counts: told from the page and the expected body."""

from __future__ import annotations

import pytest

from bench.eval_sets import EvalPage
from bench.page_kinds import kinds

FERRY = "The ferry between the two halves of the town ran again on Friday, a week after the storm, and it was full."
ITEM = "Nobody on it paid all day long"
SCHOOL = "The school at the upper end of the valley takes in the children of three villages from the autumn onwards."
CELLS = ("Kestrel", "31", "Ash", "28", "Rook", "17")
TABLE = (
    "<table>" + "".join(f"<tr><td>{a}<td>{b}</tr>" for a, b in zip(CELLS[::2], CELLS[1::2], strict=True)) + "</table>"
)
DATA = '<script type="application/ld+json">{%s}</script>'


def page(source: str, body: str = FERRY, url: str = "https://a.example/news/1") -> EvalPage:
    return EvalPage("aa", "a", f"<html lang='en-GB'><body>{source}<p>{FERRY}</p></body></html>", url, body)


@pytest.mark.parametrize(
    ("kind", "it", "another"),
    [
        ("one paragraph", page(""), page("", f"{FERRY}\n\n{SCHOOL}")),
        ("under 150 words", page(""), page("", FERRY * 10)),
        ("over 1,500 words", page("", FERRY * 80), page("")),
        ("list in the text", page(f"<ul>{f'<li>{ITEM}' * 4}</ul>", FERRY + ITEM),
         page(f"<ul>{'<li>Read more of this and that' * 4}</ul>")),
        ("table in the text", page(TABLE, FERRY + " ".join(CELLS)), page(TABLE)),
        ("as much prose beside it", page(f"<p>{SCHOOL}</p><p>{SCHOOL}</p>"), page(f"<p><a href='/2'>{SCHOOL}</a></p>")),
        ("as much prose beside it", page(f"<p>{SCHOOL}</p>" * 2), page(f"<p>{FERRY}</p>" * 2)),
        ("other stories beside it", page(f"<article><p>{SCHOOL}</p><p>{SCHOOL}</p></article>" * 2),
         page(f"<article><p>{SCHOOL}</p><p>{FERRY}</p></article>" * 2)),
        ("live blog", page("", url="https://a.example/live-ticker/1"), page("", url="https://a.example/alive/1")),
        ("live blog", page(DATA % '"@type": "LiveBlogPosting"'), page(DATA % '"@type": "NewsArticle"')),
        ("gallery", page("<figure><figcaption>A full ferry in the morning</figcaption></figure>" * 8),
         page("<figure><figcaption>Map</figcaption></figure>" * 8)),
        ("paywalled", page(DATA % '"isAccessibleForFree": "False"'), page(DATA % '"isAccessibleForFree": true')),
        ("articleBody in JSON-LD", page(DATA % '"articleBody": "The ferry"'), page(DATA % '"headline": "The ferry"')),
        ("no JSON-LD", page("<script>{}</script>"), page(DATA % "")),
        ("no article or main", page("<div></div>"), page("<main></main>")),
        ("English", page(""), EvalPage("aa", "a", "<html lang=de>", "", FERRY)),
        ("German", EvalPage("aa", "a", "<html lang=de>", "", FERRY), page("")),
        ("another language", EvalPage("aa", "a", "<html lang=ja>", "", FERRY), page("")),
        ("no language stated", EvalPage("aa", "a", "<p>", "", FERRY), page("")),
        ("no blanks between words", page("", "渡船今天恢复通航,船上坐满了乘客。"), page("")),
    ],
)  # fmt: skip
def test_a_page_is_of_a_kind_and_another_is_not(kind: str, it: EvalPage, another: EvalPage) -> None:
    assert kind in kinds(it)
    assert kind not in kinds(another)


def test_without_an_expected_body_only_the_source_says_what_a_page_is() -> None:
    assert kinds(page("", "")) == ["no JSON-LD", "no article or main", "English"]
