"""What an engineer will need (R23): findings, the items they fill, what is still to be asked."""

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from .moment import Moment

ITEMS = (
    "description",
    "steps",
    "screenshot",
    "logs",
    "request",
    "response",
    "time",
    "impact",
)
"""The items of context, in the order in which an agent reads them."""

What = Literal[
    "description",
    "steps",
    "screenshot",
    "logs",
    "request",
    "response",
    "error_code",
    "time",
    "impact",
]
"""What a customer may put right: the items, and the error code within a response."""

ItemState = Literal["there", "asked", "skipped", "missing", "not_needed"]


class Finding(Struct, frozen=True, omit_defaults=True):
    """What a message was found to contain.

    `source` is the position of the message, `start` and `end` the characters in its text;
    `sure` runs from 0 to 1. A time carries its `moment` and the zone it was understood in.
    What was understood from several messages together begins in the one at `since`.
    """

    what: str
    value: str
    source: int = 0
    start: int = 0
    end: int = 0
    sure: float = 1.0
    moment: Moment | None = None
    zone: str = ""
    since: int = 0

    @property
    def messages(self) -> range:
        """The positions of the messages whose words it may hold, and of all between them."""
        return range(self.since or self.source, self.source + 1)


_STATUS = re.compile(r"[1-5]\d\d(?= |$)")

SEVERAL = frozenset({"error_code", "message_id", "trace_id", "phone"})
"""Kinds of which an issue may have several: each value stays, beside the others."""
MOST = 8
"""So many values of such a kind: who pastes a list of numbers has attached it, too."""


def merge(known: tuple[Finding, ...], new: Iterable[Finding]) -> tuple[Finding, ...]:
    """Known findings with the new ones: the surer one of a kind stays, the later one on a tie.

    A description is never replaced by a later message; it is what the customer came with.
    """
    merged = {_place(finding): finding for finding in known}
    for finding in new:
        before = merged.get(_place(finding))
        first_words_stay = finding.what == "description" and before is not None
        if first_words_stay and finding.sure <= (before.sure if before else 0):
            continue
        if before is None and sum(what == finding.what for what, _ in merged) >= MOST:
            continue
        whole = joined(before, finding) if before and finding.what == "response" else None
        if whole:
            merged[_place(finding)] = whole
        elif before is None or finding.sure >= before.sure:
            merged[_place(finding)] = finding
    return without_old_end(known, merged.values())


def without_old_end(known: Iterable[Finding], merged: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without the end of a range whose beginning another one has replaced."""
    merged = tuple(merged)
    before, now = (
        {one.what: one for one in findings if one.what in {"time", "until"}}
        for findings in (known, merged)
    )
    is_other = "time" in before and before["time"].moment != now["time"].moment
    is_old = is_other and before.get("until") == now.get("until")
    return tuple(one for one in merged if not (is_old and one.what == "until"))


def joined(response: Finding, other: Finding) -> Finding | None:
    """A response whose status was told apart from its body, '401' and '#190'; None of two whole.

    It runs over both, so that it goes with either message; without a place if one has none.
    """
    for status, body in ((response, other), (other, response)):
        if _STATUS.fullmatch(status.value) and not _STATUS.match(body.value):
            code = body.value.removeprefix("#")
            value = status.value if code == "error" else f"{status.value} · {code}"
            return _over(replace(other, value=value, sure=max(response.sure, other.sure)), response)
    return None


def _over(finding: Finding, other: Finding) -> Finding:
    """The finding, from where the first of both begins to where the last of them ends."""
    both = (finding, other)
    since, start = min((one.messages.start, one.start) for one in both)
    source, end = max((one.source, one.end) for one in both)
    if any(one.start == one.end for one in both):
        start = end = 0
    since = since if since < source else 0
    return replace(finding, source=source, since=since, start=start, end=end)


def surest(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of each kind the surest, the first one on a tie; of kinds with several each value once."""
    chosen: dict[tuple[str, str], Finding] = {}
    for finding in sorted(findings, key=lambda finding: -finding.sure):
        chosen.setdefault(_place(finding), finding)
    return merge((), chosen.values())


def _place(finding: Finding) -> tuple[str, str]:
    """What a finding may be replaced by: another of its kind, or one that says the same."""
    return finding.what, finding.value if finding.what in SEVERAL else ""


def value_of(findings: Iterable[Finding], what: str) -> str | None:
    """The value found for an item, or None."""
    return next((finding.value for finding in findings if finding.what == what), None)


STANDS_FOR = {
    "logs": "screenshot",
    "error_code": "response",
    "error_message": "response",
    "status": "response",
}
"""A finding, and the item that need not be asked for where it is there."""


def filled(findings: Iterable[Finding]) -> set[str]:
    """What need not be asked any more (R23).

    Screenshot and logs are offered together; whoever names the error has told what came back.
    """
    there = {finding.what for finding in findings}
    return there | {item for what, item in STANDS_FOR.items() if what in there}


def states(
    findings: Iterable[Finding],
    needed: tuple[str, ...],
    asked: Mapping[str, int],
    skipped: tuple[str, ...],
) -> dict[str, ItemState]:
    """How each item of context stands, for the agent's card (R23)."""
    there = {finding.what for finding in findings}
    still = filled(findings) - there
    wanted = tuple(item for item in needed if item not in still)
    open_ = {item: times for item, times in asked.items() if item not in still}
    return {item: _state(item, there, wanted, open_, skipped) for item in ITEMS}


def _state(
    item: str,
    there: set[str],
    needed: tuple[str, ...],
    asked: Mapping[str, int],
    skipped: tuple[str, ...],
) -> ItemState:
    if item in there:
        return "there"
    if item in skipped:
        return "skipped"
    if item in asked:
        return "asked"
    return "missing" if item in needed else "not_needed"
