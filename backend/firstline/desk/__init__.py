"""`Desk.handle`: the one way in which anything happens to a conversation.

Read, fold, decide, put into words, append, announce. A storage conflict always means: read again,
decide again.
"""

from collections.abc import Callable, Sequence

import msgspec

from firstline.domain.commands import Actor, Agent, Command, EraseContent, Order, System, Tick
from firstline.domain.conversation import Conversation
from firstline.domain.decide import decide
from firstline.domain.errors import ConversationNotFound, Refused
from firstline.domain.events import (
    ContentErased,
    ConversationJoined,
    ConversationSplit,
    Event,
    JoiningUndone,
    Recorded,
)
from firstline.domain.evolve import evolve, fold
from firstline.domain.moment import Moment
from firstline.domain.policy import Policy, fingerprint
from firstline.domain.row import row
from firstline.notify import Change, Notifier
from firstline.states import FindPolicy, States
from firstline.store.port import Store, StreamNewer, VersionConflict
from firstline.voice import Voice

from .copies import Copies
from .erasing import DropFiles, Erasing, NoteErasures
from .halves import Halves

__all__ = ["Desk", "Handled", "Record"]

ATTEMPTS = 8
OF_TWO = (ConversationJoined, JoiningUndone, ConversationSplit, ContentErased)
"""Events that have another half, in other conversations, which is written first."""


class Handled(msgspec.Struct, frozen=True):
    """What an order led to: the newest position, the state there, and the new events."""

    position: int
    state: Conversation
    recorded: tuple[Recorded, ...]


class Record(msgspec.Struct, frozen=True):
    """A conversation as it is, and everything that happened in it so far."""

    state: Conversation
    recorded: list[Recorded]


