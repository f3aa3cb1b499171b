"""Edition statements on whole pages: in the breadcrumb, in the title, in a line of data, as the last words of the text."""

from __future__ import annotations

import pytest

import scraper
from scraper import catalogue
from tests.extract.test_print_data import TEXT

HEADLINE = "Night ferry waits for a key that nobody has"
SPIEGEL, ZEIT = "https://www.spiegel.de/panorama/die-faehre-a-1", "https://www.zeit.de/2019/43/faehre-schluessel"
LANTERN = "https://www.lantern.example/harbour/night-ferry"


def edition(
    url: str, web: str, *, above: str = "", beside: str = "", below: str = "", title: str = "", language: str = "de"
) -> tuple[str, str, str, str]:
    html = (
        f'<!DOCTYPE html><html lang="{language}"><head><title>{HEADLINE}{title}</title><link rel="canonical" href="{url}">'
        f'<meta property="article:published_time" content="{web}"></head><body><main>{above}'
        f"<article><h1>{HEADLINE}</h1>{beside}{TEXT}{below}</article></main></body></html>"
    )
    found = scraper.read_story(html, url)["edition"]
    assert found is not None
    return str(found["date"]), found["issue"], found["evidence"]["kind"], found["evidence"]["text"]


def test_the_breadcrumb_names_the_issue() -> None:
    crumbs = '<ul class="breadcrumb"><li>Jungle.World</li><li><a href="/2023/43">2023/43</a></li><li>Disko</li></ul>'
    found = edition(LANTERN, "2023-10-26", above=crumbs + '<span class="date">26.10.2023</span>')
    assert found == ("2023-10-26", "2023/43", "statement", "Jungle.World 2023/43 Disko 26.10.2023")


def test_the_day_that_a_breadcrumb_stands_before_is_still_that_of_the_web() -> None:
    crumbs = '<ul class="breadcrumb"><li>Jungle.World</li><li><a href="/2023/43">2023/43</a></li><li>Disko</li></ul>'
    html = f"<main>{crumbs}<span>26.10.2023</span><article><h1>{HEADLINE}</h1>{TEXT}</article></main>"
    assert scraper.read_story(f'<html lang="de"><body>{html}</body></html>', LANTERN)["published"] == "2023-10-26"


@pytest.mark.parametrize(
    ("web", "day"),
    [
        ("2019-10-16T17:05:00+02:00", "2019-10-17"),  # the evening before
        ("2019-10-17", "2019-10-17"),
        ("2019-10-19T19:08:22+02:00", "2019-10-17"),
        ("2019-10-21T08:00:00+02:00", "None"),  # as near to the next one
        ("2019-03-14T08:00:00+01:00", "None"),  # whose number is not that of this day
    ],
)
def test_a_weekly_issue_has_the_day_of_its_papers_schedule(web: str, day: str) -> None:
    line = f'<div class="metadata"><time datetime="{web}">19:08 Uhr</time> <span>DIE ZEIT Nr.\u00a043/2019</span></div>'
    found = edition(ZEIT, web, beside=line)
    assert found[:3] == (day, "43/2019", "statement")
    assert found[3] == "DIE ZEIT Nr. 43/2019" + (
        f" (day by the paper's schedule and the web date {web[:10]})" if day != "None" else ""
    )


def test_the_title_names_the_issue() -> None:
    found = edition(SPIEGEL, "2018-12-22T00:00:00+01:00", title=" - DER SPIEGEL 52/2018")
    assert found[:3] == ("2018-12-22", "52/2018", "statement")
    assert edition(LANTERN, "2018-12-22", title=" - DER SPIEGEL 52/2018")[2] == "published", "on its own site only"


@pytest.mark.parametrize(
    "line", ["SPIEGEL 52/2018", "Aus: SPIEGEL 52/2018", "Aus dem SPIEGEL 52/2018", "Aus DER SPIEGEL 52/2018"]
)
def test_a_line_below_the_text_names_the_issue_with_or_without_its_article(line: str) -> None:
    found = edition(SPIEGEL, "2018-12-21T18:00:00+01:00", below=f"<p>{line}</p>")
    assert found[:3] == ("2018-12-22", "52/2018", "statement")
    assert edition(LANTERN, "2018-12-21", below=f"<p>{line}</p>")[2] == "published", "on its own site only"


