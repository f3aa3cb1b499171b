"""Bylines that neither markup nor a word introduces: beside the day, at the beginning of a text, at its end."""

from __future__ import annotations

import pytest

from scraper import extract
from tests.extract.pages import PARAGRAPHS, page, story


def people(language: str, below: str = "", *, first: str = "{}", last: str = "") -> tuple[tuple[str, ...], str]:
    """The persons and the agency of a page with lines below its headline, and words round its text."""
    paragraphs = (first.format(PARAGRAPHS[0]), *PARAGRAPHS[1:], *([last] if last else []))
    found = extract.draft(page(story(language=language, below=below, paragraphs=paragraphs)))
    return found.authors, found.agency


BESIDE_THE_DAY = [
    ("de", "<div>09.03.2024 | Jana Reuter</div>", ("Jana Reuter",)),
    ("pl", "<div>Anna Kowalska</div><div>09.03.2024, 08:15</div>", ("Anna Kowalska",)),
    ("hu", "<div>2024. március 9. szombat, 08:15</div><div>Kovács Péter</div>", ("Kovács Péter",)),
    ("uk", "<div>Оксана Шевченко — Субота, 9 березня 2024, 08:15</div>", ("Оксана Шевченко",)),
    ("ru", "<div>9 марта 2024</div><div>Мария Смирнова, специально для «Маяка»</div>", ("Мария Смирнова",)),
    ("el", "<div>Νίκος Παπαδάκης</div><div>09.03.2024 • 07:45</div>", ("Νίκος Παπαδάκης",)),
    ("hi", "<div>सुनीता शर्मा | ०९ मार्च २०२४, ०८:३०</div>", ("सुनीता शर्मा",)),
    ("ar", "<div>القاهرة: خالد السيد</div><div>9 مارس 2024</div>", ("خالد السيد",)),
    ("he", "<div>דוד לוי, רונית בר | 09.03.24 | 08:15</div>", ("דוד לוי", "רונית בר")),
    ("zh", "<div>2024年3月9日 16:40 来源于 林渡网 记者 林清 发自港城</div>", ("林清",)),
    ("zh-TW", "<div>2024-03-09 03:42 港報／ 記者吳佩玲、林海／台北報導</div>", ("吳佩玲", "林海")),
    ("ru", "<div>Опубликовано <span>Иван Петров</span> 09.03.2024 - 08:15</div>", ("Иван Петров",)),
    ("en", "<div>Ann Tolliver, Reuters</div><div>9 March 2024</div>", ("Ann Tolliver",)),
    ("hu", '<div><a href="/szerzo/x">Szabó Anna</a></div><div>2024. március 9.</div>', ("Szabó Anna",)),
    ("pt", "<div>9 de março de 2024</div><div>ANA SOUZA<br>DE SÃO PAULO</div>", ("Ana Souza",)),
    ("da", "<div>Mette Jensen Journalist og Ole Krag Fotograf</div><div>9. mar. 2024</div>", ("Mette Jensen",)),
    ("zh", "<div>赵建国 孙丽</div><div>2024年3月9日</div>", ("赵建国", "孙丽")),
    ("nl", "<div><span>Sanne de Vries</span><span>9 maart 2024</span></div>", ("Sanne de Vries",)),
    ("en", "<dl><dt>Author</dt><dd>Marta Delgado</dd><dt>Published</dt><dd>9 March 2024</dd></dl>", ("Marta Delgado",)),
]


@pytest.mark.parametrize(("language", "lines", "expected"), BESIDE_THE_DAY)
def test_a_name_beside_the_day_is_the_author(language: str, lines: str, expected: tuple[str, ...]) -> None:
    assert people(language, lines)[0] == expected


NO_NAMES = [
    ("en", "<div>Night Ferry</div><div>9 March 2024</div>"),  # the text says it
    ("en", "<div>Privacy Imprint</div><div>9 March 2024</div>"),  # the page says it elsewhere, small
    ("en", '<div><a href="/premier-cup">Premier Cup</a> | 9 March 2024</div>'),  # a link to a topic
    ("en", "<div>Tilda Marsh</div>"),  # no day
    ("en", "<div>San Francisco</div><div>9 March 2024</div>"),
    ("ar", "<div>الشرق الأوسط</div><div>9 مارس 2024</div>"),  # two words of a script without capitals
    ("en", "<div>Filed Under:</div><div>9 March 2024</div>"),
    ("de", "<div>vom Krimiblogger</div><div>9. März 2024</div>"),
    ("fa", "<div>کد خبر: ۱۲۳۴۵ | تاریخ انتشار: ۱۹ اسفند ۱۴۰۲ - ۱۰:۳۰</div>"),
    ("en", '<div class="author">PMN Health</div><div>9 March 2024</div>'),
    ("vi", '<div class="author">Nhóm PV</div><div>9/3/2024</div>'),
    ("bn", '<div class="author">স্টাফ রিপোর্টার</div><div>৯ মার্চ ২০২৪</div>'),
    ("ur", "<div>ویب ڈیسک</div><div>9 مارچ 2024</div>"),
    ("sw", "<div>Mwandishi Wetu</div><div>9 Machi 2024</div>"),
    ("en", "<h2>Tilda Marsh</h2><div>9 March 2024</div>"),  # a sub-heading
    ("en", "<div>Tilda Marsh, who has kept the lamp since spring</div><div>9 March 2024</div>"),
    ("de", "<div>Blick zum Leuchtturm</div><div>9. März 2024</div>"),
    ("ar", "<div>رئيس الميناء يزور المدرسة | 9 مارس 2024</div>"),  # four words without capitals
    ("es", '<figure><img src="/q.jpg"><figcaption>EFE</figcaption></figure><div>9 de marzo de 2024</div>'),
]


