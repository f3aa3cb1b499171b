"""Values in scripts that are not quite JSON."""

from __future__ import annotations

import json

import pytest

from scraper.discover.errors import NotJsonError
from scraper.discover.index_document import JsonNode, json_value, open_document
from scraper.discover.javascript import flight, flight_rows, value_at
from scraper.publication import Embedded, Fetch
from tests.discover.papers import page


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("{a: undefined, b: NaN, c: null, d: -Infinity}", {"a": None, "b": None, "c": None, "d": None}),
        ("{'a': 'it\\'s', \"b\": `so\nit is`}", {"a": "it's", "b": "so\nit is"}),
        ("[1, 2, /* three */ 3, // four\n]", [1, 2, 3]),
        ("{$a: .5, _b: 0x1F, 12: 1e3, 'c-d': +7}", {"$a": 0.5, "_b": 31, "12": 1000.0, "c-d": 7}),
        ("[true, !0, false, !1, void 0]", [True, True, False, False, None]),
        (r"""["\x41\u00e9\u{1F600}\ud83d\ude00", 'a\
b\/']""", ["Aé😀😀", "ab/"]),
        ("{d: new Date(2026, 2, 7), e: new Date('2026-03-07T05:00:00Z'), f: new Date(1772841600000)}",
         {"d": "2026-03-07", "e": "2026-03-07T05:00:00Z", "f": 1772841600000}),
        ("JSON.parse('{\"a\": \"x\\'y\", \"b\": \"\\\\u00e9\"}')", {"a": "x'y", "b": "é"}),
        ('{a: JSON.parse("{\\"b\\": [1]}")}', {"a": {"b": [1]}}),
        ("JSON.parse(decodeURIComponent('%7B%22a%22%3A1%7D'))", {"a": 1}),
        ("JSON.parse(atob('eyJhIjoxfQ=='))", {"a": 1}),
        ("{a: function(b){ return {c: ')'} }, d: x => x + 1, e: 1, f(){ return 2 }, get g(){ return 3 }, h: 2}",
         {"a": None, "d": None, "e": 1, "h": 2}),
        ("{a: 'x' + \"y\", b: window.c.d, e: f(1, '}') || {}, g: 2 * 3, h: i ? 1 : 2, j: 3}",
         {"a": "xy", "b": None, "e": None, "g": None, "h": None, "j": 3}),
        ("[1,,2]", [1, None, 2]),
        ("{a, ...b, c: [...d, 1]}", {"a": None, "c": [1]}),
        ("Object.freeze({a: new Set([1, 2])})", {"a": [1, 2]}),
        ('(function(a,b,c){return {x:a,y:[b,{z:c}]}}("one",2,null));', {"x": "one", "y": [2, {"z": None}]}),
        ('(function(a,b){a.q=1;return {x:a,t:b}})({p:1},!0)', {"x": {"p": 1}, "t": True}),
        ("((a)=>{return {x:a}})(5)", {"x": 5}),
        ("{a: 1}; var more = {b: 2}", {"a": 1}),
    ],
)  # fmt: skip
def test_a_literal_is_read(written: str, value: object) -> None:
    assert value_at(written) == value


@pytest.mark.parametrize("written", ["", "{a: 1", "[1, 2", "'no end", "{a 1}", '{\\"a\\": 1}', "<html>", "{a: f(}"])
def test_what_is_no_literal_is_an_error(written: str) -> None:
    with pytest.raises(ValueError, match=r"no |without|before"):
        value_at(written)


@pytest.mark.parametrize(
    "written",
    [
        '[{"a": 1}]',
        ')]}\',\n[{"a": 1}]',
        'for(;;);[{"a": 1}]',
        'callback([{"a": 1}]);',
        "/**/ jQuery1_2([{a: 1,}])",
        "window.__STATE__ = [{a: 1}];",
        'var list=[{"a":1,}]; more();',
        'window["a"].b = JSON.parse("[{\\"a\\": 1}]");',
    ],
)
def test_an_answer_may_be_wrapped_as_scripts_are(written: str) -> None:
    assert json_value(written) == [{"a": 1}]


@pytest.mark.parametrize("written", ["Not found", "", "<html>{}</html>", "a = 1", "error(1)"])
def test_an_answer_that_holds_no_value_is_an_error(written: str) -> None:
    with pytest.raises(NotJsonError):
        json_value(written)


def test_what_can_be_read_of_a_long_script_is_read_in_no_time() -> None:
    stories = ",".join(f"{{title: 'Story {number}', url: '/s/{number}', ads: undefined}}" for number in range(3000))
    assert len(value_at(f"[{stories}]")) == 3000


LONG = 100_000  # pieces: what took the square of their number, or of two a power, would take minutes


