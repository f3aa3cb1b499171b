"""The persons and the agency a byline names, and the byline as printed: pure functions on the words of one line.

The line is cleaned and split at commas and "and"; each part is an agency, a job title, a department, a place or a
person. All words are data in ``texts/phrases.toml``: add another language there, and a row to
tests/extract/fields/test_byline_names.py.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import TypeVar

from scraper.extract.fields import agencies, unspaced_names
from scraper.extract.fields.agencies import QUOTES, is_agency
from scraper.extract.page.blocks import EAST_ASIAN
from scraper.texts.folding import letters
from scraper.texts.particles import PARTICLES
from scraper.texts.phrases import alternation, table, words_of

_TAG = re.compile(r"<[^<>]{0,200}>|&[#\w]{2,8};")
_ADDRESS = re.compile(r"(?<!\S)[^\s@]*+@\S*|(?:https?://|www\.)[^\s)]+|\b\w+\.(?:com|org|net)\b\S*")
_BRACKETED = re.compile(r"[(\[（【〔［「]([^()\[\]（）【】〔〕［］「」]*)[)\]）】〕］」]")
_LINE_ENDS = re.compile(r"[\n\r]+")
_CASELESS = re.compile(r"[\u0590-\u0e7f]")
_DIGIT = re.compile(r"\d")
_SIGNS = re.compile(r"[!?:%€$£=<>{}*#_@©\\]|\.(?:[a-z]{2,4}|COM|NET|ORG|INFO|[A-Z]{2})$")
_SENTENCE_STOP = re.compile(r"(?<=[a-zà-ÿ]{4})(?<!\bprof)\.\s+(?=[A-ZÀ-Þ])")
_GLUED_HOUSE = re.compile(r"(?<=[a-zà-ÿ])[A-ZÀ-Þ][a-zà-ÿ]{3,}(?=\s)")  # "Ida BrunJournal News"
_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=(?:Last [Uu]pdated|Updated|Published|Posted|Staff)\b)")
_BREAK = re.compile(r"\s\u200b|\u200b\s")  # a blank and an invisible one: what follows is a place or a job
_LINE_PARTS = re.compile(r"[|•●▪►»\n]|\s[·∙–—-]\s")
_SEPARATORS = re.compile(r"[,/]")
_BLANK_AT_SEPARATOR = re.compile(r" (?=,)| (?=/ )|(?<=/) ")
_OPENING, _CLOSING = "([（【〔［「", tuple(")]）】〕］」")
_EDGE_SIGNS = " ,;|·•-–—/=＝"
_ARTICLES = frozenset({"the", "der", "die", "das", "het", "los", "las", "les"})
_PAPER_ARTICLES = frozenset({"le", "la", "el", "il", "lo", "o", "a"})
_SMALL_OF = frozenset("de del da do di".split())
_WITH_PREFIXES = ("avec ", "with ", "mit ", "con ", "com ", "med ", "met ")
_JOINED_AND = {  # "and" written onto the next word, and the names that merely begin like it
    "و": ("وليد", "وائل", "وسام", "وفاء", "وجدي", "وسيم", "وداد", "وحيد", "وديع", "ورد", "واصف"),
    "ו": ("ורד", "וייס", "וולף", "ויזל", "וינר", "וקנין", "ועקנין", "וילנאי"),
}
_LONGEST_LINE = 300
_LONGEST_BY = 24  # characters of "Written by:"
_BETWEEN_SIGNS = re.compile(r"[,;/|+&]+")
_IN_BRACKETS = re.compile(r"^[(\[]([^()\[\]]*)[)\]]$")
_SIGN = re.compile(r"[a-zà-ÿß]{2,4}|[a-z]{1,2}[A-Z]{1,2}")
_NO_NAMES = ("no_person", "job", "date_word", "from", "and")
_MOST_SMALL = 4
_ACCOUNTS = frozenset({"root"})  # a family name as well
_NEVER_FIRST = frozenset("zur zum".split())
_NEVER_LAST = frozenset("the der die das den dem von zum zur und and of".split())
_SMALL_FIRST = frozenset(
    "von vom van vande de da das di du del della dalla den der ter te ten zu zum zur af av al el bin ibn la le li lo do"
    " dos d mac ó op".split()
)
_AFTER_SENTENCE = re.compile(r"[。！？…][”」』]?[（(【［]([^（()）【】［］]{2,40})[）)】］]$")
_DATE_AFTER = re.compile(r"(?<=\s)(?:19|20)\d\d[年년/.-].*")  # a name without blanks, and the time
_BEFORE_REPORTER = re.compile(r"^\d[^记記]*\s(?=(?:本[报報]|特[约約派])?[记記]者)")  # the day and the source before it
_BEFORE_BY = re.compile(r"[,;:|–—-]+")
_AND_LINE = re.compile(r"[\s,;/&+]+")
_KOREAN_SENTENCE = re.compile(r"[가-힣]다\.\s")
_PHOTOGRAPHER = re.compile(r"(?:photo|foto)gra(?:ph|f)", re.IGNORECASE)
_PAPER_SIGN = re.compile(r"[B-DF-HJ-NP-TV-XZ]{2,4}")  # behind a name: "Liisa Virtanen HS"
_ACCOUNT = re.compile(r"([a-zà-ÿ]{2,30})\.([a-zà-ÿ]{3,30})")
_Around = TypeVar("_Around")  # whatever a line comes with


@functools.lru_cache(maxsize=4096)  # data and page say the same words
def read(words: str, names: frozenset[str] = frozenset()) -> tuple[tuple[str, ...], str]:
    """The persons and the agency that a byline names; "" for no agency.

    :param names: the newspaper's own names, in letters only.
    """
    text = _tidy(words[:_LONGEST_LINE])
    if not text:
        return (), ""
    if is_signs(text):
        signs = map(str.strip, _BETWEEN_SIGNS.split(_IN_BRACKETS.sub(r"\1", text)))
        return (), next(filter(is_agency, signs), "")
    unspaced = EAST_ASIAN.search(text) is not None
    people: list[str] = []
    agency = ""
    rejected = False
    for part, sign in unspaced_names.parts(text) if unspaced else _parts(text):
        if is_agency(part):
            agency = agency or agencies.without_article(part)
            continue
        if unspaced and EAST_ASIAN.search(part):
            name, its_agency = unspaced_names.name(part), ""
        else:
            name, its_agency = _name(part, sign=sign, after=bool(people))
        agency = agency or its_agency
        if rejected and sign.isalpha() and " " not in name:
            continue  # the ministry of economy "and climate"
        rejected = not name and not its_agency
        if name and not _is_paper_name(name, names):
            people.append(name)
    if agency and len(people) == 1 and " " not in people[0] and not unspaced:
        return (), agency  # a house or a place beside its agency: "Istanbul, DHA"
    return _unique_people(people), agency


def is_signs(line: str) -> bool:
    """Whether a line holds nothing but the signs of a newsroom: "ssi, dan", "srf/hosb;kesm", "(gt)", "dsw / DPA"."""
    inner = _IN_BRACKETS.sub(r"\1", line.strip())
    signs = [sign.strip(". ") for sign in _BETWEEN_SIGNS.split(inner)]
    if not 1 <= len(signs) <= 6 or (len(signs) == 1 and len(signs[0]) > (4 if inner != line.strip() else 3)):
        return False
    known = [is_agency(sign) for sign in signs]
    tables = (
        ("no_person", "job", "date_word", "from")
        if len(signs) > 1
        else ("no_person", "job", "date_word", "from", "and")
    )
    return not all(known) and all(
        agency
        or (
            _SIGN.fullmatch(sign)
            and not any(sign in words_of(name) for name in tables)
            and _by_pattern().match(f"{sign} ") is None
        )
        for sign, agency in zip(signs, known, strict=True)
    )


def in_small_letters(words: str) -> str:
    """A name that the markup has in small letters, and the page's style in capitals, as people write it; else ""."""
    plain = without_by(" ".join(words.split()))
    names = plain.split(" ")
    if not 2 <= len(names) <= _MOST_SMALL or not all(name.isalpha() and name.islower() for name in names):
        return ""
    if len(names[0]) < 3 or len(names[-1]) < 3 or any(name in words_of(each) for name in names for each in _NO_NAMES):
        return ""
    capitals = " ".join(name if name in _SMALL_FIRST else name.capitalize() for name in names)
    return capitals if read(capitals)[0] == (capitals,) else ""


