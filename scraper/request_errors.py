"""Why a request gave no page, as exceptions of Scrapy and our own, and the reason that each of them stands for."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL.SSL import Error as TlsError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.internet.error import ConnectionClosed
from twisted.web._newclient import ParseError

from scraper.limits import HEADER_BYTES, PAGE_BYTES
from scraper.reasons import LONGEST_TEXT, Code, Reason, of_error
from scraper.reasons.words import phrase

REFUSED = (401, 402, 403, 407, 429, 451)
ABSENT = (404, 410)
DOWNLOADERS = ("twisted.", "scrapy.", "OpenSSL.", "service_identity.", "idna.", "h2.")  # packages that fetch pages


class ReasonedError(IgnoreRequest):
    """A page is not fetched, for a reason that the ledger keeps."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(phrase(reason))
        self.reason = reason


class AddressRefusedError(ReasonedError):
    """The address may not be asked: it leads inside, is too long, or is none (``collect/web_policy.py``)."""


class RobotsForbidError(ReasonedError):
    """The host's robots.txt, or the status that it answered with, forbids the page."""


class RobotsUnreachableError(ReasonedError):
    """The host does not answer the request for robots.txt, which forbids everything (RFC 9309, section 2.3.1.4)."""


class WaitRefusedError(ReasonedError):
    """The host asks for a longer wait than a run can spend."""


class HostSilentError(ReasonedError):
    """The host did not answer several requests in a row, and is not asked again."""


class NotArchivedError(ReasonedError):
    """The web archive that was asked in place of the newspaper has no copy of the page that could be taken."""


class WebArchiveFailedError(HostSilentError):
    """The web archive itself did not answer, or refused: nothing was learned of what it has."""


class TooLargeError(ReasonedError):
    """The page is larger than PAGE_BYTES, or its headers than HEADER_BYTES."""


class BadRedirectError(ReasonedError):
    """A redirect leads to something that is not a web address, or redirects go in circles."""


class RunStoppedError(IgnoreRequest):
    """The run was stopped before the request was made, or before it was answered."""


class HeadersTooLongError(Exception):
    """The headers of an answer are longer than HEADER_BYTES, or are more than HEADER_LINES."""


def code_of(status: int) -> Code:
    """The reason code of an HTTP status of 300 or more."""
    if 300 <= status < 400:
        return Code.REDIRECT
    return Code.NOT_FOUND if status in ABSENT else Code.REFUSED if status in REFUSED else Code.ERROR_STATUS


def is_no_answer(error: BaseException) -> bool:
    """Whether an exception of a request means that the host gave no response: these have no common base class."""
    return isinstance(error, OSError | UnicodeError) or type(error).__module__.startswith(DOWNLOADERS)


def is_silence(error: BaseException) -> bool:
    """Whether a request cost its time and brought nothing, so that the next one may do the same."""
    brought = IgnoreRequest | ResponseDataLossError | DownloadCancelledError
    return is_no_answer(error) and not isinstance(error, brought)


def reason_of(error: BaseException) -> Reason:
    """The reason that an exception stands for; CRASHED for one that is not expected."""
    match error:
        case ReasonedError():
            return error.reason
        case DownloadCancelledError():  # Scrapy cancels what is larger than DOWNLOAD_MAXSIZE, and only that
            return Reason(code=Code.PAGE_TOO_LONG, most=PAGE_BYTES)
        case ResponseDataLossError():  # shorter than its Content-Length, or without its last chunk
            return Reason(code=Code.CUT_OFF)
        case IgnoreRequest():
            return Reason(code=Code.NO_PAGE, text=str(error)[:LONGEST_TEXT])
        case DownloadTimeoutError():
            return Reason(code=Code.TIMED_OUT)
        case DownloadConnectionRefusedError():
            return Reason(code=Code.CONNECTION_REFUSED)
        case CannotResolveHostError():
            return Reason(code=Code.NAME_UNKNOWN)
        case DownloadFailedError():
            return _reason_of_failed(error)
    return of_error(error, Code.NO_ANSWER if is_no_answer(error) else Code.CRASHED)


def _reason_of_failed(error: DownloadFailedError) -> Reason:
    """The reason of an answer that broke off, or never was one, by what Twisted tells behind the exception."""
    for cause in _causes(error):
        match cause:
            case HeadersTooLongError():
                return Reason(code=Code.HEADERS_TOO_LONG, most=HEADER_BYTES)
            case TlsError() | VerificationError():
                return Reason(code=Code.TLS_FAILED, text=_tls_words(cause))
            case ParseError() | ValueError() | KeyError():  # of its status line, its lengths or its coding
                return Reason(code=Code.NOT_HTTP, text=str(cause)[:LONGEST_TEXT])
            case ConnectionClosed():
                return Reason(code=Code.CONNECTION_LOST)
    return of_error(error, Code.NO_ANSWER)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exceptions that a failure of Twisted was made of, at any depth."""
    for failure in getattr(error.__cause__ or error, "reasons", ()):
        if failure.value is not None:
            yield failure.value
            yield from _causes(failure.value)


def _tls_words(error: BaseException) -> str:
    """What OpenSSL says: the last of the three names that it gives each of its errors."""
    errors = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return "; ".join(each[-1] for each in errors if each)[:LONGEST_TEXT]
