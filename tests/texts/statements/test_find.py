"""Whose statement it is, and which of several counts."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper import dating
from scraper.dating import PageEvidence, Passage, TextZones, Zone
from scraper.items import EditionDate

STATEMENT = "This story is from the December 07, 2024 edition of The Lantern."
OTHER = "This story is from the December 03, 2024 edition of The Lantern."
HEADLINE = Passage("Night ferry waits for a key", Zone.STORY, 0)


def decide(
    *passages: Passage, language: str = "en", published: str = "2024-12-06T18:00:00+00:00"
) -> EditionDate | None:
    return dating.decide(
        PageEvidence(
            url="https://www.lantern.example/a",
            headline=HEADLINE.text,
            language=language,
            published=published,
            passages=(HEADLINE, *passages),
        )
    )


def day(*passages: Passage) -> str | None:
    found = decide(*passages)
    return str(found.date) if found and found.evidence.kind == "statement" else None


@pytest.mark.parametrize("zone", [Zone.STORY, Zone.BOX, Zone.PAGE, Zone.ASIDE, Zone.SITE])
def test_a_statement_counts_wherever_it_stands(zone: Zone) -> None:
    assert day(Passage(STATEMENT, zone, 3)) == "2024-12-07"


def test_another_storys_statement_is_no_evidence() -> None:
    found = decide(Passage(OTHER, Zone.OTHER, 1))
    assert found is not None
    assert found.evidence.kind == "published"


@pytest.mark.parametrize(
    "text",
    [
        STATEMENT.upper(),
        STATEMENT.replace(" ", "\u00a0"),
        STATEMENT.replace("edition", "edi\u00adtion"),
        STATEMENT.replace("the December 07, 2024 edition", "theDecember 07, 2024edition"),
        f"The Lantern {STATEMENT}",
        f"{STATEMENT} Start your free trial to read premium stories.",
        f"Enjoyed it? {STATEMENT}",
    ],
)
def test_case_blanks_and_neighbours_do_not_matter(text: str) -> None:
    found = decide(Passage(text, Zone.BOX, 2))
    assert found is not None
    assert (str(found.date), found.publication.casefold()) == ("2024-12-07", "the lantern")
    assert found.evidence.text in " ".join(text.split())


def test_a_statement_in_pieces_is_put_together() -> None:
    pieces = ("This story is from the", "December 07, 2024", "edition of", "The Lantern.")
    found = decide(*(Passage(piece, Zone.BOX, 2) for piece in pieces))
    assert found is not None
    assert found.evidence.text == "This story is from the December 07, 2024 edition of The Lantern"


@pytest.mark.parametrize(
    "prose",
    [
        "He wrote in the print edition of The Gazette of 2 December 2024 that nothing would change for the drivers.",
        "An earlier version of this story appeared in the December 2, 2024 edition of The Gazette.",
        "She held up the page: this story is from the December 2, 2024 edition of The Gazette, she said, and wept.",
        "Re “Harbour wall”, Page A8, Jan. 13: your reporter is mistaken about the age of the granite.",
    ],
)
def test_words_in_running_text_are_no_statement(prose: str) -> None:
    assert day(Passage(prose, Zone.TEXT, 0), Passage("The text goes on after that.", Zone.TEXT, 0)) is None


def test_the_last_words_of_a_text_may_be_one() -> None:
    last = Passage("Die Stadt will im Mai entscheiden. ©SZ vom 07.12.2024/cat", Zone.TEXT, 0)
    found = decide(last, language="de")
    assert found is not None
    assert (str(found.date), found.publication) == ("2024-12-07", "Süddeutsche Zeitung")


@pytest.mark.parametrize(
    "text",
    [
        "Today's paper: December 09, 2024",
        "Read the December 09, 2024 edition of The Lantern",
        "Die aktuelle Ausgabe vom 9. Dezember 2024",
        "Journal du jour : édition papier du 9 décembre 2024",
        "First Published: Fri, Dec 6, 2024 11:40 PM",
        "Edition of the year",
        "Свежий номер № 86 от 19.05.2025",
        "今日の新聞：2024年12月9日付朝刊",
    ],
)
def test_boxes_that_sell_the_newest_paper_and_web_times_are_no_statement(text: str) -> None:
    assert day(Passage(text, Zone.STORY, 1)) is None


def test_words_about_this_story_outrank_a_bare_print_edition() -> None:
    bare = Passage("Print edition: 9 December 2024", Zone.STORY, 1)
    assert day(bare, Passage(STATEMENT, Zone.BOX, 4)) == "2024-12-07"
    assert day(bare) == "2024-12-09"
    assert day(Passage("Print edition: 9 December 2024", Zone.SITE, 1)) is None


def test_the_nearer_of_two_days_counts() -> None:
    assert day(Passage(STATEMENT, Zone.STORY, 1), Passage(OTHER, Zone.STORY, 6)) == "2024-12-07"
    assert day(Passage(OTHER, Zone.ASIDE, 1), Passage(STATEMENT, Zone.BOX, 5)) == "2024-12-07"


def test_two_days_with_equal_right_are_none() -> None:
    assert decide(Passage(STATEMENT, Zone.STORY, 2), Passage(OTHER, Zone.STORY, 2)) is None


def test_the_same_day_twice_is_that_day() -> None:
    assert day(Passage(STATEMENT, Zone.BOX, 1), Passage(STATEMENT, Zone.BOX, 4)) == "2024-12-07"


def test_a_day_that_cannot_be_is_refused() -> None:
    assert day(Passage(STATEMENT.replace("2024", "2031"), Zone.BOX, 1)) is None
    assert day(Passage(STATEMENT.replace("2024", "1512"), Zone.BOX, 1)) is None


def test_an_issue_without_a_day_gives_its_name_and_no_date() -> None:
    found = decide(Passage("This story is from the December 2024 edition of Coast Monthly.", Zone.BOX, 1))
    assert found is not None
    assert (found.date, found.issue, found.publication) == (None, "December 2024", "Coast Monthly")


def test_a_missing_year_is_inferred_and_the_evidence_says_so() -> None:
    found = decide(
        Passage("This essay was first published in the print edition of The Lantern on 7 December.", Zone.STORY, 1)
    )
    assert found is not None
    assert found.date == dt.date(2024, 12, 7)
    assert found.evidence.text.endswith("(year inferred from the web date 2024-12-06)")


def test_evidence_is_short() -> None:
    long = (
        f"A version of this article appears in print on December 7, 2024, Page A1 with the headline: {'Night ' * 60}."
    )
    found = decide(Passage(long, Zone.STORY, 1))
    assert found is not None
    assert len(found.evidence.text) <= 200
    assert found.evidence.text in long


def test_thousands_of_passages_take_no_time() -> None:
    noise = [Passage(f"The print edition of issue {n}, page {n}", Zone.PAGE, 9) for n in range(4000)]
    assert day(*noise, Passage(STATEMENT, Zone.BOX, 1)) == "2024-12-07"


@pytest.mark.parametrize(
    "name",
    [
        "The Sun (Malaysia)",
        "Die Welt, Berlin",
        "Time & Tide: The Weekly",
        "St. Louis Lantern",
        "bewusster leben",
        "L'Île",
    ],
)
def test_a_name_is_not_cut_at_a_bracket_or_comma(name: str) -> None:
    found = decide(Passage(f"This story is from the December 07, 2024 edition of {name}.", Zone.BOX, 1))
    assert found is not None
    assert found.publication == name


@pytest.mark.parametrize(("before", "after"), [(400, 0), (0, 400), (40, 0), (0, 40)])
@pytest.mark.parametrize(
    ("language", "words", "statement"),
    [
        ("hi", "यह लेख के लिए संस्करण और अंक में से है। ", "यह कहानी The Lantern के 7 दिसंबर 2024 के संस्करण से ली गई है।"),
        (
            "ko",
            "이 기사는 자 판 호 면에서 신문을 읽었다. ",
            "이 이야기는 The Lantern의 2024년 12월 7일 판에서 가져온 것입니다.",
        ),
        ("en", "In this story the paper of the print edition is on page 4. ", STATEMENT),
    ],
)
def test_a_statement_at_either_end_of_a_long_text(
    language: str, words: str, statement: str, before: int, after: int
) -> None:
    found = decide(Passage(f"{words * before}{statement} {words * after}", Zone.BOX, 1), language=language)
    assert found is not None
    assert (str(found.date), found.publication) == ("2024-12-07", "The Lantern")


def test_a_statement_under_another_storys_teaser_in_a_side_column_is_not_this_storys() -> None:
    teaser = Passage("Harbour master leaves after a long dispute", Zone.ASIDE, 9)
    assert day(teaser, Passage(OTHER, Zone.ASIDE, 9)) is None
    assert (
        day(Passage("Subscribe to continue reading", Zone.ASIDE, 9), Passage(STATEMENT, Zone.ASIDE, 9)) == "2024-12-07"
    )


@pytest.mark.parametrize("end", [" 10:15", ", 8.30 am", " at 22:05 GMT", " в 10:30"])
def test_what_is_dated_to_the_minute_is_the_web(end: str) -> None:
    assert day(Passage(f"Print edition: 7 December 2024{end}", Zone.STORY, 1)) is None


def test_the_texts_may_be_scanned_beforehand() -> None:
    texts = [HEADLINE.text, "A ferry waits.", STATEMENT]
    seen = dating.scan_texts(texts)
    known = PageEvidence(scan=seen, zones=TextZones({2: (Zone.BOX, 1)}), published="2024-12-06")
    found = dating.decide(known)
    assert found is not None
    assert str(found.date) == "2024-12-07"
    unknown = dating.decide(PageEvidence(scan=seen, published="2024-12-06"))
    assert unknown is not None
    assert unknown.evidence.kind == "published"
