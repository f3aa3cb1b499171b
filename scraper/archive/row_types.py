"""The rows that the archive's reading functions give: plain dictionaries with these keys, neither more nor fewer.

A type ending in ``Fields`` has what a row shares with the object that the site makes of it; the row adds what belongs
to it in the archive alone. Fields and their meanings are those of ``row_fields``. SQL makes the rows, so tests hold
each function's rows against its type.
"""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from scraper.archive import row_fields as fields
from scraper.archive.row_fields import count, field, one_of
from scraper.items import EvidenceKind, Outcome

RESULTS = ("finished", "interrupted", "failed")  # of runs

# Publications


class PublicationFields(TypedDict):
    """A newspaper over time, or a website."""

    slug: fields.Slug
    title: fields.Title
    publisher: Annotated[str, field("Who publishes it.")]
    kind: Annotated[str, field("newspaper, magazine, journal or website.")]
    frequency: Annotated[str, field("How often it appears.")]
    language: fields.Language
    country: Annotated[str, field("ISO 3166-1.")]
    place: Annotated[str, field("Where it appears.")]
    homepage: Annotated[str, field("Its own site.")]
    issn: Annotated[str, field("ISSN.")]
    declared: fields.Declared
    demo: fields.Demo
    stories: fields.Stories
    editions: fields.Editions
    first_date: fields.FirstDate | None
    last_date: fields.LastDate | None


class ThumbnailColumns(TypedDict):
    """The thumbnail of an image, all None where none is kept; its address contains the name."""

    thumbnail_name: str | None
    thumbnail_width: int | None
    thumbnail_height: int | None


class FirstThumbnailColumns(ThumbnailColumns):
    """The thumbnail of a story's first image, with the caption and credit that are printed under it."""

    thumbnail_caption: str | None
    thumbnail_credit: str | None


class HeadlineFields(TypedDict):
    """A story of a front page."""

    key: fields.Key
    headline: fields.Headline
    kicker: fields.Kicker
    standfirst: fields.Standfirst
    language: fields.Language


class HeadlineRow(HeadlineFields, FirstThumbnailColumns):
    """A story of a front page, with its first image."""


class LatestEditionRow(TypedDict):
    """The newest edition of a publication, with the first stories of its front page."""

    date: fields.Day
    label: fields.Label
    name: fields.Name
    title: fields.Title
    outcome: fields.EditionOutcome | None
    headlines: list[HeadlineRow]


class PublicationRow(PublicationFields):
    """A publication as the newsstand shows it."""

    latest_edition: LatestEditionRow | None


class IncidentRow(TypedDict):
    """What is wrong with a newspaper's site since the edition of a day; ``detail`` are reasons as JSON."""

    slug: str
    title: str
    since: str
    opened: str
    closed: str | None
    detail: str


class Totals(TypedDict):
    """How much the archive holds; ``last_run`` is when the last collection ended, UTC, ISO 8601."""

    stories: int
    publications: int
    last_run: str | None


class PublicationChoice(TypedDict):
    """A publication that a search can be narrowed to."""

    slug: str
    title: str
    language: str


class Choices(TypedDict):
    """What a search can be narrowed to; languages without their region."""

    publications: list[PublicationChoice]
    languages: list[str]


# Editions


class EditionFields(TypedDict):
    """An edition as a day lists it."""

    date: fields.Day
    label: fields.Label
    name: fields.Name
    title: fields.Title
    issue: fields.Issue
    outcome: fields.EditionOutcome | None
    detail: fields.Detail
    listed: fields.Listed | None
    supplement_of: fields.SupplementOf | None
    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle
    language: fields.Language
    held: fields.Held
    placed: fields.Placed
    expectation: NotRequired[fields.Expectation | None]
    state: NotRequired[fields.EditionState]
    counted: NotRequired[fields.Counted]
    gap: NotRequired[fields.Gap]


EditionRow = EditionFields


class FrontPageRow(EditionFields):
    """An edition with the first stories of its front page."""

    headlines: list[HeadlineRow]


