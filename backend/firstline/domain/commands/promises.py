"""Time passes, and what counts against it."""

from msgspec import Struct


class Tick(Struct, frozen=True):
    """Time has passed. `mail`: whether this desk can send mail; None leaves mail alone."""

    mail: bool | None = None


class RevokeInvestigation(Struct, frozen=True):
    """A lead takes the mark from a reply (R08)."""

    position: int
    reason: str


PromiseCommand = Tick | RevokeInvestigation
