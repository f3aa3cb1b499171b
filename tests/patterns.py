"""Every regular expression of the project against texts made to defeat it: none may take the square of their length.

    python -m tests.patterns                all of them, on two processes
    python -m tests.patterns feeds dates    those in whose place or name one of these words stands

A server chooses what a pattern reads. A pattern that looks from each place of a text to its end, and fails, takes the
square of the text's length: seconds for 100 kB, and nothing ends it. So each pattern is taken apart by Python's own
parser, and read against long repeats of what it is made of, behind what comes before, with an end that it does not
expect. What grows faster than its text, and takes a noticeable time at the longest that it can meet, is printed; the
exit code is then 1.

The patterns are those that are compiled while all modules are imported and the pages and papers of the tests are read,
and those that stand in a call such as ``re.search("...", text)``.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import multiprocessing
import pkgutil
import re
import re._constants as kinds  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any, NamedTuple, TypeGuard

import scraper
from scraper.texts import markup

FOLDER = Path(scraper.__file__).parent
SMALL = 3_000  # characters of a first look
SIZES = (6_000, 12_000, 24_000)
NOTICED = 0.1  # seconds
GROWTH = 3.0  # for twice the text; what takes the square has four
LIMIT = 0.3  # seconds of the processor for one text
WORTH_A_LOOK = 0.002  # seconds by the clock for the small text: what takes the square of it takes as much


class Met(NamedTuple):
    """What a pattern meets: the longest text in characters, and what sees to that; or how it is asked, where a table
    of patterns has the name; and what a text has become when it meets it."""

    longest: int
    because: str
    ask: str = ""
    become: Callable[[str], str] = str


def collapsed(text: str) -> str:
    """The text without blanks in a row."""
    return " ".join(text.split())


def without_blanks(text: str) -> str:
    """The text without any."""
    return "".join(text.split())


def attributes(text: str) -> str:
    """The attributes of a tag, as ``texts/markup.py`` finds them."""
    tag = markup._TAG.match(f"<a {text}")
    return (tag and tag["attributes"]) or ""


ANY = SIZES[-1]
COLLAPSED = "its text has no blanks in a row"
OWN = "a file of the operator's own"
MET: Mapping[str, Met] = {
    "archive/search/suggestions.py completions": Met(200, "the beginning of what is typed"),
    "captures/payload.py _END_OF_PAGE": Met(4_096, "the end of a body"),
    "captures/saved_pages.py PROGRAMS": Met(8_192, "TOP"),
    "catalogue/trial.py pattern": Met(200, OWN),
    "discover/day_spans.py _BEFORE_A_DASH": Met(40, "what stands before a date"),
    "discover/javascript.py value": Met(ANY, COLLAPSED, become=collapsed),
    "discover/secrets.py _PARAMETER": Met(2_000, OWN),
    "extract/fields/published.py _PARTS": Met(220, "_LONG_LINE, with blanks put in"),
    "extract/fields/small_fields.py _DAY_AFTER_PLACE": Met(200, "what opens a first paragraph"),
    "extract/fields/small_fields.py _DATELINE": Met(120, "the beginning of a paragraph"),
    "extract/page/jsonld.py _CDATA": Met(ANY, COLLAPSED, become=collapsed),
    "extract/page/jsonld.py _MISSING_COMMA": Met(ANY, COLLAPSED, become=collapsed),
    "extract/page/jsonld.py _SINGLE_QUOTED": Met(3_000, "fewer than 1,000 quotation marks"),
    "proposal/edition_pages.py _CHINESE_PAGE": Met(ANY, "", "match"),
    "proposal/home_page.py _BARS": Met(ANY, COLLAPSED, become=collapsed),
    "proposal/home_page.py _logos": Met(ANY, COLLAPSED, become=collapsed),
    "proposal/list_rules.py PAGE_NUMBER": Met(ANY, "", "fullmatch"),
    "texts/dates/dates.py _CJK_WEEKDAY": Met(64, "_LONGEST"),
    "texts/markup.py _EACH": Met(ANY, "its text are attributes, from end to end", become=attributes),
    "proposal/edition_candidates.py _REFRESH": Met(4_000, "_BEGINNING"),
    "reasons/old_sentences.py _OF_EDITION": Met(ANY, "", "fullmatch"),
    "reasons/old_sentences.py _OF_INDEX": Met(ANY, "", "fullmatch"),
    "reasons/old_sentences.py _OF_STORY": Met(ANY, "", "fullmatch"),
    "texts/dates/dates.py _CJK_BEGINNING": Met(ANY, "a word has no blanks", become=without_blanks),
    "texts/phrases.py __init__": Met(600, "_opens_a_sentence"),
    "texts/phrases.py _pattern_of": Met(600, "_opens_a_sentence"),
    "texts/phrases.py anywhere": Met(150, "_SHORT_TEXT"),
    "texts/statements/matcher.py _BEGINNING": Met(261, "_WINDOW: so many blanks before a word"),
    "texts/statements/template_fields.py _TWO_SENTENCES": Met(125, "_LENGTHS, and 50 more"),
    "texts/walls.py _KINDS": Met(140, "_LONGEST", "fullmatch"),
    "texts/walls.py _SEPARATORS": Met(140, "_LONGEST"),
}


class Found(NamedTuple):
    """A pattern: what it says, its flags, where it is compiled, how it is asked."""

    source: str | bytes
    flags: int
    place: str
    ask: str


class Slow(NamedTuple):
    """A pattern that grows faster than its text: seconds at a size, the text, as what comes first and what repeats."""

    seconds: float
    size: int
    head: str
    unit: str


# Where the patterns are


class Compiled:
    """What is compiled while this is entered, by the place in the project that asks for it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.places: dict[tuple[str | bytes, int], str] = {}

    def __enter__(self) -> Compiled:
        """Put itself in the place of what ``re`` compiles with."""
        re.purge()
        self.original: Callable[..., re.Pattern[Any]] = re._compile  # type: ignore[attr-defined]
        re._compile = self._compile  # type: ignore[attr-defined]
        return self

    def __exit__(self, *_: object) -> None:
        """Put back what was there."""
        re._compile = self.original  # type: ignore[attr-defined]

    def _compile(self, pattern: Any, flags: int) -> re.Pattern[Any]:
        if not isinstance(pattern, str | bytes):
            return self.original(pattern, flags)
        if (pattern, int(flags)) not in self.places and (place := _place(sys._getframe(2))):
            self.places[pattern, int(flags)] = place
        return self.original(pattern, flags)


