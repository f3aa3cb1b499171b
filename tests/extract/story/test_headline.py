"""The headline is what the sources agree on; kicker and standfirst stand round it."""

from __future__ import annotations

import pytest

import scraper
from scraper import extract
from scraper.extract.page import structured
from scraper.extract.page.document import parse_text
from scraper.extract.story import headline, site_names
from tests.extract.pages import PARAGRAPHS, page, story


def draft(html: str):  # type: ignore[no-untyped-def]
    return extract.draft(page(html))


@pytest.mark.parametrize(
    ("title", "og", "ld", "h1", "expected"),
    [
        ("Night ferry waits - The Lantern", "", "", "Night ferry waits", "Night ferry waits"),
        ("Night ferry waits | City | The Lantern", "Night ferry waits", "", "", "Night ferry waits"),
        ("", "Night ferry waits – The Lantern", "Night ferry waits", "The Lantern", "Night ferry waits"),
        ("", "Key found: ferry sails", "Key found: ferry sails", "Harbour", "Key found: ferry sails"),
        (
            "",
            "A short one",
            "Night ferry waits for a key",
            "Night ferry waits for a key",
            "Night ferry waits for a key",
        ),
        ("Only a title of some length", "", "", "", "Only a title of some length"),
    ],
)
def test_the_headline_is_chosen_by_agreement(title: str, og: str, ld: str, h1: str, expected: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    assert found(title=title, og=og, ld=ld, body=(f"<h1>{h1}</h1>" if h1 else "") + text).text == expected


def test_a_kicker_inside_the_headline_is_taken_out() -> None:
    html = story().replace("<h1>", '<h1><span class="kicker">Harbour</span> ')
    assert (draft(html).kicker, draft(html).headline) == ("Harbour", "Night ferry waits for a key")


@pytest.mark.parametrize(
    "below",
    [
        '<p class="standfirst">Forty passengers, two calves and a piano waited until seven.</p>',
        "<h2>Forty passengers, two calves and a piano waited until seven.</h2>",
        '<div class="x1">Forty passengers, two calves and a piano waited until seven.</div>',
    ],
)
def test_a_standfirst_is_found_and_not_doubled_into_the_body(below: str) -> None:
    found = draft(story(below=below + '<p class="byline">By Ida Brun</p>'))
    assert found.standfirst == "Forty passengers, two calves and a piano waited until seven."
    assert found.body == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize("name", ["field--type-text-with-summary", "content-description", "article-intro"])
def test_what_is_round_the_whole_text_is_no_standfirst(name: str) -> None:
    found = draft(story().replace('<div class="text">', f'<div class="{name}">'))
    assert (found.standfirst, found.body) == ("", "\n\n".join(PARAGRAPHS))


def test_a_field_with_a_summary_is_no_standfirst_if_it_holds_two_paragraphs() -> None:
    two = "".join(f"<p>{words}</p>" for words in PARAGRAPHS[:2])
    field = f'<div class="field field--name-body field--type-text-with-summary field--label-hidden">{two}</div>'
    found = draft(f"<html lang=en><body><article><h1>{FERRY}</h1>{field}</article></body></html>")
    assert (found.standfirst, found.body) == ("", "\n\n".join(PARAGRAPHS[:2]))


def test_a_line_of_two_dates_is_no_standfirst() -> None:
    line = "<p>Publié le 6 décembre 2024 à 20h18, mis à jour le 7 décembre 2024 à 12h40</p>"
    found = draft(story(below=line, language="fr"))
    assert (found.standfirst, found.body) == ("", "\n\n".join(PARAGRAPHS))


@pytest.mark.parametrize("place", ["above", "within"])
def test_a_line_with_little_but_a_date_is_neither_standfirst_nor_text(place: str) -> None:
    line = "<p>6 December 2024 | Port Ellery</p>"
    html = (
        story(below=f'<div class="intro">{line}</div>') if place == "above" else story().replace("<p>", f"{line}<p>", 1)
    )
    found = draft(html)
    assert (found.standfirst, found.body) == ("", "\n\n".join(PARAGRAPHS))


def test_a_description_that_is_the_beginning_of_the_text_is_no_standfirst() -> None:
    head = f'<meta property="og:description" content="{PARAGRAPHS[0][:70]}...">'
    assert draft(story(head=head)).standfirst == ""


def test_a_description_for_search_engines_is_no_standfirst() -> None:
    head = '<meta name="description" content="Read Night ferry waits for a key from The Lantern.">'
    assert draft(story(head=head)).standfirst == ""


def found(
    *,
    title: str = "",
    og: str = "",
    ld: str = "",
    body: str = "",
    site: str = "The Lantern",
    url: str = "https://www.lantern.example/city/night-ferry",
) -> headline.Headline:
    """The headline of a page whose sources say these things."""
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{ld}"}}</script>' if ld else ""
    html = (
        f"<html><head><title>{title}</title><meta property='og:site_name' content='{site}'>"
        f"<meta property='og:title' content='{og}'>{data}</head><body>{body}</body></html>"
    )
    document = parse_text(html, url=url)
    return headline.find(document, structured.read(document))


SEARCHED = "Ferry key found: why the night boat could not sail"


@pytest.mark.parametrize(
    ("sources", "expected", "rule"),
    [
        # What the page shows outranks what it tells search engines, where both speak of one story.
        (
            {
                "title": SEARCHED,
                "og": SEARCHED,
                "ld": SEARCHED,
                "body": "<h1>The night boat could not sail for want of a key</h1>",
            },
            "The night boat could not sail for want of a key",
            "h1",
        ),
        ({"og": SEARCHED, "ld": SEARCHED, "body": "<h1>The Lantern</h1><h2>Harbour</h2>"}, SEARCHED, "json-ld"),
        ({"og": SEARCHED, "body": "<h1>Read also:</h1><h1>Read also:</h1><h1>Read also:</h1>"}, SEARCHED, "og:title"),
        ({"og": SEARCHED, "body": f"<h1>Harbour</h1><h2>{SEARCHED}</h2>"}, SEARCHED, "heading"),
        ({"ld": SEARCHED, "og": f"Opinion | {SEARCHED}", "body": f"<h1>Opinion | {SEARCHED}</h1>"}, SEARCHED, "h1"),
        ({"ld": SEARCHED, "og": SEARCHED, "body": f"<h1>Harbour {SEARCHED}</h1>"}, SEARCHED, "h1"),
        ({"ld": f"{SEARCHED[:30]}...", "og": SEARCHED}, SEARCHED, "og:title"),
        ({"og": SEARCHED, "body": f"<h1>{SEARCHED[:30]}…</h1>"}, SEARCHED, "h1"),
        ({"title": f"{SEARCHED} | City | The Lantern"}, f"{SEARCHED}", "title"),
        ({"title": f"{SEARCHED} | Unheard Of", "site": ""}, SEARCHED, "title"),
        ({"title": "桟橋の鍵が見つかり、夜の船が出た-灯新聞"}, "桟橋の鍵が見つかり、夜の船が出た", "title"),
        ({"og": "Tom &amp;amp; Ida find a key in a coat"}, "Tom & Ida find a key in a coat", "og:title"),
        ({"og": SEARCHED, "site": f"{SEARCHED} - The Lantern", "body": f"<h1>{SEARCHED}</h1>"}, SEARCHED, "h1"),
        ({"body": "<h1>A key is found in a coat at last</h1>"}, "A key is found in a coat at last", "h1"),
    ],
)
def test_the_headline_is_what_the_reader_sees(sources: dict[str, str], expected: str, rule: str) -> None:
    one = found(**sources)
    assert (one.text, one.rule) == (expected, rule)


def test_an_h1_of_several_blocks_is_one_headline_and_its_kicker_apart() -> None:
    one = found(
        og="Night ferry waits for a key",
        body='<p>before</p><h1><div class="dachzeile">Harbour</div><div>Night ferry waits for a key</div></h1>',
    )
    assert (one.text, one.kicker, one.index) == ("Night ferry waits for a key", "Harbour", 2)


FERRY = "Night ferry waits for a key"


@pytest.mark.parametrize(
    ("body", "sources"),
    [
        # The paper's name is the h1, linked to the front page; the headline is a lower heading.
        ('<h1><a href="/">Harbour Echo</a></h1><h2>{}</h2>', {"title": "{} « Harbour Echo", "site": ""}),
        (
            '<h1><a href="https://www.lantern.example/">H. Echo</a></h1><h3>{}</h3>',
            {"title": "H. Echo: {}", "site": ""},
        ),
        # The front page of another host, and the paper's name as the only title in the data.
        (
            '<h1><a href="https://www.echo.example/">Harbour Echo</a></h1><h2>{}</h2>',
            {"title": "Harbour Echo", "site": ""},
        ),
        # Spelled by the address alone, with hyphens, and no link.
        (
            "<h1>Kieler Lantern</h1><h2>{}</h2>",
            {"title": "{} - Kieler Lantern", "url": "https://kieler-lantern.example/a"},
        ),
        # A section, linked to a folder of the page's address; or named by the title, but less than the headline is.
        ('<h1><a href="/city">City</a></h1><h1>{}</h1>', {"og": "{}"}),
        ("<h1>Notes from the harbour</h1><h1>{}</h1>", {"title": "Lantern - Notes from the harbour - {} at dawn"}),
        # Cards and boxes.
        ('<h1><a href="/city/7">A card of another story</a></h1>' * 7 + "<h1>{}</h1>", {"og": "{}"}),
        ('<h1>{}</h1><div class="newsletter"><h1>Our letter for you</h1></div>', {"og": "Why no boat left tonight"}),
        ('<div class="HeadComment"><h1>{}</h1></div>', {"og": "Opinion: {}"}),
        # The one that the address spells; the one before a dash, not its subtitle.
        ("<h1>All that happened today</h1><h1>{}</h1>", {"og": "Why?", "url": "https://l.example/night-ferry-waits"}),
        (
            "<h1>{}</h1><h2>What an engineer had in his coat all the night</h2>",
            {"title": "{} - What an engineer had in his coat all the night"},
        ),
        ("<h1>{} | The Lantern</h1>", {"title": "{} | The Lantern"}),
        # Written for search; the shorter, the odder.
        ("<h1>Keyless</h1><h1>{}</h1>", {"og": "Ferry: why the boat stayed", "title": "{}"}),
    ],
)
def test_the_headline_is_never_the_papers_name_a_section_or_another_storys(body: str, sources: dict[str, str]) -> None:
    given = {name: each.replace("{}", FERRY) for name, each in sources.items()}
    assert found(body=body.replace("{}", FERRY) + f"<p>{PARAGRAPHS[0]}</p>", **given).text == FERRY


@pytest.mark.parametrize(
    ("h1", "sources", "kicker"),
    [
        ("<small>Harbour</small><br>{}", {}, "Harbour"),
        ('<span class="a">Regatta days</span><span class="b">{}</span>', {}, "Regatta days"),
        ("<div>Harbour</div><div class='t'>{}</div>", {}, "Harbour"),
        ("<span class='x'>Harbour</span> {}", {"ld": "{}"}, "Harbour"),
        ("<span class='x'>Harbour</span> {}", {"title": "Harbour - {} at last"}, "Harbour"),
        ("<span class='k'>Harbour</span><span class='sr-only'>: </span>{}", {"og": "Harbour: {}"}, "Harbour"),
        ("<span class='tag-x'>EXCLUSIVE</span> {}", {"og": "{}"}, "EXCLUSIVE"),
        # The data's own text is made of the page without its tags.
        ('<span class="a">Regatta days</span><span class="b">{}</span>', {"og": "Regatta days{}"}, "Regatta days"),
        ("<b><i class='k'>Harbour</i><i>: </i><span>{}</span></b>", {"og": "Harbour: {}"}, "Harbour"),
        ("Opinion | {}", {"ld": "{}"}, "Opinion"),
        ("Live: {}", {"ld": "{}"}, "Live"),
        # What is no kicker leaves the headline all the same.
        ("<span>H+</span> {}", {}, ""),
        ("{} <span class='paid'>H+</span>", {}, ""),
        ("<i class='material-icons'>lock</i> {}", {"og": "{}"}, ""),
        ("{} <span class='shares'>212 shares</span>", {"og": "{}"}, ""),
        ("{} <span>4 min read</span>", {}, ""),
        ("<span>12.03.2026</span> {}", {}, ""),
        ("{}<br><small>12.03.2026 • City, Music</small>", {}, ""),
        ("{}<span class='element-invisible'> | Old Name</span>", {}, ""),
        ("{}<span class='subtitle'>What the engineer says of it</span>", {}, ""),
    ],
)
def test_what_else_stands_in_the_heading_leaves_the_headline(h1: str, sources: dict[str, str], kicker: str) -> None:
    given = {"og": "Why the boat stayed"} | {name: each.replace("{}", FERRY) for name, each in sources.items()}
    one = found(body=f"<h1>{h1.replace('{}', FERRY)}</h1><p>{PARAGRAPHS[0]}</p>", **given)
    assert (one.text, one.kicker) == (FERRY, kicker)


@pytest.mark.parametrize(
    ("h1", "og", "expected"),
    [
        ("<span>Night ferry</span> <span>waits for a key</span>", FERRY, FERRY),
        ("Night ferry<br>waits for a key", FERRY, FERRY),
        ("Night ferry<br>waits for a key", "Why the boat stayed", FERRY),
        ("<span class='cap'>N</span>ight ferry waits for a key", "Why the boat stayed", FERRY),
        ("“Pure joy”: the night ferry sails", "The night ferry sails", "“Pure joy”: the night ferry sails"),
        ("<span>Harbour:</span> Night ferry waits", "Harbour: Night ferry waits", "Harbour: Night ferry waits"),
        ("Tom &amp;amp; Ida&amp;#8217;s key", "", "Tom & Ida’s key"),
        ("Night&shy;ferry waits&nbsp;for a key", "", "Night\u00adferry waits for a key"),
        ("<ruby>鍵<rt>かぎ</rt></ruby>を待つ夜の船", "", "鍵を待つ夜の船"),
    ],
)
def test_a_headline_of_several_lines_or_with_a_colon_stays_whole(h1: str, og: str, expected: str) -> None:
    assert found(body=f"<h1>{h1}</h1><p>{PARAGRAPHS[0]}</p>", og=og) == headline.Headline(
        expected, "h1", 0, "", "", frozenset({"lanternexample", "lantern", "thelantern"})
    )


def test_a_kicker_is_the_line_above_that_the_data_join_to_the_headline() -> None:
    one = found(og=f"Harbour: {FERRY}", body=f"<hgroup><h1>Harbour</h1><h2>{FERRY}</h2></hgroup><p>{PARAGRAPHS[0]}</p>")
    assert (one.text, one.kicker) == (FERRY, "Harbour")


@pytest.mark.parametrize("words", ["Report of 12.03.2026", "2026-03-12", "March 12, 2026", "5 min read", "B+", "|"])
def test_a_date_a_count_or_a_paid_sign_is_no_kicker(words: str) -> None:
    html = story(above=f'<div class="kicker">{words}</div>')
    assert draft(html).kicker == ""


@pytest.mark.parametrize(
    "above",
    [
        '<form><label class="label">Search</label></form>',
        '<label class="search-label">Search for</label>',
        '<nav><span class="label">Log out</span></nav>',
        '<div class="share"><span class="label">Share</span></div>',
    ],
)
def test_a_word_of_a_form_a_menu_or_a_share_bar_is_no_kicker(above: str) -> None:
    assert draft(story(above=above)).kicker == ""


@pytest.mark.parametrize("sign", ["", "?", "!"])
def test_the_heading_of_a_part_of_the_text_is_not_the_headline_that_begins_as_it_does(sign: str) -> None:
    headline = "What is a night ferry and why does it wait"
    body = f"<p>{PARAGRAPHS[0]}</p><h2>What is a night ferry{sign}</h2><p>{PARAGRAPHS[1]}</p>"
    assert found(ld=headline, og=headline, body=body).text == headline


@pytest.mark.parametrize("bar", "| ｜ ㅣ ǀ ‖ │ ┃ ¦ • » « · :: ― ⋆ ‹ – —".split())
def test_the_papers_name_leaves_the_title_after_any_bar(bar: str) -> None:
    assert found(title=f"{FERRY} {bar} The Lantern").text == FERRY


@pytest.mark.parametrize(
    ("title", "site", "expected"),
    [
        ("밤배, 열쇠를 기다린다…새벽 출항-사회ㅣ등대일보", "등대일보", "밤배, 열쇠를 기다린다…새벽 출항"),
        ("夜の船は鍵を待つ｜社会｜灯台新聞", "灯台新聞", "夜の船は鍵を待つ"),
        ("夜船等待一把钥匙_社会_灯塔网", "", "夜船等待一把钥匙"),
        ("Night ferry waitsThe Lantern", "The Lantern", "Night ferry waits"),
        ("The Lantern: Night ferry waits", "The Lantern", "Night ferry waits"),
        ("Night ferry waits: The Lantern", "The Lantern", "Night ferry waits"),
        ("Harbour: Night ferry waits", "The Lantern", "Harbour: Night ferry waits"),
        ("【灯台新聞】夜の船は鍵を待つ", "灯台新聞", "夜の船は鍵を待つ"),
        ("夜の船は鍵を待つ（灯台新聞）--灯台新聞", "灯台新聞", "夜の船は鍵を待つ"),
        ("Lantern light goes out on the quay | City", "Lantern", "Lantern light goes out on the quay"),
        ("Lantern light goes out on the quay - Section", "Lantern", "Lantern light goes out on the quay - Section"),
    ],
)
def test_the_section_before_the_papers_name_leaves_the_title_too(title: str, site: str, expected: str) -> None:
    section = '<div class="breadcrumb"><a href="/s">사회</a></div>'
    assert found(title=title, site=site, body=section).text == expected


@pytest.mark.parametrize(
    ("menu", "headline"), [("/harbour/", "밤배 열쇠를 기다린다"), ("/sport/", "밤배 열쇠를 기다린다-항구")]
)
def test_a_section_that_the_menu_leads_to_and_the_address_lies_in_leaves_the_title(menu: str, headline: str) -> None:
    title = "<title>밤배 열쇠를 기다린다-항구ㅣ등대일보</title><meta property=og:site_name content=등대일보>"
    html = f'<html lang=ko><head>{title}</head><body><nav><a href="/">등대</a><a href="{menu}">항구</a></nav></body></html>'
    assert scraper.read_story(html, "https://www.lantern.example/harbour/1204")["headline"] == headline


def test_a_section_that_is_linked_inside_the_headline_is_its_kicker() -> None:
    heading = f'<h1><a href="/city">City</a> <span>{FERRY}</span></h1>'
    one = draft(f"<html lang=en><body><article>{heading}<p>{PARAGRAPHS[0]}</p></article></body></html>")
    assert (one.headline, one.kicker) == (FERRY, "City")
    heading = "<h1><a href='/merrow'>Merrow</a> waits for a key</h1>"
    one = draft(f"<html lang=en><body><article>{heading}<p>{PARAGRAPHS[0]}</p></article></body></html>")
    assert (one.headline, one.kicker) == ("Merrow waits for a key", "")


def test_the_papers_name_is_known_from_the_logo_that_leads_to_the_front_page() -> None:
    body = '<a href="/"><img src="/logo.svg" alt="Harbour Echo"></a><div>no heading</div>'
    assert found(title="Ferry waits – Harbour Echo", site="", body=body).text == "Ferry waits"


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ("The New York Times", "nytimes", True),
        ("Süddeutsche Zeitung", "sz", False),  # two letters are too few
        ("Frankfurter Allgemeine Zeitung", "faz", True),
        ("A fine day", "nytimes", False),
        ("The Lantern Online", "thelantern", True),
        ("lantern.example.com", "other", True),
        ("Lanterns light the quay", "thelantern", False),
        ("Lantern Community Forum", "lantern", True),
        ("Lantern light goes out on the quay", "lantern", False),
    ],
)
def test_a_site_is_known_by_its_name_or_what_its_address_abbreviates(words: str, name: str, expected: bool) -> None:
    assert site_names.is_site(words, frozenset({name})) is expected


