"""What makes another version of a story, and what does not."""

from __future__ import annotations

import pytest

from scraper.archive.texts import comparable, counts, hash_of

TEXT = "The ferry sails at nine.\n\nThe café is shut."


@pytest.mark.parametrize(
    "other",
    [
        "The ferry  sails at\u00a0nine.\n\n\nThe café is shut. ",
        "The fer\u00adry sails at nine.\n\nThe cafe\u0301 is shut.",
        f"{TEXT}\n\n12 comments",
        f"1,234 views\n\n{TEXT}",
        f"{TEXT}\n\nUpdated 3 hours ago",
        f"Lesezeit: 3 Minuten\n\n{TEXT}\n\n312 Aufrufe",
        f"Просмотров: 312\n\n{TEXT}\n\n浏览次数：1234\n\n조회수 1,234",
        f"{TEXT}\n\nCommentaires (12)\n\nHace 3 horas\n\n5 min read · 12 shares",
    ],
    ids=["blanks", "spelling", "comments", "views", "updated", "German", "scripts", "French and Spanish"],
)
def test_it_is_the_same_version(other: str) -> None:
    assert hash_of(other) == hash_of(TEXT)


@pytest.mark.parametrize(
    "other",
    [
        TEXT.replace("nine", "ten"),
        TEXT.replace("ferry", "Ferry"),
        f"{TEXT}\n\n12 people drowned",
        f"{TEXT}\n\n3 hours",
        f"{TEXT}\n\nRead in 2019, the report had 3 comments of the harbour master, who has left since",
        f"{TEXT}\n\nComments",
    ],
)
def test_it_is_another_version(other: str) -> None:
    assert hash_of(other) != hash_of(TEXT)


def test_fields_are_not_run_together() -> None:
    assert hash_of("a", "b") != hash_of("a b", "")


def test_a_line_that_counts_is_short() -> None:
    assert counts("Shared 12 times")
    assert not counts("shared " * 12 + "1")
    assert comparable("12 views") == ""
