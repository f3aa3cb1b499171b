"""Reasons as values: each code has what it needs, comes back from JSON as it was, has words, and is met with."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError

from scraper import discover, reasons
from scraper.archive.write.readings import Readings
from scraper.collect.outcome import Collected, FailureKind, IndexFailure, repeated_list, with_index, without_index
from scraper.collect.pace import WaitTooLongError
from scraper.collect.robots import robots
from scraper.discover import errors
from scraper.items import EditionKey, StoryLink
from scraper.middlewares import wait_reason
from scraper.publication import Health, Index, Publication
from scraper.reasons import FIELDS, Code, Reason
from scraper.reasons.words import PHRASES, Speaker, phrase
from scraper.request_errors import RobotsForbidError, WaitRefusedError
from scraper.site import language
from scraper.site.words import wording
from scraper.spiders.failures import StatusError, failure_of, index_failure
from scraper.texts import walls

ROOT = Path(__file__).parents[2]
GONE = Reason(code=Code.NOT_FOUND, status=404)
VALUES: dict[str, Any] = {
    "status": 451, "kind": "KeyError", "text": "Zürich, 3 %(x)s; 50% \N{EM DASH} 'a'", "place": "lantern, 'front'",
    "url": "https://lantern.example/a; b, 3", "number": 0, "listed": 1200, "held": 3, "letters": 0, "least": 6,
    "most": 60_000, "usual": 2400, "editions": 20, "weekday": 6, "share": 0.8, "limit": 0.3, "seconds": 86_400,
    "width": 90_000, "height": 80_000, "date": dt.date(2026, 3, 6), "wanted": dt.date(2026, 3, 7),
    "field": "page", "names": ("Leaders", "Sport"),
    "because": (GONE, Reason(code=Code.NO_ANSWER, kind="TimeoutError", index="front")),
}  # fmt: skip


def reason(code: Code, *, whole: bool = True) -> Reason:
    """A reason of this code, with all it may say, or with no more than it must."""
    names = [name for name in FIELDS[code].split() if whole or not name.endswith("?")]
    return Reason(code=code, **{name: VALUES[name] for name in (name.removesuffix("?") for name in names)})


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("code", Code)
def test_a_reason_comes_back_from_json_as_it_was(code: Code, whole: bool) -> None:
    there = reason(code, whole=whole)
    assert reasons.load(reasons.dump(there)) == there
    assert reasons.loads(reasons.dumps([there, GONE])) == (there, GONE)
    assert json.loads(reasons.dump(there))["code"] == code.value
    assert reasons.shown(reasons.dump(there)) == (there,)


def test_the_json_is_flat_and_has_no_more_than_is_known() -> None:
    lacking = Reason(code=Code.NOT_HELD, number=1, listed=9, because=(Reason(code=Code.NO_BODY, letters=0, stories=1),))
    assert json.loads(reasons.dumps([lacking])) == [
        {"code": "not_held", "number": 1, "listed": 9, "because": [{"code": "no_body", "stories": 1, "letters": 0}]}
    ]
    assert (reasons.dumps([]), reasons.loads("[]"), reasons.loads("")) == ("[]", (), ())
    assert (reasons.dump(None), reasons.load("")) == ("", None)


@pytest.mark.parametrize(
    "text",
    [
        '[{"code": "nobody_knows"}]',
        '[{"code": ["not_found"], "status": 404}]',
        '[{"code": "not_found"}]',
        '[{"code": "not_found", "status": "404"}]',
        '[{"code": "not_found", "status": true}]',
        '[{"code": "not_found", "status": 404, "listed": 9}]',
        '[{"code": "not_found", "status": 404, "colour": "red"}]',
        '[{"code": "wrong_date", "date": "Saturday"}]',
        '[{"code": "no_section", "names": "Leaders"}]',
        '[{"code": "not_there", "because": [{"code": "not_found"}]}]',
        '[{"status": 404}]',
        '["not found"]',
        '{"code": "taken_down"',
        "3 stories listed, at least 5 expected",
    ],
)
def test_what_is_no_reason_is_refused_and_shown_as_it_stands(text: str) -> None:
    with pytest.raises(ValueError):
        reasons.loads(text)
    assert reasons.shown(text) == (Reason(code=Code.NOTE, text=text),)


def test_a_reason_without_what_its_code_needs_cannot_be_made() -> None:
    with pytest.raises(ValueError, match=r"too_few_stories needs \['least'\]"):
        Reason(code=Code.TOO_FEW_STORIES, listed=3)
    with pytest.raises(ValueError, match=r"taken_down has no \['status'\]"):
        Reason(code=Code.TAKEN_DOWN, status=410)


def test_every_code_has_its_values_and_its_words() -> None:
    assert set(FIELDS) == set(PHRASES) == set(Code)
    assert len({phrase(reason(code, whole=False)) for code in Code}) == len(Code), "no two say the same"


@pytest.mark.parametrize("tag", sorted(set(language.available()) - {"en"}))
def test_every_code_has_words_in_every_language(tag: str) -> None:
    for code in set(Code) - {Code.NOTE}:  # whose text is as it was written
        bare = reason(code, whole=False)
        with language.speaking(tag):
            said = wording.reasons_in_words([bare])
        assert said != phrase(bare), code
        assert "%(" not in said, code


@pytest.mark.parametrize("tag", sorted(set(language.available()) - {"en"}))
@pytest.mark.parametrize(
    "kind", [kind for name, kind in vars(walls).items() if re.match(r"[A-Z]", name) and isinstance(kind, str)]
)
def test_what_stands_in_a_storys_place_is_said_in_every_language(kind: str, tag: str) -> None:
    with language.speaking(tag):
        said = wording.reasons_in_words([Reason(code=Code.WALL, kind=kind), Reason(code=Code.NOTICE, kind=kind)])
    assert kind not in said


class Plain(Speaker):
    """Says numbers so that they can be found again."""

    def number(self, value: int) -> str:
        return str(value)


@pytest.mark.parametrize("code", Code)
def test_the_words_say_all_that_a_reason_knows(code: Code) -> None:
    said = phrase(reason(code), Plain())
    plain = {
        **VALUES,
        "weekday": "Saturday",
        "share": "80%",
        "limit": "30%",
        "date": "6 March 2026",
        "wanted": "7 March 2026",
    }
    plain |= {"names": "Leaders, Sport", "because": "not found (status 404)"}
    for name in FIELDS[code].replace("?", "").split():
        assert str(plain[name]) in said or (code, name) == (Code.WAIT_TOO_LONG, "status"), name


def test_readers_are_spared_what_exceptions_and_selectors_said() -> None:
    for code in (Code.CRASHED, Code.NOTHING_FOUND, Code.NO_ANSWER):
        assert VALUES["text"] in phrase(reason(code))
        assert VALUES["text"] not in phrase(reason(code), brief=True)


KEY = EditionKey("lantern", dt.date(2026, 3, 7))
INDEX = Index(name="front", fetches=(), requires=("env.A_KEY",))


def paper(**health: Any) -> Publication:
    return Publication(
        slug="lantern", title="Lantern", timezone="UTC", language="en", health=Health(**health), indexes=(INDEX,)
    )


def links(count: int) -> tuple[StoryLink, ...]:
    return tuple(StoryLink(url=f"https://x/{n}", position=n) for n in range(1, count + 1))


NOW = Readings(
    stories=3, listed={"page": 0.0}, read={"byline": 0.1, "body": 1.0}, by_rule={"body": 0.0}, characters=90.0
)
USUAL = Readings(
    stories=60, listed={"page": 1.0}, read={"byline": 0.9, "body": 1.0}, by_rule={"body": 0.98}, characters=900.0
)


def of_editions() -> Iterator[Reason]:
    """The reasons of editions of every kind."""
    absent = IndexFailure(FailureKind.ABSENT, GONE)
    for index_failures in ([], [absent]):
        for day in (6, 7, 8):  # before it is ready, before and after it is overdue
            now = dt.datetime(2026, 3, day, 1, tzinfo=dt.UTC)
            yield from without_index(paper(), KEY, index_failures, now=now).reasons
    everything: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({}, {"doubt": reason(Code.DAY_IN_DOUBT)}),
        ({}, {"gaps": [reason(Code.PAGES_OF_ANOTHER_DAY)]}),
        ({}, {"held": 0, "refused": 3, "failures": [("https://x/1", GONE)]}),
        ({}, {"held": 0, "failures": [("https://x/1", GONE)]}),
        ({}, {"held": 2, "failures": [("https://x/1", GONE)]}),
        ({}, {"failures": [("https://x/1", reason(Code.STORY_CUT_SHORT))]}),
        ({"stories": (5, 9), "sections": (2, 9), "must_have_sections": ("Leaders",), "fields": {"page": 0.9}}, {}),
        ({"stories": (1, 2)}, {"usual": 60.0, "short": 3, "missing_supplements": ["review"]}),
        ({}, {"index_failures": [absent]}),
        ({}, {"readings": NOW, "usual_readings": USUAL}),
    ]
    if repeated := repeated_list(paper(repeat_max=0.3), links(3), 0.8):
        yield repeated
    for health, found in everything:
        yield from with_index(paper(**health), KEY, Collected(**({"links": links(3), "held": 3} | found))).reasons


def of_answers() -> Iterator[Reason]:
    """The reasons of indexes and stories that could not be had."""
    for status in (404, 403, 500):
        yield index_failure(INDEX, StatusError(status)).reason
        yield failure_of(HttpError(Response("https://x/", status=status), "x"))[0]
    yield failure_of(WaitRefusedError(wait_reason(WaitTooLongError("x.example", 86_400), 429)))[0]
    for made in (robots(200, b"User-agent: *\nDisallow: /"), robots(403, b""), robots(302, b"")):
        reason = made.failure_of("https://x.example/a")
        assert reason is not None
        yield failure_of(RobotsForbidError(reason))[0]
    yield failure_of(IgnoreRequest("max redirections reached"))[0]
    yield failure_of(DownloadCancelledError())[0]
    yield failure_of(TimeoutError())[0]
    for day in (dt.date(2026, 3, 6), None):
        yield index_failure(INDEX, errors.AnotherDayError("title", wanted=KEY.date, day=day, links=())).reason
    for name in dir(errors):
        made = getattr(errors, name)
        special = (errors.BadAddressError, errors.AnotherDayError)
        if isinstance(made, type) and issubclass(made, discover.DiscoverError) and made not in special:
            yield index_failure(INDEX, made("why")).reason


# Where the others come from, each with the module that makes it: a line of code says so, or the test fails.
ELSEWHERE = {
    "archive/schema.py": {Code.NEVER_TRIED, Code.NOT_REACHED, Code.NOT_FINISHED},
    "schedule.py": {Code.DECLARED_CLOSED, Code.COMBINED},
    "spiders/edition.py": {Code.NOT_ASKED_FOR, Code.NO_WEB_ADDRESS, Code.STORY_CUT_SHORT},
    "spiders/edition_lists.py": {Code.LIST_TOO_LONG, Code.FROM_WEB_ARCHIVE},
    "web_archive.py": {Code.NOT_IN_WEB_ARCHIVE, Code.COPIES_UNUSABLE, Code.WEB_ARCHIVE_FAILED},
    "collect/fillable.py": {Code.OUT_OF_REACH, Code.NO_SUCH_LABEL},
    "collect/outcome.py": {Code.OTHER_REASONS},
    "collect/web_policy.py": {Code.ADDRESS_TOO_LONG, Code.INSIDE_NETWORK},
    "request_errors.py": {
        *(Code.TIMED_OUT, Code.CONNECTION_REFUSED, Code.CONNECTION_LOST, Code.NAME_UNKNOWN, Code.TLS_FAILED),
        *(Code.NOT_HTTP, Code.HEADERS_TOO_LONG),
    },
    "reading.py": {
        *(Code.REDIRECT, Code.ERROR_STATUS, Code.NOT_HTML, Code.EMPTY_PAGE, Code.FRONT_DOOR),
    },
    "extract/no_story.py": {Code.WALL, Code.NOTICE, Code.NO_HEADLINE, Code.NO_BODY, Code.STORY_LIST},
    "discover/index_pages.py": {Code.LIST_CUT_OFF, Code.LIST_GOES_ON},
    "discover/walk.py": {Code.LIST_PAGE_MISSING},
    "pipelines.py": {Code.TAKEN_DOWN},
    "archive/write/ledger.py": {Code.CLAIMED},
    "drift/incidents.py": {Code.INDEX_SHOWS_NONE},
    "drift/comparison.py": {
        *(Code.STORIES_UNLISTED, Code.YIELD_FELL, Code.ALTERNATE_USED, Code.PAGING_ENDED, Code.LIST_ENDS_EARLY),
        *(Code.SECTIONS_RENAMED, Code.OTHER_KIND, Code.DAY_UNSTATED, Code.MANY_MORE_LISTED, Code.OTHER_ADDRESSES),
    },
    "discover/hooks.py": {Code.HOOK_FAILED},
    "reasons/codes.py": {Code.CRASHED},  # of_error
    "captures/reader.py": {Code.NO_ADDRESS, Code.UNREADABLE},
    "captures/contents.py": {
        *(Code.NOT_A_PAGE, Code.DAMAGED, Code.WRONG_ENCODING, Code.UNKNOWN_ENCODING, Code.PAGE_TOO_LONG, Code.CUT_OFF),
    },
    "collect/run.py": {Code.ALREADY_HELD, Code.SAME_TEXT},
    "middlewares.py": {Code.REDIRECT_LOOP, Code.HOST_SILENT},
    "collect/import_captures.py": {Code.NO_ORIGINAL},
    "thumbnails.py": {
        *(Code.IMAGE_TOO_LARGE, Code.TOO_MANY_PIXELS, Code.IMAGE_UNREADABLE, Code.DRAWING_TOO_LARGE),
        *(Code.DRAWING_UNREADABLE, Code.DRAWING_MAY_ACT, Code.DRAWING_WITHOUT_SIZE),
    },
    "reasons/old_sentences.py": {Code.NOTE, Code.WRONG_DATE, Code.NO_PILLOW},  # of archives before ANOTHER_DAY
}


def test_every_code_is_met_with() -> None:
    met = {made.code for made in (*of_editions(), *of_answers())}
    for module, codes in ELSEWHERE.items():
        source = (ROOT / "scraper" / module).read_text(encoding="utf-8")
        assert [
            code
            for code in codes
            if not {f"Code.{code.name}", f'"{code}"'} & set(re.findall(r'Code\.\w+|"\w+"', source))
        ] == [], module
        met |= codes
    assert set(Code) - met == set()
