"""Who may read the files that are made: their owner alone, whatever the umask, unless BACKISSUES_UMASK says otherwise.

An archive holds texts that newspapers show to few, and captures what was typed into addresses. A folder that is shared
on purpose sets ``BACKISSUES_UMASK=007`` (its group reads and writes) or ``027`` (its group reads). Only the public file
is for everybody.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

SETTING = "BACKISSUES_UMASK"
OWNER_ALONE = 0o077
PUBLIC = 0o644


def keep_private() -> None:
    """Let this process, and those that it starts, make files for whom ``mask`` says.

    :raises ValueError: BACKISSUES_UMASK is no octal number.
    """
    os.umask(mask())


def mask() -> int:
    """The permissions that files are made without.

    :raises ValueError: BACKISSUES_UMASK is no octal number.
    """
    setting = os.environ.get(SETTING, "")
    try:
        number = int(setting, 8) if setting else OWNER_ALONE
    except ValueError:
        number = -1
    if not 0 <= number <= 0o777:
        raise ValueError(f"{SETTING} is {setting!r}; it takes an octal number such as 077, 027 or 007")
    return number


def narrowed(paths: Iterable[Path]) -> list[Path]:
    """Take from everybody what earlier versions left to everybody; a file shared with a group alone stays so.

    :returns: the files and folders that were changed; another user's are left to that one.
    """
    changed = []
    for path in paths:
        with contextlib.suppress(OSError):
            mode = stat.S_IMODE(path.stat().st_mode)
            wanted = mode & ~mask() if mode & stat.S_IRWXO else mode
            if wanted != mode:
                path.chmod(wanted)
                changed.append(path)
    return changed
