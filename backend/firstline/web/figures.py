"""What the promise depends on, as the store has it now: queues, clocks, what is overdue.

Read when somebody asks, from lists that are sorted by urgency and cut at `COUNTED`; what another
question found a moment ago is given again.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from firstline.desk import Desk
from firstline.domain.moment import Moment
from firstline.domain.row import Row
from firstline.people import People
from firstline.store.port import place

FRESH = 5_000
"""Milliseconds for which figures are given again."""
COUNTED = 1_000
"""Rows of one list that are looked at: of more, the most urgent."""
PAGE = 200
SOON = 15 * 60_000
"""Milliseconds: a clock that is due within them can still be saved."""


@dataclass(slots=True)
class Figures:
    """What was found at `at`. Durations in milliseconds; names are teams or clocks."""

    at: Moment
    waiting: Counter[str] = field(default_factory=Counter)
    """Conversations in the queue, by team."""
    oldest: dict[str, int] = field(default_factory=dict)
    """How long the one waits that was handed over first, by team."""
    running: Counter[str] = field(default_factory=Counter)
    soon: Counter[str] = field(default_factory=Counter)
    breached: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    """Conversations for which somebody on call is wanted: calling, or in_vain so far."""
    overdue: int = 0
    """For how long the most overdue due time has been waiting for a sweep."""


class Reader:
    """Reads the figures; raises what the store raises."""

    def __init__(self, desk: Desk, people: People) -> None:
        self._desk = desk
        self._people = people
        self._last: Figures | None = None

    async def figures(self) -> Figures:
        """The figures as they are, or were `FRESH` ago at most; raises StoreRefused."""
        now = self._desk.now()
        if self._last is None or not 0 <= now - self._last.at < FRESH:
            self._last = await self._read(now)
        return self._last

    async def _read(self, now: Moment) -> Figures:
        found = Figures(now, overdue=await self._overdue(now))
        for team in self._teams():
            rows = await self._rows(f"queue:{team}")
            found.waiting[team] = len(rows)
            found.oldest[team] = max((_age(row, now) for row in rows), default=0)
            _count_clocks(found, rows)
        others = {row.stream: row for key in self._others() for row in await self._rows(key)}
        _count_clocks(found, others.values())
        for row in await self._rows("paging"):
            found.pages["in_vain" if row.body["page"]["vain"] else "calling"] += 1
        return found

    def _teams(self) -> list[str]:
        return sorted({team for policy in self._desk.policies.values() for team in policy.teams})

    def _others(self) -> Iterator[str]:
        """The lists of what is open and in no queue; one row may stand in two of them."""
        yield from ("waiting", "incident")
        yield from (f"mine:{agent.id}" for agent in self._people.all())

    async def _rows(self, key: str) -> list[Row]:
        found: list[Row] = []
        after: str | None = None
        while len(found) < COUNTED:
            rows = await self._desk.store.find(key, after=after, limit=PAGE)
            found += rows
            if len(rows) < PAGE:
                break
            after = place(rows[-1], key)
        return found

    async def _overdue(self, now: Moment) -> int:
        for stream in await self._desk.store.due(now, 1):
            row = await self._desk.store.row(stream)
            if row is not None and row.due is not None:
                return max(0, now - row.due)
        return 0


def _age(row: Row, now: Moment) -> int:
    return max(0, now - int(row.body["handed_off_at"] or now))


def _count_clocks(found: Figures, rows: Iterable[Row]) -> None:
    """Of each conversation the clock that is due next, which is the one that lists show."""
    for row in rows:
        clock = row.body["clock"]
        if clock is None:
            continue
        name, due_at = clock["name"], clock["due_at"]
        found.running[name] += 1
        late = clock["state"] == "missed" or (due_at is not None and due_at <= found.at)
        found.breached[name] += late
        found.soon[name] += not late and due_at is not None and due_at <= found.at + SOON
