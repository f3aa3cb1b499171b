"""A host's robots.txt: what it allows us (RFC 9309), and what else it says of the uses of its pages.

- Rules and Crawl-delay are read by Protego.
- ``Content-Signal`` (contentsignals.org) and ``Content-Usage`` (draft-ietf-aipref-attach-05, section 3) stand in
  groups: those of the group for us hold, else those for everybody. Either may begin with a path; the longest that
  matches holds, and of equally long ones each does.
- ``License`` (RSL 1.0, section 4.4) names an RSL document. It holds for everybody where it stands outside of groups. As
  empty lines part what belongs to no crawler at the end of most files, one behind an empty line counts as outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from protego import Protego

from scraper.permissions import preferences
from scraper.permissions.patterns import matches
from scraper.permissions.values import AGENT, Statement
from scraper.urls import is_web_address

EVERYBODY = "*"
MOST_LINES = 1_000  # of one kind, for us
MOST_LICENSES = 3  # that are asked for
SIGNAL, USAGE, LICENSE = "content-signal", "content-usage", "license"
_RULES = ("allow", "disallow", "crawl-delay")
_READERS = {SIGNAL: preferences.signals, USAGE: preferences.usages}


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A Content-Signal or Content-Usage line: the pages that it means (all where it names no path), and its words."""

    kind: str
    path: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsTxt:
    """What a robots.txt says to us; ``rules`` are its lines of Allow, Disallow and Crawl-delay for us, as written."""

    group: str = ""  # the agent that the group for us is addressed to: ours or "*"; "" where there is none
    rules: tuple[str, ...] = ()
    preferences: tuple[Preference, ...] = ()
    licenses: tuple[str, ...] = ()  # addresses
    _protego: Any = field(default=None, repr=False, compare=False)

    def allows(self, url: str) -> bool:
        """Whether we may ask for the page at this address."""
        return self._protego is None or bool(self._protego.can_fetch(url, AGENT))

    @property
    def crawl_delay(self) -> float:
        """The least time between two requests in seconds; 0 where it does not say."""
        return float(self._protego.crawl_delay(AGENT) or 0.0) if self._protego is not None else 0.0

    def statements(self, url: str, source: str) -> Iterator[Statement]:
        """What its Content-Signal and Content-Usage lines say of the page at an address.

        :param source: the address of the file.
        """
        for kind, reader in _READERS.items():
            holding = [each for each in self.preferences if each.kind == kind and matches(each.path, url)]
            longest = max((len(each.path) for each in holding), default=0)
            for each in holding:
                if len(each.path) == longest:
                    yield from reader(each.words, source)


def read(text: str) -> RobotsTxt:
    """Read a robots.txt; what it does not say is not restricted."""
    ours = [*_lines(text)]
    agents = {agent for agent, _, _ in ours}
    group = AGENT if AGENT in agents else EVERYBODY if EVERYBODY in agents else ""
    said = [(name, value) for agent, name, value in ours if agent == group or (not agent and name not in _RULES)]
    return RobotsTxt(
        group=group,
        rules=tuple(f"{name.capitalize()}: {value}" for name, value in said if name in _RULES)[:MOST_LINES],
        preferences=tuple(
            Preference(kind=name, path=path, words=words)
            for name, value in said
            if name in (SIGNAL, USAGE)
            for path, words in (_path_and_words(value),)
        )[:MOST_LINES],
        licenses=tuple(dict.fromkeys(value for name, value in said if name == LICENSE and is_web_address(value)))[
            :MOST_LICENSES
        ],
        _protego=Protego.parse(text),
    )


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Each line that may be for us, with its agent (ours, "*", or "" outside of groups), its name and its value."""
    agents: list[str] = []
    in_rules = after_empty = False
    for line in text.splitlines():
        bare = line.partition("#")[0].strip()
        if not bare:
            after_empty |= not line.strip()  # and no line of a comment alone
            continue
        name, colon, value = (part.strip() for part in bare.partition(":"))
        name = name.lower().replace(" ", "-").replace("useragent", "user-agent")
        if not colon:
            continue
        if name == "user-agent":
            agents, in_rules = ([] if in_rules else agents), False
            agents.append(value.lower().partition("/")[0].strip().replace("*", "") or EVERYBODY)
            if agents[-1] in (AGENT, EVERYBODY):
                yield agents[-1], name, value
        else:
            in_rules = True
            if not agents or (name == LICENSE and after_empty):
                yield "", name, value
            else:
                for agent in {AGENT, EVERYBODY}.intersection(agents):
                    yield agent, name, value
        after_empty = False


def _path_and_words(value: str) -> tuple[str, str]:
    """The path that a line begins with, "/" where it has none, and its other words."""
    if not value.startswith("/"):
        return "/", value
    path, _, words = value.replace("\t", " ").partition(" ")
    return path.rstrip(",") or "/", words.strip()
