"""How links name an edition or an archive: as sites print it, in each language; and what only looks like it."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from scraper.proposal.edition_words import is_offer, is_replica, names

EDITION = {
    "af": "Lees vandag se koerant", "ar": "النسخة الورقية (PDF)", "bg": "Днешният брой", "bn": "ই-পেপার",
    "ca": "Edició impresa", "cs": "Dnešní vydání", "da": "Læs dagens avis", "de": "Zum E-Paper", "el": "Έντυπη έκδοση",
    "en": "Today’s Paper", "es": "EDICIÓN IMPRESA", "et": "Tänane leht", "eu": "Papereko edizioa", "fa": "نسخه چاپی روزنامه",
    "fi": "Päivän lehti", "fr": "Le Journal", "gl": "Edición impresa", "he": "המהדורה המודפסת", "hi": "आज का अखबार",
    "hr": "Današnje izdanje", "hu": "Mai szám", "hy": "Տպագիր համար", "id": "Koran Hari Ini", "is": "Blað dagsins",
    "it": "Edizione cartacea", "ja": "朝刊・紙面", "ka": "ბეჭდური ვერსია", "kn": "ಇ-ಪೇಪರ್", "ko": "오늘의 신문", "lt": "Naujausias numeris",
    "lv": "Drukātais izdevums", "mk": "Печатено издание", "ml": "ഇ-പേപ്പർ", "mr": "आजचा पेपर", "ms": "Akhbar Hari Ini",
    "my": "ယနေ့သတင်းစာ", "nb": "Dagens avis", "ne": "आजको पत्रिका", "nl": "Krant van vandaag", "pa": "ਈ-ਪੇਪਰ",
    "pl": "Dzisiejsze wydanie", "pt": "Edição Impressa", "ro": "Ediția tipărită", "ru": "Свежий номер", "si": "අද පත්‍රය",
    "sk": "Dnešné vydanie", "sl": "Tiskana izdaja", "sq": "Gazeta e sotme", "sr": "Штампано издање", "sv": "Dagens tidning",
    "sw": "Gazeti la leo", "ta": "இன்றைய நாளிதழ்", "te": "ఈ-పేపర్", "th": "หนังสือพิมพ์วันนี้", "tr": "Bugünkü gazete",
    "uk": "Свіжий номер", "ur": "ای پیپر", "vi": "Báo in", "zh": "数字报",
}  # fmt: skip
ARCHIVE = {
    "ar": "أرشيف الأعداد السابقة", "de": "Zeitungsarchiv | Archiv", "en": "Past issues", "es": "Hemeroteca", "fr": "Archives",
    "it": "Archivio storico", "ja": "バックナンバー", "ko": "지난 신문", "pt": "Edições anteriores", "ru": "Архив номеров",
    "zh": "往期回顾", "fi": "Arkisto", "tr": "Gazete arşivi", "vi": "Số báo cũ", "hi": "पुराने अंक", "fa": "آرشیو",
}  # fmt: skip


@pytest.mark.parametrize("language", EDITION)
def test_a_link_names_the_printed_edition(language: str) -> None:
    assert names(EDITION[language]) == "edition"


@pytest.mark.parametrize("language", ARCHIVE)
def test_a_link_names_the_archive(language: str) -> None:
    assert names(ARCHIVE[language]) == "archive"


def test_every_language_of_the_table_has_a_row_here() -> None:
    table = tomllib.loads((resources.files("scraper.proposal") / "edition_words.toml").read_text(encoding="utf-8"))
    assert table["edition"].keys() == EDITION.keys() == table["archive"].keys()


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", "https://www.skerry.example/todays-paper/"),
        ("Menu", "https://www.skerry.example/epaper"),
        ("", "https://epaper.skerry.example/"),
        ("Lesen", "https://www.skerry.example/ausgabe/?x=1"),
    ],
)
def test_an_address_names_the_printed_edition(text: str, address: str) -> None:
    assert names(text, address) == "edition"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Sport",
        "Newspapers lose readers",
        "The archive of the harbour office burned for two days, and nobody knows who lit the fire",
        "Journalist arrested",
        "Le journaliste et la mer",
        "Печатная машина найдена",
    ],
)
def test_other_links_name_nothing(text: str) -> None:
    assert names(text, "https://www.skerry.example/sport/boats-2026") is None


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Suscríbete a la edición impresa", ""),
        ("Abo & E-Paper bestellen", ""),
        ("Place an ad in the paper", ""),
        ("Annonce dans le journal", ""),
        ("E-Paper", "https://abo.skerry.example/epaper"),
        ("Подписка на печатную версию", ""),
    ],
)
def test_a_link_sells_the_paper_and_does_not_show_it(text: str, address: str) -> None:
    assert is_offer(text, address)


def test_a_link_that_shows_the_paper_sells_nothing() -> None:
    assert not any(is_offer(text, "https://www.skerry.example/todays-paper") for text in EDITION.values())


@pytest.mark.parametrize("text", ["E-Paper", "ePaper lesen", "Digital edition", "ই-পেপার", "Kiosko", "e-Gazete"])
def test_a_replica_is_known_by_its_name(text: str) -> None:
    assert is_replica(text)
    assert not is_replica("Today’s paper")
