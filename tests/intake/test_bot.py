"""Several replicas: any takes any turn, one that fails is passed over, and comes back by itself."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from firstline.intake import bot as bots
from firstline.intake import breaker
from firstline.intake.bot import Bot, BotHealth
from firstline.intake.rasa import BotAway
from tests.kit import until

R31 = pytest.mark.rule("R31")
TURN = {"directives": [], "intent": {"name": "greet", "confidence": 0.9}}


@dataclass
class Stand:
    """Stands where a Rasa on another machine does. `pause` in seconds for a turn."""

    pause: float = 0
    status: int = 200
    heard: list[dict[str, Any]] = field(default_factory=list)
    server: TestServer = None  # type: ignore[assignment] # started below

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/webhooks/desk/", self._health)
        app.router.add_post("/webhooks/desk/webhook", self._turn)
        self.server = TestServer(app)
        await self.server.start_server()

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({})

    async def _turn(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        await asyncio.sleep(self.pause)
        return web.json_response(TURN, status=self.status)

    @property
    def said(self) -> list[str]:
        """What customers said: trials are nobody's."""
        return [one["text"] for one in self.heard if one["text"] != "/greet"]


@pytest.fixture
async def stands() -> AsyncIterator[list[Stand]]:
    made = [Stand(), Stand()]
    for one in made:
        await one.start()
    yield made
    for one in made:
        await one.server.close()


@pytest.fixture
async def bot(stands, monkeypatch) -> AsyncIterator[Bot]:
    monkeypatch.setattr(bots, "ASK_EVERY", 0.02)
    monkeypatch.setattr(bots, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(breaker, "FIRST_REST", 50)
    made = Bot([str(one.server.make_url("")) for one in stands], whole_turn=0.6)
    task = asyncio.create_task(made.run())
    await up(made, 2)
    yield made
    task.cancel()
    await asyncio.wait([task])


async def up(bot: Bot, count: int) -> None:
    async def holds() -> bool:
        return bot.health.up == count

    await until(holds)


async def test_turns_go_round(bot, stands):
    for number in range(6):
        await bot.turn(str(number), None, {}, "en")
    assert [len(one.said) for one in stands] == [3, 3]


async def test_who_is_busy_gets_no_more_while_another_is_free(bot, stands):
    stands[0].pause = 0.2
    first = asyncio.create_task(bot.turn("long", None, {}, "en"))

    async def begun() -> bool:
        return bool(stands[0].said)

    await until(begun)
    for number in range(4):
        await bot.turn(str(number), None, {}, "en")
    assert (stands[0].said, len(stands[1].said)) == (["long"], 4)
    await first


@R31
async def test_another_takes_the_turn_of_one_that_fails(bot, stands):
    stands[0].status = 500
    for number in range(4):
        await bot.turn(str(number), None, {}, "en")
    assert sorted(stands[1].said) == ["0", "1", "2", "3"]
    assert bot.ready


@R31
async def test_a_slow_one_costs_half_of_the_time_and_the_other_answers(bot, stands):
    stands[0].pause = 5
    started = time.monotonic()
    assert (await bot.turn("hello", None, {}, "en")).intent.name == "greet"
    assert 0.25 < time.monotonic() - started < 0.6
    assert stands[1].said == ["hello"]


@R31
async def test_two_tries_and_no_third_within_the_time_of_one_turn(bot, stands):
    stands[0].pause = stands[1].pause = 5
    started = time.monotonic()
    with pytest.raises(BotAway):
        await bot.turn("hello", None, {}, "en")
    assert time.monotonic() - started < 0.75
    assert [one.said for one in stands] == [["hello"], ["hello"]]


@R31
async def test_one_that_fails_again_and_again_is_passed_over_until_a_trial_works(bot, stands):
    told: list[BotHealth] = []
    bot.on_change(lambda: told.append(bot.health))
    stands[0].status = 500
    for number in range(12):
        await bot.turn(str(number), None, {}, "en")
    assert bot.health == BotHealth(1, 2)
    assert len(stands[0].said) == breaker.FAILURES
    stands[0].status = 200
    await up(bot, 2)
    assert told == [BotHealth(1, 2), BotHealth(2, 2)]
    assert stands[0].heard[-1]["text"] == "/greet"


@R31
async def test_a_replica_that_is_gone_is_away_and_welcome_again(bot, stands):
    port = stands[0].server.port
    await stands[0].server.close()
    await up(bot, 1)
    await bot.turn("hello", None, {}, "en")
    again = Stand()
    app = web.Application()
    app.router.add_get("/webhooks/desk/", again._health)
    again.server = TestServer(app, port=port)
    await again.server.start_server()
    await up(bot, 2)
    await again.server.close()


@R31
async def test_with_nobody_up_the_answer_is_no_at_once(bot, stands):
    for one in stands:
        await one.server.close()
    await up(bot, 0)
    assert not bot.ready
    with pytest.raises(BotAway):
        await bot.turn("hello", None, {}, "en")
