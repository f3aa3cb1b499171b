"""Bytes to text: the charset a page is really in, whatever it declares.

A byte order mark decides; then valid UTF-8, since other text is hardly ever valid UTF-8 by accident; then the charset
in which the text reads best, where one that header or meta declares may read a little worse than the best, and much
worse than those that take any bytes if the text has nothing but pairs of bytes that the declared one knows.
"""

from __future__ import annotations

import codecs
import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# Labels that mean a larger charset on the web than their name says (WHATWG Encoding Standard, "names and labels").
_WEB_CODECS = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "ms_kanji": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "big5": "big5hkscs",
    "x-euc-jp": "euc-jp",
    "x-mac-cyrillic": "mac-cyrillic",
    "macintosh": "mac-roman",
    "utf8": "utf-8",
    "unicode": "utf-8",
    "utf-16": "utf-8",  # a page that can say so in ASCII is not in it
    "utf-16le": "utf-8",
}

# Language -> the charsets its newspapers used, and its frequent letters beyond ASCII. A text read in a wrong charset
# has letters that no single language uses together.
_LANGUAGES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "en": (("cp1252", "mac_roman"), "é£"),
    "de": (("cp1252", "mac_roman"), "äöüßé"),
    "fr": (("cp1252", "mac_roman"), "éèàçêâîôûœùëï"),
    "es": (("cp1252", "mac_roman"), "áéíóúñü¿¡ºª"),
    "pt": (("cp1252", "mac_roman"), "ãõáéíóúâêôàç"),
    "it": (("cp1252", "mac_roman"), "àèéìòù"),
    "nl": (("cp1252",), "ëéïöè"),
    "sv": (("cp1252",), "åäöé"),
    "fi": (("cp1252",), "äöå"),
    "da": (("cp1252",), "æøåé"),
    "no": (("cp1252",), "æøåéò"),
    "is": (("cp1252",), "áéíóúýðþæö"),
    "pl": (("iso8859_2", "cp1250"), "ąćęłńóśźż"),
    "cs": (("cp1250", "iso8859_2"), "áčďéěíňóřšťúůýž"),
    "sk": (("cp1250", "iso8859_2"), "áäčďéíĺľňóôŕšťúýž"),
    "hu": (("iso8859_2", "cp1250"), "áéíóöőúüű"),
    "hr": (("cp1250", "iso8859_2"), "čćđšž"),
    "sl": (("cp1250", "iso8859_2"), "čšž"),
    "ro": (("iso8859_2", "cp1250", "iso8859_16"), "ăâîşţșț"),
    "tr": (("cp1254",), "çğıöşüİâ"),
    "lt": (("cp1257", "iso8859_13"), "ąčęėįšųūž"),
    "lv": (("cp1257", "iso8859_13"), "āčēģīķļņšūž"),
    "et": (("cp1257",), "äõöüšž"),
    "el": (("cp1253", "iso8859_7"), "αοιετσνηυρπκμλωάόίέήύώςδγχθφβξζψϊ"),
    "ru": (("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic"), "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"),
    "uk": (("cp1251", "koi8_u"), "оанивітерсклудмпязьбгйчхцїжшюєщфґ"),
    "bg": (("cp1251",), "аиоетнрсвлкдпмзяъуйгчбцжхщшюф"),
    "sr": (("cp1251",), "аоиенрјтсукдвмплзгбшчцхжљњћђфџ"),
    "he": (("cp1255", "iso8859_8"), "יוהלאתרבמשנדחקעפגטזסכצםןךףץ"),
    "ar": (("cp1256", "iso8859_6"), "اليمنورتبةعدسفهكقأحجشطصىخإذزثضغءظئؤآ،"),
    "fa": (("cp1256",), "اینرودمتبسهشکزلگعفخقجحپطصچغژضظذثآئ،"),
    "th": (("cp874",), "านรอกเ่งยลวมดท้สตะปบคหแจพชขใไผโณธศูุีิัื์ำ"),
    "vi": (("cp1258",), "ăâđêôơưàáèéìíòóùúýãõ"),
    "ja": (
        ("cp932", "euc_jp"),
        "のにはたをがでてとしれさいるなかもっこりらくあすまよういつんそきせどちーへ、。「」"
        "日年月人国大会本新聞市長者社事中出上生分行",
    ),
    "zh": (
        ("gb18030", "big5hkscs"),
        "的一是不了人在有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也对對生能而子年月日"
        "，。、“”「」《》报報新市",
    ),
    "ko": (
        ("cp949",),
        "이다는을의가에서한고로지하은를도기어사대시인정부리자해일수전보과라들있했것나제장상원조구성주국",
    ),
}  # fmt: skip
_PUNCTUATION = frozenset("“”„‘’‚–—…«»‹›€£§°·•©®™\xa0\xad×½№")
_LARGE_SCRIPTS = frozenset({"ja", "zh", "ko"})  # of their thousands of letters the table has the most frequent
_DECLARED_BONUS = 0.2  # how much worse than the best a declared charset may read
# How much worse than a charset of single bytes, which takes any text, one of pairs may read besides where it is
# declared and the whole text is in its oldest form: by accident hardly a text is. Of a few words little else tells.
_PAIRS_BONUS = 0.3
_OLDEST_FORMS = {"gb18030": "gb2312", "big5hkscs": "big5", "big5": "big5", "cp949": "euc_kr", "euc_jp": "euc_jp"}
_OF_LARGE_SCRIPTS = frozenset(name for language in _LARGE_SCRIPTS for name in _LANGUAGES[language][0])

