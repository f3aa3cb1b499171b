"""An assistant asks the archive over MCP: the extra ``mcp``, with the client of the MCP Python SDK (docs/api.md)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("datasette_mcp")

from mcp import Client

from tests.site.situations import key_of

SERVE = (
    "import sys; from pathlib import Path; from scraper.site.app import serve; "
    "serve(Path(sys.argv[1]), '127.0.0.1', 0, False, lambda address: print(address, flush=True))"
)


@pytest.fixture
def address(archive_path: Path):
    """Where the archive is served."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, archive_path], stdout=subprocess.PIPE)
    yield process.stdout.readline().decode().strip()
    process.terminate()
    process.wait(10)
    process.stdout.close()


async def test_an_assistant_finds_a_story_and_what_is_missing(address):
    async with Client(f"{address}-/mcp") as client:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        assert {"list_databases", "get_database_schema", "execute_sql", "execute_canned_query"} <= tools
        asked = {"database": "archive", "sql": f"SELECT headline FROM stories WHERE key = '{key_of('ferry')}'"}
        found = await client.call_tool("execute_sql", asked)
        assert found.structured_content["rows"] == [{"headline": "Night ferry <b>stays</b> & sails"}]
        known = await client.call_tool("list_canned_queries", {})
        assert "what_is_missing" in json.dumps(known.structured_content)
        missing = await client.call_tool(
            "execute_canned_query",
            {"database": "archive", "query": "what_is_missing", "parameters": {"publication": "evening-lantern"}},
        )
        assert missing.structured_content["rows"][0]["outcome"] == "late"
        written = await client.call_tool("execute_sql", {"database": "archive", "sql": "DELETE FROM stories"})
        assert written.is_error
