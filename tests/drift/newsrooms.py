"""What twelve fictional papers print on each day of a year: slow days, thin Sundays, feasts, strikes, special editions.

Nothing here knows how a site shows it, or how it is read.
"""

from __future__ import annotations

import datetime as dt
import functools
import random
from dataclasses import dataclass

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
FEASTS = {dt.date(2026, 1, 1), dt.date(2026, 4, 3), dt.date(2026, 4, 6), dt.date(2026, 12, 25), dt.date(2026, 12, 26)}
SECTIONS = ("Front page", "Town", "Country", "World", "Business", "Culture", "Sport")
NOUNS = "bridge ferry mill market library orchard chapel quarry harbour school theatre canal tram bakery".split()  # noqa: SIM905
VERBS = "opens closes moves waits returns grows sinks wins loses burns sings sleeps pays turns".split()  # noqa: SIM905
PEOPLE = "mayor gardener teacher pilot baker nurse mason librarian warden shepherd printer cooper".split()  # noqa: SIM905
NAMES = ("Ada Thornton", "Colin Marsh", "Freya Holt", "Ines Okafor", "Jon Pell", "Mira Quist", "Owen Sadler")


@dataclass(frozen=True)
class Piece:
    """A story as its newsroom wrote it."""

    paper: str
    day: dt.date
    number: int
    headline: str
    section: str
    page: int
    author: str
    standfirst: str

    @property
    def slug(self) -> str:
        return "-".join(self.headline.lower().split())

    @property
    def id(self) -> int:
        return self.day.toordinal() * 100 + self.number

    @property
    def clock(self) -> str:
        return f"{4 + self.number % 3:02}:{self.number * 7 % 60:02}"


@dataclass(frozen=True)
class Newsroom:
    """One paper: how much it prints on a weekday and on a Sunday, and the days on which it is on strike."""

    slug: str
    weekday: int
    sunday: int
    sections: tuple[str, ...] = SECTIONS
    strikes: tuple[dt.date, ...] = ()
    days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)

    def appears(self, day: dt.date) -> bool:
        return FIRST <= day <= LAST and day.isoweekday() in self.days and day not in FEASTS and day not in self.strikes

    @functools.lru_cache(maxsize=800)  # noqa: B019
    def pieces(self, day: dt.date) -> tuple[Piece, ...]:
        """The stories of a day in printed order."""
        if not self.appears(day):
            return ()
        dice = random.Random(f"{self.slug} {day}")
        size = self.sunday if day.isoweekday() == 7 else self.weekday * (1.25 if day.isoweekday() == 6 else 1)
        size *= dice.uniform(0.85, 1.15)
        if dt.date(day.year, 7, 10) <= day <= dt.date(day.year, 8, 30) or day >= dt.date(day.year, 12, 22):
            size *= 0.7
        luck = dice.random()
        is_slow, is_special = luck < 0.03, luck > 0.975
        size *= 0.55 if is_slow else 1.6 if is_special else 1
        sections = [name for name in self.sections if day.isoweekday() != 7 or name not in ("Business", "Town")]
        if is_special:
            sections.insert(1, dice.choice(("The election", "Fifty years on", "After the flood")))
        number = max(4, round(size))
        named = sorted((dice.randrange(len(sections)) for _ in range(number - len(sections))), key=int)
        places = sorted([*range(min(len(sections), number)), *named])[:number]
        return tuple(self._piece(day, at + 1, sections[place], place, dice) for at, place in enumerate(places))

    def _piece(self, day: dt.date, number: int, section: str, place: int, dice: random.Random) -> Piece:
        words = (dice.choice(NOUNS), dice.choice(VERBS), dice.choice(PEOPLE), dice.choice(VERBS))
        headline = f"The {words[0]} {words[1]} as the {words[2]} of the {dice.choice(NOUNS)} {words[3]}"
        author = dice.choice(NAMES) if dice.random() < 0.85 else ""
        standfirst = f"What a {dice.choice(PEOPLE)} has seen of it by the {dice.choice(NOUNS)} that day."
        return Piece(
            self.slug, day, number, headline, section, 2 * place + 1 + number % 2, author,
            standfirst if dice.random() < 0.9 else "",
        )  # fmt: skip

    def rail(self, day: dt.date) -> list[Piece]:
        """Stories of before that stand beside a list: four to nine of them."""
        dice = random.Random(f"rail {self.slug} {day}")
        old = [piece for back in range(1, 8) for piece in self.pieces(day - dt.timedelta(days=back))[:3]]
        return dice.sample(old, min(len(old), dice.randint(4, 9)))


def story_text(piece: Piece) -> list[str]:
    """The paragraphs of a story, the same for every tenth: what they say matters to nobody."""
    dice = random.Random(piece.number % 10)
    return [
        " ".join(
            f"The {dice.choice(PEOPLE)} of the {dice.choice(NOUNS)} said that the {dice.choice(NOUNS)} by the "
            f"{dice.choice(NOUNS)} {dice.choice(VERBS)} when the {dice.choice(PEOPLE)} comes back from there."
            for _ in range(3)
        )
        for _ in range(4)
    ]
