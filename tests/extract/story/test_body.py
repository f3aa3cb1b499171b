"""The text and nothing else: order kept, boxes and captions out."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.items import Access
from tests.extract.pages import PARAGRAPHS, page, story

TEXT = "\n\n".join(PARAGRAPHS)

SHORT_TEXT = (
    "港の渡し船は金曜日の朝、機関室の鍵が見つからず五十五分遅れた。乗客四十人が岸壁で待った。",
    "鍵は機関士の上着から出てきた。船は七時に出た。",
)
NOTES = (
    "版权与免责声明：凡本网注明来源的所有作品，版权均属于本网，未经本网授权不得转载、摘编或利用其它方式使用上述作品。",
    "凡本网转载自其它媒体的作品，转载目的在于传递更多信息，并不代表本网赞同其观点和对其真实性负责，请读者自行核实。",
)


def draft(html: str):  # type: ignore[no-untyped-def]
    return extract.draft(page(html))


def test_subheadings_lists_quotes_and_tables_keep_their_order() -> None:
    inner = (
        "<h2>The key</h2><ul><li>It is made of brass and weighs a pound.</li><li>There is no other one.</li></ul>"
        "<blockquote><p>It was in my coat, where else should it have been?</p></blockquote>"
        "<table><tr><th>Boat</th><th>Late</th></tr><tr><td>Sigrun</td><td>55 min</td></tr></table>"
    )
    html = story().replace(f"<p>{PARAGRAPHS[2]}</p>", f"{inner}<p>{PARAGRAPHS[2]}</p>")
    blocks = draft(html).body.split("\n\n")
    assert blocks[:3] == [*PARAGRAPHS[:2], "The key"]
    assert blocks[3:6] == [
        "It is made of brass and weighs a pound.",
        "There is no other one.",
        "It was in my coat, where else should it have been?",
    ]
    assert blocks[-2:] == list(PARAGRAPHS[2:])


def test_the_html_holds_only_harmless_tags() -> None:
    dirty = (
        '<p onclick="x()">One <b>bold</b> word, <a href="/more" onmouseover="x">a link of ours</a>, <a href="javascript:x">not this</a>,'
        " <img src=x onerror=y><span style='x'>and the rest of the paragraph</span>.<script>alert(1)</script></p>"
    )
    found = draft(story().replace(f"<p>{PARAGRAPHS[1]}</p>", dirty)).body_html
    assert (
        '<p>One <strong>bold</strong> word, <a href="https://www.lantern.example/more">a link of ours</a>, not this,'
        " and the rest of the paragraph.</p>"
    ) in found
    assert not {"onclick", "script", "style", "img", "javascript"} & set(
        found.replace("<", " ").replace(">", " ").split()
    )


@pytest.mark.parametrize(
    "stranger",
    [
        '<figure><img src="/a.jpg"><figcaption>The ferry at the quay on Friday morning.</figcaption></figure>',
        '<div class="newsletter"><h3>Lantern Weekly</h3><p>Get the best of the harbour in your inbox.</p></div>',
        '<p><a href="/s/1">Read more: Harbour board meets again on Monday evening</a></p>',
        '<ul class="share"><li><a href="https://social.example/?u=x">Share</a></li><li><a href="mailto:x">Mail</a></li></ul>',
        '<aside class="related"><h4><a href="/s/2">An older story about the same ferry</a></h4><p>With its own teaser here.</p></aside>',
        '<p style="display:none">A hidden paragraph that no reader of the page ever sees on it.</p>',
        "<script>var text = 'A paragraph in a script that is nobody's text at all.';</script>",
    ],
)
def test_strangers_in_the_text_stay_out(stranger: str) -> None:
    html = story().replace(f"<p>{PARAGRAPHS[2]}</p>", f"{stranger}<p>{PARAGRAPHS[2]}</p>")
    assert draft(html).body == TEXT


@pytest.mark.parametrize(
    "note",
    [
        "<p><em>Write to newsroom@lantern.example or call us.</em></p>",
        "<p>By subscribing, you can help us get the story right.</p>",
        "<p>En vous abonnant, vous aidez la rédaction à enquêter.</p>",
        "<p>Source: https://www.lantern.example/city/night-ferry</p>",
        "<p>Gedruckt am 10. Dezember 2024</p>",
        "<p><strong>Got a story for us? The newsroom is open day and night.</strong></p>",
    ],
)
@pytest.mark.parametrize("place", [2, 3, 4])
def test_what_a_house_says_to_its_readers_stays_out(note: str, place: int) -> None:
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    inner = "".join((*paragraphs[:place], note, *paragraphs[place:]))
    assert draft(story(paragraphs=()).replace('class="text">', f'class="text">{inner}')).body == TEXT


def test_another_address_in_a_text_is_a_part_of_it() -> None:
    told = "The ferry company asks passengers to write to office@ferry.example until Friday."
    assert told in draft(story(paragraphs=(*PARAGRAPHS[:2], told, *PARAGRAPHS[2:]))).body


def test_comments_below_the_text_stay_out() -> None:
    after = (
        '<section class="comments"><p>My uncle was an engineer on that boat for twenty years and more.</p></section>'
    )
    assert draft(story(after=after)).body == TEXT


@pytest.mark.parametrize("joint", ["<br><br>", "<br/>\n<br/>"])
def test_paragraphs_parted_by_line_breaks_are_paragraphs(joint: str) -> None:
    html = story(paragraphs=()).replace('<div class="text">', f'<div class="text">{joint.join(PARAGRAPHS)}')
    assert draft(html).body == TEXT


def test_a_subscription_box_ends_an_excerpt_and_stays_out() -> None:
    box = (
        '<div class="q"><p>Start your 7-day free trial to read on.</p><p>Already a subscriber? <a href="/in">Sign in</a></p>'
        "<p>Four crowns a month after that.</p></div>"
    )
    found = draft(story(after=box))
    assert (found.access, found.body) == (Access.EXCERPT, TEXT)


def test_the_body_stated_in_json_ld_serves_where_the_page_shows_its_words() -> None:
    stated = " ".join(PARAGRAPHS)
    html = (
        f'<html><head><script type="application/ld+json">{{"@type":"NewsArticle","headline":"A key","articleBody":"{stated}"}}'
        f"</script></head><body><h1>A key</h1>{''.join(f'<span>{words}</span><hr>' for words in PARAGRAPHS)}</body></html>"
    )
    assert draft(html).body == TEXT


def test_a_page_with_a_heap_of_links_is_still_read() -> None:
    heap = "<div class='tags'>" + "<a href='/t'>x</a>" * 13_000 + "</div>"
    found = draft(story(after=heap))
    assert (found.body, found.found_by["body"]) == (TEXT, "classifier")


@pytest.mark.parametrize("size", [46, 90, 320, 680])
@pytest.mark.parametrize(
    "markup", ["<p>{}</p>", '<p class="lead"><b>{}</b></p>', '<div class="summary"><p>{}</p></div>', "{}"]
)
@pytest.mark.parametrize("described", [0, 150, 1_000])
def test_news_in_brief_has_its_paragraph_as_text(size: int, markup: str, described: int) -> None:
    """However long it is, whatever its class says, and also where the page's description repeats it."""
    words = f"{' '.join(PARAGRAPHS)} {' '.join(PARAGRAPHS)}"
    paragraph = f"{words[: size - 1].rstrip(' ,.')}."
    head = f'<meta property="og:description" content="{paragraph[:described]}">' if described else ""
    found = draft(story(head=head, paragraphs=()).replace('class="text">', f'class="text">{markup.format(paragraph)}'))
    assert (found.body, found.standfirst) == (paragraph, "")


