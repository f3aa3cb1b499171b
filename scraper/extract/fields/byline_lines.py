"""The bylines that a page prints: which elements and lines they are, what of them is the byline, and whose they are.

An element is a byline by its names in class and id, by ``rel=author`` or ``itemprop``, by a link to an author's page; a
line by its words. Those of another story's card, of a story within the story and of readers are left out.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from scraper.extract.fields import byline_names
from scraper.extract.fields.byline_names import read, without_by
from scraper.extract.page.blocks import HEADINGS, SENTENCE_ENDS, WITHOUT_BLANKS, Block, Element, Link
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.texts.folding import letters
from scraper.texts.phrases import is_meta_line
from scraper.urls import is_front_page

_BARS = re.compile(r"\s[|·•]\s")
_BYLINE_NAME = re.compile(
    r"by-?line|(?:^|[\s_-])by(?:[\s_-]|$)|(?:^|[\s_-]|article|story|post|entry|news)authors?(?:[\s_-]|name|names|list|info|$)"
    r"|(?:^|[\s_-])writer|(?<!type)writer(?:[\s_-]|$)|autor(?:en|zeile|in|ia|es)?(?:[\s_-]|$)|auteur|autore|firma(?:[\s_-]|$)|contributor"
    r"|reporter-?(?:name|info)?(?:[\s_-]|$)|journalist|shomei|kisha|signature|credits?-?author|verfasser|skribent"
)
_BYLINE_STEMS = (
    "by",
    "aut",
    "writer",
    "firma",
    "contrib",
    "report",
    "journal",
    "shomei",
    "kisha",
    "signat",
    "verfass",
    "skrib",
)
PROFILE = re.compile(
    r"/(?:authors?|autor(?:e|es|en|i|a|as)?|auteurs?|by|byline|staff|writers?|editors?|reporters?|journalist\w*|people"
    r"|profiles?|contributors?|columnists?|redakt\w*|firmas?|skribent\w*|toimittaja\w*|yazar\w*|muallif|signataires?"
    r"|av|szerzo\w*|novinar\w*|avtor\w*|autorzy|penulis|tac-gia|reporter-bio|periodist\w*|colunistas?|giornalist\w*"
    r"|\w{1,12}[-_](?:authors?|writers?|reporters?|journalists?))/",
    re.IGNORECASE,
)
_OF_PICTURE = re.compile(
    r"caption|powered|(?:image|photo|foto|picture|bild)[_-]?(?:by|credit|author|autor|source)|byline-im"
)
_NOT_BYLINE_ROLES = Role.NAV | Role.COMMENTS | Role.RELATED | Role.CAPTION | Role.FORM | Role.FOOTER | Role.ADVERT
_LONG_LINE = 160
_BESIDE = 2  # blocks between the headline and a byline right beside it
_SLUG_WORDS = re.compile(r"[\W_]+")
_MOST_PIECES = 60  # of text in an element that is a byline
_FEW_LINES = 3  # of a block that begins with a byline
_LEVELS = 3  # ancestors of a block whose names describe it
_CARD_LEVELS = 6  # ancestors of a byline, the largest of which may be the card of another story
_SHORT_HEADLINE = 24  # letters of a link; a shorter one leads to a section or an author
_SHORT_HEADING = 10  # of one in a heading
_LONGEST_NAME = 60  # letters of a line that is an author's name
_LAST_LINES = 4  # of the text, among which a byline may be
_MOST_BELOW = 2  # bylines of one kind below the text; more are those of cards or of readers


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, the class and id of its element, and whether it is above the text."""

    text: str
    kind: str
    above: bool