@pytest.mark.parametrize("broken", ["/**/" * LONG, "[b" + "/* " * LONG, "function" + " " * LONG])
def test_a_long_script_without_a_value_is_read_within_the_time_limit_of_a_test(broken: str) -> None:
    with pytest.raises(NotJsonError):
        json_value(broken)
    with pytest.raises(ValueError):
        value_at(broken)


def test_a_function_that_returns_nothing_gives_nothing_that_stands_behind_it() -> None:
    assert value_at("[(function(){ call() })(), (function(){ return {a: 1} })()]") == [None, {"a": 1}]
    assert value_at("[" + "(function(){})()," * LONG + "1]")[-1] == 1


def held(embedded: Embedded, *scripts: str, kind: str = "") -> object:
    """What is embedded in a page with these scripts."""
    body = "<html><body>" + "".join(f"<script{kind}>{script}</script>" for script in scripts) + "</body></html>"
    root = open_document(page(body), Fetch(embedded=embedded)).root
    assert isinstance(root, JsonNode)
    return root.value


def test_a_script_that_is_not_quite_json_can_be_embedded() -> None:
    assert held(Embedded(marker="data = "), "window.data = {stories: [{url: '/a',}], ads: undefined};") == {
        "stories": [{"url": "/a"}],
        "ads": None,
    }
    assert held(Embedded(css="script"), "window.data = {a: 'x'};") == {"a": "x"}


def test_of_several_elements_all_are_given() -> None:
    assert held(Embedded(css="script"), "{a: 1}", "more()", '{"b": 2}') == [{"a": 1}, {"b": 2}]


def test_linked_data_is_one_list_of_things() -> None:
    graph = '{"@context": "https://schema.org", "@graph": [{"@type": "Organization"}, {"@type": "WebPage"}]}'
    kind = ' type="application/ld+json"'
    css = Embedded(css="script[type='application/ld+json']")
    assert held(css, graph, '[{"@type": "ItemList"}]', '{"@type": "Thing"}', kind=kind) == [
        {"@type": "Organization"},
        {"@type": "WebPage"},
        {"@type": "ItemList"},
        {"@type": "Thing"},
    ]
    assert held(css, graph, kind=kind) == json.loads(graph)


STREAM = (
    '1:"$Sreact.fragment"\n2:I[4321,["77"],"Page"]\n3:T1c,The ferry, it is said,\nsank.'
    '4:{"headline":"Ferry","body":"$3","when":"$D2026-03-07T05:00:00Z","ads":"$undefined","price":"$$1"}\n'
    '0:["$","main",null,{"stories":["$4",{"headline":"Mill"}],"more":"$L2"}]\n'
)


def pushed(stream: str) -> tuple[str, ...]:
    """The scripts by which Next.js streams this, in three pieces."""
    pieces = stream[:40], stream[40:150], stream[150:]
    first = "(self.__next_f=self.__next_f||[]).push([0])"
    return (first, *(f"self.__next_f.push({json.dumps([1, piece])})" for piece in pieces))


def test_what_nextjs_streams_is_joined_and_read_by_rows() -> None:
    ferry = {
        "headline": "Ferry",
        "body": "The ferry, it is said,\nsank.",
        "when": "2026-03-07T05:00:00Z",
        "ads": None,
        "price": "$1",
    }
    assert flight("".join(pushed(STREAM))) == STREAM
    rows = flight_rows(STREAM)
    assert rows["4"] == ferry
    assert rows["0"][3]["stories"] == [ferry, {"headline": "Mill"}]
    assert held(Embedded(marker="__next_f"), *pushed(STREAM)) == rows


def test_a_marker_may_stand_in_what_nextjs_streams() -> None:
    assert held(Embedded(marker='"stories":'), *pushed('5:{"stories":[{"url":"/a"}],"n":"' + "x" * 200 + '"}\n')) == [
        {"url": "/a"}
    ]


def test_of_one_row_alone_its_value_is_given() -> None:
    rows = held(Embedded(marker="self.__next_f.push("), 'self.__next_f.push([1,"7:{\\"stories\\":[1]}\\n"])')
    assert rows == {"stories": [1]}


def test_rows_that_repeat_each_other_do_not_grow_without_end() -> None:
    rows = [f"{number:x}:{json.dumps([f'${number + 1:x}'] * 10)}" for number in range(18)]
    assert flight_rows("\n".join(['12:"sea"', *reversed(rows)]))["10"] == [["sea"] * 10] * 10


def test_a_row_that_is_nested_too_deep_stays_as_it_is() -> None:
    deep = "[" * 450 + '"$2"' + "]" * 450
    assert flight_rows(f'1:{deep}\n2:{deep}\n3:"$4"\n4:"sea"')["3"] == "sea"


def test_rows_that_refer_to_each_other_in_a_circle_are_left_as_they_are() -> None:
    assert flight_rows('1:{"a":"$2"}\n2:{"b":"$1"}\n')["1"] == {"a": {"b": "$1"}}
