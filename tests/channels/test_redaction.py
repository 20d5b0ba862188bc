"""Redacting what stands twice, because it moved by a join (R25, R52)."""

import pytest

from firstline.channels.redaction import redact
from firstline.domain.commands import (
    ChooseOption,
    OfferDuplicate,
    PostMessage,
    RedactMessage,
    System,
)
from firstline.domain.events import ContentErased, CustomerWrote
from tests.kit import ANNA, Room

SECRET = "call me at 555 0199"


async def joined(room: Room) -> tuple[str, str]:
    """A conversation that took over what was said in another one, and that other one."""
    old, new = await room.queued(), await room.open()
    await room.give(new, PostMessage("n1", SECRET))
    await room.give(new, PostMessage("n2", "since nine"))
    number = (await room.state(old)).number
    await room.give(new, OfferDuplicate(old, number, "webhooks"), System("intake"))
    position = (await room.state(new)).position
    await room.give(new, ChooseOption("press", position, "yes"))
    return old, new


async def position_of(room: Room, stream: str, id: str) -> int:
    said = await room.store.read(stream)
    return next(
        one.position for one in said if isinstance(one.event, CustomerWrote) and one.event.id == id
    )


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
@pytest.mark.parametrize("here", [0, 1], ids=["where it went to", "where it came from"])
async def test_a_redacted_message_is_readable_in_neither_conversation(room: Room, here: int):
    both = await joined(room)
    for stream in both:
        assert SECRET in str(await room.events(stream))
    stream = both[here]
    command = RedactMessage((await position_of(room, stream, "n1"),), "private")
    handled = await redact(room.desk, stream, ANNA, command)
    assert handled.position == (await room.state(stream)).position
    for one in both:
        assert SECRET not in str(await room.events(one))
        assert "since nine" in str(await room.events(one))
        erased = [event for event in await room.events(one) if isinstance(event, ContentErased)]
        assert [(event.by, event.reason) for event in erased] == [("anna", "private")]
