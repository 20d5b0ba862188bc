"""What the desk counts while it works, cheap enough for the message path.

Plain numbers: `web/metrics.py` shows them to Prometheus. A count costs some 50 nanoseconds and a
duration some 300, a tenth of what the Prometheus client takes.
"""

import asyncio
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .notify import Change

QUICK = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds: the bounds of durations that a person may wait for."""
LOOP_EVERY = 0.5
"""Seconds between two looks at the event loop."""


class Histogram:
    """How many durations were at most so long; `bounds` in seconds, rising."""

    __slots__ = ("bounds", "counts", "total")

    def __init__(self, bounds: Iterable[float] = QUICK) -> None:
        self.bounds = tuple(bounds)
        self.counts = [0] * (len(self.bounds) + 1)
        self.total = 0.0

    def observe(self, seconds: float) -> None:
        """Count one duration."""
        self.counts[bisect_left(self.bounds, seconds)] += 1
        self.total += seconds


type ByName = defaultdict[str, Histogram]


def _by_name() -> ByName:
    return defaultdict(Histogram)


@dataclass(slots=True)
class Measures:
    """Everything that this process counted since it started."""

    events: Counter[type] = field(default_factory=Counter)
    """What was written here, by the class of its event."""
    turns: ByName = field(default_factory=_by_name)
    """Turns of the intake, by what came of them."""
    store: ByName = field(default_factory=_by_name)
    """Calls of the store, by operation."""
    store_errors: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Calls that failed, by operation and code."""
    loop: Histogram = field(default_factory=Histogram)
    """How late the event loop came back to who slept."""

    def note(self, change: Change) -> None:
        """A listener of the desk."""
        events = self.events
        for new in change.recorded:
            events[type(new.event)] += 1

    async def watch_loop(self) -> None:
        """A named task of the composition root: measures the event loop's lag, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LOOP_EVERY
            await asyncio.sleep(LOOP_EVERY)
            self.loop.observe(max(0.0, loop.time() - due))
