"""Whether a new conversation is about the same issue as one that is open already (R25).

Pure. Evidence is added up as logarithms of odds. The weights were fitted on the pairs in
`tests/eval/tuning` and `tests/intake/duplicates.yml`, rounded, and those against made heavier: to
join two issues is worse than to miss that they are one. What names a thing, such as an invoice, a
code or a day, weighs more than all words about it (docs/adr, record 32).
"""

import math
from collections.abc import Iterable, Sequence

from msgspec import Struct

from firstline.domain.context import Finding
from firstline.domain.moment import Moment, Span

from . import kinship, topics
from .identifiers import Sort
from .topics import Topics

THRESHOLD = 0.46
"""The probability from which a conversation is worth asking about."""

START = -1.9
"""Most conversations of one customer are about different things."""
SAME_NAME = 3.0
SAME_HOST = 1.0
"""All that one customer tells of has much the same hosts."""
OTHER_QUOTED = -2.0
"""Two things in quotes, neither of which the other text has."""
OTHER_NAME: dict[Sort, float] = {
    "template": -5.0,
    "document": -5.0,
    "phone": -5.0,
    "host": -2.5,
    "email": -2.0,
    "message": -0.5,
    "error": -2.0,
    "number": -0.5,
}
"""What two names of one sort say that differ: nobody mistypes an invoice, but every call has its
own trace."""
AGAIN, ASKS = 1.9, -0.8
"""Who comes back to something, and who only asks how something is done."""
SAME_TIME, OTHER_TIME, OTHER_DAY = 1.2, -0.3, -1.8
SINCE = -1.5
"""What happened only after the open conversation had begun cannot be what that one tells of."""
LONG_AGO = -0.7

OTHER_OF_FAMILY = -2.2
NEAR_SYMPTOM, OTHER_SYMPTOM = 0.5, -2.0
VAGUE = frozenset({"wrong", "missing", "invalid", "broken", "down"})
"""Symptoms that say little of what is wrong."""

_MINUTE: Span = 60_000
_DAY: Span = 24 * 60 * _MINUTE
_NEARLY_A_DAY: Span = 18 * 60 * _MINUTE
_FACE: Span = 12 * 60 * _MINUTE
_AWHILE: Span = 10 * _MINUTE
_ENOUGH = 3
"""Subjects and words beyond so many say no more."""


class Case(Struct, frozen=True):
    """A conversation as far as it is compared."""

    stream: str
    number: str
    topics: Topics
    happened_at: Moment | None = None
    opened_at: Moment = 0


