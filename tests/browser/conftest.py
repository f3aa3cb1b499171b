"""A served archive and Debian's chromium; without it, or without Playwright, these tests are skipped."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scraper import archive
from tests.site import situations

CHROMIUM = Path("/usr/bin/chromium")
# It may go to the site under test and nowhere else, also of its own accord.
ARGUMENTS = """--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
    --disable-component-update --disable-sync""".split()  # noqa: SIM905
SERVE = (
    "import sys; from pathlib import Path; from scraper.site.app import serve; "
    "serve(Path(sys.argv[1]), '127.0.0.1', 0, False, lambda address: print(address, flush=True))"
)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the site of ``situations.everything`` is served, without the slash at its end."""
    path = tmp_path_factory.mktemp("browser") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        situations.everything(db)
    with served(path) as where:
        yield where


@contextlib.contextmanager
def served(path: Path) -> Iterator[str]:
    """Where the site of an archive is served meanwhile, without the slash at its end."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, path], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip().rstrip("/")
    finally:
        process.terminate()
        process.communicate(timeout=10)


# Not for the whole session: Playwright's loop would run on under the tests that bring their own.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Any]:
    """The browser."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def reader(chromium: Any, address: str) -> Iterator[Any]:
    """A page of a desktop browser on the site; complaints of the browser fail the test."""
    with visit(chromium, address, width=1280) as page:
        yield page


@contextlib.contextmanager
def visit(chromium: Any, address: str, *, width: int, scheme: str = "light") -> Iterator[Any]:
    """A page of a browser of this width, in light or dark, that may not complain and may not leave the site."""
    context = chromium.new_context(
        base_url=address, viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    complaints: list[str] = []
    # A day that is not held says so under 404, and browsers grumble about that.
    page.on("console", lambda message: "/papers/" in message.location["url"] or complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: request.url.startswith(address) or complaints.append(request.url))
    yield page
    context.close()
    assert complaints == []
