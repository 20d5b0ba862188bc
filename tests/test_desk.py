"""The one way through: conflicts, refusals, late deadlines, joining, erasing, kept promises."""

import asyncio
import sqlite3

import msgspec
import pytest
import yaml

from firstline.desk import Desk
from firstline.domain.commands import (
    AddNote,
    AskForPerson,
    ChooseOption,
    ClaimConversation,
    CloseConversation,
    JudgeSolution,
    OfferDuplicate,
    PostMessage,
    RedactMessage,
    System,
    Tick,
)
from firstline.domain.conversation import Assigned, Closed, Queued
from firstline.domain.errors import AlreadyOwned, ChoiceIsGone, ConversationNotFound, NotInThisState
from firstline.domain.events import (
    Attachment,
    ClockMissed,
    ContentErased,
    ConversationClaimed,
    ConversationJoined,
    CustomerWrote,
    DeskSaid,
    DuplicateDeclined,
    HandedOff,
    Recorded,
)
from firstline.domain.policy import fingerprint, parse
from firstline.domain.row import row as row_of
from firstline.states import PolicyIsLost
from firstline.store.port import StoreRefused, StreamNewer, VersionConflict
from firstline.store.sqlite import SqliteStore

from .kit import ANNA, BEN, CUSTOMER, HOUR, MINUTE, RITA, ROOT, Room, promise, reserve
from .store.kit import Obstacle


class Wrapped:
    """A store that can be told to fail, or to be overtaken, at its next writes."""

    def __init__(self, inner: SqliteStore) -> None:
        self.inner = inner
        self.before: list = []
        """What is done before each of the next appends; an exception in place of one is raised."""

    def __getattr__(self, name):
        return getattr(self.inner, name)

    async def append(self, *change):
        if self.before:
            step = self.before.pop(0)
            if isinstance(step, Exception):
                raise step
            if step is not None:
                await step()
        await self.inner.append(*change)


@pytest.fixture
def wrapped(room: Room) -> Wrapped:
    room.desk.states.store = Wrapped(room.store)
    return room.desk.states.store


# -- conflicts ------------------------------------------------------------------------------------


async def test_a_conflict_means_read_again_and_decide_again(room: Room, wrapped: Wrapped):
    stream = await room.queued()
    other = Room(room.folder, room.clock, store=room.store)

    async def overtake():
        await other.give(stream, ClaimConversation(), BEN)

    wrapped.before = [overtake]
    with pytest.raises(AlreadyOwned):
        await room.give(stream, ClaimConversation(), ANNA)
    assert (await room.state(stream)).phase == Assigned("ben")


async def test_what_still_fits_after_a_conflict_is_stored_behind_what_came(
    room: Room, wrapped: Wrapped
):
    stream = await room.queued()
    other = Room(room.folder, room.clock, store=room.store)

    async def overtake():
        await other.give(stream, PostMessage("theirs", "first"))

    wrapped.before = [overtake]
    handled = await room.give(stream, PostMessage("ours", "second"))
    said = [one.id for one in await room.events(stream) if isinstance(one, CustomerWrote)]
    assert said[-2:] == ["theirs", "ours"]
    assert handled.position == (await room.state(stream)).position


async def test_endless_conflicts_end_in_a_coded_refusal(room: Room, wrapped: Wrapped):
    stream = await room.queued()
    wrapped.before = [VersionConflict() for _ in range(50)]
    with pytest.raises(VersionConflict):
        await room.give(stream, PostMessage("m", "hello"))


@pytest.mark.rule("R41")
async def test_of_two_agents_at_once_one_owns(room: Room):
    stream = await room.queued()
    orders = [room.give(stream, ClaimConversation(), agent) for agent in (ANNA, BEN)]
    outcomes = await asyncio.gather(*orders, return_exceptions=True)
    assert [type(one).__name__ for one in outcomes] == ["Handled", "AlreadyOwned"]
    claims = [one for one in await room.events(stream) if isinstance(one, ConversationClaimed)]
    assert len(claims) == 1


# -- the store ------------------------------------------------------------------------------------


async def test_nothing_is_acknowledged_or_announced_before_the_write(tmp_path, clock):
    obstacle = Obstacle()
    store = SqliteStore(tmp_path / "held.db", connect=obstacle.connect)
    room = Room(tmp_path, clock, store=store)
    stream = await room.open()
    told = len(room.changes)
    obstacle.hold()
    order = asyncio.create_task(room.give(stream, PostMessage("m1", "hello")))
    await asyncio.to_thread(obstacle.reached.wait, 5)
    await asyncio.sleep(0)
    assert not order.done()
    assert len(room.changes) == told
    assert (await room.state(stream)).position == 1
    obstacle.go.set()
    assert (await order).position == 2
    assert len(room.changes) == told + 1
    await store.close()


async def test_a_refused_write_leaves_everything_as_it_was_and_can_be_repeated(
    room: Room, wrapped: Wrapped
):
    stream = await room.open()
    wrapped.before = [StoreRefused()]
    with pytest.raises(StoreRefused):
        await room.give(stream, PostMessage("m1", "hello"))
    assert len(room.changes) == 1
    assert (await room.give(stream, PostMessage("m1", "hello"))).position == 2


