"""Why a page holds no story: a wall or a notice stands in its place, it lists stories, or it is empty (pure).

One judgement for collection, import, rebuild and ``backissues inspect``. It goes by what the page is: how long its text
is, whether its data names a story, whether the text is that story's, and how many other stories it links to. Phrases in
many languages (``scraper.texts.walls``) only say what it is instead.
"""

from __future__ import annotations

import unicodedata
from urllib.parse import unquote, urlsplit

from scraper.discover import challenges
from scraper.extract.fields import canonical_url
from scraper.extract.layout import Layout
from scraper.extract.page.blocks import SENTENCE_ENDS, WITHOUT_BLANKS
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_types
from scraper.extract.story import notices
from scraper.items import Access, Draft, Page
from scraper.reasons import Code, Reason
from scraper.texts import walls
from scraper.texts.folding import count_letters
from scraper.texts.folding import letters as letters_of
from scraper.urls import without_variants

_LEAST_LETTERS = 25  # letters; an open story with fewer has no body
_LONG = 1_500  # letters of a text that no wall has in place of a story, if it is dated or signed
_VERY_LONG = 4_000  # letters of one that need be neither
_FEW = 600  # letters of a page that is a check for robots or an error and little else
_LARGEST = 300_000  # characters of a page that are looked at; what stands in a page's place is small
_SHORT = 1_500  # characters of all that a page shows which has no text
_LEAST = 200  # letters that stand on a page beside a captcha
_MANY_STORIES = 12  # linked with their teasers: a list, if they are most of what the page says
_SOME_STORIES = 8  # linked by their headlines
_HEADLINE = 25  # characters of a link that may be a headline, in Latin script
_SLUG_WORDS = 3
_SENTENCE = 40  # characters of Latin script of one that is a text
_SELF_MADE = frozenset({"beside the headline", "time element", "line of data", "script", "address"})
_AROUND = Role.NAV | Role.HEADER | Role.FOOTER
_PLAIN = str.maketrans(
    {**dict.fromkeys("“”„«»‘’‚‹›", '"'), **dict.fromkeys("–—", "-"), "ø": "o", "æ": "ae", "ł": "l", "đ": "d"}
)
_LISTS = frozenset({"collectionpage", "searchresultspage", "itemlist", "blog", "searchresults"})


def why(page: Page, draft: Draft, layout: Layout) -> Reason | None:
    """Why a page holds no story; None where it holds one.

    :param draft: what was read of the page, and of the others of its story.
    :param layout: the page's parts.
    """
    if page.withheld and draft.headline:
        return None
    letters = count_letters(draft.body)
    if kind := _in_its_place(page, draft, layout, letters):
        return Reason(code=Code.NOTICE if kind in walls.NOTICES else Code.WALL, kind=kind)
    if listed := _stories_listed(draft, layout, letters):
        return Reason(code=Code.STORY_LIST, listed=listed)
    if not draft.headline:
        return Reason(code=Code.NO_HEADLINE)
    is_short = letters * (3 if WITHOUT_BLANKS.search(draft.body) else 1) < _LEAST_LETTERS
    if page.cut and is_short:
        return Reason(code=Code.CUT_OFF, text=page.cut)
    if draft.access is Access.OPEN and is_short:
        shown = " ".join(block.text for block in layout.blocks if not block.has(_AROUND))
        if len(shown) < _SHORT and (kind := walls.kind_of_text(shown)):
            return Reason(code=Code.WALL, kind=kind)
        return Reason(code=Code.NO_BODY, letters=letters)
    return None


def _in_its_place(page: Page, draft: Draft, layout: Layout, letters: int) -> str:
    """What stands on a page in place of a story, such as "a page to sign in"; "" where the story is there.

    A story about captchas or consent has a text, and a date or a byline; the beginning of one behind a paywall has its
    own headline.
    """
    if layout.notice and draft.access is Access.OPEN and letters < _LEAST_LETTERS:
        return layout.notice
    is_dated = draft.published and draft.found_by.get("published") != "address"  # which a wall has as well
    signed = is_dated or draft.byline
    if page.withheld or letters >= _VERY_LONG or (signed and letters >= _LONG):
        return ""
    source = layout.document.source[:_LARGEST]
    led_to = challenges.kind_of_redirect(page)
    titled = walls.kind_of_title(draft.headline) or walls.kind_of_title(challenges.title_of(source))
    is_stated = _is_stated(layout.data)
    if titled in walls.NOTICES and letters < _FEW and not is_stated:
        return titled
    if signed:
        return titled if led_to else ""
    if led_to or titled:
        return led_to or titled
    if letters < _FEW:
        if kind := challenges.signature(source):
            return kind
        if not is_stated and _is_of_another_address(draft, layout):
            return walls.kind_of_text(draft.body) or walls.OTHER
    return challenges.weak_signature(source) if letters < _LEAST else ""


