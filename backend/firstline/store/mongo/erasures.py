"""The journal of erasures as a collection, for all desks on one MongoDB."""

from collections.abc import Sequence
from typing import override

import msgspec
from pymongo import ASCENDING

from firstline.domain.moment import Moment
from firstline.store.port_erasures import Erasure, Erasures, ErasuresUnreadable

from .connection import Database, refusals


class MongoErasures(Erasures):
    """`Erasures`, in the order of the ids that the driver makes: by second, then by desk."""

    def __init__(self, database: Database) -> None:
        self._noted = database["erasures"]

    async def prepare(self) -> None:
        """Make the index that is not there. Raises StoreRefused."""
        with refusals():
            await self._noted.create_index("at")

    @override
    async def note(self, erasures: Sequence[Erasure]) -> None:
        if erasures:
            with refusals():
                await self._noted.insert_many([msgspec.to_builtins(one) for one in erasures])

    @override
    async def since(self, at: Moment) -> list[Erasure]:
        with refusals():
            found = self._noted.find({"at": {"$gte": at}}).sort("_id", ASCENDING)
            return [_read(one) async for one in found]


def _read(document: dict[str, object]) -> Erasure:
    name = document.pop("_id")
    try:
        return msgspec.convert(document, Erasure)
    except msgspec.ValidationError as error:
        where = f"collection erasures, {name}"
        raise ErasuresUnreadable(f"{where}: expected an erasure: {error}") from error
