"""Which edition a story belongs to: the strongest evidence names the day, weaker evidence adds what it lacks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from scraper import schedule
from scraper.dates import EARLIEST
from scraper.dating import print_metadata
from scraper.dating.page_evidence import PageEvidence
from scraper.items import EditionDate, EditionKey, Evidence, EvidenceKind, FurtherEvidence, StoryLink
from scraper.publication import Publication
from scraper.texts.dates import dates
from scraper.texts.folding import letters
from scraper.texts.statements import find
from scraper.texts.statements.claims import Claim, shorten
from scraper.texts.statements.matcher import DateContext
from scraper.texts.statements.scan import scan_texts
from scraper.texts.statements.zones import Passage, TextZones

# A weekly's issue is on the web some days before its date, a double issue two weeks; beyond that a day is misread.
_LONGEST_AHEAD = dt.timedelta(days=21)
_NUMBERED_ISSUE = re.compile(r"(?P<number>\d{1,2})/(?P<year>\d{4})|(?P<first>\d{4})/(?P<later>\d{1,2})")  # "43/2019"


def decide(
    page_evidence: PageEvidence,
    *,
    link: tuple[EditionKey, StoryLink] | None = None,
    publication: Publication | None = None,
) -> EditionDate | None:
    """The edition a story belongs to; the printed index outranks anything the page claims.

    Strongest first: index, statement, structured, url, published. The day of web publication decides only where nothing
    names an edition, and the evidence then says so.

    :param page_evidence: what the page says about its edition.
    :param link: the edition whose index lists the story, and its entry there; a doubtful one says nothing.
    :param publication: the newspaper; without it the page's own language, site and offset are used.
    :returns: None where nothing on the page names a day, or where two statements contradict each other.
    """
    context = _date_context(page_evidence, publication)
    scan, zones = page_evidence.scan_and_zones
    host = _host(page_evidence.url)
    statements = []
    if scan.windows:
        statements = find.edition_statements(scan, zones, context, host, page_evidence.headline)
    if not statements and (in_title := scan_texts([page_evidence.title])).windows:
        zones = TextZones.of([Passage(page_evidence.title)])
        found = find.edition_statements(in_title, zones, context, host)
        statements = [statement for statement in found if statement.row.hosts]  # "Headline - DER SPIEGEL 52/2018"
    statements = [
        statement
        for statement in statements
        if statement.claim.date is None
        or _possible(statement.claim.date, page_evidence, publication, dt.timedelta(days=statement.row.ahead))
    ]
    rule = _from_publication_rule(page_evidence, context)
    data = [
        claim
        for claim in print_metadata.claims(page_evidence)
        if claim.date is None or _possible(claim.date, page_evidence, publication)
    ]
    believed = find.best_claim(statements)
    stated = [
        *(claim for claim in rule if claim.kind is not EvidenceKind.URL),
        *([believed] if believed else []),
        *data,
        *(claim for claim in rule if claim.kind is EvidenceKind.URL),
    ]
    strongest = [
        *([index_claim(*link)] if link and not link[1].doubtful else []),
        *(_with_day_of_edition(claim, publication) for claim in stated),
    ]
    chosen = next((claim for claim in strongest if claim.date), None) or next(
        (claim for claim in strongest if claim.names_an_edition), None
    )
    others = [*strongest, *(statement.claim for statement in statements if not statement.claim.names_an_edition)]
    if chosen is not None and chosen.date is None:
        chosen = _with_day_of_schedule(chosen, publication, context.near)
    undecided = believed is None and any(statement.claim.date for statement in statements)
    if chosen is None and not undecided:
        # Where two days are stated with equal right, a third one would be no better.
        chosen = web_date_claim(page_evidence.published, publication.zone if publication else None)
    if chosen is None:
        return None
    return _edition_of(chosen, others, page_evidence, publication)


def _edition_of(
    chosen: Claim, others: Sequence[Claim], page_evidence: PageEvidence, publication: Publication | None
) -> EditionDate:
    """The edition of the chosen claim, completed from claims that do not name another day."""
    agreeing = [chosen, *(claim for claim in others if claim is not chosen and claim.date in (None, chosen.date))]

    def first_stated(name: str) -> str:
        return next((value for claim in agreeing if (value := str(getattr(claim, name)))), "")

    known = publication.title if publication else ""
    name = known if chosen.kind is EvidenceKind.INDEX and known else first_stated("publication")
    text = chosen.text
    if chosen.inferred:
        text = shorten(f"{text[:150]} (year inferred from the web date {page_evidence.published[:10]})")
    elif chosen.scheduled:
        text = shorten(f"{text[:120]} (day by the paper's schedule and the web date {page_evidence.published[:10]})")
    return EditionDate(
        date=chosen.date,
        publication=name or known or page_evidence.site or _host(page_evidence.url).removeprefix("www."),
        evidence=Evidence(kind=chosen.kind, text=text),
        label=first_stated("label"),
        issue=first_stated("issue"),
        section=first_stated("section"),
        page=first_stated("page"),
        print_headline=first_stated("headline"),
        also=tuple(
            FurtherEvidence(evidence=Evidence(kind=claim.kind, text=claim.text), date=claim.date)
            for claim in dict.fromkeys(others)
            if claim is not chosen and (claim.kind, claim.text) != (chosen.kind, chosen.text)
        ),
    )


def _with_day_of_edition(claim: Claim, publication: Publication | None) -> Claim:
    """A claim of a day that shares the edition of another with that one's: 26 December in a paper of 24 to 26."""
    if publication is None or claim.date is None or _is_of_another_paper(claim, publication):
        return claim
    day = schedule.edition_date(publication, claim.date)
    if day == claim.date:
        return claim
    return replace(claim, date=day, text=shorten(f"{claim.text[:150]} (in the edition of {day})"))


