"""A store full of queued conversations, filled in seconds: rows and keys, without their events."""

import sqlite3
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import msgspec

from firstline.domain.row import Row
from firstline.store.tables import SCHEMA

NOW = 1_700_000_000_000
RARE = "ru"
"""The language of one conversation in a thousand; the others share four."""
LANGUAGES = [*islice(cycle(("en", "pt_BR", "de", "es")), 999), RARE]
TEAMS = ("first_line", "technical", "billing")
BATCH = 10_000
FAST = (
    "PRAGMA journal_mode = OFF",  # a torn fill is thrown away
    "PRAGMA synchronous = OFF",
    "PRAGMA cache_size = -1000000",  # kB
)
encode = msgspec.json.Encoder().encode


def fill(path: Path, template: Row, rows: int) -> float:
    """Seconds that it took to put so many copies of the row, told apart, into a new store."""
    began = time.perf_counter()
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in FAST:
        connection.execute(pragma)
    connection.executescript(SCHEMA)
    connection.execute("BEGIN")
    for first in range(0, rows, BATCH):
        made = list(_rows(template, range(first, min(first + BATCH, rows))))
        _put(connection, made)
    connection.execute("COMMIT")
    connection.close()
    return time.perf_counter() - began


def due(number: int) -> int:
    """One falls due each second, from NOW on."""
    return NOW + number * 1000


def pressing(number: int) -> str:
    """Its place in the queue, as `domain/row.py` makes it."""
    return f"{1 + number % 3}{due(number):015d}"


def _rows(template: Row, numbers: range) -> Iterator[Row]:
    body, languages = template.body, len(LANGUAGES)
    for number in numbers:
        stream, team = f"{number:026d}", TEAMS[number % 3]
        told = {"conversation": stream, "number": stream[-8:], "team": team}
        language = {"language": LANGUAGES[number % languages]}
        keys = _keys(number, team)
        unique = (f"number:{stream[-8:]}",)
        yield Row(stream, template.version, body | told | language, keys, unique, due(number))


def _keys(number: int, team: str) -> tuple[tuple[str, str], ...]:
    """The lists of a queued conversation of a verified customer."""
    place, recent, customer = pressing(number), f"{number // 60:010d}", f"{number // 3:07d}"
    return (
        ("queue", place),
        (f"queue:{team}", place),
        ("all", recent),
        (f"customer:{customer}", recent),
        (f"open-customer:{customer}", recent),
        (f"person:{customer}", ""),
    )


def _put(connection: sqlite3.Connection, rows: list[Row]) -> None:
    put = connection.executemany
    put(
        "INSERT INTO rows VALUES (?, ?, ?, ?)",
        ((row.stream, row.version, encode(row), row.due) for row in rows),
    )
    keys = sorted((*key, row.stream) for row in rows for key in row.keys)
    put("INSERT INTO row_keys VALUES (?, ?, ?)", keys)
    names = ((key, row.stream) for row in rows for key in row.unique_keys)
    put("INSERT INTO unique_keys VALUES (?, ?)", names)
