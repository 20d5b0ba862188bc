"""What one append costs: event and row written, fsynced, acknowledged, on a busy loop."""

import asyncio
import json
import resource
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import Any

import uvloop

from firstline.domain.events import CustomerWrote, Recorded
from firstline.domain.row import Row
from firstline.store.sqlite import SqliteStore

STREAMS = 200
SECONDS = 2.0
TEXT = "The webhook for order 4711 was not delivered to https://example.org/hook. " * 5


def measure() -> dict[str, float]:
    """Appends a second by 200 streams at once, and the process's CPU in µs for each; about 3 s."""
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_measure(Path(folder) / "bench.sqlite"))


async def _measure(path: Path) -> dict[str, float]:
    store = SqliteStore(path)
    waits: list[float] = []
    began, cpu = time.perf_counter(), _cpu()
    until = began + SECONDS
    await asyncio.gather(*(_customer(store, f"{n:026}", until, waits) for n in range(STREAMS)))
    seconds, used = time.perf_counter() - began, _cpu() - cpu
    await store.close()
    waits.sort()
    return {
        "appends_per_s": round(len(waits) / seconds),
        "cpu_us": round(used / len(waits) * 1e6, 1),
        "p50_ms": round(waits[len(waits) // 2] * 1e3, 2),
        "p99_ms": round(waits[len(waits) * 99 // 100] * 1e3, 2),
    }


async def _customer(store: SqliteStore, stream: str, until: float, waits: list[float]) -> None:
    for position in count(1):
        sent = time.perf_counter()
        if sent > until:
            return
        event = CustomerWrote(id=f"{stream}-{position}", text=TEXT)
        recorded = Recorded(position, 1_700_000_000_000 + position, event)
        await store.append(stream, position - 1, [recorded], _row(stream, position))
        waits.append(time.perf_counter() - sent)


def _row(stream: str, version: int) -> Row:
    body: dict[str, Any] = {
        "number": "K7Q-4M2X",
        "subject": "Webhook not delivered",
        "snippet": TEXT[:120],
        "customer": {"name": "Ana", "verified": True, "plan": "premium", "organisation": "Acme"},
        "clock": {"name": "first_response", "due_at": 1_700_001_800_000, "span": 1_800_000},
        "language": "pt_BR",
        "last_at": version,
    }
    keys = (("all", stream), ("customer:7", f"{version:013}"), ("queue:first:pt_BR", "2:0017"))
    return Row(stream, version, body, keys, (f"number:{stream}",), 1_700_000_000_000 + version)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
