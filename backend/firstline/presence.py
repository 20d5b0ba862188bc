"""Who is reading and who is typing: hints that fade by themselves and are never stored (R41)."""

from dataclasses import dataclass, field
from typing import Any

from .domain.moment import Moment

FADES_AFTER = 30_000
"""Milliseconds without a word from the client."""


@dataclass
class Presence:
    """In this process: conversation -> person -> what they do."""

    there: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def tell(self, stream: str, who: str, name: str, now: Moment, **doing: bool) -> None:
        """Somebody is there; neither typing nor reading means gone."""
        people = self.there.setdefault(stream, {})
        if any(doing.values()):
            people[who] = {"id": who, "name": name, "until": now + FADES_AFTER, **doing}
        else:
            people.pop(who, None)
        if not people:
            self.there.pop(stream, None)

    def gone(self, who: str) -> list[str]:
        """Somebody left; gives the conversations where they were."""
        left = [stream for stream, people in self.there.items() if who in people]
        for stream in left:
            self.tell(stream, who, "", 0)
        return left

    def who(self, stream: str, now: Moment) -> list[dict[str, Any]]:
        """Who is there now."""
        people = self.there.get(stream, {})
        return [
            {key: value for key, value in person.items() if key != "until"}
            for person in people.values()
            if person["until"] > now
        ]
