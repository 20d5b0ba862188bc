"""The card beside the transcript in the inbox, and the rows of its lists."""

from typing import Any

from firstline.domain.context import states
from firstline.domain.conversation import (
    Conversation,
)
from firstline.domain.deadlines import clocks_of, first_response_runs
from firstline.domain.evolve.promises import clock_key
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy
from firstline.domain.row import Row

from .customer import incident_shown, offer_shown
from .lines import NameOf


def with_names(body: dict[str, Any], name_of: NameOf) -> dict[str, Any]:
    """A row's body for the inbox: the owner with the name that people see."""
    agent, page = body["agent"], body.get("page")
    shown = {**page, "by": name_of(page["by"])} if page else None
    owner = {"id": agent, "name": name_of(agent)} if agent else None
    return {**body, "agent": owner, "page": shown}


def agent_card(  # noqa: PLR0913 - the card is made of all that is known
    state: Conversation,
    line: Row,
    policy: Policy,
    name_of: NameOf,
    now: Moment,
    *,
    can: tuple[str, ...],
    offered: str = "",
) -> dict[str, Any]:
    """The card of an agent: the row, and everything beside the transcript.

    `can` are the commands that make sense now, `offered` is what the conversation of an offered
    duplicate is called.
    """
    customer = state.customer
    return {
        **with_names(line.body, name_of),
        "customer": {
            **line.body["customer"],
            "subject_id": customer.id,
            "email": customer.email,
            "zone": state.zone,
            "browser_languages": state.browser_languages,
        },
        "findings": state.findings,
        "context": _context(state, policy),
        "clocks": _clocks(state, policy, now),
        "tags": state.tags,
        "incident": incident_shown(state),
        "offer": offer_shown(state.offer, offered),
        "proposals": [shown] if (shown := offer_shown(state.confirmed)) else [],
        "rating": {"stars": state.stars, "comment": state.comment} if state.stars else None,
        "history": (),
        "seen": state.seen,
        "mailed": state.delivery.position if state.delivery and state.delivery.mailed_at else 0,
        "joined_to": state.joined_to,
        "joined_here": state.joined_here,
        "first_response_running": first_response_runs(state, policy),
        "policy": state.policy,
        "can": can,
    }


def _context(state: Conversation, policy: Policy) -> list[dict[str, str]]:
    kind = next((f.value for f in state.findings if f.what == "issue_kind"), "other")
    needed = policy.questions_for(kind)
    stands = states(state.findings, needed, state.asked, state.skipped)
    return [{"what": what, "state": how} for what, how in stands.items()]


CLOCK_WORDS: dict[str, str] = {
    "not_started": "waiting",
    "running": "running",
    "paused": "paused",
    "stopped": "met",
}


def _clocks(state: Conversation, policy: Policy, now: Moment) -> list[dict[str, Any]]:
    return [
        {
            "name": clock.name,
            "state": "missed" if clock.name in state.missed else CLOCK_WORDS[clock.state],
            "span": clock.span,
            "due_at": clock.due_at,
            "left": clock.span - clock.used(now),
            "running": clock.state == "running",
            "warned": clock_key(state.newest_answer, clock.name, "warned") in state.fired,
        }
        for clock in clocks_of(state, policy)
    ]