class Desk:
    """Handles orders for conversations.

    `now` gives milliseconds UTC; tests move it. `find_policy` reads a kept promise by its
    hash; `drop_files` deletes what was attached to erased events; `note_erasures` writes into the
    journal that a restored backup is held against, before anything is erased. `shared`: other
    desks write to the same store, so that what is kept here may be old. `can_mail`: there is a mail
    server, so that what suits mail is offered to go on there (R33).
    """

    def __init__(  # noqa: PLR0913 - the parts of the one way through
        self,
        *,
        store: Store,
        policies: dict[str, Policy],
        voice: Voice,
        notifier: Notifier,
        now: Callable[[], Moment],
        find_policy: FindPolicy | None = None,
        drop_files: DropFiles | None = None,
        note_erasures: NoteErasures | None = None,
        shared: bool = False,
        can_mail: bool = False,
    ) -> None:
        self.policies = policies
        self.newest = next(iter(policies), "")
        """The hash of the promise under which conversations start."""
        self.voice = voice
        self.notifier = notifier
        self.now = now
        self.shared = shared
        self.can_mail = can_mail
        self.states = States(store, policies, notifier, find_policy)
        self.copies = Copies(self)
        self._erasing = Erasing(drop_files, note_erasures, self.copies.files)
        self._halves = Halves(self, self.copies)

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.states.store

    async def handle(self, stream: str, by: Actor, command: Command) -> Handled:
        """Carry out an order, durably; raises `Refused`, `StoreRefused`, `StreamNewer`."""
        handled = await self._handle(stream, Order(self.now(), by, command), alone=False)
        if handled is not None:
            return handled
        await self._halves.first(stream, by, command)
        handled = await self.handle_here(stream, by, command)
        await self._halves.again(stream, by, command, handled.recorded)
        return handled

    async def handle_here(self, stream: str, by: Actor, command: Command) -> Handled:
        """Carry out what of an order belongs into this conversation; raises as `handle`."""
        handled = await self._handle(stream, Order(self.now(), by, command), alone=True)
        assert handled is not None  # noqa: S101 - alone there always is one
        return handled

    async def erase_whole(self, streams: Sequence[str], by: Agent, command: EraseContent) -> None:
        """Blank these conversations of one customer, and elsewhere what they said there (R52).

        Raises as `handle`; EventDamaged and PolicyIsLost once the rest is done.
        """
        await self._halves.erase_whole(streams, by, command)

    async def state(self, stream: str) -> Conversation:
        """The present state; raises ConversationNotFound.

        Of a stream that a newer desk wrote to it is the state before the newer event, to be shown
        and not to be changed.
        """
        try:
            state = await self._newest(stream)
        except StreamNewer:
            state = await self._readable_state(await self.readable(stream))
        if state is None:
            raise ConversationNotFound
        return state

    async def record(self, stream: str) -> Record:
        """The present state with all that led to it, in one reading; raises ConversationNotFound.

        Of a stream that a newer desk wrote to, both end before the newer event.
        """
        try:
            async with self.states.lock(stream):
                state, recorded = await self.states.whole(stream)
        except StreamNewer as newer:
            recorded = newer.readable
            state = await self._readable_state(recorded)
        if state is None:
            raise ConversationNotFound
        return Record(state, recorded)

    async def readable(self, stream: str, after: int = 0) -> list[Recorded]:
        """The events that this desk can read; of a newer stream those before the newer event."""
        try:
            return await self.store.read(stream, after)
        except StreamNewer as newer:
            return newer.readable

    async def _readable_state(self, recorded: list[Recorded]) -> Conversation | None:
        state = fold(recorded)
        if state is not None:
            await self.states.know_policy(state.policy)
        return state

    @property
    def policy(self) -> Policy:
        """The promise under which conversations start (R73)."""
        return self.policies[self.newest]

    def promise(self, policy: Policy) -> None:
        """From now on conversations start under this promise; those under way keep theirs."""
        newest = fingerprint(policy)
        self.policies[newest] = policy
        self.newest = newest

    def policy_of(self, state: Conversation) -> Policy:
        """The version of the promise that the conversation started under (R73)."""
        return self.policies[state.policy]

    def forget(self, stream: str) -> None:
        """Read the stream anew next time: somebody else wrote to it."""
        self.states.forget(stream)

    async def _newest(self, stream: str) -> Conversation | None:
        if not self.shared:
            return await self.states.load(stream)
        async with self.states.lock(stream):
            return await self.states.renew(stream)

    async def _handle(self, stream: str, order: Order, *, alone: bool) -> Handled | None:
        """Carries an order out; None where another conversation comes first, unless `alone`."""
        async with self.states.lock(stream):
            for _ in range(ATTEMPTS):
                try:
                    return await self._attempt(stream, order, alone=alone)
                except VersionConflict:
                    await self.states.renew(stream)
        raise VersionConflict

    async def _attempt(self, stream: str, order: Order, *, alone: bool) -> Handled | None:
        before = await self.states.load(stream)
        policy = self._policy_for(before, order)
        try:
            events = decide(before, order, policy)
        except Refused:
            await self._make_sure(stream, before)
            await self._keep_late_deadlines(stream, before, order, policy)
            raise
        if before is not None and not events:
            await self._make_sure(stream, before)
            return Handled(before.position, before, ())
        if not alone and any(isinstance(event, OF_TWO) for event in events):
            return None
        return await self._write(stream, before, events, order.at, policy)

    async def _make_sure(self, stream: str, before: Conversation | None) -> None:
        """What writes nothing proves nothing: raises VersionConflict if the state was an old one.

        A write needs no such look, since the store refuses it behind what others wrote.
        """
        if self.shared and await self.states.renew(stream) is not before:
            raise VersionConflict

    async def _keep_late_deadlines(
        self, stream: str, before: Conversation | None, order: Order, policy: Policy
    ) -> None:
        """What fell due before a refused order has happened all the same."""
        if before is None:
            return
        late = decide(before, Order(order.at, System("sweeper"), Tick()), policy)
        if late:
            await self._write(stream, before, late, order.at, policy)

    async def _write(
        self,
        stream: str,
        before: Conversation | None,
        events: tuple[Event, ...],
        at: Moment,
        policy: Policy,
    ) -> Handled:
        recorded, after = self._record(before, events, at)
        expected = before.position if before else 0
        blanked: list[Recorded] = []
        if any(isinstance(event, ContentErased) for event in events):
            after, blanked = await self._erasing.blanked(self.store, stream, recorded)
            line = row(stream, after, policy)
            named = [old.position for old in blanked]
            await self.store.erase(stream, expected, named, blanked, recorded, line)
        else:
            line = row(stream, after, policy)
            await self.store.append(stream, expected, recorded, line)
        self.states.keep(stream, after)
        change = Change(stream, before, after, tuple(recorded), line, tuple(blanked))
        self.notifier.announce(change)
        return Handled(after.position, after, tuple(recorded))

    def _record(
        self, state: Conversation | None, events: tuple[Event, ...], at: Moment
    ) -> tuple[list[Recorded], Conversation]:
        recorded: list[Recorded] = []
        for event in events:
            position = state.position + 1 if state else 1
            now = max(at, state.at) if state else at
            in_words = self.voice.put_into_words(event, state, now)
            recorded.append(Recorded(position, now, in_words))
            state = evolve(state, recorded[-1])
        assert state is not None  # noqa: S101 - decide gives at least one event for a new stream
        return recorded, state

    def _policy_for(self, state: Conversation | None, order: Order) -> Policy:
        named = getattr(order.command, "policy", self.newest) if state is None else state.policy
        policy = self.policies[named]
        return policy if self.can_mail else policy.without_mail()
