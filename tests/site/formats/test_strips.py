"""Strips of coverage: shapes of states, and columns of shares."""

from __future__ import annotations

from scraper.site.formats import strips


def test_each_state_has_its_own_shape():
    assert len(set(strips.MARKS.values())) == len(strips.MARKS)
    drawn = strips.marks(["held", "off", "missing"], "1 <b> & 2")
    assert 'class="m-held" d="M6 6m' in drawn
    assert 'class="m-missing" d="M30 6m' in drawn
    assert "<title>1 &lt;b&gt; &amp; 2</title>" in drawn


def test_a_column_shows_whatever_is_missing_however_little_it_is():
    drawn = strips.strip([{"held": 365}, {"held": 364, "missing": 1}, {}, {"closed": 3}, {"missing": 2}])
    assert '<path class="m-held" d="M0 0H1V10H0zM1 1H2V10H1z"/>' in drawn
    assert '<path class="m-missing" d="M1 0H2V1H1zM4 0H5V10H4z"/>' in drawn
    assert '<path class="m-closed" d="M3 9H4V10H3z"/>' in drawn


def test_neighbours_alike_are_one_piece():
    assert strips.strip([{"held": 1}] * 240).count("z") == 1


def test_five_states_of_a_column_all_show():
    counts = dict.fromkeys(("held", "statement", "partial", "missing"), 1) | {"unknown": 1_000}
    assert [f"m-{state}" in strips.strip([counts]) for state in counts] == [True] * 5


def test_long_names_above_marks_leave_out_every_second():
    short, long = ([(2 * number, f"{2 + 2 * number}{month}") for number in range(7)] for month in (" Mar", ". März"))
    assert strips.axis(short, 14, marked=True).count("<text") == 7
    assert strips.axis(long, 14, marked=True).count("<text") == 4
    assert strips.axis(long, 14).count("<text") == 7, "columns fill the page"
