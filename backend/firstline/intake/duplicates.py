"""Whether a new conversation is about the same issue as one that is open already (R25).

Pure. Evidence is added up: error code, endpoint, identifiers, area, kind of issue, time, words.
The weights and the threshold were chosen on `tests/intake/duplicates.yml`.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct
from rapidfuzz import fuzz

from firstline.domain.context import Finding
from firstline.domain.moment import Moment, Span

from . import topics
from .topics import Topics

THRESHOLD = 0.55
"""The score from which a conversation is worth asking about."""

_MINUTE: Span = 60_000
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_ALIKE = 55.0  # similarity of words, in per cent, that two different issues of one customer reach


class Case(Struct, frozen=True):
    """A conversation as far as it is compared. `text` is what its customer wrote so far."""

    stream: str
    number: str
    text: str
    findings: tuple[Finding, ...] = ()
    opened_at: Moment = 0
    language: str = "en"


class Match(Struct, frozen=True):
    """An open conversation that fits. `score` 0 to 1; `reasons` says by what, strongest first.

    Reasons: error_code, names, endpoint, area, kind, time, words.
    """

    number: str
    stream: str
    score: float
    reasons: tuple[str, ...]


def best(new: Case, open_: Sequence[Case]) -> Match | None:
    """The open conversation that the new one most probably repeats, or None.

    A case that was not compared lately costs up to 2 ms, then 10 µs: with more than ten of them
    a caller on an event loop runs this in a thread.
    """
    matches = [compare(new, case) for case in open_ if case.stream != new.stream]
    match = max(matches, key=lambda match: match.score, default=None)
    return match if match and match.score >= THRESHOLD else None


def compare(new: Case, other: Case) -> Match:
    """How well one open conversation fits; below `THRESHOLD` it does not."""
    weighed = sorted(_evidence(new, other), key=lambda entry: -entry[1])
    score = sum(weight for _, weight in weighed)
    reasons = tuple(name for name, weight in weighed if weight > 0)
    return Match(other.number, other.stream, max(0.0, min(1.0, score)), reasons)


def _evidence(new: Case, other: Case) -> Iterator[tuple[str, float]]:
    """Each kind of evidence with its weight; against is negative, silence is nothing."""
    one, two = _topics(new), _topics(other)
    yield "error_code", _shared(one.codes, two.codes, 0.45, -0.5)
    yield "error_code", _shared(one.statuses, two.statuses, 0.1, -0.25)
    yield "names", _shared(one.names, two.names, 0.4, -0.25)
    yield "endpoint", _shared(one.endpoints, two.endpoints, 0.2, -0.2)
    yield "area", _shared(one.areas, two.areas, 0.25, -0.3)
    yield "kind", _shared(one.kinds, two.kinds, 0.2, -0.2)
    yield "time", _time(new, other)
    yield "words", _words(one, two, same_language=new.language == other.language)


def _shared(one: frozenset[str], two: frozenset[str], weight: float, against: float) -> float:
    if not one or not two:
        return 0.0
    return weight if one & two else against


def _time(new: Case, other: Case) -> float:
    """When both happened; without an exact time on both sides, when both were opened."""
    one, two = _moment(new), _moment(other)
    if one is None or two is None:
        return 0.05 if abs(new.opened_at - other.opened_at) <= _DAY else -0.1
    apart = abs(one - two)
    if apart <= 30 * _MINUTE:
        return 0.2
    return 0.1 if apart <= 3 * _HOUR else -0.15 if apart > _DAY else 0.0


def _moment(case: Case) -> Moment | None:
    return next((finding.moment for finding in case.findings if finding.what == "time"), None)


def _words(one: Topics, two: Topics, *, same_language: bool) -> float:
    """Likeness of the words, in either order; two languages share none."""
    if not same_language or not one.words or not two.words:
        return 0.0
    alike = fuzz.token_set_ratio(one.words, two.words)
    # The same words about another number or another template are another issue.
    weight = 0.15 if one.names and two.names and not one.names & two.names else 0.5
    return max(0.0, alike - _ALIKE) / (100 - _ALIKE) * weight


@lru_cache(maxsize=4096)
def _topics(case: Case) -> Topics:
    return topics.of(case.text, case.findings)
