"""Why a clock stands where it stands (R51)."""

from collections.abc import Iterable, Iterator
from typing import Any

from firstline.domain.clocks import Clock
from firstline.domain.conversation import (
    Conversation,
)
from firstline.domain.deadlines import clocks_of
from firstline.domain.events import (
    ClockMissed,
    ClockWarned,
    Recorded,
)
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy

from .agent import CLOCK_WORDS

RULES = {"first_response": "R07", "resolution": "R11", "update": "R45"}


def _rule(state: Conversation, clock: Clock, policy: Policy) -> str:
    """Where mail promises the first response earlier than the chat did, it is mail's (R33)."""
    promised = policy.first_response(state.customer.plan, state.came_by)
    by_mail = state.came_by != "chat" or clock.span != promised
    return "R09" if clock.name == "first_response" and by_mail else RULES[clock.name]


def _beats(state: Conversation) -> Iterator[dict[str, Any]]:
    for beat in state.beats:
        yield {"at": beat.at, "kind": beat.what}


def _stages(recorded: Iterable[Recorded], name: str) -> Iterator[dict[str, Any]]:
    """When the clock warned and was missed, by its due times."""
    for one in recorded:
        match one.event:
            case ClockWarned(clock=clock, due_at=due_at) if clock == name:
                yield {"at": due_at, "kind": "warned"}
            case ClockMissed(clock=clock, due_at=due_at) if clock == name:
                yield {"at": due_at, "kind": "missed"}
            case _:
                continue


def why(
    state: Conversation, recorded: Iterable[Recorded], policy: Policy, name: str, now: Moment
) -> dict[str, Any]:
    """A clock explains itself, span by span (R51); empty for a name that is no clock."""
    clock = next((clock for clock in clocks_of(state, policy) if clock.name == name), None)
    if clock is None:
        return {}
    return {
        "clock": clock.name,
        "rule": _rule(state, clock, policy),
        "span": clock.span,
        "due_at": clock.due_at,
        "state": "missed" if clock.name in state.missed else CLOCK_WORDS[clock.state],
        "spans": [
            {
                "from": part.start,
                "to": part.end or now,
                "kind": part.owner,
                "counted": part.counted,
            }
            for part in clock.segments
        ],
        "marks": [*_beats(state), *_stages(recorded, clock.name)],
    }
