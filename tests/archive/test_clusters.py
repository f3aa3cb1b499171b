"""Wire copy: which texts are copies, and that clusters are those of the set of stories, whatever happened to it."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from scraper import archive
from scraper.archive import clustering, public_copy, sketches
from scraper.archive.shingles import shingles
from scraper.archive.write import clusters, takedowns
from scraper.archive.write.stories import Saved
from scraper.items import Access
from tests.archive.conftest import at

Stored = Callable[..., Saved]
WIRE = (
    "HALVEREN (Nordpress) - The council of Halveren voted on Thursday to close the ropeworks at Skarn before winter, "
    "and the mayor said that the money saved would pay for a second lifeboat. Ingrid Tallow of the union called the "
    "vote a disgrace and announced a march through the town on Saturday morning. The ropeworks have made cables for "
    "the fishing fleet since 1871 and employ ninety-four people, most of whom live in the two streets behind the "
    "harbour. A study that the council ordered in spring found that the roof alone would cost four million crowns. "
    "Shipowners offered last week to take over the building for a token price, but withdrew when the survey of the "
    "quay wall became known. The vote passed with eleven to nine."
)
KANJI = (
    "潮見市議会は木曜日、冬までにスカルンの製綱工場を閉鎖することを決め、市長は節約した費用で二隻目の救命艇を購入すると述べた。"
    "労働組合のタローは採決を恥ずべきものと呼び、土曜日の朝に町を行進すると発表した。工場は一八七一年から漁船の綱を作ってきた。"
)
THAI = (
    "สภาเมืองฮัลเวเรนลงมติเมื่อวันพฤหัสบดีให้ปิดโรงงานเชือกที่สการ์นก่อนฤดูหนาว และนายกเทศมนตรีกล่าวว่าเงินที่ประหยัดได้จะนำไปซื้อเรือกู้ภัยลำที่สอง "
    "สหภาพแรงงานเรียกการลงมตินี้ว่าน่าละอาย และประกาศเดินขบวนในเช้าวันเสาร์"
)
HINDI = (
    "हलवेरेन की परिषद ने गुरुवार को सर्दियों से पहले स्कार्न के रस्सी कारखाने को बंद करने के पक्ष में मतदान किया और महापौर ने कहा कि "
    "बचाए गए धन से दूसरी जीवन रक्षक नौका खरीदी जाएगी। संघ की नेता ने इस मतदान को शर्मनाक बताया और शनिवार की सुबह शहर में जुलूस "
    "निकालने की घोषणा की। यह कारखाना बहुत पुराना है और इसमें नब्बे लोग काम करते हैं।"
)
OTHER = (
    "Snow fell on the Brennock pass for the ninth day running, and the drivers of forty lorries spent the night in the "
    "sports hall of Aldermoor, where the baker brought rolls at six. The road is to open again on Sunday, the office "
    "said, if the wind turns; until then post goes by rail. Schools stay closed in three valleys."
)


def alike(*texts: str) -> bool:
    """Whether all of these texts are in one cluster."""
    found = [shingles(text) for text in texts]
    made = np.frombuffer(b"".join(map(sketches.sketch, found)), dtype="<u2").reshape(-1, sketches.NUMBERS)
    return len(set(clustering.clusters(made, np.array([*map(len, found)])).tolist())) == 1


def half(text: str, part: float) -> str:
    return text[: int(len(text) * part)]


@pytest.mark.parametrize("text", [WIRE, KANJI, THAI, HINDI], ids=["words", "kanji", "thai", "hindi"])
def test_a_text_cut_at_the_end_is_a_copy_in_every_script(text: str) -> None:
    assert alike(text, half(text, 0.85))
    assert not alike(text, OTHER)


@pytest.mark.parametrize(
    "changed",
    [
        "By our own correspondent\n\n" + WIRE + "\n\nAdditional reporting by A. Reader.",
        WIRE.replace("HALVEREN (Nordpress) - ", "").replace("four million", "4m").replace("ninety-four", "94"),
        WIRE.replace("ropeworks", "rope works").replace("Thursday", "Thrusday"),
        WIRE.upper(),
        ". ".join(sentence for number, sentence in enumerate(WIRE.split(". ")) if number != 2),
    ],
    ids=["framed", "house style", "typos", "capitals", "a sentence dropped"],
)
def test_what_another_paper_makes_of_agency_copy_is_a_copy(changed: str) -> None:
    assert alike(WIRE, changed)


def test_a_teaser_of_a_longer_story_is_no_copy() -> None:
    assert not alike(WIRE, half(WIRE, 0.3))


def test_briefs_are_not_copies_by_their_standing_phrases() -> None:
    standing = "Read the whole story in tomorrow's paper or on our site, where subscribers find all reports of the day."
    briefs = [
        f"The ferry to Skarn leaves an hour later on Monday because of the tide. {standing}",
        f"Thieves took nine copper gutters from the church of Aldermoor on Friday. {standing}",
        f"Osric Venn turns ninety today and plays the organ at noon as always. {standing}",
    ]
    assert not alike(briefs[0], briefs[1])
    assert not alike(briefs[1], briefs[2])
    assert alike(briefs[0], briefs[0] + " (np)")


def test_a_few_words_are_not_sketched() -> None:
    assert sketches.sketch(shingles("Full report on page five, with pictures.")) == b""


def test_sketches_are_the_same_everywhere() -> None:
    """Sketches of other numbers would be made anew by every archive: then ``METHOD`` has to change."""
    made = np.frombuffer(sketches.sketch(shingles(WIRE)), dtype="<u2")
    assert made[:6].tolist() == [41086, 55055, 62438, 1815, 44560, 40757]


def test_a_crowd_with_one_band_in_common_is_compared_in_time_that_grows_with_its_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared = []
    whole = clustering.copies
    monkeypatch.setattr(clustering, "copies", lambda one, *rest: compared.append(len(one)) or whole(one, *rest))
    crowd = np.random.default_rng(1).integers(0, 2**16, (3000, sketches.NUMBERS), dtype=np.uint16)
    crowd[:, : clustering.ROWS] = 7
    assert len(set(clustering.clusters(crowd, np.full(3000, 200)).tolist())) == 3000
    assert sum(compared) <= 3000 * clustering.NEAREST + 3000


# In an archive


def texts(chance: random.Random, stories: int) -> dict[str, str]:
    """Texts by name: some of their own, some of them copies of others, cut and with words changed."""
    made: dict[str, str] = {}
    for number in range(stories):
        if made and chance.random() < 0.5:
            words = chance.choice([*made.values()]).split()
            words = words[: max(30, int(len(words) * chance.uniform(0.6, 1)))]
            words[chance.randrange(len(words))] = f"word{number}"
        else:
            words = [f"w{chance.randrange(4000)}" for _ in range(chance.randrange(30, 160))]
        made[f"story-{number}"] = " ".join(words)
    return made


def found(db: Database) -> dict[str, str]:
    return dict(db.execute("SELECT key, cluster FROM clusters JOIN stories ON stories.id = story_id").fetchall())


def anew(db: Database) -> dict[str, str]:
    clusters.cluster(db, anew=True)
    return found(db)


def taken_down(db: Database, key: str) -> None:
    takedown = takedowns.of_story(db, key, "asked for", at(8))
    assert takedown
    takedowns.enter(db, takedown)


@pytest.mark.parametrize("seed", range(4))
def test_many_runs_find_what_one_finds_whatever_came_went_and_changed(db: Database, stored: Stored, seed: int) -> None:
    chance = random.Random(seed)
    made = texts(chance, 50)
    names = list(made)
    chance.shuffle(names)
    for start in range(0, len(names), 10):
        for name in names[start : start + 10]:
            stored(name, headline=name, body=made[name])
        clusters.cluster(db)
    for name in chance.sample(names, 6):
        day = dt.date(1999, 1, 1 + chance.randrange(20))
        stored(name, headline=name, body=made[chance.choice(names)], date=day, fetched=at(7))
    for (key,) in db.execute("SELECT key FROM stories ORDER BY key LIMIT 40").fetchall()[::9]:
        taken_down(db, key)
    clusters.cluster(db)
    kept = found(db)
    assert len(set(kept.values())) > 3
    assert kept == anew(db)


def test_a_removed_or_changed_story_leaves_its_cluster_at_once(db: Database, stored: Stored) -> None:
    for name in ("one", "two", "three"):
        stored(name, headline=name, body=WIRE)
    clusters.cluster(db)
    assert len(found(db)) == 3
    stored("two", headline="two", body=OTHER, fetched=at(7))
    assert len(found(db)) == 2
    key = db.execute("SELECT key FROM stories WHERE headline = 'one'").fetchone()[0]
    taken_down(db, key)
    clusters.cluster(db)
    assert found(db) == {}


def test_what_was_sketched_before_a_kill_is_not_sketched_again(
    db: Database, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "BATCH", 2)
    for number in range(5):
        stored(f"s{number}", headline=f"s{number}", body=WIRE)

    def killed(what: str, done: int, total: int) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        clusters.cluster(db, progress=killed)
    done = clusters.cluster(db)
    assert (done.sketched, done.stories, done.clusters) == (1, 5, 1)
    assert clusters.cluster(db).sketched == 0


def test_a_kill_between_sketches_and_clusters_is_made_up_for(
    db: Database, stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        stored(f"s{number}", headline=f"s{number}", body=WIRE)
    with monkeypatch.context() as patched:
        patched.setattr(clusters, "_link", lambda db, progress: None)
        clusters.cluster(db)
    assert clusters.cluster(db).stories == 3


def test_a_public_file_does_not_tell_that_a_text_it_withholds_is_another_s(
    db: Database, stored: Stored, tmp_path: Path
) -> None:
    stored("open-1", headline="Open 1", body=WIRE)
    stored("open-2", headline="Open 2", body=WIRE)
    stored("withheld", headline="Withheld", body=WIRE, noarchive=True)
    stored("excerpt", headline="Excerpt", body=WIRE, access=Access.EXCERPT)
    clusters.cluster(db)
    assert len(found(db)) == 4
    path = Path(db.execute("PRAGMA database_list").fetchone()[2])
    public = public_copy.publish(path, tmp_path / "public.db").path
    with contextlib.closing(archive.opened(public)) as copy:
        shown = copy.execute(
            "SELECT headline, cluster FROM clusters JOIN stories ON stories.id = story_id ORDER BY 1"
        ).fetchall()
        keys = dict(copy.execute("SELECT headline, key FROM stories").fetchall())
        assert [headline for headline, _ in shown] == ["Open 1", "Open 2"]
        assert {cluster for _, cluster in shown} == {min(keys["Open 1"], keys["Open 2"])}
        assert copy.execute("SELECT count(*) FROM sketches").fetchone() == (0,)
