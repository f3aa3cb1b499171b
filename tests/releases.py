"""Ask a package index when the direct dependencies were released: ``python -m tests.releases``, ``make releases``.

``BACKISSUES_INDEX`` names it, as pip's ``--index-url`` does; without it, pip's own ``PIP_INDEX_URL``. It is asked by
https://packaging.python.org/en/latest/specifications/simple-repository-api/, in JSON. Exit status: 0 all are printed; 4
some could not be asked for, which are named.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from typing import Any

import httpx

from tests.audit import CONSTRAINTS, NOT_ASKED, pins
from tests.dependencies import direct, spelled

VARIABLES = ("BACKISSUES_INDEX", "PIP_INDEX_URL")
JSON = "application/vnd.pypi.simple.v1+json"


def days(project: Mapping[str, Any]) -> dict[str, str]:
    """The day, such as 2026-03-09, on which the first file of each version was uploaded."""
    found: dict[str, str] = {}
    for file in project["files"]:
        words = file["filename"].removesuffix(".tar.gz").split("-")
        version, day = words[1] if file["filename"].endswith(".whl") else words[-1], str(file["upload-time"])[:10]
        found[version] = min(day, found.get(version, day))
    return found


def main() -> int:
    """Print a line for each direct dependency; the exit status."""
    argparse.ArgumentParser(prog="python -m tests.releases", description=__doc__.partition("\n")[0]).parse_args()
    index = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    if not index:
        print(f"NOT ASKED: name a package index with {' or '.join(VARIABLES)}", file=sys.stderr)
        return NOT_ASKED
    pinned = {spelled(name): version for name, version in pins(CONSTRAINTS.read_text(encoding="utf-8")).items()}
    not_asked = 0
    with httpx.Client(headers={"Accept": JSON}, timeout=30.0, follow_redirects=True) as client:
        for name in direct():
            version = pinned[spelled(name)]
            try:
                answer = client.get(f"{index.rstrip('/')}/{spelled(name)}/")
                answer.raise_for_status()
                known = days(answer.json())
                newest = max(known, key=lambda each: known[each])
                print(f"{name} {version}: {known.get(version, 'unknown')}; the last is {newest}, {known[newest]}")
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError, AttributeError) as error:
                not_asked += 1
                why = str(error).partition("\n")[0] or type(error).__name__
                print(f"{name} {version}: NOT ASKED ({why})", file=sys.stderr)
    return NOT_ASKED if not_asked else 0


if __name__ == "__main__":
    sys.exit(main())
