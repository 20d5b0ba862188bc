"""The people on call are paged (R05): by lease, through Apprise, to a real server nearby."""

import asyncio
import re
from pathlib import Path

import msgspec
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from firstline.domain.commands import (
    AcknowledgePage,
    AskForPerson,
    PostMessage,
    RecordFindings,
    SetSeverity,
    System,
    TakePage,
)
from firstline.domain.context import Finding
from firstline.domain.events import PageFailed, PageHeld, PageSent, PageTaken, PageUnanswered
from firstline.effects import apprise_post
from firstline.effects.on_call import BrokenRota, OnCall
from firstline.effects.pager import Pager
from firstline.effects.sweeper import Sweeper
from firstline.settings import Settings
from tests.kit import ANNA, DAY, MINUTE, RITA, Room

R05 = pytest.mark.rule("R05")
R10 = pytest.mark.rule("R10")
ROTA = """
zone: Europe/Lisbon
people: {Dana: {}, Emil: {}}
rota: [{order: [Dana, Emil]}]
"""
PAGES = PageTaken | PageSent | PageFailed | PageUnanswered | PageHeld


class Phones:
    """Takes what Apprise posts, by the name in the address; refuses or hangs as it is told."""

    def __init__(self) -> None:
        self.rang: list[tuple[str, str, str]] = []
        self.refuses: set[str] = set()
        self.hangs = asyncio.Event()
        self.hangs.set()
        app = web.Application()
        app.router.add_post("/{name}", self.ring)
        self.server = TestServer(app)

    async def ring(self, request: web.Request) -> web.Response:
        name, page = request.match_info["name"], await request.json()
        await self.hangs.wait()
        if name in self.refuses:
            return web.Response(status=503)
        self.rang.append((name, page["title"], page["message"]))
        return web.Response()

    def address(self, name: str) -> str:
        return f"json://127.0.0.1:{self.server.port}/{name}"

    @property
    def names(self) -> list[str]:
        return [name for name, _, _ in self.rang]


@pytest.fixture
async def phones():
    made = Phones()
    await made.server.start_server()
    yield made
    made.hangs.set()
    await made.server.close()


@pytest.fixture
def rota(tmp_path: Path) -> Path:
    file = tmp_path / "on-call.yml"
    file.write_text(ROTA)
    return file


@pytest.fixture
def settings(phones: Phones, rota: Path) -> Settings:
    lines = (f"{name} = {phones.address(name)}" for name in ("Dana", "Emil"))
    return Settings(
        on_call=str(rota),
        on_call_addresses="\n".join(lines),
        public_url="https://help.example",
    )


class Watch:
    """The room with its sweeper and pager, moved on by hand."""

    def __init__(self, room: Room, settings: Settings) -> None:
        self.room = room
        self.pager = Pager(room.desk, OnCall(settings), settings)
        room.notifier.listen(self.pager.note)
        self.sweeper = Sweeper(room.desk, self.pager.wake, can_mail=False)

    async def after(self, span: int) -> None:
        """Time passes; what is due is paged."""
        self.room.clock.at += span
        await self.sweeper.sweep()
        await self.work()

    async def work(self) -> None:
        while not self.pager._wanted.empty():
            stream = self.pager._wanted.get_nowait()
            self.pager._waiting.discard(stream)
            await self.pager.page(stream)

    async def critical(self) -> str:
        stream = await self.room.queued()
        await self.room.give(stream, SetSeverity(1, "all is down"), ANNA)
        await self.work()
        return stream

    async def proposed(self, **more) -> str:
        """The intake finds that all are affected, and hands over."""
        stream = await self.room.open(**more)
        await self.room.give(stream, PostMessage(f"{stream[:6]}-1", "Nothing works since 9:00"))
        down = Finding("impact", "all", source=2)
        await self.room.give(stream, RecordFindings((down,)), System("intake"))
        await self.room.give(stream, AskForPerson(f"{stream[:6]}-2"))
        await self.work()
        return stream

    async def record(self, stream: str) -> list[str]:
        events = await self.room.events(stream)
        return [type(one).__name__ for one in events if isinstance(one, PAGES)]


@pytest.fixture
def watch(room: Room, settings: Settings) -> Watch:
    return Watch(room, settings)


@R05
async def test_a_severity_1_pages_who_is_first_in_line_at_once(watch: Watch, phones: Phones):
    stream = await watch.critical()
    ((name, title, text),) = phones.rang
    state = await watch.room.state(stream)
    assert (name, title) == ("Dana", f"{state.number}: 1 · critical")
    assert "Plan: premium" in text
    assert "First response: " in text
    assert f"https://help.example/inbox#/{state.number}" in text
    assert "{" not in title + text
    assert await watch.record(stream) == ["PageTaken", "PageSent"]


@R05
async def test_a_merely_proposed_one_pages_too_and_says_so(watch: Watch, phones: Phones):
    await watch.proposed()
    assert phones.names == ["Dana"]
    assert phones.rang[0][1].endswith("(proposed)")


@R05
async def test_after_five_minutes_the_next_in_line_until_somebody_acknowledges(
    watch: Watch, phones: Phones
):
    stream = await watch.critical()
    await watch.after(5 * MINUTE - 1)
    assert phones.names == ["Dana"]
    await watch.after(1)
    assert phones.names == ["Dana", "Emil"]
    await watch.after(5 * MINUTE)
    assert phones.names == ["Dana", "Emil", "Dana"]
    await watch.room.give(stream, AcknowledgePage(), ANNA)
    await watch.after(20 * MINUTE)
    assert phones.names == ["Dana", "Emil", "Dana"]


