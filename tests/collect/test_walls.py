"""What becomes of an edition whose stories lie behind walls, over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from scraper.reasons import shown
from scraper.reasons.words import phrases
from tests.loopback import DAY, Answer, Route, Server, index, paper, robots, run, story
from tests.rows import asked

pytestmark = [pytest.mark.slow, pytest.mark.thorough]

NAMES = ("ferry", "harbour", "lamp", "mill")
WALL = Answer(body="<title>Sign in | The Post</title><h1>Sign in to continue reading</h1><p>It is quick and free.</p>")
NOTICE = Answer(body=str(story("notice to our readers").body).replace("article:published_time", "of"))
CHECK = Answer(body="<title>Just a moment...</title><h1>post.example</h1><p>Checking the connection.</p>")
CAPTCHA = Answer(body='<title>post.example</title><form><div class="g-recaptcha"></div><p>One more step.</p></form>')


def collected(
    folder: Path, routes: dict[str, Route], *, rules: str = "Disallow:", code: int = 0
) -> tuple[str, str, int]:
    """Outcome, reasons and number of stories held, the same in the archive and in one that is made of its captures."""
    stories = {f"/{name}": story(name) for name in NAMES}
    front = index(*(f"/{name}" for name in NAMES))
    with Server({"/robots.txt": robots(rules), "/": front, **stories, **routes}) as site:
        paper(folder / "papers", "skerry-post", site)
        run(folder, site, "collect", "skerry-post", *DAY, code=code)
        first = edition(folder / "archive.db")
        if not first[2]:
            return first  # a rebuild that finds no story says so, and ends with an error
        (folder / "anew").mkdir()
        (folder / "anew" / "papers").symlink_to(folder / "papers")
        run(folder / "anew", site, "rebuild", "--captures", str(folder / "captures"))
        assert edition(folder / "anew" / "archive.db") == first
    return first


def edition(path: Path) -> tuple[str, str, int]:
    ((outcome, detail),) = asked(path, "SELECT outcome, detail FROM editions")
    ((held,),) = asked(path, "SELECT count(*) FROM stories")
    return outcome, phrases(shown(detail)), held


def to(address: str) -> Answer:
    return Answer(status=302, headers={"Location": address})


def test_an_edition_behind_a_sign_in_is_blocked(tmp_path: Path) -> None:
    outcome, why, held = collected(tmp_path, {**{f"/{name}": to("/login") for name in NAMES}, "/login": WALL}, code=1)
    assert (outcome, held) == ("blocked", 0)
    assert why == (
        "the site refused all stories that were asked for (a wall came instead of the story: a page to sign in)"
    )


@pytest.mark.parametrize("check", [CHECK, CAPTCHA], ids=["check", "captcha"])
def test_checks_for_robots_end_the_requests(tmp_path: Path, check: Answer) -> None:
    addresses = [f"/{number}" for number in range(8)]
    routes: dict[str, Route] = dict.fromkeys(addresses, check)
    with Server({"/robots.txt": robots("Disallow:"), "/": index(*addresses), **routes}) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY, code=1)
        assert len(set(addresses) & set(site.asked)) < 6
    assert edition(tmp_path / "archive.db")[0] == "blocked"


def test_one_wall_makes_it_partial_and_is_asked_for_again(tmp_path: Path) -> None:
    with Server(
        {
            "/robots.txt": robots("Disallow:"),
            "/": index("/ferry", "/lamp"),
            "/ferry": story("ferry"),
            "/lamp": [WALL, story("lamp")],
        }
    ) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        assert edition(tmp_path / "archive.db") == (
            "partial",
            "1 of 2 listed stories is not held: a wall came instead of the story: a page to sign in",
            1,
        )
        run(tmp_path, site, "collect", "skerry-post", *DAY)
        assert edition(tmp_path / "archive.db") == ("complete", "", 2)
        assert site.asked.count("/ferry") == 1


def test_one_text_for_many_stories_is_none_of_them(tmp_path: Path) -> None:
    same = NOTICE
    outcome, why, held = collected(tmp_path, dict.fromkeys(("/harbour", "/lamp", "/mill"), same))
    assert (outcome, held) == ("partial", 1)
    assert why == "3 of 4 listed stories are not held: the same text came for 3 stories"


def test_stories_taken_out_again_do_not_count_as_added(tmp_path: Path) -> None:
    same = NOTICE
    routes = {"/": index("/lamp", "/mill", "/quay", "/tide"), "/tide": story("tide")}
    routes |= {"/robots.txt": robots("Disallow:"), **dict.fromkeys(("/lamp", "/mill", "/quay"), same)}
    with Server(routes) as site:
        paper(tmp_path / "papers", "skerry-post", site)
        assert "3 failed, 1 added" in run(tmp_path, site, "collect", "skerry-post", *DAY)


def test_pages_that_are_stories_by_all_they_say_stay_though_their_texts_are_the_same(tmp_path: Path) -> None:
    same = dict.fromkeys(("/harbour", "/lamp", "/mill"), story("agency's long notice of weather"))
    assert collected(tmp_path, same) == ("complete", "", 4)


def test_two_stories_of_one_text_stay(tmp_path: Path) -> None:
    assert collected(tmp_path, {"/lamp": story("harbour")}) == ("complete", "", 4)


def test_stories_that_robots_txt_forbids_make_the_edition_blocked(tmp_path: Path) -> None:
    rules = "\n".join(f"Disallow: /{name}" for name in NAMES)
    outcome, why, held = collected(tmp_path, {}, rules=rules, code=1)
    assert (outcome, held) == ("blocked", 0)
    assert why == "the site refused all stories that were asked for (forbidden by robots.txt)"


def test_redirects_in_circles_are_told_as_what_they_are(tmp_path: Path) -> None:
    outcome, why, held = collected(tmp_path, {"/lamp": to("/lamp?again"), "/lamp?again": to("/lamp")})
    assert (outcome, held) == ("partial", 3)
    assert why == "1 of 4 listed stories is not held: redirects in circles"


DAYS = [f"2026-03-0{day}" for day in range(3, 8)]


def five_days(folder: Path, fronts: dict[str, Route], *, code: int = 1) -> tuple[list[str], str]:
    """What is asked of a newspaper with an index and four stories a day, and what the run says."""
    routes: dict[str, Route] = {"/robots.txt": robots("Disallow:")}
    for day in DAYS:
        routes[f"/{day}"] = index(*(f"/{day}/{name}" for name in NAMES))
        routes |= {f"/{day}/{name}": story(f"{name} of {day}", day=day) for name in NAMES}
    with Server(routes | fronts) as site:
        paper(folder / "papers", "skerry-post", site, index="/{date}")
        printed = run(folder, site, "collect", "skerry-post", "--from", DAYS[0], "--to", DAYS[-1], code=code)
        return [path for path in site.asked if path.startswith("/2026")], printed


@pytest.mark.parametrize("answer", [CHECK, CAPTCHA, Answer(status=403)], ids=["check", "captcha", "refusal"])
def test_after_three_indexes_that_are_checks_the_newspaper_is_not_asked_on(tmp_path: Path, answer: Answer) -> None:
    requested, printed = five_days(tmp_path, {f"/{day}": answer for day in DAYS})
    assert requested == [f"/{day}" for day in DAYS[:3]]
    assert "its site does not want to be asked; nothing more is asked of it in this run" in printed
    assert asked(tmp_path / "archive.db", "SELECT date, outcome FROM editions") == [
        (day, "blocked") for day in DAYS[:3]
    ]


def test_after_three_stories_that_are_checks_the_newspaper_is_not_asked_on(tmp_path: Path) -> None:
    requested, printed = five_days(tmp_path, {f"/{day}/{name}": CHECK for day in DAYS for name in NAMES})
    assert requested[0] == f"/{DAYS[0]}"
    assert 3 <= len(requested) - 1 <= 4, "one may be under way when the third has come"
    assert all(path.startswith(f"/{DAYS[0]}") for path in requested)
    assert "its site does not want to be asked" in printed


def test_a_story_in_between_is_no_check(tmp_path: Path) -> None:
    checks = {f"/{day}/{name}": CHECK for day in DAYS for name in NAMES[:2]}
    requested, printed = five_days(tmp_path, checks, code=0)
    assert len(requested) == len(DAYS) * (1 + len(NAMES))
    assert "does not want" not in printed
