from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from firstline.store.mongo.connection import Database, disconnect
from firstline.store.port import Store
from tests.mongo_server import DRIVERS, MongoServer

from .kit import STORES, new_database, ready
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
    opened = new_database(driver, tmp_path)
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
