"""The files of the twelve papers, as an editor wrote them down from their sites in January."""

from __future__ import annotations

HEAD = """
[publication]
title = "The {title}"
language = "en-GB"
country = "GB"
timezone = "Europe/London"
homepage = "https://{slug}.example/"
{publication}
[schedule]
days = [{days}]
ready = "05:00"
retry_until = "12:00"
closed = ["01-01", "2026-04-03", "2026-04-06", "12-25"]
[story]
body = ".copy"
byline = ".writer"
standfirst = ".deck"
"""
INDEXES = {
    "argus": """
[[index]]
name = "paper"
url = "https://argus.example/paper/{date}"
[index.sections]
each = "section.desk"
title = "h2"
[index.stories]
each = ".card"
headline = "h3"
url = "a::attr(href)"
standfirst = "p"
byline = ".by"
""",
    "beacon": """
[[index]]
name = "edition"
url = "https://beacon.example/edition/{date:%Y%m%d}"
[index.stories]
each = "tr.item"
headline = "a"
url = "a::attr(href)"
page = ".pg"
section = ".sec"
[index.issue]
date = "h1"
""",
    "courier": """
[[index]]
name = "interface"
url = "https://courier.example/api/issue?date={date}"
format = "json"
[index.stories]
each = "articles"
headline = "title"
url = "link"
section = "desk"
standfirst = "summary"
byline = "authors[0].name"
""",
    "daybook": """
[[index]]
name = "e-paper"
url = "https://daybook.example/e-paper/{date}"
embedded = { css = "script#page-data" }
[index.sections]
each = "issue.sections"
title = "title"
[index.stories]
each = "stories"
headline = "headline"
url = "url"
standfirst = "teaser"
""",
    "echo": """
[[index]]
name = "archive"
[[index.fetch]]
url = "https://echo.example/archive"
each = "li.issue"
where = [{ get = "time", re = "{date:%Y-%m-%d}" }]
let.issue = "a::attr(href)"
[[index.fetch]]
url = "{issue}"
[index.stories]
each = "article"
headline = "h3"
url = "a::attr(href)"
standfirst = ".dek"
section = ".sec"
""",
    "flag": """
[[index]]
name = "day"
url = "https://flag.example/day/{date}"
next = "a.next::attr(href)"
max_pages = 12
[index.stories]
each = "li.hit"
headline = "a"
url = "a::attr(href)"
""",
    "globe": """
[[index]]
name = "interface"
url = "https://globe.example/api?day={date}&p={page_number}"
pages = "1.."
format = "json"
[index.stories]
each = "rows"
headline = "t"
url = "u"
section = "s"
""",
    "herald": """
[[index]]
name = "sitemap"
url = "https://herald.example/sitemaps/{date}.xml"
format = "sitemap"
""",
    "intelligencer": """
[[index]]
name = "feed"
latest = "https://intelligencer.example/feed"
format = "feed"
window_days = 0
""",
    "journal": """
[[index]]
name = "today"
url = "https://journal.example/today/{date}"
[[index.stories]]
each = ".lead"
headline = ["h4", "a"]
url = "a::attr(href)"
[[index.stories]]
each = ".opinion"
headline = ["h4", "a"]
url = "a::attr(href)"
section = { const = "Opinion" }
[[index.stories]]
each = ".river-item"
headline = ["h4", "a"]
url = "a::attr(href)"
""",
    "kronicle": """
[[index]]
name = "list"
url = "https://kronicle.example/ajax?d={date}"
html = "data"
[index.stories]
each = ".node"
headline = "a"
url = "a::attr(href)"
section = ".rub"
byline = ".au"
""",
    "weekly-ledger": """
[[index]]
name = "issue"
url = "https://weekly-ledger.example/issues/{date}"
[index.sections]
each = ".part"
title = "h3"
[index.stories]
each = "li.entry"
headline = "a"
url = "a::attr(href)"
byline = "small"
""",
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def text(slug: str, days: tuple[int, ...]) -> str:
    """The file of a paper that appears on these weekdays."""
    weekly = 'frequency = "weekly"' if len(days) == 1 else ""
    named = ", ".join(f'"{WEEKDAYS[day - 1]}"' for day in days)
    return HEAD.format(title=slug.title(), slug=slug, days=named, publication=weekly) + INDEXES[slug]
