"""The requests of an index, and the variables that fill the templates in them."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from scraper import limits, schedule, urls
from scraper.discover import hooks, secrets, templates
from scraper.discover.errors import BadAddressError, DiscoverError, WrongTypeError
from scraper.discover.templates import Variables, fill
from scraper.items import EditionKey, Post
from scraper.publication import Fetch, Index, PageNumbers, Publication
from scraper.reasons import LONGEST_TEXT

LAST = sys.maxsize  # in ``order``: after everything that the page before it led to
PAGE_NUMBER = "page_number"
_ITS_PLACE = "page-number-goes-here"  # survives every way of quoting
FORM, JSON, TEXT = "application/x-www-form-urlencoded", "application/json", "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRequest:
    """One page of an index to fetch. All fields are plain values: a request survives pickling between two runs.

    ``variables`` are texts bound so far (by ``let``, by the command line, from the environment). Secrets stand in all
    texts by their placeholders; ``sends`` are the names of those that the publication file sends with this request.
    ``order`` sorts the pages of an edition, in whatever order the responses come. ``page_number`` counts the pages of
    one list from 1; where the publication file numbers them (``pages``), ``counted`` is the request of the first with
    {page_number} not filled in. ``records`` are those that pages before it gave.
    """

    url: str
    step: int = 0
    variables: Mapping[str, str] = field(default_factory=dict)
    section: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    post: Post | None = None
    records: Mapping[str, Any] = field(default_factory=dict)
    sends: frozenset[str] = frozenset()
    page_number: int = 1
    order: tuple[int, ...] = ()
    counted: IndexRequest | None = None


def first_requests(
    publication: Publication,
    index: Index,
    edition: EditionKey,
    *,
    env: Mapping[str, str],
    given: Mapping[str, str] | None = None,
) -> tuple[IndexRequest, ...]:
    """The first requests of an index.

    :param env: the environment; only variables that the publication file names are used.
    :param given: values for names that a ``let`` would bind; leading steps that bind only these are skipped.
    :raises DiscoverError: a template names a variable without a value, or an address is none.
    """
    bound = {**_environment(publication, index, env), **(given or {})}
    step = 0
    while step < len(index.fetches) - 1 and given and set(index.fetches[step].let) <= set(given):
        step += 1
    try:
        first = tuple(requests_of(index, step, variables_of(publication, edition).bound(bound), bound=bound))
        return tuple(_changed(first, hooks.requests(publication, [each.url for each in first], edition, index.name)))
    except DiscoverError as error:
        error.locate(f"{publication.slug}, index '{index.name}', step {step + 1}")
        raise


def _changed(given: tuple[IndexRequest, ...], addresses: list[str]) -> Iterator[IndexRequest]:
    """The requests with these addresses; each is otherwise the one with that address, or else the first."""
    by_address = {each.url: each for each in given}
    for number, address in enumerate(addresses):
        url = web_address(address, given[0].url if given else "")
        request = by_address.get(url) or replace(given[0], url=url, counted=None)
        yield request if len(given) == len(addresses) == 1 else replace(request, order=(number, *request.order[1:]))


def requests_of(
    index: Index,
    step: int,
    variables: Variables,
    *,
    bound: Mapping[str, str],
    base_url: str = "",
    order: tuple[int, ...] = (),
    records: Mapping[str, Any] | None = None,
) -> Iterator[IndexRequest]:
    """The requests of one step for one set of bound variables; of numbered pages, that of the first."""
    fetch = index.fetches[step]
    if fetch.pages:
        variables = variables.bound({PAGE_NUMBER: _ITS_PLACE})
    pairs = fetch.urls or ((bound.get("section", ""), fetch.url),)
    headers = {name: fill(text, variables) for name, text in fetch.headers.items()}
    sends = secrets.sent((fetch.url, fetch.urls, fetch.headers, fetch.form, fetch.body), variables.templates)
    for number, (section, url) in enumerate(pairs):
        request = IndexRequest(
            url=web_address(fill(url, variables), base_url),
            step=step,
            variables=bound,
            section=fill(section, variables) if fetch.urls else section,
            headers=headers,
            post=_post(fetch, variables, headers),
            records=records or {},
            sends=sends,
            order=(*order, number),
        )
        yield at_page(request, fetch.pages, 1) if fetch.pages else request


def at_page(counted: IndexRequest, pages: PageNumbers, page: int) -> IndexRequest:
    """The request of one of a list's numbered pages.

    :param counted: the request with {page_number} not filled in.
    :param page: which of its pages, counted from 1.
    """
    number = str(pages.first + (page - 1) * pages.step)

    def filled(text: str) -> str:
        return text.replace(_ITS_PLACE, number)

    post = counted.post and replace(counted.post, body=counted.post.body.replace(_ITS_PLACE.encode(), number.encode()))
    return replace(
        counted,
        url=filled(counted.url),
        headers={name: filled(text) for name, text in counted.headers.items()},
        post=post,
        page_number=page,
        order=(*counted.order, *(LAST,) * (page - 1)),
        counted=counted,
    )


def _post(fetch: Fetch, variables: Variables, headers: Mapping[str, str]) -> Post | None:
    """What a step sends; None where it only asks for a page."""
    if fetch.form is None and not fetch.body:
        return None
    named = next((text for name, text in headers.items() if name.lower() == "content-type"), "")
    if fetch.form is not None:
        body = urlencode({name: fill(text, variables) for name, text in fetch.form.items()})
        return Post(content_type=named or FORM, body=body.encode())
    is_json = fetch.body.lstrip()[:1] in ("{", "[")
    body = fill(fetch.body, variables, escape=within_json if is_json else None)
    return Post(content_type=named or (JSON if is_json else TEXT), body=body.encode())


def within_json(text: str) -> str:
    """A text as it stands between the quotation marks of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def variables_of(publication: Publication, edition: EditionKey) -> Variables:
    """The variables of templates for an edition: date, edition.*, supplement.* and the names in [vars]."""
    named = {"edition.id": edition.label, "edition.name": edition.label}
    declared = dict(publication.variables)
    if label := schedule.label_rules(publication, edition):
        named |= {"edition.id": label.id, "edition.name": label.name or label.id}
        declared |= {f"edition.{name}": text for name, text in label.variables.items()}
    elif schedule.supplement_rules(publication, edition):
        named |= {"edition.id": "", "edition.name": ""}
    if supplement := schedule.supplement_rules(publication, edition):
        named |= {"supplement.id": supplement.id, "supplement.name": supplement.name or supplement.id}
        declared |= {f"supplement.{name}": text for name, text in supplement.variables.items()}
    return Variables(date=edition.date, zone=publication.zone, texts=named, templates=declared)


