"""The language of a story: what its page states, unless its script or words contradict that, else its words."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured, jsonld_text

_LONGEST_IDENTIFIED = 2_000  # characters of a text that are looked at
_LEAST_IDENTIFIED = 20  # letters
_LEAST_CONFIDENCE = 0.8  # of 20 words of 1,078 stories: 1,050 right, 6 wrong; without a limit 13 wrong
_TAG = re.compile(r"([A-Za-z]{2,3})(?:-([A-Za-z]{4}))?(?:-([A-Za-z]{2}|\d{3}))?(?:-.*)?")
_ENGLISH_AND_OWN_NAMES = {
    "english": "en", "deutsch": "de", "german": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "hindi": "hi",
    "arabic": "ar", "russian": "ru", "polish": "pl", "turkish": "tr", "swedish": "sv", "czech": "cs", "dutch": "nl",
}  # fmt: skip
# Codes of three letters that name a language on pages of newspapers; others in that shape are mistakes.
_THREE_LETTERS = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl",
    "dut": "nl", "rus": "ru", "ukr": "uk", "pol": "pl", "ces": "cs", "cze": "cs", "tur": "tr", "ara": "ar", "heb": "he",
    "hin": "hi", "ben": "bn", "urd": "ur", "fas": "fa", "per": "fa", "jpn": "ja", "kor": "ko", "zho": "zh", "chi": "zh",
    "swe": "sv", "dan": "da", "nor": "no", "nob": "nb", "nno": "nn", "fin": "fi", "hun": "hu", "ron": "ro", "rum": "ro",
    "ell": "el", "gre": "el", "bul": "bg", "srp": "sr", "hrv": "hr", "slv": "sl", "slk": "sk", "slo": "sk", "est": "et",
    "lav": "lv", "lit": "lt", "cat": "ca", "glg": "gl", "eus": "eu", "baq": "eu", "gle": "ga", "cym": "cy", "wel": "cy",
    "isl": "is", "ice": "is", "ind": "id", "msa": "ms", "may": "ms", "tha": "th", "vie": "vi", "tam": "ta", "tel": "te",
    "mar": "mr", "guj": "gu", "kan": "kn", "mal": "ml", "pan": "pa", "nep": "ne", "sin": "si", "mya": "my", "khm": "km",
    "lao": "lo", "kat": "ka", "geo": "ka", "hye": "hy", "arm": "hy", "aze": "az", "kaz": "kk", "uzb": "uz", "mon": "mn",
    "amh": "am", "swa": "sw", "hau": "ha", "yor": "yo", "ibo": "ig", "zul": "zu", "xho": "xh", "afr": "af", "som": "so",
    "mlt": "mt", "sqi": "sq", "alb": "sq", "mkd": "mk", "mac": "mk", "bos": "bs", "bel": "be", "kur": "ku", "pus": "ps",
    "fil": "fil", "tgl": "tl", "gsw": "gsw", "nds": "nds", "ast": "ast", "fur": "fur", "yue": "yue", "ckb": "ckb",
    "hsb": "hsb", "dsb": "dsb", "arz": "arz", "mai": "mai", "bho": "bho", "kok": "kok", "ceb": "ceb", "war": "war",
}  # fmt: skip
_CYRILLIC = (
    "ru",
    "uk",
    "bg",
    "sr",
    "mk",
    "be",
    "kk",
    "ky",
    "mn",
    "tg",
    "tt",
    "ba",
    "bs",
    "uz",
    "az",
    "ce",
    "cv",
    "sah",
    "os",
)
_SCRIPTS = (
    ("ja", re.compile(r"[\u3041-\u30fa]"), ("ja",)),
    ("ko", re.compile(r"[\uac00-\ud7a3]"), ("ko",)),
    ("zh", re.compile(r"[\u4e00-\u9fff]"), ("zh", "ja", "yue")),
    ("hi", re.compile(r"[\u0900-\u0963\u0966-\u097f]"), ("hi", "mr", "ne", "sa", "bho", "mai", "kok")),
    ("ar", re.compile(r"[\u0621-\u06ff]"), ("ar", "fa", "ur", "ps", "ckb", "ug", "sd", "ks", "arz", "ku", "az", "pa")),
    ("ru", re.compile(r"[\u0400-\u04ff]"), _CYRILLIC),
    ("el", re.compile(r"[\u0370-\u03ff]"), ("el",)),
    ("he", re.compile(r"[\u05d0-\u05ea]"), ("he", "yi")),
    ("th", re.compile(r"[\u0e01-\u0e3a]"), ("th",)),
    ("bn", re.compile(r"[\u0985-\u09df]"), ("bn", "as")),
    ("ta", re.compile(r"[\u0b85-\u0bb9]"), ("ta",)),
    ("te", re.compile(r"[\u0c05-\u0c39]"), ("te",)),
    ("gu", re.compile(r"[\u0a85-\u0ab9]"), ("gu",)),
    ("pa", re.compile(r"[\u0a05-\u0a39]"), ("pa",)),
    ("ml", re.compile(r"[\u0d05-\u0d39]"), ("ml",)),
    ("kn", re.compile(r"[\u0c85-\u0cb9]"), ("kn",)),
    ("or", re.compile(r"[\u0b05-\u0b39]"), ("or",)),
    ("si", re.compile(r"[\u0d85-\u0dc6]"), ("si",)),
    ("my", re.compile(r"[\u1000-\u102a]"), ("my",)),
    ("km", re.compile(r"[\u1780-\u17b3]"), ("km",)),
    ("lo", re.compile(r"[\u0e81-\u0eae]"), ("lo",)),
    ("am", re.compile(r"[\u1200-\u135a]"), ("am", "ti")),
    ("ka", re.compile(r"[\u10d0-\u10ff]"), ("ka",)),
    ("hy", re.compile(r"[\u0531-\u0587]"), ("hy",)),
)
# Letters that only one of the languages of a script has.
_DISTINCTIVE_LETTERS = (
    ("ru", "uk", re.compile(r"[іїєґ]")),
    ("ru", "bg", re.compile(r"ъ")),
    ("ru", "sr", re.compile(r"[јљњћђџ]")),
    ("ar", "fa", re.compile(r"[پچژگ]")),
    ("ar", "ur", re.compile(r"[ٹڈڑںے]")),
)
_NOT_LATIN = re.compile(r"[\u0370-\u1dff\u2c00-\uffef]")
_SAME_STOP_WORDS = {"no": "nb", "nn": "nb", "bs": "hr", "sr": "hr", "ms": "id"}  # languages with the same stop words
_WORD = re.compile(r"[^\W\d_]+")
_STOP_WORDS = {
    name: frozenset(words.split())
    for name, words in {
        "en": "the of and to in a is that for it was on with as he his be at by this had not are but from or have",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an aus",
        "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec",
        "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le",
        "it": "di e il la che in a per un è del non sono da una si con i le della nel al anche alla come più ha",
        "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das",
        "nl": "de van het een en in is dat op te zijn met voor niet aan er die om ook als maar bij of uit nog",
        "sv": "och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så",
        "da": "og i at det er en til på som for af de med den har der ikke et han var fra om men sig kan skal",
        "nb": "og i det er en til på som for av de med den har at ikke et han var fra om men seg kan skal jeg",
        "pl": "i w na z do się nie że to o jest jak po a od za co przez ale dla są tym który był jak tego może",
        "cs": "a se v na je že s z do o to i ve k pro za by ale si po jak od jako jsou které který byl při tak",
        "sk": "a sa v na je že s z do o to aj vo k pre za by ale si po ako od sú ktoré ktorý bol pri tak",
        "tr": "ve bir bu da de için ile olarak çok daha olan gibi en kadar ne sonra ama o her var mi değil ki",
        "id": "yang dan di ini dengan untuk dari dalam itu tidak pada akan ke juga oleh ada karena bisa telah mereka",
        "fi": "ja on ei että se oli hän mutta ovat kun myös joka mukaan sen tai vain niin kuin jo ole",
        "hu": "a az és hogy nem is egy ez volt meg csak már de ha mint még el van azt csak aki",
        "ro": "de și în a la cu pe din că pentru nu un o este care mai sunt au fost ce se o prin după",
        "hr": "i u na je da se za od su s a o koji to kao bi će iz što ne ali sve još nije te do",
        "ca": "de la i el que a en els per les un amb del una es no al com ha més són va ser aquest també",
        "vi": "và của là có được cho trong với các một những người không đã này khi để đến từ về",
        "et": "ja on ei et see oli ta kui ka oma mis aga või siis nii mida kes veel pole ning",
        "lt": "ir į kad yra su iš tai ne bet buvo kaip už jis apie ar dėl nuo tik po jau",
        "lv": "un ir ar par no uz ka bija tas kas arī ne bet kā vai gan ko pēc lai tika",
        "sl": "in je v na da se za so ki z s po pa kot od ne tudi bi bo pri še ali do ni",
        "sw": "ya na wa kwa ni katika za la kuwa cha kama hiyo huo hilo alisema baada pia yake lakini watu",
        "tl": "ang ng sa na mga ay si at ni ito para hindi kung siya may nang pa ko din ako",
    }.items()
}


def find(document: Document, structured: Structured, text: str, known: str = "") -> tuple[str, str]:
    """The language of the story as a BCP 47 tag, and the rule that found it.

    A stated tag is ignored where the text is in another script. Without a stated one, the script, the stop words and at
    last py3langid decide.

    :param known: the language of the publication, used where the page states none.
    """
    for words, rule in _stated(document, structured, known):
        if (found := tag(words) if words else "") and fits(found, text):
            return found, rule
    return of_text(text)


def fits(found: str, text: str) -> bool:
    """Whether a text may be in a language (BCP 47): not in another script, and not full of another's stop words."""
    language = found.partition("-")[0]
    script = _script(text)
    return _may_be(language, text) if script is None else language in script[1]


