"""What a customer puts right in words: 'no, it was 15:40', 'nicht um 9, sondern um 10' (R23). Pure.

A surer finding outweighs a later one, except where the customer says that it was wrong.
"""

import re
from collections.abc import Iterable, Mapping

from firstline.domain.context import Finding

from .descriptions import ABOUT
from .prose import Extent

TOLD_ANEW = frozenset(
    {"description", "steps", "screenshot", "logs", "area", "issue_kind", "severity"}
)
"""What a later message adds to, and does not put right."""

_BEFORE = 40  # characters in front of a fact in which it is said that it is not so
_NOT = re.compile(
    r"(?:^|\W)(?:(?:not|nicht|n[aã]o|не)(?:[ ]\w{1,6}){0,3}"
    r"|no(?:[ ](?:fue|era|eran|es|son))?(?:[ ]a)?(?:[ ]las?)?)[ ]$",
    re.IGNORECASE,
)


def contradicts(found: Iterable[Finding], known: Iterable[Finding]) -> bool:
    """Whether a message holds another value of something that was known before it."""
    values = _values(known)
    return any(one.what in values and one.value not in values[one.what] for one in found)


def taken_back(text: str, found: Iterable[Finding], known: Iterable[Finding]) -> list[Extent]:
    """Where a correction repeats what was wrong: the old value, or one behind a 'not'."""
    values = _values(known)
    return [
        (one.start, one.end)
        for one in found
        if one.what not in TOLD_ANEW and one.end > one.start
        if one.value in values.get(one.what, ()) or _is_negated(text, one.start)
    ]


def put_right(right: Iterable[Finding], known: Iterable[Finding]) -> tuple[Finding, ...]:
    """What takes the place of the known: the first new value of each kind.

    Of a kind with several values the newest is the one that is put right; the others stay.
    """
    known = tuple(known)
    values = _values(known)
    new: dict[str, Finding] = {}
    for one in right:
        is_guess = one.what in ABOUT and one.start == one.end
        if one.what in values and one.value not in values[one.what] and not is_guess:
            new.setdefault(one.what, one)
    stay = (kept for what in new for kept in _but_the_newest(known, what))
    return (*stay, *new.values())


def _but_the_newest(known: Iterable[Finding], what: str) -> list[Finding]:
    return sorted((one for one in known if one.what == what), key=lambda one: one.source)[:-1]


def _is_negated(text: str, start: int) -> bool:
    return bool(_NOT.search(text, max(0, start - _BEFORE), start))


def _values(known: Iterable[Finding]) -> Mapping[str, set[str]]:
    values: dict[str, set[str]] = {}
    for one in known:
        if one.what not in TOLD_ANEW:
            values.setdefault(one.what, set()).add(one.value)
    return values
