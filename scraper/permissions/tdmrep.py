"""A host's /.well-known/tdmrep.json: of which of its pages text and data mining is reserved.

TDM Reservation Protocol, final report of 10 May 2024 (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/):
an array of rules, of which the first whose ``location`` means a page holds. ``tdm-reservation`` is 1 or 0; anything
else leaves it unset. What a page or its headers say outranks the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from scraper.permissions.patterns import matches

PATH = "/.well-known/tdmrep.json"
MOST_RULES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: the pages that it means, whether mining them is reserved (None: unset), and under which policy."""

    location: str
    reserved: bool | None
    policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TdmRep:
    """The rules of a tdmrep.json, in their order."""

    rules: tuple[Rule, ...] = ()

    def rule_for(self, url: str) -> Rule | None:
        """The rule that holds for the page at an address."""
        return next((rule for rule in self.rules if matches(rule.location, url)), None)


def read(body: bytes) -> TdmRep:
    """Read a tdmrep.json.

    :raises ValueError: it is none.
    """
    try:
        found = json.loads(body.decode("utf-8-sig"))
    except (RecursionError, UnicodeError) as error:
        raise ValueError(f"no JSON: {error}") from error
    if isinstance(found, dict):  # a single rule, though the brackets are mandatory
        found = [found]
    if not isinstance(found, list):
        raise ValueError("not an array of rules")
    rules = [
        Rule(location=each["location"], reserved=_reserved(each.get("tdm-reservation")), policy=_policy(each))
        for each in found[:MOST_RULES]
        if isinstance(each, dict) and isinstance(each.get("location"), str)
    ]
    if found and not rules:
        raise ValueError("not one rule has a location")
    return TdmRep(rules=tuple(rules))


def _reserved(value: object) -> bool | None:
    """Whether mining is reserved; many write the number as a text."""
    return {"1": True, "0": False}.get(str(value).strip()) if not isinstance(value, bool) else None


def _policy(rule: dict[str, object]) -> str:
    policy = rule.get("tdm-policy")
    return policy.strip() if isinstance(policy, str) else ""
