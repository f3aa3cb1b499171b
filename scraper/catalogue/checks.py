"""What one table alone cannot tell: selectors and patterns that compile, names that exist, facts that agree."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scraper.catalogue.schema import TABLES
from scraper.catalogue.table_reader import Location
from scraper.catalogue.trial import Scope
from scraper.catalogue.value_types import did_you_mean
from scraper.discover.templates import names_in, texts_in
from scraper.publication import Cover, Fetch, Index, PageRules, Publication, StoryRules

_ALWAYS = ("date", "uuid", "edition.id", "edition.name")


SEARCH_ENGINES = re.compile(
    r"google-?(?:bot|other|news)|bing(?:bot|preview)|slurp|duckduck|baidu|yandex|applebot|facebookexternal",
    re.IGNORECASE,
)
NOT_SENT = {
    "user-agent": "write [access] user_agent",
    "cookie": "nothing is fetched behind a login",
    "authorization": "nothing is fetched behind a login; a list's key is 'Bearer {env.API_KEY}' in [[index]]",
}
KEY_OF_INTERFACE = re.compile(r"(?!basic\b)(?:[\w-]+ )?\{env\.[^{}]+\}", re.IGNORECASE)  # in Authorization


def check(publication: Publication, places: Mapping[str, Location]) -> None:
    """Note at its place everything about a publication that only its tables together can tell."""
    facts = {
        "publication": _facts(publication),
        "schedule": _schedule(publication),
        "editions": _editions(publication),
        "supplements": _supplements(publication),
        "vars": _circles(publication),
        "index": _alternates(publication),
        "story": _layouts(publication),
        "access": _access(publication),
    }
    for table, sentences in facts.items():
        for sentence in sentences:
            places[table].fault(sentence)
    scope = _scope(publication, places["publication"])
    _check_variables(publication, scope, places)
    for index in publication.indexes:
        _check_index(publication, index, scope, places["index"])
    if publication.cover:
        names = {name for index in publication.indexes for fetch in index.fetches for name in fetch.let}
        _check_cover(publication.cover, scope.at(places["cover"], names))
    for story in publication.story:
        _check_story(story, Scope(place=places["story"], literal=True))


def _facts(publication: Publication) -> Iterator[str]:
    for host in publication.hosts:
        if "/" in host:
            yield f"hosts: '{host}' is an address; write the host alone, such as www.example.com"
    for name in publication.unverified:
        table, _, key = (name, "", "") if name in TABLES else name.rpartition(".")
        if name != "vars" and key not in (TABLES[table].keys if table in TABLES else {}) and name not in TABLES:
            yield f"unverified: no table or key '{name}'; {did_you_mean(name, filter(None, TABLES))}"


def _access(publication: Publication) -> Iterator[str]:
    if SEARCH_ENGINES.search(publication.access.user_agent):
        yield "user_agent: we never pretend to be a search engine; say who you are, or leave it out"
    of_lists = [header for index in publication.indexes for fetch in index.fetches for header in fetch.headers.items()]
    keys = {name for name, value in of_lists if name.lower() == "authorization" and KEY_OF_INTERFACE.fullmatch(value)}
    for name in dict.fromkeys([*publication.access.headers, *(name for name, _ in of_lists if name not in keys)]):
        if cure := NOT_SENT.get(name.lower()):
            yield f"headers: '{name}' is not sent; {cure}"


def _schedule(publication: Publication) -> Iterator[str]:
    schedule = publication.schedule
    if not schedule.days:
        yield "days: a newspaper without a day never appears; leave 'days' out for every day"
    listed = {"closed": schedule.closed, "combined": schedule.combined, "extra": schedule.extra}
    for (name, days), (other, others) in itertools.combinations(listed.items(), 2):
        for day in sorted({*days} & {*others}):
            yield f"'{day}' is both in '{name}' and in '{other}'"


def _editions(publication: Publication) -> Iterator[str]:
    labels = publication.labels
    yield from _repeated("id", (label.id for label in labels))
    if len([label for label in labels if label.default]) > 1:
        yield "only one edition can be the default"
    for label in labels:
        if label.default and label.optional:
            yield f"'{label.id}' is both default and optional; the default edition is always expected"


def _supplements(publication: Publication) -> Iterator[str]:
    yield from _repeated("id", (rules.id for rules in publication.supplements))
    labels = {label.id: label for label in publication.labels}
    for rules in publication.supplements:
        if rules.id in labels:
            yield f"id: '{rules.id}' is also the id of an edition"
        for name in rules.editions:
            if name not in labels:
                yield f"editions: no edition '{name}'; {did_you_mean(name, labels)}"
            elif labels[name].optional:
                yield f"editions: '{name}' is optional, and an optional edition has no supplements"


def _circles(publication: Publication) -> Iterator[str]:
    for name in publication.variables:
        reached = [name]
        for each in reached:
            further = names_in(publication.variables.get(each, ""))
            if name in further:
                yield f"{name}: it is made of itself"
                break
            reached += sorted(further.difference(reached))


def _alternates(publication: Publication) -> Iterator[str]:
    yield from _repeated("name", (index.name for index in publication.indexes))
    if publication.indexes and publication.indexes[0].add:
        yield "add: the first index has none before it to complete"


def _repeated(key: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"{key}: '{name}' stands twice"
        seen.add(name)


def _scope(publication: Publication, place: Location) -> Scope:
    """The names that stand for something in this publication, and those of them that do so in every edition."""
    edition = [{f"edition.{name}" for name in label.variables} for label in publication.labels]
    supplement = [{f"supplement.{name}" for name in ("id", "name", *one.variables)} for one in publication.supplements]
    bound = {*_ALWAYS, *publication.variables, *(set.intersection(*edition) if edition else ())}
    return Scope(place=place, bound=frozenset(bound), known=frozenset(bound.union(*edition, *supplement)))


def _check_variables(publication: Publication, scope: Scope, places: Mapping[str, Location]) -> None:
    scope.templates(homepage=publication.homepage)
    scope.at(places["vars"]).templates(**publication.variables)
    for label in publication.labels:
        own = [f"edition.{name}" for name in label.variables]
        scope.at(places["editions"], own).templates(**label.variables)
    for rules in publication.supplements:
        own = [f"supplement.{name}" for name in ("id", "name", *rules.variables)]
        scope.at(places["supplements"], own).templates(**rules.variables)


def _layouts(publication: Publication) -> Iterator[str]:
    chosen = [story.where or story.include or story.valid_from or story.valid_until for story in publication.story]
    if not all(chosen[:-1]):
        yield "where: only the last [[story]] goes without it (or 'include'): what stands after it reads no page"
    if any(
        story.valid_from and story.valid_until and story.valid_from > story.valid_until for story in publication.story
    ):
        yield "valid_from lies after valid_until"


def _check_index(publication: Publication, index: Index, scope: Scope, place: Location) -> None:
    def inside(table: str) -> Location:
        return replace(place, table=f'{TABLES[table].head} of "{index.name}"', files=None, file=place.at("").file)

    here = replace(inside("index"), table=f'{TABLES["index"].head} "{index.name}"')
    if index.serves == "supplements":  # a platform's file has such an index for newspapers without supplements as well
        scope = replace(scope, known=scope.known | {"supplement.id", "supplement.name"})
    for name in index.requires:
        if not name.startswith("env.") and name not in scope.known:
            here.fault(f"requires: no variable '{name}'; {did_you_mean(name, sorted(scope.known))}")
    if index.valid_from and index.valid_until and index.valid_from > index.valid_until:
        here.fault("valid_from lies after valid_until")
    if not any(fetch.records for fetch in index.fetches) and any("record(" in text for text in texts_in(index)):
        here.fault("record(): no step has 'records', the table in which it looks")
    scope = scope.at(here, index.requires)
    scope.templates(base=index.base)
    scope.patterns(include=index.include, exclude=index.exclude)
    for number, fetch in enumerate(index.fetches, start=1):
        several = len(index.fetches) > 1
        step = replace(inside("index.fetch"), table=f'[[index.fetch]] {number} of "{index.name}"') if several else here
        if number > 1 and fetch.latest:
            step.fault("latest: only the first step has one; the steps after it follow from what it finds")
        for sentence in _fetch(fetch, last=number == len(index.fetches)):
            step.fault(sentence)
        _check_fetch(fetch, scope.at(step))
        scope = scope.at(here, fetch.let)
    _check_lists(index, scope, inside("index.sections"), inside("index.stories"))
    scope.at(inside("index.issue")).values(json=_is_json(index.fetches[-1]), **index.issue)


def _fetch(fetch: Fetch, *, last: bool) -> Iterator[str]:
    if not (fetch.url or fetch.latest or fetch.urls):
        yield "it needs an address: 'url', 'latest' or 'urls'"
    if fetch.url and fetch.urls:
        yield "either 'url' or 'urls'"
    if fetch.embedded and fetch.format != "html":
        yield f"embedded: the JSON stands in an HTML page, not in {fetch.format}"
    if fetch.html and _is_json(fetch):
        yield "html: the selectors of this step are those of HTML; 'format' and 'embedded' have no place beside it"
    if fetch.next and fetch.max_pages == 1:
        yield "next: say with 'max_pages' how many pages there may be"
    if fetch.max_pages > 1 and not (fetch.next or fetch.pages) and fetch.format != "sitemap":
        yield "max_pages: 'next' is missing, which says where the next page is, or 'pages', which numbers them"
    if fetch.next and fetch.pages:
        yield "either 'next' or 'pages'"
    if fetch.form is not None and fetch.body:
        yield "either 'form' or 'body'"
    if fetch.pages and "page_number" not in names_in(fetch):
        yield "pages: the address has no place for the number; write {page_number} there"
    if last and (fetch.each or fetch.let or fetch.where or fetch.pick != "all"):
        yield "the last step lists the stories: 'each', 'where', 'pick' and 'let' belong to steps before it"
    if not last and not fetch.let and not fetch.records:
        yield "let: a step before the last binds names that the next step's address uses, or has 'records'"
    if fetch.records and not _is_json(fetch):
        yield "records: only JSON has a table of records"


def _check_fetch(fetch: Fetch, scope: Scope) -> None:
    json = _is_json(fetch)
    request = scope.at(scope.place, ("page_number",) if fetch.pages else ())
    request.templates(url=fetch.url, latest=fetch.latest, headers=fetch.headers.values())
    request.templates(form=(fetch.form or {}).values())
    request.json_template("body", fetch.body)
    request.templates(urls=(text for pair in fetch.urls for text in pair))
    if fetch.embedded and fetch.embedded.css:
        Scope(place=scope.place, literal=True).selector("embedded", fetch.embedded.css, json=False)
    for key, selector, of_json in (
        ("html", fetch.html, True),
        ("records", fetch.records, json),
        ("each", fetch.each, json),
    ):
        if selector:
            scope.selector(key, selector, json=of_json)
    scope.values(json=json, where=fetch.where, next=fetch.next)
    scope.values(json=json, **{f"let.{name}": value for name, value in fetch.let.items()})


def _check_lists(index: Index, scope: Scope, sections: Location, stories: Location) -> None:
    """The containers and the story blocks, whose selectors read what the last step fetched."""
    last = index.fetches[-1]
    json = _is_json(last)
    if index.sections:
        scope.at(sections).selector("each", index.sections.each, json=json)
        scope.at(sections).values(json=json, title=index.sections.title, where=index.sections.where)
    if not index.stories and last.format in ("html", "json", "xml"):
        stories.fault("the table is missing: it says how a listed story is found")
    for block in index.stories:
        for sentence in _block(block, last):
            stories.fault(sentence)
        here = scope.at(stories)
        if block.each:
            here.selector("each", block.each, json=json)
        here.values(json=json, where=block.where, **block.fields)
        here.patterns(include=block.include, exclude=block.exclude)


def _block(block: StoryRules, fetch: Fetch) -> Iterator[str]:
    if not block.each and not _is_json(fetch):
        yield "'each' is missing: the selector that finds the stories"
    if "url" not in block.fields and fetch.format in ("html", "json", "xml"):
        yield "'url' is missing: where a story's address is"


def _check_cover(cover: Cover, scope: Scope) -> None:
    if bool(cover.url) == bool(cover.fetch):
        scope.place.fault("it needs either 'url', or 'fetch' and 'get'")
    if bool(cover.fetch) != (cover.get is not None):
        scope.place.fault("'fetch' and 'get' go together: a page, and where on it the image is")
    scope.templates(url=cover.url, fetch=cover.fetch)
    scope.values(json=cover.embedded is not None or cover.format == "json", get=cover.get)


def _check_story(story: PageRules, scope: Scope) -> None:
    json = story.embedded is not None or story.format == "json"
    scope.values(json=json, where=story.where, follow=story.follow, next_page=story.next_page, **story.fields)
    scope.patterns(include=story.include)
    if story.embedded and story.embedded.css:
        scope.selector("embedded", story.embedded.css, json=False)
    for pattern, replacement in story.url_sub:
        scope.pattern("url_sub", pattern, replacement)
    if story.format == "html":
        for key, selectors in {"strip": story.strip, "paywall": story.paywall}.items():
            for selector in selectors:
                scope.selector(key, selector, json=False)


def _is_json(fetch: Fetch) -> bool:
    """Whether JMESPath reads it: JSON, JSON in a page, and the entries of sitemaps and feeds."""
    return fetch.embedded is not None or fetch.format not in ("html", "xml")
