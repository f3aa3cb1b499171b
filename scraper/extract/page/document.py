"""A parsed page: its elements, its blocks of text and its links, made in one pass over the parser's tree.

Nothing else touches the parser's tree; a publication's selectors read a copy of it (``Document.lxml_tree``).
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement, HTMLParser
from selectolax.lexbor import LexborHTMLParser

from scraper.extract.page import captions, data_tables, html_tree, site_roles
from scraper.extract.page.blocks import EAST_ASIAN, SENTENCE_ENDS, WITHOUT_BLANKS, Block, Element, Link
from scraper.extract.page.roles import ATTRIBUTES_WITH_ROLES, TAGS_WITH_ROLES, Role, of_element
from scraper.items import Page
from scraper.texts import charset

_MOST_TEXT = 1_500_000  # characters
_DEEPEST_READ = 700  # what is deeper, and all that follows it, is not read: its ancestors would be too many
_PARAGRAPH_LINE = 80  # how much a line says that may well be a paragraph
_LEAST_LINES = 4  # parted by single line breaks; fewer are one paragraph with a break in it
_LONGEST_NOTE = 60  # characters of hidden words in a paragraph: "(opens in a new window)"
_LONGEST_WORDS = 50_000  # characters of one element's words: elements that hold each other would repeat them

# Elements without visible text. The text of scripts is kept apart, for the data in them.
_WITHOUT_TEXT = frozenset(
    "script style noscript template svg iframe select textarea object canvas head math audio video map"
    " datalist option noframes frameset applet embed title rt rp".split()
)
_BLOCKS = frozenset(
    "html body p div section article header footer main aside nav ul ol li dl dt dd table thead tbody"
    " tfoot tr td th caption h1 h2 h3 h4 h5 h6 blockquote figure figcaption pre form fieldset address"
    " details summary hr button center dir menu legend picture hgroup dialog search amp-sidebar".split()
)
_TOOL_ROLES = Role.FORM | Role.HIDDEN | Role.SHARE  # of what stands in a line and is no part of its words
_INLINE = frozenset({"a", "b", "strong", "i", "em", "cite"})  # what a text keeps
_WITHOUT_ATTRIBUTES = frozenset("b i em strong br tr tbody thead u hr wbr".split())  # whose attributes say nothing
_VOID = frozenset("br img meta link input hr source area base col embed wbr".split())  # they have no content
_RAW_TEXT = frozenset({"script", "title"})
_INDEXED_TAGS = frozenset(
    "html base meta link script title input time relative-time time-ago local-time h1 img amp-img source header footer"
    " figcaption article main table caption thead tfoot".split()
)
_NOTHING: Mapping[str, str | None] = {}
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")


class Document:
    """One parsed page.

    ``pieces`` are all texts in order, ``elements`` all elements, ``tags`` some of them by tag, and ``raw`` the source
    text of script and title elements, by element index.
    """

    __slots__ = (
        "__dict__",
        "_tree",
        "base",
        "blocks",
        "charset",
        "elements",
        "headers",
        "links",
        "named",
        "pieces",
        "raw",
        "source",
        "tags",
        "url",
    )

    def __init__(self, *, url: str, source: str, charset: str, headers: Mapping[str, str]) -> None:
        self.url = url  # the address that answered
        self.source = source
        self.charset = charset
        self.headers = headers
        self.pieces: list[str] = []
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.named: dict[Element, int] = {}  # the elements that add roles to those of their ancestors, with these roles
        self.tags: dict[str, list[Element]] = {tag: [] for tag in _INDEXED_TAGS}
        self.raw: dict[int, str] = {}  # texts of script and title elements, by element index
        self._tree = LexborHTMLParser("")
        self.base = url  # what links are relative to

    def absolute(self, link: str | None) -> str:
        """An absolute http(s) address without fragment; "" for a link that leads to no page."""
        link = (link or "").strip()
        if not link or link.startswith(("#", "javascript:", "mailto:", "tel:", "data:", "whatsapp:")):
            return ""
        return _joined(self.base, link)

    def text_of(self, element: Element) -> str:
        """The text in an element, with single blanks (at most 50,000 characters); of a script or title its source."""
        if element.index in self.raw:
            return " ".join(self.raw[element.index].split())
        return " ".join("".join(self.pieces[element.start : element.end])[:_LONGEST_WORDS].split())

    def lines_of(self, element: Element) -> list[tuple[str, Element]]:
        """The texts in an element as a reader sees them apart, each with the innermost element around it.

        A line ends at a block and at a line break, beside a link that another element follows without words between,
        between two elements of which one has more than a word (two words beside each other may be one name), and, in
        scripts without blanks, beside an element. Buttons, share links and what is hidden in the element are left out.
        """
        after = element.index + 1
        while after < len(self.elements) and self.elements[after].depth > element.depth:
            after += 1
        inside = self.elements[element.index + 1 : after]
        tools = [each for each in inside if each.roles & ~element.roles & _TOOL_ROLES]
        words = [index for index in range(element.start, element.end) if not self.pieces[index].isspace()]
        seen = [index for index in words if not any(each.start <= index < each.end for each in tools)] or words
        lines: list[tuple[str, Element]] = []
        line: list[int] = []
        text = ""
        for index in seen:
            piece = self.pieces[index]
            if not line or not (seam := self._seam(inside, line[-1], index, text, piece)):
                text += piece if line else piece.lstrip()
            elif seam == " ":
                text += f" {piece}"
            else:
                lines.append(_line(text, line, (element, *inside)))
                line, text = [], piece.lstrip()
            line.append(index)
        return [*lines, _line(text, line, (element, *inside))] if line else []

    def _seam(self, inside: Sequence[Element], before: int, after: int, left: str, right: str) -> str:
        """What parts two pieces of text: a line break, a blank, or "" for what stands there."""
        between = self.pieces[before + 1 : after]
        if "\n" in between or any(each.tag == "br" and before < each.start <= after for each in inside):
            return "\n"
        blank = bool(between) or left[-1].isspace() or right[0].isspace()
        ended = [each for each in inside if each.start <= before < each.end <= after]
        begun = [each for each in inside if before < each.start <= after < each.end]
        if ended and begun:
            linked = any(each.tag == "a" for each in (*ended, *begun))
            left, right = left.strip(), right.strip()
            if linked or " " in left or " " in right or not (left[:1].isupper() and right[:1].isupper()):
                return "\n"
            return " "
        if (ended or begun) and not blank and len(left) > 1 and left[-1].isalpha():
            if "@" in right:
                return "\n"  # an address or an account
            if right[0].isupper():
                return " "
            if (
                len(right) > 1
                and right[0].isalpha()
                and EAST_ASIAN.match(left, len(left) - 1)
                and EAST_ASIAN.match(right)
            ):
                return "\n"
        return " " if between and not (left[-1].isspace() or right[0].isspace()) else ""

    def descendants(self, element: Element) -> Sequence[Element]:
        """The elements inside an element, in document order."""
        found = []
        for each in self.elements[element.index + 1 :]:
            parent = each.parent
            while parent is not None and parent.index > element.index:
                parent = parent.parent
            if parent is not element:
                break
            found.append(each)
        return found

    def by_tag(self, *tags: str) -> list[Element]:
        """The elements with some tags, in document order; only tags in ``_INDEXED_TAGS`` are known."""
        if len(tags) == 1:
            return self.tags.get(tags[0], [])
        return sorted((each for tag in tags for each in self.tags.get(tag, ())), key=lambda each: each.index)

    @property
    def language(self) -> str:
        """The ``lang`` of the ``html`` element, as written."""
        root = next(iter(self.tags.get("html", ())), None)
        return (root.get("lang") or root.get("xml:lang")).strip() if root is not None else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The language that the page is written in, for what is read in words: BCP 47, English where it names none."""
        return (self.language.replace("_", "-").partition("-")[0].lower() or "en",)

    @functools.cached_property
    def lxml_tree(self) -> tuple[HtmlElement, Mapping[HtmlElement, Element]]:
        """The page as an lxml tree, for a publication's own selectors, and the ``Element`` of each of its elements."""
        back: dict[HtmlElement, Element] = {}
        copies: dict[int, HtmlElement] = {}
        last: dict[int, HtmlElement] = {}  # the last copied child of an element, for the text after it
        root = HTMLParser().makeelement("html")
        elements = iter(self.elements)
        nodes = self._tree.root.traverse(include_text=True) if self._tree.root is not None else ()
        for node in itertools.islice(nodes, html_tree.MOST_NODES):
            around = node.parent.mem_id if node.parent is not None else 0
            parent = copies.get(around)
            if node.tag == "-text":
                if parent is None:
                    continue
                text, before = html_tree.CONTROL.sub(" ", node.text_content or ""), last.get(around)
                if before is None:
                    parent.text = (parent.text or "") + text
                else:
                    before.tail = (before.tail or "") + text
            elif node.tag and node.tag[0] not in "-!":
                found = next(elements)
                tag = found.tag if _NAME.fullmatch(found.tag) else "div"
                copy = root if parent is None else etree.SubElement(parent, tag)
                for name, value in (node.attributes or {}).items():
                    if _NAME.fullmatch(name):
                        copy.set(name, html_tree.CONTROL.sub(" ", value or ""))
                copies[node.mem_id] = last[around] = copy
                back[copy] = found
        return root, back


