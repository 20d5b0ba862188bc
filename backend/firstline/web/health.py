"""`/health`: the process lives, its event loop turns. `/ready`: it can take messages."""

import asyncio
from shutil import disk_usage

import structlog
from aiohttp import web

from firstline import __version__

from .parts import Check, Parts

PATIENCE = 2
"""Seconds for one check."""
SPACE = 100 * 1024 * 1024
"""Bytes that must be free where the data is kept."""
log = structlog.get_logger()
FRESH = {"Cache-Control": "no-store"}


def setup(app: web.Application, parts: Parts) -> None:
    """Add the two addresses that a supervisor asks."""

    async def space() -> bool:
        folder = parts.settings.folder
        return folder is None or disk_usage(folder).free >= SPACE

    checks: dict[str, Check] = {"space": space, **parts.checks}

    async def ready(_request: web.Request) -> web.Response:
        held = await asyncio.gather(*(_holds(name, check) for name, check in checks.items()))
        body = {"ready": all(held), "checks": dict(zip(checks, held, strict=True))}
        return web.json_response(body, status=200 if all(held) else 503, headers=FRESH)

    async def health(_request: web.Request) -> web.Response:
        body = {"status": "ok", "version": __version__, **parts.about()}
        return web.json_response(body, headers=FRESH)

    app.router.add_get("/health", health)
    app.router.add_get("/ready", ready)


async def _holds(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except Exception:  # noqa: BLE001 - whatever is wrong, the desk is not ready
        log.warning("not_ready", check=name)
        return False
