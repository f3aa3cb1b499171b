"""Back Issues: the archive of newspaper editions.

The way of the data, one folder or file a step:

    1 choose    publications/<slug>.toml    catalogue/      -> Publication
    2 discover  edition index, feed         discover/       -> StoryLink
    3 fetch     Scrapy                      spiders/        -> Page         (collect/ has the run around 2 to 8)
    4 capture   raw bytes, WARC             captures/       -> Capture
    5 extract   page and story rules        extract/        -> Draft
    6 date      draft, link, evidence       dating/         -> EditionDate
    7 check     essentials there?           reading.py      -> Story, or counted and reported
    8 store     sqlite-utils                archive/        -> rows, versions, full-text index
    9 publish   Datasette                   site/           -> pages, JSON, feeds, exports

Around them:

    items.py, publication.py   the values that all steps share; publication_words.py: what the keys of a newspaper mean
    schedule.py, day_rules.py  on which days a newspaper appears, and days in words: "last mon of may"
    urls.py, dates.py, texts/, reasons/   small pure functions, texts in many languages,
                               reasons why something is not held
    permissions/               what a newspaper permits, from robots.txt, tdmrep.json, licences and its pages
    secrets.py                 keys of the environment, which stand nowhere but in a request that is sent
    file_modes.py              who may read the files that are made
    limits.py, characters.py, durable.py   bounds on what comes from outside, and what is text in it; files that are
                               there after a loss of power
    crawl.py, settings.py, spiderloader.py, pipelines.py, middlewares.py, checked_downloads.py, secret_downloads.py,
    request_errors.py, response_pages.py, exchanges.py, web_archive.py,
    extensions.py              Scrapy's own files
    thumbnails.py, drawings.py   small copies of images, and drawings that are harmless to show
    drift/                     what has changed of a newspaper's site, before an edition is lost
    proposal/                  a newspaper's file, from its home page
    alerts/                    what is new of searches, by mail and webhook
    cli/                       the command ``backissues``
    demo/                      the fictional newspapers

Steps 5 to 7 are pure functions of a saved page, so a live collection, the import of a WARC file and a rebuild of the
archive run the same code.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """``scraper.read_story``, loaded when first asked for, so that ``import scraper`` stays quick."""
    if name == "read_story":
        from scraper.reading import read_story

        return read_story
    raise AttributeError(f"module 'scraper' has no attribute {name!r}")
