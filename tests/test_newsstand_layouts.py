"""The story page of a newsstand, however it is laid out: six paragraphs, the edition, the excerpt, ten links, no box.

Layouts of the text x places of the statement x forms of the box, each with forms of the links in turn. What is expected
stands here in full. Add a row to the table of the part that a page you met lays out otherwise.
"""

from __future__ import annotations

import itertools
import json
from html import escape

import pytest

import scraper

URL = "https://newsstand.example/stories/evening-lantern/lighthouse-goes-dark"
HEADLINE = "Lighthouse goes dark for the first time since 1911"
PARAGRAPHS = [
    "The lighthouse at Wick went dark on Thursday evening for the first time since it was built, and for eleven hours "
    "no ship could be told where the reef begins.",
    "Nobody had noticed at first.",
    "“I looked out of the window and thought that I had gone blind,” said Marta Oddie, who has lived below the tower "
    "for sixty years and set out at once with a storm lantern.",
    "The harbour board blames a mouse. Its chairman, Piet Brun, showed reporters the cable on Friday, and the mouse, "
    "which had been put into a jar.",
    "Two trawlers waited outside the bay until it was light enough to come in.",
    "A spare lamp has been ordered from the mainland, but the ferry that should bring it sails only when the "
    "lighthouse is lit, and the board will have to decide on Monday whether",
]
STATEMENT = "This story is from the December 07, 2024 edition of The Evening Lantern."
BOX = (
    "Start your 7-day free trial of Newsstand GOLD to read thousands of stories and 9,000 newspapers.",
    "Subscribe Now",
    "Already a subscriber? Sign In",
)
OTHERS = [
    ("Council splits over the price of the new hall", "Three members left before the vote was counted."),
    ("Night ferry waits an hour for its key", "The engineer had taken it home in his coat, by bicycle."),
    ("A lamp for every lane", "How one village lit its last dark mile without any help."),
    ("Orchard thieves caught with four hundred pears", "The pears were still warm from the sun, a court heard."),
    ("Why the post now comes on Tuesdays", "Fewer letters and older postmen leave the islands waiting."),
    ("School choir wins in the capital", "Twenty-two children sang of herring, and the jury wept."),
    ("Bakers fear the end of the rye loaf", "A cold summer has doubled the price of grain since spring."),
    ("Old railway bridge to be sold for one crown", "The buyer must keep it standing for thirty years."),
    ("Chess club moves into the empty bank", "The vault will hold the trophies and, on Fridays, the beer."),
    ("Rovers lose again at home to Wick", "A goal in the last minute undid a decent afternoon."),
]

# What stands round a paragraph, between two, and round them all.
TEXTS = {
    "paragraphs": ("<p>", "</p>", "", "<div class='text'>", "</div>"),
    "divs": ("<div><div><span>", "</span></div></div>", "", "<div>", "</div>"),
    "spans and line breaks": ("<span class='q7_a9'>", "</span>", "<br><br>", "", ""),
    "spans and single line breaks": ("<span class='q7_a9'>", "</span>", "<br>", "<div class='x_1'>", "</div>"),
    "indented lines": ("&nbsp;&nbsp;&nbsp;", "", "<br>\n", "<div>", "</div>"),
    "a class for each": ("<div class='k{n}_f{n}'>", "</div>", "", "", ""),
    "one cell": ("", "", "<br><br>", "<table width=600><tr><td><font size=2>", "</font></td></tr></table>"),
    "a cell for each": ("<tr><td>", "</td></tr>", "", "<table>", "</table>"),
    "nested tables": (
        "<tr><td width=8><img src='/s.gif'></td><td><font face=Arial>",
        "</font></td></tr>",
        "<tr><td colspan=2><img src='/s.gif'></td></tr>",
        "<table><tr><td width=9>&nbsp;</td><td><table>",
        "</table></td></tr></table>",
    ),
    "presentation": ("<tr role=none><td>", "</td></tr>", "", "<table role=presentation>", "</table>"),
    "center": ("", "", "<br><br>", "<center>", "</center>"),
    "list": ("<li><p>", "</p></li>", "", "<ol>", "</ol>"),
    "definitions": ("<dd>", "</dd>", "", "<dl>", "</dl>"),
    "sections": ("<section><p>", "</p></section>", "", "", ""),
    "elements of the site": ("<ns-par>", "</ns-par>", "", "<ns-story>", "</ns-story>"),
}
BOXES = {
    "div": "<div class='x9'><p>{0}</p><a href='/gold'>{1}</a><p>{2}</p></div>",
    "cell": "<table><tr><td><b>{0}</b><br><br><a href='/gold'>{1}</a> | <a href='/in'>{2}</a></td></tr></table>",
    "line breaks": "<br><br>{0}<br><br><a href='/gold'>{1}</a><br><br><a href='/in'>{2}</a><br><br>",
    "dialog": "<dialog open><h2>{0}</h2><a href='/gold'>{1}</a><p>{2}</p></dialog>",
    "role": "<div role='dialog' aria-modal='true'><div><p>{0}</p><a href='/gold'>{1}</a><p>{2}</p></div></div>",
    "modal": "<div class='modal fade'><div><span>{0}</span><button>{1}</button><a href='/in'>{2}</a></div></div>",
}
OVERLAYS = ("dialog", "role", "modal")
LINKS = {
    "a link a card": "<div class='c'><a href='{u}'><img src='/{n}.jpg'><div>{h}</div></a><p>{t}</p></div>",
    "teaser in the link": "<div class='c'><a href='{u}'><div>{h}</div><div>{t}</div></a></div>",
    "two links a card": "<div><a href='{u}'><img src='/{n}.jpg'></a><h3><a href='{u}'>{h}</a></h3><p>{t}</p></div>",
    "paragraphs": "<p><a href='{u}'>{h}</a></p><p>{t}</p>",
    "lines": "<p><a href='{u}'>{h}</a><br>{t}</p>",
    "line breaks": "<a href='{u}'><font size=2><b>{h}</b></font></a><br><font size=1>{t}</font><br><br>",
    "rows": "<table><tr><td><a href='{u}'><img src='/{n}.jpg'></a><td><a href='{u}'>{h}</a><br>{t}</table>",
    "items": "<li><a href='{u}'>{h}</a><p>{t}</p></li>",
    "definitions": "<dt><a href='{u}'>{h}</a></dt><dd>{t}</dd>",
}
HOLDERS = {"items": ("<ul>", "</ul>"), "definitions": ("<dl>", "</dl>")}
FRAMES = (
    "<main>{}</main>",
    "<table width=760><tr><td>{}</td></tr></table>",
    "<center>{}</center>",
    "<table><tr><td valign=top><a href='/'>Home</a><br><a href='/papers'>Papers</a></td><td>{}</td></tr></table>",
    "<div id='root'><div>{}</div></div>",
)
PLACES = ("before", "in the text", "after", "in the box", "after the links")


