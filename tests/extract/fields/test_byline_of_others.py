"""Bylines that are another story's, a reader's or a page's furniture, and the neighbours of a story's own one.

Each page is a layout that some system sends: WordPress, Drupal, TYPO3, Blogger, portals of Asia, and plain markup.
"""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.extract.fields.byline_names import is_byline, is_signs, printed, read
from scraper.items import Draft
from tests.extract.pages import page, story


def read_page(html: str, url: str = "https://www.lantern.example/city/night-ferry") -> Draft:
    return extract.draft(page(html, url))


CARD = '<div class="{name}"><h3><a href="/city/{at}">{headline}</a></h3><p class="byline">{by}</p></div>'
ONE_CARD = CARD.format(name="related", at="piano", headline="Piano for the island school", by="By Jon Rasmus")
THREE_CARDS = "".join(
    CARD.format(name="card", at=at, headline=headline, by=by)
    for at, headline, by in (
        ("timetable", "New timetable from May", "By Jon Rasmus"),
        ("library", "Library opens on Sundays", "By Stan Hartley"),
        ("bells", "Bells silent for repair", "By Mabel Dixon"),
    )
)


@pytest.mark.parametrize(
    "html",
    [
        story(after=f'<section class="more"><h2>More</h2>{THREE_CARDS}</section>'),
        story(after=ONE_CARD),
        story(below=ONE_CARD),
        story(above=THREE_CARDS),
        # WordPress: the card of one related post, its author linked.
        story(
            after='<div class="post-x"><a href="/city/piano">A piano reaches the school on the island</a>'
            '<span class="author vcard"><a class="url fn n" href="/author/jon/">Jon Rasmus</a></span></div>'
        ),
        # Drupal: a view beside the story.
        story(
            language="de",
            after='<aside><div class="views-row"><div class="views-field-title"><a href="/stadt/klavier">Ein Klavier'
            ' für die Schule auf der Insel</a></div><div class="views-field-field-author">Von Jonas Raske</div></div>'
            "</aside>",
        ),
        # A byline above the headline of its card.
        story(
            language="es",
            after='<div class="nota"><span class="autor">Por Juan Ramos</span><h4><a href="/ciudad/piano">Un piano para'
            " la escuela de la isla</a></h4></div>",
        ),
        # A story within the story.
        story(after='<article class="x"><h2>Piano reaches the island</h2><p class="author">Jon Rasmus</p></article>'),
        # Replies of readers, in a container that no name gives away.
        story(
            language="fr",
            after="".join(
                f'<div class="bloc"><span class="auteur">{name}</span><p>Quelle histoire, vraiment.</p></div>'
                for name in ("Jean Rame", "Luc Dréan", "Anne Kerb")
            ),
        ),
        # Data of the cards, none of the story.
        story(
            after='<div itemscope itemtype="https://schema.org/NewsArticle"><h3 itemprop="headline"><a href="/city/piano">'
            'Piano for the island school</a></h3><span itemprop="author">Jon Rasmus</span></div>'
            '<div itemscope itemtype="https://schema.org/NewsArticle"><h3 itemprop="headline"><a href="/city/bells">Bells'
            ' silent for repair</a></h3><span itemprop="author">Mabel Dixon</span></div>'
        ),
        # A licence, and a link to a photographer's own site.
        story(
            after='<p class="credits">Music: <a href="https://licences.example/by/4.0">CC BY</a></p>'
            '<p><a href="https://pictures.example/people/x7">More Pictures</a></p>'
        ),
    ],
)  # fmt: skip
def test_another_storys_author_is_not_this_ones(html: str) -> None:
    found = read_page(html)
    assert (found.authors, found.byline) == ((), "")


