"""A desk that is told to stop finishes what it accepted, sends everybody away, and ends soon."""

import asyncio
import signal
import socket
import sqlite3
import time
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import msgspec
from aiohttp import ClientSession

from firstline.intake.rasa import Directive
from tests.kit import House, until
from tests.running import RunningDesk, wait_until
from tests.sockets import Client

WITHOUT_BOT = {"FIRSTLINE_BOT": "false"}
STALLED = (
    "POST /api/session HTTP/1.1\r\nHost: desk\r\nSec-Fetch-Site: same-origin\r\n"
    'Content-Type: application/json\r\nContent-Length: 500\r\n\r\n{"email": "'
)


async def ready(house: House) -> int:
    async with ClientSession() as session, session.get(f"{house.url}/ready") as answer:
        return answer.status


async def test_nothing_under_way_and_the_drain_is_over_at_once(house: House):
    client = await house.customer()
    started = time.monotonic()
    await house.life.drain()
    assert time.monotonic() - started < 0.5
    assert await client.wait("leave") == {"within": 2000}


async def test_it_is_not_ready_takes_no_orders_and_lets_nobody_in(house: House):
    client, opened = await house.chat()
    agent = await house.agent()
    await house.life.drain()
    assert await ready(house) == HTTPStatus.SERVICE_UNAVAILABLE
    stream = opened["conversation"]
    refused = await client.do("post_message", conversation=stream, id="m1", text="Too late")
    assert refused["error"]["code"] == "desk_leaving"
    assert refused["error"]["text"]
    assert (await agent.ask("teams"))["ok"]
    newcomer = f"{house.url}/socket.io/?EIO=4&transport=websocket"
    async with ClientSession() as session, session.get(newcomer) as answer:
        assert answer.status == HTTPStatus.SERVICE_UNAVAILABLE
    async with (
        ClientSession(headers={"Authorization": "Bearer nothing"}) as session,
        session.post(f"{house.url}/api/session", json={}) as answer,
    ):
        assert answer.status == HTTPStatus.SERVICE_UNAVAILABLE
        assert (await answer.json())["error"]["code"] == "desk_leaving"


async def test_a_turn_under_way_comes_to_its_end_and_no_other_begins(house: House):
    go, begun = asyncio.Event(), asyncio.Event()

    async def thinks() -> None:
        begun.set()
        await go.wait()

    house.bot.before, house.bot.directives = thinks, (Directive(say="greet.hello"),)
    client, opened = await house.chat()
    stream = opened["conversation"]
    await client.do("post_message", conversation=stream, id="m1", text="Webhooks stopped")
    await begun.wait()
    _, opened_other = await house.chat()
    drain = asyncio.create_task(house.life.drain())
    await client.wait("leave")
    house.firstline.turns.wake(opened_other["conversation"])
    assert not drain.done()
    go.set()
    await asyncio.wait_for(drain, 5)
    state = await house.desk.state(stream)
    assert state.turn_position == state.customer_position
    assert len(house.bot.heard) == 1


async def test_what_does_not_end_is_cut_off(house: House, monkeypatch):
    monkeypatch.setattr("firstline.app.life.DRAIN", 0.05)
    with house.firstline.underway:
        started = time.monotonic()
        await house.life.drain()
    assert 0.05 <= time.monotonic() - started < 1


async def test_with_other_desks_clients_get_the_time_to_go_there(house: House, monkeypatch):
    monkeypatch.setattr("firstline.app.life.LEAVE_WITHIN", 5_000)
    house.firstline.stores = msgspec.structs.replace(house.firstline.stores, shared=True)
    client = await house.customer()
    drain = asyncio.create_task(house.life.drain())
    await client.wait("leave")
    assert not drain.done()
    await client.close()
    await asyncio.wait_for(drain, 3)


async def writes(client: Client, stream: str, who: int, stored: list[str]) -> None:
    """Says one thing after the other until nobody answers; notes what was acknowledged."""
    for number in range(100_000):
        name = f"{who}-{number}"
        answer = await client.do("post_message", conversation=stream, id=name, text=f"Line {name}")
        if not answer["ok"]:
            assert answer["error"]["code"] == "desk_leaving"
            return
        stored.append(name)


