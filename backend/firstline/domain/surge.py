"""A surge: many customers write about the same, and no incident is published (R49).

The conversation that was one too many keeps the alarm. A unique key of its row (`row.py`) holds
the topic while it lasts, so that of two desks only one raises it.
"""

import re

from msgspec.structs import replace

from . import paging
from .commands import Agent, DismissSurge, GrowSurge, RaiseSurge
from .context import Finding
from .conversation import Closed, Conversation, LinkedToIncident, Reserved, Resolved, Surge
from .errors import NotAllowed, NotInThisState
from .events import Event, SurgeDismissed, SurgeGrew, SurgeRaised
from .moment import Moment

SHARED = ("error_code", "response", "area", "issue_kind")
"""Findings that mean the same in every language, the most telling first."""
_FAILED = re.compile(r"5\d\d(?= |$)")
"""A status by which the service itself failed; below 500 it is about the one who called."""


def topics(state: Conversation) -> tuple[str, ...]:
    """What it is about, such as `area:webhooks`, while it may be part of a surge."""
    match state.phase:
        case Reserved() | LinkedToIncident() | Resolved() | Closed():
            return ()
        case _:
            return of(state.findings)


def of(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The topics of what was found, the most telling first."""
    named = (_topic(one) for what in SHARED for one in findings if one.what == what)
    return tuple(dict.fromkeys(topic for topic in named if topic not in {"", "issue_kind:other"}))


def _topic(finding: Finding) -> str:
    """`area:webhooks`; of a response `error_code:503`, where the service failed, else nothing."""
    if not finding.value:
        return ""  # it was erased: what is blank in many has nothing in common (R52)
    if finding.what != "response":
        return f"{finding.what}:{finding.value}"
    status = _FAILED.match(finding.value)
    return f"error_code:{status[0]}" if status else ""


def house(state: Conversation) -> str:
    """Whose it is: one organisation counts once, and all visitors together."""
    customer = state.customer
    if not customer.verified:
        return "visitors"
    return customer.organisation or f"person:{customer.id}"


def raise_(state: Conversation, command: RaiseSurge) -> tuple[Event, ...]:
    """Once; one that it keeps already goes on."""
    if state.surge is not None or not command.topics or isinstance(state.phase, Reserved):
        return ()
    return (SurgeRaised(command.topics, command.since, command.customers),)


def grow(state: Conversation, command: GrowSurge) -> tuple[Event, ...]:
    """In place; each further one keeps it alive."""
    return (SurgeGrew(command.customers),) if state.surge is not None else ()


def dismiss(state: Conversation, _command: DismissSurge, by: Agent) -> tuple[Event, ...]:
    """By a lead; it stays known until it is over, so that it does not alarm again."""
    if not by.leads:
        raise NotAllowed
    if state.surge is None:
        raise NotInThisState
    return () if state.surge.dismissed_by else (SurgeDismissed(by.id),)


def surged(state: Conversation, event: Event, at: Moment) -> Conversation:
    """After one of the surge's own events: it pages while it lasts and nobody put it away."""
    surge = state.surge
    match event:
        case SurgeRaised(topics=topics, since=since, customers=customers):
            raised = Surge(topics, since, customers, at)
            return paging.wanted(replace(state, surge=raised), "surge", at)
        case SurgeGrew(customers=customers) if surge:
            return replace(state, surge=replace(surge, customers=customers, grew_at=at))
        case SurgeDismissed(by=by) if surge:
            dismissed = replace(state, surge=replace(surge, dismissed_by=by))
            return paging.settled(dismissed, "surge")
        case _:
            return paging.settled(replace(state, surge=None), "surge")
