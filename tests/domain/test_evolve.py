"""`evolve` is total: any event on any state gives a state, and a row, without an error."""

from typing import TypeAliasType, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields

from firstline.domain import clocks, events
from firstline.domain.events import EVENTS, Event, NumberReserved, Recorded
from firstline.domain.evolve import evolve, fold
from firstline.domain.evolve.messages import KEPT_IDS
from firstline.domain.row import row

from .states import STATES, in_intake
from .story import PROMISE, moment


def strategy(hint: object) -> st.SearchStrategy[object]:
    if isinstance(hint, TypeAliasType):
        return strategy(hint.__value__)
    if isinstance(hint, type) and issubclass(hint, Struct):
        return st.deferred(lambda: struct(hint))
    if get_origin(hint) is tuple:
        return st.lists(strategy(hint.__args__[0]), max_size=3).map(tuple)
    if hint is int:
        return st.integers(0, 40)
    return st.text(max_size=4) if hint is str else st.from_type(hint)


def struct(kind: type[Struct]) -> st.SearchStrategy[Struct]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: strategy(hints[field.name]) for field in fields(kind)})


any_event = st.one_of([struct(kind) for kind in EVENTS])


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(list(STATES)), st.lists(any_event, min_size=1, max_size=12))
def test_any_event_on_any_state_gives_a_state(name: str, happened: list[Event]) -> None:
    told = STATES[name]()
    told.given(*happened)
    assert told.refold() == told.state
    assert told.position == len(told.log)
    row("stream", told.state, PROMISE)


def test_every_event_is_drawn() -> None:
    assert set(EVENTS) == {
        kind
        for kind in vars(events).values()
        if isinstance(kind, type) and issubclass(kind, Struct) and kind.__struct_config__.tag
    }


def test_a_stream_opens_with_its_number() -> None:
    told = in_intake()
    assert fold([]) is None
    with pytest.raises(TypeError, match="NumberReserved"):
        evolve(None, told.log[1])
    assert isinstance(told.log[0].event, NumberReserved)


def test_the_newest_ids_are_kept_so_that_the_state_stays_small() -> None:
    told = in_intake()
    told.given(*(events.CustomerWrote(f"n{number}", "x") for number in range(2 * KEPT_IDS)))
    assert len(told.state.ids) == KEPT_IDS
    assert told.state.ids[-1] == f"n{2 * KEPT_IDS - 1}"


def test_words_in_a_row_keep_one_beat() -> None:
    told = STATES["assigned"]()
    told.given(*(events.AgentReplied(f"r{n}", "anna", "x", "plain") for n in range(50)))
    assert [beat.what for beat in told.state.beats] == ["handed_off", "spoke"]


def test_folding_goes_on_from_a_known_state() -> None:
    told = in_intake()
    middle = fold(told.log[:1])
    assert fold(told.log[1:], middle) == told.state


def test_recorded_events_carry_their_time() -> None:
    told = in_intake().at("09:30").given(events.TagsSet(("dns",), "anna"))
    assert (told.state.at, told.log[-1]) == (
        moment("09:30"),
        Recorded(3, moment("09:30"), events.TagsSet(("dns",), "anna")),
    )


@pytest.mark.rule("R45")
def test_only_words_of_a_person_touch_the_update_clock() -> None:
    told = STATES["resolved"]()
    before = told.state.beats
    told.given(events.DeskSaid("desk.status_line", {}), events.BotSaid("greet", {}))
    told.given(events.NoteAdded("n1", "anna", "x"), events.CustomerWrote("c1", "thanks"))
    assert told.state.beats == before
    assert clocks.first_investigation(before) is not None
