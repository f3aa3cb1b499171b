"""What is no story is refused by what the page is; a story about walls, cookies and errors is a story."""

from __future__ import annotations

import datetime as dt

import pytest

from scraper import catalogue, reading
from scraper.items import Page, Rejected, Story
from scraper.reasons import Code
from scraper.texts import walls

SITE = "https://www.skerrypost.example"
ASKED = f"{SITE}/news/lamp-keeper-leaves-the-tower"
TITLE = "Lamp keeper leaves the tower"
TEXT = (
    "The keeper of the lamp on the north tower has left it after forty winters, the harbour said on Monday.",
    "Nobody has asked for the room below the light, which is round and cold and has one window to the sea.",
    "From May a machine does it. It needs no room, said the harbour master, and it does not complain.",
)
PARAGRAPHS = "".join(f"<p>{each}</p>" for each in TEXT)
NAMES = ("baker", "farmer", "miller", "sailor", "doctor", "teacher", "weaver", "singer", "writer", "painter")
CARDS = "".join(
    f'<div class="c"><a href="/news/the-tale-of-the-{name}"><h3>The tale of the {name} who went to sea</h3></a>'
    f"<p>The {name} has told us what the sea is like on such a morning, and why it is so.</p></div>"
    for name in NAMES
)
LIST = "".join(
    f'<li><a href="/2026/04/{n}/the-{name}">The tale of the {name} who went to sea</a> <time>{n} April 2026</time></li>'
    for n, name in enumerate(NAMES, 1)
)
CATEGORY = '<script type="application/ld+json">{"@type": "CollectionPage", "name": "Town Hall"}</script>'
COOKIES = "We and our 812 partners keep cookies on your device and measure what you read. You may say no at any time."


def named(title: str) -> str:
    """What a page's data says of its story."""
    return (
        f'<meta property="og:title" content="{title}"><meta property="og:type" content="article">'
        '<meta property="article:published_time" content="2026-03-07T05:00:00+00:00">'
    )


def result(body: str, title: str = TITLE, head: str = "", url: str = ASKED) -> Story | Rejected:
    html = (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>"
        '<header><a href="/">The Skerry Post</a><nav><a href="/town">Town</a><a href="/sport">Sport</a></nav></header>'
        f"<main>{body}</main><footer><a href='/imprint'>Imprint</a> © 2026 Skerry Printers</footer></body></html>"
    )
    fetched = dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC)
    page = Page(url=url, body=html.encode(), content_type="text/html; charset=utf-8", fetched=fetched)
    found = reading.read(page, newspapers=catalogue)
    assert reading.inspect(page, newspapers=catalogue).result == found
    return found


def refusal(body: str, title: str = TITLE, head: str = "", url: str = ASKED) -> tuple[Code, str]:
    found = result(body, title, head, url)
    assert isinstance(found, Rejected)
    return found.reason.code, found.reason.kind


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        ("Please enable JavaScript", "Please enable JavaScript in your browser to view this site.", walls.SCRIPTS),
        ("Bitte aktivieren Sie JavaScript", "Ohne JavaScript zeigt Ihr Browser diese Seite nicht an.", walls.SCRIPTS),
        ("Veuillez activer JavaScript", "Votre navigateur doit accepter les scripts du site.", walls.SCRIPTS),
        ("Access Denied", "You do not have permission to read this page on this server.", walls.REFUSAL),
        ("Sign in", "Please sign in with your name and your password to go on.", walls.SIGN_IN),
    ],
)
@pytest.mark.parametrize("path", ["/2026/03/07/lamp-keeper-leaves", "/20260307/4711.html"])
def test_the_day_in_an_address_makes_no_story_of_a_wall(title: str, text: str, kind: str, path: str) -> None:
    page = f"<h1>{title}</h1><p>{text}</p>"
    assert refusal(page, title, url=f"{SITE}{path}") == (Code.WALL, kind)
    dated = result(page, title, named(title), url=f"{SITE}{path}")
    assert isinstance(dated, Story), "the page itself says when it was published"


