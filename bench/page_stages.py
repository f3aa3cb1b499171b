"""Where the time of reading a page goes: the parts of ``scraper.read_story``, one by one, over the evaluation pages.

A stopwatch round each part costs a little itself, so the sum is somewhat more than the whole.
"""

from __future__ import annotations

import argparse
import functools
import gc
import time
from collections import Counter
from types import ModuleType
from typing import Any

from bench.eval_sets import EVAL, EvalPage, NoPagesError, eval_pages

_ROUNDS = 3


def run(options: argparse.Namespace) -> None:
    """Print milliseconds a page, the largest first; needs the evaluation pages (see docs/reading.md)."""
    try:
        pages = eval_pages(EVAL)
    except NoPagesError as error:
        print(error)
        return
    _parsing(pages)
    whole = _milliseconds(pages)
    gc.disable()
    uncollected = _milliseconds(pages)
    gc.enable()
    print(f"{'the whole':<40} {whole:7.2f} ms a page")
    print(
        f"{'the whole, without garbage collection':<40} {uncollected:7.2f} ms a page, {uncollected / whole:.2f} of it\n"
    )
    spent: Counter[str] = Counter()
    for module, name in _parts():
        _watched(module, name, spent)
    _milliseconds(pages, spent)
    for name, seconds in spent.most_common():
        print(f"{name:<40} {seconds * 1000 / len(pages):7.2f}")


def _parsing(pages: list[EvalPage]) -> None:
    """Measure the parser alone, and reading from each of its nodes what the walk over the page reads."""
    from selectolax.lexbor import LexborHTMLParser

    start = time.thread_time()
    trees = [LexborHTMLParser(page.html) for page in pages]
    parsed = time.thread_time()
    elements = texts = 0
    for tree in trees:
        for node in tree.root.traverse(include_text=True) if tree.root else ():
            _ = node.parent, node.mem_id
            if node.tag == "-text":
                texts += bool(node.text_content)
            else:
                elements += bool(node.attributes is not None)
    asked = time.thread_time()
    each = len(pages)
    print(f"{'the parser alone':<40} {(parsed - start) * 1000 / each:7.2f} ms a page")
    print(f"{'reading its nodes':<40} {(asked - parsed) * 1000 / each:7.2f} ms a page, ", end="")
    print(f"{elements // each} elements and {texts // each} texts")


def _milliseconds(pages: list[EvalPage], spent: Counter[str] | None = None) -> float:
    """Milliseconds a page of this thread, in the last of some rounds; ``spent`` is emptied before it."""
    import scraper

    took = 0.0
    for _ in range(_ROUNDS):
        if spent is not None:
            spent.clear()
        start = time.thread_time()
        for page in pages:
            scraper.read_story(page.html, page.url)
        took = time.thread_time() - start
    return took * 1000 / len(pages)


def _parts() -> list[tuple[ModuleType, str]]:
    from scraper import dating, extract
    from scraper.extract.fields import byline, images
    from scraper.extract.page import document, html_tree, structured
    from scraper.extract.related import related
    from scraper.extract.story import body, headline
    from scraper.texts import charset

    return [
        (charset, "decode"), (html_tree, "tree_of"), (document, "_walk"), (structured, "read"), (headline, "find"),
        (dating, "scan_texts"), (related, "read"), (body, "find"), (body, "rows"), (body, "_classified"),
        (body, "_offers_and_gates"), (extract, "draft_of_page"), (byline, "find"), (images, "find"),
        (extract, "evidence_of_page"), (dating, "decide"),
    ]  # fmt: skip


def _watched(module: ModuleType, name: str, spent: Counter[str]) -> None:
    part = getattr(module, name)
    label = f"{module.__name__.removeprefix('scraper.')}.{name}"

    @functools.wraps(part)
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.thread_time()
        try:
            return part(*arguments, **named)
        finally:
            spent[label] += time.thread_time() - start  # type: ignore[assignment]

    setattr(module, name, timed)
