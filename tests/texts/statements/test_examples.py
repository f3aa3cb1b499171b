"""Every wording of the table of edition statements reads its own example."""

from __future__ import annotations

import pytest

from scraper import dating
from scraper.dating import page_evidence
from scraper.texts.statements.table import Statement, all_statements
from scraper.texts.statements.zones import Passage, Zone

FIELDS = {"headline": "print_headline"}


@pytest.mark.parametrize("row", all_statements(), ids=lambda row: f"{row.language}: {row.example[:40]}")
def test_a_row_reads_its_example(row: Statement) -> None:
    host = row.hosts[0] if row.hosts else "paper.example"
    page = page_evidence.PageEvidence(
        url=f"https://{host}/a-story",
        language=row.language,
        passages=(Passage(text=row.example, zone=Zone.STORY),),
        published=row.web_date.isoformat() if row.web_date else "",
    )
    found = dating.decide(page)
    if found is None:
        assert not {"date", "issue"} & row.gives.keys()
        return
    found_values = {name: str(getattr(found, FIELDS.get(name, name)) or "") for name in row.gives}
    assert found_values == dict(row.gives)
    assert found.evidence.kind == "statement"


def test_the_table_speaks_many_languages() -> None:
    assert {"en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "ru", "tr", "ar", "hi", "ja", "ko", "zh"} <= {
        row.language for row in all_statements()
    }
