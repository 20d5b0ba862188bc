"""Orders that concern another conversation, too: joining, separating, splitting (R25, R26).

The half in the other conversation is written first, under ids that are known beforehand, so that a
crash in between loses nothing and a repeat doubles nothing.
"""

from typing import Protocol

from firstline.domain.commands import (
    AcceptJoined,
    Actor,
    Command,
    JoinedMessage,
    OpenApart,
    ReserveNumber,
    SeparateConversation,
    System,
    UndoJoining,
    WithdrawOffer,
)
from firstline.domain.conversation import Conversation, Offer
from firstline.domain.errors import Refused
from firstline.domain.events import CustomerWrote
from firstline.domain.row import number_key
from firstline.store.port import KeyTaken, Store

DESK = System("desk")


class OneWay(Protocol):
    """The desk, as far as it is needed here."""

    @property
    def store(self) -> Store:
        """Where everything is kept."""

    async def handle(self, stream: str, by: Actor, command: Command) -> object:
        """Carry out an order, durably."""

    async def state(self, stream: str) -> Conversation:
        """The present state; raises ConversationNotFound."""


class Halves:
    """Sees to the half of an order that belongs into another conversation."""

    def __init__(self, desk: OneWay) -> None:
        self._desk = desk

    async def first(self, stream: str, by: Actor, command: Command) -> None:
        """The half of an order that concerns another conversation; a repeat of it is harmless."""
        match command:
            case UndoJoining(number=number):
                await self._separate(number, by)
            case _:
                state = await self._desk.state(stream)
                if state.offer is not None and state.offer.kind == "split":
                    await self._open_apart(stream, state, state.offer)
                else:
                    await self._carry_over(stream)

    async def _open_apart(self, stream: str, state: Conversation, offer: Offer) -> None:
        """Each other issue of a message becomes a conversation (R26), with the message's files.

        Done before this one says so, under streams and numbers that the offer holds, so that a
        repeat opens nothing twice.
        """
        said = next(iter(await self._desk.store.read(stream, after=offer.source - 1))).event
        wrote = said if isinstance(said, CustomerWrote) else CustomerWrote("", "")
        try:
            for part in offer.parts:
                kept, free = (
                    tuple(secret for secret in every if secret.shown in part.text)
                    for every in (wrote.secrets, wrote.released)
                )
                name = f"split-{part.number}"
                message = JoinedMessage(name, part.text, kept, wrote.files, free)
                opening = OpenApart(_beside(state, part.number), message, state.number, stream)
                await self._desk.handle(part.stream, DESK, opening)
        except KeyTaken:
            await self._desk.handle(stream, DESK, WithdrawOffer())

    async def _separate(self, number: str, by: Actor) -> None:
        row = await self._desk.store.find_unique(number_key(number))
        if row is not None:
            await self._desk.handle(row.stream, by, SeparateConversation())

    async def _carry_over(self, stream: str) -> None:
        """Before a conversation closes as joined, what was said stands in the other one (R25).

        Done first and with the same message ids, so that a crash in between loses nothing and a
        repeat doubles nothing. Once it is closed `handle` repeats it, for what was said meanwhile.
        """
        state = await self._desk.state(stream)
        if state.offer is None:
            return
        try:
            await self.carry(stream, state.number, state.offer.id)
        except Refused:
            await self._desk.handle(stream, DESK, WithdrawOffer())

    async def carry(self, stream: str, number: str, other: str) -> None:
        """What was said here becomes the customer's messages in the stream `other`."""
        said = [
            JoinedMessage(wrote.id, wrote.text, wrote.secrets, wrote.files, wrote.released)
            for wrote in (new.event for new in await self._desk.store.read(stream))
            if isinstance(wrote, CustomerWrote) and not wrote.choice
        ]
        await self._desk.handle(other, DESK, AcceptJoined(number, tuple(said)))


def _beside(state: Conversation, number: str) -> ReserveNumber:
    """A number for the same customer, who opens it by the same identity or key."""
    return ReserveNumber(
        number=number,
        channel=state.came_by,
        customer=state.customer,
        key_hash=state.key_hash,
        language=state.language,
        browser_languages=state.browser_languages,
        zone=state.zone,
        policy=state.policy,
    )
