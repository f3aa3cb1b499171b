"""``backissues password``: what a private site asks for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from scraper.cli.options import db_option


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
        click.echo(keys.new_token())
        click.echo(f"Its hash is in {keys.token_file}; send it as 'Authorization: Bearer ...'", err=True)
        return
    ask(keys.set_password)
    click.echo(f"Its hash is in {keys.password_file}")


def ask(keep: Callable[[str], None]) -> None:
    """Ask for a password, twice where a person types it, and keep it."""
    if sys.stdin.isatty():
        keep(click.prompt("A password for this archive", hide_input=True, confirmation_prompt=True))
    else:
        keep(sys.stdin.readline().rstrip("\r\n"))
