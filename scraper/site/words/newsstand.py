"""Publications -> the newsstand: filters as chips, an alphabetical list, the newest papers first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from scraper.site import routes
from scraper.site.json_objects import Publication
from scraper.site.language import _
from scraper.site.words import wording
from scraper.texts.filing import initial
from scraper.texts.folding import fold

FILTERS = ("language", "country", "frequency")
FIELDS = ("title", *FILTERS)
CARDS = 12  # so many papers show their front pages; of more, the newest do, and all are in a list
NEWEST = 6
LEAST_TO_FILTER = 4
Values = Mapping[str, str]


def values(first: Callable[[str], str]) -> dict[str, str]:
    """The filters of a request; "" where there is none.

    :param first: gives the first value of a name in the query string.
    """
    return {name: first(name).strip()[:100] for name in FIELDS}


def value_of(paper: Mapping[str, Any], name: str) -> str:
    """What a filter compares of a publication; of a language, not its region."""
    text = str(paper[name])
    return text.lower().partition("-")[0] if name == "language" else text


def matches(paper: Mapping[str, Any], wanted: Values, *, but: str = "") -> bool:
    """Whether a publication passes the filters.

    :param but: the filter that does not count.
    """
    title, asked = fold(f"{paper['title']} {paper['place']}").folded, fold(wanted["title"]).folded
    return asked in title and all(
        not wanted[name] or name == but or value_of(paper, name) == wanted[name] for name in FILTERS
    )


def chips(papers: Sequence[Mapping[str, Any]], wanted: Values) -> list[dict[str, Any]]:
    """The filters that part these publications, each value with its name, number and address."""
    names = {
        "language": (_("Language"), wording.language_name),
        "country": (_("Country"), wording.country_name),
        "frequency": (_("Appears"), _),
    }
    groups = []
    for name, (title, in_words) in names.items():
        counts = Counter(value_of(paper, name) for paper in papers if matches(paper, wanted, but=name))
        counts.pop("", None)
        if len(counts) > 1 or wanted[name]:
            chosen = wanted[name]
            values = [
                {
                    "text": in_words(value),
                    "total": number,
                    "chosen": value == chosen,
                    "url": _address({**wanted, name: "" if value == chosen else value}),
                }
                for value, number in sorted(counts.items(), key=lambda count: (-count[1], count[0]))
            ]
            groups.append({"name": name, "title": title, "values": values})
    return groups


def _address(wanted: Values) -> str:
    return routes.newsstand({name: [value] for name, value in wanted.items()})


def newest_first(papers: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The publications whose latest edition is the newest first, else in the order given."""
    return sorted(papers, key=lambda paper: paper["last_date"] or "", reverse=True)


def directory(papers: Iterable[Publication]) -> list[tuple[str, list[Publication]]]:
    """The publications under the letters they stand at, or, in scripts without an alphabet, under their language.

    :param papers: in their order.
    """

    def letter(paper: Publication) -> str:
        return initial(paper["title"], paper["language"]) or wording.language_name(value_of(paper, "language"))

    return [(name, list(group)) for name, group in groupby(papers, key=letter)]
