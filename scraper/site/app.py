"""Open the site on an archive, and serve it.

The site's files are in the folder ``datasette/`` beside this package: plugins, templates, a style sheet, metadata and
settings; it is no Python package. Datasette opens the archive read-only but mutable: it never writes, and shows at once
what a collection writes (SQLite's write-ahead log).
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import json
import logging
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scraper.archive.connection import is_public, opened
from scraper.limits import REQUEST_HEAD_BYTES
from scraper.site.door.names import Names, SiteURL
from scraper.site.folder import DATABASE, SiteError, site_dir
from scraper.site.private.credentials import Credentials

if TYPE_CHECKING:
    from datasette.app import Datasette


class PortTakenError(SiteError):
    """Another program listens on the port."""


def site(
    path: Path,
    *,
    private: bool = False,
    https: bool = False,
    cors: bool = False,
    public_only: bool = False,
    **settings: Any,
) -> Datasette:
    """Datasette with the pages of this site on one archive, which it calls ``DATABASE`` whatever the file's name is.

    :param path: of the archive.
    :param private: only for readers with the password and programs with the token (``private.credentials``).
    :param https: readers reach the site by https, so cookies of sessions are for https only.
    :param cors: pages of other sites may read the site.
    :param public_only: nothing but a public file is shown, also when another file comes to its place.
    :param settings: of Datasette, over those of the site's ``settings.json``.
    :raises ArchiveError: there is no archive at ``path``, or the file is something else.
    :raises SiteError: the site is private, and has no password.
    """
    import datasette.app

    from scraper.site.sql.database import ArchiveDatabase

    opened(path).close()  # says in words what is wrong with the file, and brings an older archive up to date
    # With rich installed, Datasette prints pages of local variables for every address that is not found. Errors are
    # printed in any case.
    vars(sys.modules["datasette.handle_exception"])["rich"] = None
    folder = site_dir()
    chosen = json.loads((folder / "settings.json").read_text(encoding="utf-8")) | settings
    told = (folder / "metadata.json").read_text(encoding="utf-8")
    # Its links are those of a site that lies at the root.
    metadata = json.loads(told.replace(r"""href=\"/""", rf"""href=\"{chosen.get("base_url", "/")}"""))
    secret = None
    if private:
        keys = credentials_of(path)
        secret = keys.secret()
        metadata["allow"] = {"id": "*"}  # every request that the login gate lets in has a name
        metadata["plugins"] = metadata.get("plugins", {}) | {
            "back-issues": {"private": str(path), "https": https},
            "datasette-auth-passwords": {"reader_password_hash": keys.config},
        }

    class Site(datasette.app.Datasette):  # type: ignore[misc]
        """Datasette that does not tell where the archive lies: that is this machine's own affair."""

        def _connected_databases(self) -> list[dict[str, Any]]:
            return [{**each, "path": None} for each in super()._connected_databases()]

    opened_site = Site([], config_dir=folder, settings=chosen, metadata=metadata, secret=secret, cors=cors)
    opened_site.remove_database("_memory")  # Datasette adds it where no file is given
    opened_site.add_database(ArchiveDatabase(opened_site, path, public_only=public_only), name=DATABASE)
    return opened_site


def credentials_of(path: Path) -> Credentials:
    """The password and the token of a private site on this archive.

    :raises SiteError: no password was set, or datasette-auth-passwords is not installed.
    """
    if find_spec("datasette_auth_passwords") is None:
        raise SiteError("A private site needs datasette-auth-passwords: pip install 'backissues[private]'")
    keys = Credentials(path)
    if not keys.password_hash():
        raise SiteError(f"There is no password for {path} yet; 'backissues password --db {path}' sets one")
    return keys


def is_for_everyone(path: Path) -> bool:
    """Whether the archive is a public copy (``backissues publish``), which may be shown to everyone."""
    with contextlib.closing(opened(path)) as db:
        return is_public(db.conn)


def is_own_machine(host: str) -> bool:
    """Whether a server on this host can be reached from this machine alone.

    :param host: a name or an IP address.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def serve(
    path: Path,
    host: str,
    port: int,
    open_browser: bool,
    ready: Callable[[str], None],
    *,
    urls: Sequence[SiteURL] = (),
    proxies: Sequence[str] = (),
    https: bool = False,
    **options: bool,
) -> None:
    """Serve the site until Ctrl-C.

    :param path: of the archive.
    :param port: 0 takes any free one.
    :param open_browser: open the site in the browser of this machine.
    :param ready: is called with the site's URL as soon as it answers.
    :param urls: under which readers reach it, beside its address; its links carry the first.
    :param proxies: addresses of proxies in front of it, which say truly whom they ask for (``X-Forwarded-For``).
    :param https: readers reach it by https.
    :param options: of ``site``.
    :raises PortTakenError: another program listens on the port.
    :raises SiteError: the host is no address of this machine, or the port is reserved for the system.
    """
    import uvicorn

    from scraper.site.door import connections
    from scraper.site.door.requests import door

    https = https or any(url.scheme == "https" for url in urls[:1])
    base = urls[0].path if urls else "/"
    datasette = site(path, https=https, base_url=base, **options)
    logging.getLogger("mcp").setLevel(logging.WARNING)  # the extra of that name logs every session otherwise
    with contextlib.closing(_bound(host, port)) as listener:
        port = listener.getsockname()[1]
        address = f"{_address(host, port)}{base}"

        class Announcing(connections.PatientServer):
            """Calls ``ready`` when it answers."""

            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await datasette.invoke_startup()
                await super().startup(sockets)
                if self.started:
                    ready(address)
                    if open_browser:
                        _open(address)

        config = uvicorn.Config(
            door(datasette.app(), Names(host, port, urls), https=https, base=base),
            log_level="error",  # what is no HTTP is answered, and no line of a log
            lifespan="on",
            http=connections.PatientProtocol,
            ws="none",
            server_header=False,
            backlog=connections.AT_ONCE,
            proxy_headers=bool(proxies),
            forwarded_allow_ips=list(proxies),
            h11_max_incomplete_event_size=REQUEST_HEAD_BYTES,
            timeout_graceful_shutdown=3,
        )
        with contextlib.suppress(KeyboardInterrupt):  # uvicorn shuts down, and then raises the signal again
            Announcing(config).run(sockets=[listener])


def _bound(host: str, port: int) -> socket.socket:
    """A listening socket; an error that says what to do where there can be none."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, OverflowError) as error:
        raise SiteError(f"{host}:{port} is no address of this machine ({error}); try --host 127.0.0.1") from error
    listener = socket.socket(family, kind, protocol)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(
                f"Port {port} of {host} is taken, by another site or program; stop that one, "
                f"or choose another port: --port {port + 1} (--port 0 takes any that is free)"
            ) from error
        if error.errno == errno.EACCES:
            raise SiteError(f"Port {port} is reserved for the system; choose one above 1023: --port 8001") from error
        raise SiteError(f"{host}:{port} cannot be used ({error.strerror}); try --host 127.0.0.1") from error
    return listener


def _address(host: str, port: int) -> str:
    """The URL of the server for a browser on this machine, without a path."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104
    return f"http://{everywhere.get(host, f'[{host}]' if ':' in host else host)}:{port}"


def _open(address: str) -> None:
    import webbrowser

    # In a thread of its own: with some browsers the call returns when they are closed.
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
