"""The solution, what the customer says of it, and the end (R47)."""

from msgspec import Struct

from firstline.domain.events import Secret

from .messages import MessageId


class ResolveConversation(Struct, frozen=True):
    """Send the solution. `investigated`: it is also the first investigated answer (R17)."""

    id: MessageId
    solution: str
    saw: int
    investigated: bool = False
    secrets: tuple[Secret, ...] = ()


class JudgeSolution(Struct, frozen=True):
    """'Solved' or 'not solved' (R47)."""

    solved: bool


class RateConversation(Struct, frozen=True):
    """Stars, one to five, and a comment (R47)."""

    stars: int
    comment: str = ""


class CloseConversation(Struct, frozen=True):
    """The customer ends it."""


class ReopenConversation(Struct, frozen=True):
    """Take it up again."""

    reason: str


EndingCommand = (
    ResolveConversation | JudgeSolution | RateConversation | CloseConversation | ReopenConversation
)
