"""Records that were written in several segments, joined (ISO 28500:2017, section 7).

The segments of a record may be spread over files. Here those are joined that follow one another in one file, as the
writers that cut long records write them; a first segment without the others stays what it is, the beginning of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scraper.captures.records import Record, Unreadable

NUMBER = "warc-segment-number"
ORIGIN = "warc-segment-origin-id"
TOTAL = "warc-segment-total-length"


def joined(records: Iterable[Record | Unreadable], *, most: int) -> Iterator[Record | Unreadable]:
    """The records of a file, a first segment with those that go on with it as one record without a segment number.

    :param most: bytes; segments that are longer together are left apart.
    """
    held: list[Record] = []
    for record in records:
        if isinstance(record, Record):
            if held and _goes_on(held, record, most):
                held.append(record)
                continue
            yield from _together(held)
            held = [record] if record.fields.get(NUMBER, "").strip() == "1" and record.is_whole else []
            if held:
                continue
        else:
            yield from _together(held)
            held = []
        yield record
    yield from _together(held)


def _goes_on(held: list[Record], record: Record, most: int) -> bool:
    fields = record.fields
    return (
        fields["warc-type"].lower() == "continuation"
        and fields.get(ORIGIN, "").strip() == held[0].fields.get("warc-record-id", "").strip() != ""
        and fields.get(NUMBER, "").strip() == str(len(held) + 1)
        and record.is_whole
        and sum(one.size for one in held) + record.size <= most
    )


def _together(held: list[Record]) -> Iterator[Record]:
    if len(held) < 2:
        yield from held
        return
    first, last = held[0], held[-1]
    content = b"".join(one.content for one in held)
    told = last.fields.get(TOTAL, "").strip()
    fields = dict(first.fields)
    if told == str(len(content)):
        del fields[NUMBER]  # else some are missing, and it is the beginning of a page
    agrees = False if any(one.agrees is False for one in held) else None
    yield replace(
        first, fields=fields, content=content, size=len(content), agrees=agrees, length=0, progress=last.progress
    )
