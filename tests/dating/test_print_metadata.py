"""Print metadata in data: bound to the page's own story, and never a day of the web."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper import dating
from scraper.dating import PageEvidence
from scraper.items import EditionDate

NAMES = [
    "url", "headline", "printInformation", "publicationDate", "printPublicationDate", "issueDate", "printHeadline",
    "page", "isPartOf", "@type", "datePublished", "printPage", "printSection", "customDate", "print-publication-date",
]  # fmt: skip
URL = "https://www.lantern.example/2024/12/06/night-ferry"


def decide(**data: object) -> EditionDate | None:
    return dating.decide(
        PageEvidence(url=URL, headline="Night ferry waits", published="2024-12-06T18:00:00+00:00", **data)  # type: ignore
    )


def values_of(found: EditionDate | None) -> tuple[str, str, str, str, str, str]:
    assert found is not None
    return (str(found.date), found.evidence.kind, found.label, found.section, found.page, found.print_headline)


def test_schema_org_issue() -> None:
    story = {
        "@type": "NewsArticle",
        "printEdition": "City",
        "printSection": "B",
        "printPage": "4",
        "isPartOf": {
            "@type": "PublicationIssue",
            "issueNumber": "12",
            "datePublished": "2024-12-07",
            "isPartOf": {
                "@type": ["PublicationVolume"],
                "volumeNumber": "3",
                "isPartOf": {"@type": "Newspaper", "name": "The Lantern"},
            },
        },
    }
    found = decide(story=story)
    assert values_of(found) == ("2024-12-07", "structured", "City", "B", "B4", "")
    assert found is not None
    assert (found.issue, found.publication) == ("Vol. 3 No. 12", "The Lantern")


def test_a_page_without_a_day_fills_in_beside_the_web_day() -> None:
    assert values_of(decide(microdata={"printedition": ("Late",), "printpage": ("A7",)}))[:5] == (
        "2024-12-06", "published", "Late", "A", "A7",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        (
            {"prism.coverdate": ("2024-12-07",), "prism.startingpage": ("12",), "prism.endingpage": ("14",)},
            ("2024-12-07", "", "12-14"),
        ),
        (
            {"citation_cover_date": ("2024/12/07",), "citation_issue": ("3",), "citation_volume": ("9",)},
            ("2024-12-07", "Vol. 9 No. 3", ""),
        ),
        (
            {"prism:coverdate": ("2024-12-07",), "prism:issuename": ("Winter",), "prism:pagerange": ("4-6",)},
            ("2024-12-07", "Winter", "4-6"),
        ),
        ({"date.publication": ("20241207",), "position.sequence": ("4",)}, ("2024-12-07", "", "4")),
        ({"date_issued": ("2024-12-07",), "edition_label": ("Late",), "number": ("3",)}, ("2024-12-07", "", "3")),
        ({"date_issued": ("2024-12-07",)}, ("2024-12-06", "", "")),
        ({"citation_online_date": ("2024/12/07",)}, ("2024-12-06", "", "")),
        ({"prism.publicationdate": ("2024-12-07",)}, ("2024-12-06", "", "")),
        ({"pdate": ("20241207",)}, ("2024-12-06", "", "")),
        ({"prism.startingpage": ("",), "cse_printheadline": ("",)}, ("2024-12-06", "", "")),
    ],
)
def test_journal_and_nitf_names(meta: dict[str, tuple[str, ...]], expected: tuple[str, str, str]) -> None:
    found = decide(meta=meta)
    assert found is not None
    assert (str(found.date), found.issue, found.page) == expected


def test_a_stamp_in_utc_is_midnight_where_the_paper_lives() -> None:
    def day(stamp: str) -> str:
        return values_of(decide(embedded=({"url": URL, "printInformation": {"publicationDate": stamp, "page": "1"}},)))[
            0
        ]

    assert day("2024-12-07T05:00:00.000Z") == "2024-12-07"  # New York
    assert day("2024-12-06T23:00:00.000Z") == "2024-12-07"  # Paris
    assert day("2024-12-06T15:00:00.000Z") == "2024-12-07"  # Tokyo
    assert day("2024-12-07") == "2024-12-07"


def test_flat_stores_name_the_owner_in_the_key() -> None:
    store = {
        "Article:1": {"url": URL},
        "$Article:1.printInformation": {
            "publicationDate": "2024-12-07T05:00:00Z", "page": "22", "section": "A", "edition": "NewYork",
            "headline@stripHtml": "A Key",
        },
        "Article:2": {"url": "https://www.lantern.example/other"},
        "$Article:2.printInformation": {"publicationDate": "2024-12-05T05:00:00Z", "page": "3", "section": "C"},
    }  # fmt: skip
    assert values_of(decide(embedded=({"state": store},))) == (
        "2024-12-07",
        "structured",
        "New York",
        "A",
        "A22",
        "A Key",
    )


@pytest.mark.parametrize(
    "value",
    [
        {"related": [{"url": "/other", "printPublicationDate": "05.12.2024", "nzzPrintTitle": "Other"}]},
        {"related": [{"headline": "Another story", "printPublicationDate": "05.12.2024"}]},
        {"url": URL, "printInformation": {"publicationDate": None, "page": "", "section": ""}},
        {"url": URL, "paper_date": "", "paper_section": ""},
        {"url": URL, "issueDate": ""},
        {"url": URL, "issueDate": "2024-12-05T00:53:27.428Z"},
        {"issueDate": "2024-12-05"},
        {"url": URL, "print_page_no": 0, "print_title": None},
        {"a": {"printPublicationDate": "05.12.2024"}, "b": {"printPublicationDate": "06.12.2024"}},
        [1, 2, {"printPublicationDate": 99}],
    ],
)
def test_data_of_other_stories_and_empty_keys_say_nothing(value: object) -> None:
    assert values_of(decide(embedded=(value,)))[:2] == ("2024-12-06", "published")


@pytest.mark.parametrize(
    "value",
    [
        {"article": {"url": "/2024/12/06/night-ferry/", "printPublicationDate": "07.12.2024"}},
        {"props": {"headline": "Night Ferry Waits", "fields": {"newspaperEditionDate": "2024-12-07T00:00:00Z"}}},
        {"url": URL, "issueDate": "2024-12-07", "printHeadline": "A Key"},
        {"url": URL, "paperDate": "20241207", "paperMenu": "A3"},
        {"only": {"printPublicationDate": "07.12.2024"}},
        [{"story": 1}, {"url": 2, "print-publication-date": 3}, URL, {"customDate": 4}, "2024-12-07"],
    ],
)
def test_what_belongs_to_this_story_is_found(value: object) -> None:
    assert values_of(decide(embedded=(value,)))[:2] == ("2024-12-07", "structured")


def test_a_print_headline_without_a_day_stands_beside_the_web_day() -> None:
    assert values_of(decide(embedded=({"url": URL, "printHeadline": "A Key"},))) == (
        "2024-12-06", "published", "", "", "", "A Key",
    )  # fmt: skip


def test_an_alternative_headline_is_the_printed_one_only_beside_print_data() -> None:
    story = {"alternativeHeadline": "A Key"}
    assert values_of(decide(story=story))[5] == ""
    assert values_of(decide(story={**story, "printPage": "A7"}))[3:] == ("A", "A7", "A Key")


def test_a_volume_names_the_issue() -> None:
    found = decide(meta={"dc.source": ("Tides 2019 574:7776",), "prism.startingpage": ("12",)})
    assert found is not None
    assert (found.date, found.issue, found.page) == (None, "Vol. 574 No. 7776", "12")
    volume = {"isPartOf": {"@type": "PublicationVolume", "volumeNumber": 9, "isPartOf": {"name": "The Lantern"}}}
    found = decide(story=volume)
    assert found is not None
    assert (found.date, found.issue) == (None, "Vol. 9")


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["2024-12-07", URL, "12.07.24"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=5), inner),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(ODD, st.dictionaries(st.sampled_from(NAMES), ODD, max_size=4))
def test_no_data_makes_it_fail(value: object, story: dict[str, object]) -> None:
    assert decide(embedded=(value,), story=story) is not None
