"""Status pages as the cases describe them, served to the desk."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from firstline.domain.moment import Moment

from .form import Incident, span


@asynccontextmanager
async def served(pages: Mapping[str, Any]) -> AsyncIterator[str]:
    """Serves each case's status page under its name; gives the address of them all."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(pages[request.match_info["name"]])

    app = web.Application()
    app.router.add_get("/{name}/api/v2/summary.json", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield f"http://127.0.0.1:{port}"
    await runner.cleanup()


def summary(incidents: tuple[Incident, ...], now: Moment) -> dict[str, Any]:
    """A page in Statuspage's v2 form."""
    return {
        "page": {"url": "https://status.example.com"},
        "incidents": [
            {
                "id": one.id,
                "name": one.title,
                "status": "investigating",
                "impact": one.impact,
                "started_at": _iso(now - span(one.started)),
                "created_at": _iso(now - span(one.started)),
                "components": [{"name": name} for name in one.components],
                "incident_updates": [{"body": one.update}] if one.update else [],
            }
            for one in incidents
        ],
    }


def _iso(moment: Moment) -> str:
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat()
