"""What an operator types, and what is answered."""

import asyncio
import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from firstline import cli
from firstline.keeping.moving import count
from firstline.store.database import guard
from firstline.store.erasures import read_erasures
from firstline.stores import opened
from tests.kit import ROOT, Clock

from .kit import SECRET, at, home

R50 = pytest.mark.rule("R50")
R52 = pytest.mark.rule("R52")


@pytest.fixture(autouse=True)
def at_home(monkeypatch, tmp_path):
    monkeypatch.setenv("FIRSTLINE_ROOT", str(ROOT))
    monkeypatch.setenv("FIRSTLINE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(cli.app, "wall_clock", Clock())


@pytest.fixture
def data(tmp_path) -> Path:
    return tmp_path / "data"


def furnished(folder: Path) -> list[str]:
    async def furnish() -> list[str]:
        async with home(at(folder)) as made:
            return await made.furnish()

    return asyncio.run(furnish())


def held(folder: Path):
    async def counted():
        async with opened(at(folder)) as stores:
            return await count(stores, lambda: None)

    return asyncio.run(counted())


def record(folder: Path, stream: str) -> str:
    async def read() -> str:
        async with opened(at(folder)) as stores:
            return str(await stores.store.read(stream)) + str(await stores.store.row(stream))

    return asyncio.run(read())


def redact(folder: Path, stream: str, *positions: int) -> None:
    async def erase() -> None:
        async with home(at(folder), Clock(1_760_000_100_000)) as made:
            await made.redact(stream, *positions)

    asyncio.run(erase())


def number_of(folder: Path, stream: str) -> str:
    async def read() -> str:
        async with home(at(folder)) as made:
            return (await made.desk.state(stream)).number

    return asyncio.run(read())


def exported(capfdbinary, *arguments: str) -> list[bytes]:
    capfdbinary.readouterr()
    cli.main(["export", *arguments])
    return capfdbinary.readouterr().out.splitlines()


@R50
def test_all_is_exported_beside_a_desk_that_serves_and_imported_elsewhere(
    data, tmp_path, capfdbinary, monkeypatch
):
    furnished(data)
    with guard(data / "firstline.db"):
        lines = exported(capfdbinary)
    (tmp_path / "all.jsonl").write_bytes(b"\n".join(lines) + b"\n")
    monkeypatch.setenv("FIRSTLINE_DATA", str(tmp_path / "new"))
    for _ in range(2):
        cli.main(["import", str(tmp_path / "all.jsonl")])
    told = capfdbinary.readouterr().out.decode()
    assert "3 new, 0 went on, 0 erased, 0 were there already" in told
    assert "0 new, 0 went on, 0 erased, 3 were there already" in told
    assert held(tmp_path / "new").sha256 == held(data).sha256


@R50
def test_one_conversation_is_exported_by_its_number(data, capfdbinary):
    streams = furnished(data)
    number = number_of(data, streams[1])
    lines = [json.loads(line) for line in exported(capfdbinary, number.lower())]
    assert {line["stream"] for line in lines if "stream" in line} == {streams[1]}
    assert lines[-1]["number"] == number


@R50
def test_a_conversation_is_written_to_be_read(data, capfdbinary):
    streams = furnished(data)
    text = b"\n".join(exported(capfdbinary, number_of(data, streams[1]), "--text")).decode()
    assert f"Customer:\n    {SECRET}\n    [log.txt, 400000 B, " in text
    assert "Handed over: the customer asked for a person" in text
    text = b"\n".join(exported(capfdbinary, number_of(data, streams[0]), "--text")).decode()
    assert "Customer:\n    The text was erased." in text
    assert "Lea erased a text (private)" in text


@R50
def test_the_input_is_read_where_no_file_is_named(data, tmp_path, capfdbinary, monkeypatch):
    furnished(data)
    lines = exported(capfdbinary, "--without-files")
    monkeypatch.setenv("FIRSTLINE_DATA", str(tmp_path / "new"))
    stdin = io.TextIOWrapper(io.BytesIO(b"\n".join(lines)))
    monkeypatch.setattr("sys.stdin", stdin)
    cli.main(["import"])
    assert held(tmp_path / "new").conversations == 3


@pytest.mark.parametrize("arguments", [["export"], ["export", "K7Q-4M2X"], ["backup", "there"]])
def test_nothing_is_said_to_be_nothing_and_nothing_is_made(data, arguments):
    with pytest.raises(SystemExit, match="there are no conversations"):
        cli.main(arguments)
    assert not data.exists()


def test_an_unknown_number_is_one_sentence(data):
    furnished(data)
    with pytest.raises(SystemExit, match="there is no conversation K7Q-4M2X"):
        cli.main(["export", "K7Q-4M2X"])


def test_a_bad_line_is_one_sentence(data, tmp_path):
    (tmp_path / "bad.jsonl").write_text("{}\n")
    with pytest.raises(SystemExit, match=r"bad\.jsonl:1: expected a promise, an event"):
        cli.main(["import", str(tmp_path / "bad.jsonl")])


def test_a_store_is_moved_with_a_bar_and_a_hash(data, tmp_path, capsys):
    furnished(data)
    cli.main(["move", "--from", f"sqlite:{data}", "--to", f"sqlite:{tmp_path / 'new'}"])
    told = capsys.readouterr()
    assert "3 conversations, " in told.out
    assert f"sha256 {held(tmp_path / 'new').sha256}" in told.out
    assert f"moving [{'#' * 30}] 6/6" in told.err
    assert held(tmp_path / "new") == held(data)


@pytest.mark.parametrize("served", ["data", "new"])
def test_a_store_that_is_served_is_not_moved(data, tmp_path, served):
    furnished(data)
    refused = pytest.raises(SystemExit, match="another process serves")
    with guard(tmp_path / served / "firstline.db"), refused:
        cli.main(["move", "--from", f"sqlite:{data}", "--to", f"sqlite:{tmp_path / 'new'}"])


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        ("sqlite:{data}", "sqlite:{data}", "are the same store"),
        ("sqlite:{data}x", "sqlite:{data}", "there are no conversations in"),
        ("{data}", "sqlite:{data}", "neither sqlite:FOLDER nor"),
    ],
)
def test_a_move_that_makes_no_sense_is_one_sentence(data, source, target, reason):
    furnished(data)
    told = [text.format(data=data) for text in (source, target)]
    with pytest.raises(SystemExit, match=reason):
        cli.main(["move", "--from", told[0], "--to", told[1]])


