"""A story, its versions, its tombstone."""

from __future__ import annotations

import contextlib
import json

import pytest
from click.testing import CliRunner
from lxml import etree, html

from scraper import archive
from scraper.archive.keys import story_key
from scraper.archive.write import clusters, stories
from scraper.cli import cli
from scraper.items import Draft, Story
from scraper.site.app import site as opened_site
from tests.site import situations
from tests.site.situations import key_of

FERRY = f"/stories/{key_of('ferry')}"


def words(tree, path):
    """The text at these places, white space put together."""
    return [" ".join(element.text_content().split()) for element in tree.xpath(path)]


async def test_a_story_with_all_its_parts(page):
    story = await page(FERRY)
    assert words(story, "//article/header/*") == [
        "The Evening Lantern · Saturday 7 March 2026 · City edition · page 1",
        "Harbour",
        "Night ferry <b>stays</b> & sails",
        "In print: It sails on",
        "The council votes nine to eight.",
        "Ada Quill",
    ]
    assert story.xpath("//article/@lang") == ["en-GB"]
    assert words(story, "//ul[@class='pictures']/li") == ["Picture The ferry at dusk. Jo Lamp at the newspaper"]
    assert words(story, "//p[@class='evidence']") == [
        "Printed in The Evening Lantern of 7 March 2026, because the index of that edition lists it."
    ]
    aside = words(story, "//aside")[0]
    for fact in (
        "Front page, page 1, story 1 of the edition",
        "Also ran in The Evening Lantern, 7 March 2026, Coast p. 1",
    ):
        assert fact in aside, aside
    where = "//aside//dl[@class='facts']"
    facts = dict(zip(words(story, f"{where}/dt"), words(story, f"{where}/dd"), strict=True))
    assert facts.pop("Capture").startswith("2026-03-11.warc.gz, byte ")
    assert facts == {
        "Address": "https://lantern.example/ferry",
        "Published on the web": "6 March 2026, 22:15 UTC",
        "First seen": "11 March 2026, 06:00 UTC",
        "Last fetched": "11 March 2026, 06:00 UTC",
        "SHA-256 of the page": "5e" * 32,
        "headline": "JSON-LD",
    }


async def test_a_story_says_its_paper_day_edition_and_page_at_its_head(page):
    head = "//article/header/p[contains(@class, 'folio-line')]"
    assert (await page(FERRY)).xpath(f"{head}/a/@href") == [
        "/papers/evening-lantern/",
        "/papers/evening-lantern/2026-03-07/",
        "/papers/evening-lantern/2026-03-07/city/",
    ]
    review = await page(f"/stories/{key_of('review')}")
    assert words(review, head) == ["The Evening Lantern · Saturday 7 March 2026 · The Review (supplement) · page R1"], (
        "a supplement is none of the editions"
    )
    only = await page(f"/stories/{story_key('https://uferbote.example/pegel')}")
    assert words(only, head) == ["Der Uferbote · Friday 6 March 2026 · page A1"], "a paper with one edition"
    assert only.xpath(f"{head}/a/@href")[1] == "/papers/uferbote/2026-03-06/main/"
    assert words(await page(f"/stories/{key_of('live')}"), head) == [
        "The Evening Lantern · Saturday 7 March 2026 · on the web"
    ]
    assert words(await page(f"/stories/{key_of('about')}"), head) == ["The Evening Lantern · day not known"]


async def test_the_body_is_cleaned_again_when_it_is_shown(page):
    story = await page(FERRY)
    (body,) = story.xpath("//div[@class='body']")
    assert words(body, "./p") == [
        "SALTHOLM",
        "The night ferry stays.",
        "So the council decided, after the harbour master spoke of AT&T and co-op boats.",
    ]
    assert body.xpath(".//script | .//img | .//@onclick | .//@onerror | .//a/@href") == []


async def test_a_dateline_that_the_text_begins_with_is_not_printed_twice(page):
    story = await page(f"/stories/{key_of('budget')}")
    assert words(story, "//div[@class='body']/p") == ["Tessaly: the budget passed late."]


