"""How a stream lies in head and buckets, and how both change. `documents.py` names their fields.

An append is one update of the head, which its version guards. What needs several documents is
ordered so that it may break off anywhere:

- *A full head* is shortened before the next append. Its oldest events are first written as buckets,
  where a repeat finds them and changes nothing; then one guarded update drops them from the head.
- *An erasure* is decided in the head, in the update that appends its events: `erasing` holds the
  blanked forms, and every reading puts them in place from then on. Then they are written into the
  buckets, and last into the head, which forgets `erasing` in that update. In between nothing else
  changes the head: the next append, or a desk that starts, ends it first.

Two who do the same at once write the same. A full head is changed by its shortening alone, not by
an erasure either; so a slow writer, who still knows the old text, finds its bucket there.
"""

from contextlib import suppress

from pymongo.errors import DuplicateKeyError

from firstline.domain.row import Row
from firstline.store.port import EventDamaged, KeyTaken, VersionConflict

from .connection import Database, Document
from .documents import INDEXES, guard

_WHOLE: Document = {"version": 1, "sealed": 1, "events": 1, "erasing": 1}
_NEWEST: Document = {**_WHOLE, "events": {"$slice": -16}}
"""Enough for who knows all but the newest, and some KB instead of all that a head holds."""


class Streams:
    """The heads and the buckets. Each method raises PyMongoError where the database is away."""

    def __init__(self, database: Database, bucket: int) -> None:
        self.heads = database["heads"]
        self._buckets = database["buckets"]
        self._size = bucket

    async def prepare(self) -> None:
        """Make the indexes, and end the erasures that broke off."""
        for name, fields, options in INDEXES:
            await self.heads.create_index(fields, name=name, **options)
        left = await self.heads.find({"erasing.id": {"$exists": True}}, _WHOLE).to_list(None)
        for head in left:
            await self._finish_erasure(head)

    async def write(self, stream: str, expected: int, update: Document, row: Row) -> None:
        """Change the head at this version. Raises VersionConflict, KeyTaken."""
        while not await self._changed(stream, expected, update, row):
            head = await self._head(stream)
            found = head["version"] if head else 0
            if head is None or found != expected:
                raise VersionConflict(stream=stream, expected=expected, found=found)
            if "erasing" in head:
                await self._finish_erasure(head)
            else:
                await self._shorten(head)

    async def finish_erasure(self, stream: str) -> None:
        """Carry out what was decided to be erased, unless somebody else has done so."""
        head = await self._head(stream)
        if head and "erasing" in head:
            await self._finish_erasure(head)

    async def read(self, stream: str, after: int, limit: int | None) -> list[bytes]:
        """The stored forms behind a position, those that are being erased already blanked.

        Raises EventDamaged where a bucket is missing.
        """
        behind = {"_id": stream, "version": {"$gt": after}}
        head = await self.heads.find_one(behind, _NEWEST if after else _WHOLE)
        if head and _first(head) > max(after, head["sealed"]):
            head = await self._head(stream)
        if head is None:
            return []
        until = head["version"] if limit is None else min(after + limit, head["version"])
        first, events = _first(head), _with_blanks(head, _first(head), head["events"])
        if after < head["sealed"]:
            first, older = await self._older(head, after, until)
            events = older + events
        return events[after - first : until - first]

    async def _older(self, head: Document, after: int, until: int) -> tuple[int, list[bytes]]:
        """Where the first bucket starts that is needed, and all events from there to the head."""
        starts = range(self._start(after + 1), head["sealed"], self._size)
        needed = {self._id(head, start): start for start in starts if start < until}
        found = await self._buckets.find({"_id": {"$in": list(needed)}}).to_list(None)
        if missing := needed.keys() - {bucket["_id"] for bucket in found}:
            raise EventDamaged(f"the bucket {min(missing)} is missing")
        found.sort(key=lambda bucket: needed[bucket["_id"]])
        events = [event for bucket in found for event in bucket["events"]]
        return starts[0], _with_blanks(head, starts[0], events)

    async def _head(self, stream: str) -> Document | None:
        return await self.heads.find_one({"_id": stream}, _WHOLE)

    async def _changed(self, stream: str, expected: int, update: Document, row: Row) -> bool:
        """Whether the head was as expected. That of a new stream is made."""
        wanted = guard(stream, expected, self._size)
        try:
            done = await self.heads.update_one(wanted, update, upsert=expected == 0)
        except DuplicateKeyError as error:
            raise await self._refusal(stream, expected, row) from error
        return bool(done.matched_count or done.upserted_id is not None)

    async def _refusal(self, stream: str, expected: int, row: Row) -> VersionConflict | KeyTaken:
        """Why an index refused: the stream is there already, or a key is another one's."""
        head = await self.heads.find_one({"_id": stream}, {"version": 1})
        if head and head["version"] != expected:
            return VersionConflict(stream=stream, expected=expected, found=head["version"])
        others = {"unique": {"$in": list(row.unique_keys)}, "_id": {"$ne": stream}}
        holder = await self.heads.find_one(others, {"unique": 1})
        taken = set(row.unique_keys).intersection(holder["unique"] if holder else ())
        return KeyTaken(key=min(taken, default=""), stream=stream)

    async def _shorten(self, head: Document) -> None:
        """Move whole buckets out of the head; one bucket's worth of events or more stays."""
        sealed, version = head["sealed"], head["version"]
        now_sealed = (version - self._size) // self._size * self._size
        for start in range(sealed, now_sealed, self._size):
            events = head["events"][start - sealed : start - sealed + self._size]
            with suppress(DuplicateKeyError):
                await self._buckets.insert_one({"_id": self._id(head, start), "events": events})
        await self.heads.update_one(
            {
                "_id": head["_id"],
                "version": version,
                "sealed": sealed,
                "erasing": {"$exists": False},
            },
            {
                "$set": {"sealed": now_sealed},
                "$push": {"events": {"$each": [], "$slice": now_sealed - version}},
            },
        )

    async def _finish_erasure(self, head: Document) -> None:
        sealed, blanks = head["sealed"], _blanks(head)
        for start in sorted({self._start(position) for position in blanks if position <= sealed}):
            inside = range(start + 1, start + self._size + 1)
            await self._buckets.update_one(
                {"_id": self._id(head, start)}, _blanking(blanks, inside)
            )
        rest = range(sealed + 1, head["version"] + 1)
        await self.heads.update_one(
            {"_id": head["_id"], "erasing.id": head["erasing"]["id"]},
            {**_blanking(blanks, rest), "$unset": {"erasing": ""}},
        )

    def _start(self, position: int) -> int:
        """How many events stand before the bucket of a position."""
        return (position - 1) // self._size * self._size

    def _id(self, head: Document, start: int) -> str:
        return f"{head['_id']}/{start // self._size}"


def _first(head: Document) -> int:
    """How many events stand before those that were fetched."""
    return int(head["version"]) - len(head["events"])


def _blanks(head: Document) -> dict[int, bytes]:
    """The blanked forms that are not yet everywhere in place, by position."""
    erasing = head.get("erasing", {"blanks": {}})
    return {int(position): blank for position, blank in erasing["blanks"].items()}


def _with_blanks(head: Document, first: int, events: list[bytes]) -> list[bytes]:
    blanks = _blanks(head)
    return [blanks.get(position, event) for position, event in enumerate(events, first + 1)]


def _blanking(blanks: dict[int, bytes], inside: range) -> Document:
    """The update that blanks those of a document's events, which are the positions `inside`."""
    here = {position: blank for position, blank in blanks.items() if position in inside}
    named = {f"events.{inside.index(position)}": blank for position, blank in here.items()}
    return {"$set": named} if named else {}