@R52
def test_nightly_backup_erasure_at_noon_restored_in_the_evening(data, tmp_path, capsys):
    streams = furnished(data)
    with guard(data / "firstline.db"):
        cli.main(["backup", str(tmp_path / "night")])
    assert SECRET in record(data, streams[1])
    redact(data, streams[1], 2)
    assert SECRET not in record(data, streams[1])
    cli.main(["restore", "--from", str(tmp_path / "night")])
    told = capsys.readouterr().out
    assert "2 erasures looked at, 1 done again" in told
    assert SECRET not in record(data, streams[1])
    assert held(data).files == 0
    assert SECRET.encode() not in b"".join(
        file.read_bytes()
        for file in data.rglob("*")
        if file.is_file() and "before-restore" not in str(file)
    )
    (aside,) = data.glob("before-restore-*")
    assert str(aside) in told
    assert len(list(aside.glob("firstline.db"))) == 1


@R52
def test_a_disk_that_died_leaves_the_journal_on_the_other_one(data, tmp_path, capsys, monkeypatch):
    other = tmp_path / "other disk" / "erasures.jsonl"
    streams = furnished(data)
    cli.main(["backup", str(tmp_path / "night")])

    async def erase() -> None:
        async with home(replace(at(data), erasures=str(other)), Clock(1_760_000_100_000)) as made:
            await made.redact(streams[1], 2)

    asyncio.run(erase())
    monkeypatch.setenv("FIRSTLINE_DATA", str(tmp_path / "new disk"))
    monkeypatch.setenv("FIRSTLINE_ERASURES", str(other))
    cli.main(["restore", "--from", str(tmp_path / "night")])
    assert "1 erasures looked at, 1 done again" in capsys.readouterr().out
    assert SECRET not in record(tmp_path / "new disk", streams[1])


@R52
def test_a_journal_that_was_written_elsewhere_is_replayed(data, tmp_path, capsys, monkeypatch):
    streams = furnished(data)
    cli.main(["backup", str(tmp_path / "night")])
    redact(data, streams[1], 2)
    capsys.readouterr()
    cli.main(["erasures"])
    (tmp_path / "journal").write_text(capsys.readouterr().out)
    monkeypatch.setenv("FIRSTLINE_DATA", str(tmp_path / "new"))
    cli.main(["restore", "--from", str(tmp_path / "night")])
    assert SECRET in record(tmp_path / "new", streams[1])
    for done in (1, 0):
        cli.main(["import", "--erasures", str(tmp_path / "journal")])
        assert f"2 erasures looked at, {done} done again" in capsys.readouterr().out
    assert SECRET not in record(tmp_path / "new", streams[1])
    assert len(list(read_erasures(tmp_path / "new" / "erasures.jsonl"))) == 3


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda night: (night / "accounts.db").unlink(), "there is no accounts.db"),
        (lambda night: (night / "firstline.db").write_bytes(b"x" * 9_000), "is damaged"),
    ],
)
def test_a_backup_that_is_none_changes_nothing(data, tmp_path, spoil, reason):
    furnished(data)
    before = held(data)
    cli.main(["backup", str(tmp_path / "night")])
    spoil(tmp_path / "night")
    with pytest.raises(SystemExit, match=reason):
        cli.main(["restore", "--from", str(tmp_path / "night")])
    assert held(data) == before


def test_a_store_that_is_served_is_not_restored(data, tmp_path):
    furnished(data)
    cli.main(["backup", str(tmp_path / "night")])
    refused = pytest.raises(SystemExit, match="another process serves")
    with guard(data / "firstline.db"), refused:
        cli.main(["restore", "--from", str(tmp_path / "night")])


def test_mongodb_is_backed_up_by_its_own_tools(tmp_path, monkeypatch):
    monkeypatch.setenv("FIRSTLINE_STORE", "mongodb://db/firstline")
    with pytest.raises(SystemExit, match="mongodump"):
        cli.main(["backup", str(tmp_path / "night")])
