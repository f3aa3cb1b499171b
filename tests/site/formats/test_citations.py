"""Citations: each style and each form, with what stories have and lack."""

from __future__ import annotations

import json

import pytest

from scraper.site.formats import citations
from scraper.site.formats.citations import styles
from scraper.site.formats.citations.bibtex import babel_language, bibtex
from scraper.site.formats.citations.capitals import headline_capitals
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
    "placements": [
        {"section": "Front page", "page": "1", "edition_label": "city", "edition_name": "City", "supplement_of": None}
    ],
    "standfirst": "The night boat keeps its berth.",
    "topics": ["ferries", "harbours, old"],
}
SUPPLEMENT = [{"section": "Essay", "page": "S1", "edition_name": "Sunday Review", "supplement_of": "city"}]
STYLES = (styles.apa, styles.mla, styles.chicago, styles.chicago_note)
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
        "Quill, Ada. “Night Ferry Stays.” The Evening Lantern [Saltholm], City, 7 Mar. 2026, p. 1, "
        "https://lantern.example/ferry. Front Page."
    )
    assert said(styles.chicago) == (
        "Quill, Ada. “Night Ferry Stays.” Front Page. The Evening Lantern (Saltholm), March 7, 2026. City Edition. "
        "https://lantern.example/ferry."
    )
    assert said(styles.chicago_note) == (
        "Ada Quill, “Night Ferry Stays,” Front Page, The Evening Lantern (Saltholm), March 7, 2026, City Edition, "
        "https://lantern.example/ferry."
    )


def test_a_supplement_is_named_and_is_no_edition():
    assert "The Evening Lantern, Sunday Review, S1. https" in said(styles.apa, placements=SUPPLEMENT)
    assert "[Saltholm], Sunday Review, 7 Mar. 2026, p. S1, " in said(styles.mla, placements=SUPPLEMENT)
    assert "(Saltholm), Sunday Review, March 7, 2026. https" in said(styles.chicago, placements=SUPPLEMENT)
    assert "(Saltholm), Sunday Review, March 7, 2026, https" in said(styles.chicago_note, placements=SUPPLEMENT)
    assert "edition" not in csl(cite(placements=SUPPLEMENT))
    assert csl(cite(placements=SUPPLEMENT))["collection-title"] == "Sunday Review"
    assert "SE  - Sunday Review, Essay\r\n" in ris(cite(placements=SUPPLEMENT))
    assert "addendum = {Sunday Review;" in bibtex(cite(placements=SUPPLEMENT))


