"""Several desks on one store are one desk."""

import asyncio

import pytest

from firstline.domain.conversation import Assigned
from firstline.domain.events import CustomerWrote
from firstline.live import hints
from firstline.live.link import Link
from tests.channels.test_inbox import noticed
from tests.kit import MINUTE, House
from tests.sockets import Client

from .kit import Lasting, Street, holds

ANNA_OWNS = {"kind": "agent", "name": "Anna"}


def at(place: int):
    return lambda update: (update.get("card", {}).get("promise") or {}).get("place") == place


def listen_in(link: Link, carried: list[bytes]) -> None:
    say = link.say

    def said(channel: str, message: bytes) -> None:
        carried.append(message)
        say(channel, message)

    link.say = said


def has(text: str):
    return lambda update: any(entry.get("text") == text for entry in update["entries"])


async def opened(house: House, stream: str, id: str = "anna") -> Client:
    """An agent of this desk who has the conversation open."""
    agent = await house.agent(id)
    assert (await agent.ask("conversation", conversation=stream))["ok"]
    return agent


async def test_a_message_reaches_sockets_of_another_desk(two: tuple[House, House]):
    first, second = two
    customer, shown = await first.chat()
    stream = shown["conversation"]
    window = await second.customer()
    assert (await window.ask("open", conversation=stream, key=shown["key"]))["ok"]
    anna = await opened(second, stream)
    done = await customer.do("post_message", conversation=stream, id="m1", text="no webhooks")
    assert done["ok"]
    for client in (window, anna):
        update = await client.wait("update", has("no webhooks"))
        assert update["from"] < update["position"]
    await anna.wait("rows", lambda rows: any(r["conversation"] == stream for r in rows["changed"]))


async def test_an_answer_comes_back_over_the_other_desk(two: tuple[House, House]):
    first, second = two
    customer, stream = await first.queued()
    anna = await opened(second, stream)
    assert (await anna.do("claim_conversation", conversation=stream))["ok"]
    saw = (await second.desk.state(stream)).position
    reply = {"id": "r1", "text": "It was the firewall", "mark": "investigated", "saw": saw}
    done = await anna.do("reply", conversation=stream, **reply)
    assert done["ok"], done
    await customer.wait("update", has("It was the firewall"))


async def test_nothing_is_told_twice_and_nothing_is_left_out(two: tuple[House, House]):
    first, second = two
    customer, stream = await first.queued()
    anna = await opened(second, stream)
    started = (await second.desk.state(stream)).position
    for number in range(30):
        said = {"id": f"n{number}", "text": f"line {number}"}
        sender = customer.do("post_message", conversation=stream, **said)
        note = anna.do("add_note", conversation=stream, id=f"a{number}", text=f"note {number}")
        answers = await asyncio.gather(sender, note)
        assert all(answer["ok"] for answer in answers), answers
    version = (await first.desk.state(stream)).position
    await anna.wait("update", lambda update: update["position"] >= version)
    told = [one for one in anna.arrived["update"] if one["from"] >= started]
    assert [one["from"] for one in told] == [started, *(one["position"] for one in told[:-1])]
    texts = [entry.get("text") for one in told for entry in one["entries"]]
    assert [texts.count(f"{kind} {n}") for n in range(30) for kind in ("line", "note")] == [1] * 60


async def test_who_claims_on_one_desk_what_was_claimed_on_the_other_is_refused(
    two: tuple[House, House],
):
    first, second = two
    _, stream = await first.queued()
    anna, ben = await opened(first, stream), await opened(second, stream, "ben")
    both = [agent.do("claim_conversation", conversation=stream) for agent in (anna, ben)]
    answers = await asyncio.gather(*both)
    assert sorted(answer["ok"] for answer in answers) == [False, True]
    refused = next(answer for answer in answers if not answer["ok"])
    assert refused["error"]["code"] == "already_owned"


async def test_a_mention_on_one_desk_is_noticed_on_the_other(two: tuple[House, House]):
    first, second = two
    _, stream = await first.queued()
    anna, ben = await opened(first, stream), await second.agent("ben")
    await first.firstline.people.refresh()
    note = {"id": "a1", "text": "please look", "mentions": ["ben"]}
    assert (await anna.do("add_note", conversation=stream, **note))["ok"]
    assert (await noticed(ben, "mention"))["conversation"] == stream


async def test_typing_is_seen_on_the_other_desk(two: tuple[House, House]):
    first, second = two
    customer, stream = await first.queued()
    anna, ben = await opened(second, stream), await opened(first, stream, "ben")
    await customer.tell("presence", {"conversation": stream, "typing": True, "reading": True})
    await anna.wait("presence", lambda one: [who["id"] for who in one["who"]] == ["customer"])
    await anna.tell("presence", {"conversation": stream, "typing": True, "reading": True})
    both = ["anna", "customer"]
    await ben.wait("presence", lambda one: sorted(who["id"] for who in one["who"]) == both)
    await customer.close()
    await ben.wait("presence", lambda one: [who["id"] for who in one["who"]] == ["anna"])


async def test_a_place_in_the_queue_moves_on_every_desk(two: tuple[House, House]):
    first, second = two
    _, ahead = await first.queued()
    second.clock.at += MINUTE
    behind, _ = await second.queued()
    await behind.wait("update", at(2))
    anna = await opened(first, ahead)
    assert (await anna.do("claim_conversation", conversation=ahead))["ok"]
    await behind.wait("update", at(1))


