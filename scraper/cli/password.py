"""``backissues password``: set the password, or a token, of a private site."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from scraper.cli.options import db_option
from scraper.cli.printing import say


@click.command(short_help="Set the password of a private site.")
@click.option("--token", is_flag=True, help="Make a token for programs instead; it is printed this once.")
@db_option
def password(token: bool, path: Path) -> None:
    """Set the password that 'backissues serve --private' asks for, or make a token for programs.

    Typed twice, or read from standard input. Only its hash is kept, in a file beside the archive that you alone may
    read. A new password ends all sessions; a new token takes the place of the one before.

    \b
    Examples:
      backissues password
      backissues password < password.txt
      backissues password --token
    """
    from scraper.archive import opened
    from scraper.site.private.credentials import Credentials

    opened(path).close()
    keys = Credentials(path)
    if token:
        say(keys.new_token())
        say(f"Its hash is in {keys.token_file}; send it as 'Authorization: Bearer ...'", err=True)
        return
    set_password_by_prompt(keys.set_password)
    say(f"Its hash is in {keys.password_file}")


def set_password_by_prompt(set_password: Callable[[str], None]) -> None:
    """Ask for a password, twice on a terminal, or read it from standard input, and set it."""
    if sys.stdin.isatty():
        set_password(click.prompt("A password for this archive", hide_input=True, confirmation_prompt=True))
    else:
        set_password(sys.stdin.readline().rstrip("\r\n"))
