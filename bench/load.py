"""Fifty clients at once on a served archive, eight of them with the worst SQL, while a collection writes into it.

Each client asks for the next page as soon as it has the last one. The floor is the same server with one client and
nothing else to do. ``python -m bench --stories 0 load`` measures on the demo's archive alone.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from bench.search import VOCABULARY, filled

CLIENTS = 50
WITH_SQL = 8
SECONDS = 20
ALONE_SECONDS = 6
WAIT = 60  # seconds, for one answer

ENDLESS = "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c"
WORST_SQL = (
    ENDLESS,
    "select zeroblob(300000000)",
    "select count(*) from stories a, stories b, stories c where a.body like '%' || b.headline || '%'",
    "select randomblob(1000000) from stories order by 1",
    "with recursive c(x) as (select 'ab' union all select x || x from c) select length(x) from c",
    "select group_concat(body) from stories, (select 1 union select 2 union select 3)",
    "select replace(printf('%.*c', 1000000, 'a'), 'a', 'aaaaaaaaaa') from stories",
    "select count(*) from stories where body like '%a%e%i%o%u%a%e%i%o%u%z%z'",
    "select json_group_array(body) from stories",
    "select count(distinct a.id || b.id) from stories a, stories b",
    "select * from stories a, stories b, stories c",
    "select count(*) from stories_fts where stories_fts match '" + " OR ".join("abcdefgh") + "*'",
)
PAPERS = ("ellery-courier", "courier", "lantern")


class Pages:
    """The addresses that a kind of client asks for: drawn anew for each request."""

    def __init__(self, keys: Sequence[str], editions: Sequence[tuple[str, str, str]], seed: int) -> None:
        self._chance = random.Random(seed)
        self._keys, self._editions = keys, editions
        self._kinds: dict[str, Callable[[], str]] = {
            "newsstand": lambda: "/",
            "paper": lambda: f"/papers/{self._edition()[0]}/",
            "year": lambda: f"/papers/{self._edition()[0]}/{self._edition()[1][:4]}/",
            "edition": lambda: "/papers/{}/{}/{}/".format(*self._edition()),
            "edition, JSON": lambda: "/papers/{}/{}/{}.json".format(*self._edition()),
            "day": lambda: f"/on/{self._edition()[1]}/",
            "story": lambda: f"/stories/{self._chance.choice(self._keys)}",
            "story, JSON": lambda: f"/stories/{self._chance.choice(self._keys)}.json",
            "search": lambda: f"/search?q={self._word()}",
            "search, two words": lambda: f"/search?q={self._word()}+{self._word()}&sort=relevance",
            "search, JSON": lambda: f"/search.json?q={self._word()}",
            "search, CSV": lambda: f"/search.csv?q={self._word()}",
            "search, feed": lambda: f"/search.atom?q={self._word()}",
            "timeline": lambda: f"/timeline?q={self._word()}",
            "coverage": lambda: "/coverage",
            "table": lambda: "/archive/stories",
            "table, JSON": lambda: "/archive/stories.json",
            "table, facets": lambda: "/archive/stories.json?_facet=section&_facet=language",
            "table, search": lambda: f"/archive/stories.json?_search={self._word()}",
        }

    def draw(self) -> tuple[str, str]:
        """A kind of page, and an address of it."""
        kind = self._chance.choice(list(self._kinds))
        return kind, self._kinds[kind]()

    def _edition(self) -> tuple[str, str, str]:
        return self._chance.choice(self._editions)

    def _word(self) -> str:
        demo = "ferry", "storm", "harbour", "council", "school", "bridge"
        return self._chance.choice((*demo, f"w{int(VOCABULARY ** self._chance.random()):x}"))


class Server:
    """The site in processes of its own, as ``backissues serve`` starts it."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "scraper", "serve", "--db", str(path), "--port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.pid = self._process.pid
        assert self._process.stdout
        self.port = int(re.findall(r":(\d+)/", self._process.stdout.readline())[0])

    def memory(self) -> float:
        """Megabytes that the server and its children have in memory, those shared by several counted once."""
        return sum(map(_proportional, tree(self.pid))) / 1e6

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(10)


def tree(pid: int) -> Iterator[int]:
    """A process and all that it has started."""
    yield pid
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield from tree(int(child))