def test_a_schedule_of_today_dates_no_issue_of_long_ago() -> None:
    assert edition(SPIEGEL, "2003-03-31", title=" - DER SPIEGEL 14/2003")[:2] == ("None", "14/2003")


def test_an_issue_of_another_paper_is_not_dated_by_this_ones_schedule() -> None:
    found = edition(ZEIT, "2019-10-17", below="<p>Aus: Der Talbote, Ausgabe 43/2019</p>")
    assert found[:3] == ("None", "43/2019", "statement")
    assert catalogue.by_host("www.zeit.de")[0].schedule.days == ("thu",)


@pytest.mark.parametrize(
    ("language", "below", "day"),
    [
        ("en", "This is the extended version of an interview that was first published in the print edition of"
               " <em>The Lantern</em> on January 24th .", "2019-01-24"),
        ("en", "This is an edited version of a column that appeared in the print edition on 22 January", "2019-01-22"),
        ("de", "Dies ist die erweiterte Fassung eines Interviews, das zuerst in der gedruckten Ausgabe vom 24. Januar"
               " erschienen ist.", "2019-01-24"),
        ("fr", "Ceci est une version abrégée d’un entretien paru dans l’édition papier du 24 janvier.", "2019-01-24"),
        ("es", "Esta es una versión ampliada de una entrevista publicada en la edición impresa del 24 de enero.",
         "2019-01-24"),
        ("it", "Questa è la versione integrale di un’intervista apparsa nell’edizione cartacea del 24 gennaio.",
         "2019-01-24"),
        ("pt", "Esta é uma versão ampliada de uma entrevista publicada na edição impressa de 24 de janeiro.",
         "2019-01-24"),
        ("nl", "Dit is de volledige versie van een interview dat eerder verscheen in de papieren krant van 24 januari.",
         "2019-01-24"),
        ("sv", "Det här är en längre version av en intervju som först publicerades i papperstidningen den 24 januari.",
         "2019-01-24"),
    ],
)  # fmt: skip
def test_another_version_of_what_was_printed(language: str, below: str, day: str) -> None:
    found = edition(LANTERN, "2019-01-23T10:00:00+01:00", below=f"<p>{below}</p>", language=language)
    assert (found[0], found[2]) == (day, "statement")
    assert found[3].endswith("(year inferred from the web date 2019-01-23)")


def test_a_journal_names_the_day_of_its_issue_months_ahead() -> None:
    dates = "<div>ePublished: 3 March 2020</div><div>Issue Published: 7 April 2020</div>"
    assert edition(LANTERN, "2020-03-03", beside=dates, language="en")[:3] == ("2020-04-07", "", "statement")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Switch to the UK edition"),
        ("en", "US edition | 24 January 2019"),
        ("en", "This is the January 24 edition of our morning newsletter."),
        ("en", "This is an edited version of a podcast that was first published on January 24th."),
        ("en", "Print this page"),
        ("de", "Aktuelle Ausgabe 4/2019"),
        ("de", "E-Paper vom 24. Januar 2019 lesen"),
        ("de", "Pressemitteilung Nr. 12 vom 24. Januar 2019"),
        ("de", "Aus dem Newsletter, Ausgabe 4/2019"),
        ("de", "Dies ist die dritte Ausgabe der Messe, die am 24. Januar begann."),
        ("fr", "Lire l’édition numérique du 24 janvier 2019"),
        ("fr", "La 12e édition du festival, du 24 janvier 2019"),
        ("es", "Edición América, 24 de enero de 2019"),
        ("es", "Ver la edición impresa"),
        ("it", "Edizione delle 20 del 24 gennaio 2019"),
        ("it", "Questa è la versione stampabile"),
        ("pt", "Edição Brasil"),
        ("nl", "Lees de digitale krant van vandaag"),
        ("sv", "Läs e-tidningen"),
        ("pl", "Wydanie internetowe, 24 stycznia 2019"),
        ("ja", "2019年1月24日 更新"),
        ("ko", "2019년 1월 24일 인쇄하기"),
    ],
)
def test_nothing_that_was_printed(language: str, words: str) -> None:
    line = f"<p class='note'>{words}</p>"
    assert edition(LANTERN, "2019-01-23", beside=line, language=language)[2] == "published"
    assert edition(LANTERN, "2019-01-23", below=line, language=language)[2] == "published"