class Match(Struct, frozen=True):
    """An open conversation that fits. `score` 0 to 1; `reasons` says by what, strongest first.

    Reasons: names, error_code, symptom, subject, figures, words, time, kind, status, endpoint,
    again.
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
    return Case(stream, number, topics.of(text, findings), next(moments, None), opened_at)


def best(new: Case, open_: Iterable[Case]) -> Match | None:
    """The open conversation that the new one most probably repeats, or None; some µs for each."""
    others = (other for other in open_ if other.stream != new.stream)
    likest = max(others, key=lambda other: odds(new, other), default=None)
    match = compare(new, likest) if likest else None
    return match if match and match.score >= THRESHOLD else None


def compare(new: Case, other: Case) -> Match:
    """How well one open conversation fits, and why; below `THRESHOLD` it does not."""
    weighed = sorted(_evidence(new, other), key=lambda entry: -entry[1])
    reasons = tuple(name for name, weight in weighed if weight > 0)
    return Match(other.number, other.stream, 1 / (1 + math.exp(-odds(new, other))), reasons)


def odds(new: Case, other: Case) -> float:
    """The logarithm of the odds that both are one issue."""
    return START + sum(weight for _, weight in _evidence(new, other))


def _evidence(new: Case, other: Case) -> list[tuple[str, float]]:
    """Each kind of evidence with its weight; against is negative."""
    one, two = new.topics, other.topics
    return [
        ("names", _names(one, two)),
        ("error_code", _shared(one.codes, two.codes, 1.6, -4.0)),
        ("status", _shared(one.statuses, two.statuses, 1.0, -2.5)),
        ("endpoint", _shared(one.endpoints, two.endpoints, 0.2, -2.0)),
        ("method", _shared(one.methods, two.methods, 0.0, -0.5)),
        ("month", _shared(one.months, two.months, 0.0, -3.5)),
        ("country", _shared(one.countries, two.countries, 0.0, -2.5)),
        ("area", _shared(one.areas, two.areas, 0.0, -0.3)),
        ("kind", _shared(one.kinds, two.kinds, 0.2, -0.4)),
        ("symptom", _symptoms(one.symptoms, two.symptoms)),
        ("subject", _alike(one.subjects, two.subjects, 0.8, 1.3, -1.2)),
        ("family", OTHER_OF_FAMILY * kinship.families_apart(one.subjects, two.subjects)),
        ("words", _alike(one.stems, two.stems, 0.4, 0.3, 0.0)),
        ("figures", _alike(one.figures, two.figures, 0.0, 1.8, 0.0)),
        ("time", _time(new, other)),
        ("again", AGAIN if one.again else 0.0),
        ("question", ASKS if one.asks else 0.0),
    ]


def _names(one: Topics, two: Topics) -> float:
    """The same identifier, or two of one sort that differ; what one quotes the other may say."""
    shared = one.names & two.names
    if any(name.sort != "host" for name in shared) or _quoted(one, two) or _quoted(two, one):
        return SAME_NAME
    differ = (one.sorts & two.sorts) - {name.sort for name in shared}
    against = [OTHER_NAME[sort] for sort in differ]
    if one.quoted and two.quoted:
        against.append(OTHER_QUOTED)
    return min(against, default=SAME_HOST if shared else 0.0)


def _symptoms(one: frozenset[str], two: frozenset[str]) -> float:
    """What both say is wrong; much can be 'wrong' or 'missing' that has nothing in common."""
    return _shared(
        one,
        two,
        2.0 if (one & two) - VAGUE else 1.0,
        NEAR_SYMPTOM if kinship.near(one, two) else OTHER_SYMPTOM,
    )


def _quoted(one: Topics, two: Topics) -> bool:
    return bool(one.quoted) and any(quoted in two.said for quoted in one.quoted)


def _shared(one: frozenset[str], two: frozenset[str], same: float, other: float) -> float:
    """Something in common, or nothing where both name something; silence says nothing."""
    if not one or not two:
        return 0.0
    return other if one.isdisjoint(two) else same


def _alike(
    one: frozenset[str], two: frozenset[str], share: float, number: float, none: float
) -> float:
    """What the share of what they have in common says, and how much it is."""
    if not one or not two:
        return 0.0
    if one.isdisjoint(two):
        return none
    common = len(one & two)
    return share * common / min(len(one), len(two)) + number * min(common, _ENOUGH) / _ENOUGH


def _time(new: Case, other: Case) -> float:
    """When both happened; and what was opened long ago is mostly another matter."""
    apart = new.opened_at - other.opened_at
    weight = LONG_AGO if apart > 7 * _DAY else 0.0
    if new.happened_at is None:
        return weight
    if other.happened_at is not None and _same_time(new.happened_at, other.happened_at):
        return weight + SAME_TIME
    if new.happened_at > other.opened_at + _AWHILE:
        weight += SINCE
    if other.happened_at is None:
        return weight
    distance = abs(new.happened_at - other.happened_at)
    return weight + (OTHER_DAY if distance > _NEARLY_A_DAY else OTHER_TIME)


def _same_time(one: Moment, two: Moment) -> bool:
    """Within half an hour, or the same on a clock's face: 'a quarter past one' tells no half."""
    distance = abs(one - two)
    turned = min(abs(distance - _FACE), abs(distance - 2 * _FACE))
    return distance <= 30 * _MINUTE or turned <= 5 * _MINUTE
