"""The connection to Redis is lost and found again, and nobody waits for it."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from structlog.testing import capture_logs

from firstline.live.link import Link
from tests.redis_server import RedisServer

from .kit import Wire, here, holds, run

type Linked = Callable[..., Awaitable[Link]]


async def test_what_one_says_all_hear(linked: Linked):
    heard: list[bytes] = []
    first = await linked(news=heard.append)
    await linked(news=heard.append)
    first.say("news", b"hello")
    await holds(lambda: heard == [b"hello", b"hello"])


async def test_a_listener_that_fails_harms_no_other_message(linked: Linked):
    heard: list[bytes] = []

    def listen(message: bytes) -> None:
        heard.append(message)
        raise RuntimeError("not today")

    link = await linked(news=listen)
    link.say("news", b"one")
    link.say("news", b"two")
    await holds(lambda: heard == [b"one", b"two"])


async def test_it_is_lost_and_found_again_and_says_so_once(wire: Wire, linked: Linked):
    heard: list[bytes] = []
    turns: list[bool] = []
    with capture_logs() as logs:
        link = await linked(news=heard.append)
        link.on_turn(turns.append)
        await link.ask(lambda redis: redis.set("key", "value"), None)
        wire.cut()
        await holds(lambda: not link.here)
        assert await link.ask(lambda redis: redis.get("key"), b"mine") == b"mine"
        link.say("news", b"into the void")
        for _ in range(3):
            await asyncio.sleep(0.1)
        wire.mend()
        await here(link)
    assert turns == [False, True]
    assert [one["event"] for one in logs] == ["redis_away", "redis_back"]
    assert logs[0]["because"].startswith("FIRSTLINE_REDIS: ")
    assert await link.ask(lambda redis: redis.get("key"), b"mine") is None
    link.say("news", b"again")
    await holds(lambda: heard == [b"again"])


async def test_whoever_asks_first_finds_the_loss_and_waits_no_longer(wire: Wire, linked: Linked):
    link = await linked()
    wire.cut()
    assert await link.ask(lambda redis: redis.get("key"), b"mine") == b"mine"
    assert not link.here


async def test_nothing_is_said_by_who_is_alone():
    link = Link()
    link.hear("news", lambda _: None)
    running = run(link)
    await here(link)
    link.say("news", b"hello")
    assert not link._waiting
    await running.stop()


async def test_more_words_than_redis_takes_count_as_a_loss(linked: Linked, monkeypatch):
    monkeypatch.setattr("firstline.live.link.WAITING", 2)
    turns: list[bool] = []
    link = await linked()
    link.on_turn(turns.append)
    for _ in range(3):
        link.say("news", b"hello")
    await holds(lambda: turns == [False, True])


# -- addresses that are none ----------------------------------------------------------------------


def old_redis(sent: bytes) -> bytes:
    """What a Redis of 2018 says to the commands that a client sends at once."""
    info = b"# Server\r\nredis_version:5.0.3\r\n"
    known = {b"INFO": b"$%d\r\n%s\r\n" % (len(info), info)}
    names = re.findall(rb"\*\d+\r\n\$\d+\r\n(\w+)\r\n", sent)
    return b"".join(known.get(name, b"-ERR unknown command\r\n") for name in names)


@asynccontextmanager
async def answering(answer: Callable[[bytes], bytes]) -> AsyncIterator[str]:
    """A server that is no Redis of today."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while sent := await reader.read(4096):
            writer.write(answer(sent))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"redis://user:planted@127.0.0.1:{server.sockets[0].getsockname()[1]}/0"
        server.close_clients()


async def problem_of(url: str) -> str:
    link = Link(url)
    running = run(link)
    await holds(lambda: link.problem)
    await running.stop()
    return link.problem


async def test_who_refuses_is_named_with_the_setting():
    problem = await problem_of("redis://user:planted@127.0.0.1:1/0")
    assert problem.startswith("FIRSTLINE_REDIS: redis://127.0.0.1:1/0 cannot be reached")
    assert "planted" not in problem


async def test_what_is_no_redis_is_named_so():
    async with answering(lambda _: b"HTTP/1.1 400 Bad Request\r\n\r\n") as url:
        assert (await problem_of(url)).endswith("is no Redis")


async def test_who_never_answers_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("firstline.live.client.PATIENCE", 0.1)
    async with answering(lambda _: b"") as url:
        assert (await problem_of(url)).endswith("does not answer")


async def test_a_redis_that_is_too_old_is_named_with_its_version():
    async with answering(old_redis) as url:
        port_only = url.replace("user:planted@", "")
        assert "is Redis 5.0.3, and 6 is the oldest that will do" in await problem_of(port_only)


async def test_wrong_credentials_are_named_and_not_shown():
    with RedisServer() as server:
        url = server.url.replace("redis://", "redis://desk:planted@")
        problem = await problem_of(url)
    assert "wants other credentials" in problem
    assert "planted" not in problem


async def test_a_redis_without_memory_still_carries_hints():
    with RedisServer() as server:
        heard: list[bytes] = []
        link = Link(server.url)
        link.hear("news", heard.append)
        running = run(link)
        await here(link)
        await link.ask(lambda redis: redis.config_set("maxmemory", "1"), None)
        with capture_logs() as logs:
            for _ in range(2):
                assert await link.ask(lambda redis: redis.set("key", "value"), "no") == "no"
        assert [one["event"] for one in logs] == ["redis_refuses"]
        assert link.here
        link.say("news", b"hello")
        await holds(lambda: heard == [b"hello"])
        await running.stop()
