"""The canonical address of a story: one spelling for every way in which the same page is linked.

The archive makes a story's public key of what ``canonical`` returns, so a change here gives stories new keys: their
permanent addresses break and they are collected a second time. Change it only together with a migration that re-keys
the archive, and never drop a row of the table in ``tests/test_urls.py``.

The steps are those of RFC 3986, section 6.2 (case, percent-encoding, dot segments, default ports), and besides: no
user, no fragment, no session id, and no query parameter that only tells the newspaper where its reader came from. The
scheme, a leading "www.", a trailing slash and the order of the query are kept: on some servers they matter.
"""

from __future__ import annotations

import contextlib
import functools
import ipaddress
import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus, urlsplit, urlunsplit

if TYPE_CHECKING:
    import tldextract

# Parameters that name a campaign, a click or the page one came from. Add only what can never select a page.
# fmt: off
_TRACKING_NAMES = frozenset((
    # clicks and advertisements
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid", "ysclid",
    "igsh", "igshid", "li_fat_id", "epik",
    # audience measurement and newsletters
    "_ga", "_gl", "_hsenc", "_hsmi", "mkt_tok", "vero_id", "oly_anon_id", "oly_enc_id", "mc_cid", "mc_eid",
    "ml_subscriber", "ml_subscriber_hash",
    # where the reader came from
    "ref", "ref_", "ref_src", "ref_url", "refsrc", "referer", "referrer", "guccounter", "__twitter_impression",
    # newspapers' own campaigns
    "cmp", "cmpid", "icid", "ocid", "xtor", "spm", "ito", "smid", "smtyp", "sref", "s_cid", "sr_share",
    "ns_campaign", "ns_mchannel", "ns_source", "ns_linkname", "ns_fee",
    # sessions
    "phpsessid", "jsessionid",
))
# fmt: on
_TRACKING_PREFIXES = ("utm_", "mtm_", "matomo_", "pk_", "piwik_", "hsa_", "at_", "wt_", "guce_")

_DEFAULT_PORTS = {"http": 80, "https": 443}
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_TO_SPELL_OUT = re.compile(r"%[0-9A-Fa-f]{2}|[^!#$&-;=?-Z\[\]_a-z~]")  # escapes, and whatever may not stand unescaped
_HOST = re.compile(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]")
_LONGEST_HOST = 253  # characters (RFC 1035, section 2.3.4)
_CANONICAL = re.compile(  # of most addresses that newspapers list: nothing is to be done
    r"https?://[a-z0-9_-]+(?:\.[a-z0-9_-]+)+(?:/(?!\.{1,2}(?:/|\Z))[A-Za-z0-9._~!$&'()*+,=:@-]*)+"
)
_SESSION = re.compile(r";jsessionid=[^/;]*", re.IGNORECASE)


def canonical(url: str) -> str:
    """The one spelling of a web address (RFC 3986, section 6.2); applying it twice changes nothing.

    Any text is accepted: what is no http or https address comes back as it is, without surrounding white space.
    """
    text = url.strip()
    return text if _CANONICAL.fullmatch(text) else _canonical(text)


def _canonical(text: str) -> str:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:  # an unclosed bracket, a port that is no number
        return text
    host = _host(parts.hostname or "")
    if parts.scheme not in _DEFAULT_PORTS or not _HOST.fullmatch(host):
        return text
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{port}"
    path = _without_dots(_SESSION.sub("", _spelled(parts.path)))
    # "#!/2014/..." named a page of its own in the years when sites were built of scripts.
    fragment = _spelled(parts.fragment) if parts.fragment.startswith("!") else ""
    return urlunsplit((parts.scheme, host, path, _without_tracking(_spelled(parts.query)), fragment))


def is_host(host: str) -> bool:
    """Whether a host of an address can be one: a name that DNS can know, or an IP address."""
    if ":" in host:
        with contextlib.suppress(ValueError):
            return bool(ipaddress.ip_address(host))
        return False
    if len(host) > _LONGEST_HOST:
        return False
    try:
        name = host.encode("idna").decode("ascii")
    except UnicodeError:  # an empty label, one that is too long, a character that no name has
        return False
    return len(name) <= _LONGEST_HOST and _HOST.fullmatch(name.lower()) is not None


def _host(host: str) -> str:
    if not host.isascii():
        with contextlib.suppress(UnicodeError):  # no name that DNS knows: kept as it is
            host = host.encode("idna").decode("ascii")
    host = host.rstrip(".")
    return f"[{host}]" if ":" in host else host


def _spelled(text: str) -> str:
    """Percent-encoding in its one form: letters, digits and ``-._~`` plain, hexadecimal digits in upper case."""
    return _TO_SPELL_OUT.sub(_one_escape, text)


def _one_escape(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) == 3:
        letter = chr(int(found[1:], 16))
        return letter if letter in _UNRESERVED else found.upper()
    return "".join(f"%{byte:02X}" for byte in found.encode("utf-8", "surrogatepass"))


def _without_dots(path: str) -> str:
    """RFC 3986, section 5.2.4, for the path of an address that has a host."""
    segments = path.split("/")[1:]
    kept: list[str] = []
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _without_tracking(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part))


