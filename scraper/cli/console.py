"""The console that commands print to: nothing that it shows acts on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment
from rich.text import Text

from scraper.characters import one_line, printable


class OutputConsole(Console):
    """A rich console for what pages, files and archives say.

    Control characters in it are replaced, and what looks like rich's markup is none: our own is given by ``marked``.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)


def marked(markup: str, *values: object) -> Text:
    """Our own markup, with values in place of each ``{}``: these are no markup, and one line each."""
    return Text.from_markup(markup.format(*(escape(one_line(str(value))) for value in values)), emoji=False)
