"""The language of a request: how it is chosen, and the messages, dates and numbers in it.

Messages are English in code and templates. ``datasette/locales/<tag>.po`` has their translations (GNU gettext); a new
file there is a new language of the site (docs/translating.md). JSON is for programs and stays English unless
``?lang=`` asks for another language.

Templates write ``{{ _("Newsstand") }}`` or ``{% trans %}``; code writes ``_("...")``, and ``N_("...")`` in tables,
which are made before there is a request.
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

# Missing in CLDR's likely subtags, whose Kurdish is that of Turkey, in Latin letters.
_ALSO_LIKELY = {"ku_IQ": "ku_Arab_IQ", "ku_IR": "ku_Arab_IR"}

_current: ContextVar[str] = ContextVar("language", default=ENGLISH)


def current() -> str:
    """The language of this request: a tag of ``available``; English outside of a request."""
    return _current.get()


@contextlib.contextmanager
def speaking(tag: str) -> Iterator[None]:
    """Use this language for all messages inside the block.

    :param tag: one of ``available``.
    """
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
    """The language of a request, by its address, the reader's earlier choice, and the preferences of the browser.

    :param wanted: the tag in the address (``?lang=``); "" without one.
    :param cookie: the tag that the reader chose before; "" without one.
    :param accepted: the header ``Accept-Language`` (RFC 9110, section 12.5.4).
    :param among: the tags of the site's languages.
    :returns: one of ``among``; English where none of them is wanted.
    """
    for tag in (wanted, cookie, *_by_preference(accepted)):
        for known in (tag.lower(), tag.lower().partition("-")[0]):
            match = next((language for language in among if language.lower() == known), None)
            if match:
                return match
    return ENGLISH


def _by_preference(accepted: str) -> list[str]:
    """The tags of an ``Accept-Language`` header, the most wanted first; those that are refused (q=0) are left out."""
    weighted: list[tuple[float, str]] = []
    for part in accepted[:1_000].split(","):
        tag, _, parameters = part.strip().partition(";")
        weight = parameters.replace(" ", "").partition("q=")[2] or "1"
        with contextlib.suppress(ValueError):
            if tag and float(weight) > 0:
                weighted.append((float(weight), tag.strip()))
    return [tag for _, tag in sorted(weighted, key=lambda pair: -pair[0])]


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
    """A message in the language of the request; its names are not filled in."""
    return _messages(current()).gettext(message)


def ngettext_(one: str, many: str, of: int) -> str:
    """A message about a number of things in the language of the request; its names are not filled in."""
    return _messages(current()).ngettext(one, many, of)


def ngettext(one: str, many: str, of: int, /, **values: Any) -> str:
    """A message about a number of things in the language of the request.

    :param of: the number, which also stands for ``%(num)s``, written as in that language.
    :param values: stand for the other ``%(names)s``.
    """
    message = ngettext_(one, many, of).replace("%(num)s", number(of))
    return message % values if values else message


def _(message: str, **values: Any) -> str:
    """A message in the language of the request, its ``%(names)s`` filled in."""
    translated = gettext_(message)
    return translated % values if values else translated


def N_(message: str) -> str:  # noqa: N802
    """Mark a message for the translators; ``_`` translates it later."""
    return message


def locale() -> Locale:
    """Babel's locale of the language of the request, for dates and numbers; British for English."""
    return _locale(current())


@functools.cache
def _locale(tag: str) -> Locale:
    return Locale.parse("en_GB" if tag == ENGLISH else tag.replace("-", "_"))


def number(value: int | float) -> str:
    """A number as it is written in the language of the request: 1,234 or 1.234."""
    return _number(value, current())


@functools.lru_cache(maxsize=10_000)  # pages of many papers have thousands
def _number(value: int | float, tag: str) -> str:
    return str(format_decimal(value, locale=_locale(tag)))


def direction() -> str:
    """The writing direction of the language of the request: ``ltr`` or ``rtl``."""
    return direction_of(current())


@functools.cache
def direction_of(tag: str) -> str:
    """The writing direction of texts in a language: ``ltr`` or ``rtl``.

    It depends on the script, which the tag names (az-Arab) or which is the likely one by CLDR (ckb, pa-PK).

    :param tag: BCP 47; of a language that CLDR does not know the direction is ``ltr``.
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
