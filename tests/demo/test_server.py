"""The site over HTTP: connections, validators, compression, revisions, and that it ends."""

from __future__ import annotations

import gzip
import http.client
import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from scraper.demo.server import DemoSite

STORY = "/ellery-courier/2026-03-07/city-counts-cost"
REVISED = "/ellery-courier/2026-03-08/clean-up-begins"
BUSY = "/ellery-courier/2026-03-06/imre-red-warning"


def connection(site: DemoSite) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)


def asked(
    site: DemoSite, path: str, headers: Mapping[str, str] | None = None, method: str = "GET", body: str | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    line = connection(site)
    line.request(method, path, body=body, headers=dict(headers or {}))
    response = line.getresponse()
    content = response.read()
    line.close()
    return response, content


def test_a_connection_is_kept_alive(site: DemoSite) -> None:
    line = connection(site)
    for path in ("/", STORY, "/robots.txt"):
        line.request("GET", path)
        response = line.getresponse()
        assert response.status == 200
        assert response.version == 11
        assert int(response.headers["Content-Length"]) == len(response.read())
        assert line.sock is not None  # not closed by the server
    line.close()


def test_requests_are_counted_by_path_with_query(site: DemoSite) -> None:
    asked(site, "/robots.txt")
    asked(site, "/robots.txt")
    asked(site, "/shiomi-shimbun/shimen/?date=20260308")
    assert site.requests == {"/robots.txt": 2, "/shiomi-shimbun/shimen/?date=20260308": 1}


def test_gzip_for_those_who_accept_it(site: DemoSite) -> None:
    plain, content = asked(site, STORY)
    zipped, packed = asked(site, STORY, {"Accept-Encoding": "gzip, deflate"})
    assert plain.headers["Content-Encoding"] is None
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(packed) < len(content)
    assert gzip.decompress(packed) == content


def test_an_unchanged_page_is_not_sent_again(site: DemoSite) -> None:
    first, _ = asked(site, STORY)
    by_tag, nothing = asked(site, STORY, {"If-None-Match": first.headers["ETag"]})
    by_time, _ = asked(site, STORY, {"If-Modified-Since": first.headers["Last-Modified"]})
    other_tag, _ = asked(site, STORY, {"If-None-Match": '"x"', "If-Modified-Since": first.headers["Last-Modified"]})
    earlier, _ = asked(site, STORY, {"If-Modified-Since": "Thu, 05 Mar 2026 00:00:00 GMT"})
    nonsense, _ = asked(site, STORY, {"If-Modified-Since": "yesterday"})
    assert first.headers["Last-Modified"] == "Fri, 06 Mar 2026 18:17:00 GMT"
    assert (by_tag.status, nothing) == (304, b"")
    assert by_tag.headers["ETag"] == first.headers["ETag"]
    assert [answer.status for answer in (by_time, other_tag, earlier, nonsense)] == [304, 200, 200, 200]


def test_a_head_request_has_headers_only(site: DemoSite) -> None:
    head, nothing = asked(site, STORY, method="HEAD")
    assert (head.status, nothing) == (200, b"")
    assert int(head.headers["Content-Length"]) > 1000


def test_a_redirect_has_a_relative_location(site: DemoSite) -> None:
    answer, _ = asked(site, "/ellery-courier/go/review-organ-recital")
    assert (answer.status, answer.headers["Location"]) == (302, "/ellery-courier/2026-03-05/review-organ-recital")


def test_the_revision_is_set_from_python_and_over_http(site: DemoSite) -> None:
    first, before = asked(site, REVISED)
    site.revision = 2
    _, after = asked(site, REVISED, {"If-None-Match": first.headers["ETag"]})
    asked(site, "/_/revision", method="POST", body="1")
    assert site.revision == 1
    posted, said = asked(site, "/_/revision", method="POST", body="2\n")
    assert (posted.status, said) == (200, b"This site prints revision 2.\n")
    assert asked(site, REVISED)[1] == after
    assert before != after


@pytest.mark.parametrize(
    ("path", "body", "status"), [("/_/revision", "3", 400), ("/_/revision", "", 400), ("/", "2", 404)]
)
def test_nothing_else_can_be_posted(site: DemoSite, path: str, body: str, status: int) -> None:
    assert asked(site, path, method="POST", body=body)[0].status == status
    assert site.revision == 1


def test_an_unknown_revision_is_refused(site: DemoSite) -> None:
    with pytest.raises(ValueError, match="revisions 1 and 2"):
        site.revision = 3


def test_a_flaky_site_is_busy_once() -> None:
    with DemoSite(port=0, flaky=True) as flaky:
        busy, _ = asked(flaky, BUSY)
        assert (busy.status, busy.headers["Retry-After"]) == (503, "1")
        assert asked(flaky, BUSY)[0].status == 200
        assert asked(flaky, STORY)[0].status == 200


def test_an_ordinary_site_is_never_busy(site: DemoSite) -> None:
    assert asked(site, BUSY)[0].status == 200


def test_many_ask_at_once(site: DemoSite) -> None:
    with ThreadPoolExecutor(16) as readers:
        answers = list(readers.map(lambda _: asked(site, STORY), range(64)))
    assert {response.status for response, _ in answers} == {200}
    assert site.requests[STORY] == 64


def test_a_stopped_site_leaves_neither_connection_nor_port() -> None:
    with DemoSite(port=0) as site:
        line = connection(site)
        line.request("GET", "/")
        line.getresponse().read()
        port = site.port
    with pytest.raises((http.client.HTTPException, OSError)):
        line.request("GET", "/")
        line.getresponse()
    line.close()
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind(("127.0.0.1", port))


def test_sites_on_the_same_machine_do_not_disturb_each_other() -> None:
    with DemoSite(port=0) as one, DemoSite(port=0) as other:
        one.revision = 2
        assert one.url != other.url
        assert other.revision == 1
        assert b"About 1,300 tonnes" in asked(one, REVISED)[1]
        assert b"About 900 tonnes" in asked(other, REVISED)[1]
