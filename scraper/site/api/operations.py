"""What a program may ask, address by address: the table from which ``/api`` is made. Pure.

One row for each page of ``routes.py``. Whoever adds a page adds its row here, and the type of its answer to
``json_objects.py`` and ``schemas.py``; tests fail for a route that is not here, and for an answer that is not as it is
described.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from scraper.archive.search.search import MAX_SIZE
from scraper.site.api.schemas import DATE, Schema
from scraper.site.language import N_
from scraper.site.representations import media_types
from scraper.site.routes import with_query


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A part of the path, or of the query string."""

    name: str
    told: str
    schema: Schema = field(default_factory=lambda: {"type": "string"})
    example: str | int = ""
    many: bool = False  # may be given several times: any of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An address and what it answers."""

    name: str  # stable; programs are made of it
    path: str  # of the page, with {parts}; its JSON lies beside it
    told: str
    answer: str = ""  # the JSON's schema, or each that it may be; "" where there is none
    parts: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)  # ending -> media type; "" is the address itself
    gone: bool = False  # may have been taken down
    also: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # other status -> what it says, its media type


SLUG = Parameter(name="slug", told="The publication, as in its `slug`.", example="ellery-courier")
WHEN = Parameter(name="when", told="YYYY, YYYY-MM or YYYY-MM-DD.", example="2024-12-07", schema={
    "type": "string", "pattern": r"^\d{4}(-\d\d){0,2}$",
})  # fmt: skip
DAY = Parameter(name="when", told="A day YYYY-MM-DD.", example="2024-12-07", schema={"type": "string", "pattern": DATE})
LABEL = Parameter(name="label", told="The edition's `label`; `main` for the empty one.", example="city")
KEY = Parameter(name="key", told="The story's `key`.", example="jymdugayymtx", schema={
    "type": "string", "pattern": "^[a-z2-7]{12}$",
})  # fmt: skip
NEXT = Parameter(name="next", told="The cursor of a page: take `next_url`, which has it.")
YES: Schema = {"type": "string", "enum": ["1"]}

NUMBER: Schema = {"type": "integer", "minimum": 1}

_DATE_TOLD = "YYYY, YYYY-MM or YYYY-MM-DD"
FILTERS = (
    Parameter(
        name="q", told='Words, "a phrase", OR, -not, prefix*, NEAR/5, headline:, byline:, section:.', example="ferry",
    ),
    Parameter(name="from", told=f"Editions of this day and later: {_DATE_TOLD}.", example="2024-12"),
    Parameter(name="to", told=f"Editions up to this day: {_DATE_TOLD}.", example="2024-12-31"),
    Parameter(name="month_day", told="One day in any year: MM-DD.", example="12-24"),
    Parameter(name="publication", told="A slug.", many=True, example="ellery-courier"),
    Parameter(name="label", told="The label of an edition.", many=True),
    Parameter(name="section", told="A section, as printed.", many=True),
    Parameter(name="byline", told="Words of the byline.", many=True),
    Parameter(name="language", told="BCP 47; `en` finds `en-GB` as well.", many=True, example="en"),
    Parameter(name="access", told="How much of it is held.", many=True, schema={
        "type": "string", "enum": ["open", "excerpt", "part", "headline"],
    }),
    Parameter(name="front_page", told="1: only what stood on a front page.", schema=YES),
    Parameter(name="changed", told="1: only stories of which more than one text was fetched.", schema=YES),
)  # fmt: skip
SORT = Parameter(name="sort", told="The order; newest without it.", schema={
    "type": "string", "enum": ["newest", "oldest", "relevance"],
})  # fmt: skip
FOLD = Parameter(name="fold", told="copies: of stories that share most of their text the first alone.", schema={
    "type": "string", "enum": ["copies"],
})  # fmt: skip
SIZE = Parameter(name="size", told=f"Items of a page, at most {MAX_SIZE:,}.", schema={
    "type": "integer", "minimum": 1, "maximum": MAX_SIZE,
}, example=100)  # fmt: skip

CATALOGUE = (
    Parameter(name="year", told="Only of this year.", example="2024"),
    Parameter(name="before", told="Only of days before this one.", example="2024-12-07"),
)

