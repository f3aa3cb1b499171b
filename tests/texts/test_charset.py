"""Bytes are read in the charset they are in, whatever header and meta declare."""

from __future__ import annotations

import pytest

from scraper.texts.charset import decode

TEXTS = {
    "cp1252": "Nach dem Sturm am südlichen Ufer gab die Stadt die Schäden bekannt. „Größe“, sagte er – über 5 €.",
    "iso8859_2": "Po sztormie na południowym brzegu miasto ogłosiło straty. Żółta łódź wróciła późno.",
    "cp1250": "Po bouři na jižním břehu přístavu město oznámilo škody. Starosta řekl, že vše vysvětlí.",
    "cp1251": "После шторма на южном берегу порта город объявил о потерях. Мэр обещал всё объяснить.",
    "koi8_r": "После шторма на южном берегу порта город объявил о потерях. Мэр обещал всё объяснить.",
    "cp1253": "Μετά την καταιγίδα στη νότια ακτή του λιμανιού η πόλη ανακοίνωσε τις ζημιές.",
    "cp1254": "Limanın güney kıyısındaki fırtınanın ardından şehir zararı açıkladı. Başkan şöyle dedi.",
    "cp1255": "לאחר הסערה בחוף הדרומי של הנמל הודיעה העיר על הנזקים.",
    "cp1256": "بعد العاصفة على الساحل الجنوبي للميناء أعلنت المدينة عن الأضرار.",
    "cp874": "หลังพายุที่ชายฝั่งทางใต้ของท่าเรือ เมืองได้ประกาศความเสียหาย",
    "cp932": "港の南岸で嵐が過ぎたあと、市は三千百万円の被害を発表した。市長は会見で述べた。",
    "euc_jp": "港の南岸で嵐が過ぎたあと、市は三千百万円の被害を発表した。市長は会見で述べた。",
    "iso2022_jp": "港の南岸で嵐が過ぎたあと、市は三千百万円の被害を発表した。",
    "gb18030": "港口的南岸在风暴之后，市政府公布了损失。市长说他会公开解释。",
    "big5": "港口的南岸在風暴之後，市政府公布了損失。市長說他會公開解釋這些問題。",
    "cp949": "항구의 남쪽 해안에서 폭풍이 지나간 뒤 시는 피해를 발표했다.",
}


def page(text: str, declared: str = "") -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}</head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("charset", TEXTS)
@pytest.mark.parametrize("declared", ["", "right", "shift_jis", "utf-8"])
def test_a_wrong_declaration_does_no_harm(charset: str, declared: str) -> None:
    stated = charset.replace("_", "-") if declared == "right" else declared
    text, _ = decode(page(TEXTS[charset], stated).encode(charset), f"text/html; charset={stated}" if stated else "")
    assert TEXTS[charset] in text


@pytest.mark.parametrize(
    ("charset", "declared", "text"),
    [
        ("gbk", "gb2312", "港口关闭渡轮停航"),
        ("gbk", "gb2312", "鲸鱼搁浅沙滩"),
        ("gbk", "gbk", "渡轮停驶三周"),
        ("gbk", "gb18030", "灯塔重修，渔船返港"),
        ("big5", "big5", "渡輪停駛三週"),
        ("cp949", "euc-kr", "등대섬 뱃길 끊겨"),
        ("euc_jp", "euc-jp", "灯台船欠航続"),
    ],
)
def test_a_few_words_are_in_the_charset_that_they_declare(charset: str, declared: str, text: str) -> None:
    assert text in decode(page(text, declared).encode(charset))[0]


@pytest.mark.parametrize("declared", ["gb2312", "big5", "euc-kr", "euc-jp"])
@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("cp1251", "Паром снова стоит"),  # words of even length, which are pairs
        ("cp1251", "Море, порт, маяк, шторм"),
        ("cp1252", "“Quoted” – ‘said’ – “again” – “and so on” …"),
        ("cp1252", "Größe, Höhe, Länge, Weite, Tiefe, Ärger, Übel, Öl, Äste, Öfen, süß, weiß"),
        ("cp1256", "عادت العبارات الى الميناء"),
        ("cp874", "เรือข้ามฟากกลับมา"),
        ("cp1253", "Το πλοίο γυρίζει στο λιμάνι"),
    ],
)
def test_a_few_words_that_declare_pairs_of_bytes_by_mistake(charset: str, text: str, declared: str) -> None:
    assert text in decode(page(text, declared).encode(charset))[0]


@pytest.mark.parametrize("declared", ["iso-8859-1", "shift_jis", "windows-1251", "nonsense"])
def test_valid_utf8_is_utf8(declared: str) -> None:
    assert decode(page("Größe – 港 – море", declared).encode(), f"text/html; charset={declared}")[1] == "utf-8"


@pytest.mark.parametrize("charset", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides(charset: str) -> None:
    assert "Größe 港" in decode(page("Größe 港", "iso-8859-1").encode(charset), "text/html; charset=koi8-r")[0]


def test_utf16_without_a_mark_is_noticed() -> None:
    assert "a plain page" in decode(page("a plain page of some length").encode("utf-16-le"))[0]


def test_one_broken_byte_leaves_the_rest_readable() -> None:
    body = page("Größe, Höhe, Länge, Weite, Tiefe, Ärger, Übel, Öl, Äste, Öfen, süß, groß, weiß").encode()
    text, charset = decode(body.replace(b"</p>", b"\xff</p>"))
    assert charset == "utf-8"
    assert "Größe, Höhe" in text


def test_latin_1_means_what_browsers_read() -> None:
    assert "“quoted” – 5 €" in decode(page("“quoted” – 5 €", "iso-8859-1").encode("cp1252"))[0]


@pytest.mark.parametrize(
    "body", [b"", b"\x00" * 50, bytes(range(256)) * 20, b"\x1b$B", b"\xff\xfe\x00", b"\x80" * 5000]
)
def test_any_bytes_give_a_text(body: bytes) -> None:
    assert isinstance(decode(body)[0], str)
