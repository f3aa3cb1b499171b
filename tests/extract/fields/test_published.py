"""The day a story was published, or none: what pages state and show, and what on them is another day."""

from __future__ import annotations

import pytest

from scraper.extract import read
from tests.extract.pages import PARAGRAPHS, page, story

DAY, CHANGED = "2024-12-05", "2024-12-08"
META = f'<meta property="article:published_time" content="{CHANGED}T09:40:00+01:00">'
TODAY = "Tuesday, 10 December 2024"
EMBED = (
    '<blockquote class="instagram-media"><p>The quay last winter</p><p>A post shared by Ida Brun on'
    ' <time datetime="2022-03-12T19:30:12+00:00">Mar 12, 2022</time></p></blockquote>'
)
CARDS = "<section><h2>Read more</h2>" + "".join(
    f'<div class="card"><a href="/{day}"><h3>Ferry number {day} is late as well</h3></a><span>{day} November 2024</span></div>'
    for day in (11, 12, 13)
)


def published(html: str, url: str = "https://www.lantern.example/city/night-ferry") -> str:
    """The day that a page's story was published, "" for none."""
    return read(page(html, url)).draft.published[:10]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Published 5 December 2024 | Last updated 8 December 2024"),
        ("en-US", "Updated: December 8, 2024; Posted: December 5, 2024"),
        ("fr", "Publié le 5 décembre 2024 à 20h18 (mis à jour le 8 décembre 2024 à 9h40)"),
        ("de", "05.12.2024 - 20:18 Uhr | Aktualisiert: 08.12.2024 - 09:40 Uhr"),
        ("de", "Letzte Änderung: 08.12.2024, erschienen am 05.12.2024"),
        ("es", "Publicado: 5 de diciembre de 2024 20:18 | Actualizado: 8 de diciembre de 2024"),
        ("it", "Pubblicato il 5 dicembre 2024 - Ultimo aggiornamento 8 dicembre 2024"),
        ("pt-BR", "Publicado em 5 de dezembro de 2024. Atualizado em 8 de dezembro de 2024"),
        ("nl", "Gepubliceerd op 5 december 2024, laatst bijgewerkt op 8 december 2024"),
        ("pl", "Opublikowano: 5 grudnia 2024, aktualizacja: 8 grudnia 2024"),
        ("ru", "Опубликовано 5 декабря 2024, обновлено 8 декабря 2024"),
        ("el", "Δημοσιεύθηκε: 5 Δεκεμβρίου 2024 | Τελευταία ενημέρωση: 8 Δεκεμβρίου 2024"),
        ("hu", "Megjelent: 2024. december 5., frissítve: 2024. december 8."),
        ("tr", "Yayınlanma: 05.12.2024 20:18 Güncelleme: 08.12.2024 09:40"),
        ("ja", "2024年12月5日 公開 2024年12月8日 更新"),
        ("ja", "公開日：2024年12月5日　最終更新日：2024年12月8日"),
        ("ko", "입력 2024.12.05. 오후 8:18 수정 2024.12.08. 오전 9:40"),
        ("zh", "发布时间：2024-12-05 20:18 更新时间：2024-12-08 09:40"),
        ("ar", "نشر في 5 ديسمبر 2024 - آخر تحديث 8 ديسمبر 2024"),
        ("hi", "प्रकाशित: 5 दिसंबर 2024, अपडेटेड: 8 दिसंबर 2024"),
        ("id", "Diterbitkan 5 Desember 2024, diperbarui 8 Desember 2024"),
        ("vi", "Đăng ngày 5/12/2024, cập nhật 8/12/2024"),
        ("th", "เผยแพร่ 5 ธันวาคม 2567 อัปเดต 8 ธันวาคม 2567"),
    ],
)
def test_of_a_line_with_both_days_that_of_publication_is_taken(language: str, line: str) -> None:
    html = f'<p class="info">{line}</p>'
    assert published(story(below=html, language=language)) == DAY
    assert published(story(head=META, below=html, language=language)) == DAY  # also where the data states the change


@pytest.mark.parametrize(
    ("below", "url"),
    [
        ("<p>5 December 2024</p><p>Last modified: 8 December 2024</p>", "/ferry"),
        ("<p>Last updated 8 December 2024</p>", "/2024/12/05/ferry"),
    ],
)
def test_a_time_that_the_page_shows_to_be_a_change_is_not_the_publication(below: str, url: str) -> None:
    assert published(story(head=META, below=below), f"https://www.lantern.example{url}") == DAY


