"""The catalogue reads publication files strictly and says what is wrong with one, all at once."""

from __future__ import annotations

import datetime as dt
import json
import os
import pickle
import re
import subprocess
import sys
import tomllib
from dataclasses import asdict, fields
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from scraper import discover
from scraper.catalogue import (
    Catalogue,
    FaultyPublicationError,
    PublicationError,
    UnknownPublicationError,
    by_address,
    by_host,
    by_name,
    catalogue,
    editor_schema,
    publication,
    shipped,
)
from scraper.catalogue.schema import NOT_BUILT, TABLES
from scraper.items import Page
from scraper.limits import PUBLICATION_BYTES
from scraper.publication import WEEKDAYS, Embedded, Value
from scraper.schedule import edition_key, is_publishing_day
from tests.catalogue.word_readers import TYPES, fields_read
from tests.discover.papers import evening

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "publications.md"

GAZETTE = """
[publication]
title    = "The Harbour Gazette"
timezone = "Europe/London"
language = "en-GB"
"""
LISTED = """
[[index]]
name = "paper"
url  = "https://www.harbour-gazette.example/{date:%Y-%m-%d}/"
[index.stories]
each = "article"
url  = "a::attr(href)"
"""


def newspapers(folder: Path, **files: str) -> Catalogue:
    """A folder of one's own with these files; two underscores in a name stand for a slash, one for a hyphen."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/').replace('_', '-')}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Catalogue(folder)


@pytest.mark.parametrize("kind", ["pipe", "folder", "broken link", "long", "digits"])
def test_a_file_that_cannot_be_read_is_left_out_and_named(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "broken.toml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "broken link":
        path.symlink_to("nowhere.toml")
    else:
        path.write_text("#" * (PUBLICATION_BYTES + 1) if kind == "long" else f"a = {'9' * 5_000}")
    found = newspapers(tmp_path, harbour_gazette=GAZETTE + LISTED)
    assert [paper.slug for paper in found.sound() if paper.source.startswith(str(tmp_path))] == ["harbour-gazette"]
    assert found.secrets is not None, "nothing is waited for"
    assert list(found.faulty()) == ["broken"] and str(path) in str(found.faulty()["broken"])


def test_a_file_may_begin_with_the_mark_of_windows(tmp_path: Path) -> None:
    assert newspapers(tmp_path, harbour_gazette=f"\ufeff{GAZETTE}{LISTED}")["harbour-gazette"].zone


def faults(folder: Path, text: str, **bases: str) -> list[str]:
    """What is wrong with a file, without the folder's name."""
    with pytest.raises(FaultyPublicationError) as caught:
        newspapers(folder, harbour_gazette=text, **bases)["harbour-gazette"]
    return [fault.replace(f"{folder}/", "") for fault in caught.value.faults]


# What is shipped


@pytest.mark.parametrize("slug", list(Catalogue()))
def test_every_shipped_file_is_without_fault(slug: str) -> None:
    paper = Catalogue()[slug]
    assert paper.slug == slug
    assert paper.source == f"publications/{slug}.toml"


def test_the_papers_of_the_mission_are_shipped() -> None:
    assert {
        "business-standard-magzter",
        "hindustan-times",
        "le-monde",
        "the-economist",
        "the-guardian",
        "the-hindu",
        "the-independent-magzter",
    } <= set(Catalogue())


def test_a_paper_has_what_its_platform_says() -> None:
    paper = publication("the-independent-magzter")
    assert (paper.title, paper.country, paper.access.delay) == ("The Independent", "GB", 5.0)
    assert paper.indexes[0].fetches[0].latest.endswith("/{title_path}/Newspaper/")
    assert "edition_date" in paper.story[0].fields
    assert paper.story[0].paywall


def test_a_value_keeps_what_the_file_says() -> None:
    paper = publication("the-hindu")
    assert paper.indexes[0].fetches[0].embedded == Embedded(marker="grouped_articles = ")
    assert paper.indexes[0].sections is not None
    assert paper.indexes[0].sections.title == Value(get=("[0]",), sub=(("^TH_", ""), ("_", " ")))
    assert paper.supplements[1].days == ("fri",)
    assert paper.supplements[1].variables == {"query": "?supplement=th_{edition.id}-fr"}
    assert publication("the-economist").indexes[0].order[0] == "The world this week"