def parse(page: Page) -> Document:
    """Parse a page, whatever its bytes are; it never fails."""
    text, encoding = charset.decode(page.body, page.content_type)
    headers = {name.lower(): value for name, value in page.headers.items()}
    sent = page.body if encoding == "utf-8" else None
    return parse_text(text, url=page.url, charset=encoding, headers=headers, sent=sent)


def parse_text(
    source: str,
    *,
    url: str,
    charset: str = "utf-8",
    headers: Mapping[str, str] | None = None,
    sent: bytes | None = None,
) -> Document:
    """Parse a page given as text.

    :param url: its address; relative links start from it.
    :param charset: the charset it was decoded from.
    :param headers: of the response, names in lower case.
    :param sent: the same text as UTF-8 bytes, if available: the parser needs no copy then.
    """
    document = Document(url=url, source=source, charset=charset, headers=headers or {})
    document._tree = html_tree.tree_of(source, sent)
    _walk(document)
    site_roles.take_contradicted(document)
    site_roles.add(document)
    site_roles.add_forms(document)
    data_tables.clear_layout_tables(
        document.blocks, document.by_tag("table"), document.by_tag("caption", "thead", "tfoot")
    )
    captions.add_captions(document.blocks, document.elements, document.by_tag("img"), document.pieces)
    stated = next((each.get("href") for each in document.by_tag("base") if each.get("href")), "")
    document.base = _joined(url, stated.strip()) or url if stated else url
    return document


