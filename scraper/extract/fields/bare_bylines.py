"""Bylines that neither the markup nor a word calls one: their place on the page does.

A name beside the day ("Anna Kowalska", "9.03.2024"), in its line ("9.3.2024 | Jana Reuter") or below a label;
the reporters at the beginning of a text of East Asia ("〔記者陳志明／基隆報導〕"); the signature that ends the text
("（山田太郎）", "Camille LEFORT"); and an agency in such a line ("EFE | 9 mar. 2024"). They are asked for where a page
has no other byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scraper.extract.fields import byline_names, unspaced_names
from scraper.extract.fields.agencies import QUOTES, is_agency
from scraper.extract.fields.byline_lines import PROFILE, Line, Story
from scraper.extract.fields.byline_names import read
from scraper.extract.page.blocks import EAST_ASIAN, HEADINGS, SENTENCE_ENDS, Block
from scraper.extract.page.roles import Role
from scraper.texts.dates import dates
from scraper.texts.folding import letters
from scraper.texts.particles import PARTICLES
from scraper.texts.phrases import is_offer

_NOT_HEAD = Role.NAV | Role.COMMENTS | Role.RELATED | Role.CAPTION | Role.FORM | Role.FOOTER | Role.ADVERT | Role.HIDDEN
_BARS = re.compile(r"[|•●·]|(?<=\s)[—–/-](?=\s)|\n")
_PLACE_BEFORE = re.compile(r"^[\u0600-\u06ff]{3,12}:\s")  # "القاهرة: خالد السيد"
_WITH_AGENCY = re.compile(r"\b(?:avec|with|mit|con|com|med|met|theo)\s+(\S+)$", re.IGNORECASE)
_LABELLED = re.compile(r"(?:^|\s)[^\W\d]{2,12}\s?[:：]\s*(\S.{1,30})$")
_BRACKETS = re.compile(r"[（(〔【\[]([^（()）〔〕【】\[\]]{2,60})[）)〕】\]]")
_LAST_BRACKETS = re.compile(r"[（(〔【［]([^（()）〔〕【】［］]{2,40})[）)〕】］]\W*$")
_BEFORE_EQUALS = re.compile(r"^(?:[(\[][^()\[\]]{2,30}[)\]])?\s?([^\s=＝()\[\]][^=＝()\[\]]{3,40})[=＝]\s")
_KOREAN_END = re.compile(
    r"(?:^|[.다”\"')\]]\s*)([가-힣]{2,4}(?:\s?[·,]\s?[가-힣]{2,4}){0,3}\s?[가-힣]{2,5})(?:\s+\S+@\S+)?$"
)
_LONGEST_LINE, _LONGEST_SIGNATURE, _BEGINNING, _END = 90, 60, 120, 80
_NOT_LAST = (SENTENCE_ENDS - frozenset('”“"»')) | frozenset(":：")  # of a byline: a sentence or a label ends so
_ABOVE, _BELOW = 3, 12  # blocks above and below the headline
_BESIDE = 2  # blocks between a name and the day
_MOST_BEHIND = 4  # words behind a name and a comma: the place, or for whom
_MOST_CASELESS = 3  # words of a name in a script without capitals
_NO_PARTICLES = frozenset("zum zur vom".split())  # of prose rather than of names
_LETTERS = re.compile(r"[^\W\d_]+(?:[\u0900-\u0dff\u0300-\u036f]+[^\W\d_]*)*")


def lines(story: Story) -> Iterator[Line]:
    """The bylines of a story that only their place tells, the surest first."""
    text = [story.document.blocks[index] for index in story.text]
    yield from _reporters(text)
    yield from _beside_day(story)
    yield from _signature(story, text)


def _reporters(text: Sequence[Block]) -> Iterator[Line]:
    """The reporters whom the first line of a text names, with their job: in brackets, or before "="."""
    for block in text[:2]:
        beginning = block.text[:_BEGINNING]
        if not EAST_ASIAN.search(beginning):
            continue
        for found in (*_BRACKETS.finditer(beginning), *_BEFORE_EQUALS.finditer(beginning)):
            if unspaced_names.job_pattern().search(found[1]) and any(read(found[1])):
                yield Line(byline_names.printed(found[1]), "", above=True)
                return


def _signature(story: Story, text: Sequence[Block]) -> Iterator[Line]:
    """The name that stands by itself at the end of a text; in brackets or with a job, also right below it."""
    below = story.document.blocks[text[-1].index + 1 : text[-1].index + 2] if text else []
    below = [block for block in below if not block.has(_NOT_HEAD) and not story.is_of_another(block.element)]
    for block in (*below, *reversed(text[1:][-2:])):
        ending = block.text[-_END:]
        if EAST_ASIAN.search(ending):
            for found in (_LAST_BRACKETS.search(ending), _KOREAN_END.search(ending)):
                if found and (
                    unspaced_names.job_pattern().search(found[1]) is not None or unspaced_names.are_names(found[1])
                ):
                    yield Line(byline_names.printed(found[1]) or found[1], "", above=False)
                    return
    for last in text[1:][-1:]:
        if last.tag in HEADINGS or last.has(Role.LIST) or last.linked or len(last.text) > _LONGEST_LINE:
            continue
        words, *more = _pieces(story, last, bars=False) or [""]
        is_name = all(map(is_offer, more)) and _is_full_name(words, cased=True) and not last.text.endswith(":")
        if is_name and not _is_of_language(story, words, last.index):
            yield Line(byline_names.printed(words) or words, "", above=False)


def _beside_day(story: Story) -> Iterator[Line]:
    """The names of a story's head that stand in the line of its day, or in the line before or after it."""
    if story.headline < 0:
        return
    head = _head(story)
    days = [block.index for block in head if _has_day(story, block.text)]
    for block in head:
        if block.index < story.headline:
            continue  # a section, or the words over a headline
        if not any(abs(block.index - day) <= _BESIDE for day in days) or not _may_be_byline(story, block):
            continue
        pieces = _pieces(story, block)
        alone = block.index not in days and len(pieces) == 1 and not _PLACE_BEFORE.match(block.text)
        names = [
            words
            for words in pieces
            if _is_full_name(words, cased=alone)
            and not _is_linked(story, block, words)
            and not _is_of_language(story, words, block.index)
        ]
        if names:
            yield Line(byline_names.printed("\n".join(names)) or ", ".join(names), "", above=True)
            return


