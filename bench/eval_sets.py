"""The sets of saved pages that readers are measured on, each with what it expects of a page.

They are no part of the project. A set is a folder of pages, ``<key>.html.gz``, and an index of the same name beside it:

    article-pages/      article-pages.json       key -> {"articleBody", "url"}; the other fields: bench/labels.json
    readability-pages/  readability-pages.json   key -> {"body", "headline", "published"}; no addresses
    segment-pages/      segment-pages.json       key -> {"url", "with", "without", "title", "author", "date"}

Of the segments, words that belong to the text (``with``) and that do not, nothing is known but whether a text has them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EVAL = ROOT.parent / "shared" / "eval"
LABELS = ROOT / "bench" / "labels.json"

_ARTICLES = "article-pages"
_SETS = (_ARTICLES, "readability-pages", "segment-pages")


class NoPagesError(Exception):
    """The folder of evaluation data is not there, or lacks a file; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class EvalPage:
    """A saved page and its half of the set, with the body that is expected, or segments that stand in it or not.

    ``label`` has the other fields that the set states: headline, authors, published, edition; an empty value of these
    means that the page states none.
    """

    key: str
    half: str
    html: str
    url: str
    body: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    label: Mapping[str, Any] = field(default_factory=dict)


def eval_pages(folder: Path, *, half: str = "", labels: Path = LABELS) -> list[EvalPage]:
    """The pages of a set in the order of their keys; half a has the even numbers, b the odd ones.

    :param folder: the folder of a set; of the folder that holds several, the article pages.
    :param half: ``a`` or ``b``; all pages unless it is named.
    :param labels: the fields of the article pages, labelled by hand.
    :raises NoPagesError: the data is not there, or cannot be read.
    """
    if folder.name not in _SETS:
        folder /= _ARTICLES
    labelled = _labels(labels) if folder.name == _ARTICLES else {}
    try:
        expected = json.loads(folder.with_suffix(".json").read_text("utf-8"))
        pages = []
        for number, (key, facts) in enumerate(sorted(expected.items())):
            its_half = "ab"[number % 2]
            if half in ("", its_half):
                html = gzip.decompress((folder / f"{key}.html.gz").read_bytes()).decode("utf-8", "replace")
                label = labelled.get(key, {}) if folder.name == _ARTICLES else _label(facts)
                body = facts.get("articleBody") or facts.get("body") or ""
                wanted, unwanted = (tuple(facts.get(name, ())) for name in ("with", "without"))
                pages.append(EvalPage(key, its_half, html, facts.get("url") or "", body, wanted, unwanted, label))
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise NoPagesError(
            f"{missing.filename} is not there: name the folder that holds article-pages.json and article-pages/ "
            "with --eval DIR, or one of the sets in it"
        ) from None
    except ValueError as error:
        raise NoPagesError(f"{folder.with_suffix('.json')} is no whole JSON object ({error})") from error
    return pages


def _labels(file: Path) -> Mapping[str, Any]:
    """The labelled fields by page; none where there is no such file."""
    try:
        return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}
    except (ValueError, TypeError) as error:
        raise NoPagesError(
            f"{file} is no whole JSON object ({error}): take it from git again, or name another"
        ) from error


def _label(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields that a set states itself. What it does not state may still be on the page, so it is no label."""
    headline = facts.get("headline") or facts.get("title")
    authors = facts.get("author")
    published = facts.get("published") or facts.get("date")
    label: dict[str, Any] = {"headline": headline} if headline else {}
    if authors:
        label["authors"] = re.split(r"\s*[;,]\s*", authors) if isinstance(authors, str) else authors
    return label | ({"published": published[:10]} if published else {})
