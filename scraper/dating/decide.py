"""Which edition a story belongs to: the strongest evidence names the day, weaker may fill in what it left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlsplit

from scraper.dating import print_metadata
from scraper.dating.page_evidence import PageEvidence
from scraper.items import EditionDate, EditionKey, Evidence, EvidenceKind, FurtherEvidence, StoryLink
from scraper.publication import Publication
from scraper.texts.dates import dates
from scraper.texts.statements import find
from scraper.texts.statements.claims import Claim, shortened
from scraper.texts.statements.matcher import DateContext

# A weekly's issue is on the web some days before its date, a double issue two weeks; beyond that a day is misread.
_AHEAD = dt.timedelta(days=21)


def decide(
    page_evidence: PageEvidence,
    *,
    link: tuple[EditionKey, StoryLink] | None = None,
    publication: Publication | None = None,
) -> EditionDate | None:
    """The edition a story belongs to; the printed index outranks anything the page claims.

    Strongest first: index, statement, structured, url, published. The day of web publication decides only where nothing
    names an edition, and the evidence then says so.
    """
    reader = _reader(page_evidence, publication)
    scan, zones = page_evidence.texts
    said = []
    if scan.windows:
        said = find.find_statements(scan, zones, reader, _host(page_evidence.url), page_evidence.headline)
    said = [each for each in said if each.claim.date is None or _possible(each.claim.date, page_evidence, publication)]
    rule = _ruled(page_evidence, reader)
    data = [
        claim
        for claim in print_metadata.claims(page_evidence)
        if claim.date is None or _possible(claim.date, page_evidence, publication)
    ]
    stated = find.best(said)
    strongest = [
        *_listed(link),
        *(claim for claim in rule if claim.kind is not EvidenceKind.URL),
        *([stated] if stated else []),
        *data,
        *(claim for claim in rule if claim.kind is EvidenceKind.URL),
    ]
    chosen = next((claim for claim in strongest if claim.date), None) or next(
        (claim for claim in strongest if claim.names_an_edition), None
    )
    others = [*strongest, *(each.claim for each in said if not each.claim.names_an_edition)]
    torn = stated is None and any(each.claim.date for each in said)
    if chosen is None and not torn:
        # Where two days are stated with equal right, a third one would be no better.
        chosen = _published(page_evidence, publication)
    if chosen is None:
        return None
    return _edition(chosen, others, page_evidence, publication)


def _edition(
    chosen: Claim, others: Sequence[Claim], page_evidence: PageEvidence, publication: Publication | None
) -> EditionDate:
    """The chosen claim, with what it leaves open filled in from claims that do not name another day."""
    agreeing = [chosen, *(claim for claim in others if claim is not chosen and claim.date in (None, chosen.date))]

    def told(name: str) -> str:
        return next((value for claim in agreeing if (value := str(getattr(claim, name)))), "")

    known = publication.title if publication else ""
    name = known if chosen.kind is EvidenceKind.INDEX and known else told("publication")
    text = chosen.text
    if chosen.inferred:
        text = shortened(f"{text[:150]} (year inferred from the web date {page_evidence.published[:10]})")
    return EditionDate(
        date=chosen.date,
        publication=name or known or page_evidence.site or _host(page_evidence.url).removeprefix("www."),
        evidence=Evidence(kind=chosen.kind, text=text),
        label=told("label"),
        issue=told("issue"),
        section=told("section"),
        page=told("page"),
        print_headline=told("headline"),
        also=tuple(
            FurtherEvidence(evidence=Evidence(kind=claim.kind, text=claim.text), date=claim.date)
            for claim in dict.fromkeys(others)
            if claim is not chosen and (claim.kind, claim.text) != (chosen.kind, chosen.text)
        ),
    )


def _listed(link: tuple[EditionKey, StoryLink] | None) -> list[Claim]:
    if link is None:
        return []
    key, story = link
    place = ", ".join(
        words
        for words in (
            story.section,
            f"page {story.page}" if story.page else "",
            f"position {story.position}" if story.position else "",
        )
        if words
    )
    return [
        Claim(
            kind=EvidenceKind.INDEX,
            text=shortened(f"index of {key}{': ' + place if place else ''}"),
            date=key.date,
            publication=key.publication,
            label=key.label,
            section=story.section,
            page=story.page,
        )
    ]


def _ruled(page_evidence: PageEvidence, reader: DateContext) -> list[Claim]:
    """What the publication's own ``edition_date`` rule found."""
    kind, words = page_evidence.rule
    if not words:
        return []
    found = dates.first(words, languages=reader.languages, near=reader.near, territory=reader.territory)
    if found is None or found.date is None:
        return []
    return [Claim(kind=EvidenceKind(kind), text=shortened(words), date=found.date, inferred=found.inferred)]


def _published(page_evidence: PageEvidence, publication: Publication | None) -> Claim | None:
    day = dates.local_day(page_evidence.published, publication.zone if publication else None)
    if day is None:
        return None
    text = f"published {page_evidence.published}, no print edition stated"
    return Claim(kind=EvidenceKind.PUBLISHED, text=text, date=day)


def _possible(date: dt.date, page_evidence: PageEvidence, publication: Publication | None) -> bool:
    """Whether a paper of that day can have been meant: not before newspapers, not long after the page."""
    web = dates.local_day(page_evidence.published, publication.zone if publication else None)
    seen = page_evidence.fetched.date() if page_evidence.fetched else None
    latest = max((day for day in (web, seen) if day), default=None) if web is None else web
    return date >= dates.EARLIEST and (latest is None or date <= latest + _AHEAD)


def _reader(page_evidence: PageEvidence, publication: Publication | None) -> DateContext:
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
