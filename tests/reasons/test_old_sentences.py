"""Archives from before reasons were codes: the sentences they hold become the codes they meant."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from scraper.archive import opened
from scraper.archive.schema import migrations
from scraper.reasons import old_sentences

DETAILS: list[tuple[str, list[dict[str, Any]]]] = [  # as collections wrote them
    ("", []),
    ("the newspaper declares that it is closed that day", [{"code": "declared_closed"}]),
    (
        "no index can be asked for this day without env.A_KEY, env.B_KEY",
        [{"code": "no_index", "names": ["env.A_KEY", "env.B_KEY"]}],
    ),
    (
        "was due, but is not there (paper: status 404; api: Step 2: the list is empty.)",
        [
            {
                "code": "not_there",
                "because": [
                    {"code": "not_found", "index": "paper", "status": 404},
                    {"code": "not_listed", "index": "api", "text": "Step 2: the list is empty."},
                ],
            }
        ],
    ),
    (
        "is not due yet, but is not there (paper: no answer (took longer than 30.0 seconds..))",
        [
            {
                "code": "not_due_yet",
                "because": [{"code": "no_answer", "index": "paper", "text": "took longer than 30.0 seconds.."}],
            }
        ],
    ),
    (
        "another index was used, because front: lantern, index 'front', step 1, https://lantern.example/a: "
        "JSON was expected, and something else came. Expecting value; it begins '<html'.; feed: status 403",
        [
            {
                "code": "another_index",
                "because": [
                    {
                        "code": "not_json",
                        "index": "front",
                        "text": "Expecting value; it begins '<html'.",
                        "place": "lantern, index 'front', step 1, https://lantern.example/a",
                    },
                    {"code": "refused", "index": "feed", "status": 403},
                ],
            }
        ],
    ),
    (
        "front: lantern, index 'front', step 1, https://lantern.example/: A selector found nothing on the page. "
        "Step 1: 'li.story' on https://lantern.example/.; api: forbidden by robots.txt",
        [
            {
                "code": "nothing_found",
                "index": "front",
                "text": "Step 1: 'li.story' on https://lantern.example/.",
                "place": "lantern, index 'front', step 1, https://lantern.example/",
            },
            {"code": "forbidden_by_robots", "index": "api"},
        ],
    ),
    ("the index is that of 2026-03-06", [{"code": "wrong_date", "date": "2026-03-06"}]),
    (
        "80% of its stories stood in the edition before, at most 30% may",
        [{"code": "repeated", "share": 0.8, "limit": 0.3}],
    ),
    (
        "the site refused all stories that were asked for (refused (status 403))",
        [{"code": "all_refused", "because": [{"code": "refused", "status": 403}]}],
    ),
    (
        "none of 3 listed stories could be read (no body: 0 letters of text, and no sign of a paywall)",
        [{"code": "none_readable", "listed": 3, "because": [{"code": "no_body", "letters": 0}]}],
    ),
    (
        "7 of 12 listed stories are not held (3 not found (status 404), 2 error: 'a; b', 9 c) d, 1 not HTML: "
        "application/pdf, 1 a thing of its own); 12 stories listed, at least 20 expected; page given for 0% of the "
        "stories, 90% expected; no section Leaders, Sport; supplement missing: review",
        [
            {
                "code": "not_held",
                "number": 7,
                "listed": 12,
                "because": [
                    {"code": "not_found", "stories": 3, "status": 404},
                    {"code": "crashed", "stories": 2, "text": "'a; b', 9 c) d"},
                    {"code": "not_html", "stories": 1, "kind": "application/pdf"},
                    {"code": "note", "stories": 1, "text": "a thing of its own"},
                ],
            },
            {"code": "too_few_stories", "listed": 12, "least": 20},
            {"code": "thin_field", "share": 0.0, "limit": 0.9, "field": "page"},
            {"code": "no_section", "names": ["Leaders", "Sport"]},
            {"code": "supplement_missing", "names": ["review"]},
        ],
    ),
    (  # the comma and number of an exception are no cause of their own, though the numbers would come to four
        "4 of 9 listed stories are not held (1 error: list, 2 items, 1 taken down, 1 forbidden by robots.txt, 1 not "
        "found (status 404))",
        [
            {
                "code": "not_held",
                "number": 4,
                "listed": 9,
                "because": [
                    {"code": "crashed", "stories": 1, "text": "list, 2 items"},
                    {"code": "taken_down", "stories": 1},
                    {"code": "forbidden_by_robots", "stories": 1},
                    {"code": "not_found", "stories": 1, "status": 404},
                ],
            }
        ],
    ),
    (
        "90 stories listed, at most 80 expected; 3 stories listed, 6 is usual for a Saturday; 1 sections, at least 2 "
        "expected; 2 of 3 stories are shorter than 150 characters",
        [
            {"code": "too_many_stories", "listed": 90, "most": 80},
            {"code": "fewer_than_usual", "listed": 3, "usual": 6, "weekday": 6},
            {"code": "too_few_sections", "number": 1, "least": 2},
            {"code": "short_stories", "number": 2, "held": 3, "least": 150},
        ],
    ),
    (
        "something a person wrote; and more of it; no section Arts",
        [
            {"code": "note", "text": "something a person wrote; and more of it"},
            {"code": "no_section", "names": ["Arts"]},
        ],
    ),
]

FAILURES: list[tuple[str, dict[str, Any] | None]] = [
    ("", None),
    ("not found (status 410)", {"code": "not_found", "status": 410}),
    ("refused (status 429)", {"code": "refused", "status": 429}),
    ("error (status 503)", {"code": "error_status", "status": 503}),
    ("forbidden by robots.txt", {"code": "forbidden_by_robots"}),
    ("no answer (TimeoutError)", {"code": "no_answer", "kind": "TimeoutError"}),
    ("not asked for, since the site refused the ones before", {"code": "not_asked_for"}),
    ("taken down", {"code": "taken_down"}),
    ("no headline: neither its data nor its markup names a headline", {"code": "no_headline"}),
    ("not a story page: the front door of a site", {"code": "front_door"}),
    (
        "not a story page: a list of 14 stories, without a text of its own",
        {"code": "story_list", "listed": 14},
    ),
    ("not HTML: empty answer", {"code": "empty_page"}),
    ("not HTML: binary data", {"code": "not_html"}),
    ("error: list index out of range", {"code": "crashed", "text": "list index out of range"}),
    ("the dog ate it", {"code": "note", "text": "the dog ate it"}),
]
OF_IMAGES = [
    ("larger than 20 MB", {"code": "image_too_large", "most": 20_000_000}),
    ("90000 × 80000 pixels are too many", {"code": "too_many_pixels", "width": 90_000, "height": 80_000}),
    ("no image that can be read (EOFError)", {"code": "image_unreadable", "kind": "EOFError"}),
    ("Pillow is not installed; pip install 'backissues[images]'", {"code": "no_pillow"}),
    ("a drawing that may act", {"code": "drawing_may_act"}),
]  # fmt: skip


@pytest.mark.parametrize(("detail", "meant"), DETAILS)
def test_an_editions_sentences_are_read_as_the_codes_they_meant(detail: str, meant: list[dict[str, Any]]) -> None:
    assert [reason.as_json() for reason in old_sentences.of_edition(detail)] == meant


@pytest.mark.parametrize(("text", "meant"), [*FAILURES[1:], *OF_IMAGES])
def test_a_storys_sentence_is_read_as_the_code_it_meant(text: str, meant: dict[str, Any]) -> None:
    assert old_sentences.of_story(text).as_json() == meant


def test_an_archive_of_before_is_migrated_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        migrations.apply(Database(connection), stop_before="reasons_as_codes")
        connection.execute("INSERT INTO publications (id, slug, title) VALUES (1, 'lantern', 'Lantern')")
        connection.executemany(
            "INSERT INTO editions (id, publication_id, date, outcome, detail) VALUES (?, 1, ?, 'partial', ?)",
            [(number, f"2026-03-{number:02}", detail) for number, (detail, _) in enumerate(DETAILS, start=1)],
        )
        connection.executemany(
            "INSERT INTO placements (id, edition_id, url, failure) VALUES (?, 1, ?, ?)",
            [(number, f"https://x/{number}", text) for number, (text, _) in enumerate(FAILURES)],
        )
        connection.executemany(
            "INSERT INTO thumbnails (url, fetched, failure) VALUES (?, '', ?)",
            [(f"https://x/{number}.jpg", text) for number, (text, _) in enumerate([("", None), *OF_IMAGES])],
        )
        connection.commit()
    with contextlib.closing(opened(path)) as db:
        details = db.execute("SELECT detail FROM editions ORDER BY id").fetchall()
        failures = db.execute("SELECT failure FROM placements ORDER BY id").fetchall()
        images = db.execute("SELECT failure FROM thumbnails ORDER BY url").fetchall()
    assert [json.loads(detail) for (detail,) in details] == [meant for _, meant in DETAILS]
    assert [json.loads(failure) if failure else None for (failure,) in failures] == [meant for _, meant in FAILURES]
    assert [failure and json.loads(failure) for (failure,) in images] == ["", *(meant for _, meant in OF_IMAGES)]
