"""What the intake understood, up to the handoff, and what it should have asked."""

from typing import Literal

from msgspec import Struct

from firstline.domain.context import Finding
from firstline.domain.moment import Moment

HandoffCause = Literal["asked", "complete", "time", "form", "incident_refused", "bot_away", "lost"]


class FindingsRecorded(Struct, frozen=True, tag=True, tag_field="type"):
    """What the intake, or the customer's correction, found (R23)."""

    findings: tuple[Finding, ...]
    by: Literal["intake", "customer"] = "intake"


class QuestionSkipped(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer does not want to, or cannot, answer this."""

    asked: str


class TurnEnded(Struct, frozen=True, tag=True, tag_field="type"):
    """The bot is done with the customer's message at `upto`; `away` means it could not answer."""

    upto: int
    outcome: Literal["said", "away"]


class HandedOff(Struct, frozen=True, tag=True, tag_field="type"):
    """The intake is over: a person is promised (R15).

    `open_questions` is the list, never growing, that the bot may still ask while queued (R30).
    `due_at` is set where time handed over; the clocks begin there, however late the sweep.
    """

    cause: HandoffCause
    open_questions: tuple[str, ...]
    severity: int
    missing: tuple[str, ...] = ()
    due_at: Moment | None = None


class IntakeFlagged(Struct, frozen=True, tag=True, tag_field="type"):
    """An agent says what the intake should have asked, for the content editors (R71)."""

    text: str
    by: str


class FlagSettled(Struct, frozen=True, tag=True, tag_field="type"):
    """An editor is done with what was flagged at `position` (R71)."""

    position: int
    by: str


IntakeEvent = (
    FindingsRecorded | QuestionSkipped | TurnEnded | HandedOff | IntakeFlagged | FlagSettled
)
