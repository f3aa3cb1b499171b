"""Bylines as printed, the persons in them, and agencies apart."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.extract.fields import byline
from scraper.extract.page import structured
from scraper.extract.page.document import parse_text
from scraper.extract.story import headline
from tests.extract.pages import PARAGRAPHS, page, story


@pytest.mark.parametrize(
    ("words", "people", "agency"),
    [
        ("By Ida Brun", ("Ida Brun",), ""),
        ("By Ida Brun and Tom Aldous", ("Ida Brun", "Tom Aldous"), ""),
        ("Von Jörg-Uwe Ström und Änne Ohm", ("Jörg-Uwe Ström", "Änne Ohm"), ""),
        ("Par Maëlle Guivarch avec Reuters", ("Maëlle Guivarch",), "Reuters"),
        ("Por Lucía Ferrer, corresponsal", ("Lucía Ferrer",), ""),
        ("Ida Brun, Political Editor", ("Ida Brun",), ""),
        ("By Ida Brun in Port Ellery", ("Ida Brun",), ""),
        ("Associated Press", (), "Associated Press"),
        ("dpa", (), "dpa"),
        ("Continental Press", (), "Continental Press"),
        ("大陸通信", (), "大陸通信"),
        ("महाद्वीप समाचार सेवा", (), "महाद्वीप समाचार सेवा"),
        ("文・岸田みなと", ("岸田みなと",), ""),
        ("लेखक: सुधा मिश्रा", ("सुधा मिश्रा",), ""),
        ("بقلم هدى الشامي", ("هدى الشامي",), ""),
        ("Автор: Анна Волкова", ("Анна Волкова",), ""),
        ("The defence ministry", (), ""),
    ],
)
def test_persons_and_agencies_are_told_apart(words: str, people: tuple[str, ...], agency: str) -> None:
    assert byline.read(words) == (people, agency)


def test_the_printed_byline_goes_without_its_first_word_and_its_date() -> None:
    html = story(below='<p class="byline">By Ida Brun and Tom Aldous | 6 December 2024</p>')
    found = extract.draft(page(html))
    assert (found.byline, found.authors) == ("Ida Brun and Tom Aldous", ("Ida Brun", "Tom Aldous"))


def test_an_organisation_in_json_ld_is_no_person() -> None:
    head = (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":'
        '[{"@type":"Organization","name":"Reuters"},{"@type":"Person","name":"Ida Brun"},'
        '{"@type":"Organization","name":"The Lantern"}]}'
        "</script>"
    )
    found = extract.draft(page(story(head=head)))
    assert (found.authors, found.agency) == (("Ida Brun",), "Reuters")


@pytest.mark.parametrize(
    ("stated", "line", "people"),
    [
        ("Ida BrunTom Aldous", "By Ida Brun and Tom Aldous", ("Ida Brun", "Tom Aldous")),
        ("Maëlle GuivarchYann Le Goff", "Par Maëlle Guivarch, Yann Le Goff", ("Maëlle Guivarch", "Yann Le Goff")),
        ("Ida BrunTom Aldous", "By Maud Perrin", ("Ida BrunTom Aldous",)),
        ("Ronan McDonald", "By Ronan McDonald", ("Ronan McDonald",)),
    ],
)
def test_names_that_the_data_joins_are_parted_as_the_page_prints_them(
    stated: str, line: str, people: tuple[str, ...]
) -> None:
    author = f'{{"@type":"Person","name":"{stated}"}}'
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x","author":{author}}}</script>'
    assert extract.draft(page(story(head=head, below=f'<p class="byline">{line}</p>'))).authors == people


def found(html: str, names: frozenset[str] = frozenset()) -> byline.Byline:
    """The byline of a page whose text is the paragraphs of a story."""
    document = parse_text(html, url="https://www.lantern.example/city/night-ferry")
    data = structured.read(document)
    body = [block for block in document.blocks if block.text in PARAGRAPHS]
    return byline.find(document, data, headline=headline.find(document, data).index, body=body, names=names)


def stated(author: str) -> str:
    """A page head whose JSON-LD names an author."""
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"x","author":{author}}}</script>'


@pytest.mark.parametrize(
    ("html", "authors", "agency"),
    [
        (story(head=stated('"Ida Brun"')), ("Ida Brun",), ""),
        # Data that names only the first of those printed.
        (
            story(head=stated('"Ida Brun"'), below='<p class="byline">By Ida Brun and Tom Aldous</p>'),
            ("Ida Brun", "Tom Aldous"),
            "",
        ),
        # A meta element often names whoever keeps the site.
        (
            story(head='<meta name="author" content="Jan Webb">', below='<p class="byline">By Ida Brun</p>'),
            ("Ida Brun",),
            "",
        ),
        (story(head='<meta name="author" content="Ida Brun">'), ("Ida Brun",), ""),
        # A name in an element each.
        (
            story(below='<span class="author">Ida Brun</span><span class="author">Tom Aldous</span>'),
            ("Ida Brun", "Tom Aldous"),
            "",
        ),
        # Two links without a blank between, after "By"; what leads elsewhere is no author.
        (
            story(
                below='<p class="byline">By <a href="/author/ida-brun">Ida Brun</a><a href="/author/tom-aldous">Tom Aldous</a>'
                '<a href="/places/new-merrow">New Merrow</a></p>'
            ),
            ("Ida Brun", "Tom Aldous"),
            "",
        ),
        # An address or an account beside the name.
        (
            story(below='<p class="byline">Anna Berg<a href="mailto:a@b.example">anna.berg@lantern.example</a></p>'),
            ("Anna Berg",),
            "",
        ),
        # Of which the second is introduced by words of its own.
        (
            story(
                below='<div class="authors">By <a href="/author/ida">Ida Brun</a> <i>co-written by Tom Aldous</i></div>'
            ),
            ("Ida Brun", "Tom Aldous"),
            "",
        ),
        (
            story(below='<div class="autoren"><b>Von Ida Brun</b><span>Aufgezeichnet von Änne Ohm</span></div>'),
            ("Ida Brun", "Änne Ohm"),
            "",
        ),
        (story(below='<p>6 December <a href="/authors/ida-brun">Ida Brun</a></p>'), ("Ida Brun",), ""),
        (story(below="<p>Von Ida Brun und Änne Ohm</p>"), ("Ida Brun", "Änne Ohm"), ""),
        (story(after='<p class="autorenzeile">Ida Brun</p>'), ("Ida Brun",), ""),
        # In two elements, of which one is an agency; and an agency that a job names.
        (
            story(below='<p class="byline">By Ida Brun</p><p class="byline-title">Associated Press</p>'),
            ("Ida Brun",),
            "Associated Press",
        ),
        (story(below='<p class="byline">By Ida Brun, AP Sports Writer</p>'), ("Ida Brun",), "AP"),
        (story(below='<p class="author hidden">Ida Brun</p>'), ("Ida Brun",), ""),
        (story(after='<div class="comments"><p class="author">Troll Jones</p></div>'), (), ""),
    ],
)
def test_the_authors_are_found_wherever_the_page_names_them(html: str, authors: tuple[str, ...], agency: str) -> None:
    one = found(html)
    assert (one.authors, one.agency) == (authors, agency)


def test_an_author_given_by_reference_is_looked_up_and_gives_way_to_the_printed_one() -> None:
    head = (
        '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"x","author":'
        '{"@id":"https://x.example/#/schema/person/1"}},'
        '{"@type":"Person","@id":"https://x.example/#/schema/person/1","name":"Jan Webb"}]}</script>'
    )
    assert found(story(head=head)).authors == ("Jan Webb",)
    assert found(story(head=head, below='<p class="byline">By Ida Brun</p>')).authors == ("Ida Brun",)


def test_a_site_that_names_itself_is_no_author() -> None:
    head = '<meta name="author" content="Lantern Media; Ida Brun">'
    assert found(story(head=head), frozenset({"lanternexample"})).authors == ("Ida Brun",)


def test_the_person_whose_own_site_it_is_is_its_author() -> None:
    head = (
        '<script type="application/ld+json">{"@graph":[{"@type":["Person","Organization"],"name":"Ida Brun"},'
        '{"@type":"NewsArticle","headline":"x","author":{"name":"Ida Brun"}}]}</script>'
    )
    assert found(story(head=head), frozenset({"idabrun"})).authors == ("Ida Brun",)
    assert found(story(head=stated('"Ida Brun"')), frozenset({"idabrun"})).authors == ()
