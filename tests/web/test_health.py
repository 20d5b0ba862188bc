import asyncio
from dataclasses import replace

import pytest
from aiohttp import web

from firstline import __version__
from firstline.web import health


@pytest.fixture
async def ask(world, aiohttp_client):
    async def ask(**checks):
        app = web.Application()
        health.setup(app, replace(world.parts, checks=checks))
        client = await aiohttp_client(app)
        answer = await client.get("/ready")
        return answer.status, await answer.json()

    return ask


async def good() -> bool:
    return True


async def bad() -> bool:
    return False


async def broken() -> bool:
    raise OSError("no disk")


async def test_the_process_lives(client):
    answer = await client.get("/health")
    assert (answer.status, await answer.json()) == (200, {"status": "ok", "version": __version__})


async def test_ready_when_everything_holds(ask):
    checks = {"space": True, "warmed": True}
    assert await ask(warmed=good) == (200, {"ready": True, "checks": checks})


@pytest.mark.parametrize("check", [bad, broken])
async def test_not_ready_says_what_is_missing(ask, check):
    checks = {"space": True, "warmed": True, "store": False}
    assert await ask(warmed=good, store=check) == (503, {"ready": False, "checks": checks})


async def test_a_full_disk_is_not_ready(ask, monkeypatch):
    monkeypatch.setattr(health, "SPACE", 10**18)
    assert await ask() == (503, {"ready": False, "checks": {"space": False}})


async def test_a_check_that_hangs_does_not_hold_up_the_answer(ask, monkeypatch):
    monkeypatch.setattr(health, "PATIENCE", 0.01)

    async def hangs() -> bool:
        await asyncio.Event().wait()
        return True

    assert (await ask(store=hangs))[0] == 503
