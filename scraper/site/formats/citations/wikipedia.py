"""A citation as Wikipedia's ``{{cite news}}`` (Template:Cite news, Citation Style 1). Pure."""

from __future__ import annotations

import re
import unicodedata

from scraper.items import Access
from scraper.site.formats.citations.citation import Citation

# What would end a parameter or begin a link or template.
ESCAPES = {"|": "{{!}}", "[": "&#91;", "]": "&#93;", "{": "&#123;", "}": "&#125;", "<": "&lt;", ">": "&gt;"}


def cite_news(story: Citation) -> str:
    """``{{cite news |last1=Quill |first1=Ada |date=2026-03-07 |title=... |newspaper=... |url=...}}``."""
    values: list[tuple[str, str]] = []
    numbered = len(story.authors) > 1
    for at, author in enumerate(story.authors, 1):
        number = str(at) if numbered else ""
        named = author.given
        values += [(f"{'last' if named else 'author'}{number}", author.family)]
        values += [(f"first{number}", " ".join(filter(None, (author.given, author.suffix))))]
    language = story.language.partition("-")[0]
    title = ("title", story.headline)
    if language and _is_in_another_script(story.headline):
        title = ("script-title", f"{language}:{story.headline}")
    values += [
        ("date", story.date.isoformat() if story.date else ""),
        title,
        ("newspaper", story.paper),
        ("location", story.place),
        ("publisher", story.publisher if story.publisher != story.paper else ""),
        ("agency", story.agency),
        ("department", ", ".join(filter(None, (story.supplement, story.section)))),
        ("edition", story.edition),
        ("issue", story.issue),
        ("page", story.page),
        ("issn", story.issn),
        ("language", "" if language == "en" else story.language),
    ]
    addresses = [
        ("url", _address(story.url)),
        ("url-access", "" if story.access == Access.OPEN.value else "subscription"),
        ("access-date", story.accessed.isoformat() if story.accessed else ""),
    ]
    if story.public_url:
        addresses += [
            ("archive-url", _address(story.archive_url)),
            ("archive-date", story.accessed.isoformat() if story.accessed else ""),
            ("url-status", "live"),
        ]
    parts = [f"{name}={_escaped(value)}" for name, value in values if value]
    parts += [f"{name}={value}" for name, value in addresses if value]
    return f"{{{{cite news |{' |'.join(parts)}}}}}"


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(character, character) for character in text)


def _address(url: str) -> str:
    return re.sub(r"[\s|\[\]{}<>\"]", lambda found: f"%{ord(found[0]):02X}", url)


def _is_in_another_script(text: str) -> bool:
    letters = [unicodedata.name(character, "") for character in text if character.isalpha()]
    return bool(letters) and sum(name.startswith("LATIN") for name in letters) * 2 < len(letters)
