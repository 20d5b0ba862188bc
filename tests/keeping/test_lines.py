"""Export and import: what one store wrote, another one reads, whole or not at all (R50)."""

import base64
import hashlib
import json
from contextlib import closing

import pytest

from firstline.domain.commands import ChooseOption, EraseContent, OfferDuplicate, System
from firstline.domain.row import row
from firstline.keeping import exporting
from firstline.keeping.exporting import Export
from firstline.keeping.importing import Import
from firstline.keeping.lines import BadLine
from firstline.keeping.moving import count, streams
from firstline.keeping.putting import same_row
from firstline.keeping.replay import replay
from firstline.store.codec import Codec
from firstline.stores import opened
from tests.kit import CUSTOMER, LEA

from .kit import HASHED, SECRET, Home, at, home

pytestmark = pytest.mark.rule("R50")


@pytest.fixture
async def old(tmp_path):
    async with home(at(tmp_path / "old")) as made:
        yield made


@pytest.fixture
async def new(tmp_path, old):
    async with home(at(tmp_path / "new"), old.clock) as made:
        yield made


async def exported(home: Home, *wanted: str, files: bool = True) -> list[bytes]:
    export = Export(home.stores, files=files)
    chosen = wanted or [stream async for stream in streams(home.stores)]
    return [line for stream in chosen async for line in export.lines(stream)]


async def read_in(home: Home, lines: list[bytes]) -> dict[str, str]:
    with closing(Import(home.stores)) as reading:
        await reading.read(lines, "backup.jsonl")
        return dict(reading.done)


async def test_what_was_exported_is_imported_whole(old: Home, new: Home):
    made = await old.furnish()
    lines = await exported(old)
    assert all(isinstance(json.loads(line), dict) and b"\n" not in line for line in lines)
    assert set((await read_in(new, lines)).values()) == {"new"}
    there, here = [await count(one.stores, lambda: None) for one in (new, old)]
    assert (there.sha256, there.files, there.conversations) == (here.sha256, 2, 3)
    assert [hit.stream for hit in await new.stores.search.search("555")] == [made[1]]
    for stream in made:
        assert await new.desk.state(stream) == await old.desk.state(stream)


async def test_an_import_can_be_repeated_and_goes_on(old: Home, new: Home):
    stream = await old.tell()
    await read_in(new, await exported(old))
    assert await read_in(new, await exported(old)) == {stream: "same"}
    await old.say(stream, "m9", "more")
    assert await read_in(new, await exported(old)) == {stream: "more"}
    assert await new.desk.state(stream) == await old.desk.state(stream)


async def test_what_went_on_meanwhile_is_left_as_it_is(old: Home, new: Home):
    stream = await old.tell()
    lines = await exported(old)
    await read_in(new, lines)
    await new.say(stream, "m9", "since then")
    before = await new.desk.state(stream)
    assert await read_in(new, lines) == {stream: "same"}
    assert await new.desk.state(stream) == before
    made = row(stream, before, new.desk.policies[HASHED])
    assert same_row(await new.stores.store.row(stream), made)


@pytest.mark.rule("R52")
async def test_an_old_export_brings_nothing_back_that_was_erased(old: Home, new: Home):
    stream = await old.tell(SECRET, file=b"a log")
    lines = await exported(old)
    await read_in(new, lines)
    await new.redact(stream, 2)
    assert await read_in(new, lines) == {stream: "same"}
    assert SECRET not in await new.said(stream)
    await old.redact(stream, 2)
    assert await read_in(old, lines) == {stream: "same"}
    assert SECRET not in await old.said(stream)


@pytest.mark.rule("R52")
@pytest.mark.parametrize("erased", ["a message", "whoever took it over"])
async def test_what_a_restore_brought_back_is_erased_in_each_conversation_by_itself(
    old: Home, new: Home, erased: str
):
    taking, told = await old.tell("Webhooks stopped"), await old.tell(SECRET)
    number = (await old.desk.state(taking)).number
    asked = await old.desk.handle(told, System("intake"), OfferDuplicate(taking, number, 0))
    await old.desk.handle(told, CUSTOMER, ChooseOption("yes", asked.position, "yes"))
    night = await exported(old)
    old.clock.at += 1_000
    if erased == "a message":
        await old.redact(told, 2)
    else:
        await old.desk.handle(taking, LEA, EraseContent("asked for it"))
    await read_in(new, night)
    for _ in range(2):
        await replay(new.desk, new.stores, await old.stores.erasures.since(0))
        for stream in (taking, told):
            assert (SECRET in await new.said(stream)) == (SECRET in await old.said(stream))
    assert SECRET not in await new.said(taking)


async def test_one_conversation_goes_alone_and_without_files_if_asked(old: Home, new: Home):
    made = await old.furnish()
    lines = await exported(old, made[1], files=False)
    assert {json.loads(line).get("stream", made[1]) for line in lines} == {made[1]}
    assert not any(b'"content"' in line for line in lines)
    await read_in(new, lines)
    assert (await count(new.stores, lambda: None)).lost == 1


