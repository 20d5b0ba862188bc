"""How often somebody may ask: at most so many times in any minute."""

from collections import OrderedDict, deque
from collections.abc import Callable

from .domain.moment import Moment
from .live.shares import Shares
from .wire import TooManyRequests

MINUTE = 60_000
MOST = 20_000
"""Names that are remembered; of more the one that was silent longest is forgotten."""


class Limits:
    """Counts by name: an address, or a socket with what it asks for.

    `shares` counts addresses on all desks together.
    """

    def __init__(
        self, per_minute: int, now: Callable[[], Moment], shares: Shares | None = None
    ) -> None:
        self._per_minute = per_minute
        self._now = now
        self._shares = shares
        self._asked: OrderedDict[str, deque[Moment]] = OrderedDict()

    def take_address(self, address: str) -> None:
        """Count one request of an address, whichever desk it came to; raises TooManyRequests."""
        self.take(address)
        wait = self._shares.spend(address) if self._shares else 0
        if wait:
            raise TooManyRequests(retry_after=wait)

    def take(self, name: str) -> None:
        """Count one request of what this desk alone hears of; raises TooManyRequests."""
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
