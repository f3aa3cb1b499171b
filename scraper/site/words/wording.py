"""Outcomes, evidence, access and dates in words, as a newspaper's librarian would say them. Pure.

All is said in the language of the request (``language``); the tables hold the English, marked for the translators.
Add a sentence for each new Outcome, EvidenceKind or Access: ``tests/site/words/test_wording.py`` asks for all of them.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, get_day_names
from babel.lists import format_list
from babel.numbers import format_percent

from scraper.items import Access, EvidenceKind, Outcome
from scraper.reasons import Code, Reason, of_json, shown
from scraper.reasons import words as reason_words
from scraper.site import language
from scraper.site.language import N_, _, ngettext, number

STATES: Mapping[str, tuple[str, str]] = {  # of a day in the calendar: its sign and its name
    "held": ("●", N_("complete")),
    "partial": ("◐", N_("in part")),
    "statement": ("“", N_("by its stories’ word")),
    "missing": ("×", N_("missing")),
    "closed": ("–", N_("no edition")),
    "web": ("@", N_("web only")),
    "unknown": ("?", N_("unknown")),
    "off": ("", N_("not a publishing day")),
}

STATE_SENTENCES: Mapping[str, str] = {
    "held": N_("Every edition that was expected is held, complete."),
    "partial": N_("Something of the day is held, not all of it."),
    "statement": N_(
        "Known from what stories say of themselves; no index of the day was collected, so there may be more."
    ),
    "missing": N_("Tried, and nothing is held."),
    "closed": N_("No edition appeared that day."),
    "web": N_("Stories were published on the web that day. Nothing says that they were printed."),
    "unknown": N_("Never tried. The archive does not know whether a paper appeared."),
    "off": N_("The newspaper’s schedule has no edition on this day."),
}

OUTCOMES: Mapping[Outcome, tuple[str, str]] = {  # of an edition: its name and what it means
    Outcome.COMPLETE: (N_("Complete"), N_("Everything its index lists was collected.")),
    Outcome.PARTIAL: (N_("In part"), N_("Some of it is missing.")),
    Outcome.DEGRADED: (
        N_("Fallback"),
        N_("Collected from a fallback index: sections and order may differ from print."),
    ),
    Outcome.LATE: (N_("Late"), N_("Expected, but not there when it was looked for.")),
    Outcome.NOT_PUBLISHED: (N_("Not published"), N_("No edition was published.")),
    Outcome.STALE: (N_("Stale"), N_("The site served an earlier edition again.")),
    Outcome.BLOCKED: (N_("Blocked"), N_("The site refused to be read.")),
    Outcome.BROKEN: (N_("Broken"), N_("The site answered, but its index could not be read.")),
}
FROM_STORIES = (
    N_("By its stories’ word"),
    N_("Known from what its stories say of themselves; its index was not collected, so there may be more."),
)
UNFINISHED = (N_("Unfinished"), N_("Its collection began and has not ended."))
EXPECTATIONS: Mapping[str, tuple[str, str]] = {
    "expected": (N_("Unknown"), N_("Expected, and not tried yet.")),
    "optional": (N_("Unknown"), N_("Appears on some days only, and was not tried.")),
    "closed": (N_("No edition"), N_("The newspaper declares that it does not appear on this day.")),
}
RESULTS: Mapping[str, str] = {  # of a run
    "finished": N_("finished"),
    "interrupted": N_("was stopped"),
    "failed": N_("failed"),
}
ABSENT: Mapping[Outcome, str] = {  # of a newspaper in the roll-call of a day
    Outcome.LATE: N_("expected, was not there"),
    Outcome.NOT_PUBLISHED: N_("did not appear"),
    Outcome.STALE: N_("expected; its site still served an earlier edition"),
    Outcome.BLOCKED: N_("expected; its site refused to be read"),
    Outcome.BROKEN: N_("expected; its index could not be read"),
}
EXPECTED: Mapping[str, str] = {
    "expected": N_("expected, not tried yet"),
    "closed": N_("does not appear on this day"),
}
NOT_KNOWN = N_("not known")
UNKNOWN = (N_("Unknown"), N_("Never tried: the archive does not know whether there was an edition."))

FREQUENCIES = (  # of newspapers, as their files name them
    *(N_("daily"), N_("twice-weekly"), N_("weekly"), N_("fortnightly"), N_("monthly"), N_("bimonthly")),
    *(N_("quarterly"), N_("irregular")),
)

ACCESS: Mapping[Access, str] = {
    Access.OPEN: "",
    Access.EXCERPT: N_("An excerpt: the newspaper shows these paragraphs to everyone, the rest to its subscribers."),
    Access.PART: N_("Not the whole story: a part of its page is missing, as it was captured."),
    Access.HEADLINE: N_("The headline only: the newspaper shows no more to everyone."),
}
TEXTS: Mapping[str, str] = {  # of a story, as versions are compared
    "headline": N_("headline"),
    "standfirst": N_("standfirst"),
    "byline": N_("byline"),
    "body": N_("text"),
}
BECAUSE: Mapping[EvidenceKind, str] = {  # a story belongs to its edition
    EvidenceKind.INDEX: N_("because the index of that edition lists it"),
    EvidenceKind.STATEMENT: N_("because the page says"),
    EvidenceKind.STRUCTURED: N_("because the page’s data for machines say"),
    EvidenceKind.URL: N_("because its address names that day"),
    EvidenceKind.CLAIMED: N_("because an imported file says that the index of that edition lists it"),
    EvidenceKind.PUBLISHED: N_("and nothing says that it was printed"),
}
ALSO: Mapping[EvidenceKind, str] = {  # what else speaks of it
    EvidenceKind.INDEX: N_("The index of an edition lists it"),
    EvidenceKind.STATEMENT: N_("The page itself says"),
    EvidenceKind.STRUCTURED: N_("The page’s data for machines say"),
    EvidenceKind.URL: N_("Its address names the day"),
    EvidenceKind.CLAIMED: N_("An imported file says that the index of an edition lists it"),
    EvidenceKind.PUBLISHED: N_("Its publication on the web"),
}
NOARCHIVE = N_("The newspaper asks that this page not be archived: its headline and address are all that is kept.")
KEPT_PRIVATELY = N_(
    "The newspaper asks that this page not be archived: this copy is for the owner of the archive, and a public copy "
    "holds its headline and address."
)
RESTRICTED = N_("On request, public copies and exports show no more of this story than its headline and address.")
CUT: Mapping[str, str] = {  # scraper.archive.public_copy.Reason: why a public copy holds less of a story
    "restricted": N_("On request, this public copy holds no more of this story than its headline and address."),
    "noarchive": N_(
        "The newspaper asks that this page not be archived: this public copy holds its headline and address."
    ),
    "headline": ACCESS[Access.HEADLINE],
    "excerpt": N_("An excerpt: this public copy holds the beginning of what the newspaper shows to everyone."),
    "tdm": N_("An excerpt: the newspaper reserves text and data mining, and this public copy holds the beginning."),
    "open": N_("An excerpt: this public copy of the archive holds the beginning."),
}


def long_day(date: str | dt.date | None) -> str:
    """Saturday 7 December 2024."""
    # The comma that British English has after the weekday would be in the way in a title.
    return _formatted(date, "EEEE d MMMM y" if language.current() == language.ENGLISH else "full")


def day(date: str | dt.date | None) -> str:
    """7 December 2024."""
    return _formatted(date, "long")


def short_day(date: str | dt.date | None) -> str:
    """7 Dec 2024."""
    return _short_day(_date(date), language.current()) if date else ""


@functools.lru_cache(maxsize=5_000)  # a list of hundreds of newspapers has few different ones
def _short_day(date: dt.date, _tag: str) -> str:
    return str(format_skeleton("yMMMd", date, locale=language.locale()))


def month(date: str | dt.date | None) -> str:
    """December 2024."""
    return str(format_skeleton("yMMMM", _date(date), locale=language.locale())) if date else ""


def weekdays() -> list[tuple[str, str]]:
    """The days of a week from Monday, each in full and by its letter."""
    full, letters = (get_day_names(width, "stand-alone", locale=language.locale()) for width in ("wide", "narrow"))
    return [(str(full[at]), str(letters[at])) for at in range(7)]


def part_of_time(text: str) -> str:
    """A year, month or day as the reader writes it: 2024, December 2024, 7 December 2024."""
    if len(text) == 7:
        return month(f"{text}-01")
    return day(text) if len(text) == 10 else text


def native_day(date: str | dt.date, tag: str) -> str:
    """The day as the newspaper's own language writes it; empty where it is the reader's own, or unknown."""
    native = _locale(tag)
    if native is None or native.language == language.locale().language:
        return ""
    return str(format_date(_date(date), "full", locale=native))


def moment(stamp: str | None) -> str:
    """A time in words, in UTC as it is stored: 7 December 2024, 05:04 UTC; what is no time comes back as it is."""
    try:
        at = dt.datetime.fromisoformat(stamp or "")
    except ValueError:
        return stamp or ""
    if "T" not in (stamp or "") and " " not in (stamp or ""):
        return day(at.date())
    offset = at.strftime("%z")
    zone = "" if at.tzinfo is None else " UTC" if offset in ("+0000", "-0000") else f" UTC{offset[:3]}:{offset[3:5]}"
    return f"{day(at.date())}, {at:%H:%M}{zone}"


def language_name(tag: str) -> str:
    """The name of the language of a BCP 47 tag; the tag itself where it is not known."""
    return _language_name(tag, language.current())


@functools.lru_cache(maxsize=1_000)
def _language_name(tag: str, _reader: str) -> str:
    known = _locale(tag)
    return (known.get_language_name(language.locale().language) or tag) if known else tag


def country_name(code: str) -> str:
    """The name of the country of an ISO 3166-1 code; the code itself where it is not known."""
    return str(language.locale().territories.get(code.upper(), code))


def edition_name(edition: Mapping[str, Any]) -> str:
    """What a person calls the edition within its day: "City edition", "Sunday Review (supplement)", "The edition"."""
    name = edition.get("name") or (edition.get("label") or "").replace("-", " ").capitalize()
    if not name:
        return _("The edition")
    if edition.get("supplement_of") is not None or edition.get("supplement"):
        return _("%(name)s (supplement)", name=name)
    return name if "edition" in name.lower() else _("%(name)s edition", name=name)


def short_edition_name(edition: Mapping[str, Any]) -> str:
    """What the edition is called among the others of its day: "Coast", "main edition"."""
    name = edition.get("name") or (edition.get("label") or "").replace("-", " ").capitalize()
    return name or _("main edition")


# How newspapers call an edition that comes after another one of the same day.
LATER = re.compile(
    r"\b(?:late|later|latest|final|evening|night|afternoon|extra|second|third|2nd|3rd|2|3|spät|spätausgabe|abend|"
    r"abendausgabe|nacht|nachtausgabe|soir|tarde|noche|vespertina|sera|última|ultima|вечерний|вечерняя)\b|"
    r"夕刊|晚报|晚報|夜|最終|号外|號外|석간|सांध्य|مسائي"
)


def difference(labels: Sequence[str], names: Mapping[str, str]) -> str:
    """What some of a day's editions have, as a heading: "Only in Coast", "New in Late", "Not in Late".

    :param labels: of the editions that have it.
    :param names: of all editions by their labels, in order.
    """
    later = {label for label, name in names.items() if LATER.search(f"{label} {name}".casefold())}
    without = [label for label in names if label not in labels]
    having = _listed([names[label] for label in labels])
    if later.issuperset(labels):
        return _("New in %(editions)s", editions=having)
    if len(labels) > 1 and later.issuperset(without):
        return _("Not in %(editions)s", editions=_listed([names[label] for label in without]))
    return _("Only in %(editions)s", editions=having)


def _listed(names: Sequence[str]) -> str:
    return format_list(list(names), locale=language.locale())


def _outcome(edition: Mapping[str, Any]) -> tuple[str, str]:
    outcome, state = edition.get("outcome"), edition.get("state")
    if outcome == Outcome.NOT_PUBLISHED and state in ("partial", "statement"):  # and yet it was
        return FROM_STORIES if state == "statement" else OUTCOMES[Outcome.PARTIAL]
    if outcome != Outcome.NOT_PUBLISHED and state == "closed":
        return EXPECTATIONS["closed"]
    if outcome:
        name, sentence = OUTCOMES[Outcome(outcome)]
        gone = state == "missing" and outcome in (Outcome.COMPLETE, Outcome.PARTIAL, Outcome.DEGRADED)
        return name, STATE_SENTENCES["missing"] if gone else sentence
    if edition.get("listed") is not None:
        return UNFINISHED
    if edition.get("held"):
        return FROM_STORIES
    return EXPECTATIONS.get(edition.get("expectation") or "", UNKNOWN)


def outcome_name(edition: Mapping[str, Any]) -> str:
    """How the collection of an edition ended, in a word or two."""
    return _(_outcome(edition)[0])


def outcome_sentence(edition: Mapping[str, Any]) -> str:
    """How the collection of an edition ended, or what else the ledger knows, in one sentence without its reasons."""
    return _(_outcome(edition)[1])


def look_name(outcome: str | None) -> str:
    """What came of a look at an edition, in a word or two.

    :param outcome: None where nothing answered.
    """
    return _(OUTCOMES[Outcome(outcome)][0]) if outcome else _("Not tried")


def run_result(result: str | None) -> str:
    """How a run ended, in a word."""
    return _(RESULTS.get(result or "", N_("did not end")))


def looks_by_outcome(outcomes: Mapping[str, int]) -> str:
    """Numbers of looks by what came of them: "Complete: 9, Late: 2"."""
    return ", ".join(
        _("%(kind)s: %(number)s", kind=look_name(name if name in list(Outcome) else None), number=number(of))
        for name, of in outcomes.items()
    )


def seconds(took: int) -> str:
    """How long something took: 42 s, 3 min 20 s, 2 h 5 min."""
    minutes, rest = divmod(took, 60)
    if not minutes:
        return _("%(seconds)s s", seconds=rest)
    if minutes < 60:
        return _("%(minutes)s min %(seconds)s s", minutes=minutes, seconds=rest)
    return _("%(hours)s h %(minutes)s min", hours=number(minutes // 60), minutes=minutes % 60)


# That it was looked for, was never tried, or did not end, is what the sentence of the outcome says.
SAID_BY_OUTCOME = frozenset({Code.NOT_THERE, Code.NEVER_TRIED, Code.NOT_FINISHED})


def outcome(edition: Mapping[str, Any]) -> str:
    """How the collection of an edition ended, or what else the ledger knows, in one sentence and its reasons."""
    sentence, why = _(_outcome(edition)[1]), reasons_of(edition)
    if says_how_much(edition):  # it says itself that some is missing
        rest = reasons_in_words(why[1:], brief=True)
        told = _sentence(reasons_in_words(why[:1], brief=True))
        return f"{told} {_sentence(rest)}" if rest else told
    if not why or why[0].code in SAID_BY_OUTCOME or [reason.code for reason in why] == [Code.CRASHED]:
        return sentence
    is_declared = edition.get("state") == "closed" and why[0].code in (Code.DECLARED_CLOSED, Code.COMBINED)
    if is_declared or (edition.get("outcome") == Outcome.NOT_PUBLISHED and not edition.get("held")):
        return _("No edition was published: %(why)s", why=_sentence(reasons_in_words(why, brief=True), capital=False))
    return f"{sentence} {_sentence(reasons_in_words(why, brief=True))}"


def says_how_much(edition: Mapping[str, Any]) -> bool:
    """Whether its outcome itself says how many of the listed stories are held."""
    return any(reason.code is Code.NOT_HELD for reason in reasons_of(edition)[:1])


class ReadersSpeaker(reason_words.Speaker):
    """Speaks the language of the request."""

    def gettext(self, message: str) -> str:
        return language.gettext_(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return language.ngettext_(one, many, number)

    def number(self, value: int) -> str:
        return number(value)

    def share(self, value: float) -> str:
        return str(format_percent(value, locale=language.locale()))

    def day(self, date: dt.date) -> str:
        return day(date)

    def weekday(self, number: int) -> str:
        return str(get_day_names("wide", locale=language.locale())[(number - 1) % 7])


SPEAKER = ReadersSpeaker()


def reasons_of(row: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Why an edition is not whole, or a listed story not held: of a row of the archive, or of an object made of one."""
    if "reasons" in row:
        return tuple(map(of_json, row["reasons"]))
    return shown(row.get("detail") or row.get("failure"))


