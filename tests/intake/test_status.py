"""The status page is read without ever holding a turn up (R24)."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from firstline.domain.commands import PostMessage
from firstline.domain.events import TurnEnded
from firstline.intake import status
from firstline.intake.checks import DeskChecks
from firstline.intake.status import StatusPage
from firstline.intake.turn import Intake
from tests.kit import FakeBot

PART = "checking, offering, linking and handing over"

SUMMARY = {
    "page": {"id": "p", "name": "Example", "url": "https://status.example.com"},
    "status": {"indicator": "major", "description": "Partial outage"},
    "components": [{"id": "c", "name": "Webhooks", "status": "partial_outage"}],
    "incidents": [
        {
            "id": "i1",
            "name": "Delayed deliveries",
            "status": "identified",
            "impact": "major",
            "created_at": "2026-11-22T14:00:00.000Z",
            "started_at": "2026-11-22T13:55:00.000Z",
            "shortlink": "https://stspg.io/i1",
            "incident_updates": [{"id": "u2", "body": "A fix is on its way."}, {"body": "Older."}],
            "components": [{"id": "c", "name": "Webhooks"}],
        },
        {"id": "i2", "name": "Login", "status": "resolved"},
    ],
    "scheduled_maintenances": [],
}


class Page:
    """A status page to play with: what it answers, how slowly, and how often it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, object] = {"/api/v2/summary.json": SUMMARY}
        self.released = asyncio.Event()
        self.released.set()
        self.asked: list[str] = []

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        await self.released.wait()
        found = self.answers.get(request.path)
        if found is None:
            raise web.HTTPServiceUnavailable
        return web.Response(text=found) if isinstance(found, str) else web.json_response(found)


