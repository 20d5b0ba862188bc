"""Logs: JSON lines without secrets, ours and those of libraries."""

import asyncio
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import structlog
from aiohttp import ClientSession

from firstline.logs import set_up
from tests.kit import House, until

KEY = "sk_live_51HxxQ2eZvKYlo2CkWm7tq9RrT4bV6nM8pL0aS3dF"

SCRIPT = """
import asyncio, logging, structlog
from firstline.logs import set_up
KEY = "%s"
set_up("%s")
log = structlog.get_logger()
log.debug("quiet")
log.info("said", text="it is " + KEY, nested={"headers": [{"Authorization": "Bearer " + KEY}]})
try:
    raise ValueError("cannot read " + KEY)
except ValueError:
    log.exception("broke")
logging.getLogger("aiohttp.server").error("refused %%s", KEY)
try:
    raise KeyError(KEY)
except KeyError:
    logging.getLogger("asyncio").exception("never retrieved")
"""


@pytest.fixture(scope="module")
def lines():
    run = [sys.executable, "-c", SCRIPT % (KEY, "info")]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr.splitlines()


@pytest.mark.rule("R27")
def test_no_line_holds_a_secret_whoever_wrote_it(lines):
    assert KEY[6:40] not in "\n".join(lines)


def test_every_line_is_json_with_level_time_and_event(lines):
    said = [json.loads(line) for line in lines]
    assert [one["event"] for one in said] == [
        "said",
        "broke",
        "refused sk_l…S3dF",
        "never retrieved",
    ]
    assert [one["level"] for one in said] == ["info", "error", "error", "error"]
    assert all("timestamp" in one for one in said)
    assert "ValueError" in said[1]["exception"]
    assert "KeyError" in said[3]["exception"]


TEXT = "the parcel for Frau Grünwald never came"
QUERY = "planted-in-the-address"


@pytest.fixture
def said(monkeypatch) -> Callable[[], list[dict]]:
    """All lines so far, as Firstline writes them."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    set_up("debug")
    return lambda: [json.loads(line) for line in written.getvalue().splitlines()]


async def breaks(*_: object, **__: object) -> None:
    """As code does that chokes on what it was given."""
    try:
        {}[f"{TEXT} {KEY}"]
    except KeyError as error:
        raise ValueError(f"cannot read {TEXT} {KEY}") from error


@pytest.mark.rule("R27")
async def test_no_text_no_secret_and_no_query_is_in_any_line(said, house: House, monkeypatch):
    house.bot.before = breaks
    client, stream = await house.queued()
    number = (await house.desk.state(stream)).number
    post = {"conversation": stream, "text": f"{TEXT}, my key is {KEY}"}
    assert (await client.do("post_message", id="t1", **post))["ok"]

    async def turned() -> bool:
        return any(one["event"] == "turn_failed" for one in said())

    await until(turned)
    monkeypatch.setattr(house.firstline.widget, "do", breaks)
    assert not (await client.do("post_message", id="t2", **post))["ok"]
    async with ClientSession() as session:
        for path in ("/api/session", "/files/nothing", "/nowhere", "/ready", f"/{QUERY}"):
            async with session.get(f"{house.url}{path}?token={QUERY}&q={KEY}"):
                pass
        monkeypatch.setattr(house.firstline.web_parts.sessions.__class__, "agent_of", breaks)
        headers = {"Cookie": f"firstline_session={KEY}"}
        async with session.get(f"{house.url}/api/session?token={QUERY}", headers=headers):
            pass
    reader, writer = await asyncio.open_connection("127.0.0.1", house.server.port)
    writer.write(f"GET /x?token={QUERY} HTTP/1.1\r\nHost: x\r\nB\0d: {TEXT}\r\n\r\n".encode())
    await reader.read()
    writer.close()
    lines = said()
    assert [one["event"] for one in lines].count("request_failed") == 1
    broke = next(one for one in lines if one["event"] == "message_failed")
    assert broke["number"] == number
    assert broke["stream"] == stream
    assert len(broke["request"]) == 16
    assert "KeyError: (its words are left out)" in broke["exception"]
    assert "ValueError: (its words are left out)" in broke["exception"]
    assert "in breaks" in broke["exception"]
    everything = json.dumps(lines, ensure_ascii=False)
    for planted in (TEXT, "Grünwald", KEY, KEY[5:30], QUERY):
        assert planted not in everything


async def test_each_message_has_an_id_of_its_own(said, house: House, monkeypatch):
    client, stream = await house.queued()
    monkeypatch.setattr(house.firstline.widget, "do", breaks)
    for _ in range(2):
        await client.do("ask_for_person", conversation=stream, id="again")
    ids = [one["request"] for one in said() if one["event"] == "message_failed"]
    assert len(set(ids)) == len(ids) == 2
    assert len({one["socket"] for one in said() if one["event"] == "message_failed"}) == 1


def test_what_the_system_says_of_an_error_is_kept(said):
    try:
        Path("/nowhere").read_bytes()
    except OSError:
        structlog.get_logger().exception("full")
    assert "No such file or directory: '/nowhere'" in said()[0]["exception"]


def test_for_people_a_line_is_no_json_and_as_clean():
    run = SCRIPT.replace('set_up("%s")', 'set_up("%s", "console")') % (KEY, "info")
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    assert "said" in done.stderr
    assert not done.stderr.startswith("{")
    assert KEY[6:40] not in done.stderr
