"""By which channel a conversation is answered (R33)."""

from typing import Literal

from msgspec import Struct


class MoveToChannel(Struct, frozen=True):
    """Answer by mail from now on, or in the chat again, under the same number (R33)."""

    channel: Literal["chat", "mail"]


ChannelCommand = MoveToChannel
