"""Who the demo knows: agents with passwords that everybody may know, and customers."""

from typing import NamedTuple

from firstline.store.port_accounts import Accounts, Agent, Role

from .passwords import NO_PASSWORD, fits, make_agent


class DemoAgent(NamedTuple):
    """An agent of the demo, with the password to print."""

    id: str
    name: str
    role: Role
    teams: tuple[str, ...]
    languages: tuple[str, ...]
    language: str

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.id}@demo.example"

    @property
    def password(self) -> str:
        """No secret: the demo prints it."""
        return f"{self.id}-likes-demos"


EVERY_TEAM = ("first_line", "technical", "billing")
AGENTS = (
    DemoAgent("lena", "Lena Vogt", "agent", ("first_line",), ("de", "en", "pt_BR"), "en"),
    DemoAgent("marc", "Marc Oliver", "lead", EVERY_TEAM, ("en", "es", "de"), "en"),
    DemoAgent("bruna", "Bruna Reis", "agent", ("first_line", "billing"), ("pt_BR", "es"), "pt_BR"),
    DemoAgent("ivan", "Ivan Petrov", "agent", ("technical",), ("ru", "en"), "ru"),
    DemoAgent("sofia", "Sofía Marín", "agent", ("technical",), ("es", "en", "pt_BR"), "es"),
)


class DemoCustomer(NamedTuple):
    """Somebody who is signed in on the demo's site. `plan` is empty for a visitor."""

    id: str
    name: str
    plan: str
    language: str
    chat: bool
    organisation: str

    def claims(self) -> dict[str, str | bool]:
        """What the site signs of this customer, as it would for its own."""
        return {
            "sub": f"demo-{self.id}",
            "name": self.name,
            "email": f"{self.id}@{self.organisation}.example",
            "plan": self.plan,
            "organisation": self.organisation,
            "chat": self.chat,
        }


CUSTOMERS = (
    DemoCustomer("ana", "Ana Lima", "premium", "pt_BR", chat=True, organisation="lojamar"),
    DemoCustomer("ben", "Ben Archer", "basic", "en", chat=True, organisation="parcelway"),
    DemoCustomer("dieter", "Dieter Kranz", "regular", "de", chat=True, organisation="kranz"),
    DemoCustomer("elena", "Elena Ruiz", "premium", "es", chat=True, organisation="clinisol"),
    DemoCustomer("fedor", "Фёдор Белов", "regular", "ru", chat=True, organisation="belov"),
    DemoCustomer("chloe", "Chloé Martin", "basic", "en", chat=False, organisation="atelier"),
)


async def demo_people(accounts: Accounts) -> tuple[DemoAgent, ...]:
    """Make sure that the demo's agents can sign in; those who can stay as they are."""
    for one in AGENTS:
        found = await accounts.credentials(one.email)
        if found is None or found[1] == NO_PASSWORD:
            await _make(accounts, one)
    return AGENTS


async def retire_demo_people(accounts: Accounts) -> tuple[str, ...]:
    """Take away the passwords that everybody may know, and the sessions with them.

    A folder of data that once served a demo may become a desk's own. Gives who was retired.
    """
    retired = []
    for one in AGENTS:
        found = await accounts.credentials(one.email)
        if found is not None and await fits(one.password, found[1]):
            await accounts.save_agent(found[0], NO_PASSWORD)
            retired.append(one.email)
    return tuple(retired)


async def _make(accounts: Accounts, one: DemoAgent) -> Agent:
    return await make_agent(
        accounts,
        one.email,
        one.name,
        one.password,
        one.role,
        id=one.id,
        teams=one.teams,
        languages=one.languages,
        language=one.language,
    )