def _walk(document: Document) -> None:
    """Fill pieces, elements, blocks and links in one pass over the parser's tree.

    All in one function, on local names: this runs for every node of every page.
    """
    if document._tree.root is None:
        return
    pieces, elements, blocks, links = document.pieces, document.elements, document.blocks, document.links
    tags, raw, named = document.tags, document.raw, document.named
    stack: list[Element] = []
    opened = [0]  # the parser's numbers of the elements in the stack, above that of the document
    holders: list[Element] = []  # the block-level ones among them
    textless = 0  # the depth of the stack at which text is not the page's own; 0 where it is
    noted = False  # whether that is a note in a paragraph that only screen readers get, kept apart as of scripts
    begin = 0  # the piece at which the block in progress begins
    text_end = 0  # the piece after its last words
    blank = True  # nothing but blanks in it so far
    broken = False  # a line break was the last thing seen
    breaks: list[int] = []  # the pieces that begin a new line of it
    linked = 0  # its characters in links that are closed
    open_link: Element | None = None
    inline: list[Element] = []
    wrap: Element | None = None  # an inline element that began with the block, and says something of it
    length = 0

    def flush() -> None:
        """The block in progress ends, if it holds any words."""
        nonlocal begin, blank, broken, linked, inline, wrap, breaks
        broken = False
        if not blank and holders:
            if open_link is not None:
                linked += len(" ".join("".join(pieces[max(open_link.start, begin) :]).split()))
            holder = holders[-1]
            whole_wrap = wrap if wrap is not None and wrap.end >= text_end else None
            text = " ".join("".join(pieces[begin:]).split())
            if blocks and text[0].islower() and _is_initial(blocks[-1], holder):
                initial = blocks.pop()
                _take_into(elements, initial)
                pieces[initial.end] = ""
                text, begin = initial.text + text, initial.start
            whole = Block(len(blocks), holder, text, linked, begin, len(pieces), inline, whole_wrap)
            if len(breaks) + 1 < _LEAST_LINES or not _split_at_breaks(document, whole, breaks):
                blocks.append(whole)
            pieces.append("\n")
            blank = True
            linked = 0
            inline = [open_link] if open_link is not None else []
        elif inline:
            inline = [open_link] if open_link is not None else []
        wrap = None
        begin = len(pieces)
        breaks = []

    def close_link(element: Element) -> None:
        """A link ends and joins the page's links."""
        nonlocal open_link, linked
        open_link = None
        text = " ".join("".join(pieces[element.start :]).split())
        if element.start >= begin:
            linked += len(text)
        elif not blank:
            linked += len(" ".join("".join(pieces[begin:]).split()))
        links.append(Link(element, element.get("href"), text, element.first, len(blocks), element.roles))

    root = document._tree.root
    depth = 0  # of the stack
    innermost = 0  # the last number in it
    add_piece, add_element = pieces.append, elements.append
    for node in itertools.chain(itertools.islice(root.traverse(include_text=True), html_tree.MOST_NODES), (root,)):
        around = node.parent
        parent = around.mem_id if around is not None else 0
        if innermost != parent:
            while depth and innermost != parent:
                depth -= 1
                opened.pop()
                innermost = opened[-1]
                element = stack.pop()
                if holders and holders[-1] is element:
                    if not blank:
                        flush()
                    holders.pop()
                if element is open_link:
                    close_link(element)
                element.end = len(pieces)
                element.last = len(blocks)
            if textless > depth:
                textless = 0
                noted = False
        tag = node.tag
        if tag == "-text":
            if textless:
                if depth and stack[-1].tag in _RAW_TEXT:
                    raw[stack[-1].index] = node.text_content or ""
                elif noted:
                    for element in stack[textless - 1 :]:
                        raw[element.index] = raw.get(element.index, "") + (node.text_content or "")
                continue
            words = node.text_content or ""
            if words.isspace():
                if not blank:
                    add_piece(" ")
            elif words:
                add_piece(words)
                blank = broken = False
                text_end = len(pieces)
                length += len(words)
                if length > _MOST_TEXT:
                    pieces[-1] = words = words[:_MOST_TEXT]
                    textless = 1
            continue
        if not tag or tag[0] in "-!" or (node is root and elements):
            continue
        if depth:
            above = stack[-1]
            roles = inherited = above.roles
        else:
            above, roles, inherited = None, 0, 0
        own = 0
        if tag in _WITHOUT_ATTRIBUTES:
            attributes = _NOTHING
        else:
            attributes = node.attributes
            if (
                tag in TAGS_WITH_ROLES
                or "class" in attributes
                or not attributes.keys().isdisjoint(ATTRIBUTES_WITH_ROLES)
            ):
                own = of_element(tag, attributes, roles)
                roles |= own
        element = Element(len(elements), tag, attributes, above, roles, depth)
        if own:
            named[element] = own
            hidden = own & ~inherited & Role.HIDDEN
        else:
            hidden = 0
        if textless:
            pass
        elif tag in _WITHOUT_TEXT:
            textless = depth + 1
        elif hidden and not blank and tag not in _BLOCKS and _is_note(node.text(deep=True)):
            textless = depth + 1
            noted = True
        elif tag in _BLOCKS or hidden or "-" in tag:
            if not blank or wrap is not None or inline:
                flush()
            broken = False
            if tag not in _VOID:
                holders.append(element)
        elif tag == "br":
            if broken:
                flush()
            elif not blank:
                pieces.append(" ")
                breaks.append(len(pieces))
            broken = True
        else:
            if tag in _INLINE:
                inline.append(element)
                if tag == "a" and open_link is None and "href" in attributes:
                    open_link = element
            if blank and roles != inherited:
                wrap = element
        element.start = len(pieces)
        element.first = len(blocks)
        add_element(element)
        if tag in _INDEXED_TAGS:
            tags[tag].append(element)
        if tag in _VOID and not textless:  # in a drawing they can hold something
            element.end = element.start
            element.last = element.first
        else:
            innermost = node.mem_id
            opened.append(innermost)
            stack.append(element)
            depth += 1
            if depth == _DEEPEST_READ:
                textless = 1
    flush()


