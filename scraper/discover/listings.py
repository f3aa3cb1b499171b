"""The stories of an edition from all pages of its index: filtered, in order, each once (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from scraper.discover import filters, hooks, served_day
from scraper.discover.errors import AllFilteredError, AnotherDayError, DiscoverError, NothingFoundError, NotListedError
from scraper.discover.index_pages import IndexPage
from scraper.discover.served_day import Certainty
from scraper.items import EditionKey, StoryLink
from scraper.publication import Index, Publication
from scraper.reasons import Reason
from scraper.reasons.words import phrases
from scraper.texts.dates import index_dates
from scraper.urls import canonical, is_variant, without_variants

_PARTS = re.compile(r"\d+|\D+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An edition as its index lists it. ``date`` is what the index itself says, None where it says nothing readable.

    ``found`` counts the listed stories before filters and before repeated ones were put together. ``doubt`` says why it
    is not certain that the list is the edition's, and ``certainty`` whether its stories can tell.
    """

    index: str
    links: tuple[StoryLink, ...]
    sections: tuple[str, ...] = ()
    date: dt.date | None = None
    title: str = ""
    number: str = ""
    found: int = 0
    gaps: tuple[Reason, ...] = ()  # why the list is not whole
    doubt: Reason | None = None
    certainty: Certainty = Certainty.OPEN


def listing(
    publication: Publication,
    index: Index,
    edition: EditionKey,
    pages: Sequence[IndexPage],
    gaps: Sequence[Reason] = (),
) -> Listing:
    """The edition that these pages of one index list, whatever order they came in.

    :param gaps: why the list is not whole, besides what the pages say.
    :raises NothingFoundError: no page lists a story; the error names the step.
    :raises NotListedError: the newspaper lists its editions, but not this one.
    :raises AllFilteredError: the filters kept no story.
    :raises AnotherDayError: it is the list of another day's edition.
    """
    served = served_day.served(publication, index, edition, sorted(pages, key=lambda page: page.order))
    in_order = served.pages
    listed = [link for page in in_order for link in page.links]
    listed = hooks.links(publication, listed, edition, index.name)
    left_out = [served.left_out] if served.left_out else []
    gaps = tuple(dict.fromkeys((*left_out, *(gap for page in in_order for gap in page.gaps), *gaps)))
    try:
        if not listed:
            served_day.doubt(publication, index, edition, served, ())
            raise _nothing(index, in_order)
        keep = filters.of(publication, index, edition)
        kept = [link for link in listed if keep(link)]
        if not kept:
            served_day.doubt(publication, index, edition, served, ())
            raise AllFilteredError(f"It lists {len(listed)}: include, exclude or window_days let none through.")
        links = _numbered(_arranged(_each_once(kept, index.dedupe), index.order))
        doubt = served_day.doubt(publication, index, edition, served, links)
    except DiscoverError as error:
        if gaps and not isinstance(error, AnotherDayError):
            error.add(f"Besides, {phrases(gaps)}.")
        error.locate(f"{publication.slug}, index '{index.name}'")
        raise
    issue = {name: text for page in reversed(in_order) for name, text in page.issue.items() if text}
    return Listing(
        index=index.name,
        links=links,
        sections=_sections(links),
        date=index_dates.day_in(issue.get("date", ""), publication.language, publication.zone),
        title=issue.get("title", ""),
        number=issue.get("number", ""),
        found=sum(page.found for page in in_order if page.step == len(index.fetches) - 1),
        gaps=gaps,
        doubt=doubt,
        certainty=served.certainty,
    )


def union(listings: Sequence[Listing]) -> Listing:
    """One listing of an index and of those with ``add``: stories that only these have come after its own.

    Where the day of one of them is in doubt, that of all is.
    """
    first = listings[0]
    doubtful = next((one for one in listings if one.doubt), first)
    links = _numbered(_each_once([link for one in listings for link in one.links], "url"))
    return replace(
        first,
        links=links,
        sections=_sections(links),
        found=sum(one.found for one in listings),
        gaps=tuple(gap for one in listings for gap in one.gaps),
        doubt=doubtful.doubt,
        certainty=doubtful.certainty,
    )


def _nothing(index: Index, pages: Sequence[IndexPage]) -> DiscoverError:
    """Why there is no story: the first step that led nowhere, and whether it found nothing or kept nothing."""
    for step in range(len(index.fetches)):
        of_step = [page for page in pages if page.step == step]
        if any(request.step > step for page in of_step for request in page.requests):
            continue
        if any(page.empty for page in of_step) and not any(page.missed for page in of_step):
            return NotListedError(f"Step {step + 1}: the list is empty.")
        if (found := sum(page.found for page in of_step)) and step < len(index.fetches) - 1:
            return NotListedError(f"Step {step + 1}: of {found} found, none has what 'where' and 'let' ask for.")
        if found:
            words = ", ".join(
                ["'window_days'"] * (index.window_days is not None) + ["'where'", "'include' and 'exclude'"]
            )
            return AllFilteredError(f"Step {step + 1}: of {found} found, {words} kept none.")
        if missed := next((page for page in of_step if page.missed), None):
            return NothingFoundError(f"Step {step + 1}: {missed.missed!r} on {missed.url}.", selector=missed.missed)
        if of_step:
            return NothingFoundError(f"Step {step + 1}: {of_step[0].url} lists nothing.")
    return NothingFoundError("No page of it could be read.")


def _each_once(links: Iterable[StoryLink], dedupe: str) -> list[StoryLink]:
    """Each story at its first position, its empty fields filled in from later links to the same story.

    A story beside its AMP, mobile or print page is listed once, by its own address, if the headlines do not differ.
    """
    kept: list[StoryLink] = []
    first_index: dict[str, int] = {}
    for link in links:
        keys = [canonical(link.url), f"story {without_variants(link.url)}"]
        if dedupe == "headline" and link.headline:
            keys.append(f"headline {link.headline.casefold()}")
        index = next(
            (
                first_index[key]
                for key in keys
                if key in first_index and not (key == keys[1] and _differ(kept[first_index[key]], link))
            ),
            None,
        )
        if index is None:
            index = len(kept)
            kept.append(link)
        else:
            kept[index] = _completed(kept[index], link)
        for key in keys:
            first_index.setdefault(key, index)
    return kept


def _differ(link: StoryLink, later: StoryLink) -> bool:
    return bool(link.headline and later.headline) and link.headline.casefold() != later.headline.casefold()


def _completed(link: StoryLink, later: StoryLink) -> StoryLink:
    lacking = {field.name: getattr(later, field.name) for field in fields(link) if not getattr(link, field.name)}
    if is_variant(link.url) and not is_variant(later.url):
        lacking["url"] = later.url
    return replace(link, **lacking)


def _arranged(links: list[StoryLink], order: tuple[str, ...]) -> list[StoryLink]:
    """By page, or with the named sections first; where neither decides, the order of the index stays."""
    if order == ("page",):
        return sorted(links, key=lambda link: (not link.page, _page_order(link.page)))
    rank = {section.casefold(): number for number, section in enumerate(order)}
    return sorted(links, key=lambda link: rank.get(link.section.casefold(), len(rank)))


def _page_order(page: str) -> list[tuple[int, int, str]]:
    """ "2" before "10", and "A10" before "B1"."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _PARTS.findall(page)]


def _numbered(links: Iterable[StoryLink]) -> tuple[StoryLink, ...]:
    return tuple(replace(link, position=number) for number, link in enumerate(links, start=1))


def _sections(links: Iterable[StoryLink]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.section for link in links if link.section))
