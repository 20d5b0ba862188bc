"""Who gives an order."""

from typing import Literal

from msgspec import Struct


class Customer(Struct, frozen=True, tag=True, tag_field="type"):
    """The customer of this conversation; access was checked before."""


class Agent(Struct, frozen=True, tag=True, tag_field="type"):
    """A person of the desk."""

    id: str
    name: str
    role: Literal["agent", "lead", "editor", "admin"] = "agent"

    @property
    def leads(self) -> bool:
        """Whether this person may do what a lead may."""
        return self.role in {"lead", "admin"}

    @property
    def edits(self) -> bool:
        """Whether this person may do what a content editor may."""
        return self.role in {"editor", "admin"}


class System(Struct, frozen=True, tag=True, tag_field="type"):
    """A part of the desk itself: intake, sweeper, outbox, desk."""

    part: str


type Actor = Customer | Agent | System
