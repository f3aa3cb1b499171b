"""Take the secrets of the environment out of an archive and out of captures that earlier versions wrote."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from scraper import archive, catalogue
from scraper.archive import redaction
from scraper.archive.connection import is_public
from scraper.archive.write import ledger
from scraper.captures import cdxj, manifest
from scraper.captures import redaction as files
from scraper.captures.reader import ENDINGS
from scraper.collect.rewriting import rewrite


class Redacted(NamedTuple):
    """The files of captures that were written anew, and a sentence for each that could not be searched."""

    rewritten: Sequence[Path]
    not_searched: Sequence[str]


def redact(path: Path, folder: Path, *, wait: bool, say: Callable[[str], None]) -> Redacted:
    """Put placeholders where the values of secrets stand, in the archive and in its captures.

    A file of captures is written anew under a name of its own, and the old one goes when the archive refers to the new
    one: whatever ends this early, the same command goes on.

    :param folder: of the captures; files that hold no value stay as they are.
    :returns: what was done, and what could not be.
    :raises ArchiveError: the archive or the captures cannot be written.
    """
    archive.opened(path).close()  # says that there is none, before a new one is made
    with archive.writing(path, wait=wait, say=say, doing="backissues redact") as db:
        secrets = redaction.clean(db.conn, catalogue.secrets(os.environ), whole=True)
        captured = manifest.files(folder)
        for file in captured:
            secrets = secrets.with_values(files.values_in(file, secrets))
        secrets = redaction.clean(db.conn, secrets, whole=True)
        rewritten = [file for file in captured if files.holds_secrets(file, secrets)]
        for file in rewritten:
            say(f"{file} holds the value of a secret; it is written anew")
            rewrite(db.conn, folder, file, lambda old, new: files.write_without(old, secrets, new))
        cdxj.update(folder)
        return Redacted(rewritten, _not_searched(folder))


def _not_searched(folder: Path) -> list[str]:
    """What a rebuild would read and nobody can vouch for: damaged files of our own, and files that others wrote."""
    told = []
    for file in sorted(file for file in folder.rglob("*") if file.name.lower().endswith(ENDINGS) and file.is_file()):
        if file.parent != folder or not file.name.endswith(manifest.WARC):
            told.append(f"{file} was not searched: it is none of the files that this program writes")
        elif (offset := files.damaged_at(file)) is not None:
            told.append(f"{file} is damaged: what stands behind byte {offset:,} could not be searched")
    return told


def clean_before_showing(path: Path, say: Callable[[str], None]) -> None:
    """Clean an archive that an earlier version wrote; of one that cannot be written say so.

    :raises ArchiveError: there is no archive, or it is damaged.
    """
    with contextlib.closing(archive.opened(path)) as db:
        before = catalogue.secrets(os.environ, ledger.slugs(db))
        if redaction.is_clean(db.conn, before):
            return
        cure = "publish it again" if is_public(db.conn) else "'backissues redact' takes it out"
    try:
        with archive.writing(path, wait=False, doing="backissues redact") as db:
            say(redaction.said(path, redaction.clean(db.conn, before)))
    except archive.ArchiveError:  # a public file, a disk that is read only, a collection that is under way
        say(f"{path} holds the value of a secret, which everybody can read who reads the file: {cure}")
