"""The row: what lists show of a conversation, written together with its events."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from msgspec import Struct

from . import clocks
from .conversation import (
    Assigned,
    Closed,
    Conversation,
    InIntake,
    LinkedToIncident,
    Phase,
    Queued,
    Reserved,
    Resolved,
    WaitingForCustomer,
)
from .deadlines import clocks_of, mail_due, next_deadline, turn_due
from .moment import Moment
from .paging import page_due
from .policy import Policy
from .surge import house, topics

NEVER = 10**15 - 1
"""Sorts behind every moment."""


class Row(Struct, frozen=True):
    """One line of the lists.

    `body` is what the inbox shows, opaque to the store. `keys` are (list, sort key) pairs under
    which `find` lists it; `unique_keys` no other stream may hold. `due` is the next moment at
    which a Tick has something to do.
    """

    stream: str
    version: int
    body: dict[str, Any]
    keys: tuple[tuple[str, str], ...] = ()
    unique_keys: tuple[str, ...] = ()
    due: Moment | None = None


def row(stream: str, state: Conversation, policy: Policy) -> Row:
    """The row of a state; the same state always gives the same row."""
    running = clocks_of(state, policy)
    urgent = next_clock(running)
    return Row(
        stream=stream,
        version=state.position,
        body=_body(stream, state, urgent),
        keys=tuple(_keys(state, urgent)),
        unique_keys=tuple(_unique_keys(state)),
        due=_due(state, policy),
    )


@lru_cache(maxsize=clocks.REMEMBERED)
def next_clock(all_clocks: tuple[clocks.Clock, ...]) -> clocks.Clock | None:
    """The running promise that is due next."""
    running = [clock for clock in all_clocks if clock.state == "running"]
    return min(running, key=lambda clock: clock.due_at or NEVER, default=None)


def phase_name(phase: Phase) -> str:
    """The word for a phase on the wire: intake, queued ..."""
    return str(type(phase).__struct_config__.tag)


def number_key(number: str) -> str:
    """The unique key under which a conversation is found by its number."""
    return f"number:{number}"


def person_key(customer: str) -> str:
    """The list of everything that a verified customer ever opened, said in or not (R52)."""
    return f"person:{customer}"


def topic_key(topic: str) -> str:
    """The list of what is open and about this, by when it began (R49)."""
    return f"topic:{topic}"


def surge_key(topic: str) -> str:
    """The unique key of the surge about this: of two desks one raises it."""
    return f"surge:{topic}"


def _unique_keys(state: Conversation) -> Iterator[str]:
    yield number_key(state.number)
    if state.surge is not None:
        yield from map(surge_key, state.surge.topics)


def lowered_key(state: Conversation) -> str:
    """The list of what an organisation proposed as severity 1 and a person lowered (R10).

    Of a customer without an organisation it is their own; of a visitor none.
    """
    customer = state.customer
    if not customer.verified:
        return ""
    house = customer.organisation or (customer.id and f"person:{customer.id}")
    return f"lowered:{house}" if house else ""


def listed_at(row: Row, key: str) -> Moment:
    """The moment by which a row is sorted in a list that is sorted by one."""
    return next(int(sort) for listed, sort in row.keys if listed == key)


def _due(state: Conversation, policy: Policy) -> Moment | None:
    deadline = next_deadline(state, policy)
    moments = (
        deadline.due_at if deadline else None,
        turn_due(state, policy),
        mail_due(state, policy),
        page_due(state),
    )
    return min((moment for moment in moments if moment is not None), default=None)


def _body(stream: str, state: Conversation, urgent: clocks.Clock | None) -> dict[str, Any]:
    customer = state.customer
    return {
        "conversation": stream,
        "number": state.number,
        "subject": state.subject,
        "snippet": state.snippet,
        "customer": {
            "name": customer.name,
            "verified": customer.verified,
            "plan": customer.plan,
            "organisation": customer.organisation,
        },
        "language": state.language,
        "any_language": state.any_language,
        "channel": state.channel,
        "team": state.team,
        "severity": state.severity,
        "severity_proposed": state.severity_proposed,
        "phase": phase_name(state.phase),
        "agent": state.agent or None,
        "clock": _clock(urgent, state),
        "missed": state.missed,
        "handed_off_at": state.handed_off_at,
        "last_at": state.at,
        "version": state.position,
        "unread": _unread(state),
        "solution": state.solution,
        "page": _page(state),
        "surge": _surge(state),
        "topics": topics(state),
        "house": house(state),
    }


def _clock(urgent: clocks.Clock | None, state: Conversation) -> dict[str, Any] | None:
    if urgent is None:
        return None
    missed = urgent.name in state.missed
    return {
        "name": urgent.name,
        "due_at": urgent.due_at,
        "span": urgent.span,
        "state": "missed" if missed else "running",
    }


def _page(state: Conversation) -> dict[str, Any] | None:
    """How the people on call are being reached, if they are wanted (R05)."""
    page = state.page
    if page is None or not (page.reasons and _is_open(state)):
        return None
    calls = "held" if page.held else "calling"
    return {
        "state": calls if page.answered_at is None else "answered",
        "reasons": page.reasons,
        "since": page.since,
        "person": page.person,
        "attempt": page.attempt,
        "vain": page.vain,
        "by": page.answered_by,
    }


def _surge(state: Conversation) -> dict[str, Any] | None:
    """The alarm that this conversation keeps for many (R49)."""
    surge = state.surge
    if surge is None:
        return None
    return {
        "topics": surge.topics,
        "since": surge.since,
        "customers": surge.customers,
        "dismissed_by": surge.dismissed_by,
    }


def _is_open(state: Conversation) -> bool:
    return not isinstance(state.phase, Reserved | Resolved | Closed)


def _unread(state: Conversation) -> bool:
    """Whether the customer said something that no person has answered."""
    return state.customer_position > state.newest_answer


def _keys(state: Conversation, urgent: clocks.Clock | None) -> list[tuple[str, str]]:
    due_at = urgent.due_at if urgent else None
    pressing = f"{state.severity}{due_at or NEVER:015d}"
    recent = f"{clocks.minute(state.at):010d}"
    keys = [(name, pressing) for name in _pressing_lists(state)]
    keys += [(name, recent) for name in _recent_lists(state)]
    keys += [("flagged", recent)] if state.flags else []
    if state.customer.verified and state.customer.id:
        keys.append((person_key(state.customer.id), ""))
    if page_due(state) is not None and state.page is not None:
        keys.append(("paging", f"{state.page.since:015d}"))
    keys += [(topic_key(topic), f"{state.opened_at:015d}") for topic in topics(state)]
    if state.surge is not None:
        keys.append(("surges", f"{state.surge.since:015d}"))
    if state.lowered_at is not None and (house := lowered_key(state)):
        keys.append((house, f"{state.lowered_at:015d}"))
    return keys


def _pressing_lists(state: Conversation) -> tuple[str, ...]:
    """Lists in which the most urgent comes first: by severity, then by the clock due next (R40)."""
    match state.phase:
        case Queued():
            return "queue", f"queue:{state.team}"
        case Assigned(agent=agent):
            return (f"mine:{agent}",)
        case WaitingForCustomer(agent=agent):
            return ("waiting", f"mine:{agent}") if agent else ("waiting",)
        case LinkedToIncident(incident=incident):
            return "incident", f"incident:{incident}"
        case Reserved() | InIntake() | Resolved() | Closed():
            return ()


def _recent_lists(state: Conversation) -> tuple[str, ...]:
    """Lists in which the newest comes last, to the minute: not each message moves a place."""
    match state.phase:
        case Reserved():
            return ()
        case Closed(cause="lapsed"):
            return ("lapsed",)
        case Closed():
            return ("all", *_of_customer(state, ""))
        case Resolved():
            return ("all", "resolved", *_of_customer(state, "open-"))
        case _:
            return ("all", *_of_customer(state, "open-"))


def _of_customer(state: Conversation, kind: str) -> tuple[str, ...]:
    customer = state.customer
    if not (customer.verified and customer.id):
        return ()
    every = f"customer:{customer.id}"
    if not kind:
        return (every,)
    company = (f"{kind}organisation:{customer.organisation}",) if customer.organisation else ()
    return every, f"{kind}{every}", *company