def without_by(words: str) -> str:
    """A byline without the word that introduces it: By, Von, Par, Por, लेखक."""
    words = " ".join(words.split())
    found = _by_pattern().match(words)
    if found is None:
        return words
    rest = words[found.end() :].strip()
    twice = (
        _by_pattern().match(rest) if found[0].rstrip().endswith((":", "：")) else None
    )  # "Artikel von: Von Ida Brun"
    return rest[twice.end() :].strip() if twice else rest


def printed(line: str) -> str:
    """The byline as printed, without "By" and without date, place, mail address and share words in the same line."""
    line = _ADDRESS.sub("", _TAG.sub(" ", html.unescape(line)))
    if after_sentence := _AFTER_SENTENCE.search(line):
        line = after_sentence[1]
    if ":" in line or " by " in line:
        line = _credit_start_pattern().sub(" | ", line)
    if " / " in line:
        line = _with_by_apart(line)
    kept: list[str] = []
    for line_part in _LINE_PARTS.split(line):
        if EAST_ASIAN.search(line_part):
            line_part = _DATE_AFTER.sub("", _BEFORE_REPORTER.sub("", line_part))
        words = without_by(_until_date(_from_by(line_part))).strip(_EDGE_SIGNS)
        if kept and " " not in words and words.isalpha() and _DIGIT.search(line_part) and not is_agency(words):
            continue  # "prije 3 sata"
        pieces = words.split(", ")
        while pieces and (is_place(pieces[-1]) or not any(char.isalpha() for char in pieces[-1])):
            pieces.pop()
        words = _without_place(", ".join(pieces)).strip(_EDGE_SIGNS)
        if words[-1:] in _CLOSING and not any(sign in words for sign in _OPENING):
            words = words[:-1]
        plain = words.rstrip(".").replace("=", "") if EAST_ASIAN.search(words) else words.rstrip(".")
        if any(char.isalpha() for char in words) and not _SIGNS.search(plain):
            kept.append(words)
    named = [(words, *read(words)) for words in kept]
    full = any(" " in person for _, people, _ in named for person in people)
    best = [words for words, people, agency in named if agency or any(not full or " " in person for person in people)]
    return ", ".join(dict.fromkeys(best or (words for words in kept if is_signs(words))))


