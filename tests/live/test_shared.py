"""What desks share through Redis: limits, guesses, presence, the status page."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from firstline.intake.status import StatusPage
from firstline.limits import MINUTE, Limits
from firstline.live.link import Link
from firstline.live.shares import Shares
from firstline.live.shelf import Shelf
from firstline.presence import FADES_AFTER, Presence
from firstline.web.brake import FREE, Brake
from firstline.web.errors import TooManyAttempts
from firstline.wire import TooManyRequests
from tests.intake.test_status import Page
from tests.kit import Clock

from .kit import Wire, holds

type Linked = Callable[..., Awaitable[Link]]


# -- limits ---------------------------------------------------------------------------------------


@dataclass
class Counting:
    """The limits of several desks."""

    desks: list[Limits]
    shares: list[Shares]

    async def settled(self) -> None:
        """Redis has answered what was asked."""
        await holds(lambda: not any(one._wanted or self._asking(one) for one in self.shares))

    def _asking(self, shares: Shares) -> bool:
        return any(share.is_asked for share in shares._shares.values())

    async def allowed(self, name: str, tries: int) -> int:
        """How many of so many requests pass, which come to the desks in turn."""
        passed = 0
        for number in range(tries):
            try:
                self.desks[number % len(self.desks)].take_address(name)
            except TooManyRequests as refused:
                passed += 0 if 0 < refused.details["retry_after"] <= MINUTE else 1_000
            else:
                passed += 1
            await self.settled()
        return passed


@pytest.fixture
async def counting(linked: Linked, clock: Clock) -> AsyncIterator[Counting]:
    shares = [Shares(await linked(), 40, clock) for _ in range(2)]
    tasks = [asyncio.create_task(one.run()) for one in shares]
    yield Counting([Limits(40, clock, one) for one in shares], shares)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_one_limit_holds_on_all_desks_together(counting: Counting, clock: Clock):
    assert 36 <= await counting.allowed("a", 100) <= 44
    assert await counting.allowed("b", 4) == 4
    clock.at += 2 * MINUTE
    assert await counting.allowed("a", 4) == 4


async def test_all_that_one_desk_may_is_the_limit(counting: Counting):
    counting.desks = counting.desks[:1]
    assert await counting.allowed("a", 100) == 40


async def test_without_redis_each_desk_has_its_own_limit(wire: Wire, counting: Counting):
    wire.cut()
    for one in counting.shares:
        await holds(lambda link=one._link: not link.here)
    assert await counting.allowed("a", 100) == 80
    wire.mend()


async def test_no_request_waits_for_an_answer(counting: Counting):
    """All at once, before Redis can say anything: no more than a share each is too much."""
    passed = 0
    for desk in counting.desks:
        for _ in range(50):
            passed += desk.allows("a")
    assert passed == 80
    fresh = [0, 0]
    for number, desk in enumerate(counting.desks):
        for _ in range(4):
            desk.take_address("b")
            fresh[number] += 1
    assert fresh == [4, 4]


async def test_addresses_are_not_spread_in_the_open(linked: Linked, counting: Counting):
    await counting.allowed("203.0.113.7", 1)
    redis = await linked()
    keys = await redis.ask(lambda client: client.keys("*"), [])
    assert keys
    assert not any(b"203.0.113" in key for key in keys)
    for key in keys:
        assert await redis.ask(lambda client, key=key: client.pttl(key), 0) > 0


# -- guesses --------------------------------------------------------------------------------------


class Attempts:
    """The accounts' store, as far as the brake uses it; all desks have the same."""

    def __init__(self) -> None:
        self.noted: list[int] = []

    async def attempts(self, _address: str, _account: str, since: int) -> int:
        return sum(at >= since for at in self.noted)

    async def note_attempt(self, _address: str, _account: str, at: int) -> None:
        self.noted.append(at)

    async def clear_attempts(self, _address: str, _account: str) -> None:
        self.noted.clear()