def _place(frame: FrameType | None) -> str:
    """``texts/words.py NAME``, of the frame that compiles; empty where that is no module of the project."""
    if frame is None or not frame.f_code.co_filename.startswith(f"{FOLDER}/"):
        return ""
    inner, each = frame, frame.f_back
    while inner.f_code.co_name != "<module>" and each is not None:
        if each.f_code.co_filename.startswith(f"{FOLDER}/") and each.f_code.co_name == "<module>":
            inner = each
        each = each.f_back
    return name_at(Path(inner.f_code.co_filename), inner.f_lineno)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def _statements(path: Path) -> list[ast.stmt]:
    return [node for node in ast.walk(_tree(path)) if isinstance(node, ast.stmt)]


def name_at(path: Path, line: int) -> str:
    """The file with the name that is given a value in this line of it, or the function that it belongs to."""
    name = ""
    for node in _statements(path):
        if not node.lineno <= line <= (node.end_lineno or 0):
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            name = node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign) and not name:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            name = target.id if isinstance(target, ast.Name) else name
    return f"{path.relative_to(FOLDER)} {name}".strip()


def imported() -> None:
    """Import every module of the project."""
    for module in pkgutil.walk_packages(scraper.__path__, "scraper."):
        if "__main__" not in module.name:
            importlib.import_module(module.name)


def written_in_calls() -> Iterator[Found]:
    """The patterns that stand in calls such as ``re.search("...", text)``: many are compiled for certain pages only."""
    for path in sorted(FOLDER.rglob("*.py")):
        for node in ast.walk(_tree(path)):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="re"), attr=ask),
                    args=[ast.Constant(value=str() | bytes() as source), *_],
                ) if ask != "escape":
                    flags = sum(getattr(re, each.attr) for each in ast.walk(node) if _is_flag(each))
                    name = name_at(path, node.lineno)
                    yield Found(source, flags, name, way(name) if ask == "compile" else ask)


def _is_flag(node: ast.AST) -> TypeGuard[ast.Attribute]:
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "re"
        and node.attr.isupper()
    )