class BookRow(FrontPageRow):
    """An edition as feeds and catalogues list it, with the first stories of its front page."""

    first_collected: fields.Moment | None
    last_collected: fields.Moment | None
    publisher: str
    place: int  # among the held editions of its day, from 0


class ArrivedEditionRow(FrontPageRow):
    """An edition with the first stories of its front page, and when its stories came or changed last."""

    arrived: int  # a number of ``scraper.archive.arrivals``


class NeighbourRow(TypedDict):
    """The edition before or after another."""

    date: fields.Day
    label: fields.Label
    name: fields.Name


class ListedStoryFields(TypedDict):
    """A story in its edition; where it is not held, what only a held one has is None."""

    position: fields.Position
    page: fields.Page
    listed_url: Annotated[str, field("Its address as the index lists it.")]
    listed_headline: fields.ListedHeadline
    failure: Annotated[str, field("Why it is not held, as the collection noted it.")]
    key: fields.Key | None
    source_url: fields.SourceUrl | None
    headline: fields.Headline
    print_headline: fields.PrintHeadline | None
    kicker: fields.Kicker
    standfirst: fields.Standfirst
    byline: fields.Byline
    language: fields.Language | None
    access: fields.HowMuch | None
    words: fields.Words | None
    first_seen: fields.FirstSeen | None
    changed: Annotated[str, field("When its newest text was first seen.")] | None


class ListedStoryRow(ListedStoryFields, FirstThumbnailColumns):
    """A story in its edition, with its first image and the beginning of its text."""

    opening: str | None


class SectionFields(TypedDict):
    """A section of an edition."""

    name: fields.Name
    pages: Annotated[list[Annotated[str, field("A page.")]], field("Its pages.")]


class SectionRow(SectionFields):
    """A section of an edition with its stories in printed order."""

    stories: list[ListedStoryRow]


class WholeEditionFields(EditionFields):
    """An edition with where and when it was collected."""

    index_name: Annotated[str, field("Which of the publication's indexes was read.")]
    index_url: Annotated[str, field("The newspaper's own index.")]
    cover_url: Annotated[str, field("The newspaper's own picture of the front page.")]
    first_collected: fields.Moment | None
    last_collected: fields.Moment | None
    unverified: Annotated[
        list[str], field("Parts of the newspaper's file that read it and that nobody has confirmed: `index.next`.")
    ]
    read_rightly: Annotated[int, count("Editions of this archive that the same rules have read to the end.")]
    read_rightly_since: Annotated[str | None, field("When they did so first; UTC, ISO 8601.")]


class WholeEditionRow(WholeEditionFields):
    """An edition in printed order, with its companions of the day and its neighbours."""

    sections: list[SectionRow]
    others: list[EditionRow]
    previous: NeighbourRow | None
    next: NeighbourRow | None


class ComparedPlaceFields(TypedDict):
    """A story in one of the editions that are compared."""

    label: fields.Label
    key: fields.Key | None
    section: fields.Section
    page: fields.Page
    position: fields.Position
    headline: Annotated[str, field("Its headline in this edition.")]


class ComparedStoryFields(TypedDict):
    """A story of editions that are compared; one that is listed and not held has no key."""

    key: fields.Key | None
    headline: fields.Headline
    language: fields.Language | None
    section: fields.Section
    page: fields.Page
    versions: Annotated[int, count("Texts of it that were fetched while these editions were collected.")]


class ComparedStoryRow(ComparedStoryFields):
    """A story of editions that are compared, where it stands in each edition that has it."""

    places: list[ComparedPlaceFields]


class DifferenceFields(TypedDict):
    """What some editions have and the others have not."""

    labels: Annotated[list[fields.Label], field("The editions that have these stories.")]


class DifferenceRow(DifferenceFields):
    """What some editions have and the others have not, in printed order."""

    stories: list[ComparedStoryRow]


class ComparisonRow(TypedDict):
    """The editions of a day of a paper, compared."""

    publication: fields.PublicationSlug
    labels: list[fields.Label]
    editions_total: int
    shared: list[fields.Key]
    shared_total: int
    differences: list[DifferenceRow]
    moved: list[ComparedStoryRow]
    changed: list[ComparedStoryRow]