# Finding a newspaper


def test_an_unknown_slug_suggests_the_one_meant() -> None:
    with pytest.raises(UnknownPublicationError) as caught:
        publication("the-hndu")
    assert (
        str(caught.value) == "no newspaper 'the-hndu'; did you mean 'the-hindu'? 'backissues publications' lists them"
    )
    assert "the-hndu" not in catalogue()
    assert catalogue().get("the-hndu") is None


def test_an_unknown_slug_like_no_other_suggests_nothing() -> None:
    with pytest.raises(UnknownPublicationError) as caught:
        publication("zzz")
    assert str(caught.value) == "no newspaper 'zzz'; 'backissues publications' lists them"


@pytest.mark.parametrize("name", ["Le Monde", "LE MONDE", "le  mondé"])
def test_a_name_is_found_whatever_its_case_and_accents(name: str) -> None:
    assert [paper.slug for paper in by_name(name)] == ["le-monde"]


def test_signs_of_other_scripts_are_no_accents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newspapers(tmp_path, hindustan=GAZETTE.replace("The Harbour Gazette", "हिन्दुस्तान"))
    monkeypatch.setenv("BACKISSUES_PUBLICATIONS", str(tmp_path))
    assert [paper.slug for paper in by_name("हिन्दुस्तान")] == ["hindustan"]
    assert by_name("हनदसतन") == by_name("हिनदुसतान") == by_name("") == ()


@pytest.mark.parametrize(
    ("host", "slugs"),
    [
        ("www.theguardian.com", ["the-guardian"]),
        ("theguardian.com", ["the-guardian"]),
        ("amp.theguardian.com", ["the-guardian"]),
        ("https://www.theguardian.com/world/2026/mar/06/ferry", ["the-guardian"]),
        ("nottheguardian.com", []),
        ("www.hindustantimes.com", ["hindustan-times"]),
        ("www.magzter.com", ["business-standard-magzter", "the-independent-magzter"]),
        ("", []),
    ],
)
def test_a_host_belongs_to_the_papers_it_serves(host: str, slugs: list[str]) -> None:
    assert [paper.slug for paper in by_host(host)] == slugs


@pytest.mark.parametrize(
    ("address", "slugs"),
    [
        ("https://press.example/gazette/2026/ferry", ["gazette"]),
        ("https://press.example/gazettes/ferry", ["gazette", "herald"]),
        ("https://press.example/other/ferry", ["gazette", "herald"]),
        ("https://press.example:8080/herald/ferry", ["gazette", "herald"]),
        ("https://other.example/herald/ferry", []),
        ("https://[press.example/herald", []),
    ],
)
def test_of_sister_papers_on_one_host_a_story_is_that_below_whose_homepage_it_lies(
    address: str, slugs: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {name: f'{GAZETTE}homepage = "https://press.example/{name}/"\n' for name in ("gazette", "herald")}
    newspapers(tmp_path, **files)
    monkeypatch.setenv("BACKISSUES_PUBLICATIONS", str(tmp_path))
    assert [paper.slug for paper in by_address(address)] == slugs


def test_own_folder_is_named_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newspapers(tmp_path, harbour_gazette=GAZETTE)
    monkeypatch.setenv("BACKISSUES_PUBLICATIONS", str(tmp_path))
    assert publication("harbour-gazette").title == "The Harbour Gazette"
    assert "the-hindu" in catalogue()


def test_a_file_of_the_own_folder_outranks_the_shipped_one(tmp_path: Path) -> None:
    own = newspapers(tmp_path, the_hindu=GAZETTE)
    assert own["the-hindu"].title == "The Harbour Gazette"
    assert own["the-hindu"].source == str(tmp_path / "the-hindu.toml")


def test_the_shipped_files_are_read_once_whatever_folder_is_beside_them(tmp_path: Path) -> None:
    assert newspapers(tmp_path, harbour_gazette=GAZETTE)["the-hindu"] is shipped()["the-hindu"]


def test_a_missing_folder_is_named() -> None:
    with pytest.raises(PublicationError, match="/no/such/folder is no folder"):
        catalogue("/no/such/folder")


def test_a_newspaper_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(publication("the-hindu"))) == publication("the-hindu")


