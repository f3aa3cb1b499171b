"""The persons in bylines of East Asia, whose words and names stand side by side without blanks."""

from __future__ import annotations

import functools
import re

from scraper.extract.fields.agencies import QUOTES, is_agency
from scraper.extract.page.blocks import EAST_ASIAN
from scraper.texts.phrases import table

_HANGUL = re.compile(r"[\uac00-\ud7af]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_KATAKANA = re.compile(r"[ァ-ヶー]+")
_NAME_DOT = re.compile(r"(?<=[ァ-ヶー])[・･＝=](?=[ァ-ヶー])|(?<=[\u4e00-\u9fff])·(?=[\u4e00-\u9fff])")
_NEXT_LABEL = re.compile(r"(?<![\s|｜丨])[\s|｜丨]+[^\W\d_]{2,6}[:：]")  # "... 责编：钱进"
_SIGNS = re.compile(r"[・･·,，、;；/／|｜=＝＆&:：●■▪•〉〈《》<>〔〕【】「」（）()［］\[\]]")


def parts(text: str) -> list[tuple[str, str]]:
    """The parts of a line in a script without blanks, which job titles, signs and most blanks separate."""
    text = _credit_pattern().sub(" ; ", text)
    text = job_pattern().sub(" ; ", text)
    text = _NAME_DOT.sub("\0", text)
    found: list[tuple[str, str]] = []
    for piece in _SIGNS.split(text):
        run: list[str] = []
        for token in piece.split():
            token = _without_attached_words(token.replace("\0", "・"))
            if run and _is_same_name(run[-1], token):
                run[-1] = f"{run[-1]} {token}"
            elif token:
                run.append(token)
        found.extend((token, ";") for token in run)
    return found


def _is_same_name(left: str, right: str) -> bool:
    """Whether two words are one name: Latin words, or a family name and a name as Japanese papers part them."""
    wide = EAST_ASIAN.search(left) is not None
    if wide != (EAST_ASIAN.search(right) is not None):
        return False
    if not wide:
        return not is_agency(left)
    if _HANGUL.search(left + right) or not right or " " in left or max(len(left), len(right)) > 3:
        return False
    chinese = _letters_of("chinese")
    if len(left) == len(right) == 3 and not _KANA.search(left + right):
        return False
    return not (len(left) > 1 and len(right) > 1 and left[0] in chinese and right[0] in chinese) and not (
        is_agency(left) or is_agency(right)
    )


def _without_attached_words(token: str) -> str:
    """A word without the places and verbs attached to it: 王小明 of 王小明台北報導."""
    token = re.sub(r"\d+日[電电讯訊].*|[\d年月日]{3,}.*|[发發]自.*", "", token).strip(QUOTES + "。：:／＝=")
    for end in table("unspaced")["after"]:
        if token == end:
            return ""
        if len(token) > len(end) + 1:
            token = token.removesuffix(end)
    for place in table("place")["unspaced"]:
        if token == place:
            return ""
        if len(token) > len(place) + 1 and not _HANGUL.search(token):
            token = token.removeprefix(place).removesuffix(place)
    return token


def name(token: str) -> str:
    """The person that a part is, where it can be one by its length, its first letter and its words; else ""."""
    tables = table("unspaced")
    if any(char.isdigit() for char in token) or any(word in token for word in tables["never"]):
        return ""
    if token.endswith(tuple(tables["office"])) and not (len(token) <= 3 and token[0] in _letters_of("chinese")):
        return ""
    if _HANGUL.search(token):
        fits = 2 <= len(token) <= 4 and token[0] in _letters_of("korean")
    else:
        fits = 2 <= len(token) <= (14 if "・" in token or _KATAKANA.fullmatch(token) else 8)
    return token if fits else ""


def are_names(text: str) -> bool:
    """Whether a line without a job title holds persons, their department and nothing else: 文化部・中村由美."""
    found = [part for part, _ in parts(text)]
    offices = tuple(table("unspaced")["office"])
    people = [part for part in found if not part.endswith(offices)]
    return bool(people) and len(found) - len(people) < 2 and all(map(_is_whole_name, people))


def _is_whole_name(token: str) -> bool:
    """Whether a word has the length of a person's full name and begins with a family name of its country."""
    plain = token.replace(" ", "")
    if name(token) != token or is_agency(token):
        return False
    if _HANGUL.search(plain):
        return len(plain) == 3
    if len(plain) <= 3:
        return len(plain) > 1 and plain[0] in _letters_of("chinese") | _letters_of("japanese")
    return len(plain) <= 6 and plain[0] in _letters_of("japanese") and not _KANA.search(plain[:2])


def labelled(line: str) -> str:
    """The byline among the labelled data of a line: "作者：王小明" of "来源：晚报 作者：王小明"; "" for none."""
    found = _label_pattern().search(line)
    if found is None:
        return ""
    label = found[0].lstrip()
    words = line[found.end() :].lstrip()
    end = _NEXT_LABEL.search(words)
    return label + (words[: end.start()] if end else words)


@functools.cache
def _label_pattern() -> re.Pattern[str]:
    """The word for author, with a colon, behind other data."""
    words = "|".join(sorted(table("unspaced")["by"], key=len, reverse=True))
    return re.compile(rf"[\s|｜丨]+(?:{words})\s?[:：]")


@functools.cache
def _credit_pattern() -> re.Pattern[str]:
    words = "|".join(table("unspaced")["not_by"])
    return re.compile(rf"(?:^|(?<=[\s;；，,、（(]))(?:{words})[＝=・:：/／\s]+[^\s・,，、;；/／|]+")


@functools.cache
def job_pattern() -> re.Pattern[str]:
    """Any job title: reporter, correspondent."""
    return re.compile("|".join(sorted(table("unspaced")["job"], key=len, reverse=True)))


@functools.cache
def _letters_of(country: str) -> frozenset[str]:
    return frozenset(table("unspaced")[country][0])
