"""Citations: each style and each form, with what stories have and lack."""

from __future__ import annotations

import json

import pytest

from scraper.site.formats import citations
from scraper.site.formats.citations import styles
from scraper.site.formats.citations.bibtex import bibtex
from scraper.site.formats.citations.csl import csl
from scraper.site.formats.citations.names import name
from scraper.site.formats.citations.ris import ris
from scraper.site.formats.citations.wikipedia import cite_news

ROW = {
    "key": "abcdefghijkl",
    "source_url": "https://lantern.example/ferry",
    "headline": "Night ferry stays",
    "authors": ["Ada Quill"],
    "agency": "",
    "publication": "evening-lantern",
    "publication_title": "The Evening Lantern",
    "publication_place": "Saltholm",
    "publication_publisher": "",
    "publication_issn": "",
    "language": "en-GB",
    "edition_date": "2026-03-07",
    "evidence_kind": "index",
    "published": "2026-03-06T22:15:00+00:00",
    "fetched": "2026-03-11T06:00:00Z",
    "issue": "",
    "section": "News",
    "page": "",
    "access": "open",
    "placements": [{"section": "Front page", "page": "1", "edition_label": "city", "edition_name": "City"}],
}
PERSONS = [f"Ada{chr(97 + at)} Quill{chr(97 + at)}" for at in range(21)]


def cite(**fields):
    return citations.citation_of({**ROW, **fields}, "https://archive.example/stories/abcdefghijkl")


def said(style, **fields):
    return styles.text(style(cite(**fields)))


def test_a_signed_story_in_every_style():
    assert said(styles.apa) == (
        "Quill, A. (2026, March 7). Night ferry stays. The Evening Lantern, 1. https://lantern.example/ferry"
    )
    assert said(styles.mla) == (
        "Quill, Ada. “Night ferry stays.” The Evening Lantern, City ed., 7 Mar. 2026, p. 1, "
        "https://lantern.example/ferry. Accessed 11 Mar. 2026."
    )
    assert said(styles.chicago) == (
        "Quill, Ada. “Night ferry stays.” Evening Lantern, March 7, 2026, City edition, sec. Front page. "
        "https://lantern.example/ferry."
    )
    assert said(styles.chicago_note) == (
        "Ada Quill, “Night ferry stays,” Evening Lantern, March 7, 2026, City edition, sec. Front page, "
        "https://lantern.example/ferry."
    )


def test_only_the_newspaper_stands_in_italics():
    for style in (styles.apa, styles.mla, styles.chicago, styles.chicago_note):
        assert "<i>" in styles.markup(style(cite()))
        assert next(text for text, slanted in style(cite()) if slanted).endswith("Evening Lantern")
    assert styles.markup(styles.apa(cite(headline="A <b> & c"))).startswith(
        "Quill, A. (2026, March 7). A &lt;b&gt; &amp; c."
    )


@pytest.mark.parametrize(
    ("number", "apa", "mla", "chicago", "note"),
    [
        (0, "Night ferry stays. (2026", "“Night", "Evening Lantern. “Night", "“Night ferry stays,”"),
        (2, "Quilla, A., & Quillb, A. (", "Quilla, Adaa, and Adab Quillb. “", "Quilla, Adaa, and Adab Quillb. “",
         "Adaa Quilla and Adab Quillb, “"),
        (3, "Quilla, A., Quillb, A., & Quillc, A. (", "Quilla, Adaa, et al. “",
         "Quilla, Adaa, Adab Quillb, and Adac Quillc. “", "Adaa Quilla, Adab Quillb, and Adac Quillc, “"),
        (21, "Quilla, A., Quillb, A., Quillc, A., Quilld, A., Quille, A., Quillf, A., Quillg, A., Quillh, A., "
         "Quilli, A., Quillj, A., Quillk, A., Quilll, A., Quillm, A., Quilln, A., Quillo, A., Quillp, A., Quillq, A., "
         "Quillr, A., Quills, A., . . . Quillu, A. (", "Quilla, Adaa, et al. “",
         "Quilla, Adaa, Adab Quillb, Adac Quillc, Adad Quilld, Adae Quille, Adaf Quillf, Adag Quillg, et al. “",
         "Adaa Quilla et al., “"),
    ],
)  # fmt: skip
def test_as_many_authors_as_there_are(number, apa, mla, chicago, note):
    authors = PERSONS[:number]
    for style, begin in ((styles.apa, apa), (styles.mla, mla), (styles.chicago, chicago), (styles.chicago_note, note)):
        assert said(style, authors=authors).startswith(begin)


