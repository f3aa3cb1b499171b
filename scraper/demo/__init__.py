"""The fictional newspapers of the demonstration, and the small server that prints them.

    copy/<slug>/<date>.toml   what the newsrooms wrote, a file an edition    (TOML, no code)
    newspapers.py             the papers: Newspaper > PrintedEdition > PrintedStory
    addresses.py              the address of each page, and its canonical address
    wording.py                how each language prints a date, a byline, the newsstand's interface
    papers/, templates/       what each paper's pages show
    press.py                  values and a template -> a finished response
    traps.py                  HOSTILE: which pages are hostile, and how
    pictures/                 a drawing for each picture's subject, as SVG
    sitemaps.py               robots.txt, sitemaps, news sitemaps and feeds
    printing.py               ROUTES: address -> response, a pure function
    server.py                 DemoSite: the same over HTTP on loopback, for people and for tests

Two weeks of editions, 2 to 15 March 2026, of six papers. Nothing in them is real: not the persons, not the companies,
not the places where the news happens. Every link between pages is relative, so the site works on any port, while the
canonical address of each story is on a host of its paper's own that does not exist (``www.<slug>.example``).

    with DemoSite(port=0) as site:
        print(site.url)
"""

from __future__ import annotations

PORT = 8651  # of the fictional newspapers' site, unless another is asked for
