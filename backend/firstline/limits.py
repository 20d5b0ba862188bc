"""How often somebody may ask: at most so many times in any minute."""

from collections import OrderedDict, deque
from collections.abc import Callable

from .domain.moment import Moment
from .wire import TooManyRequests

MINUTE = 60_000
MOST = 20_000
"""Names that are remembered; of more the one that was silent longest is forgotten."""


class Limits:
    """Counts by name: an address, or a socket with what it asks for."""

    def __init__(self, per_minute: int, now: Callable[[], Moment]) -> None:
        self._per_minute = per_minute
        self._now = now
        self._asked: OrderedDict[str, deque[Moment]] = OrderedDict()

    def take(self, name: str) -> None:
        """Count one request; raises TooManyRequests."""
        now = self._now()
        asked = self._asked.setdefault(name, deque())
        self._asked.move_to_end(name)
        if len(self._asked) > MOST:
            self._asked.popitem(last=False)
        while asked and asked[0] <= now - MINUTE:
            asked.popleft()
        if len(asked) >= self._per_minute:
            raise TooManyRequests(retry_after=asked[0] + MINUTE - now)
        asked.append(now)

    def allows(self, name: str) -> bool:
        """Count one request that may be left out without a word."""
        try:
            self.take(name)
        except TooManyRequests:
            return False
        return True