@dataclass(frozen=True, slots=True)
class Story:
    """Where a page's story stands: the indexes of its headline's block and of those of its text, and others' blocks."""

    document: Document
    headline: int
    text: Sequence[int]
    others: Collection[int]

    def is_of_another(self, element: Element) -> bool:
        """Whether an element belongs to another story: to its card, or to a story within this one."""
        if element.first in self.others:
            return True
        card = element
        for each in itertools.islice(element.ancestors(), _CARD_LEVELS):
            if self._is_inside(each):
                break
            if each.tag == "article" and each.roles & Role.NESTED:
                return True
            card = each
            links = [link for link in self._links_in(card) if self._heads_a_story(link, element)]
            if links:
                # The list of an author's stories follows the name; the headline of a card precedes it or is a heading.
                return links[0].element.index < element.index or (len(links) == 1 and self._is_heading(links[0]))
        return False

    def has_beside_headline(self, element: Element) -> bool:
        """Whether a byline stands right beside the headline, where a menu or a teaser by its name is none."""
        if element.roles & _NOT_BYLINE_ROLES & ~(Role.NAV | Role.RELATED) or self.headline < 0:
            return False
        between = range(self.headline - _BESIDE, self.headline + _BESIDE + 1)
        return element.first in between and byline_names.is_byline(self.document.text_of(element))

    def is_in_sentence(self, link: Element) -> bool:
        """Whether a link is inside a sentence, which may be about anyone; the words about an author begin with it.

        Those stand at the end: what begins with a name above the last paragraph is about that person.
        """
        block = self.document.blocks[link.first]
        at_end = not self.text or block.index >= self.text[-1]
        return block.size > _LONG_LINE and not (at_end and block.text.startswith(self.document.text_of(link)))

    def _is_inside(self, element: Element) -> bool:
        """Whether an element holds the headline or a part of the text."""
        if element.first <= self.headline < element.last:
            return True
        next_one = bisect_left(self.text, element.first)
        return next_one < len(self.text) and self.text[next_one] < element.last

    def _links_in(self, element: Element) -> Iterator[Link]:
        links = self.document.links
        for index in range(bisect_left(links, element.index, key=_index_of_link), len(links)):
            if not element.contains(links[index].element):
                return
            yield links[index]

    def _heads_a_story(self, link: Link, line: Element) -> bool:
        """Whether a link outside a line has the words and the address of another story's headline."""
        if link.element is line or line.contains(link.element) or PROFILE.search(link.href):
            return False
        size = len(link.text) * (3 if WITHOUT_BLANKS.search(link.text) else 1)
        if size < (_SHORT_HEADING if self._is_heading(link) else _SHORT_HEADLINE) or is_meta_line(link.text):
            return False
        address = self.document.absolute(link.href)
        return bool(address) and address != self.document.url

    def _is_heading(self, link: Link) -> bool:
        blocks = self.document.blocks
        return link.first < len(blocks) and blocks[link.first].tag in HEADINGS


def _index_of_link(link: Link) -> int:
    return link.element.index


def is_line(block: Block) -> bool:
    """Whether a block before the text is a byline or a line with time and place, not part of the text."""
    if len(block.text) > 120 or block.has(Role.LIST | Role.QUOTE):
        return False
    if _is_marked_byline(block) or is_meta_line(block.text) or byline_names.is_byline(block.text):
        return True
    # "The Lantern | December 07, 2024 | 2 mins read"
    parts = [part for part in _BARS.split(block.text) if part.strip()]
    return len(parts) > 1 and any(is_meta_line(part.strip()) for part in parts) and block.text[-1] not in SENTENCE_ENDS


