"""The channel that suits a kind of issue: offered at the handoff, taken, and left again (R33)."""

import re
from typing import Literal

from .commands import MoveToChannel
from .context import value_of
from .conversation import Closed, Conversation
from .errors import AddressIsMissing
from .events import BotSaid, ChannelMoved, Choice, DeskSaid, Event, QuestionSkipped
from .moment import Moment
from .policy import Policy

ASKED = "channel"
"""What the question is about; it is none of the four of the intake (R23)."""
MAIL_OR_CHAT = (Choice("mail"), Choice("chat"))
OUTBOX = "desk:outbox"
"""Who moves back to the chat what cannot be mailed."""
PART = r'[^\s@,;:<>()\[\]"\\]+'
ADDRESS = re.compile(f"{PART}@{PART}")
"""One address: nothing in it begins another one, a name or a line of the mail's head."""


def offer(
    state: Conversation, severity: int, promised: Moment, policy: Policy
) -> tuple[Event, ...]:
    """Said behind the handoff: this kind is answered best by mail, to which address, how soon.

    Of the most urgent, and where another question of the desk stands, nothing is said. `promised`
    is when the chat's first response is due: whenever they agree, it is due by then (R09).
    """
    kind = value_of(state.findings, "issue_kind") or ""
    suits = state.channel == "chat" and policy.channels.get(kind) == "mail"
    if not suits or not can_be_mailed(state) or state.offer is not None or severity == 1:
        return ()
    told: dict[str, str | int] = {"address": veiled(state.customer.email), "due_at": promised}
    return (BotSaid("offer.channel", told, choices=MAIL_OR_CHAT, asks=ASKED),)


def is_asked(state: Conversation) -> bool:
    """Whether the customer is asked where they want to be answered."""
    return state.question is not None and state.question.asks == ASKED


def waits(state: Conversation) -> bool:
    """Whether nothing was said since that was asked: then nothing else is asked."""
    question = state.question
    return is_asked(state) and question is not None and question.position > state.customer_position


def hears(state: Conversation) -> bool:
    """Whether what the customer says is said to that: the first words after it, and no others.

    Words that led to the handoff, by their coming or at the same moment, were said before it.
    """
    asked = state.question
    if asked is None or not is_asked(state):
        return False
    in_order = state.turn_position < asked.position < state.customer_position
    return in_order and asked.at < state.customer_at


def is_open_to_words(state: Conversation) -> bool:
    """Whether the open question may be answered in words; this one only by the first of them."""
    return not is_asked(state) or hears(state)


def answer(state: Conversation, *, by_mail: bool) -> tuple[Event, ...]:
    """The customer's answer to that question."""
    if by_mail and can_be_mailed(state):
        return _move(state, "mail")
    return QuestionSkipped(ASKED), DeskSaid("desk.stays_in_chat", {})


def back(state: Conversation) -> tuple[Event, ...]:
    """Who writes in the chat again is answered there again."""
    return _move(state, "chat") if state.channel == "mail" else ()


def move(state: Conversation, command: MoveToChannel, by: str) -> tuple[Event, ...]:
    """By an agent's hand; raises AddressIsMissing."""
    if command.channel == state.channel:
        return ()
    if command.channel == "mail" and not can_be_mailed(state):
        raise AddressIsMissing
    moved, told = _move(state, command.channel, by)
    # Back in the chat this is told by mail, too: the customer need not have the chat open.
    return (told, moved) if command.channel == "chat" else (moved, told)


def out_of_reach(state: Conversation) -> tuple[Event, ...]:
    """Where no mail gets through it goes on in the chat; what is closed needs no channel."""
    if state.channel != "mail" or isinstance(state.phase, Closed):
        return ()
    return _move(state, "chat", OUTBOX)


def can_be_mailed(state: Conversation) -> bool:
    """Whether the company's site vouches for an address, and it is one."""
    return state.customer.verified and ADDRESS.fullmatch(state.customer.email) is not None


def veiled(address: str) -> str:
    """An address that its owner knows again, and that tells little to whoever looks on."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"


def _move(
    state: Conversation, channel: Literal["chat", "mail"], by: str = ""
) -> tuple[ChannelMoved, DeskSaid]:
    address = {"address": veiled(state.customer.email)} if channel == "mail" else {}
    return ChannelMoved(channel, by), DeskSaid(f"desk.moved_to_{channel}", {**address})
