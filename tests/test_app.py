"""The whole desk: what a restart keeps, what is ready when, and what ends it."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import threading

import pytest
from aiohttp import ClientSession

from firstline.app.promise import BrokenPolicy, read_policy
from firstline.domain.commands import RedactMessage
from firstline.domain.policy import decode, encode
from firstline.intake import language
from firstline.keeping.moving import MoveUnfinished
from tests.kit import LEA, MINUTE, ROOT, House, make_house, promise, until
from tests.running import RunningDesk


async def health(house: House, path: str = "/health") -> tuple[int, dict]:
    async with ClientSession() as session, session.get(f"{house.url}{path}") as answer:
        return answer.status, await answer.json()


async def test_it_listens_before_its_models_are_loaded_and_says_when_they_are(
    tmp_path, clock, monkeypatch
):
    go = threading.Event()
    monkeypatch.setattr(language, "warm", lambda: go.wait(10))
    house = await make_house(tmp_path, clock)
    assert (await health(house))[0] == 200
    assert (await health(house, "/ready"))[1]["checks"]["warmed"] is False
    _, stream = await house.queued()
    assert (await house.desk.state(stream)).handed_off_at
    go.set()

    async def warmed() -> bool:
        return house.firstline.warmed

    await until(warmed)
    assert (await health(house, "/ready"))[1]["checks"]["warmed"] is True
    await house.close()


async def test_a_restart_keeps_every_conversation_its_number_and_its_promise(
    tmp_path, clock, impatient
):
    before = await make_house(tmp_path, clock)
    _, opened = await before.chat()
    client = before.clients[0]
    stream = opened["conversation"]
    await client.do("post_message", conversation=stream, id="m1", text="Webhooks stopped")
    await client.do("ask_for_person", conversation=stream, id="m2")
    due = (await before.desk.store.row(stream)).body["clock"]["due_at"]
    await before.close()

    changed = tmp_path / "root"
    changed.mkdir()
    (changed / "locales").symlink_to(ROOT / "locales")
    (changed / "bot").symlink_to(ROOT / "bot")
    policy = (
        (ROOT / "policy.yml").read_text().replace("{first_response: 24h}", "{first_response: 1h}")
    )
    (changed / "policy.yml").write_text(policy)
    after = await make_house(tmp_path, clock, root=changed)
    again = await after.customer()
    named = {"conversation": stream, "key": opened["key"]}
    resumed = await again.ask("open", **named)
    assert resumed["number"] == opened["number"]
    assert resumed["card"]["promise"]["due_at"] == due
    assert [e["id"] for e in resumed["entries"] if e["kind"] == "customer"] == ["m1", "m2"]
    _, fresh = await after.queued()
    row = await after.desk.store.row(fresh)
    assert row.body["clock"]["due_at"] == clock() + 60 * MINUTE
    await after.close()


def test_a_promise_kept_by_an_older_desk_can_be_read_without_what_came_later():
    """A field that is added to the policy needs a default, or old conversations are lost."""
    kept = json.loads(encode(promise()))
    released = {
        *("plans", "default_plan", "mail_and_form", "resolution", "update", "warning"),
        *("escalation", "waiting", "confirm", "intake", "delivery", "teams", "first_team"),
        *("shift_grace", "message_limit"),
    }
    old = {key: value for key, value in kept.items() if key in released}
    assert set(old) == released
    assert decode(json.dumps(old).encode()).plans == promise().plans


@pytest.mark.rule("R52")
async def test_a_start_erases_again_what_a_copied_backup_brought_back(tmp_path, clock):
    before = await make_house(tmp_path, clock)
    _, stream = await before.queued(text="call me at 555 0199")
    await before.close()
    shutil.copytree(tmp_path / "data", tmp_path / "night")
    noon = await make_house(tmp_path, clock)
    await noon.desk.handle(stream, LEA, RedactMessage((2,), "private"))
    await noon.close()
    (tmp_path / "night" / "erasures.jsonl").write_bytes(
        (tmp_path / "data" / "erasures.jsonl").read_bytes()
    )
    evening = await make_house(tmp_path, clock, data=tmp_path / "night")
    assert "0199" not in str(await evening.desk.store.read(stream))
    assert "0199" not in str(await evening.desk.state(stream))
    await evening.close()


async def test_half_a_moved_store_is_not_served(tmp_path, clock):
    house = await make_house(tmp_path, clock)
    await house.firstline.stores.everything.set_mark("moving", "1")
    await house.close()
    with pytest.raises(MoveUnfinished, match="run the same `firstline move` again"):
        await make_house(tmp_path, clock)


@pytest.mark.parametrize("text", ["plans: [", "plans: {}", "", "- 1"])
def test_a_broken_promise_stops_the_start_with_its_place(tmp_path, text):
    file = tmp_path / "policy.yml"
    file.write_text(text)
    with pytest.raises(BrokenPolicy, match=r"policy\.yml"):
        read_policy(file)


async def test_a_part_that_dies_takes_the_desk_with_it(house: House, monkeypatch):
    killed = []
    monkeypatch.setattr(os, "kill", lambda pid, sign: killed.append((pid, sign)))

    async def broken() -> None:
        raise RuntimeError("gone")

    house.firstline.background.start("made-to-die", broken())

    async def told() -> bool:
        return bool(killed)

    await until(told)
    assert killed == [(os.getpid(), signal.SIGTERM)]
    assert house.firstline.died == "made-to-die"


async def test_a_client_that_cannot_be_told_stops_nobody(house: House, monkeypatch):
    told = house.firstline.widget.tell
    failed = asyncio.Event()

    async def fails_once(change):
        if not failed.is_set():
            failed.set()
            raise RuntimeError("not this one")
        await told(change)

    monkeypatch.setattr(house.firstline.widget, "tell", fails_once)
    client, stream = await house.queued()
    await client.wait("update", lambda update: update["conversation"] == stream)
    assert failed.is_set()
    assert not house.firstline.died


def test_the_process_serves_ends_by_ctrl_c_and_leaves_json_lines(tmp_path):
    with RunningDesk(tmp_path, settings={"FIRSTLINE_BOT": "false"}) as desk:
        assert desk.answers("/health")
        assert desk.stop() == 0
    lines = [line for line in desk.log.splitlines() if line.startswith("{")]
    assert all("event" in json.loads(line) for line in lines)


def test_a_process_whose_part_died_ends_with_a_status(tmp_path):
    script = f"""
from pathlib import Path
from firstline import app
from firstline.effects.sweeper import Sweeper
from firstline.logs import set_up
from firstline.settings import Settings

async def broken(self):
    raise RuntimeError("gone")

set_up("info")
Sweeper.run = broken
app.serve(Settings(root=Path({str(ROOT)!r}), data=Path({str(tmp_path)!r}), port=0, bot=False))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1, done.stderr
    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert [one["task"] for one in events if one["event"] == "task_died"] == ["sweeper"]
