"""Decide what a newspaper permitted of one page: its host's documents and the page's own words -> ``Permissions``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from scraper.permissions import documents as known
from scraper.permissions import page_says, rsl
from scraper.permissions.documents import Document, Kind
from scraper.permissions.values import Answer, Permissions, Standard, Statement, Use

_OF_ROBOTS = frozenset({Use.SEARCH, Use.AI_TRAIN, Use.AI_INPUT})  # of which robots.txt and what it names would speak


def permissions(url: str, documents: Sequence[Document], said: Mapping[str, str] | None) -> Permissions:
    """What was permitted of the page at an address.

    :param documents: those that held for it when it was fetched: its host's robots.txt and tdmrep.json, and the RSL
        documents that its robots.txt named.
    :param said: what the page and its headers said (``page_says``); None where nobody has looked.
    """
    robots = next((each for each in documents if each.kind is Kind.ROBOTS), None)
    tdmrep = next((each for each in documents if each.kind is Kind.TDMREP), None)
    of_page = list(page_says.statements(said or {}, url))
    found = [*of_page]
    looked = set() if said is None else {Use.ARCHIVE}
    if any(each.use is Use.TDM for each in of_page):
        looked.add(Use.TDM)
    elif tdmrep:
        found += _of_tdmrep(tdmrep, url)
        if tdmrep.is_absent or (tdmrep.is_there and known.tdm(tdmrep.text)):
            looked.add(Use.TDM)
    if robots:
        found += _of_robots(robots, url, [each for each in documents if each.kind is Kind.RSL])
        looked |= _OF_ROBOTS
    read = known.robots(robots.text) if robots and robots.is_there else None
    return Permissions(
        fetching=known.fetching(robots, url),
        group=read.group if read else "",
        crawl_delay=read.crawl_delay if read else 0.0,
        statements=tuple(found),
        looked=frozenset(looked),
    )


def licences_named(documents: Sequence[Document]) -> tuple[str, ...]:
    """The addresses of the RSL documents that a robots.txt among these names."""
    return tuple(
        url
        for each in documents
        if each.kind is Kind.ROBOTS and each.is_there
        for url in known.robots(each.text).licenses
    )


def _of_tdmrep(document: Document, url: str) -> Iterator[Statement]:
    rules = known.tdm(document.text) if document.is_there else None
    rule = rules.rule_for(url) if rules else None
    if rule and rule.reserved is not None:
        yield page_says.reservation(rule.reserved, document.url, document.url, rule.policy)


def _of_robots(document: Document, url: str, licences: Sequence[Document]) -> Iterator[Statement]:
    if not document.is_there:
        return
    read = known.robots(document.text)
    yield from read.statements(url, document.url)
    for address in read.licenses:
        licence = next((each for each in licences if each.url == address and each.is_there), None)
        terms = known.licences(licence.text) if licence else None
        if terms:
            yield from (_absolute(each, url) for each in terms.statements(url, address))
        else:  # what it asks for is not known
            yield from (_unread(use, address) for use in dict.fromkeys(rsl.USAGES["all"]))


def _absolute(statement: Statement, url: str) -> Statement:
    return replace(statement, policy=urljoin(url, statement.policy)) if statement.policy else statement


def _unread(use: Use, address: str) -> Statement:
    """That a use is permitted on the terms of a licence which could not be read."""
    return Statement(use=use, answer=Answer.ON_TERMS, standard=Standard.RSL, words="License", source=address)
