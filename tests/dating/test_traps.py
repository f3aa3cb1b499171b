"""The eleven traps of real pages (docs of the edition statements, section 6): what looks like print and is not."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper import dating
from scraper.dating import PageEvidence, Passage, Zone
from scraper.items import EditionDate

URL = "https://www.lantern.example/2024/12/06/night-ferry"
WEB = "2024-12-06T18:00:00+00:00"
HEADLINE = Passage("Night ferry waits for a key", Zone.STORY, 0)


def decide(*passages: Passage, **known: object) -> EditionDate:
    page_evidence = {"url": URL, "headline": HEADLINE.text, "published": WEB, "passages": (HEADLINE, *passages)} | known
    found = dating.decide(PageEvidence(**page_evidence))  # type: ignore[arg-type]
    assert found is not None
    return found


def is_web_day(found: EditionDate) -> bool:
    return (found.evidence.kind, found.date, found.issue) == ("published", dt.date(2024, 12, 6), "")


@pytest.mark.parametrize(
    "promotion",
    [
        "TODAY'S PAPER Wednesday, 20th November 2024",
        "Current Issue | November 2024",
        "Journal du jour 2 décembre 2024",
        "Édition du 2024-12-01",
        "Свежий номер № 42. 14/10/2024",
        "Current issue: print edition of December 9, 2024",
    ],
)
def test_1_a_box_with_the_crawl_days_paper(promotion: str) -> None:
    assert is_web_day(decide(Passage(promotion, Zone.STORY, 2)))


@pytest.mark.parametrize("label", ["First published on Dec 5, 2024", "First Published: Tue, Nov 19, 2024 08:38 AM"])
def test_2_first_published_is_a_time_of_the_web(label: str) -> None:
    assert is_web_day(decide(Passage(label, Zone.STORY, 1)))


def test_3_the_web_day_is_never_silently_the_edition_day() -> None:
    found = decide()
    assert is_web_day(found)
    assert found.evidence.text == f"published {WEB}, no print edition stated"


def test_4_print_data_of_related_stories() -> None:
    related = {"teasers": [{"url": "/other", "printPublicationDate": "05.12.2024", "nzzPrintTitle": "Other"}]}
    assert is_web_day(decide(embedded=(related,)))


@pytest.mark.parametrize(
    "empty",
    [
        {"embedded": ({"url": URL, "printInformation": {"publicationDate": None, "page": "", "section": ""}},)},
        {"embedded": ({"url": URL, "print_page_no": 0, "paper_date": ""},)},
        {"meta": {"cse_printheadline": ("",), "prism.startingpage": (" ",), "prism.coverdate": ("",)}},
        {"story": {"printPage": "", "printEdition": None, "isPartOf": {"@type": "PublicationIssue"}}},
    ],
)
def test_5_empty_keys(empty: dict[str, object]) -> None:
    found = decide(**empty)
    assert is_web_day(found)
    assert (found.page, found.section, found.label, found.print_headline) == ("", "", "", "")


@pytest.mark.parametrize(
    "citation",
    [
        "Re. “Harbour wall,” Page A8, Jan. 13: the granite is older than your reporter says it is.",
        "Siehe auch DIE ZEIT Nr. 28/2013, wo davon die Rede war, und die Titelseite der FAZ vom 2.4.2019.",
        "As the print edition of The Gazette of 2 December 2024 had it, nothing would change for the drivers.",
    ],
)
@pytest.mark.parametrize("zone", [Zone.TEXT, Zone.OTHER])
def test_6_letters_and_blogs_cite_other_pages(citation: str, zone: Zone) -> None:
    after = Passage("The text goes on after that.", Zone.TEXT, 0)
    assert is_web_day(decide(Passage(citation, zone, 0), after, after, language="de"))


@pytest.mark.parametrize(
    "words",
    ["US edition", "Edition: Torino", "27th edition of the fair, 9 December 2024", "Édition du 12 octobre 2024"],
)
def test_7_edition_means_other_things_too(words: str) -> None:
    assert is_web_day(decide(Passage(words, Zone.STORY, 1), meta={"edition": ("Torino",)}))


def test_8_the_day_on_sale_is_not_the_edition_day() -> None:
    words = "Dieser Beitrag stammt aus Ausgabe 7/2024 der Technik Heute. Das Heft ist ab 20.06.2024 im Handel"
    found = decide(Passage(words, Zone.BOX, 1), language="de")
    assert (found.date, found.issue, found.publication) == (None, "7/2024", "Technik Heute")


@pytest.mark.parametrize(
    "words",
    ["Aus: Ausgabe vom 07.12.2024, Seite 1 / Titel", "Erschienen in der Ausgabe vom 07.12.2024, Seite 1, Titel"],
)
def test_9_templates_change(words: str) -> None:
    found = decide(Passage(words, Zone.STORY, 1), language="de")
    assert (found.date, found.page, found.section) == (dt.date(2024, 12, 7), "1", "Titel")


def test_10_markup_splits_and_escapes() -> None:
    pieces = ("A version of this article appears in\u00a0print on", "December\u00a07, 2024,", "Page A 22", "of the")
    found = decide(*(Passage(piece, Zone.STORY, 1) for piece in pieces), Passage("New York edition", Zone.STORY, 1))
    assert (found.date, found.page, found.label) == (dt.date(2024, 12, 7), "A22", "New York")
    escaped = [{"story": 1}, {"url": 2, "print-publication-date": 3}, URL, {"customDate": 4}, "2024-12-07"]
    assert decide(embedded=(escaped,)).date == dt.date(2024, 12, 7)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Erschienen im Coaching-Newsletter in Ausgabe 12 | 2022"),
        ("pl", "Wydanie 306"),
        ("en", "Weekly Edition for March 26, 2015"),
        ("en", "This story is part of the December 3, 2024 edition of the Morning newsletter."),
    ],
)
def test_11_newsletters_and_online_journals(language: str, words: str) -> None:
    assert is_web_day(decide(Passage(words, Zone.STORY, 1), language=language))
