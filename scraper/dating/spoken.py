"""Edition statements in a page's passages: which of them speak of this story, and which is the best of several."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scraper.dating import statements, templates
from scraper.dating.claims import Claim, issue_name, placed, shortened
from scraper.dating.folding import Folded, fold
from scraper.dating.statements import Place, Statement
from scraper.dating.testimony import Passage, Zone
from scraper.items import EvidenceKind

_GAP = "\n" * 6  # more than a blank of a template can cross
_SENTENCE_END = re.compile(r"(?:^|[.!?:;|·•»”\"')\]）】。！？।│—–*/-])\s*$")
_DECORATION = " \t\n|·•*-–—()（）[]【】「」.,:;\"'“”„«»/"
# A box that sells the newest paper names a day too. Compared in folded text.
_PROMOTION = re.compile(
    r"today's (paper|edition|issue|newspaper)|(current|latest|newest|this week's|digital) (issue|edition|paper)"
    r"|heutige|aktuelle[nr]? (ausgabe|ausgaben|zeitung|heft)|neueste ausgabe|e-?paper|journal du jour|édition du jour"
    r"|dernier numéro|en kiosque|edición de hoy|última edición|edizione di oggi|edizione odierna|ultimo numero"
    r"|edição de hoje|última edição|krant van vandaag|nieuwste editie|dagens (avis|tidning|utgave|udgave)"
    r"|dzisiejsz|aktualne wydanie|dnešní|aktuální vydání|свежий номер|сегодняшн|сьогоднішн|свіжий номер"
    r"|bugünkü|son sayı|عدد اليوم|العدد الحالي|طبعة اليوم|आज का"
    r"|今日の|最新号|오늘의 신문|오늘자|今日报纸|今日報紙|最新一期|本期"
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A claim with what weighs it: the row that read it, the zone it stands in, and how near the story it stands."""

    claim: Claim
    row: Statement
    zone: Zone
    distance: int

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Better evidence sorts first: words about this very story, beside it, near it."""
        zone = Zone.STORY if self.zone is Zone.TEXT else self.zone
        return (not self.row.own, zone, self.distance)


def spoken(passages: Sequence[Passage], reader: templates.Reader, host: str = "") -> list[Spoken]:
    """Every statement the passages make of this story's edition, the best first."""
    text, starts = _joined(passages)
    found: list[Spoken] = []
    for row in statements.rows():
        if row.hosts and not any(host == name or host.endswith("." + name) for name in row.hosts):
            continue
        languages = tuple(dict.fromkeys((row.language, *reader.languages)))
        for match in templates.find(row.template, text, templates.Reader(languages, reader.near, reader.territory)):
            found.extend(_heard(row, match, text, passages, starts))
    return sorted(found, key=lambda each: (each.rank, not each.claim.names_an_edition, -_detail(each.claim)))


def best(found: Sequence[Spoken]) -> Claim | None:
    """The statement to believe; None where two days are stated with equal right."""
    named = [each for each in found if each.claim.date] or [each for each in found if each.claim.names_an_edition]
    if not named:
        return None
    first = named[0]
    for other in named[1:]:
        if other.claim.date != first.claim.date and other.rank[:2] == first.rank[:2] and _as_near(first, other):
            return None
    return first.claim


def statements_among(texts: Sequence[str]) -> set[int]:
    """Which of some blocks of text are nothing but an edition statement, perhaps with a short call to subscribe."""
    text, starts = _joined([Passage(words[:600]) for words in texts])
    found: set[int] = set()
    for row in statements.rows():
        if row.hosts:
            continue
        for match in templates.find(row.template, text, templates.Reader((row.language,))):
            start, end = text.offsets[match.start], text.offsets[match.end - 1] + 1
            first = bisect.bisect_right(starts, start) - 1
            last = bisect.bisect_right(starts, end - 1) - 1
            before = texts[first][: start - starts[first]].strip(_DECORATION)
            after = texts[last][end - starts[last] :].strip(_DECORATION)
            room = max(80, end - start) if row.own and row.place is not Place.LINE else 0
            if not row.own and _PROMOTION.search(text.folded[match.start : match.end]):
                continue
            if not before and len(after) <= room and len(texts[last]) <= 600:
                found.update(range(first, last + 1))
    return found


