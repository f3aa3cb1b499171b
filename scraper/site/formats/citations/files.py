"""Files of citations, one story or many, as ``Answer.forms`` gives them; and the citations a page shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from scraper.site import routes
from scraper.site.formats.citations import styles
from scraper.site.formats.citations.bibtex import bibtex
from scraper.site.formats.citations.citation import Citation, cited
from scraper.site.formats.citations.csl import csl
from scraper.site.formats.citations.ris import ris
from scraper.site.formats.citations.wikipedia import cite_news
from scraper.site.http.responses import MakeRepresentation, Representation
from scraper.site.language import N_

MOST = 500  # stories in one file of citations

FORMS: Mapping[str, tuple[str, str, Callable[[Sequence[Citation]], str]]] = {  # ending -> its name, type and writer
    "bib": ("BibTeX", "application/x-bibtex; charset=utf-8", lambda stories: "\n".join(map(bibtex, stories))),
    "ris": ("RIS", "application/x-research-info-systems; charset=utf-8", lambda stories: "".join(map(ris, stories))),
    "csl.json": (
        "CSL-JSON",
        "application/vnd.citationstyles.csl+json; charset=utf-8",
        lambda stories: json.dumps([csl(story) for story in stories], ensure_ascii=False, indent=1) + "\n",
    ),
}

STYLES: Mapping[str, tuple[str, Callable[[Citation], styles.Pieces]]] = {
    "apa": ("APA 7", styles.apa),
    "mla": ("MLA 9", styles.mla),
    "chicago": (N_("Chicago 17, bibliography"), styles.chicago),
    "chicago_note": (N_("Chicago 17, note"), styles.chicago_note),
}


def forms(rows: Sequence[Mapping[str, Any]], filename: str = "stories") -> dict[str, MakeRepresentation]:
    """The citations of these stories (rows of ``read.stories.cited``) in every form, by ending.

    Any view of stories can offer them: ``Answer(..., forms=citing.forms(rows))``, with the endings of ``FORMS`` in the
    pattern of its path.
    """
    return {ending: _maker(ending, rows, filename) for ending in FORMS}


def _maker(ending: str, rows: Sequence[Mapping[str, Any]], filename: str) -> MakeRepresentation:
    _, content_type, written = FORMS[ending]

    def make(absolute: Callable[[str], str]) -> Representation:
        stories = [cited(row, absolute(routes.story(row["key"]))) for row in rows]
        body = written(stories).encode("utf-8", "replace")
        return Representation(body=body, content_type=content_type, filename=f"{filename}.{ending}")

    return make


def shown(story: Citation) -> list[dict[str, Any]]:
    """What a page shows to be copied: each style's name, its text, and as HTML with italics or as code."""
    told: list[dict[str, Any]] = []
    for style, (name, write) in STYLES.items():
        pieces = write(story)
        told.append({"style": style, "name": name, "text": styles.text(pieces), "html": styles.markup(pieces)})
    code = {
        "wikipedia": ("Wikipedia", cite_news(story)),
        "bibtex": ("BibTeX", bibtex(story)),
        "ris": ("RIS", ris(story)),
    }
    for style, (name, text) in code.items():
        told.append(
            {"style": style, "name": name, "text": text, "html": Markup("<code>{}</code>").format(escape(text))}
        )
    told[-1]["text"] = told[-1]["text"].replace("\r\n", "\n")
    return told
