"""What the clocks of the promise led to (R14)."""

from typing import Literal

from msgspec import Struct

from firstline.domain.moment import Moment

ClockName = Literal["first_response", "resolution", "update"]


class ClockWarned(Struct, frozen=True, tag=True, tag_field="type"):
    """Three quarters of a promise are used up (R14)."""

    clock: ClockName
    due_at: Moment


class ClockMissed(Struct, frozen=True, tag=True, tag_field="type"):
    """A promise was missed at `due_at`, which may lie before earlier events (R14)."""

    clock: ClockName
    due_at: Moment


class ClockEscalated(Struct, frozen=True, tag=True, tag_field="type"):
    """A missed promise climbed one step: `to` names roles, such as lead or on_call (R14)."""

    clock: ClockName
    step: int
    to: tuple[str, ...]
    due_at: Moment


class StatusLineDue(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer waited a whole update span without a person's word (R45)."""

    due_at: Moment


class CustomerReminded(Struct, frozen=True, tag=True, tag_field="type"):
    """We still wait for the customer's answer (R44)."""

    due_at: Moment


class InvestigationRevoked(Struct, frozen=True, tag=True, tag_field="type"):
    """A lead took the mark from the reply at `position` (R08)."""

    position: int
    reason: str
    by: str


PromiseEvent = (
    ClockWarned
    | ClockMissed
    | ClockEscalated
    | StatusLineDue
    | CustomerReminded
    | InvestigationRevoked
)
