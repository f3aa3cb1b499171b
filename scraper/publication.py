"""A newspaper's facts as frozen types: what one ``publications/<slug>.toml`` says, after the strict reader checked it.

These types are the one description of the file: a field is a word of it, its annotation says what may be written and
what it means (``scraper.publication_words``). ``scraper.catalogue`` reads the files by them, and the JSON Schema for
editors and the tables of docs/publications.md are made from them. A new word is a new field here, and something that
obeys it.

Values that select something from a page are ``Value``; templates stay text until ``scraper.discover.templates`` fills
them in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from scraper.publication_words import (
    EMBEDDED,
    ISSUE_WORDS,
    LINK_WORDS,
    PAGE_NUMBERS,
    PAGE_WORDS,
    PYTHON_FILE,
    AddressText,
    AnyTemplate,
    AtLeastOne,
    Clock,
    Country,
    CountsByWeekday,
    Filled,
    FreeVariables,
    Head,
    Identifier,
    Identifiers,
    Issn,
    Language,
    Names,
    Pattern,
    Patterns,
    PublishingDays,
    Seconds,
    SectionOrder,
    SectionPages,
    Selector,
    SelectorOrList,
    Selectors,
    Share,
    SharesByField,
    Span,
    SpansOfTime,
    SpecialDays,
    Substitutions,
    Template,
    TextTable,
    Variables,
    WebAddress,
    Weekdays,
    Word,
    Words,
    Zone,
)
from scraper.publication_words import (
    WEEKDAYS as WEEKDAYS,  # re-exported
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """How one value is read: the first selector in ``get`` that gives text, then ``re``, ``sub``, ``map``, template.

    Selectors are CSS by default, XPath after the prefix ``xpath:``, JMESPath on JSON. ``join`` puts all matches of a
    selector together instead of taking the first; ``negate`` (TOML ``not``) turns a ``where`` round.
    """

    head: ClassVar[Head] = Head("a value")

    get: Annotated[
        SelectorOrList,
        Word("What to read. Of a list, the first selector that gives a text which `re` lets through."),
    ] = ()
    re: Annotated[
        Pattern,
        Word(
            "Keep what its first group matches; the whole match where it has no group; nothing where it does not match."
        ),
    ] = ""
    sub: Annotated[Substitutions, Word("Replacements, one after the other; `\\\\1` is the first group.")] = ()
    map: Annotated[TextTable, Word('Whole texts that become other ones: `{ "TH_National" = "National" }`.')] = field(
        default_factory=dict
    )
    join: Annotated[
        str | None, Word("Put all matches together with this between them, instead of taking the first.")
    ] = None
    template: Annotated[Template, Word("Put the text into this, where it is called `{value}`.")] = ""
    default: Annotated[AnyTemplate, Word("What to take where nothing is found.")] = ""
    const: Annotated[Template, Word("A fixed text; nothing is read.")] = ""
    negate: Annotated[bool, Word("Only in `where`: the condition is met when nothing is found.", key="not")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """JSON inside a page: the content of the element ``css`` selects, or the value that follows the text ``marker``."""

    css: str = ""
    marker: str = ""


EmbeddedJson = Annotated[Embedded, EMBEDDED]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumbers:
    """The numbers of a list's pages, or its offsets: ``first`` and every ``step`` from there, at most to ``last``."""

    first: int
    last: int | None = None
    step: int = 1


