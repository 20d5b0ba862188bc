"""What speaks for and against two conversations being about one issue, and how much (R25).

Pure. A sign is there or not, whole or in part; its weight is the logarithm of odds that it adds.
The weights were fitted by `python -m bench.duplicates`, which prints them again, and rounded; why
there are so few of them say records 42 and 44 in docs/adr.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from firstline.domain.moment import Moment, Span

from . import kinship, people, troubles
from .identifiers import Named, Sort
from .topics import BARE, Topics
from .troubles import Shares

type For = Literal[
    "trouble",
    "names",
    "answer",
    "symptom",
    "figures",
    "time",
    "again",
]
type Against = Literal[
    "other_trouble",
    "question",
    "other_name",
    "other_person",
    "elsewhere",
    "other_symptom",
    "other_subject",
    "other_area",
    "other_time",
    "unlike",
]
type Sign = For | Against

START = -0.34
"""Most conversations of one customer are about different things."""

WEIGHTS: Mapping[Sign, float] = {
    # How alike the troubles are that they tell of, as far as was learned.
    "trouble": 2.9,
    # Both name it: an invoice, phone number, message, mail address, error, or what one quotes.
    "names": 1.7,
    # Both were answered this code or status, or give one number of three digits or more.
    "answer": 0.4,
    # The same is wrong.
    "symptom": 0.8,
    # A number in common where nothing speaks against.
    "figures": 0.7,
    "time": 1.9,
    # It comes back to something, and a name, an answer, a symptom or a subject is in common.
    "again": 2.3,
    # Each surely tells of a trouble, and these are different ones.
    "other_trouble": -3.3,
    # One of them asks how something is done, the other does not.
    "question": -0.7,
    # Each names an invoice, phone number, template, error code, month or thing in quotes, and they
    # differ; or one word stands before other numbers.
    "other_name": -5.8,
    # Each speaks of a person by name, and they differ: 'Anna cannot sign in'.
    "other_person": -3.9,
    # Another host, address, error's name, country, path, status, method.
    "elsewhere": -2.7,
    "other_symptom": -2.7,
    "other_subject": -3.1,
    "other_area": -0.5,
    "unlike": -1.0,
    # On another day, after the open conversation began, or days after it.
    "other_time": -1.6,
}

_OF_ONE: frozenset[Sort] = frozenset({"document", "message", "phone", "email", "error"})
_APART: frozenset[Sort] = frozenset({"document", "phone", "template"})
"""Nobody mistypes an invoice; a host, a person's address and an error may differ in one issue."""
_ELSEWHERE: frozenset[Sort] = frozenset({"host", "email", "error"})
_COMMON: frozenset[Sign] = frozenset({"names", "answer", "symptom"})
"""What one can come back to."""
VAGUE = frozenset({"wrong", "missing", "invalid", "broken", "down"})
"""Symptoms that say little of what is wrong."""

_MINUTE: Span = 60_000
_DAY: Span = 24 * 60 * _MINUTE
_NEARLY_A_DAY: Span = 18 * 60 * _MINUTE
_FACE: Span = 12 * 60 * _MINUTE
_AWHILE: Span = 10 * _MINUTE
_LONG: Span = 5 * _DAY


class Case(Struct, frozen=True):
    """A conversation as far as it is compared."""

    stream: str
    number: str
    topics: Topics
    trouble: Shares
    happened_at: Moment | None = None
    opened_at: Moment = 0
    marks: frozenset[str | Named] = frozenset()
    """All that may speak for it, if another has it in common; made by `marks`."""


def marks(topics: Topics) -> frozenset[str | Named]:
    """What another conversation may have in common with one, troubles and times aside."""
    return topics.names | topics.numbers | topics.figures | topics.symptoms | topics.subjects


def hopeful(new: Case, others: Sequence[Case], least: float) -> Iterator[tuple[Case, float]]:
    """Those whose odds may reach `least`, and how alike their troubles are.

    Most have nothing in common, which is sooner seen than what.
    """
    likely = (least - START) / WEIGHTS["trouble"]
    sought, quotes = _sought(new.topics), bool(new.topics.quoted)
    timed = new.happened_at is not None
    likeness = troubles.alike_to_each(new.trouble, [other.trouble for other in others])
    for other, alike in zip(others, likeness, strict=True):
        if (
            alike >= likely
            or not sought.isdisjoint(other.marks)
            or (timed and other.happened_at is not None)
            or quotes
            or other.topics.quoted
        ):
            yield other, alike


def _sought(one: Topics) -> frozenset[str | Named]:
    """Which marks speak for it: that the subject is the same, only if one comes back to it."""
    subjects = one.subjects if one.again else frozenset[str]()
    return one.names | one.numbers | one.figures | (one.symptoms - VAGUE) | subjects


def odds(new: Case, other: Case) -> float:
    """The logarithm of the odds that both are one issue."""
    return _odds(signs(new, other))


def odds_from(new: Case, other: Case, alike: float, least: float) -> float:
    """The same where it is known how alike the troubles are; or any below `least`, sooner."""
    found = _common(new, other, alike)
    hope = _odds(found)
    return _odds(_weighed(found, new, other)) if hope >= least else hope


def signs(new: Case, other: Case) -> dict[Sign, float]:
    """Every sign there is, and how much of it, above 0 up to 1; some µs."""
    alike = troubles.alike(new.trouble, other.trouble)
    return _weighed(_common(new, other, alike), new, other)