def reasons_in_words(reasons: Iterable[Reason], *, brief: bool = False) -> str:
    """Reasons in the reader's language, parted by semicolons.

    :param brief: without what exceptions and selectors said.
    """
    return reason_words.phrases(reasons, SPEAKER, brief=brief)


def incident(row: Mapping[str, Any]) -> str:
    """What is wrong with the site of a newspaper, or what was, in one sentence."""
    why = reasons_in_words(shown(row["detail"]), brief=True)
    since = day(row["since"])
    if row["closed"]:
        return _(
            "From the edition of %(since)s to %(closed)s it was read worse: %(why)s",
            since=since,
            closed=day(row["closed"][:10]),
            why=why,
        )
    return _("Since the edition of %(since)s it is read worse than it was: %(why)s", since=since, why=why)


def absent(edition: Mapping[str, Any]) -> str:
    """What the roll-call of a day says of an edition that is not there: "expected, was not there"."""
    declared = edition.get("state") == "closed" and edition.get("outcome") != Outcome.NOT_PUBLISHED
    if edition.get("outcome") in ABSENT and not declared:
        return _(ABSENT[Outcome(edition["outcome"])])
    if not declared and (edition.get("outcome") or edition.get("listed") is not None):
        return _("nothing of it is held")
    return _(EXPECTED.get(edition.get("expectation") or "", NOT_KNOWN))


