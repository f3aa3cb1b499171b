"""The captures: the record of what was fetched, as WARC files; archive.db is a projection of them.

    writer.py            Page -> a record in captures/*.warc.gz -> Capture
    reader.py            WARC, WACZ and saved HTML -> Page, again exactly what was fetched
    edition_records.py   what an index listed and how its collection ended, as a metadata record beside the pages
    withheld_records.py  a story of which only headline, address and dates may be kept, as a conversion record

A run writes files of its own, so what a kill cuts off is the end of one file and nothing else.
"""
