"""Story pages of a digital newsstand, in many languages and with many traps: the story, its edition, ten related links, no box."""

from __future__ import annotations

import json
from typing import Any

import pytest

import scraper

PARAGRAPHS = {
    "en": "The harbour wall gave way on Friday night after a week of storms, and the boats in the inner basin broke loose.",
    "de": "Die Hafenmauer hat in der Nacht zum Samstag nach einer Woche voller Stürme nachgegeben, mehrere Boote trieben ab.",
    "fr": "Le mur du port a cédé dans la nuit de vendredi après une semaine de tempêtes, et les bateaux ont rompu leurs amarres.",
    "es": "El muro del puerto cedió en la noche del viernes tras una semana de temporales, y los barcos rompieron sus amarras.",
    "ru": "Стена гавани рухнула в ночь на субботу после недели штормов, и лодки во внутреннем бассейне сорвало с якоря.",
    "hi": "एक हफ़्ते के तूफ़ान के बाद शुक्रवार की रात बंदरगाह की दीवार टूट गई और भीतर खड़ी नावें बह गईं, ऐसा अधिकारियों ने बताया।",
    "ja": "一週間続いた嵐のあと、金曜日の夜に港の防波堤が崩れ、内港に係留されていた船が次々に流されたと港湾当局が発表した。",
    "ar": "انهار جدار الميناء ليلة الجمعة بعد أسبوع من العواصف، وانجرفت القوارب في الحوض الداخلي بحسب ما قاله المسؤولون.",
}
STATEMENTS = {
    "en": "This story is from the {December 07, 2024} edition of {The Evening Lantern}.",
    "de": "Dieser Artikel stammt aus der Ausgabe vom {7. Dezember 2024} von {The Evening Lantern}.",
    "fr": "Cet article est tiré de l'édition du {7 décembre 2024} de {The Evening Lantern}.",
    "es": "Esta historia es de la edición del {7 de diciembre de 2024} de {The Evening Lantern}.",
    "ru": "Эта статья взята из выпуска {The Evening Lantern} от {7 декабря 2024 г}.",
    "hi": "यह कहानी {The Evening Lantern} के {7 दिसंबर 2024} के संस्करण से है।",
    "ja": "このストーリーは {The Evening Lantern} の {2024年12月7日} 版からのものです。",
    "ar": "هذه القصة مأخوذة من طبعة {7 ديسمبر 2024} من {The Evening Lantern}.",
}
BOX = """<div class="x9"><h3>Start your 7-day free trial to read this story.</h3><p>Subscribe to Gold for unlimited access
to thousands of curated premium stories and newspapers.</p><a href="/login">Already a subscriber? Sign in</a></div>"""
LEAD = """<div class="c"><a href="/stories/the-evening-lantern/{n}"><img src="/i/{n}.jpg" alt=""><div>Budget vote number {n}
splits the council again</div></a><p>A teaser of a dozen words tells what happened in story number {n}.</p></div>"""
URL = "https://newsstand.example/stories/the-evening-lantern/harbour-wall"


def story_page(language: str = "en", *, statement: str = "", where: str = "after", decoy: str = "") -> str:
    """A page of the newsstand; ``where`` says where its statement stands."""
    statement = statement or STATEMENTS[language].replace("{", "").replace("}", "")
    said = f"<div>{statement}</div>"
    data = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "NewsArticle", "headline": "Harbour wall gives way", "isAccessibleForFree": "False",
                    "datePublished": "2024-12-06T18:00:00Z"}],
    }  # fmt: skip
    body = "".join(f"<p>{PARAGRAPHS[language]} ({n})</p>" for n in range(1, 7))
    related_links = "".join(LEAD.format(n=n) for n in range(1, 11))
    return f"""<!doctype html><html lang="{language}"><head><title>Harbour wall gives way | Newsstand</title>
    <script type="application/ld+json">{json.dumps(data)}</script></head><body>
    <nav><a href="/">Home</a> <a href="/papers">Newspapers</a></nav><main>
    {said if where == "before" else ""}<h1>Harbour wall gives way</h1>{body}
    {said + BOX + said + BOX if where == "after" else ""}{BOX.replace("</div>", said + "</div>") if where == "box" else ""}
    {decoy}<h2>MORE STORIES FROM THE EVENING LANTERN</h2><div class="row">{related_links}</div></main>
    <footer><a href="/about">About us</a> Copyright 2024</footer></body></html>"""


