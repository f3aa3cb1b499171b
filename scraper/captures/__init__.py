"""The captures: the record of what was fetched, as WARC files; archive.db is a projection of them.

    writer.py            Page -> a record in captures/*.warc.gz -> Capture
    reader.py            WARC, WACZ and saved pages -> Page, again exactly what was fetched
    contents.py          what a record holds, or why it holds nothing
    wacz.py              the WARC files in a WACZ file
    unpacked.py          a file's bytes without gzip or Zstandard, with a gap where they are damaged
    record_headers.py    where a record begins, and what its header says
    records.py           its records, each where it begins and as long as it says, or why it cannot be read
    segments.py          records that were written in several segments, joined
    moments.py           when a record was captured, and what stands for that where it does not say it
    incoming.py          captures from a pipe or a download, as a file that can be read from any place
    http_headers.py      the headers of an answer, as a page has them
    payload.py           an HTTP body without its codings, and whether all of it is there
    saved_pages.py       HTML and MHTML files, with the address and the moment that they name
    mhtml.py             the page in an MHTML file
    edition_records.py   what was asked for, what an index listed and how its collection ended, as metadata records
    gzip_members.py      the records of a file of ours, as the pieces that are compressed by themselves
    cdxj.py              the index beside each file of ours, by which other programs find its records
    passages.py          sentences of a text, found in whatever markup and encoding they are written
    redaction.py         a file of ours without the secrets that an earlier version wrote into it
    publication_records.py   what a newspaper's file said, as a metadata record
    removal.py           a file of ours without a story that was removed on request
    journal_records.py   what was done to a story on request, as a metadata record
    takedown_records.py  a story that was removed on request, as a metadata record
    manifest.py          which files there are and how many stories they hold, so that a missing one is missed
    withheld_records.py  a story of which only headline, address and dates may be kept, as a conversion record

A run writes files of its own, so what a kill cuts off is the end of one file and nothing else.
"""
