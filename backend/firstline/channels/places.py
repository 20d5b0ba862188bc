"""About which place in the queue: kept at hand, counted anew when the queue moves (R29)."""

from collections.abc import Iterable

from firstline.domain.conversation import Queued
from firstline.domain.errors import FirstlineError
from firstline.domain.policy import Policy
from firstline.domain.row import Row
from firstline.notify import Change
from firstline.store.port import Store

COUNTED = 500
"""Nobody is helped by knowing that they are the 501st."""


class Places:
    """The place of each queued conversation among its team's, counted from 1."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queues: dict[str, dict[str, int]] = {}
        self._moved: set[str] = set()

    def place(self, stream: str) -> int:
        """The place, or 0 where it is unknown."""
        return next((queue[stream] for queue in self._queues.values() if stream in queue), 0)

    def all_moved(self, policies: Iterable[Policy]) -> None:
        """Count every team's queue next time."""
        self._moved.update(team for policy in policies for team in policy.teams)

    def note(self, change: Change) -> None:
        """Remember that a team's queue has moved; who left it has no place any more."""
        for state in (change.before, change.after):
            if state is not None and isinstance(state.phase, Queued):
                self._moved.add(state.team)
        if not isinstance(change.after.phase, Queued):
            for queue in self._queues.values():
                queue.pop(change.stream, None)

    async def count(self) -> list[str]:
        """Count the queues that moved; gives the conversations whose place is another now."""
        changed: list[str] = []
        for team in sorted(self._moved):
            self._moved.discard(team)
            rows = await self._of(team)
            now = {row.stream: place for place, row in enumerate(rows, start=1)}
            before = self._queues.get(team, {})
            changed += [stream for stream, place in now.items() if before.get(stream) != place]
            self._queues[team] = now
        return changed

    async def _of(self, team: str) -> list[Row]:
        try:
            return await self._store.find(f"queue:{team}", limit=COUNTED)
        except FirstlineError:
            self._moved.add(team)
            raise
