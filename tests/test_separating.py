"""Undoing a joining touches two conversations (R25)."""

import pytest

from firstline.domain.commands import (
    ChooseOption,
    OfferDuplicate,
    PostMessage,
    System,
    UndoJoining,
)
from firstline.domain.conversation import Closed, Queued
from firstline.domain.errors import NotInThisState
from firstline.domain.events import ConversationSeparated, DeskSaid, JoiningUndone
from firstline.store.port import StoreRefused
from tests.kit import ANNA, Room

R25 = pytest.mark.rule("R25", part="chats of a customer and their company")
INTAKE = System("intake")


async def joined(room: Room) -> tuple[str, str]:
    """A queued conversation, and one that was joined to it."""
    old, new = await room.queued(), await room.open()
    number = (await room.state(old)).number
    await room.give(new, PostMessage("m9", "Webhooks stopped, as my colleague said"))
    offer = OfferDuplicate(old, number, 0)
    asked = await room.desk.handle(new, INTAKE, offer)
    await room.give(new, ChooseOption("yes", asked.position, "yes"))
    return old, new


@R25
async def test_both_conversations_know_and_both_customers_are_told(room: Room):
    old, new = await joined(room)
    number = (await room.state(new)).number
    assert (await room.state(old)).joined_here == (number,)
    await room.give(old, UndoJoining(number), ANNA)
    assert isinstance(await last(room, old, JoiningUndone), JoiningUndone)
    assert (await last(room, new, ConversationSeparated)).by == "anna"
    for stream, other in ((old, new), (new, old)):
        told = await last(room, stream, DeskSaid)
        assert (await room.state(other)).number in told.text
    assert not isinstance((await room.state(new)).phase, Closed)


@R25
async def test_a_crash_in_between_is_mended_by_doing_it_again(room: Room, monkeypatch):
    old, new = await joined(room)
    number = (await room.state(new)).number
    append = room.store.append

    async def full(stream, *given):
        if stream == old:
            raise StoreRefused
        await append(stream, *given)

    monkeypatch.setattr(room.store, "append", full)
    with pytest.raises(StoreRefused):
        await room.give(old, UndoJoining(number), ANNA)
    monkeypatch.setattr(room.store, "append", append)
    await room.give(old, UndoJoining(number), ANNA)
    assert (
        len([one for one in await room.events(new) if isinstance(one, ConversationSeparated)]) == 1
    )
    assert isinstance((await room.state(old)).phase, Queued)


async def test_what_was_never_joined_cannot_be_undone(room: Room):
    old, other = await room.queued(), await room.queued()
    number = (await room.state(other)).number
    with pytest.raises(NotInThisState):
        await room.give(old, UndoJoining(number), ANNA)


async def last(room: Room, stream: str, kind: type):
    return [one for one in await room.events(stream) if isinstance(one, kind)][-1]
