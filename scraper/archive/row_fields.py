"""What the fields of rows and of JSON objects mean: a name means the same wherever it stands, so each is told once.

Each is the type of a field, with its meaning and what values it takes. The rows of ``scraper.archive.row_types`` and
the objects of the site are made of them, and the description of the JSON interface (``/api``) says what they say. Texts
and lists are empty where nothing is known; what can be unknown in itself is ``| None``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from msgspec import Meta

from scraper.items import Access, EvidenceKind, Outcome

# A day's state in the calendar; ``read.calendar`` says what each means.
STATES = ("held", "partial", "statement", "missing", "closed", "web", "unknown", "off")
# An edition's state, in the view ``edition_states``.
EDITION_STATES = ("held", "partial", "statement", "missing", "closed", "unknown")
# What the schedule says of an edition, in the table ``expected_editions``.
EXPECTATIONS = ("expected", "optional", "closed")
DATE = r"^\d{4}-\d\d-\d\d$"


def field(told: str, **more: Any) -> Meta:
    """What a field means. ``pattern``, ``ge``, ``le`` and ``examples`` limit or illustrate it."""
    return Meta(description=told, **more)


def one_of(told: str, words: Iterable[str]) -> Meta:
    """What a text means that is one of a few words."""
    return Meta(description=told, extra_json_schema={"enum": [str(word) for word in words]})


def address(told: str) -> Meta:
    """What an address of this site leads to."""
    return Meta(description=told, extra_json_schema={"format": "uri"})


def count(told: str) -> Meta:
    """What a number of things counts."""
    return Meta(description=told, ge=0)


def part(told: str) -> Meta:
    """What a fraction, from 0 to 1, means."""
    return Meta(description=told, ge=0, le=1)


def day(told: str = "A day, YYYY-MM-DD.") -> Meta:
    """What a day, YYYY-MM-DD, means."""
    return Meta(description=told, pattern=DATE, examples=["2024-12-07"])


Day = Annotated[str, day()]
SourceUrl = Annotated[str, field("The newspaper's own address.")]
Name = Annotated[str, field("Its name, as printed.")]
Title = Annotated[str, field("The title as printed: of a publication, or of this very edition.")]
Language = Annotated[str, field("BCP 47, of the text.", examples=["en-GB"])]
# of a publication
Slug = Annotated[str, field("The publication's name in addresses.", examples=["ellery-courier"])]
PublicationSlug = Annotated[str, field("The slug of its publication.")]
PublicationTitle = Annotated[str, field("The title of its publication.")]
PublicationPlace = Annotated[str, field("Where its publication appears.")]
PublicationPublisher = Annotated[str, field("Who publishes its publication.")]
PublicationIssn = Annotated[str, field("The ISSN of its publication.")]
Declared = Annotated[
    bool, field("Described by a file, and so collected by its editions; otherwise known from its stories.")
]
Demo = Annotated[bool, field("Fictional, of the demonstration.")]
FirstDate = Annotated[str, day("The day of the first edition known.")]
LastDate = Annotated[str, day("The day of the last edition known.")]
# counts
Stories = Annotated[int, count("Stories held.")]
Editions = Annotated[int, count("Editions held, in whole or in part; a supplement is part of its edition.")]
Undated = Annotated[int, count("Stories without a day.")]
WebDated = Annotated[int, count("Stories dated by nothing but their publication on the web.")]
Words = Annotated[int, count("Words of the text.")]
Held = Annotated[int, count("Stories of it that are held.")]
Placed = Annotated[int, count("Stories that stand in it, held or not.")]
# of an edition
Label = Annotated[str, field("Which of a day's editions; empty for the only one, which is `main` in addresses.")]
EditionLabel = Annotated[str, field("The label of its edition.")]
EditionName = Annotated[str, field("The edition's name as printed.")]
EditionDate = Annotated[str, day("The date printed on its edition; never guessed, null if not known.")]
Issue = Annotated[str, field("The number as printed.")]
EditionOutcome = Annotated[
    str, one_of("How its last collection ended; null: known from its stories only.", Outcome)
]  # fmt: skip
Detail = Annotated[str, field("Why it is not whole, in words.")]
Listed = Annotated[int, count("Stories in its index.")]
SupplementOf = Annotated[str, field("The label of the edition it is a supplement of.")]
Supplement = Annotated[bool, field("Whether it is a supplement.")]
Moment = Annotated[str, field("UTC, ISO 8601.")]
EditionState = Annotated[str, one_of("What is held of it, in sum.", EDITION_STATES)]
Counted = Annotated[
    bool, field("Whether it counts among the editions held or missing; a supplement is part of its edition.")
]
Gap = Annotated[bool, field("Whether something of it is missing: counted, and partial, missing or unknown.")]
EditionsHeld = Annotated[int, count("Editions held, in whole or in part.")]
EditionsMissing = Annotated[int, count("Editions that were expected or tried, and of which nothing is held.")]
Expectation = Annotated[str, one_of("What the schedule says of it.", EXPECTATIONS)]
# of a story
Key = Annotated[str, field("The story's permanent public id.", pattern="^[a-z2-7]{12}$")]
Headline = Annotated[str, field("The headline.")]
PrintHeadline = Annotated[str, field("The headline in print, where it is another.")]
Kicker = Annotated[str, field("The line over the headline.")]
Standfirst = Annotated[str, field("The lines under the headline.")]
Byline = Annotated[str, field("Who wrote it, as printed.")]
Authors = Annotated[list[Annotated[str, field("A name.")]], field("Who wrote it.")]
Agency = Annotated[str, field("The news agency it is from.")]
Dateline = Annotated[str, field("The place line before the text; never a date.")]
Body = Annotated[str, field("The text, paragraphs parted by an empty line.")]
BodyHtml = Annotated[str, field("The text with its markup, as it was stored.")]
Section = Annotated[str, field("The part of the paper.")]
Page = Annotated[str, field("The page as printed: A7.")]
Position = Annotated[int, count("Its place in the order of the edition, from 1; 0: not known.")]
HowMuch = Annotated[str, one_of("How much is held: what the newspaper shows to everyone, or a part of that.", Access)]
Published = Annotated[str, field("When it was published on the web, as its page says.")]
FirstSeen = Annotated[str, field("When the archive first fetched it: UTC, ISO 8601.")]
Fetched = Annotated[str, field("When the archive fetched it: UTC, ISO 8601.")]
MementoUrl = Annotated[str, field("The copy in a web archive that it is; null: it is from the newspaper itself.")]
Asked = Annotated[str, field("When the web archive was asked for that copy: UTC, ISO 8601; null: it was not.")]
Evidence = Annotated[str, one_of("What the edition date rests on.", EvidenceKind)]
Cluster = Annotated[str, field("Which stories share most of their text: those of the same cluster.")]
TextHash = Annotated[str, field("Changes with the words.")]
ListedHeadline = Annotated[str, field("Its headline as the index lists it.")]
Caption = Annotated[str, field("The caption.")]
Credit = Annotated[str, field("Whose picture it is.")]
Sha256 = Annotated[str, field("SHA-256 of the raw page.")]
File = Annotated[str, field("The file below captures/.")]
Offset = Annotated[int, count("Byte of the file at which it begins.")]
Number = Annotated[int, count("From 1.")]
