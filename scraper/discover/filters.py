"""Which of the listed stories an index keeps: by ``include``, ``exclude`` and ``window_days`` (pure)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from scraper.dates import EARLIEST
from scraper.discover import templates, values
from scraper.discover.requests import variables_of
from scraper.items import EditionKey, StoryLink
from scraper.publication import Index, Publication
from scraper.texts.dates import index_dates

Window = tuple[dt.date, dt.date]  # the first and the last day, both included

_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_ONE_DAY = dt.timedelta(days=1)


def of(publication: Publication, index: Index, edition: EditionKey) -> Callable[[StoryLink], bool]:
    """Whether a link is kept, for all links of an edition."""
    variables = variables_of(publication, edition)
    include = [values.pattern(written, variables) for written in index.include]
    exclude = [values.pattern(written, variables) for written in index.exclude]
    days = window(publication, index, edition.date)

    def keep(link: StoryLink) -> bool:
        return (
            not any(values.search(unwanted, link.url) for unwanted in exclude)
            and (not include or any(values.search(wanted, link.url) for wanted in include))
            and (days is None or within(publication, days, link.published))
        )

    return keep


def window(publication: Publication, index: Index, date: dt.date) -> Window | None:
    """The days on which stories of an edition are published; None where the index does not say."""
    if index.window_days is None:
        return None
    return date - dt.timedelta(days=publication.schedule.lead_days + index.window_days), date


def first_day_kept(publication: Publication, index: Index, step: int, date: dt.date) -> dt.date | None:
    """The first day of what a step of an index keeps; None where its filters do not go by the day."""
    if step < len(index.fetches) - 1:
        rules: object = index.fetches[step].where
    elif days := window(publication, index, date):
        return days[0]
    else:
        rules = (index.include, *((block.include, block.where) for block in index.stories))
    if not templates.names_the_day(rules):
        return None
    return date + dt.timedelta(days=min(0, *templates.date_offsets(rules), 0))


def within(publication: Publication, days: Window, published: str) -> bool:
    """Whether a story was published in the window; one without a readable day counts as inside."""
    first, last = days
    # What is two days off in UTC is off in every zone; of 50,000 entries this spares all but a few the reading.
    if _ISO_DAY.match(published) and not str(first - _ONE_DAY) <= published[:10] <= str(last + _ONE_DAY):
        return published[:10] < str(EARLIEST)  # of the year 1: no date
    day = day_of(publication, published)
    return day is None or first <= day <= last


def day_of(publication: Publication, published: str) -> dt.date | None:
    """The day of publication in the newspaper's time zone; None where the text states none that can be."""
    day = index_dates.day_in(published, publication.language, publication.zone) if published else None
    return day if day and day >= EARLIEST else None
