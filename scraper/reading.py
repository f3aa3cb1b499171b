"""Steps 5 to 7 on one page: extract its story, decide its edition, and check that it is a story.

    Page -> extract -> Draft, PageEvidence
         -> dating  -> EditionDate
         -> check   -> Story, or Rejected with its reason

Pure: live collection, WARC import, rebuild and ``backissues inspect`` all use it. They pass in the known newspapers and
the environment; only ``read_story`` looks these up itself.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Protocol
from urllib.parse import quote, urlsplit

from scraper import dating, discover, extract, limits
from scraper.discover import hooks
from scraper.extract.page import permissions
from scraper.items import (
    Access,
    Draft,
    EditionDate,
    EditionKey,
    EvidenceKind,
    Page,
    Rejected,
    Story,
    StoryLink,
)
from scraper.publication import Publication
from scraper.reasons import Code, Reason
from scraper.urls import canonical

_NO_STORY = re.compile(
    r"(?:image|audio|video|font)/|application/(?!xhtml|xml|(?:[\w.-]+\+)?json|octet-stream)|text/(?:css|javascript|csv)"
)
_BINARY = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x00\x18ftyp")
_NO_VARIABLES: Mapping[str, str] = MappingProxyType({})
WITHHELD = "noarchive"  # the rule of a withheld story's access, which marks its row


class Newspapers(Protocol):
    """The known newspapers, found by host or name; the module ``scraper.catalogue`` implements it."""

    def by_host(self, host: str) -> tuple[Publication, ...]:
        """The newspapers whose stories are served from a host, given as a host or an address."""

    def by_address(self, url: str) -> tuple[Publication, ...]:
        """The newspapers to which the story at an address may belong; none where no file names its host."""

    def by_name(self, name: str) -> tuple[Publication, ...]:
        """The newspapers with this title or other name."""

    def known(self, slug: str) -> Publication | None:
        """The newspaper with this slug; None if there is none."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """A page read once: ``fields`` as JSON (docs/reading.md), and its story or the reason why it has none."""

    fields: dict[str, Any]
    result: Story | Rejected


def read(
    page: Page,
    *,
    newspapers: Newspapers,
    environment: Mapping[str, str] = _NO_VARIABLES,
    link: tuple[EditionKey, StoryLink] | None = None,
    publication: Publication | None = None,
    withhold: bool = False,
) -> Story | Rejected:
    """The story on a page, or why there is none.

    :param newspapers: the known newspapers, for a page whose ``publication`` is not given.
    :param environment: what a publication's rules may name as ``{env.NAME}``.
    :param link: the edition whose index lists the story, and its entry there; of another newspaper's story it does not
        say the day.
    :param publication: the newspaper that lists it, if known. A story on the site of another one is that one's.
    :param withhold: of a page that asks not to be archived, keep headline and address only, for every newspaper; else
        the newspaper's own ``[access]`` decides.
    :raises scraper.discover.hooks.HookError: a function of the newspaper's own Python file failed.
    """
    withhold = _withholds(publication, withhold)
    slug = link[0].publication if link else publication.slug if publication else ""
    if not slug:
        publication = _publication_of_site(_with_valid_url(page), newspapers)
    elif of_others := _of_others(_with_valid_url(page).url, slug, newspapers):
        publication = of_others[0] if len(of_others) == 1 else None
    page = hooks.story_page(publication, page)
    rejected = _rejected_unread(page)
    if rejected is not None:
        return rejected
    page = _with_valid_url(page)
    reading = extract.read(page, publication=publication, environment=environment)
    draft = _at_its_own_address(reading.draft, page, slug, newspapers)
    own = link
    if slug and (of_others := _of_others(draft.url, slug, newspapers)):
        publication, own = of_others[0] if len(of_others) == 1 else None, None
    edition = dating.decide(reading.page_evidence, link=own, publication=publication)
    return _story_or_rejected(
        page, draft, reading.no_story, edition, publication, newspapers, link, own=own, withhold=withhold
    )


def inspect(
    page: Page,
    *,
    newspapers: Newspapers,
    environment: Mapping[str, str] = _NO_VARIABLES,
    publication: Publication | None = None,
) -> Inspection:
    """What a page says, even if it is no story, and the result of ``read`` for it; parameters as there."""
    publication = publication or _publication_of_site(_with_valid_url(page), newspapers)
    page = hooks.story_page(publication, page)
    rejected = _rejected_unread(page)
    page = _with_valid_url(page)
    if is_binary(page.body):
        page = replace(page, body=b"")  # any words in it are chance
    reading = extract.read(page, publication=publication, environment=environment)
    edition = dating.decide(reading.page_evidence, publication=publication)
    draft = _at_its_own_address(reading.draft, page, publication.slug if publication else "", newspapers)
    result = rejected or _story_or_rejected(page, draft, reading.no_story, edition, publication, newspapers)
    return Inspection(_as_json(reading.draft, edition), result)


def _story_or_rejected(
    page: Page,
    draft: Draft,
    no_story: Reason | None,
    edition: EditionDate | None,
    publication: Publication | None,
    newspapers: Newspapers,
    link: tuple[EditionKey, StoryLink] | None = None,
    *,
    own: tuple[EditionKey, StoryLink] | None = None,
    withhold: bool = False,
) -> Story | Rejected:
    """The story, or why there is none.

    :param no_story: why the page holds none, if so.
    :param link: where it is listed; :param own: the same, unless it is another newspaper's story.
    """
    rejected = _rejected(page, draft, no_story)
    if rejected is not None:
        return rejected
    slug = own[0].publication if own else _slug(draft, edition, publication, newspapers)
    of_site = tuple(paper.slug for paper in newspapers.by_address(draft.url))
    story = Story(draft=draft, edition=edition, publication=slug, of_site=of_site, placement=link)
    if page.withheld or (draft.noarchive and _withholds(publication or newspapers.known(slug), withhold)):
        return replace(story, draft=_withheld(draft), withheld=True)
    return story


def next_page(publication: Publication, story: Page) -> discover.Onward | None:
    """Where a story goes on, as its last page states it; None where it states nothing, or the newspaper's file speaks.

    :param story: its pages so far.
    """
    if any(rules.follow or rules.next_page for rules in publication.story):
        return None
    pages = (story, *story.further)
    if len(pages) >= discover.MOST_PAGES:
        return None
    after = extract.neighbours(pages[-1]).after
    if not after or after in {canonical(each.url) for each in pages}:
        return None
    if not story.further and extract.read(story, publication=publication).no_story is not None:
        return None
    return discover.Onward(after, stated=True)


def goes_on(story: Page, page: Page, publication: Publication | None = None) -> bool:
    """Whether a page goes on with a story: under the same headline, with a text that is not there yet.

    :param story: its pages so far.
    """
    return _rejected_unread(page) is None and extract.goes_on(
        extract.draft(story, publication=publication), extract.draft(page, publication=publication)
    )


def is_withheld(page: Page, publication: Publication, *, newspapers: Newspapers, withhold: bool = False) -> bool:
    """Whether only headline and address may be kept of a page that a newspaper lists, as ``read`` decides it.

    Of a story in several pages one that asks for it is enough.
    """
    of_others = _of_others(_with_valid_url(page).url, publication.slug, newspapers)
    if not any(_withholds(paper, withhold) for paper in (publication, *of_others)):
        return False
    page = hooks.story_page(publication, page)
    pages = map(_with_valid_url, (*page.teasers, page, *page.further))
    return any(
        permissions.of_page(replace(each, body=b"") if is_binary(each.body) else each).noarchive for each in pages
    )


def _withholds(publication: Publication | None, withhold: bool) -> bool:
    """Whether only headline and address are kept of pages that ask not to be archived; the stricter setting wins."""
    return withhold or (publication is not None and publication.access.noarchive == "withhold")


def _withheld(draft: Draft) -> Draft:
    """What may be kept of a withheld story: headline, address and dates."""
    return Draft(
        url=draft.url,
        headline=draft.headline,
        language=draft.language,
        published=draft.published,
        modified=draft.modified,
        site=draft.site,
        access=Access.HEADLINE,
        noarchive=True,
        tdm_reserved=draft.tdm_reserved,
        found_by={"headline": draft.found_by.get("headline", ""), "access": WITHHELD},
    )


def read_story(html: str | bytes, url: str, *, publication: Publication | str | None = None) -> dict[str, Any]:
    """Read one saved story page: its fields, its text, the edition it ran in, and which rule found each.

    :param html: the page as text, or as the bytes that were sent.
    :param url: its address; links are relative to it.
    :param publication: the newspaper whose own rules apply, or its slug; else it is found by the address.
    :raises scraper.catalogue.UnknownPublicationError: there is no newspaper of that slug.

    It does not fail on any page: what a page does not say is empty, and ``edition`` is None where nothing names one.
    """
    from scraper import catalogue

    if isinstance(publication, str):
        publication = catalogue.publication(publication)
    body = html.encode("utf-8", "replace") if isinstance(html, str) else bytes(html)
    content_type = "text/html; charset=utf-8" if isinstance(html, str) else ""
    page = Page(url=url, body=body, content_type=content_type, fetched=dt.datetime.now(dt.UTC))
    return inspect(page, newspapers=catalogue, environment=os.environ, publication=publication).fields


def _as_json(draft: Draft, edition: EditionDate | None) -> dict[str, Any]:
    found_by = dict(draft.found_by)
    if edition is not None:
        found_by["edition"] = str(edition.evidence.kind)
        printed = (("section", edition.section), ("page", edition.page), ("print_headline", edition.print_headline))
        # The printed section outranks the site's own; page and printed headline are filled in where the page has none.
        found_by |= {
            name: "edition" for name, value in printed if value and (name == "section" or not getattr(draft, name))
        }
    return {
        "url": draft.url,
        "headline": draft.headline,
        "print_headline": draft.print_headline or (edition.print_headline if edition else ""),
        "kicker": draft.kicker,
        "standfirst": draft.standfirst,
        "byline": draft.byline,
        "authors": list(draft.authors),
        "dateline": draft.dateline,
        "body": draft.body,
        "language": draft.language,
        "published": draft.published,
        "modified": draft.modified,
        "section": (edition.section if edition else "") or draft.section,
        "page": draft.page or (edition.page if edition else ""),
        "access": str(draft.access),
        "images": [{"url": image.url, "caption": image.caption, "credit": image.credit} for image in draft.images],
        "topics": list(draft.topics),
        "edition": _edition_as_json(edition),
        "related_links": [
            {"url": link.url, "headline": link.headline, "standfirst": link.standfirst} for link in draft.related_links
        ],
        "found_by": found_by,
    }


def _edition_as_json(edition: EditionDate | None) -> dict[str, Any] | None:
    if edition is None:
        return None
    return {
        "date": edition.date.isoformat() if edition.date else None,
        "publication": edition.publication,
        "label": edition.label,
        "issue": edition.issue,
        "evidence": {"kind": str(edition.evidence.kind), "text": edition.evidence.text},
    }


def media_type(content_type: str) -> str:
    """The media type of a header, in lower case; the first where a program joined several headers in one."""
    return re.split("[;,]", content_type, maxsplit=1)[0].strip().lower()


def may_hold_story(content_type: str) -> bool:
    """Whether a page of this type can hold a story: no picture, style sheet or the like."""
    return not _NO_STORY.match(media_type(content_type))


def is_binary(body: bytes) -> bool:
    """Whether a body starts like a picture, a PDF or a ZIP file."""
    return body[:1024].lstrip()[:12].startswith(_BINARY)


def _rejected_unread(page: Page) -> Rejected | None:
    """The rejection of a page that cannot hold a story, by its status, type and first bytes."""
    if 300 <= page.status < 400:
        where = page.headers.get("location", "")
        return Rejected(url=page.url, reason=Reason(code=Code.REDIRECT, status=page.status, url=where))
    if page.status >= 400 or page.status < 200:
        return Rejected(url=page.url, reason=Reason(code=Code.ERROR_STATUS, status=page.status))
    if not may_hold_story(page.content_type) or is_binary(page.body):
        return Rejected(url=page.url, reason=Reason(code=Code.NOT_HTML, kind=media_type(page.content_type)))
    if not page.body.strip():
        return Rejected(url=page.url, reason=Reason(code=Code.EMPTY_PAGE))
    return None


def _rejected(page: Page, draft: Draft, no_story: Reason | None) -> Rejected | None:
    """The rejection of a draft that is not a story, or has no address of its own; None for a story."""
    if no_story is not None and no_story.code in (Code.WALL, Code.NOTICE):
        return Rejected(url=page.url, reason=no_story)
    if len(draft.url) >= limits.ADDRESS:
        return Rejected(url=page.url, reason=Reason(code=Code.NO_WEB_ADDRESS))
    if _is_front_page(draft.url) or _is_front_page(page.url):
        return Rejected(url=page.url, reason=Reason(code=Code.FRONT_DOOR))
    return None if no_story is None else Rejected(url=page.url, reason=no_story)


def _is_front_page(url: str) -> bool:
    address = urlsplit(url)
    return address.path in ("", "/") and not address.query


def _of_others(url: str, slug: str, newspapers: Newspapers) -> tuple[Publication, ...]:
    """The newspapers whose site an address is on, where that is not this newspaper's site as well."""
    papers = newspapers.by_address(url)
    return () if any(paper.slug == slug for paper in papers) else papers


