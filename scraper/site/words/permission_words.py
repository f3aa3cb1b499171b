"""What a newspaper permitted of a page when it was fetched, in sentences that a lawyer can check. Pure.

Add a sentence for each new Fetching, Use, Answer and Standard: ``tests/site/words/test_permission_words.py`` asks for
all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from scraper.archive.read.permissions import Recorded
from scraper.permissions import page_says
from scraper.permissions.documents import Document, Kind
from scraper.permissions.values import NOT_KNOWN, NOT_SAID, Answer, Fetching, Standard, Statement, Use
from scraper.site import json_objects
from scraper.site.language import N_, _
from scraper.site.words import wording

FETCHING: Mapping[Fetching, str] = {
    Fetching.ALLOWED: N_("On %(when)s the robots.txt of %(host)s allowed this page to be asked for."),
    Fetching.FORBIDDEN: N_("On %(when)s the robots.txt of %(host)s did not allow this page to be asked for."),
    Fetching.ABSENT: N_("On %(when)s %(host)s had no robots.txt, which allows every page to be asked for."),
    Fetching.REFUSED: N_("On %(when)s %(host)s refused its robots.txt, which allows no page to be asked for."),
    Fetching.NOT_READ: N_("Nothing is known of the robots.txt of %(host)s on %(when)s."),
}
USES: Mapping[Use, str] = {
    Use.TDM: N_("Text and data mining"),
    Use.AI_TRAIN: N_("Training of AI models"),
    Use.AI_INPUT: N_("Input to AI models"),
    Use.SEARCH: N_("Search index"),
    Use.ARCHIVE: N_("Showing a copy"),
}
ANSWERS: Mapping[str, str] = {
    Answer.PERMITTED: N_("permitted"),
    Answer.ON_TERMS: N_("permitted on the terms of a licence"),
    Answer.PROHIBITED: N_("reserved or prohibited"),
    NOT_SAID: N_("nothing was said of it"),
    NOT_KNOWN: N_("not known"),
}
STATEMENTS: Mapping[Standard, str] = {
    Standard.ROBOTS: N_("Robots directive in %(where)s: %(words)s."),
    Standard.CONTENT_SIGNAL: N_("Content-Signal in %(where)s: %(words)s."),
    Standard.CONTENT_USAGE: N_("Content-Usage in %(where)s: %(words)s."),
    Standard.RSL: N_("The licence %(where)s (RSL): %(words)s."),
    Standard.TDMREP: N_("Text and data mining was reserved in %(where)s (%(words)s)."),
}
NOT_RESERVED = N_("Text and data mining was not reserved in %(where)s (%(words)s).")
UNREAD = N_("robots.txt named the licence %(where)s, which could not be read.")
UNDER_POLICY = N_("The policy is %(policy)s.")
WHERE: Mapping[str, str] = {
    page_says.META: N_("a meta element of the page"),
    page_says.HEADER: N_("a header of its answer"),
    Kind.ROBOTS: "robots.txt",
    Kind.TDMREP: "tdmrep.json",
}
ADDRESSES: Mapping[str, str] = {
    page_says.LICENSE: N_("The page names the licence %(url)s."),
    page_says.USAGE_INFO: N_("The page names information on its use: %(url)s."),
    page_says.TERMS: N_("The page names the terms of service %(url)s."),
}


def permissions(recorded: Recorded) -> json_objects.Permissions:
    """What was permitted of a page: in sentences, by use, and with the documents that say so."""
    found = recorded.permissions
    return {
        "source_url": recorded.url,
        "fetched": recorded.fetched,
        "fetching": found.fetching.value,
        "group": found.group,
        "crawl_delay": found.crawl_delay,
        "sentences": list(_sentences(recorded)),
        "uses": [_use(recorded, use) for use in Use],
        "statements": [
            {
                "use": each.use.value,
                "answer": each.answer.value,
                "standard": each.standard.value,
                "words": each.words,
                "source": each.source,
                "policy_url": each.policy,
            }
            for each in found.statements
        ],
        "said": dict(recorded.said),
        "documents": [_document(each) for each in recorded.documents],
    }


def _use(recorded: Recorded, use: Use) -> json_objects.UsePermission:
    code = recorded.permissions.answer_code(use)
    return {"use": use.value, "name": _(USES[use]), "answer": code, "answer_text": _(ANSWERS[code])}


def _document(document: Document) -> json_objects.PermissionDocument:
    return {
        "kind": document.kind.value,
        "source_url": document.url,
        "status": document.status,
        "valid_from": document.valid_from,
        "last_seen": document.last_seen,
        "said_by": document.said_by,
        "sha256": document.sha256,
        "file": document.file,
        "offset": document.offset,
        "length": document.length,
    }


def _sentences(recorded: Recorded) -> Iterator[str]:
    """One sentence on fetching, and one for each thing that was said."""
    host = urlsplit(recorded.url).netloc
    robots = next((each for each in recorded.documents if each.kind is Kind.ROBOTS), None)
    seen = min(robots.last_seen, recorded.fetched) if robots else recorded.fetched  # before that day, perhaps
    yield _(FETCHING[recorded.permissions.fetching], when=wording.day(seen[:10]), host=host)
    yield from dict.fromkeys(_words(each, recorded) for each in recorded.permissions.statements)
    for name, sentence in ADDRESSES.items():
        if url := recorded.said.get(name):
            yield _(sentence, url=url)


def _words(statement: Statement, recorded: Recorded) -> str:
    """What was said, and where."""
    kind = next((each.kind for each in recorded.documents if each.url == statement.source), "")
    where = statement.source if kind in ("", Kind.RSL) else WHERE[kind]
    where = _(WHERE[statement.source]) if statement.source in WHERE else where
    if statement.standard is Standard.RSL and statement.words == "License":
        return _(UNREAD, where=where)
    is_open = statement.standard is Standard.TDMREP and statement.answer is Answer.PERMITTED
    told = _(NOT_RESERVED if is_open else STATEMENTS[statement.standard], where=where, words=statement.words)
    return f"{told} {_(UNDER_POLICY, policy=statement.policy)}" if statement.policy else told
