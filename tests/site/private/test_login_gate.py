"""A private site tells nobody anything who has neither the password nor the token, whatever they ask for."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette_auth_passwords import utils
from lxml import html

from scraper import archive
from scraper.archive.keys import story_key
from scraper.site.app import site
from scraper.site.folder import SiteError
from scraper.site.private import login_gate
from scraper.site.private.credentials import Credentials, CredentialsError
from scraper.site.private.throttle import LoginThrottle
from scraper.site.routes import local_path
from tests import withheld
from tests.site.test_public import seeds
from tests.withheld import HIDDEN, OPEN_WORD

PASSWORD = "three salted herrings"
PAGE = {"Accept": "text/html,application/xhtml+xml"}
STORY = f"/stories/{story_key(withheld.address('open'))}"


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords are hashed a thousand times here, not half a million times: how they are asked for is tested."""
    hashed = utils.hash_password
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(utils, "hash_password", lambda text, salt=None, times=1_000: hashed(text, salt, times))
        yield


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("private") / "archive.db"
    with contextlib.closing(archive.opened(path, create=True)) as db:
        withheld.everything(db)
    Credentials(path).set_password(PASSWORD)
    return path


@pytest.fixture(scope="module")
def token(path: Path) -> str:
    return Credentials(path).new_token()


@pytest.fixture
def private(path: Path, token: str):
    """A site that nobody has guessed at yet."""
    return site(path, private=True, allow_download=True)


async def log_in(datasette, password: str = PASSWORD, *, query: str = "", cookies: dict[str, str] | None = None):
    """Send the form as a browser does, with the field that guards it."""
    page = await datasette.client.get(f"/-/login{query}", headers=PAGE)
    form = html.document_fromstring(page.text).xpath("//form")[0]
    fields = {field.get("name"): field.get("value") or "" for field in form.xpath(".//input")}
    return await datasette.client.post(
        form.get("action"),
        data=fields | {"password": password},
        cookies=dict(page.cookies) | (cookies or {}),
        headers=PAGE,
    )


def basic(password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'reader:{password}'.encode()).decode()}"}


INSIDE = [
    *("/-/databases.json", "/-/metadata.json", "/-/settings.json", "/-/plugins.json", "/-/actor.json", "/-/logout"),
    *("/-/create-token", "/-/static/app.css", "/static/../archive.db", "/static/%2e%2e/settings.json"),
    *("/-/login/", "//-/login", "/-/login.json", "/%2F-/login"),
]


async def test_without_a_login_every_address_is_refused_and_tells_nothing(private, path):
    words = [word.encode() for word in (*HIDDEN.values(), OPEN_WORD, "Gazette", "harbour")]
    for place in {*seeds(path), *INSIDE, f"{STORY}.bib"} - {"/robots.txt"}:
        for verb, headers, allowed in (
            ("get", {}, {401}),
            ("get", PAGE, {401, 302}),
            ("head", {}, {401}),
            ("post", {}, {401, 403, 405}),
            ("options", {}, {401, 204}),
        ):
            answer = await getattr(private.client, verb)(place, headers=headers)
            assert answer.status_code in allowed, (verb, place)
            assert not any(word in answer.content for word in words), (verb, place)