async def test_neighbours_in_the_edition_and_leads(page):
    story = await page(f"/stories/{key_of('budget')}")
    assert story.xpath("//nav[@aria-label='Stories before and after']/a/@href") == [
        FERRY,
        f"/stories/{key_of('cricket')}",
    ]
    assert story.xpath("//section[@aria-labelledby='others']//li/a/@href") == [FERRY, f"/stories/{key_of('cricket')}"]
    ferry = await page(FERRY)
    assert ferry.xpath("//section[@aria-labelledby='related-links']//li/a/@href") == [
        "https://lantern.example/tides",
        f"/stories/{key_of('budget')}",
    ]


async def test_a_story_as_json(data):
    story = await data(f"{FERRY}.json")
    assert {name: story[name] for name in ("ok", "key", "url", "source_url", "headline", "access", "edition_date")} == {
        "ok": True,
        "key": key_of("ferry"),
        "url": f"http://localhost{FERRY}",
        "source_url": "https://lantern.example/ferry",
        "headline": "Night ferry <b>stays</b> & sails",
        "access": "open",
        "edition_date": "2026-03-07",
    }
    assert story["publication_url"] == "http://localhost/papers/evening-lantern/"
    assert story["day_url"] == "http://localhost/papers/evening-lantern/2026-03-07/"
    assert story["edition_url"] == "http://localhost/papers/evening-lantern/2026-03-07/city/"
    assert [(place["edition_label"], place["position"], place["page"]) for place in story["placements"]] == [
        ("city", 1, "1"),
        ("coast", 1, "1"),
    ]
    assert story["authors"] == ["Ada Quill"]
    assert story["images"] == [
        {
            "source_url": "https://lantern.example/ferry.jpg",
            "caption": "The ferry at dusk.",
            "credit": "Jo Lamp",
            "thumbnail": None,
        }
    ]
    assert (story["previous"], story["next"]["key"]) == (None, key_of("budget"))
    assert story["found_by"] == {"headline": "JSON-LD"}


async def test_evidence_in_words_and_in_json(page, data):
    key = story_key("https://newsstand.example/ledger/1")
    said = "Printed in The Ledger of 7 December 2024, because the page says: " + (
        "‘This story is from the December 07, 2024 edition of The Ledger.’"
    )
    assert words(await page(f"/stories/{key}"), "//p[@class='evidence']") == [
        said,
        "The page’s data for machines say: ‘printed 2024-12-08’ That is another day: 8 December 2024.",
    ]
    story = await data(f"/stories/{key}.json")
    assert (story["evidence"], story["evidence_kind"], story["issue"]) == (said, "statement", "88")
    live = await page(f"/stories/{key_of('live')}")
    assert words(live, "//p[@class='evidence']") == [
        "Published by The Evening Lantern on the web on 7 March 2026, and nothing says that it was printed: "
        "‘2026-03-07T21:00:00Z’"
    ]
    about = await page(f"/stories/{key_of('about')}")
    assert words(about, "//p[@class='evidence']") == [
        "The Evening Lantern. Which edition it belongs to is not known: nothing on its page says so."
    ]


async def test_an_excerpt_says_that_it_is_one(page):
    story = await page(f"/stories/{story_key('https://uferbote.example/bruecke')}")
    assert words(story, "//p[@class='access']") == [
        "An excerpt: the newspaper shows these paragraphs to everyone, the rest to its subscribers. At the newspaper"
    ]


async def test_text_from_right_to_left(page):
    story = await page(f"/stories/{story_key('https://akhbar.example/1')}")
    assert [(article.get("lang"), article.get("dir")) for article in story.xpath("//article")] == [("ar", "auto")]


