"""A page taken apart: whatever the markup, pieces, elements, blocks and links tell of one and the same text."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from scraper.discover import selectors
from scraper.extract.page import document
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from tests.extract.pages import page, story

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
URL = "https://www.lantern.example/city/night-ferry"

PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<div>", "</div>", "<article>", "</article>", "<header>", "</header>", "<footer>", "</footer>",
        "<h1>", "</h1>", "<br>", "<br> <br>", "<a href=/1>", "<a href=/2>", "<a name=x>", "</a>", "<b>", "</b>", "<i>",
        "<span hidden>", "<span class=caption>", "</span>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<ul>",
        "<li>", "</ul>", "<button>", "</button>", "<script>", "</script>", "<style>", "</style>", "<svg>", "</svg>",
        "<noscript>", "</noscript>", "<title>", "</title>", "<template>", "</template>", "<my-box>", "</my-box>",
        "<!-- x -->", " ", "\n", "\u00a0", "\u200b", "one", " two", "three ", " four five ", "六七", "&amp;", "\x00",
        "<object>", "</object>", "<form>", "</form>", "</body>", "<frameset>", "<body>",
    ]
)  # fmt: skip


def taken_apart(html: str) -> Document:
    return document.parse_text(html, url=URL)


def texts(html: str) -> list[str]:
    return [block.text for block in taken_apart(html).blocks]


def normal(text: str) -> str:
    return " ".join(text.split())


def check(found: Document) -> None:
    """What holds of every page."""
    pieces, elements, blocks = found.pieces, found.elements, found.blocks
    assert [block.index for block in blocks] == list(range(len(blocks)))
    behind = 0
    for block in blocks:
        assert block.text == normal("".join(pieces[block.start : block.end])) != ""
        assert behind <= block.start < block.end
        behind = block.end
        initial = normal("".join(pieces[block.start : block.element.start]))  # set apart, in an element of its own
        assert len(initial) <= 2
        assert block.end <= block.element.end
        assert block.element.first <= block.index < block.element.last
        assert 0 <= block.link_density <= 1
    assert normal("".join(pieces)) == " ".join(block.text for block in blocks)  # no word is lost, and none is twice

    assert [each.index for each in elements] == list(range(len(elements)))
    ended: dict[int, tuple[int, int]] = {}  # by parent, where its child before ended
    for each in elements:
        assert 0 <= each.start <= each.end <= len(pieces)
        assert 0 <= each.first <= each.last <= len(blocks)
        if each.parent is not None:
            around = each.parent
            assert around.index < each.index
            assert each.depth == around.depth + 1
            assert around.start <= each.start
            assert each.end <= around.end
            assert around.first <= each.first
            assert each.last <= around.last
            assert each.roles & around.roles == around.roles
            start, first = ended.get(around.index, (0, 0))
            assert start <= each.start
            assert first <= each.first
            ended[around.index] = (each.end, each.last)
    for tag, those in found.tags.items():
        assert those == [each for each in elements if each.tag == tag]

    for link in found.links:
        assert link.text == found.text_of(link.element)
        assert link.href == link.element.get("href")
        assert (link.first, link.last) == (link.element.first, link.element.last)
        assert not any(link.element.contains(other.element) for other in found.links)


@pytest.mark.parametrize("case", CASES)
def test_it_fits_together_on_a_golden_page(case: str) -> None:
    found = document.parse(page((GOLDEN / case / "page.html").read_bytes()))
    assert len(found.blocks) >= 3  # where the text is in the page's data
    check(found)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=50))
def test_it_fits_together_whatever_the_markup(pieces: list[str]) -> None:
    check(taken_apart("".join(pieces)))


@pytest.mark.parametrize(
    "html", ["", " ", "\x00", "<!-- only this -->", "<frameset><frame src=x></frameset>", "<p></p>"]
)
def test_a_page_without_text_has_no_blocks(html: str) -> None:
    found = taken_apart(html)
    assert (found.blocks, found.links, "".join(found.pieces).strip()) == ([], [], "")
    check(found)


# --- blocks


def test_a_block_is_text_that_no_block_level_element_interrupts() -> None:
    html = "<div>One <b>two</b>\n <i>three</i><p>four</p> five <my-box>six</my-box></div>"
    found = taken_apart(html).blocks
    assert [(block.tag, block.text) for block in found] == [
        ("div", "One two three"),
        ("p", "four"),
        ("div", "five"),
        ("my-box", "six"),
    ]
    assert [each.tag for each in found[0].inline] == ["b", "i"]


def test_one_line_break_is_a_blank_and_two_part_paragraphs() -> None:
    assert texts("<p>one<br>two<br><br>three<br> <br>four<br><b>five</b></p>") == ["one two", "three", "four five"]


def test_paragraphs_that_line_breaks_part_share_their_element() -> None:
    one, two = taken_apart("<div>one<br><br>two</div>").blocks
    assert one.element is two.element


def test_what_no_reader_sees_is_no_text() -> None:
    html = (
        "<style>p{}</style><script>var a</script><p>seen<svg><text>no</text></svg><select><option>no</select>"
        "<iframe>no</iframe><object>no</object></p><template><p>no</p></template><!-- no --><textarea>no</textarea>"
    )
    assert texts(html) == ["seen"]


def test_scripts_and_titles_keep_their_text_apart() -> None:
    found = taken_apart("<title> Night  ferry </title><script>a < b</script><p>seen</p>")
    assert [found.text_of(each) for each in found.by_tag("title", "script")] == ["Night ferry", "a < b"]


@pytest.mark.parametrize("attribute", ["hidden", "style='display:none'", "class=sr-only"])
def test_long_hidden_words_in_a_line_are_a_block_of_their_own(attribute: str) -> None:
    hidden = "and not seen, as it is behind a button that nobody has pressed so far"
    found = taken_apart(f"<p>Seen <span {attribute}>{hidden}</span> again.</p>").blocks
    assert [(block.text, block.has(Role.HIDDEN)) for block in found] == [
        ("Seen", False),
        (hidden, True),
        ("again.", False),
    ]


def test_an_inline_element_speaks_for_a_block_it_holds_whole() -> None:
    whole, part = taken_apart(
        "<p><span class=caption>All of it</span> </p><p><span class=caption>A bit</span> of it</p>"
    ).blocks
    assert whole.has(Role.CAPTION)
    assert not part.has(Role.CAPTION)


def test_a_character_of_a_script_without_blanks_counts_for_three() -> None:
    latin, japanese = taken_apart("<p>ferry</p><p>夜の渡し船</p>").blocks
    assert (latin.size, japanese.size) == (5, 15)


# --- links


def test_a_links_share_of_its_block() -> None:
    (block,) = taken_apart("<p>12345<a href=/1>67890</a></p>").blocks
    assert (block.linked, block.link_density) == (5, 0.5)


def test_a_link_round_several_blocks_links_all_of_each() -> None:
    found = taken_apart("<a href=/1><h2>A headline</h2><p>and its teaser</p></a><p>and none</p>")
    assert [block.link_density for block in found.blocks] == [1.0, 1.0, 0.0]
    (link,) = found.links
    assert (link.text, link.first, link.last) == ("A headline and its teaser", 0, 2)


def test_a_second_link_ends_the_first_as_browsers_have_it() -> None:
    found = taken_apart("<p>x <a href=/1>one <a href=/2>two</a></a> y</p>")
    assert [(link.href, link.text) for link in found.links] == [("/1", "one"), ("/2", "two")]
    assert found.blocks[0].linked == len("one") + len("two")


def test_a_link_within_a_link_belongs_to_the_outer_one() -> None:
    # A table cell is the one place where the parser lets links nest.
    found = taken_apart("<a href=/1>one <table><tr><td><a href=/2>two</a></td></tr></table></a>")
    assert [(link.href, link.text) for link in found.links] == [("/1", "one two")]
    assert [block.link_density for block in found.blocks] == [1.0, 1.0]


def test_an_anchor_without_an_address_is_no_link() -> None:
    found = taken_apart("<p><a name=top>Night ferry</a></p>")
    assert found.links == []
    assert found.blocks[0].linked == 0


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("b", "https://www.lantern.example/2024/b"),
        ("/b#c", "https://www.lantern.example/b"),
        (" //other.example/b ", "https://other.example/b"),
        ("#c", ""),
        ("mailto:desk@lantern.example", ""),
        ("javascript:void(0)", ""),
        ("ftp://lantern.example/b", ""),
        ("http://[b", ""),
        (None, ""),
    ],
)
def test_links_are_relative_to_the_base_the_page_states(link: str | None, expected: str) -> None:
    assert taken_apart('<base href="/2024/">').absolute(link) == expected


# --- the ends of a page


def marked(html: str, role: int) -> list[str]:
    return [block.text for block in taken_apart(html).blocks if block.has(role)]


def test_the_sites_header_and_footer_are_marked_and_the_storys_own_are_not() -> None:
    html = story(
        above="<header><p>Harbour</p></header>", after="<footer><p>Written in the harbour office.</p></footer>"
    )
    assert marked(html, Role.HEADER) == ["The Lantern", "City Sport"]
    assert marked(html, Role.FOOTER) == ["Imprint Privacy"]


def test_a_header_that_holds_the_headline_is_the_storys() -> None:
    assert marked("<header><h1>Night ferry waits for a key</h1></header><p>x</p>", Role.HEADER) == []


def test_a_header_that_holds_the_papers_name_is_the_sites() -> None:
    html = "<header><h1><a href=/>The Lantern</a></h1><a href=/city>City</a></header><h2>Night ferry</h2>"
    assert marked(html, Role.HEADER) == ["The Lantern", "City"]
    assert all(link.roles & Role.HEADER for link in taken_apart(html).links)


@pytest.mark.parametrize(
    ("footer", "is_sites"),
    [
        ("Written in the harbour office.", False),
        ("© The Lantern", True),
        ("<a href=/1>a</a> <a href=/2>b</a> <a href=/3>c</a> <a href=/4>d</a>", True),
    ],
)
def test_a_footer_beside_the_headline_is_told_by_what_is_in_it(footer: str, is_sites: bool) -> None:
    html = f"<div><h1>Night ferry waits for a key</h1><p>text</p><footer>{footer}</footer></div>"
    assert bool(marked(html, Role.FOOTER)) is is_sites


# --- elements


def test_elements_know_what_stands_round_and_in_them() -> None:
    found = taken_apart("<div id=a><section><p>one</p></section><p>two</p></div><p>three</p>")
    box = next(each for each in found.elements if each.get("id") == "a")
    assert [each.tag for each in found.descendants(box)] == ["section", "p", "p"]
    assert found.text_of(box) == "one two"
    inner = found.blocks[0].element
    assert box.contains(inner)
    assert not inner.contains(box)
    assert not box.contains(found.blocks[2].element)
    assert inner.closest("div", "body") is box
    assert [each.tag for each in inner.ancestors()] == ["section", "div", "body", "html"]


# --- the copy for a publication's selectors


def seen(root: HtmlElement) -> list[tuple[str, dict[str, str], str]]:
    """Every element of a tree: tag, attributes, text."""
    return [(each.tag, dict(each.attrib), normal("".join(each.itertext()))) for each in root.iter(etree.Element)]


def words(found: list[HtmlElement | str]) -> str | list[str]:
    """What a selector found. Texts are joined: lxml parts them where a comment stands, and the copy has none."""
    if found and isinstance(found[0], HtmlElement):
        return [normal(each.text_content()) for each in found]
    return "".join(found)


@pytest.mark.parametrize("case", CASES)
def test_a_publications_selectors_find_what_they_find_in_lxml(case: str) -> None:
    source = document.parse(page((GOLDEN / case / "page.html").read_bytes())).source
    root, _ = taken_apart(source).lxml_tree
    plain = document_fromstring(source)
    assert seen(root) == seen(plain)
    for selector in (
        "h1",
        "body p, li",
        "div > p:first-child",
        "a::attr(href)",
        "p::text",
        "xpath: //head/meta/@content",
    ):
        expression = selectors.xpath_of(selector)
        assert words(root.xpath(expression)) == words(plain.xpath(expression))


@pytest.mark.parametrize("case", CASES)
def test_each_element_of_the_copy_is_known_by_its_own(case: str) -> None:
    found = document.parse(page((GOLDEN / case / "page.html").read_bytes()))
    root, element_of = found.lxml_tree
    copies = list(root.iter())
    assert [element_of[each] for each in copies] == found.elements
    for copy in copies:
        element = element_of[copy]
        assert copy.tag == element.tag
        assert (element_of[copy.getparent()] if copy is not root else None) is element.parent
        if copy.tag in ("p", "h1", "li", "td"):
            assert normal(copy.text_content()) == found.text_of(element)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_the_copy_is_made_of_any_markup(pieces: list[str]) -> None:
    found = taken_apart("".join(pieces))
    root, element_of = found.lxml_tree
    if found.elements:
        assert [element_of[each] for each in root.iter()] == found.elements


@pytest.mark.parametrize("tag", ["<br>", "<div>"])
def test_of_millions_of_tags_no_list_is_made(tag: str) -> None:
    """A list of all of them takes ten times as much memory as the page."""
    page = "<title>The lamp</title>" + tag * (6_000_000 // len(tag))
    tracemalloc.start()
    parsed = document.parse_text(page, url="https://post.example/lamp")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100_000_000
    assert len(parsed.elements) <= 60_000


@pytest.mark.parametrize(
    "opening",
    [
        '<div class="initial">T</div><p>he night ferry lay at the quay.</p>',
        '<p><div class="initial">T</div>he night ferry lay at the quay.</p>',
        "<h6>T</h6><p>he night ferry lay at the quay.</p>",
        "<p>T</p><p>he night ferry lay at the quay.</p>",
        '<p><span class="initial">T</span>he night ferry lay at the quay.</p>',
        '<p><span aria-hidden="true"><b>T</b>he</span><span class="sr-only">The</span> night ferry lay at the quay.</p>',
    ],
)
def test_an_initial_is_a_part_of_its_paragraph(opening: str) -> None:
    found = document.parse(page(f"<div>{opening}<p>It had no key.</p></div>"))
    assert [block.text for block in found.blocks] == ["The night ferry lay at the quay.", "It had no key."]
    first = found.blocks[0]
    assert "".join(found.pieces[first.start : first.end]).strip() == first.text
    for element in found.elements:
        if element.start <= first.start and element.end >= first.end:
            assert element.first == 0


@pytest.mark.parametrize(
    "heading", ["<h2>A</h2><p>Abacus, a frame with beads.</p>", "<h2>AB</h2><p>abacus</p>", "<p>5</p><p>boats</p>"]
)
def test_other_short_lines_are_no_initials(heading: str) -> None:
    assert len(document.parse(page(f"<div>{heading}</div>")).blocks) == 2


def test_a_note_for_screen_readers_does_not_part_a_paragraph_and_can_be_read_by_itself() -> None:
    html = '<p>It was <a href="/1">told<span class="sr-only" id="note"> (in a <b>new</b> window)</span></a> by the pilot.</p>'
    found = document.parse(page(html))
    assert [block.text for block in found.blocks] == ["It was told by the pilot."]
    assert [found.text_of(each) for each in found.elements if each.get("id") == "note"] == ["(in a new window)"]
