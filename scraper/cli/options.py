"""Options, and small functions, that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scraper.dates import DateError, parse_spans

if TYPE_CHECKING:
    from scraper.collect.pace import Clock

Decorated = TypeVar("Decorated")


STANDARD_INPUT = "-"


class NamedPath(click.Path):
    """A path, which an empty text is not: it would be the folder one is in, where a script has lost a name."""

    name = "path"

    def __init__(self, **named: Any) -> None:
        super().__init__(path_type=Path, **named)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path; an empty text is refused."""
        if value == "":
            self.fail("the name is empty", param, ctx)
        return super().convert(value, param, ctx)


class NamedSource(NamedPath):
    """A path; or a web address or "-" for standard input, as the text that they are."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or the text."""
        if isinstance(value, str) and (value == STANDARD_INPUT or value.lower().startswith(("http://", "https://"))):
            return value
        return super().convert(value, param, ctx)


def db_option(function: Any) -> Any:
    """``--db``: the archive to work on."""
    return click.option(
        "--db",
        "path",
        type=NamedPath(),
        default="archive.db",
        envvar="BACKISSUES_DB",
        show_default=True,
        show_envvar=True,
        help="The archive.",
    )(function)


def captures_option(function: Any) -> Any:
    """``--captures``: the folder of WARC files."""
    return click.option(
        "--captures",
        type=NamedPath(file_okay=False),
        envvar="BACKISSUES_CAPTURES",
        help="The folder of WARC files; 'captures' beside the archive unless given.",
    )(function)


def wait_option(function: Any) -> Any:
    """``--no-wait``: fail at once if another run writes to the archive."""
    return click.option(
        "--wait/--no-wait", default=True, show_default=True, help="Wait while another run writes to the archive."
    )(function)


def noarchive_option(function: Any) -> Any:
    """``--noarchive``: what is kept of pages that ask not to be archived."""
    return click.option(
        "--noarchive",
        type=click.Choice(["keep", "withhold"]),
        default="keep",
        envvar="BACKISSUES_NOARCHIVE",
        show_default=True,
        show_envvar=True,
        help="Of pages that ask not to be archived: keep all, marked, in this archive alone; or withhold all but "
        "headline and address.",
    )(function)


class SpansOfTime(click.ParamType[tuple[dt.timedelta, ...]]):
    """Spans of time with commas between them."""

    name = "spans"

    def convert(
        self, value: str | tuple[dt.timedelta, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[dt.timedelta, ...]:
        """The spans, the shortest first."""
        try:
            return parse_spans(value) if isinstance(value, str) else value
        except DateError as error:
            self.fail(str(error), param, ctx)


def again_after_option(function: Any) -> Any:
    """``--again-after``: when editions that are held are asked for once more."""
    return click.option(
        "--again-after",
        type=SpansOfTime(),
        default="",
        metavar="6h,24h,7d",
        help="Ask again for what is held so long after the first look, to see whether it was changed.",
    )(function)


def clock() -> Clock | None:
    """The clock that a test has passed as click's ``obj``; None outside tests, which means real time."""
    from scraper.collect.pace import Clock

    return click.get_current_context().find_object(Clock)


def checked_inside() -> None:
    """Refuse to begin with a BACKISSUES_INSIDE that cannot be read.

    :raises click.UsageError: it cannot.
    """
    import os

    from scraper.collect import web_policy

    try:
        web_policy.inside(os.environ.get(web_policy.VARIABLE, ""))
    except web_policy.SettingError as error:
        raise click.UsageError(str(error)) from None


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 story", "2 stories"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def site_address(text: str) -> str:
    """The address of a site without the slash at its end; "" of an empty text.

    :raises click.UsageError: it is none.
    """
    from scraper.site.door.names import site_url
    from scraper.site.folder import SiteError

    if not text:
        return ""
    try:
        return str(site_url(text)).rstrip("/")
    except SiteError as error:
        raise click.UsageError(str(error)) from None
