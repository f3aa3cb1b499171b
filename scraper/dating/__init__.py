"""Step 6, date: which edition a story belongs to, and the evidence for it. Pure; it sees no markup.

    page_evidence.py    what of a page can name the edition: its texts with their zones, and its data
    print_metadata.py   print metadata under the names of standards: schema.org, prism, NITF
    print_keys.py       the same under any name that says print, in meta elements, attributes and data for scripts
    print_values.py     a day, a text, and the claim that they make together
    decide.py           index > statement > structured > url > published                              -> EditionDate

``scraper.extract`` collects the evidence of a page; ``scraper.texts.statements`` has the wordings.
"""

from __future__ import annotations

from scraper.dating.decide import decide, index_claim, web_date_claim
from scraper.dating.page_evidence import PageEvidence
from scraper.texts.statements.claims import Claim
from scraper.texts.statements.scan import TextScan, scan_texts
from scraper.texts.statements.zones import Passage, TextZones, Zone

__all__ = [
    "Claim",
    "PageEvidence",
    "Passage",
    "TextScan",
    "TextZones",
    "Zone",
    "decide",
    "index_claim",
    "scan_texts",
    "web_date_claim",
]
