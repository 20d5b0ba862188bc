"""The bot's model follows its files: trained in the background, exchanged without a gap (R72)."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from firstline.domain.errors import FirstlineError
from firstline.intake.training import model_path, train_aside

from .reload import ModelState

log = structlog.get_logger()


type Exchange = Callable[[Path], Awaitable[None]]
"""Lets the bot answer by this model; raises BotAway, and the bot goes on as before."""


class Model:
    """Which model is `used`, and the way to a newer one.

    Without an `exchange` there is no bot of ours, and the state stays what it is.
    """

    def __init__(
        self,
        root: Path,
        exchange: Exchange | None,
        used: Path,
        changed: Callable[[], None],
        state: ModelState = "live",
    ) -> None:
        self._root = root
        self._exchange = exchange
        self._used = used
        self._changed = changed
        self._wanted = asyncio.Event()
        self.state: ModelState = state

    def wake(self) -> None:
        """Something that a model depends on may have changed."""
        self._wanted.set()

    async def run(self) -> None:
        """A named task of the composition root: follows the files, for ever."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            if self._exchange is not None:
                await self._follow(self._exchange)

    async def _follow(self, exchange: Exchange) -> None:
        """Trains what is missing and puts it in place; the old model answers meanwhile."""
        wanted = await asyncio.to_thread(model_path, self._root)
        if wanted == self._used:
            self._tell("live")
            return
        self._tell("training")
        try:
            model = await train_aside(self._root)
            await exchange(model)
        except (FirstlineError, OSError) as error:
            log.warning("model_not_exchanged", error=str(error))
            self._tell("failed")
            return
        self._used = model
        log.info("model_exchanged", model=model.name)
        self._tell("live")

    def _tell(self, state: ModelState) -> None:
        self.state = state
        self._changed()
