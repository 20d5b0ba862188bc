"""Background tasks: each has a name, is watched, and takes the process down loudly when it dies."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger()


class Background:
    """Named tasks. `died` is called with the name of one that ended although it should not."""

    def __init__(self, died: Callable[[str], None]) -> None:
        self._died = died
        self._tasks: list[asyncio.Task[Any]] = []
        self._stopping = False

    def start(self, name: str, work: Coroutine[Any, Any, Any]) -> None:
        """Run `work` for as long as the process lives."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def running(self) -> dict[str, bool]:
        """Each task by its name, and whether it runs."""
        return {task.get_name(): not task.done() for task in self._tasks}

    async def stop(self) -> None:
        """Cancel all of them and wait until they are done."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if self._stopping or task.cancelled():
            return
        log.critical("task_died", task=task.get_name(), exc_info=task.exception())
        self._died(task.get_name())
