"""Whose turn it is: the queue, a team, an agent, the customer."""

from msgspec import Struct


class ConversationClaimed(Struct, frozen=True, tag=True, tag_field="type"):
    """An agent took it from the queue (R41)."""

    by: str


class ConversationAssigned(Struct, frozen=True, tag=True, tag_field="type"):
    """Somebody gave it to an agent."""

    to: str
    by: str


class ConversationReleased(Struct, frozen=True, tag=True, tag_field="type"):
    """Back to the queue of its team."""

    by: str
    reason: str = ""


class HandedToTeam(Struct, frozen=True, tag=True, tag_field="type"):
    """Another team goes on, with the reason (R42). No clock changes (R16)."""

    team: str
    reason: str
    by: str


class LanguageOpened(Struct, frozen=True, tag=True, tag_field="type"):
    """Nobody on shift speaks `language`: from now on any agent gets the conversation (R06)."""

    language: str


class WaitingStarted(Struct, frozen=True, tag=True, tag_field="type"):
    """The reply just sent asks the customer something; two clocks pause (R16)."""

    by: str


QueueEvent = (
    ConversationClaimed
    | ConversationAssigned
    | ConversationReleased
    | HandedToTeam
    | LanguageOpened
    | WaitingStarted
)
