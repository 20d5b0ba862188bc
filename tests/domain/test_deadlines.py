"""What falls due by itself, and what a late sweep finds (R07, R11, R14-R17, R44, R45)."""

import pytest

from firstline.domain.commands import (
    AskForPerson,
    ClaimConversation,
    JudgeSolution,
    MarkSeen,
    PostMessage,
    Reply,
    ResolveConversation,
    RevokeInvestigation,
    Say,
    Tick,
)
from firstline.domain.events import (
    AgentReplied,
    ClockEscalated,
    ClockMissed,
    ClockWarned,
    ConversationClosed,
    CustomerReminded,
    CustomerWrote,
    DeskSaid,
    HandedOff,
    StatusLineDue,
)

from .states import answered, assigned, closed, in_intake, queued, resolved, turn, waiting
from .story import LEA, NOW, Story, moment, story

FIRST = "first_response"


def swept(told: Story) -> Story:
    return told.when(Tick())


# -- when reserved, in intake ---------------------------------------------------------------------


@pytest.mark.rule("R15")
def test_a_chat_that_said_nothing_is_never_handed_over() -> None:
    told = swept(story().after("23h")).then()
    assert told.phase == "reserved"


@pytest.mark.rule("R15")
def test_ten_minutes_after_the_first_words_it_is_handed_over() -> None:
    told = swept(in_intake().at("09:09")).then()
    swept(told.at("09:10")).then(HandedOff, "desk.handed_off")
    assert told.events(HandedOff)[0].cause == "time"


@pytest.mark.rule("R15")
@pytest.mark.rule("R17")
def test_however_late_the_sweep_the_clocks_began_when_it_was_due() -> None:
    told = in_intake("premium").at("09:35").when(PostMessage("m2", "Hello?"))
    warned = ClockWarned(FIRST, moment("09:32") + 30_000)
    told.then(HandedOff, "desk.handed_off", warned, CustomerWrote)
    assert told.clock(FIRST).due_at == moment("09:40")


@pytest.mark.rule("R15")
def test_dialogue_does_not_put_the_handoff_off() -> None:
    told = in_intake().at("09:09").when(PostMessage("m2", "One more thing"))
    swept(told.at("09:10")).then(HandedOff, "desk.handed_off")


@pytest.mark.rule("R15")
@pytest.mark.rule("R21")
def test_silence_after_an_answer_counts_as_settled() -> None:
    told = in_intake().at("09:05")
    told.when(turn(told, Say("ask.answered", asks="answered")))
    swept(told.at("09:14")).then()
    swept(told.at("09:15")).then("desk.closed_settled", ConversationClosed)
    assert told.state.phase.cause == "settled"


@pytest.mark.rule("R15")
def test_whoever_goes_on_after_an_answer_is_handed_over_by_time() -> None:
    told = in_intake().at("09:05")
    told.when(turn(told, Say("ask.answered", asks="answered")))
    told.at("09:06").when(PostMessage("m2", "It did not"))
    swept(told.at("09:10")).then(HandedOff, "desk.handed_off")


# -- first response -------------------------------------------------------------------------------


@pytest.mark.rule("R04")
@pytest.mark.rule("R07")
@pytest.mark.parametrize(
    ("plan", "due"),
    [
        ("premium", "09:30"),
        ("regular", "13:00"),
        ("basic", "1d 09:00"),
        ("", "1d 09:00"),
        ("platinum", "1d 09:00"),
        ("Premium", "09:30"),
    ],
)
def test_the_first_response_is_due_by_plan(plan, due) -> None:
    told = queued(plan)
    assert told.clock(FIRST).due_at == moment(due)
    told.now = moment(due) - 1
    swept(told)
    assert not told.events(ClockMissed)
    told.now = moment(due)
    swept(told)
    assert told.events(ClockMissed) == [ClockMissed(FIRST, moment(due))]


