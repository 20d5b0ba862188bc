"""The oracle against stories whose numbers were worked out by hand.

Unless a story says otherwise: Basic plan, handed over at minute 5, so that the first response is
due at 5 + 1440 = 1445 (warning at 5 + 1080 = 1085) and the resolution at 5 + 2880 = 2885 (warning
at 5 + 2160 = 2165).
"""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings

from .lives import Life, lives
from .oracle import Clock, Happening, Promise, Verdict, verdict

BASIC = Promise(first_response=1440, resolution=2880, update=720)
PREMIUM = Promise(first_response=30, resolution=2880, update=720)

BEGUN = [Happening(0, "customer_wrote"), Happening(5, "handed_off"), Happening(10, "claimed")]


def reply(minute: int, mark: str = "plain", *, wait: bool = False) -> Happening:
    return Happening(minute, "agent_replied", mark=mark, wait=wait)


def answer(minute: int, *, wait: bool = False) -> Happening:
    return reply(minute, "investigated", wait=wait)


def solve(minute: int, *, investigated: bool = False) -> Happening:
    return Happening(minute, "resolved", investigated=investigated)


def tell(until: int, *more: Happening, promise: Promise = BASIC) -> Verdict:
    return verdict([*BEGUN, *more], promise, until)


def clocks(told: Verdict) -> list[Clock]:
    return [told.first_response, told.resolution, told.update]


def states(told: Verdict) -> list[str]:
    return [clock.state for clock in clocks(told)]


# -- starting -------------------------------------------------------------------------------------


def test_nothing_happened() -> None:
    told = verdict([], BASIC, 100)
    assert (told.phase, states(told)) == ("intake", ["not_started"] * 3)


def test_no_clock_runs_in_the_intake() -> None:
    told = verdict([Happening(0, "customer_wrote"), Happening(1, "bot_said")], BASIC, 9000)
    assert (told.phase, states(told)) == ("intake", ["not_started"] * 3)


def test_clocks_start_at_the_handoff_not_at_the_first_words_or_the_claim() -> None:
    told = tell(10)
    assert (told.phase, states(told)) == ("assigned", ["running", "running", "not_started"])
    assert [clock.due for clock in clocks(told)] == [1445, 2885, None]


def test_what_lies_ahead_of_the_asked_minute_is_not_known_yet() -> None:
    told = tell(99, answer(100))
    assert told.first_response.state == "running"


# -- first response -------------------------------------------------------------------------------


def test_first_response_is_missed_in_its_due_minute() -> None:
    assert not tell(1444).first_response.missed
    assert tell(1445).first_response.missed_at == 1445


def test_first_response_is_warned_of_at_three_quarters() -> None:
    assert tell(1084).first_response.warned_at is None
    assert tell(1085).first_response.warned_at == 1085


def test_a_warning_between_two_minutes_shows_at_the_later_one() -> None:
    # 75 % of 30 is 22.5, so 27.5 after the start
    told = tell(40, promise=PREMIUM)
    assert (told.first_response.warned_at, told.first_response.missed_at) == (28, 35)


def test_an_answer_in_time_ends_it_and_starts_the_update_clock() -> None:
    told = tell(3000, answer(100), reply(500), reply(1000), reply(1500), reply(2000), reply(2500))
    assert told.first_response == Clock("stopped", 1445, (), (), 100)
    assert (told.update.due, told.update.missed) == (3220, False)


def test_an_answer_one_minute_before_is_in_time_and_in_the_due_minute_too_late() -> None:
    assert not tell(2000, answer(1444)).first_response.missed
    late = tell(2000, answer(1445)).first_response
    assert (late.state, late.missed_at, late.stopped_at) == ("stopped", 1445, 1445)


def test_a_reply_before_a_late_sweep_does_not_hide_the_miss() -> None:
    # nobody looked between 10 and 1450
    told = tell(1450, answer(1450))
    assert told.first_response == Clock("stopped", 1445, (1445,), (1085,), 1450)


def test_nothing_but_an_investigation_ends_it() -> None:
    others = [Happening(30, what) for what in ("bot_said", "desk_said", "note_added")]
    told = tell(1445, *others, reply(50, "acknowledged"), reply(60))
    assert (told.first_response.state, told.first_response.missed_at) == ("running", 1445)
    assert told.update == Clock("not_started")


def test_first_response_does_not_pause_while_waiting() -> None:
    told = tell(1445, reply(100, "acknowledged", wait=True))
    assert told.phase == "waiting"
    assert states(told) == ["running", "paused", "not_started"]
    assert told.first_response.missed_at == 1445