def edition(found: dict[str, Any]) -> tuple[str, str, str]:
    return found["edition"]["date"], found["edition"]["publication"], found["edition"]["evidence"]["kind"]


@pytest.mark.parametrize("language", STATEMENTS)
def test_a_newsstands_story(language: str) -> None:
    found = scraper.read_story(story_page(language), URL)
    assert edition(found) == ("2024-12-07", "The Evening Lantern", "statement")
    assert found["headline"] == "Harbour wall gives way"
    assert found["body"] == "\n\n".join(f"{PARAGRAPHS[language]} ({n})" for n in range(1, 7))
    assert found["access"] == "excerpt"
    assert found["published"].startswith("2024-12-06T18:00:00")
    assert [link["url"] for link in found["related_links"]] == [
        f"https://newsstand.example/stories/the-evening-lantern/{n}" for n in range(1, 11)
    ]
    assert found["related_links"][2]["headline"] == "Budget vote number 3 splits the council again"
    assert found["related_links"][2]["standfirst"] == "A teaser of a dozen words tells what happened in story number 3."
    assert "Subscribe" not in json.dumps(found)


@pytest.mark.parametrize("where", ["before", "after", "box"])
@pytest.mark.parametrize(
    "statement",
    [
        "This story is from the <b>December 07, 2024</b> edition of <a href='/x'>The Evening Lantern</a>.",
        "<span>This story is from the</span> <span>December&nbsp;07,<!-- --> 2024</span><br>edition of The Evening Lantern.",
        "THIS STORY IS FROM THE DECEMBER 07, 2024 EDITION OF THE EVENING LANTERN",
    ],
)
def test_the_statement_may_stand_anywhere_and_be_split(statement: str, where: str) -> None:
    found = scraper.read_story(story_page(statement=statement, where=where), URL)
    assert (found["edition"]["date"], found["edition"]["evidence"]["kind"]) == ("2024-12-07", "statement")
    assert found["body"].count("\n\n") == 5


@pytest.mark.parametrize(
    "decoy",
    [
        "<aside><h3>Today's paper</h3><p>December 20, 2024 edition. <a href='/today'>Read it now</a></p></aside>",
        "<div class='related'><a href='/o'>Old story</a><p>This story is from the June 01, 2020 edition of Globe.</p></div>",
        "<div>Current issue: Friday, December 20, 2024</div>",
    ],
)
def test_other_editions_on_the_page_are_not_this_storys(decoy: str) -> None:
    assert edition(scraper.read_story(story_page(decoy=decoy), URL))[0] == "2024-12-07"
    without = scraper.read_story(story_page(where="nowhere", decoy=decoy), URL)
    assert without["edition"]["evidence"]["kind"] == "published"


def test_the_evidence_stands_on_the_page() -> None:
    text = scraper.read_story(story_page(), URL)["edition"]["evidence"]["text"]
    assert len(text) <= 200
    assert text in " ".join(story_page().split())


@pytest.mark.parametrize("url", ["", "http://[broken", "no address", "https://x.example:port/a"])
def test_whatever_stands_for_the_address(url: str) -> None:
    assert scraper.read_story(story_page(), url)["headline"] == "Harbour wall gives way"


@pytest.mark.parametrize("page", ["", b"", b"\x00\xff" * 500, "<" * 5000, "<div>" * 100_000, "<script>{", "\ud800"])
def test_nothing_is_too_broken_to_read(page: str | bytes) -> None:
    found = scraper.read_story(page, URL)
    assert found["edition"] is None
