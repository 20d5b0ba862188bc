"""Who may see and do what. Every request passes here on its way to the desk (DESIGN, section 8)."""

import hashlib
import hmac
import secrets
from collections.abc import Iterator

from .domain.commands import Agent
from .domain.conversation import (
    Assigned,
    Closed,
    Conversation,
    InIntake,
    LinkedToIncident,
    Queued,
    Reserved,
    Resolved,
    WaitingForCustomer,
)
from .domain.events import Person
from .domain.paging import page_due

KEY_BYTES = 32


def new_key() -> str:
    """A visitor's key: 256 random bits. Only its hash is kept."""
    return secrets.token_urlsafe(KEY_BYTES)


def key_hash(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def opens(state: Conversation, person: Person | None, key: str | None) -> bool:
    """Whether a customer may have this conversation.

    One that was opened with an identity needs that identity; a key opens only a visitor's own.
    """
    if state.customer.verified:
        return person is not None and person.verified and person.id == state.customer.id
    if key is None or not state.key_hash:
        return False
    return hmac.compare_digest(key_hash(key), state.key_hash)


def reads(state: Conversation, person: Person | None) -> bool:
    """Whether a colleague may read along: the company's site says so of them (R25)."""
    return (
        person is not None
        and person.verified
        and person.reads_organisation
        and state.customer.verified
        and bool(person.organisation)
        and person.organisation == state.customer.organisation
    )


def possible(state: Conversation, agent: Agent) -> tuple[str, ...]:
    """The commands that make sense for this agent now; the inbox offers no others."""
    return tuple(_possible(state, agent))


def _possible(state: Conversation, agent: Agent) -> Iterator[str]:
    if page_due(state) is not None:
        yield "acknowledge_page"
    yield from ("add_note", "set_tags", "set_subject", "redact_message")
    if state.joined_here:
        yield "undo_joining"
    if not isinstance(state.phase, Reserved):
        yield "flag_intake"
    mine = state.agent == agent.id
    match state.phase:
        case Queued():
            yield from ("claim_conversation", "hand_to_team", "assign_conversation", "set_severity")
            yield "move_to_channel"
        case Assigned() | WaitingForCustomer():
            yield from ("reply", "resolve_conversation", "set_severity")
            if not state.agent:
                yield "claim_conversation"
            if mine or agent.leads or not state.agent:
                yield from ("assign_conversation", "release_conversation", "hand_to_team")
                yield "move_to_channel"
        case Resolved():
            yield from ("reply", "reopen_conversation", "set_severity")
        case Closed(cause=cause):
            if cause not in {"joined", "lapsed"}:
                yield "reopen_conversation"
        case Reserved() | InIntake() | LinkedToIncident():
            yield "set_severity"
    if agent.leads:
        yield from ("revoke_investigation", "erase_customer")