def test_importing_the_catalogue_loads_no_parser() -> None:
    code = "import sys, scraper.catalogue; print({'lxml', 'parsel', 'jmespath', 'babel'} & set(sys.modules) or 'none')"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "none"


# extends


def test_the_keys_of_the_child_win_and_lists_of_tables_are_replaced(tmp_path: Path) -> None:
    north_and_south = '[[editions]]\nid = "north"\n[[editions]]\nid = "south"\n'
    base = GAZETTE + LISTED + "[access]\ndelay = 4.0\nconcurrency = 3\n" + north_and_south
    child = 'extends = "platforms/quay"\n[publication]\ntitle = "Child"\n[access]\ndelay = 2.0\n'
    child += '[[editions]]\nid = "east"\n'
    paper = newspapers(tmp_path, child=child, platforms__quay=base)["child"]
    assert (paper.title, paper.language) == ("Child", "en-GB")
    assert (paper.access.delay, paper.access.concurrency) == (2.0, 3)
    assert [label.id for label in paper.labels] == ["east"]
    assert [index.name for index in paper.indexes] == ["paper"]
    assert set(newspapers(tmp_path)) >= {"child", "the-hindu"}
    assert "quay" not in newspapers(tmp_path)


def test_a_file_may_extend_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    own = newspapers(tmp_path, le_monde='extends = "le-monde"\n[access]\ndelay = 30.0\n')
    assert (own["le-monde"].access.delay, own["le-monde"].title) == (30.0, "Le Monde")


def test_a_shipped_file_extends_the_own_one_that_has_the_name_of_its_base(tmp_path: Path) -> None:
    own = newspapers(tmp_path, platforms__reading_rack='[publication]\nlanguage = "fr"\n')
    assert (own["the-meridian"].indexes, shipped()["the-meridian"].indexes != ()) == ((), True)


def test_a_circle_of_files_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FaultyPublicationError, match="it comes back to itself: one -> two -> one"):
        newspapers(tmp_path, one='extends = "two"\n', two='extends = "one"\n')["one"]


@pytest.mark.parametrize("name", ["platforms/nowhere", "../secrets", "/etc/hosts"])
def test_a_base_that_is_not_there_is_named(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, f'extends = "{name}"\n') == [
        f"harbour-gazette.toml extends: there is no file '{name}.toml' to extend"
    ]


def test_a_fault_names_the_file_it_stands_in(tmp_path: Path) -> None:
    base = GAZETTE + LISTED + '[story]\nbdy = ".text"\n[access]\ndelay = "slow"\n'
    child = 'extends = "platforms/quay"\n[story]\nbody = "a["\n'
    assert faults(tmp_path, child, platforms__quay=base) == [
        "platforms/quay.toml [story]: no key 'bdy'; did you mean 'body'?",
        "platforms/quay.toml [access] delay: expected a number, found 'slow'",
        "harbour-gazette.toml [story] body: 'a[' is no CSS selector: Expected ident or '*', got <EOF at 2>",
    ]


# Faults


