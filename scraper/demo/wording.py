"""How each fictional newspaper prints dates, times and names, and the newsstand's interface in two languages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from babel.dates import format_date
from markupsafe import Markup

from scraper.demo.newspapers import Newspaper, PrintedStory

AGENCIES = frozenset({"Continental Press", "Kontinentale Presse", "大陸通信", "महाद्वीप समाचार सेवा"})

_AND = re.compile(r"\s*,\s+|\s+(?:and|und|और)\s+|、")
_BY = {"en": "By ", "de": "Von "}

RACK_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "statement": "This story is from the {date} edition of {paper}.",
        "trial": "Start your 7-day trial and read every paper on the rack to its last page.",
        "price": "Nothing to pay for a week, then 4 crowns a month. Stop whenever you like.",
        "button": "Try The Reading Rack",
        "member": "Already a subscriber?",
        "sign_in": "Sign in",
        "more": "MORE STORIES FROM {paper}",
        "papers": "Newspapers",
        "issues": "Issues of {paper}",
        "issue": "In the edition of {date}",
        "page": "page {page}",
        "footer": "The Reading Rack brings the newspapers of seven languages to one shelf.",
        "closing": "Prices include tax. Papers are delivered at five in the morning, local time.",
    },
    "hi": {
        "statement": "यह समाचार {paper} के {date} के संस्करण से लिया गया है।",
        "trial": "सात दिन बिना शुल्क पढ़िए: रैक का हर अख़बार, आख़िरी पन्ने तक।",
        "price": "पहला सप्ताह निःशुल्क, फिर 99 रुपये प्रति माह। जब चाहें बंद कर दें।",
        "button": "रीडिंग रैक आज़माइए",
        "member": "पहले से सदस्य हैं?",
        "sign_in": "साइन इन कीजिए",
        "more": "{paper} की और ख़बरें",
        "papers": "अख़बार",
        "issues": "{paper} के अंक",
        "issue": "{date} के संस्करण में",
        "page": "पृष्ठ {page}",
        "footer": "रीडिंग रैक सात भाषाओं के अख़बार एक ही जगह लाता है।",
        "closing": "मूल्य में कर शामिल है। अख़बार स्थानीय समय के अनुसार सुबह पाँच बजे पहुँचते हैं।",
    },
}


def rack_words(language: str) -> dict[str, Markup]:
    """The newsstand's interface for a title of that language; ``Markup.format`` escapes what is put in."""
    return {name: Markup(text) for name, text in RACK_WORDS[language[:2]].items()}  # noqa: S704 (our own constants)


def full_date(date: dt.date, language: str) -> str:
    """The day as a masthead prints it: "Samstag, 7. März 2026"."""
    return format_date(date, format="full", locale=language.replace("-", "_"))


def long_date(date: dt.date, language: str) -> str:
    """The day without its weekday: "7 March 2026", "2026年3月7日", "7 मार्च 2026"."""
    return format_date(date, format="long", locale=language.replace("-", "_"))


def statement_date(date: dt.date, language: str) -> str:
    """The day as the newsstand's edition statement prints it: "March 07, 2026" in English."""
    return format_date(date, "MMMM dd, y", locale="en_US") if language[:2] == "en" else long_date(date, language)


def print_date(date: dt.date) -> str:
    """The day as the Courier's print statement has it: "March 7, 2026"."""
    return format_date(date, "MMMM d, y", locale="en_US")


def clock(when: dt.datetime, language: str) -> str:
    """A time on the web as the page prints it, in the paper’s own time: "6 March 2026 19:17"."""
    return f"{long_date(when.date(), language)} {when:%H:%M}"


def names(byline: str) -> tuple[str, ...]:
    """The names of a byline, one by one."""
    return tuple(name.strip() for name in _AND.split(byline) if name.strip())


def is_agency(name: str) -> bool:
    """Whether a byline's name is that of a news agency."""
    return name in AGENCIES


def byline(story: PrintedStory, language: str) -> str:
    """The byline as printed: "By Mira Osei and Tom Aldous"; an agency stands alone."""
    if not story.byline or is_agency(story.byline):
        return story.byline
    return _BY.get(language[:2], "") + story.byline


def published(paper: Newspaper, story: PrintedStory) -> dt.datetime:
    """When the story went on the web: the evening before its edition, or, for every third and late copy, that night."""
    minute = dt.timedelta(minutes=story.position * 17 % 240)
    midnight = dt.datetime.combine(story.date, dt.time(), tzinfo=ZoneInfo(paper.timezone))
    in_the_night = story.part in paper.extra_labels or (
        paper.host == "www.readingrack.example" and story.position % 3 == 0
    )
    start = dt.timedelta(hours=1) if in_the_night else dt.timedelta(hours=-6)
    return midnight + start + minute