async def test_sending_twice_stores_once_and_answers_alike(room: Room):
    stream = await room.open()
    first = await room.give(stream, PostMessage("m1", "hello"))
    again = await room.give(stream, PostMessage("m1", "hello"))
    assert (first.position, again.position, again.recorded) == (2, 2, ())


async def test_an_unknown_conversation_is_not_found(room: Room):
    with pytest.raises(ConversationNotFound):
        await room.give("nobody", PostMessage("m1", "hello"))
    with pytest.raises(ConversationNotFound):
        await room.state("nobody")


async def test_a_listener_that_fails_harms_nobody(room: Room):
    def broken(_change):
        raise RuntimeError("not today")

    room.notifier.listeners.insert(0, broken)
    stream = await room.open()
    assert (await room.give(stream, PostMessage("m1", "hello"))).position == 2
    assert [change.after.position for change in room.changes] == [1, 2]


async def test_changes_are_told_in_order_with_what_was_there_before(room: Room):
    stream = await room.queued()
    before = [change.before.position if change.before else 0 for change in room.changes]
    after = [change.after.position for change in room.changes]
    assert before == [0, *after[:-1]]
    assert all(change.row == row_of(stream, change.after, promise()) for change in room.changes)


# -- deadlines ------------------------------------------------------------------------------------


@pytest.mark.rule("R14")
async def test_what_was_due_is_stored_even_where_the_order_is_refused(room: Room):
    stream = await room.queued()
    room.clock.at += 2 * HOUR
    with pytest.raises(NotInThisState):
        await room.give(stream, JudgeSolution(solved=True))
    events = await room.events(stream)
    assert any(isinstance(one, ClockMissed) for one in events)
    room.desk.forget(stream)
    assert "first_response" in (await room.state(stream)).missed


async def test_a_line_is_stored_with_the_words_that_were_shown(room: Room):
    stream = await room.queued(language="de")
    said = [one for one in await room.events(stream) if isinstance(one, DeskSaid)]
    handed = next(one for one in said if one.key == "desk.handed_off")
    assert (await room.state(stream)).number in handed.text
    assert "(Lissabon)" in handed.text


# -- joining (R25) --------------------------------------------------------------------------------


async def offered(room: Room) -> tuple[str, str]:
    """An open conversation, and a new one in which it was offered."""
    old = await room.queued()
    new = await room.open()
    await room.give(new, PostMessage("n1", "Webhooks do not arrive"))
    await room.give(new, PostMessage("n2", "since nine"))
    number = (await room.state(old)).number
    await room.give(new, OfferDuplicate(old, number, 0), System("intake"))
    return old, new


async def press(room: Room, new: str, value: str = "yes") -> None:
    position = (await room.state(new)).position
    await room.give(new, ChooseOption("press", position, value))


async def joined(room: Room, old: str) -> list[CustomerWrote]:
    events = await room.events(old)
    return [one for one in events if isinstance(one, CustomerWrote) and one.joined_from]


@pytest.mark.rule("R25", part="chats of a customer and their company")
async def test_joining_carries_over_what_was_said_and_leads_there(room: Room):
    old, new = await offered(room)
    await press(room, new)
    assert [one.text for one in await joined(room, old)] == ["Webhooks do not arrive", "since nine"]
    state = await room.state(new)
    assert state.phase == Closed("joined")
    assert (state.joined_stream, state.joined_to) == (old, (await room.state(old)).number)


@pytest.mark.rule("R25", part="chats of a customer and their company")
async def test_a_crash_between_the_two_writes_loses_nothing_and_doubles_nothing(
    room: Room, wrapped: Wrapped
):
    old, new = await offered(room)
    position = (await room.state(new)).position
    wrapped.before = [None, StoreRefused()]
    with pytest.raises(StoreRefused):
        await room.give(new, ChooseOption("press", position, "yes"))
    assert len(await joined(room, old)) == 2
    after_crash = Room(room.folder, room.clock, store=room.store)
    await after_crash.give(new, ChooseOption("press", position, "yes"))
    assert len(await joined(after_crash, old)) == 2
    assert (await after_crash.state(new)).phase == Closed("joined")
    notices = [one for one in await room.events(old) if isinstance(one, DeskSaid)]
    assert [one.key for one in notices].count("desk.joined_here") == 1


@pytest.mark.rule("R25", part="chats of a customer and their company")
async def test_what_is_said_while_joining_arrives_too(room: Room, wrapped: Wrapped):
    old, new = await offered(room)

    async def meanwhile():
        await Room(room.folder, room.clock, store=room.store).give(
            new, PostMessage("n3", "and another thing")
        )

    wrapped.before = [None, meanwhile]
    await press(room, new)
    assert [one.id for one in await joined(room, old)] == ["n1", "n2", "n3"]


@pytest.mark.rule("R25", part="chats of a customer and their company")
async def test_an_offer_whose_conversation_was_closed_meanwhile_is_withdrawn(room: Room):
    old, new = await offered(room)
    await room.give(old, CloseConversation())
    with pytest.raises(ChoiceIsGone):
        await press(room, new)
    events = await room.events(new)
    assert any(isinstance(one, DuplicateDeclined) for one in events)
    assert not any(isinstance(one, ConversationJoined) for one in events)


