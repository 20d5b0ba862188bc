"""The contract of every event store, checked by `tests/store/test_contract.py`."""

from collections.abc import Sequence
from typing import Literal, Protocol

from firstline.domain.errors import FirstlineError
from firstline.domain.events import Recorded
from firstline.domain.moment import Moment
from firstline.domain.row import Row

Order = Literal["asc", "desc"]


class VersionConflict(FirstlineError):
    """The stream was changed since it was read: read again and decide again."""


class KeyTaken(FirstlineError):
    """Another stream holds one of the row's unique keys."""


class StoreRefused(FirstlineError):
    """The store can write nothing at the moment (disk full, locked); it recovers by itself."""


class StreamNewer(FirstlineError):
    """The stream holds an event newer than this desk; it can be shown, not changed.

    `readable` are the events before the newer one.
    """

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message, **details)
        self.readable: list[Recorded] = []


class EventDamaged(FirstlineError):
    """A stored event does not read as what it says it is."""


class StoreInUse(FirstlineError):
    """Another process serves this store."""


class Store(Protocol):
    """Streams of events, each with one row that lists show.

    Seven methods and `close`: five carry the life of a conversation, and two fetch one row
    without a list (`row` by its stream, `find_unique` by a key), since a list of one would need
    a list key for every look-up.
    """

    async def append(
        self, stream: str, expected: int, events: Sequence[Recorded], row: Row
    ) -> None:
        """Add events and replace the row in one atomic write, durable on return.

        `expected` is the version that was read: the position of the last event, 0 for a new
        stream. Positions go on from there without gaps, and `row.version` is the last of them.
        Without events only the row is replaced, under the same guard.

        Raises VersionConflict, KeyTaken or StoreRefused; then nothing was written, but for one
        case: over a network the answer may be lost, and a refused write may stand. The version
        tells: a repeat conflicts, and whoever reads again finds it.
        ValueError: the positions, the row's stream or its version do not fit.
        """

    async def read(self, stream: str, after: int = 0, limit: int | None = None) -> list[Recorded]:
        """The events behind position `after`, in order, at most `limit`; none if unknown.

        Raises StreamNewer, EventDamaged.
        """

    async def row(self, stream: str) -> Row | None:
        """The row of a stream as it was last written."""

    async def find(
        self, key: str, order: Order = "asc", after: str | None = None, limit: int = 50
    ) -> list[Row]:
        """The rows listed under `key`, by sort key and then stream, at most `limit`.

        `after` is the `place` of the last row of the page before. Sort keys compare as UTF-8
        bytes.
        """

    async def find_unique(self, key: str) -> Row | None:
        """The one row that holds this unique key."""

    async def due(self, now: Moment, limit: int) -> list[str]:
        """Streams whose `row.due` is at or before `now`, the most overdue first."""

    async def erase(  # noqa: PLR0913, PLR0917 - one write has these parts
        self,
        stream: str,
        expected: int,
        positions: Sequence[int],
        blanked: Sequence[Recorded],
        events: Sequence[Recorded],
        row: Row,
    ) -> None:
        """Put blanked forms in place of the named events and append `events`, in one write (R52).

        The bytes that stood there leave the store's files as soon as no reader needs them.
        Raises as `append`; ValueError also when `blanked` are not exactly the positions named,
        or one of them does not exist.
        """

    async def close(self) -> None:
        """Finish what was accepted, then let go of the files. Later appends raise StoreRefused."""


def place(row: Row, key: str) -> str:
    """Where a row stands in the list `key`: what the next `find` takes as `after`."""
    sort = next(sort for listed, sort in row.keys if listed == key)
    return f"{sort}/{row.stream}"


def check_fit(stream: str, expected: int, events: Sequence[Recorded], row: Row) -> None:
    """Refuse, as a mistake of the caller, positions or a row that do not continue the stream."""
    positions = [recorded.position for recorded in events]
    if positions != list(range(expected + 1, expected + 1 + len(events))):
        raise ValueError(f"positions {positions} do not continue version {expected}")
    if row.stream != stream or row.version != expected + len(events):
        raise ValueError(f"row {row.stream} at {row.version} does not fit what is appended")


def check_erasure(expected: int, positions: Sequence[int], blanked: Sequence[Recorded]) -> None:
    """Refuse, as a mistake of the caller, blanked events that are not those of the stream."""
    if sorted(positions) != sorted(blank.position for blank in blanked):
        raise ValueError("the blanked events are not the positions named")
    for position in positions:
        if not 1 <= position <= expected:
            raise ValueError(f"no event to erase at {position}")
