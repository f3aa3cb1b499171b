"""The draft of a page: every field from the first rule that finds it, with the name of that rule."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TypeVar, cast

from scraper import urls
from scraper.extract.fields import (
    access,
    byline,
    byline_names,
    images,
    language,
    published,
    small_fields,
    stated_times,
)
from scraper.extract.fields.name_spelling import spelled
from scraper.extract.layout import Layout
from scraper.extract.page import permissions
from scraper.extract.page.document import parse
from scraper.extract.page.structured import Structured
from scraper.extract.story import body, headline
from scraper.items import PUBLICATION_RULE, Access, Draft, Image, Page, RelatedLink
from scraper.texts.dates import timestamps
from scraper.texts.folding import visible

_Value = TypeVar("_Value")
_OF_JSON_LD = {
    "author": ("byline", "authors", "agency"),
    "datePublished": ("published",),
    "dateModified": ("modified",),
    "description": ("standfirst",),
}


class FieldRules:
    """Records for each field that was found the rule that found it, in ``found_by``."""

    def __init__(self, publication_fields: dict[str, str], from_data: Collection[str] = ()) -> None:
        """Begin a draft.

        :param from_data: the names of JSON-LD under which an object in the page's scripts was read.
        """
        self.publication_fields = publication_fields
        self.from_data = frozenset(name for key in from_data for name in _OF_JSON_LD.get(key, ()))
        self.found_by: dict[str, str] = {}

    def take(self, name: str, value: _Value, rule: str) -> _Value:
        """A field's value, texts without invisible characters; its rule is recorded if there is a value."""
        if value and rule:
            self.found_by[name] = "page data" if rule == "json-ld" and name in self.from_data else rule
        return cast(_Value, visible(value)) if isinstance(value, str) and name != "access" else value

    def text(self, name: str, value: str = "", rule: str = "") -> str:
        """A field as the publication's own rule found it, else the given value of the general rule."""
        own = self.publication_fields.get(name, "")
        return self.take(name, own or value, PUBLICATION_RULE if own else rule)


def draft_of_page(layout: Layout, page: Page, stated_language: str = "") -> Draft:
    """The draft of the story on a page whose parts have been found.

    :param stated_language: what the newspaper's file says that it is written in.
    """
    document, data, blocks = layout.document, layout.data, layout.body.blocks
    rules = FieldRules(dict(layout.publication_fields.fields), layout.body.fields)
    text = body.as_text(layout.body)
    language_tag = rules.take("language", *language.find(document, data, text or layout.headline.text, stated_language))
    fetched_on = page.fetched.date()
    for name in ("published", "modified"):
        if stated := rules.publication_fields.get(name):
            rules.publication_fields[name] = timestamps.iso_timestamp(stated) or small_fields.day_in_words(
                stated, language_tag, fetched_on
            )
    published_on = rules.text(
        "published",
        *published.find(
            document,
            data,
            headline=layout.headline.index,
            language=language_tag,
            near=fetched_on,
            body=layout.body.blocks,
            apart=layout.others.orders | layout.body.boxes.foreign,
            printed=layout.body.boxes.statements,
        ),
    )
    dateline, dateline_agency, dateline_rule = small_fields.dateline(document, blocks)
    found_byline = _byline(layout, rules)
    found_images = _images(layout, page)
    page_permissions = permissions.of_document(document, data.story)
    found_access = access.find(document, data, blocks, layout.body.boxes, paywalled=layout.publication_fields.paywalled)
    if layout.body.text and found_access[0] is Access.HEADLINE:
        found_access = (Access.EXCERPT, found_access[1])  # the text stands in the page's JSON
    return Draft(
        url=rules.take("url", urls.canonical(layout.url[0]), layout.url[1]),
        headline=rules.text("headline", layout.headline.text, layout.headline.rule),
        print_headline=rules.text("print_headline"),
        kicker=rules.text("kicker", *headline.kicker(document, layout.headline)),
        standfirst=rules.take("standfirst", *layout.standfirst),
        byline=rules.take("byline", found_byline.text, found_byline.rule),
        authors=rules.take("authors", found_byline.authors, found_byline.rule),
        agency=rules.take(
            "agency",
            found_byline.agency or dateline_agency,
            found_byline.rule if found_byline.agency else dateline_rule,
        ),
        dateline=rules.text("dateline", dateline, dateline_rule),
        body=rules.take("body", text, layout.body.rule),
        body_html=visible(body.as_html(document, layout.body)),
        language=language_tag,
        published=published_on,
        modified=rules.text("modified", *stated_times.modified(data)),
        section=rules.text("section", *small_fields.section(data)),
        page=rules.text("page"),
        access=rules.take("access", *found_access),
        site=rules.take("site", *small_fields.site_name(data)),
        noarchive=page_permissions.noarchive,
        tdm_reserved=page_permissions.tdm_reserved,
        permissions=page_permissions.said,
        images=rules.take("images", *found_images),
        topics=rules.take("topics", *small_fields.topics(data)),
        related_links=rules.take(
            "related_links", tuple(map(_without_invisible, layout.others.links)), "repeated cards"
        ),
        found_by=rules.found_by,
    )


def _without_invisible(link: RelatedLink) -> RelatedLink:
    return replace(link, headline=visible(link.headline), standfirst=visible(link.standfirst))


def _byline(layout: Layout, rules: FieldRules) -> byline.Byline:
    """The byline that the publication's rule found, with the persons in it; else the general one."""
    general = byline.find(
        layout.document,
        layout.data,
        headline=layout.headline.index,
        body=layout.body.blocks,
        names=layout.site_names,
        others=layout.others.orders | layout.body.boxes.foreign,
    )
    words = byline_names.without_by(rules.publication_fields.get("byline", ""))
    if not words:
        return general
    people, agency = byline_names.read(words, layout.site_names)
    people = tuple(spelled(name, layout.document.language) for name in people)
    return byline.Byline(words, people or general.authors, agency or general.agency, PUBLICATION_RULE)


def _images(layout: Layout, page: Page) -> tuple[tuple[Image, ...], str]:
    """The story's pictures; where its text came in JSON, those in the markup of that text."""
    if layout.body.text:
        text = parse(replace(page, body=layout.body.text.encode(), content_type="text/html; charset=utf-8"))
        found = images.find(text, Structured(), headline=None, body=text.blocks, apart=frozenset())
        if found[0]:
            return found
    headline_index = layout.headline.index
    return images.find(
        layout.document,
        layout.data,
        headline=layout.blocks[headline_index].element if headline_index >= 0 else None,
        body=layout.body.blocks,
        apart=layout.others.orders,
        attributes=layout.page_rules.image_attrs,
    )
