"""Orders that concern other conversations, too: joining, separating, splitting, erasing (R25, R26).

The half in the other conversation is written first, under ids that are known beforehand, so that a
crash in between loses nothing and a repeat doubles nothing.
"""

from collections.abc import Sequence

from firstline.domain.by_agent import actor_id
from firstline.domain.commands import (
    AcceptJoined,
    Actor,
    Agent,
    Command,
    EraseContent,
    JoinedMessage,
    OpenApart,
    RedactMessage,
    ReserveNumber,
    SeparateConversation,
    UndoJoining,
    WithdrawOffer,
)
from firstline.domain.conversation import Conversation, Offer
from firstline.domain.errors import NotAllowed, Refused
from firstline.domain.events import ConversationJoined, CustomerWrote, Recorded, SplitPart
from firstline.domain.row import number_key
from firstline.store.port import KeyTaken

from .copies import DESK, Copies
from .held import split_id
from .walk import OneWay, Unreadable


class Halves:
    """Sees to the half of an order that belongs into another conversation."""

    def __init__(self, desk: OneWay, copies: Copies) -> None:
        self._desk = desk
        self._copies = copies

    async def first(self, stream: str, by: Actor, command: Command) -> None:
        """The half of an order that concerns another conversation; a repeat of it is harmless."""
        match command:
            case UndoJoining(number=number):
                await self._separate(number, by)
            case RedactMessage() | EraseContent() if isinstance(by, Agent):
                await self._copies.erase([stream], by, command)
            case RedactMessage() | EraseContent():
                lead = Agent(actor_id(by), "", "lead")
                await self._copies.erase([stream], lead, command, from_others=True)
            case _:
                state = await self._desk.state(stream)
                if state.offer is not None and state.offer.kind == "split":
                    await self._open_apart(stream, state, state.offer)
                else:
                    await self._carry_over(stream)

    async def again(
        self, stream: str, by: Actor, command: Command, recorded: Sequence[Recorded]
    ) -> None:
        """Once it is written here, for what was said or copied meanwhile.

        Raises EventDamaged and PolicyIsLost for a copy that could not be looked for.
        """
        match command:
            case RedactMessage() | EraseContent() if isinstance(by, Agent):
                (await self._copies.erase([stream], by, command)).tell()
            case _:
                if any(isinstance(one.event, ConversationJoined) for one in recorded):
                    state = await self._desk.state(stream)
                    await self._carry(stream, state.number, state.joined_stream)
                    await self._copies.catch_up(stream, 0, state.joined_stream)

    async def erase_whole(self, streams: Sequence[str], by: Agent, command: EraseContent) -> None:
        """All conversations of a customer; where else their words stand is looked up once."""
        if not by.leads:
            raise NotAllowed
        await self._copies.erase(streams, by, command)
        unreadable = Unreadable()
        for stream in streams:
            with unreadable.passed_over(stream):
                await self._desk.handle_here(stream, by, command)
        (await self._copies.erase(streams, by, command)).tell()
        unreadable.tell()

    async def _open_apart(self, stream: str, state: Conversation, offer: Offer) -> None:
        """Each other issue of a message becomes a conversation (R26), with the message's files.

        Done before this one says so, under streams and numbers that the offer holds, so that a
        repeat opens nothing twice.
        """
        said = next(iter(await self._desk.store.read(stream, after=offer.source - 1))).event
        wrote = said if isinstance(said, CustomerWrote) else CustomerWrote("", "")
        try:
            for part in offer.parts:
                reserve, message = _beside(state, part.number), _part_of(wrote, part)
                opening = OpenApart(reserve, message, state.number, stream)
                await self._desk.handle(part.stream, DESK, opening)
        except KeyTaken:
            await self._desk.handle(stream, DESK, WithdrawOffer())
        await self._copies.catch_up(stream, offer.position)

    async def _separate(self, number: str, by: Actor) -> None:
        row = await self._desk.store.find_unique(number_key(number))
        if row is not None:
            await self._desk.handle(row.stream, by, SeparateConversation())

    async def _carry_over(self, stream: str) -> None:
        """Before a conversation closes as joined, what was said stands in the other one (R25).

        Done first and with the same message ids, so that a crash in between loses nothing and a
        repeat doubles nothing. Once it is closed `again` repeats it, for what was said meanwhile.
        """
        state = await self._desk.state(stream)
        offer = state.offer
        if offer is None:
            return
        try:
            await self._carry(stream, state.number, offer.id)
        except Refused:
            await self._desk.handle(stream, DESK, WithdrawOffer())
        await self._copies.catch_up(stream, offer.position, offer.id)

    async def _carry(self, stream: str, number: str, other: str) -> None:
        """What was said here becomes the customer's messages in the stream `other`."""
        recorded = await self._desk.store.read(stream)
        said = [
            JoinedMessage(wrote.id, wrote.text, wrote.secrets, wrote.files, wrote.released)
            for wrote in (new.event for new in recorded)
            if isinstance(wrote, CustomerWrote) and not wrote.choice
        ]
        await self._desk.handle(other, DESK, AcceptJoined(number, tuple(said)))


def _part_of(wrote: CustomerWrote, part: SplitPart) -> JoinedMessage:
    """One issue of a message, with what of its secrets stands in it and with all of its files."""
    kept, free = (
        tuple(secret for secret in every if secret.shown in part.text)
        for every in (wrote.secrets, wrote.released)
    )
    return JoinedMessage(split_id(part.number), part.text, kept, wrote.files, free)


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
