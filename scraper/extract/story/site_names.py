"""The names of the newspaper and its site, and titles without them.

A paper names itself in its data, in its address, and on the links to its front page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from urllib.parse import urlsplit

from scraper.extract.page.document import Document
from scraper.extract.page.structured import Structured, jsonld_text
from scraper.publication import Publication
from scraper.texts.folding import letters
from scraper.urls import is_front_page

_BARS = "|｜ǀㅣ│┃‖¦∣丨"
_BETWEEN = r"[^\w\s&+.…!?,;'\"“”„]"  # a sign that, between blanks, parts a headline from a name
_SEPARATOR = re.compile(
    rf"(?<!\s)\s+{_BETWEEN}+\s+|(?:(?<!\s)\s*|(?<=\s))(?:[{_BARS}]|--)\s*|(?<=\S)\s?_(?=\S)"
    r"|(?<=[\u3001-\u9fff\uac00-\ud7a3\uff00-\uffef])[-–—]+(?=[\u3400-\u9fff\uac00-\ud7a3])"
)
_BRACKETED_BEFORE = re.compile(r"^[【［\[]([^】］\]]{1,40})[】］\]]\s*(?=\S)")
_BRACKETED_AFTER = re.compile(r"(?<=\S)(?<!\s)\s*[【［\[（(]([^】［\[（()）\]］]{1,40})[】］\]）)]$")
_NAME_AFTER = re.compile(rf"\s*[{_BARS}]|\s{_BETWEEN}+\s|\s?_")
# What can only be a site: an address, and a Chinese or Japanese paper.
_SITE_SHAPE = re.compile(
    r"(?:[\w-]+\.)+(?:com|net|org|info|[a-z]{2})(?:\.[a-z]{2})?|[\u3040-\u9fff]{1,8}(?:网|網|报|報|新聞|新闻|日報|在线|频道|社)",
    re.I,
)
_LONGEST_NAME, _LONGEST_SECTION = 40, 16  # letters
_LEAST_HEADLINE_WORDS = 4  # fewer are rather a name with an addition than a headline with a name in it
_MOST_LINKS = 200  # of a page's first, among which those to the front page are looked for
_ALT_WITHIN = 4  # elements after a link's start, among which its logo is looked for


def site_names(document: Document, structured: Structured, publication: Publication | None) -> frozenset[str]:
    """The names, in letters only, under which the paper or the site may be appended to a headline."""
    publisher = structured.story.get("publisher")
    names = [
        *structured.meta.get("og:site_name", ()),
        structured.first_meta("application-name")[0],
        structured.first_meta("apple-mobile-web-app-title")[0],
        structured.first_meta("twitter:site")[0].lstrip("@"),
        jsonld_text(publisher.get("name") if isinstance(publisher, dict) else publisher),
    ]
    if publication:
        names += [publication.title, *publication.also]
    host = _host(document.url)
    hosts = [letters(host), *(letters(part) for part in host.split(".")[:-1] if len(part) > 3)]
    stated = {letters(structured.first_meta("og:title")[0]), letters(jsonld_text(structured.story.get("headline")))}
    keys = {key for name in names for key in _name_keys(name, hosts, stated)}
    return frozenset(key for key in (*keys, *hosts) if 0 < len(key) <= _LONGEST_NAME)


def front_page_names(document: Document) -> frozenset[str]:
    """What links to the site's front page say, or the logos inside them, in letters only: mostly the paper's name."""
    keys = map(letters, _front_page_words(document, _host(document.url)))
    return frozenset(key for key in keys if 0 < len(key) <= _LONGEST_NAME)


def without_site(words: str, names: Collection[str], sections: Collection[str] = ()) -> str:
    """A title without the newspaper's name before or after it, and without the section before the name.

    :param sections: the letters of sections that the page names.
    """
    rest = _without_parts(words, names, sections)
    for pattern in (_BRACKETED_BEFORE, _BRACKETED_AFTER):
        bracketed = pattern.search(rest)
        if bracketed and is_site(bracketed[1], names):
            rest = rest[: bracketed.start()] + rest[bracketed.end() :]
    return _without_name_at_colon(_without_glued_name(rest, names), names)


def _without_parts(words: str, names: Collection[str], sections: Collection[str]) -> str:
    """A title without the parts between signs that are the name, and the section before it."""
    parts = _SEPARATOR.split(words)
    if len(parts) == 1:
        return words
    separators = _SEPARATOR.findall(words)
    whole, sign = len(parts), separators[-1]
    while len(parts) > 1 and is_site(parts[-1], names):
        parts.pop()
        separators.pop()
    if 1 < len(parts) < whole and (letters(parts[-1]) in sections or _is_between_bars(parts, sign, separators[-1])):
        parts.pop()
        separators.pop()
    while len(parts) > 1 and is_site(parts[0], names) and not _is_mostly_other(parts[0], names):
        parts.pop(0)
        separators.pop(0)
    return "".join(part + separator for part, separator in zip(parts, [*separators, ""], strict=False)).strip()


def _without_glued_name(words: str, names: Collection[str]) -> str:
    """A title without a name that was appended to it without a blank: "Ferry waits for a keyThe Lantern"."""
    key = letters(words)
    for name in names:
        if len(name) > 4 and len(name) < len(key) and key.endswith(name):
            start = len(words) - len(name)
            while start > 0 and len(letters(words[start:])) < len(name):
                start -= 1
            if words[start].isupper() and words[start - 1].islower() and letters(words[start:]) == name:
                return words[:start]
    return words


def _without_name_at_colon(words: str, names: Collection[str]) -> str:
    """A title without a name and a colon before it, or after it: "The Lantern: Ferry waits for a key"."""
    name, colon, headline = words.partition(": ")
    if colon and is_site(name, names, whole=True):
        return headline
    headline, colon, name = words.rpartition(": ")
    return headline if colon and is_site(name, names, whole=True) else words


def without_tail(words: str) -> str:
    """A title up to " | ", after which a section and the site's name usually follow."""
    head, separator, tail = words.partition(" | ")
    if separator and len(head.split()) >= 3 and len(head) >= 0.7 * len(tail):
        return head
    return words


