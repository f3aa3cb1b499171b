"""Recognise what sites send instead of a page: checks for robots, captchas, consent, sign-in and other walls.

Of an index this is asked only after it could not be read, so that a page that lists a story about captchas is never
taken for a wall; of a story's page always, with what was read of it (``scraper.extract.no_story``).
"""

from __future__ import annotations

import html
import re
from urllib.parse import unquote, urlsplit

from parsel import Selector

from scraper.discover.index_document import HtmlNode, collapsed
from scraper.discover.page_text import decoded
from scraper.items import Page
from scraper.texts import walls
from scraper.texts.markup import bounded

_TITLE = re.compile(r"<title\b[^<>]{0,300}>([^<]{0,1000})", re.IGNORECASE)  # bounded: pages may hold 100,000 of them
_LARGEST = 300_000  # characters of a page that are looked at; what stands in a page's place is small

# Parts of addresses to which redirects lead: each names what stands there. They count only where the address that was
# asked for has no such part itself.
_ADDRESSES = (
    (
        walls.SIGN_IN,
        r"(?:user|account|member)?[-_]?(?:log|sign)[-_]?(?:in|on|up)(?:\.\w+)?|logon|auth(?:orize|enticate|entication)?|sso|"
        r"oauth2?|accounts?|my-?account|regist(?:er|ration|rieren)|regwall|anmeld(?:en|ung)|einloggen|connexion|"
        r"identification|iniciar-?sesion|acceso|entrar|accedi|inloggen|logga-?in|logowanie|prihlaseni|giris|vhod",
    ),
    (
        walls.CONSENT,
        r"(?:cookie-?)?consent|myprivacy|privacy-?(?:gate|wall|choices)|cookie-?wall|cmp|gdpr|einwilligung",
    ),
    (
        walls.ROBOTS,
        r"captcha|recaptcha|challenge|robot-?check|bot-?check|are-you-(?:a-)?(?:human|robot)|verify(?:-human)?|"
        r"blocked|access-?denied|denied|errors?-?403|unsupported-?browser|no-?script|nojs",
    ),
    (
        walls.OFFER,
        r"subscribe|subscriptions?|paywall|abo(?:nnement)?s?|abonnieren|sabonner|suscribete|suscripcion(?:es)?|assine|"
        r"assinatura|abbonati|abbonamenti|abonneren|prenumerera|membership|join|plans|offers?",
    ),
    (walls.APP, r"(?:get|download|open|mobile|our)?-?app|app-?(?:download|gate|wall|interstitial)"),
)
_HOSTS = (
    (walls.SIGN_IN, r"(?:login|signin|sso|auth|accounts?|id)\."),
    (walls.CONSENT, r"(?:consent|myprivacy|privacy|cmp)\."),
    (walls.ROBOTS, r"(?:captcha|challenge)\."),
)
# Only in the responses of these services; "challenge-platform" alone is also on normal pages behind Cloudflare.
_SIGNATURES = (
    (walls.ROBOTS, r"_cf_chl_opt|cf-chl-|cf_captcha_kind|/cdn-cgi/challenge-platform/h/"),
    (walls.ROBOTS, r"captcha-delivery\.com|geo\.captcha|px-captcha|_pxCaptcha|perimeterx"),
    (
        walls.ROBOTS,
        r"_Incapsula_Resource|Incapsula incident ID|incident_id=|awswaf|aws-waf-token|ak_bmsc|sec-if-cpt-container",
    ),
)
# Also on normal pages, beside a form: they count only where the page has next to no text.
_WEAK_SIGNATURES = (
    (walls.CAPTCHA, r"(g|h)-(re)?captcha|hcaptcha\.com|recaptcha/api|cf-turnstile|friendly-?captcha"),
    (walls.CONSENT, r"sourcepoint|consent(manager|\.cmp|-wall)|privacy-?wall|cookie-?wall"),
    (walls.SCRIPTS, r"enable javascript|javascript is (disabled|required)"),
)
_SHORT = 1500  # characters of visible text


def challenge_kind(page: Page) -> str:
    """What a page is instead of a newspaper's page, such as "a check for robots"; "" where it is none of these."""
    if not page.body or page.body.lstrip()[:1] not in (b"<", b"\xef"):
        return ""
    if kind := kind_of_redirect(page):
        return f"{kind}, to which the address leads"
    source = decoded(page)[:_LARGEST]
    if kind := walls.kind_of_title(title := title_of(source)):
        return f'{kind}, titled "{title[:60]}"'
    if kind := signature(source):
        return kind
    shown = HtmlNode(Selector(text=bounded(source).source, type="html")).texts("body")
    return weak_signature(source) if len("".join(shown)) < _SHORT else ""


def signature(source: str) -> str:
    """The kind of check for robots whose scripts a page loads; "" where it loads none."""
    return _first(_SIGNATURES, source)


def weak_signature(source: str) -> str:
    """The kind of wall that a page with next to no text is by the forms and scripts on it; "" where it is none."""
    return _first(_WEAK_SIGNATURES, source)


def title_of(source: str) -> str:
    """What a page's title element says; "" where it has none."""
    found = _TITLE.search(source)
    return collapsed(html.unescape(found[1])) if found else ""


def kind_of_redirect(page: Page) -> str:
    """What the address names that a redirect led to; "" where it is a page like the one that was asked for."""
    if not page.requested_url or page.requested_url == page.url:
        return ""
    asked, answered = _parts(page.requested_url), _parts(page.url)
    ends = {*answered[:1], *answered[-1:]} - {*asked}
    for kind, pattern in _ADDRESSES:
        if any(re.fullmatch(pattern, part) for part in ends):
            return kind
    host, asked_host = urlsplit(page.url).hostname or "", urlsplit(page.requested_url).hostname or ""
    if host == asked_host:
        return ""
    return next((kind for kind, pattern in _HOSTS if re.match(pattern, host)), "")


def _parts(url: str) -> list[str]:
    """The parts of an address's path, in lower case."""
    return [part for part in unquote(urlsplit(url).path).casefold().split("/") if part]


def _first(patterns: tuple[tuple[str, str], ...], text: str) -> str:
    return next((kind for kind, pattern in patterns if re.search(pattern, text, re.IGNORECASE)), "")
