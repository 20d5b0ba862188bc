"""The command line: each command does its work, and what is wrong is one sentence."""

import asyncio
import io
import json

import pytest

from firstline import cli
from firstline.domain.commands import AskForPerson, PostMessage
from firstline.store.accounts import SqliteAccounts
from firstline.store.codec import Codec
from firstline.store.database import guard
from tests.kit import ROOT, Room

R50 = pytest.mark.rule("R50", part="record, search, export and past solutions")


@pytest.fixture(autouse=True)
def at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("FIRSTLINE_ROOT", str(ROOT))
    monkeypatch.setenv("FIRSTLINE_DATA", str(tmp_path))


async def told(tmp_path) -> list[str]:
    """Three conversations; gives their numbers."""
    room = Room(tmp_path)
    numbers = []
    for count in range(3):
        stream = await room.open()
        room.clock.at += 1
        await room.give(stream, PostMessage("m1", f"Grüße, число {count}"))
        await room.give(stream, AskForPerson("m2"))
        numbers.append((await room.state(stream)).number)
    await room.store.close()
    return numbers


def lines(capsys) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@R50
def test_export_writes_every_event_of_every_conversation(tmp_path, capsys, monkeypatch):
    numbers = asyncio.run(told(tmp_path))
    cli.main(["export"])
    written = lines(capsys)
    opened = [one["event"]["number"] for one in written if one["position"] == 1]
    assert sorted(opened) == sorted(numbers)
    assert any("Grüße, число 2" in str(one) for one in written)
    codec = Codec()
    for one in written:
        stream = one.pop("stream")
        assert len(stream) == 26
        assert codec.decode(json.dumps(one).encode()).position == one["position"]


@R50
def test_export_writes_one_conversation_by_its_number(tmp_path, capsys):
    numbers = asyncio.run(told(tmp_path))
    cli.main(["export", numbers[1].lower()])
    written = lines(capsys)
    assert len({one["stream"] for one in written}) == 1
    assert written[0]["event"]["number"] == numbers[1]
    assert [one["position"] for one in written] == list(range(1, len(written) + 1))


@R50
def test_export_goes_on_over_pages_and_beside_a_desk_that_serves(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(cli, "PAGE", 2)
    asyncio.run(told(tmp_path))
    with guard(tmp_path / "firstline.db"):
        cli.main(["export"])
    assert len({one["stream"] for one in lines(capsys)}) == 3


@pytest.mark.parametrize("arguments", [["export"], ["export", "K7Q-4M2X"]])
def test_export_of_nothing_says_so_and_makes_nothing(tmp_path, arguments):
    with pytest.raises(SystemExit, match="there are no conversations"):
        cli.main(arguments)
    assert not (tmp_path / "firstline.db").exists()


def test_an_unknown_number_is_one_sentence(tmp_path):
    asyncio.run(told(tmp_path))
    with pytest.raises(SystemExit, match="there is no conversation K7Q-4M2X"):
        cli.main(["export", "K7Q-4M2X"])


def test_an_agent_is_added_with_a_password_from_the_input(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    cli.main(["agent", "lena@desk.example", "Lena", "--role", "lead", "--languages", "de,en"])
    accounts = SqliteAccounts(tmp_path / "accounts.db")
    agent, hashed = asyncio.run(accounts.credentials("LENA@desk.example"))
    assert (agent.name, agent.role, agent.languages) == ("Lena", "lead", ("de", "en"))
    assert "horse" not in hashed
    accounts.close()


def test_a_password_that_is_too_short_is_one_sentence(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    with pytest.raises(SystemExit, match="firstline: "):
        cli.main(["agent", "lena@desk.example", "Lena"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("FIRSTLINE_PROT", "1"), ("FIRSTLINE_PORT", "many"), ("FIRSTLINE_LOG_LEVEL", "x")],
)
def test_a_wrong_setting_is_one_sentence(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=r"firstline: .*(PROT|port|log_level)"):
        cli.main(["check"])


def test_a_second_desk_on_the_same_store_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(cli, "obstacles", lambda _: [])
    refused = pytest.raises(SystemExit, match="another process serves")
    with guard(tmp_path / "firstline.db"), refused:
        cli.main(["serve"])


def test_a_broken_tree_is_not_served(monkeypatch):
    monkeypatch.setattr(cli, "obstacles", lambda _: ["policy.yml:3: expected a span"])
    with pytest.raises(SystemExit, match=r"policy\.yml:3: expected a span"):
        cli.main(["serve"])


def test_the_demo_says_what_to_open(monkeypatch, capsys):
    served = []
    monkeypatch.setattr(cli, "obstacles", lambda _: [])
    monkeypatch.setattr(cli.app, "serve", served.append)
    cli.main(["serve", "--demo"])
    shown = capsys.readouterr().out
    for part in ("http://127.0.0.1:8080/", "/inbox", "agent", "lead", "/demo/status"):
        assert part in shown
    assert served[0].demo
    assert served[0].visitors
    cli.main(["serve"])
    assert not served[1].demo
    assert capsys.readouterr().out == ""


def test_without_a_command_the_usage_is_shown(capsys):
    with pytest.raises(SystemExit):
        cli.main([])
    assert capsys.readouterr().err.startswith("usage: firstline")