async def under_load(desk: RunningDesk) -> tuple[list[str], int, float]:
    """Stops the desk while eight customers write; gives what it acknowledged, status, seconds."""
    stored: list[str] = []
    clients, work = [], []
    for who in range(8):
        client = await Client.connect(desk.url, "/customer", {})
        opened = await client.ask("open", browser={"languages": ["en"], "zone": "UTC"})
        work.append(asyncio.create_task(writes(client, opened["conversation"], who, stored)))
        clients.append(client)

    async def written() -> bool:
        return len(stored) > 40

    await until(written)
    assert desk.process is not None
    started = time.monotonic()
    desk.process.send_signal(signal.SIGTERM)
    status = await asyncio.to_thread(desk.process.wait, 20)
    took = time.monotonic() - started
    for client in clients:
        assert client.arrived["leave"]
        await client.close()
    for one in work:
        one.cancel()
    await asyncio.gather(*work, return_exceptions=True)
    return stored, status, took


def written_ids(data: Path) -> bytes:
    with closing(sqlite3.connect(data / "firstline.db")) as store:
        return b"\n".join(row[0] for row in store.execute("SELECT data FROM events"))


def test_under_load_every_acknowledged_message_is_stored_and_the_end_comes_soon(tmp_path):
    with RunningDesk(tmp_path, settings=WITHOUT_BOT) as desk:
        stored, status, took = asyncio.run(under_load(desk))
    there = written_ids(tmp_path)
    assert [name for name in stored if f'"{name}"'.encode() not in there] == []
    assert len(stored) > 40
    assert (status, took < 10) == (0, True)
    assert '"event": "task_died"' not in desk.log


def test_ctrl_c_ends_an_idle_desk_at_once_though_sockets_are_open(tmp_path):
    async def watched(desk: RunningDesk) -> float:
        client = await Client.connect(desk.url, "/customer", {})
        started = time.monotonic()
        status = await asyncio.to_thread(desk.stop)
        await client.close()
        assert status == 0
        return time.monotonic() - started

    with RunningDesk(tmp_path, settings=WITHOUT_BOT) as desk:
        wait_until(lambda: desk.answers("/ready"), "the desk to be ready")
        assert asyncio.run(watched(desk)) < 3


def status_of(desk: RunningDesk, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", desk.port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def stalled(desk: RunningDesk) -> socket.socket:
    """A request whose body never comes; the desk has begun to answer it."""
    request = socket.create_connection(("127.0.0.1", desk.port))
    request.sendall(STALLED.encode())
    time.sleep(0.2)  # nobody could tell that the head of a request was read
    return request


def test_while_it_finishes_it_says_so_and_a_second_signal_ends_it_at_once(tmp_path):
    with RunningDesk(tmp_path, settings=WITHOUT_BOT) as desk:
        wait_until(lambda: desk.answers("/ready"), "the desk to be ready")
        with stalled(desk):
            desk.process.send_signal(signal.SIGTERM)
            wait_until(lambda: status_of(desk, "/ready") == 503, "the drain", 2)
            assert status_of(desk, "/health") == 200
            started = time.monotonic()
            desk.process.send_signal(signal.SIGTERM)
            assert desk.process.wait(timeout=5) == 128 + signal.SIGTERM
            assert time.monotonic() - started < 1


def test_what_never_ends_does_not_hold_it_for_ten_seconds(tmp_path):
    with RunningDesk(tmp_path, settings=WITHOUT_BOT) as desk:
        wait_until(lambda: desk.answers("/ready"), "the desk to be ready")
        with stalled(desk):
            started = time.monotonic()
            desk.process.send_signal(signal.SIGTERM)
            assert desk.process.wait(timeout=15) == 0
            assert time.monotonic() - started < 10
    assert "drain_cut_off" in desk.log
