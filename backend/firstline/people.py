"""Who the agents are: names for what people see, languages and shifts, kept at hand."""

from .domain.commands import Agent as Actor
from .store.port_accounts import Accounts, Agent


class People:
    """The agents by id. `refresh` after each change; the desk's own parts have names too."""

    def __init__(self, accounts: Accounts) -> None:
        self.accounts = accounts
        self._known: dict[str, Agent] = {}

    async def refresh(self) -> None:
        """Read all agents anew."""
        self._known = {agent.id: agent for agent in await self.accounts.agents()}

    def name_of(self, id: str) -> str:
        """The name that people see; an unknown id stands for itself."""
        agent = self._known.get(id)
        return agent.name if agent else id

    def find(self, id: str) -> Agent | None:
        """One agent, or None."""
        return self._known.get(id)

    def all(self) -> list[Agent]:
        """Every agent, by name."""
        return sorted(self._known.values(), key=lambda agent: agent.name)


def actor(agent: Agent) -> Actor:
    """The agent as the domain knows the giver of an order."""
    return Actor(agent.id, agent.name, agent.role)
