"""Edition statements in a page's passages: which of them speak of this story, and which is the best of several."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from scraper.items import EvidenceKind
from scraper.texts.folding import Folded, fold
from scraper.texts.statements import matcher
from scraper.texts.statements.claims import Claim, issue_name, placed, shortened
from scraper.texts.statements.scan import Scan, Window, scan
from scraper.texts.statements.table import Statement, StatementPlace
from scraper.texts.statements.zones import TextZones, Zone

_LONGEST_ALONE = 600  # characters of a text that is nothing but a statement and a call to subscribe
_SENTENCE = re.compile(r"[.!?\n]")
_ENDED = re.compile(r"\s*(?:[.!?。।)）*]|\n|$)")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;|·•»”\"')\]）】。！？।│—–*/-])\s*$")
# Other things than papers have editions, and what is dated to the minute is the web.
_ELSEWHERE = re.compile(
    r"newsletter|podcast|web ?sites?\b|webseite|homepage|site web|sitio web|briefing|рассылк|メルマガ|뉴스레터"
)
_HOUR = re.compile(
    r"\s*(?:[,|·•-]|at|um|a las|à|alle|om|kl\.?|в|о)?\s*\d{1,2}\s?(?:[:.h]\s?\d\d\b|[ap]\.?m\b|時|시|点)"
)
_CALL = re.compile(
    r"subscri|abon|premium|trial|unlock|continue|read|lesen|lire|leer|leggi|ler\b|lees|läs|les\b|czytaj|oku|edition"
    r"|читать|подпис|購読|会員|구독|订阅|訂閱|اشترك|पढ़"
)
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
class FoundStatement:
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


def find_statements(
    scan: Scan, zones: TextZones, reader: matcher.DateContext, host: str = "", headline: str = ""
) -> list[FoundStatement]:
    """Every statement a page makes of its story's edition, the best first."""
    found: list[FoundStatement] = []
    for window in scan.windows:
        silent = [place for place in window.places if zones.zone(place) is Zone.OTHER]
        for row, match, heard in _matches(window.without(silent), reader, host):
            place = heard.span(match.start, match.end)[0]
            if zones.zone(place) < Zone.ASIDE or not _follows_another(place, scan, zones, headline):
                found.extend(_found_in(row, match, heard, scan.texts, zones))
    return sorted(found, key=lambda each: (each.rank, not each.claim.names_an_edition, -_detail(each.claim)))


def _matches(
    window: Window, reader: matcher.DateContext, host: str
) -> Iterator[tuple[Statement, matcher.Match, Window]]:
    stated = False
    for row in sorted(window.rows, key=lambda row: row.template.loose):
        if stated and row.template.loose:
            return  # a whole sentence has been read; loose rows would only read it again
        if row.hosts and not any(host == name or host.endswith("." + name) for name in row.hosts):
            continue
        languages = tuple(dict.fromkeys((row.language, *reader.languages)))
        for match in matcher.find(row.template, window.text, replace(reader, languages=languages)):
            dated = match.reading is not None and match.reading.date is not None
            stated = stated or (row.own and dated and _ENDED.match(window.text.folded, match.end) is not None)
            yield row, match, window


def best(found: Sequence[FoundStatement]) -> Claim | None:
    """The statement to believe; None where two days are stated with equal right."""
    named = [each for each in found if each.claim.date] or [each for each in found if each.claim.names_an_edition]
    if not named:
        return None
    first = named[0]
    for other in named[1:]:
        if other.claim.date != first.claim.date and other.rank[:2] == first.rank[:2] and _as_near(first, other):
            return None
    return first.claim


def standalone(scan: Scan, silent: Collection[int] = ()) -> set[int]:
    """Which of a page's texts are nothing but an edition statement, perhaps with a short call to subscribe.

    ``silent`` texts (quotations, other stories) are nobody's statement.
    """
    found: set[int] = set()
    for window in scan.windows:
        for row, match, heard in _matches(window.without(silent), matcher.DateContext(()), ""):
            first, last, before, after = heard.span(match.start, match.end)
            if not row.own and _PROMOTION.search(heard.text.folded[match.start : match.end]):
                continue
            room = max(80, match.end - match.start) if row.own and row.place is not StatementPlace.LINE else 0
            lean = not before.strip(_DECORATION) and len(after.strip(_DECORATION)) <= room
            if lean and len(scan.texts[last]) <= _LONGEST_ALONE:
                found.update(range(first, last + 1))
    return found


def statements_among(texts: Sequence[str]) -> set[int]:
    """``alone`` for texts that are looked at only once."""
    return standalone(scan(texts))


def _found_in(
    row: Statement, match: matcher.Match, window: Window, texts: Sequence[str], zones: TextZones
) -> Iterator[FoundStatement]:
    first, last, before, after = window.span(match.start, match.end)
    places = range(first, last + 1)
    zone = max(zones.zone(place) for place in places)
    distance = min(zones.distance(place) for place in places)
    said = window.text.folded[match.start : match.end] + _SENTENCE.split(fold(after[:80]).folded, maxsplit=1)[0]
    if _ELSEWHERE.search(said) or _HOUR.match(window.text.folded, match.end):
        return
    if zone is Zone.OTHER or not _stands(row, before, after, zone, closes=last >= zones.ending):
        return
    if not row.own:
        around = " ".join(text for text in texts[max(first - 1, 0) : last + 2] if len(text) < 200)
        if zone > Zone.PAGE or (zone is Zone.PAGE and distance > 3) or _PROMOTION.search(fold(around).folded):
            return
    yield FoundStatement(_claim(row, match, window.text), row, zone, distance)


def _follows_another(place: int, scan: Scan, zones: TextZones, headline: str) -> bool:
    """Whether a statement in a side column stands under the headline or teaser of another story."""
    for text_place in range(place - 1, max(place - 3, -1), -1):
        if zones.zone(text_place) is not zones.zone(place):
            return False
        text = fold(scan.texts[text_place][:200]).folded
        if _letters(text) and _letters(text) in _letters(fold(headline).folded):
            return False
        if len(text.split()) > 3 and not _CALL.search(text):
            return True
    return False


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _stands(row: Statement, before: str, after: str, zone: Zone, *, closes: bool) -> bool:
    """Whether the words are a statement there, and not a part of someone's sentence."""
    standalone = not before.strip(_DECORATION) and not after.strip(_DECORATION)
    if row.place is StatementPlace.LINE:
        return standalone
    if zone is not Zone.TEXT:
        return _SENTENCE_END.search(before) is not None or (row.own and _is_label(before))
    if not _SENTENCE_END.search(before):
        return False
    short = len(before.strip(_DECORATION)) + len(after.strip(_DECORATION)) <= 30
    if row.place is StatementPlace.CLOSING:
        return closes and len(after.strip(_DECORATION)) <= 40
    return short


def _is_label(before: str) -> bool:
    """Whether what stands before a statement in the same line is a name or a label, not the beginning of a sentence."""
    words = before.split()
    return len(before) <= 40 and not words[-1][0].islower()


def _claim(row: Statement, match: matcher.Match, text: Folded) -> Claim:
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


def _as_near(one: FoundStatement, other: FoundStatement) -> bool:
    return abs(one.distance - other.distance) <= 1
