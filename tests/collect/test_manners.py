"""Each sentence on our manners, and the tests that show it: those of docs/what-happens-to-a-page.md and of the design.

A new sentence needs a row, and a row a test. A sentence is named by its first words.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "what-happens-to-a-page.md"
PACE, ROBOTS, LATER = "collect/test_politeness.py", "collect/test_robots.py", "collect/test_later_looks.py"
PERMITS, POLICY, INSIDE = "collect/test_permissions.py", "collect/test_web_policy.py", "collect/test_inside.py"
SILENT, WALLS, KEPT = "collect/test_silence.py", "collect/test_walls.py", "collect/test_noarchive.py"
MANY, SAYS = "collect/test_shared_hosts.py", "extract/page/test_permissions.py"

DOCUMENTED: Mapping[str, tuple[str, ...]] = {
    "`tests/collect/test_manners.py` names": ("collect/test_manners.py::test_each_sentence_has_a_row",),
    "We say who we are": (f"{PACE}::test_we_say_who_we_are_and_whom_to_write_to",),
    "With a key of yours each request": (
        "collect/test_identity.py::test_every_request_is_signed_anew_for_its_host_and_the_key_is_nowhere_else",
        "collect/test_identity.py::test_the_example_of_the_rfc",
    ),
    "A web archive is asked for what": (
        "collect/test_web_archive.py::test_no_archive_is_asked_that_nobody_named",
        "collect/test_web_archive.py::test_the_archive_has_its_own_pace_and_robots_txt",
    ),
    "What the newspaper refuses or forbids is not": (
        "collect/test_web_archive.py::test_what_the_paper_refuses_is_not_taken_from_elsewhere",
        "collect/test_web_archive.py::test_what_the_paper_forbids_today_is_not_taken_from_elsewhere",
    ),
    "We obey the robots.txt of every host": (
        f"{PACE}::test_a_page_that_robots_txt_forbids_is_not_asked_for",
        f"{PACE}::test_where_a_redirect_leads_to_another_host_its_robots_txt_is_asked",
    ),
    "Where its answer is 401, 403 or 429": (
        f"{PACE}::test_a_robots_txt_that_is_refused_or_fails_means_no",
        f"{PACE}::test_a_robots_txt_out_of_reach_means_no",
        f"{PACE}::test_a_robots_txt_that_is_not_there_allows_all",
        f"{ROBOTS}::test_one_without_end_forbids_all",
    ),
    "Of a long one the first": (
        f"{ROBOTS}::test_only_the_beginning_of_a_long_one_holds",
        f"{ROBOTS}::test_of_a_long_one_the_beginning_is_obeyed",
    ),
    "Rules hold for 24 hours": (
        f"{PERMITS}::test_rules_that_are_kept_are_obeyed",
        f"{PERMITS}::test_a_refusal_is_no_rule_for_a_day",
    ),
    "Once a day and host": (
        f"{PERMITS}::test_documents_are_asked_for_before_pages_and_once_a_day",
        f"{PERMITS}::test_the_licence_that_robots_txt_names_is_asked_for",
        f"{PERMITS}::test_a_tdmrep_that_cannot_be_had_costs_nothing_but_one_request_a_day",
        f"{PERMITS}::test_what_robots_txt_forbids_is_not_asked_for_to_find_out_what_is_permitted",
    ),
    "All of it is part of the record": (f"{PERMITS}::test_a_rebuild_and_an_import_have_the_same_permissions",),
    "We make one request at a time to a host": (
        f"{PACE}::test_one_request_at_a_time_is_under_way_to_a_host",
        f"{PACE}::test_crawl_delay_is_left_between_two_requests",
        f"{PACE}::test_the_longer_of_our_delay_and_the_hosts_is_left",
        f"{PACE}::test_a_second_at_least_is_left_unless_a_newspaper_says_otherwise",
        f"{MANY}::test_newspapers_that_share_a_host_share_its_pace",
        f"{MANY}::test_two_hundred_newspapers_of_one_server_keep_one_pace_and_steady_memory",
    ),
    "After 429 or 503 we make no request": (
        f"{PACE}::test_retry_after_is_waited_for_before_anything_else_is_asked_of_the_host",
        f"{PACE}::test_what_already_waits_for_its_turn_waits_for_retry_after_too",
        f"{PACE}::test_retry_after_is_a_number_or_a_date",
        f"{PACE}::test_a_retry_after_that_asks_for_no_patience_is_none",
    ),
    "A host that asks for more than five minutes": (
        f"{PACE}::test_whoever_asks_for_more_patience_than_we_have_is_asked_another_day",
        f"{PACE}::test_an_absurd_retry_after_leaves_the_host_alone",
    ),
    "A run that waits for more than five seconds": (
        f"{PACE}::test_a_run_that_waits_says_so_and_stops_when_told",
        f"{PACE}::test_whoever_stops_the_run_does_not_wait",
        f"{SILENT}::test_a_run_that_nobody_answers_stops_when_told",
    ),
    "After three refusals in a row": (
        f"{PACE}::test_after_three_refusals_nothing_more_is_asked",
        f"{PACE}::test_after_three_refusals_no_more_pictures_are_asked_for",
    ),
    "After three checks for robots": (
        f"{WALLS}::test_after_three_indexes_that_are_checks_the_newspaper_is_not_asked_on",
        f"{WALLS}::test_after_three_stories_that_are_checks_the_newspaper_is_not_asked_on",
        f"{WALLS}::test_a_story_in_between_is_no_check",
        f"{WALLS}::test_checks_for_robots_end_the_requests",
    ),
    "A host that answers nothing to six requests": (
        f"{SILENT}::test_a_host_that_is_silent_gets_no_turn_any_more",
        f"{SILENT}::test_an_answer_now_and_then_does_not_make_silence_cheap",
        f"{SILENT}::test_silent_stories_end_the_asking",
    ),
    "What is held is asked for with the conditions": (
        f"{LATER}::test_pages_are_asked_for_by_what_their_captures_say",
        f"{LATER}::test_what_is_as_it_was_makes_no_version_and_was_seen_again",
    ),
    "They go to that very address": (f"{LATER}::test_a_condition_is_that_of_its_own_address",),
    "A story in several pages": (
        f"{LATER}::test_a_story_in_several_pages_is_asked_for_as_a_whole",
        f"{LATER}::test_where_the_rules_of_its_file_have_changed_a_page_is_read_anew",
    ),
    "`backissues inspect URL` does": (
        f"{PACE}::test_inspect_asks_robots_txt_first_and_says_who_it_is",
        f"{PACE}::test_inspect_leaves_a_second_between_two_requests",
        f"{PACE}::test_inspect_does_not_ask_for_a_page_that_it_may_not_have",
        f"{PACE}::test_inspect_asks_the_robots_txt_of_each_host_that_it_is_led_to",
        f"{PACE}::test_inspect_is_told_to_come_later_and_says_so",
    ),
    "What a page leads to may be anything": (
        f"{INSIDE}::test_no_way_leads_inside",
        f"{INSIDE}::test_an_index_that_leads_inside_is_none",
        f"{INSIDE}::test_inspect_follows_nothing_inside",
        f"{POLICY}::test_a_network_address_is_known_in_every_spelling",
        f"{POLICY}::test_what_is_inside",
    ),
    "It is asked before robots.txt is": (
        f"{INSIDE}::test_a_spider_connects_to_the_address_that_was_judged",
        f"{INSIDE}::test_inspect_connects_to_the_address_that_was_judged",
    ),
    "What you wrote yourself is yours": (
        f"{POLICY}::test_the_hosts_of_a_newspapers_file_are_granted_with_their_ports",
    ),
    "Such a host may stand in a private network": (
        f"{POLICY}::test_a_granted_name_may_be_private_and_stays_where_it_was",
    ),
    "On this machine it may be": (f"{POLICY}::test_a_name_with_a_port_of_its_own_may_be_on_this_machine",),
    "`localhost` or a number among `hosts`": (
        f"{POLICY}::test_a_host_of_this_machine_among_hosts_is_granted_whatever_the_port",
    ),
    "`BACKISSUES_INSIDE` lets more be asked": (f"{POLICY}::test_a_setting_lets_more_be_asked",),
    "Through a proxy": (f"{MANY}::test_through_a_proxy_names_are_judged_and_not_looked_up",),
    "Names and passwords before the host": (f"{POLICY}::test_nobodys_password_stays_in_an_address",),
    "A page that reloads itself after a while": ("collect/test_redirects.py::test_what_a_refresh_leads_to",),
    "A page that says `noarchive`": (
        f"{KEPT}::test_a_collection_agrees_with_an_import_and_with_its_rebuild",
        f"{KEPT}::test_the_run_says_that_it_withheld",
    ),
    "A reservation of text and data mining": (
        f"{SAYS}::test_a_reservation_of_mining",
        f"{SAYS}::test_all_that_a_page_and_its_headers_say_is_kept_in_their_own_words",
    ),
    "One reading of the parsed page": (f"{KEPT}::test_an_import_and_its_rebuild_agree",),
    "We never pass a paywall": (
        f"{PACE}::test_a_newspapers_file_adds_to_our_name_and_does_not_hide_it",
        "test_walls.py::test_the_beginning_behind_a_paywall_stays_an_excerpt",
    ),
    "Where a wall comes in a story's place": (
        f"{WALLS}::test_one_wall_makes_it_partial_and_is_asked_for_again",
        "test_walls.py::test_a_wall_is_no_story",
    ),
    "So it is with a notice": (
        "test_no_story.py::test_an_error_that_is_answered_as_a_page_is_none",
        "test_no_story.py::test_a_page_that_lists_stories_is_none",
        "test_no_story.py::test_an_empty_shell_is_none",
    ),
}

# Section 8 of the design, clause by clause.
DESIGN: Mapping[str, tuple[str, ...]] = {
    "Identify ourselves with a contact address": DOCUMENTED["We say who we are"],
    "obey robots.txt (401/403 on robots.txt means no; other 4xx means yes)": (
        *DOCUMENTED["We obey the robots.txt of every host"],
        *DOCUMENTED["Where its answer is 401, 403 or 429"],
    ),
    "one request at a time per host with at least a second between by default": DOCUMENTED[
        "We make one request at a time to a host"
    ],
    "honour Retry-After": DOCUMENTED["After 429 or 503 we make no request"],
    "`noarchive` asks that no copy be shown": DOCUMENTED["A page that says `noarchive`"],
    "record TDM reservation and every other permission signal": (
        *DOCUMENTED["A reservation of text and data mining"],
        *DOCUMENTED["All of it is part of the record"],
    ),
    "never bypass a paywall, a login or a challenge": (
        *DOCUMENTED["We never pass a paywall"],
        *DOCUMENTED["Where a wall comes in a story's place"],
        *DOCUMENTED["After three checks for robots"],
    ),
    "never pretend to be a search engine": DOCUMENTED["We never pass a paywall"],
    "robots.txt out of reach means no": (f"{PACE}::test_a_robots_txt_out_of_reach_means_no",),
    "no request goes to loopback, private or link-local addresses, wherever a page leads": DOCUMENTED[
        "What a page leads to may be anything"
    ],
    "a host that the publication's own file names is the operator's choice": DOCUMENTED[
        "What you wrote yourself is yours"
    ],
    "and so is a proxy set in the environment: then names are judged, not what they resolve to": DOCUMENTED[
        "Through a proxy"
    ],
    "What a page shows to everyone is what we keep": DOCUMENTED["We never pass a paywall"],
}


def sentences() -> list[str]:
    """The sentences of the section, each on one line."""
    section = PAGE.read_text(encoding="utf-8").partition("## Politeness\n")[2].partition("\n## ")[0]
    paragraphs = re.split(r"\n\n|\n(?=- )", section.strip())
    lines = [" ".join(each.split()).removeprefix("- ") for each in paragraphs]
    return [sentence for line in lines for sentence in re.split(r"(?<=\.) (?=[A-Z`])", line)]


@functools.cache
def functions_of(file: str) -> frozenset[str]:
    """The names of the tests of a file."""
    tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(each.name for each in tree.body if isinstance(each, kinds) and each.name.startswith("test_"))


def test_each_sentence_has_a_row() -> None:
    for sentence in sentences():
        rows = [words for words in DOCUMENTED if sentence.startswith(words)]
        assert len(rows) == 1, f"name the tests of this sentence: {sentence}"
    for words in DOCUMENTED:
        assert any(sentence.startswith(words) for sentence in sentences()), f"nothing is said like this: {words}"


@pytest.mark.parametrize("table", [DOCUMENTED, DESIGN], ids=["documented", "design"])
def test_each_row_has_tests(table: Mapping[str, tuple[str, ...]]) -> None:
    for words, tests in table.items():
        assert tests, words
        for each in tests:
            file, _, name = each.partition("::")
            assert name in functions_of(file), f"{words}: there is no {each}"
