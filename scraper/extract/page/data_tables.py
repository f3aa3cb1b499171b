"""Which tables of a page hold data, and which only lay it out: text in the latter is not in a table cell.

Decided by the evidence that HTML names for it (HTML 4.9.1, "layout tables") and that browsers use for screen readers
(Firefox: ``IsProbablyLayoutTable``): first what the author states, then how it is built, then what its cells say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.roles import Role

_LAYOUT_ROLES = frozenset({"presentation", "none"})
_DATA_ROLES = frozenset({"table", "grid", "treegrid"})
_DATA_ATTRIBUTES = ("summary", "rules")
_CELL_ATTRIBUTES = ("headers", "scope", "abbr")
_LONG_CELL = 300  # characters; more is a paragraph


def clear_layout_tables(blocks: Sequence[Block], tables: Sequence[Element], captions: Sequence[Element]) -> None:
    """Remove ``Role.TABLE`` from the blocks that are in no data table.

    :param tables: the page's ``table`` elements, in order.
    :param captions: its ``caption``, ``thead`` and ``tfoot`` elements, which only tables of data have.
    """
    if not tables:
        return
    captioned = {caption.closest("table") for caption in captions if caption.first < caption.last}
    nesting = {outer for table in tables if (outer := table.closest("table")) is not None}
    cells: defaultdict[Element, list[tuple[Element, Block]]] = defaultdict(list)  # of a table, each with a block in it
    for block in blocks:
        if block.roles & Role.TABLE:
            cell = cell_of(block)
            table = cell.closest("table") if cell is not None else None
            if cell is not None and table is not None:
                cells[table].append((cell, block))
            else:
                block.roles &= ~Role.TABLE
    for table, members in cells.items():
        if not _holds_data(table, members, captioned=table in captioned, nesting=table in nesting):
            for _, block in members:
                block.roles &= ~Role.TABLE


def cell_of(block: Block) -> Element | None:
    """The table cell that a block is, or is in."""
    return block.element if block.tag in ("td", "th") else block.element.closest("td", "th")


def _holds_data(table: Element, members: Sequence[tuple[Element, Block]], *, captioned: bool, nesting: bool) -> bool:
    role = table.get("role").strip().lower()
    if role in _LAYOUT_ROLES or role in _DATA_ROLES:
        return role in _DATA_ROLES
    if nesting or table.get("datatable") == "0":
        return False
    sizes: defaultdict[Element, int] = defaultdict(int)
    counts: defaultdict[Element, int] = defaultdict(int)
    for cell, block in members:
        sizes[cell] += block.size
        counts[cell] += 1
    stated = captioned or any(table.get(name) for name in _DATA_ATTRIBUTES)
    if stated or any(cell.tag == "th" or any(map(cell.get, _CELL_ATTRIBUTES)) for cell in sizes):
        # Where everything is in one cell, a heading is the page's, not a column's.
        return len(sizes) > 1
    columns: defaultdict[Element | None, int] = defaultdict(int)
    for cell in sizes:
        columns[cell.parent] += 1
    if max(columns.values()) < 2 or len(columns) < 2:  # a single column, a single row
        return False
    # Cells of data say little each, and one thing only.
    return max(sizes.values()) <= _LONG_CELL and 2 * sum(count > 1 for count in counts.values()) < len(counts)
