"""What each paper's pages show: one module a paper, with its templates.

courier.py      The Ellery Courier
bote.py         Hohenwarter Bote
shiomi.py       潮見新聞
newsstand.py    The Reading Rack, a newsstand: one module for its three titles
"""

from __future__ import annotations
