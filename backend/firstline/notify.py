"""Announcements after the write: a hint for whoever listens, never the truth."""

from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from msgspec import Struct

from .domain.conversation import Conversation
from .domain.events import Recorded
from .domain.row import Row

log = structlog.get_logger()


class Change(Struct, frozen=True):
    """What one write did to a stream."""

    stream: str
    before: Conversation | None
    after: Conversation
    recorded: tuple[Recorded, ...]
    row: Row
    blanked: tuple[Recorded, ...] = ()
    """Earlier events as they read after an erasure."""


type Listener = Callable[[Change], None]


@dataclass
class Notifier:
    """Tells every listener of each change, in the order of the writes of a stream."""

    listeners: list[Listener] = field(default_factory=list)
    tellers: list[Listener] = field(default_factory=list)

    def listen(self, listener: Listener) -> None:
        """From now on `listener` is called after each write; it must not block."""
        self.listeners.append(listener)

    def listen_everywhere(self, listener: Listener) -> None:
        """Also of what other desks write: for whoever only tells it, and does nothing about it."""
        self.listen(listener)
        self.tellers.append(listener)

    def announce(self, change: Change) -> None:
        """Tell everybody. A listener that fails is logged and harms nobody else."""
        self._tell(self.listeners, change)

    def pass_on(self, change: Change) -> None:
        """Another desk made this change, and does what is to be done about it: only tell it."""
        self._tell(self.tellers, change)

    def _tell(self, listeners: list[Listener], change: Change) -> None:
        for listener in listeners:
            try:
                listener(change)
            except Exception:
                log.exception("listener_failed", listener=repr(listener), stream=change.stream)
