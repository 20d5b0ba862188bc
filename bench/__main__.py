"""`make bench`: every figure beside its limit, all of them in `build/bench.json`.

Machines are noisy, so a missed limit only fails the run if `--strict` asks for it.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench import (
    bot_turn,
    bundle,
    idle_sockets,
    language,
    many_rows,
    masking,
    message_path,
    start,
    store,
    turn_work,
    two_desks,
)

RESULT = Path(__file__).parent.parent / "build" / "bench.json"
KB = 1024

MEASURES: dict[str, Callable[[], dict[str, Any]]] = {
    "bundle": bundle.measure,
    "masking": masking.measure,
    "store": store.measure,
    "language": language.measure,
    "start": start.measure,
    "turn_work": turn_work.measure,
    "bot_turn": bot_turn.measure,
    "many_rows": many_rows.measure,
    "idle_sockets": idle_sockets.measure,
    "message_path": lambda: asyncio.run(message_path.measure()),
    "two_desks": lambda: asyncio.run(two_desks.measure()),
}
AT_LEAST = {"message_path.throughput_ratio": 0.5}
LONG = frozenset({"idle_sockets"})
"""Takes minutes, so it runs only where it is named."""
INDEXED = ("due", "due_backlog", "queue", "queue_deep", "queue_team")
AT_MOST = {
    **{f"many_rows.{look}.p99_ms": 5 for look in INDEXED},
    **{f"many_rows.{look}.growth": many_rows.DEPTH for look in (*INDEXED, "queue_language")},
    "message_path.cpu_ratio": 2.2,
    "message_path.p99_ratio": 3,
    "turn_work.short_ms": 10,
    "turn_work.long_ms": 100,
    "turn_work.hold_ms": 20,
    "bot_turn.extra_ms": 15,
    "bundle.loader_gz": 3 * KB,
    "bundle.app_gz": 35 * KB,
    "start.listening_s": 2,
    "start.used_mb": 250,
}


def main() -> None:
    """Measure, print and write; exits with status 1 for a missed limit if `--strict` is given."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "only", nargs="*", help=f"some of {', '.join(MEASURES)}; else all that are short"
    )
    parser.add_argument("--strict", action="store_true", help="fail where a limit is missed")
    options = parser.parse_args()
    measured: dict[str, Any] = {}
    for name in options.only or [name for name in MEASURES if name not in LONG]:
        measured[name] = MEASURES[name]()
        _print(name, measured[name])
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(measured, indent=2) + "\n", "utf-8")
    missed = [name for name, value in _flat(measured) if not _holds(name, value)]
    print(f"\n{RESULT.name} is written; missed: {', '.join(missed) or 'nothing'}")
    sys.exit(1 if missed and options.strict else 0)


def _print(name: str, figures: dict[str, Any]) -> None:
    for full, value in _flat({name: figures}):
        limit = _limit(full)
        mark = "" if not limit else "   holds" if _holds(full, value) else "   MISSED"
        print(f"{full:36} {value:>12,.3f}   {limit:14}{mark}", flush=True)


def _limit(name: str) -> str:
    if name in AT_LEAST:
        return f"at least {AT_LEAST[name]:g}"
    return f"at most {AT_MOST[name]:g}" if name in AT_MOST else ""


def _holds(name: str, value: float) -> bool:
    return AT_LEAST.get(name, value) <= value <= AT_MOST.get(name, value)


def _flat(figures: dict[str, Any], before: str = "") -> list[tuple[str, float]]:
    """Every number with its dotted name."""
    rows: list[tuple[str, float]] = []
    for name, value in figures.items():
        inner = partial(_flat, before=f"{before}{name}.")
        rows += inner(value) if isinstance(value, dict) else [(f"{before}{name}", value)]
    return rows


if __name__ == "__main__":
    main()
