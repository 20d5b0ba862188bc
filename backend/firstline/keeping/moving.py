"""Moving house: everything from one store to another, again and again until all of it is there."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress

from msgspec import Struct
from msgspec.structs import replace

from firstline.domain.errors import OperatorError
from firstline.domain.events import NumberReserved, Recorded
from firstline.domain.moment import Moment
from firstline.domain.row import Row
from firstline.store.codec import Codec
from firstline.store.port import StoreRefused, StreamNewer
from firstline.stores import Stores

from .attached import attached, lacks
from .putting import HoldsSomethingElse, carry_out, encode_row, plan

MOVING = "moving"
"""The mark of a store into which a move is not finished; it is not served meanwhile."""
PAGE = 1_000
_codec = Codec()


class MoveUnfinished(OperatorError):
    """A move into this store is not finished: run the same `firstline move` again."""


class NotTheSame(OperatorError):
    """After the move the two stores do not hold the same; the message says where."""


class Count(Struct, frozen=True):
    """What a store holds. `sha256` is over all events, rows and hashes of files, by stream."""

    conversations: int = 0
    events: int = 0
    files: int = 0
    agents: int = 0
    lost: int = 0
    sha256: str = ""


class StoreIsServed(OperatorError):
    """A desk serves this store; stop every desk before a move."""


SERVED, STILL = "served", 30_000
"""The mark in which desks on a shared store say that they live, and for how many milliseconds."""


async def say_served(stores: Stores, now: Callable[[], Moment]) -> None:
    """A named task of a desk on a shared store, for which no lock of a file speaks."""
    while True:
        with suppress(StoreRefused):
            await stores.everything.set_mark(SERVED, str(now()))
        await asyncio.sleep(STILL / 3000)


async def refuse_served(stores: Stores, now: Moment) -> None:
    """Raises StoreIsServed; a folder has its lock instead."""
    told = await stores.everything.mark(SERVED)
    if stores.shared and told and now - int(told) < STILL:
        raise StoreIsServed


async def refuse_unfinished(stores: Stores) -> None:
    """Raises MoveUnfinished for a store that holds one half of another."""
    if await stores.everything.mark(MOVING):
        raise MoveUnfinished


async def streams(stores: Stores) -> AsyncIterator[str]:
    """Every stream, by name."""
    page = await stores.everything.streams(limit=PAGE)
    while page:
        for stream in page:
            yield stream
        page = await stores.everything.streams(after=page[-1], limit=PAGE)


async def whole(stores: Stores, stream: str) -> tuple[list[Recorded], Row]:
    """A conversation. Raises StreamNewer with a sentence for the operator."""
    try:
        events = await stores.store.read(stream)
    except StreamNewer as newer:
        raise StreamNewer(f"{stream} was written by a newer release: use that one") from newer
    row = await stores.store.row(stream)
    assert row is not None  # noqa: S101 - a stream is listed by its row
    return events, row


async def move(source: Stores, target: Stores, step: Callable[[], None]) -> Count:
    """Copy what the target lacks, then compare the two; gives what both hold.

    `step` is called for each conversation, once when it was copied and once when it was compared.
    Raises HoldsSomethingElse before anything is written, NotTheSame.
    """
    await _refuse_foreign(source, target)
    await target.everything.set_mark(MOVING, "1")
    await _copy_accounts(source, target)
    async for stream in streams(source):
        await _copy(source, target, stream)
        step()
    await _copy_rest(source, target)
    found = await count(target, step)
    expected = await count(source, lambda: None, check_files=False)
    if found != expected:
        raise NotTheSame(f"expected {expected}, found {found}")
    await target.everything.set_mark(MOVING, "")
    return found


async def _refuse_foreign(source: Stores, target: Stores) -> None:
    """A target may hold what an earlier run brought there, and nothing else."""
    async for stream in streams(target):
        if await source.store.row(stream) is None:
            raise HoldsSomethingElse(f"the target holds {stream}, which is not in the source")
    known = {agent.id for agent in await source.accounts.agents()}
    for agent in await target.accounts.agents():
        if agent.id not in known:
            raise HoldsSomethingElse(f"the target knows {agent.email}, whom the source does not")


async def _copy_accounts(source: Stores, target: Stores) -> None:
    for agent in await source.accounts.agents():
        known = await source.accounts.credentials(agent.email)
        await target.accounts.save_agent(agent, known[1] if known else None)
    for hashed, token in await source.everything.tokens():
        await target.everything.keep_token(hashed, token)


async def _copy(source: Stores, target: Stores, stream: str) -> None:
    events, row = await whole(source, stream)
    planned = await plan(target, stream, events)
    if list(planned.events) != events:
        raise HoldsSomethingElse(f"{stream} has gone on in the target")
    await _copy_promise(source, target, events)
    for file in (await attached(source.files, events)).found:
        if await lacks(target, file):
            await target.everything.put_file(file, source.files.read(file.id))
    await carry_out(target, planned, row)


async def _copy_promise(source: Stores, target: Stores, events: Sequence[Recorded]) -> None:
    for one in events:
        if isinstance(one.event, NumberReserved):
            text = await source.accounts.policy(one.event.policy)
            if text is not None:
                await target.accounts.keep_policy(one.event.policy, text)


async def _copy_rest(source: Stores, target: Stores) -> None:
    known = set(await target.erasures.since(0))
    noted = [one for one in await source.erasures.since(0) if one not in known]
    if noted:
        await target.erasures.note(noted)


async def count(stores: Stores, step: Callable[[], None], *, check_files: bool = True) -> Count:
    """Read everything. Raises FileDamaged where `check_files` finds a file that is not itself."""
    seen, total = hashlib.sha256(), Count(agents=len(await stores.accounts.agents()))
    async for stream in streams(stores):
        events, row = await whole(stores, stream)
        files = await attached(stores.files, events)
        for one in events:
            seen.update(_codec.encode(one))
        seen.update(encode_row(row))
        for file in files.found:
            seen.update(file.sha256.encode())
            if check_files:
                async for _ in stores.files.read(file.id):
                    pass  # a file that is not itself is found behind its last piece
        total = replace(
            total,
            conversations=total.conversations + 1,
            events=total.events + len(events),
            files=total.files + len(files.found),
            lost=total.lost + len(files.lost),
        )
        step()
    return replace(total, sha256=seen.hexdigest())