def _proportional(pid: int) -> int:
    with contextlib.suppress(OSError, IndexError):
        return int(re.findall(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[0]) * 1024
    return 0


class Client:
    """One connection that asks and reads answers."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.first = 0.0  # when the last answer began, by ``time.perf_counter``
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> int:
        """The status of the answer, once its body is read to the end."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port, limit=2**20)
        reader, writer = self._streams
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        self.first = time.perf_counter()
        if length := re.search(rb"content-length: (\d+)", head):
            await reader.readexactly(int(length[1]))
        elif b"transfer-encoding: chunked" in head:
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
        if b"connection: close" in head:
            self.close()
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


class Measured:
    """What the clients saw: seconds by kind of page, errors, and the most memory of the server."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.errors: Counter[str] = Counter()
        self.sql: Counter[str] = Counter()
        self.memory = 0.0

    @property
    def all(self) -> list[float]:
        """The seconds of every page, the quickest first."""
        return sorted(second for several in self.seconds.values() for second in several)


async def _reader(port: int, pages: Pages, until: float, measured: Measured) -> None:
    client = Client(port)
    while time.perf_counter() < until:
        kind, path = pages.draw()
        start = time.perf_counter()
        try:
            status = await asyncio.wait_for(client.get(path), WAIT)
        except (OSError, EOFError, TimeoutError) as error:
            client.close()
            status, path = 0, repr(error)
        measured.seconds[kind].append(time.perf_counter() - start)
        if status >= 400 or not status:
            measured.errors[f"{status} {kind} {path}"[:100]] += 1
    client.close()


async def _with_sql(port: int, number: int, until: float, measured: Measured) -> None:
    client, at = Client(port), number
    while time.perf_counter() < until:
        sql, at = WORST_SQL[at % len(WORST_SQL)], at + 1
        try:
            status = await asyncio.wait_for(client.get(f"/archive{'.json' * (at % 2)}?sql={quote(sql)}"), WAIT)
        except (OSError, EOFError, TimeoutError):
            client.close()
            status = 0
        measured.sql[str(status)] += 1
    client.close()


async def _watched(server: Server, until: float, measured: Measured) -> None:
    while time.perf_counter() < until:
        measured.memory = max(measured.memory, server.memory())
        await asyncio.sleep(0.25)


async def _load(server: Server, make: Callable[[int], Pages], readers: int, sql: int, seconds: float) -> Measured:
    measured, until = Measured(), time.perf_counter() + seconds
    jobs = [_reader(server.port, make(number), until, measured) for number in range(readers)]
    jobs += [_with_sql(server.port, number, until, measured) for number in range(sql)]
    await asyncio.gather(*jobs, _watched(server, until, measured))
    return measured


@contextlib.contextmanager
def _collection(path: Path) -> Iterator[None]:
    """The demo's newspapers are collected into the archive meanwhile, in another process."""
    command = [sys.executable, "-m", "scraper", "demo", "--no-serve", "--site-port", "0", "--db", str(path)]
    collecting = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        collecting.terminate()
        collecting.wait(20)


def _of(path: Path) -> Callable[[int], Pages]:
    from scraper import archive

    with contextlib.closing(archive.opened(path)) as db:
        keys = [row[0] for row in db.execute("SELECT key FROM stories ORDER BY random() LIMIT 500")]
        editions = db.execute(
            "SELECT slug, date, coalesce(nullif(label, ''), 'main') FROM editions JOIN publications "
            "ON publications.id = publication_id WHERE EXISTS (SELECT 1 FROM placements WHERE edition_id = editions.id "
            "AND story_id IS NOT NULL) ORDER BY random() LIMIT 500"
        ).fetchall()
    return lambda seed: Pages(keys, editions, seed)


def _at(seconds: Sequence[float], part: float) -> float:
    return seconds[min(len(seconds) - 1, int(len(seconds) * part))] * 1000 if seconds else 0


def _line(name: str, seconds: list[float], floor: Sequence[float] = ()) -> None:
    seconds.sort()
    ratio = f"{_at(seconds, 0.5) / _at(sorted(floor), 0.5):8.1f} x" if floor and seconds else ""
    middle, most, longest = (_at(seconds, part) for part in (0.5, 0.99, 1))
    print(f"{name:<24} {len(seconds):6} {middle:9.0f} ms {most:9.0f} ms {longest:9.0f} ms {ratio}")


def measure(path: Path, *, seconds: float = SECONDS) -> None:
    """Print the table of one archive."""
    pages = _of(path)
    server = Server(path)
    try:
        alone = asyncio.run(_load(server, pages, 1, 0, ALONE_SECONDS))
        with _collection(path):
            crowd = asyncio.run(_load(server, pages, CLIENTS - WITH_SQL, WITH_SQL, seconds))
    finally:
        server.stop()
    print(f"{'':<24} {'asked':>6} {'p50':>12} {'p99':>12} {'longest':>12} {'of one client':>10}")
    _line("one client", alone.all)
    _line(f"{CLIENTS} clients", crowd.all, alone.all)
    for kind in sorted(crowd.seconds):
        _line(kind, crowd.seconds[kind], alone.seconds.get(kind, ()))
    print(f"errors: {sum(crowd.errors.values())} {dict(crowd.errors.most_common(8)) or ''}")
    print(f"answers to SQL, by status: {dict(crowd.sql)}; the server's memory: {crowd.memory:.0f} MB at most")


def run(options: argparse.Namespace) -> None:
    """Print a table for the demo's archive, and one for a large archive."""
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo.db"
        command = [sys.executable, "-m", "scraper", "demo", "--no-serve", "--site-port", "0", "--db", str(demo)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        print("The demo's archive:\n")
        measure(demo)
        if options.stories:
            large = Path(folder) / "large" / "archive.db"
            large.parent.mkdir()
            filled(large, options.stories, options.words)
            print(f"\n{options.stories:,} stories, {large.stat().st_size / 1e6:,.0f} MB:\n")
            measure(large)
