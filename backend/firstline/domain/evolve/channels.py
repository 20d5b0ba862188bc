"""Where it is answered: in the chat, or by mail (R33)."""

from msgspec.structs import replace

from firstline.domain.conversation import Conversation
from firstline.domain.events import ChannelEvent, Recorded

from .mail import unmailed
from .progress import beat


def evolve(state: Conversation, event: ChannelEvent, recorded: Recorded) -> Conversation:
    """The state after this event. By mail nothing more is asked in the chat."""
    if event.channel == "mail":
        moved = replace(state, channel="mail", question=None, open_questions=())
        return beat(moved, "by_mail", recorded)
    # Who has read all answers and writes in the chat again has read the desk's lines, too.
    all_read = not event.by and state.seen >= state.newest_answer
    read = recorded.position if all_read else state.seen
    return unmailed(replace(state, channel="chat"), read)
