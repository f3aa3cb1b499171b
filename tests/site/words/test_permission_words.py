"""What a newspaper permitted, in sentences that a lawyer can check."""

from __future__ import annotations

import json

from scraper.archive.read.permissions import Recorded
from scraper.permissions.decide import permissions
from scraper.permissions.documents import Document, Kind
from scraper.permissions.values import Answer, Fetching, Standard, Use
from scraper.site.words import permission_words

PAGE = "https://lantern.example/ferry"
LICENCE = "https://licences.example/lantern.xml"
SAID = {
    "header robots": "noai",
    "header content-usage": "train-ai=n",
    "license": "https://lantern.example/licence",
    "terms-of-service": "https://lantern.example/terms",
}


def document(kind: Kind, url: str, text: str = "", last_seen: str = "2024-12-08") -> Document:
    since = "2024-12-01T06:00:00Z"
    return Document(kind=kind, url=url, status=200, text=text, valid_from=since, last_seen=f"{last_seen}T06:00:00Z")


ROBOTS = document(
    Kind.ROBOTS,
    "https://lantern.example/robots.txt",
    f"User-agent: *\nContent-Signal: search=yes, ai-train=no\nLicense: {LICENCE}",
)
TDMREP = document(
    Kind.TDMREP,
    "https://lantern.example/.well-known/tdmrep.json",
    json.dumps([{"location": "/", "tdm-reservation": 1, "tdm-policy": "/tdm"}]),
)


def recorded(*documents: Document, said: dict[str, str] | None = None) -> Recorded:
    found = permissions(PAGE, documents, said or {})
    return Recorded(url=PAGE, fetched="2024-12-07T07:00:00Z", permissions=found, documents=documents, said=said or {})


def test_all_of_it_is_said_with_its_day_and_its_place() -> None:
    shown = permission_words.permissions(recorded(ROBOTS, TDMREP, said=SAID))
    assert shown["sentences"] == [
        "On 7 December 2024 the robots.txt of lantern.example allowed this page to be asked for.",
        "Robots directive in a header of its answer: noai.",
        "Content-Usage in a header of its answer: train-ai=n.",
        "Text and data mining was reserved in tdmrep.json (tdm-reservation: 1). "
        "The policy is https://lantern.example/tdm.",
        "Content-Signal in robots.txt: search=yes.",
        "Content-Signal in robots.txt: ai-train=no.",
        f"robots.txt named the licence {LICENCE}, which could not be read.",
        "The page names the licence https://lantern.example/licence.",
        "The page names the terms of service https://lantern.example/terms.",
    ]
    assert [(use["name"], use["answer_text"]) for use in shown["uses"]] == [
        ("Text and data mining", "reserved or prohibited"),
        ("Training of AI models", "reserved or prohibited"),
        ("Input to AI models", "permitted on the terms of a licence"),
        ("Search index", "permitted on the terms of a licence"),
        ("Showing a copy", "nothing was said of it"),
    ]


def test_a_day_on_which_nobody_looked_is_not_named() -> None:
    before = document(Kind.ROBOTS, ROBOTS.url, "User-agent: *\nDisallow: /ferry", last_seen="2024-12-06")
    (sentence,) = permission_words.permissions(recorded(before))["sentences"]
    assert sentence == "On 6 December 2024 the robots.txt of lantern.example did not allow this page to be asked for."


def test_what_is_not_known_is_said_to_be_not_known() -> None:
    shown = permission_words.permissions(recorded())
    assert shown["sentences"] == ["Nothing is known of the robots.txt of lantern.example on 7 December 2024."]
    assert [use["answer"] for use in shown["uses"]] == ["not-known"] * 4 + ["not-said"]


def test_that_mining_is_not_reserved_is_said_as_well() -> None:
    shown = permission_words.permissions(recorded(said={"meta tdm-reservation": "0"}))
    assert (
        "Text and data mining was not reserved in a meta element of the page (tdm-reservation: 0)."
        in (shown["sentences"])
    )


def test_there_are_words_for_all() -> None:
    assert set(permission_words.FETCHING) == set(Fetching)
    assert set(permission_words.USES) == set(Use)
    assert set(permission_words.STATEMENTS) == set(Standard)
    assert set(permission_words.ANSWERS) == {*Answer, "not-said", "not-known"}
