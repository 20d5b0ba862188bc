"""Where a customer's words stand once more, and that an erasure reaches them there (R52).

A joining carries a message to another conversation under its own id; a split opens a conversation
with a part of it (R25, R26). From there both may happen again. Nothing else is copied: an offer
names the other conversation by its number, not by its words.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from firstline.domain.commands import (
    Actor,
    Agent,
    Command,
    EraseContent,
    RedactMessage,
    System,
)
from firstline.domain.conversation import Conversation
from firstline.domain.events import (
    ContentErased,
    CustomerWrote,
    DuplicateOffered,
    NumberReserved,
    Recorded,
    SplitOffered,
)
from firstline.domain.row import number_key
from firstline.store.port import Store

DESK = System("desk")


class OneWay(Protocol):
    """The desk, as far as orders that concern several conversations need it."""

    @property
    def store(self) -> Store:
        """Where everything is kept."""

    async def handle(self, stream: str, by: Actor, command: Command) -> object:
        """Carry out an order, durably."""

    async def handle_here(self, stream: str, by: Actor, command: Command) -> object:
        """Carry out what of an order belongs into this conversation, durably."""

    async def state(self, stream: str) -> Conversation:
        """The present state; raises ConversationNotFound."""

    async def readable(self, stream: str) -> list[Recorded]:
        """The events that this desk can read."""


class Copy(NamedTuple):
    """A customer's message by its id (`name`), in one of the streams that hold it.

    One that is not `whole` is erased for a part of it; what its other parts became stays.
    """

    stream: str
    name: str
    whole: bool = True


class Copies:
    """Finds where else words stand, and erases them there."""

    def __init__(self, desk: OneWay) -> None:
        self._desk = desk

    async def erase(self, stream: str, by: Actor, command: RedactMessage | EraseContent) -> None:
        """Erase elsewhere what the command erases in `stream`; done twice it is done once.

        What is redacted goes wherever it stands. Of a customer who is erased whole goes what they
        said here, wherever it was taken; what others said stays with them.
        """
        recorded = await self._desk.readable(stream)
        first = [Copy(stream, name) for name in _names(recorded, command)]
        walk = _Walk(self._desk, back=isinstance(command, RedactMessage))
        others = await walk.others(first)
        for other in sorted({copy.stream for copy in others}):
            here = {copy.name for copy in others if copy.stream == other}
            await self._erase_there(other, here, by, command.reason)

    async def catch_up(self, stream: str, after: int) -> None:
        """Erase in the copies what was erased behind position `after`, while they were made."""
        for new in await self._desk.store.read(stream, after):
            match new.event:
                case ContentErased(positions=positions, by=by, reason=reason):
                    again = RedactMessage(positions, reason)
                    await self.erase(stream, Agent(by, "", "lead"), again)

    async def _erase_there(self, stream: str, names: set[str], by: Actor, reason: str) -> None:
        positions = tuple(
            position
            for position, said in _messages(await self._desk.readable(stream))
            if said.id in names and (said.text or said.files)
        )
        if positions:
            await self._desk.handle_here(stream, by, RedactMessage(positions, reason))


class _Walk:
    """From copy to copy; each conversation is read once."""

    def __init__(self, desk: OneWay, *, back: bool) -> None:
        """`back`: also to what a copy was made from."""
        self._desk = desk
        self._back = back
        self._known: dict[str, list[Recorded]] = {}

    async def others(self, first: Sequence[Copy]) -> set[Copy]:
        """Every copy but the first ones."""
        found: set[Copy] = set()
        ahead = list(first)
        while ahead:
            copy = ahead.pop()
            recorded = [] if copy in found else await self._read(copy.stream)
            for position, said in _messages(recorded):
                if said.id == copy.name:
                    found.add(copy)
                    ahead += _onward(recorded, position, copy)
                    ahead += await self._origins(recorded, said, copy) if self._back else ()
        known = set(first)
        return {copy for copy in found if copy._replace(whole=True) not in known}

    async def _read(self, stream: str) -> list[Recorded]:
        if stream not in self._known:
            self._known[stream] = await self._desk.readable(stream)
        return self._known[stream]

    async def _origins(
        self, recorded: Sequence[Recorded], said: CustomerWrote, copy: Copy
    ) -> list[Copy]:
        """Where it was carried from, or the message that it is a part of."""
        number = said.joined_from
        row = await self._desk.store.find_unique(number_key(number)) if number else None
        if row is None:
            return []
        if not _opened_with(recorded, said):
            return [copy._replace(stream=row.stream)]
        parents = _split_from(await self._read(row.stream), said.id)
        return [Copy(row.stream, name, whole=False) for name in parents]


def split_id(number: str) -> str:
    """The id of the words with which a split opens the conversation of this number."""
    return f"split-{number}"


def _messages(recorded: Iterable[Recorded]) -> Iterator[tuple[int, CustomerWrote]]:
    for one in recorded:
        if isinstance(one.event, CustomerWrote):
            yield one.position, one.event


def _names(recorded: Sequence[Recorded], command: RedactMessage | EraseContent) -> list[str]:
    """The messages whose copies a command is about."""
    match command:
        case RedactMessage(positions=positions):
            return _named(recorded, positions)
        case EraseContent():
            return _own(recorded)


def _named(recorded: Iterable[Recorded], positions: Iterable[int]) -> list[str]:
    named = set(positions)
    return [said.id for position, said in _messages(recorded) if position in named]


def _own(recorded: Sequence[Recorded]) -> list[str]:
    """What was said in this conversation first, by whom it belongs to."""
    return [
        said.id
        for _, said in _messages(recorded)
        if not said.joined_from or _opened_with(recorded, said)
    ]


def _opened_with(recorded: Sequence[Recorded], said: CustomerWrote) -> bool:
    """Whether a split opened the conversation with these words."""
    opening = recorded[0].event
    return isinstance(opening, NumberReserved) and said.id == split_id(opening.number)


def _onward(recorded: Iterable[Recorded], position: int, copy: Copy) -> Iterator[Copy]:
    """Where it may have been taken: a yes may have carried it there and broken off."""
    for one in recorded:
        match one.event:
            case DuplicateOffered(stream=other):
                yield copy._replace(stream=other)
            case SplitOffered(source=source, parts=parts) if copy.whole and source == position:
                yield from (Copy(part.stream, split_id(part.number)) for part in parts)


def _split_from(recorded: Sequence[Recorded], name: str) -> Iterator[str]:
    """The message that a split took these words from."""
    for one in recorded:
        match one.event:
            case SplitOffered(source=source, parts=parts):
                if any(split_id(part.number) == name for part in parts):
                    yield from _named(recorded, (source,))
