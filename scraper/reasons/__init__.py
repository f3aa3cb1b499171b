"""Reasons why something is not held, as values: a code with its numbers, put into words where it is shown.

codes.py           the codes, the fields of each, and their JSON
words.py           a reason in words, in the language of whoever reads it
old_sentences.py   the English sentences that version 0.1.0 stored -> reasons, for its archives and captures
"""

from scraper.reasons.codes import (
    FIELDS,
    LONGEST_TEXT,
    Code,
    Reason,
    dump,
    dumps,
    load,
    loads,
    of_error,
    of_json,
    shown,
)

__all__ = [
    "FIELDS",
    "LONGEST_TEXT",
    "Code",
    "Reason",
    "dump",
    "dumps",
    "load",
    "loads",
    "of_error",
    "of_json",
    "shown",
]
