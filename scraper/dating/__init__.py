"""Step 6, date: which edition a story belongs to, and the evidence for it. Pure, and ignorant of markup.

testimony.py    what a page can testify: passages in order with the zone they stand in, and data (drawn up by extract/)
deciding.py     index > statement > structured > url > published                              -> EditionDate
spoken.py       edition statements among the passages: whose they are, which is the best
statements.py   the table of wordings, table/<language>.toml, one row and one example each
templates.py    the small language those rows are written in
carriers.py     print metadata: schema.org, prism, NITF, JSON embedded for scripts
dates.py        a date phrase, read strictly; months.py: names of many languages, from CLDR
folding.py      text made comparable, with the way back to the page's own words
claims.py       one piece of evidence and what it claims
"""

from __future__ import annotations

from scraper.dating.claims import Claim
from scraper.dating.deciding import decide
from scraper.dating.testimony import Passage, Testimony, Zone

__all__ = ["Claim", "Passage", "Testimony", "Zone", "decide"]