def test_the_update_interval_does_not_overrule_the_first_response() -> None:
    # the 12 h are over at 725, the 24 h are not
    told = tell(1000, reply(50, "acknowledged"))
    assert (told.first_response.due, told.first_response.missed) == (1445, False)
    assert (told.update.state, told.update.due, told.status_lines) == ("not_started", None, ())


def test_answer_and_waiting_in_one_step_counts_as_the_first_response() -> None:
    told = tell(1500, answer(100, wait=True))
    assert states(told) == ["stopped", "paused", "paused"]
    assert told.first_response == Clock("stopped", 1445, (), (), 100)


def test_a_stale_field_does_not_give_a_reply_time_of_days() -> None:
    # answered after 95 minutes; everything later leaves that number alone
    later = [solve(200), Happening(3000, "not_solved"), reply(3100), solve(3200)]
    told = tell(3300, answer(100), *later)
    assert told.first_response.stopped_at == 100
    assert not told.first_response.missed


# -- revoked marks --------------------------------------------------------------------------------


def test_a_revoked_mark_was_never_made_and_the_miss_has_its_due_minute() -> None:
    told = tell(2000, answer(100), Happening(2000, "mark_revoked", of=0))
    assert told.first_response == Clock("running", 1445, (1445,), (1085,))


def test_before_it_is_revoked_the_mark_counts() -> None:
    told = tell(1999, answer(100), Happening(2000, "mark_revoked", of=0))
    assert not told.first_response.missed


def test_revoked_in_time_and_answered_again_in_time() -> None:
    told = tell(1445, answer(100), Happening(300, "mark_revoked", of=0), answer(400))
    assert told.first_response == Clock("stopped", 1445, (), (), 400)
    assert told.update.due == 1120


def test_revoking_the_first_of_two_marks_leaves_the_second() -> None:
    told = tell(1600, answer(100), reply(700), answer(1500), Happening(1600, "mark_revoked", of=0))
    assert told.first_response == Clock("stopped", 1445, (1445,), (1085,), 1500)
    assert (told.update.state, told.update.due) == ("running", 2220)


def test_revoking_takes_the_update_clock_its_start_but_not_its_history() -> None:
    told = tell(3000, answer(100), Happening(1600, "mark_revoked", of=0))
    assert (told.update.state, told.update.due, told.update.misses) == ("not_started", None, (820,))
    assert told.status_lines == (820, 1540)


def test_revoked_while_resolved_the_clock_ended_at_resolving() -> None:
    revoked = Happening(2000, "mark_revoked", of_solution=0)
    told = tell(2000, solve(200, investigated=True), revoked)
    assert told.phase == "resolved"
    assert told.first_response == Clock("stopped", 1445, (), (), 200)


def test_revoked_after_resolving_late_it_was_missed() -> None:
    told = tell(1700, answer(100), solve(1500), Happening(1600, "mark_revoked", of=0))
    assert told.first_response == Clock("stopped", 1445, (1445,), (1085,), 1500)


def test_revoked_after_closing_it_ended_at_the_end() -> None:
    told = tell(5000, answer(100), Happening(1500, "closed"), Happening(4000, "mark_revoked", of=0))
    assert told.first_response == Clock("stopped", 1445, (1445,), (1085,), 1500)


def test_not_solved_after_a_revoked_solution_lets_the_first_response_run_again() -> None:
    more = [solve(200, investigated=True), Happening(1400, "mark_revoked", of_solution=0)]
    assert not tell(2399, *more, Happening(2400, "not_solved")).first_response.missed
    told = tell(2400, *more, Happening(2400, "not_solved"))
    assert told.first_response == Clock("running", 1445, (1445,), (1085,))
    assert states(told) == ["running", "running", "not_started"]


# -- pausing --------------------------------------------------------------------------------------


def test_waiting_moves_the_resolution_by_as_long_as_it_took() -> None:
    told = tell(400, answer(100, wait=True), Happening(400, "customer_wrote"))
    assert (told.phase, told.resolution.due) == ("assigned", 3185)
    assert told.update.due == 1120  # the question itself was heard: 720 were left


def test_two_waits_add_up() -> None:
    first = [answer(100, wait=True), Happening(400, "customer_wrote")]
    told = tell(1000, *first, reply(600, wait=True), Happening(1000, "customer_wrote"))
    assert told.resolution.due == 2885 + 300 + 400


def test_a_paused_resolution_is_warned_of_and_missed_late() -> None:
    more = [answer(100, wait=True), Happening(1100, "customer_wrote")]
    assert not tell(3884, *more).resolution.missed
    told = tell(3885, *more).resolution
    assert (told.warned_at, told.missed_at, told.due) == (3165, 3885, 3885)