def test_a_paragraph_over_a_list_of_results_is_text_with_them() -> None:
    paragraph = "All results of the island league on Saturday, as the referees have told them to the league."
    head = f'<meta property="og:description" content="{paragraph}">'
    results = ["Sigrun 3, Harbour 1", "Lighthouse 0, Quay 0", "Old Town 2, Island 4"]
    items = f"<ul>{''.join(f'<li>{each}</li>' for each in results)}</ul>"
    found = draft(
        story(head=head, paragraphs=(paragraph,), headline="Results").replace("</p></div>", f"</p>{items}</div>")
    )
    assert found.body == "\n\n".join((paragraph, *results))


def test_a_standfirst_that_stands_twice_is_no_part_of_the_text() -> None:
    standfirst = "A ferry, a coat and a piano: what happened on the quay while the town was asleep."
    html = story(below=f'<p class="dek">{standfirst}</p>', paragraphs=(standfirst, *PARAGRAPHS))
    found = draft(html)
    assert (found.standfirst, found.body) == (standfirst, TEXT)


ITEMS = {
    "list": "<ul><li>Sigrun 3, Harbour 1</li><li>Quay 0, Pier 0</li><li>Island 2, Town 4</li></ul>",
    "numbered list": "<ol><li>Sigrun 3, Harbour 1</li><li>Quay 0, Pier 0</li><li>Island 2, Town 4</li></ol>",
    "pairs": "<dl><dt>Lambs</dt><dd>£102 to £130</dd><dt>Calves</dt><dd>£210</dd></dl>",
    "table": "<table><tr><th>Boat</th><th>Points</th></tr><tr><td>Sigrun</td><td>40</td></tr><tr><td>Ida</td><td>38</td></tr></table>",
}


