"""Putting a conversation into a store that may hold it already, or a part of it."""

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from firstline.domain.erasure import blank
from firstline.domain.errors import OperatorError
from firstline.domain.events import Recorded
from firstline.domain.row import Row
from firstline.store.port import KeyTaken
from firstline.stores import Stores
from firstline.web import attachments

PIECE = 1_000
"""Events in one write; a database has a limit, and so has a lock."""

encode_row = msgspec.json.Encoder(order="deterministic").encode

type Outcome = Literal["new", "more", "erased", "same"]


class HoldsSomethingElse(OperatorError):
    """The store holds something else where this would go; nothing of it was written."""


class Plan(Struct, frozen=True):
    """What has to be done so that the store holds `events`.

    `there` is what it holds, `blanks` what has to be erased of that, `rest` what has to follow.
    `events` is what it will hold then, erased where either side was.
    """

    there: Sequence[Recorded]
    blanks: Sequence[Recorded]
    rest: Sequence[Recorded]
    events: Sequence[Recorded]

    @property
    def outcome(self) -> Outcome:
        """In one word, for counting."""
        if not self.there:
            return "new"
        return "more" if self.rest else "erased" if self.blanks else "same"


async def plan(target: Stores, stream: str, events: Sequence[Recorded]) -> Plan:
    """Compare; raises HoldsSomethingElse where two conversations have this name."""
    there = await target.store.read(stream)
    merged = [_merge(stream, old, new) for old, new in zip(there, events, strict=False)]
    blanks = [new for old, new in zip(there, merged, strict=False) if old != new]
    rest = events[len(there) :]
    return Plan(there, blanks, rest, [*merged, *there[len(events) :], *rest])


def _merge(stream: str, old: Recorded, new: Recorded) -> Recorded:
    """The same event; what was erased on one side stays erased."""
    if old == new or new == _blanked(old):
        return new
    if old == _blanked(new):
        return old
    raise HoldsSomethingElse(f"{stream} holds another event at position {old.position}")


def _blanked(recorded: Recorded) -> Recorded:
    return Recorded(recorded.position, recorded.at, blank(recorded.event))


async def carry_out(target: Stores, plan: Plan, row: Row) -> Outcome:
    """Make it so, and index it. Raises HoldsSomethingElse for a number that is taken.

    A long conversation is written in pieces. Until the last one it stands in no list, and a
    repeat goes on behind what is there.
    """
    try:
        await _write(target, plan, row)
    except KeyTaken as taken:
        key = taken.details.get("key", "")
        raise HoldsSomethingElse(f"another conversation holds {key}") from taken
    await target.search.feed({row.stream: plan.events})
    return plan.outcome


async def _write(target: Stores, plan: Plan, row: Row) -> None:
    version = len(plan.there)
    pieces = [plan.rest[at : at + PIECE] for at in range(0, len(plan.rest), PIECE)]
    for piece in pieces[:-1]:
        await target.store.append(
            row.stream, version, piece, Row(row.stream, version + len(piece), {})
        )
        version += len(piece)
    last = pieces[-1] if pieces else ()
    if plan.blanks:
        await _erase(target, plan, version, last, row)
    elif last or not same_row(await target.store.row(row.stream), row):
        await target.store.append(row.stream, version, last, row)


def same_row(one: Row | None, other: Row) -> bool:
    """By what is stored of them: a tuple comes back as a list."""
    return one is not None and encode_row(one) == encode_row(other)


async def _erase(
    target: Stores, plan: Plan, version: int, last: Sequence[Recorded], row: Row
) -> None:
    positions = [one.position for one in plan.blanks]
    old = [one for one in plan.there if one.position in set(positions)]
    ids = [file.id for one in old for file in getattr(one.event, "files", ())]
    await attachments.erase(target.files, ids)
    await target.search.forget(row.stream, positions)
    await target.store.erase(row.stream, version, positions, plan.blanks, last, row)
