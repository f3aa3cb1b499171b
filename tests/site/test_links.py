"""Every page can be reached, every link leads somewhere, and every page is a good one to hear and to print."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import html

STOCK = ("/archive", "/-/")  # Datasette's own pages, which Datasette tests
ALIKE = 3  # addresses of one page that ask for the same things: so many are followed


async def crawl(get):
    """Every page of ours that links lead to from the newsstand, by path."""
    pages, to_do, alike = {}, ["/"], Counter()
    while to_do:
        path = to_do.pop()
        if path in pages or path.startswith(STOCK):
            continue
        parts = urlsplit(path)
        asks = (parts.path, *sorted(name for name, _ in parse_qsl(parts.query)))
        alike[asks] += 1
        if parts.query and alike[asks] > ALIKE:
            continue
        answer = await get(path)
        if answer.is_redirect:
            pages[path] = None
            to_do.append(answer.headers["location"])
            continue
        # A day or an edition that is not held says what the ledger knows of it, under 404.
        known = answer.status_code == 404 and re.match(r"/papers/[^/]+/\d{4}-\d\d-\d\d", path)
        assert answer.status_code == 200 or known, path
        if not answer.headers["content-type"].startswith("text/html"):
            pages[path] = None
            continue
        pages[path] = tree = html.document_fromstring(answer.text)
        links = tree.xpath("//a/@href | //link/@href")
        to_do += [link.partition("#")[0] for link in links if not urlsplit(link).netloc and link[0] == "/"]
    return pages


@pytest.mark.slow
async def test_every_link_of_every_page_leads_somewhere(get):
    pages = await crawl(get)
    assert len([page for page in pages.values() if page is not None]) > 40
    for path, page in pages.items():
        if page is None:
            continue
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        labelling = {name for names in page.xpath("//@aria-labelledby") for name in names.split()}
        assert labelling <= set(ids), path
        assert {link[1:] for link in page.xpath("//a/@href") if link[0] == "#"} <= set(ids), path
        assert len(page.xpath("//h1")) == 1, path
        assert len(page.xpath("//main")) == len(page.xpath("//header[@class='masthead']")) == 1, path
        assert page.xpath("/html/@lang") == ["en"], path
        assert page.xpath("//title/text()")[0].endswith("Back Issues"), path
        assert not page.xpath("//input[not(@type='hidden') and not(@id = //label/@for)]"), path
        assert not page.xpath("//script[not(@type='application/ld+json')] | //style | //@style | //iframe"), path
        levels = [int(heading.tag[1]) for heading in page.xpath("//h1|//h2|//h3|//h4")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
