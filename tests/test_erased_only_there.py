"""An erasure reaches the copies of what is erased and nothing else, also beside others (R52)."""

import pytest

from firstline.domain.commands import (
    AskForPerson,
    ChooseOption,
    EraseContent,
    OfferDuplicate,
    OfferSplit,
    PostMessage,
)
from firstline.domain.errors import NotAllowed
from firstline.domain.events import Attachment, CustomerWrote, SplitPart
from firstline.domain.row import person_key
from firstline.numbers import new_number, new_stream
from firstline.store.port import EventDamaged, StoreRefused
from tests.kit import ANNA, LEA, Room
from tests.test_erased_elsewhere import (
    INTAKE,
    OTTO,
    RETENTION,
    SECRET,
    erasures,
    hold,
    join,
    joined,
    redact,
    split,
)

pytestmark = pytest.mark.rule("R52")
FILE = Attachment("f1", "a.log", 3, "text/plain", checked=True)


async def wrote(room: Room, text: str = SECRET, id: str = "n1") -> str:
    """A conversation of Rita's with one message."""
    stream = await room.open()
    await room.give(stream, PostMessage(id, text))
    return stream


async def decline(room: Room, new: str, old: str) -> None:
    number = (await room.state(old)).number
    asked = await room.give(new, OfferDuplicate(old, number, 0), INTAKE)
    await room.give(new, ChooseOption("no", asked.position, "no"))


def before(monkeypatch, room: Room, stream: str, happens) -> list[bool]:
    """Lets something happen before the next write to the stream; empty once it has."""
    append, pending = room.store.append, [True]

    async def meanwhile(other: str, *given: object) -> None:
        if other == stream and pending:
            pending.clear()
            await happens()
        await append(other, *given)

    monkeypatch.setattr(room.store, "append", meanwhile)
    return pending


def refuse_once(monkeypatch, room: Room, stream: str) -> None:
    """The next erasure in the stream is refused by the store."""
    erase, pending = room.store.erase, [True]

    async def full(other: str, *given: object) -> None:
        if other == stream and pending:
            pending.clear()
            raise StoreRefused
        await erase(other, *given)

    monkeypatch.setattr(room.store, "erase", full)


@pytest.mark.parametrize("answer", [decline, join], ids=["no", "yes"])
async def test_another_s_message_with_the_same_id_stays(room: Room, answer):
    old = await room.open(OTTO)
    await room.give(old, PostMessage("1", "Otto's own long report"))
    await room.give(old, AskForPerson("a"))
    new = await wrote(room, id="1")
    await answer(room, new, old)
    await redact(room, new, SECRET)
    assert "Otto's own long report" in str(await room.events(old))


async def test_an_id_like_that_of_a_split_hides_no_origin(room: Room):
    old = await room.queued(OTTO)
    new = await wrote(room, id=f"split-{(await room.state(old)).number}")
    await join(room, new, old)
    await redact(room, old, SECRET)
    assert await hold(room, SECRET, old, new) == []


async def test_an_issue_is_redacted_where_its_message_was_carried_and_split_anew(room: Room):
    issue = f"Also {SECRET}."
    first, second = await split(room, issue)
    third = await room.queued()
    await join(room, first, third)
    [source] = [
        one.position
        for one in await room.store.read(third)
        if isinstance(one.event, CustomerWrote) and SECRET in one.event.text
    ]
    parts = tuple(
        SplitPart(new_stream(), new_number(), text) for text in (issue, "Webhooks stopped.")
    )
    asked = await room.give(third, OfferSplit(source, "Webhooks stopped.", parts), INTAKE)
    await room.give(third, ChooseOption("y2", asked.position, "yes"))
    again, other = (part.stream for part in parts)
    await redact(room, second, SECRET)
    assert await hold(room, SECRET, first, second, third, again) == []
    assert "Webhooks stopped." in str(await room.events(other)), "another issue"


