"""No index that a server can send takes the memory or the time; the indexes are in hostile.py."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scraper.discover.errors import WrongTypeError
from scraper.discover.index_document import open_document
from scraper.limits import JSON_VALUES, LIST_TAGS, REFERENCES
from scraper.publication import Fetch
from tests.discover import hostile
from tests.discover.papers import page

MEMORY = 300_000  # kilobytes
SECONDS = 15  # of the processor; each takes one or two on a machine with nothing else to do

READ = f"""
import resource, sys
from scraper.discover.errors import DiscoverError
from scraper.discover.index_document import open_document
from tests.discover import hostile
from tests.discover.papers import page
from tests.peak_memory import peak_memory

fetch, make = hostile.INDEXES[sys.argv[1]]
answer = page(make(), content_type="text/html" if fetch.embedded else "")
spent = resource.getrusage(resource.RUSAGE_SELF).ru_utime
resource.setrlimit(resource.RLIMIT_CPU, (int(spent) + {SECONDS}, -1))
try:
    root = open_document(answer, fetch).root
    root.texts("a")
    if fetch.format in ("html", "xml"):
        root.nodes("xpath://*[a and not(ancestor::p)]")
except DiscoverError:
    pass
assert peak_memory() < {MEMORY}, f"{{peak_memory():,}} kB"
"""


def read(name: str) -> None:
    """Read one of these indexes in a process of its own."""
    done = subprocess.run([sys.executable, "-c", READ, name], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-300:] or f"ended by signal {-done.returncode}"


@pytest.mark.parametrize("name", ["JSON of empty lists", "HTML of links"])
def test_a_large_index_takes_little_memory(name: str) -> None:
    read(name)


@pytest.mark.thorough
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", hostile.INDEXES)
def test_no_index_takes_the_memory_or_the_time(name: str) -> None:
    read(name)


def test_of_too_many_references_in_xml_the_first_are_read_and_the_index_is_partial() -> None:
    few, many = (
        open_document(page(f"<r><a>one</a>{'&amp;' * number}<a>two</a></r>"), Fetch(format="xml"))
        for number in (9, REFERENCES + 1)
    )
    assert (few.root.texts("a"), few.whole) == (["one", "two"], True)
    assert (many.root.texts("a"), many.whole) == (["one"], False)


def test_of_too_many_entries_of_a_sitemap_the_first_are_read_and_it_is_partial() -> None:
    entry = "<url><loc>https://lantern.example/{}</loc></url>"
    text = f"<urlset>{entry.format(1)}{'<a/>' * LIST_TAGS}{entry.format(2)}</urlset>"
    document = open_document(page(text), Fetch(format="sitemap"))
    assert [each["loc"] for each in document.root.value] == ["https://lantern.example/1"]
    assert not document.whole


def test_a_script_of_more_values_than_any_index_is_not_read() -> None:
    with pytest.raises(WrongTypeError, match="more than 600,000 values"):
        open_document(page(f"<script>stories = [{'0,' * JSON_VALUES}0]</script>"), hostile.MARKER)
