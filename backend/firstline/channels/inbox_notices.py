"""What an agent should know who looks at another conversation: warnings, misses, mentions."""

from collections.abc import Iterator
from typing import Any

from firstline.domain.events import (
    ClockEscalated,
    ClockMissed,
    ClockWarned,
    ConversationAssigned,
    CustomerWrote,
    NoteAdded,
    PageHeld,
    PageUnanswered,
    Recorded,
    SurgeRaised,
)
from firstline.notify import Change
from firstline.view import NameOf

MISS = 100
"""Percent: the escalation at the miss itself is told as the miss."""
ROOM_OF_ROLE = {"lead": "leads", "on_call": "leads"}


def notices(change: Change, name_of: NameOf) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """Each notice with the rooms that it goes to."""
    for new in change.recorded:
        told = _told(change, new, name_of)
        if told:
            key, rooms, values = told
            number = change.after.number
            yield (
                rooms,
                {
                    "kind": key,
                    "conversation": change.stream,
                    "number": number,
                    "text_key": f"notice.{key}",
                    "with": {"number": number, **values},
                },
            )


def _told(
    change: Change, new: Recorded, name_of: NameOf
) -> tuple[str, list[str], dict[str, str]] | None:
    owner = change.after.agent
    match new.event:
        case ClockWarned(clock=clock):
            return "clock_warned", _agents(owner), {"clock": clock}
        case ClockMissed(clock=clock):
            team = f"team:{change.after.team}"
            return "clock_missed", [*_agents(owner), "leads", team], {"clock": clock}
        case ClockEscalated(clock=clock, step=step, to=to) if step > MISS:
            return (
                "clock_escalated",
                [ROOM_OF_ROLE.get(role, "leads") for role in to],
                {"clock": clock},
            )
        case PageHeld():
            return "page_held", [f"team:{change.after.team}", "leads"], {}
        case PageUnanswered():
            return "page_vain", [f"team:{change.after.team}", "leads"], {}
        case SurgeRaised(customers=count):
            return "surge", ["leads"], {"count": str(count)}
        case NoteAdded(mentions=mentions, by=by) if mentions:
            return "mention", _agents(*mentions), {"by": name_of(by)}
        case ConversationAssigned(to=to, by=by) if to != by:
            return "assigned", _agents(to), {"by": name_of(by)}
        case CustomerWrote() if owner:
            return "answered", _agents(owner), {}
        case _:
            return None


def _agents(*ids: str) -> list[str]:
    return [f"agent:{one}" for one in ids if one]
