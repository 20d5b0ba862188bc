"""The command line: each command does its work, and what is wrong is one sentence."""

import asyncio
import io

import pytest

from firstline import cli
from firstline.store.accounts import SqliteAccounts
from firstline.store.database import guard
from tests.kit import ROOT


@pytest.fixture(autouse=True)
def at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("FIRSTLINE_ROOT", str(ROOT))
    monkeypatch.setenv("FIRSTLINE_DATA", str(tmp_path))


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