def test_all_faults_of_a_file_are_reported_at_once(tmp_path: Path) -> None:
    text = """
[publication]
title    = "The Harbour Gazette"
timezone = "Europe/Londn"
langauge = "en-GB"
[schedule]
days  = ["mon", "friday"]
ready = "6:00"
[stroy]
body = "p"
[[index]]
name = "paper"
url  = "https://www.harbour-gazette.example/{date:%H}"
[index.stories]
each = "xpath://a["
url  = "a::attr(href)"
"""
    assert faults(tmp_path, text) == [
        "harbour-gazette.toml: no key 'stroy'; did you mean 'story'?",
        "harbour-gazette.toml [publication] timezone: no time zone 'Europe/Londn'; did you mean 'Europe/London'?",
        "harbour-gazette.toml [publication]: no key 'langauge'; did you mean 'language'?",
        "harbour-gazette.toml [publication]: 'language' is missing",
        "harbour-gazette.toml [schedule] days: no weekday 'friday'; did you mean 'fri'?",
        'harbour-gazette.toml [schedule] ready: \'6:00\' is no time; write "06:00" or "next 06:00"',
        "harbour-gazette.toml [[index]] \"paper\" url: {date:%H}: no date format '%H'; "
        "there are %Y %y %m %-m %d %-d %B %OB %b %A %a %j %G %V %-V %u %EC %s %Q %%",
        "harbour-gazette.toml [index.stories] of \"paper\" each: 'xpath://a[' is no XPath: Invalid expression",
    ]


def test_a_file_that_is_no_toml_is_named_with_the_line(tmp_path: Path) -> None:
    assert faults(tmp_path, "[publication\n") == [
        "harbour-gazette.toml: no TOML: Expected ']' at the end of a table declaration (at line 1, column 13)"
    ]


def fault_cases() -> list[tuple[str, str]]:
    """Text and fault of every block of ``catalogue_faults``."""
    cases = []
    for file in sorted((Path(__file__).parent / "faults").glob("*.txt")):
        head = "" if file.stem == "publication" else GAZETTE
        for block in file.read_text(encoding="utf-8").split("\n\n")[1:]:
            text, _, fault = block.strip().rpartition("\n--> ")
            cases.append((f"{head}\n{text}\n", fault))
    return cases


@pytest.mark.parametrize(("text", "fault"), fault_cases(), ids=lambda value: value[:50] if "\n" not in value else "")
def test_a_fault_says_where_it_is_and_what_was_meant(tmp_path: Path, text: str, fault: str) -> None:
    assert f"harbour-gazette.toml {fault}" in faults(tmp_path, text)


def test_a_file_without_a_newspaper_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, "") == ["harbour-gazette.toml: 'publication' is missing"]


def test_a_table_in_place_of_a_name_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, GAZETTE + '[python]\nhook = "my.module"\n') == [
        "harbour-gazette.toml python: expected a text, found {'hook': 'my.module'}"
    ]


def test_a_variable_of_the_environment_needs_no_declaration(tmp_path: Path) -> None:
    text = GAZETTE + LISTED.replace("https://www.harbour-gazette.example", "{env.GAZETTE_SITE}")
    assert newspapers(tmp_path, harbour_gazette=text)["harbour-gazette"].indexes[0].name == "paper"


def test_the_name_of_a_file_is_an_id(tmp_path: Path) -> None:
    (tmp_path / "My Paper.toml").write_text(GAZETTE)
    with pytest.raises(FaultyPublicationError, match="rename the file: 'My Paper' is no id"):
        Catalogue(tmp_path)["My Paper"]


# Vocabulary, types and documentation


NO_WORDS = {("Publication", "source")}  # the file's own name, for messages
SAYS_NOTHING_NEW = {("AccessRules", "robots")}  # its only word is what is done without it: robots.txt is obeyed


def test_every_word_is_obeyed_by_something() -> None:
    """A field that only the strict reader and its checks read would be a word that nothing obeys."""
    words = {(name, field.name) for name, type_ in TYPES.items() for field in fields(type_)}
    assert words - fields_read() == NO_WORDS | SAYS_NOTHING_NEW


@pytest.mark.parametrize("table", list(NOT_BUILT))
def test_a_word_that_is_not_built_is_in_no_vocabulary(table: str) -> None:
    assert not set(NOT_BUILT[table]) & set(TABLES[table].keys)


