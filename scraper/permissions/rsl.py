"""An RSL document (Really Simple Licensing 1.0, https://rslstandard.org/rsl): what it permits and prohibits.

As far as a permission or a prohibition can be read from it, and never more than it grants (section 3.1.1):

- ``content`` elements whose ``url`` means a page hold; of each use, those of the longest pattern that speaks of it.
- A use that is both permitted and prohibited is prohibited. Where uses are permitted at all, all others are not.
- A permission is one on terms where its licence asks for a payment or a report, or is for some users or countries only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from scraper.permissions.patterns import matches
from scraper.permissions.values import LONGEST_WORDS, Answer, Standard, Statement, Use

NAMESPACE = "https://rslstandard.org/rsl"
MEDIA_TYPE = "application/rsl+xml"
MOST_CONTENTS = 1_000
MOST_LICENSES = 20  # of one of them
_AI = (Use.AI_TRAIN, Use.AI_INPUT)
USAGES: Mapping[str, tuple[Use, ...]] = {  # section 3.4.1.1
    "all": (Use.TDM, *_AI, Use.SEARCH),
    "ai-all": _AI,
    "ai-train": (Use.AI_TRAIN,),
    "ai-input": (Use.AI_INPUT,),
    "ai-index": (),
    "search": (Use.SEARCH,),
}
_FREE = ("", "free", "attribution")  # payments that ask for no agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class License:
    """The usages that a licence permits and prohibits, as written; None of ``permits`` where it lists none."""

    permits: tuple[str, ...] | None
    prohibits: tuple[str, ...]
    payment: str = ""  # its type; "free" where it has no payment element
    is_limited: bool = False  # to some users or countries, or to those who report


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The licences of the pages that a pattern means, and the address of terms for people to read."""

    url: str
    licenses: tuple[License, ...]
    terms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rsl:
    """The contents of an RSL document."""

    contents: tuple[Content, ...] = ()

    def statements(self, url: str, source: str) -> Iterator[Statement]:
        """What it says of the uses of the page at an address.

        :param source: the address of the document.
        """
        holding = sorted((each for each in self.contents if matches(each.url, url)), key=lambda each: -len(each.url))
        for use in dict.fromkeys(use for uses in USAGES.values() for use in uses):
            for content in holding:
                if said := _answer(content, use):
                    answer, words = said
                    yield Statement(
                        use=use,
                        answer=answer,
                        standard=Standard.RSL,
                        words=words[:LONGEST_WORDS],
                        source=source,
                        policy=content.terms,
                    )
                    break


def read(body: bytes) -> Rsl:
    """Read an RSL document; elements of RSS feeds that have the module are read alike.

    :raises ValueError: it is none.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"no XML: {error}") from error
    contents = root.findall(f".//{{{NAMESPACE}}}content")
    if not contents and root.tag != f"{{{NAMESPACE}}}rsl":
        raise ValueError(f"no document of {NAMESPACE}")
    return Rsl(contents=tuple(_content(each) for each in contents[:MOST_CONTENTS]))


def _content(element: etree._Element) -> Content:
    licenses = element.findall(f"{{{NAMESPACE}}}license")[:MOST_LICENSES]
    terms = (element.findtext(f"{{{NAMESPACE}}}terms") or "").strip()
    return Content(url=element.get("url", "").strip(), licenses=tuple(map(_license, licenses)), terms=terms)


def _license(element: etree._Element) -> License:
    lists_permits = element.find(f"{{{NAMESPACE}}}permits[@type='usage']") is not None
    payment = element.find(f"{{{NAMESPACE}}}payment")
    others = any(_words(element, name, kind) for name in ("permits", "prohibits") for kind in ("user", "geo"))
    return License(
        permits=tuple(_words(element, "permits", "usage")) if lists_permits else None,
        prohibits=tuple(_words(element, "prohibits", "usage")),
        payment="free" if payment is None else payment.get("type", "").strip().lower() or _of_standard(payment),
        is_limited=others or element.find(f"{{{NAMESPACE}}}reporting") is not None,
    )


def _of_standard(payment: etree._Element) -> str:
    """The payment of an element that names no type: free (section 3.7), unless it names what is to be agreed to."""
    return "by agreement" if len(payment) else "free"


def _words(element: etree._Element, name: str, kind: str) -> list[str]:
    """The tokens of an element's children, which earlier drafts parted by commas."""
    found = element.findall(f"{{{NAMESPACE}}}{name}[@type='{kind}']")
    return [word.lower() for each in found for word in (each.text or "").replace(",", " ").split()]


def _answer(content: Content, use: Use) -> tuple[Answer, str] | None:
    """What a content says of a use, and in which words; None where it does not speak of it."""
    prohibiting = [word for each in content.licenses for word in each.prohibits if use in USAGES.get(word, ())]
    if prohibiting:
        return Answer.PROHIBITED, f"prohibits usage {prohibiting[0]}"
    listing = [each for each in content.licenses if each.permits is not None]
    permitting = [(each, word) for each in listing for word in each.permits or () if use in USAGES.get(word, ())]
    for each, word in permitting:
        if each.payment in _FREE and not each.is_limited:
            return Answer.PERMITTED, f"permits usage {word}"
    if permitting:
        each, word = permitting[0]
        payment = "" if each.payment in _FREE else f", payment {each.payment}"
        return Answer.ON_TERMS, f"permits usage {word}{payment}{', to some only' if each.is_limited else ''}"
    if listing and len(listing) == len(content.licenses):
        return Answer.PROHIBITED, f"permits usage {' '.join(listing[0].permits or ())} only"
    return None