@cache
def _asked() -> Mapping[str, set[str]]:
    """The methods that are asked of each name, ``""`` for any other use; a private name with its file before it."""
    found: dict[str, set[str]] = {}
    for path in FOLDER.rglob("*.py"):
        inside: set[int] = set()
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Attribute):
                inside.add(id(node.value))
                if name := _name(node.value):
                    found.setdefault(_key(path, name), set()).add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in inside:
                found.setdefault(_key(path, node.id), set()).add("")
    return found


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _key(path: Path, name: str) -> str:
    return f"{path.relative_to(FOLDER)} {name}" if name.startswith("_") else name


def way(place: str) -> str:
    """How a pattern of this name is asked: ``match``, ``fullmatch``, ``search``, or ``finditer`` for all else."""
    if place in MET and MET[place].ask:
        return MET[place].ask
    file, _, name = place.rpartition(" ")
    ways = _asked().get(_key(FOLDER / file, name), {""})
    return next((ask for ask in ("fullmatch", "match", "search") if ways == {ask}), "finditer")


def patterns() -> list[Found]:
    """All of them, each once, in the order of their places."""
    with Compiled() as compiled:
        imported()
        _read_the_papers_of_the_tests()
    found = [Found(source, flags, place, way(place)) for (source, flags), place in compiled.places.items()]
    known = {(each.source, each.place) for each in found}
    found += [each for each in written_in_calls() if (each.source, each.place) not in known]
    found = [each for each in found if not each.place.startswith("demo/")]  # a newspaper of the project's own
    return sorted(found, key=lambda each: (each.place, str(each.source)))


def _read_the_papers_of_the_tests() -> None:
    """Read stories, so that what is compiled at the first page is compiled, and what publications give for patterns."""
    from scraper.reading import read_story

    tests = Path(__file__).parent
    for page in sorted((tests / "extract" / "golden").glob("*/page.html"))[:20]:
        read_story(page.read_bytes(), "https://www.lantern.example/2026/03/07/a")


# Texts to defeat a pattern

_CHARACTERS = " a1A<>\"'/-_.,;:=&@#%[](){}\\n\té\n"


def _holds(item: tuple[Any, Any], char: str) -> bool:
    kind, value = item
    if kind is kinds.LITERAL:
        return bool(value == ord(char))
    if kind is kinds.RANGE:
        return bool(value[0] <= ord(char) <= value[1])
    if kind is kinds.CATEGORY:
        word = str(value).removeprefix("CATEGORY_").removeprefix("UNI_")
        no = word.startswith("NOT_")
        is_of = {"DIGIT": str.isdigit, "SPACE": str.isspace, "WORD": lambda char: char.isalnum() or char == "_"}
        return bool(is_of[word.removeprefix("NOT_")](char)) is not no
    return False


def _of_class(items: list[tuple[Any, Any]]) -> str:
    no = items[0][0] is kinds.NEGATE
    for char in _CHARACTERS:
        if any(_holds(item, char) for item in items) is not no:
            return char
    for kind, value in items:
        if not no and kind in (kinds.LITERAL, kinds.RANGE):
            return chr(value if kind is kinds.LITERAL else value[0])
    return "a"


def sample(tree: Iterable[tuple[Any, Any]]) -> str:
    """A short text that this part of a pattern is likely to match."""
    text = ""
    for kind, value in tree:
        if kind is kinds.LITERAL:
            text += chr(value)
        elif kind is kinds.NOT_LITERAL:
            text += "b" if value == ord("a") else "a"
        elif kind is kinds.ANY:
            text += "a"
        elif kind is kinds.IN:
            text += _of_class(value)
        elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            text += sample(value[2]) * min(max(value[0], 1), 20)
        elif kind is kinds.SUBPATTERN:
            text += sample(value[3])
        elif kind is kinds.ATOMIC_GROUP:
            text += sample(value)
        elif kind is kinds.BRANCH:
            text += sample(value[1][0])
    return text


_BRANCHES = 12  # of a list of words, which may be thousands


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """What comes before each part of a pattern, and a text for that part: the whole tree, from outside in."""
    items = list(tree)
    for number, (kind, value) in enumerate(items):
        head = before + sample(items[:number])
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            yield head, sample(value[2])
            yield from _repeats(value[2], head)
        elif kind is kinds.SUBPATTERN:
            yield from _repeats(value[3], head)
        elif kind is kinds.ATOMIC_GROUP:
            yield from _repeats(value, head)
        elif kind in (kinds.ASSERT, kinds.ASSERT_NOT):
            yield from _repeats(value[1], head)
        elif kind is kinds.BRANCH:
            for branch in value[1][:_BRANCHES]:
                yield head, sample(branch)
                yield from _repeats(branch, head)
        if number:
            yield before, sample(items[: number + 1])


