"""What falls due and the queue's list, with ten thousand and with a million open conversations.

No look-up may care how many there are: both stores are asked the same, on the same machine, one
right after the other. Of each look-up the slowest but one in a hundred counts.
"""

import asyncio
import json
import math
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

from firstline.channels.inbox_queries import PAGE, Queries
from firstline.domain.row import Row
from firstline.effects.sweeper import AT_ONCE
from firstline.store.sqlite import SqliteStore
from tests.kit import Room

from .rows import RARE, due, fill, pressing

SMALL, LARGE = 10_000, 1_000_000
CALLS = 1_000
WARM = 100
DEPTH = math.log(LARGE) / math.log(SMALL)
"""How much longer a look-up in an index may take: 1.5."""

type Look = Callable[[int], Awaitable[object]]


def measure() -> dict[str, Any]:
    """p99 in milliseconds of each look-up in both stores, and the growth between them."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> dict[str, Any]:
    template = await _queued(folder / "template")
    small, large = folder / "small.db", folder / "large.db"
    fill(small, template, SMALL)
    figures: dict[str, Any] = {"fill_s": fill(large, template, LARGE)}
    few, many = SqliteStore(small), SqliteStore(large)
    for name, look in _looks(few, SMALL).items():
        took_few = await _p99(look)
        took_many = await _p99(_looks(many, LARGE)[name])
        figures[name] = {"p99_ms": took_many, "growth": took_many / took_few}
    await few.close()
    await many.close()
    return figures


async def _queued(folder: Path) -> Row:
    """The row of a real conversation in the queue."""
    room = Room(folder)
    row = await room.store.row(await room.queued())
    await room.store.close()
    assert row is not None
    return row


def _looks(store: SqliteStore, rows: int) -> dict[str, Look]:
    people = Mock()
    people.name_of = str
    queries = Queries(Mock(store=store), people, Mock())
    ask = queries.table["rows"]
    lena = Mock()

    def deep(call: int) -> str:
        return f"{pressing(call * (rows // CALLS))}/"

    return {
        "due": lambda _: store.due(due(PAGE), AT_ONCE),
        "due_backlog": lambda _: store.due(due(rows), AT_ONCE),
        "queue": lambda _: ask(lena, {"limit": PAGE}),
        "queue_deep": lambda call: ask(lena, {"limit": PAGE, "after": deep(call)}),
        "queue_team": lambda _: ask(lena, {"limit": PAGE, "team": "technical"}),
        "queue_language": lambda _: ask(lena, {"limit": PAGE, "language": RARE}),
    }


async def _p99(look: Look) -> float:
    """Milliseconds."""
    for call in range(WARM):
        await look(call * (CALLS // WARM))
    took: list[float] = []
    for call in range(CALLS):
        began = time.perf_counter()
        await look(call)
        took.append(time.perf_counter() - began)
    return sorted(took)[CALLS * 99 // 100] * 1000


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
