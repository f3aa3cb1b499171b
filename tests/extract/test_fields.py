"""Times with the offset the page states, datelines, sections, topics, language."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.extract import fields
from tests.extract.pages import PARAGRAPHS, page, story


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-12-06T22:01:00Z", "2024-12-06T22:01:00+00:00"),
        ("2024-12-06T22:01:00.123+05:30", "2024-12-06T22:01:00+05:30"),
        ("2024-12-06T22:01:00+0100", "2024-12-06T22:01:00+01:00"),
        ("2024-12-06", "2024-12-06"),
        ("20241206", "2024-12-06"),
        ("Fri, 06 Dec 2024 22:01:00 GMT", "2024-12-06T22:01:00+00:00"),
        ("2024-12-06 22:01", "2024-12-06T22:01:00"),
        ("Fri Dec 6 22:01:00 EST 2024", "2024-12-06T22:01:00"),  # several zones are called EST
        ("1733522460", "2024-12-06T22:01:00+00:00"),
        ("0001-01-01T00:00:00", ""),
        ("2024-13-41", ""),
        ("yesterday", ""),
        ("", ""),
        ("9" * 50, ""),
    ],
)
def test_a_stated_time_keeps_its_offset(stated: str, expected: str) -> None:
    assert fields.moment(stated) == expected


@pytest.mark.parametrize(
    ("beginning", "place", "agency"),
    [
        ("PORT ELLERY — ", "PORT ELLERY", ""),
        ("PORT ELLERY, Maine (AP) — ", "PORT ELLERY, Maine", "AP"),
        ("NEW DELHI: ", "NEW DELHI", ""),
        ("Berlin (dpa/afp) - ", "Berlin", "dpa/afp"),
        ("【東京】", "東京", ""),
        ("[서울=뉴시스] ", "서울", "뉴시스"),
        ("HOHENWART. ", "HOHENWART", ""),
        ("A ferry — old as the quay — ", "", ""),
    ],
)
def test_a_dateline_is_the_place_the_text_begins_with(beginning: str, place: str, agency: str) -> None:
    found = extract.draft(page(story(paragraphs=(beginning + PARAGRAPHS[0], *PARAGRAPHS[1:]))))
    assert (found.dateline, found.agency) == (place, agency)


def test_section_and_topics_come_from_the_data() -> None:
    head = (
        '<meta property="article:section" content="City"><meta property="article:tag" content="Ferries">'
        '<meta property="article:tag" content="Harbour"><meta name="keywords" content="not, these">'
    )
    found = extract.draft(page(story(head=head)))
    assert (found.section, found.topics) == ("City", ("Ferries", "Harbour"))


@pytest.mark.parametrize(
    ("stated", "paragraph", "expected"),
    [
        ("en_gb", PARAGRAPHS[0], "en-GB"),
        ("", " ".join(PARAGRAPHS), "en"),
        ("en", "बारह साल बाद रविवार की सुबह घाट पर एक साथ सत्रह नावें बँधी दिखीं।", "hi"),
        ("mr", "बारा वर्षांनी रविवारी सकाळी घाटावर एकाच वेळी सतरा नावा बांधलेल्या दिसल्या.", "mr"),
        ("en", "浜松崎の斜面で育てた甘柿が六日、初めて市場に運ばれた。塩害に強い苗を選び、実らせた。", "ja"),
        ("xx-yy-zz", " ".join(PARAGRAPHS), "xx-YY"),
    ],
)
def test_a_language_is_believed_if_the_text_is_in_its_script(stated: str, paragraph: str, expected: str) -> None:
    found = extract.draft(page(story(paragraphs=(paragraph, paragraph[::-1][::-1] + " "), language=stated)))
    assert found.language == expected


def test_the_day_beside_the_headline_is_the_last_resort() -> None:
    assert extract.draft(page(story(below='<p class="date">6 December 2024</p>'))).published == "2024-12-06"
    assert extract.draft(page(story(below="<p>Print edition: 6 December 2024</p>"))).published == ""