def _is_note(words: str) -> bool:
    """Whether hidden words in a line only tell what a sign or a link is for: no time, no sign of their own."""
    return len(words) <= _LONGEST_NOTE and not _DIGIT.search(words) and any(map(str.isalpha, words))


def _is_initial(block: Block, holder: Element) -> bool:
    """Whether a block is the first letter of the paragraph after it, which is set large in an element of its own."""
    text = block.text
    if not (text[-1].isupper() and (len(text) == 1 or (len(text) == 2 and not text[0].isalnum()))):
        return False
    parent = block.element.parent
    return not block.linked and parent is not None and (parent in (holder, holder.parent))


def _take_into(elements: Sequence[Element], initial: Block) -> None:
    """Have the elements after an initial begin with its block, a part of theirs from now on; its own hold none."""
    for element in reversed(elements):
        if element.start < initial.start:
            break
        element.first = min(element.first, initial.index)
        if element.end <= initial.end + 1:  # the line break behind it
            element.last = element.first


def _split_at_breaks(document: Document, block: Block, breaks: Sequence[int]) -> bool:
    """Split the last block at single line breaks if these part paragraphs; False where it is one paragraph.

    The block indexes of elements and links inside it are corrected.
    """
    pieces = document.pieces
    starts = [block.start]
    texts: list[str] = []
    for start, end in itertools.pairwise((block.start, *breaks, block.end)):
        words = " ".join("".join(pieces[start:end]).split())
        if not words:
            continue
        if texts:
            starts.append(start)
        texts.append(words)
    long = [
        words
        for words in texts
        if len(words) >= _PARAGRAPH_LINE or (3 * len(words) >= _PARAGRAPH_LINE and WITHOUT_BLANKS.search(words))
    ]
    ended = sum(words[-1] in SENTENCE_ENDS for words in long)
    if len(texts) < _LEAST_LINES or len(long) < _LEAST_LINES - 1 or 3 * ended < 2 * len(long):
        return False
    links = [each for each in block.inline if each.tag == "a"] if block.linked else []
    for words, (start, end) in zip(texts, itertools.pairwise((*starts, block.end)), strict=True):
        inline = [each for each in block.inline if each.start < end and each.end > start]
        linked = sum(
            len(" ".join("".join(pieces[max(each.start, start) : min(each.end, end)]).split()))
            for each in links
            if each.start < end and each.end > start
        )
        document.blocks.append(
            Block(len(document.blocks), block.element, words, linked, start, end, inline, block.wrap)
        )
    for element in reversed(document.elements):
        if element.start < block.start:
            break
        if element.start > block.start:
            element.first = block.index + bisect_right(starts, element.start) - 1
        if element.last == block.index:  # it has ended
            element.last = max(element.first, block.index + bisect_left(starts, element.end) - 1)
    for link in reversed(document.links):
        if link.element.start < block.start:
            break
        link.first, link.last = link.element.first, link.element.last
    return True


def _line(text: str, pieces: Sequence[int], elements: Sequence[Element]) -> tuple[str, Element]:
    """A line of text and the innermost of some elements that holds all its pieces."""
    around = [each for each in elements if each.start <= pieces[0] and pieces[-1] < each.end]
    return " ".join(text.split()), around[-1]


@functools.lru_cache(maxsize=4096)
def _joined(base: str, link: str) -> str:
    try:
        address = urljoin(base, re.sub(r"[\t\r\n]", "", link))
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address.partition("#")[0] if parts.scheme in ("http", "https") and parts.netloc else ""
