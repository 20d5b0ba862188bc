"""Appends to twenty streams until it is killed, and says what was acknowledged, not before."""

import asyncio
import sys
from itertools import count
from pathlib import Path

PROJECT = Path(__file__).parents[2]
sys.path[:0] = [str(PROJECT), str(PROJECT / "backend")]

from firstline.store.sqlite import SqliteStore  # noqa: E402 - the path comes first
from tests.store.kit import write  # noqa: E402


async def main(path: Path) -> None:
    store = SqliteStore(path)
    await asyncio.gather(*(customer(store, f"stream-{n}") for n in range(20)))


async def customer(store: SqliteStore, stream: str) -> None:
    for version in count(1):
        await write(store, stream, version)
        print(stream, version, flush=True)


asyncio.run(main(Path(sys.argv[1])))