@pytest.mark.parametrize(
    "below",
    [
        f'Updated <time itemprop="dateModified" datetime="{CHANGED}">8 December</time>'
        f' Published <time itemprop="datePublished" datetime="{DAY}">5 December</time>',
        f'<time class="modified-date" datetime="{CHANGED}T10:00">08.12.2024</time> <time datetime="{DAY}">05.12.2024</time>',
        f'<p>Published on 5 December 2024</p><p><time itemprop="dateModified" datetime="{CHANGED}">8 December 2024</time></p>',
        f'<time class="entry-date published updated" datetime="{DAY}T20:10:00+01:00">5 December</time>',
        f'<p>by Ida Brun <abbr class="published" title="{DAY}T20:10:00+01:00">20:10</abbr></p>',
        f'<p>by Ida Brun <span class="ago" title="{DAY}T20:10:00Z">5 days ago</span></p>',
        '<p>by Ida Brun <span title="5 December 2024, 20:10">5 days ago</span></p>',
        '<p>by Ida Brun <abbr title="Dec. 5, 2024">yesterday</abbr></p>',
        f'<p>by Ida Brun <relative-time datetime="{DAY}T20:10:00Z">5 days ago</relative-time></p>',
        f'<p>by Ida Brun <span data-date="{DAY}T20:10:00Z"></span></p>',
        '<p>by Ida Brun <span data-timestamp="1733429400000">yesterday</span></p>',
        f'<p>Thursday December 5, 2024 10:05 am by Ida Brun</p><div class="replies"><b>quay</b>'
        f' <time datetime="{CHANGED}T01:00:00Z">8 hours ago</time><p>Nobody asked me about the key.</p></div>',
        "<p>Available until 20 January 2025</p><p>5 December 2024</p>",
        "<dl><dt>Date</dt><dd>5 December 2024</dd><dt>Section</dt><dd>City</dd></dl>",
        '<p class="related-date">5 December 2024</p>',
        "<p>05.12.2024</p>",
        f'<p>Updated <time datetime="{CHANGED}">8 December</time></p><p>First published <time datetime="{DAY}">5 December</time></p>',
        f'<p>입력<span data-date-time="{DAY} 20:10:09">2024.12.05. 오후 8:10</span></p>'
        f'<p>수정<span data-modify-date-time="{CHANGED} 09:00:00">2024.12.08. 오전 9:00</span></p>',
        f'<dl><dd class="modified"><time datetime="{CHANGED}" itemprop="dateModified">Last Updated: 8 December 2024</time></dd>'
        f'<dd class="published"><time datetime="{DAY}">Published: 5 December 2024</time></dd></dl>',
        f'<p class="date">5 December 2024</p><p><time datetime="{CHANGED}">Updated 8 December</time></p>',
        f'<span property="schema:datePublished" content="{DAY}T20:10:00Z">Thursday</span>',
        '<time datetime="05-12-2024 20:10">5. Dezember 2024</time>',
        f'<div class="article" data-published-at="{DAY}T20:10:00Z"></div>',
    ],
)  # fmt: skip
def test_the_time_of_publication_among_others(below: str) -> None:
    assert published(story(below=below)) == DAY


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Dieser Beitrag wurde am Donnerstag, 5. Dezember 2024 um 18:20 Uhr veröffentlicht und unter"
         " <a href='/c'>Stadt</a> gespeichert. Du kannst alle Antworten über den <a href='/f'>RSS-Feed</a> verfolgen."),
        ("en", "This entry was posted on Thursday, December 5th, 2024 and is filed under <a href='/c'>City</a>."),
        ("fr", "Cet article a été publié le jeudi 5 décembre 2024 et est classé dans <a href='/c'>Ville</a>."),
        ("es", "Esta entrada fue publicada el 5 de diciembre de 2024 en <a href='/c'>Ciudad</a>."),
        ("de", "Letzte Änderung: 08.12.2024 - Erschienen am: 05.12.2024 - Lesungen: 61"),
        ("en", "Posted by Ida Brun on December 5, 2024"),
    ],
)  # fmt: skip
def test_a_line_below_the_text_tells_when_it_was_posted(language: str, line: str) -> None:
    html = f'<p class="postmetadata alt"><small>{line}</small></p>'
    assert published(story(after=html, language=language)) == DAY


@pytest.mark.parametrize(
    ("language", "beginning"),
    [
        ("de", "(05.12.2024) "), ("de", "Karlsruhe, (05.12.2024). "), ("de", "5.12.2024 - "),
        ("de", "Berlin, 5. Dezember 2024 – "), ("en", "QUAY, December 5, 2024 /Newswire/ -- "),
        ("fr", "Paris, le 5 décembre 2024 - "), ("es", "Lima, 5 de diciembre de 2024.- "), ("en", "5 December 2024: "),
    ],
)  # fmt: skip
def test_a_text_begins_with_its_day(language: str, beginning: str) -> None:
    assert published(story(paragraphs=(beginning + PARAGRAPHS[0], *PARAGRAPHS[1:]), language=language)) == DAY