def printed_lines(story: Story) -> Iterator[Line]:
    """Printed bylines near headline or text: by the markup's names, or lines that begin with "By"."""
    document, headline, text = story.document, story.headline, story.text
    blocks = document.blocks
    first = text[0] if text else headline + 12
    last = text[-1] if text else headline
    inside_text = frozenset(text[3:-_LAST_LINES])
    hidden: list[Line] = []
    for above, nearby in (
        (True, blocks[max(headline - 6, 0) : max(min(first, headline + 40), headline) + 3]),
        (False, blocks[text[1:][-_LAST_LINES:][0] if len(text) > 1 else last + 1 : last + 8]),
    ):
        if not nearby:
            continue
        read_already: list[tuple[int, int]] = []
        below: list[Line] = []
        for element, printed in _marked_bylines(story, nearby[0], nearby[-1], boxes=not above):
            read_already.append((element.first, max(element.last, element.first + 1)))
            if element.first in inside_text or story.is_of_another(element):
                continue
            line = Line(printed, element.class_and_id, above)
            if element.roles & Role.HIDDEN:
                hidden.append(line)
            elif above:
                yield line
            else:
                below.append(line)
        kinds = Counter(line.kind for line in dict.fromkeys(below))
        yield from (line for line in below if kinds[line.kind] <= _MOST_BELOW)
        for block in nearby[3:] if above and headline > 5 else nearby:
            if len(block.text) > 120 or block.roles & (_NOT_BYLINE_ROLES | Role.HIDDEN) or block.index == headline:
                continue
            if block.index in inside_text or any(first <= block.index < last for first, last in read_already):
                continue
            lines = _lines_of(document, block)
            if block.index > 0 and byline_names.only_introduces(introduction := blocks[block.index - 1].text):
                lines = [(introduction, block.element), *lines]
            if not (byline_names.is_byline(" ".join(words for words, _ in lines)) or _begins_with_byline(lines)):
                continue
            printed = byline_names.printed("\n".join(words for words, _ in byline_names.joined(lines)))
            if printed and not story.is_of_another(block.element):
                yield Line(printed, "", above)
    yield from hidden


def _marked_bylines(story: Story, first: Block, last: Block, *, boxes: bool = False) -> Iterator[tuple[Element, str]]:
    """The outermost elements between two blocks that the markup calls bylines, each with its printed line.

    :param boxes: whether a box about an author counts as well, whose first line is the name.
    """
    document = story.document
    begin, end, covered = first.index, last.index + 1, -1
    outermost = first.element
    for each in outermost.ancestors():
        if each.first < begin:
            break
        outermost = each
    for element in document.elements[outermost.index : last.element.index + 40]:
        if element.index <= covered or not begin <= element.first < end or not element.attributes:
            continue
        if element.start == element.end or not _names_author(element):
            continue
        if element.roles & _NOT_BYLINE_ROLES and not story.has_beside_headline(element):
            continue
        if _is_profile_link(element) and (
            not _leads_to_author(document, element, document.text_of(element)) or story.is_in_sentence(element)
        ):
            continue
        if element.end - element.start > _MOST_PIECES or len(words := _words_of(document, element)) > _LONG_LINE:
            if boxes and (name := _name_over(document, element)):
                covered = _last_inside(document, element)
                yield element, name
            continue
        if printed := byline_names.printed(words) or byline_names.in_small_letters(words):
            covered = _last_inside(document, element)
            yield element, printed


def _name_over(document: Document, box: Element) -> str:
    """The person whose full name is the first line of a box about an author; "" where there is none."""
    line = document.blocks[box.first].text
    people, _ = read(line) if len(line) <= _LONGEST_NAME else ((), "")
    return people[0] if len(people) == 1 and (" " in people[0] or not people[0].isascii()) else ""


def _words_of(document: Document, element: Element) -> str:
    """The lines of a byline that name its authors or an agency: what else stands in the element is left out."""
    lines = byline_names.joined(document.lines_of(element))
    named = [(words, around) for words, around in lines if any(read(words))]
    named = [each for each in named if not _leads_home(document, each[1])]
    own = [each for each in named if not _is_profile_link(each[1]) or _leads_to_author(document, each[1], each[0])]
    named = own or named
    if not named:
        return "\n".join(words for words, _ in lines)
    first, example = max(named, key=lambda each: _certainty(document, *each))
    key = letters(first)  # "All stories by Ida Brun" links to the page of the Ida Brun in another line
    first, example = min((each for each in named if letters(each[0]) in key), key=lambda each: len(each[0]))
    people = {first}
    kept = []
    for words, around in named:
        persons, agency = read(words)
        alike = (
            (around.tag, around.class_and_id) == (example.tag, example.class_and_id)
            or without_by(words) != words
            or (around.parent is example and _is_next_author(document, around, words))  # "By <a>...</a><a>...</a>"
        )
        repeats = any(letters(each) in letters(words) for each in people - {words})
        if words == first or (
            persons and alike and not repeats and any(" " in each or not each.isascii() for each in persons)
        ):
            people.update(persons)
            kept.append(words)
        elif agency and not persons:
            kept.append(words)
    return "\n".join(kept)


