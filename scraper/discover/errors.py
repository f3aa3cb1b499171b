"""What can go wrong while an edition's index is read; the first line of each docstring is the sentence people see."""

from __future__ import annotations


class DiscoverError(Exception):
    """The index of the edition could not be read."""

    def __init__(self, detail: str, *, selector: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.selector = selector
        self.place = ""

    def locate(self, place: str) -> None:
        """Say where it happened (newspaper, index, step, page), unless that is known already."""
        self.place = self.place or place

    @property
    def sentence(self) -> str:
        """What this kind of failure means, in one sentence."""
        return (type(self).__doc__ or type(self).__name__).strip().splitlines()[0]

    def __str__(self) -> str:
        return f"{self.place + ': ' if self.place else ''}{self.sentence} {self.detail}"


class MissingVariableError(DiscoverError):
    """A template names a variable that has no value."""


class MarkerMissingError(DiscoverError):
    """The page does not contain the JSON it used to contain."""


class NothingFoundError(DiscoverError):
    """A selector found nothing on the page."""


class AllFilteredError(DiscoverError):
    """The index lists stories, but the filters kept none of them."""


class NotListedError(AllFilteredError):
    """The newspaper lists its editions, but not this one: it is not there yet, or does not exist."""


class NotJsonError(DiscoverError):
    """JSON was expected, and something else came."""


class WrongTypeError(DiscoverError):
    """The answer is of another kind than the index declares."""


class ChallengeError(DiscoverError):
    """The site answered with a check for robots or a consent wall instead of the page."""


class RefusedError(DiscoverError):
    """The site answered with an error status."""
