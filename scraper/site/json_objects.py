"""The objects in JSON as types: what pages and programs are shown. ``/api`` describes them as they stand here.

An object is a row of the archive (``scraper.archive.row_types``) with its address, its parents' addresses and words.
Every field is always there unless it is ``NotRequired``, and none is there that is not described: tests hold every
answer against these types. A new field is a new line here, or in the row that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, NotRequired, TypedDict, cast

from scraper.archive import row_fields as fields
from scraper.archive import row_types as rows
from scraper.archive.read.comparison import MOST_EDITIONS, MOST_PAPERS
from scraper.archive.row_fields import address, count, field, one_of, part
from scraper.permissions.documents import Kind
from scraper.permissions.values import Answer, Fetching, Standard, Use
from scraper.reasons import Code
from scraper.reasons import codes as reasons_

Url = Annotated[str, address("Its page in this archive; with .json before any query, its JSON.")]
PublicationUrl = Annotated[str, address("Its publication.")]
DayUrl = Annotated[str, address("The day of its publication.")]
EditionUrl = Annotated[str, address("The edition it stands in first.")]
EditionTitle = Annotated[str, field("Its edition in words.")]
EditionInWords = Annotated[str, field("The edition in words: City edition.")]
OutcomeName = Annotated[str, field("The outcome in a word.")]
OutcomeText = Annotated[str, field("The outcome in a sentence.")]
AccessText = Annotated[str, field("The access in a sentence; empty if open.")]
Why = Annotated[str, field("Why, in words.")]
Understood = Annotated[str, field("How the question was understood, in words.")]
Notes = Annotated[list[Annotated[str, field("A remark.")]], field("What was left out of the question, and why.")]
Query = Annotated[str, field("The query.")]
Share = Annotated[float, part("Of the stories held.")]
When = Annotated[str, field("The year, month or day, as in the address.")]

# Objects


class Thumbnail(TypedDict):
    """A thumbnail that the archive holds, with what is printed under its image where that is not said beside it."""

    url: Url
    width: Annotated[int, count("Pixels.")]
    height: Annotated[int, count("Pixels.")]
    caption: NotRequired[fields.Caption]
    credit: NotRequired[fields.Credit]


class WithThumbnail(TypedDict):
    """What has a thumbnail."""

    thumbnail: Thumbnail | None


class Headline(rows.HeadlineFields, WithThumbnail):
    """A story of a front page."""

    url: Url


Headlines = Annotated[list[Headline], field("The first stories of its front page.")]


class EditionLink(TypedDict):
    """An edition in short."""

    date: fields.Day
    label: fields.Label
    name: fields.Name
    title: NotRequired[fields.Title]
    outcome: NotRequired[fields.EditionOutcome | None]
    headlines: NotRequired[Headlines]
    publication: fields.PublicationSlug
    url: Url


class Publication(rows.PublicationFields):
    """A newspaper over time, or a website."""

    latest_edition: EditionLink | None
    url: Url
    undated_url: Annotated[str, address("Its stories that name no day.")]


class StoryLink(rows.StoryLinkFields):
    """A story in short."""

    url: Url


class StoryLinks(TypedDict):
    """Where a story stands as a list shows it."""

    url: Url
    publication_url: PublicationUrl
    day_url: DayUrl | None
    access_text: AccessText


class StoryLine(rows.StoryOfPaperFields, StoryLinks):
    """A story as lists show it."""


class Reason(TypedDict):
    """Why something is not held, or not held whole: a code, and what belongs to it."""

    code: Annotated[str, one_of("What kind of reason; docs/why-is-a-story-missing.md has them all.", Code)]
    index: NotRequired[Annotated[str, field("Of which of the newspaper's indexes.")]]
    stories: NotRequired[Annotated[int, count("How many stories have this reason, where several reasons share them.")]]
    status: NotRequired[Annotated[int, count("The HTTP status.")]]
    kind: NotRequired[Annotated[str, field("A media type, an encoding, or the class of an exception.")]]
    text: NotRequired[Annotated[str, field("What a selector, a server or an exception said.")]]
    place: NotRequired[Annotated[str, field("Where an index was read: publication, index, step, page.")]]
    url: NotRequired[Annotated[str, field("An address.")]]
    number: NotRequired[Annotated[int, count("How many.")]]
    listed: NotRequired[Annotated[int, count("Of how many stories that are listed.")]]
    held: NotRequired[Annotated[int, count("Of how many stories that are held.")]]
    letters: NotRequired[Annotated[int, count("Letters of a story's text.")]]
    least: NotRequired[Annotated[int, count("How many there should be at least.")]]
    most: NotRequired[Annotated[int, count("How many there may be at most.")]]
    usual: NotRequired[Annotated[int, count("How many stories are usual.")]]
    weekday: NotRequired[Annotated[int, count("1 is Monday.")]]
    share: NotRequired[Annotated[float, part("Of the stories.")]]
    limit: NotRequired[Annotated[float, part("What is expected of the share, or may be.")]]
    seconds: NotRequired[Annotated[int, count("How long the server asks us to wait.")]]
    width: NotRequired[Annotated[int, count("Pixels.")]]
    height: NotRequired[Annotated[int, count("Pixels.")]]
    date: NotRequired[fields.Day]
    field: NotRequired[Annotated[str, field("Of the stories that are listed.")]]
    names: NotRequired[Annotated[list[str], field("Of sections, supplements or variables.")]]
    because: NotRequired[Annotated[list[Reason], field("What that came from.")]]


Reasons = Annotated[list[Reason], field("Why it is not held, or not held whole, as codes with their numbers.")]


def reasons(given: Iterable[reasons_.Reason]) -> list[Reason]:
    """Reasons as objects."""
    return [cast(Reason, reason.as_json()) for reason in given]


class Explained(TypedDict):
    """Why something is not held: in words, and as values."""

    detail: fields.Detail
    reasons: Reasons


class EditionWords(TypedDict):
    """An edition's addresses, and what is said of it in words."""

    detail: fields.Detail
    reasons: Reasons
    url: Url
    edition_name: EditionInWords
    outcome_name: OutcomeName
    outcome_text: OutcomeText
    publication_url: PublicationUrl
    day_url: DayUrl