def stories(held: int) -> str:
    """1 story, 1,234 stories."""
    return ngettext("%(num)s story", "%(num)s stories", held)


def papers(number_of_papers: int) -> str:
    """1 newspaper, 12 newspapers."""
    return ngettext("%(num)s newspaper", "%(num)s newspapers", number_of_papers)


def share(edition: Mapping[str, Any]) -> str:
    """How much of an edition is held, as a roll-call says it: 11 of 12 stories, or 12 stories."""
    held, listed = edition["held"], edition["listed"] or 0
    if held >= listed:
        return stories(held)
    return ngettext("%(held)s of %(num)s story", "%(held)s of %(num)s stories", listed, held=number(held))


def holding(edition: Mapping[str, Any]) -> str:
    """How much of an edition is held: all 12 listed stories, 10 of 12 listed stories, or 7 stories."""
    held, listed = edition["held"], edition["listed"]
    if not listed:
        return stories(held)
    if held >= listed:
        return ngettext("its one listed story", "all %(num)s listed stories", listed)
    return ngettext("%(held)s of %(num)s listed story", "%(held)s of %(num)s listed stories", listed, held=number(held))


def reason(day_of_coverage: Mapping[str, Any]) -> str:
    """Why a day's state is what it is: each edition that is not complete, in words."""
    told = [
        (edition_name(edition), outcome(edition))
        for edition in day_of_coverage["editions"]
        if edition["state"] != "held" and not need_not_be(edition)
    ]
    if not told:
        return _(STATE_SENTENCES[day_of_coverage["state"]])
    if len({text for _name, text in told}) == 1:
        return told[0][1]
    return " ".join(_("%(name)s: %(text)s", name=name, text=text) for name, text in told)


