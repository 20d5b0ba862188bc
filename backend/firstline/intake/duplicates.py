"""Whether a new conversation is about the same issue as one that is open already (R25).

Pure. What speaks for it and against, and how much, is in `evidence.py`.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from firstline.domain.context import Finding
from firstline.domain.moment import Moment

from . import evidence, topics, troubles
from .evidence import WEIGHTS, Case

THRESHOLD = 0.73
"""The probability from which a conversation is worth asking about."""

_ALIKE = 0.5
"""A likeness of troubles from which it is told as a reason."""
_LEAST = math.log(THRESHOLD / (1 - THRESHOLD))
"""The threshold as a logarithm of odds."""


class Match(Struct, frozen=True):
    """An open conversation that fits. `score` 0 to 1; `reasons` says by what.

    Reasons: names, error_code, status, symptom, subject, figures, time, again.
    """

    number: str
    stream: str
    score: float
    reasons: tuple[str, ...]


def case(
    stream: str, number: str, text: str, findings: Sequence[Finding], opened_at: Moment
) -> Case:
    """A conversation by what its customer wrote so far; takes up to 2 ms, so keep it."""
    moments = (found.moment for found in findings if found.what == "time")
    about = topics.of(text, findings)
    happened_at = next(moments, None)
    marks = evidence.marks(about)
    return Case(stream, number, about, troubles.of(text), happened_at, opened_at, marks)


def best(new: Case, open_: Iterable[Case]) -> Match | None:
    """The open conversation that the new one most probably repeats, or None; some µs for each."""
    others = [other for other in open_ if other.stream != new.stream]
    hopeful = evidence.hopeful(new, others, _LEAST)
    likest = max(
        hopeful, key=lambda one: evidence.odds_from(new, one[0], one[1], _LEAST), default=None
    )
    match = compare(new, likest[0]) if likest else None
    return match if match and match.score >= THRESHOLD else None


def compare(new: Case, other: Case) -> Match:
    """How well one open conversation fits, and why; below `THRESHOLD` it does not."""
    reasons = tuple(dict.fromkeys(_reasons(new, other)))
    score = 1 / (1 + math.exp(-evidence.odds(new, other)))
    return Match(other.number, other.stream, score, reasons)


def _reasons(new: Case, other: Case) -> Iterator[str]:
    """What speaks for it, as it is told to people; that the trouble is alike comes last."""
    found = evidence.signs(new, other)
    for sign in sorted(found, key=lambda sign: -WEIGHTS[sign] * found[sign]):
        match sign:
            case "trouble":
                continue
            case _ if WEIGHTS[sign] <= 0:
                break
            case "answer" if new.topics.codes & other.topics.codes:
                yield "error_code"
            case "answer":
                yield "status" if new.topics.statuses & other.topics.statuses else "figures"
            case _:
                yield sign
    if any(name.sort == "template" for name in new.topics.names & other.topics.names):
        yield "names"
    if found.get("trouble", 0) >= _ALIKE:
        yield "subject"