@pytest.mark.parametrize(
    ("title", "text", "kind"),
    [
        (TITLE, "Please enable JavaScript and allow our advertising, then load it anew.", walls.SCRIPTS),
        (
            "Leuchtturmwärter zieht aus",
            "Diese Seite braucht JavaScript. Bitte schalten Sie es in Ihrem Browser ein.",
            walls.SCRIPTS,
        ),
        ("Le gardien quitte le phare", "Votre navigateur bloque nos pages, changez ses réglages.", walls.SCRIPTS),
        ("Смотритель покидает башню", "Для просмотра включите JavaScript в вашем браузере.", walls.SCRIPTS),
        ("灯台守が塔を去る", "この記事を読むにはブラウザの設定を変更してください。", walls.SCRIPTS),
        (TITLE, COOKIES, walls.CONSENT),
        ("Il guardiano lascia la torre", "Noi e altri usiamo cookie per annunci adatti a te.", walls.CONSENT),
        (TITLE, "One more step: the captcha below, and on you go.", walls.ROBOTS),
    ],
)
@pytest.mark.parametrize("shown", ["<h1>{0}</h1><p>{1}</p>", "<div><p>{1}</p><button>OK</button></div>"])
def test_a_notice_is_not_the_text_of_the_story_that_the_data_names(
    title: str, text: str, kind: str, shown: str
) -> None:
    assert refusal(shown.format(title, text), title, named(title)) == (Code.WALL, kind)


@pytest.mark.parametrize(
    "text",
    [
        "We want to be sure that you are a person. Tick the box below.",
        "Read the Post free of charge, with advertisements that follow you. Or take the quiet edition for 4.99.",
        "Enter your address, and we send you a link. No password is needed.",
        "Marque la casilla para seguir. Comprobamos que no haya abusos.",
    ],
)
def test_a_text_that_says_nothing_of_a_headline_which_is_not_shown_is_none(text: str) -> None:
    assert refusal(f"<h2>skerrypost.example</h2><p>{text}</p>", head=named(TITLE)) == (Code.NOTICE, walls.OTHER)


def test_the_notice_is_no_text_in_what_inspect_shows() -> None:
    html = (
        f"<html><head><title>{TITLE}</title>{named(TITLE)}</head><body><p>Please enable JavaScript.</p></body></html>"
    )
    page = Page(url=ASKED, body=html.encode(), fetched=dt.datetime(2026, 3, 7, 6, tzinfo=dt.UTC))
    fields = reading.inspect(page, newspapers=catalogue).fields
    assert (fields["headline"], fields["body"]) == (TITLE, "")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Page not found", walls.MISSING),
        ("Oops! Page not found | The Skerry Post", walls.MISSING),
        ("Article removed", walls.MISSING),
        ("Seite nicht gefunden", walls.MISSING),
        ("Страница не найдена", walls.MISSING),
        ("ページが見つかりません", walls.MISSING),
        ("Service temporarily unavailable", walls.ERROR),
        ("502 Bad Gateway", walls.ERROR),
        ("Search results for lamp", walls.SEARCH),
    ],
)
@pytest.mark.parametrize("besides", ["", "<p>Tuesday 3 March 2026</p>", CARDS])
def test_an_error_that_is_answered_as_a_page_is_none(title: str, kind: str, besides: str) -> None:
    text = "<p>Sorry for that. Go to the front page, or try it again in a while.</p>"
    assert refusal(f"<h1>{title}</h1>{text}{besides}", title) == (Code.NOTICE, kind)


def test_a_page_that_says_nothing_of_what_its_address_names_is_another() -> None:
    text = "<h1>Well, this is awkward</h1><p>Nothing lives here any more. Try our front door instead.</p>"
    assert refusal(text, "The Skerry Post") == (Code.NOTICE, walls.OTHER)


