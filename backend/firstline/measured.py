"""A store whose calls are timed and whose failures are counted."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import override

from .domain.errors import FirstlineError
from .domain.events import Recorded
from .domain.moment import Moment
from .domain.row import Row
from .measures import Measures
from .store.port import KeyTaken, Order, Store, VersionConflict

EXPECTED = (VersionConflict, KeyTaken)
"""Answers of a store that is well: somebody else was first."""


class MeasuredStore(Store):
    """`inner`, watched. The contract is the same."""

    def __init__(self, inner: Store, measures: Measures) -> None:
        self._inner = inner
        self._measures = measures
        self._appends = measures.store["append"]

    @override
    async def append(
        self, stream: str, expected: int, events: Sequence[Recorded], row: Row
    ) -> None:
        # Written out: this one is on the message path.
        started = perf_counter()
        try:
            await self._inner.append(stream, expected, events, row)
        except BaseException as error:
            self._failed("append", error)
            raise
        finally:
            self._appends.observe(perf_counter() - started)

    @override
    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Recorded]:
        with self._timed("read"):
            return await self._inner.read(stream, after, limit)

    @override
    async def row(self, stream: str) -> Row | None:
        with self._timed("row"):
            return await self._inner.row(stream)

    @override
    async def find(
        self, key: str, order: Order = "asc", after: str | None = None, limit: int = 50
    ) -> list[Row]:
        with self._timed("find"):
            return await self._inner.find(key, order, after, limit)

    @override
    async def find_unique(self, key: str) -> Row | None:
        with self._timed("find_unique"):
            return await self._inner.find_unique(key)

    @override
    async def due(self, now: Moment, limit: int) -> list[str]:
        with self._timed("due"):
            return await self._inner.due(now, limit)

    @override
    async def erase(
        self,
        stream: str,
        expected: int,
        positions: Sequence[int],
        blanked: Sequence[Recorded],
        events: Sequence[Recorded],
        row: Row,
    ) -> None:
        with self._timed("erase"):
            await self._inner.erase(stream, expected, positions, blanked, events, row)

    @override
    async def close(self) -> None:
        await self._inner.close()

    @contextmanager
    def _timed(self, operation: str) -> Iterator[None]:
        started = perf_counter()
        try:
            yield
        except BaseException as error:
            self._failed(operation, error)
            raise
        finally:
            self._measures.store[operation].observe(perf_counter() - started)

    def _failed(self, operation: str, error: BaseException) -> None:
        if isinstance(error, Exception) and not isinstance(error, EXPECTED):
            code = error.code if isinstance(error, FirstlineError) else type(error).__name__
            self._measures.store_errors[operation, code] += 1