def state_name(state: str) -> str:
    """The name of a day's state in the calendar."""
    return _(STATES[state][1])


def counts_by_state(counts: Mapping[str, int]) -> str:
    """Numbers of days or editions by their state: "9 complete, 3 in part, 1 missing"."""
    told = [
        _("%(number)s %(state)s", number=language.number(counts[state]), state=state_name(state))
        for state in STATES
        if state != "off" and counts.get(state)
    ]
    return ", ".join(told)


def state_sentence(state: str) -> str:
    """What a day's state in the calendar means."""
    return _(STATE_SENTENCES[state])


def access(story: Mapping[str, Any]) -> str:
    """How much of a story everyone may read, where that is not all of it, and whether its copy may be shown."""
    texts = [ACCESS[Access(story["access"])]]
    if story.get("noarchive"):
        texts = [*texts, KEPT_PRIVATELY] if story.get("body") else [NOARCHIVE]
    if story.get("restricted"):
        texts = [*texts, RESTRICTED]
    return " ".join(_(text) for text in texts if text)


def cut(reason: str) -> str:
    """Why a public copy of an archive holds less of a story than the archive, or nothing of its text."""
    return _(CUT[reason])


def change(fields: Collection[str], words_out: int, words_in: int) -> str:
    """What changed between two versions of a story: "Headline, text: 30 words came, 12 went."

    :param fields: those with other words, by name.
    """
    if not fields:
        return _("Only punctuation, capitals, accents or the division into paragraphs are otherwise.")
    names = ", ".join(_(TEXTS[name]) for name in fields)
    came = ngettext("%(num)s word came", "%(num)s words came", words_in)
    went = ngettext("%(num)s word went", "%(num)s words went", words_out)
    return _sentence(_("%(texts)s: %(came)s, %(went)s.", texts=names, came=came, went=went))


