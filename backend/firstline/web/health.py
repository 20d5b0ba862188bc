"""`/health`: the process lives. `/ready`: it can take messages."""

import asyncio

import structlog
from aiohttp import web

from .parts import Check, Parts

PATIENCE = 2
"""Seconds for one check."""
log = structlog.get_logger()
FRESH = {"Cache-Control": "no-store"}


def setup(app: web.Application, parts: Parts) -> None:
    """Add the two addresses that a supervisor asks."""

    async def ready(request: web.Request) -> web.Response:  # noqa: ARG001
        names = list(parts.checks)
        held = await asyncio.gather(*(_holds(name, parts.checks[name]) for name in names))
        body = {"ready": all(held), "checks": dict(zip(names, held, strict=True))}
        return web.json_response(body, status=200 if all(held) else 503, headers=FRESH)

    app.router.add_get("/health", health)
    app.router.add_get("/ready", ready)


async def health(request: web.Request) -> web.Response:  # noqa: ARG001 - every one is answered alike
    """The process lives and its event loop turns."""
    return web.json_response({"status": "ok"}, headers=FRESH)


async def _holds(name: str, check: Check) -> bool:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check()
    except Exception:  # noqa: BLE001 - whatever is wrong, the desk is not ready
        log.warning("not_ready", check=name)
        return False