class EditionLine(rows.EditionFields, EditionWords):
    """An edition as a day lists it."""

    headlines: NotRequired[Headlines]


class Absent(EditionWords):
    """An edition of which nothing is held."""

    date: fields.Day
    label: fields.Label
    name: fields.Name
    title: NotRequired[fields.Title]
    issue: NotRequired[fields.Issue]
    outcome: fields.EditionOutcome | None
    listed: fields.Listed | None
    supplement_of: fields.SupplementOf | None
    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle
    language: fields.Language
    held: fields.Held
    placed: NotRequired[fields.Placed]
    headlines: NotRequired[Headlines]
    last_collected: NotRequired[fields.Moment | None]
    supplement: NotRequired[fields.Supplement]
    expectation: fields.Expectation | None
    state: fields.EditionState
    counted: fields.Counted
    gap: fields.Gap
    absence: Annotated[str, field("Why it is not there, in words.")]


class ComparedPlace(rows.ComparedPlaceFields):
    """A story in one of the editions that are compared."""

    url: Url | None


class ComparedStory(rows.ComparedStoryFields):
    """A story of editions that are compared. One that is listed and not held has no `key` and no `url`."""

    places: Annotated[list[ComparedPlace], field("Where it stands in each edition that has it.")]
    url: Url | None


class Difference(rows.DifferenceFields):
    """What some editions have and the others have not."""

    title: Annotated[str, field("The same in words: Only in Coast.")]
    stories: Annotated[list[ComparedStory], field("In printed order.")]


class ComparedEdition(TypedDict):
    """One of the editions that are compared."""

    label: fields.Label
    name: fields.Name
    edition_name: EditionInWords
    short_name: Annotated[str, field("As comparisons call it: Coast.")]
    placed: fields.Placed
    in_part: Annotated[bool, field("Whether it is known from its stories only, so that it may have had others.")]
    url: Url


