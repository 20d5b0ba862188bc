"""Who may sign in: agents, their sessions and tokens, failed guesses, and the kept policies."""

from typing import Literal, Protocol

from msgspec import Struct

from firstline.domain.errors import FirstlineError
from firstline.domain.moment import Moment

Role = Literal["agent", "lead", "editor", "admin"]


class EmailTaken(FirstlineError):
    """Another agent has this e-mail address."""


class Agent(Struct, frozen=True):
    """A person at the desk. `language` is the inbox's, `languages` are those spoken (R06, R41)."""

    id: str
    email: str
    name: str
    role: Role = "agent"
    teams: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    language: str = "en"
    on_shift: bool = False
    shift_changed_at: Moment | None = None


class ApiToken(Struct, frozen=True):
    """An integration's access, without the token itself."""

    name: str
    role: Role
    created_at: Moment


class Accounts(Protocol):
    """Plain records. Tokens are kept as SHA-256; passwords as the hash that the caller made.

    Every method raises StoreRefused while nothing can be written.
    """

    async def save_agent(self, agent: Agent, password_hash: str | None = None) -> None:
        """Add or replace an agent; None leaves the password as it is. Raises EmailTaken.

        A new password ends all sessions of the agent.
        """

    async def agent(self, id: str) -> Agent | None:
        """One agent."""

    async def agents(self) -> list[Agent]:
        """All of them, by name."""

    async def credentials(self, email: str) -> tuple[Agent, str] | None:
        """The agent with this address, in any case of letters, and the password's hash."""

    async def set_shift(self, id: str, at: Moment, *, on: bool) -> Agent | None:
        """Turn the shift switch; `shift_changed_at` moves only if that changed something (R41)."""

    async def start_session(self, token: str, agent: str, until: Moment) -> None:
        """Let this token stand for the agent until then."""

    async def session(self, token: str, now: Moment) -> Agent | None:
        """Whose session this is, if it is still running."""

    async def drop_sessions(self, now: Moment) -> None:
        """Forget every session whose time is over."""

    async def end_session(self, token: str) -> None:
        """Sign out. Twice is harmless."""

    async def note_attempt(self, address: str, account: str, at: Moment) -> None:
        """Remember a wrong guess."""

    async def attempts(self, address: str, account: str, since: Moment) -> int:
        """Wrong guesses from this address for this account from `since` on; older are dropped."""

    async def clear_attempts(self, address: str, account: str) -> None:
        """The right password was given."""

    async def save_api_token(self, token: str, made: ApiToken) -> None:
        """Let an integration in."""

    async def api_token(self, token: str) -> ApiToken | None:
        """What this token was made for."""

    async def revoke_api_token(self, name: str) -> None:
        """End every token of this name."""

    async def keep_policy(self, hash: str, text: str) -> None:
        """Keep a promise under its hash, for as long as a conversation may refer to it (R73)."""

    async def policy(self, hash: str) -> str | None:
        """The text that was kept."""