def _is_of_another_paper(claim: Claim, publication: Publication) -> bool:
    return bool(claim.publication) and letters(claim.publication) != letters(publication.title)


def _with_day_of_schedule(claim: Claim, publication: Publication | None, web: dt.date | None) -> Claim:
    """A claim of a numbered issue with its day, where the publication's schedule and the day on the web tell it."""
    numbered = _NUMBERED_ISSUE.fullmatch(claim.issue)
    if publication is None or web is None or numbered is None or _is_of_another_paper(claim, publication):
        return claim
    number, year = int(numbered["number"] or numbered["later"]), int(numbered["year"] or numbered["first"])
    day = schedule.day_of_number(publication, number, year, web)
    return replace(claim, date=day, scheduled=True) if day else claim


def index_claim(key: EditionKey, story: StoryLink) -> Claim:
    """What an edition's index says of a story that it lists."""
    placement = ", ".join(
        words
        for words in (
            story.section,
            f"page {story.page}" if story.page else "",
            f"position {story.position}" if story.position else "",
        )
        if words
    )
    return Claim(
        kind=EvidenceKind.INDEX,
        text=shorten(f"index of {key}{': ' + placement if placement else ''}"),
        date=key.date,
        publication=key.publication,
        label=key.label,
        section=story.section,
        page=story.page,
    )


def _from_publication_rule(page_evidence: PageEvidence, context: DateContext) -> list[Claim]:
    """What the publication's own ``edition_date`` rule found."""
    kind, words = page_evidence.rule
    if not words:
        return []
    found = dates.first(words, languages=context.languages, near=context.near, territory=context.territory)
    if found is None or found.date is None:
        return []
    return [Claim(kind=EvidenceKind(kind), text=shorten(words), date=found.date, inferred=found.inferred)]


def web_date_claim(published: str, zone: dt.tzinfo | None) -> Claim | None:
    """What the moment of web publication says where nothing names an edition; None where it is no moment."""
    day = dates.local_day(published, zone)
    if day is None:
        return None
    return Claim(kind=EvidenceKind.PUBLISHED, text=f"published {published}, no print edition stated", date=day)


def _possible(
    date: dt.date,
    page_evidence: PageEvidence,
    publication: Publication | None,
    ahead: dt.timedelta = _LONGEST_AHEAD,
) -> bool:
    """Whether an edition of that day is possible: not before there were newspapers, not long after the page."""
    web = dates.local_day(page_evidence.published, publication.zone if publication else None)
    seen = page_evidence.fetched.date() if page_evidence.fetched else None
    latest = max((day for day in (web, seen) if day), default=None) if web is None else web
    return date >= EARLIEST and (latest is None or date <= latest + ahead)


def _date_context(page_evidence: PageEvidence, publication: Publication | None) -> DateContext:
    languages = tuple(filter(None, (page_evidence.language, publication.language if publication else "")))
    region = page_evidence.language.partition("-")[2]
    territory = publication.country if publication else (region if len(region) == 2 else "")
    near = dates.local_day(page_evidence.published, publication.zone if publication else None)
    return DateContext(languages, near, territory)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