def story_page(text: str, place: str, box: str, links: str, frame: str, *, at_start: bool, data: bool) -> str:
    """One page; ``at_start`` says where a box that lies over the page stands in it."""
    begin, end, between, first, last = TEXTS[text]
    said = f"<div>{STATEMENT}</div>"
    shown = [escape(paragraph, quote=False) for paragraph in PARAGRAPHS] + [STATEMENT] * (place == "in the text")
    body = between.join(f"{begin.format(n=n)}{words}{end}" for n, words in enumerate(shown))
    offer = BOXES[box].format(*BOX)
    if place == "in the box":
        offer = offer.removesuffix("</div>") + said + "</div>" if offer.endswith("</div>") else offer + said
    beside = 2 * offer if box not in OVERLAYS else ""
    over = 2 * offer if box in OVERLAYS else ""
    others = "".join(
        LINKS[links].format(u=f"/stories/evening-lantern/{n}", n=n, h=headline, t=teaser)
        for n, (headline, teaser) in enumerate(OTHERS)
    )
    opened, closed = HOLDERS.get(links, ("", ""))
    main = (
        f"{said * (place == 'before')}<h1>{HEADLINE}</h1>{first}{body}{last}{said * (place == 'after')}{beside}"
        f"<h2>MORE STORIES FROM THE EVENING LANTERN</h2>{opened}{others}{closed}{said * (place == 'after the links')}"
    )
    ld = {"@type": "NewsArticle", "headline": HEADLINE, "isAccessibleForFree": "False"}
    script = f"<script type='application/ld+json'>{json.dumps(ld)}</script>" * data
    return (
        f"<!doctype html><html lang=en><head><title>{HEADLINE} | Newsstand</title>{script}</head><body>"
        f"{over * at_start}{frame.format(main)}<footer><a href='/about'>About</a> ©</footer>{over * (not at_start)}"
    )


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", TEXTS)
def test_whatever_its_layout(text: str, place: str) -> None:
    turn = 7 * list(TEXTS).index(text) + 3 * PLACES.index(place)
    links, frames = itertools.cycle(LINKS), itertools.cycle(FRAMES)
    for _ in range(turn):
        next(links), next(frames)
    for number, box in enumerate(BOXES):
        others, frame = next(links), next(frames)
        page = story_page(text, place, box, others, frame, at_start=number % 2 == 0, data=number % 3 == 0)
        found = scraper.read_story(page, URL)
        layout = (box, others, frame)
        assert found["body"].split("\n\n") == PARAGRAPHS, layout
        assert found["edition"] == {
            "date": "2024-12-07",
            "publication": "The Evening Lantern",
            "label": "",
            "issue": "",
            "evidence": {"kind": "statement", "text": STATEMENT.rstrip(".")},
        }, layout
        assert found["access"] == "excerpt", layout
        assert [(link["url"], link["headline"], link["standfirst"]) for link in found["related_links"]] == [
            (f"https://newsstand.example/stories/evening-lantern/{n}", headline, teaser)
            for n, (headline, teaser) in enumerate(OTHERS)
        ], layout
        assert (found["headline"], found["standfirst"]) == (HEADLINE, ""), layout


def test_pointers_between_paragraphs_are_no_list_of_stories() -> None:
    told = [teaser for _, teaser in reversed(OTHERS)][:6]
    pointers = "".join(
        f"<p><a href='/s/{n}'>{headline}</a></p><p>{words}</p>"
        for n, ((headline, _), words) in enumerate(zip(OTHERS, told, strict=False))
    )
    text = "".join(f"<p>{words}</p>" for words in PARAGRAPHS[:-1])
    found = scraper.read_story(f"<html lang=en><body><h1>{HEADLINE}</h1><div>{text}{pointers}</div></body></html>", URL)
    assert [words for words in (*PARAGRAPHS[:-1], *told) if words not in found["body"]] == []
