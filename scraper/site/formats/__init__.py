"""What is made of objects beside pages and JSON. Pure.

chart.py            numbers -> an SVG that needs neither script nor style
timeline_chart.py   counts over time -> their chart, in words, as CSV
citations/          a story -> its citations, and what a page tells Zotero of it
epub.py             an edition -> a book
downloads.py        a newspaper's editions and an edition's stories as feeds and tables
export_files.py     stories -> a file in JSON Lines, CSV or Parquet, with its checksum
feeds.py            entries -> an Atom feed
tables.py           rows -> CSV or JSON Lines
diff.py             two texts of a story -> what changed, with <ins> and <del>
"""
