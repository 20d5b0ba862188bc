"""The solution, what the customer says of it, and the end (R47)."""

from typing import Literal

from msgspec import Struct

from firstline.domain.moment import Moment

from .messages import Secret

CloseCause = Literal[
    "settled", "solved", "confirmed", "silence", "joined", "customer", "lapsed", "incident_over"
]


class ConversationResolved(Struct, frozen=True, tag=True, tag_field="type"):
    """The solution as the customer gets it (R47)."""

    id: str
    by: str
    solution: str
    investigated: bool
    secrets: tuple[Secret, ...] = ()


class SolutionRejected(Struct, frozen=True, tag=True, tag_field="type"):
    """'Not solved': the clocks go on with what was left (R17)."""


class SolutionConfirmed(Struct, frozen=True, tag=True, tag_field="type"):
    """'Solved', said by the customer."""


class ConversationReopened(Struct, frozen=True, tag=True, tag_field="type"):
    """A person took it up again after it was resolved or closed."""

    by: str
    reason: str


class ConversationRated(Struct, frozen=True, tag=True, tag_field="type"):
    """One to five stars and a comment (R47)."""

    stars: int
    comment: str


class ConversationClosed(Struct, frozen=True, tag=True, tag_field="type"):
    """The end; every clock ends with it (R17)."""

    cause: CloseCause
    due_at: Moment | None = None


EndingEvent = (
    ConversationResolved
    | SolutionRejected
    | SolutionConfirmed
    | ConversationReopened
    | ConversationRated
    | ConversationClosed
)
