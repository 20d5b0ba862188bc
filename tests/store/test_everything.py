"""What moving house needs: every stream, marks of the whole store, tokens, files under their id."""

import hashlib
from pathlib import Path

import pytest

from firstline.store.port_accounts import ApiToken
from firstline.store.port_files import FileDamaged, FileNotFound, StoredFile
from firstline.stores import Stores

from .kit import pieces, write
from .places import PLACES, opened_at

ID = "a" * 26


@pytest.fixture(params=PLACES)
def name(request) -> str:
    return str(request.param)


@pytest.fixture
async def kept(name: str, tmp_path: Path):
    async with opened_at(name, tmp_path) as stores:
        yield stores


async def test_every_stream_is_named_whatever_lists_it(kept: Stores):
    for stream in ("c", "a", "b"):
        await write(kept.store, stream, 1)
    assert await kept.everything.streams() == ["a", "b", "c"]
    assert await kept.everything.streams(after="a", limit=1) == ["b"]
    assert await kept.everything.streams(after="c") == []


async def test_a_mark_is_what_was_last_written(kept: Stores):
    assert await kept.everything.mark("moving") == ""
    await kept.everything.set_mark("moving", "one")
    await kept.everything.set_mark("moving", "two")
    assert await kept.everything.mark("moving") == "two"
    assert await kept.everything.mark("else") == ""


async def test_a_token_goes_over_by_its_hash(kept: Stores, name: str, tmp_path: Path):
    made = ApiToken("reports", "lead", 5)
    await kept.accounts.save_api_token("secret", made)
    ((hashed, found),) = await kept.everything.tokens()
    assert (found, "secret" in hashed) == (made, False)
    async with opened_at(name, tmp_path / "other") as other:
        for _ in range(2):
            await other.everything.keep_token(hashed, made)
        assert await other.accounts.api_token("secret") == made


async def test_a_file_keeps_its_id_and_must_be_what_it_says(kept: Stores):
    file = StoredFile(ID, hashlib.sha256(b"hello").hexdigest(), 5)
    await kept.everything.put_file(file, pieces(b"hel", b"lo"))
    await kept.everything.put_file(file, pieces(b"hello"))
    assert await kept.files.find(ID) == file
    assert b"".join([piece async for piece in kept.files.read(ID)]) == b"hello"


@pytest.mark.parametrize("content", [b"hellx", b"hell"])
async def test_a_file_that_is_something_else_is_not_kept(kept: Stores, content):
    file = StoredFile(ID, hashlib.sha256(b"hello").hexdigest(), 5)
    with pytest.raises(FileDamaged):
        await kept.everything.put_file(file, pieces(content))
    with pytest.raises(FileNotFound):
        await kept.files.find(ID)


async def test_an_id_that_is_a_path_is_refused(kept: Stores):
    with pytest.raises(FileDamaged, match="no id of a file"):
        await kept.everything.put_file(StoredFile("../../x", "0", 5), pieces(b"hello"))
