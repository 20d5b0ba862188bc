"""'The intake should have asked ...': agents tell the content editors (R71)."""

import pytest

from firstline.domain.commands import FlagIntake, SettleFlag
from firstline.domain.errors import NotAllowed, NotInThisState, ReasonIsNeeded, TextIsTooLong
from firstline.domain.events import FlagSettled, IntakeFlagged
from firstline.domain.row import row

from .states import STATES, assigned, closed, in_intake
from .story import ANNA, BEN, ELA, LEA, story


def lists(told):
    return [key for key, _ in row("s1", told.state, told.promise).keys]


@pytest.mark.rule("R71")
@pytest.mark.parametrize("state", [in_intake, assigned, closed])
def test_an_agent_says_what_the_intake_should_have_asked(state) -> None:
    told = state().when(FlagIntake(" the region of the account "))
    told.then(IntakeFlagged("the region of the account", ANNA.id))
    assert [flag.text for flag in told.state.flags] == ["the region of the account"]
    assert "flagged" in lists(told)


@pytest.mark.rule("R71")
def test_an_editor_is_done_with_it_and_it_leaves_the_list() -> None:
    told = assigned().when(FlagIntake("the region"))
    place = told.position
    told.when(FlagIntake("the plan")).when(SettleFlag(place), by=ELA).then(
        FlagSettled(place, "ela")
    )
    assert [flag.text for flag in told.state.flags] == ["the plan"]
    told.when(SettleFlag(told.state.flags[0].position), by=ELA)
    assert told.state.flags == ()
    assert "flagged" not in lists(told)


@pytest.mark.rule("R71")
@pytest.mark.parametrize("by", [ANNA, LEA])
def test_only_editors_are_done_with_it(by) -> None:
    told = assigned().when(FlagIntake("the region"))
    told.when(SettleFlag(told.position), by=by).refused(NotAllowed)


def test_said_twice_by_one_agent_it_is_one_flag_and_by_two_it_is_two() -> None:
    told = assigned().when(FlagIntake("the region")).when(FlagIntake("the region")).then()
    told.when(FlagIntake("the region"), by=BEN)
    assert [flag.by for flag in told.state.flags] == ["anna", "ben"]


def test_done_twice_it_is_done() -> None:
    told = assigned().when(FlagIntake("the region"))
    place = told.position
    told.when(SettleFlag(place), by=ELA).when(SettleFlag(place), by=ELA).then()


def test_where_nobody_asked_anything_there_is_nothing_to_flag() -> None:
    story().when(FlagIntake("the region")).refused(NotInThisState)


@pytest.mark.parametrize(
    ("text", "error"), [("", ReasonIsNeeded), ("  ", ReasonIsNeeded), ("a" * 501, TextIsTooLong)]
)
def test_it_is_a_short_text(text, error) -> None:
    assigned().when(FlagIntake(text)).refused(error)


def test_it_moves_no_clock_and_no_phase() -> None:
    for state in STATES.values():
        told = state()
        if told.phase == "reserved":
            continue
        before = told.state.phase, told.state.beats, told.state.changed_position
        told.when(FlagIntake("the region"))
        assert (told.state.phase, told.state.beats, told.state.changed_position) == before


@pytest.mark.rule("R52")
def test_an_erased_flag_asks_nothing_of_anybody() -> None:
    told = assigned().given(IntakeFlagged("", ANNA.id))
    assert told.state.flags == ()