class Comparison(TypedDict):
    """The editions of a day of a paper, compared."""

    publication: fields.PublicationSlug
    publication_title: fields.PublicationTitle
    language: fields.Language
    day_url: DayUrl
    editions: Annotated[list[ComparedEdition], field(f"Those that are compared: the first {MOST_EDITIONS}.")]
    editions_total: Annotated[int, count("Editions of the day that have stories, compared or not.")]
    shared: Annotated[list[fields.Key], field("Keys of the stories that all of them have.")]
    shared_total: Annotated[int, count("How many all of them have, also those that are not held.")]
    headlines: Annotated[list[Headline], field("The front page that they share.")]
    differences: Annotated[list[Difference], field("What only some of them have.")]
    moved: Annotated[list[ComparedStory], field("Stories on another page, or in another order.")]
    changed: Annotated[list[ComparedStory], field("Stories with another headline or text in another edition.")]


Comparisons = Annotated[
    list[Comparison], field(f"Papers with several editions of the day, each compared; the first {MOST_PAPERS} of them.")
]


class HeldStory(rows.ListedStoryFields, WithThumbnail):
    """A story in its edition."""

    opening: Annotated[str, field("The beginning of the text.")]
    reasons: Reasons
    url: Url | None


class ListedStory(HeldStory):
    """A story in its edition. One that is listed and not held has no `key` and no `url`, and says why."""

    missing_because: NotRequired[Annotated[str, field("Why it is not held, in words.")]]


class Section(rows.SectionFields):
    """A section of an edition."""

    stories: Annotated[list[ListedStory], field("In printed order.")]


class Placement(rows.PlacementFields):
    """A story in an edition."""

    edition_title: EditionTitle
    url: Annotated[str, address("The edition.")]
    day_url: DayUrl | None
    publication_url: PublicationUrl


class Evidence(rows.EvidenceFields):
    """What else speaks of a story's edition."""

    words: Annotated[str, field("The same in a sentence.")]


class Image(rows.ImageFields, WithThumbnail):
    """An image of a story."""


class RelatedLink(rows.RelatedLinkFields):
    """A link to another story, with its teaser."""

    url: Url | None


Capture = rows.Capture


class Folded(rows.FoldedFields):
    """The other matches of its cluster."""


class Match(rows.MatchFields, StoryLinks, WithThumbnail):
    """A story that matches."""

    edition_url: EditionUrl | None
    edition_label: fields.EditionLabel | None
    edition_name: fields.EditionName | None
    edition_title: EditionTitle | None
    snippet: Annotated[str, field("The words around the match.")]
    headline_html: Annotated[str, field("The headline with matches in `<mark>`, as HTML.")]
    snippet_html: Annotated[str, field("The words around the match, with `<mark>`, as HTML.")]
    cluster: Annotated[fields.Cluster | None, field("null: it has no copies.")]
    folded: Annotated[Folded | None, field("With fold=copies: the matches it stands for besides.")]


CitedPlacement = rows.CitedPlacement


class CitedStory(rows.CitedStoryFields, StoryLinks):
    """A story that is cited."""

    edition_url: EditionUrl | None


class Copy(rows.CopyFields):
    """A story that shares most of its text with another."""

    url: Url
    publication_url: PublicationUrl
    day_url: DayUrl | None


class Copies(rows.InCluster):
    """The other stories of a cluster."""

    items: Annotated[list[Copy], field("By day, at most fifty.")]


class NearMatch(rows.NearMatchFields):
    """A story with nearly the same text, or the same headline."""

    url: Url
    publication_url: PublicationUrl
    day_url: DayUrl | None


class FacetValue(TypedDict):
    """A value of a filter."""

    value: Annotated[str, field("As in the query.")]
    text: Annotated[str, field("In words.")]
    total: Annotated[int, count("Matches.")]
    url: Annotated[str, address("The search narrowed to it.")]


class Facet(TypedDict):
    """How many matches each value of a filter has."""

    name: Annotated[str, field("The filter's name in the query.")]
    title: Annotated[str, field("Its name in words.")]
    values: Annotated[list[FacetValue], field("The most frequent first; of days, months or years the newest.")]
    more: Annotated[int, count("Values that are left out.")]


class Suggestion(TypedDict):
    """What to search instead."""

    kind: Annotated[str, field("How it came about: reading, spelling, ...")]
    text: Annotated[str, field("In words.")]
    total: Annotated[int, count("Stories it finds.")]
    total_exact: Annotated[bool, field("Whether these were counted to the end.")]
    url: Annotated[str, address("The search.")]


class Supplement(TypedDict):
    """A supplement that comes on a day of the week."""

    name: fields.Name
    held: Annotated[int, count("How often.")]


