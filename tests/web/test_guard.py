"""What surrounds every request: ids, headers, and errors without a trace of their cause."""

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import msgspec
import pytest
from aiohttp import web
from multidict import CIMultiDict

from firstline.domain.errors import FirstlineError
from firstline.settings import Settings
from firstline.web import guard, site
from firstline.web.errors import STATUS, error_answer
from firstline.web.errors import WrongCredentials as AnyError

from .kit import ORIGIN


@pytest.fixture
async def client(world, aiohttp_client):
    """The site, and a page with a mistake in it."""

    async def broken(request: web.Request) -> web.Response:
        raise RuntimeError("the password is hunter2")

    async def moved(request: web.Request) -> web.Response:
        raise web.HTTPSeeOther("/health")

    app = web.Application()
    site.setup(app, world.parts)
    app.router.add_get("/broken", broken)
    app.router.add_get("/moved", moved)
    app.router.add_post("/socket.io/", moved)
    return await aiohttp_client(app)


@pytest.mark.parametrize(
    "address", ["/health", "/nowhere", "/api/session", "/widget.js", "/broken"]
)
async def test_every_answer_binds_the_browser(client, address):
    headers = (await client.get(address)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert len(headers["X-Request-Id"]) == 16


async def test_each_request_has_an_id_of_its_own(client):
    ids = {(await client.get("/health")).headers["X-Request-Id"] for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, "from-our.proxy_7", True),
        (0, "from-anybody", False),
        (1, "with spaces", False),
        (1, "x" * 65, False),
        (1, "", False),
    ],
)
async def test_an_id_is_taken_from_a_proxy_of_ours_only(
    world, aiohttp_client, proxies, given, taken
):
    settings = msgspec.structs.replace(world.parts.settings, proxies=proxies)
    app = web.Application()
    site.setup(app, replace(world.parts, settings=settings))
    client = await aiohttp_client(app)
    answer = await client.get("/health", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-Id"] == given) is taken


async def test_a_mistake_of_ours_shows_no_trace(client):
    answer = await client.get("/broken")
    assert answer.status == 500
    body = await answer.text()
    assert "internal_error" in body
    for hint in ("hunter2", "Traceback", "RuntimeError", ".py"):
        assert hint not in body


async def test_redirects_stay_redirects(client):
    answer = await client.get("/moved", allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/health")


async def test_sockets_look_after_their_own_origins(client):
    answer = await client.post("/socket.io/", allow_redirects=False)
    assert answer.status == 303


async def test_what_an_address_does_not_take_is_said(client):
    answer = await client.put("/api/session", headers=ORIGIN)
    assert answer.status == 405
    assert (await answer.json())["error"]["code"] == "method_not_allowed"
    assert "POST" in answer.headers["Allow"]


async def test_an_error_speaks_the_readers_language(client, world):
    for language in ("de", "ru"):
        answer = await client.get("/nowhere", headers={"Accept-Language": language})
        text = world.parts.texts.say(language, "page_not_found")
        assert (await answer.json())["error"] == {"code": "page_not_found", "text": text}


async def test_a_client_who_leaves_is_no_mistake(client, world, capsys):
    _, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(
        b"POST /api/session HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
        b"Content-Length: 100\r\n\r\n{"
    )
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    assert (await client.get("/health")).status == 200
    assert "request_failed" not in capsys.readouterr().out


async def test_a_malformed_request_shows_no_trace(client):
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nBad\x00Header: y\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400"))
    assert b"Traceback" not in answer


async def test_a_wait_is_told_in_whole_seconds(world):
    answer = error_answer(AnyError(retry_after=1500), world.parts.texts, "en")
    assert answer.headers["Retry-After"] == "2"


def test_every_error_has_its_text(world):
    ours = [error for error in FirstlineError.__subclasses__() if ".web." in error.__module__]
    assert len(ours) > 15
    assert [error.code for error in ours if not world.parts.texts.has(error.code)] == []


def test_every_status_says_that_something_went_wrong():
    assert all(400 <= status < 600 for status in STATUS.values())
    assert {"GET", "HEAD", "OPTIONS"} == guard.SAFE


@pytest.mark.parametrize(
    ("remote", "lines", "proxies", "address"),
    [
        ("203.0.113.9", [], 0, "203.0.113.9"),
        ("203.0.113.9", ["198.51.100.1"], 0, "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.1, 203.0.113.9"], 1, "203.0.113.9"),
        # Some proxies add a line of their own behind the one that a client made up.
        ("10.0.0.1", ["198.51.100.1", "203.0.113.9"], 1, "203.0.113.9"),
        ("10.0.0.2", ["198.51.100.1", "203.0.113.9, 10.0.0.1"], 2, "203.0.113.9"),
        # One subscriber has more addresses of IPv6 than could be counted.
        ("2001:db8:1:2:3::4", [], 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", [], 0, "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", [], 0, "203.0.113.9"),
        ("10.0.0.1", ["x" * 5000], 1, "x" * 64),
    ],
)
def test_an_address_cannot_be_made_up(remote, lines, proxies, address):
    headers = CIMultiDict(("X-Forwarded-For", line) for line in lines)
    request = SimpleNamespace(headers=headers, remote=remote)
    assert guard.address_of(request, Settings(proxies=proxies)) == address
