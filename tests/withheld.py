"""An archive in which much may not be shown to the world, and the words by which what may not is recognised.

Each hidden word stands in one hidden place and nowhere else. They are words that no stemmer shortens.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from scraper.archive.write import images, runs, stories
from scraper.items import (
    Access,
    Draft,
    EditionDate,
    EditionKey,
    Evidence,
    EvidenceKind,
    FurtherEvidence,
    Image,
    RelatedLink,
    StoryLink,
)
from scraper.publication import Publication
from scraper.thumbnails import Thumbnail
from tests.site.situations import captured, collect

GAZETTE = Publication(slug="gazette", title="The Gazette", timezone="Europe/London", language="en-GB")
DAY = dt.date(2026, 3, 7)
SHOWN = "Lighthouse keepers came to the quay. " * 7  # 259 characters, of the 300 that an excerpt may have

HIDDEN = {
    "text of an excerpt": "qumzorp",
    "markup of an excerpt": "veltrax",
    "an older text of an excerpt": "brindok",
    "markup of an older text": "pluvnix",
    "text of a headline": "jaxbrol",
    "text of a story not to be archived": "wimzock",
    "standfirst of one": "frobtal",
    "byline of one": "Ostvark",
    "author of one": "Hildquob",
    "topic of one": "grumvox",
    "caption of one": "snarvik",
    "teaser on one": "tolbrux",
    "an older text of one": "plimdax",
    "kicker of one": "vandrof",
    "credit of one": "Quelbrin",
    "picture of one": "smirvok",
    "statement of one": "Yonqarl",
    "further evidence of one": "Brantuk",
    "kicker of one in the index": "Mordevik",
    "agency of one": "Zorptel",
    "dateline of one": "Glimvost",
    "text reserved from mining": "drumpok",
    "Chinese text": "鯨魚秘聞",
    "standfirst that is a whole story": "yarmvek",
    "a folder of this machine": "keldrop",
    "address of a story taken down": "vopmarl",
}
OPEN_WORD = "bexlorn"  # in the text of the open story
OLD_OPEN_WORD = "tarquid"  # in an older text of it


def address(name: str) -> str:
    """Where a story of the Gazette lies."""
    return f"https://gazette.example/{name}"


def _story(name: str, headline: str, body: str, **fields: object) -> Draft:
    marks = {"language": "en-GB", "body_html": "".join(f"<p>{part}</p>" for part in body.split("\n\n")), **fields}
    return Draft(url=address(name), headline=headline, body=body, **marks)  # type: ignore[arg-type]


def drafts() -> dict[str, Draft]:
    """The stories, by name."""
    hidden = HIDDEN
    return {
        "open": _story("open", "The harbour is open", f"{SHOWN}Then {OPEN_WORD} came, on a night without any moon."),
        "excerpt": _story(
            "excerpt",
            "The harbour is dear",
            f"{SHOWN}Subscribers read of {hidden['text of an excerpt']} here, and of nothing else.",
            body_html=f"<p>{SHOWN}</p><p>{hidden['text of an excerpt']} <em>{hidden['markup of an excerpt']}</em></p>",
            access=Access.EXCERPT,
            standfirst=f"{SHOWN}{SHOWN}And {hidden['standfirst that is a whole story']} at last.",
        ),
        "headline": _story(
            "headline", "Nothing but this", f"At {hidden['text of a headline']} it began.", access=Access.HEADLINE
        ),
        "noarchive": _story(
            "noarchive",
            "Not to be kept",
            f"Yet {hidden['text of a story not to be archived']} was read.",
            standfirst=f"Of {hidden['standfirst of one']}.",
            byline=hidden["byline of one"],
            authors=(hidden["author of one"],),
            topics=(hidden["topic of one"],),
            kicker=hidden["kicker of one"],
            agency=hidden["agency of one"],
            dateline=hidden["dateline of one"],
            images=(Image(url=address("x.jpg"), caption=hidden["caption of one"], credit=hidden["credit of one"]),),
            related_links=(RelatedLink(url=address("lead"), headline="More", standfirst=hidden["teaser on one"]),),
            noarchive=True,
        ),
        "noarchive-dated": _story("noarchive-dated", "Not to be kept either", SHOWN, noarchive=True),
        "mined": _story(
            "mined",
            "Not to be mined",
            f"{SHOWN}Of all machines that read, none may learn that {hidden['text reserved from mining']} came.",
            tdm_reserved=True,
        ),
        "chinese": _story(
            "chinese",
            "港口今日開放",
            "燈塔守望者來到碼頭。" * 20 + "海員夜航歸來" * 20 + hidden["Chinese text"] + "。",
            language="zh",
            access=Access.EXCERPT,
        ),
    }


def everything(db: Database) -> None:
    """All of it, collected from an index; the excerpt and the open story with an older text."""
    run = runs.begin(db, "import", {"files": [f"/home/{HIDDEN['a folder of this machine']}/a.warc.gz"]})
    found = drafts()
    links = [
        StoryLink(
            url=draft.url,
            headline=draft.headline,
            section="Front page",
            page="1",
            position=number,
            kicker=HIDDEN["kicker of one in the index"] if draft.noarchive else "",
            standfirst=draft.standfirst,
            byline=draft.byline,
        )
        for number, draft in enumerate(found.values(), start=1)
    ]
    older = {
        "excerpt": replace(
            found["excerpt"],
            body=f"{SHOWN}Before, it told of {HIDDEN['an older text of an excerpt']} and the tide of that night.",
            body_html=f"<p>{SHOWN}</p><p>{HIDDEN['markup of an older text']}</p>",
        ),
        "open": replace(found["open"], body=f"{OLD_OPEN_WORD} stood here first."),
        "noarchive": replace(
            found["noarchive"], body=f"Then {HIDDEN['an older text of one']} stood here.", noarchive=False
        ),
    }
    dated = EditionDate(
        date=DAY, publication=GAZETTE.title, evidence=Evidence(kind=EvidenceKind.STATEMENT, text="Gazette, 7 March")
    )
    for draft in older.values():
        story = stories.Story(draft=draft, edition=dated, publication=GAZETTE.slug)
        stories.save(db, story, captured(draft.url, hour=1), publication=GAZETTE)
    stated = replace(
        dated,
        evidence=Evidence(kind=EvidenceKind.STATEMENT, text=f"Gazette of {HIDDEN['statement of one']}, 7 March"),
        also=(FurtherEvidence(evidence=Evidence(kind=EvidenceKind.URL, text=HIDDEN["further evidence of one"])),),
    )
    draft = found.pop("noarchive-dated")  # which no index lists
    links = [link for link in links if link.url != draft.url]
    story = stories.Story(draft=draft, edition=stated, publication=GAZETTE.slug)
    stories.save(db, story, captured(draft.url), publication=GAZETTE)
    collect(db, GAZETTE, EditionKey(GAZETTE.slug, DAY), list(zip(links, found.values(), strict=True)))
    picture = f"GIF89a {HIDDEN['picture of one']}".encode()
    kept = Thumbnail(body=picture, content_type="image/gif", width=1, height=1)
    images.save(db, address("x.jpg"), captured(address("x.jpg")), kept)
    gone = address(f"{HIDDEN['address of a story taken down']}")
    db.table("takedowns").insert(
        {"key": "a" * 12, "url": gone, "reason": "Asked for", "removed": "2026-03-12T10:00:00Z"}
    )
    runs.finish(db, run, "finished", {"stories added": 7})


def encodings(word: str) -> list[bytes]:
    """A word as it may lie in a file."""
    spellings = {word, word.lower(), word.upper()}
    return [spelling.encode(code) for spelling in spellings for code in ("utf-8", "utf-16-le", "utf-16-be")]


def pairs(word: str) -> list[str]:
    """What the full-text index would know of a word: itself, or its pairs of characters."""
    return [word.lower()] if word.isascii() else [word[at : at + 2] for at in range(len(word) - 1)]


def vocabulary(path: Path) -> set[str]:
    """Every term of the file's full-text index."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'stories_fts', 'row')")
        return {term for (term,) in connection.execute("SELECT term FROM temp.terms")}
    finally:
        connection.close()