class Change(TypedDict):
    """What one version changed of another."""

    url: Annotated[str, address("Of both, word by word.")]
    fields: Annotated[
        list[Annotated[str, field("headline, standfirst, byline or body.")]],
        field("What has other words, the headline first; punctuation, capitals and accents do not count."),
    ]
    words_out: Annotated[int, count("Words that went.")]
    words_in: Annotated[int, count("Words that came.")]
    text: Annotated[str, field("All this in words.")]


class VersionHeadline(rows.VersionHeadline):
    """A headline that a story had."""


class ChangedText(TypedDict):
    """A text that changed."""

    field: Annotated[str, field("headline, standfirst, byline, or body, of which it is a paragraph.")]
    html: Annotated[str, field("With <ins> and <del>.")]
    trivial: Annotated[bool, field("No letter and no digit is another.")]


class Version(rows.VersionFields):
    """One distinct text of a story."""

    url: Url
    story_url: Annotated[str, address("The story.")]
    change: Annotated[Change | None, field("Of the version before; null: it is the first.")]


class DayEdition(rows.DayEditionFields):
    """An edition as the calendar knows it."""

    edition_name: EditionInWords
    outcome_text: OutcomeText
    reasons: Reasons
    url: Url


class Day(rows.DayFields):
    """A day of a publication."""

    editions: Annotated[list[DayEdition], field("Each edition that was met or expected.")]
    sign: Annotated[str, field("The state as a sign.")]
    state_name: Annotated[str, field("The state in a word.")]
    reason: Why
    url: Url
    publication_url: PublicationUrl


class Year(rows.YearFields):
    """A year of a publication."""

    url: Url


class Weekday(TypedDict):
    """What a day of the week brings."""

    weekday: Annotated[int, count("1 is Monday.")]
    name: Annotated[str, field("Its name.")]
    expected: Annotated[int, count("Editions expected.")]
    held: Annotated[int, count("Editions held.")]
    stories: Annotated[int, count("Stories of a day that is held: the median.")] | None
    supplements: Annotated[list[Supplement], field("The most frequent first.")]


class DayOfAll(rows.DayCount):
    """A day of all papers."""

    web_dated: NotRequired[fields.WebDated]
    url: Url


class PaperOnTheWeb(rows.PaperOnTheWebRow):
    """A paper with stories of a day's web pages."""

    url: Url


class Coverage(rows.CoverageFields):
    """What is held of a publication, and what is not."""

    missing: Annotated[list[Day], field("Days of which an edition is a gap.")]
    url: Url


class DatedEdition(TypedDict):
    """An edition by its day and its label."""

    date: fields.Day
    label: fields.Label
    url: Url


class Cause(TypedDict):
    """Gaps of a publication that have one cause."""

    cause: Annotated[str, field("Its name: outcome and codes; `backissues fill --cause` takes each.")]
    state: Annotated[str, one_of("What is held of them.", ("partial", "missing", "unknown"))]
    outcome: fields.EditionOutcome | None
    codes: Annotated[list[str], field("Of the first reason, and of what that came from.")]
    total: Annotated[int, count("Editions.")]
    text: Annotated[str, field("Why, in words; of several reasons those of the newest edition.")]
    when: Annotated[str, field("When, in words: days, months or years.")]
    editions: Annotated[list[DatedEdition], field("The oldest first.")]


class Completeness(TypedDict):
    """How complete a publication is from one day to another: each edition that counts is in it once."""

    first: fields.Day | None
    last: fields.Day | None
    editions: Annotated[int, count("Editions that count: held in whole or in part, missing, never tried.")]
    held: Annotated[int, count("Held whole.")]
    partial: Annotated[int, count("Held in part.")]
    statement: Annotated[int, count("Known only from what their stories say.")]
    missing: Annotated[int, count("Tried, and nothing is held.")]
    unknown: Annotated[int, count("Expected, and never tried.")]
    labels: Annotated[list[Annotated[str, field("A label.")]], field("Of the editions that count.")]
    closed: Annotated[int, count("Editions that did not appear.")]
    combined: Annotated[int, count("Days that share the edition of a day before.")]
    off: Annotated[int, count("Days that are no publishing days.")]
    unknown_days: Annotated[int, count("Days of which nobody knows whether there was an edition.")]
    supplements: Annotated[int, count("Supplements held, in whole or in part; they do not count.")]
    supplements_in_part: Annotated[int, count("Those held in part.")]
    collected_first: fields.Day | None
    collected_last: fields.Day | None
    text: Annotated[str, field("All this in sentences that can be cited.")]


