"""Scrapy's settings for all newspapers; ITEM_PIPELINES and DOWNLOADER_MIDDLEWARES are in the order of their steps.

Settings of our own: BACKISSUES_DB (the archive), BACKISSUES_CAPTURES (the folder of WARC files; beside the archive
unless given), BACKISSUES_CONTACT (who to write to about this collector) and BACKISSUES_NOARCHIVE (keep or withhold the
texts of pages that ask not to be archived), all from the environment, too; BACKISSUES_DELAY (seconds between two
requests to a host, besides DOWNLOAD_DELAY); and from the environment alone BACKISSUES_INSIDE (networks and hosts inside
that may be asked all the same: scraper/collect/web_policy.py).
"""

from __future__ import annotations

import os

from scraper.collect.robots import user_agent
from scraper.limits import PAGE_BYTES, PAGE_SECONDS, REDIRECTS

BOT_NAME = "backissues"
SPIDER_LOADER_CLASS = "scraper.spiderloader.CatalogueLoader"
SPIDER_MODULES = ["scraper.spiders"]

BACKISSUES_DB = os.environ.get("BACKISSUES_DB", "archive.db")
BACKISSUES_CAPTURES = os.environ.get("BACKISSUES_CAPTURES", "")
BACKISSUES_CONTACT = os.environ.get("BACKISSUES_CONTACT", "")
BACKISSUES_NOARCHIVE = os.environ.get("BACKISSUES_NOARCHIVE", "keep")

# Politeness; a publication's [access] may ask for more patience, and the demo for less.
USER_AGENT = user_agent(BACKISSUES_CONTACT)
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
BACKISSUES_DELAY = 0.0
RANDOMIZE_DOWNLOAD_DELAY = False
COOKIES_ENABLED = True  # for a run only; some papers answer a request without cookies with a redirect for ever
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # a server of Scrapy's that runs the Python it is sent

DOWNLOAD_HANDLERS = {
    "http": "scraper.secret_downloads.SecretsDownloadHandler",
    "https": "scraper.secret_downloads.SecretsDownloadHandler",
    **dict.fromkeys(("data", "file", "ftp", "s3")),  # a newspaper is on the web
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scraper.middlewares.BoundedCookiesMiddleware": 700,
    "scraper.middlewares.WebPolicyMiddleware": 50,  # may the address be asked?
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scraper.middlewares.RobotsMiddleware": 100,  # does robots.txt allow it?
    "scraper.web_archive.WebArchiveMiddleware": 150,  # is a web archive to be asked in its place?
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scraper.middlewares.HtmlRedirectMiddleware": 580,
    "scraper.middlewares.SecretsMiddleware": 585,  # a page as everybody reads it: without our secrets
    "scraper.middlewares.ConditionalMiddleware": 595,  # is it held, and as it was?
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scraper.middlewares.UnpackMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scraper.middlewares.HttpRedirectMiddleware": 600,
    # The nearest to the network: it sees every request, and each answer before RetryMiddleware (550) asks again.
    "scraper.middlewares.PaceMiddleware": 1000,  # Crawl-delay, Retry-After, the host's turn
    "scraper.middlewares.SignatureMiddleware": 1010,  # who asks, if we have a key
    "scraper.middlewares.ExchangeMiddleware": 1020,  # what is sent and what comes, for the captures
}
ITEM_PIPELINES = {
    "scraper.pipelines.CapturePipeline": 400,  # Page -> Capture
    "scraper.pipelines.ReadPipeline": 500,  # Page -> Story, or the reason why not
    "scraper.pipelines.StorePipeline": 800,  # Story -> rows
}
EXTENSIONS = {
    "scraper.extensions.CollectionRunExtension": 0,
    "scrapy.extensions.memusage.MemoryUsage": None,
    "scrapy.extensions.logstats.LogStats": None,
}

LOG_FORMATTER = "scraper.extensions.ShortLogFormatter"
URLLENGTH_LIMIT = 0  # an address may be long; one that was dropped in silence would be waited for

RETRY_TIMES = 2
RETRY_HTTP_CODES = [429, 500, 502, 503, 504, 522, 524, 408]
DOWNLOAD_TIMEOUT = PAGE_SECONDS  # for the whole of a page
DOWNLOAD_MAXSIZE = PAGE_BYTES
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = REDIRECTS
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5"}
REFERRER_POLICY = "no-referrer"
LOG_LEVEL = os.environ.get("BACKISSUES_LOG", "INFO")


class ContactMissingError(Exception):
    """Newspapers are told who collects: set BACKISSUES_CONTACT to your e-mail address or a page about you."""

    def __str__(self) -> str:
        return self.__doc__ or ""