OPERATIONS = (
    Operation(
        name="publications", path="/papers/", answer="Publications",
        told="Every publication, or those that match, in the order of an alphabet.",
        query=(
            Parameter(name="title", told="Part of its name or place.", example="courier"),
            Parameter(name="language", told="Of the paper, without its region.", example="en"),
            Parameter(name="country", told="ISO 3166-1.", example="GB"),
            Parameter(name="frequency", told="How often it appears.", example="daily"),
        ),
    ),
    Operation(
        name="publication", path="/papers/{slug}/", answer="OnePublication", parts=(SLUG,),
        forms=media_types("publication"),
        told="A publication with the calendar of its last year.",
    ),
    Operation(
        name="undated", path="/papers/{slug}/undated/", answer="Undated", parts=(SLUG,), query=(NEXT,),
        told="The stories of a publication that name no day.",
    ),
    Operation(
        name="calendar", path="/papers/{slug}/{when}/", answer="Days DayOfPaper", parts=(SLUG, WHEN), query=(NEXT,),
        told="The days of a year or month of a publication, each with its state and the reason; or a day's editions, "
        "and the stories that only the web dates to it.",
    ),
    Operation(
        name="edition", path="/papers/{slug}/{when}/{label}/", answer="Edition", parts=(SLUG, DAY, LABEL),
        forms=media_types("edition"),
        query=(Parameter(name="small", told="1: the cover (.jpg) for a list of books.", schema=YES),),
        told="An edition: sections, pages and stories in printed order.",
    ),
    Operation(
        name="all_papers", path="/on/{when}/", answer="AllPapers DaysOfAll", parts=(WHEN,),
        told="All papers of a day, and those that are not there, each with the reason; or the days of a year or month "
        "of which anything is held.",
    ),
    Operation(name="newest_day", path="/on/", answer="AllPapers", told="All papers of the newest day held."),
    Operation(
        name="story", path="/stories/{key}", answer="Story", parts=(KEY,), forms=media_types("story"), gone=True,
        told="A story, permanently: its text, evidence, placements and captures.",
    ),
    Operation(
        name="stories", path="/stories", answer="Stories", forms=media_types("stories"),
        query=(Parameter(name="key", told="A story's `key`.", many=True, example="jymdugayymtx"),),
        told="Chosen stories, to be cited together.",
    ),
    Operation(
        name="versions", path="/stories/{key}/versions/", answer="Versions", parts=(KEY,), query=(NEXT,), gone=True,
        told="Every distinct text of a story, the newest first, each with what it changed.",
    ),
    Operation(
        name="diff", path="/stories/{key}/diff/{old}..{new}", answer="Diff", gone=True,
        parts=(
            KEY,
            Parameter(name="old", told="The number of a version.", schema=NUMBER, example=1),
            Parameter(name="new", told="The number of another.", schema=NUMBER, example=2),
        ),
        told="What changed in a story between two of its versions.",
    ),
    Operation(
        name="search", path="/search", answer="Matches",
        query=(*FILTERS, SORT, FOLD, SIZE, NEXT, Parameter(name="facets", told="1: with facets.", schema=YES),
               Parameter(name="all", told="1: every match in one table (.csv, .jsonl), up to 10,000.", schema=YES),
               Parameter(name="before", told="Of a feed (.atom, .feed.json): take its `next`, which has it.")),
        forms=media_types("search"),
        told="Stories that match; without a query all. Follow `next_url` until it is null: with sort=oldest each is "
        "found once, those included that are added while you read and come later in that order.",
    ),
    Operation(
        name="statement", path="/statement", answer="Statement", query=FILTERS, forms=media_types("statement"),
        told="What a search rests on, as numbers and as text for the methods section of a paper: newspapers and days, "
        "editions held whole, in part or missing and why, excerpts, evidence of days, when it was collected.",
    ),
    Operation(
        name="timeline", path="/timeline", answer="Timeline", forms=media_types("timeline"),
        query=(
            *FILTERS,
            Parameter(name="by", told="What a period is.", schema={"type": "string", "enum": ["day", "month", "year"]}),
            Parameter(name="share", told="1: the drawing shows shares.", schema=YES),
            Parameter(
                name="fold", told="copies: of stories that share most of their text one counts in a period.",
                schema={"type": "string", "enum": ["copies"]},
            ),
        ),
        told="Matches of one to five queries per day, month or year; give q several times.",
    ),
    Operation(
        name="coverage", path="/coverage", answer="Coverages", told="What is held, what is missing, and why.",
        query=(Parameter(name="publication", told="A slug.", many=True, example="ellery-courier"),),
    ),
    Operation(
        name="runs", path="/runs/", answer="Runs", query=(NEXT,),
        told="What was collected, imported or rebuilt when: each run with its looks at editions by outcome.",
    ),
    Operation(
        name="run", path="/runs/{run}", answer="RunReport", query=(NEXT,),
        parts=(Parameter(name="run", told="The number of a run.", schema=NUMBER, example=1),),
        told="What a run did: each look at an edition with its outcome, reasons, stories and time.",
    ),
    Operation(
        name="suggestions", path="/search/suggestions", forms={"": "application/x-suggestions+json"},
        query=(Parameter(name="q", told="What is typed.", example="fer"),),
        told="How what is typed may go on (OpenSearch Suggestions).",
    ),
    Operation(
        name="opensearch", path="/opensearch.xml", forms={"": "application/opensearchdescription+xml"},
        told="How a browser searches here.",
    ),
    Operation(
        name="unapi", path="/unapi", forms={"": "application/xml"}, gone=True,
        also={
            "300": ("Which formats there are of the story.", "application/xml"),
            "406": ("There is no such format of it.", "text/html"),
        },
        query=(
            Parameter(name="id", told="A story's `key`.", example="jymdugayymtx"),
            Parameter(name="format", told="One of those that the answer without it names.", example="ris"),
        ),
        told="Which formats there are for citation managers (unAPI); with a format, the story in it.",
    ),
    Operation(
        name="latest_book", path="/papers/{slug}/latest.epub", forms={"": "application/epub+zip"}, parts=(SLUG,),
        query=(Parameter(name="label", told="The newest edition of this label; `main` for the empty one."),),
        told="The newest edition of a publication as a book, for an e-reader that fetches it every morning: with "
        "`If-None-Match` nothing comes until there is a newer one. `Content-Location` is its permanent address.",
    ),
    *(
        Operation(
            name=name, path=path, parts=parts, query=query, told=told,
            forms={"": "application/atom+xml", "json": "application/opds+json"},
        )
        for name, path, parts, query, told in (
            ("catalogue", "/opds", (), (), "The editions as books, for e-readers: OPDS 1.2, and 2.0 as JSON."),
            ("catalogue_latest", "/opds/latest", (), (), "The newest edition of each publication as a book."),
            ("catalogue_papers", "/opds/papers", (), (), "The publications of the catalogue."),
            ("catalogue_paper", "/opds/papers/{slug}", (SLUG,), CATALOGUE,
             "The editions of a publication as books, the newest first; `rel=next` leads to older ones."),
            ("catalogue_search", "/opds/search",  (),
             (Parameter(name="q", told="Words, a newspaper or a day.", example="ferry"),),
             "The editions of a day or of a newspaper that is named, and those with stories that match."),
        )
    ),
    Operation(
        name="catalogue_opensearch", path="/opds/opensearch.xml",
        forms={"": "application/opensearchdescription+xml"}, told="How an e-reader searches the catalogue.",
    ),
    Operation(
        name="thumbnail", path="/thumbnails/{name}", forms={"": "image/*"}, told="The thumbnail of an image.",
        parts=(Parameter(name="name", told="As in its `url`.", schema={"type": "string", "pattern": "^[0-9a-f]+$"}),),
    ),
    Operation(
        name="api", path="/api", answer="OpenAPI", told="This description.",
    ),
)  # fmt: skip