def _with_by_apart(line: str) -> str:
    """A line in which a bar stands before each "By" behind a slash: "Valley News / By Ida Brun"."""
    first, *more = line.split(" / ")
    return first + "".join(f" {'/' if without_by(part) == part else '|'} {part}" for part in more)


def joined(lines: Iterable[tuple[str, _Around]]) -> list[tuple[str, _Around]]:
    """The lines of a byline, "and" with those on its two sides, and without those that only introduce the next."""
    found: list[tuple[str, _Around]] = []
    conjunction = ""
    for words, around in lines:
        if found and _AND_LINE.sub("", words.lower()) in _and_words():
            conjunction = words
        elif conjunction or (found and (found[-1][0].endswith(",") or words.startswith(","))):
            found[-1] = (" ".join(f"{found[-1][0]} {conjunction} {words}".split()).replace(" ,", ","), found[-1][1])
            conjunction = ""
        else:
            if found and _introduces(found[-1][0]):
                found.pop()
            found.append((words, around))
    return found


def only_introduces(line: str) -> bool:
    """Whether a line is nothing but "By", and the next one names the author."""
    found = _by_pattern().match(f"{line} ") if 0 < len(line) <= _LONGEST_BY else None
    return found is not None and found.end() > len(line)


def _introduces(line: str) -> bool:
    """Whether a line ends with "by": it says what the next one is."""
    last = line.split()[-1:]
    return bool(last) and (found := _by_pattern().match(f"{last[0]} ")) is not None and found.end() > len(last[0])