async def test_a_file_goes_in_pieces(old: Home, new: Home, monkeypatch):
    monkeypatch.setattr(exporting, "LONGEST_PIECE", 1_000)
    content = b"0123456789" * 250
    stream = await old.tell(file=content)
    lines = await exported(old)
    pieces = [json.loads(line) for line in lines if b'"content"' in line]
    whole = b"".join(base64.b64decode(p["content"]) for p in pieces if p["size"] == 2_500)
    assert whole == content
    await read_in(new, lines)
    assert (await count(new.stores, lambda: None)).files == 2
    assert stream in await new.stores.everything.streams()


def changed(line: bytes, **fields: object) -> bytes:
    return json.dumps(json.loads(line) | fields, separators=(",", ":")).encode()


SPOILT = {
    "not JSON": (1, lambda line: b"{", "expected a line of an export"),
    "half a line": (1, lambda line: line[:30], "expected a line of an export"),
    "another object": (1, lambda line: b'{"a":1}', "expected a promise, an event, a piece"),
    "a list": (1, lambda line: b"[1]", "expected a line of an export"),
    "an unknown field": (1, lambda line: changed(line, more=1), "unknown field `more`"),
    "a gap": (2, lambda line: changed(line, position=7), "expected position 2 of .*, not 7"),
    "a stranger": (2, lambda line: changed(line, stream="x"), "expected the rest of conversation"),
    "a changed text": (2, lambda line: line.replace(b"Gr", b"Kr"), "something was changed or is"),
    "a newer event": (2, lambda line: changed(line, version=99), "newer than this desk"),
    "no event": (2, lambda line: changed(line, event={}), "does not read"),
    "another promise": (0, lambda line: changed(line, policy="0"), "expected the promise 0"),
    "no promise": (0, lambda line: changed(line, text="{}"), "expected a promise that this"),
    "a changed count": (-1, lambda line: changed(line, events=99), "expected 99 events"),
}


@pytest.mark.parametrize(("place", "spoil", "expected"), SPOILT.values(), ids=SPOILT)
async def test_a_bad_line_is_named_and_nothing_of_its_conversation_is_kept(
    old: Home, new: Home, place: int, spoil, expected: str
):
    await old.tell(file=b"a log")
    lines = await exported(old)
    number = place % len(lines)
    later = [*lines[:number], spoil(lines[number]), *lines[number + 1 :]]
    with pytest.raises(BadLine, match=expected) as refused:
        await read_in(new, later)
    line = len(lines) if "something" in expected or "99" in expected else number + 1
    assert str(refused.value).startswith(f"backup.jsonl:{line}: ")
    assert await new.stores.everything.streams() == []
    assert not list(new.stores.files._folder.glob("??/*"))


async def test_a_file_that_ends_too_early_is_said_to(old: Home, new: Home):
    await old.tell()
    lines = await exported(old)
    for end in range(2, len(lines)):
        with pytest.raises(BadLine, match=f"backup.jsonl:{end + 1}: expected the end of"):
            await read_in(new, lines[:end])
    assert await new.stores.everything.streams() == []


async def test_a_missing_promise_is_asked_for(old: Home, tmp_path):
    await old.tell()
    lines = await exported(old)
    async with opened(at(tmp_path / "bare")) as bare:
        refused = pytest.raises(BadLine, match=f"expected the promise {HASHED} before this")
        with closing(Import(bare)) as reading, refused:
            await reading.read(lines[1:], "x")


async def test_pieces_of_a_file_must_follow_each_other(old: Home, new: Home):
    await old.tell(file=b"a log")
    lines = await exported(old)
    at_piece = next(n for n, line in enumerate(lines) if b'"content"' in line)
    lines[at_piece] = changed(lines[at_piece], offset=3)
    with pytest.raises(BadLine, match="from byte 0, not 3"):
        await read_in(new, lines)


async def test_nothing_else_is_overwritten(old: Home, new: Home):
    stream = await old.tell()
    lines = await exported(old)
    await read_in(new, lines)
    await new.say(stream, "m8", "one thing")
    await old.say(stream, "m9", "another thing")
    before = await new.stores.store.read(stream)
    with pytest.raises(BadLine, match="holds another event at position"):
        await read_in(new, await exported(old))
    assert await new.stores.store.read(stream) == before


async def test_a_number_that_is_taken_is_refused(old: Home, new: Home):
    stream = await old.tell()
    lines = [line.replace(stream.encode(), b"a" * 26) for line in await exported(old)]
    await read_in(new, await exported(old))
    ends = json.loads(lines[-1])
    seen = hashlib.sha256()
    for line in lines[1:-1]:
        seen.update(line)
    lines[-1] = json.dumps(ends | {"sha256": seen.hexdigest()}).encode()
    with pytest.raises(BadLine, match="another conversation holds number:"):
        await read_in(new, lines)
    assert await new.stores.everything.streams() == [stream]


async def test_event_lines_are_the_stored_form(old: Home):
    stream = await old.tell()
    codec = Codec()
    events = []
    for line in await exported(old):
        fields = json.loads(line)
        if "event" in fields:
            fields.pop("stream")
            events.append(codec.decode(json.dumps(fields).encode()))
    assert events == await old.stores.store.read(stream)