def _is_tracking(parameter: str) -> bool:
    name = unquote_plus(parameter.partition("=")[0]).strip().lower()
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def without_user(url: str) -> str:
    """An address without the name and password that may stand before its host: nobody's are sent, nor kept."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(url)
        if "@" in parts.netloc:
            return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return url


_VARIANT_HOST = re.compile(r"(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_VARIANT_PATH = re.compile(r"/(?:amp|print|amphtml)(?=/|\Z)|\.amp(?=\.html?\Z|\Z)")
_VARIANT_PARAMETER = re.compile(
    r"(?:amp|print|printable)(?:=(?:1|true|yes))?|(?:outputtype|output|view|mode|layout|format)=(?:amp|print)"
)
# Of parameters that may select a page elsewhere: counted as the way the reader came where their values say so.
_ORIGIN_PARAMETER = re.compile(
    r"(?:source|mod|cid|wprss|traffic_source|partner|emc|feed|from|via|src|ns_source)="
    r"(?:[^=]*(?:rss|feed|newsletter|twitter|facebook|homepage).*)?",
)


def without_variants(url: str) -> str:
    """What the addresses of one story in its AMP, mobile and print forms, and as feeds link it, have in common.

    No address to ask for, and no key: two such addresses are *probably* one story, which a list needs to know.
    """
    text = canonical(url)
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    host = _VARIANT_HOST.sub("", parts.netloc, count=1)
    kept = (
        part
        for part in parts.query.split("&")
        if not _VARIANT_PARAMETER.fullmatch(part.lower()) and not _ORIGIN_PARAMETER.fullmatch(part.lower())
    )
    query = "&".join(kept)
    path = _VARIANT_PATH.sub("", parts.path).rstrip("/")
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def is_variant(url: str) -> bool:
    """Whether an address has something that ``without_variants`` takes away, beside scheme, "www." and last slash."""
    plain = canonical(url).partition("://")[2].removeprefix("www.").rstrip("/")
    return without_variants(url) != plain


def is_front_page(url: str, *, of_language: bool = False) -> bool:
    """Whether an address is a site's front page, or also that of one of its languages (``/de/``)."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if not parts.netloc or parts.query:
        return False
    return parts.path in ("", "/") or (of_language and _LANGUAGE_FOLDER.fullmatch(parts.path) is not None)


_LANGUAGE_FOLDER = re.compile(r"/[a-z]{2,3}/?")
_PAGE = re.compile(r"[/?&,;._=-]{0,3}(?!comment|komment|coment)[^\W\d_]{0,12}[/?&,;._=-]{0,3}(\d{1,2})/?")


def page_numbers(one: str, other: str) -> tuple[int, int] | None:
    """Which pages of one story two addresses are, where they differ in nothing but the number of a page; else None.

    The first page has often no number: ("/fish", "/fish?page=2") are pages 1 and 2, as are ("/fish-1", "/fish-2").
    """
    first, second = (canonical(url).partition("://")[2].removesuffix("/") for url in (one, other))
    if first == second:
        return None
    begin = _shared(first, second)
    if any(rest[begin : begin + 1].isdigit() for rest in (first, second)):
        begin = len(first[:begin].rstrip("0123456789"))
    rests = first[begin:], second[begin:]
    end = _shared(rests[0][::-1], rests[1][::-1])
    while end and rests[0][len(rests[0]) - end].isdigit():
        end -= 1
    numbers: list[int] = []
    for rest in rests:
        changed = rest[: len(rest) - end]
        if changed and not (found := _PAGE.fullmatch(changed)):
            return None
        numbers.append(int(found[1]) if changed and found else 1)
    return numbers[0], numbers[1]


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (this, that) in pairs if this != that), min(len(one), len(other)))


def is_web_address(url: str) -> bool:
    """Whether a text can stand where a reader may follow it: an http or https address with a host, in one line."""
    try:
        parts = urlsplit(url)
        _ = parts.port
        return parts.scheme in _DEFAULT_PORTS and bool(parts.hostname) and url.isprintable()
    except ValueError:  # an unclosed bracket, a port that is no number
        return False


def site_of(url: str) -> str:
    """The registrable domain of an address, which is one publisher's, and its port if unusual; empty of no address.

    An IP address and a name without a domain (localhost) are what they are.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:  # an unclosed bracket, a port that is no number
        return ""
    domain = _registrable_domain(host)
    return domain if port in (None, *_DEFAULT_PORTS.values()) else f"{domain}:{port}"


@functools.lru_cache(maxsize=4096)
def _registrable_domain(host: str) -> str:
    # The list that comes with the library, never a download; private suffixes (github.io) tell papers apart.
    found = _suffixes()(host)
    if found.suffix or found.ipv4 or found.ipv6:
        return str(found.top_domain_under_public_suffix) or host
    # Of a domain that is not on the list (.example, .internal), the last two labels.
    return ".".join(host.split(".")[-2:])


@functools.cache
def _suffixes() -> Callable[[str], tldextract.ExtractResult]:
    import tldextract  # takes its time, and few commands need it

    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
