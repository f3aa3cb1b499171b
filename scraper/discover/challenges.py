"""Recognise what sites send instead of a page: checks for robots, captchas, consent and login walls.

This is tested only after a page could not be read, so that a story about captchas is never taken for one.
"""

from __future__ import annotations

import re

from parsel import Selector

from scraper.discover.index_document import HtmlNode, collapsed
from scraper.discover.page_text import decoded
from scraper.items import Page

_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.IGNORECASE | re.DOTALL)

# What the page is, and how its title begins. Titles are stable for years; the markup around them is not.
_TITLES = (
    ("a check for robots", r"just a moment|attention required|checking your browser|ddos|please wait"),
    (
        "a check for robots",
        r"(are you|you are not|robot or) (a )?(robot|human)|pardon our interruption|human verification",
    ),
    (
        "a check for robots",
        r"security (check|verification)|verify(ing)? (that )?you are|client challenge|bot verification",
    ),
    ("a refusal", r"access (to this page has been )?denied|403 forbidden|forbidden|request (rejected|blocked)|blocked"),
    ("a consent wall", r"before you continue|consent|(your )?privacy (settings|gate|choices)|we value your privacy"),
    ("a consent wall", r"dpg media privacy|zustimmung|einwilligung|consentement|toestemming"),
)
# Only in the responses of these services; "challenge-platform" alone is also on normal pages behind Cloudflare.
_SIGNATURES = (
    ("a check for robots", r"_cf_chl_opt|cf-chl-|cf_captcha_kind|/cdn-cgi/challenge-platform/h/"),
    ("a check for robots", r"captcha-delivery\.com|geo\.captcha|px-captcha|_pxCaptcha|perimeterx"),
    ("a check for robots", r"_Incapsula_Resource|incident_id=|awswaf|aws-waf-token|ak_bmsc|sec-if-cpt-container"),
)
# Also on normal pages, beside a form: they count only where the page has next to no text.
_WEAK_SIGNATURES = (
    ("a captcha", r"(g|h)-(re)?captcha|hcaptcha\.com|recaptcha/api|cf-turnstile|friendly-?captcha"),
    ("a consent wall", r"sourcepoint|consent(manager|\.cmp|-wall)|privacy-?wall|cookie-?wall"),
    ("a page that needs scripts", r"enable javascript|javascript is (disabled|required)"),
)
_SHORT = 1500  # characters of visible text


def challenge_kind(page: Page) -> str:
    """What a page is instead of a newspaper's page, such as "a check for robots"; "" where it is none of these."""
    if not page.body or page.body.lstrip()[:1] not in (b"<", b"\xef"):
        return ""
    source = decoded(page)
    title = _TITLE.search(source)
    if title and (kind := _first(_TITLES, collapsed(title[1]), from_start=True)):
        return f'{kind}, titled "{collapsed(title[1])[:60]}"'
    if kind := _first(_SIGNATURES, source):
        return kind
    shown = HtmlNode(Selector(text=source, type="html")).texts("body")
    return _first(_WEAK_SIGNATURES, source) if len("".join(shown)) < _SHORT else ""


def _first(patterns: tuple[tuple[str, str], ...], text: str, *, from_start: bool = False) -> str:
    for kind, pattern in patterns:
        found = re.match(pattern, text, re.IGNORECASE) if from_start else re.search(pattern, text, re.IGNORECASE)
        if found:
            return kind
    return ""
