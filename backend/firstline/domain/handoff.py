"""Handing over to the queue: what is told, what is still open, what it is worth (R15, R23, R29)."""

from . import clocks
from .context import Finding, value_of
from .conversation import Conversation
from .events import DeskSaid, Event, HandedOff, HandoffCause
from .moment import Moment
from .policy import Policy

UNDERSTOOD = ("request", "response", "error_code", "time")
SEVERITY_OF_IMPACT = {"all": 1, "group": 2, "one": 3, "detail": 3}


def remaining(state: Conversation, policy: Policy) -> tuple[str, ...]:
    """The items that may still be asked for, in order: at most so many, each so often (R23)."""
    asked = [item for item in state.asked if item in _needed(state, policy)]
    budget = policy.intake.questions - len(asked)
    open_again = [item for item in _missing(state, policy) if state.asked.get(item, 0) > 0]
    again = [item for item in open_again if state.asked[item] <= policy.intake.repeats]
    fresh = [item for item in _missing(state, policy) if item not in state.asked]
    allowed = {*again, *fresh[: max(0, budget)]}
    return tuple(item for item in _needed(state, policy) if item in allowed)


def hand_off(
    state: Conversation,
    cause: HandoffCause,
    now: Moment,
    policy: Policy,
    due_at: Moment | None = None,
) -> tuple[Event, ...]:
    """The events of a handoff: the clocks begin, and the customer is told until when (R29)."""
    promised = policy.first_response(state.customer.plan, state.channel)
    ended = cause in {"complete", "form"}
    open_questions = () if ended else remaining(state, policy)
    told: dict[str, str | int] = {
        "number": state.number,
        "understood": understood(state.findings),
        "due_at": clocks.later(due_at or now, promised),
    }
    missing = _missing(state, policy)
    return (
        HandedOff(cause, open_questions, severity(state), missing, due_at),
        DeskSaid("desk.handed_off", told),
    )


def severity(state: Conversation) -> int:
    """The proposal from the impact (R10): all users 1, a group 2, else 3."""
    return SEVERITY_OF_IMPACT.get(value_of(state.findings, "impact") or "", 3)


def understood(findings: tuple[Finding, ...]) -> str:
    """What was found, in a few words that need no translation."""
    values = (value_of(findings, what) for what in UNDERSTOOD)
    return " · ".join(value for value in values if value)


def _needed(state: Conversation, policy: Policy) -> tuple[str, ...]:
    return policy.questions_for(value_of(state.findings, "issue_kind") or "other")


def _missing(state: Conversation, policy: Policy) -> tuple[str, ...]:
    there = {finding.what for finding in state.findings}
    if "logs" in there:
        there.add("screenshot")
    return tuple(
        item for item in _needed(state, policy) if item not in there and item not in state.skipped
    )
