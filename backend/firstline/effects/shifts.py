"""What follows from who is on shift: releases (R41), and queues of other languages (R06)."""

import asyncio

import structlog

from firstline.desk import Desk
from firstline.domain.clocks import later
from firstline.domain.commands import (
    Command,
    OpenToAllLanguages,
    ReleaseConversation,
    System,
)
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
    """Watches for agents whose shift ended, and for languages that nobody on shift speaks.

    `working_language` is the one in which the team answers where it speaks no other.
    """

    def __init__(self, desk: Desk, people: People, working_language: str = "en") -> None:
        self._desk = desk
        self._people = people
        self._working_language = working_language

    async def run(self) -> None:
        """A named task of the composition root: looks for ever."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except FirstlineError as error:
                log.warning("shifts_failed", code=error.code)

    async def look(self) -> None:
        """Release what waits for somebody who has gone home; open what nobody can read."""
        await self._people.refresh()  # somebody else may have changed them
        for agent in self._people.all():
            if self._is_gone(agent):
                await self._release(agent)
        await self._open_languages()

    async def _open_languages(self) -> None:
        """Ask for it as often as it likes: the domain knows when the time has come."""
        on_shift = (agent for agent in self._people.all() if agent.on_shift)
        spoken = {language for agent in on_shift for language in agent.languages}
        for row in await self._desk.store.find("queue", limit=MOST):
            if row.body["language"] not in spoken:
                await self._try(row.stream, OpenToAllLanguages(self._working_language))

    def _is_gone(self, agent: Agent) -> bool:
        grace = self._desk.policy.shift_grace
        ended = agent.shift_changed_at
        return not agent.on_shift and ended is not None and later(ended, grace) <= self._desk.now()

    async def _release(self, agent: Agent) -> None:
        for row in await self._desk.store.find(f"mine:{agent.id}", limit=MOST):
            if row.body["unread"] and row.body["phase"] == "assigned":
                await self._try(row.stream, ReleaseConversation("shift_ended"))

    async def _try(self, stream: str, command: Command) -> None:
        try:
            await self._desk.handle(stream, SHIFTS, command)
        except (Refused, StreamNewer):
            return
