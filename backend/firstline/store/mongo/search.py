"""The index in MongoDB: the words of each passage, under an index of their own.

MongoDB's `$text` knows no beginnings of words and asks for one word or another, not for all of
them; an index over an array of words does, and means the same on every release.
"""

import asyncio
import math
from collections.abc import (
    AsyncIterable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from itertools import batched
from typing import Any, override

from pymongo import ASCENDING, DESCENDING, UpdateMany, UpdateOne

from firstline.domain.events import Recorded
from firstline.domain.moment import Moment
from firstline.store.passages import LONGEST_QUESTION, folded, passage_of, telling, undoes_solution
from firstline.store.port_search import Hit, Kind, Search

from .connection import Database, Document, refusals

CANDIDATES = 500
"""Passages that are ranked, the newest: a word that stands everywhere is not read everywhere."""
AT_ONCE = 1_000
"""Passages in one request, so that a very long conversation is not refused for its time."""
LAST_LETTER = "\U0010ffff"
"""Behind every word that begins with what stands before it."""

type Change = UpdateOne | UpdateMany


class MongoSearch(Search):
    """`Search` in passages, and in fed, which says how far each stream is indexed."""

    def __init__(self, database: Database) -> None:
        self._passages = database["passages"]
        self._fed = database["fed"]

    async def prepare(self) -> None:
        """Make the indexes that are not there. Raises StoreRefused."""
        with refusals():
            await asyncio.gather(
                self._passages.create_index([("words", ASCENDING), ("at", DESCENDING)]),
                self._passages.create_index(
                    [("stream", ASCENDING), ("position", DESCENDING)],
                    partialFilterExpression={"kind": "solution"},
                ),
            )

    @override
    async def feed(self, told: Mapping[str, Sequence[Recorded]]) -> dict[str, int]:
        with refusals():
            reached = await self._reached(told)
            new = {stream: _new(told[stream], reached[stream]) for stream in told}
            new = {stream: recorded for stream, recorded in new.items() if recorded}
            changes = [one for stream in new for one in _changes(stream, new[stream])]
            for some in batched(changes, AT_ONCE, strict=False):
                await self._passages.bulk_write(list(some))
            if new:
                now = {stream: recorded[-1].position for stream, recorded in new.items()}
                await self._fed.bulk_write([_reach(*one) for one in now.items()])
                reached |= now
        return reached

    @override
    async def fed(self, stream: str) -> int:
        with refusals():
            return (await self._reached([stream]))[stream]

    async def _reached(self, streams: Iterable[str]) -> dict[str, int]:
        reached = dict.fromkeys(streams, 0)
        found = self._fed.find({"_id": {"$in": list(reached)}})
        return reached | {one["_id"]: one["position"] async for one in found}

    @override
    async def search(self, text: str, limit: int = 20) -> list[Hit]:
        words = folded(text)[:LONGEST_QUESTION]
        if not words:
            return []
        *before, last = [{"words": word} for word in words]
        found = await self._candidates({"$and": [*before, last]})
        if len({one["stream"] for one in found}) < limit:
            found += await self._candidates({"$and": [*before, _begins(words[-1])]}, newest=False)
        best = _best(found, lambda one: _share(one["words"], words))
        return _hits(best.values(), limit)

    @override
    async def similar(self, text: str, limit: int = 5, but: str = "") -> list[Hit]:
        words = sorted(set(filter(telling, folded(text))), key=len)[-LONGEST_QUESTION:]
        counts = await self._counted(words)
        alike = {"words": {"$in": _rarest(counts)}, "stream": {"$ne": but}}
        best = _best(await self._candidates(alike), lambda one: _weight(one["words"], counts))
        solved = {"stream": {"$in": list(best)}, "kind": "solution"}
        with refusals():
            found = self._passages.find(solved).sort("position", ASCENDING)
            solutions = {one["stream"]: one async for one in found}
        return _hits([(best[stream][0], one) for stream, one in solutions.items()], limit)

    async def _candidates(self, asked: Document, *, newest: bool = True) -> list[Document]:
        """The newest where the index gives them in that order; for a beginning it does not."""
        with refusals():
            found = self._passages.find(asked)
            if newest:
                found = found.sort("at", DESCENDING)
            return [one async for one in found.limit(CANDIDATES)]

    async def _counted(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each known word stands, counted up to a limit."""
        with refusals():
            counts = await asyncio.gather(
                *(
                    self._passages.count_documents({"words": word}, limit=CANDIDATES)
                    for word in words
                )
            )
        return {word: count for word, count in zip(words, counts, strict=True) if count}

    @override
    async def forget(self, stream: str, positions: Sequence[int]) -> None:
        """An empty place stays behind, where a slower desk cannot put the words back."""
        if positions:
            with refusals():
                await self._passages.bulk_write([_emptied(stream, one) for one in positions])

    @override
    async def rebuild(self, streams: AsyncIterable[tuple[str, Sequence[Recorded]]]) -> None:
        with refusals():
            await self._fed.drop()
            await self._passages.drop()
        await self.prepare()
        async for stream, recorded in streams:
            await self.feed({stream: recorded})


def _new(recorded: Sequence[Recorded], reached: int) -> Sequence[Recorded]:
    """What follows on what was fed; nothing behind a gap."""
    new = [one for one in recorded if one.position > reached]
    return new if new and new[0].position == reached + 1 else []


def _changes(stream: str, new: Iterable[Recorded]) -> Iterator[Change]:
    """Twice is harmless, and so are two desks at it: what is there stays as it is."""
    for one in new:
        if undoes_solution(one):
            before = {"stream": stream, "kind": "solution", "position": {"$lt": one.position}}
            yield UpdateMany(before, {"$set": {"kind": "said"}})
        if found := passage_of(one):
            kind, text = found
            place = _place(stream, one.position, kind, one.at, text)
            yield UpdateOne({"_id": place.pop("_id")}, {"$setOnInsert": place}, upsert=True)


def _emptied(stream: str, position: int) -> Change:
    place = _place(stream, position, "said", 0, "")
    return UpdateOne({"_id": place.pop("_id")}, {"$set": place}, upsert=True)


def _place(stream: str, position: int, kind: Kind, at: Moment, text: str) -> dict[str, Any]:
    return {
        "_id": f"{stream}/{position}",
        "stream": stream,
        "position": position,
        "kind": kind,
        "at": at,
        "text": text,
        "words": sorted(set(folded(text))),
    }


def _reach(stream: str, position: int) -> Change:
    return UpdateOne({"_id": stream}, {"$max": {"position": position}}, upsert=True)


def _begins(word: str) -> Document:
    return {"words": {"$elemMatch": {"$gte": word, "$lt": word + LAST_LETTER}}}


def _share(words: Collection[str], asked: Sequence[str]) -> float:
    """How much of a passage is what was asked for."""
    beginning = asked[-1]
    return sum(word in asked or word.startswith(beginning) for word in words) / len(words)


def _rarest(counts: Mapping[str, int]) -> list[str]:
    """As many words as together stand in enough passages: the common ones only help to rank."""
    chosen: list[str] = []
    for word in sorted(counts, key=lambda word: counts[word]):
        chosen.append(word)
        if sum(counts[one] for one in chosen) >= CANDIDATES:
            break
    return chosen


def _weight(words: Iterable[str], counts: Mapping[str, int]) -> float:
    """The rarer a word, the more it says."""
    return sum(math.log1p(CANDIDATES / counts[word]) for word in words if word in counts)


def _best(
    found: Iterable[Document], score: Callable[[Document], float]
) -> dict[str, tuple[float, Document]]:
    """Of each conversation the passage that fits best, the first among equals."""
    best: dict[str, tuple[float, Document]] = {}
    for one in found:
        scored = score(one)
        if one["stream"] not in best or scored > best[one["stream"]][0]:
            best[one["stream"]] = (scored, one)
    return best


def _hits(scored: Iterable[tuple[float, Document]], limit: int) -> list[Hit]:
    hits = [
        Hit(one["stream"], one["position"], one["kind"], one["text"], score)
        for score, one in scored
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.stream))[:limit]