class Run(rows.RunRow):
    """A collection, an import or a rebuild, with the sums of its looks at editions."""

    seconds: Annotated[int, count("How long it took; null: it has not ended.")] | None
    url: Url


class Look(rows.LookFields):
    """A look of a run at an edition."""

    reasons: Reasons
    outcome_name: OutcomeName
    seconds: Annotated[int, count("How long it took.")]
    url: Annotated[str, address("The edition.")]
    publication_url: PublicationUrl


class SearchedPaper(TypedDict):
    """A publication that was searched."""

    publication: fields.PublicationSlug
    title: fields.Title
    url: Url
    editions: Annotated[dict[str, int], field("Editions that count, by state.")]
    closed: Annotated[int, count("Editions that did not appear.")]
    stories: Annotated[int, count("Stories that match.")]


class WhyMissing(TypedDict):
    """Why some editions are missing, or not whole."""

    state: Annotated[str, one_of("What is held of them.", ("partial", "missing", "unknown"))]
    outcome: fields.EditionOutcome | None
    code: Annotated[str, field("Of the first reason; empty where there is none, or too many gaps to look at each.")]
    editions: Annotated[int, count("How many.")]
    text: Annotated[str, field("In words.")]


class Part(TypedDict):
    """A paragraph of a statement."""

    title: Annotated[str, field("What it is about.")]
    text: Annotated[str, field("What it says.")]


class PeriodCount(TypedDict):
    """How often a query matches in a period."""

    q: Query
    matches: Annotated[int, count("Stories that match; null where nothing is held.")] | None
    share: Share | None
    url: Annotated[str, address("The search for them.")]


class Period(TypedDict):
    """A day, month or year of a timeline."""

    period: Annotated[str, field("YYYY, YYYY-MM or YYYY-MM-DD.")]
    name: fields.Name
    first: fields.Day
    last: fields.Day
    due: Annotated[bool, field("Whether a paper was due in it, or is held.")]
    held: Annotated[int, count("Stories held of these papers.")]
    stories: Annotated[int, count("Of these, how many could match.")]
    editions_held: fields.EditionsHeld
    editions_missing: fields.EditionsMissing
    counts: Annotated[list[PeriodCount], field("One for each query, in order.")]


class Most(TypedDict):
    """The period with most matches."""

    period: Annotated[str, field("As above.")]
    name: fields.Name
    matches: Annotated[int, count("Stories that match.")]


class Line(TypedDict):
    """One query of a timeline."""

    q: Query
    understood: Understood
    matches: Annotated[int, count("Stories that match.")]
    share: Share | None
    undated: Annotated[int, count("Matches without a day.")]
    most: Most | None


# Whole answers; each has ``ok`` besides, which is true


class Listing(TypedDict):
    """A list, in the order in which it is read."""

    total: Annotated[int, count("How many there are in all.")]
    total_exact: Annotated[
        bool, field("Whether the total was counted to the end; otherwise there are at least so many.")
    ]
    next: Annotated[str, field("The cursor of the next page; null at the end.")] | None
    next_url: Annotated[str, address("The next page; follow it until it is null.")] | None


class Publications(Listing):
    """Every publication."""

    items: list[Publication]


class OnePublication(Publication):
    """A publication with the calendar of its last year."""

    years: list[Year]
    undated: fields.Undated
    weekly_pattern: list[Weekday]
    days: list[Day]


class Undated(Listing):
    """The stories of a publication that name no day."""

    publication: Publication
    items: list[StoryLine]


class Days(Listing):
    """The days of a year or month of a publication."""

    publication: Publication
    when: When
    completeness: Completeness
    causes: Annotated[list[Cause], field("Gaps by cause, the commonest first.")]
    items: list[Day]


