from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from firstline.live import link
from firstline.live.link import Link
from tests.kit import Clock, House
from tests.redis_server import RedisServer

from .kit import FakeWire, RealWire, Running, Street, Wire, here, run


@pytest.fixture(params=["fakeredis", "redis-server"])
def wire(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """One suite over both."""
    monkeypatch.setattr(link, "SILENCE", 0.2)
    if request.param == "fakeredis":
        yield FakeWire()
    else:
        with RedisServer() as server:
            yield RealWire(server)


@pytest.fixture
async def linked(wire: Wire) -> AsyncIterator[Callable[..., object]]:
    """Gives links that are here; what else is to be heard is named before."""
    running: list[Running] = []

    async def make(**heard: Callable[[bytes], None]) -> Link:
        made = wire.link()
        for channel, listener in heard.items():
            made.hear(channel, listener)
        if not heard:
            made.hear("nothing", lambda _: None)
        running.append(run(made))
        await here(made)
        return made

    yield make
    for one in running:
        await one.stop()


@pytest.fixture
async def street(
    tmp_path: Path, clock: Clock, impatient: None, wire: Wire
) -> AsyncIterator[Street]:
    made = Street(tmp_path, clock, wire)
    yield made
    await made.close()


@pytest.fixture
async def two(street: Street) -> tuple[House, House]:
    """Two desks on one store."""
    return await street.house(), await street.house()
