"""Reading story pages, against parsing alone (the floor) and trafilatura with metadata (a peer)."""

from __future__ import annotations

import argparse

from bench.timing import median_seconds, row


def pages() -> list[tuple[str, str]]:
    """The story pages of the fictional newspapers: (html, address)."""
    from scraper.demo import addresses, printing
    from scraper.demo.newspapers import newspapers

    found = []
    for paper in newspapers().values():
        for story in paper.stories:
            printed = printing.printed(addresses.story(story))
            if printed.status == 200:
                found.append((printed.body.decode("utf-8", "replace"), addresses.canonical(paper, story)))
    return found


def run(options: argparse.Namespace) -> None:
    """Print the table."""
    import lxml.html
    import trafilatura

    import scraper

    sample = [page for page in pages() if len(page[0]) < 200_000]
    print(f"{len(sample)} story pages of the fictional newspapers, {sum(len(h) for h, _ in sample) / 1e6:.1f} MB\n")
    parsing = median_seconds(lambda: [lxml.html.fromstring(html.encode()) for html, _ in sample], times=3)
    peer = median_seconds(
        lambda: [trafilatura.bare_extraction(html, url=url, with_metadata=True) for html, url in sample], times=3
    )
    ours = median_seconds(lambda: [scraper.read_story(html, url) for html, url in sample], times=3)
    row("read_story: all fields, edition and related links", ours, peer, "trafilatura with metadata")
    row("trafilatura with metadata", peer)
    row("floor: lxml parsing", parsing)
    print(f"\n{len(sample) / ours:,.0f} pages a second; {ours / parsing:.0f} times the floor")
