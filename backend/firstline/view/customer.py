"""The card beside the transcript in the widget."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from firstline.domain.context import Finding, value_of
from firstline.domain.conversation import (
    Assigned,
    Closed,
    Conversation,
    InIntake,
    LinkedToIncident,
    Offer,
    Queued,
    Reserved,
    Resolved,
    WaitingForCustomer,
)
from firstline.domain.deadlines import clocks_of
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy
from firstline.domain.row import phase_name
from firstline.times import clock_time, place_name

from .lines import NameOf


class Owner(Struct, frozen=True):
    """Who has the conversation now."""

    kind: Literal["bot", "queue", "agent", "none"]
    name: str = ""


class PromisedTime(Struct, frozen=True):
    """By when a person investigates, and about which place in the queue (from 1; 0: unknown)."""

    due_at: Moment
    place: int


class IncidentShown(Struct, frozen=True):
    """The incident that the conversation waits with."""

    title: str
    url: str


class FindingShown(Struct, frozen=True):
    """What was understood, for a chip."""

    what: str
    value: str


class ZoneShown(Struct, frozen=True):
    """The customer's time zone, and its place as the conversation's language calls it."""

    id: str
    place: str


class OfferShown(Struct, frozen=True):
    """What the customer is asked to say yes or no to."""

    kind: Literal["incident", "duplicate", "split"]
    title: str
    subject: str = ""
    number: str = ""
    url: str = ""
    reasons: tuple[str, ...] = ()
    planned: bool = False
    colleague: bool = False


class CustomerCard(Struct, frozen=True):
    """Everything beside the transcript in the widget."""

    number: str
    phase: str
    language: str
    zone: ZoneShown
    owner: Owner
    promise: PromisedTime | None
    incident: IncidentShown | None
    findings: tuple[FindingShown, ...]
    asked: str
    offer: OfferShown | None
    solution: str
    rated: bool
    joined_to: str
    joined_conversation: str
    seen: int
    verified: bool
    bot: Literal["ready", "away"]


SHOWN_FINDINGS = ("request", "response", "error_code", "time", "impact")


def customer_card(  # noqa: PLR0913 - the card is made of all that is known
    state: Conversation,
    policy: Policy,
    name_of: NameOf,
    *,
    place: int,
    bot_ready: bool,
    offered: str = "",
) -> CustomerCard:
    """The card of a customer. `place` in the queue counts from 1; 0 is unknown.

    `offered` is what the conversation of an offered duplicate is called.
    """
    first = clocks_of(state, policy)[0]
    owed = first.state == "running" and first.due_at is not None
    return CustomerCard(
        number=state.number,
        phase=phase_name(state.phase),
        language=state.language,
        zone=ZoneShown(state.zone, place_name(state.zone, state.language)),
        owner=_owner(state, name_of),
        promise=PromisedTime(first.due_at or 0, place) if owed else None,
        incident=incident_shown(state),
        findings=tuple(_chips(state)),
        asked=state.question.asks if state.question else "",
        offer=offer_shown(state.offer, offered),
        solution=state.solution,
        rated=bool(state.stars),
        joined_to=state.joined_to,
        joined_conversation=state.joined_stream,
        seen=state.seen,
        verified=state.customer.verified,
        bot="ready" if bot_ready and not state.bot_away else "away",
    )


def _chips(state: Conversation) -> Iterator[FindingShown]:
    """What was understood; an error code that stands in the response is not shown twice."""
    response = value_of(state.findings, "response") or ""
    for finding in state.findings:
        repeated = finding.what == "error_code" and finding.value in response
        if finding.what in SHOWN_FINDINGS and not repeated:
            yield FindingShown(finding.what, _chip(finding, state))


def _chip(finding: Finding, state: Conversation) -> str:
    """A time as the customer would say it, everything else as it was found."""
    if finding.moment is None:
        return finding.value
    return clock_time(finding.moment, finding.zone or state.zone, state.at, state.language)


def _owner(state: Conversation, name_of: NameOf) -> Owner:
    match state.phase:
        case Assigned(agent=agent):
            return Owner("agent", name_of(agent))
        case WaitingForCustomer(agent=agent):
            return Owner("agent", name_of(agent)) if agent else Owner("queue")
        case Queued():
            return Owner("queue")
        case Reserved() | InIntake() | LinkedToIncident():
            return Owner("bot")
        case Resolved() | Closed():
            return Owner("none")


def incident_shown(state: Conversation) -> IncidentShown | None:
    """The incident that the conversation waits with."""
    match state.phase:
        case LinkedToIncident(title=title, url=url):
            return IncidentShown(title, url)
        case _:
            return None


def offer_shown(offer: Offer | None, offered: str = "") -> OfferShown | None:
    """The offer as customers and agents see it; a duplicate's name is kept with its own words."""
    if offer is None:
        return None
    title = offer.title or offered
    return OfferShown(
        offer.kind,
        title,
        title,
        offer.number,
        offer.url,
        offer.reasons,
        offer.planned,
        offer.colleague,
    )