@pytest.mark.parametrize("kind", ITEMS)
def test_results_at_the_end_of_a_text_belong_to_it(kind: str) -> None:
    html = story().replace("</p></div>", f"</p><p><strong>Results</strong></p>{ITEMS[kind]}</div>")
    body = draft(html).body
    assert body.startswith(f"{TEXT}\n\nResults\n\n")
    assert body.endswith({"pairs": "£210", "table": "\nIda | 38"}.get(kind, "Island 2, Town 4"))


@pytest.mark.parametrize("kind", ITEMS)
def test_results_are_a_story_by_themselves(kind: str) -> None:
    html = story(paragraphs=(), headline="Saturday’s results").replace('class="text">', f'class="text">{ITEMS[kind]}')
    assert draft(html).body.endswith({"pairs": "£210", "table": "Ida | 38"}.get(kind, "Island 2, Town 4"))


def test_a_line_that_announces_results_is_text() -> None:
    html = story(paragraphs=("Saturday’s results:",), headline="Results").replace(
        "</p></div>", f"</p>{ITEMS['list']}</div>"
    )
    assert draft(html).body.startswith("Saturday’s results:\n\nSigrun 3")


@pytest.mark.parametrize(
    "stranger",
    [
        '<ul><li><a href="/s/1">Harbour board meets on Monday</a></li><li><a href="/s/2">Old crane is sold</a></li></ul>',
        '<div class="box"><ul><li>Have you seen the key?</li><li>Call the harbour master.</li></ul></div>',
        '<ul class="share"><li>Print</li><li>Send</li><li>Save</li></ul>',
    ],
)
def test_links_and_boxes_after_a_text_are_not_taken_for_its_lists(stranger: str) -> None:
    assert draft(story().replace("</p></div>", f"</p>{stranger}</div>")).body == TEXT


def test_the_only_paragraph_is_the_text_and_no_standfirst() -> None:
    """Also where a page repeats it: what stands several times counts once."""
    paragraph = "The night ferry waited for its key until the harbour master had counted every boat in the basin twice."
    for times in (1, 3):
        found = extract.draft(page(f"<article><h1>Ferry waits</h1>{f'<p>{paragraph}</p>' * times}</article>"))
        assert (found.body, found.standfirst) == (paragraph, "")


POINTS = (
    "The key was found in the second engineer’s coat",
    "Forty passengers and two calves were late",
    "A second key is to be made of brass",
)


@pytest.mark.parametrize(
    "opening",
    [
        f'<div class="points"><ul>{"".join(f"<li>{point}</li>" for point in POINTS)}</ul></div>',
        f'<div class="figures"><table>{"".join(f"<tr><td>{point}</td><td>{len(point)}</td></tr>" for point in POINTS)}</table></div>',
    ],
)
def test_a_text_may_begin_with_its_main_points(opening: str) -> None:
    html = story(below='<p class="standfirst">Nobody on the island had heard the horn that morning.</p>')
    html = html.replace('<div class="text">', f'{opening}<div class="text">')
    body = draft(html).body
    assert all(point in body for point in POINTS)
    assert body.endswith(TEXT)


def test_a_box_in_a_text_that_is_written_as_the_text_is_text() -> None:
    """An editor's box of facts, and not what else a page has beside its text."""
    fact = (
        "There are four ferries on the sound, and the oldest of them has sailed under three different names since 1931."
    )
    other = (
        "Every Friday we send you the best of the harbour, the market and the law courts before you have had breakfast."
    )
    boxes = (
        f'<div class="infobox"><div class="prose"><p>{fact}</p></div></div>'
        f'<aside class="weekly"><p>{other}</p></aside><div class="prose">'
    )
    html = story().replace('class="text"', 'class="prose"')
    html = html.replace(f"<p>{PARAGRAPHS[2]}</p>", f"</div>{boxes}<p>{PARAGRAPHS[2]}</p>")
    body = draft(html).body
    assert fact in body
    assert other not in body


