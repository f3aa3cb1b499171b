"""``backissues serve``: serve the archive as a site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scraper.cli.options import db_option
from scraper.cli.printing import say


@click.command(short_help="Browse and search the archive as a site.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 picks a free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@click.option("--private", is_flag=True, help="Ask for a password or token, for everything.")
@click.option("--https", is_flag=True, help="Readers reach it by https: sessions are sent by https only.")
@click.option("--url", "urls", multiple=True, help="Where readers reach it, if elsewhere: https://news.example.org/")
@click.option("--proxy", "proxies", multiple=True, help="Address of a proxy whose X-Forwarded-For is believed.")
@click.option("--cors", is_flag=True, help="Let pages of other sites read it.")
@click.option("--to-everyone", is_flag=True, help="Show all texts to everybody who reaches --host.")
@db_option
def serve(
    host: str,
    port: int,
    open_browser: bool,
    private: bool,
    https: bool,
    urls: tuple[str, ...],
    proxies: tuple[str, ...],
    cors: bool,
    to_everyone: bool,
    path: Path,
) -> None:
    """Browse and search the archive at an address of your own; JSON beside every page. Ctrl-C ends it.

    It listens on this machine alone. For others there are two ways: a public file, which holds nothing that may not be
    shown ('backissues publish'), or a private site, which asks everybody for the password ('backissues password').

    \b
    Examples:
      backissues serve --open
      backissues serve --db 1924.db --port 8080
      backissues serve --db public.db --host 0.0.0.0
      backissues serve --private --host 0.0.0.0
      backissues serve --db public.db --url https://news.example.org/archive/ --proxy 127.0.0.1

    It answers under its own address alone: what a web page elsewhere asks under another name is refused. --url says
    under which others readers reach it, through a proxy or by a name in your network; links carry the first.
    """
    from scraper.collect.redact import clean_before_showing
    from scraper.site.app import is_for_everyone, is_own_machine
    from scraper.site.app import serve as serve_site
    from scraper.site.door.names import proxy_address, site_url

    clean_before_showing(path, lambda text: say(text, err=True))
    is_shown_to_all = not (private or is_own_machine(host))
    if is_shown_to_all and not is_for_everyone(path):
        if not to_everyone:
            raise click.UsageError(
                f"--host {host} would show the text of every story in {path} to everybody on that network. "
                "--private asks them for a password; 'backissues publish' writes a file that may be shown; "
                "--to-everyone shows it all the same"
            )
        say(f"Everybody who reaches {host} can read the text of every story in {path}.", err=True)
    if private:
        _with_a_password(path)
    serve_site(
        path,
        host=host,
        port=port,
        open_browser=open_browser,
        ready=lambda url: say(f"{url}"),
        private=private,
        https=https,
        urls=[site_url(url) for url in urls],
        proxies=[proxy_address(proxy) for proxy in proxies],
        cors=cors,
        public_only=is_shown_to_all and not to_everyone,
    )


def _with_a_password(path: Path) -> None:
    """Ask for a new password where none is set and a person is at the terminal."""
    from scraper.archive import opened
    from scraper.cli.password import set_password_by_prompt
    from scraper.site.private.credentials import Credentials

    opened(path).close()
    keys = Credentials(path)
    if sys.stdin.isatty() and not keys.password_hash():
        set_password_by_prompt(keys.set_password)
