"""The uses that a newspaper permits or prohibits, each statement that says so, and what follows of all of them."""

from __future__ import annotations

import enum
from dataclasses import dataclass

AGENT = "backissues"  # the name by which a newspaper may address us alone, in robots.txt and in its pages
LONGEST_WORDS = 300  # characters of a statement's own words


class Use(enum.StrEnum):
    """What may be done with a page: the words of Content Signals, ``tdm`` of TDMRep, and ``archive`` of noarchive."""

    TDM = "tdm"  # text and data mining
    AI_TRAIN = "ai-train"  # train or fine-tune a model
    AI_INPUT = "ai-input"  # give it to a model: retrieval, grounding, generated summaries
    SEARCH = "search"  # a search index with links and short excerpts
    ARCHIVE = "archive"  # show a copy of the page


class Answer(enum.StrEnum):
    """Whether a use is permitted."""

    PERMITTED = "permitted"
    ON_TERMS = "on-terms"  # by a licence that asks for something, a payment for instance
    PROHIBITED = "prohibited"


NOT_SAID, NOT_KNOWN = "not-said", "not-known"  # instead of an answer
PERMITTED = (Answer.PERMITTED.value, NOT_SAID)  # what may be taken for permission


class Standard(enum.StrEnum):
    """What a statement is written in."""

    ROBOTS = "robots"  # RFC 9309; robots meta elements and X-Robots-Tag
    CONTENT_SIGNAL = "content-signal"  # contentsignals.org
    CONTENT_USAGE = "content-usage"  # draft-ietf-aipref-attach, draft-ietf-aipref-vocab
    RSL = "rsl"  # rslstandard.org/rsl, version 1.0
    TDMREP = "tdmrep"  # www.w3.org/community/reports/tdmrep


class Fetching(enum.StrEnum):
    """Whether robots.txt let us ask for a page."""

    ALLOWED = "allowed"
    FORBIDDEN = "forbidden"
    ABSENT = "absent"  # the host has none, which allows everything (RFC 9309, section 2.3.1.3)
    REFUSED = "refused"  # it answered in a way that forbids everything
    NOT_READ = "not-read"  # nothing is known of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that a newspaper said of a use of a page, in its own words, and where.

    ``source`` is the address of the document, or what of the page said it: "meta", "header".
    """

    use: Use
    answer: Answer
    standard: Standard
    words: str  # as written: "ai-train=no", "tdm-reservation: 1"
    source: str
    policy: str = ""  # the address of the terms on which the use may be permitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """All that a newspaper said of one page at a moment.

    ``looked`` has the uses of which it was looked what the newspaper says; of others nothing follows from silence.
    """

    fetching: Fetching = Fetching.NOT_READ
    group: str = ""  # the User-agent lines of robots.txt that were for us: "backissues" or "*"
    crawl_delay: float = 0.0  # seconds
    statements: tuple[Statement, ...] = ()
    looked: frozenset[Use] = frozenset()

    def answer(self, use: Use) -> Answer | None:
        """Whether a use was permitted; None where nothing was said of it.

        The strictest statement holds, as the IETF's vocabulary has it (draft-ietf-aipref-vocab, "Combining").
        """
        answers = {statement.answer for statement in self.statements if statement.use is use}
        return next((each for each in (Answer.PROHIBITED, Answer.ON_TERMS, Answer.PERMITTED) if each in answers), None)

    def answer_code(self, use: Use) -> str:
        """What follows for a use: an Answer; or NOT_SAID, or NOT_KNOWN where nobody has looked."""
        answer = self.answer(use)
        return answer.value if answer else NOT_SAID if use in self.looked else NOT_KNOWN

    def is_permitted(self, use: Use) -> bool:
        """Whether a use may be taken for permitted: it was looked, and the newspaper did not reserve or prohibit it."""
        return self.answer_code(use) in PERMITTED