class DayOfPaper(Listing):
    """The editions of a day of a publication."""

    publication: Publication
    date: fields.Day
    state: Annotated[str, one_of("What is held of the day, in sum.", fields.STATES)]
    reason: Why
    web_dated: Annotated[list[StoryLine], field("Stories dated by the web only.")]
    web_dated_total: Annotated[int, count("All.")]
    compared: Comparisons
    items: list[EditionLine]


class UsePermission(TypedDict):
    """Whether a use of a page was permitted when it was fetched."""

    use: Annotated[str, one_of("The use.", [use.value for use in Use])]
    name: Annotated[str, field("Its name.")]
    answer: Annotated[str, one_of("What follows of all that was said.", (*map(str, Answer), "not-said", "not-known"))]
    answer_text: Annotated[str, field("The same in words.")]


class PermissionStatement(TypedDict):
    """One thing that the newspaper said of a use of the page."""

    use: Annotated[str, one_of("The use.", [use.value for use in Use])]
    answer: Annotated[str, one_of("Whether it is permitted.", [answer.value for answer in Answer])]
    standard: Annotated[str, one_of("What it is written in.", [standard.value for standard in Standard])]
    words: Annotated[str, field("Its own words.")]
    source: Annotated[str, field("The address of the document that says so; or meta or header, of the page.")]
    policy_url: Annotated[str, field("The address of the terms on which it may be permitted; empty if it names none.")]


class PermissionDocument(TypedDict):
    """A permission document of a host as it was when the page was fetched."""

    kind: Annotated[str, one_of("Which document.", [kind.value for kind in Kind])]
    source_url: Annotated[str, field("Its address on the web.")]
    status: Annotated[int, count("The status of the answer; 0 where none came.")]
    valid_from: Annotated[str, field("When it was had like this first.")]
    last_seen: Annotated[str, field("When it was had like this last.")]
    said_by: Annotated[str, field("The imported file that says so; empty where this archive has seen it.")]
    sha256: fields.Sha256
    file: fields.File
    offset: fields.Offset
    length: Annotated[int, count("Bytes of its record, compressed.")]


class Permissions(TypedDict):
    """What the newspaper permitted of a page when it was fetched."""

    source_url: Annotated[str, field("The address that answered.")]
    fetched: fields.Fetched
    fetching: Annotated[str, one_of("What robots.txt said of it.", [fetching.value for fetching in Fetching])]
    group: Annotated[str, field("The User-agent to whom its rules for us are addressed: backissues, *, or empty.")]
    crawl_delay: Annotated[float, field("The pause that robots.txt asks for, in seconds; 0 where it names none.")]
    sentences: Annotated[list[Annotated[str, field("A sentence.")]], field("All of it in words.")]
    uses: Annotated[list[UsePermission], field("What follows for each use.")]
    statements: Annotated[list[PermissionStatement], field("What was said of uses.")]
    said: Annotated[dict[str, str], field("What the page and its headers said, in their own words.")]
    documents: Annotated[list[PermissionDocument], field("The documents of its host that held then.")]


class EditionAlone(rows.WholeEditionFields, EditionWords):
    """An edition as printed, without what else the archive holds of its day."""

    rules_text: Annotated[str, field("By which rules that nobody has confirmed it was read, in words; or empty.")]
    sections: Annotated[list[Section], field("As printed, in order.")]
    others: Annotated[list[EditionLine], field("The day's other editions and supplements.")]
    previous: EditionLink | None
    next: EditionLink | None


class Edition(EditionAlone):
    """An edition, as printed."""

    web_dated: fields.WebDated
    permissions: Annotated[Permissions | None, field("Of the first page of its index, when it was collected.")]


class AllPapers(Listing):
    """The editions of all papers of a day."""

    date: fields.Day
    absent: Annotated[list[Absent], field("Editions that are not there, each with the reason.")]
    web_dated: list[PaperOnTheWeb]
    other_years: Annotated[list[DayOfAll], field("The same day in other years.")]
    compared: Comparisons
    items: list[EditionLine]


class DaysOfAll(Listing):
    """The days of a year or month of which anything is held."""

    when: When
    items: list[DayOfAll]


