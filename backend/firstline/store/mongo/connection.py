"""The one connection to MongoDB: which driver, how sure a write is, what is a refusal.

Motor is past its end of life. So everything here is typed as PyMongo's own asynchronous database,
and mypy refuses what PyMongo lacks; the tests run on both. To leave Motor, change `DRIVER`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import OperationFailure, PyMongoError

from firstline.store.port import StoreRefused

type Document = dict[str, Any]
type Database = AsyncDatabase[Document]
type Collection = AsyncCollection[Document]
type Driver = Callable[..., Any]

DRIVER: Driver = AsyncIOMotorClient

# What was acknowledged is on the disks of most members, and what was read is too: neither can be
# taken back by an election. A write that most members do not take in time is refused.
_SURE = {"w": "majority", "journal": True, "wTimeoutMS": 5000, "readConcernLevel": "majority"}

_PATIENCE = {
    "serverSelectionTimeoutMS": 5000,
    "connectTimeoutMS": 5000,
    "socketTimeoutMS": 10_000,
    "appname": "firstline",
}
"""Where the address names none; the widget sends again what was refused."""


def connect(address: str, driver: Driver = DRIVER) -> Database:
    """The database that `mongodb://HOST/DATABASE` names, reached at its first use.

    Raises pymongo.errors.PyMongoError for an address that cannot be read.
    """
    named = {name.lower() for name, _ in parse_qsl(urlsplit(address).query)}
    patience = {name: value for name, value in _PATIENCE.items() if name.lower() not in named}
    database: Database = driver(address, **patience, **_SURE).get_default_database()
    return database


async def disconnect(database: Database) -> None:
    """Let go of the connection; what is asked afterwards raises StoreRefused."""
    closing: Any = database.client.close()
    if closing is not None:  # Motor closes at once
        await closing


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what a MongoDB says that is away, or is no primary now, into StoreRefused.

    What a conflict means, such as DuplicateKeyError, is caught inside of it.
    """
    try:
        yield
    except PyMongoError as error:
        raise StoreRefused(_in_short(error)) from error


def _in_short(error: PyMongoError) -> str:
    """The server's own sentence: the whole text holds documents, or the state of each member."""
    if isinstance(error, OperationFailure):
        return f"MongoDB refuses: {(error.details or {}).get('errmsg', f'code {error.code}')}"
    return f"MongoDB cannot be reached: {error.args[0] if error.args else error}"
