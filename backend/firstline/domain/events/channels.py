"""By which channel a conversation is answered (R33)."""

from typing import Literal

from msgspec import Struct


class ChannelMoved(Struct, frozen=True, tag=True, tag_field="type"):
    """It is answered there from now on, under the same number (R33).

    `by` is the agent who moved it, or the outbox where no mail got through; empty: the customer.
    """

    channel: Literal["chat", "mail"]
    by: str = ""


ChannelEvent = ChannelMoved
