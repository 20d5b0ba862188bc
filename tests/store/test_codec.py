import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec import Struct

from firstline.domain.events import EVENTS, DuplicateOffered, Recorded
from firstline.store.codec import Codec
from firstline.store.port import EventDamaged, StreamNewer
from firstline.store.sqlite import SqliteStore

from .kit import line, said
from .make_corpus import lines, newest, shape_of, shapes

CORPUS = lines()


class Painted(Struct, frozen=True, tag=True, tag_field="type"):
    """A stand-in that has gone through two changes: `colour` was `color`, `layers` was missing."""

    colour: str
    layers: int


class Sanded(Struct, frozen=True, tag=True, tag_field="type"):
    """A stand-in that was called Scraped once."""

    by: str


def british(old: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Painted", "colour": old["color"]}


def layered(old: dict[str, Any]) -> dict[str, Any]:
    return old | {"layers": 1}


def renamed(old: dict[str, Any]) -> dict[str, Any]:
    return old | {"type": "Sanded"}


UPCASTERS = {("Painted", 1): british, ("Painted", 2): layered, ("Scraped", 1): renamed}


@pytest.fixture
def codec() -> Codec:
    return Codec(Painted | Sanded, UPCASTERS)


def stored(version: int, **event: Any) -> bytes:
    return json.dumps({"position": 3, "at": 5, "version": version, "event": event}).encode()


def test_an_event_is_stored_with_its_type_and_newest_version(codec: Codec):
    data = codec.encode(Recorded(3, 5, Painted("red", 2)))
    event = {"type": "Painted", "colour": "red", "layers": 2}
    assert json.loads(data) == {"position": 3, "at": 5, "version": 3, "event": event}
    assert codec.decode(data) == Recorded(3, 5, Painted("red", 2))
    assert json.loads(codec.encode(Recorded(1, 1, Sanded("ana"))))["version"] == 1


@pytest.mark.parametrize(
    "old",
    [
        stored(1, type="Painted", color="red"),
        stored(2, type="Painted", colour="red"),
        stored(3, type="Painted", colour="red", layers=1),
    ],
)
def test_an_old_version_is_brought_up_step_by_step(codec: Codec, old: bytes):
    assert codec.decode(old) == Recorded(3, 5, Painted("red", 1))


def test_an_old_version_that_happens_to_read_is_brought_up_all_the_same():
    def doubled(old: dict[str, Any]) -> dict[str, Any]:
        return old | {"layers": old["layers"] * 2}

    codec = Codec(Painted, {("Painted", 1): doubled})
    old = stored(1, type="Painted", colour="red", layers=2)
    assert codec.decode(old) == Recorded(3, 5, Painted("red", 4))


def test_a_renamed_event_is_read_under_its_new_name(codec: Codec):
    assert codec.decode(stored(1, type="Scraped", by="ana")) == Recorded(3, 5, Sanded("ana"))


@pytest.mark.parametrize(
    "newer",
    [
        stored(4, type="Painted", colour="red", layers=1),
        stored(2, type="Scraped", by="ana"),
        stored(1, type="Polished"),
    ],
)
def test_what_is_newer_than_this_desk_is_said_to_be(codec: Codec, newer: bytes):
    with pytest.raises(StreamNewer) as refused:
        codec.decode(newer)
    assert refused.value.code == "stream_newer"
    assert refused.value.details["position"] == 3


@pytest.mark.parametrize(
    "damaged",
    [b"", b"{", b"[]", b"\xff", stored(3, type="Painted", colour=7), stored(3, colour="red")],
)
def test_what_does_not_read_is_damaged(codec: Codec, damaged: bytes):
    with pytest.raises(EventDamaged):
        codec.decode(damaged)


@pytest.mark.rule("R52")
def test_what_an_old_offer_called_the_other_conversation_is_not_read():
    offered = {
        "type": "DuplicateOffered",
        "stream": "s2",
        "number": "B2B-22BB",
        "reasons": ["time"],
    }
    read = Codec().decode(stored(1, **offered, subject="Planted words", colleague=True))
    assert read.event == DuplicateOffered("s2", "B2B-22BB", ("time",), colleague=True)
    assert b"Planted" not in Codec().encode(read)


@given(some.text(), some.integers(1, 2**53), some.integers(0, 2**53))
def test_any_text_survives(text: str, position: int, at: int):
    codec = Codec()
    recorded = said(position, text, at)
    assert codec.decode(codec.encode(recorded)) == recorded


async def test_a_stream_with_a_newer_event_gives_what_came_before(tmp_path):
    store = SqliteStore(tmp_path / "store.sqlite", Codec(Painted | Sanded, UPCASTERS))
    events = [Recorded(1, 1, Sanded("ana")), Recorded(2, 2, Painted("red", 1))]
    await store.append("a", 0, events, line("a", 2))
    await store.close()
    older = SqliteStore(tmp_path / "store.sqlite", Codec(Sanded, {}))
    with pytest.raises(StreamNewer) as refused:
        await older.read("a")
    assert refused.value.readable == events[:1]
    await older.close()


def test_the_corpus_holds_every_event_at_its_newest_version():
    missing = {shape_of(line) for line in newest()} - shapes()
    assert not missing, "python -m tests.store.make_corpus adds them"


@pytest.mark.rule("R50", part="record")
@pytest.mark.parametrize("data", CORPUS, ids=["{}-{}".format(*shape_of(data)) for data in CORPUS])
def test_every_event_ever_released_still_reads(data: bytes):
    recorded = Codec().decode(data)
    assert isinstance(recorded.event, EVENTS)
    before = msgspec.json.decode(data)
    if before["version"] == msgspec.json.decode(Codec().encode(recorded))["version"]:
        assert_kept(before["event"], msgspec.to_builtins(recorded.event))


def assert_kept(before: Any, now: Any) -> None:
    """Everything that was stored is still said; new fields may stand beside it."""
    match before:
        case dict():
            for name, value in before.items():
                assert_kept(value, now[name])
        case list():
            for value, other in zip(before, now, strict=True):
                assert_kept(value, other)
        case _:
            assert before == now