def of_text(text: str) -> tuple[str, str]:
    """The language of a text by its script, its stop words or py3langid, and which of them told; "" where none does."""
    if script := _script(text):
        return _by_letters(script[0], text), "script"
    if by_stop_words := _by_stop_words(text):
        return by_stop_words, "words"
    identified = _identified(text)
    return (identified, "letters") if identified else ("", "")


def _stated(document: Document, structured: Structured, known: str) -> Iterator[tuple[str, str]]:
    yield document.language, "html lang"
    yield jsonld_text(structured.story.get("inLanguage")), "json-ld"
    yield structured.first_meta("og:locale", "content-language", "dc.language", "language")[0], "meta"
    yield known, "publication"


def tag(words: str) -> str:
    """A language tag in its usual spelling (BCP 47), also from a name ("English"); "" for anything else."""
    words = words.strip().replace("_", "-").split(",")[0].strip()
    match = _TAG.fullmatch(words)
    if not match:
        return _ENGLISH_AND_OWN_NAMES.get(words.lower(), "")
    language = match[1].lower()
    if len(language) == 3:
        language = _THREE_LETTERS.get(language, "")
        if not language:
            return ""
    return "-".join(filter(None, (language, (match[2] or "").title(), (match[3] or "").upper())))


def _may_be(language: str, text: str) -> bool:
    """Whether a text in Latin letters may be in a language: not where stop words of another one abound."""
    stop_words = _STOP_WORDS.get(_SAME_STOP_WORDS.get(language, language))
    if stop_words is None:
        return True
    words = text[:600].casefold().split()
    if len(words) < 40 or sum(map(stop_words.__contains__, words)) > 0.08 * len(words):
        return True
    language_found = _by_stop_words(text)
    return not language_found or language_found == _SAME_STOP_WORDS.get(language, language)


