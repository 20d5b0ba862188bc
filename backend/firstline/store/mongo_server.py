"""Is this a MongoDB that Firstline can use? Asked once, when the desk starts."""

from typing import Any

from pymongo.errors import OperationFailure, PyMongoError

from .port import StoreRefused

OLDEST = (7, 0)
"""The oldest MongoDB that is still maintained by its makers."""


async def check_server(database: Any) -> None:
    """Raises StoreRefused: it cannot be reached, lets nobody in, or is too old."""
    try:
        told = await database.client.admin.command("buildInfo")
        await database.command("ping")
    except OperationFailure as error:
        # Its text holds all details; the server's own sentence is enough.
        reason = (error.details or {}).get("errmsg", f"code {error.code}")
        raise StoreRefused(f"MongoDB refuses: {reason}") from error
    except PyMongoError as error:
        raise StoreRefused(f"MongoDB cannot be reached: {error.args[0]}") from error
    version = tuple(told["versionArray"][:2])
    if version < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise StoreRefused(f"MongoDB {told['version']} is too old, {oldest} is the oldest")