class Clock:
    def __init__(self) -> None:
        self.now = 1_795_000_000_000

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def reader(page: Page, clock: Clock) -> AsyncIterator[StatusPage]:
    app = web.Application()
    app.router.add_get("/{path:.*}", page.answer)
    async with TestServer(app) as server, ClientSession() as session:
        reader = StatusPage(str(server.make_url("/")), clock, session)
        yield reader
        await reader.close()
        page.released.set()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a condition; fails after thirty seconds."""
    async with asyncio.timeout(30):
        while not await condition():
            pass


@pytest.mark.rule("R24", part=PART)
async def test_what_is_under_way_is_read(reader):
    now = await reader.current()
    assert not now.stale
    (incident,) = now.incidents
    assert (incident.id, incident.title, incident.status) == (
        "i1",
        "Delayed deliveries",
        "identified",
    )
    assert incident.areas == ("webhooks",)
    assert incident.started_at == 1_795_355_700_000
    assert incident.body == "A fix is on its way."
    assert incident.url == "https://stspg.io/i1"


async def test_where_the_summary_is_missing_the_unresolved_incidents_are_read(reader, page):
    page.answers = {"/api/v2/incidents/unresolved.json": SUMMARY}
    assert len((await reader.current()).incidents) == 1
    assert page.asked[-1] == "/api/v2/incidents/unresolved.json"


@pytest.mark.parametrize("document", ["/summary.json", "/api/v1/summary"])
async def test_where_a_page_has_its_document_is_found_out_once(reader, page, clock, document):
    form = {"/summary.json": "activeIncidents", "/api/v1/summary": "ongoing_incidents"}[document]
    page.answers = {document: {form: []}}
    assert not (await reader.current()).stale
    page.asked.clear()
    clock.now += status.FRESH
    assert not (await reader.current()).stale
    assert page.asked == [document]


async def test_an_address_may_name_the_document_itself(page, clock):
    page.answers = {"/proxy/status.example.com": {"ongoing_incidents": []}}
    app = web.Application()
    app.router.add_get("/{path:.*}", page.answer)
    async with TestServer(app) as server, ClientSession() as session:
        reader = StatusPage(str(server.make_url("/proxy/status.example.com")), clock, session)
        assert not (await reader.current()).stale
    assert page.asked == ["/proxy/status.example.com"]


async def test_a_page_that_moved_its_document_is_searched_anew(reader, page, clock):
    await reader.current()
    page.answers = {"/summary.json": {"activeIncidents": []}}
    for _ in range(2):
        clock.now += status.FRESH
        found = await reader.current()
    assert (found.stale, found.incidents) == (False, ())


async def test_a_file_takes_the_place_of_a_page(tmp_path, clock):
    file = tmp_path / "status.yml"
    file.write_text("incidents: [{id: a, title: Webhooks are late, started: 2026-11-28T14:00:00Z}]")
    reader = StatusPage(f"file:{file}", clock)
    (incident,) = (await reader.current()).incidents
    assert (incident.id, incident.areas) == ("a", ("webhooks",))
    file.write_text("incidents: [oops")
    clock.now += status.FRESH
    assert [one.stale for one in (await reader.current()).incidents] == [True]
    await reader.close()


@pytest.mark.rule("R24", part=PART)
@pytest.mark.parametrize("slow", [True, False])
async def test_a_turn_does_not_wait_for_a_slow_page_nor_for_one_that_is_down(
    room, reader, page, slow
):
    """The turn ends while the page still keeps silent, and `PATIENCE` is all that it waited."""
    page.released.clear()
    if not slow:
        page.answers = {}
        page.released.set()
    stream = await room.open()
    await room.give(stream, PostMessage("m1", "Webhooks are not delivered since this morning"))
    await Intake(room.desk, FakeBot(), DeskChecks(room.desk, reader)).take(stream)
    assert any(isinstance(one, TurnEnded) for one in await room.events(stream))
    assert page.released.is_set() is not slow
    assert status.PATIENCE < 300


@pytest.mark.rule("R24", part=PART)
async def test_a_slow_page_holds_nobody_up_and_is_read_in_the_background(reader, page):
    page.released.clear()
    started = time.monotonic()
    first = await reader.current()
    assert time.monotonic() - started < 0.3
    assert (first.incidents, first.read_at, first.stale) == ((), None, True)
    page.released.set()

    async def is_read() -> bool:
        return not (await reader.current()).stale

    await until(is_read)
    assert len(page.asked) == 1


@pytest.mark.rule("R24", part=PART)
async def test_old_news_is_shown_as_stale_while_the_page_is_down(reader, page, clock):
    read_at = (await reader.current()).read_at
    page.answers = {}
    clock.now += status.FRESH
    later = await reader.current()
    assert (later.stale, later.read_at) == (True, read_at)
    assert [incident.stale for incident in later.incidents] == [True]
    clock.now += status.FORGOTTEN
    assert (await reader.current()).incidents == ()


async def test_a_page_that_is_down_is_left_alone_for_a_moment(reader, page, clock):
    page.answers = {}
    await reader.current()
    asked = len(page.asked)
    await reader.current()
    assert len(page.asked) == asked
    clock.now += 5_000
    await reader.current()
    assert len(page.asked) > asked


@pytest.mark.parametrize(
    "answer", ["", "<html>", "[]", '{"incidents": 5}', '{"incidents": [{"name": 1}]}', "\xff"]
)
async def test_nonsense_counts_as_a_page_that_is_down(reader, page, answer):
    page.answers = dict.fromkeys(("/api/v2/summary.json",), answer)
    now = await reader.current()
    assert (now.incidents, now.stale) == ((), True)


async def test_nobody_at_the_address_counts_as_a_page_that_is_down(clock, unused_tcp_port):
    async with ClientSession() as session:
        reader = StatusPage(f"http://127.0.0.1:{unused_tcp_port}", clock, session)
        assert (await reader.current()).stale


async def test_without_a_page_there_are_no_incidents(clock):
    assert (await StatusPage("", clock).current()).incidents == ()


@pytest.mark.rule("R72", part="loaded without a restart")
async def test_new_names_of_components_hold_for_what_was_read_before(reader):
    assert (await reader.current()).incidents[0].areas == ("webhooks",)
    reader.name_areas(lambda _names: ("billing",))

    async def named_anew() -> bool:
        await asyncio.sleep(0)
        return (await reader.current()).incidents[0].areas == ("billing",)

    await until(named_anew)
