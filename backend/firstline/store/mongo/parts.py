"""Everything in one database of MongoDB, opened together."""

from msgspec import Struct
from pymongo.errors import PyMongoError

from .accounts import MongoAccounts
from .connection import Database, connect
from .erasures import MongoErasures
from .events import MongoStore
from .everything import MongoEverything
from .files import MongoFiles
from .search import MongoSearch
from .server import check_server


class Parts(Struct, frozen=True):
    """One for each port, on one connection, which `store` lets go of."""

    database: Database
    store: MongoStore
    accounts: MongoAccounts
    search: MongoSearch
    files: MongoFiles
    erasures: MongoErasures
    everything: MongoEverything

    async def prepare(self) -> None:
        """Look at the server, then make the indexes that are not there. Raises StoreRefused."""
        await check_server(self.database)
        for part in (self.store, self.accounts, self.search, self.files, self.erasures):
            await part.prepare()


def open_parts(address: str) -> Parts:
    """Asks nothing of the server yet. Raises ValueError or OSError for an unusable address."""
    try:
        database = connect(address)
    except PyMongoError as error:
        raise ValueError(str(error)) from error
    accounts, files = MongoAccounts(database), MongoFiles(database)
    return Parts(
        database=database,
        store=MongoStore(database),
        accounts=accounts,
        search=MongoSearch(database),
        files=files,
        erasures=MongoErasures(database),
        everything=MongoEverything(database, accounts, files),
    )