@pytest.mark.parametrize(
    "headline",
    [
        '<span class="date">05.12.2024</span> Night ferry waits for a key',
        "Night ferry waits for a key <small>5 December 2024</small>",
    ],
)
def test_a_day_inside_the_headline(headline: str) -> None:
    assert published(story(headline=headline)) == DAY


@pytest.mark.parametrize(
    "html",
    [
        story(below="<p>Last updated: 8 December 2024</p>"),
        story(below=f'<time itemprop="dateModified" datetime="{CHANGED}">8 December 2024</time>'),
        story(below='<span data-updated-time="2024-12-08T20:10:00Z">8 days</span>'),
        story(below='<span title="Updated 8 December 2024, 20:10">8 days ago</span>'),
        story(below='<img src="/a.jpg" title="5 December 2024"><a href="/b" title="5 December 2024">quay</a>'),
        story(paragraphs=(PARAGRAPHS[0], EMBED, *PARAGRAPHS[1:])),
        story(paragraphs=('The inquiry begins on <time datetime="2024-12-20">20 December</time> in the hall.', *PARAGRAPHS)),
        story(paragraphs=("The feast is on Friday, 20 December 2024 in the market hall.", *PARAGRAPHS)),
        story(paragraphs=("5 December 2024 was the day on which all began. " + PARAGRAPHS[0], *PARAGRAPHS[1:])),
        story(paragraphs=(*PARAGRAPHS, "The report of the harbour office was published on 5 December 2024.")),
        story(paragraphs=(*PARAGRAPHS, "Der Bericht wurde am 5. Dezember 2024 veröffentlicht."), language="de"),
        story(after=CARDS),
        story(after='<div><a href="/b"><h3>Another ferry is late as well</h3></a><span class="date">5 December 2024</span></div>'),
        story(after='<div id="comments"><h3>Comments</h3><div><b>Uwe</b> <span class="date">5 December 2024</span></div></div>'),
        story(after="<p>© The Lantern, 5 December 2024</p>"),
        story(below="<p>1 December 2024 - 5 December 2024</p>"),
        story(below="<p>Print edition of 5 December 2024</p>"),
        story(below='<figure><img src="/a.jpg"></figure><p class="caption">The quay of Merrow, 5 December 2019 (Photo: Ida)</p>'),
        story(below='<div><a href="/b">Another ferry is late as well</a> <span>5 December 2024</span></div>'),
        story(below=f'<p>Updated <time datetime="{CHANGED}">8 December 2024</time></p>'),
        story().replace("<footer>", "<p>Stand: 5 December 2024</p><footer>"),
        story(head='<script>feed = [{"publishedAt": "2024-12-05"}, {"publishedAt": "2024-12-04"}]</script>'),
        story(headline="The night of <em>5 December</em> and after"),
        story().replace("<body>", f'<body><div class="top"><a href="/">The Lantern</a><span>{TODAY}</span></div>'),
        story().replace("<main>", f'<div id="date">{TODAY}</div><main>'),
        story().replace("<main>", f'<time datetime="2024-12-10">{TODAY}</time><main>'),
    ],
)  # fmt: skip
def test_another_day_is_not_taken_for_that_of_publication(html: str) -> None:
    assert published(html) == ""


def test_a_story_of_today_has_its_day_beside_its_headline() -> None:
    assert published(story(below=f'<p class="date">{TODAY}</p>')) == "2024-12-10"
    assert published(story(above=f'<p class="date">{TODAY}</p>')) == "2024-12-10"


@pytest.mark.parametrize(
    ("language", "url", "day"),
    [
        ("en-GB", "https://www.lantern.example/a", "2024-05-12"),
        ("en-IN", "https://www.lantern.example/a", "2024-05-12"),
        ("en-US", "https://www.lantern.example/a", "2024-12-05"),
        ("en", "https://www.lantern.co.uk/a", "2024-05-12"),
        ("en", "https://www.lantern.com.au/a", "2024-05-12"),
    ],
)
def test_the_country_tells_the_order_of_day_and_month(language: str, url: str, day: str) -> None:
    assert published(story(head='<meta name="publish-date" content="12/05/2024">', language=language), url) == day
    assert published(story(below="<p>Published 12/05/2024</p>", language=language), url) == day


@pytest.mark.parametrize(
    "name",
    ["dc.date", "DC.Date.Issued", "bt:pubDate", "pdate", "shareaholic:article_published_time", "mediatype:publishDate"],
)
def test_the_names_under_which_sites_state_their_time(name: str) -> None:
    assert published(story(head=f'<meta name="{name}" content="{DAY}T20:10:00+01:00">')) == DAY


def test_a_day_in_the_pages_scripts_is_taken_where_they_hold_no_other() -> None:
    state = f'{{"display_date": "{DAY}T20:10:00Z", "first_publish_date": "{DAY}T20:10:00Z", "updated": "{CHANGED}"}}'
    assert published(story(head=f"<script>Globals.content = {state};</script>")) == DAY


