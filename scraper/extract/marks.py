"""What the elements round a block of text say of it: by their tag, their role, and the names in class and id."""

from __future__ import annotations

import enum
import functools
import re

from lxml.html import HtmlElement


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


def is_hidden(element: HtmlElement) -> bool:
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style) and re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style, re.IGNORECASE) is not None


def marks_of(element: HtmlElement, round_it: Mark) -> Mark:
    """What an element says of the blocks in it."""
    tag = element.tag
    marks = _BY_TAG.get(tag, Mark.NONE) | _BY_ROLE.get(element.get("role", ""), Mark.NONE)
    if is_hidden(element):
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
