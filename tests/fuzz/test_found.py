"""What fuzzing has found, each in its smallest form: a fault that was mended does not come back."""

from __future__ import annotations

import json

import pytest

from scraper.captures import edition_records, withheld_records
from scraper.discover import javascript
from scraper.reasons import of_json
from scraper.texts.dates import timestamps
from tests.discover.papers import headlines, page
from tests.fuzz import targets
from tests.fuzz.harness import run_once
from tests.fuzz.targets import TARGETS

NESTED = b'{"kind": ' + b"[" * 200_000


@pytest.mark.timeout(20)
def test_a_number_of_any_length_is_read_at_once() -> None:
    assert javascript.value_at("[1e3, " + "9" * 300_000 + ", 7]") == [1000.0, None, 7]
    assert javascript.value_at("[" + "9" * 300_000 + "x]") == [None]


@pytest.mark.parametrize(
    "odd", ["<pubDate:Sat>x</pubDate:Sat>", "<a:7 b='&#x1b;'/>", "<i b='&#x1;'>x</i>", "<http:>", "&#xD83D;"]
)
def test_an_element_whose_name_is_none_costs_no_other(odd: str) -> None:
    body = f"<list><item><title>The mill</title><link>/mill</link></item>{odd}</list>"
    assert headlines(targets._paper("xml"), page(body, content_type="text/xml")) == ["The mill"]


def test_a_time_that_no_library_can_read_is_none() -> None:
    assert timestamps.iso_timestamp("7 March 2026 06:" + "9" * 30) == "2026-03-07"


@pytest.mark.parametrize("name", ["edition", "withheld", "publication"])
def test_what_is_nested_too_deep_is_refused(name: str) -> None:
    assert run_once(TARGETS[name], b"a = " + b"[" * 5_000 if name == "publication" else NESTED) == ""


def test_records_nested_too_deep_are_none() -> None:
    with pytest.raises(ValueError, match="no edition record"):
        edition_records.from_json(NESTED)
    with pytest.raises(ValueError, match="no record of a withheld story"):
        withheld_records.from_json(NESTED, page(""))


def test_a_status_without_end_of_a_withheld_story_can_be_stored() -> None:
    (seed,) = TARGETS["withheld"].seeds
    assert run_once(TARGETS["withheld"], seed.replace(b'"status": 200', b'"status": ' + b"9" * 30)) == ""


@pytest.mark.parametrize("number", ["NaN", "Infinity"])
def test_a_share_is_a_number(number: str) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        of_json(json.loads(f'{{"code": "repeated", "share": {number}, "limit": 0.5}}'))


@pytest.mark.timeout(20)
def test_a_day_is_not_sought_in_a_long_row_of_digits() -> None:
    assert run_once(TARGETS["index-html"], b"<p>" + b"9" * 100_000 + b"</p>" + targets.HTML_LIST.encode()) == ""
