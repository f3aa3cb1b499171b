"""What can be wrong with the catalogue of newspapers."""

from __future__ import annotations

from collections.abc import Sequence


class PublicationError(Exception):
    """A newspaper's file cannot be used."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class UnknownPublicationError(PublicationError, KeyError):
    """There is no newspaper of that name."""


class FaultyPublicationError(PublicationError):
    """A newspaper's file says what it must not; ``faults`` has one sentence for each thing to mend."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)

    def __reduce__(self) -> tuple[type[FaultyPublicationError], tuple[tuple[str, ...]]]:
        return type(self), (self.faults,)
