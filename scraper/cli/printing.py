"""Print lines and JSON: nothing that is printed acts on a terminal, and no terminal's encoding ends a command.

What pages, files and archives say is printed by these functions and by ``console.py``, never by ``click.echo``.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from io import TextIOWrapper
from typing import Any

import click

from scraper.characters import printable

_NOT_IN_JSON = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")  # json escapes what is below


class PrintableFormatter(logging.Formatter):
    """Formats what is logged as ``say`` prints."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


def prepare_streams() -> None:
    """Let standard output and error show a character that their encoding lacks as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    if logging.lastResort:
        logging.lastResort.setFormatter(PrintableFormatter())


def say(text: str, *, err: bool = False, end: str = "\n") -> None:
    """Print a text, whose control characters are replaced."""
    click.echo(printable(text) + end, nl=False, err=err)


def say_json(value: Any) -> None:
    """Print a value as JSON; what acts on a terminal, or its encoding lacks, is an escape in it."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    text = json.dumps(value, ensure_ascii=not is_unicode, indent=2)
    say(_NOT_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