async def test_a_whole_erasure_while_it_is_joined_reaches_back_to_nobody(room: Room, monkeypatch):
    theirs, own = await joined(room, OTTO)
    older = await room.queued(OTTO)

    async def erase() -> None:
        await room.give(theirs, EraseContent("asked for it"), LEA)

    pending = before(monkeypatch, room, older, erase)
    await join(room, theirs, older)
    assert not pending
    assert SECRET in str(await room.events(own))
    assert "Webhooks stopped" in str(await room.events(older)), "what was said there first"


async def test_a_redaction_and_then_a_whole_erasure_while_it_is_joined(room: Room, monkeypatch):
    old, new = await room.queued(), await wrote(room)
    await room.give(new, PostMessage("n2", "since nine"))

    async def erase() -> None:
        await redact(room, new, SECRET)
        await room.give(new, EraseContent("asked for it"), LEA)

    pending = before(monkeypatch, room, old, erase)
    await join(room, new, old)
    assert not pending
    assert await hold(room, SECRET, old, new) == []
    assert await hold(room, "since nine", old, new) == []


async def test_a_copy_that_could_not_be_erased_is_when_the_joining_is_repeated(
    room: Room, monkeypatch
):
    old, new = await room.queued(), await wrote(room)
    number = (await room.state(old)).number
    asked = await room.give(new, OfferDuplicate(old, number, 0), INTAKE)
    before(monkeypatch, room, old, lambda: redact(room, new, SECRET))
    refuse_once(monkeypatch, room, old)
    yes = ChooseOption("yes", asked.position, "yes")
    with pytest.raises(StoreRefused):
        await room.give(new, yes)
    await room.give(new, yes)
    assert await hold(room, SECRET, old, new) == []


async def test_a_copy_that_could_not_be_erased_is_when_the_split_is_repeated(
    room: Room, monkeypatch
):
    first, part = await room.open(), SplitPart(new_stream(), new_number(), f"Also {SECRET}.")
    await room.give(first, PostMessage("m1", f"Webhooks stopped. {part.text}"))
    asked = await room.give(first, OfferSplit(2, "Webhooks stopped.", (part,)), INTAKE)
    before(monkeypatch, room, part.stream, lambda: redact(room, first, SECRET))
    refuse_once(monkeypatch, room, part.stream)
    yes = ChooseOption("yes", asked.position, "yes")
    with pytest.raises(StoreRefused):
        await room.give(first, yes)
    await room.give(first, yes)
    assert await hold(room, SECRET, first, part.stream) == []


async def test_a_joining_blanks_no_issue_that_was_left_before(room: Room):
    first, second, third = await split(room, f"Also {SECRET}.", "And the invoice is wrong.")
    old = await room.queued()
    number = (await room.state(old)).number
    asked = await room.give(first, OfferDuplicate(old, number, 0), INTAKE)
    await redact(room, second, SECRET)
    await room.give(first, ChooseOption("y", asked.position, "yes"))
    assert "the invoice is wrong" in str(await room.events(third))


def damage(room: Room, damaged: str, monkeypatch) -> None:
    """From now on one conversation cannot be read."""
    read = room.store.read

    async def reading(stream: str, *given: object):
        if stream == damaged:
            raise EventDamaged
        return await read(stream, *given)

    monkeypatch.setattr(room.store, "read", reading)


async def test_what_is_damaged_holds_up_nothing_else(room: Room, monkeypatch):
    damaged, (old, _) = await room.queued(OTTO), await joined(room)
    third = await wrote(room, "third", "n3")
    await decline(room, third, damaged)
    await join(room, third, old)
    damage(room, damaged, monkeypatch)
    with pytest.raises(EventDamaged):
        await redact(room, third, "third")
    assert await hold(room, "third", old, third) == []


async def with_file(room: Room) -> tuple[str, str]:
    """Otto's conversation that took over Rita's message with a file, and hers."""
    theirs, own = await room.queued(OTTO), await room.open()
    await room.give(own, PostMessage("n1", SECRET, files=(FILE,)))
    await join(room, own, theirs)
    return theirs, own


@pytest.mark.parametrize("by", [LEA, RETENTION], ids=["lead", "retention"])
async def test_a_file_goes_with_the_last_conversation_that_shows_it(room: Room, by):
    theirs, own = await with_file(room)
    await room.give(theirs, EraseContent("over"), by)
    assert FILE.id in str(await room.events(own))
    assert room.dropped == []
    await room.give(own, EraseContent("over"), by)
    assert room.dropped == [FILE.id]