# What a program wants to do, in the order of the page; every operation is in one of them.
TASKS: Mapping[str, tuple[str, ...]] = {
    N_("Read newspapers"): (
        "publications", "publication", "calendar", "edition", "all_papers", "newest_day", "undated",
    ),
    N_("Find stories"): ("search", "suggestions"),
    N_("Count over time"): ("timeline",),
    N_("Read and cite a story"): ("story", "stories", "versions", "diff", "unapi", "thumbnail"),
    N_("Know what is missing"): ("coverage", "statement", "runs", "run"),
    N_("Books for e-readers"): (
        "latest_book", "catalogue", "catalogue_latest", "catalogue_papers", "catalogue_paper", "catalogue_search",
    ),
    N_("Descriptions for programs"): ("api", "opensearch", "catalogue_opensearch"),
}  # fmt: skip
QUERIES: Mapping[str, tuple[str, ...]] = {  # of a live example
    "search": ("q", "size"), "timeline": ("q",), "suggestions": ("q",), "stories": ("key",), "unapi": ("id", "format"),
    "coverage": ("publication",), "statement": ("q",), "catalogue_search": ("q",),
}  # fmt: skip


def live(path: str, operation: Operation, examples: Mapping[str, str]) -> str:
    """The path of a form of an answer with examples of its parts and its query; "" where one is not known.

    :param path: of the operation's page, or with an ending, with {parts}.
    :param examples: by the name of the part or parameter.
    """
    names = [*(part.name for part in operation.parts), *QUERIES.get(operation.name, ())]
    if not all(examples.get(name) for name in names):
        return ""
    parts = {part.name: quote(examples[part.name], safe="") for part in operation.parts}
    query = {name: examples[name] for name in QUERIES.get(operation.name, ())}
    return with_query(path.format_map(parts), query)
