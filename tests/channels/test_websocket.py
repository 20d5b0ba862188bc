"""Engine.IO as browsers speak it: polling, the upgrade, and websockets that end badly or late."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from aiohttp import WSMsgType

from firstline.channels import websocket
from tests.kit import House, until

BIG = "x" * 100_000
MANY = 400
"""Packets of that size are more than the system keeps for a client that does not read."""
PATIENCE = 60.0


class Line:
    """A client that does one step at a time."""

    def __init__(self, house: House, session: aiohttp.ClientSession) -> None:
        self._url = f"{house.url}/socket.io/"
        self._session = session
        self.sid = ""

    async def poll(self) -> list[str]:
        sid = {"sid": self.sid} if self.sid else {}
        where = {"EIO": "4", "transport": "polling", **sid}
        async with self._session.get(self._url, params=where) as answer:
            assert answer.status == 200, await answer.text()
            return (await answer.text()).split("\x1e")

    async def post(self, *packets: str) -> int:
        where = {"EIO": "4", "transport": "polling", "sid": self.sid}
        data = "\x1e".join(packets)
        async with self._session.post(self._url, params=where, data=data) as answer:
            return answer.status

    async def open(self) -> None:
        """A connected customer on long polling."""
        [first] = await self.poll()
        self.sid = str(websocket.Frame(encoded_packet=first).data["sid"])
        await self.post("40/customer,{}")
        [connected] = await self.poll()
        assert connected.startswith("40/customer,")

    async def websocket(self, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Another way for the same client, or a new one on nothing but a websocket."""
        sid = f"&sid={self.sid}" if self.sid else ""
        address = f"{self._url}?EIO=4&transport=websocket{sid}"
        return await self._session.ws_connect(address, max_msg_size=0, compress=compress)

    async def websocket_alone(self, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        ws = await self.websocket(compress)
        self.sid = str(websocket.Frame(encoded_packet=await text(ws)).data["sid"])
        await ws.send_str("40/customer,{}")
        assert (await text(ws)).startswith("40/customer,")
        return ws


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
def line(house: House, session: aiohttp.ClientSession) -> Line:
    return Line(house, session)


async def text(ws: aiohttp.ClientWebSocketResponse) -> str:
    return str(await ws.receive_str(timeout=PATIENCE))


async def ended(ws: aiohttp.ClientWebSocketResponse) -> WSMsgType:
    """How it ended, after whatever still came."""
    async with asyncio.timeout(PATIENCE):
        while (message := await ws.receive()).type is WSMsgType.TEXT:
            pass
    return message.type


async def tell_all(house: House, *told: Any) -> None:
    for one in told:
        await house.firstline.sockets.manager.emit("told", one, "/customer")


def sockets(house: House) -> dict[str, Any]:
    found: dict[str, Any] = house.firstline.sockets.eio.sockets
    return found


async def polls(socket: Any) -> bool:
    return bool(socket.queue._getters)


def stop_reading(ws: aiohttp.ClientWebSocketResponse) -> Any:
    """Gives the transport, to go on with."""
    transport = ws._conn.transport
    transport.pause_reading()
    return transport


def numbers(packets: list[str]) -> list[int]:
    return [int(packet.partition('"told",[')[2].partition(",")[0]) for packet in packets]


# -- polling and the upgrade ----------------------------------------------------------------------


async def test_a_client_may_poll_for_ever(house: House, line: Line):
    await line.open()
    waiting = asyncio.create_task(line.poll())
    await tell_all(house, 1)
    assert await waiting == ['42/customer,["told",1]']
    await line.post('42/customer,7["ask",{"name":"mine"}]')
    assert await line.poll() == ['43/customer,7[{"ok":true,"conversations":[]}]']
    await tell_all(house, 2, 3)
    assert await line.poll() == ['42/customer,["told",2]', '42/customer,["told",3]']


async def test_an_upgrade_ends_the_poll_and_loses_nothing(house: House, line: Line):
    await line.open()
    waiting = asyncio.create_task(line.poll())
    await until(lambda: polls(sockets(house)[line.sid]))
    ws = await line.websocket()
    await ws.send_str("2probe")
    assert await text(ws) == "3probe"
    assert await waiting == ["6"]
    await tell_all(house, 1, 2)
    await ws.send_str("5")
    assert [await text(ws) for _ in range(2)] == [f'42/customer,["told",{n}]' for n in (1, 2)]
    await ws.send_str('42/customer,1["ask",{"name":"mine"}]')
    assert (await text(ws)).startswith("43/customer,1")
    assert sockets(house)[line.sid].upgraded


@pytest.mark.parametrize("steps", [["2"], ["2probe", "2probe"]], ids=" ".join)
async def test_without_the_steps_of_an_upgrade_polling_goes_on(
    house: House, line: Line, steps: list[str]
):
    await line.open()
    ws = await line.websocket()
    for step in steps:
        await ws.send_str(step)
    await ended(ws)
    await tell_all(house, 1)
    assert '42/customer,["told",1]' in await line.poll()


async def test_an_upgrade_that_is_never_finished_is_given_up(house: House, line: Line):
    house.firstline.sockets.eio.ping_timeout = 0.1
    await line.open()
    ws = await line.websocket()
    assert await ended(ws) is WSMsgType.CLOSE
    assert not sockets(house)[line.sid].upgrading


# -- what travels ---------------------------------------------------------------------------------


@pytest.mark.parametrize("compress", [0, 15], ids=["plain", "compressed"])
async def test_packets_of_any_length_arrive_in_order(house: House, line: Line, compress: int):
    lengths = [1, 60, 61, 125, 4_000, websocket.SHORT, websocket.SHORT + 1, 70_000, 5, 300_000, 6]
    ws = await line.websocket_alone(compress)
    assert ws.compress == compress
    await tell_all(house, *([number, "ы" * length] for number, length in enumerate(lengths)))
    packets = [await text(ws) for _ in lengths]
    assert numbers(packets) == list(range(len(lengths)))
    assert [packet.count("ы") for packet in packets] == lengths


async def test_what_comes_in_one_turn_of_the_loop_leaves_together(
    house: House, line: Line, monkeypatch: pytest.MonkeyPatch
):
    ws = await line.websocket_alone()
    transport = sockets(house)[line.sid].queue._transport
    written: list[bytes] = []
    monkeypatch.setattr(transport, "write", written.append)
    await tell_all(house, 1, 2, 3)
    assert not written
    await asyncio.sleep(0)
    assert [one.count(b"told") for one in written] == [3]
    await ws.close()


# -- who is slow ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("length", "many"), [(100_000, 400), (4_000, 6_000)], ids=str)
async def test_who_does_not_read_holds_up_nobody_and_gets_all_in_order(
    house: House, line: Line, session: aiohttp.ClientSession, length: int, many: int
):
    slow, quick = await line.websocket_alone(), await Line(house, session).websocket_alone()
    stopped = stop_reading(slow)
    async with asyncio.timeout(PATIENCE):
        for number in range(many):
            await tell_all(house, [number, "x" * length])
            assert numbers([await text(quick)]) == [number]
    assert sockets(house)[line.sid].queue.qsize() > many // 4
    stopped.resume_reading()
    assert numbers([await text(slow) for _ in range(many)]) == list(range(many))
    await tell_all(house, [many, ""])
    assert numbers([await text(slow)]) == [many]
    assert sockets(house)[line.sid].queue.empty()


async def test_who_does_not_read_is_cut_off_when_the_desk_closes(
    house: House, line: Line, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(websocket, "FAREWELL", 0.1)
    ws = await line.websocket_alone()
    stop_reading(ws)
    await tell_all(house, *([number, BIG] for number in range(MANY)))
    await sockets(house)[line.sid].close(wait=False)

    async def is_gone() -> bool:
        return line.sid not in sockets(house)

    await until(is_gone)


# -- the end --------------------------------------------------------------------------------------


async def test_who_answers_no_ping_is_cut_off(house: House, line: Line):
    eio = house.firstline.sockets.eio
    eio.ping_interval = eio.ping_timeout = 0.1
    ws = await line.websocket_alone()
    assert await ended(ws) is WSMsgType.CLOSE
    assert house.firstline.widget.open_sockets() == 0


async def test_who_answers_pings_stays(house: House, line: Line):
    eio = house.firstline.sockets.eio
    eio.ping_interval = eio.ping_timeout = 0.2
    ws = await line.websocket_alone()
    for _ in range(4):
        assert await text(ws) == "2"
        await ws.send_str("3")
    assert house.firstline.widget.open_sockets() == 1


@pytest.mark.parametrize("packet", ["x", ""], ids=repr)
async def test_who_says_no_packet_is_cut_off(house: House, line: Line, packet: str):
    ws = await line.websocket_alone()
    await ws.send_str(packet)
    assert await ended(ws) is WSMsgType.CLOSE
    assert house.firstline.widget.open_sockets() == 0


async def test_a_packet_that_means_nothing_here_is_passed_over(line: Line):
    ws = await line.websocket_alone()
    for packet in ("0", "6", '42/customer,1["ask",{"name":"mine"}]'):
        await ws.send_str(packet)
    assert (await text(ws)).startswith("43/customer,1")


async def test_too_long_a_packet_ends_the_connection(house: House, line: Line):
    ws = await line.websocket_alone()
    with suppress(ConnectionError):
        await ws.send_str("4" + "x" * house.firstline.sockets.eio.max_http_buffer_size)
    message = await ws.receive(PATIENCE)
    assert (message.type, message.data) == (WSMsgType.CLOSE, 1009)
    assert house.firstline.widget.open_sockets() == 0


async def test_a_client_says_goodbye(house: House, line: Line):
    ws = await line.websocket_alone()
    await ws.send_str("1")
    assert await ended(ws) is WSMsgType.CLOSE
    assert house.firstline.widget.open_sockets() == 0


async def test_the_desk_says_goodbye_behind_what_it_said_before(house: House, line: Line):
    ws = await line.websocket_alone()
    await tell_all(house, 1)
    await sockets(house)[line.sid].close(wait=False)
    assert [await text(ws), await text(ws)] == ['42/customer,["told",1]', "1"]
    assert await ended(ws) is WSMsgType.CLOSE


async def test_nothing_is_sent_to_who_has_gone(house: House, line: Line):
    ws = await line.websocket_alone()
    gone = sockets(house)[line.sid]
    await ws.close()

    async def is_gone() -> bool:
        return house.firstline.widget.open_sockets() == 0

    await until(is_gone)
    await house.firstline.sockets.eio.send_packet(line.sid, websocket.Frame(4, "x"))
    assert gone.queue.empty()
