"""A page parsed once: the tree that everything in ``extract`` reads and nobody changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from scraper.extract import charset
from scraper.items import Page

_LONGEST = 12_000_000  # characters parsed; a story page of more is a mistake or an attack
_BULKY = 1_500_000  # above this, what no reader sees goes before the tree is built
_OPENS = re.compile(r"<(!--|style\b|svg\b|script\b(?![^>]{0,300}json))", re.IGNORECASE)
_CLOSES = {
    "!--": re.compile("-->"),
    "style": re.compile(r"</style[^>]{0,100}>", re.IGNORECASE),
    "svg": re.compile(r"</svg[^>]{0,100}>", re.IGNORECASE),
    "script": re.compile(r"</script[^>]{0,100}>", re.IGNORECASE),
}
_LONG_TAG = re.compile(r"<([A-Za-z][\w-]{0,40})[^<>]{2000,}>?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One page as a tree. ``root`` is the ``html`` element, empty where there was nothing to read."""

    url: str  # the address that answered
    base: str  # what links are relative to
    source: str
    root: lxml.html.HtmlElement
    charset: str
    headers: Mapping[str, str]

    def absolute(self, link: str | None) -> str:
        """A link made absolute; "" where it leads nowhere a story could be."""
        link = (link or "").strip()
        if not link or link.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "whatsapp:")):
            return ""
        try:
            address = urljoin(self.base, re.sub(r"[\t\r\n]", "", link))
            parts = urlsplit(address)
        except ValueError:
            return ""
        return address.partition("#")[0] if parts.scheme in ("http", "https") and parts.netloc else ""

    @property
    def language(self) -> str:
        """What the ``html`` element says of its language, as it stands there."""
        return str(self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()


def parse(page: Page) -> Document:
    """The page as a tree, whatever its bytes are."""
    text, encoding = charset.decode(page.body, page.content_type)
    root = tree(text)
    return Document(
        url=page.url,
        base=_base(root, page.url),
        source=text,
        root=root,
        charset=encoding,
        headers={name.lower(): value for name, value in page.headers.items()},
    )


def tree(source: str) -> lxml.html.HtmlElement:
    """The ``html`` element of a source; an empty one where there is nothing."""
    source = source[:_LONGEST]
    if len(source) > _BULKY:
        source = _seen(source)
    source = _LONG_TAG.sub(_shortened, _CONTROL.sub(" ", source))
    # libxml2 gives up at depth 256 unless told otherwise; with huge_tree it is 2,048, which copies without overflow.
    parser = lxml.html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=True,
    )
    try:
        root = lxml.html.document_fromstring(source.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or root.tag != "html":
        return lxml.html.document_fromstring("<html><body></body></html>")
    return root


def _shortened(tag: re.Match[str]) -> str:
    """A tag without its attributes, where it has a thousand: parsing takes time with their square."""
    return f"<{tag[1]}>" if tag[0].count("=") > 1_000 or tag[0].count(" ") > 1_000 else tag[0]


def _seen(source: str) -> str:
    """A source without comments, styles, drawings and scripts that hold no JSON."""
    kept: list[str] = []
    position = searched = 0
    never_closed: set[str] = set()
    while opened := _OPENS.search(source, searched):
        kind = opened[1].lower()
        closed = None if kind in never_closed else _CLOSES[kind].search(source, opened.end())
        if closed is None:
            never_closed.add(kind)
            searched = opened.end()
            continue
        kept.append(source[position : opened.start()])
        position = searched = closed.end()
    kept.append(source[position:])
    return " ".join(kept)


def _base(root: lxml.html.HtmlElement, url: str) -> str:
    stated = root.find(".//base[@href]")
    if stated is None:
        return url
    try:
        base = urljoin(url, stated.get("href").strip())
        return base if urlsplit(base).scheme in ("http", "https") else url
    except ValueError:
        return url