class DayCount(TypedDict):
    """A day of all papers."""

    date: fields.Day
    publications: Annotated[int, count("Publications.")]
    editions: fields.Editions


class DayCountWithWeb(DayCount):
    """A day of all papers, with the stories that are dated to it only by their web publication."""

    web_dated: fields.WebDated


class PaperOnTheWebRow(TypedDict):
    """A paper with stories of a day's web pages."""

    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle
    language: fields.Language
    stories: fields.Stories


class DaysAround(TypedDict):
    """The nearest days before and after, YYYY-MM-DD, of which anything is known."""

    previous: str | None
    next: str | None


# Days


class DayEditionFields(TypedDict):
    """An edition as the calendar knows it: met, expected, or both."""

    outcome: fields.EditionOutcome | None
    listed: fields.Listed | None
    last_collected: fields.Moment | None
    name: fields.Name
    supplement: fields.Supplement
    detail: fields.Detail
    held: fields.Held
    label: fields.Label
    expectation: fields.Expectation | None
    state: fields.EditionState
    counted: fields.Counted
    gap: fields.Gap


class DayFields(TypedDict):
    """A day of a publication."""

    date: fields.Day
    state: Annotated[
        str,
        one_of("What is held of the day, in sum.", fields.STATES),
    ]
    stories: fields.Stories
    web_dated: fields.WebDated


class DayRow(DayFields):
    """A day of a publication with each of its editions, supplements last."""

    editions: list[DayEditionFields]


class AbsentRow(DayEditionFields):
    """An edition that is known only from the schedule: as expected, or as not appearing."""

    date: fields.Day
    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle
    language: fields.Language


class YearFields(TypedDict):
    """A year of a publication."""

    year: Annotated[int, count("The year.")]
    editions: fields.Editions


class CoverageFields(TypedDict):
    """What is held of a publication, and what is not."""

    slug: fields.Slug
    title: fields.Title
    language: fields.Language
    declared: fields.Declared
    demo: fields.Demo
    stories: fields.Stories
    excerpts: Annotated[int, count("Stories of which only an excerpt is shown to everyone.")]
    headlines_only: Annotated[int, count("Stories of which only the headline is shown to everyone.")]
    web_dated: fields.WebDated
    undated: fields.Undated
    first_date: fields.FirstDate | None
    last_date: fields.LastDate | None
    days: Annotated[dict[str, int], field("Days by state.")]
    editions: Annotated[dict[str, int], field("Editions by state; supplements are part of theirs.")]
    editions_held: fields.EditionsHeld
    editions_missing: fields.EditionsMissing
    listed_not_held: Annotated[int, count("Stories that an edition lists and the archive does not hold.")]


class CoverageRow(CoverageFields):
    """What is held of a publication, with every gap."""

    missing: list[DayRow]


# Runs


class RunRow(TypedDict):
    """A collection, an import or a rebuild, with the sums of its looks at editions."""

    id: Annotated[int, count("The run's number.")]
    command: Annotated[str, field("The command.")]
    asked: Annotated[str, field("What it was asked for: newspapers, days; empty for all, and in public files.")]
    version: Annotated[str, field("Of Back Issues.")]
    started: fields.Moment
    finished: fields.Moment | None
    result: Annotated[str, one_of("How it ended; null: it has not, or was killed.", RESULTS)] | None
    papers: Annotated[int, count("Publications it looked at.")]
    looks: Annotated[int, count("Looks at editions.")]
    outcomes: Annotated[dict[str, int], field("Looks by outcome; `not-tried`: nothing answered.")]
    listed: Annotated[int, count("Stories that these editions list.")]
    added: Annotated[int, count("Stories that were added.")]