def _is_stated(data: Structured) -> bool:
    """Whether the page's data says that it is a story."""
    is_article = data.first_meta("og:type")[0].lower() == "article" or bool(
        data.first_meta("article:published_time")[0]
    )
    return bool(data.story) or (is_article and _LISTS.isdisjoint(_types(data)))


def _types(data: Structured) -> set[str]:
    return {kind for thing in data.objects for kind in jsonld_types(thing)}


def _is_of_another_address(draft: Draft, layout: Layout) -> bool:
    """Whether an address names a story by several words, none of which is on the page, as on one that says sorry."""
    own = [part for part in urlsplit(layout.document.url).path.split("/") if part]
    named = _words(unquote(own[-1])) if own else set()
    if len(named) < _SLUG_WORDS or not _unaccented(draft.headline, "").isascii():
        return False
    said = " ".join((draft.headline, draft.standfirst, draft.body, *(block.text for block in layout.blocks)))
    return named.isdisjoint(_words(said))


def _words(text: str) -> set[str]:
    """The words of a text as addresses spell them: without accents, "ü" as "u" or as "ue"."""
    return notices.words(_unaccented(text, "")) | notices.words(_unaccented(text, "e"))


def _unaccented(text: str, umlaut: str) -> str:
    """A text without accents, its quotation marks and dashes plain; ``umlaut`` stands for the two dots of a vowel."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").translate(_PLAIN)).replace("\u0308", umlaut)
    return "".join(char for char in plain if not unicodedata.combining(char))


def _stories_listed(draft: Draft, layout: Layout, letters: int) -> int:
    """How many stories a page lists that has no text of its own to speak of; 0 where it is a story."""
    if letters >= _LONG or _is_stated(layout.data):
        return 0
    related = draft.related_links
    teasers = sum(len(link.headline) + len(link.standfirst) for link in related)
    if len(related) >= _MANY_STORIES and letters < teasers / 2 and not (draft.published or draft.byline):
        return len(related)
    if draft.published and draft.found_by.get("published") not in _SELF_MADE:
        return 0
    headlines = {link.href: link for link in layout.document.links if _size(link.text) >= _HEADLINE}
    is_list = len(headlines) >= _SOME_STORIES and letters < sum(len(link.text) for link in headlines.values())
    below = (link.first for link in headlines.values() if link.first > layout.headline.index)
    return 0 if not is_list or _is_of_one_story(layout, min(below, default=0)) else len(headlines)


def _size(text: str) -> int:
    """The length of a text in characters of Latin script."""
    return len(text) * (3 if WITHOUT_BLANKS.search(text, 0, 40) else 1)


def _is_of_one_story(layout: Layout, first: int) -> bool:
    """Whether a page that links to many stories is one's own: its address names it, or a text stands above the links.

    :param first: the index of the block with the first such link.
    """
    if not _LISTS.isdisjoint(_types(layout.data)) or _leads_away(layout):
        return False
    title = layout.headline.text
    last = unquote(urlsplit(layout.document.url).path).rstrip("/").rpartition("/")[2]
    if letters_of(title) == letters_of(last) and len(title.split()) < _SLUG_WORDS:
        return False
    own = [block for block in layout.body.blocks if layout.headline.index < block.index < first]
    return canonical_url.names_story(layout.document.url, title) or any(
        block.size >= _SENTENCE and block.text[-1] in SENTENCE_ENDS for block in own
    )


def _leads_away(layout: Layout) -> bool:
    """Whether the headline is a link to another address, as that of the first of several stories is."""
    index, document = layout.headline.index, layout.document
    if index < 0 or document.blocks[index].link_density < 1 or _size(layout.headline.text) < _HEADLINE:
        return False
    own = {without_variants(document.url), without_variants(layout.url[0])}
    leads_to = [
        document.absolute(link.href) for link in document.links if link.first <= index < max(link.last, link.first + 1)
    ]
    return bool(leads_to) and own.isdisjoint(map(without_variants, leads_to))
