"""``backissues rebuild``: make the archive anew from its captures, and say what is otherwise than in the old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scraper.cli.imports import run_import
from scraper.cli.options import NamedPath, counted, noarchive_option, wait_option
from scraper.cli.printing import say, say_json

if TYPE_CHECKING:
    from scraper.archive.differences import RowDifference, TableDifference, Value

DIFFERS = 4  # exit status: the archive was rebuilt whole, and not every row is as in the old one
LONGEST_SHOWN = 60  # characters of a value


@click.command(short_help="Make the archive anew from its captures.")
@click.option(
    "--from",
    "--captures",
    "captures",
    type=NamedPath(file_okay=False),
    envvar="BACKISSUES_CAPTURES",
    help="The folder of captures; 'captures' beside the new archive unless given.",
)
@click.option(
    "--into",
    "--db",
    "path",
    type=NamedPath(),
    default="archive.db",
    envvar="BACKISSUES_DB",
    show_default=True,
    show_envvar=True,
    help="The new archive, a file that is not there yet.",
)
@click.option("--diff", "old", type=NamedPath(), help="Compare with this archive, row by row and field by field.")
@click.option(
    "--rows",
    default=10,
    type=click.IntRange(0),
    show_default=True,
    help="With --diff: name so many rows of each table.",
)
@click.option("--json", "as_json", is_flag=True, help="What came of it as JSON, with every row that differs.")
@click.option("--cores", type=click.IntRange(1), help="Processes to read pages with; all cores unless given.")
@click.option("--list-skipped", is_flag=True, help="Name every record that was skipped, and why.")
@noarchive_option
@wait_option
def rebuild(
    captures: Path | None,
    path: Path,
    old: Path | None,
    rows: int,
    as_json: bool,
    cores: int | None,
    list_skipped: bool,
    noarchive: str,
    wait: bool,
) -> None:
    """Make the archive anew from its captures, with the rules of today.

    The captures are the record; the archive is a projection of them. A rebuild writes a new file, with the same
    stories, keys, versions and dates; a newspaper whose file is not there is read by the one in the captures. Newer
    rules give better fields: --diff says which rows are otherwise than in the archive of before.

    Exit status: 0; 1 where captures are missing or damaged, which are named; 4 where all is there and rows differ from
    those of --diff.

    \b
    Examples:
      mv archive.db archive-old.db && backissues rebuild
      backissues rebuild --from captures/ --into new.db --diff archive.db
    """
    if path.exists():
        raise click.UsageError(f"{path} exists; move it away first, or name a new file with --into")
    folder = captures or path.absolute().parent / "captures"
    if not folder.is_dir():
        raise click.UsageError(f"{folder}: no such folder; --from names another")
    if old is not None:
        _check(old)
    done = run_import(
        [folder],
        command="rebuild",
        path=path,
        captures=folder,
        wait=wait,
        cores=cores,
        in_place=True,
        list_skipped=list_skipped,
        withhold=noarchive == "withhold",
        to_stderr=as_json,
    )
    found = _differences(old, path, most=None if as_json else rows) if old else []
    if as_json:
        outcome: dict[str, Any] = {"counts": dict(done.counts), "damage": list(done.damage)}
        say_json(outcome | ({"diff": _as_json(found)} if old else {}))
    elif old:
        for line in _lines(found, old):
            say(line)
    status = done.status or (DIFFERS if any(not table.is_equal for table in found) else 0)
    if status:
        raise click.exceptions.Exit(status)


def _check(old: Path) -> None:
    """Refuse what is no archive before an hour of work.

    :raises scraper.archive.ArchiveError: it is none.
    """
    from scraper import archive

    archive.opened(old).close()


def _differences(old: Path, new: Path, *, most: int | None) -> list[TableDifference]:
    from scraper.archive import explaining
    from scraper.archive.differences import differences

    with explaining(old):
        return list(differences(old, new, most=most))


def _lines(found: Sequence[TableDifference], old: Path) -> Iterator[str]:
    from scraper.archive.differences import OTHERWISE

    equal = sum(table.equal for table in found)
    unlike = [table for table in found if not table.is_equal]
    if not unlike:
        yield f"As in {old}: {counted(equal, 'row')} in {counted(len(found), 'table')}."
    else:
        yield f"Beside {old}: {counted(equal, 'row')} alike; {counted(len(unlike), 'table')} of {len(found)} not:"
    for table in unlike:
        fields = ", ".join(f"{name} {number:,}" for name, number in table.fields.most_common())
        yield (
            f"{table.table}: {table.equal:,} alike, {table.differ:,} differ{f' ({fields})' if fields else ''}, "
            f"{table.only_old:,} only before, {table.only_new:,} only now"
        )
        for row in table.rows:
            yield f"  {_named(row)}"
            for name, (before, now) in row.fields.items():
                yield f"    {name}: {_shown(before, now)} -> {_shown(now, before)}"
    yield "Not compared, as they tell of the file itself: " + ", ".join(OTHERWISE)


def _named(row: RowDifference) -> str:
    return row.name + {"old": ": only before", "new": ": only now"}.get(row.only, "")


def _shown(value: Value, other: Value) -> str:
    """A value in short, from where it differs from the other one."""
    if isinstance(value, bytes):
        return counted(len(value), "byte")
    if not isinstance(value, str):
        return str(value)
    at = 0
    if isinstance(other, str) and len(value) > LONGEST_SHOWN:
        same = next((n for n, (one, two) in enumerate(zip(value, other, strict=False)) if one != two), len(value))
        at = max(0, same - LONGEST_SHOWN // 3)
    text = value[at : at + LONGEST_SHOWN]
    return f"{'…' if at else ''}{text!r}{'…' if at + LONGEST_SHOWN < len(value) else ''}"


def _as_json(found: Sequence[TableDifference]) -> dict[str, Any]:
    from scraper.archive.differences import OTHERWISE

    return {
        "equal": all(table.is_equal for table in found),
        "not_compared": dict(OTHERWISE),
        "tables": {
            table.table: {
                "equal": table.equal,
                "differ": table.differ,
                "only_old": table.only_old,
                "only_new": table.only_new,
                "fields": dict(table.fields),
                "rows": [_row_as_json(row) for row in table.rows],
            }
            for table in found
        },
    }


def _row_as_json(row: RowDifference) -> dict[str, Any]:
    if row.only:
        return {"name": row.name, "only": row.only}
    fields = {name: {"old": _plain(old), "new": _plain(new)} for name, (old, new) in row.fields.items()}
    return {"name": row.name, "fields": fields}


def _plain(value: Value) -> str | int | float | None:
    """A value as JSON has it; of a thumbnail how long it is."""
    return f"{len(value):,} bytes" if isinstance(value, bytes) else value