def is_byline(line: str) -> bool:
    """Whether a short line reads as a byline: one that "By" or "Text:" begins, that names an agency or a job."""
    whole = " ".join(line.split())
    line = _from_by(whole)
    if not 2 < len(line) <= 120 or line[-1] in "?!。":
        return False
    if _KOREAN_SENTENCE.search(line):
        return False
    if line[-1] == "." and line.count(" ") > 5 and not _credit_start_pattern().search(line):
        return False
    found = _by_pattern().match(line)
    if found is None and not _names_office(line):
        return False
    people, agency = read(line)
    if found is None:
        return bool(people or agency)
    if not people and not agency:
        return False
    certain = line != whole or line[: found.end()].rstrip()[-1:] in ":：=＝/／・" or " " in found[0].strip()
    full = agency or certain or any(" " in name or not name.isascii() or "." in name for name in people)
    # A sentence that begins with "By" holds more than its names.
    rest = len(line) - found.end() - sum(map(len, people)) - len(agency)
    return bool(full) and rest <= 60


def _tidy(words: str) -> str:
    """The words without markup, addresses and dates; lines joined by semicolons."""
    if "<" in words or "&" in words:
        words = html.unescape(_TAG.sub(" ", words) if "<" in words else words)
    if "@" in words or "." in words:
        words = _ADDRESS.sub(" ", words)
    if "\u200b" in words:
        words = _BREAK.sub("\n", words).replace("\u200b", "")
    lines = [line for part in _LINE_ENDS.split(words) if (line := part.strip())]
    if len(lines) > 1:
        lines = [" ".join(line.split()) for line in lines]
        if (found := _by_pattern().match(lines[0] + " ")) and found.end() >= len(lines[0]):
            lines[1:2] = [f"{lines[0]} {lines[1]}"]
            del lines[0]
        # A name broken over two lines is one name.
        broken = len(lines) == 2 and " " not in lines[0] and " " not in lines[1] and not EAST_ASIAN.search(words)
        words = (" " if broken else " ; ").join(lines)
    else:
        words = " ".join(words.split())
    words = without_by(_GLUED.sub(" ", _from_by(words)))
    if "(" in words or "[" in words or not words.isascii():
        words = _BRACKETED.sub(_unbracketed, words)
    return _until_date(words)


def _unbracketed(found: re.Match[str]) -> str:
    """The content of brackets if it is an agency or further authors ("with ..."), else a blank."""
    inner = found[1].strip()
    outside = found.string[: found.start()].strip() + found.string[found.end() :].strip()
    whole = not any(char.isalpha() for char in outside) or EAST_ASIAN.search(inner) is not None
    return f" ; {inner} ; " if whole or inner.lower().startswith(_WITH_PREFIXES) or is_agency(inner) else " "


def _until_date(words: str) -> str:
    """The words before a date or a number."""
    if not (found := _DIGIT.search(words)) or EAST_ASIAN.search(words):
        return words
    before = words[: found.start()]
    if before and not before[-1].isspace() and before[-1].isalpha() and words[found.start() :].isdigit():
        return words  # a handle: "ann2"
    tokens = _SEPARATORS.sub(r" \g<0> ", before).split()
    while tokens and (tokens[-1].lower() in words_of("date_word") or not any(char.isalpha() for char in tokens[-1])):
        tokens.pop()
    if not tokens:
        rest = re.split(r"[|•·;–—]", words[found.start() :], maxsplit=1)
        return _until_date(rest[1].strip()) if len(rest) > 1 else ""
    return _BLANK_AT_SEPARATOR.sub("", " ".join(tokens))


