"""Everything that can have happened to a conversation, a file for each theme.

Each event is a fact that was decided once. It is stored for ever under its class name and
version (`store/codec.py`); a changed meaning needs a new version and an upcaster.
"""

from typing import get_args

from msgspec import Struct

from firstline.domain.moment import Moment

from .channels import *
from .ending import *
from .erasure import *
from .intake import *
from .mail import *
from .messages import *
from .offers import *
from .opening import *
from .pager import *
from .promises import *
from .properties import *
from .queue import *
from .surges import *

type Event = (
    MessageEvent
    | OpeningEvent
    | IntakeEvent
    | OfferEvent
    | QueueEvent
    | PropertyEvent
    | ChannelEvent
    | PromiseEvent
    | EndingEvent
    | MailEvent
    | PagerEvent
    | SurgeEvent
    | ErasureEvent
)

EVENTS: tuple[type[Struct], ...] = get_args(Event.__value__)


class Recorded(Struct, frozen=True):
    """An event in its place. `at` is when it was recorded; it never decreases in a stream."""

    position: int
    at: Moment
    event: Event
