"""An erasure reaches what other conversations hold of the same words (R25, R26, R52)."""

import pytest

from firstline.domain.commands import (
    Actor,
    ChooseOption,
    EraseContent,
    OfferDuplicate,
    OfferSplit,
    PostMessage,
    RedactMessage,
    System,
    UndoJoining,
)
from firstline.domain.events import ContentErased, CustomerWrote, Person, SplitPart
from firstline.numbers import new_number, new_stream
from firstline.store.port import StoreRefused
from tests.kit import ANNA, LEA, RITA, Room

pytestmark = pytest.mark.rule("R52")
INTAKE, RETENTION = System("intake"), System("retention")
SECRET = "call me at 555 0199"
OTTO = Person(id="otto", name="Otto", organisation="acme", verified=True)


async def join(room: Room, new: str, old: str) -> None:
    """The customer says that `new` is about what `old` is about."""
    number = (await room.state(old)).number
    asked = await room.give(new, OfferDuplicate(old, number, 0), INTAKE)
    await room.give(new, ChooseOption(f"yes-{number}", asked.position, "yes"))


async def joined(room: Room, theirs: Person = RITA) -> tuple[str, str]:
    """A conversation that took over what was said in another one, and that other one."""
    old, new = await room.queued(theirs), await room.open()
    await room.give(new, PostMessage("n1", SECRET))
    await room.give(new, PostMessage("n2", "since nine"))
    await join(room, new, old)
    return old, new


async def split(room: Room, *others: str) -> tuple[str, ...]:
    """A conversation, and one for each other issue of its one message."""
    stream = await room.open()
    await room.give(stream, PostMessage("m1", " ".join(("Webhooks stopped.", *others))))
    parts = tuple(SplitPart(new_stream(), new_number(), other) for other in others)
    asked = await room.give(stream, OfferSplit(2, "Webhooks stopped.", parts), INTAKE)
    await room.give(stream, ChooseOption("yes", asked.position, "yes"))
    return stream, *(part.stream for part in parts)


async def redact(room: Room, stream: str, words: str, by: Actor = ANNA) -> None:
    """Blanks the customer's message that holds these words."""
    [position] = [
        one.position
        for one in await room.store.read(stream)
        if isinstance(one.event, CustomerWrote) and words in one.event.text
    ]
    await room.give(stream, RedactMessage((position,), "private"), by)


async def hold(room: Room, words: str, *streams: str) -> list[str]:
    """Which of these hold the words: in events, row or state, also of a desk that starts anew."""
    anew = Room(room.folder, room.clock, store=room.store)
    return [
        stream
        for stream in streams
        for held in (
            await room.events(stream),
            await room.store.row(stream),
            await room.state(stream),
            await anew.state(stream),
        )
        if words in str(held)
    ]


async def erasures(room: Room, stream: str) -> list[tuple[str, str]]:
    erased = [one for one in await room.events(stream) if isinstance(one, ContentErased)]
    return [(one.by, one.reason) for one in erased]


@pytest.mark.parametrize("here", [0, 1], ids=["where it went to", "where it came from"])
async def test_a_message_that_was_carried_is_redacted_in_both(room: Room, here: int):
    both = await joined(room)
    await redact(room, both[here], SECRET)
    assert await hold(room, SECRET, *both) == []
    for one in both:
        assert await erasures(room, one) == [("anna", "private")]
        assert "since nine" in str(await room.events(one))
    assert "Webhooks stopped" in str(await room.events(both[0]))


async def test_it_is_redacted_where_it_was_carried_to_also_once_that_was_undone(room: Room):
    old, new = await joined(room)
    await room.give(old, UndoJoining((await room.state(new)).number), ANNA)
    await redact(room, new, SECRET)
    assert await hold(room, SECRET, old, new) == []


@pytest.mark.parametrize("here", [0, 1, 2])
async def test_it_is_redacted_all_along_a_chain(room: Room, here: int):
    old, new = await joined(room)
    older = await room.queued()
    await join(room, old, older)
    chain = older, old, new
    await redact(room, chain[here], SECRET)
    assert await hold(room, SECRET, *chain) == []
    assert await hold(room, "since nine", *chain) != []