async def test_versions_newest_first(page, data):
    path = f"/stories/{key_of('school')}/versions"
    versions = await data(f"{path}.json")
    assert [(item["number"], item["headline"], item["fetched"]) for item in versions["items"]] == [
        (2, "School opens late", "2026-03-11T09:00:00Z"),
        (1, "School opens", "2026-03-11T06:00:00Z"),
    ]
    assert versions["items"][1]["url"] == f"http://localhost{path}/#version-1"
    assert versions["story"]["url"] == f"http://localhost/stories/{key_of('school')}"
    assert words(await page(f"{path}/"), "//article/h2") == ["School opens late", "School opens"]
    changed = (await page(f"{path}/")).xpath("//section[@class='changed']")
    assert [[(mark.tag, mark.text) for mark in section.xpath(".//ins | .//del")] for section in changed] == [
        [("ins", " late"), ("ins", ", in time")]
    ]


async def test_the_next_story_and_its_citation_come_before_what_is_told_about_this_one(page):
    story = await page(FERRY)
    assert [part.tag for part in story.xpath("//div[@class='reading']/*")] == ["article", "nav", "section", "aside"]
    assert words(story, "//div[@class='reading']/section/h2") == ["Cite"]
    same = story.xpath("//aside//h2").index(story.xpath("//h2[@id='others']")[0])
    assert 0 < same < len(story.xpath("//aside//h2")) - 1, "the same edition comes before where the text comes from"
    assert words(story, "//aside//details[@class='provenance']/summary") == ["Where it comes from"]
    assert story.xpath("//details[@class='provenance'][not(@open)]//dd[contains(@class, 'mono')]")


async def test_a_story_that_does_not_exist(page, data):
    await page("/stories/abcdefghijkl", 404)
    assert await data("/stories/abcdefghijkl.json", 404) == {
        "ok": False,
        "error": "There is no story “abcdefghijkl” in this archive. "
        "A story’s address ends in twelve letters and digits.",
        "status": 404,
    }
    assert (await data("/stories/abcdefghijkl/versions.json", 404))["ok"] is False
    await page("/stories/%00%27--", 404)


async def test_a_story_that_was_taken_down_answers_410_with_its_tombstone(page, data):
    path = f"/stories/{key_of('removed')}"
    tomb = await page(path, 410)
    assert words(tomb, "//section//p")[:2] == [
        "This story was taken down on 12 March 2026, 10:00 UTC.",
        "Reason: At the request of the family",
    ]
    assert await data(f"{path}.json", 410) == {
        "ok": False,
        "error": "This story was taken down on 12 March 2026, 10:00 UTC.",
        "key": key_of("removed"),
        "reason": "At the request of the family",
        "removed": "2026-03-12T10:00:00Z",
        "url": f"http://localhost{path}",
        "status": 410,
    }
    await page(f"{path}/versions/", 410)


async def test_a_story_is_cited_in_every_form(get, page):
    story = await page(FERRY)
    names = words(story, "//section[@id='cite']//label")
    assert words(story, "//section[@id='cite']//dl[@class='citations']/dt") == names
    sheet = (await get("/static/site.css")).text
    for style in story.xpath("//section[@id='cite']//input/@value"):
        assert f"#style-{style}:checked ~ .citations .of-{style}" in sheet, "the chosen one is shown"
    assert names == ["APA 7", "MLA 9", "Chicago 18, bibliography", "Chicago 18, note", "Wikipedia", "BibTeX", "RIS"]
    assert words(story, "//section[@id='cite']//dl[@class='citations']/dd")[0] == (
        "Quill, A. (2026, March 7). Night ferry <b>stays</b> & sails. The Evening Lantern, 1. "
        "https://lantern.example/ferry"
    )
    assert story.xpath("//section[@id='cite']/p[@class='files']/a/@href") == [
        f"{FERRY}{e}" for e in (".bib", ".ris", ".csl.json")
    ]
    for ending, kind, begin in (
        ("bib", "application/x-bibtex", "@article{quill-2026-"),
        ("ris", "application/x-research-info-systems", "TY  - NEWS\r\n"),
        ("csl.json", "application/vnd.citationstyles.csl+json", "[\n {"),
    ):
        response = await get(f"{FERRY}.{ending}")
        assert response.status_code == 200
        assert response.headers["content-type"] == f"{kind}; charset=utf-8"
        assert response.headers["content-disposition"] == f'attachment; filename="{key_of("ferry")}.{ending}"'
        assert response.text.startswith(begin)
        assert (f"http://localhost{FERRY}" in response.text) is (ending == "ris")  # in no bibliography, but in a note
        assert (await get(f"/stories/abcdefghijkl.{ending}")).status_code == 404
        assert (await get(f"/stories/{key_of('removed')}.{ending}")).status_code == 410


