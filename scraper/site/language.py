"""The reader's language: which one a request gets, and what it says there.

English stands in code and templates. ``datasette/locales/<tag>.po`` holds the same messages in another language; a new
file there is a new language of the site (docs/translating.md). JSON is for programs and stays English unless
``?lang=`` asks for another.

Templates say ``{{ _("Newsstand") }}`` or ``{% trans %}``; code says ``_("...")``, and ``N_("...")`` in tables that are
made before anybody reads.
"""

from __future__ import annotations

import contextlib
import functools
import gettext
import io
from collections.abc import Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.messages import mofile, pofile
from babel.numbers import format_decimal

from scraper.site.folder import site_dir

ENGLISH = "en"
COOKIE = "language"
PARAMETER = "lang"

# What CLDR's likely subtags do not say: its Kurdish is that of Turkey, in Latin letters.
_ALSO_LIKELY = {"ku_IQ": "ku_Arab_IQ", "ku_IR": "ku_Arab_IR"}

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def current() -> str:
    """The language in which this request is answered: a tag of ``available``."""
    return _current.get()


@contextlib.contextmanager
def speaking(tag: str) -> Iterator[None]:
    """What is said inside is said in this language."""
    token = _current.set(tag)
    try:
        yield
    finally:
        _current.reset(token)


@functools.cache
def available() -> dict[str, str]:
    """The site's languages, English first: tag -> the language's own name of itself."""
    tags = sorted(path.stem for path in (site_dir() / "locales").glob("*.po"))
    return {tag: str(Locale.parse(tag, sep="-").get_display_name(tag)).capitalize() for tag in (ENGLISH, *tags)}


def chosen(wanted: str, cookie: str, accepted: str, among: Sequence[str]) -> str:
    """The language a request gets: what its address asks for, what the reader chose before, what the browser prefers.

    :param accepted: the header ``Accept-Language`` (RFC 9110, section 12.5.4).
    """
    for tag in (wanted, cookie, *_by_preference(accepted)):
        for known in (tag.lower(), tag.lower().partition("-")[0]):
            found = next((each for each in among if each.lower() == known), None)
            if found:
                return found
    return ENGLISH


def _by_preference(accepted: str) -> list[str]:
    """The tags of an ``Accept-Language`` header, the most wanted first; those that are refused (q=0) are left out."""
    found: list[tuple[float, str]] = []
    for part in accepted[:1_000].split(","):
        tag, _, parameters = part.strip().partition(";")
        weight = parameters.replace(" ", "").partition("q=")[2] or "1"
        with contextlib.suppress(ValueError):
            if tag and float(weight) > 0:
                found.append((float(weight), tag.strip()))
    return [tag for _, tag in sorted(found, key=lambda each: -each[0])]


@functools.cache
def _messages(tag: str) -> gettext.NullTranslations:
    """The messages of a language, read from its .po file; of English, which has none, the messages themselves."""
    if tag == ENGLISH or tag not in available():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with (site_dir() / "locales" / f"{tag}.po").open("rb") as file:
        mofile.write_mo(compiled, pofile.read_po(file, locale=tag.replace("-", "_")))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def gettext_(message: str) -> str:
    """A message in the language of the request."""
    return _messages(current()).gettext(message)


def ngettext_(one: str, many: str, of: int) -> str:
    """A message about a number of things in the language of the request, nothing filled in."""
    return _messages(current()).ngettext(one, many, of)


def ngettext(one: str, many: str, of: int, /, **values: Any) -> str:
    """A message about a number of things, with ``%(num)s`` as the reader writes it and its other names filled in."""
    said = ngettext_(one, many, of).replace("%(num)s", number(of))
    return said % values if values else said


def _(message: str, **values: Any) -> str:
    """A message in the language of the request, its ``%(names)s`` filled in."""
    said = gettext_(message)
    return said % values if values else said


def N_(message: str) -> str:  # noqa: N802
    """Marks a message that is said later."""
    return message


def locale() -> Locale:
    """How dates and numbers are written in the language of the request; English as in Great Britain."""
    return _locale(current())


@functools.cache
def _locale(tag: str) -> Locale:
    return Locale.parse("en_GB" if tag == ENGLISH else tag.replace("-", "_"))


def number(value: int | float) -> str:
    """A number as the reader writes it: 1,234 or 1.234."""
    return str(format_decimal(value, locale=locale()))


def direction() -> str:
    """Which way the language of the request is written: ``ltr`` or ``rtl``."""
    return direction_of(current())


@functools.cache
def direction_of(tag: str) -> str:
    """Which way texts of a language (BCP 47) are written: ``ltr`` or ``rtl``; ``ltr`` of one that CLDR does not know.

    Not the language decides but its script, which the tag names (az-Arab) or CLDR thinks likely (ckb, pa-PK).
    """
    likely = {**get_global("likely_subtags"), **_ALSO_LIKELY}
    with contextlib.suppress(ValueError):  # no tag at all
        language, territory, script, *_more = parse_locale(tag.replace("-", "_"))
        usual = _script(likely, language)
        script = script or _script(likely, f"{language}_{territory}") or usual
        # CLDR says it of languages. In another script than its own, a language goes the way of that script's usual one.
        for known in (language if script == usual else "", likely.get(f"und_{script}", "")):
            with contextlib.suppress(ValueError, UnknownLocaleError):
                return str(Locale.parse(known).text_direction)
    return "ltr"


def _script(likely: Mapping[str, str], name: str) -> str | None:
    return parse_locale(likely[name])[2] if name in likely else None
