"""The days that a page shows its readers in lines about the story: beside its headline, in it, and below its text.

A line may hold several days, each with words of its own: "Published 13 April 2026 | Last updated 15 April 2026". What
stands in cards of other stories, in readers' comments, in embedded posts, in the page's head or in a sentence of the
text is no line about the story.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from scraper.extract.page.blocks import HEADINGS, SENTENCE_ENDS, Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.texts.dates import dates
from scraper.texts.dates.dates import ParsedDate
from scraper.texts.dates.labels import tells_a_change, tells_publication
from scraper.texts.dates.timestamps import iso_timestamp

ABOVE, BELOW = 5, 14  # blocks above and below the headline in which a day is the story's
FOLLOWING = 12  # blocks after the text
LONG_LINE, _LONGEST_LINE = 110, 400  # characters of a line beside the headline; of one that says "published on"
TIME_TAGS = ("time", "relative-time", "time-ago", "local-time")  # the last three are elements that GitHub published
_NAMED_ROLES = Role.RELATED | Role.COMMENTS | Role.ASIDE | Role.ADVERT | Role.CAPTION | Role.HEADER | Role.FOOTER
_OTHER_ROLES = _NAMED_ROLES | Role.NAV | Role.QUOTE | Role.FIGURE
_EDITION = re.compile(
    r"edition|issue|(?<!news)paper|ausgabe(?!jahr)|zeitung|édition|edición|edizione|edição|号|版|新聞|신문",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\W{0,6}(?:um|at|à|kl|alle|às|o|в)?\W{0,3}\d{1,2}\s?(?:[:h.]\s?\d\d|Uhr|[ap]\.?m)", re.IGNORECASE)
# An hour behind a day or before it: "um 18.30 Uhr", "à 18h30", "9:41 am", "오후 2:03"; the length of a video is none.
_HOUR = (
    r"(?P<before>[上下]午|午[前后後]|오[전후])?\s?(?P<hour>\d\d?)\s?[:.h時时시点點]\s?(?P<minute>\d\d)(?::\d\d|분|分)?"
    r"(?!\d|[.,:]\d|\s*min)\s?(?P<behind>[ap]\.?\s?m\b|مساء|صباح|[صم]\b|[πμ]\.?μ)?"
)
_HOUR_BEHIND = re.compile(r"\W{0,6}(?:\w{1,5}\.?\W{1,2})??" + _HOUR, re.IGNORECASE)
_HOUR_BEFORE = re.compile(
    r"(?<![\d:.])" + _HOUR + r"\.?(?:\s?Uhr)?(?:\W{1,4}(?:on|am|le|el|il|op)?\W{0,2})\Z", re.IGNORECASE
)
_ONLY_HOUR = re.compile(r"\W{0,3}" + _HOUR + r"\.?(?:\s\w{1,5})?\W{0,3}", re.IGNORECASE)
_AFTERNOON = frozenset("下午 午后 午後 오후 م مساء μμ".split())
_OWN_TIME = re.compile(r"[（(]\s?(?=\d)")
_UNTIL = re.compile(r"\b(?:bis|until|till|jusqu['’]au|hasta|fino al|até|до)\W{0,3}(?:zum|el|o)?\s*\Z", re.IGNORECASE)
_PERIOD = re.compile(r"\s*(?:[-–—〜～~]|bis|to|until|till|au|al|a|до)\s*(?:(?:zum|the|le|il|el)\s+)?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"©|\(c\)|copyright", re.IGNORECASE)
_OF_ITSELF = re.compile(r"\W*(?:this|dies|cet|ce |este|quest|deze|dit |denn|эт|дан|ten |bu |この|本|此)", re.IGNORECASE)
_DATE_NAMED = re.compile(r"date|datum|fecha|\bdata\b|time|publish|posted", re.IGNORECASE)
_CHANGE_NAMED = re.compile(r"updat|modif", re.IGNORECASE)
_GLUED = re.compile(r"((?:19|20)\d\d)(?=\d?\d[:.h]\d\d)")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_PLACE = re.compile(r"[(\[]?(?:[^\W\d][^\d.:;!?()\n]{1,38})[,.]?\s*(?:[,(\[]|\bvom\b)\s*(?:den\s|le\s|il\s)?")
_AFTER_DAY = re.compile(r"\s*(?:[)\]]|\.?[-–—|:/•„“«»]|\.\s+[^\W\d_a-z])")
_COMMON_LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "ru", "tr", "ro")  # of pages that name another
_FIRST_YEAR = 1990  # of a story on the web
_SHORT_LINE = 60  # characters of a line that a name in its class does not exclude
_OTHER_WORDS = 40  # characters besides its days that a sentence has
_WORDS_OF_TITLE = 5  # of a link
_FEW_WORDS = 6  # with the day, of a line in the text that is no sentence
_BEFORE_LABEL = 25  # characters before the word "published" in a line that begins with it
_BEGINNING = 3  # blocks of the text that may begin with its day
_LONGEST_LABEL = 24  # characters of a line that is the label of the next
_MOST_BLOCKS = 1_000
_DAY = dt.timedelta(days=1)


class Says(enum.Enum):
    """What the words around a day say of it."""

    PUBLISHED = enum.auto()  # "Posted on"
    CHANGED = enum.auto()  # "Last updated"
    NOTHING = enum.auto()


@dataclass(frozen=True, slots=True)
class PrintedDay:
    """A day in a line of the page: what the words around it say, the index of its block, and the hour beside it."""

    day: dt.date
    says: Says
    block: int
    hour: dt.time | None = None


class PrintedDays:
    """The days in the lines about one page's story.

    :param headline: the index of its block, -1 where no block shows it; the beginning of the text stands for it then.
    :param body: the blocks of the text.
    :param apart: indexes of blocks of other stories.
    :param printed: indexes of blocks that are edition statements: they name the day of print.
    :param language: the story's (BCP 47), beside that of the page.
    :param territory: the page's country (ISO 3166), for the order of day and month.
    :param near: the day of the fetch, which many pages print above the headline.
    """

    def __init__(
        self,
        document: Document,
        *,
        headline: int,
        body: Sequence[Block],
        apart: frozenset[int],
        printed: frozenset[int],
        language: str,
        territory: str,
        near: dt.date | None,
    ) -> None:
        self.document, self.blocks = document, document.blocks
        self.headline, self.body, self.apart, self.printed, self.near = headline, body, apart, printed, near
        stated = (tag.replace("_", "-").partition("-")[0].lower() for tag in (language, document.language))
        self.languages = tuple(dict.fromkeys(filter(None, stated))) or ("en",)
        self.territory = territory
        following = (block.index for block in body if block.index > headline)
        self.first = next(following, headline + 1)  # the first block of the text
        self.last = max((block.index for block in body), default=headline)
        self.anchor = headline if headline >= 0 else self.first
        # The block after those beside the headline: what follows the text is no longer beside it.
        self.end = self.anchor + BELOW
        if body:
            self.end = min(max(self.end, min(self.first + _BEGINNING, self.end + BELOW)), self.last + 1)
        self._of_text = frozenset(block.index for block in body)
        self.wrong = _OTHER_ROLES

    def is_of_story(self, roles: int, block: int) -> bool:
        """Whether a block, or an element that begins in it, is part of nothing else by its roles."""
        return not roles & self.wrong and block not in self.apart

    def distance(self, block: int) -> int:
        """How far a block is from the headline; what stands above it is further than all below."""
        return block - self.anchor if block >= self.anchor else BELOW + self.anchor - block

    def is_page_head(self, element: Element, block: int) -> bool:
        """Whether what stands above the headline may be the page's own: no container of the story's head holds both."""
        if block >= self.headline:
            return False
        between = self.blocks[block + 1 : self.headline]
        if sum(each.linked > 0 and each.has(Role.LIST | Role.NAV) for each in between) > 1:
            return True
        headline = self.blocks[self.headline].element
        around = next((each for each in element.self_and_ancestors() if each.contains(headline)), None)
        return around is None or around.tag in ("body", "html") or around.first < self.headline - ABOVE

    def is_today(self, day: dt.date) -> bool:
        """Whether a day is that of the fetch, somewhere on the earth."""
        return self.near is not None and abs(day - self.near) <= _DAY

    def is_sentence(self, block: Block, other_words: int) -> bool:
        """Whether a block is a sentence rather than a line of data; in the text a short one is."""
        if block.text[-1] not in SENTENCE_ENDS:
            return False
        return other_words > _OTHER_WORDS or (block.index in self._of_text and len(block.text.split()) > _FEW_WORDS)

    @functools.cached_property
    def beside(self) -> tuple[PrintedDay, ...]:
        """The days in the lines beside the headline, the nearest below it first, then those above it."""
        days = (day for block in self._lines_beside for day in self._days_in(block))
        return tuple(
            each
            for each in days
            if not (self.is_today(each.day) and self.is_page_head(self.blocks[each.block].element, each.block))
        )

    @functools.cached_property
    def tells(self) -> bool:
        """Whether a line beside the headline has a word for publication or for a change."""
        return any(tells_publication(block.text) or tells_a_change(block.text) for block in self._lines_beside)

    def near_any(self, days: Collection[dt.date]) -> Iterator[PrintedDay]:
        """Those of some days that the lines beside the headline name; the year may be missing."""
        numbered = _numbered(tuple(sorted({day.day for day in days})))
        for block in self._lines_beside:
            if numbered.search(block.text):
                yield from self._days_in(block, year_of=max(days))

    def in_headline(self) -> dt.date | None:
        """A day inside the headline's element, in an element of its own."""
        heading = self.blocks[self.headline].element if self.headline >= 0 else None
        if heading is None or heading.tag not in HEADINGS or not dates.has_number(self.blocks[self.headline].text):
            return None
        for element in self.document.descendants(heading):
            text = self.document.text_of(element)
            if 5 * len(text) < 4 * len(self.blocks[self.headline].text) and (found := self._leading(text)):
                return found.date
        return None

    def place_line(self) -> dt.date | None:
        """The day at the beginning of the text: "Karlsruhe, (12.11.2021). ", "27.1.2022 - "."""
        for block in self.blocks[max(self.headline + 1, 0) if self.headline >= 0 else self.first : self.first + 3]:
            if len(block.text) <= _OTHER_WORDS or not self.is_of_story(block.roles, block.index):
                continue
            place = _PLACE.match(block.text)
            for start in (1 if block.text[0] in "([" else 0, place.end() if place else 0):
                text = block.text[start : start + 80]
                found = self._leading(text)
                if found and _AFTER_DAY.match(text, found.end):
                    return found.date
        return None

    def below_text(self) -> Iterator[PrintedDay]:
        """The days in lines below the text: "This entry was posted on ...", or a line of data."""
        if not self.body:
            return
        around_text = set(map(id, self.body[0].element.ancestors()))
        for block in (*self.body[-1:], *self.blocks[self.last + 1 : self.last + 1 + FOLLOWING]):
            part, container = block.element, block.element.parent
            while container is not None and id(container) not in around_text:
                part, container = container, container.parent
            # The foot of a container of the text is no foot of the page; a part with a heading is about something else.
            is_foot = container is not None and container.tag not in ("body", "html")
            if not self.is_of_story(block.roles & ~(Role.FOOTER if is_foot else 0), block.index):
                continue
            if any(each.tag in HEADINGS for each in self.blocks[part.first : part.last]):
                continue
            is_data = (is_foot and block.index < self.anchor + BELOW) or _is_data(block)
            for day in self._days_in(block, longest=_LONGEST_LINE):
                if day.says is Says.PUBLISHED or (is_data and len(block.text) <= LONG_LINE):
                    yield day

    def elsewhere(self) -> Iterator[PrintedDay]:
        """The days in lines of data elsewhere on the page, not above its headline."""
        begin = max(self.headline, 0)
        for block in self.blocks[begin : begin + _MOST_BLOCKS]:
            if _is_data(block) and not block.has(Role.LIST) and self.is_of_story(block.roles, block.index):
                yield from self._days_in(block)

    @functools.cached_property
    def _lines_beside(self) -> Sequence[Block]:
        """The lines about the story beside its headline; some pages show today's date above it, so these come last."""
        above = list(reversed(self.blocks[max(self.anchor - ABOVE, 0) : self.anchor]))
        below = self.blocks[self.anchor + 1 : self.end]
        if self.headline < 0:
            above = [*self.blocks[self.anchor : self.anchor + 1], *above]
        lines = [
            block
            for block in ((*below, *above) if self.headline >= 0 else (*above, *below))
            if len(block.text) <= LONG_LINE and dates.has_number(block.text) and self._is_line(block)
        ]
        return sorted(lines, key=lambda block: block.has(Role.HIDDEN))

    def _is_line(self, block: Block) -> bool:
        """Whether a block is about the story; in a short line of its head a name in the class does not matter."""
        if block.index in self.apart or self._leads_to_another(block):
            return False
        if self.is_page_head(block.element, block.index) and (block.index < self.headline - 2 or block.linked):
            return False
        if not block.roles & self.wrong:
            return True
        if block.has(self.wrong & Role.CAPTION) and not block.text[0].isdecimal():
            return False
        head = range(self.headline - 1 if self.headline >= 0 else self.first - _BEGINNING, self.first)
        return block.index in head and not block.roles & self.wrong & ~_NAMED_ROLES and len(block.text) <= _SHORT_LINE

    def _leads_to_another(self, block: Block) -> bool:
        """Whether a line is a link to another story, by the number of its words, with that story's day."""
        links = (self.document.text_of(each) for each in block.inline if each.tag == "a" and block.linked)
        return any(len(words.split()) >= _WORDS_OF_TITLE and not dates.has_number(words) for words in links)

    def _days_in(
        self, block: Block, *, longest: int = LONG_LINE, year_of: dt.date | None = None
    ) -> Iterator[PrintedDay]:
        """The days in a line, each with what its words say."""
        if len(block.text) > longest or block.index in self.printed or not dates.has_number(block.text):
            return
        text = _GLUED.sub(r"\1 ", block.text)
        found = self._dates_in(text, year_of)
        element = block.element
        if (
            not found
            and block.end - block.start > 1
            and (element.first, element.last) == (block.index, block.index + 1)
        ):
            text = " ".join(words for words, _ in self.document.lines_of(element))  # "Associated PressApril 4, 2026"
            found = self._dates_in(text, year_of)
        ends = [0, *(each.end for each in found)]
        starts = [*(each.start for each in found), len(text)]
        other_words = len(text) - sum(each.end - each.start for each in found)
        is_title = block.tag in HEADINGS and other_words > _OTHER_WORDS // 2 and starts[0] > 0
        is_sentence = self.is_sentence(block, other_words)
        says_behind = _said(text[: starts[0]], "") is Says.NOTHING and len(found) > 1
        says_behind = says_behind and _said(text[ends[-1] :][:80], "") is not Says.NOTHING
        for index, each in enumerate(found):
            before, after = text[ends[index] : each.start], text[each.end : starts[index + 1]]
            if each.start == 0:
                before = self._label_before(block)
            after = _OWN_TIME.split(after, maxsplit=1)[0]  # "15:45 (3/9 17:02 update)"
            is_last = index + 1 == len(found)
            if each.date is None or (each.inferred and year_of is None) or each.date.year < _FIRST_YEAR:
                continue
            if _UNTIL.search(before) or _PERIOD.fullmatch(before) or (not is_last and _PERIOD.fullmatch(after)):
                continue  # of an event, or an offer
            clock = _CLOCK.match(after) is not None
            if not clock and _EDITION.search(before + (after if is_last else "")):
                continue
            says = _said(after[:80], "") if says_behind else _said(before, after[:80] if is_last else "")
            if self._is_marked_change(block, text[each.start : each.end], alone=len(found) == 1):
                says = Says.CHANGED
            if says is Says.NOTHING and _COPYRIGHT.search(text):
                continue
            if is_sentence and not clock and not _is_about_itself(text, says):
                continue
            if not is_title or clock or says is not Says.NOTHING:
                yield PrintedDay(each.date, says, block.index, _hour_beside("" if index else before, after))

    def _label_before(self, block: Block) -> str:
        """The words before a line that begins with a day, if they are a line by themselves: "Updated:"."""
        label = self.blocks[block.index - 1] if block.index > 0 else block
        is_label = len(label.text) <= _LONGEST_LABEL and not label.linked and not dates.has_number(label.text)
        return label.text if is_label else ""

    def hour_of(self, day: dt.date) -> str:
        """The hour of a day of publication that is printed beside it, with the day (ISO 8601); "" where none is."""
        for line in itertools.chain(self.beside, self.below_text()):
            if line.day != day or line.says is Says.CHANGED:
                continue
            for element in self.document.by_tag(*TIME_TAGS):
                if element.first == line.block and "modif" not in element.get("itemprop").lower():
                    stamp = iso_timestamp(element.get("datetime"))
                    if len(stamp) > len(day.isoformat()) and stamp.startswith(day.isoformat()):
                        return stamp
            following = self.blocks[line.block + 1 : line.block + 2]
            hour = line.hour or next((_as_time(_ONLY_HOUR.fullmatch(each.text[:40])) for each in following), None)
            if hour:
                return dt.datetime.combine(day, hour).isoformat()
        return ""

    def _dates_in(self, text: str, year_of: dt.date | None) -> list[ParsedDate]:
        for languages in (self.languages, _COMMON_LANGUAGES):
            found = list(dates.every(text, languages=languages, near=year_of or self.near, territory=self.territory))
            if any(not each.inferred for each in found) or (found and year_of) or not _LETTERS.search(text):
                return found
        return []

    def _leading(self, text: str) -> ParsedDate | None:
        """The date with its year that a text begins with."""
        found = dates.leading(text, languages=self.languages, near=self.near, territory=self.territory)
        return found if found and found.date and not found.inferred and found.date.year >= _FIRST_YEAR else None

    def _is_marked_change(self, block: Block, words: str, *, alone: bool) -> bool:
        """Whether a day's words are in an element for a change; a class says so only of one of several days."""
        return any(
            words in marked and (surely or not alone) for marked, surely in self._change_elements.get(block.index, ())
        )

    @functools.cached_property
    def _change_elements(self) -> dict[int, list[tuple[str, bool]]]:
        """The words of the elements that are marked as the time of a change, by block, and whether that is certain."""
        found: dict[int, list[tuple[str, bool]]] = {}
        for element in self.document.by_tag(*TIME_TAGS):
            if is_change(element) and (words := self.document.text_of(element)):
                found.setdefault(element.first, []).append((words, "modif" in element.get("itemprop").lower()))
        return found


