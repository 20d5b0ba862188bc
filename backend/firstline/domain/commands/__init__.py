"""Every order that can be given to a conversation, a file for each theme.

Who gave it and when stands in the `Order`.
"""

from typing import get_args

from msgspec import Struct

from firstline.domain.moment import Moment

from .channels import *
from .ending import *
from .erasure import *
from .givers import *
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

type Command = (
    MessageCommand
    | OpeningCommand
    | IntakeCommand
    | OfferCommand
    | QueueCommand
    | PropertyCommand
    | ChannelCommand
    | PromiseCommand
    | EndingCommand
    | MailCommand
    | PagerCommand
    | SurgeCommand
    | ErasureCommand
)

COMMANDS: tuple[type[Struct], ...] = get_args(Command.__value__)


class Order(Struct, frozen=True):
    """A command with its time and giver. Both arrive from outside: the domain has no clock."""

    at: Moment
    by: Actor
    command: Command
