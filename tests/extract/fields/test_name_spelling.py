"""Names in capitals are written as people write them."""

from __future__ import annotations

import pytest

from scraper.extract.fields.name_spelling import spelled


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("IDA BRUN", "Ida Brun"),
        ("Ida BRUN", "Ida Brun"),
        ("Ida Brun", "Ida Brun"),
        ("RONALD MCDONALD", "Ronald McDonald"),
        ("IDA O'DELL-BRUN", "Ida O'Dell-Brun"),
        ("CHIARA D’ANGELO", "Chiara D’Angelo"),
        ("JEAN-LUC DE LA BRUNIÈRE", "Jean-Luc de la Brunière"),
        ("EDILSON LA ROSA", "Edilson La Rosa"),
        ("SANNE VAN DER MEERHOF", "Sanne van der Meerhof"),
        ("JÖRG VON STRÖM", "Jörg von Ström"),
        ("WALTER GROß", "Walter Groß"),
        ("J.R. STONEFIELD", "J.R. Stonefield"),
        ("TJ LEE", "TJ Lee"),
        ("AKM ZAKIR", "AKM Zakir"),
        ("KIM BRUN", "Kim Brun"),
        ("JO BRUN", "Jo Brun"),
        ("JOHN BRUN III", "John Brun III"),
        ("TOM BRUN JR.", "Tom Brun Jr."),
        ("DEFNE ÇINARLI", "Defne Çinarli"),
        ("IŞIL ÇINARLI", "Işıl Çınarlı"),
        ("АННА ВОЛКОВА", "Анна Волкова"),
        ("ΠΕΤΡΟΣ ΛΙΜΝΙΩΤΗΣ", "Πετρος Λιμνιωτης"),
        ("LD", "LD"),
        ("岸田みなと", "岸田みなと"),
        ("هدى الشامي", "هدى الشامي"),
        ("idabrun", "idabrun"),
    ],
)
def test_capitals_become_the_spelling_of_people(printed: str, name: str) -> None:
    assert spelled(printed) == name


def test_the_capital_i_of_a_turkish_page_has_no_dot() -> None:
    assert spelled("KAZIM ÇINARLI", "tr-TR") == "Kazım Çınarlı"
