r"""A citation as an entry for BibTeX and biblatex. Pure.

``@article`` with ``entrysubtype = {nonacademic}``: biblatex-apa prints the whole date for that subtype alone, and
biblatex-chicago and -mla a newspaper article for any. Classic BibTeX passes over it and prints an article of a
journal, which is the nearest it has; with ``@misc`` both would lose the newspaper's name. The name of an edition is no
``issue``: biblatex prints that in place of day and month. It stands in ``addendum``, at the end (Chicago prints a
``note`` before the newspaper's name), with the archive's address in ``\url``, without which a line would not break.
``month`` has the day as well, for classic BibTeX; biblatex goes by ``date``. Unicode stays as it is, which biber and
every BibTeX of today read. A straight quotation mark has braces behind it: in German and a dozen other languages of
babel's it would make another sign of the letter that follows ("auch" prints as äuch).
"""

from __future__ import annotations

import re
import unicodedata

from babel import Locale, UnknownLocaleError

from scraper.site.formats.citations.citation import ARCHIVE, Citation
from scraper.site.formats.citations.names import Name

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
# The languages of LaTeX's babel package that are not called as in English.
BABEL = {
    "en-GB": "british", "en-US": "american", "en-AU": "australian", "en-CA": "canadian", "en-NZ": "newzealand",
    "de": "ngerman", "de-AT": "naustrian", "de-CH": "nswissgerman", "fr-CA": "canadien", "pt-BR": "brazilian",
    "nb": "norsk", "no": "norsk", "nn": "nynorsk", "sl": "slovene", "hsb": "uppersorbian", "dsb": "lowersorbian",
    "gd": "scottish", "se": "samin", "zh-TW": "chinese-traditional", "zh-HK": "chinese-traditional",
}  # fmt: skip
ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", '"': '"{}',
}  # fmt: skip


def bibtex(story: Citation) -> str:
    """One entry, with a line for each field that is known."""
    day = story.date
    fields = [
        ("author", " and ".join(_author(author) for author in story.authors)),
        ("title", f"{{{_escaped(story.headline)}}}"),  # a second pair of braces keeps the newspaper's own capitals
        ("journal", _escaped(story.paper)),
        ("entrysubtype", "nonacademic"),
        ("date", day.isoformat() if day else ""),
        ("year", str(day.year) if day else ""),
        ("pages", _escaped(story.page)),
        ("location", _escaped(story.place)),
        ("publisher", _escaped(story.publisher)),
        ("issn", story.issn),
        ("langid", babel_language(story.language)),
        ("keywords", ", ".join(_escaped(" ".join(topic.replace(",", " ").split())) for topic in story.topics)),
        ("abstract", _escaped(story.abstract)),
        ("url", _address(story.url)),
        ("urldate", story.accessed.isoformat() if story.accessed else ""),
        ("addendum", _addendum(story)),
    ]
    lines = [f"  {name} = {{{value}}}" for name, value in fields if value]
    if day:
        lines.insert(
            next(at for at, line in enumerate(lines) if line.startswith("  year")) + 1,
            f'  month = {MONTHS[day.month - 1]} # "~{day.day}"',
        )
    body = ",\n".join(lines)
    return f"@article{{{_key(story)},\n{body}\n}}\n"


def babel_language(tag: str) -> str:
    """A language by its name in LaTeX's babel package; "" for one that is not known.

    :param tag: of the language (BCP 47).
    """
    language = tag.partition("-")[0]
    if name := BABEL.get(tag) or BABEL.get(language):
        return name
    try:
        return (Locale.parse(language).get_language_name("en") or "").lower().replace(" ", "")
    except (UnknownLocaleError, ValueError):
        return ""


def _addendum(story: Citation) -> str:
    """What else is known, without a full stop at its end, which styles set."""
    archived = rf"archived in {ARCHIVE}: \url{{{_address(story.public_url)}}}" if story.public_url else ""
    edition = story.supplement or (f"{story.edition} edition" if story.edition else "")
    facts = [_escaped(edition), archived, _escaped(story.date_note.rstrip("."))]
    told = "; ".join(filter(None, facts))
    return told[:1].upper() + told[1:]


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
    return re.sub(r"[\s{}\\\"]", lambda found: f"%{ord(found[0]):02X}", url)
