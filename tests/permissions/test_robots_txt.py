"""robots.txt as RFC 9309, contentsignals.org, draft-ietf-aipref-attach and RSL have it, with their own examples."""

from __future__ import annotations

import pytest

from scraper.permissions.robots_txt import RobotsTxt, read

SITE = "https://paper.example"
SOURCE = f"{SITE}/robots.txt"

CLOUDFLARE = """\
# As a condition of accessing this website, you agree to abide by the following
# content signals:
# ANY RESTRICTIONS EXPRESSED VIA CONTENT SIGNALS ARE EXPRESS RESERVATIONS OF RIGHTS
# BEGIN Cloudflare Managed content

User-agent: *
Content-Signal: search=yes,ai-train=no,use=reference
Allow: /

User-agent: GPTBot
Disallow: /

# END Cloudflare Managed Content

User-agent: *
Disallow: /account
"""

AIPREF = """\
User-Agent: *
Allow: /
Disallow: /never/
Content-Usage: train-ai=n
Content-Usage: /ai-ok/ train-ai=y

User-Agent: ExampleBot
Allow: /
Content-Usage: / train-ai=y
"""


def said(robots: RobotsTxt, path: str) -> dict[str, str]:
    """What a robots.txt says of a page's uses, strictest last."""
    return {each.use.value: each.answer.value for each in robots.statements(SITE + path, SOURCE)}


def test_content_signals_of_everybodys_groups_are_for_us() -> None:
    robots = read(CLOUDFLARE)
    assert said(robots, "/ferry") == {"search": "permitted", "ai-train": "prohibited"}
    assert [each.words for each in robots.statements(f"{SITE}/ferry", SOURCE)] == ["search=yes", "ai-train=no"]
    assert robots.group == "*"
    assert robots.rules == ("Allow: /", "Disallow: /account")
    assert robots.allows(f"{SITE}/ferry")
    assert not robots.allows(f"{SITE}/account/1")


def test_the_group_that_names_us_holds_alone() -> None:
    robots = read(
        "User-agent: *\nContent-Signal: ai-train=no\nCrawl-delay: 9\nDisallow: /a\n\n"
        "User-agent: Other\nUser-agent: BackIssues\nCrawl-delay: 2\nContent-Signal: ai-train=yes\nDisallow: /b"
    )
    assert robots.group == "backissues"
    assert said(robots, "/x") == {"ai-train": "permitted"}
    assert robots.rules == ("Crawl-delay: 2", "Disallow: /b")
    assert robots.crawl_delay == 2.0
    assert robots.allows(f"{SITE}/a")
    assert not robots.allows(f"{SITE}/b")


@pytest.mark.parametrize(("path", "train"), [("/test", "prohibited"), ("/ai-ok/test", "permitted")])
def test_the_longest_path_of_content_usage_holds(path: str, train: str) -> None:
    assert said(read(AIPREF), path) == {"ai-train": train}


def test_of_equally_long_paths_each_holds() -> None:
    robots = read("User-agent: *\nContent-Usage: / train-ai=y\nContent-Usage: train-ai=n, search=y")
    answers = [(each.use.value, each.answer.value) for each in robots.statements(f"{SITE}/x", SOURCE)]
    assert answers == [("ai-train", "permitted"), ("search", "permitted"), ("ai-train", "prohibited")]


@pytest.mark.parametrize(
    ("text", "licenses"),
    [
        ("License: https://paper.example/license.xml\n\nUser-agent: Googlebot\nAllow: /", True),
        ("User-agent: *\nDisallow: /x\nLicense: https://paper.example/license.xml", True),
        ("User-agent: GPTBot\nDisallow: /\nLicense: https://paper.example/license.xml", False),
        ("User-agent: GPTBot\nDisallow: /\n\nLicense: https://paper.example/license.xml", True),
        ("User-agent: *\nLicense: license.xml", False),  # it must be a whole address
        ("# License: https://paper.example/license.xml", False),
    ],
)
def test_licenses_outside_of_groups_and_in_ours_are_for_us(text: str, licenses: bool) -> None:
    assert read(text).licenses == (("https://paper.example/license.xml",) if licenses else ())


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "<html><body>Not found: Disallow: /</body></html>", "Disallow: /", "::"]
)
def test_what_says_nothing_restricts_nothing(text: str) -> None:
    robots = read(text)
    assert robots.allows(f"{SITE}/ferry")
    assert (robots.group, robots.crawl_delay, robots.licenses, said(robots, "/")) == ("", 0.0, (), {})
