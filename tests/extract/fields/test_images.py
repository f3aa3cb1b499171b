"""Pictures of the story, wherever lazy pages keep their addresses."""

from __future__ import annotations

import pytest

from scraper import extract
from scraper.items import Image
from tests.extract.pages import PARAGRAPHS, page, story

BASE = "https://www.lantern.example"


def with_picture(markup: str) -> tuple[Image, ...]:
    html = story().replace(f"<p>{PARAGRAPHS[1]}</p>", f"{markup}<p>{PARAGRAPHS[1]}</p>")
    return extract.draft(page(html)).images


@pytest.mark.parametrize(
    "attributes",
    [
        'src="/a.jpg"',
        'src="/blank.gif" data-src="/a.jpg"',
        'src="data:image/gif;base64,xx" data-original="/a.jpg"',
        'srcset="/s.jpg 300w, /a.jpg 1200w, /m.jpg 600w"',
    ],
)
def test_the_address_is_found_in_any_attribute(attributes: str) -> None:
    assert with_picture(f"<figure><img {attributes}></figure>") == (Image(url=f"{BASE}/a.jpg"),)


@pytest.mark.parametrize(
    ("figure", "caption", "credit"),
    [
        ("<figcaption>The quay. <span class='credit'>Jonas Feld</span></figcaption>", "The quay.", "Jonas Feld"),
        ("<figcaption>The quay at dawn. Photo: Jonas Feld</figcaption>", "The quay at dawn.", "Jonas Feld"),
        ("<figcaption>Der Kai am Morgen. Foto: Jonas Feld/dpa</figcaption>", "Der Kai am Morgen.", "Jonas Feld/dpa"),
        ("<figcaption>The quay © Jonas Feld</figcaption>", "The quay", "Jonas Feld"),
        ("<figcaption>The quay. (Foto: Jonas Feld/dpa)</figcaption>", "The quay.", "Jonas Feld/dpa"),
        ("<figcaption>The quay. Credit Jonas Feld</figcaption>", "The quay.", "Jonas Feld"),
        ("<figcaption>The quay. Image source, Jonas Feld</figcaption>", "The quay.", "Jonas Feld"),
        ("<figcaption><span>Image caption, </span>The quay. © Jonas Feld</figcaption>", "The quay.", "Jonas Feld"),
        ("<figcaption>The quay on credit</figcaption>", "The quay on credit", ""),
        ("", "", ""),
    ],
)
def test_caption_and_credit_are_told_apart(figure: str, caption: str, credit: str) -> None:
    found = with_picture(f'<figure><img src="/a.jpg">{figure}</figure>')
    assert found == (Image(url=f"{BASE}/a.jpg", caption=caption, credit=credit),)


def test_decoration_and_pictures_of_others_are_left_out() -> None:
    assert with_picture('<img src="/logo.png"><img src="/dot.gif" width="1" height="1">') == ()
    assert with_picture('<aside><img src="/other.jpg"></aside>') == ()


def test_the_picture_for_sharing_is_the_last_resort() -> None:
    head = '<meta property="og:image" content="/share.jpg">'
    assert extract.draft(page(story(head=head))).images == (Image(url=f"{BASE}/share.jpg"),)


def test_a_caption_may_stand_beside_its_picture() -> None:
    found = with_picture('<div><img src="/a.jpg"><p class="caption">The quay. Photo: Jonas Feld</p></div>')
    assert found == (Image(url=f"{BASE}/a.jpg", caption="The quay.", credit="Jonas Feld"),)


def test_the_largest_of_a_picture_for_many_screens_is_taken() -> None:
    sources = '<source type="image/webp" srcset="/w.webp 2000w"><source srcset="/s.jpg 300w, /a.jpg 1200w">'
    assert with_picture(f'<picture>{sources}<img src="/s.jpg"></picture>') == (Image(url=f"{BASE}/a.jpg"),)


def test_the_picture_for_readers_without_scripts_counts_once() -> None:
    without = '<noscript><img src="/a.jpg"></noscript>'
    assert with_picture(f'<figure><img src="/blank.gif">{without}</figure>') == (Image(url=f"{BASE}/a.jpg"),)
    assert with_picture(f'<figure><img data-src="/b.jpg">{without}</figure>') == (Image(url=f"{BASE}/b.jpg"),)


def test_pictures_come_in_order_with_the_one_above_the_headline() -> None:
    html = story(above='<figure><img src="/first.jpg"></figure>')
    html = html.replace(f"<p>{PARAGRAPHS[2]}</p>", f'<img src="/second.jpg"><p>{PARAGRAPHS[2]}</p>')
    assert [each.url for each in extract.draft(page(html)).images] == [f"{BASE}/first.jpg", f"{BASE}/second.jpg"]


def test_pictures_of_other_stories_are_left_out() -> None:
    cards = "".join(
        f'<div><a href="/s/{n}"><img src="/other-{n}.jpg"></a><h3><a href="/s/{n}">Choir sings from tower {n}</a></h3>'
        f"<p>Sixty voices and one broken lift kept promise number {n}.</p></div>"
        for n in range(3)
    )
    assert extract.draft(page(story(after=f"<div>{cards}</div>"))).images == ()


def test_share_buttons_and_authors_are_left_out_whatever_their_size() -> None:
    assert with_picture('<div class="share-buttons"><img src="/f.png"></div>') == ()
    assert with_picture('<div class="author"><img src="/ida-brun.jpg"></div>') == ()


def test_a_drawing_in_a_figure_is_an_illustration_and_another_one_a_sign() -> None:
    drawing = '<figure><img src="/map.svg" width="640"><figcaption>Where the ferry lay.</figcaption></figure>'
    found = extract.draft(page(story(below=drawing + '<p><img src="/arrow.svg" width="640"></p>'))).images
    assert [image.url for image in found] == ["https://www.lantern.example/map.svg"]