async def test_with_the_token_the_same_addresses_are_answered(private, path, token):
    told = b""
    for place in seeds(path):
        answer = await private.client.get(place, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code != 401, place
        told += answer.content
    assert OPEN_WORD.encode() in told
    assert HIDDEN["text of an excerpt"].encode() in told


async def test_a_program_is_told_how_to_log_in(private):
    answer = await private.client.get("/search.json?q=lighthouse")
    assert answer.status_code == 401
    assert answer.json()["ok"] is False
    assert answer.json()["status"] == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["cache-control"] == "private, no-store"


async def test_a_reader_is_sent_to_the_login_page_and_from_there_to_where_they_wanted_to_go(private):
    sent = await private.client.get(f"{STORY}?a=b%26c", headers=PAGE)
    assert sent.status_code == 302
    login = await private.client.get(sent.headers["location"], headers=PAGE)
    tree = html.document_fromstring(login.text)
    assert login.status_code == 200
    assert not tree.xpath("//script | //style | //@style")
    assert tree.xpath("//label[@for='password']")
    answer = await log_in(private, query=sent.headers["location"].partition("/-/login")[2])
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{STORY}?a=b%26c"


async def test_a_session_opens_everything_and_ends(private, path, monkeypatch):
    answer = await log_in(private)
    cookie = next(text for text in answer.headers.get_list("set-cookie") if text.startswith("ds_actor="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    assert re.search(r"Max-Age=\d+", cookie)
    cookies = {"ds_actor": re.match(r"ds_actor=([^;]+)", cookie)[1]}
    for place in (STORY, f"{STORY}.json", "/", "/archive", "/archive/stories.json", "/-/databases.json"):
        seen = await private.client.get(place, cookies=cookies)
        assert seen.status_code == 200, place
        assert "private" in seen.headers["cache-control"], place
    assert OPEN_WORD in (await private.client.get(STORY, cookies=cookies)).text
    again = site(path, private=True)
    assert (await again.client.get("/", cookies=cookies)).status_code == 200, "after a restart"
    later = login_gate.time.time() + login_gate.SESSION_SECONDS + 60
    monkeypatch.setattr("datasette.actor_auth_cookie.time.time", lambda: later)
    assert (await private.client.get("/", cookies=cookies)).status_code == 401


async def test_a_page_can_log_out(private):
    answer = await log_in(private)
    cookies = {"ds_actor": answer.cookies["ds_actor"]}
    page = await private.client.get("/", cookies=cookies)
    form = html.document_fromstring(page.text).xpath("//form[@action='/-/logout']")[0]
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    out = await private.client.post("/-/logout", data=fields, cookies=cookies | dict(page.cookies))
    assert out.status_code == 302
    assert 'ds_actor=""' in ", ".join(out.headers.get_list("set-cookie"))


async def test_https_makes_the_session_one_for_https(path):
    answer = await log_in(site(path, private=True, https=True))
    assert "; Secure" in next(text for text in answer.headers.get_list("set-cookie") if text.startswith("ds_actor="))


async def test_the_token_and_the_password_open_it_to_programs(private, token):
    for headers in ({"Authorization": f"Bearer {token}"}, basic(PASSWORD), basic(PASSWORD)):
        answer = await private.client.get(f"{STORY}.json", headers=headers)
        assert answer.status_code == 200
        assert "private" in answer.headers["cache-control"]
    for wrong in ("Bearer x", "Bearer \xff", "Basic !", "Basic eA==", "Digest x", "Bearer"):
        answer = await private.client.get("/", headers={b"Authorization": wrong.encode("latin-1")})
        assert answer.status_code in (401, 429), wrong


def waiting_for_ever(monkeypatch, **options) -> None:
    """For a throttle whose clock stands still."""
    monkeypatch.setattr(login_gate, "LoginThrottle", lambda: LoginThrottle(clock=lambda: 0.0, **options))


async def test_who_guesses_has_to_wait(path, monkeypatch):
    waiting_for_ever(monkeypatch)
    private = site(path, private=True)
    for _ in range(5):
        answer = await log_in(private, "wrong")
        assert answer.status_code == 200
        assert "not the password" in answer.text
    answer = await log_in(private)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert (await private.client.get("/", headers=basic(PASSWORD))).status_code == 429


async def test_form_header_and_token_are_counted_together(path, token, monkeypatch):
    waiting_for_ever(monkeypatch)
    private = site(path, private=True)
    for headers in (basic("wrong"), {"Authorization": "Bearer wrong"}) * 2:
        assert (await private.client.get("/", headers=headers)).status_code == 401
    assert (await log_in(private, "wrong")).status_code == 200
    for headers in (basic(PASSWORD), {"Authorization": "Bearer wrong"}):
        assert (await private.client.get("/", headers=headers)).status_code == 429
    assert (await private.client.get("/", headers={"Authorization": f"Bearer {token}"})).status_code == 200


async def test_two_hundred_guesses_at_once_are_no_more_than_one_after_the_other(path, monkeypatch):
    waiting_for_ever(monkeypatch)
    private, checked = site(path, private=True), []
    monkeypatch.setattr(Credentials, "is_password", lambda self, text: checked.append(text))
    answers = await asyncio.gather(*(private.client.get("/", headers=basic(f"guess {n}")) for n in range(200)))
    assert Counter(answer.status_code for answer in answers) == {401: 5, 429: 195}
    assert len(checked) == 5


async def test_who_was_let_in_before_does_not_wait_for_the_guesses_of_others(path, monkeypatch):
    waiting_for_ever(monkeypatch)
    private = site(path, private=True)
    device = {"device": (await log_in(private)).cookies["device"]}
    for _ in range(9):
        await private.client.get("/", headers=basic("wrong"))
    assert (await log_in(private)).status_code == 429
    assert (await log_in(private, cookies=device)).status_code == 302
    for _ in range(5):  # and is counted as others are
        assert (await log_in(private, "wrong", cookies=device)).status_code == 200
    assert (await log_in(private, cookies=device)).status_code == 429
    for forged in ("x", private.sign({"d": "x"}, "actor"), private.sign("x", "device")):
        assert (await log_in(private, cookies={"device": forged})).status_code == 429


async def test_a_right_password_does_not_forget_the_wrong_ones_of_its_address(path, monkeypatch):
    waiting_for_ever(monkeypatch)
    private = site(path, private=True)
    for word in ("wrong", "wrong", PASSWORD, "wrong", "wrong", PASSWORD):
        answer = await private.client.get("/", headers=basic(word))
        assert answer.status_code == (200 if word == PASSWORD else 401)
    assert (await private.client.get("/", headers=basic("wrong"))).status_code == 401
    assert (await private.client.get("/", headers=basic(PASSWORD))).status_code == 429


async def test_a_long_body_is_no_login_form(private):
    answer = await private.client.post("/-/login", content=b"password=" + b"x" * 30_000)
    assert answer.status_code == 413


async def test_who_has_to_wait_is_told_in_their_language(path, monkeypatch):
    waiting_for_ever(monkeypatch, free=1)
    private = site(path, private=True)
    await log_in(private, "wrong")
    said = {}
    for tag in ("en", "de", "fr"):
        answer = await private.client.post("/-/login", headers={**PAGE, "Accept-Language": tag})
        assert (answer.status_code, answer.headers["content-language"]) == (429, tag)
        page = html.document_fromstring(answer.text)
        assert page.get("lang") == tag
        said[tag] = page.xpath("//main//text()[normalize-space()]")
    assert said == {
        "en": ["Please wait", "Too many wrong passwords: try again in 2 seconds."],
        "de": ["Bitte warten", "Zu viele falsche Passwörter: bitte in 2 Sekunden noch einmal versuchen."],
        "fr": ["Veuillez patienter", "Trop de mots de passe erronés : réessayez dans 2 secondes."],
    }
    program = await private.client.get("/", headers={**basic(PASSWORD), "Accept-Language": "de"})
    assert program.json()["error"] == "Too many wrong passwords: try again in 2 seconds."


@pytest.mark.parametrize(
    "text", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x", "x", "", "/a\nb"]
)
def test_nobody_is_sent_to_another_site_after_the_login(text):
    assert local_path(text) == ""
    assert local_path("/search?q=a") == "/search?q=a"


async def test_a_new_password_ends_the_sessions(path, tmp_path):
    other = tmp_path / "archive.db"
    archive.opened(other, create=True).close()
    Credentials(other).set_password("first password")
    before = site(other, private=True)
    cookies = {"ds_actor": (await log_in(before, "first password")).cookies["ds_actor"]}
    assert (await before.client.get("/", cookies=cookies)).status_code == 200
    Credentials(other).set_password("second password")
    assert (await site(other, private=True).client.get("/", cookies=cookies)).status_code == 401


async def test_an_open_site_has_no_login(path):
    public = site(path)
    for place in ("/-/login", "/-/password-tool"):
        assert (await public.client.get(place)).status_code == 404
        assert (await public.client.post(place)).status_code == 404
    assert (await public.client.get("/", headers={"Authorization": "Basic !"})).status_code == 200
    assert (await site(path, private=True).client.get("/-/password-tool")).status_code == 404


async def test_no_menu_of_an_open_site_leads_to_a_login(path):
    for base in ("/", "/news/"):
        public = site(path, base_url=base)
        tables = (await public.client.get("/archive/stories")).text
        assert f'href="{base}"' in tables
        assert "/-/login" not in tables
        answer = await public.client.get("/-/login", headers=PAGE)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert f'href="{base}static/site.css' in answer.text
        assert f'<a href="{base}">Back Issues</a>' in answer.text
        assert (await public.client.get("/-/login")).json() == {
            "ok": False,
            "error": "There is no such page",
            "status": 404,
        }


def test_a_private_site_without_a_password_is_not_opened(tmp_path):
    path = tmp_path / "archive.db"
    archive.opened(path, create=True).close()
    with pytest.raises(SiteError, match="backissues password"):
        site(path, private=True)


def test_the_hashes_are_for_their_owner_alone(path, token):
    keys = Credentials(path)
    for file in (keys.password_file, keys.token_file):
        assert file.stat().st_mode & 0o777 == 0o600
        assert PASSWORD not in file.read_text()
        assert token not in file.read_text()
    assert keys.is_password(PASSWORD)
    assert not keys.is_password("other")
    assert keys.is_token(token)
    assert not keys.is_token("")
    keys.token_file.chmod(0o644)
    with pytest.raises(CredentialsError, match="chmod 600"):
        keys.is_token(token)
    keys.token_file.chmod(0o600)
    with pytest.raises(CredentialsError, match="at least 8"):
        keys.set_password("short")


async def test_a_new_password_ends_sessions_while_the_site_runs(private, path):
    def asked(session: dict[str, str]):
        return private.client.get("/search.json", cookies=session)

    session = dict((await log_in(private)).cookies)
    assert (await asked(session)).status_code == 200
    keys = Credentials(path)
    try:
        keys.set_password("another long password")
        assert (await asked(session)).status_code == 401
        newer = dict((await log_in(private, "another long password")).cookies)
        assert (await asked(newer)).status_code == 200
    finally:
        keys.set_password(PASSWORD)
