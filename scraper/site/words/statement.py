"""What a search, or an export, rests on, as text for the methods section of a paper. Pure.

All is said in the language of the request, which is English on the command line.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import scraper
from scraper.archive.read.completeness import LACKING
from scraper.archive.search.filters import Filters
from scraper.archive.search.statement import Statement, Why
from scraper.items import Access, EvidenceKind, Outcome
from scraper.site import json_objects, routes
from scraper.site.language import N_, _, number
from scraper.site.words import completeness as completeness_words
from scraper.site.words import query_words, wording

MOST_NAMED = 20  # newspapers; of more the number is told
ACCESS: Mapping[str, str] = {
    Access.OPEN: N_("whole stories"),
    Access.EXCERPT: N_("excerpts only, as the newspaper shows no more to everyone"),
    Access.PART: N_("beginnings, as their pages were captured in part"),
    Access.HEADLINE: N_("headlines only, as the newspaper shows no more to everyone"),
}
EVIDENCE: Mapping[str, str] = {
    EvidenceKind.INDEX: N_("by the index of an edition that lists them"),
    EvidenceKind.STATEMENT: N_("by what their pages say of the edition"),
    EvidenceKind.STRUCTURED: N_("by their pages’ data for machines"),
    EvidenceKind.URL: N_("by their addresses"),
    EvidenceKind.CLAIMED: N_("by an imported file’s word"),
    EvidenceKind.PUBLISHED: N_("by their publication on the web alone, which says nothing of print"),
    "": N_("by nothing"),
}
LEFT_OUT: Mapping[str, str] = {
    "prohibited": N_("reserved or prohibited by the newspaper"),
    "on-terms": N_("permitted on the terms of a licence"),
    "not-known": N_("of which it is not known whether the use is permitted"),
}


def statement(
    found: Statement,
    filters: Filters,
    titles: Mapping[str, str],
    *,
    values: Mapping[str, Sequence[str]],
    archive: str,
    site: str = "",
    public: Mapping[str, object] | None = None,
    left_out: Mapping[str, int] | None = None,
) -> json_objects.Statement:
    """What an answer rests on, as numbers and as a text.

    :param titles: of the newspapers that are asked for by their slugs.
    :param values: of the search, for its permanent address.
    :param archive: its name.
    :param site: where readers reach it, for the permanent address in the text; a path without it.
    :param public: what a public copy says of itself.
    :param left_out: stories that an export does without, by why.
    """
    understood = query_words.filters_in_words(filters, titles)
    url = routes.search({**values, "sort": []})
    parts = [
        (
            _("Searched for"),
            [_("%(understood)s. Its permanent address: %(url)s", understood=understood, url=f"{site}{url}")],
        ),
        (_("Newspapers and days"), _papers(found)),
        (_("Editions"), _editions(found)),
        *(
            (title, [completeness_words.sentences(title, complete, collected)])
            for title, complete, collected in found.completeness
        ),
        (_("Stories"), _stories(found, left_out or {})),
        (_("How days are known"), _counts(found.evidence, EVIDENCE)),
        (_("Archive"), _archive(found, archive, public)),
    ]
    return {
        "url": routes.statement(values),
        "search_url": url,
        "understood": understood,
        "papers": [
            {
                "publication": paper.slug,
                "title": paper.title,
                "url": routes.paper(paper.slug),
                "editions": dict(paper.editions),
                "closed": paper.closed,
                "stories": paper.stories,
            }
            for paper in found.papers
        ],
        "first": found.first,
        "last": found.last,
        "editions": dict(found.editions),
        "why": [
            {
                "state": why.state,
                "outcome": why.outcome,
                "code": why.code,
                "editions": why.editions,
                "text": _reason(why),
            }
            for why in found.why
        ],
        "stories": found.stories,
        "access": dict(found.access),
        "evidence": {kind or "none": of for kind, of in found.evidence.items()},
        "undated": found.undated,
        "left_out": dict(left_out or {}),
        "collected_first": found.collected[0] if found.collected else None,
        "collected_last": found.collected[1] if found.collected else None,
        "archive": archive,
        "version": scraper.__version__,
        "parts": [{"title": title, "text": " ".join(texts)} for title, texts in parts if texts],
    }


def text(told: json_objects.Statement) -> str:
    """A statement as plain text, a paragraph for each part of it."""
    return "".join(f"{part['title']}. {part['text']}\n\n" for part in told["parts"]).rstrip("\n") + "\n"


def _papers(found: Statement) -> list[str]:
    if not found.papers:
        return [_("No newspaper of these is known.")]
    names = ", ".join(paper.title for paper in found.papers)
    named = names if len(found.papers) <= MOST_NAMED else wording.papers(len(found.papers))
    if not (found.first and found.last):
        return [_("%(papers)s.", papers=named)]
    first, last = dt.date.fromisoformat(found.first), dt.date.fromisoformat(found.last)
    return [_("%(papers)s, %(days)s.", papers=named, days=completeness_words.span(first, last))]


def _editions(found: Statement) -> list[str]:
    counts = found.editions
    told = [_("Known of these newspapers and days: %(number)s.", number=number(counts.total()))]
    if counts.total():
        parts = [_("%(kind)s: %(number)s", kind=_("held whole"), number=number(counts["held"]))]
        parts += [
            _("%(kind)s: %(number)s", kind=_(completeness_words.LACKING_NAMES[state]), number=number(counts[state]))
            for state in LACKING
            if counts[state]
        ]
        told.append(_("Of these: %(what)s.", what="; ".join(parts)))
    if found.why:
        reasons: Counter[str] = Counter()
        for each in found.why:
            reasons[_reason(each).removesuffix(".")] += each.editions
        why = "; ".join(_("%(kind)s: %(number)s", kind=kind, number=number(of)) for kind, of in reasons.most_common())
        told.append(_("Why they are missing, or not whole: %(why)s.", why=why))
    if closed := sum(paper.closed for paper in found.papers):
        told.append(_("Not counted: %(what)s.", what=_("did not appear: %(number)s", number=number(closed))))
    return told


def _reason(why: Why) -> str:
    """The outcome in words, with the code of the reason: docs/why-is-a-story-missing.md has them."""
    row: dict[str, Any] = {
        "state": why.state,
        "outcome": why.outcome and Outcome(why.outcome),
        "listed": None if why.state == "unknown" else 0,
        "expectation": "expected",
    }
    told = wording.outcome_sentence(row)
    return f"{told.removesuffix('.')} ({why.code})." if why.code else told


def _stories(found: Statement, left_out: Mapping[str, int]) -> list[str]:
    told = [_("Found: %(number)s.", number=number(found.stories)), *_counts(found.access, ACCESS)]
    if found.undated:
        told.append(_("Without a day: %(number)s.", number=number(found.undated)))
    if left_out:
        told.append(_("Left out of the export: %(what)s", what=" ".join(_counts(left_out, LEFT_OUT))))
    if found.collected:
        days = completeness_words.span(*map(dt.date.fromisoformat, found.collected))
        told.append(_("Collected %(days)s.", days=days))
    return told


def _counts(counts: Mapping[str, int], names: Mapping[str, str]) -> list[str]:
    parts = [
        _("%(kind)s: %(number)s", kind=_(name), number=number(counts[key]))
        for key, name in names.items()
        if counts.get(key)
    ]
    text = "; ".join(parts)
    return [f"{text[:1].upper()}{text[1:]}."] if parts else []


def _archive(found: Statement, archive: str, public: Mapping[str, object] | None) -> list[str]:
    told = [_("%(archive)s, kept by Back Issues %(version)s.", archive=archive, version=scraper.__version__)]
    if found.last_run:
        told.append(_("It was last added to on %(day)s.", day=wording.day(found.last_run[:10])))
    if public:
        told.append(
            _(
                "It is a public copy of %(day)s, which has at most %(number)s characters of stories that are not open.",
                day=wording.day(str(public["published"])[:10]),
                number=number(int(str(public["excerpt"]))),
            )
        )
    return told