_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,30})""", re.IGNORECASE
)
_LANGUAGE = re.compile(rb"""<html\b[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z]{2})""", re.IGNORECASE)
# Python's codecs that are no charsets; some of them cannot replace what they cannot read.
_NOT_CHARSETS = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})
_FEW = 12  # bytes beyond ASCII; fewer tell nothing against what is declared
_SAMPLE = 12_000  # bytes looked at when texts are compared


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """A page's text and the charset it was decoded from. It never fails: undecodable bytes become U+FFFD.

    :param body: the page as sent, without transfer or content encoding.
    :param content_type: the Content-Type header, with its charset if any.
    """
    for mark, name in _BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return _plain(body.decode(name, "replace")), name
    if b"\x1b$" in body[:100_000] and b"\x1b(" in body:
        text = _decoded_strictly(body, "iso2022_jp_ext")
        if text is not None:
            return _plain(text), "iso2022_jp"
    utf_16 = _utf_16_without_mark(body)
    if utf_16:
        return _plain(body.decode(utf_16, "replace")), utf_16
    text = _decoded_strictly(body, "utf-8")
    if text is not None:
        return _plain(text), "utf-8"
    declared = list(dict.fromkeys(_declared(body, content_type)))
    if _nearly_utf8(body):
        return _plain(body.decode("utf-8", "replace")), "utf-8"
    sample = _sample(body)
    if sum(byte > 127 for byte in sample) < _FEW:
        for name in declared:
            if (text := _decoded_strictly(body, name)) is not None:
                return _plain(text), name
    html_lang = _LANGUAGE.search(body[:4096])
    stated_language = html_lang[1].decode("ascii").lower() if html_lang else ""
    declared_pairs = [(name, language) for name in declared for language in _LANGUAGES]
    usual_pairs = [(name, language) for language, (charsets, _) in _LANGUAGES.items() for name in charsets]
    in_pairs = any(_is_in_oldest_form(sample, name) for name in declared)

    def plausibility(pair: tuple[str, str]) -> float:
        of_single_bytes = in_pairs and _codec(pair[0]) not in _OF_LARGE_SCRIPTS
        found = _plausibility(sample, *pair, declared=pair[0] in declared, stated_language=stated_language)
        return found - _PAIRS_BONUS if of_single_bytes else found

    best = max((*declared_pairs, *usual_pairs), key=plausibility)
    return _plain(body.decode(best[0], "replace")), best[0]


def _plain(text: str) -> str:
    """The text without NUL characters, with ``\\n`` as line ends."""
    # Looking for one sign is many times as fast as replacing what is hardly ever there.
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text.replace("\r\n", "\n") if "\r" in text else text


def _decoded_strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _codec(name: str) -> str:
    """The one name of a charset that Python has several names for."""
    return codecs.lookup(name).name


def _is_in_oldest_form(sample: bytes, name: str) -> bool:
    """Whether a charset is one of pairs of bytes, and all of a text was in it before it was enlarged."""
    oldest = _OLDEST_FORMS.get(_codec(name))
    return oldest is not None and _decoded_strictly(sample, oldest) is not None


def _utf_16_without_mark(body: bytes) -> str:
    """The codec of UTF-16 without a byte order mark, in which every second byte of ASCII is NUL; else ""."""
    head = body[:400]
    if len(head) < 8 or b"\x00" not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 and odd == 0 else ""


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    header = re.search(r"charset\s*+=\s*+[\"']?\s*+([\w:.-]{2,30})", content_type, re.IGNORECASE)
    labels = [header[1]] if header else []
    labels += [match.decode("ascii", "replace") for match in _DECLARED.findall(body[:8192])]
    for label in labels:
        name = _WEB_CODECS.get(label.lower(), label.lower())
        try:
            codec = codecs.lookup(name)
            if codec.name.replace("_", "-") not in _NOT_CHARSETS | {"utf-8"} and codec._is_text_encoding:
                yield name
        except LookupError:
            continue


def _nearly_utf8(body: bytes) -> bool:
    """Whether the bytes are UTF-8 with a few errors (a cut sequence, one pasted Latin-1 letter)."""
    text = body[:400_000].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(char > "\x7f" for char in text) - broken
    return whole > 10 * broken


def _sample(body: bytes) -> bytes:
    """The lines with more than ASCII, without markup: only there do charsets differ."""
    # Latin-1 keeps every byte, so that tags can be cut off before the charset is known.
    text = body[:600_000].decode("latin-1")
    text = re.sub(r"(?is)<(script|style)\b.*?(?:</\1>|\Z)|<[^>]{0,2000}>", "\n", text)
    lines = [line.strip() for line in text.split("\n") if any(char > "\x7f" for char in line)]
    return "\n".join(lines)[:_SAMPLE].encode("latin-1")


def _plausibility(sample: bytes, name: str, language: str, *, declared: bool, stated_language: str) -> float:
    """How plausible a sample is as text of a language in a charset: 1 if every non-ASCII letter is frequent."""
    text = _in_charset(sample, name)
    non_ascii = Counter(char for char in text if char > "\x7f")
    if not non_ascii:
        return 1.0
    letters = _letter_weights(language)
    score = sum(_weight(char, letters, language) * count for char, count in non_ascii.items()) / non_ascii.total()
    return score + (_DECLARED_BONUS if declared else 0) + (0.15 if stated_language == language else 0)


@functools.lru_cache(maxsize=64)
def _in_charset(sample: bytes, name: str) -> str:
    return sample.decode(name, "replace")


@functools.cache
def _letter_weights(language: str) -> Mapping[str, float]:
    """The weight of a language's letters: the first of the table are the most frequent, capitals are rarer."""
    letters = _LANGUAGES[language][1]
    weights: dict[str, float] = {}
    for position, char in enumerate(letters):
        weights[char] = 1.0 - (
            0.5 * position / len(letters) if len(letters) > 20 and language not in _LARGE_SCRIPTS else 0
        )
        weights.setdefault(char.upper(), 0.4)
    return weights


def _weight(char: str, letters: Mapping[str, float], language: str) -> float:
    if char in letters:
        return letters[char]
    if char in _PUNCTUATION:
        return 0.4
    if char == "\ufffd" or "\x80" <= char <= "\x9f" or unicodedata.category(char) in ("Cn", "Co", "Cs"):
        return -4.0
    if language in _LARGE_SCRIPTS and (
        "\u3000" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3" or "\uff00" <= char <= "\uff60"
    ):
        # Rare letters are rare. Japanese has no Hangul, Korean hardly any kana.
        foreign = ("\uac00" <= char <= "\ud7a3") != (language == "ko")
        return -0.5 if foreign and not "\u3400" <= char <= "\u9fff" else 0.1
    return -0.3 if char.isalpha() else -1.0
