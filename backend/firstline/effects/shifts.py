"""After a shift: what the customer has answered goes back to the queue (R41)."""

import asyncio

import structlog

from firstline.desk import Desk
from firstline.domain.clocks import later
from firstline.domain.commands import ReleaseConversation, System
from firstline.domain.errors import FirstlineError, Refused
from firstline.people import People
from firstline.store.port import StreamNewer
from firstline.store.port_accounts import Agent

log = structlog.get_logger()

SHIFTS = System("shifts")
EVERY = 15.0
"""Seconds between two looks."""
MOST = 500


class Shifts:
    """Watches for agents whose shift ended longer ago than the policy's grace."""

    def __init__(self, desk: Desk, people: People) -> None:
        self._desk = desk
        self._people = people

    async def run(self) -> None:
        """A named task of the composition root: looks for ever."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except FirstlineError as error:
                log.warning("shifts_failed", code=error.code)

    async def look(self) -> None:
        """Release what waits for somebody who has gone home."""
        for agent in self._people.all():
            if self._is_gone(agent):
                await self._release(agent)

    def _is_gone(self, agent: Agent) -> bool:
        grace = next(iter(self._desk.policies.values())).shift_grace
        ended = agent.shift_changed_at
        return not agent.on_shift and ended is not None and later(ended, grace) <= self._desk.now()

    async def _release(self, agent: Agent) -> None:
        for row in await self._desk.store.find(f"mine:{agent.id}", limit=MOST):
            if row.body["unread"] and row.body["phase"] == "assigned":
                await self._try(row.stream)

    async def _try(self, stream: str) -> None:
        try:
            await self._desk.handle(stream, SHIFTS, ReleaseConversation("shift_ended"))
        except (Refused, StreamNewer):
            return
