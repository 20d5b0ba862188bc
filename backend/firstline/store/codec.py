"""Events as bytes: one JSON object with position, time, version and the event itself.

A released shape is for ever. When an event's fields change their meaning, put a function into
`UPCASTERS` that turns the old shape into the next one; its version follows from the table.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from firstline.domain.events import Event, Recorded

from .port import EventDamaged, StreamNewer

type Fields = dict[str, Any]
type Upcast = Callable[[Fields], Fields]


def _without_subject(event: Fields) -> Fields:
    """What the other conversation is called is asked of it when it is shown (R52)."""
    return {name: value for name, value in event.items() if name != "subject"}


UPCASTERS: dict[tuple[str, int], Upcast] = {("DuplicateOffered", 1): _without_subject}
"""(type, version) -> what makes the next version of it, or another type at its version 1."""


class Line(Struct, frozen=True):
    """What is stored of an event, and what the export writes, one a line."""

    position: int
    at: int
    version: int
    event: Any


class SealedLine(Struct, frozen=True):
    """A line whose event is still bytes."""

    position: int
    at: int
    version: int
    event: Raw


class Codec:
    """Bytes from `Recorded` and back, for the classes of one union."""

    def __init__(
        self,
        union: Any = Event.__value__,
        upcasters: Mapping[tuple[str, int], Upcast] = UPCASTERS,
    ) -> None:
        self._upcasters = upcasters
        self._newest = dict(sorted(upcasters))
        self._versions: dict[type[Struct], int] = {}
        for member in getattr(union, "__args__", (union,)):
            name = str(member.__struct_config__.tag)
            self._versions[member] = self._newest[name] = self._newest.get(name, 0) + 1
        self._union = union
        self._encode = msgspec.json.Encoder().encode
        self._unseal = msgspec.json.Decoder(SealedLine).decode
        self._decode = msgspec.json.Decoder(union).decode

    def encode(self, recorded: Recorded) -> bytes:
        """The stored form, at the newest version of the event's type."""
        event = recorded.event
        version = self._versions[type(event)]
        return self._encode(Line(recorded.position, recorded.at, version, event))

    def decode(self, data: bytes) -> Recorded:
        """The event, brought up to its newest version. Raises StreamNewer, EventDamaged."""
        try:
            line = self._unseal(data)
            event = self._decode(line.event)
        except msgspec.ValidationError:
            return self._decode_aged(data)
        except msgspec.DecodeError as error:
            raise EventDamaged(f"not JSON: {error}") from error
        if self._versions[type(event)] != line.version:
            return self._decode_aged(data)
        return Recorded(line.position, line.at, event)

    def decode_all(self, stored: Iterable[bytes]) -> list[Recorded]:
        """Each as `decode` does; a StreamNewer carries what comes before it."""
        events: list[Recorded] = []
        try:
            events.extend(map(self.decode, stored))
        except StreamNewer as newer:
            newer.readable = events
            raise
        return events

    def _decode_aged(self, data: bytes) -> Recorded:
        try:
            line = msgspec.json.decode(data, type=Line)
            event = self._upcast(line)
            return Recorded(line.position, line.at, msgspec.convert(event, self._union))
        except (msgspec.ValidationError, KeyError) as error:
            raise EventDamaged(f"a stored event does not read: {error!r}") from error

    def _upcast(self, line: Line) -> Fields:
        event, version = dict(line.event), line.version
        if version > self._newest.get(event["type"], 0):
            raise StreamNewer(type=event["type"], version=version, position=line.position)
        while upcast := self._upcasters.get((event["type"], version)):
            before = event["type"]
            event = upcast(event)
            version = version + 1 if event["type"] == before else 1
        return event
