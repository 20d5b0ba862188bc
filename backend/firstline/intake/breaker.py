"""A circuit breaker: whom nobody should ask for a while, since it failed again and again.

It holds no clock and waits for nothing. Moments come with the question, in milliseconds.
"""

from firstline.domain.moment import Moment

FAILURES = 3
"""Failures in a row that open the circuit."""
FIRST_REST, LONGEST_REST = 1_000, 30_000
"""Milliseconds without a question; doubled by each trial that fails."""


class Breaker:
    """Closed while things work. Open, it allows one trial at the end of each rest."""

    def __init__(self) -> None:
        self._failures = 0
        self._rest = FIRST_REST
        self._until: Moment | None = None

    @property
    def closed(self) -> bool:
        """Whether it may be asked as usual."""
        return self._until is None

    def may_try(self, now: Moment) -> bool:
        """Whether the circuit is open and its rest is over."""
        return self._until is not None and now >= self._until

    def worked(self) -> None:
        """It answered: whatever was before is forgotten."""
        self._failures, self._rest, self._until = 0, FIRST_REST, None

    def failed(self, now: Moment) -> None:
        """It did not answer. Failures during a rest were asked before it and prolong nothing."""
        self._failures += 1
        if self._until is None and self._failures >= FAILURES:
            self._until = now + self._rest
        elif self.may_try(now):
            self._rest = min(2 * self._rest, LONGEST_REST)
            self._until = now + self._rest
