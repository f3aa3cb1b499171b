"""Step 6, date: which edition a story belongs to, and the evidence for it. Pure, and ignorant of markup.

    page_evidence.py    what a page can say of its edition: its texts, the zones they stand in, and its data
    print_metadata.py   print metadata: schema.org, prism, NITF, JSON embedded for scripts
    decide.py           index > statement > structured > url > published                              -> EditionDate

``scraper.extract`` draws up the evidence of a page; ``scraper.texts.statements`` knows the wordings.
"""

from __future__ import annotations

from scraper.dating.decide import decide
from scraper.dating.page_evidence import PageEvidence
from scraper.texts.statements.claims import Claim
from scraper.texts.statements.scan import Scan, scan
from scraper.texts.statements.zones import Passage, TextZones, Zone

__all__ = ["Claim", "PageEvidence", "Passage", "Scan", "TextZones", "Zone", "decide", "scan"]
