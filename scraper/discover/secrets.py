"""Which variables of the environment a publication file takes for secrets, and where it puts them (pure).

Secrets are the variables that stand in what is sent: in addresses, headers, forms, and what these are made of. No
secrets are those that say where something is (an address without user and query, part of a host), or what pages are
searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from scraper.discover import templates
from scraper.publication import Publication, Value
from scraper.secrets import Place, Secrets, is_address, placeholder

ENV = "env."
_IN_HOST = re.compile(r"://[^/?#@\s]*\{env\.([A-Za-z_][\w-]*)")
_PARAMETER = re.compile(r"(?:^|[?&;])([\w.\[\]~-]+)=\{env\.([A-Za-z_][\w-]*)[^{}]*\}")


def environment(publication: Publication, thing: object, env: Mapping[str, str]) -> dict[str, str]:
    """What templates in ``thing`` may name as ``env.NAME``, by that name: the placeholder of a secret, or the value.

    :param thing: rules of the publication, at any depth.
    """
    named = {name: value for name in _names(thing) if (value := env.get(name)) is not None}
    hidden = _secret_names(publication) if named else frozenset()
    return {
        f"{ENV}{name}": placeholder(name, value) if value and name in hidden and not is_address(value) else value
        for name, value in named.items()
    }


def sent_with_stories(publication: Publication) -> frozenset[str]:
    """The variables of the environment that the file puts into the addresses of listed stories."""
    urls = [value for index in publication.indexes for rules in index.stories if (value := rules.fields.get("url"))]
    return sent(tuple(map(_parts, urls)), publication.variables)


def sent(thing: object, variables: Mapping[str, str]) -> frozenset[str]:
    """The variables of the environment that requests made of these rules carry.

    :param variables: the texts that are templates themselves, as in [vars].
    """
    return _names(templates.names_reached(thing, variables))


@dataclass(frozen=True, slots=True)
class NamedSecrets:
    """The variables that a newspaper's file takes for secrets, and the places in addresses that it gives them."""

    slug: str
    names: frozenset[str]
    places: frozenset[Place]


def named_in(publication: Publication) -> NamedSecrets:
    """The secrets that a newspaper's file names."""
    named = _secret_names(publication)
    asked = frozenset(filter(None, map(_host, templates.texts_in((publication.indexes, publication.cover)))))
    places = frozenset(
        Place(name, parameter, frozenset({own}) if (own := _host(text)) else asked)
        for text in templates.texts_in(publication)
        for parameter, name in _PARAMETER.findall(text)
        if name in named
    )
    return NamedSecrets(publication.slug, named, places)


def secrets_of(named: Iterable[NamedSecrets], env: Mapping[str, str]) -> Secrets:
    """These secrets, with their values in the environment."""
    values: dict[str, str] = {}
    places: set[Place] = set()
    for each in named:
        values |= {name: value for name in each.names if (value := env.get(name)) and not is_address(value)}
        places |= each.places
    return Secrets(values=values, places=frozenset(places))


def _names(thing: object) -> frozenset[str]:
    named = thing if isinstance(thing, frozenset) else templates.names_in(thing)
    return frozenset(name.removeprefix(ENV) for name in named if name.startswith(ENV))


def _secret_names(publication: Publication) -> frozenset[str]:
    fetches = [fetch for index in publication.indexes for fetch in index.fetches]
    sending: tuple[object, ...] = (
        *((each.url, each.urls, each.latest, each.headers, each.form, each.body) for each in fetches),
        *(_parts(each) for each in _values((publication.indexes, publication.cover))),
        *(_parts(value) for rules in publication.story for value in (rules.follow, rules.next_page) if value),
        publication.cover and (publication.cover.url, publication.cover.fetch),
        tuple(each.variables for each in publication.labels),
        tuple(each.variables for each in publication.supplements),
    )
    return _names(templates.names_reached(sending, publication.variables)) - _in_hosts(publication)


def _values(thing: object) -> Iterator[Value]:
    """Every value in a publication's rules, at any depth of the dataclasses."""
    if isinstance(thing, Value):
        yield thing
    elif isinstance(thing, Mapping):
        yield from _values(tuple(thing.values()))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from _values(one)
    elif is_dataclass(thing):
        yield from _values(tuple(getattr(thing, each.name) for each in fields(thing)))


def _parts(value: Value) -> tuple[str, ...]:
    """The texts that a value puts in, beside those that it reads."""
    return value.const, value.template, value.default


def _in_hosts(publication: Publication) -> frozenset[str]:
    return frozenset(name for text in templates.texts_in(publication) for name in _IN_HOST.findall(text))


def _host(text: str) -> str:
    """The host of a template that is an address; "" where it names none, or not in full."""
    if not text.startswith(("http://", "https://")):
        return ""
    netloc = text.split("/", 3)[2].partition("?")[0].rpartition("@")[2]
    return "" if "{" in netloc else netloc.partition(":")[0].lower()
