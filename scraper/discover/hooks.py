"""Functions in Python that stand beside a newspaper's file, for what no word of it can say.

    requests(addresses, edition, index)    the first addresses of an index      -> list of addresses
    document(page)                         a page of an index                   -> the text that selectors run on
    links(links, edition, index)           the stories that an index lists      -> list of StoryLink
    page(page)                             a page of a story, before reading    -> Page with another body

Only a file in the folder that the operator named is run (``scraper.catalogue``), when its newspaper is collected or
read for the first time. The same functions read live pages and captures.
"""

from __future__ import annotations

import ast
import difflib
import functools
import hashlib
import traceback
import types
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scraper.items import EditionKey, Page, StoryLink
from scraper.publication import HookFile, Publication
from scraper.reasons import Code

STAGES: Mapping[str, tuple[str, ...]] = {
    "requests": ("addresses", "edition", "index"),
    "document": ("page",),
    "links": ("links", "edition", "index"),
    "page": ("page",),
}


class HookError(Exception):
    """A function of a newspaper's own Python file failed; the message names newspaper, file, stage and line."""

    reason_code = Code.HOOK_FAILED


def faults(source: bytes, name: str) -> Iterator[str]:
    """What is wrong with a file of functions, as far as it can be told without running it.

    :param name: the file, for the message of a syntax error.
    """
    try:
        tree = ast.parse(source, name)
    except (SyntaxError, ValueError) as error:
        yield f"no Python: {error}"
        return
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for function in functions:
        if not function.name.startswith("_"):
            yield from _faults_of(function)
    if not {function.name for function in functions} & set(STAGES):
        yield f"it has none of the functions {', '.join(STAGES)}"


def _faults_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    expected = STAGES.get(function.name)
    if expected is None:
        near = difflib.get_close_matches(function.name, STAGES, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(STAGES)}"
        yield f"no stage '{function.name}'; {hint} (names of other functions begin with an underscore)"
        return
    given = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    if isinstance(function, ast.AsyncFunctionDef) or len(given) != len(expected) or function.args.kwonlyargs:
        yield f"{function.name}: write it as def {function.name}({', '.join(expected)})"


def digest(source: bytes) -> str:
    """The hash by which one state of a file of functions is told from another."""
    return hashlib.sha256(source).hexdigest()[:16]


def requests(publication: Publication, addresses: list[str], edition: EditionKey, index: str) -> list[str]:
    """The first addresses of an index.

    :param addresses: those that the newspaper's file gives.
    :raises HookError: the function failed.
    """
    made = _made(publication, "requests", list(addresses), edition, index) if publication.python else addresses
    return [_checked(publication, "requests", each, str) for each in _checked(publication, "requests", made, list)]


def document(publication: Publication, page: Page) -> Page:
    """A page of an index with the text that selectors run on.

    :raises HookError: the function failed.
    """
    if publication.python is None:
        return page
    made: Any = _made(publication, "document", page)
    if isinstance(made, Page) and made is page:  # there is no such function, or this page needs nothing
        return page
    text: str | bytes = _checked(publication, "document", made, str, bytes)
    if isinstance(text, str):
        return replace(page, body=text.encode(), content_type="text/html; charset=utf-8")
    kind = page.content_type if page.content_type.startswith("text/") else ""
    return replace(page, body=text, content_type=kind)


def links(publication: Publication, listed: list[StoryLink], edition: EditionKey, index: str) -> list[StoryLink]:
    """The stories that an index lists.

    :raises HookError: the function failed.
    """
    made = _made(publication, "links", list(listed), edition, index) if publication.python else listed
    return [_checked(publication, "links", each, StoryLink) for each in _checked(publication, "links", made, list)]


def story_page(publication: Publication | None, page: Page) -> Page:
    """A page of a story as it is read, with the others of it.

    :raises HookError: the function failed.
    """
    if publication is None or publication.python is None:
        return page
    made: Page = _checked(publication, "page", _made(publication, "page", page), Page)
    expected = replace(page, body=made.body, content_type=made.content_type)
    if made != expected:
        raise _error(publication, "page", "it may change 'body' and 'content_type' of a page, and nothing else")
    return replace(
        made,
        teasers=tuple(story_page(publication, each) for each in page.teasers),
        further=tuple(story_page(publication, each) for each in page.further),
    )


def _made(publication: Publication, stage: str, given: Any, *more: Any) -> Any:
    """What the function of a stage makes of what it is given; the same where there is no such function."""
    assert publication.python is not None, "its file names one"
    try:
        function = getattr(_module(publication.python), stage, None)
        return given if function is None else function(given, *more)
    except (Exception, SystemExit) as error:
        path = publication.python.path
        lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
        where = f"line {lines[-1]}: " if lines else ""
        raise _error(publication, stage, f"{where}{type(error).__name__}: {error}") from error


def _checked(publication: Publication, stage: str, made: Any, *wanted: type) -> Any:
    if isinstance(made, wanted):
        return made
    names = " or ".join(each.__name__ for each in wanted)
    raise _error(publication, stage, f"expected {names}, and it gave {type(made).__name__}")


def _error(publication: Publication, stage: str, sentence: str) -> HookError:
    assert publication.python is not None, "its function failed"
    return HookError(f"{publication.slug}: {publication.python.path}, {stage}: {sentence}")


@functools.lru_cache(maxsize=64)
def _module(file: HookFile) -> types.ModuleType:
    """The functions of a file; run once in a process for each state of it."""
    module = types.ModuleType(f"backissues_hooks_{file.digest}")
    module.__file__ = file.path
    code = compile(Path(file.path).read_bytes(), file.path, "exec")
    exec(code, module.__dict__)  # noqa: S102
    return module
