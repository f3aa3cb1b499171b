"""Edition statements among a page's texts: which of them are about this story, and which is the best."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from scraper.items import EvidenceKind
from scraper.texts.folding import Folded, fold, letters
from scraper.texts.statements import matcher
from scraper.texts.statements.claims import Claim, issue_name, section_and_page, shorten
from scraper.texts.statements.scan import TextScan, Window, scan_texts
from scraper.texts.statements.table import Statement, StatementPlace
from scraper.texts.statements.zones import TextZones, Zone

_LONGEST_STANDALONE = 600  # characters of a text that is nothing but a statement and a call to subscribe
_LONGEST_LINE = 160  # characters of a line with the paper's own mark of its issue, beside days and names
_LABELLED = re.compile(r"[^:\d]{2,30}:\s")  # "Published online: 3 March", a line of data
_SENTENCE = re.compile(r"[.!?\n]")
_ENDED = re.compile(r"\s*(?:[.!?。।)）*]|\n|$)")
_SENTENCE_END = re.compile(r"(?:^|[.!?:;|·•»”\"')\]）】。！？।│—–*/-])\s*$")
# Newsletters and websites have editions too, and what is dated to the minute is on the web.
_NOT_PRINT = re.compile(
    r"newsletter|podcast|web ?sites?\b|webseite|homepage|site web|sitio web|briefing|рассылк|メルマガ|뉴스레터"
)
_COPYRIGHT_YEAR = re.compile(r"©\s?(?:19|20)\d\d\b(?![./-])")  # "© 2026 Lantern Issue"
_HOUR = re.compile(
    r"\s*+(?:[,|·•-]|at|um|a las|à|alle|om|kl\.?|в|о)?\s*+\d{1,2}\s?(?:[:.h]\s?\d\d\b|[ap]\.?m\b|時|시|点)"
)
_CALL = re.compile(
    r"subscri|abon|premium|trial|unlock|continue|read|lesen|lire|leer|leggi|ler\b|lees|läs|les\b|czytaj|oku|edition"
    r"|читать|подпис|購読|会員|구독|订阅|訂閱|اشترك|पढ़"
)
_DECORATION = " \t\n|·•*-–—()（）[]【】「」.,:;\"'“”„«»/"
# A box that offers the newest paper names a day too. Matched in folded text.
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
    """A claim with what ranks it: the wording it was read with, its zone, and its distance to the story in blocks."""

    claim: Claim
    row: Statement
    zone: Zone
    distance: int

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Sorts better evidence first: words about this very story, then by zone, then by distance."""
        zone = Zone.STORY if self.zone is Zone.TEXT else self.zone
        return (not self.row.own, zone, self.distance)


def edition_statements(
    scan: TextScan, zones: TextZones, context: matcher.DateContext, host: str = "", headline: str = ""
) -> list[FoundStatement]:
    """Every statement of a page about its story's edition, the best first.

    :param scan: the page's texts, scanned.
    :param zones: where on the page those texts are.
    :param context: how dates in them are read.
    :param host: the page's host; some wordings count on their own sites only.
    :param headline: the story's headline, which tells it from other stories in a side column.
    """
    found: list[FoundStatement] = []
    for window in scan.windows:
        excluded = [index for index in window.indexes if zones.zone(index) is Zone.OTHER]
        for row, match, cleaned in _matches(window.without(excluded), context, host):
            index = cleaned.span(match.start, match.end)[0]
            if zones.zone(index) < Zone.ASIDE or not _follows_another(index, scan, zones, headline):
                found.extend(_found_in(row, match, cleaned, scan.texts, zones))
    return sorted(
        found, key=lambda statement: (statement.rank, not statement.claim.names_an_edition, -_detail(statement.claim))
    )


def _matches(
    window: Window, context: matcher.DateContext, host: str
) -> Iterator[tuple[Statement, matcher.Match, Window]]:
    stated = False
    for row in sorted(window.rows, key=lambda row: row.template.loose):
        if stated and row.template.loose:
            return  # a whole sentence has been read; loose rows would only read it again
        if row.hosts and not any(host == name or host.endswith("." + name) for name in row.hosts):
            continue
        languages = tuple(dict.fromkeys((row.language, *context.languages)))
        for match in matcher.find_matches(row.template, window.text, replace(context, languages=languages)):
            dated = match.parsed_date is not None and match.parsed_date.date is not None
            stated = stated or (row.own and dated and _ENDED.match(window.text.folded, match.end) is not None)
            yield row, match, window


def best_claim(found: Sequence[FoundStatement]) -> Claim | None:
    """The claim of the best statement; None where two equally good statements name different days."""
    dated = [statement for statement in found if statement.claim.date] or [
        statement for statement in found if statement.claim.names_an_edition
    ]
    if not dated:
        return None
    first = dated[0]
    for other in dated[1:]:
        if other.claim.date != first.claim.date and other.rank[:2] == first.rank[:2] and _as_near(first, other):
            return None
    return first.claim