def _joined(passages: Sequence[Passage]) -> tuple[Folded, list[int]]:
    """All passages as one text, and where each begins; what is no witness leaves a gap that no statement spans."""
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for passage in passages:
        starts.append(length)
        piece = (_GAP if passage.zone is Zone.OTHER else passage.text) + "\n"
        pieces.append(piece)
        length += len(piece)
    return fold("".join(pieces)), starts


def _heard(
    row: Statement, match: templates.Match, text: Folded, passages: Sequence[Passage], starts: Sequence[int]
) -> Iterator[Spoken]:
    start, end = text.offsets[match.start], text.offsets[match.end - 1] + 1
    first = bisect.bisect_right(starts, start) - 1
    last = bisect.bisect_right(starts, end - 1) - 1
    before = passages[first].text[: start - starts[first]]
    after = passages[last].text[end - starts[last] :]
    zone = max(passage.zone for passage in passages[first : last + 1])
    distance = min(passage.distance for passage in passages[first : last + 1])
    if zone is Zone.OTHER or not _stands(row, before, after, zone, passages[last + 1 :]):
        return
    if not row.own:
        around = " ".join(passage.text for passage in passages[max(first - 1, 0) : last + 2] if len(passage.text) < 200)
        if zone > Zone.PAGE or (zone is Zone.PAGE and distance > 3) or _PROMOTION.search(fold(around).folded):
            return
    yield Spoken(_claim(row, match, text), row, zone, distance)


def _stands(row: Statement, before: str, after: str, zone: Zone, later: Sequence[Passage]) -> bool:
    """Whether the words are a statement there, and not a part of someone's sentence."""
    alone = not before.strip(_DECORATION) and not after.strip(_DECORATION)
    if row.place is Place.LINE:
        return alone
    if zone is not Zone.TEXT:
        return _SENTENCE_END.search(before) is not None or (row.own and _is_label(before))
    if not _SENTENCE_END.search(before):
        return False
    short = len(before.strip(_DECORATION)) + len(after.strip(_DECORATION)) <= 60
    if row.place is Place.CLOSING:
        closes = sum(passage.zone is Zone.TEXT for passage in later) <= 1
        return closes and len(after.strip(_DECORATION)) <= 40
    return short


def _is_label(before: str) -> bool:
    """Whether what stands before a statement in the same line is a name or a label, not the beginning of a sentence."""
    words = before.split()
    return len(before) <= 40 and not words[-1][0].islower()


def _claim(row: Statement, match: templates.Match, text: Folded) -> Claim:
    fields = dict(match.fields)
    reading = match.reading
    issue = issue_name(fields)
    if "date" in fields and (reading is None or reading.date is None):
        issue = issue or fields["date"]
    section, page = placed(fields.get("section", ""), fields.get("page", ""))
    return Claim(
        kind=EvidenceKind.STATEMENT,
        text=shortened(text.quote(match.start, match.end)),
        date=reading.date if reading else None,
        inferred=bool(reading and reading.inferred),
        issue=issue,
        publication=fields.get("publication") or row.publication,
        label=fields.get("label") or fields.get("morning") or "",
        section=section,
        page=page,
        headline=fields.get("headline", ""),
    )


def _detail(claim: Claim) -> int:
    """How much a claim tells: the longer of two readings of the same words is the better one."""
    told = (claim.publication, claim.issue, claim.label, claim.section, claim.page, claim.headline)
    return sum(map(bool, told)) * 1000 + len(claim.text)


def _as_near(one: Spoken, other: Spoken) -> bool:
    return abs(one.distance - other.distance) <= 1
