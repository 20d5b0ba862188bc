from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from firstline.store.mongo.connection import Database, connect, disconnect
from firstline.store.port import Store
from tests.mongo_server import DRIVERS, MongoServer, shared_address

from .kit import STORES, ready
from .places import PLACES, Place, make_place


@pytest.fixture(params=STORES)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = await ready(STORES[request.param](tmp_path))
    yield opened
    await opened.close()


@pytest.fixture(params=DRIVERS)
def driver(request: pytest.FixtureRequest) -> str:
    """Once with each driver of MongoDB."""
    return str(request.param)


@pytest.fixture
async def database(driver: str, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database of the server that most tests share."""
    opened = connect(shared_address(tmp_path), DRIVERS[driver])
    yield opened
    await disconnect(opened)


@pytest.fixture
def mongo_server(tmp_path: Path) -> Iterator[MongoServer]:
    """A server of the test's own, on disk, that it may kill and start again."""
    with MongoServer(tmp_path / "mongo.db") as server:
        yield server


@pytest.fixture(params=PLACES)
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """A folder, then a database with each driver: where the other ports keep what they hold."""
    async with make_place(request.param, tmp_path) as made:
        yield made
