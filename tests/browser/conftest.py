"""A served archive and Debian's chromium; without it, or without Playwright, these tests are skipped."""

from __future__ import annotations

import contextlib
import functools
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
def visit(chromium: Any, address: str, *, width: int, scheme: str = "light", anew: bool = False) -> Iterator[Any]:
    """A page of a browser of this width, in light or dark, that may not complain and may not leave the site.

    :param anew: it has kept nothing of the visits before. Else only cookies are gone.
    """
    page = _page.__wrapped__(chromium, address) if anew else _page(chromium, address)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(media="screen", color_scheme=scheme, reduced_motion="reduce")
    complaints: list[str] = []
    # A day that is not held says so under 404, and browsers grumble about that.
    listeners = {
        "console": lambda message: "/papers/" in message.location["url"] or complaints.append(message.text),
        "pageerror": lambda error: complaints.append(str(error)),
        "request": lambda request: request.url.startswith(address) or complaints.append(request.url),
    }
    for event, listener in listeners.items():
        page.on(event, listener)
    try:
        yield page
    finally:
        for event, listener in listeners.items():
            page.remove_listener(event, listener)
        if anew:
            page.context.close()
        else:
            page.goto("about:blank")
            page.context.clear_cookies()
    assert complaints == []


# Another would be a process of the browser, whose start costs as much as five pages.
@functools.cache
def _page(chromium: Any, address: str) -> Any:
    """The page that all visits to a site have in common."""
    return chromium.new_context(base_url=address).new_page()
