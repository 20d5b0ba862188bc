import hashlib
import time
from pathlib import Path

import pytest

from firstline.store.files import PIECE, FolderFiles
from firstline.store.port import StoreRefused
from firstline.store.port_files import FileDamaged, FileNotFound, Files, FileTooLarge

from .kit import pieces, traces
from .places import Place


@pytest.fixture
async def files(place: Place) -> Files:
    return await place.files()


async def whole(files: Files, name: str, *span: int) -> bytes:
    return b"".join([piece async for piece in files.read(name, *span)])


async def test_a_file_comes_back_with_its_size_and_hash(files: Files):
    content = b"\x00log" * PIECE
    stored = await files.save(pieces(content[:100], content[100:]), limit=len(content))
    assert stored.size == len(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert await files.find(stored.id) == stored
    assert await whole(files, stored.id) == content


async def test_files_are_found_by_when_they_were_kept(files: Files):
    start = time.time_ns() // 1_000_000 - 1_000
    names = {(await files.save(pieces(b"a"), limit=1)).id for _ in range(3)}
    end = time.time_ns() // 1_000_000 + 1_000
    assert {name async for name in files.saved(start, end)} == names
    assert {name async for name in files.saved(0, None)} == names
    assert [name async for name in files.saved(0, start)] == []
    assert [name async for name in files.saved(end, None)] == []


async def test_an_empty_file_is_a_file(files: Files):
    stored = await files.save(pieces(), limit=0)
    assert stored.size == 0
    assert await whole(files, stored.id) == b""


async def test_a_range_is_read(files: Files):
    stored = await files.save(pieces(b"0123456789"), limit=10)
    assert await whole(files, stored.id, 3) == b"3456789"
    assert await whole(files, stored.id, 3, 4) == b"3456"
    assert await whole(files, stored.id, 8, 9) == b"89"
    assert await whole(files, stored.id, 20, 5) == b""


async def test_the_same_content_twice_is_two_files(files: Files):
    one, two = [await files.save(pieces(b"same"), limit=4) for _ in range(2)]
    assert one.id != two.id
    await files.delete(one.id)
    assert await whole(files, two.id) == b"same"


async def test_a_file_over_the_limit_is_refused_while_it_arrives(files: Files, place: Place):
    read: list[int] = []

    async def endless():
        while True:
            read.append(1)
            yield b"too much "

    with pytest.raises(FileTooLarge):
        await files.save(endless(), limit=100)
    assert len(read) == 12
    assert await place.traces("too much") == []


async def test_what_broke_off_is_not_kept(files: Files, place: Place):
    async def broken():
        yield b"half of it"
        raise ConnectionResetError

    with pytest.raises(StoreRefused):
        await files.save(broken(), limit=100)
    assert await place.traces("half") == []


async def test_what_a_crash_left_half_is_cleared_on_opening(tmp_path: Path):
    FolderFiles(tmp_path)
    (tmp_path / "arriving" / "x").write_bytes(b"half")
    FolderFiles(tmp_path)
    assert traces(tmp_path, "half") == []


@pytest.mark.rule("R52", part="storage")
async def test_a_deleted_file_is_gone_and_may_be_deleted_twice(files: Files, place: Place):
    stored = await files.save(pieces(b"geheim-4711"), limit=100)
    await files.delete(stored.id)
    await files.delete(stored.id)
    assert await place.traces("geheim-4711") == []
    with pytest.raises(FileNotFound):
        await files.find(stored.id)
    with pytest.raises(FileNotFound):
        await whole(files, stored.id)


@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "a" * 26, "*" * 26, "a" * 25 + "/"])
async def test_a_made_up_name_finds_nothing(files: Files, name: str):
    await files.save(pieces(b"x"), limit=1)
    with pytest.raises(FileNotFound):
        await files.find(name)


async def test_damage_is_noticed_when_the_whole_file_is_read(files: Files, place: Place):
    stored = await files.save(pieces(b"what was sent"), limit=100)
    await place.bend(stored.id)
    with pytest.raises(FileDamaged):
        await whole(files, stored.id)
