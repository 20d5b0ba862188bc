"""One socket of an agent."""

from dataclasses import dataclass, field

from firstline.domain.commands import Agent as Actor
from firstline.people import actor
from firstline.store.port_accounts import Agent
from firstline.wire import Who

LEADS = frozenset({"lead", "admin"})


@dataclass
class Desktop:
    """Who is signed in, and the conversations that are open in this window."""

    agent: Agent
    opened: set[str] = field(default_factory=set)

    @property
    def actor(self) -> Actor:
        """The agent as the giver of orders."""
        return actor(self.agent)

    @property
    def who(self) -> Who:
        """The agent's column in the wire table."""
        return "lead" if self.agent.role in LEADS else "agent"

    @property
    def rooms(self) -> list[str]:
        """The rooms in which this window hears of what concerns the agent."""
        own = ["lists", f"agent:{self.agent.id}", *(f"team:{team}" for team in self.agent.teams)]
        return [*own, "leads"] if self.agent.role in LEADS else own
