"""Moving to mail, and the orders that concern two conversations (R33)."""

import pytest

from firstline.domain.commands import (
    AskForPerson,
    ChooseOption,
    MoveToChannel,
    OfferDuplicate,
    OfferSplit,
    PostMessage,
    System,
)
from firstline.domain.events import ChannelMoved, SplitPart
from firstline.numbers import new_number, new_stream
from tests.kit import ANNA, Room

pytestmark = pytest.mark.rule("R33")
INTAKE = System("intake")


async def moves(room: Room, stream: str) -> list[str]:
    events = await room.events(stream)
    return [one.channel for one in events if isinstance(one, ChannelMoved)]


async def test_what_is_joined_from_another_conversation_is_no_return_to_the_chat(room: Room):
    old, new = await room.assigned(), await room.open()
    await room.give(old, MoveToChannel("mail"), ANNA)
    await room.give(new, PostMessage("m9", "Webhooks stopped, once more"))
    number = (await room.state(old)).number
    asked = await room.desk.handle(new, INTAKE, OfferDuplicate(old, number, 0))
    await room.give(new, ChooseOption("yes", asked.position, "yes"))
    assert (await room.state(old)).customer_said == "Webhooks stopped, once more"
    assert await moves(room, old) == ["mail"]


async def test_what_is_split_off_begins_as_the_first_one_began(room: Room):
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "Webhooks stopped, and the invoice is wrong"))
    await room.give(stream, AskForPerson("m2"))
    part = SplitPart(new_stream(), new_number(), "The invoice is wrong")
    asked = await room.desk.handle(stream, INTAKE, OfferSplit(2, "Webhooks stopped", (part,)))
    await room.give(stream, MoveToChannel("mail"), ANNA)
    await room.give(stream, ChooseOption("yes", asked.position, "yes"))
    assert (await room.state(stream)).channel == "mail"
    assert (await room.state(part.stream)).channel == "chat"


async def test_another_desk_that_reads_the_record_goes_on_by_mail(room: Room):
    stream = await room.assigned()
    await room.give(stream, MoveToChannel("mail"), ANNA)
    again = Room(room.folder, room.clock, store=room.store)
    assert (await again.state(stream)).channel == "mail"
    row = await room.store.row(stream)
    assert row is not None
    assert row.body["channel"] == "mail"
