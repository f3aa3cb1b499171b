"""Fill ``{...}`` in the addresses, selectors and patterns of a publication file.

    {date:%Y/%b/%d|lower}   the edition date; formats as in strftime, and more: date_formats.py
    {date-1:%d-%m-%Y}       the day before; ``+2`` two days later; without a format YYYY-MM-DD
    {weeks since 2018-12-28+1}  the number of an issue, counted from the day of the first
    {edition.id}            a variable of the local edition, of the supplement, of [vars], of the environment (env.NAME)
    {supplement.query?}     nothing where it is not set;  {x?default} says what instead
    {env.API_KEY}           stays as it is until the request is sent, if it is a secret (``scraper.discover.secrets``)
    {x|quote}               filters: lower, upper, title, ascii (without accents), quote (percent-encoded)

A brace group that does not start with a letter is literal, so the ``{4}`` of a pattern survives; a JMESPath hash is
written with a space after the brace.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from urllib.parse import quote

from scraper.discover import date_formats
from scraper.discover.errors import MissingVariableError
from scraper.secrets import PLACEHOLDER

Escape = Callable[[str], str]

_GROUP = re.compile(r"\{(?=[A-Za-z])([^{}]*)\}")
_INSIDE = re.compile(
    r"(?P<name>(?:days|weeks|months) since \d{4}-\d\d-\d\d|[A-Za-z]\w*(?:\.[A-Za-z_][\w-]*)*)(?P<offset>[+-]\d+)?"
    r"(?:\?(?P<default>[^|]*)|:(?P<format>[^|]*))?(?P<filters>(?:\|[a-z]+)*)"
)
_NAME = re.compile(r"\{([A-Za-z]\w*(?:\.[A-Za-z_][\w-]*)*)")
# What NFKD does not take apart.
_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d"})
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


FILTERS: Mapping[str, Escape] = {
    "lower": str.lower,
    "upper": str.upper,
    "title": str.capitalize,
    "ascii": _ascii,
    "quote": lambda text: quote(text, safe=""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variables:
    """What a template may name: the edition date, plain texts, and texts that are templates themselves.

    Texts read from a page are in ``texts`` and never taken for templates.
    """

    date: dt.date
    zone: dt.tzinfo = dt.UTC
    texts: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)

    def bound(self, texts: Mapping[str, str]) -> Variables:
        """These variables with further plain texts, which win over earlier ones of the same name."""
        return replace(self, texts={**self.texts, **texts})


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One parsed ``{...}`` of a template."""

    name: str
    offset: int = 0
    format: str | None = None
    default: str | None = None
    filters: tuple[str, ...] = ()


def fill(template: str, variables: Variables, *, escape: Escape | None = None) -> str:
    """The template with every variable filled in.

    :param escape: applied to each text that is filled in, not to dates.
    :raises MissingVariableError: a name has no value, and its group no default.
    """
    return _filled(template, variables, escape, ())


def brace_groups(template: str) -> Iterator[Group]:
    """The ``{...}`` groups of a template, in order.

    :raises ValueError: a group cannot be parsed.
    """
    for match in _GROUP.finditer(template):
        yield _brace_group(match[1])


def names_in(thing: object) -> frozenset[str]:
    """The names of all variables in a publication's rules, at any depth of the dataclasses."""
    return frozenset(name for text in texts_in(thing) for name in _NAME.findall(text))


def date_offsets(thing: object) -> frozenset[int]:
    """The days by which the dates in a publication's templates differ from the edition's: -1 of {date-1}; never 0."""
    groups = (group for text in texts_in(thing) for group in brace_groups(text))
    return frozenset(group.offset for group in groups if group.name == "date" and group.offset)


def names_the_day(thing: object) -> bool:
    """Whether a publication's rules name the day of the edition, and not only its month or year."""
    groups = (group for text in texts_in(thing) for group in brace_groups(text))
    return any(group.name == "date" and date_formats.has_day(group.format) for group in groups)


