"""Whose turn it is: the queue, a team, an agent."""

from msgspec import Struct


class ClaimConversation(Struct, frozen=True):
    """Take it from the queue."""


class AssignConversation(Struct, frozen=True):
    """Give it to an agent, oneself included."""

    to: str


class ReleaseConversation(Struct, frozen=True):
    """Put it back into its team's queue."""

    reason: str = ""


class HandToTeam(Struct, frozen=True):
    """Hand it to the team that can, with the reason (R42)."""

    team: str
    reason: str


class OpenToAllLanguages(Struct, frozen=True):
    """Nobody on shift speaks the customer's language; `answers_in` is the team's own (R06)."""

    answers_in: str


QueueCommand = (
    ClaimConversation | AssignConversation | ReleaseConversation | HandToTeam | OpenToAllLanguages
)