async def test_a_split_message_is_redacted_with_what_was_opened_for_its_issues(room: Room):
    streams = await split(room, f"Also {SECRET}.", "And the invoice is wrong.")
    await redact(room, streams[0], SECRET)
    assert await hold(room, SECRET, *streams) == []
    assert await hold(room, "invoice", *streams) == []


async def test_an_issue_is_redacted_with_the_message_it_comes_from_and_no_other(room: Room):
    first, second, third = await split(room, f"Also {SECRET}.", "And the invoice is wrong.")
    await redact(room, second, SECRET)
    assert await hold(room, SECRET, first, second, third) == []
    assert "the invoice is wrong" in str(await room.events(third))
    assert await erasures(room, third) == []


async def test_an_issue_that_was_carried_on_is_redacted_from_its_first_words_on(room: Room):
    first, second = await split(room, f"Also {SECRET}.")
    old = await room.queued()
    await join(room, second, old)
    await redact(room, first, SECRET)
    assert await hold(room, SECRET, first, second, old) == []


async def test_who_is_erased_whole_is_erased_in_the_colleague_s_that_took_their_words(room: Room):
    theirs, own = await joined(room, OTTO)
    await room.give(own, EraseContent("asked for it"), LEA)
    assert await hold(room, SECRET, theirs, own) == []
    assert await hold(room, "since nine", theirs, own) == []
    assert "Webhooks stopped" in str(await room.events(theirs))
    assert (await room.state(theirs)).customer == OTTO


async def test_a_colleague_who_is_erased_takes_nobody_else_s_words_along(room: Room):
    theirs, own = await joined(room, OTTO)
    await room.give(theirs, EraseContent("asked for it"), LEA)
    assert await hold(room, SECRET, theirs) == []
    assert SECRET in str(await room.events(own))


async def test_time_that_is_over_for_one_is_not_over_for_the_other(room: Room):
    theirs, own = await joined(room)
    await room.give(own, EraseContent("retention"), RETENTION)
    assert await hold(room, SECRET, own) == []
    assert SECRET in str(await room.events(theirs))


async def test_what_breaks_off_is_done_by_doing_it_again(room: Room, monkeypatch):
    old, new = await joined(room)
    erase = room.store.erase

    async def full(stream: str, *given: object) -> None:
        if stream == new:
            raise StoreRefused
        await erase(stream, *given)

    monkeypatch.setattr(room.store, "erase", full)
    with pytest.raises(StoreRefused):
        await redact(room, new, SECRET)
    assert SECRET in str(await room.events(new)), "so whoever looks sees that it is not done"
    monkeypatch.setattr(room.store, "erase", erase)
    await redact(room, new, SECRET)
    assert await hold(room, SECRET, old, new) == []
    assert await erasures(room, old) == [("anna", "private")], "once"


async def test_what_is_erased_while_it_is_carried_stays_nowhere(room: Room, monkeypatch):
    old, new = await room.queued(), await room.open()
    await room.give(new, PostMessage("n1", SECRET))
    append, pending = room.store.append, [True]

    async def meanwhile(stream: str, *given: object) -> None:
        if stream == old and pending:
            pending.clear()
            await redact(room, new, SECRET)
        await append(stream, *given)

    monkeypatch.setattr(room.store, "append", meanwhile)
    await join(room, new, old)
    assert not pending
    assert await hold(room, SECRET, old, new) == []


async def test_what_is_erased_while_it_is_split_stays_nowhere(room: Room, monkeypatch):
    first, part = await room.open(), SplitPart(new_stream(), new_number(), f"Also {SECRET}.")
    await room.give(first, PostMessage("m1", f"Webhooks stopped. {part.text}"))
    asked = await room.give(first, OfferSplit(2, "Webhooks stopped.", (part,)), INTAKE)
    append, pending = room.store.append, [True]

    async def meanwhile(stream: str, *given: object) -> None:
        if stream == part.stream and pending:
            pending.clear()
            await redact(room, first, SECRET)
        await append(stream, *given)

    monkeypatch.setattr(room.store, "append", meanwhile)
    await room.give(first, ChooseOption("yes", asked.position, "yes"))
    assert not pending
    assert await hold(room, SECRET, first, part.stream) == []
