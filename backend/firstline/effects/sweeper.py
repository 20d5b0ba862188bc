"""Looks for due times and sends a Tick. It decides nothing, so two of them are harmless."""

import asyncio
from collections.abc import Callable

import structlog

from firstline.desk import Desk
from firstline.domain.commands import System, Tick
from firstline.domain.errors import FirstlineError
from firstline.domain.moment import Moment
from firstline.underway import Underway

log = structlog.get_logger()

SWEEPER = System("sweeper")
EVERY = 1.0
"""Seconds between two sweeps."""
AT_ONCE = 200
FIRST_PAUSE, LONGEST_PAUSE = 5_000, 300_000
"""Milliseconds for which a stream whose tick failed is left alone; doubled each time."""


class Sweeper:
    """`can_mail`: whether this desk sends mail. `wake` looks after a bot turn that may be due."""

    def __init__(
        self,
        desk: Desk,
        wake: Callable[[str], None],
        *,
        can_mail: bool,
        underway: Underway | None = None,
    ) -> None:
        self._desk = desk
        self._wake = wake
        self._can_mail = can_mail
        self._underway = underway or Underway()
        self.swept_at = desk.now()
        """When the last sweep came to its end."""
        self._resting: dict[str, tuple[Moment, Moment]] = {}

    async def run(self) -> None:
        """A named task of the composition root: sweeps for ever."""
        while True:
            try:
                await self.sweep()
            except FirstlineError as error:
                log.warning("sweep_failed", code=error.code)
            await asyncio.sleep(EVERY)

    async def sweep(self) -> None:
        """One look at everything that is due; raises StoreRefused."""
        now = self._desk.now()
        for stream in await self._desk.store.due(now, AT_ONCE + len(self._resting)):
            until, _ = self._resting.get(stream, (0, 0))
            if until <= now:
                await self._underway.or_never()
                with self._underway:
                    await self._tick(stream, now)
        self.swept_at = self._desk.now()

    async def _tick(self, stream: str, now: Moment) -> None:
        """Whatever is wrong with one stream, the others are due as well."""
        try:
            await self._desk.handle(stream, SWEEPER, Tick(mail=self._can_mail))
            self._wake(stream)
            self._resting.pop(stream, None)
        except Exception as error:  # noqa: BLE001 - see above
            _, pause = self._resting.get(stream, (0, FIRST_PAUSE // 2))
            pause = min(2 * pause, LONGEST_PAUSE)
            self._resting[stream] = (now + pause, pause)
            code = error.code if isinstance(error, FirstlineError) else type(error).__name__
            log.warning("tick_failed", stream=stream, code=code, rests_ms=pause)
