"""The two kinds of documents that hold a stream, and what is asked of them.

A *head* for each stream, in `heads`, changed by one guarded update:

    _id       the stream
    version   the position of the newest event
    sealed    how many of the oldest events stand in buckets alone
    events    the events behind `sealed`, each as the codec's bytes: at least the newest 64
    row       the row, as bytes
    lists     {list: sort key + NUL + stream} of the row
    unique    the unique keys of the row, absent if there are none
    due       absent if there is none
    erasing   an erasure that is decided and not yet carried out everywhere, see `streams.py`

A *bucket* in `buckets`, `{_id: stream/k, events: [...]}`, holds the 64 events behind position 64 k.
It is written once, and changed by erasures alone.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from firstline.domain.row import Row
from firstline.store.port import Order

from .connection import Document

BUCKET = 64
"""Events in a bucket, and at least in the head of a longer stream. A database keeps it for ever."""

INDEXES: list[tuple[str, list[tuple[str, int]], dict[str, Any]]] = [
    ("lists", [("lists.$**", 1)], {}),
    ("unique", [("unique", 1)], {"unique": True, "sparse": True}),
    (
        "due",
        [("due", 1), ("_id", 1)],
        {"partialFilterExpression": {"due": {"$exists": True}}},
    ),
    ("erasing", [("erasing.id", 1)], {"sparse": True}),
]
"""Of the heads: name, fields, options. A bucket is only ever found by its `_id`."""

ROW = {"_id": 0, "row": 1}
"""All that lists fetch: no events."""

_ESCAPES = str.maketrans({"%": "%25", ".": "%2E", "$": "%24", "\0": "%00"})
_encode_row = msgspec.json.Encoder().encode
_decode_row = msgspec.json.Decoder(Row).decode


def row_of(found: Document | None) -> Row | None:
    """The row of a head."""
    return _decode_row(found["row"]) if found else None


def guard(stream: str, expected: int, bucket: int) -> Document:
    """The head as an append expects it: at this version, not full, and nothing left to erase."""
    return {
        "_id": stream,
        "version": expected,
        "sealed": {"$gt": expected - 2 * bucket},
        "erasing": {"$exists": False},
    }


def change(events: Sequence[bytes], row: Row) -> Document:
    """The update of a head that appends and replaces the row."""
    optional = {"unique": list(row.unique_keys) or None, "due": row.due}
    present = {name: value for name, value in optional.items() if value is not None}
    absent = dict.fromkeys(optional.keys() - present.keys(), "")
    update: Document = {
        "$set": {
            "version": row.version,
            "row": _encode_row(row),
            "lists": {field(key): f"{sort}\0{row.stream}" for key, sort in row.keys},
            **present,
        },
        "$push": {"events": {"$each": list(events)}},
        "$setOnInsert": {"sealed": 0},
    }
    return {**update, "$unset": absent} if absent else update


def field(key: str) -> str:
    """A list's name as the name of a field, where dots and dollars mean something else."""
    return key.translate(_ESCAPES)


def listed(key: str, order: Order, after: str | None) -> tuple[Document, list[tuple[str, int]]]:
    """The filter and the order that walk along one list in the index `lists`.

    MongoDB sorts by a wildcard index what is asked of that very field. The stream stands in the
    value behind a NUL, which sorts before all else, so that its bytes decide between equal keys.
    """
    path = f"lists.{field(key)}"
    beyond: Document = {"$gte": ""}
    if after is not None:
        sort, _, stream = after.rpartition("/")
        beyond = {"$gt" if order == "asc" else "$lt": f"{sort}\0{stream}"}
    return {path: beyond}, [(path, 1 if order == "asc" else -1)]
