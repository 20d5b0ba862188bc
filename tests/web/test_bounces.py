"""`POST /api/bounces`, and the command that a mail server pipes a notice into (R32)."""

import asyncio
import io
import os

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from firstline import cli
from firstline.domain.commands import RecordMailSent, System
from firstline.domain.events import MailBounced, Person
from firstline.web import site
from tests.bounces.notices import AWAY, notice
from tests.kit import ROOT

from .kit import bearer

pytestmark = pytest.mark.rule("R32")

SECRET = "planted-for-bounces-planted-for-bounces"
RITA = Person(id="rita", email="rita@example.com", verified=True)


@pytest.fixture
def settings(settings):
    return msgspec.structs.replace(settings, bounce_secret=SECRET)


@pytest.fixture
async def mailed(world) -> tuple[str, dict]:
    """A conversation with a mail that was sent, and what a mail server tells of it."""
    stream, _ = await world.reserve(RITA)
    await world.answered(stream)
    desk = world.parts.desk
    state = await desk.state(stream)
    await desk.handle(stream, System("outbox"), RecordMailSent(state.newest_answer))
    return stream, {"number": state.number, "upto": state.newest_answer, "status": "5.1.1"}


async def bounces(world, stream) -> list[MailBounced]:
    recorded = await world.parts.desk.readable(stream)
    return [new.event for new in recorded if isinstance(new.event, MailBounced)]


async def test_a_mail_that_came_back_is_recorded_once(client, world, mailed):
    stream, told = mailed
    for recorded in (True, False):
        answer = await client.post("/api/bounces", json=told, headers=bearer(SECRET))
        assert (answer.status, await answer.json()) == (200, {"recorded": recorded})
    assert await bounces(world, stream) == [MailBounced(told["upto"], "5.1.1")]


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer ", f"Bearer {SECRET}x", f"Bearer {SECRET[:-1]}"]
)
async def test_nobody_else_is_believed(client, world, mailed, given):
    stream, told = mailed
    headers = {"Authorization": given, "Sec-Fetch-Site": "same-origin"}
    answer = await client.post("/api/bounces", json=told, headers=headers)
    assert answer.status == 401
    assert await bounces(world, stream) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"upto": 999}, "mail_not_known"),
        ({"number": "B2B-22BB"}, "conversation_not_found"),
        ({"upto": 0}, "invalid_message"),
        ({"status": "5.1.1 rita@example.com"}, "invalid_message"),
        ({"text": "hello"}, "invalid_message"),
    ],
)
async def test_what_does_not_fit_is_refused(client, world, mailed, change, code):
    stream, told = mailed
    answer = await client.post("/api/bounces", json={**told, **change}, headers=bearer(SECRET))
    assert (await answer.json())["error"]["code"] == code
    assert await bounces(world, stream) == []


class TestWithoutASecret:
    @pytest.fixture
    def settings(self, settings):
        return msgspec.structs.replace(settings, bounce_secret="")

    @pytest.mark.parametrize("given", ["Bearer ", "Bearer", f"Bearer {SECRET}"])
    async def test_nobody_is_believed(self, client, mailed, given):
        headers = {"Authorization": given, "Sec-Fetch-Site": "same-origin"}
        answer = await client.post("/api/bounces", json=mailed[1], headers=headers)
        assert answer.status == 404


@pytest.fixture
def pipe(monkeypatch):
    """Pipes a mail into the command, as a mail server does; gives the exit status."""
    monkeypatch.setenv("FIRSTLINE_ROOT", str(ROOT))
    monkeypatch.setenv("FIRSTLINE_BOUNCE_SECRET", SECRET)
    monkeypatch.setenv("FIRSTLINE_PUBLIC_URL", "http://127.0.0.1:9")

    def piped(mail: bytes) -> int:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(mail)))
        try:
            cli.main(["bounce"])
        except SystemExit as end:
            return end.code
        return 0

    return piped


@pytest.fixture
async def served(world, monkeypatch, pipe):
    """The desk of `world`, where the command finds it."""
    app = web.Application()
    site.setup(app, world.parts)
    async with TestServer(app) as server:
        monkeypatch.setenv("FIRSTLINE_PUBLIC_URL", str(server.make_url("")))
        yield server


async def test_a_notice_that_is_piped_in_reaches_the_desk(served, world, mailed, pipe):
    stream, told = mailed
    mail = notice(id=f"<{told['number']}.{told['upto']}@desk.example>")
    assert await asyncio.to_thread(pipe, mail) == 0
    assert await bounces(world, stream) == [MailBounced(told["upto"], "5.1.1")]
    assert await asyncio.to_thread(pipe, mail) == 0


async def test_a_forged_number_is_refused(served, world, mailed, pipe, capsys):
    assert await asyncio.to_thread(pipe, notice()) == os.EX_DATAERR
    assert "conversation_not_found" in capsys.readouterr().err
    assert await bounces(world, mailed[0]) == []


async def test_a_wrong_secret_keeps_the_notice_with_the_mail_server(
    served, mailed, pipe, monkeypatch, capsys
):
    monkeypatch.setenv("FIRSTLINE_BOUNCE_SECRET", "x" * 40)
    assert await asyncio.to_thread(pipe, notice()) == os.EX_TEMPFAIL
    assert "not_signed_in" in capsys.readouterr().err


async def test_so_does_an_address_where_no_desk_is(pipe, monkeypatch, capsys):
    async def other(request: web.Request) -> web.Response:
        return web.json_response(["nothing"], status=404)

    app = web.Application()
    app.router.add_post("/api/bounces", other)
    async with TestServer(app) as server:
        monkeypatch.setenv("FIRSTLINE_PUBLIC_URL", str(server.make_url("")))
        assert await asyncio.to_thread(pipe, notice()) == os.EX_TEMPFAIL
    assert "no_desk" in capsys.readouterr().err


def test_so_does_a_desk_that_is_away(pipe, capsys):
    assert pipe(notice()) == os.EX_TEMPFAIL
    assert "desk_away" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("mail", "status"),
    [(AWAY.encode(), os.EX_DATAERR), (b"", os.EX_DATAERR), (notice("delayed"), 0)],
)
def test_what_is_no_bounce_is_not_told(pipe, mail, status, capsys):
    assert pipe(mail) == status
    assert "rita" not in "".join(capsys.readouterr())
