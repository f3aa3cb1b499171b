"""How long a browser waits for a page of the site, and how many bytes it loads, beside Datasette's own table page.

First paint is the browser's own "first-contentful-paint", from the start of the navigation, with an empty cache.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_TIMES = 5
_STOCK = "/archive/stories"
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
_WEIGHT = """performance.getEntries().filter(each => each.transferSize && each.initiatorType !== 'img')
    .reduce((sum, each) => sum + each.transferSize, 0)"""


def run(options: argparse.Namespace) -> None:
    """Print a table; needs the extra ``browser`` and Debian's chromium."""
    from playwright.sync_api import sync_playwright

    from scraper import archive
    from tests.browser.conftest import ARGUMENTS, CHROMIUM, SERVE
    from tests.browser.test_accessibility import EVERY
    from tests.site import situations

    path = Path(tempfile.mkdtemp(prefix="backissues-bench-")) / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.everything(db)
    served = subprocess.Popen([sys.executable, "-c", SERVE, path], stdout=subprocess.PIPE, text=True)
    try:
        assert served.stdout
        address = served.stdout.readline().strip().rstrip("/")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            stock, _ = _visited(browser, address + _STOCK)
            print(f"{'page':<20} {'first paint':>12}  {'of the table page':>18} {'weight':>9}")
            for name, page in {**EVERY, "Datasette's table": _STOCK}.items():
                painted, weight = _visited(browser, address + page)
                print(f"{name:<20} {painted:9.0f} ms  {painted / stock:18.2f} {weight / 1000:6.1f} kB")
            browser.close()
    finally:
        served.terminate()
        served.wait(10)


def _visited(browser: Any, address: str) -> tuple[float, int]:
    """Milliseconds to the first paint (the median of several visits), and bytes transferred, without pictures."""
    painted, weight = [], 0
    for _ in range(_TIMES):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        painted.append(page.evaluate(_PAINTED))
        weight = page.evaluate(_WEIGHT)
        context.close()
    return statistics.median(painted), weight
