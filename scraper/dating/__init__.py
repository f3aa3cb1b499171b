"""Step 6, date: which edition a story belongs to, and the evidence for it. Pure, and ignorant of markup.

testimony.py    what a page can testify: its texts, the zone they stand in, and data (drawn up by extract/)
deciding.py     index > statement > structured > url > published                              -> EditionDate
scanning.py     where on a page a statement is possible at all; all that is spent on a page without one
spoken.py       edition statements among the texts: whose they are, which is the best
statements.py   the table of wordings, table/<language>.toml, one row and one example each
grammar.py      the small language those rows are written in; templates.py: the search with it; fields.py: what a field
                may be
carriers.py     print metadata: schema.org, prism, NITF, JSON embedded for scripts
dates.py        a date phrase, read strictly; tokens.py: its parts; months.py: names of many languages, from CLDR
folding.py      text made comparable, with the way back to the page's own words
claims.py       one piece of evidence and what it claims
"""

from __future__ import annotations

from scraper.dating.claims import Claim
from scraper.dating.deciding import decide
from scraper.dating.scanning import Scan, scan
from scraper.dating.testimony import Passage, Stands, Testimony, Zone

__all__ = ["Claim", "Passage", "Scan", "Stands", "Testimony", "Zone", "decide", "scan"]