def _from_by(words: str) -> str:
    """The words from "by" on where nothing but a time precedes it: "Posted on October 19, 2026 by Ida Brun".

    Of the labelled data of an East Asian line the one that names the author.
    """
    if (":" in words or "：" in words) and EAST_ASIAN.search(words) and (labelled := unspaced_names.labelled(words)):
        return labelled
    found = _DIGIT.search(words) and _inner_by_pattern().search(words)
    if not found:
        return words
    before = _BEFORE_BY.sub(" ", words[: found.start()].lower()).split()
    timely = all(word in words_of("date_word") or any(char.isdigit() for char in word) for word in before)
    return words[found.start() :].strip() if timely else words


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a line, each with the sign or word before it."""
    if " " in text:
        text = _GLUED_HOUSE.sub(_parted_from_house, text)
    if ":" in text or " by " in text or " von " in text:
        text = _credit_start_pattern().sub(" ; ", text)
    if "." in text:
        text = _SENTENCE_STOP.sub(" ; ", text)
    if _CASELESS.search(text):
        text = _with_and(text)
    pieces = _separator_pattern().split(text)
    part, sign = pieces[0], ""
    for index in range(1, len(pieces), 2):
        separator, following = pieces[index], pieces[index + 1]
        if len(separator) == 1 and separator.islower() and " " not in following and " " in part:
            part = f"{part} {separator} {following}"  # Ortega y Gasset
            continue
        yield from _without_by_or_credit(part, sign)
        part, sign = following, separator
    yield from _without_by_or_credit(part, sign)


def _parted_from_house(word: re.Match[str]) -> str:
    return f" ; {word[0]}" if word[0].lower() in words_of("no_person") else word[0]


def _without_by_or_credit(part: str, sign: str) -> Iterator[tuple[str, str]]:
    """The part without "By"; nothing for photographers, translators and others who did not write the story."""
    part = part.strip(QUOTES.replace(".", ""))
    if not part:
        return
    if ":" in part or " by " in part.lower() or " von " in part:
        if role := _credit_pattern().match(part):
            if is_agency(source := part[role.end() :]):
                yield source.strip(QUOTES), sign
            return
        part = without_by(part)
        before, sign_after, behind = part.partition(": ")
        if sign_after and is_place(before):
            part = behind
    if part.lower().startswith(_WITH_PREFIXES):
        part = part.split(" ", 1)[1]
    yield part, sign


def _name(part: str, *, sign: str, after: bool) -> tuple[str, str]:
    """The person of one part of a line, and an agency named in it."""
    tokens = part.split()
    tokens, agency = _without_origin(tokens)
    half = len(tokens) // 2
    if half > 1 and tokens[:half] == tokens[half:]:
        tokens = tokens[:half]  # a name printed twice, as text and as link
    if not tokens or len(tokens) > 12:
        return "", agency
    if after and any(_PHOTOGRAPHER.match(token) for token in tokens[2:]):
        return "", agency
    tokens, its_agency = _without_job(tokens, title=sign == "," and after)
    agency = agency or its_agency
    if not tokens:
        return "", agency
    if len(tokens) > 2 and tokens[-1].isupper() and not tokens[-2].isupper():
        if is_agency(tokens[-1]):
            agency = agency or tokens.pop()
        elif _PAPER_SIGN.fullmatch(tokens[-1]):
            tokens.pop()
    if len(tokens) == 1 and (account := _ACCOUNT.fullmatch(tokens[0])):
        tokens = [account[1].capitalize(), account[2].capitalize()]
    name = " ".join(tokens).strip(QUOTES.replace(".", "").replace('"', "").replace("”", ""))
    if name.endswith(".") and not re.search(r"\b(?:\w|[JS]r|Jr|Sr)\.$", name):
        name = name.rstrip(".")
    if len(name) > 3 and is_agency(name):
        return "", agency or name
    if _is_person(name, sign=sign, after=after):
        return name, agency
    last = tokens[-1].strip(QUOTES)  # "Redazione ANSA"
    named = len(tokens) > 1 and last.isupper() and is_agency(last)
    return "", agency or (last if named else "")


def _without_job(tokens: list[str], *, title: bool) -> tuple[list[str], str]:
    """The tokens before or after a job title, and an agency in it; ``title``: a name came before these tokens."""
    lower = [token.lower().strip(".,'’") for token in tokens]
    job_indexes = [index for index, word in enumerate(lower) if word in words_of("job")]
    if not job_indexes:
        return tokens, ""
    agency = ""
    first, end = job_indexes[0], job_indexes[-1] + 1
    while first and (lower[first - 1] in words_of("job_kind") or lower[first - 1] in agencies.known()):
        first -= 1
        agency = agency or (tokens[first] if lower[first] in agencies.known() else "")
    while end < len(lower) and lower[end] in words_of("job_kind"):
        end += 1
    before, behind = tokens[:first], tokens[end:]
    if title and any(token.islower() for token in tokens[job_indexes[-1] + 1 : end]):
        return [], agency  # "Leiterin des Ressorts Politik"
    if len(before) > 1 and not title:
        return before, agency
    if len(behind) > 1 or (behind and _CASELESS.search(behind[0])):
        return behind, agency
    return [], agency


def _without_origin(tokens: list[str]) -> tuple[list[str], str]:
    """The tokens before "in Berlin", "for The Paper", "of Reuters"; the last may name an agency."""
    for index, token in enumerate(tokens):
        word = token.lower()
        if index and token == word and word in words_of("from"):
            rest = " ".join(tokens[index + 1 :])
            if word in words_of("from", "place_only") and not is_place(rest):
                continue
            return tokens[:index], agencies.without_article(rest) if is_agency(rest) else ""
        following = tokens[index + 1].lower() if index + 1 < len(tokens) else ""
        if index and (word, following) in (("special", "to"), ("for", "the")):
            return tokens[:index], ""
        if index > 1 and word == "for" and token.istitle():
            return tokens[:index], ""
    if len(tokens) > 3 and is_agency(" ".join(tokens[-2:])):
        return tokens[:-2], " ".join(tokens[-2:])
    return tokens, ""


def _is_person(name: str, *, sign: str, after: bool) -> bool:
    words = name.split()
    digits = len(_DIGIT.findall(name))
    if not 2 <= len(name) <= 60 or len(words) > 6 or digits > (2 if len(words) == 1 else 0):
        return False
    if len(words) > 1 and words[0] in words_of("from", "lower") and (after or words[0] != "de"):
        return False
    if after and name.isupper() and len(words) > 1 and words[0].lower() in words_of("from", "lower"):
        return False  # "ANA SOUZA, DE SÃO PAULO"
    if _SIGNS.search(name) or name[0] in _OPENING or not any(char.isalpha() for char in name):
        return False
    lower = [word.lower().strip("'’\"“”") for word in words]
    if any(word in words_of("no_person") or word.rstrip("0123456789") in words_of("no_person") for word in lower):
        return False
    if lower[0] in _ARTICLES or words[0].lower() in _NEVER_FIRST:
        return False
    if len(words) == 1:
        return _is_single(name, after=after)
    if (
        (len(words) == 2 and lower[0] in _PAPER_ARTICLES and "." not in words[0])
        or (sign and is_place(name))
        or name.lower() in words_of("place", "any")
    ):
        return False
    if after and len(words[0]) == 3 and words[0].isupper() and not words[-1].isupper():
        return False  # CNN Business
    if lower[0] in _PAPER_ARTICLES and not words[0].islower() and not _SMALL_OF.isdisjoint(words[2:-1]):
        return False  # El Sol de México
    if words[-1].islower() or lower[-1] in _NEVER_LAST or (words[0].islower() and words[0] not in _SMALL_FIRST):
        return False
    return not any(word.islower() and len(word) > 3 and word not in PARTICLES for word in words[1:])


def _is_single(name: str, *, after: bool) -> bool:
    """Whether a single word is a name: not after a full name, and not a short code."""
    word = name.lower().rstrip("0123456789")
    if after or len(name) > 24 or any(word in words for words in (words_of("place", "any"), words_of("job"))):
        return False
    if word in _ACCOUNTS or word.rpartition("-")[2] in words_of("no_person"):
        return False  # "Online-Team"
    short = name.replace(".", "")
    if short.isupper():
        return len(short) > 4 or not short.isascii() or "." in name
    return len(short) > 3 or not short.isascii() or not short.islower()


def is_place(words: str) -> bool:
    """Whether words are a place, by themselves or by their first one: Berlin, San Francisco."""
    plain = words.strip(" .,").lower()
    return plain in words_of("place", "any") or (" " in plain and plain.split(" ", 1)[0] in words_of("place", "first"))


def _without_place(words: str) -> str:
    tokens = words.split()
    for index, token in enumerate(tokens):
        if index > 1 and token == token.lower() and token in words_of("from") and len(tokens) - index <= 4:
            rest = " ".join(tokens[index + 1 :])
            if token in ("in", "aus", "à", "en", "i", "din") or is_place(rest):
                return " ".join(tokens[:index])
    return words


def _is_paper_name(name: str, names: frozenset[str]) -> bool:
    """Whether a name is the paper's own: "The Lantern", "Lantern Sport"."""
    if not names:
        return False
    first, *more = name.split()
    if letters(name) in names or (not more and letters(name.rstrip("0123456789")) in names):
        return True  # an account of the house: "lantern2"
    if len(first) <= 3 and more and letters("".join(more)) in names:
        return True  # "Do Farol"
    return bool(more) and len(first) > 2 and letters(first) in names