@pytest.mark.parametrize(
    ("path", "headline", "body", "head"),
    [
        ("/sport", "Sport", CARDS, ""),
        ("/politik/", "Politik", f"<ul>{LIST}</ul>", ""),
        ("/index.html", "The Skerry Post", f"{CARDS}<ul>{LIST}</ul>", ""),
        ("/category/town-hall/", "Town Hall", f"<p>All that it does.</p>{CARDS}", CATEGORY),
        (
            "/thema/rathaus",
            "Thema: Rathaus",
            f"<p>Alles, was wir aus dem Rathaus der Stadt berichten, seit es dort oben steht.</p><ul>{LIST}</ul>",
            CATEGORY,
        ),
    ],
)
def test_a_page_that_lists_stories_is_none(path: str, headline: str, body: str, head: str) -> None:
    code, _ = refusal(f"<h1>{headline}</h1>{body}", headline, head, f"{SITE}{path}")
    assert code is Code.STORY_LIST


def test_an_empty_shell_is_none() -> None:
    assert refusal("<div id=root></div><script src=a.js></script>", head=named(TITLE))[0] is Code.NO_BODY


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Court fines bakery over cookies", "A court fined a bakery for selling cookies with too little butter."),
        (
            "JavaScript turns thirty",
            "The language that every browser runs was made in ten days, in JavaScript's youth.",
        ),
        ("404: the art of the page not found", "A museum shows two hundred pages that say sorry for what is lost."),
        ("Captchas cost us a thousand years", "People spend their days on captchas, and robots are faster by now."),
        ("Bakery closes its website", "The bakery asked all its visitors to accept cookies."),
        ("Captchas go", "A click on the cookies is enough from May."),
        ("Papers raise subscription prices", "A subscription will cost two pounds more from May, publishers said."),
        ("Ferry service unavailable after storm", "The ferry cannot sail until the quay is mended. Take the bus."),
        (
            "No more crumbs",
            "Sites in Europe must ask from May before they store a single cookie in the browser of a visitor.",
        ),
        ("旧魚市場、月末に閉鎖", "港湾委員会は月曜、旧魚市場を閉鎖すると決めた。"),
        ("Рынок закроют", "Портовый совет решил закрыть старый рынок в конце месяца."),
    ],
)
@pytest.mark.parametrize("besides", ["", f"<aside>{CARDS}</aside>"])
def test_a_brief_is_a_story_whatever_it_is_about(headline: str, text: str, besides: str) -> None:
    body = f"<article><h1>{headline}</h1><p>{text}</p></article>{besides}"
    found = result(body, headline, url=f"{SITE}/news/4711-{headline.split()[0].casefold()}")
    assert isinstance(found, Story)
    assert found.draft.body == text


def test_a_brief_beside_a_cookie_notice_keeps_its_own_text() -> None:
    text = "The bridge is shut on Friday. Ferries go every ten minutes."
    notice = f"<div><p>{COOKIES} {COOKIES}</p></div>"
    found = result(
        f"<h1>Bridge shut for a day</h1><p>{text}</p>{notice}", "Bridge shut for a day", url=f"{SITE}/news/bridge"
    )
    assert isinstance(found, Story)
    assert found.draft.body == text


def test_an_article_with_many_links_is_no_list() -> None:
    body = f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article>{CARDS}<ul>{LIST}</ul>"
    assert isinstance(result(body, head=named(TITLE), url=f"{SITE}/lamp"), Story)


@pytest.mark.parametrize(
    ("title", "text", "slug"),
    [
        (
            "Cette page a pris le large…",
            "Ce que vous cherchez a été déplacé. Revenez à l’accueil.",
            "gardien-quitte-phare",
        ),
        (
            "“Hier ist niemand”",
            "Auf der Startseite geht es weiter – schauen Sie dort nach.",
            "leuchtturm-waerter-zieht-aus",
        ),
    ],
)
def test_accents_and_typographic_signs_hide_no_page_that_is_another(title: str, text: str, slug: str) -> None:
    found = result(f"<h1>{title}</h1><p>{text}</p>", title, url=f"{SITE}/news/{slug}")
    assert isinstance(found, Rejected)
    assert found.reason.code is Code.NOTICE


def test_a_short_story_under_an_address_that_spells_its_umlauts_stays_one() -> None:
    title, text = "Wärter räumt Türme", "Zwölf Jahre lang hat er dort gewohnt, und nun zieht er in die Stadt hinunter."
    assert isinstance(result(f"<h1>{title}</h1><p>{text}</p>", title, url=f"{SITE}/waerter-raeumt-tuerme"), Story)
