"""What starts ``backissues run`` by itself: a line for cron, a service and a timer for systemd (pure)."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PATHS = ("BACKISSUES_PUBLICATIONS", "BACKISSUES_IDENTITY")  # of a shell, which a timer has to be told
WORDS = ("BACKISSUES_INSIDE", "BACKISSUES_UMASK")
SECRET = ("BACKISSUES_INCIDENTS_TO", "BACKISSUES_SMTP", "BACKISSUES_SMTP_FROM", "BACKISSUES_SMTP_PASSWORD")
EVERY = 10  # minutes; what is not due costs a look into the archive


@dataclass(frozen=True, slots=True)
class Timer:
    """Who runs what and where; all paths are absolute."""

    program: Path  # backissues
    folder: Path
    user: str
    variables: tuple[tuple[str, str], ...]  # of the environment, the contact first
    arguments: tuple[str, ...]
    captures: Path | None = None  # where they are not beside the archive


def variables(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a run takes from ``environment`` that is no secret, by name; folders and files as absolute paths."""
    return tuple(_variables(environment))


def _variables(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "BACKISSUES_CONTACT", environment.get("BACKISSUES_CONTACT") or "you@example.org"
    for name in PATHS:
        if value := environment.get(name):
            yield name, str(Path(value).expanduser().absolute())
    for name in WORDS:
        if value := environment.get(name):
            yield name, value


def secret(environment: Mapping[str, str]) -> list[str]:
    """The names of what a run would take from ``environment``, whose values may be secret and are not printed."""
    return [name for name in SECRET if environment.get(name)]


def cron(timer: Timer) -> str:
    """A line for ``crontab -e``. A percent sign, which cron reads as the end of a line, is escaped."""
    command = shlex.join([str(timer.program), "run", *timer.arguments])
    settings = " ".join(f"{name}={shlex.quote(value)}" for name, value in timer.variables)
    line = f"cd {shlex.quote(str(timer.folder))} && {settings} {command}"
    return f"*/{EVERY} * * * * {line}".replace("%", r"\%") + "\n"


def service(timer: Timer) -> str:
    """``backissues-run.service`` for /etc/systemd/system; it ends itself with the status of the run."""
    settings = "\n".join(f"Environment={_quoted(f'{name}={value}')}" for name, value in timer.variables)
    written = [timer.folder, *([timer.captures] if timer.captures else [])]
    return f"""\
[Unit]
Description=Back Issues: collect what is due
After=network-online.target
Wants=network-online.target

[Service]
Type=oneshot
User={timer.user}
WorkingDirectory={_escaped(str(timer.folder))}
{settings}
ExecStart={" ".join(map(_quoted, [str(timer.program), "run", *timer.arguments]))}
SuccessExitStatus=75
KillSignal=SIGINT
TimeoutStopSec=120
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={" ".join(_quoted(str(each)) for each in written)}
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