@pytest.mark.rule("R14")
def test_a_promise_warns_is_missed_is_told_and_climbs() -> None:
    told = swept(queued("regular").at("12:00")).then(
        ClockWarned(FIRST, moment("13:00") - 3_600_000)
    )
    swept(told.at("13:00")).then(
        ClockMissed(FIRST, moment("13:00")),
        "desk.promise_missed",
        ClockEscalated(FIRST, 100, ("agent", "lead", "team"), moment("13:00")),
    )
    on_call = ClockEscalated(FIRST, 125, ("on_call",), moment("14:00"))
    swept(told.at("14:00")).then(on_call)
    swept(told.at("15:00")).then()
    assert told.state.missed == (FIRST,)


@pytest.mark.rule("R07")
@pytest.mark.rule("R17")
def test_a_reply_before_a_late_sweep_does_not_hide_a_breach() -> None:
    told = assigned("premium").at("09:30")
    told.when(Reply("r1", "The endpoint answers 500", "investigated", saw=NOW))
    told.then(ClockWarned, ClockMissed, "desk.promise_missed", ClockEscalated, AgentReplied)
    assert told.state.missed == (FIRST,)


@pytest.mark.rule("R14")
def test_a_miss_stays_in_the_record() -> None:
    told = swept(assigned("premium").at("09:30"))
    told.when(Reply("r1", "Found it", "investigated", saw=NOW))
    told.when(ResolveConversation("s1", "Renewed", NOW))
    assert told.state.missed == (FIRST,)


@pytest.mark.rule("R08")
def test_a_revoked_mark_was_never_made_breach_included() -> None:
    told = assigned("premium").when(Reply("r1", "Hello", "investigated", saw=NOW))
    reply = told.position
    swept(told.at("10:00")).then()
    swept(told.when(RevokeInvestigation(reply, "a greeting"), by=LEA))
    missed = ClockMissed(FIRST, moment("09:30"))
    told.then(ClockWarned, missed, "desk.promise_missed", ClockEscalated, ClockEscalated)


@pytest.mark.rule("R16")
def test_the_first_response_runs_on_while_the_customer_is_asked() -> None:
    asked = Reply("r1", "Which one?", "acknowledged", saw=NOW, then="wait")
    told = swept(assigned("premium").when(asked).at("09:30"))
    assert told.events(ClockMissed) == [ClockMissed(FIRST, moment("09:30"))]


# -- resolution and update ------------------------------------------------------------------------


@pytest.mark.rule("R11")
def test_the_resolution_is_due_48_hours_after_the_handoff() -> None:
    told = assigned().at("2d 09:00")
    swept(told)
    assert ClockMissed("resolution", moment("2d 09:00")) in told.events(ClockMissed)
    assert "desk.resolution_missed" in [line.key for line in told.events(DeskSaid)]


@pytest.mark.rule("R16")
def test_waiting_moves_resolution_and_update_by_as_long_as_it_took() -> None:
    told = waiting().at("15:00").when(PostMessage("m2", "The first one"))
    assert told.clock("resolution").due_at == moment("2d 15:00")
    assert told.clock("update").due_at == moment("1d 03:00")


@pytest.mark.rule("R17")
def test_not_solved_goes_on_with_what_was_left() -> None:
    told = answered().at("10:00").when(ResolveConversation("s1", "Renewed", NOW))
    swept(told.at("1d 10:00")).then()
    told.when(JudgeSolution(solved=False))
    assert told.clock("resolution").due_at == moment("3d 09:00")
    assert told.clock("update").due_at == moment("1d 22:00")


@pytest.mark.rule("R45")
def test_no_word_for_12_hours_is_one_breach_and_a_line_each_12_hours() -> None:
    told = answered()
    swept(told.at("18:00")).then(ClockWarned("update", moment("18:00")))
    missed = ClockMissed("update", moment("21:00"))
    line = StatusLineDue(moment("21:00"))
    swept(told.at("21:00")).then(missed, ClockEscalated, line, "desk.status_line")
    swept(told.at("1d 00:00")).then(ClockEscalated)
    again = StatusLineDue(moment("1d 09:00"))
    swept(told.at("1d 09:00")).then(again, "desk.status_line")