class LookFields(TypedDict):
    """A look of a run at an edition."""

    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle
    language: fields.Language
    date: fields.Day
    label: fields.Label
    began: fields.Moment
    ended: fields.Moment
    outcome: Annotated[str, one_of("What came of it; null: nothing answered, it was not tried.", Outcome)] | None
    detail: fields.Detail
    listed: Annotated[int, count("Stories that the edition lists.")]
    added: Annotated[int, count("Stories that were added.")]


class LookRow(LookFields):
    """A look of a run at an edition, with its place among all looks."""

    id: Annotated[int, count("Its place among all looks.")]


# Stories


class StoryFields(TypedDict):
    """As much of a story as lists show."""

    key: fields.Key
    source_url: fields.SourceUrl
    headline: fields.Headline
    kicker: fields.Kicker
    standfirst: fields.Standfirst
    byline: fields.Byline
    section: fields.Section
    page: fields.Page
    language: fields.Language
    access: fields.HowMuch
    edition_date: fields.EditionDate | None
    evidence_kind: fields.Evidence | None
    published: fields.Published
    words: fields.Words


StoryRow = StoryFields


class StoryOfPaperFields(StoryFields):
    """A story, with its publication."""

    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle


class PublicationOfStory(TypedDict):
    """What a citation says of a story's publication."""

    publication_place: fields.PublicationPlace
    publication_publisher: fields.PublicationPublisher
    publication_issn: fields.PublicationIssn


class PlacementFields(TypedDict):
    """A story in an edition."""

    section: fields.Section
    page: fields.Page
    position: fields.Position
    listed_headline: fields.ListedHeadline
    print_headline: fields.PrintHeadline
    edition_outcome: Annotated[str, one_of("How the collection of its edition ended.", Outcome)] | None
    edition_date: fields.EditionDate
    edition_label: fields.EditionLabel
    edition_name: fields.EditionName
    supplement_of: fields.SupplementOf | None
    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle


class EvidenceFields(TypedDict):
    """What else speaks of a story's edition."""

    kind: Annotated[str, one_of("Its kind.", EvidenceKind)]
    text: Annotated[str, field("The exact words.")]
    date: fields.Day | None


class ImageFields(TypedDict):
    """An image of a story."""

    source_url: fields.SourceUrl
    caption: fields.Caption
    credit: fields.Credit


class ImageRow(ImageFields, ThumbnailColumns):
    """An image of a story with its thumbnail, and that one's media type."""

    thumbnail_type: str | None


class RelatedLinkFields(TypedDict):
    """A link to another story, with its teaser; ``key`` where that one is held."""

    source_url: fields.SourceUrl
    headline: fields.Headline
    standfirst: fields.Standfirst
    key: fields.Key | None


class Capture(TypedDict):
    """One fetch."""

    source_url: fields.SourceUrl
    fetched: fields.Fetched
    sha256: fields.Sha256 | None
    status: Annotated[int, count("HTTP status.")]
    content_type: Annotated[str, field("Media type.")]
    file: fields.File | None
    offset: fields.Offset | None
    length: Annotated[int, count("Bytes.")]
    memento_url: fields.MementoUrl | None
    asked: fields.Asked | None


class StoryLinkFields(TypedDict):
    """A story in short."""

    key: fields.Key
    headline: fields.Headline
    language: fields.Language
    section: fields.Section
    page: fields.Page


class WholeStoryFields(StoryOfPaperFields, PublicationOfStory):
    """A story over its life."""

    print_headline: fields.PrintHeadline
    agency: fields.Agency
    dateline: fields.Dateline
    body: fields.Body
    body_html: fields.BodyHtml
    topics: Annotated[list[Annotated[str, field("A topic.")]], field("As the newspaper names them.")]
    modified: Annotated[str, field("When it was changed on the web, as its page says.")]
    first_seen: fields.FirstSeen
    fetched: fields.Fetched
    issue: fields.Issue
    evidence_text: Annotated[str, field("The exact words or key it rests on.")] | None
    noarchive: Annotated[bool, field("Its page asks not to be archived; headline and address are kept.")]
    tdm_reserved: Annotated[bool, field("The newspaper reserves text and data mining (TDMRep).")]
    restricted: Annotated[bool, field("On request, public files and exports show no more than its metadata.")]
    text_hash: fields.TextHash
    found_by: Annotated[dict[str, str], field("Field -> rule.")]
    versions: Annotated[int, count("Distinct texts of it that are kept.")]
    authors: fields.Authors
    captures: Annotated[list[Capture], field("Each time it was fetched.")]