def web_address(url: str, base_url: str = "") -> str:
    """An absolute http(s) address, without the name and password that may stand before its host.

    :raises BadAddressError: it cannot be asked for: its host or its port is none, or it is too long.
    :raises WrongTypeError: it is no web address, but one of another scheme, or none at all.
    """
    full = url.strip()
    try:
        if not full.startswith(("http://", "https://")):
            full = urljoin(base_url, full)
        parts = urlsplit(full)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise WrongTypeError(f"'{full}' is no web address.")
        _ = parts.port  # parsed only when it is read
        if len(full) >= limits.ADDRESS:
            raise ValueError(f"it has {len(full):,} characters")
        if not urls.is_host(parts.hostname):
            raise ValueError(f"'{parts.hostname}' is no host")
    except ValueError as error:  # an unclosed bracket, a port that is no number
        raise BadAddressError(f"'{full[:LONGEST_TEXT]}' is no web address: {error}.", address=full) from error
    return urls.without_user(full)


def _environment(publication: Publication, index: Index, env: Mapping[str, str]) -> dict[str, str]:
    """The environment variables that this newspaper names, secrets as placeholders."""
    things = (index, publication.variables, publication.labels, publication.supplements)
    named = templates.names_in(things)
    bound = secrets.environment(publication, things, env)
    return bound | ({"uuid": str(uuid.uuid4())} if "uuid" in named else {})