async def test_guesses_are_slowed_down_on_all_desks_together(linked: Linked, clock: Clock):
    accounts = Attempts()
    desks = [Brake(accounts, await linked()) for _ in range(2)]

    async def guess(brake: Brake) -> None:
        async with brake.turn("1.2.3.4", "lena") as place:
            await brake.check(place, clock())
            await brake.wrong(place, clock())

    for number in range(FREE):
        await guess(desks[number % 2])
    for brake in desks:
        with pytest.raises(TooManyAttempts):
            await guess(brake)
    clock.at += 2_000
    answers = await asyncio.gather(*map(guess, desks), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["NoneType", "TooManyAttempts"]
    await desks[0].right(("1.2.3.4", "lena"))
    await guess(desks[1])


async def test_a_desk_that_dies_in_its_turn_holds_nobody_up_for_ever(
    linked: Linked, clock: Clock, monkeypatch
):
    monkeypatch.setattr("firstline.web.brake.TURN", 100)
    first, second = [Brake(Attempts(), await linked()) for _ in range(2)]
    place = ("1.2.3.4", "lena")
    async with first.turn(*place), asyncio.timeout(2), second.turn(*place) as turn:
        assert turn == place


# -- presence -------------------------------------------------------------------------------------


async def test_presence_is_shared_and_fades(linked: Linked, clock: Clock):
    first, second = Presence(await linked()), Presence(await linked())
    await first.tell("s", "anna", "Anna", clock(), typing=True)
    there = await second.tell("s", "ben", "Ben", clock(), reading=True)
    assert sorted(one["id"] for one in there) == ["anna", "ben"]
    assert first.places("anna") == ["s"]
    clock.at += FADES_AFTER // 2
    await second.tell("s", "ben", "Ben", clock(), reading=True)
    clock.at += FADES_AFTER // 2
    there = await second.tell("s", "cleo", "Cleo", clock(), reading=True)
    assert sorted(one["id"] for one in there) == ["ben", "cleo"]
    assert await second.tell("s", "cleo", "", clock()) == [
        {"id": "ben", "name": "Ben", "reading": True}
    ]


async def test_without_redis_a_desk_knows_its_own_people(wire: Wire, linked: Linked, clock: Clock):
    first, second = Presence(await linked()), Presence(await linked())
    await second.tell("s", "ben", "Ben", clock(), reading=True)
    wire.cut()
    there = await first.tell("s", "anna", "Anna", clock(), typing=True)
    assert [one["id"] for one in there] == ["anna"]
    wire.mend()


# -- the status page ------------------------------------------------------------------------------


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    page = Page()
    app = web.Application()
    app.router.add_get("/{path:.*}", page.answer)
    async with TestServer(app) as server:
        page.url = str(server.make_url("/"))
        yield page


async def readers(
    linked: Linked, page: Page, clock: Clock, http: ClientSession
) -> list[StatusPage]:
    return [StatusPage(page.url, clock, http, Shelf(await linked(), "status")) for _ in range(2)]


async def test_one_desk_reads_the_status_page_for_all(linked: Linked, page: Page, clock: Clock):
    async with ClientSession() as http:
        desks = await readers(linked, page, clock, http)
        found = await asyncio.gather(*(desk.current() for desk in desks))
        assert [one.incidents[0].title for one in found] == ["Delayed deliveries"] * 2
        assert not any(one.stale for one in found)
        assert page.asked == ["/api/v2/summary.json"]
        clock.at += 3_000
        for desk in reversed(desks):
            await desk.current()
            await holds(lambda desk=desk: desk._reading.done())
        assert page.asked == ["/api/v2/summary.json"] * 2
        for desk in desks:
            await desk.close()


async def test_what_another_desk_read_long_ago_is_shown_as_stale(
    linked: Linked, page: Page, clock: Clock
):
    async with ClientSession() as http:
        first, second = await readers(linked, page, clock, http)
        await first.current()
        page.answers.clear()
        clock.at += 60_000
        found = await second.current()
        assert (found.stale, found.incidents[0].title) == (True, "Delayed deliveries")
        await first.close()
        await second.close()


async def test_without_redis_each_desk_reads_the_page_itself(
    wire: Wire, linked: Linked, page: Page, clock: Clock
):
    async with ClientSession() as http:
        desks = await readers(linked, page, clock, http)
        wire.cut()
        found = [await desk.current() for desk in desks]
        assert [one.incidents[0].title for one in found] == ["Delayed deliveries"] * 2
        for desk in desks:
            await desk.close()
    wire.mend()
