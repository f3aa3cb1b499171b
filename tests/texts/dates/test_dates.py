"""Date phrases in many languages, read strictly: a full day or nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.texts.dates import dates, months

DAY = dt.date(2024, 12, 7)
WEB = dt.date(2024, 12, 6)


@pytest.mark.parametrize(
    ("language", "phrase"),
    [
        ("en", "December 07, 2024"),
        ("en", "Saturday, 7th December 2024"),
        ("en", "Sat., Dec. 7, 2024"),
        ("en", "7 Dec '24"),
        ("de", "7. Dezember 2024"),
        ("de", "Samstag, 7./8. Dezember 2024"),
        ("de", "Sa., 7.12.2024"),
        ("de", "07.12.24"),
        ("fr", "samedi 7 décembre 2024"),
        ("fr", "7 DECEMBRE 2024"),
        ("fr", "07/12/24"),
        ("es", "sábado, 7 de diciembre de 2024"),
        ("it", "7 dicembre 2024"),
        ("pt", "7 de dezembro de 2024"),
        ("nl", "zaterdag 7 december 2024"),
        ("sv", "7 december 2024"),
        ("da", "7. december 2024"),
        ("no", "7. desember 2024"),
        ("fi", "7. joulukuuta 2024"),
        ("pl", "7 grudnia 2024 r."),
        ("cs", "7. prosince 2024"),
        ("hu", "2024. december 7."),
        ("ru", "7 декабря 2024"),
        ("uk", "7 грудня 2024"),
        ("el", "7 Δεκεμβρίου 2024"),
        ("tr", "7 Aralık 2024"),
        ("he", "7 בדצמבר 2024"),
        ("ar", "٧ ديسمبر ٢٠٢٤"),
        ("ar", "7 كانون الأول 2024"),
        ("ar", "December 07, 2024"),
        ("hi", "७ दिसम्बर २०२४"),
        ("hi", "7 दिसंबर 2024"),
        ("bn", "7 ডিসেম্বর 2024"),
        ("vi", "ngày 7 tháng 12 năm 2024"),
        ("ja", "2024年12月7日(土)"),
        ("ja", "二〇二四年十二月七日"),
        ("zh", "2024年12月07日"),
        ("ko", "2024년 12월 7일"),
        ("ko", "2024. 12. 7."),
        ("en", "07-Dec-2024"),
        ("en", "7-Dec-24"),
        ("en", "Dec. 7th, 2024"),
        ("en", "Dec 7th 2024"),
        ("en", "Saturday December 7 2024"),
        ("en", "December 7th, 2024"),
        ("en", "Saturday, December 7, 2024"),
        ("en", "7th of December, 2024"),
        ("en", "7 December 2024, Saturday"),
        ("en", "Sat 07 Dec 2024"),
        ("en", "2024/12/07"),
        ("en", "December 7 2024 (Saturday)"),
        ("pt", "sábado, 7 de dezembro de 2024"),
        ("pt", "sáb., 7 de dezembro de 2024"),
        ("pt", "7 de dezembro de 2024, sábado"),
        ("pt", "7 de dezembro de 2024 (sábado)"),
        ("ar", "السبت 7 ديسمبر 2024"),
        ("ar", "السبت، 7 ديسمبر 2024"),
        ("ar", "7 ديسمبر 2024، السبت"),
        ("ar", "٧ كانون الأول ٢٠٢٤"),
        ("ar", "السبت ٧ كانون الأول / ديسمبر ٢٠٢٤"),
        ("ar", "٠٧/١٢/٢٠٢٤"),
        ("tr", "Cumartesi, 7 Aralık 2024"),
        ("tr", "7 Aralık 2024 Cumartesi"),
        ("tr", "7 Aralık 2024, Cumartesi"),
        ("tr", "07.12.2024"),
        ("ja", "2024年12月7日（土）"),
        ("ja", "2024年12月7日（土曜日）"),
        ("ja", "2024年12月7日土曜日"),
        ("ja", "令和6年12月7日"),
        ("ja", "令和6年12月7日（土）"),
        ("ja", "２０２４年１２月７日"),
        ("ja", "平成36年12月7日"),
        ("ja", "土曜日 2024年12月7日"),
        ("ja", "2024/12/07"),
        ("ja", "2024.12.7"),
        ("zh", "2024年12月7日 星期六"),
        ("zh", "2024年12月7日（星期六）"),
        ("zh", "星期六 2024年12月7日"),
        ("zh", "民國113年12月7日"),
        ("zh", "24-12-07"),
        ("ja", "24/12/07"),
        ("ko", "24.12.07"),
        ("zh", "二〇二四年十二月七日"),
        ("ko", "2024년 12월 7일 토요일"),
        ("ko", "2024년 12월 7일(토)"),
        ("ko", "2024년 12월 7일 (토)"),
        ("ko", "2024.12.07"),
        ("ko", "2024. 12. 7.(토)"),
        ("ko", "토요일, 2024년 12월 7일"),
        ("th", "7 ธันวาคม 2567"),
        ("th", "วันเสาร์ที่ 7 ธันวาคม พ.ศ. 2567"),
        ("th", "7 ธ.ค. 2567"),
        ("th", "7 ธันวาคม พ.ศ. 2567"),
        ("th", "วันที่ 7 ธันวาคม 2567"),
        ("fa", "۷ دسامبر ۲۰۲۴"),
        ("fa", "شنبه ۷ دسامبر ۲۰۲۴"),
        ("he", "יום שבת, 7 בדצמבר 2024"),
        ("he", "7.12.2024"),
        ("el", "Σάββατο 7 Δεκεμβρίου 2024"),
        ("bg", "7 декември 2024 г."),
        ("bg", "събота, 7 декември 2024"),
        ("sr", "7. децембар 2024."),
        ("sr", "7. decembra 2024."),
        ("hr", "7. prosinca 2024."),
        ("hr", "subota, 7. prosinca 2024."),
        ("sk", "7. decembra 2024"),
        ("sk", "sobota 7. decembra 2024"),
        ("cs", "sobota 7. prosince 2024"),
        ("hu", "2024. december 7., szombat"),
        ("hu", "2024. 12. 07."),
        ("fi", "lauantaina 7. joulukuuta 2024"),
        ("fi", "7.12.2024"),
        ("ro", "7 decembrie 2024"),
        ("ro", "sâmbătă, 7 decembrie 2024"),
        ("ro", "sambata 7 decembrie 2024"),
        ("ru", "суббота, 7 декабря 2024 года"),
        ("ru", "7 декабря 2024 г."),
        ("uk", "субота, 7 грудня 2024 року"),
        ("bn", "৭ ডিসেম্বর ২০২৪"),
        ("bn", "শনিবার, ৭ ডিসেম্বর ২০২৪"),
        ("ta", "7 டிசம்பர் 2024"),
        ("ta", "சனி, 7 டிசம்பர் 2024"),
        ("hi", "शनिवार, 7 दिसंबर 2024"),
        ("hi", "७ दिसंबर २०२४"),
        ("hi", "7 दिसम्बर, 2024"),
        ("id", "Sabtu, 7 Desember 2024"),
        ("ms", "Sabtu, 7 Disember 2024"),
        ("vi", "Thứ Bảy, ngày 7 tháng 12 năm 2024"),
        ("vi", "thứ 7, 7/12/2024"),
        ("vi", "Thứ bảy, 07/12/2024"),
        ("vi", "ngày 07/12/2024"),
        ("vi", "7 tháng 12, 2024"),
        ("nl", "za 7 dec. 2024"),
        ("de", "Samstag, den 7. Dezember 2024"),
        ("de", "Sonnabend, 7. Dezember 2024"),
        ("de", "Sa/So, 7./8. Dezember 2024"),
        ("de", "7./8.12.2024"),
        ("fr", "Samedi 7 décembre 2024"),
        ("fr", "sam. 7 déc. 2024"),
        ("es", "sábado 7 de diciembre del 2024"),
        ("es", "7 diciembre, 2024"),
        ("es", "7/dic/2024"),
        ("es", "7-dic-2024"),
        ("it", "sabato 7 dicembre 2024"),
        ("pl", "sobota, 7 grudnia 2024 r."),
        ("pl", "7 XII 2024"),
        ("sv", "lördagen den 7 december 2024"),
        ("da", "lørdag d. 7. december 2024"),
        ("no", "lørdag 7. desember 2024"),
        ("no", "7. des. 2024"),
        ("lt", "2024 m. gruodžio 7 d."),
        ("", "2024-12-07"),
        ("", "20241207"),
    ],
)
def test_a_full_day_is_read_in_its_language(language: str, phrase: str) -> None:
    found = dates.whole(phrase, languages=(language,), near=WEB)
    assert found is not None
    assert (found.date, found.inferred) == (DAY, False)


@pytest.mark.parametrize(
    ("phrase", "language", "expected"),
    [
        ("12/07/2024", "en-US", dt.date(2024, 12, 7)),
        ("07/12/2024", "en-GB", dt.date(2024, 12, 7)),
        ("12/07/2024", "en", dt.date(2024, 12, 7)),  # only the web date can tell, and it does
        ("01/02/2024", "en", None),  # far from the web date: nobody can tell
        ("31/12/2024", "en-US", dt.date(2024, 12, 31)),
    ],
)
def test_the_order_of_day_and_month(phrase: str, language: str, expected: dt.date | None) -> None:
    found = dates.whole(phrase, languages=(language,), near=WEB)
    assert (found.date if found else None) == expected


@pytest.mark.parametrize(
    ("phrase", "near", "expected"),
    [
        ("December 7", WEB, DAY),
        ("January 2", dt.date(2024, 12, 28), dt.date(2025, 1, 2)),
        ("3月4日", WEB, dt.date(2025, 3, 4)),
    ],
)
def test_a_missing_year_is_taken_from_the_web_date_and_said_so(phrase: str, near: dt.date, expected: dt.date) -> None:
    found = dates.whole(phrase, languages=("en", "ja"), near=near)
    assert found is not None
    assert (found.date, found.inferred) == (expected, True)
    assert dates.whole(phrase, languages=("en", "ja")) is None


@pytest.mark.parametrize("phrase", ["December 2024", "décembre 2024", "2024年12月", "2024년 12월"])
def test_a_month_alone_names_an_issue(phrase: str) -> None:
    found = dates.whole(phrase, languages=("en", "fr", "ja", "ko"))
    assert found is not None
    assert (found.date, found.issue) == (None, phrase)


@pytest.mark.parametrize(
    "phrase",
    [
        "31 February 2024",
        "December 7, 1492",
        "42/2025",
        "7 décembre 2024 at last",
        "12:30",
        "Winter 2024",
        "May",
        "",
        "7",
        "٧",
    ],
)
def test_what_is_no_day_is_refused(phrase: str) -> None:
    found = dates.whole(phrase, languages=("en",), near=WEB)
    assert found is None or found.date is None


def test_the_first_day_in_a_line() -> None:
    found = dates.first("Published at 18:05 on Friday, 6 December 2024 by Ida", languages=("en",))
    assert found is not None
    assert found.date == WEB


@pytest.mark.parametrize(
    ("stamp", "zone", "expected"),
    [
        ("2024-12-06T23:30:00+00:00", None, dt.date(2024, 12, 6)),
        ("2024-12-06T23:30:00+00:00", dt.timezone(dt.timedelta(hours=5, minutes=30)), dt.date(2024, 12, 7)),
        ("2024-12-06", dt.UTC, dt.date(2024, 12, 6)),
        ("soon", None, None),
    ],
)
def test_the_papers_local_day(stamp: str, zone: dt.tzinfo | None, expected: dt.date | None) -> None:
    assert dates.local_day(stamp, zone) == expected


def test_names_come_in_every_form() -> None:
    assert {months.names("ru").months[months.plain_name(name)] for name in ("май", "мая")} == {5}
    assert {months.names("pl").months[months.plain_name(name)] for name in ("grudzień", "grudnia", "gru")} == {12}
    assert months.names("de").months["jänner".replace("ä", "a")] == 1
    assert months.names("xx").months == {}


@pytest.mark.parametrize(
    "phrase",
    [
        "7 December 2024 at 18:05",
        "7-13-2024-1",
        "2024-12-07-1",
        "12月7日号館",
        "令和6年13月7日",
        "May 7000",
        "7/12",
        "V 7 2024",
        "7 ธันวาคม 2567 รายงาน",
    ],
)
def test_a_phrase_with_more_than_a_date_is_none(phrase: str) -> None:
    found = dates.whole(phrase, languages=("en", "ja", "th"), near=WEB)
    assert found is None or found.date is None or found.inferred


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "de", "ar", "ja", "hi", "vi", "he", "xx", ""]))
def test_no_text_makes_it_fail(text: str, language: str) -> None:
    found = dates.leading(text, languages=(language,), near=WEB)
    assert found is None or 0 <= found.start < found.end <= len(text)


@settings(max_examples=100, deadline=None)
@given(
    st.dates(dt.date(1990, 1, 1), dt.date(2060, 1, 1)),
    st.sampled_from(["en", "de", "fr", "es", "pl", "ru", "tr", "hi", "ar"]),
)
def test_any_day_that_cldr_prints_is_read_again(day: dt.date, language: str) -> None:
    from babel.dates import format_date

    found = dates.whole(format_date(day, "d MMMM y", locale=language), languages=(language,))
    assert found is not None
    assert found.date == day


@pytest.mark.parametrize(
    "language",
    "af am ar as az be bg bn br bs ca ckb cs cy da de el en es et eu fa fi fil fo fr fy ga gl gu ha he hi hr hu hy id"
    " ig is it ja ka kk km kn ko ku ky lb lo lt lv mg mi mk ml mn mr ms mt my nb ne nl nn or pa pl ps pt rm ro ru rw sd"
    " si sk sl so sq sr sv sw ta te tg th ti tk tr tt uk ur uz vi wo xh zh zu".split(),
)
def test_every_month_that_cldr_prints_is_read_again(language: str) -> None:
    from babel.dates import format_date

    for month in range(1, 13):
        day = dt.date(2025, month, 9 if month % 2 else 23)
        for form in ("full", "long"):
            printed = format_date(day, form, locale=language)
            found = dates.first(printed, languages=(language,))
            assert (printed, found and found.date) == (printed, day)