class StoryAlone(rows.WholeStoryFields, StoryLinks):
    """A story over its life, without those that are like it."""

    evidence: Annotated[str, field("What the edition date rests on, in words.")]
    evidence_also: Annotated[list[Evidence], field("What else speaks of its edition.")]
    edition_url: EditionUrl | None
    versions_url: Annotated[str, address("All of them.")]
    placements: Annotated[list[Placement], field("Where it stood, the first edition first.")]
    images: list[Image]
    related_links: Annotated[list[RelatedLink], field("Stories that its page links to.")]
    others: Annotated[list[StoryLink], field("The other stories of its edition.")]
    previous: StoryLink | None
    next: StoryLink | None


class Story(StoryAlone):
    """A story over its life."""

    copies: Annotated[Copies | None, field("The stories that share most of its text; null: there are none.")]
    near_matches: Annotated[list[NearMatch], field("The most alike first, without the copies.")]
    permissions: Permissions | None


class Versions(Listing):
    """Every distinct text of a story, the newest first."""

    story: StoryLine
    headlines: Annotated[
        list[rows.VersionHeadline], field("Each headline that it had, by the version that brought it.")
    ]
    items: list[Version]


class Matches(Listing):
    """Stories that match."""

    understood: Understood
    notes: Notes
    editions_held: fields.EditionsHeld
    editions_known: Annotated[int, count("These and the missing ones.")]
    facets: NotRequired[Annotated[list[Facet], field("With facets=1: how many matches each value has.")]]
    facets_of: NotRequired[Annotated[int, count("Matches that were looked at for the facets.")]]
    facets_exact: NotRequired[Annotated[bool, field("Whether these were all.")]]
    texts: NotRequired[Annotated[int, count("With fold=copies: different texts; null: too many to be counted.")] | None]
    suggestions: NotRequired[Annotated[list[Suggestion], field("What may have been meant, or would be found.")]]
    items: list[Match]


class Timeline(Listing):
    """Matches of one to five queries per day, month or year."""

    by: Annotated[str, one_of("What a period is.", ("day", "month", "year"))]
    folded: Annotated[bool, field("Whether each text counts once in a period (fold=copies); there are no shares then.")]
    first: fields.Day
    last: fields.Day
    queries: list[Line]
    notes: Notes
    items: list[Period]


class Coverages(Listing):
    """What is held of each publication, what is missing, and why."""

    items: list[Coverage]


class Statement(TypedDict):
    """What a search, or an export, rests on."""

    url: Url
    search_url: Annotated[str, address("The search, permanently.")]
    understood: Understood
    papers: Annotated[list[SearchedPaper], field("Publications that were searched.")]
    first: Annotated[str, field("The day of the first edition that counts.")] | None
    last: Annotated[str, field("The day of the last one.")] | None
    editions: Annotated[dict[str, int], field("Editions that count, of these publications and days, by state.")]
    why: Annotated[list[WhyMissing], field("Why editions are missing, or not whole, the commonest first.")]
    stories: Annotated[int, count("Stories that match.")]
    access: Annotated[dict[str, int], field("These by access: open, excerpt, part, headline.")]
    evidence: Annotated[dict[str, int], field("These by what their day rests on; `none` where nothing does.")]
    undated: Annotated[int, count("Those without a day.")]
    left_out: Annotated[dict[str, int], field("Stories that an export did without, by why.")]
    collected_first: Annotated[str, field("The first day on which one of them was fetched.")] | None
    collected_last: Annotated[str, field("The last one.")] | None
    archive: Annotated[str, field("The archive's address, or its name.")]
    version: Annotated[str, field("Of Back Issues.")]
    parts: Annotated[list[Part], field("All this as text, by paragraphs.")]


class Runs(Listing):
    """The newest runs first."""

    items: list[Run]


class RunReport(Listing):
    """What one run did, look by look."""

    run: Run
    items: Annotated[list[Look], field("In the order in which they ended.")]


class Stories(Listing):
    """Chosen stories, to be cited together."""

    absent: Annotated[list[Annotated[str, field("A key.")]], field("Keys that are not in the archive.")]
    notes: Notes
    items: list[CitedStory]


class Diff(TypedDict):
    """What changed between two versions."""

    url: Url
    story: StoryLine
    versions_url: Annotated[str, address("All of them.")]
    old: Version
    new: Version
    change: Change
    texts: Annotated[list[ChangedText], field("The texts that changed, the headline first.")]
    changes_html: Annotated[
        list[Annotated[str, field("A paragraph.")]],
        field("The same as HTML alone."),
    ]