def test_thanks_end_the_waiting_too() -> None:
    told = tell(200, answer(100, wait=True), Happening(200, "customer_thanked"))
    assert (told.phase, told.resolution.due) == ("assigned", 2985)


def test_notes_bot_desk_and_seeing_do_not_end_the_waiting() -> None:
    silent = ("note_added", "bot_said", "desk_said", "seen", "snoozed")
    others = [Happening(200, what) for what in silent]
    assert tell(200, answer(100, wait=True), *others).phase == "waiting"


def test_a_change_of_owner_does_not_end_the_waiting() -> None:
    hands = [Happening(200, "released"), Happening(210, "claimed"), Happening(220, "released")]
    told = tell(220, answer(100, wait=True), *hands)
    assert (told.phase, told.resolution.state) == ("waiting", "paused")
    back = tell(300, answer(100, wait=True), *hands, Happening(300, "customer_wrote"))
    assert (back.phase, back.resolution.due) == ("queued", 3085)


def test_handing_to_another_team_changes_no_clock() -> None:
    hands = [("handed_to_team", 200), ("claimed", 300), ("released", 310)]
    told = tell(400, answer(100), *[Happening(minute, what) for what, minute in hands])
    assert told.phase == "queued"
    assert [clock.due for clock in clocks(told)] == [1445, 2885, 820]


# -- update ---------------------------------------------------------------------------------------


def test_an_update_miss_is_recorded_once_and_the_line_repeats() -> None:
    told = tell(2300, answer(100))
    assert (told.update.misses, told.update.due) == ((820,), 820)
    assert told.status_lines == (820, 1540, 2260)


def test_a_persons_message_begins_a_new_stretch() -> None:
    told = tell(3020, answer(100), reply(2300, "acknowledged"))
    assert told.update.misses == (820, 3020)
    assert told.update.warnings == (640, 2840)
    assert told.status_lines == (820, 1540, 2260, 3020)


def test_only_a_persons_message_resets_the_update_clock() -> None:
    no_person = ("note_added", "desk_said", "bot_said", "customer_wrote")
    others = [Happening(500, what) for what in no_person]
    assert tell(820, answer(100), *others).update.missed_at == 820
    assert not tell(820, answer(100), reply(819)).update.missed


# -- resolving and closing ------------------------------------------------------------------------


def test_resolving_is_refused_while_the_first_response_runs() -> None:
    told = tell(300, reply(100, "acknowledged"), solve(200))
    assert (told.phase, told.refused, told.first_response.state) == ("assigned", (4,), "running")


def test_a_solution_may_be_the_investigated_answer() -> None:
    told = tell(300, solve(200, investigated=True))
    assert (told.phase, told.refused) == ("resolved", ())
    assert told.first_response == Clock("stopped", 1445, (), (), 200)
    assert states(told) == ["stopped"] * 3


def test_resolving_ends_every_clock_and_closes_by_itself_after_48_hours() -> None:
    told = tell(9000, answer(100), solve(200))
    assert (told.phase, told.closed_at, told.closed_by_itself) == ("closed", 3080, True)
    assert states(told) == ["stopped"] * 3
    assert told.resolution == Clock("stopped", 2885, (), (), 200)
    assert (told.status_lines, told.update.missed) == ((), False)


def test_the_48_hours_count_from_seeing_it_soon() -> None:
    assert tell(9000, answer(100), solve(200), Happening(204, "seen")).closed_at == 3084
    assert tell(9000, answer(100), solve(200), Happening(206, "seen")).closed_at == 3080


def test_not_solved_goes_on_with_what_was_left() -> None:
    # the resolution had 2685 left, the update clock all of its 720 since the solution was heard
    told = tell(500, answer(100), solve(200), Happening(500, "not_solved"))
    assert (told.phase, told.resolution.due, told.update.due) == ("assigned", 3185, 1220)
    assert told.first_response.state == "stopped"


def test_a_missed_resolution_stays_missed_and_is_missed_once() -> None:
    told = tell(9000, answer(100), solve(3000), Happening(3500, "not_solved"))
    assert told.resolution == Clock("running", 2885, (2885,), (2165,))


def test_thanks_in_resolved_neither_reopen_nor_reset() -> None:
    told = tell(3080, answer(100), solve(200), Happening(3000, "customer_thanked"))
    assert (told.phase, told.closed_at) == ("closed", 3080)


def test_plain_words_in_resolved_do_not_reopen() -> None:
    assert tell(300, answer(100), solve(200), Happening(300, "customer_wrote")).phase == "resolved"


def test_solved_closes_at_once() -> None:
    told = tell(9000, answer(100), solve(200), Happening(250, "solved"))
    assert (told.phase, told.closed_at, told.closed_by_itself) == ("closed", 250, False)


