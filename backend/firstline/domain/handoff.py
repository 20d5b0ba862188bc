"""Handing over to the queue: what is told, what is still open, what it is worth (R15, R23, R29)."""

from typing import Literal

from . import channels, clocks
from .context import ITEMS, Finding, filled, value_of
from .conversation import Conversation
from .events import (
    DeskSaid,
    Event,
    FindingsRecorded,
    HandedOff,
    HandoffCause,
    SeverityProposed,
)
from .evolve import follow
from .moment import Moment
from .policy import Policy

UNDERSTOOD = ("request", "response", "error_code", "time")
IMPACTS = ("all", "group", "one", "detail")
"""Who is affected: all users, a group, one user or message, nobody but for a detail."""
MAIN_SERVICES = ("messages", "webhooks", "numbers", "media")


def remaining(state: Conversation, policy: Policy) -> tuple[str, ...]:
    """The items that may still be asked for, in order: at most so many, each so often (R23)."""
    asked = [item for item in state.asked if item in ITEMS]
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
    promised_at = clocks.later(due_at or now, promised)
    told: dict[str, str | int] = {
        "number": state.number,
        "understood": understood(state.findings),
        "due_at": promised_at,
    }
    if (happened := _happened(state.findings)) is not None:
        told["understood_at"] = happened
    missing = _missing(state, policy)
    level = severity(state.findings)
    return (
        HandedOff(cause, open_questions, level, missing, due_at),
        DeskSaid("desk.handed_off", told),
        *channels.offer(state, level, promised_at, policy),
    )


def severity(findings: tuple[Finding, ...]) -> int:
    """The severity to propose (R10), 1 to 3.

    A breach of privacy is 1, as is a main service that is down for all; another service for all,
    or a group of users, is 2.
    """
    area = value_of(findings, "area")
    impact = value_of(findings, "impact")
    if area == "privacy":
        return 1
    if impact == "all":
        return 1 if area is None or area in MAIN_SERVICES else 2
    return 2 if impact == "group" else 3


def found(
    state: Conversation, findings: tuple[Finding, ...], by: Literal["intake", "customer"]
) -> tuple[Event, ...]:
    """What was found; once queued an impact may change the proposal, until a person settles it.

    What stood in a message that was erased meanwhile was never found (R52).
    """
    findings = tuple(one for one in findings if state.erased.isdisjoint(one.messages))
    if not findings:
        return ()
    recorded = FindingsRecorded(findings, by)
    proposed = severity(follow(state, (recorded,), state.at).findings)
    named = any(finding.what in {"impact", "area"} for finding in findings)
    settled = not state.beats or not state.severity_proposed
    if settled or not named or proposed == state.severity:
        return (recorded,)
    return recorded, SeverityProposed(proposed)


def understood(findings: tuple[Finding, ...]) -> str:
    """What was found, in a few words that need no translation; a moment is told apart."""
    told: list[str] = []
    for what in UNDERSTOOD:
        value = value_of((one for one in findings if one.moment is None), what)
        if value and not any(value in other for other in told):
            told.append(value)
    return " · ".join(told)


def _happened(findings: tuple[Finding, ...]) -> Moment | None:
    return next((one.moment for one in findings if one.what == "time"), None)


def _needed(state: Conversation, policy: Policy) -> tuple[str, ...]:
    return policy.questions_for(value_of(state.findings, "issue_kind") or "other")


def _missing(state: Conversation, policy: Policy) -> tuple[str, ...]:
    there = filled(state.findings)
    return tuple(
        item for item in _needed(state, policy) if item not in there and item not in state.skipped
    )
