"""What falls due by itself: which deadlines a conversation has, and what happens when one passes.

Every command first applies all deadlines up to its own time, so a late sweep hides nothing and
two sweepers are harmless. After downtime everything is recorded, but only the latest is said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Literal, assert_never

from . import clocks
from .channels import hears
from .conversation import (
    Closed,
    Conversation,
    InIntake,
    LinkedToIncident,
    Queued,
    Reserved,
    Resolved,
    WaitingForCustomer,
)
from .events import (
    ClockEscalated,
    ClockMissed,
    ClockName,
    ClockWarned,
    ConversationClosed,
    CustomerReminded,
    DeskSaid,
    Event,
    StatusLineDue,
    SurgeEnded,
)
from .evolve import follow
from .evolve.promises import clock_key, line_key, reminder_key
from .handoff import hand_off
from .moment import Moment
from .policy import Policy, Step

What = Literal[
    "lapse",
    "settle",
    "hand_off",
    "remind",
    "silence",
    "confirm",
    "warn",
    "miss",
    "escalate",
    "line",
    "surge_over",
]


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that happens at `due_at` unless something else happens before."""

    due_at: Moment
    what: What
    clock: ClockName = "first_response"
    step: int = 0
    to: tuple[str, ...] = ()


def overdue(state: Conversation, now: Moment, policy: Policy) -> tuple[Event, ...]:
    """The events of all deadlines up to `now`, earliest first, each decided after the last."""
    events: list[Event] = []
    while (deadline := next_deadline(state, policy)) and deadline.due_at <= now:
        fired = fire(state, deadline, now, policy)
        events.extend(fired)
        state = follow(state, fired, now)
    return tuple(events)


def next_deadline(state: Conversation, policy: Policy) -> Deadline | None:
    """The deadline that comes next, or None; of two at the same moment, a promise comes first."""
    promised = _next_promised(
        clocks_of(state, policy),
        state.fired,
        state.newest_answer,
        policy.warning,
        policy.escalation,
    )
    others = (*_of_phase(state, policy), *_of_surge(state, policy))
    return _earliest([promised, *others] if promised else others)


def _earliest(deadlines: Iterable[Deadline]) -> Deadline | None:
    return min(deadlines, key=lambda deadline: deadline.due_at, default=None)


def clocks_of(state: Conversation, policy: Policy) -> tuple[clocks.Clock, ...]:
    """The conversation's promises as they stand."""
    first_response = policy.first_response(state.customer.plan, state.came_by)
    by_mail = policy.mail_and_form.first_response
    return clocks.clocks(state.beats, first_response, policy.resolution, policy.update, by_mail)


def first_response_runs(state: Conversation, policy: Policy) -> bool:
    """Whether a reply must say what it is (R08)."""
    return clocks_of(state, policy)[0].state == "running"


def delivered_at(state: Conversation, policy: Policy) -> Moment | None:
    """When the open question, or the solution, counts as delivered (R32, R44)."""
    sent = state.delivery
    if sent is None:
        return None
    if state.channel == "mail" and sent.mailed_at is not None:
        return sent.mailed_at
    return clocks.delivered(sent.sent_at, sent.seen_at, sent.mailed_at, policy.delivery.mail_after)


def turn_due(state: Conversation, policy: Policy) -> Moment | None:
    """When a customer's message without the bot's turn is looked after again; None if none is."""
    waits = state.customer_position > state.turn_position
    if not waits or not bot_may_speak(state):
        return None
    return clocks.later(state.customer_at, policy.intake.answer_within)


def bot_may_speak(state: Conversation) -> bool:
    """The bot owns it, or may still ask what was open at the handoff (R30)."""
    match state.phase:
        case InIntake() | LinkedToIncident():
            return True
        case Queued():
            return bool(state.open_questions) or hears(state)
        case _:
            return False


def mail_due(state: Conversation, policy: Policy) -> Moment | None:
    """When an unseen reply is mailed (R32), or at once what is answered by mail (R33); or again."""
    if not state.to_mail:
        return None
    _, oldest = state.to_mail[0]
    at_once = state.channel == "mail"
    first = oldest if at_once else clocks.later(oldest, policy.delivery.mail_after)
    return state.mail.again_at or first


def _of_phase(state: Conversation, policy: Policy) -> Iterator[Deadline]:
    intake = policy.intake
    match state.phase:
        case Reserved(since=since):
            yield Deadline(clocks.later(since, intake.number_lapses), "lapse")
        case InIntake(since=since):
            yield _end_of_intake(state, since, policy)
        case WaitingForCustomer():
            yield from _silence(state, policy)
        case Resolved():
            delivered = delivered_at(state, policy) or state.at
            yield Deadline(clocks.later(delivered, policy.confirm), "confirm")
        case _:
            return


def _of_surge(state: Conversation, policy: Policy) -> Iterator[Deadline]:
    if state.surge is not None:
        yield Deadline(clocks.later(state.surge.grew_at, policy.surge.quiet), "surge_over")