def unconfirmed(edition: Mapping[str, Any]) -> str:
    """By which rules that nobody has confirmed an edition was read, and what speaks for them; empty where by none."""
    if not edition["unverified"]:
        return ""
    parts = ", ".join(edition["unverified"])
    told = _("Read by rules that nobody has confirmed on the newspaper’s own pages (%(parts)s).") % {"parts": parts}
    if not edition["read_rightly"]:
        return told
    since = day(edition["read_rightly_since"][:10])
    confirmed = ngettext(
        "In this archive they have read %(num)s edition to the end, on %(since)s.",
        "In this archive they have read %(num)s editions to the end since %(since)s.",
        edition["read_rightly"],
    ) % {"num": number(edition["read_rightly"]), "since": since}
    return f"{told} {confirmed}"


def need_not_be(edition: Mapping[str, Any]) -> bool:
    """Whether the edition appears on some days only, and was not there on this one, as far as anyone looked."""
    return edition["expectation"] == "optional" and not edition["counted"] and not edition["held"]


def evidence(story: Mapping[str, Any]) -> str:
    """Which edition a story belongs to, and the words or key its date rests on."""
    kind, words = story["evidence_kind"], story.get("evidence_text") or ""
    paper, date = story["publication_title"], day(story["edition_date"])
    if kind is None:
        return _("%(paper)s. Which edition it belongs to is not known: nothing on its page says so.", paper=paper)
    if date and kind == EvidenceKind.PUBLISHED:
        where = _("Published by %(paper)s on the web on %(date)s", paper=paper, date=date)
    elif date:
        where = _("Printed in %(paper)s of %(date)s", paper=paper, date=date)
    elif story.get("issue"):
        where = _(
            "Printed in %(paper)s, issue %(issue)s, of a day that is not known", paper=paper, issue=story["issue"]
        )
    else:
        where = _("Printed in %(paper)s, of a day that is not known", paper=paper)
    because = _(BECAUSE[EvidenceKind(kind)])
    if not words or kind == EvidenceKind.INDEX:  # the words of an index are the section and page, told beside it
        return _("%(where)s, %(because)s.", where=where, because=because)
    return _("%(where)s, %(because)s: ‘%(words)s’", where=where, because=because, words=words)


