"""What is known of each stream: the newest state, kept at hand and brought up to date.

Whoever learns here of what another desk wrote tells this desk's sockets in the same moment. So no
matter what made it look (a hint, a command, a question), nobody is left out.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import reduce
from weakref import WeakValueDictionary

import msgspec

from .domain.conversation import Conversation
from .domain.errors import FirstlineError
from .domain.events import ContentErased, Recorded
from .domain.evolve import evolve, fold
from .domain.moment import Moment
from .domain.policy import Policy, decode
from .domain.row import row
from .notify import Change, Notifier
from .store.port import Store

KEPT = 20_000
"""Of more streams the one that was silent longest is read anew when it is needed."""

type WasTold = Callable[[int, Moment], bool]
"""Of an event, by its position and time: whether this desk's sockets heard of it before."""
type FindPolicy = Callable[[str], Awaitable[str | None]]


class PolicyIsLost(FirstlineError):
    """The store does not hold, readably, the promise under which the conversation started."""


class States:
    """The states of streams by their newest version. Changed only while the stream is locked."""

    def __init__(
        self,
        store: Store,
        policies: dict[str, Policy],
        notifier: Notifier,
        find_policy: FindPolicy | None,
    ) -> None:
        self.store = store
        self._policies = policies
        self._notifier = notifier
        self._find_policy = find_policy
        self._kept: OrderedDict[str, Conversation] = OrderedDict()
        self._untold: dict[str, Conversation] = {}
        """As they were when they were read for whoever asked, and nobody else was told."""
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def lock(self, stream: str) -> asyncio.Lock:
        """Held while a stream is changed, or brought up to date."""
        return self._locks.setdefault(stream, asyncio.Lock())

    def number(self, stream: str) -> str:
        """The number of a conversation, if it is at hand; else nothing."""
        known = self._kept.get(stream)
        return known.number if known else ""

    def offers(self, stream: str) -> str:
        """The conversation that is offered there as the same issue, if that is at hand."""
        known = self._kept.get(stream)
        return known.offer.id if known and known.offer else ""

    async def load(self, stream: str) -> Conversation | None:
        """The state as it was last known here, read only if it is not; None for no such stream."""
        if stream in self._kept:
            self._kept.move_to_end(stream)
            return self._kept[stream]
        state, _ = await self.whole(stream)
        return state

    async def whole(self, stream: str) -> tuple[Conversation | None, list[Recorded]]:
        """The state as it is in the store, and all events; what is behind the known one is told."""
        history = await self.store.read(stream)
        known = self._kept.get(stream)
        if known is None:
            return await self._first_seen(stream, history), history
        news = [one for one in history if one.position > known.position]
        if news:
            known = self._learn(stream, known, news, history if _erased(news) else ())
        return known, history

    async def _first_seen(self, stream: str, history: list[Recorded]) -> Conversation | None:
        state = fold(history)
        if state is not None:
            await self.know_policy(state.policy)
            self.keep(stream, state)
            self._untold[stream] = state
        return state

    async def renew(self, stream: str) -> Conversation | None:
        """The state as it is in the store: what is behind the known version is read and told."""
        known = self._kept.get(stream)
        if known is None:
            return await self.load(stream)
        news = await self.store.read(stream, known.position)
        return self._learn(stream, known, news, await self._reread(stream, news)) if news else known

    async def learn(self, stream: str, version: int, was_told: WasTold) -> None:
        """Find out what others wrote, and tell it if it was not told before.

        Nothing is read if `version` is known and was told already; 0: unknown.
        """
        async with self.lock(stream):
            known, untold = self._kept.get(stream), self._untold.pop(stream, None)
            if known is None or (untold and not was_told(untold.position, untold.at)):
                await self._tell_from(stream, was_told)
            elif not 0 < version <= known.position:
                await self.renew(stream)

    async def _tell_from(self, stream: str, was_told: WasTold) -> None:
        history = await self.store.read(stream)
        state = fold(history)
        if state is not None:
            await self.know_policy(state.policy)
            told = [one for one in history if was_told(one.position, one.at)]
            self._learn(stream, fold(told), history[len(told) :], history)

    async def know_policy(self, hash: str) -> None:
        """A conversation keeps the promise it started under, also after it changed (R73)."""
        if hash not in self._policies and self._find_policy is not None:
            kept = await self._find_policy(hash)
            if kept is None:
                raise PolicyIsLost(hash=hash)
            try:
                self._policies[hash] = decode(kept.encode())
            except msgspec.DecodeError as error:
                raise PolicyIsLost(str(error), hash=hash) from error

    def keep(self, stream: str, state: Conversation) -> None:
        """This is the newest state."""
        self._kept[stream] = state
        if len(self._kept) > KEPT:
            silent, _ = self._kept.popitem(last=False)
            self._untold.pop(silent, None)

    def forget(self, stream: str) -> None:
        """Read the stream whole next time."""
        self._kept.pop(stream, None)
        self._untold.pop(stream, None)

    async def _reread(self, stream: str, news: Sequence[Recorded]) -> list[Recorded]:
        """The whole history where an erasure changed what was read before (R52)."""
        return await self.store.read(stream) if _erased(news) else []

    def _learn(
        self,
        stream: str,
        before: Conversation | None,
        news: Sequence[Recorded],
        history: Sequence[Recorded],
    ) -> Conversation:
        known = before.position if before else 0
        if history:
            after, news = fold(list(history)), [one for one in history if one.position > known]
        else:
            after = reduce(evolve, news, before)
        assert after is not None  # noqa: S101 - there are events
        self.keep(stream, after)
        named = _erased(news)
        blanked = tuple(one for one in history if one.position in named and one.position <= known)
        line = row(stream, after, self._policies[after.policy])
        self._notifier.pass_on(Change(stream, before, after, tuple(news), line, blanked))
        return after


def _erased(recorded: Sequence[Recorded]) -> set[int]:
    """The positions whose content these events blanked."""
    return {
        position
        for new in recorded
        if isinstance(new.event, ContentErased)
        for position in new.event.positions
    }