def test_a_name_that_may_be_anything_is_outranked_by_what_the_page_prints() -> None:
    head = f'<meta name="date" content="{CHANGED}">'
    assert published(story(head=head)) == CHANGED
    assert published(story(head=head, below="<p>5 December 2024</p>")) == DAY
    assert published(story(head=head, after="<p>Erstellt am: 05.12.2024</p>", language="de")) == DAY


def test_of_two_stated_days_the_printed_one_is_taken() -> None:
    head = META + f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{DAY}"}}</script>'
    assert published(story(head=head, below="<p>5 December 2024</p>")) == DAY
    assert published(story(head=head, below="<p>8 December 2024</p>")) == CHANGED


def test_a_day_in_an_address_with_the_year_last() -> None:
    assert published(story(), "https://www.lantern.example/news/29-10-2024") == "2024-10-29"
    assert published(story(language="en-GB"), "https://www.lantern.example/news/05-12-2024") == DAY
    assert published(story(), "https://www.lantern.example/news/05-12-2024") == ""


def test_of_two_statements_of_one_day_that_with_the_hour_is_taken() -> None:
    data = f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{DAY}"}}</script>'
    exact = f'<meta property="article:published_time" content="{DAY}T12:40:00+01:00">'
    assert read(page(story(head=data + exact))).draft.published == f"{DAY}T12:40:00+01:00"


@pytest.mark.parametrize(
    ("language", "lines", "hour"),
    [
        ("de", "<p>05.12.2024, 18:30 Uhr</p>", "18:30"),
        ("no", "<p>Publisert 5. desember 2024 kl. 06.30</p>", "06:30"),
        ("fr", "<p>Publié le 5 décembre 2024 à 20h18 (mis à jour le 8 décembre 2024 à 9h40)</p>", "20:18"),
        ("fi", "<p>5 joulukuu, 2024 - 20:05</p>", "20:05"),
        ("en", "<p>11:20 am on 5 December 2024</p>", "11:20"),
        ("en", "<ul><li><span>December 5, 2024</span></li><li><span>9:41 pm</span></li></ul>", "21:41"),
        ("en", "<p>December 5, 2024 12:05 a.m.</p>", "00:05"),
        ("ko", "<p>2024.12.05. 오후 8:18</p>", "20:18"),
        ("ja", "<p>2024年12月5日 午前9時05分</p>", "09:05"),
        ("ar", "<p>5 ديسمبر 2024 - 10:05 ص</p>", "10:05"),
        ("fa", "<p>۱۵ آذر ۱۴۰۳ - ۱۳:۲۰</p>", "13:20"),
        ("th", "<p>5 ธ.ค. 2567 17:42 น.</p>", "17:42"),
        (
            "es",
            '<time class="entry-date updated" datetime="2024-12-05T07:02:00+01:00">5 diciembre, 2024</time>',
            "07:02",
        ),
        ("en", "<p>Updated: 5 December 2024, 09:15 | Published: 5 December 2024, 08:40</p>", "08:40"),
        ("en", "<p>5 December 2024 | 3:20 min</p>", ""),
        ("de", "<p>5. Dezember 2024, Rennen 31:70</p>", ""),
    ],
)
def test_the_hour_that_is_printed_beside_the_day_is_taken(language: str, lines: str, hour: str) -> None:
    found = read(page(story(below=lines, language=language), "https://www.lantern.example/a")).draft.published
    assert (found[:10], found[11:16]) == (DAY, hour)


@pytest.mark.parametrize(
    ("language", "changed", "first"),
    [("en", "Updated:", "Original:"), ("de", "Zuletzt aktualisiert", "Erstellt"), ("fr", "Mis à jour le", "Publié le")],
)
def test_a_label_in_a_line_of_its_own_is_of_the_day_below_it(language: str, changed: str, first: str) -> None:
    lines = f"<div>{changed}</div><div>08.12.2024</div><div>{first}</div><div>05.12.2024</div>"
    lines = lines.replace(".12.", " December ") if language == "en" else lines
    head = f'<meta property="article:published_time" content="{DAY}T12:40:00Z"><meta name="date" content="{CHANGED}">'
    assert published(story(head=head, below=lines, language=language)) == DAY
    assert published(story(below=lines, language=language), "https://www.lantern.example/a") == DAY


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("zh", "2024/3/9 15:45（3/9 17:02 更新）", "2024-03-09T15:45:00"),
        ("ar", "9 مارس 2024 10:12 مساء", "2024-03-09T22:12:00"),
    ],
)
def test_a_day_with_its_hour_in_other_scripts(language: str, line: str, expected: str) -> None:
    assert read(page(story(language=language, below=f"<div>{line}</div>"))).draft.published == expected