def _is_next_author(document: Document, link: Element, words: str) -> bool:
    """Whether a link to its author's page follows another link in the same element."""
    if link.tag != "a" or link.parent is None or not _leads_to_author(document, link, words):
        return False
    before = document.elements[link.parent.index + 1 : link.index]
    return any(each.tag == "a" and each.parent is link.parent for each in before)


def _certainty(document: Document, words: str, around: Element) -> int:
    """How surely a line of a byline names its author: by "By", by a link, by the markup, or by nothing."""
    people, _ = read(words)
    if not people:
        return 0
    full = any(" " in name or not name.isascii() for name in people)
    introduced = byline_names.is_byline(words) and without_by(words) != words
    leads = around.tag == "a" and _leads_to_author(document, around, words)
    return 1 + 4 * introduced + 3 * leads + 2 * (full and _names_author(around)) + full


def _lines_of(document: Document, block: Block) -> Sequence[tuple[str, Element]]:
    """A block's text, its lines apart where it is all that its element holds."""
    element = block.element
    if block.end - block.start < 2 or (element.first, element.last) != (block.index, block.index + 1):
        return [(block.text, element)]
    return document.lines_of(element)


def _begins_with_byline(lines: Sequence[tuple[str, Element]]) -> bool:
    """Whether the first of a few lines is a byline that a word introduces: "By Ida Brun", and the paper below it."""
    first = lines[0][0]
    return 1 < len(lines) <= _FEW_LINES and without_by(first) != first and byline_names.is_byline(first)


def _names_author(element: Element) -> bool:
    """Whether the markup calls an element a byline, or links it to an author's page."""
    get = element.attributes.get
    if element.tag == "a" and (get("rel") == "author" or _is_profile_link(element)):
        return True
    return get("itemprop") == "author" or _is_byline_name(element.class_and_id)


def _is_profile_link(element: Element) -> bool:
    """Whether nothing but its address says that an element is a byline."""
    return (
        element.tag == "a"
        and PROFILE.search(element.get("href")) is not None
        and not (element.get("rel") == "author" or element.get("itemprop") == "author")
        and not _is_byline_name(element.class_and_id)
    )


def _leads_home(document: Document, link: Element) -> bool:
    """Whether a link leads to a front page, of the site or of one of its languages."""
    address = document.absolute(link.get("href")) if link.tag == "a" else ""
    return is_front_page(address, of_language=True)


def _leads_to_author(document: Document, link: Element, words: str) -> bool:
    """Whether a link leads to the page of the author whom its words name: the address of most spells the name."""
    href = link.get("href")
    if link.get("rel") == "author":
        return True
    if not PROFILE.search(href):
        return False
    try:
        parts = urlsplit(document.absolute(href))
        own = urlsplit(document.url).hostname or ""
    except ValueError:
        return False
    if parts.hostname and own and parts.hostname.split(".")[-2:] != own.split(".")[-2:]:
        return False  # of a photographer, a licence
    slug = [letters(word) for word in _SLUG_WORDS.split(unquote(parts.path).rstrip("/").rpartition("/")[2])]
    spelt = [word for word in slug if len(word) > 2 and word.isalpha()]
    return not spelt or not words.isascii() or any(word in letters(words) for word in spelt)


def _last_inside(document: Document, element: Element) -> int:
    """The index of the last element inside an element."""
    elements, index = document.elements, element.index
    while index + 1 < len(elements) and elements[index + 1].depth > element.depth:
        index += 1
    return index


@functools.lru_cache(maxsize=8192)
def _is_byline_name(names: str) -> bool:
    lower = names.lower()
    return (
        any(stem in lower for stem in _BYLINE_STEMS)
        and _BYLINE_NAME.search(lower) is not None
        and not _OF_PICTURE.search(lower)
    )


def _is_marked_byline(block: Block) -> bool:
    """Whether the markup calls a block a byline."""
    element: Element | None = block.element
    for _ in range(_LEVELS):
        if element is None or element.tag in ("article", "main", "body"):
            return False
        if element.attributes and _names_author(element):
            return True
        element = element.parent
    return any(each.get("rel") == "author" for each in block.inline)
