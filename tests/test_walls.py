"""Pages that stand in a story's place are no stories; stories about them, and beginnings behind a paywall, are."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper import catalogue, reading
from scraper.items import Access, Page, Rejected, Story
from scraper.reasons import Code
from scraper.texts import walls

ASKED = "https://www.skerrypost.example/s/ferry"
FORM = '<form action="/login" method="post"><input type="email"><input type="password"><button>Go on</button></form>'
SENTENCE = "The harbour master read the letter twice before he put it into the drawer with the others of that year. "
PARAGRAPHS = "".join(f"<p>On day {n} of the matter, {SENTENCE * 3}Then came day {n + 1}.</p>" for n in range(4))
DATED = '<meta property="article:published_time" content="2026-03-07T05:00:00+00:00">'


def page(title: str, body: str, *, at: str = ASKED, head: str = "", asked: str = ASKED) -> Page:
    html = (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body><main>{body}</main></body></html>"
    )
    fetched = dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)
    return Page(
        url=at, body=html.encode(), content_type="text/html; charset=utf-8", fetched=fetched, requested_url=asked
    )


def read(page: Page) -> Story | Rejected:
    return reading.read(page, newspapers=catalogue)


WALLS = [
    (
        walls.SIGN_IN,
        page(
            "The Skerry Post",
            f"<h1>The Skerry Post</h1><p>{SENTENCE * 2}</p>{FORM}",
            at="https://www.skerrypost.example/login?next=/s/ferry",
        ),
    ),
    (
        walls.SIGN_IN,
        page(
            "The Skerry Post",
            f"<h1>Welcome</h1><p>{SENTENCE * 2}</p>{FORM}",
            at="https://login.skerry.example/u?return=x",
        ),
    ),
    (
        walls.SIGN_IN,
        page("Sign in | The Skerry Post", f"<h1>Sign in to continue reading</h1><p>{SENTENCE * 3}</p>{FORM}"),
    ),
    (walls.SIGN_IN, page("Le Phare", f"<h1>Connectez-vous pour lire la suite</h1><p>{SENTENCE * 3}</p>{FORM}")),
    (
        walls.CONSENT,
        page(
            "The Skerry Post",
            f"<h1>The Skerry Post</h1><p>{SENTENCE * 4}</p>",
            at="https://www.skerrypost.example/consent?to=/s/ferry",
        ),
    ),
    (walls.CONSENT, page("Your privacy choices", f"<h1>We value your privacy</h1><p>{SENTENCE * 4}</p>")),
    (walls.ROBOTS, page("Pardon Our Interruption", f"<h1>Pardon Our Interruption</h1><p>{SENTENCE * 4}</p>")),
    (walls.ROBOTS, page("Just a moment...", "<h1>skerrypost.example</h1><p>Checking if the connection is secure.</p>")),
    (
        walls.ROBOTS,
        page(
            "skerrypost.example",
            "<h1>Hold on</h1><p>One more step, and you go on.</p><script src='https://geo.captcha-delivery.com/c.js'></script>",
        ),
    ),
    (
        walls.ROBOTS,
        page("skerrypost.example", "<h1>Hold on</h1><p>One more step, and you go on.</p><div id='px-captcha'></div>"),
    ),
    (
        walls.ROBOTS,
        page(
            "skerrypost.example",
            "<h1>Hold on</h1><p>One more step, and you go on.</p><iframe src='/_Incapsula_Resource?a=1'></iframe>",
        ),
    ),
    (
        walls.ROBOTS,
        page(
            "skerrypost.example",
            "<h1>Hold on</h1><p>One more step, and you go on.</p><script src='https://x.token.awswaf.com/challenge.js'></script>",
        ),
    ),
    (
        walls.SCRIPTS,
        page("skerrypost.example", "<h1>skerrypost.example</h1><p>You need to enable JavaScript to run this app.</p>"),
    ),
    (
        walls.OFFER,
        page(
            "Subscribe | The Skerry Post",
            f"<h1>Two pounds a week</h1>{PARAGRAPHS}",
            at="https://www.skerrypost.example/subscribe",
        ),
    ),
    (
        walls.OFFER,
        page(
            "Subscribe | The Skerry Post",
            f"<h1>Subscribe</h1><p>{SENTENCE * 3}</p>",
            head=DATED,
            at="https://www.skerrypost.example/subscribe/",
        ),
    ),
    (walls.APP, page("The Skerry Post", f"<h1>Continue reading in our app</h1><p>{SENTENCE * 2}</p>")),
]

STORIES = [
    (
        "about captchas",
        page(
            "Are you a robot? | The Skerry Post",
            f"<article><h1>Are you a robot?</h1>{PARAGRAPHS}</article>",
            head=DATED,
        ),
    ),
    (
        "about consent",
        page("Consent", f'<article><h1>Consent</h1><p class="byline">By Ada Quist</p>{PARAGRAPHS}</article>'),
    ),
    (
        "of a login scandal, after a redirect",
        page(
            "Login scandal grows",
            f"<article><h1>Login scandal grows</h1>{PARAGRAPHS}</article>",
            at="https://www.skerrypost.example/news/login/scandal-grows",
            head=DATED,
        ),
    ),
    (
        "at a site behind a service against robots",
        page(
            "The ferry is late",
            f"<article><h1>The ferry is late</h1>{PARAGRAPHS}</article>"
            "<script src='/_Incapsula_Resource?a=1'></script>",
        ),
    ),
    (
        "short, with a form against robots",
        page(
            "The ferry is late",
            f"<article><h1>The ferry is late</h1><p>{SENTENCE}</p></article>"
            "<div class='g-recaptcha'></div><noscript>Please enable JavaScript</noscript>",
            head=DATED,
        ),
    ),
    (
        "in a section that is called as a wall, where it was asked for",
        page(
            "New plans",
            f"<article><h1>New plans</h1>{PARAGRAPHS}</article>",
            asked="https://www.skerrypost.example/app/plans",
            at="https://www.skerrypost.example/app/plans/",
        ),
    ),
]


@pytest.mark.parametrize(("kind", "wall"), WALLS, ids=[f"{kind} {n}" for n, (kind, _) in enumerate(WALLS)])
def test_a_wall_is_no_story(kind: str, wall: Page) -> None:
    result = read(wall)
    assert isinstance(result, Rejected)
    assert (result.reason.code, result.reason.kind) == (Code.WALL, kind)
    assert reading.inspect(wall, newspapers=catalogue).result == result


@pytest.mark.parametrize("story", [story for _, story in STORIES], ids=[what for what, _ in STORIES])
def test_a_story_is_no_wall(story: Page) -> None:
    assert isinstance(read(story), Story)


def test_the_beginning_behind_a_paywall_stays_an_excerpt() -> None:
    offer = f'<div class="paywall"><h2>Subscribe to continue reading</h2><p>Sign in or subscribe.</p>{FORM}</div>'
    free = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    body = f"<article><h1>The ferry is late</h1><p>{SENTENCE * 2}</p></article>{offer}"
    for head in (free, free + DATED):
        result = read(page("The ferry is late | The Skerry Post", body, head=head))
        assert isinstance(result, Story)
        assert result.draft.access is Access.EXCERPT
