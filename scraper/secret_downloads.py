"""Scrapy's download handler: a request gets the secrets it names when it is sent, and its answer loses them again.

Whatever stands before it (middlewares, spiders, logs, captures) knows placeholders only: see ``scraper.secrets``.
"""

from __future__ import annotations

import os
from collections import defaultdict
from urllib.parse import quote_plus, urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from scraper import catalogue
from scraper.checked_downloads import PolicyDownloadHandler
from scraper.discover.requests import within_json
from scraper.discover.templates import FILTERS
from scraper.secrets import Secrets, names_in

SENDS = "backissues_sends"  # in the meta of a request: the secrets that the publication file itself sends with it
Origin = tuple[str, int]  # host and port


class SecretsDownloadHandler(PolicyDownloadHandler):
    """Sends a secret only where the publication file sends it: to the hosts that its own addresses name.

    A page that links to ``https://elsewhere.example/?{env.API_KEY}``, or that leads there by a redirect, gets the
    placeholder.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.secrets: Secrets = catalogue.secrets(os.environ)
        self.plain: defaultdict[str, set[Origin]] = defaultdict(set)  # where a secret goes, by its name: by any scheme
        self.encrypted: defaultdict[str, set[Origin]] = defaultdict(set)  # by https alone

    async def download_request(self, request: Request) -> Response:
        """Send a request with its secrets, and take them out of the answer's headers, its address and any error."""
        if not self.secrets:
            return await super().download_request(request)
        try:
            response = await super().download_request(self.filled(request))
        except Exception as error:
            error.args = tuple(self.secrets.hidden(each) if isinstance(each, str) else each for each in error.args)
            raise
        headers = {
            name: [self.secrets.hidden_bytes(value) for value in values] for name, values in response.headers.items()
        }
        return response.replace(url=request.url, headers=headers)

    def filled(self, request: Request) -> Request:
        """The request as it is sent; a header whose secret may not go there is left out."""
        scheme, origin = _origin(request.url)
        if not request.meta.get("redirect_times"):  # else the server chose the address, and not the publication file
            for name in request.meta.get(SENDS, ()):
                self.encrypted[name].add(origin)
                if scheme == "http":
                    self.plain[name].add(origin)
                    if origin[1] == 80:  # most send their readers on from here
                        self.encrypted[name].add((origin[0], 443))
        allowed = self.encrypted if scheme == "https" else self.plain
        names = [name for name, origins in allowed.items() if origin in origins]
        url = self.secrets.filled(request.url, names, FILTERS)
        headers = request.headers.copy()
        for header in list(headers):
            texts = [value.decode("latin-1") for value in headers.getlist(header)]
            if any(named := [names_in(text) & self.secrets.values.keys() for text in texts]):
                if frozenset().union(*named) <= set(names):
                    values = [self.secrets.filled(text, names, FILTERS).encode() for text in texts]
                    headers.setlist(header, values)
                else:
                    del headers[header]
        body = request.body
        if body and names:
            kind = (headers.get("Content-Type") or b"").partition(b";")[0]
            escape = quote_plus if kind.endswith(b"urlencoded") else within_json if kind.endswith(b"json") else str
            text = body.decode("utf-8", "surrogateescape")
            body = self.secrets.filled(text, names, FILTERS, escape).encode("utf-8", "surrogateescape")
        if (url, body) == (request.url, request.body) and headers == request.headers:
            return request
        headers.pop("Content-Length", None)
        return request.replace(url=url, headers=headers, body=body)


def _origin(url: str) -> tuple[str, Origin]:
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80))