def is_change(element: Element) -> bool:
    """Whether an element is marked as the time of a change; "published updated" is WordPress's mark of a first time."""
    if "modif" in element.get("itemprop").lower():
        return True
    names = element.class_and_id
    return _CHANGE_NAMED.search(names) is not None and "publish" not in names.lower()


def _hour_beside(before: str, after: str) -> dt.time | None:
    """The hour that stands right behind a day, or right before it."""
    return _as_time(_HOUR_BEHIND.match(after)) or _as_time(_HOUR_BEFORE.search(before[-40:]))


def _as_time(found: re.Match[str] | None) -> dt.time | None:
    if found is None:
        return None
    hour, half = int(found["hour"]), (found["before"] or found["behind"] or "").lower().replace(".", "")
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half in _AFTERNOON or half.startswith("p") else 0)
    minute = int(found["minute"])
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _said(before: str, after: str) -> Says:
    """What the words before a day say, else those behind it."""
    for words in (before, after):
        changed, published = tells_a_change(words), tells_publication(words)
        if changed != published:
            return Says.CHANGED if changed else Says.PUBLISHED
    return Says.NOTHING


def _is_about_itself(sentence: str, says: Says) -> bool:
    """Whether a sentence is about the story as such: "This article was published on ...", "Posted on ... by ..."."""
    if says is Says.NOTHING:
        return False
    return _OF_ITSELF.match(sentence) is not None or _said(sentence[:_BEFORE_LABEL], "") is says


def _is_data(block: Block) -> bool:
    """Whether a block is named as a line of data, or as a date."""
    return block.has(Role.META) or _DATE_NAMED.search(block.element.class_and_id) is not None


@functools.cache
def _numbered(days: tuple[int, ...]) -> re.Pattern[str]:
    """Any of some days of a month in numbers."""
    return re.compile(rf"(?<!\d)0?(?:{'|'.join(map(str, days))})(?!\d)")
