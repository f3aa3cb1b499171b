"""Small words inside the names of persons: Ada van der Quill, Ana Sousa e Silva."""

from __future__ import annotations

PARTICLES = frozenset(
    "af al av bin bint da dal dalla das de degli dei del della delle dello den der des di do dos du e el ibn la las le"
    " los te ten ter und van vande vom von y zu zum zur".split()
)
