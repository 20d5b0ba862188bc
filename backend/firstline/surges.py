"""Which conversations belong to a surge: open, about the same, begun since then (R49)."""

from collections.abc import Iterable

from .domain.moment import Moment
from .domain.row import Row, listed_at, topic_key
from .store.port import Store

LOOKED_AT = 200
"""Conversations about one thing that are looked at, the newest."""


async def alike(store: Store, topics: Iterable[str], since: Moment) -> list[Row]:
    """The rows of these topics, the oldest first; raises StoreRefused."""
    found: dict[str, tuple[Moment, Row]] = {}
    for key in map(topic_key, topics):
        for row in await store.find(key, "desc", limit=LOOKED_AT):
            if (began := listed_at(row, key)) < since:
                break
            found[row.stream] = began, row
    return [row for _, row in sorted(found.values(), key=lambda one: (one[0], one[1].stream))]


def customers(rows: Iterable[Row]) -> int:
    """How many different ones: an organisation counts once, and all visitors together."""
    return len({row.body["house"] for row in rows})
