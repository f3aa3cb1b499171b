"""The console that commands print to: it outlives whoever reads it, as in ``backissues collect … | head -1``."""

from __future__ import annotations

import os

from rich.console import Console


class OutputConsole(Console):
    """A rich console that goes silent when nobody reads it any longer, where rich's own ends the program.

    A command then still does its work, and its exit code tells of that.
    """

    def on_broken_pipe(self) -> None:
        self.quiet = True
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self.file.fileno())  # what is still in the buffer of the file is written at exit
        os.close(null)