def test_a_site_that_has_the_headline_in_its_own_name_keeps_the_headline() -> None:
    html = story(head='<meta property="og:site_name" content="Night ferry waits for a key - Ellery Times">')
    head = '<meta property="og:title" content="Night ferry waits for a key"></head>'
    document = parse_text(html.replace("</head>", head), url="https://www.news.example/a")
    names = site_names.site_names(document, structured.read(document), None)
    assert "ellerytimes" in names
    assert "nightferrywaitsforakey" not in names


@pytest.mark.parametrize(
    "line",
    ["November 28, 2024 -- Updated 0203 GMT (1003 HKT)", "5 December 2024 10:01 Selmir, Castrova [ Ferries Harbours ]"],
)
def test_a_line_that_begins_with_a_day_is_no_standfirst(line: str) -> None:
    assert draft(story(below=f'<div class="intro">{line}</div>')).standfirst == ""
    words = "5 December 2024 was the day on which the night ferry never sailed."
    assert draft(story(below=f'<div class="intro">{words}</div>')).standfirst == words


def test_a_description_that_goes_over_into_the_text_is_no_standfirst() -> None:
    words = f"By Ida Brun Selmir (Continental Press) — {PARAGRAPHS[0][:80]}..."
    assert draft(story(head=f'<meta property="og:description" content="{words}">')).standfirst == ""
