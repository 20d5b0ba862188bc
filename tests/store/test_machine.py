"""Any sequence of calls, compared with a plain dict that knows nothing of any store."""

import asyncio
from copy import deepcopy
from functools import partial
from itertools import islice, permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from firstline.domain.events import Recorded
from firstline.domain.row import Row
from firstline.store.port import KeyTaken, VersionConflict, place
from tests.mongo_server import DRIVERS

from .kit import blank, erased, open_mongo, open_sqlite, ready, said

streams = some.sampled_from(["a", "b", "c", "d"])
lists = some.sampled_from(["queue", "mine", "person:ä@b.c$"])
sorts = some.sampled_from(["", "1", "10", "2", "ä", "Z/", "~"])
uniques = some.sampled_from(["number:A", "number:B", "mail:x"])
rows = some.fixed_dictionaries(
    {
        "keys": some.dictionaries(lists, sorts).map(lambda keys: tuple(keys.items())),
        "unique_keys": some.sets(uniques, max_size=2).map(tuple),
        "due": some.none() | some.integers(0, 20),
    }
)
Outcome = type[Exception] | None


class Oracle:
    """What the port promises, in the simplest words."""

    def __init__(self) -> None:
        self.events: dict[str, list[Recorded]] = {}
        self.rows: dict[str, Row] = {}

    def version(self, stream: str) -> int:
        return len(self.events.get(stream, []))

    def append(self, stream: str, expected: int, events: list[Recorded], row: Row) -> Outcome:
        if self.version(stream) != expected:
            return VersionConflict
        others = (other for name, other in self.rows.items() if name != stream)
        if set(row.unique_keys) & {key for other in others for key in other.unique_keys}:
            return KeyTaken
        self.events[stream] = [*self.events.get(stream, []), *events]
        self.rows[stream] = row
        return None

    def erase(self, stream: str, positions: set[int], event: Recorded, row: Row) -> Outcome:
        outcome = self.append(stream, self.version(stream), [event], row)
        if outcome is None:
            kept = self.events[stream]
            self.events[stream] = [
                blank(one.position) if one.position in positions else one for one in kept
            ]
        return outcome

    def listed(self, key: str, order: str) -> list[Row]:
        found = [
            (sort.encode(), name.encode(), row)
            for name, row in self.rows.items()
            for listed, sort in row.keys
            if listed == key
        ]
        found.sort(key=lambda one: one[:2], reverse=order == "desc")
        return [row for *_, row in found]


class StoreAgainstDict(RuleBasedStateMachine):
    opened: Any
    orders: int | None
    """In how many orders may be decided what is in flight together; None: in any."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.oracle = Oracle()
        self.store = self.open()

    def open(self):
        async def inside():
            return await ready(self.opened(Path(self.folder.name)))

        return self.runner.run(inside())

    def ask(self, question: Any) -> Any:
        async def inside():
            return await question

        return self.runner.run(inside())

    def outcome(self, question: Any) -> Outcome:
        try:
            self.ask(question)
        except (VersionConflict, KeyTaken) as error:
            return type(error)
        return None

    @rule(
        stream=streams,
        count=some.integers(0, 3),
        late=some.sampled_from([0, 0, 0, -1, 1]),
        row=rows,
    )
    def append(self, stream, count, late, row):
        expected = max(0, self.oracle.version(stream) + late)
        call = _call(stream, expected, count, row)
        assert self.outcome(self.store.append(*call)) is self.oracle.append(*call)

    @rule(many=some.lists(some.tuples(streams, some.integers(1, 2), rows), min_size=2, max_size=6))
    def append_at_once(self, many):
        """Appends in flight together are decided one after the other; SQLite keeps their order."""
        calls = [_call(stream, self.oracle.version(stream), *more) for stream, *more in many]

        async def together():
            tries = (self.store.append(*call) for call in calls)
            return await asyncio.gather(*tries, return_exceptions=True)

        real = [type(one) if one else None for one in self.ask(together())]
        orders = permutations(range(len(calls)))
        fitting = (self.tried(calls, order, real) for order in islice(orders, self.orders))
        found = next(filter(None, fitting), None)
        assert found, f"{real} in no order of {calls}"
        self.oracle = found

    def tried(self, calls, order, real) -> Oracle | None:
        """What the oracle is after the calls in this order, if they end as they really did."""
        oracle = deepcopy(self.oracle)
        fits = all(oracle.append(*calls[one]) is real[one] for one in order)
        return oracle if fits else None

    @rule(stream=streams, named=some.sets(some.integers(1, 9)), row=rows)
    def erase(self, stream, named, row):
        """What is drawn does not depend on the version, which appends in flight leave open."""
        version = self.oracle.version(stream)
        positions = {position for position in named if position <= version}
        event = erased(version + 1, *sorted(positions))
        new = Row(stream, version + 1, {}, **row)
        blanks = [blank(position) for position in positions]
        call = self.store.erase(stream, version, [*positions], blanks, [event], new)
        assert self.outcome(call) is self.oracle.erase(stream, positions, event, new)

    @rule(stream=streams, after=some.integers(0, 6), limit=some.none() | some.integers(1, 4))
    def read(self, stream, after, limit):
        expected = self.oracle.events.get(stream, [])[after:][:limit]
        assert self.ask(self.store.read(stream, after, limit)) == expected
        assert self.ask(self.store.row(stream)) == self.oracle.rows.get(stream)

    @rule(key=lists, order=some.sampled_from(["asc", "desc"]), skip=some.integers(0, 3))
    def find(self, key, order, skip):
        expected = self.oracle.listed(key, order)
        assert self.ask(self.store.find(key, order)) == expected
        if skip < len(expected):
            after = place(expected[skip], key)
            assert self.ask(self.store.find(key, order, after)) == expected[skip + 1 :]

    @rule(key=uniques)
    def find_unique(self, key):
        holders = [row for row in self.oracle.rows.values() if key in row.unique_keys]
        assert self.ask(self.store.find_unique(key)) == (holders[0] if holders else None)

    @rule(now=some.integers(0, 20), limit=some.integers(1, 5))
    def due(self, now, limit):
        due = [(row.due, name) for name, row in self.oracle.rows.items() if row.due is not None]
        expected = [name for moment, name in sorted(due) if moment <= now][:limit]
        assert self.ask(self.store.due(now, limit)) == expected

    @rule()
    def reopen(self):
        self.ask(self.store.close())
        self.store = self.open()

    def teardown(self):
        self.ask(self.store.close())
        self.runner.close()
        self.folder.cleanup()


def _call(stream: str, expected: int, count: int, row: dict[str, Any]) -> tuple[Any, ...]:
    events = [said(position) for position in range(expected + 1, expected + 1 + count)]
    return stream, expected, events, Row(stream, expected + count, {"list": [1]}, **row)


STORES = {
    "sqlite": (open_sqlite, {"orders": 1}, 25),
    **{
        f"mongo-{driver}": (partial(open_mongo, driver, bucket=2), {"orders": None}, 10)
        for driver in DRIVERS
    },
}
"""Name -> how it is opened, what differs, how many lives. A bucket of two is full in no time."""


@pytest.mark.parametrize("name", STORES)
def test_a_store_does_what_a_dict_does(name: str):
    opened, differs, lives = STORES[name]
    machine = type("Machine", (StoreAgainstDict,), {"opened": staticmethod(opened), **differs})
    bounds = settings(
        max_examples=lives,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(machine, settings=bounds)
