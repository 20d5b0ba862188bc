"""The desk's own look-ups: what is compared, and what stands in nobody's way."""

import pytest
from msgspec.structs import replace

from firstline.domain.commands import CloseConversation, PostMessage
from firstline.intake import duplicates, fact_words
from firstline.intake.checks import DeskChecks
from firstline.intake.status import Status
from firstline.store.port import EventDamaged
from tests.kit import RITA, Room

TEXT = "Webhook deliveries to our endpoint fail with error 131047"
R25 = pytest.mark.rule("R25", part="chats of a customer and their company")


class Quiet:
    async def current(self) -> Status:
        return Status()


@pytest.fixture
def checks(room: Room) -> DeskChecks:
    return DeskChecks(room.desk, Quiet())


async def said(room: Room, text: str = TEXT) -> str:
    stream = await room.open()
    await room.give(stream, PostMessage("m1", text))
    return stream


async def offered(room: Room, checks: DeskChecks, stream: str, text: str = TEXT) -> str | None:
    offer = await checks.duplicate(stream, await room.state(stream), text)
    return offer.stream if offer else None


@R25
async def test_an_open_conversation_about_the_same_is_found_with_number_and_reasons(
    room: Room, checks: DeskChecks
):
    old, new = await said(room), await said(room)
    offer = await checks.duplicate(new, await room.state(new), TEXT)
    assert (offer.stream, offer.number) == (old, (await room.state(old)).number)
    assert offer.reasons


@R25
async def test_another_issue_is_none(room: Room, checks: DeskChecks):
    await said(room, "I cannot pay my invoice from October with our new credit card")
    assert await offered(room, checks, await said(room)) is None


@R25
async def test_one_that_cannot_be_read_hides_no_other(room: Room, checks: DeskChecks, monkeypatch):
    good, bad, new = await said(room), await said(room), await said(room)
    state = room.desk.state

    async def damaged(stream):
        if stream == bad:
            raise EventDamaged
        return await state(stream)

    monkeypatch.setattr(room.desk, "state", damaged)
    assert await offered(room, checks, new) == good


@R25
async def test_a_conversation_is_no_duplicate_of_itself_nor_of_a_closed_one(
    room: Room, checks: DeskChecks
):
    stream = await said(room)
    assert await offered(room, checks, stream) is None
    other = await said(room)
    await room.give(stream, CloseConversation())
    assert await offered(room, checks, other) is None


WORKS = {"organisation": "acme", "reads_organisation": True}


@R25
async def test_a_colleague_s_conversation_is_found_by_who_may_read_it(room, checks):
    theirs = await room.open(replace(RITA, id="theo", organisation="acme"))
    await room.give(theirs, PostMessage("m1", TEXT))
    for rights, found in ((WORKS, theirs), ({"organisation": "acme"}, None)):
        stream = await room.open(replace(RITA, **rights))
        offer = await checks.duplicate(stream, await room.state(stream), TEXT)
        assert (offer.stream if offer else None) == found
        assert offer is None or offer.colleague
    stranger = await room.open(replace(RITA, id="eve", **WORKS | {"organisation": "other"}))
    assert await offered(room, checks, stranger) is None


@R25
async def test_what_was_said_since_counts_too(room: Room, checks: DeskChecks):
    old, new = await said(room, "hello there"), await said(room)
    assert await offered(room, checks, new) is None
    await room.give(old, PostMessage("m2", TEXT))
    assert await offered(room, checks, new) == old


@R25
async def test_two_hundred_conversations_of_a_company_are_looked_through(room, checks):
    person = replace(RITA, id="theo", organisation="acme")
    streams = [await room.open(person) for _ in range(200)]
    for number, stream in enumerate(streams):
        text = TEXT if number == 0 else f"The invoice {number + 2000} is wrong"
        await room.give(stream, PostMessage("m1", text))
    new = await room.open(replace(RITA, **WORKS))
    assert await offered(room, checks, new) == streams[0]


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
async def test_without_an_incident_nothing_is_offered(room: Room, checks: DeskChecks):
    stream = await said(room)
    assert await checks.incident(await room.state(stream), TEXT) is None
    assert RITA.verified


@pytest.mark.rule("R72", part="loaded without a restart")
async def test_by_new_words_open_conversations_are_looked_at_anew(
    room: Room, checks: DeskChecks, monkeypatch
):
    looked_at: list[str] = []
    case = duplicates.case

    def counted(stream, *of):
        looked_at.append(stream)
        return case(stream, *of)

    monkeypatch.setattr(duplicates, "case", counted)
    old, new = await said(room), await said(room)
    before = fact_words.source()
    await offered(room, checks, new)
    await offered(room, checks, new)
    assert looked_at.count(old) == 1
    monkeypatch.setattr(fact_words, "_used", [fact_words.Source(before.folder, before.version + 1)])
    await offered(room, checks, new)
    assert looked_at.count(old) == 2
