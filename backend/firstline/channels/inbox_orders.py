"""What agents order that is about no single conversation: the next one, a shift, a customer."""

from collections.abc import Awaitable, Callable
from typing import Any

from firstline.domain.commands import ClaimConversation, EraseContent
from firstline.domain.errors import Refused, UnknownAgent
from firstline.domain.row import person_key
from firstline.store.port import StreamNewer
from firstline.wire import ClaimNext, EraseCustomer, SetShift

from .desktop import Desktop
from .socket import Ack, Parts

PAGE = 50
"""Rows among which the next is looked for."""
ALL = 10_000


class Orders:
    """The answers by their names in the wire's table. `people_moved`: agents are known anew."""

    def __init__(self, parts: Parts, people_moved: Callable[[], Awaitable[None]]) -> None:
        self._parts = parts
        self._people_moved = people_moved
        self.table: dict[str, Callable[[Desktop, Any], Awaitable[Ack]]] = {
            "claim_next": self._claim_next,
            "set_shift": self._set_shift,
            "erase_customer": self._erase_customer,
        }

    async def _claim_next(self, desktop: Desktop, command: ClaimNext) -> Ack:
        """The most urgent one that nobody else takes first; `number` is null when none is left.

        Those whose language the agent speaks, or that are open to all, come before the rest.
        """
        key = f"queue:{command.team}" if command.team else "queue"
        desk = self._parts.desk
        rows = await desk.store.find(key, limit=PAGE)
        for row in sorted(rows, key=lambda row: not desktop.reads(row)):
            try:
                handled = await desk.handle(row.stream, desktop.actor, ClaimConversation())
            except (Refused, StreamNewer):
                continue
            number = handled.state.number
            return {"position": handled.position, "conversation": row.stream, "number": number}
        return {"position": 0, "conversation": None, "number": None}

    async def _set_shift(self, desktop: Desktop, command: SetShift) -> Ack:
        accounts = self._parts.people.accounts
        agent = await accounts.set_shift(desktop.agent.id, self._parts.desk.now(), on=command.on)
        if agent is None:
            raise UnknownAgent
        await self._people_moved()
        self._parts.people_changed()
        return {"position": 0, "on": agent.on_shift}

    async def _erase_customer(self, desktop: Desktop, command: EraseCustomer) -> Ack:
        """Every conversation of a customer, blanked (R52)."""
        desk, drop_uploads = self._parts.desk, self._parts.drop_uploads
        rows = await desk.store.find(person_key(command.customer), limit=ALL)
        streams = [row.stream for row in rows]
        try:
            await desk.erase_whole(streams, desktop.actor, EraseContent(command.reason))
        finally:
            for stream in streams:
                if drop_uploads is not None:
                    await drop_uploads(stream)
        return {"position": 0, "erased": len(rows)}
