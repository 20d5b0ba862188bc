"""The sentences of `store/port.py`, held against every store."""

import asyncio
from pathlib import Path

import pytest

from firstline.store.port import KeyTaken, Store, StoreRefused, VersionConflict, place

from .kit import STORES, blank, erased, line, said, write


async def test_an_unknown_stream_has_no_events_and_no_row(store: Store):
    assert await store.read("nobody") == []
    assert await store.row("nobody") is None


@pytest.mark.rule("R50", part="record")
async def test_events_come_back_as_they_were_appended_and_in_order(store: Store):
    await store.append("a", 0, [said(1), said(2)], line("a", 2))
    await store.append("a", 2, [said(3, "дом 🏠")], line("a", 3))
    assert await store.read("a") == [said(1), said(2), said(3, "дом 🏠")]


async def test_read_gives_what_follows_a_position_up_to_the_limit(store: Store):
    await store.append("a", 0, [said(n) for n in range(1, 6)], line("a", 5))
    assert await store.read("a", after=3) == [said(4), said(5)]
    assert await store.read("a", after=1, limit=2) == [said(2), said(3)]
    assert await store.read("a", after=5) == []


async def test_the_row_is_the_one_written_last(store: Store):
    row = line("a", 1, keys=(("queue", "1"),), unique_keys=("number:A",), due=7)
    await store.append("a", 0, [said(1)], row)
    assert await store.row("a") == row
    await write(store, "a", 2)
    assert await store.row("a") == line("a", 2)


@pytest.mark.rule("R50", part="record")
@pytest.mark.parametrize("expected", [0, 1, 3])
async def test_a_version_that_is_not_the_present_one_conflicts(store: Store, expected: int):
    await store.append("a", 0, [said(1), said(2)], line("a", 2))
    with pytest.raises(VersionConflict):
        await write(store, "a", expected + 1, "too late")
    assert await store.read("a") == [said(1), said(2)]
    assert await store.row("a") == line("a", 2)


async def test_a_row_without_events_replaces_the_row_under_the_same_guard(store: Store):
    await write(store, "a", 1)
    await store.append("a", 1, [], line("a", 1, due=50))
    assert await store.due(50, 10) == ["a"]
    with pytest.raises(VersionConflict):
        await store.append("a", 0, [], line("a", 0))


async def test_positions_and_row_must_continue_the_stream(store: Store):
    with pytest.raises(ValueError, match="positions"):
        await store.append("a", 0, [said(2)], line("a", 2))
    with pytest.raises(ValueError, match="row"):
        await store.append("a", 0, [said(1)], line("a", 2))
    with pytest.raises(ValueError, match="row"):
        await store.append("a", 0, [said(1)], line("b", 1))


async def test_a_unique_key_of_another_stream_is_refused_and_nothing_written(store: Store):
    await write(store, "a", 1, unique_keys=("number:A",))
    with pytest.raises(KeyTaken):
        await write(store, "b", 1, keys=(("queue", "1"),), unique_keys=("number:B", "number:A"))
    assert await store.read("b") == []
    assert await store.row("b") is None
    assert await store.find("queue") == []
    assert await store.find_unique("number:B") is None


async def test_a_unique_key_is_kept_dropped_and_taken_by_the_next(store: Store):
    await write(store, "a", 1, unique_keys=("number:A",))
    await write(store, "a", 2, unique_keys=("number:A",))
    assert await store.find_unique("number:A") == line("a", 2, unique_keys=("number:A",))
    await write(store, "a", 3)
    assert await store.find_unique("number:A") is None
    await write(store, "b", 1, unique_keys=("number:A",))


async def test_find_lists_by_sort_key_and_then_stream(store: Store):
    for stream, sort in {"a": "2", "b": "1", "c": "2", "d": "10", "e": ""}.items():
        await write(store, stream, 1, keys=(("queue", sort),))
    await write(store, "x", 1, keys=(("other", "0"),))
    ascending = [row.stream for row in await store.find("queue")]
    assert ascending == ["e", "b", "d", "a", "c"]
    assert [row.stream for row in await store.find("queue", "desc")] == ascending[::-1]


@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_pages_join_without_gap_or_repeat(store: Store, order):
    for stream in "abcdefg":
        await write(store, stream, 1, keys=(("queue", "same" if stream < "e" else f"/{stream}"),))
    whole = await store.find("queue", order)
    paged, after = [], None
    while page := await store.find("queue", order, after, 2):
        assert len(page) <= 2
        paged += page
        after = place(page[-1], "queue")
    assert paged == whole


