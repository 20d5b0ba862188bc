"""Is this a MongoDB that Firstline can use? Asked once, when the desk starts."""

from firstline.store.port import StoreRefused

from .connection import Database, refusals

OLDEST = (7, 0)
"""The oldest MongoDB that is still maintained by its makers."""


async def check_server(database: Database) -> None:
    """Raises StoreRefused: it cannot be reached, lets nobody in, or is too old."""
    with refusals():
        told = await database.client.admin.command("buildInfo")
        await database.command("ping")
    version = tuple(told["versionArray"][:2])
    if version < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise StoreRefused(f"MongoDB {told['version']} is too old, {oldest} is the oldest")