def test_a_news_list_in_a_text_keeps_the_items_that_are_mostly_linked() -> None:
    items = [
        f'<li><a href="/s/{number}">{title}.</a> {rest}</li>'
        for number, (title, rest) in enumerate(
            [
                (
                    "Council buys a crane",
                    "It is the third one since the war, and the first that can turn both ways round.",
                ),
                ("Baker wins the regatta with a borrowed boat and a crew of nephews", "She sails again on Sunday."),
                ("School gets its piano back from the harbour", "It was tuned on the quay, in the rain, by two men."),
                ("Old lighthouse keeper turns ninety-nine and wants no cake at all", "His neighbours brought two."),
                (
                    "Winter timetable brings one boat less on Sundays",
                    "The island council has said that it will go to court.",
                ),
            ]
        )
    ]
    html = story().replace(
        "</p></div>", f"</p><ol>{''.join(items)}</ol><p>That is all for today, see you tomorrow.</p></div>"
    )
    body = draft(html).body
    assert "Baker wins the regatta" in body
    assert "Old lighthouse keeper" in body


def test_what_is_called_a_caption_and_holds_a_long_paragraph_is_none() -> None:
    long = " ".join((*PARAGRAPHS, *reversed(PARAGRAPHS)))
    more = tuple(f"{paragraph[:-1]}, as the log of day {day} says." for day in range(5) for paragraph in PARAGRAPHS)
    box = f'<div class="image-caption"><img src="/quay.jpg"><p>{long}</p></div>'
    assert long in draft(story(paragraphs=more).replace("</p></div>", f"</p></div>{box}")).body


@pytest.mark.parametrize(
    "pulled",
    [
        '<div class="quote-block"><p>{}</p></div>',
        "<blockquote>“{}”</blockquote>",
        '<div class="zitat"><span>{}</span></div>',
    ],
)
def test_a_pull_quote_is_said_once(pulled: str) -> None:
    words = PARAGRAPHS[3].partition(" with ")[2]
    inner = pulled.format(words)
    found = draft(story().replace(f"<p>{PARAGRAPHS[2]}</p>", f"{inner}<p>{PARAGRAPHS[2]}</p>")).body
    assert found == TEXT


@pytest.mark.parametrize("name", ["foot", "page-foot"])
def test_a_text_shorter_than_what_the_page_ends_with_is_the_text(name: str) -> None:
    notes = "".join(f"<p>{note}</p>" for note in NOTES)
    text = "".join(f"<p>{paragraph}</p>" for paragraph in SHORT_TEXT)
    html = (
        f'<html lang="ja"><body><div class="wrap"><h1>Night ferry</h1><div class="editor">{text}</div>'
        f'</div><div class="{name}">{notes}</div></body></html>'
    )
    assert draft(html).body == "\n\n".join(SHORT_TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "Published February 24, 2020Last updated July 21, 2022This article is more than two years old.",
        "Dec. 5, 2024, 3:36 PM UTC / Source: Harbour Board",
        "Dec. 5, 2024, 12:44 PM UTC / Updated Dec. 8, 2024, 1:00 PM UTC",
        "Veröffentlicht am 5. Dezember 2024 um 10:30 Uhr, zuletzt aktualisiert am 8. Dezember 2024 um 9:00 Uhr",
        "Publié le 5 décembre 2024 à 20h18 - Mis à jour le 8 décembre 2024 à 9h40 - Lecture 3 min",
        "the_quay_at_night_2.jpg",
        "0:00 / 2:33",
    ],
)
def test_a_text_begins_below_its_times_and_the_names_of_files(line: str) -> None:
    assert draft(story(paragraphs=(line, *PARAGRAPHS))).body == TEXT


def test_a_text_may_begin_with_a_sentence_about_two_days() -> None:
    opening = "The ferry left on 3 May 2024 with one key too few, and came back on 4 May 2024 with none at all."
    assert draft(story(paragraphs=(opening, *PARAGRAPHS))).body == f"{opening}\n\n{TEXT}"


@pytest.mark.parametrize(
    "line",
    [
        "<p>See pictures of the quay:</p>",
        "<p>Bilder vom Kai :</p>",
        '<div><a href="/harbour">More harbour news</a></div>',
        '<div><a href="/harbour">Harbour</a><a href="/ferries">Ferries</a></div>',
    ],
)
def test_a_last_line_that_leads_on_is_no_text(line: str) -> None:
    html = story().replace(f"<p>{PARAGRAPHS[-1]}</p>", f"<p>{PARAGRAPHS[-1]}</p>{line}")
    assert draft(html).body == TEXT


def test_a_dateline_in_a_line_of_its_own_is_a_field_and_no_text() -> None:
    line = '<div class="source"><span class="source__location">Selmir</span> <span>Continental Press</span> —</div>'
    found = draft(story().replace(f"<p>{PARAGRAPHS[0]}</p>", f"{line}<p>{PARAGRAPHS[0]}</p>"))
    assert (found.dateline, found.body) == ("Selmir", TEXT)