async def test_a_shift_that_begins_on_one_desk_is_known_on_the_other(two: tuple[House, House]):
    first, second = two
    anna, ben = await first.agent("anna"), await second.agent("ben")
    await second.firstline.people.refresh()
    assert (await anna.do("set_shift", on=True))["ok"]

    async def seen() -> bool:
        listed = (await ben.ask("colleagues"))["colleagues"]
        return any(one["id"] == "anna" and one["on_shift"] for one in listed)

    async with asyncio.timeout(30):
        while not await seen():  # noqa: ASYNC110 - colleagues are asked for
            await asyncio.sleep(0.02)


async def test_no_word_of_a_customer_travels_through_redis(two: tuple[House, House]):
    first, second = two
    carried: list[bytes] = []
    for house in two:
        link = house.firstline.link
        say = link.say
        link.say = lambda channel, message, say=say: (
            carried.append(message),
            say(channel, message),
        )
    customer, stream = await first.queued()
    anna = await opened(second, stream)
    await customer.do("post_message", conversation=stream, id="m9", text="planted-word")
    await anna.wait("update", has("planted-word"))
    assert any(stream.encode() in message for message in carried)
    assert not any(b"planted" in message or b"Webhooks" in message for message in carried)


async def test_without_redis_both_desks_go_on_and_afterwards_all_is_told(
    street: Street, two: tuple[House, House]
):
    first, second = two
    customer, stream = await first.queued()
    anna = await opened(second, stream)
    street.wire.cut()
    await street.all_away()
    said = [
        await customer.do("post_message", conversation=stream, id=f"c{n}", text=f"cut {n}")
        for n in range(5)
    ]
    assert all(answer["ok"] for answer in said)
    _, opened_meanwhile = await first.queued()
    assert (await anna.do("claim_conversation", conversation=stream))["ok"]
    street.wire.mend()
    await street.all_here()
    await anna.wait("update", has("cut 4"))
    await customer.wait("update", lambda one: one.get("card", {}).get("owner") == ANNA_OWNS)
    await anna.wait(
        "rows",
        lambda rows: any(r["conversation"] == opened_meanwhile for r in rows["changed"]),
    )
    assert (await customer.do("post_message", conversation=stream, id="after", text="again"))["ok"]
    await anna.wait("update", has("again"))


async def test_a_desk_that_was_cut_off_alone_makes_the_others_look(two: tuple[House, House]):
    """Only the speaker was cut off: who hears well must look all the same."""
    first, second = two
    looked: list[int] = []
    second.firstline.hints._look = looked.append
    first.firstline.link._lose(OSError("only here"))
    await holds(lambda: looked)
    assert looked[0] < second.clock()


async def test_a_store_that_refuses_for_a_moment_delays_and_loses_nothing(
    two: tuple[House, House], monkeypatch
):
    monkeypatch.setattr(hints, "AGAIN", 0.02)
    first, second = two
    customer, stream = await first.queued()
    anna = await opened(second, stream)
    refused: list[str] = []

    class Refusing(Lasting):
        async def read(self, *given):
            if len(refused) < 3:
                refused.append(given[0])
                raise hints.StoreRefused("for a moment")
            return await self.inner.read(*given)

    second.desk.states.store = Refusing(second.desk.store)
    assert (await customer.do("post_message", conversation=stream, id="x", text="late"))["ok"]
    await anna.wait("update", has("late"))
    assert len(refused) == 3


async def test_erasing_on_one_desk_blanks_what_the_other_shows(two: tuple[House, House]):
    first, second = two
    _, stream = await first.queued()
    lea, anna = await opened(first, stream, "lea"), await opened(second, stream)
    written = [
        one.position
        for one in await first.desk.store.read(stream)
        if isinstance(one.event, CustomerWrote)
    ]
    redacted = await lea.do(
        "redact_message", conversation=stream, positions=written[:1], reason="personal"
    )
    assert redacted["ok"], redacted
    blank = await anna.wait(
        "update", lambda one: any(e["position"] == written[0] for e in one["entries"])
    )
    shown = next(entry for entry in blank["entries"] if entry["position"] == written[0])
    assert not shown.get("text")
    state = await second.desk.state(stream)
    second.desk.forget(stream)
    assert state == await second.desk.state(stream)


@pytest.mark.rule("R41")
async def test_what_was_refused_for_an_old_state_is_decided_anew(two: tuple[House, House]):
    """Nothing is heard here, so the other desk's state is old until it looks."""
    first, second = two
    _, stream = await first.queued()
    anna, ben = await opened(first, stream), await second.agent("ben")
    assert (await anna.do("claim_conversation", conversation=stream))["ok"]
    assert (await second.desk.state(stream)).phase == Assigned("anna")
    second.firstline.link.hear(hints.CHANNEL, lambda _message: None)
    assert (await anna.do("release_conversation", conversation=stream))["ok"]
    assert second.desk.states._kept[stream].phase == Assigned("anna")
    assert (await ben.do("claim_conversation", conversation=stream))["ok"]
    assert (await first.desk.state(stream)).phase == Assigned("ben")