def test_no_clock_runs_after_closing_because_the_customer_said_thanks_last() -> None:
    ends = [solve(200), Happening(250, "solved"), Happening(260, "customer_thanked")]
    told = tell(20000, answer(100), *ends)
    assert (told.phase, states(told)) == ("closed", ["stopped"] * 3)
    assert not any(clock.missed for clock in clocks(told))


def test_closing_by_hand_ends_every_clock() -> None:
    told = tell(9000, Happening(100, "closed"))
    assert states(told) == ["stopped", "stopped", "not_started"]
    assert not any(clock.missed or clock.warnings for clock in clocks(told))


def test_waiting_is_reminded_once_and_closed_by_itself() -> None:
    told = tell(9000, answer(100, wait=True))
    assert (told.reminders, told.closed_at, told.closed_by_itself) == ((1540,), 2980, True)
    assert states(told) == ["stopped"] * 3
    assert not any(clock.missed for clock in clocks(told))


def test_each_waiting_has_a_silence_and_a_reminder_of_its_own() -> None:
    first = [answer(100, wait=True), Happening(2000, "customer_wrote")]
    told = tell(9000, *first, reply(2100, wait=True))
    assert (told.reminders, told.closed_at) == ((1540, 3540), 4980)


def test_a_further_reply_while_waiting_starts_the_silence_anew_only_if_it_asks() -> None:
    asked = tell(9000, answer(100, wait=True), reply(1000, wait=True))
    assert (asked.reminders, asked.closed_at) == ((2440,), 3880)
    told = tell(9000, answer(100, wait=True), reply(1000))
    assert (told.reminders, told.closed_at) == ((1540,), 2980)


def test_a_reply_after_closing_changes_nothing() -> None:
    told = tell(9000, Happening(100, "closed"), answer(200, wait=True), Happening(300, "claimed"))
    assert (told.phase, told.closed_at) == ("closed", 100)
    assert states(told) == ["stopped", "stopped", "not_started"]


def test_the_silence_counts_from_delivery() -> None:
    soon = tell(9000, answer(100, wait=True), Happening(103, "seen"), Happening(104, "seen"))
    assert (soon.reminders, soon.closed_at) == ((1543,), 2983)
    late = tell(9000, answer(100, wait=True), Happening(106, "seen"))
    assert (late.reminders, late.closed_at) == ((1540,), 2980)


def test_words_in_the_minute_of_closing_come_too_late() -> None:
    assert tell(2980, answer(100, wait=True), Happening(2979, "customer_wrote")).phase == "assigned"
    assert tell(2980, answer(100, wait=True), Happening(2980, "customer_wrote")).phase == "closed"


def test_closing_while_the_first_response_runs_keeps_its_miss() -> None:
    told = tell(9000, reply(100, "acknowledged", wait=True))
    assert told.first_response == Clock("stopped", 1445, (1445,), (1085,), 2980)
    assert (told.reminders, told.closed_at) == ((1540,), 2980)


def test_the_closing_message_opens_nothing() -> None:
    last = [Happening(2980, "desk_said"), Happening(2981, "seen")]
    told = tell(20000, answer(100, wait=True), *last)
    assert (told.phase, told.closed_at) == ("closed", 2980)
    assert states(told) == ["stopped"] * 3


def test_snoozed_and_waiting_for_us_are_never_closed_by_themselves() -> None:
    snoozed = tell(20000, answer(100), Happening(200, "snoozed"))
    assert (snoozed.phase, snoozed.closed_at, snoozed.reminders) == ("assigned", None, ())
    came_back = tell(20000, answer(100, wait=True), Happening(150, "customer_wrote"))
    assert (came_back.phase, came_back.closed_at) == ("assigned", None)
    assert verdict(BEGUN[:2], BASIC, 20000).phase == "queued"


# -- any life -------------------------------------------------------------------------------------

any_life = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@any_life
@given(lives(replies_while_waiting=True))
def test_a_life_is_valid_and_ends_with_its_clocks(life: Life) -> None:
    told = verdict(life.happenings, life.promise, life.until)
    assert told.refused == ()
    assert [h.minute for h in life.happenings] == sorted(h.minute for h in life.happenings)
    if told.phase in ("resolved", "closed"):
        assert not {"running", "paused"} & set(states(told))


@any_life
@given(lives())
def test_a_miss_is_never_undone(life: Life) -> None:
    told = [verdict(life.happenings, life.promise, h.minute) for h in life.happenings]
    for before, after in pairwise(told):
        for old, new in zip(clocks(before), clocks(after), strict=True):
            assert new.misses[: len(old.misses)] == old.misses
        assert after.status_lines[: len(before.status_lines)] == before.status_lines
