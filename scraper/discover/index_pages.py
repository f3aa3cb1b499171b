"""Read one page of an index: the stories it lists, or the requests of the next step (pure)."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from scraper.discover import address_days, challenges, filters, hooks, index_document, sitemaps, values, yields
from scraper.discover.errors import (
    BadAddressError,
    ChallengeError,
    DiscoverError,
    NotListedError,
    RefusedError,
    WrongTypeError,
)
from scraper.discover.index_document import IndexDocument, JsonNode, Node
from scraper.discover.page_days import PageDays, page_days
from scraper.discover.requests import LAST, IndexRequest, requests_of, variables_of, web_address
from scraper.discover.templates import Variables, brace_groups, fill, names_the_day
from scraper.items import EditionKey, Page, StoryLink
from scraper.limits import LISTED_STORIES
from scraper.publication import Fetch, Index, Publication, StoryRules, Value
from scraper.reasons import Code, Reason
from scraper.urls import canonical

TEXT_FIELDS = ("headline", "kicker", "standfirst", "byline", "section", "page", "published")

MOST_LEVELS = 4  # of sitemaps that name sitemaps; the protocol knows two

# The fields of an entry in a sitemap or feed, unless the publication file declares others.
_DEFAULT_FIELDS: Mapping[str, Mapping[str, Value]] = {
    "sitemap": {
        "url": Value(get=("loc",)),
        "headline": Value(get=("title",)),
        "published": Value(get=("published", "lastmod")),
    },
    "feed": {name: Value(get=(name,)) for name in ("url", "headline", "standfirst", "byline", "published")},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """What one page of an index gave.

    ``days`` is what the page says of its day; None where there is nothing to read on it.
    ``found`` counts what its selectors matched before any filter. Zero is no failure yet, as other pages of the step
    may list stories; ``missed`` then is the selector that matched nothing, unless the page holds an ``empty`` list.
    ``listed`` are the addresses of all that was matched on one of several numbered pages: what is new shows in it; and
    ``listed_days`` the days of that, in the order of the page, where filters go by the day: a list that is sorted by
    them shows where it has come past the edition.
    ``gaps`` are reasons why its list is not whole: it is cut off, or goes on behind ``max_pages``.
    ``yields`` is how much each selector found (``scraper.discover.yields``).
    """

    step: int
    order: tuple[int, ...] = ()
    url: str = ""
    links: tuple[StoryLink, ...] = ()
    requests: tuple[IndexRequest, ...] = ()
    issue: Mapping[str, str] = field(default_factory=dict)
    found: int = 0
    missed: str = ""
    empty: bool = False
    listed: frozenset[str] = frozenset()
    listed_days: tuple[dt.date, ...] = ()
    gaps: tuple[Reason, ...] = ()
    days: PageDays | None = None
    yields: Mapping[str, int] = field(default_factory=dict)


def read(publication: Publication, index: Index, edition: EditionKey, request: IndexRequest, page: Page) -> IndexPage:
    """What one page of an index lists, and what to fetch next.

    :param request: the request that the page answers.
    :raises DiscoverError: the page cannot be read; a page of an ``optional`` step then lists nothing instead.
    :raises ChallengeError: it is a check for robots or a consent wall, also in an optional step.
    """
    page = hooks.document(publication, page)
    location = f"{publication.slug}, index '{index.name}', step {request.step + 1}, {page.url}"
    variables = variables_of(publication, edition).bound(request.variables)
    empty_page = IndexPage(step=request.step, order=request.order, url=page.url)
    try:
        result = _read(publication, index, variables, request, page, empty_page)
    except DiscoverError as error:
        _raise_if_challenge(page, location, error)
        if index.fetches[request.step].optional:
            return empty_page
        error.locate(location)
        raise
    if result.missed:
        _raise_if_challenge(page, location, None)
    return result


def _raise_if_challenge(page: Page, location: str, cause: DiscoverError | None) -> None:
    if kind := challenges.challenge_kind(page):
        error = ChallengeError(f"It is {kind}.")
        error.locate(location)
        raise error from cause


def _read(
    publication: Publication, index: Index, variables: Variables, request: IndexRequest, page: Page, empty: IndexPage
) -> IndexPage:
    if page.status >= 400:
        raise RefusedError(f"Status {page.status}.")
    fetch = index.fetches[request.step]
    document = index_document.with_records(index_document.open_document(page, fetch), fetch, request.records)
    if document.root in (JsonNode([]), JsonNode({})) and not document.sitemaps:
        return replace(empty, empty=True)
    days = page_days(publication, index, variables, request, page, document)
    gaps = [] if document.whole else [Reason(code=Code.LIST_CUT_OFF, url=page.url)]
    following = _following_page(fetch, document, variables, request, page)
    if document.sitemaps:
        named, more = _named_sitemaps(publication, index, document, variables, request)
        following += named
        gaps += more
    elif following and request.page_number >= fetch.max_pages:
        gaps.append(Reason(code=Code.LIST_GOES_ON, most=fetch.max_pages, url=following[0].url))
        following = []
    result = replace(empty, requests=tuple(following), gaps=tuple(gaps), days=days)
    if request.step < len(index.fetches) - 1:
        requests, nodes = _next_step(index, document, variables, request)
        missed = "" if nodes else fetch.each
        of_step = yields.of_step(request.step + 1, fetch.each, len(nodes))
        result = replace(result, requests=(*requests, *following), found=len(nodes), missed=missed, yields=of_step)
        return _counted_places(publication, index, nodes, variables, result) if request.counted else result
    if document.root == JsonNode([]):  # an index of sitemaps, and nothing else
        return result
    links, every, found, missed, of_selectors = _stories(publication, index, document, variables, request)
    if len(every) >= LISTED_STORIES < found:
        gaps.append(Reason(code=Code.LIST_TOO_LONG, number=found, most=LISTED_STORIES))
    issue = {name: values.text(value, document.root, variables) for name, value in index.issue.items()}
    result = replace(
        result, links=links, issue=issue, found=found, missed=missed, gaps=tuple(gaps), yields=of_selectors
    )
    return _counted_stories(publication, index, every, variables, result) if request.counted else result


def _next_step(
    index: Index, document: IndexDocument, variables: Variables, request: IndexRequest
) -> tuple[list[IndexRequest], list[Node]]:
    """The requests of the next step, and all nodes that ``each`` finds."""
    fetch, following = index.fetches[request.step], index.fetches[request.step + 1]
    addresses = (following.url, *(url for _, url in following.urls))
    addresses += (following.body, *(following.form or {}).values())
    needed = {group.name for address in addresses for group in brace_groups(address) if group.default is None}
    nodes = document.root.nodes(values.selector(fetch.each, variables)) if fetch.each else [document.root]
    requests: list[IndexRequest] = []
    wrong_address: WrongTypeError | None = None
    for number, node in enumerate(_picked(fetch, nodes, variables)):
        bound_here = {name: values.text(value, node, variables) for name, value in fetch.let.items()}
        bound_here |= {name: node.plain(bound_here[name]) for name in ("section", "page") if name in bound_here}
        if all(bound_here[name] for name in needed & bound_here.keys()):
            bound = {**request.variables, **bound_here}
            order = (*request.order, number)
            try:
                requests += requests_of(
                    index,
                    request.step + 1,
                    variables.bound(bound),
                    bound=bound,
                    base_url=document.base_url,
                    order=order,
                    records=document.root.records if isinstance(document.root, JsonNode) else request.records,
                )
            except WrongTypeError as error:  # one link of many that leads to no page
                wrong_address = error
    if wrong_address and not requests:
        raise wrong_address
    return requests, nodes


def _counted_places(
    publication: Publication, index: Index, nodes: list[Node], variables: Variables, result: IndexPage
) -> IndexPage:
    """One of several numbered pages, with what its nodes bind and the days by which they are chosen."""
    fetch = index.fetches[result.step]
    listed = frozenset("\n".join(values.text(value, node, variables) for value in fetch.let.values()) for node in nodes)
    if filters.first_day_kept(publication, index, result.step, variables.date) is None:
        return replace(result, listed=listed)
    dated = [Value(get=value.get) for value in fetch.where if names_the_day(value)]
    texts = (values.text(value, node, variables) for node in nodes for value in dated)
    return replace(result, listed=listed, listed_days=tuple(_days_of(publication, texts)))


def _counted_stories(
    publication: Publication, index: Index, every: list[StoryLink], variables: Variables, result: IndexPage
) -> IndexPage:
    """One of several numbered pages, with the addresses and days of all that it lists."""
    listed = frozenset(canonical(link.url) for link in every)
    if filters.first_day_kept(publication, index, result.step, variables.date) is None:
        return replace(result, listed=listed)
    days = tuple(_days_of(publication, (link.published for link in every)))
    if index.window_days is not None:
        days = days if len(days) == len(every) else ()  # what has no day is kept
    elif not days:
        days = tuple(day for link in every for day in address_days.days_in(link.url, publication.language)[:1])
    return replace(result, listed=listed, listed_days=days)


def _days_of(publication: Publication, texts: Iterable[str]) -> Iterator[dt.date]:
    return (day for text in texts if (day := filters.day_of(publication, text)))


def _picked(fetch: Fetch, nodes: list[Node], variables: Variables) -> list[Node]:
    kept = [node for node in nodes if all(values.holds(value, node, variables) for value in fetch.where)]
    return {"first": kept[:1], "last": kept[-1:]}.get(fetch.pick, kept)


def _following_page(
    fetch: Fetch, document: IndexDocument, variables: Variables, request: IndexRequest, page: Page
) -> list[IndexRequest]:
    """The next page of the same list, after everything that this page leads to; an empty list where there is none."""
    address = values.text(fetch.next, document.root, variables)
    if not address:
        return []
    url = web_address(address, document.base_url)
    if canonical(url) in (canonical(page.url), canonical(request.url)):
        return []
    return [replace(request, url=url, page_number=request.page_number + 1, order=(*request.order, LAST))]


def _named_sitemaps(
    publication: Publication, index: Index, document: IndexDocument, variables: Variables, request: IndexRequest
) -> tuple[list[IndexRequest], list[Reason]]:
    """Of the sitemaps that an index of sitemaps names, ``max_pages`` that may hold the edition's day; and the gap.

    :raises NotListedError: none of them can hold it.
    """
    if request.page_number >= MOST_LEVELS:
        raise WrongTypeError(f"It is an index of sitemaps, named by {MOST_LEVELS - 1} such indexes above it.")
    entries, wrong_address = [], None
    for entry in document.sitemaps:
        try:
            entries.append({**entry, "loc": web_address(entry["loc"], document.base_url)})
        except WrongTypeError as error:  # one of many that leads nowhere
            wrong_address = error
    if wrong_address and not entries:
        raise wrong_address
    most = index.fetches[request.step].max_pages
    first, last = filters.window(publication, index, variables.date) or (variables.date, variables.date)
    choice = sitemaps.choose(entries, first, last, most, lambda text: filters.day_of(publication, text))
    if not choice.chosen:
        changed = max(entry.get("lastmod", "") for entry in entries)
        none = f"Of {len(entries)} sitemaps that it names, none was changed on this day or later"
        raise NotListedError(f"{none}; the last change was {changed}.")
    gaps = [Reason(code=Code.LIST_GOES_ON, most=most, url=choice.next)] if choice.next else []
    requests = [
        replace(
            request,
            url=entry["loc"],
            page_number=request.page_number + 1,
            order=(*request.order, number),
            counted=None,
        )
        for number, entry in enumerate(choice.chosen)
    ]
    return requests, gaps


def _stories(
    publication: Publication, index: Index, document: IndexDocument, variables: Variables, request: IndexRequest
) -> tuple[tuple[StoryLink, ...], list[StoryLink], int, str, Mapping[str, int]]:
    """The stories of a page in its order; all that it lists, unfiltered; their number; the selector that found none.

    Besides, how much each selector found. No more than LISTED_STORIES are read of it.
    """
    links: list[StoryLink] = []
    listed: list[StoryLink] = []
    found, missed = 0, ""
    fetch = index.fetches[-1]
    base = fill(index.base, variables) or document.base_url
    containers, missed, of_sections = _containers(index, document, variables)
    of_selectors = Counter(of_sections)
    for container, title in containers:
        for block in index.stories or (StoryRules(),):
            selector = values.selector(block.each or "@", variables)
            nodes = container.nodes(selector)
            found += len(nodes)
            missed = missed or selector
            fields = {**_DEFAULT_FIELDS.get(fetch.format, {}), **block.fields}
            section = title or request.section
            if request.counted is None:
                nodes = _in_window(publication, index, fields.get("published"), nodes, variables)
            nodes = nodes[: max(0, LISTED_STORIES - len(listed))]
            of_selectors.update(yields.of_stories(block, fields, nodes, variables))
            every = [(node, link) for node in nodes if (link := _link_of(fields, node, variables, base, section))]
            listed += [link for _, link in every]
            links += _kept(block, every, variables)
    own = canonical(request.url)
    links = [link for link in links if canonical(link.url) != own]
    return tuple(links), listed, found, "" if found else missed, of_selectors


def _in_window(
    publication: Publication, index: Index, published: Value | None, nodes: list[Node], variables: Variables
) -> list[Node]:
    """The nodes whose stories ``window_days`` lets through: a sitemap lists 50,000 stories, of which 50 are wanted."""
    window = filters.window(publication, index, variables.date)
    if published is None or window is None:
        return nodes
    return [node for node in nodes if filters.within(publication, window, values.text(published, node, variables))]


def _containers(
    index: Index, document: IndexDocument, variables: Variables
) -> tuple[list[tuple[Node, str]], str, Mapping[str, int]]:
    """The nodes with stories, each with its section title; the whole page where no sections are declared.

    Besides, the selector of the containers where it found none, and its yield.
    """
    rules = index.sections
    if rules is None:
        return [(document.root, "")], "", {}
    selector = values.selector(rules.each, variables)
    found = document.root.nodes(selector)
    kept = [node for node in found if all(values.holds(value, node, variables) for value in rules.where)]
    titled = [(node, node.plain(values.text(rules.title, node, variables))) for node in kept]
    missed = "" if found else selector
    return titled[: rules.limit or None], missed, yields.of_sections(rules.each, len(found))


def _kept(block: StoryRules, listed: list[tuple[Node, StoryLink]], variables: Variables) -> list[StoryLink]:
    """Of the stories that a block's selectors found, those that its conditions let through."""
    include = [values.pattern(written, variables) for written in block.include]
    exclude = [values.pattern(written, variables) for written in block.exclude]
    links = [
        link
        for node, link in listed
        if all(values.holds(value, node, variables) for value in block.where)
        and (not include or any(values.search(wanted, link.url) for wanted in include))
        and not any(values.search(unwanted, link.url) for unwanted in exclude)
    ]
    return links[: block.limit or None]


def _link_of(
    fields: Mapping[str, Value], node: Node, variables: Variables, base: str, section: str
) -> StoryLink | None:
    """One listed story; None where there is no web address, as with a mail link.

    A story whose address has no possible host or port is listed too: its failure is recorded when it is to be fetched.
    """
    texts = {name: values.text(fields.get(name), node, variables) for name in (*TEXT_FIELDS, "url", "image")}
    if not texts["url"]:
        return None
    try:
        url = web_address(texts["url"], base)
    except BadAddressError as error:
        url = error.address
    except WrongTypeError:
        return None
    image = ""
    with contextlib.suppress(WrongTypeError):
        image = web_address(texts["image"], base) if texts["image"] else ""
    plain = {name: node.plain(texts[name]) for name in TEXT_FIELDS}
    return StoryLink(
        url=url,
        headline=plain["headline"],
        kicker=plain["kicker"],
        standfirst=plain["standfirst"],
        byline=plain["byline"],
        section=plain["section"] or section,
        page=plain["page"] or variables.texts.get("page", ""),
        published=plain["published"],
        image=image,
    )
