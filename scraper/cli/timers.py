"""What starts ``backissues run`` by itself: a line for cron, a service and a timer for systemd (pure)."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

EVERY = 10  # minutes; what is not due costs a look into the archive


@dataclass(frozen=True, slots=True)
class Timer:
    """Who runs what and where; all paths are absolute."""

    program: Path  # backissues
    folder: Path
    user: str
    contact: str
    arguments: tuple[str, ...]


def cron(timer: Timer) -> str:
    """A line for ``crontab -e``. A percent sign, which cron reads as the end of a line, is escaped."""
    command = shlex.join([str(timer.program), "run", *timer.arguments])
    line = f"cd {shlex.quote(str(timer.folder))} && BACKISSUES_CONTACT={shlex.quote(timer.contact)} {command}"
    return f"*/{EVERY} * * * * {line}".replace("%", r"\%") + "\n"


def service(timer: Timer) -> str:
    """``backissues-run.service`` for /etc/systemd/system; it ends itself with the status of the run."""
    return f"""\
[Unit]
Description=Back Issues: collect what is due
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
User={timer.user}
WorkingDirectory={_escaped(str(timer.folder))}
Environment={_quoted(f"BACKISSUES_CONTACT={timer.contact}")}
ExecStart={" ".join(map(_quoted, [str(timer.program), "run", *timer.arguments]))}
SuccessExitStatus=75
KillSignal=SIGINT
TimeoutStopSec=120
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={_quoted(str(timer.folder))}
PrivateTmp=yes
"""


def timer_unit() -> str:
    """``backissues-run.timer``, beside it."""
    return f"""\
[Unit]
Description=Back Issues: look what is due

[Timer]
OnCalendar=*:0/{EVERY}
Persistent=true
RandomizedDelaySec=60

[Install]
WantedBy=timers.target
"""


def _escaped(text: str) -> str:
    """A value of a unit's file, in which a percent sign begins a specifier."""
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    """A word of a unit's file that has several."""
    text = _escaped(text).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{text}"' if not text or set(text) & set(" \t\"';\\") else text