async def test_a_story_tells_zotero_what_it_is(page):
    story = await page(FERRY)
    told = {meta.get("name"): meta.get("content") for meta in story.xpath("//head/meta[@name]")}
    assert told["DC.type"] == "newspaperArticle"
    assert told["citation_title"] == "Night ferry <b>stays</b> & sails"
    assert (told["citation_author"], told["citation_date"]) == ("Quill, Ada", "2026-03-07")
    (data,) = story.xpath("//script")
    assert data.get("type") == "application/ld+json"
    article = json.loads(data.text)
    assert article["printEdition"] == "City"
    assert article["isPartOf"]["datePublished"] == "2026-03-07"
    assert article["sameAs"] == "https://lantern.example/ferry"
    assert story.xpath("//abbr[@class='unapi-id']/@title") == [key_of("ferry")]  # with more, it would be a list


async def test_unapi_hands_out_the_stories_of_a_page(get, page):
    story = await page(FERRY)
    (server,) = story.xpath("//head/link[@rel='unapi-server']/@href")
    path = server.removeprefix("http://localhost")
    all_formats, of_one = await get(path), await get(f"{path}?id={key_of('ferry')}")
    assert (all_formats.status_code, of_one.status_code) == (200, 300)
    assert of_one.headers["content-type"] == "application/xml; charset=utf-8"
    names = [each.get("name") for each in etree.fromstring(of_one.content)]
    assert names == ["ris", "bibtex", "csl-json"]  # the first that Zotero knows is the one it asks for
    assert [each.get("name") for each in etree.fromstring(all_formats.content)] == names
    for name, ending in zip(names, ("ris", "bib", "csl.json"), strict=True):
        got, file = await get(f"{path}?id={key_of('ferry')}&format={name}"), await get(f"{FERRY}.{ending}")
        assert (got.status_code, got.content) == (200, file.content)
    refused = {query: (await get(f"{path}?{query}")).status_code for query in (
        "id=abcdefghijkl", "id=abcdefghijkl&format=ris", f"id={key_of('ferry')}&format=pdf", "id=%00%27<b>",
    )}  # fmt: skip
    assert list(refused.values()) == [404, 404, 406, 404]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/on/2026-03-07/",
        "/papers/evening-lantern/2026-03-07/",
        "/papers/evening-lantern/",
        "/papers/evening-lantern/undated/",
        "/papers/evening-lantern/2026-03-07/city/",
        "/search?q=ferry",
    ],
)
async def test_every_list_offers_its_stories_once_each(page, path):
    shown = await page(path)
    keys = shown.xpath("//abbr[@class='unapi-id']/@title")
    assert keys
    assert len(keys) == len(set(keys))
    assert {f"/stories/{key}" for key in keys} <= set(shown.xpath("//main//a/@href"))


