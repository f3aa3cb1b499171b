"""Draw the pictures of the fictional newspapers as SVG: one scene for each subject, varied by the story's id.

The same subject and id always give the same drawing. A new subject is a function and a line in ``SCENES``.

    landscapes.py   scenes under the open sky
    townscapes.py   streets, buildings, rooms and faces
    brush.py        colours and shapes, with which every scene is drawn
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from scraper.demo.pictures import landscapes, townscapes
from scraper.demo.pictures.brush import DARK, DAYLIGHT, HEIGHT, WIDTH, Brush

SCENES: Mapping[str, Callable[[Brush], list[str]]] = {
    "harbour": landscapes.harbour,
    "storm": landscapes.storm,
    "street": townscapes.street,
    "council": townscapes.council,
    "court": townscapes.court,
    "market": townscapes.market,
    "factory": townscapes.factory,
    "field": landscapes.field,
    "hill": landscapes.hill,
    "river": landscapes.river,
    "stadium": townscapes.stadium,
    "ship": landscapes.ship,
    "school": townscapes.school,
    "hospital": townscapes.hospital,
    "museum": townscapes.museum,
    "portrait": townscapes.portrait,
    "kitchen": townscapes.kitchen,
    "night": landscapes.night,
    "snow": landscapes.snow,
    "train": townscapes.train,
}


def drawing(subject: str, story_id: str) -> str:
    """The SVG picture of that subject for that story; an unknown subject becomes a landscape."""
    chance = random.Random(f"{subject} {story_id}")
    colours = DARK if subject in ("night", "storm") else chance.choice(DAYLIGHT)
    scene = SCENES.get(subject, landscapes.hill)
    shapes = "\n".join(scene(Brush(colours=colours, chance=chance)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">\n'
        f"<title>{escape(subject)}</title>\n{shapes}\n</svg>\n"
    )
