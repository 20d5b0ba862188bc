"""What a client tries that wants more than its own: forged events, floods, sessions that ended."""

import asyncio
import logging

import msgspec
import pytest

from firstline.app.sockets import quiet
from firstline.channels import inbox
from firstline.channels.packets import Packet
from tests.kit import House
from tests.sockets import Client

# -- packets --------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["[]", "{}", '"do"', "", '["do",{"name":"x"', "null"])
async def test_an_event_that_cannot_be_read_is_answered(house: House, body: str):
    client = await house.customer()
    ack = await client._acks[await client.send(body)]
    assert ack["error"]["code"] == "invalid_message"


async def test_binary_parts_are_not_gathered_in_memory(house: House):
    client = await house.customer()
    await client.raw('459999999-/customer,["do",{"_placeholder":true,"num":0}]')
    for _ in range(3):
        await client._ws.send_bytes(b"x" * 1000)
    assert (await client.ask("mine"))["ok"]
    assert not house.firstline.sockets._binary_packet


def test_a_packet_of_no_known_kind_means_nothing():
    for packet in ("9", "5", "61-[]", "4{}", b"\x00", "nonsense"):
        assert Packet(encoded_packet=packet).data in ([None], None)


def test_libraries_have_no_way_to_the_log_past_the_gate():
    for library in ("socketio", "engineio"):
        logger = quiet(library)
        assert not logger.handlers
        assert logger.level == logging.ERROR
        assert logger.propagate


# -- windows whose session has ended --------------------------------------------------------------


async def hears(house: House, window: Client, customer: Client, stream: str, text: str) -> bool:
    """Whether the window is told of what the customer says now."""
    witness = await house.agent("witness")
    await witness.ask("conversation", conversation=stream)
    assert (await customer.do("post_message", conversation=stream, id=text, text=text))["ok"]
    await witness.wait("update", lambda update: text in str(update))
    await witness.wait("rows", lambda rows: stream in str(rows))
    await asyncio.sleep(0.05)  # nothing that could be waited for tells of what is not sent
    return text in str(window.arrived)


async def test_who_only_says_to_have_gone_is_still_known(house: House):
    customer, stream = await house.queued()
    window = await house.agent("anna")
    await window.ask("conversation", conversation=stream)
    await window.tell("disconnect", "gone")
    await customer.tell("disconnect", "gone")
    assert (await window.ask("lists"))["ok"]
    assert (await customer.ask("catch_up", conversation=stream, after=0))["ok"]


async def test_who_signed_out_hears_of_nothing_more(house: House):
    customer, stream = await house.queued()
    window = await house.agent("anna", "lead")
    await window.ask("conversation", conversation=stream)
    assert await hears(house, window, customer, stream, "while signed in")
    await house.firstline.accounts.end_session("session-of-anna")
    house.clock.at += inbox.VERIFY_EVERY + 1
    await house.firstline.inbox.verify_all()
    assert not await hears(house, window, customer, stream, "after signing out")
    assert not house.firstline.inbox.members("agent:anna")


async def test_who_leads_no_longer_hears_nothing_as_a_lead(house: House):
    window = await house.agent("anna", "lead")
    assert house.firstline.inbox.members("leads")
    anna = await house.firstline.accounts.agent("anna")
    await house.firstline.accounts.save_agent(msgspec.structs.replace(anna, role="agent"))
    house.clock.at += inbox.VERIFY_EVERY + 1
    assert (await window.ask("lists"))["ok"]
    assert not house.firstline.inbox.members("leads")


async def test_a_room_that_is_no_open_conversation_cannot_be_left_or_spoken_to(house: House):
    window, other = await house.agent("anna"), await house.agent("ben")
    assert (await window.ask("leave", conversation="lists"))["ok"]
    assert (await window.ask("leave", conversation="agent:ben"))["ok"]
    assert (await other.ask("lists"))["ok"]
    assert len(house.firstline.inbox.members("lists")) == 2
    assert not other.arrived["presence"]


# -- floods ---------------------------------------------------------------------------------------


async def test_questions_of_one_socket_are_counted(house: House):
    client, opened = await house.chat()
    house.firstline.inbox.parts.limits._per_minute = 3
    stream = opened["conversation"]
    acks = [await client.ask("catch_up", conversation=stream, after=0) for _ in range(4)]
    assert [ack["ok"] for ack in acks] == [True, True, True, False]
    assert acks[-1]["error"]["code"] == "too_many_requests"
    house.clock.at += 60_000
    assert (await client.ask("catch_up", conversation=stream, after=0))["ok"]


async def test_presence_of_one_socket_is_told_so_often_and_no_more(house: House):
    customer, stream = await house.queued()
    window = await house.agent("anna")
    await window.ask("conversation", conversation=stream)
    house.firstline.inbox.parts.limits._per_minute = 3
    for _ in range(9):
        await customer.tell("presence", {"conversation": stream, "typing": True})
    await customer.ask("catch_up", conversation=stream, after=0)
    await window.ask("lists")
    assert len(window.arrived["presence"]) == 3


async def test_a_message_names_few_files_and_each_once(house: House):
    client, opened = await house.chat()
    stream = opened["conversation"]
    for files in (["a"] * 2, [str(number) for number in range(21)]):
        fields = {"conversation": stream, "id": "m", "text": "see", "files": files}
        assert (await client.do("post_message", **fields))["error"]["code"] == "invalid_message"