def _head(story: Story) -> Sequence[Block]:
    """The short lines about a story beside its headline, with the first one of its text."""
    first = story.text[0] if story.text else story.headline + _BELOW
    end = min(max(first + 1, story.headline + 2), story.headline + _BELOW)
    return [
        block
        for block in story.document.blocks[max(story.headline - _ABOVE, 0) : end]
        if block.index != story.headline and len(block.text) <= _LONGEST_LINE and not block.has(_NOT_HEAD)
    ]


def _may_be_byline(story: Story, block: Block) -> bool:
    """Whether a line is no sentence, heading or label, and none of another story."""
    if block.text[-1] in _NOT_LAST or block.tag in HEADINGS:
        return False
    return not story.is_of_another(block.element)


def agency(story: Story) -> str:
    """The agency that a line beside the headline or at the end of the text names: EFE, (共同通信), Źródło: PAP."""
    blocks = story.document.blocks
    last = story.text[-1] if story.text else len(blocks)
    end = [block for block in blocks[last - 1 : last + 3] if len(block.text) <= _LONGEST_SIGNATURE and last > 0]
    for block in (*(_head(story) if story.headline >= 0 else ()), *end):
        if block.has(_NOT_HEAD) or story.is_of_another(block.element):
            continue
        first = block.text.split()[:1] if EAST_ASIAN.match(block.text) else ()  # "時事通信 政治部 2024年3月9日"
        for words in (*_pieces(story, block), *_BRACKETS.findall(block.text), *first):
            named = _WITH_AGENCY.search(words) or _LABELLED.search(words)
            if is_agency(name := (named[1] if named else words).strip(QUOTES)):
                return name
    return ""


def _has_day(story: Story, text: str) -> bool:
    """Whether a line holds a day with its year."""
    if not dates.has_number(text):
        return False
    language = story.document.language.partition("-")[0].lower()
    return any(each.date and not each.inferred for each in dates.every(text, languages=(language or "en",), near=None))


def _pieces(story: Story, block: Block, *, bars: bool = True) -> list[str]:
    """The parts of a line that bars, breaks and elements separate."""
    if block.end - block.start > 1 and (block.element.first, block.element.last) == (block.index, block.index + 1):
        lines = [words for words, _ in story.document.lines_of(block.element)]
    else:
        lines = [block.text]
    parts = (part for line in lines for part in (_BARS.split(line) if bars else [line]) if part)
    return [_PLACE_BEFORE.sub("", part).strip(" ,;:") for part in parts]


def _is_linked(story: Story, block: Block, words: str) -> bool:
    """Whether words are a link to something else than an author's page."""
    return any(
        words in link.text and not PROFILE.search(link.href)
        for link in story.document.links
        if link.first == block.index or link.text == words
    )


def _is_full_name(words: str, *, cased: bool = False) -> bool:
    """Whether a line holds nothing but the full names of persons, and the place where they are.

    :param cased: whether the script must tell names by their capitals: two words beside the day may be a section.
    """
    if not 2 <= len(words) <= _LONGEST_SIGNATURE or any(char.isdigit() for char in words):
        return False
    if EAST_ASIAN.search(words):
        return unspaced_names.are_names(words)
    people, _ = read(words)
    if not people:
        return False
    if not all(map(_has_capitals, people)) or any(is_agency(word) for name in people for word in name.split()[1:]):
        return False
    if words.lower() == words.upper() and (cased or len(words.split()) > _MOST_CASELESS * len(people)):
        return False
    if any(map(byline_names.is_place, people)):
        return False
    named, comma, behind = words.partition(", ") if len(people) == 1 else (words, "", "")
    if comma and len(behind.split()) > _MOST_BEHIND:
        return False
    return 10 * sum(len(letters(name)) for name in people) >= 7 * len(letters(named))


def _has_capitals(name: str) -> bool:
    """Whether a name has several words, each with a capital where its script has any, but for particles."""
    words = name.split()
    small = [word for word in words if word[0].islower()]
    if len(words) < len(small) + 2 or not all(word[0].isalpha() for word in words):
        return False
    return all(word in PARTICLES and word not in _NO_PARTICLES for word in small)


def _is_of_language(story: Story, words: str, block: int) -> bool:
    """Whether words are of the language rather than a name's: the text repeats them, or the page writes them small."""
    people = ", ".join(read(words)[0]) or words
    tokens = [word for word in _LETTERS.findall(people) if len(word) > 2 and word.lower() not in PARTICLES]
    cased = words.lower() != words.upper()
    blocks = story.document.blocks
    own = [blocks[index].text for index in (story.headline, *story.text) if index not in (-1, block)]
    told = {token.lower() for text in own for token in _LETTERS.findall(text)}
    if any(token.lower() in told for token in (tokens[-1:] if cased else tokens)):
        return True
    small = {token for each in blocks if each.index != block for token in _LETTERS.findall(each.text)} if cased else ()
    return any(token.lower() in small for token in tokens)
