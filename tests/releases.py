"""Ask a package index when the direct dependencies were released: ``python -m tests.releases``, ``make releases``.

``BACKISSUES_INDEX`` names it, and it is asked in JSON (PEP 691, with the times of PEP 700). What it says is kept in
releases.tsv beside this file, of which ``make docs`` makes the table in docs/dependencies.md.

Exit status: 0 all were asked for; 4 some could not be, which are named, and of which the file says what it said before.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Mapping
from typing import Any

import httpx
from packaging.version import InvalidVersion, Version

from tests.audit import CONSTRAINTS, NOT_ASKED, pins
from tests.dependencies import RELEASES, Release, direct, kept_releases, spelled

VARIABLE = "BACKISSUES_INDEX"
JSON = "application/vnd.pypi.simple.v1+json"


def days(project: Mapping[str, Any]) -> dict[str, str]:
    """The day, such as 2026-03-09, on which the first file of each version was uploaded."""
    found: dict[str, str] = {}
    for file in project["files"]:
        words = file["filename"].removesuffix(".tar.gz").split("-")
        version, day = words[1] if file["filename"].endswith(".whl") else words[-1], str(file["upload-time"])[:10]
        found[version] = min(day, found.get(version, day))
    return found


def last(days_of: Mapping[str, str]) -> str:
    """The newest version that is meant for use: no alpha, beta or candidate, unless there is nothing else."""

    def rank(version: str) -> tuple[bool, Version]:
        try:
            parsed = Version(version)
        except InvalidVersion:
            return False, Version("0")
        return not parsed.is_prerelease, parsed

    return max(days_of, key=rank)


def main() -> int:
    """Ask for each direct dependency, print and keep what was answered; the exit status."""
    argparse.ArgumentParser(prog="python -m tests.releases", description=__doc__.partition("\n")[0]).parse_args()
    index = os.environ.get(VARIABLE, "")
    if not index.startswith(("http://", "https://")):
        print(f"NOT ASKED: give {VARIABLE} the address of a package index (https://.../simple)", file=sys.stderr)
        return NOT_ASKED
    pinned = {spelled(name): version for name, version in pins(CONSTRAINTS.read_text(encoding="utf-8")).items()}
    kept, not_asked, today = kept_releases(), 0, dt.datetime.now(dt.UTC).date().isoformat()
    with httpx.Client(headers={"Accept": JSON}, timeout=30.0, follow_redirects=True) as client:
        for name in direct():
            version = pinned[spelled(name)]
            try:
                answer = client.get(f"{index.rstrip('/')}/{spelled(name)}/")
                answer.raise_for_status()
                known = days(answer.json())
                newest = last(known)
                kept[name] = Release(version, known.get(version, "unknown"), newest, known[newest], today)
                print(name, *kept[name])
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError) as error:
                not_asked += 1
                why = str(error).partition("\n")[0] or type(error).__name__
                print(f"{name} {version}: NOT ASKED ({why})", file=sys.stderr)
    lines = ["\t".join((name, *kept[name])) for name in direct() if name in kept]
    RELEASES.write_text("\n".join(["\t".join(("package", *Release._fields)), *lines, ""]), encoding="utf-8")
    return NOT_ASKED if not_asked else 0


if __name__ == "__main__":
    sys.exit(main())
