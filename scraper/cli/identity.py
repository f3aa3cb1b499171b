"""``backissues identity``: make the key that requests are signed with, and say how to publish its public half."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from scraper.cli.options import db_option
from scraper.cli.printing import say

DAYS = 90  # for which what is printed shows that the site has the key
HOW = """\
# Publish this at {site}{path}, as {kind}.
# With nginx, in the server of that site, the JSON above in the file {file}:
location = {path} {{
    alias {file};
    types {{}}
    default_type {kind};
    add_header Cache-Control max-age=86400;
    add_header Signature-Input '{input}';
    add_header Signature '{signature}';
}}
# The last two lines show that whoever publishes the key has it. They hold until {until}; 'backissues identity' prints
# new ones. From now on every request of a collection is signed. Nothing else of it changes."""


@click.command(short_help="Make a key, so that newspapers can know you.")
@click.option(
    "--site", "agent", default="", metavar="URL", help="The site where you publish it: https://news.example.org"
)
@db_option
def identity(agent: str, path: Path) -> None:
    """Make a key that requests are signed with, so that a newspaper can know them and admit them.

    The key is in 'identity.json' beside the archive, or in the file that BACKISSUES_IDENTITY names, and you alone may
    read it. Its public half is printed, for a site of yours; a newspaper that asks you for it can be sent it as well.
    Made once, it is printed from then on. To stop signing, move the file away.

    \b
    Examples:
      backissues identity --site https://news.example.org
      backissues identity > directory.json
    """
    from scraper.collect import identity as identities

    file = identities.path_for(path, os.environ)
    try:
        known = identities.read(path, os.environ) if file.exists() else None
        if known is None:
            if not agent:
                raise click.UsageError("name the site where you publish the key: --site https://news.example.org")
            known = identities.Identity.new(agent)
            identities.write(file, known)
            say(f"# A new key is in {file}. Keep it: whoever has it can sign as you.", err=True)
        elif agent and identities.site(agent) != known.agent:
            raise click.UsageError(f"the key in {file} is that of {known.agent}; move it away to make another")
    except identities.IdentityError as error:
        raise click.UsageError(str(error)) from None
    say(known.directory())
    now = int(time.time())
    headers = known.directory_headers(now, seconds=DAYS * 86400)
    told = HOW.format(
        site=known.agent,
        path=identities.DIRECTORY,
        kind=identities.DIRECTORY_TYPE,
        file="/etc/nginx/backissues-directory.json",
        input=headers["Signature-Input"],
        signature=headers["Signature"],
        until=time.strftime("%Y-%m-%d", time.gmtime(now + DAYS * 86400)),
    )
    say(told, err=True)