async def test_chosen_stories_are_cited_together(get, page, data):
    keys = [key_of("budget"), key_of("ferry"), key_of("ferry"), "abcdefghijkl"]
    query = "&".join(f"key={key}" for key in keys)
    chosen = await page(f"/stories?{query}")
    assert words(chosen, "//section[@class='to-cite']/h2") == ["Budget passes", "Night ferry <b>stays</b> & sails"]
    assert words(chosen, "//p[@class='note']") == ["Not in the archive: abcdefghijkl."]
    assert chosen.xpath("//abbr[@class='unapi-id']/@title") == keys[:2]
    files = chosen.xpath("//p[@class='lede']/a/@href")
    assert [file.partition("?")[0] for file in files] == ["/stories.bib", "/stories.ris", "/stories.csl.json"]
    assert [item["title"] for item in json.loads((await get(files[2])).text)] == [
        "Budget passes",
        "Night ferry <b>stays</b> & sails",
    ]
    assert (await get(files[1])).text.count("TY  - NEWS\r\n") == 2
    listed = await data(f"/stories.json?{query}")
    assert ([item["key"] for item in listed["items"]], listed["absent"]) == (keys[:2], ["abcdefghijkl"])
    assert listed["items"][0]["edition_url"] == "http://localhost/papers/evening-lantern/2026-03-07/city/"


async def test_no_story_chosen(page, data):
    assert words(await page("/stories"), "//section/h2") == ["No story is chosen"]
    assert (await data("/stories.json"))["items"] == []
    await page("/stories?key=%00%27&key=", 200)


async def test_what_changed_between_two_versions(page, data):
    path = f"/stories/{key_of('school')}/diff/1..2"
    changed = (await page(path)).xpath("//section[@class='changed']//ins")
    assert [mark.text for mark in changed] == [" late", ", in time"]
    answer = await data(f"{path}.json")
    assert answer["changes_html"][0] == "School opens<ins> late</ins>"
    assert (answer["old"]["number"], answer["new"]["number"]) == (1, 2)
    assert answer["url"] == f"http://localhost{path}"
    await page(f"/stories/{key_of('school')}/diff/1..3", 404)
    await page("/stories/abcdefghijkl/diff/1..2", 404)
    await page(f"/stories/{key_of('removed')}/diff/1..2", 410)


async def test_nearly_the_same_text_in_another_paper(tmp_path):
    wire = (
        "HALVEREN, March 6 - The Fishermen's Union of Halveren said on Friday that 312 trawlers would stay in port "
        "until the Harbour Ministry answers its letter of February. Spokeswoman Ingrid Tallow told reporters that "
        "Ministry officials had promised compensation worth 14 million crowns, and that nothing had arrived in "
        "Halveren yet.\n\n"
        "Minister Osric Venn replied that payments would begin with the spring quarter. Opposition deputies demanded "
        "an inquiry into the Coastal Development Fund, which lent money to three shipyards before they were closed."
    )
    texts = {
        "wire": ("Trawlers stay in port", wire),
        "copy": (
            "Halveren: 312 boats idle",
            wire.replace("HALVEREN, March 6 - ", "").replace("Minister Osric", "Mr Osric"),
        ),
        "half": ("Idle boats", wire.partition("\n\n")[0]),
        "other": ("Halveren wins", "Halveren won the cup on Friday before 312 spectators. " + "Goals fell late. " * 20),
        "named": ("Trawlers stay in port", "Quite another text about something else. " * 5),
    }
    path = tmp_path / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        for name, (headline, body) in texts.items():
            url = situations.address(name)
            draft = Draft(url=url, headline=headline, body=body, language="en-GB")
            stories.save(
                db, Story(draft=draft, edition=None, publication=situations.LANTERN.slug), situations.captured(url)
            )
    client = opened_site(path).client
    story = (await client.get(f"/stories/{key_of('wire')}.json")).json()
    assert [(match["key"], match["alike"]) for match in story["near_matches"]] == [
        (key_of("half"), "text"),
        (key_of("copy"), "text"),
        (key_of("named"), "headline"),
    ]
    assert [match["shared"] > 0.9 for match in story["near_matches"]] == [True, True, False]
    shown = html.document_fromstring((await client.get(f"/stories/{key_of('wire')}")).text)
    assert "Halveren: 312 boats idle" in words(shown, "//ul[@class='plain near']")[0]
    assert "% of the text is shared" in words(shown, "//ul[@class='plain near']")[0]
    other = (await client.get(f"/stories/{key_of('other')}.json")).json()
    assert other["near_matches"] == []