def further(more: Mapping[str, Any], edition_date: str | None) -> str:
    """What else speaks of a story's edition, beside the strongest evidence, and whether it names another day."""
    says = _(ALSO[EvidenceKind(more["kind"])])
    told = _("%(says)s: ‘%(words)s’", says=says, words=more["text"]) if more["text"] else f"{says}."
    other = more.get("date")
    if other and edition_date and other != edition_date:
        return f"{told} " + _("That is another day: %(date)s.", date=day(other))
    return told


def access_names() -> dict[str, str]:
    """The names of ``Access``: how much of a story is held."""
    return {
        "open": _("Whole story"),
        "excerpt": _("Excerpt"),
        "part": _("Captured in part"),
        "headline": _("Headline only"),
    }


def _sentence(text: str, *, capital: bool = True) -> str:
    text = text[:1].upper() + text[1:] if capital else text
    return text if text.endswith((".", "!", "?", "…", "’", "”")) else f"{text}."


def _date(date: str | dt.date) -> dt.date:
    return dt.date.fromisoformat(date) if isinstance(date, str) else date


def _formatted(date: str | dt.date | None, pattern: str) -> str:
    return _date_in(language.locale(), str(date), pattern) if date else ""


@functools.lru_cache(maxsize=5_000)  # a calendar has every day of a year, and some of them three times
def _date_in(locale: Locale, date: str, pattern: str) -> str:
    return str(format_date(_date(date), pattern, locale=locale))


@functools.lru_cache(maxsize=256)
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-") if tag else None
    except (UnknownLocaleError, ValueError):
        return None


def shortened(text: str, length: int = 280) -> str:
    """The beginning of a text, cut between two words."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    head, _space, _rest = text[:length].rpartition(" ")
    return f"{(head if len(head) > length // 2 else text[:length]).rstrip(' ,;:.–-')}…"