def _weighed(found: dict[Sign, float], new: Case, other: Case) -> dict[Sign, float]:
    """What speaks for it, beside what speaks against, which leaves figures no weight."""
    against: list[Against] = [*_against(new.topics, other.topics)]
    if troubles.apart(new.trouble, other.trouble):
        against.append("other_trouble")
    if _time(new, other) == "other_time":
        against.append("other_time")
    if against:
        found.pop("figures", None)
    # On another day, of another person or invoice 'again' tells that it happened once more.
    if {"other_time", "other_person", "other_name"}.intersection(against):
        found.pop("again", None)
    return found | dict.fromkeys(against, 1.0)


def _odds(found: Mapping[Sign, float]) -> float:
    return START + sum(WEIGHTS[sign] * much for sign, much in found.items())


def _against(one: Topics, two: Topics) -> Iterator[Against]:
    """What differs, where both name something of a sort; silence says nothing."""
    named = _named(one, two)
    differ = frozenset[Sort]() if named else _differing(one, two)
    quotes = bool(one.quoted and two.quoted) and not (named or _quoted(one, two))
    numbers = _apart(one.codes, two.codes) or _renumbered(one, two)
    if differ & _APART or quotes or numbers or _apart(one.months, two.months):
        yield "other_name"
    if people.apart(one.people, two.people):
        yield "other_person"
    if differ & _ELSEWHERE or _elsewhere(one, two):
        yield "elsewhere"
    if _apart(one.symptoms, two.symptoms) and not kinship.near(one.symptoms, two.symptoms):
        yield "other_symptom"
    if kinship.apart(one.subjects, two.subjects):
        yield "other_subject"
    elif _apart(one.subjects, two.subjects):
        yield "unlike"
    if _apart(one.areas, two.areas):
        yield "other_area"
    if one.asks != two.asks:
        yield "question"


def _common(new: Case, other: Case, alike: float) -> dict[Sign, float]:
    """What both say."""
    one, two = new.topics, other.topics
    found: dict[Sign, float] = {}
    if alike:
        found["trouble"] = alike
    named = one.names & two.names
    shared = {name.sort for name in named}
    if shared & _OF_ONE or _quoted(one, two):
        found["names"] = 1.0
    figures, numbers = _unnamed(one.figures & two.figures, named), one.numbers & two.numbers
    if _unnamed(numbers, named):
        found["answer"] = 1.0
    symptoms = one.symptoms & two.symptoms
    if symptoms - VAGUE:
        found["symptom"] = 1.0
    if figures:
        found["figures"] = 1.0
    if one.again and (found.keys() & _COMMON or named or one.subjects & two.subjects):
        found["again"] = 1.0
    if _time(new, other) == "time":
        found["time"] = 1.0
    return found


def _unnamed(figures: frozenset[str], named: frozenset[Named]) -> frozenset[str]:
    """The figures that are no part of what is named: an invoice and its number are one thing."""
    if not figures or not named:
        return figures
    told = " ".join(name.value for name in named if name.sort not in BARE)
    return frozenset(figure for figure in figures if figure not in told)


def _elsewhere(one: Topics, two: Topics) -> bool:
    return (
        _apart(one.countries, two.countries)
        or _apart(one.endpoints, two.endpoints)
        or _apart(one.statuses, two.statuses)
        or _apart(one.methods, two.methods)
    )


def _renumbered(one: Topics, two: Topics) -> bool:
    """Whether words stand before other numbers: 'order 88120' and 'order 88163'."""
    both = one.called.keys() & two.called.keys()
    return bool(both) and all(one.called[word].isdisjoint(two.called[word]) for word in both)


def _named(one: Topics, two: Topics) -> bool:
    """Whether both name one thing: then it does not matter what else each of them names."""
    return any(name.sort != "host" for name in one.names & two.names)


def _differing(one: Topics, two: Topics) -> frozenset[Sort]:
    """The sorts of which both name something, and nothing in common."""
    return (one.sorts & two.sorts) - {name.sort for name in one.names & two.names}


def _quoted(one: Topics, two: Topics) -> bool:
    """Whether one quotes what the other says; quotes are often left out."""
    if not (one.quoted or two.quoted):
        return False
    return any(quoted in two.said for quoted in one.quoted) or any(
        quoted in one.said for quoted in two.quoted
    )


def _apart[Thing: (str, Named)](one: frozenset[Thing], two: frozenset[Thing]) -> bool:
    return bool(one) and bool(two) and one.isdisjoint(two)


def _time(new: Case, other: Case) -> Literal["time", "other_time"] | None:
    """Whether both happened at one time; what was opened long ago is mostly another matter."""
    at, before = new.happened_at, other.happened_at
    late = new.opened_at - other.opened_at > _LONG
    if at is None:
        return "other_time" if late else None
    told_at_once = new.opened_at - other.opened_at < _FACE
    if before is not None and _same_time(at, before, told_at_once=told_at_once):
        return "time"
    after = at > other.opened_at + _AWHILE
    another_day = before is not None and abs(at - before) > _NEARLY_A_DAY
    return "other_time" if late or after or another_day else None


def _same_time(one: Moment, two: Moment, *, told_at_once: bool) -> bool:
    """Within half an hour, or the same on a clock's face: 'a quarter past one' tells no half.

    In what was told within hours one of them may have been taken for yesterday's.
    """
    distance = abs(one - two)
    turns = (_FACE, 2 * _FACE) if told_at_once else (_FACE,)
    turned = min(abs(distance - turn) for turn in turns)
    return distance <= 30 * _MINUTE or turned <= 5 * _MINUTE
