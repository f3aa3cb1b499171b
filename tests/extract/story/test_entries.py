"""Live blogs keep all entries with their hours, and stories told in pictures their captions."""

from __future__ import annotations

import pytest

from scraper import extract
from tests.extract.pages import page, story

INTRO = "The harbour board decides today who may keep a key of the ferry. We report from the town hall on the quay."
ENTRIES = (
    ("16:40", "Some leave", "A dozen people have left the hall, and some of them are singing outside on the steps."),
    ("16:22", "The vote", "Seven to four: there will be a second key."),
    (
        "15:55",
        "A letter",
        "The clerk reads a letter of the engineer, who is sorry, and does so twice since nobody has heard it.",
    ),
    ("14:30", "Welcome", "Doors open."),
)
MARKUP = {
    "boxes": '<div class="post"><span class="hour">{0}</span><h3>{1}</h3><p>{2}</p></div>',
    "articles": '<article class="entry"><time datetime="2024-12-06T{0}">{0}</time><h2>{1}</h2><div><p>{2}</p></div></article>',
    "headings": "<h3>{0} – {1}</h3><p>{2}</p>",
    "lines": "<p><strong>{0}</strong></p><h3>{1}</h3><p>{2}</p>",
    "pairs": "<dl><dt>{0}</dt><dd>{1} {2}</dd></dl>",
    "columns": '<div class="row"><div>{0}</div><div><b>{1}</b><p>{2}</p></div></div>',
}


def body(inner: str) -> str:
    return extract.draft(page(story(paragraphs=()).replace('class="text">', f'class="text">{inner}'))).body


@pytest.mark.parametrize("kind", MARKUP)
@pytest.mark.parametrize("intro", ["", f"<p>{INTRO}</p><p>{INTRO.upper()}</p>"])
def test_all_entries_and_their_hours_are_text(kind: str, intro: str) -> None:
    found = body(intro + "".join(MARKUP[kind].format(*entry) for entry in ENTRIES))
    assert all(part in found for entry in ENTRIES for part in entry)
    assert [found.index(hour) for hour, _, _ in ENTRIES] == sorted(found.index(hour) for hour, _, _ in ENTRIES)


CAPTIONS = tuple(f"{words} It is seen from the quay." for _, _, words in ENTRIES)


@pytest.mark.parametrize(
    "markup",
    [
        '<figure><img src="/{1}.jpg"><figcaption>{0}</figcaption></figure>',
        '<figure><img src="/{1}.jpg"><figcaption><p>{0}</p></figcaption></figure>',
        '<div class="wp-caption"><img src="/{1}.jpg"><p class="wp-caption-text">{0}</p></div>',
    ],
)
@pytest.mark.parametrize("intro", ["", "<p>The week on the quay.</p>"])
def test_captions_that_are_the_story_are_its_text(markup: str, intro: str) -> None:
    found = body(intro + "".join(markup.format(words, number) for number, words in enumerate(CAPTIONS)))
    assert [each for each in found.split("\n\n") if each in CAPTIONS] == [*CAPTIONS]


def test_captions_beside_a_text_stay_captions() -> None:
    pictures = "".join(f"<figure><img src='/1.jpg'><figcaption>{each}</figcaption></figure>" for each in CAPTIONS[:2])
    assert "seen from the quay" not in body(f"<p>{INTRO}</p>{pictures}<p>{ENTRIES[0][2]}</p><p>{ENTRIES[2][2]}</p>")


def test_a_gallery_of_other_news_below_a_text_is_no_part_of_it() -> None:
    pictures = "".join(f"<figure><img src='/1.jpg'><figcaption>{each}</figcaption></figure>" for each in CAPTIONS * 9)
    text = "".join(f"<p>{number}. {INTRO} {ENTRIES[0][2]}</p>" for number in range(5))
    assert "seen from the quay" not in body(text + pictures)
