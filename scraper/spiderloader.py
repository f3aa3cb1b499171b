"""Scrapy's list of spiders: one spider for each newspaper of the catalogue, made from its publication file."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from scraper import catalogue
from scraper.collect.robots import AGENT
from scraper.publication import Publication
from scraper.settings import DEFAULT_REQUEST_HEADERS, DOWNLOAD_DELAY, USER_AGENT
from scraper.spiders.edition import EditionSpider
from scraper.spiders.images import ImageSpider
from scraper.spiders.web_archive import WebArchiveSpider

S = TypeVar("S", bound=Spider)


class CatalogueLoader:
    """Loads ``EditionSpider`` for a publication's slug (``scrapy list``, ``scrapy crawl the-hindu``)."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of one newspaper.

        :param spider_name: its slug.
        :raises KeyError: there is no such newspaper; the message suggests one.
        """
        try:
            return spider_for(catalogue.publication(spider_name))
        except catalogue.UnknownPublicationError as error:
            raise KeyError(str(error)) from None

    def list(self) -> list[str]:
        """The slugs of all newspapers."""
        return sorted(catalogue.catalogue())

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        """The slugs of the newspapers whose stories are at the request's host."""
        return [paper.slug for paper in catalogue.by_host(request.url)]


def spider_for(publication: Publication) -> type[EditionSpider]:
    """An ``EditionSpider`` with this newspaper's facts and its crawling policy."""
    return _spider_class(EditionSpider, publication, _politeness_settings(publication))


def image_spider_for(publication: Publication) -> type[ImageSpider]:
    """An ``ImageSpider`` with this newspaper's crawling policy."""
    pipelines = {"ITEM_PIPELINES": {"scraper.pipelines.ImagePipeline": 500}}
    settings = _politeness_settings(publication)
    headers = {**publication.access.headers, "Accept": "image/avif,image/webp,image/*;q=0.8"}
    return _spider_class(ImageSpider, publication, settings | pipelines | {"DEFAULT_REQUEST_HEADERS": headers})


def web_archive_spider_for(publication: Publication) -> type[WebArchiveSpider]:
    """A ``WebArchiveSpider`` with the pace of everybody: what a newspaper's file allows or sends is not for others."""
    delay = max(DOWNLOAD_DELAY, publication.access.delay)
    settings = {**_delay(delay), "CONCURRENT_REQUESTS": 1}
    return _spider_class(WebArchiveSpider, publication, settings)


def _politeness_settings(publication: Publication) -> dict[str, Any]:
    """The newspaper's crawling policy, ``[access]``, as Scrapy's settings."""
    access = publication.access
    settings: dict[str, Any] = {
        **_delay(access.delay),
        "CONCURRENT_REQUESTS_PER_DOMAIN": access.concurrency,
        "CONCURRENT_REQUESTS": max(access.concurrency, 1),
    }
    if access.user_agent:
        # Whatever else a site wants to hear, it hears who we are and whom to write to.
        named = AGENT in access.user_agent.lower()
        settings["USER_AGENT"] = access.user_agent if named else f"{access.user_agent} {USER_AGENT}"
    if access.headers:
        settings["DEFAULT_REQUEST_HEADERS"] = {**DEFAULT_REQUEST_HEADERS, **access.headers}
    return settings


def _delay(seconds: float) -> dict[str, Any]:
    """The least time between two requests to a host, kept by ``PaceMiddleware`` alone: Scrapy's own knows no Clock."""
    return {"BACKISSUES_DELAY": seconds, "DOWNLOAD_DELAY": 0}


def _spider_class(kind: type[S], publication: Publication, settings: dict[str, Any]) -> type[S]:
    name = "".join(part.title() for part in publication.slug.split("-"))
    facts = {"name": publication.slug, "publication": publication, "custom_settings": settings}
    return type(f"{name}{kind.__name__}", (kind,), facts)
