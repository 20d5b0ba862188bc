"""A message that was sent again is acknowledged as it was the first time."""

from firstline.desk import Desk, Handled
from firstline.domain.commands import Command


async def position_for(desk: Desk, stream: str, command: Command, handled: Handled) -> int:
    """Where a command stands: behind what it wrote, or at the message that it repeats."""
    name = getattr(command, "id", "")
    if handled.recorded or not name or name not in handled.state.ids:
        return handled.position
    for recorded in reversed(await desk.readable(stream)):
        if getattr(recorded.event, "id", "") == name:
            return recorded.position
    return handled.position