def test_an_agency_is_the_author_where_nobody_signed():
    assert said(styles.apa, authors=[], agency="Harbour Press Agency").startswith("Harbour Press Agency. (2026")
    assert csl(cite(authors=[], agency="Harbour Press Agency"))["author"] == [{"literal": "Harbour Press Agency"}]
    assert "author = {{Harbour Press Agency}}" in bibtex(cite(authors=[], agency="Harbour Press Agency"))
    assert "AU  - Harbour Press Agency\r\n" in ris(cite(authors=[], agency="Harbour Press Agency"))
    assert "|agency=HPA" in cite_news(cite(agency="HPA"))


def test_a_story_without_a_date():
    bare = {"edition_date": None, "evidence_kind": None, "published": ""}
    assert said(styles.apa, **bare) == (
        "Quill, A. (n.d.). Night ferry stays. The Evening Lantern. Retrieved March 11, 2026, from "
        "https://lantern.example/ferry"
    )
    assert "Accessed March 11, 2026." in said(styles.chicago, **bare)
    assert "DA  -" not in ris(cite(**bare))
    assert "issued" not in csl(cite(**bare))
    assert "{quill-nd-abcdefghijkl," in bibtex(cite(**bare))


def test_a_date_of_web_publication_says_so_and_has_no_page():
    web = {"evidence_kind": "published"}
    told = "Dated by its web publication; nothing says that it was printed."
    assert "p. 1" not in said(styles.mla, **web)
    assert csl(cite(**web))["note"] == told
    assert f"N1  - {told}\r\n" in ris(cite(**web))
    assert told in bibtex(cite(**web))
    undated = cite(edition_date=None, evidence_kind=None)
    assert (undated.date.isoformat(), undated.date_note) == ("2026-03-06", told)


def test_bibtex_escapes_what_tex_would_take_for_its_own():
    entry = bibtex(
        cite(headline="50% of {A&B} cost $3 #1 a_b ~ ^ \\ – naïve 東京", source_url="https://x.example/a{b}%20c_d")
    )
    assert entry == (
        "@article{quill-2026-abcdefghijkl,\n"
        "  author = {Quill, Ada},\n"
        r"  title = {{50\% of \{A\&B\} cost \$3 \#1 a\_b "
        r"\textasciitilde{} \textasciicircum{} \textbackslash{} – naïve 東京}},"
        "\n"
        "  journal = {The Evening Lantern},\n"
        "  entrysubtype = {newspaper},\n"
        "  date = {2026-03-07},\n"
        "  year = {2026},\n"
        "  month = mar,\n"
        "  issue = {City},\n"
        "  pages = {1},\n"
        "  location = {Saltholm},\n"
        "  langid = {en-GB},\n"
        "  keywords = {Front page},\n"
        "  url = {https://x.example/a%7Bb%7D%20c_d},\n"
        "  urldate = {2026-03-11},\n"
        "  note = {Archived in Back Issues: https://archive.example/stories/abcdefghijkl.}\n"
        "}\n"
    )


def test_ris_is_tags_in_lines_that_end_in_crlf():
    assert ris(cite(headline="Two\nlines")).split("\r\n") == [
        "TY  - NEWS", "AU  - Quill, Ada", "TI  - Two lines", "T2  - The Evening Lantern", "PY  - 2026",
        "DA  - 2026/03/07", "ET  - City", "SE  - Front page", "SP  - 1", "CY  - Saltholm", "LA  - en-GB",
        "UR  - https://lantern.example/ferry", "Y2  - 2026/03/11", "DB  - Back Issues", "DP  - Back Issues",
        "AN  - abcdefghijkl", "N1  - Archived in Back Issues: https://archive.example/stories/abcdefghijkl",
        "ER  - ", "",
    ]  # fmt: skip