def of_the_paper(template: str, templates: Mapping[str, str], env: Mapping[str, str]) -> str:
    """A template without an edition, filled from [vars] and the environment; "" where a variable is not set."""
    texts = {f"env.{name}": text for name, text in env.items()}
    try:
        return fill(template, Variables(date=dt.date.min, texts=texts, templates=templates))
    except MissingVariableError:
        return ""


def _filled(template: str, variables: Variables, escape: Escape | None, open_names: tuple[str, ...]) -> str:
    def one(match: re.Match[str]) -> str:
        group = _brace_group(match[1])
        if group.name == "date":
            day = variables.date + dt.timedelta(days=group.offset)
            text = day.isoformat()
            if group.format is not None:
                text = date_formats.format_date(day, group.format, variables.zone)
                if "ascii" in group.filters and date_formats.language_of(group.format).startswith("de"):
                    text = text.translate(_GERMAN)
        elif date_formats.is_serial(group.name):
            text = str(date_formats.serial(variables.date, group.name) + group.offset)
        else:
            text = _looked_up(group, variables, open_names)
            text = escape(text) if escape else text
        for name in group.filters:
            text = _filtered(text, name)
        return text

    return _GROUP.sub(one, template) if "{" in template else template


def _filtered(text: str, name: str) -> str:
    """A text after a filter; the placeholder of a secret notes it down, for when its value is put in."""
    parts = PLACEHOLDER.split(text)  # every second one is a placeholder
    return "".join(f"{part[:-1]}|{name}}}" if number % 2 else FILTERS[name](part) for number, part in enumerate(parts))


def names_reached(thing: object, templates: Mapping[str, str]) -> frozenset[str]:
    """The names of all variables in a publication's rules, and of those that they are made of.

    :param templates: the texts that are templates themselves, as in [vars].
    """
    names, found = frozenset[str](), names_in(thing)
    while more := found - names:
        names |= more
        found = names_in(tuple(templates[name] for name in more if name in templates))
    return names


def texts_in(thing: object) -> Iterator[str]:
    """Every text in a publication's rules, at any depth of the dataclasses."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, Mapping):
        yield from texts_in(tuple(thing.values()))
    elif isinstance(thing, tuple):
        for one in thing:
            yield from texts_in(one)
    elif is_dataclass(thing):
        yield from texts_in(tuple(getattr(thing, each.name) for each in fields(thing)))


def _looked_up(group: Group, variables: Variables, open_names: tuple[str, ...]) -> str:
    if group.name in open_names:
        raise MissingVariableError(f"{{{group.name}}} is made of itself: {' -> '.join((*open_names, group.name))}.")
    text = variables.texts.get(group.name)
    if text is None and group.name in variables.templates:
        text = _filled(variables.templates[group.name], variables, None, (*open_names, group.name))
    if text:
        return text
    if group.default is not None:
        return group.default
    if text is None:
        in_file = f"write {{{group.name}?}} in the publication file if it may lack"
        cure = "set it in the environment" if group.name.startswith("env.") else in_file
        raise MissingVariableError(f"{{{group.name}}}: {cure}.")
    return text


def _brace_group(inside: str) -> Group:
    match = _INSIDE.fullmatch(inside)
    if not match:
        raise ValueError(f"{{{inside}}} is no variable; put a space after the brace if it is meant literally")
    name, pattern = match["name"], match["format"]
    filters = tuple(match["filters"].split("|")[1:])
    is_serial = date_formats.is_serial(name)
    if name != "date" and ((match["offset"] and not is_serial) or pattern is not None):
        raise ValueError(f"{{{inside}}}: only 'date' takes an offset or a format; a default is written {{{name}?...}}")
    try:
        if is_serial:
            date_formats.serial(dt.date.max, name)
        if pattern is not None:
            date_formats.check_format(pattern)
    except ValueError as error:
        raise ValueError(f"{{{inside}}}: {error}") from error
    if strange := [each for each in filters if each not in FILTERS]:
        raise ValueError(f"{{{inside}}}: no filter '{strange[0]}'; there are {', '.join(FILTERS)}")
    return Group(name=name, offset=int(match["offset"] or 0), format=pattern, default=match["default"], filters=filters)
