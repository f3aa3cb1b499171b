"""The pictures that belong to a story, with caption and credit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from scraper.extract import structured as data
from scraper.extract.blocks import Block
from scraper.extract.document import Document
from scraper.extract.structured import Structured
from scraper.extract.wording import choice
from scraper.items import Image

_SOURCES = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-native-src",
    "data-full-src",
    "data-srcset",
    "srcset",
    "data-lazy",
    "src",
)
_CREDIT = re.compile(
    rf"[\s(|/·–—-]*(?<!\w)(?:{choice('credit')})\s*(?P<credit>[^|]{{2,120}}?)\)?\s*$",
    re.IGNORECASE,
)
_CREDIT_NAME = re.compile(
    r"credit|copyright|photographer|image-?source|fotograf|bildnachweis|attribution", re.IGNORECASE
)
_CAPTION_NAME = re.compile(r"caption|legende|légende|bildunterschrift|bildtext|didascalia|pie-?de-?foto", re.IGNORECASE)
_NO_PICTURE = re.compile(
    r"avatar|logo|icon|sprite|pixel|spacer|blank\.|1x1|placeholder|emoji|badge|button|tracking|author|headshot",
    re.IGNORECASE,
)
_APART = frozenset({"nav", "footer", "aside", "form", "button"})
_MOST = 40
_MOST_ELEMENTS = 60_000


def find(
    document: Document,
    structured: Structured,
    *,
    headline: HtmlElement | None,
    body: Sequence[Block],
    apart: frozenset[HtmlElement],
    attributes: Sequence[str] = (),
) -> tuple[tuple[Image, ...], str]:
    """The story's pictures in order, and the rule that gave them. ``apart`` are elements of other stories."""
    found: dict[str, Image] = {}
    for picture in _in_story(document.root, headline, body):
        if any(each in apart or each.tag in _APART for each in picture.iterancestors()):
            continue
        url = document.absolute(_source(picture, attributes))
        if url and not _is_decoration(picture, url) and len(found) < _MOST:
            caption, credit = _words(picture)
            if url not in found or (caption and not found[url].caption):
                found[url] = Image(url=url, caption=caption, credit=credit)
    if found:
        return tuple(found.values()), "figure"
    stated = [(_stated(each), "json-ld") for each in data.values(structured.story.get("image"))[:3]]
    stated.append((Image(url=structured.one("og:image", "og:image:url", "twitter:image")[0]), "og:image"))
    for image, rule in stated:
        url = document.absolute(image.url)
        if url and not _NO_PICTURE.search(url.rsplit("/", 1)[-1]):
            return (Image(url=url, caption=image.caption, credit=image.credit),), rule
    return (), ""


def _in_story(root: HtmlElement, headline: HtmlElement | None, body: Sequence[Block]) -> list[HtmlElement]:
    """The pictures between headline and end of text, and those right before the headline in the same container."""
    if not body:
        return []
    wanted = {body[0].element, body[-1].element, headline}
    places: dict[HtmlElement, int] = {}
    pictures: list[tuple[int, HtmlElement]] = []
    for place, element in zip(range(_MOST_ELEMENTS), root.iter(), strict=False):
        if element.tag in ("img", "amp-img"):
            pictures.append((place, element))
        if element in wanted:
            places[element] = place
    first = min(places.get(each, 10**9) for each in wanted if each is not None)
    last = places.get(body[-1].element, 0)
    container = next((each for each in body[0].element.iterancestors() if each.tag in ("article", "main")), None)
    return [
        picture
        for place, picture in pictures
        if first <= place <= last + 12
        or (place < first and container is not None and container in picture.iterancestors())
    ]


def _source(picture: HtmlElement, attributes: Sequence[str]) -> str:
    """The address of the picture; lazy pages keep it anywhere but in ``src``."""
    for name in (*attributes, *_SOURCES):
        value = (picture.get(name) or "").strip()
        if not value or value.startswith("data:"):
            continue
        if "srcset" in name or re.search(r"\s\d+[wx](?:,|$)", value):
            value = _largest(value)
        if value and not re.search(
            r"(?:blank|placeholder|spacer|transparent|lazy|loading)[\w-]*\.(?:gif|png|svg)", value
        ):
            return value
    parent = picture.getparent()
    if parent is not None and parent.tag == "picture":
        for source in parent.iterfind("source"):
            value = source.get("srcset") or source.get("data-srcset") or ""
            if value:
                return _largest(value)
    return ""


def _largest(srcset: str) -> str:
    """The largest of a set of sources."""
    best, width = "", -1.0
    for part in re.split(r",\s+", srcset.strip()):
        address, _, size = part.strip().partition(" ")
        number = re.match(r"[\d.]+", size.strip())
        if address and (float(number[0]) if number else 0.0) > width:
            best, width = address.rstrip(","), float(number[0]) if number else 0.0
    return best


def _is_decoration(picture: HtmlElement, url: str) -> bool:
    for name in ("width", "height"):
        size = re.match(r"\d+", picture.get(name) or "")
        if size and int(size[0][:6]) < 80:
            return True
    named = f"{picture.get('class') or ''} {picture.get('id') or ''} {url.rsplit('/', 1)[-1][:200]}"
    return _NO_PICTURE.search(named) is not None


def _words(picture: HtmlElement) -> tuple[str, str]:
    """Caption and credit printed with a picture."""
    holder = None
    for step, ancestor in enumerate(picture.iterancestors()):
        if ancestor.tag == "figure" or re.search(
            r"wp-caption|image-?(?:wrap|block|container)|photo|media-?object", ancestor.get("class") or "", re.I
        ):
            holder = ancestor
            break
        if step > 4:
            break
    if holder is None:
        return "", ""
    credit = _text_of(holder, _CREDIT_NAME)
    captions = holder.findall(".//figcaption")
    caption = " ".join(" ".join(captions[0].itertext()).split()) if captions else _text_of(holder, _CAPTION_NAME)
    if credit and caption.endswith(credit):
        caption = caption.removesuffix(credit).rstrip(" (|/·–—-")
    if not credit and (found := _CREDIT.search(caption)):
        credit, caption = found["credit"], caption[: found.start()]
    labelled = _CREDIT.match(credit)
    return caption.strip(), (labelled["credit"] if labelled else credit).strip(" ()")


def _text_of(holder: HtmlElement, name: re.Pattern[str]) -> str:
    for element in holder.iterdescendants():
        if isinstance(element.tag, str) and name.search(
            f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        ):
            words = " ".join(" ".join(element.itertext()).split())
            if words:
                return words[:600]
    return ""


def _stated(value: object) -> Image:
    if isinstance(value, dict):
        url = value.get("url") or value.get("contentUrl") or ""
        return Image(
            url=data.text(url), caption=data.text(value.get("caption")), credit=data.text(value.get("creditText"))
        )
    return Image(url=data.text(value))