def test_csl_json_is_a_newspaper_article():
    assert csl(cite(authors=["Ada van der Quill", "三雲 千尋"])) == {
        "id": "abcdefghijkl",
        "type": "article-newspaper",
        "title": "Night ferry stays",
        "author": [{"family": "van der Quill", "given": "Ada"}, {"family": "三雲", "given": "千尋"}],
        "container-title": "The Evening Lantern",
        "issued": {"date-parts": [[2026, 3, 7]]},
        "edition": "City",
        "section": "Front page",
        "page": "1",
        "publisher-place": "Saltholm",
        "language": "en-GB",
        "URL": "https://lantern.example/ferry",
        "accessed": {"date-parts": [[2026, 3, 11]]},
        "archive": "Back Issues",
        "archive_location": "https://archive.example/stories/abcdefghijkl",
    }


def test_wikipedia_gets_the_newspapers_address_and_the_archives():
    assert cite_news(cite(headline="A | b [c] }}", access="excerpt", authors=["Ada Quill", "Bo Reed"])) == (
        "{{cite news |last1=Quill |first1=Ada |last2=Reed |first2=Bo |date=2026-03-07 "
        "|title=A {{!}} b &#91;c&#93; &#125;&#125; |newspaper=The Evening Lantern |location=Saltholm "
        "|department=Front page |edition=City |page=1 |url=https://lantern.example/ferry "
        "|url-access=subscription |access-date=2026-03-11 |archive-url=https://archive.example/stories/abcdefghijkl "
        "|archive-date=2026-03-11 |url-status=live}}"
    )
    at_home = citations.citation_of(ROW, "http://127.0.0.1:8001/stories/abcdefghijkl")
    assert "archive-url" not in cite_news(at_home)  # nobody else could open it
    assert "|script-title=ja:町家に千体 " in cite_news(cite(headline="町家に千体", language="ja"))


def test_names_are_turned_round():
    told = {text: (name(text).inverted, name(text).initialled) for text in (
        "Ada Quill", "Ada Beth Quill", "Jean-Luc du Pré", "Bo Reed Jr.", "Ana", "三雲 千尋", "Анна Каренина", "علي حسن",
    )}  # fmt: skip
    assert told == {
        "Ada Quill": ("Quill, Ada", "Quill, A."),
        "Ada Beth Quill": ("Quill, Ada Beth", "Quill, A. B."),
        "Jean-Luc du Pré": ("du Pré, Jean-Luc", "du Pré, J.-L."),
        "Bo Reed Jr.": ("Reed, Bo, Jr.", "Reed, B., Jr."),
        "Ana": ("Ana", "Ana"),
        "三雲 千尋": ("三雲 千尋", "三雲 千尋"),
        "Анна Каренина": ("Каренина, Анна", "Каренина, А."),
        "علي حسن": ("حسن, علي", "حسن, علي"),
    }
    assert name("Nagy Anna", "hu").inverted == "Nagy Anna"


def test_quotation_marks_inside_a_headline_become_single():
    assert said(styles.mla, headline='He said "no"').startswith("Quill, Ada. “He said ‘no’.”")
    assert said(styles.apa, headline="Who stays?").startswith("Quill, A. (2026, March 7). Who stays? The")


def test_what_a_page_tells_zotero():
    told = citations.meta_tags(cite())
    assert ("DC.type", "newspaperArticle") in told
    assert ("DC.source", "The Evening Lantern") in told
    assert not [name for name, _ in told if name == "citation_journal_title"]  # that would make a journal article of it
    data = json.loads(citations.json_ld(cite(headline="</script><b>")))
    assert "<" not in citations.json_ld(cite(headline="</script><b>"))
    assert (data["@type"], data["headline"], data["printPage"]) == ("NewsArticle", "</script><b>", "1")
    assert data["isPartOf"]["isPartOf"] == {"@type": "Newspaper", "name": "The Evening Lantern"}


def test_coins_of_a_list_reads_persons_off_the_byline():
    line = {**ROW, "byline": "Ada Quill and Bo Reed", "page": "1", "edition_name": "City", "edition_label": "city"}
    del line["authors"]
    assert citations.coins(citations.citation_of_listed(line)) == (
        "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc&rft.type=newspaperArticle"
        "&rft.title=Night%20ferry%20stays&rft.source=The%20Evening%20Lantern&rft.au=Ada%20Quill&rft.au=Bo%20Reed"
        "&rft.date=2026-03-07&rft.edition=City&rft.pages=1&rft.place=Saltholm&rft.language=en-GB"
        "&rft.identifier=https%3A%2F%2Flantern.example%2Fferry"
    )
