"""The shapes of the objects in JSON, as JSON Schema. Pure.

A name means the same wherever it stands, so each is described once, in ``FIELDS``; an object is a list of names. Where
an object has a name for something of its own, it says so beside the list. Every field of an object is always there
(``null`` or empty where nothing is known) unless it ends in ``?``; none is there that is not described: tests hold
every answer against these.
"""

from __future__ import annotations

from typing import Any

from scraper.reasons import Code

Schema = dict[str, Any]


def text(told: str, **more: Any) -> Schema:
    """A text; empty where nothing is known."""
    return {"type": "string", "description": told, **more}


def whole(told: str) -> Schema:
    """A number of things."""
    return {"type": "integer", "minimum": 0, "description": told}


def flag(told: str) -> Schema:
    """Yes or no."""
    return {"type": "boolean", "description": told}


def share(told: str) -> Schema:
    """A part of 1."""
    return {"type": "number", "minimum": 0, "maximum": 1, "description": told}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"], **({"enum": [*schema["enum"], None]} if "enum" in schema else {})}  # noqa: E501  # fmt: skip
    return {"anyOf": [schema, {"type": "null"}]}


def a(name: str) -> Schema:
    """An object of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def several(schema: Schema, told: str = "") -> Schema:
    """A list."""
    return {"type": "array", "items": schema, **({"description": told} if told else {})}


def counts(told: str) -> Schema:
    """Names with a number each."""
    return {"type": "object", "additionalProperties": {"type": "integer"}, "description": told}


def address(told: str) -> Schema:
    """An address of this site."""
    return {"type": "string", "format": "uri", "description": told}


DATE = r"^\d{4}-\d\d-\d\d$"
OUTCOMES = ["complete", "partial", "degraded", "late", "not-published", "stale", "blocked", "broken"]
STATES = ["held", "partial", "statement", "missing", "closed", "web", "unknown", "off"]
EVIDENCE = ["index", "statement", "structured", "url", "published"]
DAY = text("A day, YYYY-MM-DD.", pattern=DATE, examples=["2024-12-07"])

FIELDS: dict[str, Schema] = {
    # of everything
    "url": address("Its page in this archive; with .json before any query, its JSON."),
    "source_url": text("The newspaper's own address."),
    "name": text("Its name, as printed."),
    "title": text("The title as printed: of a publication, or of this very edition."),
    "language": text("BCP 47, of the text.", examples=["en-GB"]),
    # of a publication
    "slug": text("The publication's name in addresses.", examples=["ellery-courier"]),
    "publication": text("The slug of its publication."),
    "publication_title": text("The title of its publication."),
    "publication_url": address("Its publication."),
    "publication_place": text("Where its publication appears."),
    "publication_publisher": text("Who publishes its publication."),
    "publication_issn": text("The ISSN of its publication."),
    "publisher": text("Who publishes it."),
    "kind": text("newspaper or website, or the kind of evidence."),
    "frequency": text("How often it appears."),
    "country": text("ISO 3166-1."),
    "place": text("Where it appears."),
    "homepage": text("Its own site."),
    "issn": text("ISSN."),
    "declared": flag("Described by a file, and so collected by its editions; otherwise known from its stories."),
    "demo": flag("Fictional, of the demonstration."),
    "undated_url": address("Its stories that name no day."),
    "latest_edition": maybe(a("EditionLink")),
    "first_date": maybe(DAY | {"description": "The day of the first edition known."}),
    "last_date": maybe(DAY | {"description": "The day of the last edition known."}),
    # counts
    "stories": whole("Stories held."),
    "editions": whole("Editions held, in whole or in part; a supplement is part of its edition."),
    "publications": whole("Publications."),
    "undated": whole("Stories without a day."),
    "excerpts": whole("Stories of which only an excerpt is shown to everyone."),
    "headlines_only": whole("Stories of which only the headline is shown to everyone."),
    "web_dated": whole("Stories dated by nothing but their publication on the web."),
    "listed_not_held": whole("Stories that an edition lists and the archive does not hold."),
    "words": whole("Words of the text."),
    "held": whole("Stories of it that are held."),
    "placed": whole("Stories that stand in it, held or not."),
    # of an edition
    "date": DAY,
    "when": text("The year, month or day, as in the address."),
    "label": text("Which of a day's editions; empty for the only one, which is `main` in addresses."),
    "edition_name": text("The edition in words: City edition."),
    "edition_label": text("The label of its edition."),
    "edition_title": text("Its edition in words."),
    "edition_url": maybe(address("The edition it stands in first.")),
    "edition_date": maybe(DAY | {"description": "The date printed on its edition; never guessed, null if not known."}),
    "edition_outcome": maybe(text("How the collection of its edition ended.", enum=OUTCOMES)),
    "day_url": maybe(address("The day of its publication.")),
    "issue": text("The number as printed."),
    "outcome": maybe(text("How its last collection ended; null: known from its stories only.", enum=OUTCOMES)),
    "outcome_name": text("The outcome in a word."),
    "outcome_text": text("The outcome in a sentence."),
    "detail": text("Why it is not whole, in words."),
    "reasons": several(a("Reason"), "Why it is not held, or not held whole, as codes with their numbers."),
    "counted": flag("Whether it counts among the editions held or missing; a supplement is part of its edition."),
    "gap": flag("Whether something of it is missing: counted, and partial, missing or unknown."),
    "editions_held": whole("Editions held, in whole or in part."),
    "editions_missing": whole("Editions that were expected or tried, and of which nothing is held."),
    "listed": maybe(whole("Stories in its index.")),
    "supplement_of": maybe(text("The label of the edition it is a supplement of.")),
    "supplement": flag("Whether it is a supplement."),
    "headlines": several(a("Headline"), "The first stories of its front page."),
    "absence": text("Why it is not there, in words."),
    "index_name": text("Which of the publication's indexes was read."),
    "index_url": text("The newspaper's own index."),
    "cover_url": text("The newspaper's own picture of the front page."),
    "first_collected": maybe(text("UTC, ISO 8601.")),
    "last_collected": maybe(text("UTC, ISO 8601.")),
    "sections": several(a("Section"), "As printed, in order."),
    "pages": several(text("A page."), "Its pages."),
    "previous": maybe(a("StoryLink")),
    "next": maybe(a("StoryLink")),
    "expectation": maybe(text("What the schedule says of it.", enum=["expected", "optional", "closed"])),
    # of a day, and of an edition
    "state": text("What is held of it, in sum; an edition is never web or off.", enum=STATES),
    "state_name": text("The state in a word."),
    "sign": text("The state as a sign."),
    "reason": text("Why, in words."),
    # of a story
    "key": text("The story's permanent public id.", pattern="^[a-z2-7]{12}$"),
    "headline": text("The headline."),
    "print_headline": text("The headline in print, where it is another."),
    "kicker": text("The line over the headline."),
    "standfirst": text("The lines under the headline."),
    "byline": text("Who wrote it, as printed."),
    "authors": several(text("A name."), "Who wrote it."),
    "agency": text("The news agency it is from."),
    "dateline": text("The place line before the text; never a date."),
    "body": text("The text, paragraphs parted by an empty line."),
    "body_html": text("The text with its markup, as it was stored."),
    "section": text("The part of the paper."),
    "page": text("The page as printed: A7."),
    "position": whole("Its place in the order of the edition, from 1; 0: not known."),
    "access": text("How much the newspaper shows to everyone, and so is held.", enum=["open", "excerpt", "headline"]),
    "access_text": text("The access in a sentence; empty if open."),
    "topics": several(text("A topic."), "As the newspaper names them."),
    "published": text("When it was published on the web, as its page says."),
    "modified": text("When it was changed on the web, as its page says."),
    "first_seen": text("When the archive first fetched it: UTC, ISO 8601."),
    "fetched": text("When the archive fetched it: UTC, ISO 8601."),
    "evidence": text("What the edition date rests on, in words."),
    "evidence_kind": maybe(text("What the edition date rests on.", enum=EVIDENCE)),
    "evidence_text": maybe(text("The exact words or key it rests on.")),
    "evidence_also": several(a("Evidence"), "What else speaks of its edition."),
    "noarchive": flag("Its page asks not to be archived; a public copy holds its headline and address."),
    "tdm_reserved": flag("The newspaper reserves text and data mining (TDMRep)."),
    "text_hash": text("Changes with the words."),
    "found_by": {"type": "object", "additionalProperties": {"type": "string"}, "description": "Field -> rule."},
    "versions": whole("Distinct texts of it that are kept."),
    "versions_url": address("All of them."),
    "images": several(a("Image")),
    "leads": several(a("Lead"), "Stories that its page links to."),
    "captures": several(a("Capture"), "Each time it was fetched."),
    "near_matches": several(a("NearMatch"), "The most alike first."),
    "placements": several(a("Placement"), "Where it stood, the first edition first."),
    "others": several(a("StoryLink"), "The other stories of its edition."),
    "thumbnail": maybe(a("Thumbnail")),
    "listed_url": text("Its address as the index lists it."),
    "listed_headline": text("Its headline as the index lists it."),
    "failure": text("Why it is not held, in words."),
    "opening": text("The beginning of the text."),
    "changed": maybe(text("When its newest text was first seen.")),
    "caption": text("The caption."),
    "credit": text("Whose picture it is."),
    "sha256": maybe(text("SHA-256 of the raw page.")),
    "status": whole("HTTP status."),
    "content_type": text("Media type."),
    "file": maybe(text("The file below captures/.")),
    "offset": maybe(whole("Byte of the file at which it begins.")),
    "length": whole("Bytes."),
    "text": text("The exact words."),
    "number": whole("From 1."),
    # of a search
    "understood": text("How the question was understood, in words."),
    "notes": several(text("A remark."), "What was left out of the question, and why."),
    "snippet": text("The words around the match."),
    "headline_html": text("The headline with matches in `<mark>`, as HTML."),
    "snippet_html": text("The words around the match, with `<mark>`, as HTML."),
    "q": text("The query."),
    "matches": maybe(whole("Stories that match; null where nothing is held.")),
    "share": maybe(share("Of the stories held.")),
    "year": whole("The year."),
}

# name -> what it is, its fields, and the fields that mean something of their own in it
OBJECTS: dict[str, tuple[str, str, dict[str, Schema]]] = {
    "Publication": (
        "A newspaper over time, or a website.",
        "slug title publisher kind frequency language country place homepage issn declared demo stories editions "
        "first_date last_date latest_edition url undated_url",
        {},
    ),
    "EditionLink": ("An edition in short.", "date label name title? outcome? headlines? publication url", {}),
    "Headline": ("A story of a front page.", "key headline kicker standfirst language thumbnail url", {}),
    "Thumbnail": (
        "A thumbnail that the archive holds.",
        "url width height",
        {
            "width": whole("Pixels."),
            "height": whole("Pixels."),
        },
    ),
    "StoryLink": ("A story in short.", "key headline language section page url", {}),
    "StoryLine": (
        "A story as lists show it.",
        "key source_url headline kicker standfirst byline section page language access edition_date evidence_kind "
        "published words publication publication_title url publication_url day_url access_text",
        {},
    ),
    "EditionLine": (
        "An edition as a day lists it.",
        "date label name title issue outcome detail reasons listed supplement_of publication publication_title "
        "language held placed expectation state counted gap headlines? url edition_name outcome_name "
        "outcome_text publication_url "
        "day_url",
        {},
    ),
    "Absent": (
        "An edition of which nothing is held.",
        "date label name title? issue? outcome detail reasons listed supplement_of publication publication_title "
        "language held placed? headlines? last_collected? supplement? expectation state counted gap url "
        "edition_name outcome_name "
        "outcome_text publication_url day_url absence",
        {},
    ),
    "Section": (
        "A section of an edition.",
        "name pages stories",
        {
            "stories": several(a("ListedStory"), "In printed order."),
        },
    ),
    "ListedStory": (
        "A story in its edition. One that is listed and not held has no `key` and no `url`, and says why.",
        "position page listed_url listed_headline failure reasons key source_url headline print_headline kicker "
        "standfirst byline language access words opening first_seen changed thumbnail url missing_because?",
        {
            **{
                name: maybe(FIELDS[name])
                for name in ("key", "source_url", "print_headline", "url", "access", "words", "language", "first_seen")
            },
            "missing_because": text("Why it is not held, in words."),
        },
    ),
    "Placement": (
        "A story in an edition.",
        "section page position listed_headline print_headline edition_outcome edition_date edition_label edition_name "
        "publication publication_title edition_title url day_url publication_url",
        {"url": address("The edition."), "edition_name": text("The edition's name as printed.")},
    ),
    "Evidence": (
        "What else speaks of a story's edition.",
        "kind text date words",
        {
            "words": text("The same in a sentence."),
            "date": maybe(DAY),
            "kind": text("Its kind.", enum=EVIDENCE),
        },
    ),
    "Reason": (
        "Why something is not held, or not held whole: a code, and what belongs to it.",
        "code index? stories? status? kind? text? place? url? number? listed? held? letters? least? most? usual? "
        "weekday? share? limit? seconds? width? height? date? field? names? because?",
        {
            "code": text("What kind of reason; docs/why-is-a-story-missing.md has them all.", enum=[*map(str, Code)]),
            "index": text("Of which of the newspaper's indexes."),
            "stories": whole("How many stories have this reason, where several reasons share them."),
            "kind": text("A media type, an encoding, or the class of an exception."),
            "text": text("What a selector, a server or an exception said."),
            "place": text("Where an index was read: publication, index, step, page."),
            "url": text("An address."),
            "number": whole("How many."),
            "listed": whole("Of how many stories that are listed."),
            "held": whole("Of how many stories that are held."),
            "letters": whole("Letters of a story's text."),
            "least": whole("How many there should be at least."),
            "most": whole("How many there may be at most."),
            "usual": whole("How many stories are usual."),
            "weekday": whole("1 is Monday."),
            "share": share("Of the stories."),
            "limit": share("What is expected of the share, or may be."),
            "seconds": whole("How long the server asks us to wait."),
            "width": whole("Pixels."),
            "height": whole("Pixels."),
            "field": text("Of the stories that are listed."),
            "names": several(text("A name."), "Of sections, supplements or variables."),
            "because": several(a("Reason"), "What that came from."),
        },
    ),
    "Image": ("An image of a story.", "source_url caption credit thumbnail", {}),
    "Lead": (
        "A link to another story, with its teaser.",
        "source_url headline standfirst key url",
        {name: maybe(FIELDS[name]) for name in ("key", "url")},
    ),
    "Capture": ("One fetch.", "source_url fetched sha256 status content_type file offset length", {}),
    "Match": (
        "A story that matches.",
        "key source_url headline kicker standfirst byline section page language access edition_date evidence_kind "
        "published words first_seen? fetched? publication publication_title url publication_url day_url access_text "
        "edition_url edition_label edition_name edition_title snippet headline_html snippet_html",
        {name: maybe(FIELDS[name]) for name in ("edition_label", "edition_name", "edition_title")},
    ),
    "CitedStory": (
        "A story that is cited.",
        "key source_url headline kicker standfirst byline section page language access edition_date evidence_kind "
        "published words agency issue fetched publication publication_title publication_place publication_publisher "
        "publication_issn authors placements url publication_url day_url access_text edition_url",
        {"placements": several(a("CitedPlacement"), "Where it stood.")},
    ),
    "CitedPlacement": (
        "An edition that is cited.",
        "edition_date edition_label edition_name supplement_of section page",
        {"edition_name": text("The edition's name as printed.")},
    ),
    "NearMatch": (
        "A story with nearly the same text, or the same headline.",
        "key source_url headline language access edition_date evidence_kind publication publication_title shared alike "
        "url publication_url day_url",
        {
            "shared": share("Of the shorter text that the longer has as well."),
            "alike": text("What is alike.", enum=["text", "headline"]),
        },
    ),
    "Facet": (
        "How many matches each value of a filter has.",
        "name title values",
        {
            "name": text("The filter's name in the query."),
            "title": text("Its name in words."),
            "values": several(a("FacetValue"), "The most frequent first."),
        },
    ),
    "FacetValue": (
        "A value of a filter.",
        "value text total url",
        {
            "value": text("As in the query."),
            "text": text("In words."),
            "total": whole("Matches."),
            "url": address("The search narrowed to it."),
        },
    ),
    "Suggestion": (
        "What to search instead.",
        "kind text total total_exact url",
        {
            "kind": text("How it came about: spelling, ..."),
            "text": text("In words."),
            "total": whole("Stories it finds."),
            "total_exact": flag("Whether these were counted to the end."),
            "url": address("The search."),
        },
    ),
    "Supplement": (
        "A supplement that comes on a day of the week.",
        "name held",
        {"held": whole("How often.")},
    ),
    "Version": (
        "One distinct text of a story.",
        "number fetched text_hash headline standfirst byline body body_html sha256 file offset url story_url",
        {"story_url": address("The story.")},
    ),
    "Day": (
        "A day of a publication.",
        "date state stories web_dated editions sign state_name reason url publication_url",
        {"editions": several(a("DayEdition"), "Each edition that was met or expected.")},
    ),
    "DayEdition": (
        "An edition as the calendar knows it.",
        "outcome listed last_collected name supplement detail reasons held label expectation state counted "
        "gap edition_name "
        "outcome_text url",
        {},
    ),
    "Year": ("A year of a publication.", "year editions url", {}),
    "Weekday": (
        "What a day of the week brings.",
        "weekday name expected held stories supplements",
        {
            "weekday": whole("1 is Monday."),
            "name": text("Its name."),
            "expected": whole("Editions expected."),
            "held": whole("Editions held."),
            "supplements": several(a("Supplement"), "The most frequent first."),
            "stories": maybe(whole("Stories of a day that is held: the median.")),
        },
    ),
    "DayOfAll": ("A day of all papers.", "date publications editions web_dated? url", {}),
    "PaperOnTheWeb": (
        "A paper with stories of a day's web pages.",
        "publication publication_title language stories url",
        {},
    ),
    "Coverage": (
        "What is held of a publication, and what is not.",
        "slug title language declared demo stories excerpts headlines_only web_dated undated first_date last_date "
        "days editions editions_held editions_missing missing listed_not_held url",
        {
            "days": counts("Days by state."),
            "editions": counts("Editions by state; supplements are part of theirs."),
            "missing": several(a("Day"), "Days of which an edition is a gap."),
        },
    ),
    "Period": (
        "A day, month or year of a timeline.",
        "period name first last due held stories editions_held editions_missing counts",
        {
            "period": text("YYYY, YYYY-MM or YYYY-MM-DD."),
            "first": DAY,
            "last": DAY,
            "held": whole("Stories held of these papers."),
            "stories": whole("Of these, how many could match."),
            "due": flag("Whether a paper was due in it, or is held."),
            "counts": several(a("PeriodCount"), "One for each query, in order."),
        },
    ),
    "PeriodCount": (
        "How often a query matches in a period.",
        "q matches share url",
        {
            "url": address("The search for them."),
        },
    ),
    "Line": (
        "One query of a timeline.",
        "q understood matches share undated most",
        {
            "undated": whole("Matches without a day."),
            "most": maybe(a("Most")),
        },
    ),
    "Most": ("The period with most matches.", "period name matches", {"period": text("As above.")}),
}


def thing(told: str, names: str, own: dict[str, Schema]) -> Schema:
    """An object of these fields, and no others."""
    fields = [name.removesuffix("?") for name in names.split()]
    required = [name for name in names.split() if not name.endswith("?")]
    return {
        "type": "object",
        "description": told,
        "properties": {name: own.get(name) or FIELDS[name] for name in fields},
        "required": required,
        "additionalProperties": False,
    }


def listed(item: str, names: str = "", own: dict[str, Schema] | None = None) -> Schema:
    """The envelope of a list of these objects."""
    envelope = {
        "total": whole("How many there are in all."),
        "total_exact": flag("Whether the total was counted to the end; otherwise there are at least so many."),
        "next": maybe(text("The cursor of the next page; null at the end.")),
        "next_url": maybe(address("The next page; follow it until it is null.")),
        "items": several(a(item)),
    }
    return answer(f"A list, in the order in which it is read: {OBJECTS[item][0]}",
                  f"total total_exact next next_url {names} items", envelope | (own or {}))  # fmt: skip


def answer(told: str, names: str, own: dict[str, Schema] | None = None) -> Schema:
    """A whole answer."""
    return thing(told, f"ok {names}", {"ok": {"const": True}, **(own or {})})


ERROR: Schema = {
    "type": "object",
    "description": "What is wrong, in words. Further fields may say what there is instead.",
    "properties": {"ok": {"const": False}, "error": text("In words."), "status": whole("HTTP status.")},
    "required": ["ok", "error", "status"],
}


def _fields_of(name: str) -> str:
    return OBJECTS[name][1]


PUBLICATION = {"publication": a("Publication")}
STORY = (
    "key source_url headline kicker standfirst byline section page language access edition_date evidence_kind "
    "published words print_headline agency dateline body body_html topics modified first_seen fetched issue "
    "evidence_text evidence_also noarchive tdm_reserved text_hash found_by publication publication_title "
    "publication_place publication_publisher publication_issn versions authors images leads captures placements "
    "others previous next url publication_url day_url access_text evidence edition_url versions_url near_matches"
)
ANSWERS: dict[str, Schema] = {
    "Publications": listed("Publication"),
    "OnePublication": answer(
        "A publication with the calendar of its last year.",
        f"{_fields_of('Publication')} years undated rhythm days",
        {"years": several(a("Year")), "days": several(a("Day")), "rhythm": several(a("Weekday"))},
    ),
    "Undated": listed("StoryLine", "publication", PUBLICATION),
    "Days": listed("Day", "publication when", PUBLICATION),
    "DayOfPaper": listed(
        "EditionLine",
        "publication date state reason web_dated web_dated_total",
        PUBLICATION
        | {"web_dated": several(a("StoryLine"), "Stories dated by the web only."), "web_dated_total": whole("All.")},
    ),
    "Edition": answer(
        "An edition, as printed.",
        "date label name title issue outcome detail reasons listed supplement_of publication publication_title "
        "language held placed index_name index_url cover_url first_collected last_collected sections others "
        "previous next url "
        "expectation state counted gap edition_name outcome_name outcome_text publication_url day_url web_dated",
        {
            "others": several(a("EditionLine"), "The day's other editions and supplements."),
            "previous": maybe(a("EditionLink")),
            "next": maybe(a("EditionLink")),
        },
    ),
    "AllPapers": listed(
        "EditionLine",
        "date absent web_dated other_years",
        {
            "absent": several(a("Absent"), "Editions that are not there, each with the reason."),
            "web_dated": several(a("PaperOnTheWeb")),
            "other_years": several(a("DayOfAll"), "The same day in other years."),
        },
    ),
    "DaysOfAll": listed("DayOfAll", "when"),
    "Story": answer("A story over its life.", STORY),
    "Versions": listed("Version", "story", {"story": a("StoryLine")}),
    "Matches": listed(
        "Match",
        "understood notes editions_held editions_known facets? facets_of? facets_exact? suggestions?",
        {
            "editions_known": whole("These and the missing ones."),
            "facets": several(a("Facet"), "With facets=1: how many matches each value has."),
            "facets_of": whole("Matches that were looked at for the facets."),
            "facets_exact": flag("Whether these were all."),
            "suggestions": several(a("Suggestion"), "Where nothing is found: what would be."),
        },
    ),
    "Timeline": listed(
        "Period",
        "by first last queries notes",
        {
            "by": text("What a period is.", enum=["day", "month", "year"]),
            "first": DAY,
            "last": DAY,
            "queries": several(a("Line")),
        },
    ),
    "Coverages": listed("Coverage"),
    "Stories": listed(
        "CitedStory", "absent notes", {"absent": several(text("A key."), "Keys that are not in the archive.")}
    ),
    "Diff": answer(
        "What changed between two versions.",
        "url story versions_url old new changes_html",
        {
            "story": a("StoryLine"),
            "old": a("Version"),
            "new": a("Version"),
            "changes_html": several(text("A paragraph."), "The changed paragraphs as HTML, with <ins> and <del>."),
        },
    ),
    "OpenAPI": {"type": "object", "description": "An OpenAPI 3.1 document.", "required": ["openapi", "paths"]},
}


def components() -> dict[str, Schema]:
    """Every schema by its name."""
    return {"Error": ERROR, **{name: thing(*parts) for name, parts in OBJECTS.items()}, **ANSWERS}
