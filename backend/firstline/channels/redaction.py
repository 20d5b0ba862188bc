"""Redacting a message wherever it stands: one that moved by a join stands twice (R25, R52)."""

from collections.abc import AsyncIterator, Iterable

from firstline.desk import Desk, Handled
from firstline.domain.commands import Actor, RedactMessage
from firstline.domain.events import CustomerWrote, Recorded
from firstline.domain.row import number_key


async def redact(desk: Desk, stream: str, by: Actor, command: RedactMessage) -> Handled:
    """Blank the named positions here, and the same messages where they came from or went to.

    Raises Refused, StoreRefused, StreamNewer; a repeat does what a crash left undone.
    """
    handled = await desk.handle(stream, by, command)
    named = set(command.positions)
    said = [one for one in await desk.readable(stream) if one.position in named]
    ids = {event.id for event in _messages(said)}
    async for other in _joined(desk, handled.state.joined_stream, said):
        copies = tuple(
            one.position
            for one in await desk.readable(other)
            if any(event.id in ids and (event.text or event.files) for event in _messages([one]))
        )
        if copies:
            await desk.handle(other, by, RedactMessage(copies, command.reason))
    return handled


def _messages(recorded: Iterable[Recorded]) -> list[CustomerWrote]:
    return [one.event for one in recorded if isinstance(one.event, CustomerWrote)]


async def _joined(desk: Desk, went_to: str, said: Iterable[Recorded]) -> AsyncIterator[str]:
    if went_to:
        yield went_to
    for number in sorted({event.joined_from for event in _messages(said)} - {""}):
        row = await desk.store.find_unique(number_key(number))
        if row is not None:
            yield row.stream
