"""What a house says below a text, told by where it leads; and last sentences that only look so."""

from __future__ import annotations

import pytest

from scraper import extract
from tests.extract.pages import PARAGRAPHS, page, story

TEXT = "\n\n".join(PARAGRAPHS)


def body(*, inside: str = "", below: str = "") -> str:
    first, last = f"<p>{PARAGRAPHS[1]}</p>", f"<p>{PARAGRAPHS[-1]}</p>"
    return extract.draft(page(story().replace(first, first + inside).replace(last, last + below))).body


@pytest.mark.parametrize(
    "note",
    [
        "<p><em>Fanst du en fejl? <a href='mailto:ret@lantern.example'>Skriv</a></em></p>",
        "<p>Ha inbox: <a href='mailto:desk@lantern.example?subject=x'>the desk</a></p>",
        "<p><strong>Bez was nie byłoby tych słów. <a href='/wesprzyj'>Razem</a></strong></p>",
        "<p><em>Sin ti no hay diario. <a href='https://www.lantern.example/socios'>Aquí</a></em></p>",
        "<p><strong>Te esperamos en <a href='https://t.me/LanternNews'>este canal</a></strong></p>",
        "<p>Tags: <a href='/t/1'>ferry</a>, <a href='/t/2'>harbour</a>, <a href='/t/3'>keys</a></p>",
        "<p>Sujets : <a href='/t/1'>bac</a> | <a href='/t/2'>port</a></p>",
        "<p>Foto: Ida Brun / EFE</p>",
        "<p>Crédit photo : Ida Brun</p>",
        "<p>ida.brun@elsewhere.example</p>",
        "<p><em>Scribe <a href='mailto:ida1911@elsewhere.example'>Idae</a></em></p>",
        "<p>Iezīmējiet tekstu un spiediet Ctrl+Enter, lai nosūtītu labojamo vietu redaktoram!</p>",
    ],
)
def test_a_note_of_the_house_below_a_text_is_none_of_it(note: str) -> None:
    assert body(below=note) == TEXT
    assert body(below=note + "<p>© The Lantern</p>" + note) == TEXT


@pytest.mark.parametrize(
    "sentence",
    [
        "Tickets for the evening at the <a href='https://hall.example'>old hall</a> cost twelve crowns.",
        "Whoever has seen the key may call 0123 45678 or <a href='mailto:key@lantern.example'>write</a> to the crew.",
        "<em>The concert begins at eight in the <a href='/2026/03/07/the-old-hall-opens-again'>old hall</a>.</em>",
        "The crew told it on <a href='https://t.me/LanternNews/411'>its channel</a>, and nobody answered there.",
        "The programme hangs in the <a href='/programme'>window of the hall</a>, for whoever walks by.",
        "<em>The concert begins at eight in the <a href='/the-old-hall-opens-again'>old hall</a>.</em>",
        "<em>The concert begins at eight in the <a href='/s4711'>old hall</a>.</em>",
        "<em>The choir sings tonight as well, on <a href='https://t.me/OldHall'>its channel</a>.</em>",
        "Two ways: the <a href='/b/1'>old bridge</a> and the <a href='/b/2'>ferry</a>, and both are closed by now.",
        "Source of the trouble: the key, which was in a coat, where else.",
    ],
)
def test_a_last_sentence_with_a_link_is_text(sentence: str) -> None:
    assert len(body(below=f"<p>{sentence}</p>").split("\n\n")) == len(PARAGRAPHS) + 1


@pytest.mark.parametrize(
    "line",
    [
        "<p>Photo: Ida Brun</p>",
        "<blockquote><a href='/s/1'>The harbour board meets again on Monday</a></blockquote>",
        "<p><em>Irakurri ere</em> <a href='/2026/03/01/zubia'>Zubia itxita egongo da bigarren neguan ere</a></p>",
        "<p><strong>Loe ka <a href='/1'>Sild jääb suletuks ka teiseks talveks</a></strong></p>",
        "<div class='tooltip-text'><p>The harbour office was founded in 1881 and keeps its books in a tower.</p></div>",
        "<div class='term-popup'><p>The harbour office was founded in 1881 and keeps its books in a tower.</p></div>",
        "<p><strong>【関連記事】</strong><a href='/j/1'>橋、二度目の冬も閉鎖へ</a></p>",
    ],
)
def test_a_credit_or_a_preview_between_paragraphs_is_none_of_the_text(line: str) -> None:
    assert body(inside=line) == TEXT


@pytest.mark.parametrize(
    "sentence",
    [
        "<strong>Whoever asks</strong> may read the <a href='/s/1'>minutes of the harbour board of last Monday</a>.",
        "<em>1881</em> <a href='/s/1'>The harbour office is founded by two brothers</a>",
        "The <a class='has-popup' href='/s/1'>harbour office</a> was founded in 1881, and keeps its books in a tower.",
    ],
)
def test_a_sentence_with_a_link_between_paragraphs_is_text(sentence: str) -> None:
    assert len(body(inside=f"<p>{sentence}</p>").split("\n\n")) == len(PARAGRAPHS) + 1