def is_whole_part(short: str, long: str) -> bool:
    """Whether one title is the beginning of another, up to a separator."""
    return long.startswith(short) and _NAME_AFTER.match(long, len(short)) is not None


def is_site(part: str, names: Collection[str], *, whole: bool = False) -> bool:
    """Whether words are the newspaper's name, perhaps with an addition: "The Lantern Online", "lantern.example".

    :param whole: whether only the name itself counts, with hardly anything added.
    """
    key = letters(part)
    if not key or key in names:
        return True
    if whole:
        return any(5 * len(name) >= 4 * len(key) and (key.startswith(name) or key.endswith(name)) for name in names)
    if len(key) > 50:
        return False
    if _SITE_SHAPE.fullmatch(part):
        return True
    words = part.casefold().split()
    if any(len(name) > 4 and (key.startswith(name) or key.endswith(name)) for name in names):
        return len(words) < _LEAST_HEADLINE_WORDS or not _is_mostly_other(part, names)
    return len(words) < 8 and any(2 < len(name) <= 16 and _abbreviates(name, words) for name in names)


def _is_between_bars(parts: Sequence[str], after: str, before: str) -> bool:
    """Whether the last part is a few letters between two equal bars, as a section is: "Headline_Sport_The Lantern"."""
    key = letters(parts[-1])
    return (
        after == before
        and after.strip() in f"{_BARS}_"
        and len(key) <= _LONGEST_SECTION
        and 2 * len(key) < len(letters(parts[0]))
    )


def _is_mostly_other(part: str, names: Collection[str]) -> bool:
    """Whether words only begin or end with the name, as a headline does: "Lantern light goes out on the quay"."""
    key = letters(part)
    found = [len(name) for name in names if len(name) > 4 and (key.startswith(name) or key.endswith(name))]
    return bool(found) and 2 * max(found) < len(key)


def leads_up(address: str, url: str) -> bool:
    """Whether an address is a front page, or a folder that a page's own address lies in: no story's own."""
    if not address or "?" in address or address.rstrip("/") == url.rstrip("/"):
        return False
    return is_front_page(address) or _without_scheme(url).startswith(_without_scheme(address).rstrip("/") + "/")


def _without_scheme(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _name_keys(name: str, hosts: Collection[str], headlines: Collection[str]) -> Iterator[str]:
    """The letters of a site's name; of a name with a motto or a headline, only of the part that is the name."""
    parts = _SEPARATOR.split(name) if name else []
    if len(parts) > 1:
        parts = [part for part in parts if is_site(part, hosts)] or [
            part for part in parts if letters(part) not in headlines
        ][:1]
    return map(letters, parts)


def _front_page_words(document: Document, host: str) -> Iterator[str]:
    if not host or is_front_page(document.url):
        return
    longest = len(f"https://www.{host}/")
    front_pages = {f"{start}//{www}{host}" for start in ("", "http:", "https:") for www in ("", "www.")}
    elements = document.elements
    for link in document.links[:_MOST_LINKS]:
        if len(link.href) > longest or (link.href != "/" and link.href.rstrip("/") not in front_pages):
            continue
        if link.text:
            yield link.text[: 2 * _LONGEST_NAME]
            continue
        for each in elements[link.element.index + 1 : link.element.index + 1 + _ALT_WITHIN]:
            if each.tag == "img" and link.element.contains(each):
                yield each.get("alt")[: 2 * _LONGEST_NAME]


def _abbreviates(name: str, words: Sequence[str]) -> bool:
    """Whether a name abbreviates some words by their beginnings: nytimes, sz, faz."""
    if words and words[0] in ("the", "der", "die", "das", "le", "la", "el", "il", "o", "a"):
        words = words[1:]
    if not 2 <= len(words) <= 6 or not name.startswith(words[0][:1]):
        return False
    rests = {name}
    for word in words:
        rests = {
            rest[size:]
            for rest in rests
            for size in range(1, min(len(word), len(rest)) + 1)
            if rest[size - 1] == word[size - 1] and rest.startswith(word[:size])
        }
        if not rests:
            return False
    return "" in rests
