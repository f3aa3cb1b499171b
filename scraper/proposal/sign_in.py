"""Pages that ask a reader to sign in, by their status, their address, their title or a field for a password (pure)."""

from __future__ import annotations

import re

from scraper.discover.challenges import challenge_kind
from scraper.discover.page_text import decoded
from scraper.items import Page
from scraper.proposal.list_rules import LEAST
from scraper.proposal.story_cards import story_addresses
from scraper.texts import walls

_UNAUTHORIZED = 401  # RFC 9110, section 15.5.2
_PASSWORD = re.compile(r"""(?i)<input\b[^>]{0,500}\btype\s*=\s*["']?password""")
_ADDRESS = re.compile(r"(?i)/(?:log|sign)-?(?:in|on)(?:[/.?]|$)|//(?:login|signin|sso|accounts?)\.")


def asks_to_sign_in(page: Page) -> bool:
    """Whether a page asks for a name and a password in place of what was asked for.

    A field for a password alone says nothing: many a site has one over all its pages, lists of stories among them.
    """
    if page.status == _UNAUTHORIZED or challenge_kind(page).startswith(walls.SIGN_IN):
        return True
    return bool(_PASSWORD.search(decoded(page))) and len(story_addresses(page)) < LEAST


def leads_to_sign_in(address: str) -> bool:
    """Whether a link leads to a page to sign in."""
    return bool(_ADDRESS.search(address))
