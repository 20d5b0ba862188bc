"""After a shift: only what the customer answered is released, and only after the grace (R41)."""

import pytest

from firstline.domain.commands import PostMessage
from firstline.domain.conversation import Assigned, Queued
from firstline.effects.shifts import Shifts
from firstline.people import People
from firstline.store.accounts import SqliteAccounts
from firstline.store.port_accounts import Agent
from tests.kit import MINUTE, Room


@pytest.fixture
def accounts(tmp_path):
    made = SqliteAccounts(tmp_path / "accounts.db")
    yield made
    made.close()


@pytest.fixture
async def people(accounts) -> People:
    await accounts.save_agent(Agent("anna", "anna@example.com", "Anna"), "x")
    people = People(accounts)
    await people.refresh()
    return people


async def turn(people: People, room: Room, *, on: bool) -> None:
    await people.accounts.set_shift("anna", room.clock(), on=on)
    await people.refresh()


async def unanswered(room: Room) -> str:
    stream = await room.answered()
    await room.give(stream, PostMessage("m9", "and now?"))
    return stream


@pytest.mark.rule("R41")
async def test_what_waits_for_somebody_who_has_gone_home_is_released(room: Room, people: People):
    shifts = Shifts(room.desk, people)
    await turn(people, room, on=True)
    waits, quiet = await unanswered(room), await room.answered()
    await turn(people, room, on=False)
    room.clock.at += 15 * MINUTE - 1
    await shifts.look()
    assert (await room.state(waits)).phase == Assigned("anna")
    room.clock.at += 1
    await shifts.look()
    assert (await room.state(waits)).phase == Queued()
    assert (await room.state(quiet)).phase == Assigned("anna")


@pytest.mark.rule("R41")
async def test_who_came_back_keeps_theirs(room: Room, people: People):
    await turn(people, room, on=True)
    stream = await unanswered(room)
    await turn(people, room, on=False)
    room.clock.at += 10 * MINUTE
    await turn(people, room, on=True)
    room.clock.at += 30 * MINUTE
    await Shifts(room.desk, people).look()
    assert (await room.state(stream)).phase == Assigned("anna")


async def test_people_are_known_by_name_and_in_order(room: Room, people: People, accounts):
    await accounts.save_agent(Agent("zed", "zed@example.com", "Aaron"), "x")
    await people.refresh()
    assert [agent.id for agent in people.all()] == ["zed", "anna"]
    assert (people.name_of("anna"), people.name_of("desk:shifts")) == ("Anna", "desk:shifts")
    assert people.find("nobody") is None
