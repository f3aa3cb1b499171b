"""Small pages for tests: a story with as much round it as a situation needs."""

from __future__ import annotations

import datetime as dt

from scraper.items import Page

FETCHED = dt.datetime(2024, 12, 10, 8, tzinfo=dt.UTC)

PARAGRAPHS = (
    "The night ferry lay at the quay until dawn because nobody could find the key to its engine room.",
    "It turned up at half past six in the coat of the second engineer, who had gone home by bicycle.",
    "“He is the most reliable man we have,” said the harbour master, Ida Brun, and asked for the matter to rest there.",
    "The boat sailed at seven with forty passengers, two calves and a piano for the school on the island.",
)


def page(html: str | bytes, url: str = "https://www.lantern.example/city/night-ferry", **rest: object) -> Page:
    """A page as it was answered."""
    body = html.encode("utf-8") if isinstance(html, str) else html
    return Page(url=url, body=body, fetched=FETCHED, **rest)  # type: ignore[arg-type]


def story(
    *,
    head: str = "",
    above: str = "",
    below: str = "",
    paragraphs: tuple[str, ...] = PARAGRAPHS,
    after: str = "",
    headline: str = "Night ferry waits for a key",
    language: str = "en",
) -> str:
    """A story page: what stands in the head, above and below the headline, and after the text."""
    text = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{headline} - The Lantern</title>
<meta property="og:site_name" content="The Lantern">{head}</head>
<body><header><a href="/">The Lantern</a><nav><a href="/city">City</a> <a href="/sport">Sport</a></nav></header>
<main><article>{above}<h1>{headline}</h1>{below}<div class="text">{text}</div>{after}</article></main>
<footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer></body></html>"""
