"""About which place in the queue: kept at hand, counted anew when the queue moves (R29)."""

from firstline.domain.conversation import Queued
from firstline.notify import Change
from firstline.store.port import Store

COUNTED = 500
"""Nobody is helped by knowing that they are the 501st."""


class Places:
    """The place of each queued conversation among its team's, counted from 1."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._places: dict[str, int] = {}
        self._moved: set[str] = set()

    def place(self, stream: str) -> int:
        """The place, or 0 where it is unknown."""
        return self._places.get(stream, 0)

    def note(self, change: Change) -> None:
        """Remember that a team's queue has moved."""
        for state in (change.before, change.after):
            if state is not None and isinstance(state.phase, Queued):
                self._moved.add(state.team)

    async def count(self) -> list[str]:
        """Count the queues that moved; gives the conversations whose place is another now."""
        teams, self._moved = self._moved, set()
        changed: list[str] = []
        for team in teams:
            for place, row in enumerate(
                await self._store.find(f"queue:{team}", limit=COUNTED), start=1
            ):
                if self._places.get(row.stream) != place:
                    self._places[row.stream] = place
                    changed.append(row.stream)
        return changed
