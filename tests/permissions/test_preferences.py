"""The words of Content-Signal and Content-Usage lines."""

from __future__ import annotations

import pytest

from scraper.permissions import preferences


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        (
            "search=yes, ai-input=no, ai-train=no",
            {"search": "permitted", "ai-input": "prohibited", "ai-train": "prohibited"},
        ),
        ("AI-Train = NO", {"ai-train": "prohibited"}),
        ("search=yes", {"search": "permitted"}),  # of what is not named, nothing is said
        ("use=reference, search=maybe, ai-train", {}),
        ("", {}),
    ],
)
def test_signals(words: str, answers: dict[str, str]) -> None:
    assert {each.use.value: each.answer.value for each in preferences.signals(words, "")} == answers


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("train-ai=n", {"ai-train": "prohibited"}),
        ("train-ai=y, search=n", {"ai-train": "permitted", "search": "prohibited"}),
        ("train-ai;allow=n, train-ai=y", {"ai-train": "permitted"}),  # the last of a name
        ('train-ai=y, train-ai, search=n, search="n"', {}),
        ('train-ai;has;parameters="?,=";', {}),
        ('train-ai=n;why="no, never", search=y', {"ai-train": "prohibited", "search": "permitted"}),
        ("train-ai=no", {}),  # no token of the vocabulary
        ("Train-AI=n", {}),  # names have no capitals, and so it is no dictionary
        ("train-ai=n, =", {}),
    ],
)
def test_usages(words: str, answers: dict[str, str]) -> None:
    """Most of these are the examples of draft-ietf-aipref-vocab, section 6."""
    assert {each.use.value: each.answer.value for each in preferences.usages(words, "")} == answers