def _script(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The main language of the script that most of a text is in, and all its languages; None for Latin script."""
    sample = text[:1500]
    if sample.isascii() or len(_NOT_LATIN.findall(sample)) < 0.2 * len(sample):
        return None
    letters = sum(map(str.isalpha, sample))
    if letters < 20:
        return None
    counts: Counter[str] = Counter()
    for name, pattern, _ in _SCRIPTS:
        if count := len(pattern.findall(sample)):
            counts[name] = count
    if not counts:
        return None
    if counts["ja"] > 0.1 * letters:
        counts["ja"] += counts["zh"]
    name, count = counts.most_common(1)[0]
    if count < 0.4 * letters:
        return None
    return name, next(others for script, _, others in _SCRIPTS if script == name)


def _by_letters(language: str, text: str) -> str:
    """The language of a script by letters that only it has: Ukrainian і, Persian پ."""
    sample = text[:3000].lower()
    for script, name, letters in _DISTINCTIVE_LETTERS:
        if script == language and len(letters.findall(sample)) > len(sample) / 150:
            language = name
    return language


def _identified(text: str) -> str:
    """The language py3langid takes a text for, where none is stated and the text is too short for stop words."""
    if sum(map(str.isalpha, text[:_LONGEST_IDENTIFIED])) < _LEAST_IDENTIFIED:
        return ""
    language = str(_identifier().classify(text[:_LONGEST_IDENTIFIED])[0])
    return "" if language == "und" else language


@functools.cache
def _identifier() -> Any:
    """The identifier of py3langid, which takes half a second to load; few pages need it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True, min_confidence=_LEAST_CONFIDENCE)


def _by_stop_words(text: str) -> str:
    """The language whose stop words abound in a text in Latin letters; "" where none clearly leads."""
    words = _WORD.findall(text[:3000].casefold())
    if len(words) < 30:
        return ""
    counts_of_words = Counter(words)
    counts = Counter(
        {
            name: sum(count for word, count in counts_of_words.items() if word in stop_words)
            for name, stop_words in _STOP_WORDS.items()
        }
    )
    (first, most), (_, second) = counts.most_common(2)
    return first if most > 0.15 * len(words) and most > 1.2 * second else ""