# -- newer desks ----------------------------------------------------------------------------------


async def write_newer(room: Room, stream: str) -> None:
    """As a desk of the future would: an event that this one does not know."""
    state = await room.state(stream)
    version = state.position + 1
    known = Recorded(version, room.clock(), CustomerWrote("future", "text"))
    await room.store.append(
        stream,
        state.position,
        [known],
        msgspec.structs.replace(row_of(stream, state, promise()), version=version),
    )
    with sqlite3.connect(room.folder / "firstline.db") as db:
        db.execute(
            "UPDATE events SET data = CAST(replace(data, 'CustomerWrote', 'CustomerSang') AS BLOB)"
            " WHERE stream = ? AND position = ?",
            (stream, version),
        )
    db.close()
    room.desk.forget(stream)


async def test_a_stream_of_a_newer_desk_can_be_read_and_not_changed(room: Room):
    stream = await room.queued()
    before = await room.state(stream)
    await write_newer(room, stream)
    assert await room.state(stream) == before
    assert len(await room.desk.readable(stream)) == before.position
    with pytest.raises(StreamNewer):
        await room.give(stream, PostMessage("m9", "hello"))
    with pytest.raises(StreamNewer):
        await room.give(stream, Tick(), System("sweeper"))


# -- erasing (R52) --------------------------------------------------------------------------------


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_erasing_blanks_the_store_the_row_and_what_is_kept_in_memory(room: Room):
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "my phone is planted-secret"))
    await room.give(stream, AddNote("n1", "call them"), ANNA)
    done = await room.give(stream, RedactMessage((2,), "personal"), ANNA)
    await room.store.close()
    assert "planted-secret" not in (await _text(room))
    assert room.changes[-1].blanked == (
        Recorded(2, room.changes[-1].blanked[0].at, CustomerWrote("m1", "")),
    )
    assert isinstance(done.recorded[-1].event, ContentErased)
    assert "planted" not in done.state.snippet + done.state.customer_said
    assert "planted" not in str(room.changes[-1].row)
    room.store = SqliteStore(room.folder / "firstline.db")
    again = Room(room.folder, room.clock, store=room.store)
    assert await again.state(stream) == done.state


async def _text(room: Room) -> str:
    files = room.folder.glob("firstline.db*")
    return "".join(file.read_bytes().decode("latin-1") for file in files)


@pytest.mark.rule("R52", part="redacting, erasing a customer, retention")
async def test_erasing_takes_the_files_along(room: Room):
    stream = await room.open()
    shot = Attachment("file-1", "shot.png", 10, "image/png", checked=False)
    await room.give(stream, PostMessage("m1", "see", files=(shot,)))
    await room.give(stream, PostMessage("m2", "and this"))
    await room.give(stream, RedactMessage((2, 3), "personal"), ANNA)
    assert room.dropped == ["file-1"]


# -- the promise is kept (R73) --------------------------------------------------------------------


async def test_a_conversation_keeps_the_promise_it_started_under(room: Room):
    stream = await room.queued()
    due = (await room.store.row(stream)).body["clock"]["due_at"]
    changed = yaml.safe_load((ROOT / "policy.yml").read_text())
    changed["plans"]["premium"]["first_response"] = "5m"
    newer = parse(changed)
    kept = {fingerprint(promise()): msgspec.json.encode(promise()).decode()}

    async def find(hash: str) -> str | None:
        return kept.get(hash)

    later = Room(
        room.folder,
        room.clock,
        store=room.store,
        policies={fingerprint(newer): newer},
        find_policy=find,
    )
    await later.give(stream, PostMessage("m9", "still there?"))
    assert (await room.store.row(stream)).body["clock"]["due_at"] == due
    assert later.desk.policy_of(await later.state(stream)) == promise()
    fresh = await later.open(policy=fingerprint(newer))
    await later.give(fresh, AskForPerson("p"))
    assert (await room.store.row(fresh)).body["clock"]["due_at"] == room.clock() + 5 * MINUTE


@pytest.mark.parametrize("kept", [None, "{}", "no json"])
async def test_a_promise_that_was_lost_is_a_coded_error(room: Room, kept: str | None):
    stream = await room.queued()

    async def lost(_hash: str) -> str | None:
        return kept

    desk = Desk(
        store=room.store,
        policies={"other": promise()},
        voice=room.desk.voice,
        notifier=room.notifier,
        now=room.clock,
        find_policy=lost,
    )
    with pytest.raises(PolicyIsLost):
        await desk.handle(stream, CUSTOMER, PostMessage("m", "x"))


async def test_a_handoff_stands_in_the_queue_of_its_team(room: Room):
    stream = await room.queued(RITA)
    assert [row.stream for row in await room.store.find("queue:first_line")] == [stream]
    assert isinstance((await room.state(stream)).phase, Queued)
    assert any(isinstance(one, HandedOff) for one in await room.events(stream))
    assert reserve().policy == fingerprint(promise())
