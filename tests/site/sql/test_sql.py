"""SQL of readers: bounded in length, memory, time and number at once, and no page waits for it."""

from __future__ import annotations

import asyncio
import re
import threading
from pathlib import Path
from typing import Any
from urllib.parse import quote

import datasette
import pytest

from scraper import limits
from scraper.site.app import site
from scraper.site.sql import database, workers
from tests.site.conftest import IS_NEXT, QUERY, Get

COUNT = "with recursive c(x) as (select 1 union all select x + 1 from c limit {}) "
ENDLESS = COUNT.replace(" limit {}", "") + "select count(*) from c"


def asked(sql: str, ending: str = ".json") -> str:
    """The path of a statement."""
    return f"{QUERY}{ending}?sql={quote(sql)}"


def process_ids() -> set[int]:
    """The processes for statements that this one has started."""
    children = {int(pid) for file in Path("/proc/self/task").glob("*/children") for pid in file.read_text().split()}
    return {pid for pid in children if b"sql/worker.py" in Path(f"/proc/{pid}/cmdline").read_bytes()}


TOO_LARGE = {
    "select zeroblob(300000000)": "A value of this SQL is longer than 8,000,000 bytes",
    COUNT.format(100)
    + "select group_concat(printf('%.*c', 90000, x)) from c": "A value of this SQL is longer than 8,000,000 bytes",
    "with recursive c(x) as (select 'ab' union all select x || x from c) select max(length(x)) from c": "A value of",
    "select replace(printf('%.*c', 900000, 'a'), 'a', 'aaaaaaaaaa')": "A value of this SQL is longer than 8,000,000",
    COUNT.format(300) + "select zeroblob(1000000) from c": "This gives more than 16,000,000 bytes",
    COUNT.format(100) + "select json_group_array(printf('%.*c', 90000, x)) from c": "A value of this SQL is longer",
    COUNT.format(60) + "select a.b, c.x from c, (select group_concat(zeroblob(900000)) b) a": "This gives more than",
    "select " + " + ".join("1" * 500): "Expression tree is too large",
    "select " + ", ".join("1" * 101): "too many columns",
    "select 1 like '" + "%a" * 600 + "'": "pattern too complex",
    " union ".join(["select 1"] * 101): "too many terms in compound SELECT",
}


@pytest.mark.parametrize("sql", TOO_LARGE, ids=lambda sql: sql[:60])
async def test_sql_that_takes_too_much_is_refused_in_words(get: Get, sql: str):
    refused = await get(asked(sql))
    assert (refused.status_code, refused.json()["ok"]) == (400, False), refused.text[:200]
    assert TOO_LARGE[sql] in refused.json()["error"]
    shown = await get(asked(sql, ""))
    assert shown.status_code == (200 if IS_NEXT else 400)  # a page to mend it on
    assert TOO_LARGE[sql] in shown.text


async def test_the_space_on_disk_is_bounded(archive_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "SQL_TEMPORARY_BYTES", 5_000_000)
    monkeypatch.setattr(limits, "SQL_SECONDS", 60.0)  # so that a slow disk is no matter
    sql = COUNT.format(40) + "select length(x) from (select randomblob(1000000) x from c order by 1) limit 1"
    refused = await site(archive_path).client.get(asked(sql))
    assert (refused.status_code, "5,000,000 bytes on disk for its sorting" in refused.json()["error"]) == (400, True)


async def test_the_words_are_the_readers(datasette: Any):
    sql = "select zeroblob(300000000)"
    shown = await datasette.client.get(asked(sql, ""), headers={"Accept-Language": "de"})
    assert "Ein Wert dieser SQL-Abfrage ist länger als 8.000.000 Bytes" in shown.text


async def test_the_memory_of_statements_is_bounded(datasette: Any, get: Get):
    for sql in TOO_LARGE:
        await get(asked(sql))
    peaks = [re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in process_ids()]
    assert peaks
    assert max(int(peak) * 1024 for (peak,) in peaks) < limits.SQL_MEMORY_BYTES + 40_000_000


@pytest.mark.parametrize("ending", ["", ".json"])
async def test_sql_that_is_too_long_is_refused_before_anyone_reads_it(get: Get, ending: str):
    for sql in ("select " + "1" * limits.SQL_CHARACTERS, "select" + " " * limits.SQL_BLANKS + "1"):
        refused = await get(asked(sql, ending))
        assert (refused.status_code, "This SQL is too long: 20,000 characters" in refused.text) == (413, True)
    assert ending == "" or refused.json()["status"] == 413
    refused = await get(f"/archive/stories{ending}?_where={'1' * limits.SQL_CHARACTERS}1")
    assert refused.status_code == 413


