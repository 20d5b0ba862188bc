"""One socket of an agent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from firstline.domain.commands import Agent as Actor
from firstline.domain.moment import Moment
from firstline.domain.row import Row
from firstline.people import actor
from firstline.store.port_accounts import Agent
from firstline.wire import Who

LEADS = frozenset({"lead", "admin"})
REMEMBERED = 160
"""Characters."""


@dataclass
class Desktop:
    """Who is signed in, and the conversations that are open in this window."""

    agent: Agent
    environ: Mapping[str, Any]
    """The handshake, whose cookie holds the session."""
    verified_at: Moment
    opened: set[str] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)
    """The end of what the agent wrote last, by conversation: a secret may go on (R27)."""

    def say(self, stream: str, command: object) -> None:
        """Remember the end of a message that is on its way."""
        text = getattr(command, "text", "") or getattr(command, "solution", "")
        if text:
            self.said[stream] = text[-REMEMBERED:]

    @property
    def actor(self) -> Actor:
        """The agent as the giver of orders."""
        return actor(self.agent)

    @property
    def who(self) -> Who:
        """The agent's column in the wire table."""
        return self.agent.role

    @property
    def edits(self) -> bool:
        """Whether the editors' page is there: leads may look at it."""
        return self.agent.role in LEADS | {"editor"}

    @property
    def rooms(self) -> list[str]:
        """The rooms in which this window hears of what concerns the agent."""
        own = ["lists", f"agent:{self.agent.id}", *(f"team:{team}" for team in self.agent.teams)]
        own += ["leads"] if self.agent.role in LEADS else []
        return [*own, "editors"] if self.edits else own

    def reads(self, row: Row) -> bool:
        """Whether the agent speaks its language, or anybody may take it (R06)."""
        return bool(row.body["any_language"]) or row.body["language"] in self.agent.languages