@pytest.mark.rule("R45")
def test_only_a_persons_message_begins_a_new_span() -> None:
    told = swept(answered().at("21:00"))
    told.at("22:00").when(PostMessage("m2", "Anything new?"))
    assert told.clock("update").due_at == moment("21:00")
    told.when(Reply("r2", "We are on it", "plain", saw=NOW))
    assert told.clock("update").due_at == moment("1d 10:00")


@pytest.mark.rule("R45")
def test_before_the_first_response_there_is_no_update_clock() -> None:
    told = assigned().when(Reply("r1", "Looking into it", "acknowledged", saw=NOW))
    assert told.clock("update").state == "not_started"


def test_after_downtime_everything_is_recorded_and_the_latest_is_said() -> None:
    told = swept(answered().at("2d 03:00"))
    assert len(told.events(StatusLineDue)) == 3
    assert [line.key for line in told.events(DeskSaid)].count("desk.status_line") == 1


# -- silence --------------------------------------------------------------------------------------


@pytest.mark.rule("R44")
def test_the_customer_is_reminded_after_a_day_and_it_is_closed_after_two() -> None:
    told = swept(waiting().at("1d 09:00")).then(
        CustomerReminded(moment("1d 09:00")), "desk.reminder"
    )
    swept(told.at("1d 20:00")).then()
    closing = ConversationClosed("silence", moment("2d 09:00"))
    swept(told.at("2d 09:00")).then("desk.closed_silence", closing)


@pytest.mark.rule("R44")
def test_a_late_sweep_reminds_nobody_of_what_is_closed() -> None:
    swept(waiting().at("3d 09:00")).then(
        CustomerReminded, "desk.closed_silence", ConversationClosed
    )


@pytest.mark.rule("R44")
def test_a_solution_without_a_word_closes_48_hours_after_its_delivery() -> None:
    told = resolved().at("09:03")
    swept(told.when(MarkSeen(told.position)).at("2d 09:02")).then()
    closing = ConversationClosed("confirmed", moment("2d 09:03"))
    swept(told.at("2d 09:03")).then("desk.closed_confirmed", closing)


@pytest.mark.rule("R44")
def test_what_was_seen_late_counts_from_its_sending() -> None:
    told = resolved().at("09:06")
    swept(told.when(MarkSeen(told.position)).at("2d 09:00"))
    told.then("desk.closed_confirmed", ConversationClosed("confirmed", moment("2d 09:00")))


@pytest.mark.rule("R44")
@pytest.mark.parametrize("state", [queued, assigned, answered])
def test_no_other_state_closes_by_itself(state) -> None:
    told = swept(state().at("90d 09:00"))
    assert not told.events(ConversationClosed)


@pytest.mark.rule("R17")
@pytest.mark.rule("R44")
def test_after_the_end_nothing_falls_due() -> None:
    swept(closed().at("90d 09:00")).then()


@pytest.mark.rule("R17")
def test_clocks_are_independent_of_each_other() -> None:
    told = swept(queued("premium").at("09:30")).when(ClaimConversation())
    told.when(Reply("r1", "Found it", "investigated", saw=NOW)).at("10:00")
    assert told.clock(FIRST).state == "stopped"
    assert [told.clock(name).state for name in ("resolution", "update")] == ["running"] * 2
    assert told.state.missed == (FIRST,)


def test_a_command_that_is_older_than_the_record_is_recorded_last() -> None:
    told = queued()
    told.now = moment("08:59")
    told.when(AskForPerson("p2"))
    assert [new.at for new in told.log] == sorted(new.at for new in told.log)
