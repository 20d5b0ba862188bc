"""Where everything is kept, as the settings say: the only place that opens a concrete store."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import structlog
from msgspec import Struct

from .domain.errors import OperatorError
from .settings import PREFIX, Settings, UnusableSetting
from .store.accounts import SqliteAccounts
from .store.database import guard
from .store.erasures import FileErasures, ManyErasures
from .store.everything import SqliteEverything
from .store.files import FolderFiles
from .store.port import Store, StoreRefused
from .store.port_accounts import Accounts
from .store.port_erasures import Erasures
from .store.port_everything import Everything
from .store.port_files import Files
from .store.port_search import Search
from .store.search import SqliteSearch
from .store.sqlite import SqliteStore

log = structlog.get_logger()

SETTING = f"{PREFIX}STORE"
EVENTS = "firstline.db"
"""The file of events and rows; the lock of the desk that serves is beside it."""
ERASURES = "erasures.jsonl"
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two attempts to use a database that is away."""


class StoreIsAway(OperatorError):
    """The database that the setting names cannot be used for now; the message says why."""


class Stores(Struct, frozen=True, kw_only=True):
    """Everything that is kept. `shared`: other desks may write to it as well."""

    store: Store
    accounts: Accounts
    search: Search
    files: Files
    erasures: Erasures
    everything: Everything
    shared: bool
    make_ready: Callable[[], Awaitable[None]]
    close_others: Callable[[], None]

    async def prepare(self) -> None:
        """Make it ready for use. Raises StoreIsAway, with the name of the setting."""
        try:
            await self.make_ready()
        except StoreRefused as refused:
            raise StoreIsAway(f"{SETTING}: {refused}") from refused

    async def wait(self) -> None:
        """Prepare as soon as the database can be used; until then say why it cannot."""
        pause = FIRST_PAUSE
        while True:
            try:
                return await self.prepare()
            except StoreIsAway as away:
                log.warning("store_away", because=str(away), seconds=pause)
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def close(self) -> None:
        """Finish what was accepted, then let go of everything."""
        await self.store.close()
        self.close_others()


def open_stores(settings: Settings) -> Stores:
    """The stores that the settings name; `prepare` or `wait` comes before the first use."""
    folder = settings.folder
    journals: list[Erasures] = []
    if settings.erasures:
        journals.append(FileErasures(Path(settings.erasures)))
    if folder is None:
        return _open_mongo(settings.store, journals)
    return _open_sqlite(folder, journals or [FileErasures(folder / ERASURES)])


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Stores]:
    """The stores for one command, which does not wait for a database that is away."""
    stores = open_stores(settings)
    try:
        await stores.prepare()
        yield stores
    finally:
        await stores.close()


@asynccontextmanager
async def throwaway() -> AsyncIterator[Store]:
    """A store of its own that is gone afterwards, for what nobody keeps."""
    with TemporaryDirectory(prefix="firstline-trial-") as folder:
        store = SqliteStore(Path(folder) / EVENTS)
        try:
            yield store
        finally:
            await store.close()


@contextmanager
def serving(settings: Settings) -> Iterator[None]:
    """Holds a folder for one desk, or one command that writes: raises StoreInUse.

    MongoDB is shared, and held by nobody.
    """
    if settings.folder is None:
        yield
    else:
        with guard(settings.folder / EVENTS):
            yield


def _open_sqlite(folder: Path, journals: list[Erasures]) -> Stores:
    files = FolderFiles(folder / "files")
    accounts = SqliteAccounts(folder / "accounts.db")
    search = SqliteSearch(folder / "search.db")
    everything = SqliteEverything(folder / EVENTS, folder / "accounts.db", files)

    def close() -> None:
        everything.close()
        accounts.close()
        search.close()

    return Stores(
        store=SqliteStore(folder / EVENTS),
        accounts=accounts,
        search=search,
        files=files,
        erasures=ManyErasures(journals),
        everything=everything,
        shared=False,
        make_ready=_nothing,
        close_others=close,
    )


async def _nothing() -> None:
    """Opening SQLite's files has made their tables."""


def _open_mongo(address: str, journals: list[Erasures]) -> Stores:
    """Raises UnusableSetting."""
    from .store.mongo.parts import open_parts  # noqa: PLC0415 - one machine needs no driver

    try:
        parts = open_parts(address)
    except (ValueError, OSError) as error:
        raise UnusableSetting(f"{SETTING}: {error}") from error
    return Stores(
        store=parts.store,
        accounts=parts.accounts,
        search=parts.search,
        files=parts.files,
        erasures=ManyErasures([parts.erasures, *journals]),
        everything=parts.everything,
        shared=True,
        make_ready=parts.prepare,
        close_others=lambda: None,
    )


def warn_of_deafness(settings: Settings) -> None:
    """Desks on a shared store hear of each other through Redis alone."""
    if settings.folder is None and not settings.redis:
        log.warning("desks_are_deaf", because=f"{SETTING} is shared, {PREFIX}REDIS is empty")
