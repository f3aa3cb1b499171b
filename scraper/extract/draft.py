"""Puts a page's draft together: every field from the first rule that finds it, and which rule that was."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar, cast

from scraper import urls
from scraper.extract.fields import access, byline, byline_names, images, small_fields
from scraper.extract.fields import language as languages
from scraper.extract.fields import published as web_date
from scraper.extract.layout import Layout
from scraper.extract.page import permissions
from scraper.extract.story import body, headline
from scraper.items import Access, Draft, Image, Page, RelatedLink
from scraper.publication import Publication
from scraper.texts.dates import timestamps

_Value = TypeVar("_Value")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # soft hyphens and zero-width blanks inside words


class Found:
    """Notes for each field that was found which rule found it."""

    def __init__(self, ruled: dict[str, str]) -> None:
        self.ruled = ruled
        self.rules: dict[str, str] = {}

    def take(self, name: str, value: _Value, rule: str) -> _Value:
        """A value, texts without signs that nobody sees; its rule is noted where there is a value."""
        if value and rule:
            self.rules[name] = rule
        return cast(_Value, value.translate(_UNSEEN)) if isinstance(value, str) and name != "access" else value

    def text(self, name: str, value: str = "", rule: str = "") -> str:
        """What the publication's own rule found for a field, else what the general rule did."""
        own = self.ruled.get(name, "")
        return self.take(name, own or value, "publication rule" if own else rule)


def draft(layout: Layout, page: Page, publication: Publication | None = None) -> Draft:
    """The draft of the page's story."""
    document, data, shown = layout.document, layout.data, layout.body.blocks
    by = Found(dict(layout.ruled.fields))
    text = body.text(layout.body)
    known = publication.language if publication else ""
    language = by.take("language", *languages.find(document, data, text or layout.headline.text, known))
    near = page.fetched.date()
    for name in ("published", "modified"):
        if stated := by.ruled.get(name):
            by.ruled[name] = timestamps.moment(stated) or small_fields.spoken_day(stated, language, near)
    published = by.text(
        "published",
        *web_date.find(
            document,
            data,
            headline=layout.headline.index,
            language=language,
            near=near,
            printed=layout.body.boxes.statements,
        ),
    )
    place, place_agency, place_rule = small_fields.dateline(document, shown)
    writers = _byline(layout, by)
    pictures = _images(layout, publication)
    asked = permissions.of_document(document)
    how = access.find(document, data, shown, layout.body.boxes, paywalled=layout.ruled.paywalled)
    if layout.body.text and how[0] is Access.HEADLINE:
        how = (Access.EXCERPT, how[1])  # the text stands in the page's JSON
    return Draft(
        url=by.take("url", urls.canonical(layout.address[0]), layout.address[1]),
        headline=by.text("headline", layout.headline.text, layout.headline.rule),
        print_headline=by.text("print_headline"),
        kicker=by.text("kicker", *headline.kicker(document, layout.headline)),
        standfirst=by.take("standfirst", *layout.standfirst),
        byline=by.take("byline", writers.text, writers.rule),
        authors=by.take("authors", writers.authors, writers.rule),
        agency=by.take("agency", writers.agency or place_agency, writers.rule if writers.agency else place_rule),
        dateline=by.text("dateline", place, place_rule),
        body=by.take("body", text, layout.body.rule),
        body_html=body.body_html(document, layout.body).translate(_UNSEEN),
        language=language,
        published=published,
        modified=by.text("modified", *web_date.modified(data)),
        section=by.text("section", *small_fields.section(data)),
        page=by.text("page"),
        access=by.take("access", *how),
        site=by.take("site", *small_fields.site(data)),
        noarchive=asked.noarchive,
        tdm_reserved=asked.tdm_reserved,
        images=by.take("images", *pictures),
        topics=by.take("topics", *small_fields.topics(data)),
        related_links=by.take("related_links", tuple(map(_seen, layout.others.links)), "repeated cards"),
        found_by=by.rules,
    )


def _seen(link: RelatedLink) -> RelatedLink:
    return replace(link, headline=link.headline.translate(_UNSEEN), standfirst=link.standfirst.translate(_UNSEEN))


def _byline(layout: Layout, by: Found) -> byline.Byline:
    """The byline by the publication's rule, its persons read from it, else the general one."""
    general = byline.find(
        layout.document, layout.data, headline=layout.headline.index, body=layout.body.blocks, names=layout.names
    )
    words = byline_names.without_by(by.ruled.get("byline", ""))
    if not words:
        return general
    people, agency = byline_names.read(words, layout.names)
    return byline.Byline(words, people or general.authors, agency or general.agency, "publication rule")


def _images(layout: Layout, publication: Publication | None) -> tuple[tuple[Image, ...], str]:
    order = layout.headline.index
    return images.find(
        layout.document,
        layout.data,
        headline=layout.blocks[order].element if order >= 0 else None,
        body=layout.body.blocks,
        apart=layout.others.orders,
        attributes=publication.story.image_attrs if publication else (),
    )
