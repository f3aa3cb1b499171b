"""The vocabulary of publication files as the tables of docs/publications.md."""

from __future__ import annotations

from collections.abc import Iterator

from scraper.catalogue.schema import NOT_BUILT, TABLES, Key, Table


def word_tables(*names: str) -> str:
    """These tables in Markdown, each under its head; all but that of values where none is named."""
    wanted = names or tuple(name for name in TABLES if name != "value")
    return "\n".join(line for name in wanted for line in _table(TABLES[name], name))


def not_built() -> str:
    """The words that are refused, with the reason."""
    rows = [
        f"| `{word}` | {TABLES[table].head} | {why[0].upper()}{why[1:]}. |"
        for table, words in NOT_BUILT.items()
        for word, why in words.items()
    ]
    return "\n".join(["| word | in | why it is refused |", "|---|---|---|", *rows])


def _table(table: Table, name: str) -> Iterator[str]:
    yield f"### `{table.head}`"
    yield ""
    if table.intro:
        yield table.intro
        yield ""
    yield "| key | kind | meaning |"
    yield "|---|---|---|"
    for word, key in table.keys.items():
        yield f"| `{word}` | {key.called} | {_meaning(key, name)}|"
    yield ""


def _meaning(key: Key, table: str) -> str:
    meaning = "As in `[[index]]`, for this step." if key.inline and table == "index.fetch" else key.told
    return "".join(f"{part} " for part in ("Required." if key.required else "", meaning) if part)