class WholeStoryRow(WholeStoryFields):
    """A story with all that is known of it; its own edition is the first placement."""

    evidence_also: list[EvidenceFields]
    images: list[ImageRow]
    related_links: list[RelatedLinkFields]
    placements: list[PlacementFields]
    others: list[StoryLinkFields]
    previous: StoryLinkFields | None
    next: StoryLinkFields | None


class CitedPlacement(TypedDict):
    """An edition that is cited."""

    edition_date: fields.EditionDate
    edition_label: fields.EditionLabel
    edition_name: fields.EditionName
    supplement_of: fields.SupplementOf | None
    section: fields.Section
    page: fields.Page


class CitedStoryFields(StoryOfPaperFields, PublicationOfStory):
    """What citations say of a story."""

    agency: fields.Agency
    issue: fields.Issue
    fetched: fields.Fetched
    topics: Annotated[list[Annotated[str, field("A topic.")]], field("As the newspaper names them.")]
    authors: fields.Authors
    placements: Annotated[list[CitedPlacement], field("Where it stood.")]


class VersionFields(TypedDict):
    """One distinct text of a story."""

    number: fields.Number
    fetched: fields.Fetched
    text_hash: fields.TextHash
    headline: fields.Headline
    standfirst: fields.Standfirst
    byline: fields.Byline
    body: fields.Body
    body_html: fields.BodyHtml
    sha256: fields.Sha256 | None
    file: fields.File | None
    offset: fields.Offset | None


class VersionHeadline(TypedDict):
    """The headline of one text of a story."""

    number: fields.Number
    fetched: fields.Fetched
    headline: fields.Headline


class Tombstone(TypedDict):
    """What is left of a story that was taken down: when, UTC, ISO 8601, and why."""

    key: str
    reason: str
    removed: str


class MatchFields(StoryOfPaperFields):
    """A story that matches."""

    first_seen: fields.FirstSeen
    fetched: fields.Fetched


class MatchRow(MatchFields):
    """A story that matches, with the pieces of its headline and text; True marks those that matched."""

    headline_marked: tuple[tuple[str, bool], ...]
    snippet: tuple[tuple[str, bool], ...]


class CopyFields(TypedDict):
    """A story that shares most of its text with another."""

    key: fields.Key
    source_url: fields.SourceUrl
    headline: fields.Headline
    language: fields.Language
    access: fields.HowMuch
    edition_date: fields.EditionDate | None
    evidence_kind: fields.Evidence | None
    page: fields.Page
    agency: fields.Agency
    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle
    shared: Annotated[float, fields.part("Of the longer text that the other has as well.")]


class FoldedFields(TypedDict):
    """What a match stands for besides itself: the others of its cluster that match as well."""

    stories: Annotated[int, count("Further stories.")]
    papers: Annotated[int, count("Further publications that have them.")]


class InCluster(TypedDict):
    """A cluster of stories that share most of their text."""

    cluster: fields.Cluster
    agency: Annotated[str, fields.field("The news agency that most of them name.")]
    total: Annotated[int, count("The other stories.")]
    papers: Annotated[int, count("Publications that have them.")]


class CopiesFields(InCluster):
    """The other stories of a cluster, by day; at most fifty of them."""

    items: list[CopyFields]


class NearMatchFields(TypedDict):
    """A story with nearly the same text, or the same headline."""

    key: fields.Key
    source_url: fields.SourceUrl
    headline: fields.Headline
    language: fields.Language
    access: fields.HowMuch
    edition_date: fields.EditionDate | None
    evidence_kind: fields.Evidence | None
    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle
    shared: Annotated[float, fields.part("Of the shorter text that the longer has as well.")]
    alike: Annotated[str, one_of("What is alike.", ("text", "headline"))]