async def test_a_file_stays_while_time_is_over_for_one_of_two_of_a_customer(room: Room):
    old, new = await room.queued(), await room.open()
    await room.give(new, PostMessage("n1", SECRET, files=(FILE,)))
    await join(room, new, old)
    await room.give(new, EraseContent("retention"), RETENTION)
    assert FILE.id in str(await room.events(old))
    assert room.dropped == []
    assert await room.desk.copies.files(new, {2}) == {FILE.id}, "so that it is no leftover"


async def test_a_file_stays_while_an_issue_that_was_split_off_shows_it(room: Room):
    first = await room.open()
    await room.give(first, PostMessage("m1", f"Webhooks. Also {SECRET}. And more.", files=(FILE,)))
    parts = tuple(
        SplitPart(new_stream(), new_number(), t) for t in (f"Also {SECRET}.", "And more.")
    )
    asked = await room.give(first, OfferSplit(2, "Webhooks.", parts), INTAKE)
    await room.give(first, ChooseOption("yes", asked.position, "yes"))
    for stream in (first, parts[0].stream):
        await room.give(stream, EraseContent("retention"), RETENTION)
    assert room.dropped == []
    await room.give(parts[1].stream, EraseContent("retention"), RETENTION)
    assert room.dropped == [FILE.id]


async def test_a_file_that_a_person_redacts_is_gone_at_once(room: Room):
    theirs, own = await with_file(room)
    await redact(room, theirs, SECRET)
    assert FILE.id in room.dropped
    assert await hold(room, FILE.id, theirs, own) == []


async def test_of_a_customer_everything_goes_in_two_walks_however_much_it_is(
    room: Room, monkeypatch
):
    theirs = await room.queued(OTTO)
    own = [await wrote(room, f"{SECRET} {n}", f"n{n}") for n in range(8)]
    for stream in own:
        await join(room, stream, theirs)
    read, reads = room.store.read, []

    async def reading(stream: str, *given: object):
        reads.append(stream)
        return await read(stream, *given)

    monkeypatch.setattr(room.store, "read", reading)
    await room.desk.erase_whole(own, LEA, EraseContent("asked for it"))
    assert reads.count(theirs) <= 4, "twice to look, and to erase"
    assert await hold(room, SECRET, theirs, *own) == []
    assert await erasures(room, theirs) == [("lea", "asked for it")]
    assert "Webhooks stopped" in str(await room.events(theirs))


async def test_a_customer_s_damaged_conversation_holds_up_no_other(room: Room, monkeypatch):
    damaged, own = await wrote(room), await wrote(room)
    damage(room, damaged, monkeypatch)
    room.desk.forget(damaged)
    with pytest.raises(EventDamaged):
        await room.desk.erase_whole([damaged, own], LEA, EraseContent("asked for it"))
    assert await hold(room, SECRET, own) == []


async def test_only_a_lead_erases_a_customer(room: Room):
    theirs, own = await joined(room, OTTO)
    with pytest.raises(NotAllowed):
        await room.desk.erase_whole([own], ANNA, EraseContent("asked for it"))
    assert SECRET in str(await room.events(theirs))


async def test_when_time_is_over_no_words_are_left_where_no_request_would_find_them(room: Room):
    theirs, own = await joined(room, OTTO)
    await room.give(own, EraseContent("retention"), RETENTION)
    assert await hold(room, SECRET, theirs, own) == []
    assert await erasures(room, theirs) == [("desk:retention", "retention")]
    assert "Webhooks stopped" in str(await room.events(theirs))
    assert await room.store.find(person_key("rita"), limit=10) == []


async def test_also_where_they_came_by_way_of_the_customer_s_own(room: Room):
    older, (old, new) = await room.queued(OTTO), await joined(room)
    await join(room, old, older)
    for _ in range(2):
        await room.give(new, EraseContent("retention"), RETENTION)
        assert await hold(room, SECRET, older, new) == []
        assert SECRET in str(await room.events(old)), "found by a request, and has its own time"
