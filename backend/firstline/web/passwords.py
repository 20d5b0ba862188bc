"""Passwords, and the making of agents."""

import secrets
from asyncio import get_running_loop
from base64 import b32encode
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from firstline.store.port_accounts import Accounts, Agent, Role

from .errors import PasswordTooShort

LEAST = 10
"""Characters of a password."""
MOST = 1024
NO_PASSWORD = ""
"""Stands for the hash where no password fits."""

# OWASP's lowest memory for argon2id (19 MiB), with one pass more than it asks for: the desk has
# little memory, and 2 threads bound what a flood of sign-ins can take.
HASHER = PasswordHasher(time_cost=3, memory_cost=19 * 1024, parallelism=1)
_THREADS = ThreadPoolExecutor(2, thread_name_prefix="passwords")


async def hash_password(password: str) -> str:
    """What is stored of a password. Raises PasswordTooShort."""
    if len(password) < LEAST:
        raise PasswordTooShort(least=LEAST)
    return await get_running_loop().run_in_executor(_THREADS, HASHER.hash, password)


async def fits(password: str, hash: str | None) -> bool:
    """Whether it is the password; without a hash the same work is done in vain."""
    return await get_running_loop().run_in_executor(_THREADS, _fits, password, hash or _DUMMY)


def _fits(password: str, hash: str) -> bool:
    try:
        return HASHER.verify(hash, password[:MOST]) and hash != _DUMMY
    except (VerificationError, InvalidHashError):
        return False


_DUMMY = HASHER.hash(secrets.token_urlsafe())
"""Stands in for the hash of an unknown account, so that the time tells nothing."""


async def make_agent(  # noqa: PLR0913 - an agent has these parts
    accounts: Accounts,
    email: str,
    name: str,
    password: str,
    role: Role = "agent",
    *,
    id: str = "",
    teams: Sequence[str] = (),
    languages: Sequence[str] = ("en",),
    language: str = "en",
) -> Agent:
    """Add an agent. Raises EmailTaken, PasswordTooShort."""
    agent = Agent(
        id=id or b32encode(secrets.token_bytes(10)).decode().lower(),
        email=email,
        name=name,
        role=role,
        teams=tuple(teams),
        languages=tuple(languages),
        language=language,
    )
    await accounts.save_agent(agent, await hash_password(password))
    return agent


async def change_password(accounts: Accounts, email: str, password: str) -> bool:
    """Give an agent a new password, which ends all sessions; False if there is no such agent."""
    found = await accounts.credentials(email)
    if found is None:
        return False
    await accounts.save_agent(found[0], await hash_password(password))
    return True