_UNITS = (" ", "a", "1", "A", "<", "\n", '"', ".", ", ", "a ", "a-", "[", "(")
_TEXTS = 80  # of one pattern


def hostile(source: str | bytes, flags: int) -> list[tuple[str, str]]:
    """What comes first, and what repeats, of texts that a pattern may be slow to read."""
    found: dict[tuple[str, str], None] = {}
    tree = parser.parse(source, flags)
    for head, unit in _repeats(tree, ""):
        for pair in ((head, unit), ("", unit), ("", head), ("", head + unit)):
            found.setdefault(pair)
    heads = dict.fromkeys(head for head, _ in found)
    for head in heads:
        for unit in _UNITS:
            found.setdefault((head, unit))
    return [(head[:500], unit[:500]) for head, unit in found if unit][:_TEXTS]


# How long it takes


class _TooLong(Exception):
    pass


def _stop(*_: object) -> None:
    raise _TooLong


def seconds(read: Callable[[Any], object], text: str | bytes) -> float:
    """Of the processor, until the pattern has read this text; as many as the limit where it takes longer."""
    begin = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT)
    try:
        read(text)
    except _TooLong:
        return LIMIT
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - begin


def slow(found: Found) -> Slow | None:
    """The worst text of a pattern, if it grows faster than its text and takes a noticeable time."""
    pattern = re.compile(found.source, found.flags)
    read: Callable[[Any], object] = getattr(pattern, found.ask)
    if found.ask not in ("match", "fullmatch", "search"):
        read = lambda text: sum(1 for _ in pattern.finditer(text))  # noqa: E731
    met = MET.get(found.place, Met(ANY, ""))
    longest = met.longest
    signal.signal(signal.SIGVTALRM, _stop)

    def taken(size: int, head: str, unit: str, end: str) -> float:
        text = met.become(head + unit * (size // len(unit) + 1) + end)
        return seconds(read, text.encode("utf-8", "replace") if isinstance(found.source, bytes) else text)

    for head, unit in hostile(found.source, found.flags):
        for end in ("\x00", ""):
            begin = time.perf_counter()  # finer than the processor's time
            taken(min(SMALL, longest), head, unit, end)
            if time.perf_counter() - begin < WORTH_A_LOOK:
                continue
            sizes = [size for size in SIZES if size < longest]
            measured = _measured(partial(taken, head=head, unit=unit, end=end), [*sizes, longest])
            size, most = measured[-1]
            if most > NOTICED and (most >= LIMIT or most > GROWTH * measured[-2][1]):
                return Slow(most, size, head, unit)
    return None


def _measured(taken: Callable[[int], float], sizes: Iterable[int]) -> list[tuple[int, float]]:
    """Sizes and seconds, as far as none takes the limit."""
    measured = [(0, 0.0)]
    for size in sizes:
        measured.append((size, taken(size)))
        if measured[-1][1] >= LIMIT:
            break
    return measured


def scan(found: list[Found], processes: int = 2) -> Iterator[tuple[Found, Slow]]:
    """Those that are slow, as they are found."""
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        for each, result in zip(found, pool.imap(slow, found, chunksize=4), strict=True):
            if result:
                yield each, result


def main(given_arguments: Sequence[str] | None = None) -> int:
    """Scan, print what is slow, and say how many there were."""
    options = argparse.ArgumentParser(prog="python -m tests.patterns", description="Which pattern is slow?")
    options.add_argument("words", nargs="*", help="only patterns in whose place one of these stands")
    words = options.parse_args(given_arguments).words
    warnings.simplefilter("ignore")
    found = [each for each in patterns() if not words or any(word in each.place for word in words)]
    if not found:
        options.error(f"no pattern stands where {' or '.join(words)} stands; such as: 'feeds', 'dates.py _CJK_WEEKDAY'")
    begin, number = time.monotonic(), 0
    for each, result in scan(found):
        number += 1
        print(
            f"{each.place}: {result.seconds:.2f} s for {result.size:,} characters, {each.ask}\n"
            f"    {each.source[:150]!r}\n    {result.head[-60:]!r} and then {result.unit[:60]!r}",
            flush=True,
        )
    print(f"{len(found):,} patterns, {number} of them slow, {time.monotonic() - begin:.0f} s")
    return 1 if number else 0


if __name__ == "__main__":
    sys.exit(main())