@pytest.mark.parametrize(
    "query",
    [
        "&".join(["section=x"] * (limits.TABLE_PARAMETERS + 1)),
        "&".join(["_facet=section", "_facet_array=topics"] * (limits.TABLE_FACETS // 2) + ["_facet_date=published"]),
        "_facet=section&x=" + "a" * limits.FACETED_BYTES,
        "x=" + "a" * limits.SQL_CHARACTERS * 3,
    ],
    ids=lambda query: query[:30],
)
async def test_a_table_is_asked_for_no_more_than_a_page_has(get: Get, query: str):
    for path in ("/archive/stories", "/archive/stories.json", "/archive/stories.csv", QUERY):
        refused = await get(f"{path}?{query}")
        assert (refused.status_code, "facets has at most 2,000 bytes" in refused.text) == (414, True)
    assert (await get(f"/search?{query}")).status_code == 200


ODD = ("_through={", "_through=[]", "_json_infinity=x", "_timelimit=x", "_ttl=x")


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd[:20])
async def test_an_odd_parameter_is_no_fault(get: Get, odd: str, capsys: pytest.CaptureFixture[str]):
    for ending in ("", ".json"):
        assert (await get(f"/archive/stories{ending}?{odd}")).status_code in (200, 400)
    assert "Traceback" not in capsys.readouterr().err


async def test_a_result_is_bounded_as_it_is_sent(get: Get):
    for value in (
        "replace(printf('%.*c', 3000000, 'x'), 'x', char(1))",
        "replace(printf('%.*c', 3000000, 'x'), 'x', 'é')",
    ):
        refused = await get(asked(f"select {value}"))
        assert (refused.status_code, "more than 16,000,000 bytes" in refused.json()["error"]) == (400, True)
    lists = "select '[' || replace(printf('%.*c', 1000000, 'x'), 'x', '[],') || '1]' as a"
    assert (await get(asked(lists))).status_code == 200
    refused = await get(f"{asked(lists)}&_json=a")
    assert (refused.status_code, "more than 3,000,000 bytes" in refused.json()["error"]) == (400, True)


async def test_long_names_of_columns_are_bounded_as_values_are(get: Get):
    sql = COUNT.format(1_000) + f'select x as "{"n" * 15_000}" from c'
    for ending, most in ((".json?_shape=array&sql=", 2_500_000), ("?sql=", 1_000_000)):
        answer = await get(f"{QUERY}{ending}{quote(sql)}")
        assert (answer.status_code, len(answer.text) < most) == (200, True)


async def test_csv_of_endless_sql_is_refused_in_words(archive_path: Path):
    refused = await site(archive_path, sql_time_limit_ms=50).client.get(asked(ENDLESS, ".csv"))
    assert (refused.status_code, "too long" in refused.json()["error"]) == (400, True)


@pytest.mark.parametrize(
    "sql",
    [
        "delete from stories", "attach 'x.db' as x", "pragma cache_size = 100000", "vacuum into 'x.db'",
        "select load_extension('x')", "select writefile('x', 'y')", "select readfile('/etc/passwd')",
        "with x as (select 1) delete from stories", "with x as (select 1) insert into runs default values",
    ],
)  # fmt: skip
async def test_sql_that_writes_or_leaves_the_file_is_refused(get: Get, data: Any, sql: str):
    assert (await get(asked(sql))).status_code in (400, 403)
    assert (await data("/search.json"))["total"]


async def test_endless_sql_ends(archive_path: Path):
    opened = site(archive_path, sql_time_limit_ms=50)
    refused = await opened.client.get(asked(ENDLESS))
    assert (refused.status_code, "too long" in refused.json()["error"]) == (400, True)
    assert (await opened.client.get(asked("select 1 as one"))).status_code == 200


async def test_a_function_that_nothing_interrupts_is_killed_with_its_process(
    archive_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(workers, "GRACE", 0.05)
    opened = site(archive_path, sql_time_limit_ms=100)
    await opened.client.get(asked("select 1"))
    before = process_ids()
    slow = "select instr(printf('%.*c', 3900000, 'a'), printf('%.*c', 1900000, 'a') || 'b')"  # minutes in one call
    refused = await opened.client.get(asked(slow))
    assert (refused.status_code, "too long" in refused.json()["error"]) == (400, True)
    assert before - process_ids()
    assert (await opened.client.get(asked("select 2 as two"))).json()["rows"] in ([[2]], [{"two": 2}])


async def test_the_time_of_a_request_is_that_of_all_its_statements(archive_path: Path, monkeypatch: pytest.MonkeyPatch):
    opened = site(archive_path)
    assert (await opened.client.get(asked("select 1"))).status_code == 200
    monkeypatch.setattr(limits, "SQL_SECONDS", 0.0)
    refused = await opened.client.get(asked("select 2"))
    assert (refused.status_code, "too long" in refused.json()["error"]) == (400, True)


class Held:
    """Statements that stay in their processes until they are let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.running, self._free = threading.Semaphore(0), threading.Event()
        self._ask = workers.Worker.ask
        monkeypatch.setattr(limits, "SQL_SECONDS", 1_000.0)
        monkeypatch.setattr(limits, "TABLE_SECONDS", 1_000.0)
        monkeypatch.setattr(workers.Worker, "ask", lambda worker, statement: self._held(worker, statement))

    def _held(self, worker: workers.Worker, statement: workers.Statement) -> workers.Answer:
        self.running.release()
        self._free.wait()
        return self._ask(worker, statement)

    async def until(self, number: int) -> None:
        """Until so many statements run."""
        for _ in range(number):
            await asyncio.to_thread(self.running.acquire)

    def let_go(self) -> None:
        """Let all statements run."""
        self._free.set()


PAGES = ("/", "/search?q=ferry", "/coverage", "/papers/evening-lantern/", "/timeline.json?q=ferry", "/on/2026-03-07/")


@pytest.mark.parametrize("path", [asked("select 1"), "/archive/stories.json?", "/archive/stories.json?_where=1"])
async def test_pages_do_not_wait_for_statements(archive_path: Path, monkeypatch: pytest.MonkeyPatch, path: str):
    held = Held(monkeypatch)
    opened = site(archive_path)
    paths = [f"{path}&_n={number}" for number in range(limits.SQL_PROCESSES + 1)]  # the same is made once
    slow = [asyncio.ensure_future(opened.client.get(path)) for path in paths]
    await held.until(limits.SQL_PROCESSES)
    for page in PAGES:
        assert (await opened.client.get(page)).status_code == 200
    assert not any(each.done() for each in slow)
    held.let_go()
    assert {answer.status_code for answer in await asyncio.gather(*slow)} == {200}


async def test_tables_do_not_wait_for_sql_of_readers(archive_path: Path, monkeypatch: pytest.MonkeyPatch):
    opened = site(archive_path)
    assert (await opened.client.get("/archive/stories.json")).status_code == 200
    held = Held(monkeypatch)
    statements = [asked(f"select {number}") for number in range(limits.SQL_PROCESSES)]
    slow = [asyncio.ensure_future(opened.client.get(path)) for path in statements]
    await held.until(limits.SQL_PROCESSES)
    table = asyncio.ensure_future(opened.client.get("/archive/stories.json?_size=1"))
    await held.until(1)  # it has a process although readers' SQL has all of its own
    held.let_go()
    assert {answer.status_code for answer in await asyncio.gather(table, *slow)} == {200}


async def test_where_too_many_wait_the_next_is_told_when_to_come_back(
    archive_path: Path, monkeypatch: pytest.MonkeyPatch
):
    held = Held(monkeypatch)
    opened = site(archive_path)
    most = limits.SQL_PROCESSES + limits.SQL_WAITING // 2  # of one client
    paths = [asked(f"select {number}", ending) for number in range(most) for ending in ("", ".json")]
    waiting = {asyncio.ensure_future(opened.client.get(path)) for path in paths}
    for _ in range(len(paths) - most):
        refused, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        for each in refused:
            assert (each.result().status_code, each.result().headers["retry-after"]) == (503, "3")
            assert "Too many others are asking the tables now" in each.result().text
        if len(waiting) == most:
            break
    held.let_go()
    assert {answer.status_code for answer in await asyncio.gather(*waiting)} == {200}
    assert (await opened.client.get(asked("select 1"))).status_code == 200


@pytest.mark.skipif(datasette.__version__[0] == "1", reason="its page asks for more tables than the bound")
async def test_of_a_large_result_a_page_shows_the_beginning(get: Get, data: Any, monkeypatch: pytest.MonkeyPatch):
    slept: list[float] = []
    monkeypatch.setattr(database, "pause", slept.append)
    monkeypatch.setattr(limits, "SQL_CELLS_OF_PAGE", 40)
    sql = COUNT.format(30) + "select x, 'cell' as b from c"
    assert (await get(asked(sql, ""))).text.count(">cell<") == 20
    assert max(slept) == database.PAUSE  # the place stays taken while the page is made
    assert len((await data(asked(sql)))["rows"]) == 30
    refused = await get("/archive/stories?_size=max")  # a table would seem to end there
    assert (refused.status_code, "more than 16,000,000 bytes or 40 values" in refused.text) == (400, True)


async def test_a_table_is_searched_sorted_and_counted_as_before(data: Any):
    found = await data("/archive/stories.json?_search=night%20%22ferry&_shape=array")
    assert [row["headline"] for row in found] == ["Night ferry <b>stays</b> & sails"]
    table = await data("/archive/stories.json?_facet=language&_sort=key&_size=2&_extra=facet_results")
    assert len(table["rows"]) == 2
    assert table["facet_results"]


async def test_nothing_tells_where_the_file_lies(get: Get):
    for path in (asked("select * from pragma_database_list"), "/-/databases.json"):
        answer = await get(path)
        assert ".db" not in answer.text.replace("database", ""), answer.text[:300]
