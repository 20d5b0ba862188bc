"""The clocks alone: computed from beats, explained span by span (R16, R17, R51)."""

import pytest

from firstline.domain import clocks
from firstline.domain.clocks import Beat, Clock, Segment, delivered, segments
from firstline.domain.commands import (
    CloseConversation,
    JudgeSolution,
    PostMessage,
    ReopenConversation,
    Reply,
    ResolveConversation,
)
from firstline.domain.events import HandedOff, InvestigationRevoked

from .states import answered, assigned, linked, resolved, waiting
from .story import NOW, PROMISE, moment, span

HOUR = span("1h")


def clock(name: str, *beats: tuple[int, str]) -> Clock:
    """The clock after beats that are named with their hour."""
    told = tuple(Beat(hour * HOUR, what, place) for place, (hour, what) in enumerate(beats))
    found = clocks.clocks(told, 4 * HOUR, 48 * HOUR, 12 * HOUR, 24 * HOUR)
    return next(one for one in found if one.name == name)


# -- before the handoff ---------------------------------------------------------------------------


@pytest.mark.rule("R15")
def test_before_the_handoff_nothing_runs() -> None:
    told = linked()
    names = ("first_response", "resolution", "update")
    assert {told.clock(name).state for name in names} == {"not_started"}
    assert {told.clock(name).due_at for name in names} == {None}


# -- first response -------------------------------------------------------------------------------


@pytest.mark.rule("R16")
def test_the_first_response_is_one_stretch_whatever_the_customer_does() -> None:
    told = clock("first_response", (0, "handed_off"), (1, "waiting"), (9, "answered"))
    assert told.segments == (Segment(0, None, "ours", counted=True),)
    assert told.due_at == 4 * HOUR


@pytest.mark.rule("R08")
def test_the_first_mark_that_stands_ends_it() -> None:
    told = clock("first_response", (0, "handed_off"), (2, "investigated"), (3, "investigated"))
    assert (told.state, told.used(9 * HOUR)) == ("stopped", 2 * HOUR)


@pytest.mark.rule("R17")
def test_resolved_without_a_mark_it_ended_then_and_not_at_closing() -> None:
    beats = (Beat(0, "handed_off"), Beat(HOUR, "investigated", 7), Beat(HOUR, "resolved"))
    late = Beat(49 * HOUR, "closed"), Beat(50 * HOUR, "revoked", 7)
    first, *_ = clocks.clocks((*beats, *late), 4 * HOUR, 48 * HOUR, 12 * HOUR, 24 * HOUR)
    assert (first.state, first.segments[-1].end, first.due_at) == ("stopped", HOUR, None)


# -- resolution and update ------------------------------------------------------------------------


@pytest.mark.rule("R16")
def test_a_paused_clock_names_no_due_time_before_it_is_missed() -> None:
    told = clock("resolution", (0, "handed_off"), (10, "waiting"))
    assert (told.state, told.due_at, told.used(99 * HOUR)) == ("paused", None, 10 * HOUR)


@pytest.mark.rule("R17")
def test_resolving_stops_and_not_solved_resumes_the_remainder() -> None:
    told = clock("resolution", (0, "handed_off"), (10, "resolved"), (30, "resumed"))
    assert (told.state, told.due_at) == ("running", 68 * HOUR)


@pytest.mark.rule("R45")
def test_the_update_clock_counts_from_the_last_word_of_a_person() -> None:
    told = clock("update", (0, "handed_off"), (1, "investigated"), (1, "spoke"), (5, "spoke"))
    assert (told.since, told.due_at) == (5 * HOUR, 17 * HOUR)


@pytest.mark.rule("R14")
def test_any_share_of_a_span_has_its_moment() -> None:
    told = clock("resolution", (0, "handed_off"), (10, "waiting"), (20, "answered"))
    assert [told.reached(share) for share in (10, 75, 100)] == [
        *(48 * HOUR // 10, 46 * HOUR, 58 * HOUR)
    ]


# -- why is this red? -----------------------------------------------------------------------------


@pytest.mark.rule("R51")
def test_a_clock_explains_itself_span_by_span() -> None:
    told = waiting().at("12:00").when(PostMessage("m2", "This one"))
    told.at("13:00").when(ResolveConversation("s1", "Renewed", NOW))
    told.at("15:00").when(JudgeSolution(solved=False)).at("16:00")
    nine, noon, one, three = (moment(f"{hour}:00") for hour in ("09", "12", "13", "15"))
    resolution = told.clock("resolution")
    assert resolution.segments == (
        Segment(nine, noon, "waiting", counted=False),
        Segment(noon, one, "ours", counted=True),
        Segment(one, three, "resolved", counted=False),
        Segment(three, None, "ours", counted=True),
    )
    assert resolution.used(told.now) == span("2h")


@pytest.mark.rule("R51")
def test_the_spans_follow_each_other_without_a_gap() -> None:
    beats = [Beat(0, "handed_off"), Beat(1, "waiting"), Beat(4, "answered"), Beat(9, "closed")]
    parts = segments(beats)
    assert [(part.start, part.end) for part in parts] == [(0, 1), (1, 4), (4, 9), (9, None)]


# -- after the end --------------------------------------------------------------------------------


@pytest.mark.rule("R17")
def test_closing_stops_every_clock() -> None:
    told = answered().when(CloseConversation())
    names = ("first_response", "resolution", "update")
    assert {told.clock(name).state for name in names} == {"stopped"}


def test_what_was_settled_without_a_person_starts_its_clocks_when_one_reopens_it() -> None:
    told = linked().when(CloseConversation()).at("12:00").when(ReopenConversation("not the same"))
    assert not told.events(HandedOff)
    assert told.clock("resolution").due_at == moment("2d 12:00")


@pytest.mark.rule("R08")
def test_without_its_mark_the_update_clock_has_not_begun() -> None:
    told = answered()
    told.given(InvestigationRevoked(told.position, "a greeting", "lea"))
    assert told.clock("update").state == "not_started"


# -- delivery -------------------------------------------------------------------------------------


@pytest.mark.rule("R32")
def test_delivered_is_seen_soon_else_mailed_else_sent() -> None:
    five = span("5m")
    assert delivered(100, None, None, five) == 100
    assert delivered(100, 100 + five, None, five) == 100 + five
    assert delivered(100, 101 + five, None, five) == 100
    assert delivered(100, 101 + five, 100 + five, five) == 100 + five


def test_the_spans_are_those_of_the_promise() -> None:
    told = assigned("premium")
    spans = {one: told.clock(one).span for one in ("first_response", "resolution", "update")}
    wanted = PROMISE.plans["premium"].first_response, PROMISE.resolution, PROMISE.update
    assert tuple(spans.values()) == wanted


@pytest.mark.rule("R47")
def test_a_reply_after_the_solution_reopens_nothing() -> None:
    told = resolved().when(Reply("r2", "Tell us how it goes", "plain", saw=NOW))
    assert (told.phase, told.clock("resolution").state) == ("resolved", "stopped")