def standalone_texts(scan: TextScan, excluded: Collection[int] = ()) -> set[int]:
    """The indexes of texts that are nothing but an edition statement, perhaps with a short call to subscribe.

    :param excluded: indexes of texts that do not count: quotations, other stories.
    """
    found: set[int] = set()
    for window in scan.windows:
        for row, match, cleaned in _matches(window.without(excluded), matcher.DateContext(()), ""):
            first, last, before, after = cleaned.span(match.start, match.end)
            if not row.own and _PROMOTION.search(cleaned.text.folded[match.start : match.end]):
                continue
            room = max(80, match.end - match.start) if row.own and row.place is not StatementPlace.LINE else 0
            nothing_else = not before.strip(_DECORATION) and len(after.strip(_DECORATION)) <= room
            if nothing_else and len(scan.texts[last]) <= _LONGEST_STANDALONE:
                found.update(range(first, last + 1))
    return found


def standalone_among(texts: Sequence[str]) -> set[int]:
    """The indexes of standalone statements in texts that have not been scanned; see ``standalone_texts``."""
    return standalone_texts(scan_texts(texts))


def _found_in(
    row: Statement, match: matcher.Match, window: Window, texts: Sequence[str], zones: TextZones
) -> Iterator[FoundStatement]:
    first, last, before, after = window.span(match.start, match.end)
    indexes = range(first, last + 1)
    zone = max(zones.zone(index) for index in indexes)
    distance = min(zones.distance(index) for index in indexes)
    words = window.text.folded[match.start : match.end] + _SENTENCE.split(fold(after[:80]).folded, maxsplit=1)[0]
    if _NOT_PRINT.search(words) or _COPYRIGHT_YEAR.match(words) or _HOUR.match(window.text.folded, match.end):
        return
    if zone is Zone.OTHER or not _is_statement_there(row, before, after, zone, closes=last >= zones.ending):
        return
    if not row.own:
        around = " ".join(text for text in texts[max(first - 1, 0) : last + 2] if len(text) < 200)
        if zone > Zone.PAGE or (zone is Zone.PAGE and distance > 3) or _PROMOTION.search(fold(around).folded):
            return
    yield FoundStatement(_claim(row, match, window.text), row, zone, distance)


def _follows_another(index: int, scan: TextScan, zones: TextZones, headline: str) -> bool:
    """Whether a statement in a side column comes right after the headline or teaser of another story."""
    for before in range(index - 1, max(index - 3, -1), -1):
        if zones.zone(before) is not zones.zone(index):
            return False
        text = fold(scan.texts[before][:200]).folded
        if _LABELLED.match(text):
            continue
        if letters(text) and letters(text) in letters(fold(headline).folded):
            return False
        if len(text.split()) > 3 and not _CALL.search(text):
            return True
    return False


def _is_statement_there(row: Statement, before: str, after: str, zone: Zone, *, closes: bool) -> bool:
    """Whether the words are a statement in that position, and not part of a sentence."""
    standalone = not before.strip(_DECORATION) and not after.strip(_DECORATION)
    if row.place is StatementPlace.LINE:
        # What only one site prints is no part of a sentence there: "19 October 2019, 19:08 | DIE ZEIT Nr. 43/2019".
        of_site = bool(row.hosts) and zone is not Zone.TEXT and len(before) + len(after) <= _LONGEST_LINE
        return standalone or of_site
    if zone is not Zone.TEXT:
        return _SENTENCE_END.search(before) is not None or (row.own and _is_label(before))
    if not _SENTENCE_END.search(before):
        return False
    short = len(before.strip(_DECORATION)) + len(after.strip(_DECORATION)) <= 30
    if row.place is StatementPlace.CLOSING:
        return closes and len(after.strip(_DECORATION)) <= 40
    return short


def _is_label(before: str) -> bool:
    """Whether the words before a statement in its line are a name or label, not the beginning of a sentence."""
    words = before.split()
    return len(before) <= 40 and not words[-1][0].islower()


def _claim(row: Statement, match: matcher.Match, text: Folded) -> Claim:
    fields = dict(match.fields)
    parsed_date = match.parsed_date
    issue = issue_name(fields)
    if "date" in fields and (parsed_date is None or parsed_date.date is None):
        issue = issue or fields["date"]
    section, page = section_and_page(fields.get("section", ""), fields.get("page", ""))
    return Claim(
        kind=EvidenceKind.STATEMENT,
        text=shorten(text.quote(match.start, match.end)),
        date=parsed_date.date if parsed_date else None,
        inferred=bool(parsed_date and parsed_date.inferred),
        issue=issue,
        publication=fields.get("publication") or row.publication,
        label=fields.get("label") or fields.get("morning") or "",
        section=section,
        page=page,
        headline=fields.get("headline", ""),
    )


def _detail(claim: Claim) -> int:
    """How many details a claim has: of two readings of the same words the longer one is better."""
    details = (claim.publication, claim.issue, claim.label, claim.section, claim.page, claim.headline)
    return sum(map(bool, details)) * 1000 + len(claim.text)


def _as_near(one: FoundStatement, other: FoundStatement) -> bool:
    return abs(one.distance - other.distance) <= 1
