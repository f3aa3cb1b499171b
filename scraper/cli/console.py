"""The console that commands print to: it outlives whoever reads it, and nothing that it shows acts on a terminal."""

from __future__ import annotations

import os
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment
from rich.text import Text

from scraper.characters import one_line, printable


class OutputConsole(Console):
    """A rich console for what pages, files and archives say.

    Control characters in it are replaced, and what looks like rich's markup is none: our own is given by ``marked``.
    When nobody reads it any longer, as in ``backissues collect ... | head -1``, it goes silent, where rich's own ends
    the program. A command then still does its work, and its exit code tells of that.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)

    def on_broken_pipe(self) -> None:
        self.quiet = True
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self.file.fileno())  # what is still in the buffer of the file is written at exit
        os.close(null)


def marked(markup: str, *values: object) -> Text:
    """Our own markup, with values in place of each ``{}``: these are no markup, and one line each."""
    return Text.from_markup(markup.format(*(escape(one_line(str(value))) for value in values)), emoji=False)