@pytest.mark.parametrize(("language", "lines"), NO_NAMES)
def test_what_is_no_name_is_no_author(language: str, lines: str) -> None:
    if "Privacy" in lines:
        lines += "<div>our privacy and imprint</div>"
    assert people(language, lines) == ((), "")


BEGINNINGS = [
    ("ru", "ЛИНДОВ, 9 марта. /ТАСС/. {}", (), "ТАСС"),
    ("zh", "新华社北京3月9日电（记者 陈思远、孙丽）{}", ("陈思远", "孙丽"), "新华社"),
    ("zh-TW", "〔記者陳志明／基隆報導〕{}", ("陳志明",), ""),
    ("zh-TW", "（中央社記者王承中台北9日電）{}", ("王承中",), "中央社"),
    ("ko", "(부산=연합뉴스) 박영희 기자 = {}", ("박영희",), "연합뉴스"),
    ("ko", "[린도] 강호동 특파원 = {}", ("강호동",), ""),
]


@pytest.mark.parametrize(("language", "first", "expected", "agency"), BEGINNINGS)
def test_reporters_at_the_beginning_of_a_text(
    language: str, first: str, expected: tuple[str, ...], agency: str
) -> None:
    assert people(language, first=first) == (expected, agency)


ENDS = [
    ("zh", "（记者 王小明 李华）", ("王小明", "李华")),
    ("ja", "（山田太郎）", ("山田太郎",)),
    ("ja", "【佐藤花子、鈴木一郎】", ("佐藤花子", "鈴木一郎")),
    ("ja", "（文化部・中村由美）", ("中村由美",)),
    ("ja", "（敬称略）", ()),
    ("ko", "시는 다음 달 설명회를 연다. 최지우 기자 choi@lantern.example", ("최지우",)),
    ("pl", "(PAP)</p><p>autor: Jan Nowak", ("Jan Nowak",)),
    ("ko", "부산=이철수·최지우 기자", ("이철수", "최지우")),
    ("ko", "홍길동 기자 hong@lantern.example", ("홍길동",)),
    ("vi", "NGUYỄN VĂN HÙNG", ("Nguyễn Văn Hùng",)),
    ("fr", "Camille LEFORT", ("Camille Lefort",)),
    ("it", "Giulia Marini<br>© RIPRODUZIONE RISERVATA", ("Giulia Marini",)),
    ("ru", "Иван Петров, Санкт-Петербург", ("Иван Петров",)),
    ("en", "Tune In Again:", ()),
    ("pl", "Wygrali:</p><ul><li>Jan Nowak</li><li>Anna Kowalska</li></ul><p>", ()),
    ("pl", '<a href="/anna-kowalska">Anna Kowalska</a>', ()),
]


@pytest.mark.parametrize(("language", "last", "expected"), ENDS)
def test_the_signature_below_a_text(language: str, last: str, expected: tuple[str, ...]) -> None:
    assert people(language, last=last)[0] == expected


def test_a_section_above_the_headline_is_no_author() -> None:
    html = story(language="de", above="<div>Grüner Strom</div>", below="<div>9. März 2024</div>")
    assert extract.draft(page(html)).authors == ()


def test_the_signature_of_a_story_of_three_paragraphs() -> None:
    paragraphs = (*PARAGRAPHS[:2], "홍길동 기자 hong@lantern.example")
    assert extract.draft(page(story(language="ko", paragraphs=paragraphs))).authors == ("홍길동",)


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("es", "<div>EFE | 9 mar. 2024</div>", "EFE"),
        ("fr", "<p>Le Phare avec AFP</p><p>Publié le 9 mars 2024</p>", "AFP"),
        ("vi", "<p>Theo TTXVN</p><p>9/3/2024</p>", "TTXVN"),
        ("ja", "<div>時事通信 政治部 2024年03月09日18時22分配信</div>", "時事通信"),
        ("zh", "<div>2024-03-09 08:15 来源：新华网</div>", "新华网"),
        ("ja", "<div>2024/03/09 18:22 (共同通信)</div>", "共同通信"),
        ("zh", "<div><span>2024-03-09 10:02</span><span>来源： 新华社</span></div>", "新华社"),
    ],
)
def test_an_agency_without_a_byline(language: str, line: str, expected: str) -> None:
    assert people(language, line) == ((), expected)


def test_a_byline_with_the_paper_in_the_line_below_it() -> None:
    assert people("en", "<p>By Tilda Marsh<br>The Lantern</p>")[0] == ("Tilda Marsh",)


def test_the_person_of_an_account_is_the_one_that_the_page_prints() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","author":{"@type":"Person","name":"tmarsh"}}</script>'
    html = story(head=data, below='<p class="byline">By Tilda Marsh</p>')
    assert extract.draft(page(html)).authors == ("Tilda Marsh",)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("<div>【佐藤花子】</div>", ("佐藤花子",)),
        ("<div>Related Topics</div>", ()),
        ("<div>【関連記事】</div>", ()),
        ('<div class="comments">【佐藤花子】</div>', ()),
    ],
)
def test_what_stands_right_below_a_text_signs_it_only_in_brackets(after: str, expected: tuple[str, ...]) -> None:
    assert extract.draft(page(story(after=after))).authors == expected
