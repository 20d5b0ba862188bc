"""The journal of erasures: it grows only, survives crashes, and says where it cannot be read."""

import pytest

from firstline.store.erasures import FileErasures, ManyErasures, read_erasures
from firstline.store.mongo.erasures import MongoErasures
from firstline.store.port import StoreRefused
from firstline.store.port_erasures import Erasure, ErasuresUnreadable

from .places import Place

ONE, TWO = Erasure("a", (1, 3), 1_000, "lea"), Erasure("b", (2,), 2_000, "desk:retention")
pytestmark = pytest.mark.rule("R52")


async def test_what_is_noted_is_read_back_in_order(place: Place):
    journal = await place.erasures()
    assert await journal.since(0) == []
    await journal.note([ONE])
    await journal.note([TWO])
    await journal.note([])
    assert await journal.since(0) == [ONE, TWO]
    assert await (await place.erasures()).since(1_001) == [TWO]


async def test_half_a_line_that_a_crash_left_spoils_no_other(tmp_path):
    file = tmp_path / "erasures.jsonl"
    journal = FileErasures(file)
    await journal.note([ONE])
    file.write_bytes(file.read_bytes() + b'{"stream":"c","posi')
    await journal.note([TWO])
    assert await journal.since(0) == [ONE, TWO]


@pytest.mark.parametrize(
    "wrong",
    ['{"stream":"c"}', "[]", "hello", '{"stream":"c","positions":[1],"at":1,"by":"x","y":1}'],
)
def test_a_line_that_is_no_erasure_is_named(tmp_path, wrong):
    file = tmp_path / "erasures.jsonl"
    file.write_text(f"\n{wrong}\n")
    with pytest.raises(ErasuresUnreadable, match=r"erasures\.jsonl:2: expected an erasure"):
        list(read_erasures(file))


async def test_a_journal_that_cannot_be_written_refuses(tmp_path):
    (tmp_path / "erasures.jsonl").mkdir()
    with pytest.raises(StoreRefused, match="journal of erasures"):
        await FileErasures(tmp_path / "erasures.jsonl").note([ONE])


async def test_what_one_journal_lost_stands_in_the_other(tmp_path):
    first, second = FileErasures(tmp_path / "1"), FileErasures(tmp_path / "2")
    both = ManyErasures([first, second])
    await both.note([ONE])
    await first.note([TWO])
    (tmp_path / "2").rename(tmp_path / "3")
    assert await both.since(0) == [ONE, TWO]


async def test_it_is_nobody_elses_to_read(tmp_path):
    await FileErasures(tmp_path / "erasures.jsonl").note([ONE])
    assert (tmp_path / "erasures.jsonl").stat().st_mode & 0o077 == 0


async def test_a_document_that_is_no_erasure_is_named(database):
    await database["erasures"].insert_one({"_id": "odd", "stream": "c", "at": 1})
    with pytest.raises(ErasuresUnreadable, match="collection erasures, odd: expected an erasure"):
        await MongoErasures(database).since(0)