@pytest.mark.parametrize(
    ("html", "authors"),
    [
        # The box of the author below the text, with further stories of hers.
        (
            story(
                after='<div class="author-box"><h4>Ida Brun</h4><p>She writes about the harbour.</p><ul><li><a href="/city/'
                'piano">A piano reaches the school on the island</a></li><li><a href="/city/bells">The bells are silent'
                " for repair</a></li></ul></div>"
            ),
            ("Ida Brun",),
        ),
        (
            story(
                after='<aside class="bio"><a rel="author" href="/staff/ida-brun">Ida Brun</a> <a href="/staff/ida-brun">All'
                " stories by Ida Brun</a></aside>"
            ),
            ("Ida Brun",),
        ),
        # Its own, with cards below.
        (story(below='<p class="byline">By Ida Brun</p>', after=THREE_CARDS), ("Ida Brun",)),
        # The last line of the text.
        (story(language="de", after="<p><em>Von Ida Brun</em></p>"), ("Ida Brun",)),
    ],
)
def test_the_storys_own_author_below_the_text_is_found(html: str, authors: tuple[str, ...]) -> None:
    assert read_page(html).authors == authors


@pytest.mark.parametrize(
    ("line", "authors", "byline"),
    [
        # What another element beside it says.
        ('<p class="byline"><span>By</span><a href="/staff/ida-brun">Ida Brun</a></p>', "Ida Brun", "Ida Brun"),
        ('<p class="byline"><span>Associated Press</span><span>April 4, 2026</span></p>', "", "Associated Press"),
        ('<p class="byline"><span>Lantern Times</span><span>November 4</span><b>Ida Brun</b></p>', "Ida Brun", "Ida Brun"),
        (
            '<div class="author"><a href="/author/ida-brun">Ida Brun</a><a href="/author/tom-ohm">Tom Ohm</a></div>',
            "Ida Brun; Tom Ohm",
            "Ida Brun, Tom Ohm",
        ),
        (
            '<ul class="authors"><li><a href="/author/ida-brun">Ida Brun</a></li> <li><a href="/author/tom-ohm">Tom Ohm'
            "</a></li></ul>",
            "Ida Brun; Tom Ohm",
            "Ida Brun, Tom Ohm",
        ),
        (
            '<div class="byline"><b>Ida Brun</b> <i>und</i> <b>Tom Ohm</b></div>',
            "Ida Brun; Tom Ohm",
            "Ida Brun und Tom Ohm",
        ),
        ('<p class="byline"><span>Ida</span> <span>Brun</span></p>', "Ida Brun", "Ida Brun"),
        ('<p class="author">Veröffentlicht von<a href="/author/ida-brun/">Ida Brun</a></p>', "Ida Brun", "Ida Brun"),
        (
            '<p class="entry-meta">Posted on<a href="/2026/04">4 April 2026</a><span class="byline"><span>Author</span><a'
            ' class="url fn" href="/author/ida-brun/">Ida Brun</a></span><a href="#c">4 Comments</a></p>',
            "Ida Brun",
            "Ida Brun",
        ),
        ('<p>October 19, 2026 by <a href="/author/ida-brun">Ida Brun</a></p>', "Ida Brun", "Ida Brun"),
        ('<p>jeudi 13 juin 2026, par Ida Brun</p>', "Ida Brun", "Ida Brun"),
        ('<p>Ein Artikel von Ida Brun | 27.01.2026 - 12:45</p>', "Ida Brun", "Ida Brun"),
        # Buttons and the tools of a reader.
        (
            '<div class="author vcard"><span class="fn">Ida Brun</span> <a href="mailto:brun@lantern.example">brun@lantern'
            '.example</a> <ul><li><a href="/author/brun/email">Email the author</a></li></ul></div>',
            "Ida Brun",
            "Ida Brun",
        ),
        (
            '<div class="author"><a href="/author/7">岸田みなと</a><a href="/follow/7">フォロー</a></div>',
            "岸田みなと",
            "岸田みなと",
        ),
        (
            '<div class="autor"><h4>Ida Brun</h4><a href="/autor/ida-brun">Alles von Ida Brun</a><button>Schließen'
            "</button></div>",
            "Ida Brun",
            "Ida Brun",
        ),
        (
            '<div class="byline"><a href="/staff/ida-brun">Ida Brun</a><p>Ida Brun is the harbour editor.</p></div>',
            "Ida Brun",
            "Ida Brun",
        ),
        ('<div class="byline"><b>Ida Brun</b><span>The Lantern Staff</span></div>', "Ida Brun", "Ida Brun"),
        # A picture's, an advertiser's, a section's.
        ('<p class="byline-image">Jon Rasmus</p>', "", ""),
        ('<p class="powered_by">Powered By</p>', "", ""),
        ('<p class="author"><a href="/city">City</a></p><p class="author">By Ida Brun</p>', "Ida Brun", "Ida Brun"),
        # The signs of a newsroom.
        ('<p class="author">(ssi/dan)</p>', "", "(ssi/dan)"),
        ('<p class="byline">srf/hosb;kesm</p>', "", "srf/hosb;kesm"),
        ('<p class="author">dsw / DPA</p>', "", "dsw / DPA"),
        ('<p class="author">mh</p>', "", "mh"),
        # Accounts.
        ('<p class="author">By wpadmin</p>', "", ""),
        ('<p class="author">editor2</p>', "", ""),
        # Names in capitals.
        ('<p class="byline">BY RONALD MCDONALD AND IDA O’DELL</p>', "Ronald McDonald; Ida O’Dell", "RONALD MCDONALD AND IDA O’DELL"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_is_no_part_of_it(line: str, authors: str, byline: str) -> None:
    found = read_page(story(below=line))
    assert ("; ".join(found.authors), found.byline) == (authors, byline)


def author_in_data(name: str) -> str:
    return (
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Night ferry waits for a key",'
        f'"author":{{"@type":"Person","name":"{name}"}}}}</script>'
    )


@pytest.mark.parametrize(
    ("head", "below", "authors"),
    [
        (author_in_data("Lantern Verlag GmbH"), "", ()),
        (author_in_data("Kurt-Laterne-Stiftung e.V."), "", ()),
        (author_in_data("City"), "", ()),
        (author_in_data("idabrun"), '<p class="byline">By Ida Brun</p>', ("Ida Brun",)),
        (author_in_data("Ida"), '<p class="byline">By Ida Brun</p>', ("Ida Brun",)),
        (author_in_data("IDA BRUN"), "", ("Ida Brun",)),
        (author_in_data("Ida Brun"), '<p class="byline">BY IDA BRUN, TOM ALDOUS</p>', ("Ida Brun", "Tom Aldous")),
        ('<meta name="author" content="City">', '<p class="byline">By Ida Brun</p>', ("Ida Brun",)),
    ],
)
def test_companies_sections_and_accounts_in_data_are_no_persons(
    head: str, below: str, authors: tuple[str, ...]
) -> None:
    assert read_page(story(head=head, below=below)).authors == authors


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("記者会見で市長が話した", ()),
        ("市長記者会見の概要", ()),
        ("记者从市政府获悉", ()),
        ("市长 기자회견", ()),
    ],
)
def test_a_press_conference_is_no_byline(line: str, people: tuple[str, ...]) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize("line", ["ssi, dan", "srf/hosb;kesm", "(gt)", "dsw / DPA", "mh", "[red/ib]"])
def test_signs_of_a_newsroom_are_told_from_names(line: str) -> None:
    assert is_signs(line) and printed(line) and not read(line)[0]


@pytest.mark.parametrize("line", ["by", "mehr", "dpa", "Ida Brun", "City", "read more", "the", "tobias", ""])
def test_words_are_no_signs(line: str) -> None:
    assert not is_signs(line)


@pytest.mark.parametrize(
    ("language", "line", "authors", "byline"),
    [
        ("ar", '<div class="writer"><span>كتب:</span> <a href="/author/12">هدى الشامي</a></div>', "هدى الشامي", "هدى الشامي"),
        ("el", '<p class="author">Του Πέτρου Λιμνιώτη<span>12.04.2026 • 18:20</span></p>', "Πέτρου Λιμνιώτη", "Πέτρου Λιμνιώτη"),
        ("ru", '<div class="b-author"><b>АННА ВОЛКОВА</b><i>12 апреля 2026</i></div>', "Анна Волкова", "АННА ВОЛКОВА"),
        ("ru", "<p>Автор: Анна Волкова</p>", "Анна Волкова", "Анна Волкова"),
        ("hi", '<div class="author-info"><a href="/author/sudha">सुधा मिश्रा</a><span>12 अप्रैल 2026</span></div>', "सुधा मिश्रा", "सुधा मिश्रा"),
        ("ko", '<span class="byline">문가람 기자<em>입력 2026.04.12</em></span>', "문가람", "문가람 기자"),
        ("ko", '<p class="journalist"><strong>문가람</strong><a href="#follow">구독</a></p>', "문가람", "문가람"),
        ("zh", '<p class="author">记者 林小舟 周一帆</p>', "林小舟; 周一帆", "林小舟 周一帆"),
        ("zh-Hant", "<p>（記者林小舟／台北報導）</p>", "林小舟", "林小舟／台北報導"),
        ("ja", '<p class="kisha">【岸田みなと、森沢健】</p>', "岸田みなと; 森沢健", "【岸田みなと、森沢健】"),
        ("tr", '<div class="yazar author"><a href="/yazar/kazim-cinarli/">KAZIM ÇINARLI</a><button>TAKİP ET</button></div>', "Kazım Çınarlı", "KAZIM ÇINARLI"),
        ("pt", '<p class="autor">Por Ana Lobo, G1<span> — Porto Velho</span></p>', "Ana Lobo", "Ana Lobo, G1"),
        ("it", '<p class="firma">di <b>CHIARA D’ANGELO</b></p>', "Chiara D’Angelo", "CHIARA D’ANGELO"),
        ("nl", '<p class="auteur"><span>Door</span><span>Sanne van der Meerhof</span><span>in Den Haag</span></p>', "Sanne van der Meerhof", "Sanne van der Meerhof"),
        ("sv", '<div class="byline"><div>Ingrid Lindvall</div><div>ingrid.lindvall@lyktan.example</div><div>Följ</div></div>', "Ingrid Lindvall", "Ingrid Lindvall"),
        ("fr", '<div class="auteur"><p>Par <a href="/auteur/maelle-guivarch">Maëlle Guivarch</a> et <a href="/auteur/loic-k">Loïc Kerbiriou</a></p><p>Publié le 12 avril 2026</p></div>', "Maëlle Guivarch; Loïc Kerbiriou", "Maëlle Guivarch et Loïc Kerbiriou"),
        ("pl", '<p class="autor">Autor: <span>asty</span>//<span>now</span></p>', "", "asty//now"),
        ("he", '<p class="author">מאת דנה ארזי</p>', "דנה ארזי", "דנה ארזי"),
    ],
)  # fmt: skip
def test_bylines_of_many_scripts_go_without_their_neighbours(
    language: str, line: str, authors: str, byline: str
) -> None:
    found = read_page(story(language=language, below=line, after=ONE_CARD))
    assert ("; ".join(found.authors), found.byline) == (authors, byline)


@pytest.mark.parametrize(
    ("html", "authors"),
    [
        # A reader with the author's name, whose link leads to the front page, does not make the name the paper's.
        (
            story(
                below='<p class="byline">By Ida Brun</p>',
                after='<ol class="comments"><li><a href="/" rel="external">Ida Brun</a> says: Thank you!</li></ol>',
            ),
            ("Ida Brun",),
        ),
        # A topic is called "people": a link in a sentence of the text is no byline.
        (
            story(
                after="<p>The ferry had waited since Monday for a key that only one woman on the quay could have turned,"
                ' and that was <a href="/topics/people/ida-brun">Ida Brun</a>, who was not there to be asked for it, as the'
                " harbour master said.</p>"
            ),
            (),
        ),
        # Right beside the headline a byline stays one in what is called a teaser or a menu.
        (
            story(
                below='<div class="teaser-small__metadata"><p class="byline__author">VON <a href="/autoren/brun-ida">IDA'
                " BRUN</a> am 21. April 2020</p></div>"
            ),
            ("Ida Brun",),
        ),
        (
            story(
                above='<ul class="contentnav"><li><div class="author">von <a href="/autor/ida-brun">Ida Brun</a></div>'
                "</li></ul>"
            ),
            ("Ida Brun",),
        ),
        # Names that the style sets in capitals, and words that are none.
        (story(below='<span class="autor_sup">lucía ferrer</span>'), ("Lucía Ferrer",)),
        (story(below='<span class="author">read more</span>'), ()),
        # "By" in a line of its own, and a link to a page that does not spell the name.
        (story(below='<div>By</div><div><a href="/author/quaywatcher">Ida Brun</a></div>'), ("Ida Brun",)),
        (story(language="de", below="<div>Von:</div><div>Jörg Ström</div>"), ("Jörg Ström",)),
        (story(below="<div>Supported by</div><div>Ida Brun</div>"), ()),
        (story(below='<a href="/about/editors/ida-brun">Ida Brun</a>'), ("Ida Brun",)),
        # The first paragraph may begin with the name of someone who has a page: a singer, say.
        (
            story(
                below='<p><a href="/people/brun/">Brun</a> had waited on the quay since Monday for a key that only one'
                " woman in the harbour office could have turned, and that was her sister, who was not there to be asked.</p>"
            ),
            (),
        ),
        # A writer below the agency's line, as stations print it that take the story from elsewhere.
        (
            story(below="<div>By: Reuters</div><div>Posted at 2024-12-05T20:18:00+0100</div><div>By Ida Brun</div>"),
            ("Ida Brun",),
        ),
        (story(below='<div class="byline-links"><a class="author" href="/print">Print</a></div>'), ()),
        # A button above the headline.
        (story(above='<div class="author-topic">Click Here for More on IDA BRUN</div>'), ()),
        # Data with the family name alone, as "Brun, Ida" is read.
        (
            story(head='<meta name="parsely-author" content="Brun, Ida">', below='<p class="author">by Ida Brun</p>'),
            ("Ida Brun",),
        ),
        # Itemprops of the cards of a page whose story is not marked, and of a picture.
        (
            story(
                below='<p itemprop="author" class="byline">Ida Brun</p>',
                after='<ul><li><a href="/city/quay-key">The key of the long quay is found again</a>'
                '<p itemprop="author">Tom Aldous</p></li></ul>',
            ),
            ("Ida Brun",),
        ),
        (
            story(
                below='<figure itemscope itemtype="https://schema.org/ImageObject"><img src="q.jpg"><figcaption>'
                '<p itemprop="author">Lucía Ferrer</p></figcaption></figure>'
            ),
            (),
        ),
        # One item with two authors.
        (
            story(
                below='<div itemprop="author" itemscope itemtype="https://schema.org/Person">By: <a href="/w/a">'
                '<span itemprop="name">Ida Brun</span></a>, <a href="/w/b"><span itemprop="name">Tom Aldous, Reuters'
                "</span></a></div>"
            ),
            ("Ida Brun", "Tom Aldous"),
        ),
        # A portal's desk, the reporter and the time in one element.
        (story(language="zh", below='<div class="author">燈報快訊／林小舟 2020年03月12日 20:19:00</div>'), ("林小舟",)),
    ],
)
def test_a_byline_is_told_by_where_it_stands(html: str, authors: tuple[str, ...]) -> None:
    assert read_page(html).authors == authors