@R05
async def test_who_cannot_be_reached_is_recorded_and_the_next_rings_at_once(
    watch: Watch, phones: Phones
):
    phones.refuses = {"Dana"}
    stream = await watch.critical()
    assert phones.names == ["Emil"]
    assert await watch.record(stream) == ["PageTaken", "PageFailed", "PageTaken", "PageSent"]


@R05
async def test_where_nobody_can_be_reached_that_is_in_the_lists_and_it_goes_on(
    watch: Watch, phones: Phones
):
    phones.refuses = {"Dana", "Emil"}
    stream = await watch.critical()
    (row,) = await watch.room.store.find("paging")
    assert row.body["page"]["vain"] == "failed"
    phones.refuses = set()
    await watch.after(MINUTE // 2)
    assert phones.names == ["Dana"]
    assert await watch.room.store.find("paging")
    await watch.room.give(stream, AcknowledgePage(), ANNA)
    assert await watch.room.store.find("paging") == []


@R05
async def test_a_service_that_hangs_is_given_up(
    watch: Watch, phones: Phones, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(apprise_post, "PATIENCE", 0.2)
    phones.hangs.clear()
    stream = await watch.critical()
    failed = [one for one in await watch.room.events(stream) if isinstance(one, PageFailed)]
    assert [one.error for one in failed] == ["timeout", "timeout"]


@R05
async def test_a_crash_between_taking_and_sending_pages_the_same_person_again(
    watch: Watch, phones: Phones, settings: Settings
):
    stream = await watch.room.queued()
    await watch.room.give(stream, SetSeverity(1, "all is down"), ANNA)
    taken = TakePage(("Dana", "Emil"), 0, "lost")
    await watch.room.give(stream, taken, System("pager"))
    other = Room(watch.room.folder, watch.room.clock, store=watch.room.store)
    restarted = Watch(other, settings)
    await restarted.after(MINUTE - 1)
    assert phones.names == []
    await restarted.after(1)
    assert phones.names == ["Dana"]


@R05
async def test_two_pagers_page_once(watch: Watch, phones: Phones, settings: Settings):
    second = Pager(watch.room.desk, OnCall(settings), settings)
    stream = await watch.room.queued()
    await watch.room.give(stream, SetSeverity(1, "all is down"), ANNA)
    await asyncio.gather(watch.pager.page(stream), second.page(stream))
    assert phones.names == ["Dana"]


@R05
async def test_without_a_rota_nobody_is_paged_and_that_is_said(room: Room):
    watch = Watch(room, Settings())
    stream = await watch.critical()
    assert await watch.record(stream) == ["PageUnanswered"]


@R05
@pytest.mark.parametrize("language", ["en", "pt_BR", "de", "es", "ru"])
async def test_a_page_is_in_the_teams_language_and_holds_no_secret(
    room: Room, settings: Settings, phones: Phones, language: str
):
    watch = Watch(room, msgspec.structs.replace(settings, working_language=language))
    stream = await watch.critical()
    (_, title, text) = phones.rang[0]
    named = room.desk.voice.texts.bundle(language, "inbox")
    assert title.endswith(named["severity.1"])
    assert named["page_reason.severity"] in text
    key = re.search(rf"https://help.example/page/{stream}/(\S+)", text)
    assert key is not None
    assert not any(
        key[1].encode() in line for line in room.folder.glob("*.db") for line in [line.read_bytes()]
    )


@R05
async def test_the_customers_words_are_in_a_page_only_where_that_is_allowed(
    room: Room, settings: Settings, phones: Phones
):
    await Watch(room, settings).critical()
    assert "Webhooks stopped" not in phones.rang[0][2]
    allowing = Watch(room, msgspec.structs.replace(settings, page_content=True))
    await allowing.critical()
    assert "Webhooks stopped" in phones.rang[-1][2]


@R10
async def test_an_organisation_that_cried_wolf_twice_rings_the_queue(watch: Watch, phones: Phones):
    acme = msgspec.structs.replace(RITA, organisation="acme")
    for _ in range(2):
        stream = await watch.proposed(person=acme)
        await watch.room.give(stream, SetSeverity(3, "a question"), ANNA)
    stream = await watch.proposed(person=msgspec.structs.replace(acme, id="paul"))
    assert await watch.record(stream) == ["PageHeld"]
    assert len(phones.names) == 2
    await watch.proposed(person=RITA)
    assert len(phones.names) == 3, "another house is another house"
    watch.room.clock.at += 7 * DAY
    await watch.proposed(person=acme)
    assert len(phones.names) == 4, "after a week it is forgotten"


def test_a_changed_rota_is_read_and_a_broken_one_changes_nothing(settings: Settings, rota: Path):
    on_call = OnCall(settings)
    assert on_call.in_line(0) == ("Dana", "Emil")
    rota.write_text(ROTA.replace("[Dana, Emil]", "[Emil]"))
    assert on_call.in_line(0) == ("Emil",)
    rota.write_text("zone: Nowhere")
    assert on_call.in_line(0) == ("Emil",)
    with pytest.raises(BrokenRota, match=r"on-call\.yml"):
        OnCall(settings)