def _at_its_own_address(draft: Draft, page: Page, slug: str, newspapers: Newspapers) -> Draft:
    """The draft, with the address that answered where it names one on the site of a newspaper that is not its own.

    :param slug: the newspaper that lists it; empty where none does.
    """
    of_stated = {paper.slug for paper in newspapers.by_address(draft.url)}
    may_speak = {slug, *(paper.slug for paper in newspapers.by_address(page.url))}
    return draft if not of_stated or of_stated & may_speak else replace(draft, url=canonical(page.url))


def _publication_of_site(page: Page, newspapers: Newspapers) -> Publication | None:
    """The newspaper whose site the page is on; None for a newsstand's host, which belongs to several."""
    papers = newspapers.by_host(page.teasers[0].url if page.teasers else page.url)
    return papers[0] if len(papers) == 1 else None


def _slug(draft: Draft, edition: EditionDate | None, publication: Publication | None, newspapers: Newspapers) -> str:
    """The slug of the story's publication: the given one; the one it states; else one made of its host.

    A site's own name for itself makes no slug: several newspapers are called The Guardian.
    """
    if publication is not None:
        return publication.slug
    if edition is not None and edition.evidence.kind is not EvidenceKind.PUBLISHED:
        papers = newspapers.by_name(edition.publication)
        here = newspapers.by_host(draft.url)
        if papers:
            return next((paper for paper in papers if paper in here), papers[0]).slug
        if edition.evidence.kind is EvidenceKind.STATEMENT and _as_slug(edition.publication):
            return _as_slug(edition.publication)
    papers = newspapers.by_host(draft.url)
    if len(papers) == 1:
        return papers[0].slug
    return _as_slug((urlsplit(draft.url).hostname or "").removeprefix("www.")) or "unknown"


def _with_valid_url(page: Page) -> Page:
    """The page with an address that can be parsed: a faulty one is percent-encoded as a whole."""
    try:
        parts = urlsplit(page.url)
        _ = parts.port, parts.hostname
    except ValueError:  # an unclosed bracket, a port that is no number
        return replace(page, url=quote(page.url, safe=""))
    return page


def _as_slug(name: str) -> str:
    """A name as a slug: letters of any script kept, everything else a hyphen."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(char for char in decomposed if not "\u0300" <= char <= "\u036f")
    return re.sub(r"[^\w]+|_+", "-", unicodedata.normalize("NFC", kept)).strip("-")[:60]