PageCount = Annotated[PageNumbers, PAGE_NUMBERS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One step of an index: pages to fetch and what to read off them (``let``) for the next step."""

    head: ClassVar[Head] = Head(
        "[[index.fetch]]",
        "A step of a chain. All but the last find places on the page (`each`, `where`, `pick`) and bind names there "
        "(`let`); the next step fetches its address once for each. A name `section` or `page` also goes to the stories."
        " The last step lists the stories.",
    )

    url: Annotated[
        Template, Word('The page to fetch; in a chain also an address that was bound: `"{issue_url}"`.', inline=True)
    ] = ""
    latest: Annotated[
        Template,
        Word(
            "An address without a date that shows the newest edition. It is used for that edition only, after `url`, "
            "and once it is `ready`; of a chain in the first step only.",
            inline=True,
        ),
    ] = ""
    urls: Annotated[
        SectionPages, Word("Several pages, each with the section it stands for.", inline=True)
    ] = ()  # (section, address) pairs
    format: Annotated[
        Literal["html", "json", "xml", "feed", "sitemap"],
        Word("`html` (default), `json`, `xml` (any other than the next two), `feed`, `sitemap`.", inline=True),
    ] = "html"
    embedded: Annotated[
        EmbeddedJson | None,
        Word(
            'JSON inside an HTML page: the text just before it, or `{ css = "script#data" }`, or both (`marker`). Of '
            "several elements all are given, as a list; `__next_f` are the rows that Next.js streams.",
            inline=True,
        ),
    ] = None
    html: Annotated[
        Selector,
        Word(
            "Where HTML stands in a JSON answer, as scripts fetch the rest of a list: the page is then that HTML, and "
            "all selectors of the step are those of HTML.",
            inline=True,
        ),
    ] = ""
    records: Annotated[
        Selector,
        Word(
            "Where the page has a table in which `record(id)` looks up what lists give only by its id: an object by "
            "id, `[[id, record], ...]`, or records with an `id`. It holds for this step and the following ones.",
            inline=True,
        ),
    ] = ""
    each: Annotated[Selector, Word("The places to look at. Default: the whole page.")] = ""
    where: Annotated[
        tuple[Value, ...],
        Word(
            'Conditions that a place must meet: `[{ get = "time", re = "{date:%Y-%m-%d}" }]`. One with `re` is met '
            "where it matches, and one without where anything is found."
        ),
    ] = ()
    pick: Annotated[Literal["all", "first", "last"], Word("`all` (default), `first` or `last` of those left.")] = "all"
    let: Annotated[Mapping[str, Value], Word("Names for the next steps, read at each place.")] = field(
        default_factory=dict
    )
    next: Annotated[Value | None, Word("Where the next page of the same list is.", inline=True)] = None
    pages: Annotated[
        PageCount | None,
        Word(
            'The numbers of the list\'s pages, where none leads to the next: `"1.."`, `"2..40"`, or offsets '
            '`"0.. by 24"`. The address names `{page_number}` and is asked for with each, until a page lists nothing '
            "new or is not there, or one of a list that begins with the newest is past the days that `window_days`, "
            '`include` or `where` keep; with `pick = "first"` until one has been picked.',
            inline=True,
        ),
    ] = None
    max_pages: Annotated[
        AtLeastOne,
        Word(
            "How many pages at most; of an index of sitemaps, how many of those it names. Default: 1; with `pages`, "
            "200, or as many as it says.",
            inline=True,
        ),
    ] = 1
    form: Annotated[
        Mapping[str, str] | None,
        Word(
            'Fields of a form to send (a POST request): `{ day = "{date:%Y-%m-%d}", page = "{page_number}" }`.',
            inline=True,
        ),
    ] = None
    body: Annotated[
        Template,
        Word(
            'What else to send (a POST request): JSON, such as `\'{"day": "{date}"}\'`, or a text whose Content-Type '
            "`headers` say.",
            inline=True,
        ),
    ] = ""
    headers: Annotated[Mapping[str, str], Word("Headers to send.", inline=True)] = field(default_factory=dict)
    optional: Annotated[bool, Word("A page that cannot be read counts as empty.", inline=True)] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRules:
    """Containers with a heading, each holding stories."""

    head: ClassVar[Head] = Head("[index.sections]")

    each: Annotated[Selector, Word("The containers. For an object with sections as keys: `items(@)`.")]
    title: Annotated[Value | None, Word("The heading, read inside the container.")] = None
    where: Annotated[tuple[Value, ...], Word("Conditions that a container must meet.")] = ()
    limit: Annotated[AtLeastOne, Word("Take only the first so many.")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRules:
    """One ``[index.stories]`` block: how a listed story is found and read."""

    head: ClassVar[Head] = Head("[index.stories]", "Selectors start from the container, or the page.")

    each: Annotated[Selector, Word("The listed stories. Needed on HTML; on JSON the default is all.")] = ""
    fields: Annotated[Mapping[str, Value], Words(LINK_WORDS)] = field(default_factory=dict)
    where: Annotated[tuple[Value, ...], Word("Conditions that a listed story must meet.")] = ()
    include: Annotated[Patterns, Word("As in `[[index]]`, for this block.")] = ()
    exclude: Annotated[Patterns, Word("As in `[[index]]`, for this block.")] = ()
    limit: Annotated[AtLeastOne, Word("Take only the first so many, in each container.")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One way to learn an edition's stories. Alternates are tried in order; ``add`` makes a union instead."""

    head: ClassVar[Head] = Head(
        "[[index]]",
        "One way to learn an edition's stories. The keys of a single fetch stand here directly; a chain of fetches is "
        "written with `[[index.fetch]]`.",
    )

    name: Annotated[Filled, Word("What reports call it.")]
    fetches: Annotated[tuple[Fetch, ...], Word("The steps of a chain, in place of the keys above.", key="fetch")] = (
        Fetch(),
    )
    sections: Annotated[SectionRules | None, Word("Containers with headings.")] = None
    stories: Annotated[
        tuple[StoryRules, ...], Word("What a listed story looks like; several for several kinds.", one_will_do=True)
    ] = ()
    issue: Annotated[
        Mapping[str, Value],
        Word("What the page says of the edition as a whole."),
        Words(
            ISSUE_WORDS,
            "[index.issue]",
            "Read from the whole page. Its date is asked first whether this is the edition that was asked for.",
        ),
    ] = field(default_factory=dict)
    requires: Annotated[Names, Word('Variables without which this index is passed over: `["env.API_KEY"]`.')] = ()
    serves: Annotated[
        Literal["all", "main", "supplements"],
        Word("`main` or `supplements`, where it knows only those. Default: `all`."),
    ] = "all"
    days: Annotated[Weekdays, Word("The days on which it is used.")] = ()
    valid_from: Annotated[dt.date | None, Word("The first edition date for which it is used.")] = None
    valid_until: Annotated[
        dt.date | None,
        Word("The last one. Keep the old layout of a site with its dates, and add the new one beside it."),
    ] = None
    archive_days: Annotated[
        int, Word("How many days back this index can be asked, where that is less than the schedule says.")
    ] = 0
    add: Annotated[bool, Word("Complete the index before this one, instead of replacing it.")] = False
    base: Annotated[
        AnyTemplate,
        Word(
            "What relative addresses of stories start from, where that is not the page (a JSON interface on another "
            "host)."
        ),
    ] = ""
    dedupe: Annotated[
        Literal["url", "headline"], Word("What makes two listed stories one: `url` (default), or `headline` besides.")
    ] = "url"
    order: Annotated[
        SectionOrder, Word("Sections to put first, or order by page number. Default: as listed.")
    ] = ()  # section titles, or ("page",)
    include: Annotated[Patterns, Word("Keep only stories whose address matches one.")] = ()
    exclude: Annotated[Patterns, Word("Leave out stories whose address matches one.")] = ()
    window_days: Annotated[
        int | None,
        Word(
            "Keep stories published on the edition date or up to so many days before; 0: on that day alone. Without it "
            "all are kept."
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRules:
    """One of a day's editions: a city, "late". ``optional`` ones are tried, their absence is no gap."""

    head: ClassVar[Head] = Head(
        "[[editions]]",
        'Leave this out for a paper with one edition a day. Further keys are variables: `region = "north"` is '
        "`{edition.region}`.",
    )

    id: Annotated[Identifier, Word("The label in the archive and its addresses: `city`, `late`.")]
    name: Annotated[str, Word("What people call it.")] = ""
    default: Annotated[bool, Word("The one that is meant when nobody says which. Otherwise the first.")] = False
    optional: Annotated[bool, Word("It appears now and then; its absence is no gap.")] = False
    days: Annotated[
        PublishingDays,
        Word(
            'The days of the paper on which there is this one; of one that was renamed `["every day until 2019-08"]`. '
            "Default: all."
        ),
    ] = ()
    closed: Annotated[SpecialDays, Word("Days of the paper without this one: an evening edition's holidays.")] = ()
    ready: Annotated[Clock, Word("From when on it should be there, where that is not the paper's.")] = ""
    retry_until: Annotated[
        Clock,
        Word("When to stop trying. Default: the paper's; with a `ready` of its own, a day after that."),
    ] = ""
    variables: Annotated[Mapping[str, str], FreeVariables()] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementRules:
    """An edition with a parent edition, on some weekdays; its absence is no error."""

    head: ClassVar[Head] = Head(
        "[[supplements]]",
        "Its label is its id; of a local edition that is not the default one, the edition's id comes first: "
        "`kochi-sunday-magazine`. A supplement that is not found is no gap. Further keys are variables.",
    )

    id: Annotated[Identifier, Word("")]
    name: Annotated[str, Word("What people call it.")] = ""
    days: Annotated[
        PublishingDays, Word('When it comes with the paper: `["sun"]`, `["1st fri of every month"]`. Default: always.')
    ] = WEEKDAYS
    editions: Annotated[Identifiers, Word("The editions that carry it. Default: all that are not optional.")] = ()
    ready: Annotated[Clock, Word("From when on it should be there, where that is not the edition's.")] = ""
    retry_until: Annotated[
        Clock,
        Word("When to stop trying. Default: the edition's; with a `ready` of its own, a day after that."),
    ] = ""
    variables: Annotated[Mapping[str, str], FreeVariables()] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When editions appear. Times are local; ``next_day`` of a time is written ``"next 08:00"`` in the file."""

    head: ClassVar[Head] = Head(
        "[schedule]",
        "Times are local. The day of `ready` and `retry_until` is the edition date, less `lead_days`; "
        '`"next 08:00"` is the morning after.',
    )

    days: Annotated[
        PublishingDays,
        Word(
            'The days it is dated: `["mon", ..., "sat"]`. Default: all. Of a paper that has changed them: `["mon", '
            '"tue until 2019-08-31"]`; of a monthly `["1st of every month"]`: [days in words](#days-in-words).'
        ),
    ] = WEEKDAYS
    ready: Annotated[Clock, Word("From when on the edition should be there. Default: midnight.")] = ""
    retry_until: Annotated[
        Clock, Word("When to stop trying: then it counts as missing. Default: a day after `ready`.")
    ] = ""
    closed: Annotated[
        SpecialDays,
        Word(
            'Days without a paper: `"12-25"` of every year, `"2025-12-27"` of one, `"good friday"`, '
            '`"holidays:DE-BY"`, `"2025-05-02 (strike)"`: [days in words](#days-in-words).'
        ),
    ] = ()
    combined: Annotated[
        SpecialDays,
        Word(
            'Days that share the edition of the day before: `["sun"]` where Saturday\'s is dated "Saturday/Sunday", '
            '`["12-25..12-26"]` for one of 24 to 26 December. No edition of their own is missing then.'
        ),
    ] = ()
    extra: Annotated[SpecialDays, Word("Days with a paper in spite of the other three.")] = ()
    lead_days: Annotated[int, Word("How many days before its date it appears.")] = 0
    again_after: Annotated[
        SpansOfTime,
        Word(
            "How long after the first look `backissues run` asks again for an edition that is held, to see whether its "
            'stories were changed: `["6h", "24h", "7d"]`. Default: never.'
        ),
    ] = ()
    archive_from: Annotated[dt.date | None, Word("The oldest date that can be asked for.")] = None
    archive_days: Annotated[int, Word("How many days back the site can be asked. Default: any.")] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRules:
    """``[story]``: how one story page of this newspaper is read; an empty field leaves it to the general reader."""

    head: ClassVar[Head] = Head(
        "[story]",
        "The general reader finds most of this by itself; write only what it gets wrong. Selectors are those of the "
        'page; with `format = "json"` or `embedded` the fields are JMESPath. Where pages come in several layouts, '
        "`[[story]]` stands once for each, and a page is read by the first that fits it: "
        "[when the site changes](#when-the-site-changes).",
    )

    where: Annotated[
        tuple[Value, ...],
        Word('Conditions that a page must meet to be read by this table: `where = ["main.story-2026"]`.'),
    ] = ()
    include: Annotated[Patterns, Word("Read only pages whose address matches one.")] = ()
    valid_from: Annotated[
        dt.date | None,
        Word("Read only pages that were fetched on this day or later, as the site has had this layout since."),
    ] = None
    valid_until: Annotated[
        dt.date | None,
        Word("Read only pages that were fetched on this day or before; the day is one where the newspaper lives."),
    ] = None
    fields: Annotated[Mapping[str, Value], Words(PAGE_WORDS)] = field(default_factory=dict)
    strip: Annotated[Selectors, Word("What to take out of the body.")] = ()
    paywall: Annotated[Selectors, Word("What stands on a page that shows only the beginning.")] = ()
    whole: Annotated[
        bool, Word("Its pages hold the whole text, also where they say that it is for subscribers. Default: false.")
    ] = False
    follow: Annotated[
        Value | None,
        Word(
            "Where the story stands, if the listed page only leads to it: the address of the page to read in its place."
            " The listed page gives what that one lacks, and the story's address."
        ),
    ] = None
    next_page: Annotated[
        Value | None,
        Word(
            "Where a story in several pages goes on: the address of the next page. All of them, at most 20, make one "
            "story. Where no `[[story]]` has `next_page` or `follow`, `rel=next` leads on: to the same address with "
            "the next number, under the same headline."
        ),
    ] = None
    url_sub: Annotated[
        Substitutions,
        Word("Makes of a listed address the one to fetch, such as the print version; those of all `[[story]]` do."),
    ] = ()
    json_ld: Annotated[bool, Word("Read structured data first. Default: true.")] = True
    generic: Annotated[bool, Word("Let the general reader find what no rule finds. Default: true.")] = True
    format: Annotated[Literal["html", "json"], Word("`html` (default) or `json`.")] = "html"
    embedded: Annotated[EmbeddedJson | None, Word("As in `[[index]]`.")] = None
    image_attrs: Annotated[tuple[str, ...], Word("Attributes that hold a picture's address, the best first.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRules:
    """The crawling policy for a site, and what is kept of pages that ask not to be archived (DESIGN.md, section 8)."""

    head: ClassVar[Head] = Head(
        "[access]",
        "One request at a time and a second between two are the default for a site; raise them, do not lower them.",
    )

    delay: Annotated[Seconds, Word("Between two requests to a host. Default: 1.")] = 1.0
    concurrency: Annotated[AtLeastOne, Word("Requests at a time. Default: 1.")] = 1
    robots: Annotated[Literal["obey"], Word("`obey`: robots.txt is always obeyed.")] = "obey"
    noarchive: Annotated[
        Literal["keep", "withhold"],
        Word(
            "What is kept of pages that ask not to be archived. `keep` (default): all of it, marked, and in nothing "
            "public more than headline and address; `withhold`: headline and address alone, in the captures neither. "
            "`BACKISSUES_NOARCHIVE=withhold` says the same for the whole archive; the stricter of the two holds."
        ),
    ] = "keep"
    user_agent: Annotated[
        str, Word("Is sent before our own name and the address to write to. Default: these alone.")
    ] = ""
    headers: Annotated[Mapping[str, str], Word("Headers to send.")] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What a good collection of this paper looks like; outside these ranges the outcome is ``partial``."""

    head: ClassVar[Head] = Head("[health]", "Outside these ranges a collection is marked as partial, and says why.")

    stories: Annotated[Span, Word("Stories of one edition.")] = (1, 100_000)
    min_stories_by_day: Annotated[CountsByWeekday, Word("Another least number on some weekdays: `{ sun = 45 }`.")] = (
        field(default_factory=dict)
    )
    sections: Annotated[Span, Word("Sections of one edition.")] = (0, 10_000)
    must_have_sections: Annotated[tuple[str, ...], Word("Sections that are never missing.")] = ()
    fields: Annotated[
        SharesByField,
        Word("The share of stories that have this field in the index: `{ headline = 1.0, page = 0.9 }`."),
    ] = field(default_factory=dict)
    body_chars: Annotated[int, Word("The least length of an ordinary body.")] = 0
    repeat_max: Annotated[
        Share,
        Word(
            "The share of stories that may also have been in the edition before; above it, yesterday's paper was "
            "served again."
        ),
    ] = 1.0
    date_must_match: Annotated[
        bool,
        Word(
            "The days that the pages and stories of an index state must be the edition's (default). `false`: this site "
            "states others on them, so they are not compared."
        ),
    ] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The front page image: an address, or a page to fetch and a value to read off it."""

    head: ClassVar[Head] = Head("[cover]", "Either `url`, or `fetch` and `get`.")

    url: Annotated[Template, Word("The image.")] = ""
    fetch: Annotated[
        Template,
        Word("A page on which the image's address stands; names that the index bound can be used."),
    ] = ""
    get: Annotated[Value | None, Word("Where on it.")] = None
    format: Annotated[Literal["html", "json"], Word("`html` (default) or `json`.")] = "html"
    embedded: Annotated[EmbeddedJson | None, Word("As in `[[index]]`.")] = None
    days: Annotated[Weekdays, Word("The days that have one.")] = ()


@dataclass(frozen=True, slots=True)
class HookFile:
    """A file of functions beside a newspaper's file (``scraper.discover.hooks``), and a hash of its content."""

    path: str
    digest: str = ""


PythonFile = Annotated[HookFile, PYTHON_FILE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A newspaper over time. ``slug`` is the name of its file and of its address."""

    head: ClassVar[Head] = Head("[publication]")

    slug: str
    title: Annotated[Filled, Word("The name on the masthead.")]
    timezone: Annotated[Zone, Word('Where the paper lives: `Europe/London`. "Today" and all times are meant there.')]
    language: Annotated[Language, Word("`en-GB`, `hi-IN`, `ja`. It chooses how search splits words.")]
    publisher: Annotated[str, Word("Who publishes it.")] = ""
    kind: Annotated[
        Literal["newspaper", "magazine", "journal"], Word("`newspaper` (default), `magazine`, `journal`.")
    ] = "newspaper"
    frequency: Annotated[
        Literal["daily", "twice-weekly", "weekly", "fortnightly", "monthly", "bimonthly", "quarterly", "irregular"],
        Word(
            "`daily` (default), `twice-weekly`, `weekly`, `fortnightly`, `monthly`, `bimonthly`, `quarterly`, "
            "`irregular`."
        ),
    ] = "daily"
    country: Annotated[Country, Word("Two capitals: `GB`.")] = ""
    place: Annotated[str, Word("Where it is published.")] = ""
    homepage: Annotated[WebAddress, Word("Its front page on the web.")] = ""
    hosts: Annotated[tuple[str, ...], Word("Hosts beside the homepage's from which its stories are served.")] = ()
    also: Annotated[tuple[str, ...], Word("Other names under which pages speak of it.")] = ()
    issn: Annotated[Issn, Word("Its last digit is checked.")] = ""
    lccn: Annotated[
        str,
        Word("Library of Congress control number; `backissues publications --json` gives it, as the next two."),
    ] = ""
    wikidata: Annotated[str, Word("Its item there.")] = ""
    terms: Annotated[AddressText, Word("Its conditions for those who collect.")] = ""
    demo: Annotated[bool, Word("It is fictional, and printed by `backissues demo`.")] = False
    unverified: Annotated[
        tuple[str, ...],
        Word('Tables and keys of this file that rest on no page seen: `["index", "story.body"]`.'),
    ] = ()
    schedule: Annotated[Schedule, Word("When it appears. Without it: every day.", at_top=True)] = field(
        default_factory=Schedule
    )
    labels: Annotated[
        tuple[LabelRules, ...],
        Word("Its local and late editions. Without them: one a day, without a label.", key="editions", at_top=True),
    ] = ()
    supplements: Annotated[tuple[SupplementRules, ...], Word("Editions that belong to another one.", at_top=True)] = ()
    variables: Annotated[Variables, Word("Free variables.", key="vars", at_top=True)] = field(default_factory=dict)
    indexes: Annotated[
        tuple[Index, ...],
        Word(
            "How the list of an edition's stories is found. Without it, the paper can be imported but not collected.",
            key="index",
            at_top=True,
        ),
    ] = ()
    story: Annotated[
        tuple[PageRules, ...],
        Word("How a story's page is read; several for several layouts.", at_top=True, one_will_do=True),
    ] = ()
    cover: Annotated[Cover | None, Word("Where the image of the front page is.", at_top=True)] = None
    access: Annotated[AccessRules, Word("Politeness to this site.", at_top=True)] = field(default_factory=AccessRules)
    health: Annotated[Health, Word("What a good collection looks like.", at_top=True)] = field(default_factory=Health)
    python: Annotated[
        PythonFile | None,
        Word(
            "A file of functions beside this one, for what no word can say: [functions in Python]"
            "(#functions-in-python). Only in the folder that `BACKISSUES_PUBLICATIONS` names.",
            at_top=True,
        ),
    ] = None
    source: str = ""  # the file it was read from

    @property
    def zone(self) -> ZoneInfo:
        """The newspaper's own time zone: "today" is a question of where the paper lives."""
        return ZoneInfo(self.timezone)
