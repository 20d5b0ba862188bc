"""What was accepted and is not finished: a desk that is told to stop ends this, no more begins."""

import asyncio
from types import TracebackType

from .domain.errors import FirstlineError


class DeskLeaving(FirstlineError):
    """This desk is about to stop; sent again, the request reaches another one, or the next."""


class Underway:
    """`with underway:` surrounds each piece of work that has to come to its end."""

    def __init__(self) -> None:
        self.leaving = False
        """Whether nothing new may begin."""
        self._count = 0
        self._idle = asyncio.Event()

    def __enter__(self) -> None:
        self._count += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._count -= 1
        if self.leaving and not self._count:
            self._idle.set()

    def leave(self) -> None:
        """From now on nothing new begins."""
        self.leaving = True
        if not self._count:
            self._idle.set()

    def check(self) -> None:
        """Raises DeskLeaving where nothing new may begin."""
        if self.leaving:
            raise DeskLeaving

    async def finished(self) -> None:
        """Returns when nothing is under way any more."""
        await self._idle.wait()
        while self._count:
            self._idle.clear()
            await self._idle.wait()

    async def or_never(self) -> None:
        """Returns at once, or never where nothing new may begin: for tasks that live for ever."""
        if self.leaving:
            await asyncio.Event().wait()
