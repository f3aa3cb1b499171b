"""What a collection does when a newspaper answers with the paper of another day, over real HTTP.

tests/discover/test_served_day.py has the ways to serve one; here is what becomes of the edition and its stories.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.reasons import shown
from scraper.reasons.words import phrases
from tests.loopback import DAY, Answer, Route, Server, index, paper, robots, run, story
from tests.rows import asked

pytestmark = pytest.mark.slow

DATED = "/paper/{date:%Y-%m-%d}/"
FRIDAY, SATURDAY = "/paper/2026-03-06/", "/paper/2026-03-07/"
NAMES = ("ferry", "harbour", "lamp")
SUNDAY = ("mill", "quay")


def printed(heading: str, *names: str) -> Answer:
    """A paper's list of stories, with a heading above it."""
    return Answer(body=f"<h1>{heading}</h1>{index(*(f'/{name}' for name in names)).body}")


def site(routes: dict[str, Route]) -> Server:
    stories = {f"/{name}": story(name) for name in (*NAMES, *SUNDAY)}
    return Server({"/robots.txt": robots("Disallow:"), **stories, **routes})


def editions(path: Path) -> list[tuple[str, str, str, int]]:
    """Date, outcome, reasons and number of placements of each edition."""
    rows = asked(
        path,
        "SELECT date, outcome, detail, (SELECT count(*) FROM placements WHERE edition_id = editions.id) FROM editions "
        "ORDER BY date",
    )
    return [(date, outcome, phrases(shown(detail)), placed) for date, outcome, detail, placed in rows]


def dates(path: Path) -> list[tuple[str, str, str]]:
    """Headline, edition date and kind of evidence of each story."""
    rows = asked(path, "SELECT headline, edition_date, evidence_kind, evidence_text FROM stories ORDER BY headline")
    return [(headline.split()[1], date, f"{kind}: {text}") for headline, date, kind, text in rows]


def collect(folder: Path, newspaper: Server, *arguments: str) -> str:
    return run(folder, newspaper, "collect", "skerry-post", *arguments)


def rebuilt(folder: Path, newspaper: Server) -> Path:
    """A second archive, made of the captures of the first."""
    anew = folder / "anew"
    anew.mkdir(exist_ok=True)
    (anew / "papers").exists() or (anew / "papers").symlink_to(folder / "papers")
    run(anew, newspaper, "rebuild", "--captures", str(folder / "captures"))
    return anew / "archive.db"


def test_nothing_is_filed_under_the_day_asked_for_and_no_story_is_fetched(tmp_path: Path) -> None:
    with site({SATURDAY: printed("Friday, 6 March 2026", *NAMES)}) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        said = collect(tmp_path, newspaper, *DAY)
        assert "asked for 7 March 2026, was sent the paper of 6 March 2026" in said
        assert newspaper.asked == ["/robots.txt", SATURDAY]
    ((date, outcome, why, placed),) = editions(tmp_path / "archive.db")
    assert (date, outcome, placed) == ("2026-03-07", "stale", 0)
    assert why == (
        "front page: asked for 7 March 2026, was sent the paper of 6 March 2026 (heading: Friday, 6 March 2026)"
    )


def test_the_next_index_is_asked(tmp_path: Path) -> None:
    with site({SATURDAY: printed("6 March 2026", *NAMES), "/list/2026-03-07": printed("7 March 2026", *SUNDAY)}) as one:
        paper(tmp_path / "papers", "skerry-post", one, index=DATED)
        file = tmp_path / "papers" / "skerry-post.toml"
        first, second = file.read_text(encoding="utf-8").split("[access]")
        again = first[first.index("[[index]]") :].replace("front page", "list").replace(DATED, "/list/{date}")
        file.write_text(f"{first}\n{again}\n[access]{second}", encoding="utf-8")
        collect(tmp_path, one, *DAY)
    ((_, outcome, why, placed),) = editions(tmp_path / "archive.db")
    assert (outcome, placed) == ("degraded", 2)
    assert why.startswith("another index was used, because front page: asked for 7 March 2026")
    assert {date for _, date, _ in dates(tmp_path / "archive.db")} == {"2026-03-07"}


def test_a_doubtful_day_dates_no_story_but_keeps_their_places(tmp_path: Path) -> None:
    doubtful = printed("7 March 2026", *NAMES)
    head = '<link rel="canonical" href="/paper/2026-03-06/">'
    with site({SATURDAY: Answer(body=f"<head>{head}</head><body>{doubtful.body}</body>")}) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        collect(tmp_path, newspaper, *DAY)
        ((_, outcome, why, placed),) = editions(tmp_path / "archive.db")
        assert (outcome, placed) == ("degraded", 3)
        assert why.startswith("it is not certain that this is the paper of 7 March 2026 (canonical address: ")
        assert {kind.split(":")[0] for _, _, kind in dates(tmp_path / "archive.db")} == {"published"}
        again = rebuilt(tmp_path, newspaper)
    assert (editions(again), dates(again)) == (editions(tmp_path / "archive.db"), dates(tmp_path / "archive.db"))


def test_a_list_found_wrong_is_withdrawn_and_its_stories_are_dated_by_the_right_one(tmp_path: Path) -> None:
    silent = printed("The Skerry Post", *NAMES)
    stated = printed("Friday, 6 March 2026", *NAMES)
    with site({SATURDAY: [silent, stated], FRIDAY: stated}) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        path = tmp_path / "archive.db"
        collect(tmp_path, newspaper, *DAY)
        assert {date for _, date, _ in dates(path)} == {"2026-03-07"}, "nobody could tell"

        collect(tmp_path, newspaper, *DAY, "--again")
        assert [(outcome, placed) for _, outcome, _, placed in editions(path)] == [("stale", 0)]
        assert {kind for _, _, kind in dates(path)} == {
            "published: published 2026-03-07T05:00:00+00:00, no print edition stated"
        }

        asked_before = len(newspaper.asked)
        collect(tmp_path, newspaper, "--date", "2026-03-06")
        assert not {"/ferry", "/harbour", "/lamp"} & set(newspaper.asked[asked_before:]), "all are held"
        assert dates(path) == [
            (name, "2026-03-06", f"index: index of skerry-post 2026-03-06: position {number}")
            for number, name in enumerate(NAMES, start=1)
        ]
        assert [(date, outcome, placed) for date, outcome, _, placed in editions(path)] == [
            ("2026-03-06", "complete", 3),
            ("2026-03-07", "stale", 0),
        ]
        again = rebuilt(tmp_path, newspaper)
    assert (editions(again), dates(again)) == (editions(path), dates(path))


def test_what_is_held_stays_where_the_newspaper_no_longer_has_that_day(tmp_path: Path) -> None:
    right, today = printed("Saturday, 7 March 2026", *NAMES), printed("Sunday, 8 March 2026", *SUNDAY)
    with site({SATURDAY: [right, today]}) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        collect(tmp_path, newspaper, *DAY)
        before = editions(tmp_path / "archive.db"), dates(tmp_path / "archive.db")
        said = collect(tmp_path, newspaper, *DAY, "--again")
        assert "2026-03-07 stays as it is held, though now front page: asked for 7 March 2026" in said
    assert (editions(tmp_path / "archive.db"), dates(tmp_path / "archive.db")) == before
    assert before[0][0][:2] == ("2026-03-07", "complete")
