"""What counts as an edition's own day by the rules of its newspaper, and which editions stand beside it (pure)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from scraper import schedule
from scraper.discover import templates
from scraper.discover.day_spans import Span
from scraper.items import EditionKey
from scraper.publication import Index, Publication

# Days from one edition to the next; of what is not here, the schedule tells.
_PERIODS = {"twice-weekly": 3, "weekly": 7, "fortnightly": 14, "monthly": 31, "bimonthly": 62, "quarterly": 93}
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EditionRules:
    """What counts as the edition's own day, by the rules of its newspaper."""

    publication: Publication
    edition: EditionKey
    own: frozenset[dt.date]
    before: dt.date  # the edition before this one, and the one after
    after: dt.date

    @classmethod
    def of(cls, publication: Publication, edition: EditionKey, index: Index | None = None) -> EditionRules:
        """The rules for one edition.

        :param index: whose addresses may differ from the date: {date-1}.
        """
        day, lead = edition.date, publication.schedule.lead_days
        period = _PERIODS.get(publication.frequency, 0)
        if period:  # a weekly sold ten days before its date: what is dated seven days before is another issue
            lead = min(lead, period - 1)
        own = {day - _DAY * number for number in range(lead + 1)} if lead >= 0 else {day}
        own |= {day + _DAY * number for number in (address_offsets(publication, index) if index else ())}
        own |= {*schedule.combined_days(publication, day)}
        label = edition.label
        if schedule.supplement_rules(publication, edition) is not None:
            period, label = 0, ""
        if period:
            return cls(publication, edition, frozenset(own), day - _DAY * period, day + _DAY * period)
        earlier = schedule.days_back(publication, day - _DAY, label)
        before = next(earlier, day - _DAY)
        later = (day + _DAY * number for number in range(1, 8))
        after = next((each for each in later if schedule.has_edition(publication, each, label)), day + _DAY)
        return cls(publication, edition, frozenset(own), before, after)

    @property
    def periodical(self) -> bool:
        """Whether an edition is of more than its day, so that a day between two editions is this one's."""
        return self.publication.frequency in _PERIODS

    def agrees(self, span: Span) -> bool:
        """Whether these days can be those of the edition."""
        if any(day in span for day in self.own):
            return True
        if not self.periodical:
            return False
        if span.first == span.last:
            return self.before < span.first < self.after
        return self.edition.date < span.first < self.after  # of a week that begins after its paper

    def has_edition(self, day: dt.date, today: dt.date) -> bool:
        """Whether the newspaper has an edition of a day, so that it can have been served."""
        known = self.periodical or schedule.is_publishing_day(self.publication, day)
        return known and not self.is_to_come(day, today)

    def is_to_come(self, day: dt.date, today: dt.date) -> bool:
        """Whether the edition of a day cannot be there yet, however early the newspaper appears."""
        ahead = 2 + max(0, self.publication.schedule.lead_days) + _PERIODS.get(self.publication.frequency, 0)
        return day > today + _DAY * ahead


def address_offsets(publication: Publication, index: Index) -> frozenset[int]:
    """By how many days the addresses of an index differ from its editions' dates: {date-1}."""
    addresses = tuple((fetch.url, fetch.urls) for fetch in index.fetches)
    return templates.date_offsets((addresses, publication.variables))
