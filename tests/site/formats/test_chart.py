"""The chart is read by ear, without colour, and where numbers are missing."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from scraper.site.formats import chart
from scraper.site.formats.chart import Chart, Gap, Line

SVG = "{http://www.w3.org/2000/svg}"


def drawn(lines, *, width=960, **fields):
    made = Chart(title="Stories per year", description="More & more.", lines=lines, **fields)
    return etree.fromstring(chart.svg(made, [(0, "2020"), (2, "2022")], width=width, height=300, name="c"))


def line(tree, number):
    """The path of a line, and that of its markers."""
    return [path.get("d") for path in tree.iter(f"{SVG}g").__next__().getparent().findall(f"{SVG}g")[number]]


def test_it_says_what_it_shows_to_those_who_do_not_see_it():
    tree = drawn([Line(name="ferry", values=[1, 2, 3])])
    assert tree.get("role") == "img"
    said = {element.get("id"): element.text for element in tree if element.get("id")}
    assert [said[name] for name in tree.get("aria-labelledby").split()] == ["Stories per year", "More & more."]


def test_what_is_typed_is_text():
    tree = drawn([Line(name="<script>x</script>", values=[1])], tooltips=["<b> & 1"])
    assert "<script>x</script>" in tree.xpath("string()")
    assert not tree.xpath("//*[local-name()='script' or local-name()='b']")


def test_it_needs_no_style_sheet_and_no_script():
    text = etree.tostring(
        drawn([Line(name="ferry", values=[1, None, 3])], gaps=[Gap(1, 1, 1)], tooltips=["a"])
    ).decode()
    assert not re.search(r"<style|<script|style=|\son\w+=|href", text)


def test_lines_differ_in_dashes_and_markers_and_not_only_in_colour():
    tree = drawn([Line(name=name, values=[1, 2, 3, 4]) for name in "abcde"])
    groups = tree.findall(f"{SVG}g")
    assert len({group[0].get("stroke-dasharray") for group in groups}) == 5
    assert len({group[1].get("d").split("M")[1].partition("m")[2] for group in groups}) == 5
    assert len({group.get("color") for group in groups}) == 5


def test_a_few_numbers_are_bars_beside_one_another():
    tree = drawn([Line(name="a", values=[4]), Line(name="b", values=[2])])
    bars = [line(tree, number)[1] for number in (0, 1)]
    assert [bar.count("z") for bar in bars] == [1, 1]
    assert float(bars[0][1:].split()[0]) < float(bars[1][1:].split()[0])


def test_a_line_breaks_where_much_is_missing_and_its_point_stays():
    path, markers = line(drawn([Line(name="a", values=[1, 2, 3, 4, 5])], broken=frozenset([2])), 0)
    assert (path.count("M"), path.count("L"), markers.count("M")) == (2, 2, 5)


def test_a_place_leads_to_its_stories_where_addresses_are_known():
    fields = {"tooltips": ["2020: 1", "2021: 0"], "urls": [["/search?q=a&b", "/none"]]}
    made = Chart(title="", description="", lines=[Line(name="a", values=[1, 0])], **fields)
    page = chart.svg(made, [], width=960, height=300, name="c", address=lambda path: f"/base{path}")
    assert 'href="/base/search?q=a&amp;b"' in page
    assert page.count("href") == 1
    assert "href" not in chart.svg(made, [], width=960, height=300, name="c")


def test_of_several_lines_each_point_leads_to_its_own_stories():
    lines = [Line(name="a", values=[1]), Line(name="b", values=[2])]
    made = Chart(title="", description="", lines=lines, tooltips=["2020"], urls=[["/a"], ["/b"]])
    page = chart.svg(made, [], width=960, height=300, name="c", address=str)
    assert [f'href="{url}"' in page for url in ("/a", "/b")] == [True, True]


def test_a_gap_breaks_the_line_and_is_no_zero():
    whole, _ = line(drawn([Line(name="a", values=[1, 2, 3, 4])]), 0)
    broken, markers = line(drawn([Line(name="a", values=[1, 2, None, 4])]), 0)
    assert (whole.count("M"), whole.count("L")) == (1, 3)
    assert (broken.count("M"), broken.count("L")) == (1, 1)
    assert markers.count("M") == 3  # the last, which stands alone, is a marker


def test_a_line_runs_on_over_places_where_there_was_nothing_to_count():
    path, markers = line(drawn([Line(name="a", values=[1, None, 3, None, 5])], skipped=frozenset([1])), 0)
    assert (path.count("M"), path.count("L"), markers.count("M")) == (1, 1, 3)


def test_gaps_are_hatched_where_nothing_is_held_and_the_darker_the_more_is_missing():
    tree = drawn([Line(name="a", values=[1, 2, None])], gaps=[Gap(0, 0, 0.1), Gap(1, 1, 0.8), Gap(2, 2, 1)])
    gaps = [element for element in tree.iter(f"{SVG}rect") if (element.get("class") or "").startswith("gap")]
    assert [gap.get("fill") for gap in gaps] == ["#888", "#888", "url(#c-hatch)"]
    assert float(gaps[0].get("fill-opacity")) < float(gaps[1].get("fill-opacity"))
    assert [gap.get("class") for gap in gaps] == ["gap", "gap", "gap whole"]


def test_names_stand_at_the_lines_ends_and_on_a_narrow_chart_above():
    lines = [Line(name=name, values=[1, 2, value]) for name, value in (("low", 1), ("high", 9), ("same", 9))]

    def names(tree):
        found = [text for text in tree.iter(f"{SVG}text") if text.get("class") == "name"]
        return {text.text: (float(text.get("x")), float(text.get("y"))) for text in found}

    wide = names(drawn(lines))
    assert wide["high"][1] < wide["low"][1]
    assert abs(wide["high"][1] - wide["same"][1]) >= chart.LINE
    narrow = names(drawn(lines, width=400))
    assert [name for name, _ in sorted(narrow.items(), key=lambda each: each[1][1])] == ["low", "high", "same"]
    assert {x for x, _ in narrow.values()} == {narrow["low"][0]}


def test_a_long_name_is_cut():
    assert "zeppelin over the har…" in drawn([Line(name="zeppelin over the harbour", values=[1])]).xpath("string()")


def test_many_points_have_few_markers_and_few_have_tooltips():
    many = drawn([Line(name="a", values=list(range(700)))], tooltips=["x"] * 700)
    assert line(many, 0)[1].count("M") < 20
    assert not [rect for rect in many.iter(f"{SVG}rect") if rect.get("pointer-events")]
    few = drawn([Line(name="a", values=[1, 2])], tooltips=["2020: 1", "2021: 2"])
    assert [title.text for title in few.iter(f"{SVG}title")][1:] == ["2020: 1", "2021: 2"]


@pytest.mark.parametrize("values", [[], [None], [0], [None, 5], [0, 0, 0]])
def test_little_to_draw(values):
    assert drawn([Line(name="a", values=values)]).tag == f"{SVG}svg"


@pytest.mark.parametrize(
    ("highest", "whole", "steps"),
    [
        (0, True, [0, 1]),
        (1, True, [0, 1]),
        (3, True, [0, 1, 2, 3]),
        (62, True, [0, 20, 40, 60, 80]),
        (5_000, True, [0, 1_000, 2_000, 3_000, 4_000, 5_000]),
        (0.5, False, [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
    ],
)
def test_the_vertical_axis_has_numbers_that_are_easy_to_say(highest, whole, steps):
    assert chart.steps(highest, whole=whole) == pytest.approx(steps)
    assert chart.steps(highest, whole=whole)[-1] >= highest


def test_names_that_would_touch_are_moved_apart_and_stay_on_the_sheet():
    assert chart.apart([10, 12, 80], least=20, top=0, bottom=100) == [10, 30, 80]
    assert chart.apart([95, 98, 99], least=20, top=0, bottom=100) == [60, 80, 100]