async def test_agency_copy_lists_the_papers_that_printed_it(tmp_path):
    wire = " ".join(f"Paragraph {n} of the report tells of harbour {n} and its {n + 7} boats." for n in range(12))
    texts = {
        "wire": ("Trawlers stay in port", wire, "Nordpress"),
        "copy": ("Halveren: 312 boats idle", wire.partition("Paragraph 10")[0], ""),
        "other": ("Halveren wins", "Halveren won the cup on Friday before 312 spectators. " * 9, "Sportpress"),
    }
    path = tmp_path / "archive.db"
    with archive.writing(path) as db:
        for name, (headline, body, agency) in texts.items():
            url = situations.address(name)
            draft = Draft(url=url, headline=headline, body=body, agency=agency, language="en-GB")
            stories.save(
                db, Story(draft=draft, edition=None, publication=situations.LANTERN.slug), situations.captured(url)
            )
        clusters.cluster(db)
    client = opened_site(path).client
    story = (await client.get(f"/stories/{key_of('copy')}.json")).json()
    assert story["near_matches"] == []
    copies = story["copies"]
    assert copies["cluster"] == min(key_of("wire"), key_of("copy"))
    assert (copies["agency"], copies["total"], copies["papers"]) == ("Nordpress", 1, 1)
    assert [(copy["key"], copy["headline"]) for copy in copies["items"]] == [(key_of("wire"), "Trawlers stay in port")]
    assert 0.7 < copies["items"][0]["shared"] < 0.95
    shown = html.document_fromstring((await client.get(f"/stories/{key_of('copy')}")).text)
    assert "Also printed in" in words(shown, "//aside//h2")
    assert "Agency copy: Nordpress" in words(shown, "//aside//p[@class='quiet']")
    assert (await client.get(f"/stories/{key_of('other')}.json")).json()["copies"] is None
    rows = [json.loads(line) for line in (await client.get("/search.jsonl")).text.splitlines()]
    assert {row["key"]: row["cluster"] for row in rows} == {
        key_of("wire"): copies["cluster"],
        key_of("copy"): copies["cluster"],
        key_of("other"): None,
    }
    found = (await client.get("/search.json?fold=copies")).json()
    assert (found["total"], found["texts"]) == (3, 2)
    folded = {item["cluster"]: item["folded"] for item in found["items"]}
    assert folded == {copies["cluster"]: {"stories": 1, "papers": 0}, None: None}
    searched = html.document_fromstring((await client.get("/search?q=&fold=copies")).text)
    assert len(searched.xpath("//ol[@class='results']/li")) == 2
    assert "and 1 more copy" in words(searched, "//ol//p[@class='quiet']")
    assert "2 different texts. Show all copies" in words(searched, "//div[@class='told']/p")
    plain = html.document_fromstring((await client.get("/search?q=")).text)
    assert plain.xpath("//a[.='Show each text once']/@href") == ["/search?fold=copies"]
    over_time = (await client.get("/timeline.json?q=report&q=&fold=copies")).json()
    assert over_time["folded"]
    page = html.document_fromstring((await client.get("/timeline?q=report&fold=copies")).text)
    assert page.xpath("//input[@name='fold']/@checked")
    told = CliRunner().invoke(cli, ["search", "--fold", "--db", str(path)]).output
    assert "3 stories" in told
    assert "2 different texts" in told
    assert "and 1 more copy" in told
    asked = ["search", "--fold", "--json", "--db", str(path)]
    found = json.loads(CliRunner().invoke(cli, asked).output)
    assert (found["texts"], len(found["items"])) == (2, 2)


async def test_an_edition_is_kept_as_a_book(get):
    response = await get("/papers/evening-lantern/2026-03-07/city.epub")
    assert response.headers["content-type"] == "application/epub+zip"
    assert response.headers["content-disposition"] == 'attachment; filename="evening-lantern-2026-03-07-city.epub"'
    assert response.content[30:58] == b"mimetypeapplication/epub+zip"