async def test_a_list_may_be_named_after_anybody(store: Store):
    names = ["person:bo.b@ex$mple.com", "person:bo", "$where", "a%2Eb", "a.b", "ä:ß", "0"]
    for number, name in enumerate(names):
        await write(store, f"s{number}", 1, keys=((name, "1"),))
    found = [[row.stream for row in await store.find(name)] for name in names]
    assert found == [[f"s{number}"] for number in range(len(names))]


async def test_a_row_moves_between_lists_with_its_keys(store: Store):
    await write(store, "a", 1, keys=(("queue", "1"), ("all", "1")))
    await write(store, "a", 2, keys=(("mine", "1"), ("all", "2")))
    assert await store.find("queue") == []
    assert [row.version for row in await store.find("mine")] == [2]
    assert [row.version for row in await store.find("all")] == [2]


async def test_due_streams_come_the_most_overdue_first(store: Store):
    for stream, due in {"a": 30, "b": 10, "c": 20, "d": None, "e": 41}.items():
        await write(store, stream, 1, due=due)
    assert await store.due(40, 10) == ["b", "c", "a"]
    assert await store.due(40, 2) == ["b", "c"]
    assert await store.due(9, 10) == []
    await write(store, "b", 2, due=None)
    assert await store.due(40, 10) == ["c", "a"]


async def test_of_many_writers_of_one_version_exactly_one_wins(store: Store):
    tries = (write(store, "a", 1, f"writer {n}") for n in range(20))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(map(type, outcomes), key=str).count(type(None)) == 1
    assert {type(outcome) for outcome in outcomes} == {type(None), VersionConflict}
    assert len(await store.read("a")) == 1


async def test_a_conflict_hurts_only_itself(store: Store):
    await write(store, "held", 1, unique_keys=("number:A",))
    outcomes = await asyncio.gather(
        write(store, "a", 1),
        write(store, "b", 2),
        write(store, "c", 1, keys=(("queue", "1"),), unique_keys=("number:A",)),
        write(store, "d", 1),
        return_exceptions=True,
    )
    await write(store, "a", 2)
    assert [type(one) for one in outcomes if one] == [VersionConflict, KeyTaken]
    assert await store.read("a") == [said(1), said(2)]
    assert await store.read("b") == await store.read("c") == []
    assert await store.find("queue") == []
    assert await store.read("d") == [said(1)]


@pytest.mark.rule("R52", part="storage")
async def test_erasure_blanks_in_place_and_says_so_in_the_same_write(store: Store):
    await store.append("a", 0, [said(1), said(2, "secret"), said(3)], line("a", 3))
    await store.erase("a", 3, [2], [blank(2)], [erased(4, 2)], line("a", 4))
    assert await store.read("a") == [said(1), blank(2), said(3), erased(4, 2)]
    assert await store.row("a") == line("a", 4)
    await write(store, "a", 5)


@pytest.mark.rule("R52", part="storage")
async def test_an_erasure_that_is_refused_leaves_everything(store: Store):
    await store.append("a", 0, [said(1), said(2)], line("a", 2))
    with pytest.raises(VersionConflict):
        await store.erase("a", 1, [1], [blank(1)], [erased(2, 1)], line("a", 2))
    with pytest.raises(ValueError, match="positions"):
        await store.erase("a", 2, [1, 2], [blank(1)], [erased(3, 1)], line("a", 3))
    with pytest.raises(ValueError, match="no event"):
        await store.erase("a", 2, [1, 9], [blank(1), blank(9)], [erased(3, 1)], line("a", 3))
    assert await store.read("a") == [said(1), said(2)]
    assert await store.row("a") == line("a", 2)


@pytest.mark.rule("R50", part="record")
async def test_what_was_appended_is_there_after_closing(tmp_path: Path, store: Store, request):
    await write(store, "a", 1, keys=(("queue", "1"),), unique_keys=("number:A",), due=5)
    await store.close()
    again = STORES[request.node.callspec.params["store"]](tmp_path)
    assert await again.read("a") == [said(1)]
    assert [row.stream for row in await again.find("queue")] == ["a"]
    assert await again.due(5, 1) == ["a"]
    await write(again, "a", 2)
    await again.close()


async def test_closing_finishes_what_was_accepted_and_refuses_the_rest(store: Store):
    accepted = asyncio.ensure_future(write(store, "a", 1))
    await asyncio.sleep(0)
    await store.close()
    await accepted
    with pytest.raises(StoreRefused):
        await write(store, "a", 2)
    with pytest.raises(StoreRefused):
        await store.read("a")
