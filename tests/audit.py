"""Ask for known vulnerabilities of the pinned versions in constraints.txt: ``python -m tests.audit``, ``make audit``.

The answers are those of OSV (https://google.github.io/osv.dev/api/), or of a service like it that
``BACKISSUES_ADVISORIES`` names. Exit status: 0 none is known; 1 some are; 4 they could not be asked for, which says
nothing about the versions.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

CONSTRAINTS = Path(__file__).parents[1] / "constraints.txt"
SERVICE = "https://api.osv.dev"
VARIABLE = "BACKISSUES_ADVISORIES"
NONE_KNOWN, SOME_KNOWN, NOT_ASKED = 0, 1, 4
ECOSYSTEM = "PyPI"  # as OSV calls where Python's packages come from
MOST_PAGES = 20  # of the advisories of one package


class NotAskedError(Exception):
    """The advisories cannot be had; the message says why."""


def pins(text: str) -> dict[str, str]:
    """The pinned versions in a file of constraints, by package.

    :raises ValueError: a line is no pin, and would not be asked for.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        words = line.partition("#")[0].strip()
        if not words:
            continue
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.!+_-]+)(?:\s*;.*)?", words)
        if match is None:
            raise ValueError(f"no pin: {words}")
        found[match[1]] = match[2]
    return found


def advisories(pinned: Mapping[str, str], service: str) -> dict[str, list[str]]:
    """The names of the advisories of each pinned version that has any.

    :raises NotAskedError: the service does not answer, or answers with something else.
    """
    found: dict[str, list[str]] = {}
    waiting: list[tuple[str, str]] = [(name, "") for name in pinned]  # with the page to go on with
    with httpx.Client(base_url=service, timeout=30.0) as client:
        for _ in range(MOST_PAGES):
            if not waiting:
                return found
            results = _asked(client, [_question(name, pinned[name], page) for name, page in waiting])
            following = []
            for (name, _), result in zip(waiting, results, strict=True):
                ids = [str(each["id"]) for each in result.get("vulns", [])]
                if ids:
                    found.setdefault(name, []).extend(ids)
                if page := result.get("next_page_token"):
                    following.append((name, page))
            waiting = following
    raise NotAskedError(f"{service}: its answers have no end")


def _question(name: str, version: str, page: str) -> dict[str, Any]:
    question = {"package": {"name": name, "ecosystem": ECOSYSTEM}, "version": version}
    return {**question, "page_token": page} if page else question


def _asked(client: httpx.Client, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    try:
        answer = client.post("/v1/querybatch", json={"queries": questions})
        answer.raise_for_status()
        results = answer.json()["results"]
        if len(results) != len(questions) or not all(isinstance(each, dict) for each in results):
            raise NotAskedError(f"{client.base_url}: it answers {len(results)} of {len(questions)} questions")
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        raise NotAskedError(f"{client.base_url}: {str(error) or type(error).__name__}") from error
    return results  # type: ignore[no-any-return]


def main(constraints: Path = CONSTRAINTS) -> int:
    """Print what is known of the pinned versions; the exit status."""
    pinned = pins(constraints.read_text(encoding="utf-8"))
    try:
        found = advisories(pinned, os.environ.get(VARIABLE) or SERVICE)
    except NotAskedError as error:
        print(
            f"NOT AUDITED: the advisories cannot be had ({error}). This says nothing about the versions",
            file=sys.stderr,
        )
        return NOT_ASKED
    for name, ids in sorted(found.items()):
        print(f"{name} {pinned[name]}: {', '.join(sorted(set(ids)))}")
    print(f"{len(pinned)} pinned versions, {len(found)} with known vulnerabilities")
    return SOME_KNOWN if found else NONE_KNOWN


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__.partition("\n")[0]).parse_args()
    sys.exit(main())
