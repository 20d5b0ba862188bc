"""Where a customer's words stand once more, and that an erasure reaches them there (R52).

A joining carries a message to another conversation under its own id; a split opens a conversation
with a part of it (R25, R26). From there both may happen again. Nothing else is copied: an offer
names the other conversation by its number, not by its words.
"""

from collections.abc import Collection, Iterable, Sequence

from firstline.domain.commands import Agent, EraseContent, RedactMessage, System
from firstline.domain.events import ContentErased

from .held import Held
from .walk import Copy, OneWay, Unreadable, Walk

DESK = System("desk")
NO_REASON = "erased"
"""Why a copy is erased whose first reason was itself erased meanwhile."""


class Copies:
    """Finds where else words stand, and erases them there."""

    def __init__(self, desk: OneWay) -> None:
        self._desk = desk

    async def erase(
        self,
        streams: Sequence[str],
        by: Agent,
        command: RedactMessage | EraseContent,
        *,
        from_others: bool = False,
    ) -> Unreadable:
        """Erase elsewhere what the command erases in these; done twice it is done once.

        What is redacted goes wherever it stands. Of a customer who is erased whole goes what they
        said here, wherever it was taken; what others said stays with them. `from_others`: only in
        conversations of other people, where nobody could find it again once this one is blank; the
        customer's own ones have a time of their own. Gives what is damaged.
        """
        unreadable = Unreadable()
        walk = Walk(self._desk, unreadable)
        first = [
            Copy(stream, position)
            for stream in streams
            for position in _meant(await walk.read(stream), command)
        ]
        whole = set(streams) if isinstance(command, EraseContent) else set()
        found = await walk.reach(first, back=not whole)
        known = {(copy.stream, copy.position) for copy in first}
        others = [
            copy
            for copy in found
            if (copy.stream, copy.position) not in known and copy.stream not in whole
        ]
        if from_others:
            others = await _of_others(walk, streams[0], others)
        await self._erase_there(walk, others, by, command.reason, unreadable)
        return unreadable

    async def files(self, stream: str, positions: Collection[int]) -> set[str]:
        """What is attached to other copies of these messages, which nobody erased there.

        Issues that were split off share the files of the message that they come from.
        """
        walk = Walk(self._desk, Unreadable())
        here = await walk.read(stream)
        first = {Copy(stream, at) for at, said in here.said.items() if at in positions}
        found = await walk.reach(first, back=True)
        found |= await walk.reach({copy._replace(issue=None) for copy in found}, back=True)
        return {
            file.id
            for copy in found
            if copy._replace(issue=None) not in first
            for file in (await walk.read(copy.stream)).said[copy.position].files
        }

    async def catch_up(self, stream: str, after: int, into: str = "") -> None:
        """Erase in the copies what was erased behind position `after`, while they were made.

        `into`: the one conversation that took them over; else every one does that a split opened.
        Raises EventDamaged and PolicyIsLost once the rest is done.
        """
        unreadable = Unreadable()
        for new in await self._desk.store.read(stream, after):
            match new.event:
                case ContentErased(positions=positions, by=by, reason=reason):
                    whole = positions == tuple(range(1, new.position))
                    walk = Walk(self._desk, unreadable)
                    here = await walk.read(stream)
                    meant = here.own() if whole else [at for at in positions if at in here.said]
                    taken = [
                        copy
                        for position in meant
                        async for copy in walk.onward(Copy(stream, position))
                        if into in {"", copy.stream}
                    ]
                    found = await walk.reach(taken, back=False)
                    lead = Agent(by, "", "lead")
                    await self._erase_there(walk, found, lead, reason or NO_REASON, unreadable)
        unreadable.tell()

    async def _erase_there(
        self, walk: Walk, copies: Iterable[Copy], by: Agent, reason: str, unreadable: Unreadable
    ) -> None:
        there: dict[str, set[int]] = {}
        for copy in copies:
            said = (await walk.read(copy.stream)).said[copy.position]
            if said.text or said.files:
                there.setdefault(copy.stream, set()).add(copy.position)
        for stream, positions in sorted(there.items()):
            with unreadable.passed_over(stream):
                redact = RedactMessage(tuple(sorted(positions)), reason)
                await self._desk.handle_here(stream, by, redact)


async def _of_others(walk: Walk, stream: str, copies: Iterable[Copy]) -> list[Copy]:
    """Those in conversations of other people; of somebody who has no name no one can tell."""
    person = (await walk.read(stream)).customer.id
    there = [(copy, (await walk.read(copy.stream)).customer.id) for copy in copies]
    return [copy for copy, other in there if person and other != person]


def _meant(here: Held, command: RedactMessage | EraseContent) -> Sequence[int]:
    """The messages whose copies a command is about."""
    match command:
        case RedactMessage(positions=positions):
            return [position for position in positions if position in here.said]
        case EraseContent():
            return here.own()
