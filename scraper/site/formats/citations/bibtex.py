r"""A citation as an entry for BibTeX and biblatex. Pure.

``@article`` with ``entrysubtype = {newspaper}``: biblatex's styles (APA, Chicago, MLA) know that subtype and print a
newspaper article, classic BibTeX passes over it and prints an article of a journal, which is the nearest it has; with
``@misc`` both would lose the newspaper's name. Unicode stays as it is, which biber and every BibTeX of today read.
"""

from __future__ import annotations

import re
import unicodedata

from scraper.site.formats.citations.citation import ARCHIVE, Citation
from scraper.site.formats.citations.names import Name

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def bibtex(story: Citation) -> str:
    """One entry, with a line for each field that is known."""
    day = story.date
    note = " ".join(filter(None, (f"Archived in {ARCHIVE}: {story.archive_url}.", story.date_note)))
    fields = [
        ("author", " and ".join(_author(author) for author in story.authors)),
        ("title", f"{{{_escaped(story.headline)}}}"),  # a second pair of braces keeps the newspaper's own capitals
        ("journal", _escaped(story.paper)),
        ("entrysubtype", "newspaper"),
        ("date", day.isoformat() if day else ""),
        ("year", str(day.year) if day else ""),
        ("issue", _escaped(story.edition)),
        ("number", _escaped(story.issue)),
        ("pages", _escaped(story.page)),
        ("location", _escaped(story.place)),
        ("publisher", _escaped(story.publisher)),
        ("issn", story.issn),
        ("langid", story.language),
        ("keywords", _escaped(story.section)),
        ("url", _address(story.url)),
        ("urldate", story.accessed.isoformat() if story.accessed else ""),
        ("note", _escaped(note)),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    if day:
        lines.insert(
            next(at for at, line in enumerate(lines) if line.startswith("  year")) + 1,
            f"  month = {MONTHS[day.month - 1]}",
        )
    body = ",\n".join(lines)
    return f"@article{{{_key(story)},\n{body}\n}}\n"


def _key(story: Citation) -> str:
    """The citation key, for ``\\cite``: quill-2026-abcdefghijkl."""
    family = story.authors[0].family if story.authors else ""
    plain = unicodedata.normalize("NFKD", family).encode("ascii", "ignore").decode().lower()
    who = re.sub(r"[^a-z0-9]+", "", plain) or re.sub(r"[^a-z0-9-]+", "", story.paper_slug) or "story"
    return f"{who}-{story.date.year if story.date else 'nd'}-{story.key}"


def _author(author: Name) -> str:
    if not author.given:
        return f"{{{_escaped(author.family)}}}"
    parts = (author.family, author.suffix, author.given)
    return ", ".join(_guarded(part) for part in parts if part)


def _guarded(part: str) -> str:
    """A part of a name, in braces where BibTeX would cut it at "and" or a comma."""
    text = _escaped(part)
    return f"{{{text}}}" if re.search(r",|\band\b", text) else text


def _escaped(text: str) -> str:
    return "".join(ESCAPES.get(character, character) for character in text)


def _address(url: str) -> str:
    """A URL, in which only the characters that would end the field are encoded."""
    return re.sub(r"[\s{}\\]", lambda found: f"%{ord(found[0]):02X}", url)
