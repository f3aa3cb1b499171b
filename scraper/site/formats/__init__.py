"""Formats beside HTML pages and JSON: charts, citations, books, feeds, tables. Pure.

chart.py            numbers -> an SVG that needs neither script nor style
timeline_chart.py   counts over time -> their chart, in words, as CSV
strips.py           coverage and matches over time -> dots, strips, histograms
citations/          a story -> its citations, and the metadata in its page
cover.py            an edition -> the cover of its book, as JPEG
epub.py             an edition -> a book
downloads.py        the feeds and tables of a newspaper and of an edition
export_files.py     stories -> a file in JSON Lines, CSV or Parquet, with its checksum
linked_data.py      a newspaper and an edition as linked data (JSON-LD)
previews.py         what a link shows where it is pasted
opds.py             editions as books -> a catalogue for e-readers
opensearch.py       how browsers and e-readers search here
feeds.py            entries -> an Atom or JSON feed
tables.py           rows -> CSV or JSON Lines
"""
