"""Files of citations, for ``ViewResult.representations``; and the citations that a page shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from scraper.site import routes
from scraper.site.formats.citations import styles
from scraper.site.formats.citations.bibtex import bibtex
from scraper.site.formats.citations.citation import Citation, citation_of
from scraper.site.formats.citations.csl import csl
from scraper.site.formats.citations.ris import ris
from scraper.site.formats.citations.wikipedia import cite_news
from scraper.site.http.responses import AbsoluteUrl, MakeRepresentation, Representation
from scraper.site.language import N_
from scraper.site.representations import CITATIONS, FORMATS

MOST = 500  # stories in one file of citations

WRITERS: Mapping[str, Callable[[Sequence[Citation]], str]] = {  # by ending, for each of ``CITATIONS``
    "bib": lambda stories: "\n".join(map(bibtex, stories)),
    "ris": lambda stories: "".join(map(ris, stories)),
    "csl.json": lambda stories: json.dumps([csl(story) for story in stories], ensure_ascii=False, indent=1) + "\n",
}

STYLES: Mapping[str, tuple[str, Callable[[Citation], styles.Pieces]]] = {
    "apa": ("APA 7", styles.apa),
    "mla": ("MLA 9", styles.mla),
    "chicago": (N_("Chicago 18, bibliography"), styles.chicago),
    "chicago_note": (N_("Chicago 18, note"), styles.chicago_note),
}


def representations(rows: Sequence[Mapping[str, Any]], filename: str = "stories") -> dict[str, MakeRepresentation]:
    """The citations of stories in every format, by ending.

    Any view of stories can offer them: ``ViewResult(..., representations=citations.representations(rows))``, with
    ``CITATIONS`` for its page in ``scraper.site.representations.PAGES``.

    :param rows: of ``archive.read.stories.cited``.
    :param filename: of the files, without its ending.
    """
    return {ending: _maker(ending, rows, filename) for ending in CITATIONS}


def _maker(ending: str, rows: Sequence[Mapping[str, Any]], filename: str) -> MakeRepresentation:
    write, content_type = WRITERS[ending], f"{FORMATS[ending].media_type}; charset=utf-8"

    def make(absolute: AbsoluteUrl) -> Representation:
        stories = [citation_of(row, absolute(routes.story(row["key"]))) for row in rows]
        body = write(stories).encode("utf-8", "replace")
        return Representation(body=body, content_type=content_type, filename=f"{filename}.{ending}")

    return make


def texts(story: Citation) -> list[dict[str, Any]]:
    """The citations of a story that its page shows to be copied.

    :returns: for each style and format ``style``, ``name``, ``text``, and ``html`` with italics or as code.
    """
    shown: list[dict[str, Any]] = []
    for style, (name, write) in STYLES.items():
        pieces = write(story)
        shown.append({"style": style, "name": name, "text": styles.text(pieces), "html": styles.markup(pieces)})
    code = {
        "wikipedia": ("Wikipedia", cite_news(story)),
        "bibtex": ("BibTeX", bibtex(story)),
        "ris": ("RIS", ris(story)),
    }
    for style, (name, text) in code.items():
        shown.append(
            {"style": style, "name": name, "text": text, "html": Markup("<code>{}</code>").format(escape(text))}
        )
    shown[-1]["text"] = shown[-1]["text"].replace("\r\n", "\n")
    return shown