@pytest.mark.parametrize(
    ("name_of_edition", "mla", "chicago"),
    [
        ("Late City edition", "Late City, ", "Late City Edition."),
        ("Ausgabe Süd", "Süd, ", "Süd Edition."),
        ("3rd", "3rd ed., ", "3rd ed."),
        ("12", "12th ed., ", "12th ed."),
    ],
)
def test_an_edition_is_called_so_once(name_of_edition, mla, chicago):
    placements = [{**ROW["placements"][0], "edition_name": name_of_edition}]
    assert f"[Saltholm], {mla}7 Mar." in said(styles.mla, placements=placements)
    assert f"March 7, 2026. {chicago} https" in said(styles.chicago, placements=placements)


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
        (0, "Night ferry stays. (2026", "“Night", "The Evening Lantern (Saltholm). “Night", "“Night Ferry Stays,”"),
        (2, "Quilla, A., & Quillb, A. (", "Quilla, Adaa, and Adab Quillb. “", "Quilla, Adaa, and Adab Quillb. “",
         "Adaa Quilla and Adab Quillb, “"),
        (3, "Quilla, A., Quillb, A., & Quillc, A. (", "Quilla, Adaa, et al. “",
         "Quilla, Adaa, Adab Quillb, and Adac Quillc. “", "Adaa Quilla et al., “"),
        (21, "Quilla, A., Quillb, A., Quillc, A., Quilld, A., Quille, A., Quillf, A., Quillg, A., Quillh, A., "
         "Quilli, A., Quillj, A., Quillk, A., Quilll, A., Quillm, A., Quilln, A., Quillo, A., Quillp, A., Quillq, A., "
         "Quillr, A., Quills, A., … Quillu, A. (", "Quilla, Adaa, et al. “",
         "Quilla, Adaa, Adab Quillb, Adac Quillc, et al. “",
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
    archived = "Archived in Back Issues: https://archive.example/stories/abcdefghijkl"
    assert "p. 1" not in said(styles.mla, **web)
    assert csl(cite(**web))["note"] == f"{archived} {told}"
    assert f"N1  - {told}\r\n" in ris(cite(**web))
    assert f"; {told.rstrip('.')}}}\n" in bibtex(cite(**web))  # the style sets the full stop
    undated = cite(edition_date=None, evidence_kind=None)
    assert (undated.date.isoformat(), undated.date_note) == ("2026-03-06", told)


def test_bibtex_escapes_what_tex_would_take_for_its_own():
    entry = bibtex(
        cite(headline='50% of {A&B} cost $3 #1 a_b ~ ^ \\ – naïve "東京"', source_url="https://x.example/a{b}%20c_d")
    )
    assert entry == (
        "@article{quill-2026-abcdefghijkl,\n"
        "  author = {Quill, Ada},\n"
        r"  title = {{50\% of \{A\&B\} cost \$3 \#1 a\_b "
        r'\textasciitilde{} \textasciicircum{} \textbackslash{} – naïve "{}東京"{}}},'
        "\n"
        "  journal = {The Evening Lantern},\n"
        "  entrysubtype = {nonacademic},\n"
        "  date = {2026-03-07},\n"
        "  year = {2026},\n"
        '  month = mar # "~7",\n'
        "  pages = {1},\n"
        "  location = {Saltholm},\n"
        "  langid = {british},\n"
        "  keywords = {ferries, harbours old},\n"
        "  abstract = {The night boat keeps its berth.},\n"
        "  url = {https://x.example/a%7Bb%7D%20c_d},\n"
        "  urldate = {2026-03-11},\n"
        r"  addendum = {City edition; archived in Back Issues: \url{https://archive.example/stories/abcdefghijkl}}"
        "\n"
        "}\n"
    )


def test_ris_is_tags_in_lines_that_end_in_crlf():
    assert ris(cite(headline="Two\nlines")).split("\r\n") == [
        "TY  - NEWS", "AU  - Quill, Ada", "TI  - Two lines", "T2  - The Evening Lantern", "PY  - 2026",
        "DA  - 2026/03/07", "ET  - City", "SE  - Front page", "SP  - 1", "CY  - Saltholm", "LA  - en-GB",
        "AB  - The night boat keeps its berth.", "KW  - ferries", "KW  - harbours, old",
        "UR  - https://lantern.example/ferry", "Y2  - 2026/03/11", "DB  - Back Issues", "DP  - Back Issues",
        "CN  - abcdefghijkl", "N1  - Archived in Back Issues: https://archive.example/stories/abcdefghijkl",
        "ER  - ", "",
    ]  # fmt: skip


def test_the_number_of_an_issue_is_no_page_in_ris():
    lines = ris(cite(issue="12,345")).split("\r\n")
    assert [line for line in lines if "12,345" in line] == ["IS  - 12,345"]


def test_csl_json_is_a_newspaper_article():
    assert csl(cite(authors=["Ada van der Quill", "三雲 千尋", "आरती दुबे"])) == {
        "id": "abcdefghijkl",
        "type": "article-newspaper",
        "title": "Night ferry stays",
        "author": [
            {"family": "van der Quill", "given": "Ada"},
            {"family": "三雲", "given": "千尋"},
            {"family": "दुबे", "given": "आरती", "literal": "आरती दुबे"},
        ],
        "container-title": "The Evening Lantern",
        "issued": {"date-parts": [[2026, 3, 7]]},
        "edition": "City",
        "section": "Front page",
        "page": "1",
        "publisher-place": "Saltholm",
        "language": "en-GB",
        "URL": "https://lantern.example/ferry",
        "accessed": {"date-parts": [[2026, 3, 11]]},
        "abstract": "The night boat keeps its berth.",
        "keyword": "ferries, harbours, old",
        "note": "Archived in Back Issues: https://archive.example/stories/abcdefghijkl",
    }


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost", "[::1]:8001", "192.168.1.7", "nas", "nas.local"])
def test_an_address_that_nobody_else_can_open_stands_in_no_bibliography(host):
    at_home = citations.citation_of({**ROW, "agency": "HPA"}, f"http://{host}/stories/abcdefghijkl")
    shown = csl(at_home)
    assert shown["note"] == "Archived in Back Issues: abcdefghijkl News agency: HPA."
    assert not {"archive", "archive_location", "source", "issue"} & set(shown)
    assert host not in bibtex(at_home) + cite_news(at_home)
    assert not [style for style in STYLES if host in styles.text(style(at_home))]
    assert f"N1  - Archived in Back Issues: http://{host}/stories/abcdefghijkl\r\n" in ris(
        at_home
    )  # a note of one's own


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


@pytest.mark.parametrize(
    ("text", "language", "inverted", "initialled"),
    [
        ("Ada Quill", "en", "Quill, Ada", "Quill, A."),
        ("Ada Beth Quill", "en", "Quill, Ada Beth", "Quill, A. B."),
        ("J.R.R. Quill", "en", "Quill, J. R. R.", "Quill, J. R. R."),
        ("Quill, Ada", "en", "Quill, Ada", "Quill, A."),
        ("Dr. Ada Quill", "en", "Quill, Ada", "Quill, A."),
        ("Jean-Luc du Pré", "fr", "du Pré, Jean-Luc", "du Pré, J.-L."),
        ("Ada van der Quill", "nl", "van der Quill, Ada", "van der Quill, A."),
        ("Ada Van Quill", "nl", "Van Quill, Ada", "Van Quill, A."),
        ("Siân ap Rhys", "cy", "ap Rhys, Siân", "ap Rhys, S."),
        ("Bo Reed Jr.", "en", "Reed, Bo, Jr.", "Reed, B., Jr."),
        ("Bo Reed, III", "en", "Reed, Bo, III", "Reed, B., III"),
        ("Ana", "en", "Ana", "Ana"),
        ("The Editors", "en", "The Editors", "The Editors"),
        ("Harbour News Agency", "en", "Harbour News Agency", "Harbour News Agency"),
        ("José Ortega y Gasset", "es", "Ortega y Gasset, José", "Ortega y Gasset, J."),
        ("José Ortega y Gasset", "en", "Ortega y Gasset, José", "Ortega y Gasset, J."),
        ("Ortega y Gasset", "es", "Ortega y Gasset", "Ortega y Gasset"),
        ("Gabriela Salas Merino", "es", "Salas Merino, Gabriela", "Salas Merino, G."),
        ("Ana María Salas", "es", "Salas, Ana María", "Salas, A. M."),
        ("Ana Sousa e Silva", "pt", "Sousa e Silva, Ana", "Sousa e Silva, A."),
        ("Kovács János", "hu", "Kovács, János", "Kovács, J."),
        ("Nguyễn Thị Hà", "vi", "Nguyễn, Thị Hà", "Nguyễn, T. H."),
        ("三雲 千尋", "ja", "三雲千尋", "三雲千尋"),
        ("王小明", "zh", "王小明", "王小明"),
        ("김 민수", "ko", "김민수", "김민수"),
        ("आरती दुबे", "hi", "आरती दुबे", "आरती दुबे"),
        ("დავით ბერიძე", "ka", "დავით ბერიძე", "დავით ბერიძე"),
        ("Анна Каренина", "ru", "Каренина, Анна", "Каренина, А."),
        ("علي حسن", "ar", "حسن, علي", "حسن, ع."),
        ("أحمد عبد الله", "ar", "عبد الله, أحمد", "عبد الله, أ."),
    ],
)
def test_names_are_turned_round(text, language, inverted, initialled):
    turned = name(text, language)
    assert (turned.inverted, turned.initialled) == (inverted, initialled)


def test_parts_of_names_for_those_who_sort_by_them():
    told = {text: (name(text, language).family, name(text, language).given) for text, language in (
        ("आरती दुबे", "hi"), ("三雲 千尋", "ja"), ("Kovács János", "hu"), ("김 민수", "ko"),
    )}  # fmt: skip
    assert told == {
        "आरती दुबे": ("दुबे", "आरती"),
        "三雲 千尋": ("三雲", "千尋"),
        "Kovács János": ("Kovács", "János"),
        "김 민수": ("김", "민수"),
    }
    assert name("Ada van der Quill").under_its_last_word == "Quill, Ada van der"


@pytest.mark.parametrize(
    ("headline", "capitals"),
    [
        ("the ferry that stays up", "The Ferry That Stays Up"),
        ("iPhone and eBay at war", "iPhone and eBay at War"),
        ("By-election in the tide-line town", "By-Election in the Tide-Line Town"),
        ("What now? a look ahead: the end of it", "What Now? A Look Ahead: The End of It"),
        ("It’s nine o’clock on Quill’s quay", "It’s Nine o’clock on Quill’s Quay"),
        ("‘You’re done’: mayor quits", "‘You’re Done’: Mayor Quits"),
    ],
)
def test_headline_capitals(headline, capitals):
    assert headline_capitals(headline) == capitals


def test_headlines_in_other_languages_keep_their_capitals():
    assert said(styles.mla, language="de", headline="Wer bleibt in der Stadt?").startswith(
        "Quill, Ada. “Wer bleibt in der Stadt?” "
    )


@pytest.mark.parametrize(
    ("tag", "babel"),
    [("en-GB", "british"), ("en", "english"), ("de-DE", "ngerman"), ("hi", "hindi"), ("nb", "norsk"), ("tlh", "")],
)
def test_babel_has_names_of_its_own(tag, babel):
    assert babel_language(tag) == babel


def test_dates_and_addresses_are_not_turned_round_in_words_from_right_to_left():
    hebrew = styles.markup(
        (("לוי, ר. (2026, March 7). גשם. ", False), ("המגדלור", True), (", 1. https://a.example/1", False))
    )
    assert hebrew == ("לוי, ר. <bdi>(2026, March 7)</bdi>. גשם. <i>המגדלור</i>, <bdi>1. https://a.example/1</bdi>")
    assert styles.markup((("חיפה, 7 Mar. 2026, p. 1, https://a.example/.", False),)) == (
        "חיפה, <bdi>7 Mar. 2026, p. 1, https://a.example/</bdi>."
    )
    assert styles.markup((("Quill, A. (2026, March 7).", False),)) == "Quill, A. (2026, March 7)."


def test_quotation_marks_inside_a_headline_become_single():
    assert said(styles.mla, headline='He said "no"').startswith("Quill, Ada. “He Said ‘No.’” ")
    assert said(styles.mla, headline="The word ‘flood’").startswith("Quill, Ada. “The Word ‘Flood.’” ")
    assert said(styles.apa, headline="The word ‘flood’").startswith("Quill, A. (2026, March 7). The word ‘flood.’ ")
    assert said(styles.mla, headline="Der „Käse“ kam", language="de").startswith("Quill, Ada. “Der „Käse“ kam.” ")
    assert said(styles.apa, headline="Who stays?").startswith("Quill, A. (2026, March 7). Who stays? The")


def test_what_a_page_tells_zotero():
    told = citations.meta_tags(cite())
    assert ("DC.type", "newspaperArticle") in told
    assert ("DC.source", "The Evening Lantern") in told
    assert not [name for name, _ in told if name == "citation_journal_title"]  # that would make a journal article of it
    assert ("citation_author", "Quill, Ada") in told
    assert ("citation_author", "Harbour Press,") in citations.meta_tags(cite(authors=[], agency="Harbour Press"))
    data = json.loads(citations.json_ld(cite(headline="</script><b>")))
    assert "<" not in citations.json_ld(cite(headline="</script><b>"))
    assert (data["@type"], data["headline"], data["printPage"]) == ("NewsArticle", "</script><b>", "1")
    assert data["isPartOf"]["isPartOf"] == {"@type": "Newspaper", "name": "The Evening Lantern"}
