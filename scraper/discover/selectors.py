"""The selectors of publication files: CSS, or XPath after ``xpath:``, on HTML; JMESPath on JSON.

JMESPath has further functions here: ``json_functions``. Selectors are compiled once.
"""

from __future__ import annotations

import functools
from typing import Any

import jmespath
from cssselect import SelectorError
from lxml import etree
from parsel.csstranslator import HTMLTranslator

from scraper.discover.json_functions import Functions, Records

XPATH = "xpath:"
NAMESPACES = {"re": "http://exslt.org/regular-expressions", "set": "http://exslt.org/sets"}  # as parsel registers them


_OPTIONS = jmespath.Options(custom_functions=Functions({}))


def xpath_of(selector: str) -> str:
    """The XPath of a CSS or ``xpath:`` selector.

    :raises ValueError: it is no CSS selector.
    """
    if selector.startswith(XPATH):
        return selector.removeprefix(XPATH).strip()
    try:
        return _translated(selector)
    except SelectorError as error:
        raise ValueError(f"{selector!r} is no CSS selector: {error}") from error


def search(expression: str, value: Any, records: Records | None = None) -> Any:
    """What a JMESPath expression finds in a JSON value; None where the value has another shape.

    :param records: where ``record(id)`` looks.
    """
    if isinstance(value, dict) and expression.isidentifier() and expression.isascii():  # most are: no need to walk
        return value.get(expression)
    options = jmespath.Options(custom_functions=Functions(records)) if records else _OPTIONS
    try:
        return _compiled(expression).search(value, options=options)
    except (jmespath.exceptions.JMESPathTypeError, jmespath.exceptions.ArityError):
        return None  # items() of a list, say: on another page of the site the same key holds something else


def check_html(selector: str) -> None:
    """Check a CSS or ``xpath:`` selector.

    :raises ValueError: it cannot be compiled.
    """
    try:
        etree.XPath(xpath_of(selector), namespaces=NAMESPACES)(
            etree.Element("html")
        )  # run once, because unknown functions fail only then
    except etree.XPathError as error:
        raise ValueError(f"{selector!r} is no XPath: {error}") from error


def check_json(selector: str) -> None:
    """Check a JMESPath expression.

    :raises ValueError: it cannot be compiled, or calls an unknown function.
    """
    if selector.startswith(XPATH):
        raise ValueError(f"{selector!r}: XPath reads HTML, but this step's format is JSON, which JMESPath reads")
    try:
        _check_functions(_compiled(selector).parsed)
    except jmespath.exceptions.JMESPathError as error:
        raise ValueError(f"{selector!r} is no JMESPath: {' '.join(str(error).split())}") from error


def _check_functions(node: dict[str, Any]) -> None:
    """JMESPath finds out about a misspelt function only when it is called; a publication file should not."""
    if node["type"] == "function_expression":
        known = _OPTIONS.custom_functions.FUNCTION_TABLE
        if node["value"] not in known:
            raise jmespath.exceptions.JMESPathError(
                f"no function {node['value']}(); there are {', '.join(sorted(known))}"
            )
        signature = known[node["value"]]["signature"]
        if len(node["children"]) != len(signature) and not signature[-1].get("variadic"):
            raise jmespath.exceptions.JMESPathError(f"{node['value']}() takes {len(signature)} argument(s)")
    for child in node["children"]:
        if isinstance(child, dict):
            _check_functions(child)


@functools.lru_cache(maxsize=1024)
def _translated(selector: str) -> str:
    return HTMLTranslator().css_to_xpath(selector)


@functools.lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:
    return jmespath.compile(expression)