def _end_of_intake(state: Conversation, since: Moment, policy: Policy) -> Deadline:
    asked = state.question
    if asked and asked.asks == "answered" and asked.position > state.customer_position:
        return Deadline(clocks.later(asked.at, policy.intake.settled_after), "settle")
    return Deadline(clocks.later(since, policy.intake.handoff_after), "hand_off")


def _silence(state: Conversation, policy: Policy) -> Iterator[Deadline]:
    delivered = delivered_at(state, policy) or state.at
    if reminder_key(state) not in state.fired:
        yield Deadline(clocks.later(delivered, policy.waiting.reminder), "remind")
    yield Deadline(clocks.later(delivered, policy.waiting.close), "silence")


@lru_cache(maxsize=clocks.REMEMBERED)
def _next_promised(
    promises: tuple[clocks.Clock, ...],
    fired: frozenset[str],
    newest_answer: int,
    warning: int,
    escalation: tuple[Step, ...],
) -> Deadline | None:
    """The next stage of a clock. Remembered, since a customer's message changes none of it."""
    return _earliest(
        deadline
        for clock in promises
        for deadline in _of_clock(clock, fired, newest_answer, warning, escalation)
    )


def _of_clock(
    clock: clocks.Clock,
    fired: frozenset[str],
    newest_answer: int,
    warning: int,
    escalation: tuple[Step, ...],
) -> Iterator[Deadline]:
    stages: list[tuple[str, int, What, tuple[str, ...]]] = [
        ("warned", warning, "warn", ()),
        ("missed", 100, "miss", ()),
        *((f"step{step.at}", step.at, "escalate", step.to) for step in escalation),
    ]
    for stage, percent, what, to in stages:
        due_at = clock.reached(percent)
        if due_at is not None and clock_key(newest_answer, clock.name, stage) not in fired:
            yield Deadline(due_at, what, clock.name, percent, to)
    if clock.name == "update":
        yield from _line(clock, fired)


def _line(clock: clocks.Clock, fired: frozenset[str]) -> Iterator[Deadline]:
    """The next automatic status line: one a span, until a person writes (R45)."""
    for spans in count(1):
        due_at = clock.reached(100 * spans)
        if due_at is None:
            return
        if line_key(due_at) not in fired:
            yield Deadline(due_at, "line", "update")
            return


def fire(state: Conversation, deadline: Deadline, now: Moment, policy: Policy) -> tuple[Event, ...]:
    """What happens when this deadline passes."""
    due_at = deadline.due_at
    match deadline.what:
        case "lapse":
            return (ConversationClosed("lapsed", due_at),)
        case "settle":
            return _close("settled", "desk.closed_settled", due_at)
        case "silence":
            return _close("silence", "desk.closed_silence", due_at)
        case "confirm":
            return _close("confirmed", "desk.closed_confirmed", due_at)
        case "hand_off":
            return hand_off(state, "time", now, policy, due_at)
        case "remind":
            return _remind(state, deadline, now, policy)
        case "warn":
            return (ClockWarned(deadline.clock, due_at),)
        case "miss":
            return (ClockMissed(deadline.clock, due_at), *_tell_miss(state, deadline))
        case "escalate":
            return (ClockEscalated(deadline.clock, deadline.step, deadline.to, due_at),)
        case "surge_over":
            return (SurgeEnded(due_at),)
        case "line":
            return (StatusLineDue(due_at), *_status_line(state, now, policy, due_at))
    assert_never(deadline.what)


def _close(
    cause: Literal["settled", "silence", "confirmed"], key: str, due_at: Moment
) -> tuple[Event, ...]:
    return DeskSaid(key, {}), ConversationClosed(cause, due_at)


def _remind(
    state: Conversation, deadline: Deadline, now: Moment, policy: Policy
) -> tuple[Event, ...]:
    closes_at = max(other.due_at for other in _silence(state, policy))
    reminded = CustomerReminded(deadline.due_at)
    if closes_at <= now:
        return (reminded,)
    return reminded, DeskSaid("desk.reminder", {"due_at": closes_at})


def _tell_miss(state: Conversation, deadline: Deadline) -> tuple[Event, ...]:
    """A time that the customer was told, and that we missed, is told at once (R14)."""
    if deadline.clock == "update" or isinstance(state.phase, Resolved | Closed):
        return ()
    key = "promise_missed" if deadline.clock == "first_response" else "resolution_missed"
    return (DeskSaid(f"desk.{key}", {"due_at": deadline.due_at}),)


def _status_line(
    state: Conversation, now: Moment, policy: Policy, due_at: Moment
) -> tuple[Event, ...]:
    if clocks.later(due_at, policy.update) <= now or isinstance(state.phase, Resolved | Closed):
        return ()
    return (DeskSaid("desk.status_line", {}),)
