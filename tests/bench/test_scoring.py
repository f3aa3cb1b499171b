"""The figures of ``make bench-extraction``: what counts as right, on readings small enough to count by hand."""

from __future__ import annotations

import pytest

from bench import scoring
from bench.scoring import Days, Overlap, Score


def test_shingles_are_counted_runs_of_four_words() -> None:
    assert scoring.shingles("The sea, the sea; the sea, the sea") == {
        ("The", "sea", "the", "sea"): 1,
        ("sea", "the", "sea", "the"): 2,
        ("the", "sea", "the", "sea"): 2,
    }


def test_a_text_shorter_than_four_words_is_one_shingle_and_no_words_are_none() -> None:
    assert scoring.shingles("Ferry returns") == {("Ferry", "returns"): 1}
    assert scoring.shingles(" ... ") == {}


def test_overlap_of_a_body_with_one_word_too_many_and_two_missing() -> None:
    found = scoring.overlap("one two three four five six seven", "one two three four five and")
    assert found == Overlap(precision=2 / 3, recall=2 / 4)


def test_a_body_that_was_not_found_counts_in_the_recall_only() -> None:
    right, nothing = scoring.overlap("a b c d", "a b c d"), scoring.overlap("a b c d", "")
    assert nothing == Overlap(precision=None, recall=0.0)
    assert scoring.body([right, nothing]) == Score(f1=pytest.approx(2 / 3), precision=1.0, recall=0.5)


def test_segments_are_left_out_of_the_body_and_there_in_it_or_around_it() -> None:
    wanted, unwanted = ["Ran AGAIN", "full.", "a week after"], ["read also", "ran again"]
    found = scoring.segments(wanted, unwanted, body="It ran again, and was full", around="A week later")
    assert found == Overlap(precision=1 / 2, recall=2 / 3)
    assert scoring.segments(["A week"], [" "], body="", around="A week later") == Overlap(precision=None, recall=1.0)


def test_the_f1_is_that_of_the_averages_not_the_average_of_f1s() -> None:
    score = scoring.body([Overlap(1.0, 0.5), Overlap(0.5, 1.0)])
    assert score.f1 == pytest.approx(0.75)  # the average of both F1s would be 0.667


def test_nothing_read_scores_nothing() -> None:
    assert scoring.body([]) == Score(0.0, 0.0, 0.0)
    assert scoring.authors([]) == Score(0.0, 0.0, 0.0)


def test_the_same_draws_in_every_run() -> None:
    assert scoring.samples(5, times=3) == scoring.samples(5, times=3)
    assert [len(draw) for draw in scoring.samples(5, times=3)] == [5, 5, 5]
    assert scoring.samples(0) == []


def test_a_resampled_score_is_that_of_the_drawn_pages() -> None:
    pages = [Overlap(1.0, 1.0), Overlap(0.0, 0.0)]
    assert scoring.resampled(pages, [[0, 0], [1, 1], [0, 1]]) == [1.0, 0.0, 0.5]


def test_the_interval_leaves_out_a_fortieth_at_each_end() -> None:
    assert scoring.interval([float(number) for number in range(200, -1, -1)]) == (5.0, 195.0)


def test_headlines_are_compared_with_white_space_collapsed_and_quotes_straight() -> None:
    same = ("‘We lost the piano’:  a “port” counts", "'We lost the piano': a \"port\"\n counts ")
    assert scoring.headlines([same]) == 1.0


@pytest.mark.parametrize("found", ["ferry returns", "Ferry returns.", "Ferry returns | The Courier", ""])
def test_case_full_stop_and_the_papers_name_make_another_headline(found: str) -> None:
    assert scoring.headlines([("Ferry returns", found)]) == 0.0


def test_authors_are_sets_of_persons_counted_over_all_pages() -> None:
    score = scoring.authors(
        [
            (["Ada Winter", "Beatriz Holm"], ["BEATRIZ  HOLM", "Ada Winter", "Staff"]),
            (["Imre O’Dell"], ["Imre O'Dell", ""]),
            (["Nobody Found"], []),
        ]
    )
    assert score == Score(f1=pytest.approx(0.75), precision=0.75, recall=0.75)


def test_who_is_named_on_a_page_without_an_author_is_a_false_positive() -> None:
    assert scoring.authors([(["Ada Winter"], ["Ada Winter"]), ([], ["Newsroom"])]).precision == 0.5


def test_days_are_right_wrong_missing_or_claimed() -> None:
    pairs = [
        ("2026-03-06", "2026-03-06"),
        ("2026-03-06", "2026-03-07"),
        ("2026-03-06", ""),
        ("", "2026-03-06"),
        ("", ""),
    ]
    assert scoring.days(pairs) == Days(right=1, wrong=1, missing=1, claimed=1)
