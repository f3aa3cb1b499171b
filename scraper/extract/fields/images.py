"""The pictures that belong to a story, with caption and credit."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence

from scraper.extract.page.blocks import Block, Element
from scraper.extract.page.document import Document
from scraper.extract.page.roles import Role
from scraper.extract.page.structured import Structured, jsonld_text, jsonld_values
from scraper.items import Image
from scraper.texts.phrases import alternation

_LAZY_ATTRIBUTES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-native-src",
    "data-full-src",
    "data-srcset",
    "srcset",
    "data-lazy",
)
_WIDTHS = re.compile(r"\s\d+[wx](?:,|$)")
_PLACEHOLDER = re.compile(r"(?:blank|placeholder|spacer|transparent|lazy|loading)[\w-]{0,100}\.(?:gif|png|svg)")
_CREDIT_NAME = re.compile(
    r"credit|copyright|photographer|image-?source|fotograf|bildnachweis|attribution", re.IGNORECASE
)
_CAPTION_NAME = re.compile(r"caption|legende|légende|bildunterschrift|bildtext|didascalia|pie-?de-?foto", re.IGNORECASE)
_IMAGE_CONTAINER = re.compile(r"wp-caption|image-?(?:wrap|block|container)|photo|media-?object", re.IGNORECASE)
_SCREEN_READER_LABEL = re.compile(r"^image caption,?\s*", re.IGNORECASE)  # read out by screen readers only
_DECORATION = re.compile(
    r"avatar|logo|sprite|spacer|blank\.|1x1|placeholder|emoji|headshot|tracking|avw\.php"
    r"|(?<![a-z])(?:icons?|badge|button|authors?|pixel(?=[.?]|$))(?![a-z])",
    re.IGNORECASE,
)
_OTHER_PARTS = frozenset({"nav", "footer", "aside", "form", "button"})
_MISLEADING_ROLES = Role.SHARE | Role.COMMENTS | Role.META | Role.HIDDEN
_MOST_IMAGES = 40
_MOST_LOOKED_AT = 1_000  # pictures in or near a story
_LONGEST_CAPTION = 5_000
_MOST_INSIDE = 200  # elements looked through for a caption
_ELEMENTS_AFTER = 12  # elements after the last words that may still be the story's picture
_ELEMENTS_BEFORE = 30  # elements before the headline, where no article or main element says what belongs together
_NEAR = 6  # elements from a picture up to what holds its caption, or on to a caption beside it


@functools.cache
def _credit() -> re.Pattern[str]:
    """A credit at the end of a caption."""
    stated = r"(?:image|photo) (?:source|credit),|(?:photo )?credit(?:\.\.\.|(?= (?-i:[A-Z])))"
    return re.compile(
        rf"(?<![\s(|/·–—-])[\s(|/·–—-]*(?<!\w)(?:{alternation('credit')}|{stated})\s*(?P<credit>[^|]{{2,120}}?)\)?\s*$",
        re.IGNORECASE,
    )


def find(
    document: Document,
    structured: Structured,
    *,
    headline: Element | None,
    body: Sequence[Block],
    apart: frozenset[int],
    attributes: Sequence[str] = (),
) -> tuple[tuple[Image, ...], str]:
    """The story's pictures in order, and the rule that found them.

    :param headline: the element of the headline, if the page shows it.
    :param body: the blocks of the story's text.
    :param apart: indexes of blocks that belong to other stories.
    :param attributes: where this newspaper keeps the address of a lazily loaded picture.
    """
    found: dict[str, Image] = {}
    shown: Element | None = None  # the last picture that gave an address
    for picture in itertools.islice(_in_story(document, headline, body), _MOST_LOOKED_AT):
        if _is_of_another_story(picture, apart) or _is_noscript_copy(picture, shown):
            continue
        if picture.roles & _MISLEADING_ROLES and picture.closest("figure") is None:
            continue
        url = document.absolute(_source(document, picture, attributes))
        if url and not _is_decoration(picture, url) and len(found) < _MOST_IMAGES:
            shown = picture
            if url not in found or not found[url].caption:
                caption, credit = _caption_and_credit(document, picture)
                found[url] = Image(url=url, caption=caption, credit=credit)
    if found:
        return tuple(found.values()), "figure"
    stated = [(_image_in_data(value), "json-ld") for value in jsonld_values(structured.story.get("image"))[:3]]
    stated.append((Image(url=structured.first_meta("og:image", "og:image:url", "twitter:image")[0]), "og:image"))
    for image, rule in stated:
        url = document.absolute(image.url)
        if url and not _DECORATION.search(url.rsplit("/", 1)[-1]):
            return (Image(url=url, caption=image.caption, credit=image.credit),), rule
    return (), ""


def _in_story(document: Document, headline: Element | None, body: Sequence[Block]) -> Iterator[Element]:
    """The pictures between headline and end of text, and those right before the headline in the same container."""
    if not body:
        return
    first_element, end = body[0].element, body[-1].element.index + _ELEMENTS_AFTER
    first = first_element.index if headline is None else min(first_element.index, headline.index)
    container = first_element.closest("article", "main")
    pictures = document.by_tag("img", "amp-img") if document.by_tag("amp-img") else document.by_tag("img")
    for picture in pictures:
        if picture.index > end:
            return
        if picture.index >= first:
            yield picture
        elif container is not None:
            if container.contains(picture):
                yield picture
        elif picture.index >= first - _ELEMENTS_BEFORE and _share_container(picture, first_element):
            yield picture


def _share_container(picture: Element, begin: Element) -> bool:
    """Whether a picture and the text share an element that is not the whole page."""
    common = next((each for each in picture.ancestors() if each.contains(begin)), None)
    return common is not None and common.tag not in ("body", "html")


def _is_of_another_story(picture: Element, apart: frozenset[int]) -> bool:
    """Whether a picture is in a menu, a box, or the card of another story."""
    nearest_with_text: Element | None = None  # the nearest ancestor with any text
    for ancestor in picture.ancestors():
        if ancestor.tag in _OTHER_PARTS:
            return True
        if nearest_with_text is None and ancestor.first < ancestor.last:
            nearest_with_text = ancestor
            if apart and all(index in apart for index in range(ancestor.first, ancestor.last)):
                return True
    return False


def _is_noscript_copy(picture: Element, shown: Element | None) -> bool:
    """Whether a picture repeats the one before it, for browsers without scripts."""
    without = picture.closest("noscript")
    return without is not None and shown is not None and without.parent is not None and without.parent.contains(shown)


def _source(document: Document, picture: Element, attributes: Sequence[str]) -> str:
    """The address of a picture; lazily loaded ones have it in another attribute than ``src``."""
    for name in (*attributes, *_LAZY_ATTRIBUTES):
        if name in picture.attributes and (value := _usable(name, picture.get(name))):
            return value
    plain = _usable("src", picture.get("src"))
    parent = picture.parent
    if parent is not None and parent.tag == "picture":
        inside = _descendants(document, parent)
        sources = [each for each in inside if each.tag == "source" and each.parent is parent]
        common = [each for each in sources if each.get("type") not in ("image/webp", "image/avif")]
        for source in common or ([] if plain else sources):
            value = source.get("srcset") or source.get("data-srcset")
            if value and (not plain or _WIDTHS.search(value)):
                return _largest(value)
    return plain


def _usable(name: str, value: str) -> str:
    """The address in an attribute; "" where there is none, or that of a placeholder."""
    value = value.strip()
    if not value or value.startswith("data:"):
        return ""
    if "srcset" in name or _WIDTHS.search(value):
        value = _largest(value)
    return "" if _PLACEHOLDER.search(value) else value


def _largest(srcset: str) -> str:
    """The address of the widest candidate of a ``srcset``."""
    best, width = "", -1.0
    for part in re.split(r",\s+", srcset.strip()):
        address, _, size = part.strip().partition(" ")
        number = re.match(r"\d+(?:\.\d+)?", size.strip())
        if address and (float(number[0]) if number else 0.0) > width:
            best, width = address.rstrip(","), float(number[0]) if number else 0.0
    return best


def _is_decoration(picture: Element, url: str) -> bool:
    if url.count("/") < 3 or url.endswith("/"):
        return True
    for name in ("width", "height"):
        size = re.match(r"\d+", picture.get(name))
        if size and int(size[0][:6]) < 80:
            return True
    name = url.partition("?")[0]
    if name.endswith(".svg") and picture.closest("figure") is None:
        return True  # a drawing that is no illustration: a sign
    return _DECORATION.search(f"{picture.class_and_id} {url.rsplit('/', 1)[-1][:200]}") is not None


def _caption_and_credit(document: Document, picture: Element) -> tuple[str, str]:
    """Caption and credit printed with a picture."""
    holder = None
    for step, ancestor in enumerate(picture.ancestors()):
        if ancestor.tag == "figure" or _IMAGE_CONTAINER.search(ancestor.get("class")):
            holder = ancestor
            break
        if step > _NEAR - 2:
            break
    if holder is not None:
        inside = _descendants(document, holder)
        credit = _text_of(document, inside, _CREDIT_NAME)
        shown = next((ancestor for ancestor in inside if ancestor.tag == "figcaption"), None)
        caption = document.text_of(shown) if shown is not None else _text_of(document, inside, _CAPTION_NAME)
    else:
        credit, caption = "", _caption_beside(document, picture)
    caption = _SCREEN_READER_LABEL.sub("", caption[:_LONGEST_CAPTION])
    if credit and caption.endswith(credit):
        caption = caption.removesuffix(credit).rstrip(" (|/·–—-")
    if not credit and (stated := _credit().search(caption)):
        credit, caption = stated["credit"], caption[: stated.start()]
    labelled = _credit().match(credit)
    return caption.strip(), (labelled["credit"] if labelled else credit).strip(" ()")


def _descendants(document: Document, holder: Element) -> list[Element]:
    """The elements inside what holds a picture and its caption."""
    found: list[Element] = []
    for index in range(holder.index + 1, len(document.elements)):
        element = document.elements[index]
        if element.depth <= holder.depth or len(found) == _MOST_INSIDE:
            break
        found.append(element)
    return found


def _caption_beside(document: Document, picture: Element) -> str:
    """The text of the next caption element after a picture, before any other picture."""
    for each in document.elements[picture.index + 1 : picture.index + 1 + _NEAR]:
        if each.tag == "img":
            break
        if each.tag == "figcaption" or _CAPTION_NAME.search(each.get("class")):
            return document.text_of(each)[:600]
    below = document.blocks[picture.first : picture.first + 1]
    return below[0].text if below and below[0].has(Role.CAPTION) else ""


def _text_of(document: Document, elements: Sequence[Element], name: re.Pattern[str]) -> str:
    for each in elements:
        if each.attributes and name.search(f"{each.get('class')} {each.get('itemprop')}"):
            words = document.text_of(each)
            if words:
                return words[:600]
    return ""


def _image_in_data(value: object) -> Image:
    if isinstance(value, dict):
        url = value.get("url") or value.get("contentUrl") or ""
        return Image(
            url=jsonld_text(url), caption=jsonld_text(value.get("caption")), credit=jsonld_text(value.get("creditText"))
        )
    return Image(url=jsonld_text(value))
