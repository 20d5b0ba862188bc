"""Making clients of Redis, and saying in a sentence what is wrong with one.

The libraries take a second to import. The desk starts without them: they are imported here, in a
thread.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeredis import FakeServer
    from redis.asyncio import Redis

OLDEST = 6
"""The oldest major version of Redis that will do."""
PATIENCE = 1.0
"""Seconds that an answer of Redis may take."""
CONNECTIONS = 8


class LinkLost(Exception):
    """Redis does not answer, or is none that the desk can use; the message says why."""


def in_process(server: "FakeServer | None" = None) -> "Redis":
    """A Redis within the process, of its own unless a server is given."""
    from fakeredis import FakeAsyncRedis, FakeServer  # noqa: PLC0415

    return FakeAsyncRedis(server=server or FakeServer())


def over_network(url: str) -> "Redis":
    """A client that never tries twice by itself: each loss has to be noticed."""
    from redis.asyncio import BlockingConnectionPool, Redis  # noqa: PLC0415
    from redis.asyncio.retry import Retry  # noqa: PLC0415
    from redis.backoff import NoBackoff  # noqa: PLC0415

    pool = BlockingConnectionPool.from_url(
        url,
        max_connections=CONNECTIONS,
        timeout=PATIENCE,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
        protocol=2,  # which a server that is too old speaks as well, and can say so
    )
    return Redis.from_pool(pool)


async def check_version(client: "Redis") -> None:
    """Raises LinkLost for a Redis that is too old."""
    version = str((await client.info("server"))["redis_version"])
    if int(version.split(".", maxsplit=1)[0]) < OLDEST:
        raise LinkLost(f"is Redis {version}, and {OLDEST} is the oldest that will do")


def is_refusal(error: Exception) -> bool:
    """Whether Redis answered, and said no to this one request."""
    from redis.exceptions import AuthenticationError, ResponseError  # noqa: PLC0415

    return isinstance(error, ResponseError) and not isinstance(error, AuthenticationError)


def shown(url: str) -> str:
    """The address without user and password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}" if url else "Redis in this process"


def reason(error: Exception) -> str:
    """What is wrong, as the end of a sentence that begins with the address."""
    if isinstance(error, LinkLost):
        return str(error)
    match type(error).__name__:
        case "ConnectionError" | "ConnectionRefusedError":
            return f"cannot be reached: {error}"
        case "InvalidResponse":
            return "is no Redis"
        case "AuthenticationError" | "NoPermissionError":
            return f"wants other credentials: {error}"
        case "TimeoutError":
            return "does not answer"
        case name:
            return f"cannot be used: {name} {error}"
