"""``backissues serve``: the archive as a site."""

from __future__ import annotations

from pathlib import Path

import click

from scraper.cli.options import db_option


@click.command(short_help="Browse and search the archive as a site.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="0 picks a free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@db_option
def serve(host: str, port: int, open_browser: bool, path: Path) -> None:
    """Browse and search the archive at an address of your own; JSON beside every page. Ctrl-C ends it.

    \b
    Examples:
      backissues serve --open
      backissues serve --db 1924.db --port 8080
    """
    from scraper.publish.site import serve as serve_site

    serve_site(path, host=host, port=port, open_browser=open_browser, ready=lambda url: click.echo(f"{url}"))
