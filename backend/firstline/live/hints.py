"""What desks on one store say to each other: that something changed, and never what.

No customer's text travels through Redis. Who hears a hint reads the store. What could not be heard
while Redis was away is found in the store afterwards.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from itertools import batched
from secrets import token_hex

import msgspec
import structlog
from msgspec import Struct

from firstline.domain.moment import Moment, Span
from firstline.notify import Change
from firstline.store.port import Store, StoreRefused, place

from .link import Link

CHANNEL = "firstline:hints"
AT_ONCE = 32
"""Streams that are read side by side."""
AGAIN = 0.5
"""Seconds until a store that refused is asked again."""
SLACK: Span = 30_000
"""Milliseconds: clocks of desks differ, and a loss is noticed late."""
MINUTE: Span = 60_000
PAGE = 200

log = structlog.get_logger()

type WasTold = Callable[[int, Moment], bool]
type Learn = Callable[[str, int, WasTold], Awaitable[None]]
"""Find out what was written to a stream, up to a version at least; 0: whatever there is."""


class StreamMoved(Struct, frozen=True, tag="stream"):
    """A desk wrote to a stream, which was at version `after` before."""

    desk: str
    stream: str
    after: int
    version: int


class LookAnew(Struct, frozen=True, tag="look"):
    """A desk could not speak since that moment: what it did is in the store."""

    desk: str
    since: Moment


class PeopleMoved(Struct, frozen=True, tag="people"):
    """Agents, their shifts or their teams are others now."""

    desk: str


type Hint = StreamMoved | LookAnew | PeopleMoved


class Hints:
    """One desk's ear and mouth.

    `learn` brings a stream up to date and tells this desk's sockets, `opened` gives the streams
    that they have open, `people_moved` reads the agents anew.
    """

    def __init__(  # noqa: PLR0913 - what a hint may lead to
        self,
        link: Link,
        store: Store,
        now: Callable[[], Moment],
        *,
        learn: Learn,
        opened: Callable[[], Iterable[str]],
        people_moved: Callable[[], Awaitable[None]],
    ) -> None:
        self._desk = token_hex(8)
        self._link = link
        self._store = store
        self._now = now
        self._learn = learn
        self._opened = opened
        self._people_moved = people_moved
        self._heard = asyncio.Event()
        self._moved: dict[str, StreamMoved] = {}
        self._deaf_since: Moment = now()
        self._look_since: Moment | None = None
        self._people = False
        link.hear(CHANNEL, self._hear)
        link.on_turn(self._turned)

    def note(self, change: Change) -> None:
        """This desk changed a stream: tell the others."""
        after = change.before.position if change.before else 0
        self._say(StreamMoved(self._desk, change.stream, after, change.after.position))

    def people_changed(self) -> None:
        """This desk changed an agent: tell the others."""
        self._say(PeopleMoved(self._desk))

    async def run(self) -> None:
        """A named task of the composition root: follows what was heard, for ever."""
        while True:
            await self._heard.wait()
            self._heard.clear()
            try:
                await self._follow()
            except StoreRefused as refused:
                log.warning("hints_not_followed", because=str(refused))
                self._look(self._now() - SLACK)
                await asyncio.sleep(AGAIN)

    def _say(self, hint: Hint) -> None:
        self._link.say(CHANNEL, msgspec.json.encode(hint))

    def _hear(self, message: bytes) -> None:
        hint: Hint = msgspec.json.decode(message, type=Hint)
        if hint.desk == self._desk:
            return
        match hint:
            case StreamMoved():
                self._note_moved(hint)
            case LookAnew(since=since):
                self._look(since)
            case PeopleMoved():
                self._people = True
        self._heard.set()

    def _turned(self, here: bool) -> None:  # noqa: FBT001 - Link's listeners have one argument
        """After a silence look for what was missed, and let others look for what we did."""
        if not here:
            self._deaf_since = self._now()
            return
        since = self._deaf_since - SLACK
        self._look(since)
        self._say(LookAnew(self._desk, since))

    def _look(self, since: Moment) -> None:
        self._look_since = min(since, self._look_since or since)
        self._people = True
        self._heard.set()

    def _note_moved(self, hint: StreamMoved) -> None:
        """Of several hints for one stream one reading is made."""
        other = self._moved.get(hint.stream, hint)
        after, version = min(hint.after, other.after), max(hint.version, other.version)
        self._moved[hint.stream] = StreamMoved(hint.desk, hint.stream, after, version)

    async def _follow(self) -> None:
        """Raises StoreRefused; then it is time to look anew."""
        if self._people:
            await self._people_moved()
            self._people = False
        since, self._look_since = self._look_since, None
        if since is not None:
            await self._look_anew(since)
        moved, self._moved = self._moved, {}
        await self._in_turns(
            self._learn(hint.stream, hint.version, _up_to(hint.after)) for hint in moved.values()
        )

    async def _look_anew(self, since: Moment) -> None:
        """What sockets have open, and what the lists show that changed."""
        streams = {*self._opened(), *await self._changed(since)}
        await self._in_turns(self._learn(stream, 0, _before(since)) for stream in streams)

    async def _changed(self, since: Moment) -> list[str]:
        """The conversations of the lists that changed since then."""
        changed: list[str] = []
        after = None
        while rows := await self._store.find("all", "desc", after, PAGE):
            changed += [row.stream for row in rows if row.body["last_at"] >= since]
            if rows[-1].body["last_at"] < since - MINUTE:
                break
            after = place(rows[-1], "all")
        return changed

    async def _in_turns(self, learning: Iterable[Awaitable[None]]) -> None:
        """A few at once. A stream that cannot be read harms no other one."""
        for some in batched(learning, AT_ONCE, strict=False):
            for error in await asyncio.gather(*some, return_exceptions=True):
                if isinstance(error, StoreRefused):
                    raise error
                if error is not None:
                    log.warning("hint_not_followed", because=repr(error))


def _up_to(position: int) -> WasTold:
    return lambda at_position, _at: at_position <= position


def _before(moment: Moment) -> WasTold:
    return lambda _position, at: at < moment
