"""Tables of data keep their rows; what a table only lays out is paragraphs."""

from __future__ import annotations

import pytest

from scraper import extract
from tests.extract.pages import PARAGRAPHS, page, story

ROWS = (("Sigrun", "55 min"), ("Astrid", "12 min"), ("Solveig", "on time"))
CELLS = "".join(f"<tr><td>{boat}</td><td>{late}</td></tr>" for boat, late in ROWS)
AS_ROWS = "Sigrun | 55 min\nAstrid | 12 min\nSolveig | on time"


def body(table: str) -> list[str]:
    html = story().replace(f"<p>{PARAGRAPHS[2]}</p>", f"{table}<p>{PARAGRAPHS[2]}</p>")
    return extract.draft(page(html)).body.split("\n\n")


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        (f"<table>{CELLS}</table>", AS_ROWS),
        (f"<table role=table>{CELLS}</table>", AS_ROWS),
        (f"<table><tr><th>Boat</th><th>Late</th></tr>{CELLS}</table>", f"Boat | Late\n{AS_ROWS}"),
        ("<table><tr><td>Sigrun</td><td><p>55 min</p><p>(fog)</p></td></tr><tr><td>Astrid</td><td>12</td></tr></table>",
         "Sigrun | 55 min (fog)\nAstrid | 12"),
    ],
)  # fmt: skip
def test_a_table_of_data_keeps_its_rows(table: str, shown: str) -> None:
    assert body(table) == [*PARAGRAPHS[:2], shown, *PARAGRAPHS[2:]]


LONG = (
    "The fog lay so thick on the quay that the harbour master had the bell of the church rung until noon, every minute."
)


@pytest.mark.parametrize(
    "table",
    [
        "<table role=presentation><tr><td>{0}</td></tr><tr><td>{1}</td></tr></table>",
        "<table><tr><td>{0}</td></tr><tr><td>{1}</td></tr></table>",
        "<table><tr><td>{0}<br><br>{1}</td></tr></table>",
        "<table><tr><td><p>{0}</p><p>{1}</p></td><td>&nbsp;</td></tr></table>",
        "<table><tr><td><table><tr><td>{0}</td></tr></table></td></tr><tr><td>{1}</td></tr></table>",
        "<table><tr><th>{0}<br><br>{1}</th></tr></table>",
    ],
)
def test_what_a_table_lays_out_is_paragraphs(table: str) -> None:
    other = LONG.replace("fog", "snow")
    assert body(table.format(LONG, other)) == [*PARAGRAPHS[:2], LONG, other, *PARAGRAPHS[2:]]


def test_cells_and_rows_stand_in_the_html() -> None:
    html = story().replace(f"<p>{PARAGRAPHS[2]}</p>", f"<table>{CELLS}</table><p>{PARAGRAPHS[2]}</p>")
    assert "<table><tr><td>Sigrun</td><td>55 min</td></tr>" in extract.draft(page(html)).body_html


LINES = (
    "The first boat came in at six with its lamps out and its whole crew singing on the deck for the cold.",
    "The second one lay outside the bay until the fog had gone, and her captain would not say a word to the board.",
    "“We heard the bell and nothing else for nine hours,” said the mate, who had counted every stroke of it.",
    "No third boat was expected that night, for the ferry sails only when the lighthouse is lit.",
)


def test_paragraphs_parted_by_single_line_breaks() -> None:
    html = story(paragraphs=()).replace('<div class="text">', f'<div class="text">{"<br>".join(LINES)}')
    assert extract.draft(page(html)).body == "\n\n".join(LINES)


def test_a_line_break_or_two_make_no_paragraph() -> None:
    verse = "The fog came in,<br>the bell rang out,<br>and all the boats<br>lay turned about."
    html = story().replace(
        f"<p>{PARAGRAPHS[2]}</p>", f"<p>{verse}</p><p>{LINES[0]}<br>{LINES[1]}</p><p>{PARAGRAPHS[2]}</p>"
    )
    assert extract.draft(page(html)).body.split("\n\n")[2:4] == [
        "The fog came in, the bell rang out, and all the boats lay turned about.",
        f"{LINES[0]} {LINES[1]}",
    ]


def test_links_in_lines_stay_where_they_are() -> None:
    linked = [words.replace("boat", f'<a href="/b/{n}">boat</a>', 1) for n, words in enumerate(LINES)]
    html = story(paragraphs=()).replace('<div class="text">', f'<div class="text">{"<br>".join(linked)}')
    found = extract.draft(page(html))
    assert found.body == "\n\n".join(LINES)
    assert '<p>The first <a href="https://www.lantern.example/b/0">boat</a> came in' in found.body_html
    assert '<p>No third <a href="https://www.lantern.example/b/3">boat</a> was expected' in found.body_html
