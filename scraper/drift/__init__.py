"""A site that gets another layout, noticed while its pages still come and before an edition is lost (pure).

    an index that was read  ->  Shape: yields, sections, fields, sizes, in numbers     shapes.py, addresses.py
    Shape, those before it  ->  what has changed, the old and the new side by side     comparison.py
    pages that were kept    ->  an index read again, by the rules of today             replay.py
    a page in a new layout  ->  rules that find yesterday's kind of thing on it        repair.py
    a look at an edition    ->  worse than its newspaper's kind? its incident          incidents.py

Shapes are kept of editions that closed complete (``scraper.archive.write.shapes``). What is seen only beside other
editions, a thin Sunday or the paper of a feast, is no change: see ``comparison``.
"""
