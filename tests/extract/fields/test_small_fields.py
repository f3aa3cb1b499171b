"""Times with the offset the page states, datelines, sections, topics, language."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper.extract.fields import language, published, small_fields
from scraper.extract.page import structured
from scraper.extract.page.document import parse_text
from scraper.extract.story import headline
from scraper.texts.dates.timestamps import iso_timestamp
from tests.extract.pages import PARAGRAPHS, story


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
        ("1733522460000", "2024-12-06T22:01:00+00:00"),
        ("12/06/2024 10:01 PM", "2024-12-06T22:01:00"),
        ("06.12.2024 22:01", "2024-12-06T22:01:00"),
        ("December 6, 2024 at 10:01 pm", "2024-12-06T22:01:00"),
        ("Fri, 6 Dec 2024 22:01:00 +0530", "2024-12-06T22:01:00+05:30"),
        ("2024-12-06T22:01:00+01:00[Europe/Berlin]", "2024-12-06T22:01:00+01:00"),
        ("0001-01-01T00:00:00", ""),
        ("2024-13-41", ""),
        ("yesterday", ""),
        ("", ""),
        ("9" * 50, ""),
    ],
)
def test_a_stated_time_keeps_its_offset(stated: str, expected: str) -> None:
    assert iso_timestamp(stated) == expected


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
    document = parse_text(f"<p>{beginning}{PARAGRAPHS[0]}</p>", url="https://www.lantern.example/a")
    assert small_fields.dateline(document, document.blocks)[:2] == (place, agency)


def test_section_and_topics_come_from_the_data() -> None:
    head = (
        '<meta property="article:section" content="City"><meta property="article:tag" content="Ferries">'
        '<meta property="article:tag" content="Harbour"><meta name="keywords" content="not, these">'
    )
    data = structured.read(parse_text(story(head=head), url="https://www.lantern.example/a"))
    assert (small_fields.section(data)[0], small_fields.topics(data)[0]) == ("City", ("Ferries", "Harbour"))


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
    document = parse_text(f"<html lang='{stated}'><p>x</p>", url="https://www.lantern.example/a")
    assert language.find(document, structured.Structured(), f"{paragraph} {paragraph}")[0] == expected


def test_the_day_beside_the_headline_is_the_last_resort() -> None:
    assert published_of(story(below='<p class="date">6 December 2024</p>'))[0] == "2024-12-06"
    assert published_of(story(below="<p>Print edition: 6 December 2024</p>"))[0] == ""


def published_of(
    html: str, url: str = "https://www.lantern.example/city/night-ferry", **rest: object
) -> tuple[str, str]:
    """When a page says its story was published, and by which rule."""
    document = parse_text(html, url=url)
    data = structured.read(document)
    headline_index = headline.find(document, data).index
    return published.find(document, data, headline=headline_index, language="en", near=dt.date(2024, 12, 10), **rest)  # type: ignore[arg-type]


def stamped(stamp: str, meta: str = "") -> str:
    """A page head with a publication time in JSON-LD."""
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x","datePublished":"{stamp}"}}</script>{meta}'


@pytest.mark.parametrize(
    ("head", "below", "url", "expected", "rule"),
    [
        # A stamp with its offset stands, whatever else is printed.
        (stamped("2024-12-06T22:01:00-05:00"), "<p>7 December 2024</p>", "/a", "2024-12-06T22:01:00-05:00", "json-ld"),
        # One in universal time gives way to the local day beside the headline, where that is possible at its hour ...
        (stamped("2024-12-07T03:01:00Z"), "<p>December 6, 2024</p>", "/a", "2024-12-06", "beside the headline"),
        (stamped("2024-12-06T22:01:00Z"), "<p>7. Dezember 2024</p>", "/a", "2024-12-07", "beside the headline"),
        (stamped("2024-12-07T15:01:00Z"), "<p>December 6, 2024</p>", "/a", "2024-12-07T15:01:00+00:00", "json-ld"),
        # ... but not to the day of a change,
        (stamped("2024-12-06T22:01:00Z"), "<p>Updated 7 December 2024</p>", "/a", "2024-12-06T22:01:00+00:00", "json-ld"),
        # unless that is a day before: nothing is changed before it is published,
        (stamped("2024-12-07T03:01:00Z"), "<p>Updated 11:21 pm, December 6, 2024</p>", "/a", "2024-12-06", "beside the headline"),
        # also without a year, and after the day of a change in the same line,
        (stamped("2024-12-07T01:19:00Z"), "<p>Updated Dec 7, 9:41 AM;Posted Dec 6, 8:19 PM</p>", "/a", "2024-12-06", "beside the headline"),
        # also where universal time was given a wrong offset,
        (stamped("2024-12-07T04:31:13-06:00"), "<p>Ada Osei - Dec 6, 2024, 10:31 pm CST</p>", "/a", "2024-12-06T22:31:00", "beside the headline"),
        # to another stamp of the page's that is earlier and agrees with what is printed,
        (
            stamped("2024-12-07T19:31:39", '<meta name="date" content="2024-12-06 19:14:00">'),
            "<p>By Ada Osei | December 6, 2024 -- 19:14 GMT | Topic: Quays</p>", "/a", "2024-12-06T19:14:00", "date",
        ),
        # to the folders of the address, to the same instant with an offset, to the same instant on the local clock,
        (stamped("2024-12-07T03:01:00Z"), "", "/2024/12/06/a", "2024-12-06", "address"),
        (
            stamped("2024-12-07T03:01:07Z", '<meta property="article:published_time" content="2024-12-06T22:01:07-05:00">'),
            "", "/a", "2024-12-06T22:01:07-05:00", "article:published_time",
        ),
        (
            stamped("2024-12-07T03:01:07Z", '<meta name="date" content="2024-12-06 22:01:07">'),
            "", "/a", "2024-12-06T22:01:07", "date",
        ),
        # and to the offset that the time of a change states.
        (
            stamped("2024-12-07T03:01:07Z", '<meta property="article:modified_time" content="2024-12-07T09:00:00-05:00">'),
            "", "/a", "2024-12-06T22:01:07-05:00", "json-ld",
        ),
        ("", "<time datetime='2024-12-06T08:00:00+01:00'>yesterday</time>", "/a", "2024-12-06T08:00:00+01:00", "time element"),
        (
            "", "<p><relative-time datetime='2024-12-06T08:00:00+01:00'>3 hours ago</relative-time></p>",
            "/a", "2024-12-06T08:00:00+01:00", "time element",
        ),
        ("", "<p>Veröffentlicht am 6. Dezember 2024</p>", "/a", "2024-12-06", "beside the headline"),
        ("", "<p>3 de mayo de 202421:25</p>", "/a", "2024-05-03T21:25:00", "beside the headline"),
        ("", "", "/2024/12/06/a", "2024-12-06", "address"),
        ("", "", "/a-2024-12-06-b", "2024-12-06", "address"),
        ("", "", "/20241206/a", "2024-12-06", "address"),
        ("", "", "/2024/dec/06/a", "2024-12-06", "address"),
        ("", "", "/20249906/a", "", ""),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_the_papers_own(head: str, below: str, url: str, expected: str, rule: str) -> None:
    assert published_of(story(head=head, below=below), f"https://www.lantern.example{url}") == (expected, rule)


@pytest.mark.parametrize(
    ("tag", "below", "expected"),
    [
        ("fa", "<p>تاریخ انتشار: ۱۴۰۳/۰۹/۱۶ - ۱۸:۳۲</p>", "2024-12-06T18:32:00"),
        ("fa", "<p>جمعه ۱۶ آذر ۱۴۰۳ - ۱۸:۳۲</p>", "2024-12-06T18:32:00"),
        ("he", "<p>ה׳ בכסלו תשפ״ה</p>", "2024-12-06"),
        ("th", "<p>6 ธ.ค. 67 09:15 น.</p>", "2024-12-06T09:15:00"),
        ("zh-TW", "<p>中華民國113年12月6日 09:15</p>", "2024-12-06T09:15:00"),
        ("ne", "<p>२०८१ मंसिर २१ गते शुक्रबार</p>", "2024-12-06"),
        ("ar", "<p>الجمعة 5 جمادى الآخرة 1446هـ - 6 ديسمبر 2024م</p>", "2024-12-06"),
    ],
)
def test_the_day_of_publication_in_other_calendars(tag: str, below: str, expected: str) -> None:
    html = story(below=below, language=tag)
    document = parse_text(html, url="https://www.lantern.example/a")
    data = structured.read(document)
    at = next(block.index for block in document.blocks if block.element.tag == "h1")
    found = published.find(document, data, headline=at, language=tag, near=dt.date(2024, 12, 10))
    assert found == (expected, "beside the headline")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en-GB", "2024-06-12T07:00:00"), ("en-IN", "2024-06-12T07:00:00"), ("en-US", "2024-12-06T07:00:00")],
)
def test_the_pages_country_decides_the_order_of_day_and_month(tag: str, expected: str) -> None:
    html = story(head='<meta name="dcterms.issued" content="12/06/2024 - 07:00">', language=tag)
    assert published_of(html)[0] == expected


def test_an_edition_statement_is_no_day_of_publication() -> None:
    html = story(below="<p>6 December 2024</p>")
    document = parse_text(html, url="https://www.lantern.example/a")
    index = next(block.index for block in document.blocks if block.text == "6 December 2024")
    assert published_of(html, printed=frozenset({index})) == ("", "")


def test_a_day_in_the_name_of_a_page_is_no_local_day() -> None:
    assert published.day_in_url("https://x.example/a-2024-12-06") == dt.date(2024, 12, 6)
    assert published.day_in_url("https://x.example/a-2024-12-06", folders=True) is None


@pytest.mark.parametrize(
    ("text", "place", "agency"),
    [
        ("HOMS, Syria, Dec 6 (AP) - They came at dawn.", "HOMS, Syria", "AP"),
        ("BERLIN (dpa) - Es war Morgen.", "BERLIN", "dpa"),
        ("Paris, 6 déc (AFP) - Au matin.", "Paris", "AFP"),
        ("UPDATE: It goes on.", "", ""),
    ],
)
def test_the_day_is_no_part_of_the_place(text: str, place: str, agency: str) -> None:
    document = parse_text(f"<p>{text}</p>", url="https://www.lantern.example/a")
    assert small_fields.dateline(document, document.blocks)[:2] == (place, agency)


@pytest.mark.parametrize(
    ("stated", "text", "expected"),
    [
        (
            "en",
            "Die Fähre lag am Kai und der Schlüssel war nicht zu finden, weil er in dem Mantel des zweiten Mannes steckte. "
            * 3,
            "de",
        ),
        (
            "ru",
            "Пором стояв біля причалу, і ніхто не міг знайти ключ до його машинного відділення, хоча його шукали.",
            "ru",
        ),
        ("", "Пором стояв біля причалу, і ніхто не міг знайти ключ до його машинного відділення, їжа була.", "uk"),
        ("en", "کشتی شب تا سپیده دم کنار اسکله ماند چون هیچ کس کلید موتورخانه را پیدا نکرد و پنجره گشوده بود", "fa"),
        ("deu", "Die Fähre lag am Kai.", "de"),
        ("Deutsch", "Die Fähre lag am Kai.", "de"),
        ("zh_hant_tw", "渡輪停在碼頭直到黎明，因為沒有人能找到機艙的鑰匙。後來它在二副的大衣裡被發現。", "zh-Hant-TW"),
    ],
)
def test_a_template_in_another_language_is_not_believed(stated: str, text: str, expected: str) -> None:
    document = parse_text(f"<html lang='{stated}'><p>x</p>", url="https://www.lantern.example/a")
    assert language.find(document, structured.Structured(), text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nachtfähre wartet auf den Schlüssel ihres Maschinenraums.", "de"),
        ("Le bac de nuit attend la clé de sa salle des machines.", "fr"),
        ("Nattfärjan väntar på nyckeln till maskinrummet i hamnen.", "sv"),
        ("1-0, 2-1, 3-1", ""),
        ("", ""),
    ],
)
def test_a_short_text_that_nothing_states_the_language_of(text: str, expected: str) -> None:
    document = parse_text(f"<html><body><p>{text}</p></body></html>", url="https://lantern.example/a")
    assert language.find(document, structured.Structured(), text)[0] == expected
