from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from firstline.settings import Settings
from firstline.web import site
from firstline.web.passwords import make_agent

from .kit import PASSWORD, SECRET, World, make_world

CHAT = "<!doctype html><html><head><!--firstline--></head><body></body></html>"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A root with a front end as `make build` leaves it."""
    folder = tmp_path / "root" / "build" / "web"
    for part in ("widget", "inbox"):
        (folder / part / "assets").mkdir(parents=True)
        (folder / part / "index.html").write_text(CHAT)
        (folder / part / "assets" / "app-a1b2.js").write_text("console.log('app');" * 100)
    (folder / "widget.js").write_text("void 0;" * 200)
    (tmp_path / "root" / "outside.js").write_text("secret")
    return tmp_path / "root"


@pytest.fixture
def settings(built: Path) -> Settings:
    """Overridden by tests that need others."""
    return Settings(root=built, identity_secret=SECRET, file_limit=300_000)


@pytest.fixture
async def world(settings: Settings, tmp_path: Path) -> AsyncIterator[World]:
    made = make_world(tmp_path / "data", lambda **more: msgspec.structs.replace(settings, **more))
    yield made
    await made.parts.desk.store.close()
    made.parts.accounts.close()


@pytest.fixture
async def client(world: World, aiohttp_client) -> TestClient:
    app = web.Application()
    site.setup(app, world.parts)
    return await aiohttp_client(app)


@pytest.fixture
async def lena(world: World) -> str:
    """The address of an agent who can sign in."""
    await make_agent(world.parts.accounts, "lena@desk.example", "Lena", PASSWORD, id="lena")
    return "lena@desk.example"
