"""What can go wrong while an edition's index is read; the first line of each docstring is the sentence people see."""

from __future__ import annotations

import datetime as dt

from scraper.items import StoryLink
from scraper.reasons import LONGEST_TEXT, Code, Reason


class DiscoverError(Exception):
    """The index of the edition could not be read."""

    code = Code.INDEX_UNREADABLE

    def __init__(self, detail: str, *, selector: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.selector = selector
        self.location = ""

    def locate(self, location: str) -> None:
        """Add where it happened (newspaper, index, step, page), unless that is known already."""
        self.location = self.location or location

    def add(self, more: str) -> None:
        """Add a sentence about what may be the cause."""
        self.detail = f"{self.detail} {more}"

    @property
    def sentence(self) -> str:
        """What this kind of failure means, in one sentence: the first line of the class's docstring."""
        return (type(self).__doc__ or type(self).__name__).strip().splitlines()[0]

    def reason(self, index: str) -> Reason:
        """The reason that is stored with the edition, of which this index gave nothing."""
        return Reason(code=self.code, index=index, text=self.detail[:LONGEST_TEXT], place=self.location)

    def __str__(self) -> str:
        return f"{self.location + ': ' if self.location else ''}{self.sentence} {self.detail}"


class MissingVariableError(DiscoverError):
    """A template names a variable that has no value."""

    code = Code.VARIABLE_MISSING


class MarkerMissingError(DiscoverError):
    """The page does not contain the JSON it used to contain."""

    code = Code.MARKER_MISSING


class NothingFoundError(DiscoverError):
    """A selector found nothing on the page."""

    code = Code.NOTHING_FOUND


class AllFilteredError(DiscoverError):
    """The index lists stories, but the filters kept none of them."""

    code = Code.ALL_FILTERED


class NotListedError(AllFilteredError):
    """The newspaper lists its editions, but not this one: it is not there yet, or does not exist."""

    code = Code.NOT_LISTED


class NotJsonError(DiscoverError):
    """JSON was expected, and something else came."""

    code = Code.NOT_JSON


class WrongTypeError(DiscoverError):
    """The answer is of another kind than the index declares."""

    code = Code.WRONG_TYPE


class BadAddressError(WrongTypeError):
    """The address cannot be asked for: its host or port is none, or it is too long."""

    def __init__(self, detail: str, *, address: str) -> None:
        super().__init__(detail)
        self.address = address


class AnotherDayError(DiscoverError):
    """The index answered with the paper of another day.

    ``day`` is the day that it is of; None where a redirect led away from the day, and nothing says to which.
    """

    code = Code.ANOTHER_DAY

    def __init__(self, detail: str, *, wanted: dt.date, day: dt.date | None, links: tuple[StoryLink, ...]) -> None:
        super().__init__(detail)
        self.wanted = wanted
        self.day = day
        self.links = links

    def reason(self, index: str) -> Reason:
        if self.day is None:
            return Reason(code=Code.DAY_LOST, index=index, wanted=self.wanted, url=self.detail[:LONGEST_TEXT])
        text = self.detail[:LONGEST_TEXT]
        return Reason(code=self.code, index=index, wanted=self.wanted, date=self.day, text=text)


class ChallengeError(DiscoverError):
    """The site answered with a check for robots or a consent wall instead of the page."""

    code = Code.CHALLENGE


class RefusedError(DiscoverError):
    """The site answered with an error status."""
