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

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

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


MANY = tuple(f"tale-{number}" for number in range(9))


def told(name: str, published: str) -> Answer:
    """A story that was published at this moment."""
    return Answer(body=str(story(name).body).replace("2026-03-07T05:00:00Z", published))


def silent(*names: str) -> Answer:
    return printed("The Skerry Post", *names)


@pytest.mark.parametrize(
    ("published", "outcome", "placed"),
    [
        ("2026-03-06T03:00:00Z", "stale", 0),
        ("2026-02-28T03:00:00Z", "stale", 0),
        ("2025-03-07T03:00:00Z", "stale", 0),
        ("2026-03-06", "degraded", 9),  # written for the next day's paper, or printed
        ("2026-03-06T21:00:00Z", "complete", 9),
        ("2026-03-07T14:00:00Z", "complete", 9),
    ],
)
def test_a_list_that_states_no_day_is_judged_by_its_stories(
    tmp_path: Path, published: str, outcome: str, placed: int
) -> None:
    with site({SATURDAY: silent(*MANY), **{f"/{name}": told(name, published) for name in MANY}}) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        collect(tmp_path, newspaper, *DAY)
        path = tmp_path / "archive.db"
        assert [(ended, places) for _, ended, _, places in editions(path)] == [(outcome, placed)]
        if outcome == "stale":
            assert len(newspaper.asked) < 2 + len(MANY), "it stops when it knows"
        else:
            assert len(newspaper.asked) == 2 + len(MANY)
        by_index = {date for _, date, evidence in dates(path) if evidence.startswith("index")}
        assert by_index == ({"2026-03-07"} if outcome == "complete" else set())
        again = rebuilt(tmp_path, newspaper)
    assert (editions(again), dates(again)) == (editions(path), dates(path))


def test_what_is_usual_for_the_newspaper_explains_the_day_before(tmp_path: Path) -> None:
    days = range(2, 8)
    lists: dict[str, Route] = {f"/paper/2026-03-0{day}/": silent(f"a{day}", f"b{day}") for day in days}
    pages: dict[str, Route] = {
        f"/{letter}{day}": told(f"{letter}{day}", f"2026-03-0{day - 1}T08:00:00Z") for day in days for letter in "ab"
    }
    lists |= {f"/paper/2026-03-0{day}/": printed(f"{day} March 2026", f"a{day}", f"b{day}") for day in days[:3]}
    with site(lists | pages) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        collect(tmp_path, newspaper, "--from", "2026-03-02", "--to", "2026-03-07")
    assert {outcome for _, outcome, _, _ in editions(tmp_path / "archive.db")} == {"complete"}


def test_stories_settle_what_the_addresses_leave_in_doubt(tmp_path: Path) -> None:
    names = tuple(f"2026/03/06/{name}" for name in NAMES)
    pages = {f"/{name}": told(name, "2026-03-06T21:00:00Z") for name in names}
    with site({SATURDAY: silent(*names), **pages}) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        collect(tmp_path, newspaper, *DAY)
        path = tmp_path / "archive.db"
        assert [(outcome, placed) for _, outcome, _, placed in editions(path)] == [("complete", 3)]
        assert {date for _, date, _ in dates(path)} == {"2026-03-07"}
        again = rebuilt(tmp_path, newspaper)
    assert (editions(again), dates(again)) == (editions(path), dates(path))


@pytest.mark.parametrize("days", [("2026-03-06", "2026-03-07"), ("2026-03-07", "2026-03-06")])
def test_just_the_list_of_the_edition_beside_it_is_not_an_editions_own(tmp_path: Path, days: tuple[str, str]) -> None:
    undated = {f"/{name}": Answer(body=str(story(name).body).replace("article:published_time", "of")) for name in NAMES}
    with site({FRIDAY: silent(*NAMES), SATURDAY: silent(*NAMES), **undated}) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        for day in days:
            collect(tmp_path, newspaper, "--date", day)
    ended = {date: (outcome, placed) for date, outcome, _, placed in editions(tmp_path / "archive.db")}
    assert ended == {days[0]: ("complete", 3), days[1]: ("stale", 0)}


def test_pages_that_are_not_there_do_not_hide_that_the_others_are_of_another_day(tmp_path: Path) -> None:
    front = Answer(body='<h1>6 March 2026</h1><b><a href="1">1</a><a href="2">2</a></b>')
    with site({SATURDAY: front, f"{SATURDAY}1": printed("6 March 2026", *NAMES)}) as newspaper:
        paper(tmp_path / "papers", "skerry-post", newspaper, index=DATED)
        file = tmp_path / "papers" / "skerry-post.toml"
        text = file.read_text(encoding="utf-8")
        url = next(line for line in text.splitlines() if line.startswith("url = ") and "paper" in line)
        chain = (
            f'[[index.fetch]]\n{url}\neach = "b a"\nlet = {{ at = "::attr(href)" }}\n[[index.fetch]]\nurl = "{{at}}"'
        )
        file.write_text(text.replace(url, chain), encoding="utf-8")
        collect(tmp_path, newspaper, *DAY)
    assert [(outcome, placed) for _, outcome, _, placed in editions(tmp_path / "archive.db")] == [("stale", 0)]