def documented() -> dict[str, dict[str, str]]:
    """The tables of the documentation: heading -> key -> the rest of its row."""
    found: dict[str, dict[str, str]] = {}
    for part in re.split(r"^### ", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", re.split(r"^## ", part, flags=re.MULTILINE)[0], re.MULTILINE)
        found[part.splitlines()[0].strip("`")] = dict(rows)
    return found


@pytest.mark.parametrize("table", list(TABLES))
def test_documentation_has_every_key_and_no_other(table: str) -> None:
    """The tables of docs/publications.md are made from the types: ``make docs`` brings them up to date."""
    rows = documented()[TABLES[table].head]
    assert set(rows) == set(TABLES[table].keys)
    assert {key for key, row in rows.items() if "Required." in row} == {
        key for key, rule in TABLES[table].keys.items() if rule.required
    }


def test_documentation_has_no_table_that_is_not_read() -> None:
    assert set(documented()) == {table.head for table in TABLES.values()}


# The JSON Schema for editors


def schema_faults(text: str) -> list[str]:
    """What the JSON Schema says of a file; TOML's dates are texts there."""
    raw = json.loads(json.dumps(tomllib.loads(text), default=str))
    return [error.message for error in Draft7Validator(editor_schema.document()).iter_errors(raw)]


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(editor_schema.document())


@pytest.mark.parametrize(
    "file", sorted((ROOT / "scraper" / "publications").rglob("*.toml")), ids=lambda file: file.stem
)
def test_the_schema_passes_every_shipped_file(file: Path) -> None:
    assert schema_faults(file.read_text(encoding="utf-8")) == []


# What a schema can tell: the words, their kinds, and what must be there. The rest is left to the strict reader.
# fmt: off
TOLD_BY_THE_SCHEMA = ("expected a ", "expected true", "expected [", "no key ", "none of its words", "not built yet",
                      "is missing", "is no id", "is no time;", "needs 'get'")
LEFT_TO_THE_READER = ("the table is missing", "'each' is missing: ", "'url' is missing: ", "'next' is missing",
                      "without quotes", "found [5, 2]")
# fmt: on


@pytest.mark.parametrize(("text", "fault"), fault_cases(), ids=lambda value: value[:50] if "\n" not in value else "")
def test_the_schema_finds_a_wrong_word_as_the_reader_does(text: str, fault: str) -> None:
    told = any(words in fault for words in TOLD_BY_THE_SCHEMA)
    if told and not any(words in fault for words in LEFT_TO_THE_READER):
        assert schema_faults(text)


def test_the_example_of_the_documentation_works(tmp_path: Path) -> None:
    example = DOCS.read_text(encoding="utf-8").split("## How an")[0]
    blocks = dict(re.findall(r"```(html|toml|json)\n(.*?)```", example, re.DOTALL))
    paper = newspapers(tmp_path, harbour_gazette=blocks["toml"])["harbour-gazette"]
    edition = edition_key(paper, dt.date(2026, 3, 7))
    (index,) = discover.indexes(paper, edition, now=evening(paper, edition.date), env={})
    (request,) = discover.first_requests(paper, index, edition, env={})
    assert request.url == "https://www.harbour-gazette.example/paper/2026-03-07/"
    page = Page(url=request.url, body=blocks["html"].encode(), fetched=dt.datetime(2026, 3, 7, tzinfo=dt.UTC))
    listing = discover.listing(paper, index, edition, [discover.read(paper, index, edition, request, page)])
    assert json.loads(blocks["json"]) == {
        "date": str(listing.date),
        "sections": list(listing.sections),
        "links": [{name: value for name, value in asdict(link).items() if value} for link in listing.links],
    }


# The calendar of the newspapers that are shipped


@pytest.mark.parametrize("slug", list(Catalogue()))
def test_a_shipped_newspaper_appears_when_its_days_and_dates_say(slug: str) -> None:
    """Their files name days of the week and dates alone, which mean what they always did: counted here anew."""
    paper = publication(slug)
    listed = paper.schedule

    def is_among(date: dt.date, days: tuple[str, ...]) -> bool:
        return date.isoformat() in days or date.isoformat()[5:] in days

    assert set(listed.days) <= set(WEEKDAYS)
    assert not listed.combined
    for number in range(3 * 366):
        date = dt.date(2024, 1, 1) + dt.timedelta(days=number)
        appears = WEEKDAYS[date.weekday()] in listed.days and not is_among(date, listed.closed)
        assert is_publishing_day(paper, date) is (appears or is_among(date, listed.extra)), date
