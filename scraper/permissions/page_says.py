"""What a page and its headers say of its uses: statements of the words that ``scraper.extract.page.permissions`` finds.

The words come as a mapping of these keys, so that an archive can keep them as they were. A meta element speaks of its
very page, and so outranks a header, which is often a whole site's; both outrank tdmrep.json (TDMRep, section 5.6).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urljoin

from scraper.permissions import preferences
from scraper.permissions.values import LONGEST_WORDS, Answer, Standard, Statement, Use
from scraper.urls import is_web_address

META, HEADER = "meta", "header"
ROBOTS = "robots"  # directives that hold for us: noarchive, nocache, noai, noimageai
RESERVATION, POLICY, USAGE = "tdm-reservation", "tdm-policy", "content-usage"
LICENSE, USAGE_INFO, TERMS = "license", "usageInfo", "terms-of-service"  # addresses
NOARCHIVE = frozenset({"noarchive", "nocache"})
NOAI = frozenset(
    {"noai", "noimageai"}
)  # https://www.deviantart.com/team/journal/UPDATE-All-Deviations-Are-Opted-Out-of-AI-Datasets-934500371


def key(where: str, name: str) -> str:
    """The key of what a meta element or a header says under a name: "meta tdm-policy"."""
    return f"{where} {name}"


KEYS = (
    *(key(where, name) for where in (META, HEADER) for name in (ROBOTS, RESERVATION, POLICY)),
    key(HEADER, USAGE),
    LICENSE,
    USAGE_INFO,
    TERMS,
)


def statements(said: Mapping[str, str], url: str) -> Iterator[Statement]:
    """What a page said of its uses.

    :param said: its words by their keys.
    :param url: its address, by which that of a policy is found.
    """
    for where in (META, HEADER):
        directives = set(said.get(key(where, ROBOTS), "").replace(",", " ").split())
        for use, names in ((Use.ARCHIVE, NOARCHIVE), (Use.AI_TRAIN, {"noai"})):
            for name in sorted(directives & names):
                yield Statement(use=use, answer=Answer.PROHIBITED, standard=Standard.ROBOTS, words=name, source=where)
    where = next((each for each in (META, HEADER) if key(each, RESERVATION) in said), "")
    if where:
        policy = next((said[name] for each in (META, HEADER) if (name := key(each, POLICY)) in said), "")
        yield reservation(said[key(where, RESERVATION)] == "1", where, url, policy)
    yield from preferences.usages(said.get(key(HEADER, USAGE), ""), HEADER)


def of_both(first: Mapping[str, str], second: Mapping[str, str]) -> dict[str, str]:
    """What two pages of one story say: the stricter of both, and of addresses those of the first."""
    found = {**second, **first}
    for where in (META, HEADER):
        robots = [words for each in (first, second) if (words := each.get(key(where, ROBOTS)))]
        if robots:
            found[key(where, ROBOTS)] = ", ".join(sorted({word for words in robots for word in words.split(", ")}))
        if "1" in (first.get(key(where, RESERVATION)), second.get(key(where, RESERVATION))):
            found[key(where, RESERVATION)] = "1"
    return found


def reservation(reserved: bool, source: str, url: str, policy: str) -> Statement:
    """That text and data mining is reserved, or that it is not.

    :param url: where the policy's address starts from.
    """
    address = urljoin(url, policy) if policy and reserved else ""  # section 4.2: without a reservation it is ignored
    return Statement(
        use=Use.TDM,
        answer=Answer.PROHIBITED if reserved else Answer.PERMITTED,
        standard=Standard.TDMREP,
        words=f"{RESERVATION}: {int(reserved)}"[:LONGEST_WORDS],
        source=source,
        policy=address if is_web_address(address) else "",
    )
