"""The kinds of a saved page: what it is, whatever a reader makes of it.

A kind is told from the page's source and from the body that is expected, never from what a reader found. A page has
several. Add a function to one of the two tables for each new one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bench.eval_sets import EvalPage

_SHORT, _LONG = 150, 1_500  # words
_SENTENCE = 80  # characters of a paragraph
_LIVE = re.compile(
    r"live-?(?:blog|ticker|updates?|coverage)|(?:blog|ticker|updates)-?live|as-it-happened|minute-by-min"
)
_GALLERY = re.compile(r"galler(?:y|ies|ia)|galeri[ae]|photos?[-/]|slideshow|fotostrecke|bildergalerie|diaporama")
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_WITHOUT_BLANKS = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_SIGNS = re.compile(r"[\W_]+")


class _Seen:
    """A page and its expected body, looked at once for all kinds."""

    def __init__(self, page: EvalPage) -> None:
        self.page = page
        self.url = page.url.lower()
        self.body = _letters(page.body)
        self.words = len(page.body.split())

    @cached_property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.page.html)

    @cached_property
    def language(self) -> str:
        root = self.tree.css_first("html")
        return ((root.attributes.get("lang") if root else "") or "").lower()[:2]

    @cached_property
    def data(self) -> str:
        """The sources of the page's JSON-LD."""
        return "\n".join(each.text() for each in self.tree.css('script[type*="ld+json" i]'))

    def in_body(self, nodes: Iterable[LexborNode], *, least: int) -> int:
        """How many elements of some length have their words in the expected body."""
        texts = (_letters(each.text()) for each in nodes)
        return sum(len(text) >= least and text in self.body for text in texts)

    def paragraphs_beside(self, node: LexborHTMLParser | LexborNode) -> int:
        """The letters of the paragraphs in an element that are not in the expected body; links and lines left out."""
        beside = 0
        for each in node.css("p"):
            text = each.text()
            if len(text) >= _SENTENCE and 2 * sum(len(link.text()) for link in each.css("a")) < len(text):
                key = _letters(text)
                beside += len(key) * (key[:_SENTENCE] not in self.body)
        return beside


def _letters(text: str) -> str:
    return _SIGNS.sub("", text).lower()


def _has_table(seen: _Seen) -> bool:
    for table in seen.tree.css("table"):
        cells = [each for each in table.css("td, th") if _letters(each.text())]
        if len(table.css("tr")) > 1 and len(cells) > 3 and 10 * seen.in_body(cells, least=1) >= 8 * len(cells):
            return not any(len(each.text()) > 5 * _SENTENCE for each in cells)
    return False


def _has_other_stories(seen: _Seen) -> bool:
    articles = [each for each in seen.tree.css("article") if seen.in_body(each.css("p"), least=_SENTENCE) == 0]
    return sum(seen.paragraphs_beside(each) >= 2 * _SENTENCE for each in articles) > 1


_Is = Callable[[_Seen], bool]
_OF_BODY: Mapping[str, _Is] = {
    "one paragraph": lambda seen: len(re.split(r"\n\s*\n", seen.page.body.strip())) == 1,
    f"under {_SHORT} words": lambda seen: seen.words < _SHORT,
    f"over {_LONG:,} words": lambda seen: seen.words > _LONG,
    "list in the text": lambda seen: seen.in_body(seen.tree.css("li"), least=20) > 3,
    "table in the text": _has_table,
    "as much prose beside it": lambda seen: seen.paragraphs_beside(seen.tree) > len(seen.body),
    "other stories beside it": _has_other_stories,
}
_OF_SOURCE: Mapping[str, _Is] = {
    "live blog": lambda seen: "LiveBlogPosting" in seen.data or _LIVE.search(seen.url) is not None,
    "gallery": lambda seen: (
        "ImageGallery" in seen.data
        or _GALLERY.search(seen.url) is not None
        or sum(len(each.text(strip=True)) > 20 for each in seen.tree.css("figcaption")) > 7
    ),
    "paywalled": lambda seen: _NOT_FREE.search(seen.page.html) is not None,
    "articleBody in JSON-LD": lambda seen: '"articleBody"' in seen.data,
    "no JSON-LD": lambda seen: not seen.data,
    "no article or main": lambda seen: seen.tree.css_first("article, main") is None,
    "English": lambda seen: seen.language == "en",
    "German": lambda seen: seen.language == "de",
    "another language": lambda seen: seen.language not in ("", "en", "de"),
    "no language stated": lambda seen: not seen.language,
    "no blanks between words": lambda seen: len(_WITHOUT_BLANKS.findall(seen.page.body)) > len(seen.page.body) / 3,
}
NAMES = (*_OF_BODY, *_OF_SOURCE)


def kinds(page: EvalPage) -> list[str]:
    """The kinds of a page, in the order of the tables; of a page without an expected body those of its source."""
    seen = _Seen(page)
    tests = {**_OF_BODY, **_OF_SOURCE} if page.body else _OF_SOURCE
    return [name for name, is_kind in tests.items() if is_kind(seen)]