def _unique_people(people: list[str]) -> tuple[str, ...]:
    """Each person once, in the first spelling; case and accents do not make another person."""
    if len(people) < 2:
        return tuple(people)
    kept: dict[str, str] = {}
    for name in people:
        kept.setdefault("".join(char for char in unicodedata.normalize("NFKD", name.lower()) if char.isalnum()), name)
    return tuple(kept.values())


def _with_and(text: str) -> str:
    """ "And" written onto the next word, as Arabic and Hebrew do, becomes a comma."""
    tokens = text.split(" ")
    for index in range(2, len(tokens) - 1):
        word = tokens[index]
        for prefix, names in _JOINED_AND.items():
            if word.startswith(prefix) and len(word) > 3 and word not in names:
                tokens[index] = f", {word[1:]}"
    return " ".join(tokens).replace(" , ", ", ")


# The tables of phrases.toml, each compiled when it is first needed.


@functools.cache
def _by_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"^\W*(?:{alternation('by')})(?:(?<=[:：=＝・/／])|(?=[\s:：=＝/／;|]|$)|(?<=者))[\s:：;|／/]*", re.IGNORECASE
    )


@functools.cache
def _inner_by_pattern() -> re.Pattern[str]:
    """ "By" and its like inside a line, each a whole word."""
    return re.compile(rf"(?<=\s)(?:{'|'.join(table('by')['inside'])})(?=\s+[^\W\d_])", re.IGNORECASE)


