"""What is asked for first, and the variables that fill it."""

from __future__ import annotations

import pickle

import pytest

from scraper import discover
from scraper.discover.errors import MissingVariableError, WrongTypeError
from scraper.discover.requests import IndexRequest, variables_of
from scraper.discover.templates import fill
from scraper.items import Post
from tests.discover.papers import SITE, edition_of, gazette

STORIES = '[index.stories]\neach = "a"\nurl = "::attr(href)"\n'
TWO_CITIES = """
[vars]
base = "https://{env.SITE?www}.example"
[[editions]]
id = "north"
name = "North Shore"
path = "n/{edition.id}"
[[editions]]
id = "south"
path = "s"
default = true
[[supplements]]
id = "books"
days = ["sat"]
query = "?part=books-{edition.id}"
[[index]]
name = "paper"
url = "{base}/{edition.path}/{supplement.query?}"
"""


@pytest.mark.parametrize(
    ("label", "env", "url"),
    [
        ("", {}, "https://www.example/s/"),
        ("north", {}, "https://www.example/n/north/"),
        ("books", {}, "https://www.example/s/?part=books-south"),
        ("north-books", {"SITE": "beta"}, "https://beta.example/n/north/?part=books-north"),
    ],
)
def test_an_edition_fills_the_address(label: str, env: dict[str, str], url: str) -> None:
    paper = gazette(TWO_CITIES + STORIES)
    (request,) = discover.first_requests(paper, paper.indexes[0], edition_of(paper, label), env=env)
    assert request.url == url


def test_names_of_an_edition_stand_in_for_each_other() -> None:
    paper = gazette(TWO_CITIES + STORIES)
    named = "{edition.id} {edition.name} {supplement.id?} {supplement.name?}"
    assert fill(named, variables_of(paper, edition_of(paper, "north-books"))) == "north North Shore books books"
    assert fill(named, variables_of(paper, edition_of(paper, "south"))) == "south south  "


def test_only_what_the_index_names_of_the_environment_goes_along() -> None:
    paper = gazette('[[index]]\nname = "p"\nurl = "https://a.example/?k={env.KEY}"\n' + STORIES)
    env = {"KEY": "k", "SECRET": "s", "HOME": "/root"}
    (request,) = discover.first_requests(paper, paper.indexes[0], edition_of(paper), env=env)
    assert request == IndexRequest(
        url="https://a.example/?k={env.KEY}",
        variables={"env.KEY": "{env.KEY}"},
        sends=frozenset({"KEY"}),
        order=(0,),
    )


def test_a_variable_that_is_not_set_names_the_newspaper_and_the_cure() -> None:
    paper = gazette('[[index]]\nname = "p"\nurl = "https://a.example/?k={env.KEY}"\n' + STORIES)
    with pytest.raises(MissingVariableError) as caught:
        discover.first_requests(paper, paper.indexes[0], edition_of(paper), env={})
    assert str(caught.value) == (
        "harbour-gazette, index 'p', step 1: A template names a variable that has no value. "
        "{env.KEY}: set it in the environment."
    )


def test_an_address_that_is_none_is_an_error() -> None:
    paper = gazette('[[index]]\nname = "p"\nurl = "www.a.example/{date}"\n' + STORIES)
    with pytest.raises(WrongTypeError, match=r"'www\.a\.example/2026-03-07' is no web address"):
        discover.first_requests(paper, paper.indexes[0], edition_of(paper), env={})


def test_several_pages_keep_their_order_and_section() -> None:
    urls = 'urls = [["News", "https://a.example/n"], ["Sport", "https://a.example/s"], "https://a.example/x"]\n'
    paper = gazette(f'[[index]]\nname = "p"\n{urls}headers = {{ "X-Day" = "{{date:%a}}" }}\n' + STORIES)
    requests = discover.first_requests(paper, paper.indexes[0], edition_of(paper), env={})
    assert [(request.section, request.order, dict(request.headers)) for request in requests] == [
        ("News", (0,), {"X-Day": "Sat"}),
        ("Sport", (1,), {"X-Day": "Sat"}),
        ("", (2,), {"X-Day": "Sat"}),
    ]


CHAIN = """
[[index]]
name = "p"
[[index.fetch]]
url = "https://a.example/issues"
let = { issue = "a::attr(href)" }
[[index.fetch]]
url = "https://a.example/{issue}/"
"""


def test_steps_whose_names_are_given_are_skipped() -> None:
    paper = gazette(CHAIN + STORIES)
    given = {"issue": "26_17"}
    (request,) = discover.first_requests(paper, paper.indexes[0], edition_of(paper), env={}, given=given)
    assert (request.url, request.step, dict(request.variables)) == ("https://a.example/26_17/", 1, given)


def test_each_asking_has_one_random_id_of_its_own() -> None:
    paper = gazette(
        '[[index]]\nname = "p"\nurls = ["https://a.example/{uuid}", "https://a.example/{uuid}"]\n' + STORIES
    )
    one, two = discover.first_requests(paper, paper.indexes[0], edition_of(paper), env={})
    (three, _) = discover.first_requests(paper, paper.indexes[0], edition_of(paper), env={})
    assert one.url == two.url != three.url


def test_a_request_survives_pickling() -> None:
    paper = gazette(TWO_CITIES + STORIES)
    (request,) = discover.first_requests(paper, paper.indexes[0], edition_of(paper), env={"SITE": "x"})
    assert pickle.loads(pickle.dumps(request)) == request


def posted(words: str) -> IndexRequest:
    """The first request of an index with these words."""
    paper = gazette(
        f'[vars]\nplace = \'the "Quay"\'\n[[index]]\nname = "search"\nurl = "{SITE}/search"\n{words}\n'
        '[index.stories]\neach = "li"\nurl = "a::attr(href)"\n'
    )
    (request,) = discover.first_requests(paper, paper.indexes[0], edition_of(paper), env={})
    return request


def test_a_form_is_sent_as_browsers_send_it() -> None:
    request = posted('form = { day = "{date:%d/%m/%Y}", where = "{place}" }')
    assert request.post == Post(
        content_type="application/x-www-form-urlencoded", body=b"day=07%2F03%2F2026&where=the+%22Quay%22"
    )


def test_a_body_of_json_holds_texts_as_json_does() -> None:
    request = posted("""body = '{"day": "{date}", "where": "{place}"}'""")
    assert request.post == Post(
        content_type="application/json", body=b'{"day": "2026-03-07", "where": "the \\"Quay\\""}'
    )


def test_headers_say_what_another_body_is() -> None:
    request = posted("""body = "day={date:%Q}"\nheaders = { Content-Type = "text/x-gwt-rpc" }""")
    assert request.post == Post(content_type="text/x-gwt-rpc", body=b"day=1772841600000")
    assert posted('body = "a"').post == Post(content_type="text/plain; charset=utf-8", body=b"a")


def test_the_number_of_a_page_stands_in_what_is_sent() -> None:
    request = posted("""body = '{"page": {page_number}}'\npages = "1.." """)
    assert request.post == Post(content_type="application/json", body=b'{"page": 1}')
    assert posted('form = { page = "{page_number}" }\npages = "0.. by 20"').post == Post(
        content_type="application/x-www-form-urlencoded", body=b"page=0"
    )
