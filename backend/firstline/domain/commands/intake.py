"""What the intake understood and what its bot says, put right by customers and editors."""

from typing import Literal

from msgspec import Struct

from firstline.domain.context import Finding, What


class Say(Struct, frozen=True):
    """A line of the bot, by its key."""

    key: str
    values: dict[str, str | int] = {}
    choices: tuple[str, ...] = ()
    asks: str = ""


class Act(Struct, frozen=True):
    """What the bot wants done: hand_off, settle, skip, join ... (DESIGN, section 5)."""

    do: str
    to: str = ""


class RecordFindings(Struct, frozen=True):
    """What the intake found in what was said, before anything is asked."""

    findings: tuple[Finding, ...] = ()
    language: str = ""


class TakeTurn(Struct, frozen=True):
    """The bot's turn, computed for the customer's message at `saw`."""

    saw: int
    outcome: Literal["said", "away"]
    findings: tuple[Finding, ...] = ()
    corrected: tuple[Finding, ...] = ()
    """What the customer put right: it replaces what was known, however sure that was."""
    says: tuple[Say, ...] = ()
    acts: tuple[Act, ...] = ()


class CorrectFinding(Struct, frozen=True):
    """The customer puts right what was understood (R23)."""

    what: What
    value: str


class FlagIntake(Struct, frozen=True):
    """What the intake should have asked, in a few words (R71)."""

    text: str


class SettleFlag(Struct, frozen=True):
    """An editor is done with the flag at `position` (R71)."""

    position: int


IntakeCommand = RecordFindings | TakeTurn | CorrectFinding | FlagIntake | SettleFlag