@functools.cache
def _credit_pattern() -> re.Pattern[str]:
    return re.compile(rf"^\W*(?:{alternation('not_by')})", re.IGNORECASE)


@functools.cache
def _credit_start_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![\s&/+])(?<! und)(?<! and)(?<! et)\s+(?=(?:{alternation('not_by')}))", re.IGNORECASE)


@functools.cache
def _separator_pattern() -> re.Pattern[str]:
    words, letter = "|".join(table("and")["any"]), "|".join(table("and")["letter"])
    return re.compile(
        rf"(?:(?<!\s)\s*|(?<=\s))([,;/|&+•·●،；]|(?<=\s)[∙–—-](?=\s)|(?<=\s)(?:{words}|(?-i:{letter}))(?=\s)"
        r"|(?<=[A-Z]{3} )Y(?= [A-Z]{3}))\s*",
        re.IGNORECASE,
    )


@functools.cache
def _and_words() -> frozenset[str]:
    return frozenset(("", *table("and")["any"], *table("and")["letter"]))


def _names_office(line: str) -> bool:
    """Whether a line names an agency, or a job behind a name: "Ida Brun, Political Editor"."""
    if EAST_ASIAN.search(line):
        return unspaced_names.job_pattern().search(line) is not None or is_agency(line.strip("()[] "))
    words = line.lower().split()
    if len(words) > 10:
        return False
    return any(word.strip(".,()") in words_of("job") for word in words[2:]) or is_agency(line.strip("()[] "))
