"""The page's text as a reader meets it: blocks in order, each with what the markup round it says of it.

A block is text that no block-level element interrupts: a paragraph, a heading, a list item, a caption. One walk over the
tree makes them; body, leads, access and dating all read the same list.
"""

from __future__ import annotations

import enum
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

_MOST_NODES = 25_000  # elements; a story has a hundredth of that
_MOST_TEXT = 1_500_000  # characters

_SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "select",
        "textarea",
        "object",
        "canvas",
        "head",
        "math",
    }
    | {"audio", "video", "map", "datalist", "option", "noframes", "frameset", "applet", "embed", "title"}
)
_BLOCKS = frozenset(
    {
        "html",
        "body",
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "ul",
        "ol",
        "li",
        "dl",
    }
    | {"dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6"}
    | {"blockquote", "figure", "figcaption", "pre", "form", "fieldset", "address", "details", "summary", "hr", "button"}
    | {"center", "dir", "menu", "legend", "picture", "hgroup", "dialog", "search", "amp-sidebar"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Mark(enum.IntFlag):
    """What the elements round a block say of it."""

    NONE = 0
    NAV = enum.auto()  # menus, bars, breadcrumbs
    HEADER = enum.auto()  # the site's header
    FOOTER = enum.auto()  # the site's footer
    ASIDE = enum.auto()
    CAPTION = enum.auto()  # of a picture or a table
    FORM = enum.auto()  # forms and buttons
    HIDDEN = enum.auto()
    QUOTE = enum.auto()
    LIST = enum.auto()
    TABLE = enum.auto()
    MAIN = enum.auto()
    ARTICLE = enum.auto()
    NESTED = enum.auto()  # inside an article within the article
    RELATED = enum.auto()  # by its name: other stories
    SHARE = enum.auto()  # by its name: tools and share bars
    OFFER = enum.auto()  # by its name: subscription, newsletter, paywall
    COMMENTS = enum.auto()  # by its name: readers' comments
    META = enum.auto()  # by its name: author, date, tags
    ADVERT = enum.auto()  # by its name: advertising, cookies
    CRUMBS = enum.auto()  # breadcrumbs: menus that speak of this story


_BY_TAG = {
    "nav": Mark.NAV,
    "aside": Mark.ASIDE,
    "figcaption": Mark.CAPTION,
    "caption": Mark.CAPTION,
    "form": Mark.FORM,
    "button": Mark.FORM,
    "blockquote": Mark.QUOTE,
    "li": Mark.LIST,
    "dd": Mark.LIST,
    "td": Mark.TABLE,
    "th": Mark.TABLE,
    "address": Mark.META,
    "dialog": Mark.ADVERT,
}
_BY_ROLE = {
    "navigation": Mark.NAV,
    "banner": Mark.HEADER,
    "contentinfo": Mark.FOOTER,
    "complementary": Mark.ASIDE,
    "dialog": Mark.ADVERT,
    "search": Mark.FORM,
}
# Words in class and id, whole or as parts between hyphens and capitals. The first kind that fits is taken, so that
# "share-newsletter" is one thing.
_BY_NAME = tuple(
    (mark, re.compile(rf"(?:^|[\s_-])(?:{words})(?:[\s_-]|$)"))
    for mark, words in (
        (Mark.CRUMBS, r"breadcrumbs?|crumbs?"),
        (
            Mark.COMMENTS,
            r"comments?|disqus|discussion|replies|respond|livefyre|coral|kommentare?|commentaires?|comentarios",
        ),
        (
            Mark.RELATED,
            r"related\w*|recommend\w*|recirc\w*|outbrain|taboola|trending|popular|mostread|most-(?:read|popular|viewed|shared)"
            r"|more-(?:stories|from|news|on|articles|in)|also-(?:read|like)|read-(?:next|also|more)|see-also|further-reading"
            r"|up-?next|you-may\w*|similar|suggest\w*|weitere-\w+|mehr-zum|meistgelesen|lire-aussi|a-lire|relacionad\w+"
            r"|correlat\w+|lees-ook|next-(?:story|article)|morestories|readnext|teasers?|promos?|latest-\w+",
        ),
        (
            Mark.OFFER,
            r"paywall\w*|regwall|piano\w*|subscri(?:be|ption|ber)\w*|newsletters?|signup|sign-?up|upsell|metered?|meter-\w+|gate"
            r"|offers?|abo-\w+|abonn\w+|register\w*|registration|premium-(?:box|wall|message|teaser)|login|donat\w+|membership",
        ),
        (
            Mark.SHARE,
            r"shar(?:e|es|ing|ebar|e-?tools?)|social\w*|toolbar|tools|addthis\w*|sharethis|follow-us|print-?button|bookmark|actions",
        ),
        (
            Mark.ADVERT,
            r"ads?|advert\w*|adslot|banner-ad|sponsor\w*|cookies?|consent|gdpr|dfp|commercial|ad-\w+|anzeige|promotion",
        ),
        (
            Mark.META,
            r"bylines?|authors?|author-\w+|timestamp|dateline-?\w*|post-?meta|entry-?meta|article-?meta|tags?|tag-?list|credits?",
        ),
        (
            Mark.CAPTION,
            r"caption\w*|wp-caption-text|image-(?:caption|credit|source)|photo-?(?:caption|credit)|bildunterschrift|legende",
        ),
        (Mark.NAV, r"nav|navbar|navigation|menu|main-?menu|site-?nav|skip-?link\w*|pagination|pager"),
        (Mark.HEADER, r"site-?header|masthead|global-?header|page-?header-?top|top-?bar"),
        (Mark.FOOTER, r"site-?footer|global-?footer|page-?footer|colophon|copyright"),
        (Mark.ASIDE, r"sidebar|side-?bar|rail|right-?rail|aside|secondary-?column"),
        (Mark.HIDDEN, r"visually-?hidden|sr-?only|screen-?reader-?text|hidden|d-none"),
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class Link:
    """A link inside a block, or round blocks: its element, its address as written, and its text."""

    element: HtmlElement
    href: str
    text: str
    first: int  # order of the block in which it begins
    last: int  # order of the block in which it ends, or of the next one where it ends with its block
    marks: Mark


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One block of text. ``tag`` is that of ``element``, the nearest block-level element; ``linked`` counts characters."""

    order: int
    element: HtmlElement
    tag: str
    text: str
    linked: int
    marks: Mark

    @property
    def link_share(self) -> float:
        """How much of the text is inside links, 0 to 1."""
        return min(self.linked / max(len(self.text), 1), 1.0)

    def has(self, marks: Mark) -> bool:
        """Whether any of the marks is on the block."""
        # Ten times as fast as the operator, which makes a new member of the enumeration; this is asked on every block.
        return int.__and__(self.marks, marks) != 0


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """All blocks of a page in order, and its links."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...]


def read(root: HtmlElement) -> Text:
    """The blocks of a page, in the order of the source."""
    return _Walk().over(root)


class _Walk:
    """One pass over the tree: the text collected since the last block boundary, and where it stands."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self.pieces: list[str] = []
        self.linked: list[str] = []  # the pieces that stand inside a link
        self.open_links: list[tuple[HtmlElement, list[str], int, Mark]] = []
        self.holder: list[tuple[HtmlElement, Mark]] = []
        self.length = 0
        self.broken = False  # a line break was the last thing seen

    def over(self, root: HtmlElement) -> Text:
        nodes = 0
        for event, element in events(root):
            nodes += event == "start"
            if nodes > _MOST_NODES or self.length > _MOST_TEXT:
                break
            self.start(element) if event == "start" else self.end(element)
        self.flush()
        return Text(tuple(self.blocks), tuple(self.links))

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag == "br":
            self.flush() if self.broken else self.take(" ")
            self.broken = True
        elif _is_block(tag):
            self.flush()
            marks = self.holder[-1][1] if self.holder else Mark.NONE
            self.holder.append((element, marks | _marks(element, marks)))
        elif _is_hidden(element):
            self.flush()
            self.holder.append((element, (self.holder[-1][1] if self.holder else Mark.NONE) | Mark.HIDDEN))
        if tag == "a" and element.get("href"):
            marks = self.holder[-1][1] if self.holder else Mark.NONE
            self.open_links.append((element, [], len(self.blocks), marks))
        if element.text:
            self.take(element.text)

    def end(self, element: HtmlElement) -> None:
        if self.open_links and self.open_links[-1][0] is element:
            _, words, first, marks = self.open_links.pop()
            text = " ".join("".join(words).split())
            self.links.append(Link(element, element.get("href"), text, first, len(self.blocks), marks))
        if self.holder and self.holder[-1][0] is element:
            self.flush()
            self.holder.pop()
        if element.tail:
            self.take(element.tail)

    def take(self, text: str) -> None:
        if not text.isspace():
            self.broken = False
        self.length += len(text)
        self.pieces.append(text)
        for _, words, _, _ in self.open_links[-1:]:
            words.append(text)
            self.linked.append(text)

    def flush(self) -> None:
        self.broken = False
        for _, words, _, _ in self.open_links[-3:]:
            words.append(" ")
        if not self.pieces:
            return
        text = " ".join("".join(self.pieces).split())
        linked = len(" ".join("".join(self.linked).split()))
        self.pieces.clear()
        self.linked.clear()
        if text and self.holder:
            element, marks = self.holder[-1]
            self.blocks.append(Block(len(self.blocks), element, element.tag, text, linked, marks))


def events(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Start and end of every element that can hold text, without recursion: pages nest a thousand deep.

    A comment, a script and the like have an end without a start, for the text that follows them.
    """
    yield "start", root
    open_elements = [(root, iter(root))]
    while open_elements:
        element, children = open_elements[-1]
        child = next(children, None)
        if child is None:
            open_elements.pop()
            yield "end", element
        elif not isinstance(child.tag, str) or child.tag in _SKIPPED:
            yield "end", child
        else:
            yield "start", child
            open_elements.append((child, iter(child)))


def _is_block(tag: str) -> bool:
    return tag in _BLOCKS or "-" in tag


def _is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style) and re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style, re.IGNORECASE) is not None


def _marks(element: HtmlElement, round_it: Mark) -> Mark:
    """What an element says of the blocks in it."""
    tag = element.tag
    marks = _BY_TAG.get(tag, Mark.NONE) | _BY_ROLE.get(element.get("role", ""), Mark.NONE)
    if _is_hidden(element):
        marks |= Mark.HIDDEN
    if tag == "main":
        marks |= Mark.MAIN
    elif tag == "article":
        marks |= Mark.NESTED if round_it & Mark.ARTICLE else Mark.ARTICLE
    elif tag == "header" and not round_it & (Mark.ARTICLE | Mark.MAIN) and not _holds_headline(element):
        marks |= Mark.HEADER
    elif tag == "footer" and not round_it & (Mark.ARTICLE | Mark.MAIN) and not _ends_story(element):
        marks |= Mark.FOOTER
    # The classes of a whole story are its tags and its author's name as often as its kind.
    if tag not in ("html", "body", "main", "article"):
        marks |= named(f"{element.get('class', '')} {element.get('id', '')}"[:400])
    if marks & Mark.CRUMBS:
        marks &= ~Mark.NAV
    return marks


def _holds_headline(header: HtmlElement) -> bool:
    """Whether a header holds a headline rather than the paper's own name linked to its front door."""
    heading = header.find(".//h1")
    if heading is None:
        return False
    link = heading.find(".//a[@href]")
    link = link if link is not None else next(heading.iterancestors("a"), None)
    return link is None or len("".join(heading.itertext()).split()) > 4


def _ends_story(footer: HtmlElement) -> bool:
    """Whether a footer ends a story rather than the site: few links, below a headline in a container of its own."""
    parent = footer.getparent()
    if parent is None or parent.tag == "body" or parent.find(".//h1") is None:
        return False
    links = sum(1 for _ in footer.iter("a"))
    return links <= 3 and "©" not in "".join(footer.itertext())


@functools.lru_cache(maxsize=8192)
def named(names: str) -> Mark:
    """What class and id of an element say of it."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", names).lower()
    return next((mark for mark, pattern in _BY_NAME if pattern.search(words)), Mark.NONE)
