"""The row: what lists show, in which lists, and most urgent first (R25, R40)."""

from operator import itemgetter

import pytest

from firstline.domain.commands import (
    AskForPerson,
    ClaimConversation,
    HandToTeam,
    PostMessage,
    RecordFindings,
    ReleaseConversation,
    SetSeverity,
    Tick,
)
from firstline.domain.context import Finding
from firstline.domain.row import Row, row

from .states import (
    STATES,
    answered,
    assigned,
    closed,
    in_intake,
    linked,
    queued,
    resolved,
    waiting,
)
from .story import Story, moment, story


def row_of(told: Story) -> Row:
    return row("stream", told.state, told.promise)


def lists(told: Story) -> dict[str, str]:
    return dict(row_of(told).keys)


def urgency(told: Story) -> str:
    return lists(told)["queue"]


# -- most urgent first ----------------------------------------------------------------------------


@pytest.mark.rule("R40")
def test_a_higher_severity_comes_first_whatever_is_due() -> None:
    critical = queued("basic").when(SetSeverity(1, "all users"))
    assert urgency(critical) < urgency(queued("premium"))


@pytest.mark.rule("R40")
def test_within_a_severity_the_clock_due_next_comes_first() -> None:
    plans = {plan: urgency(queued(plan)) for plan in ("basic", "regular", "premium")}
    in_order = [plan for plan, _ in sorted(plans.items(), key=itemgetter(1))]
    assert in_order == ["premium", "regular", "basic"]


@pytest.mark.rule("R10", part="proposing, confirming, changing and sorting")
@pytest.mark.rule("R40")
def test_a_proposed_severity_sorts_as_if_it_were_settled() -> None:
    found = RecordFindings((Finding("impact", "all", 2),))
    proposed = in_intake().when(found).when(AskForPerson("p1"))
    assert proposed.state.severity_proposed
    assert urgency(proposed) == urgency(queued().when(SetSeverity(1, "all users")))


@pytest.mark.rule("R40")
def test_an_answered_one_sorts_by_its_next_update() -> None:
    told = answered().when(ReleaseConversation())
    assert urgency(told) == f"3{moment('21:00'):015d}"


@pytest.mark.rule("R40")
def test_a_missed_promise_keeps_its_place_in_front() -> None:
    told = queued("premium").at("20:00").when(Tick())
    assert urgency(told) == f"3{moment('09:30'):015d}"
    clock = row_of(told).body["clock"]
    assert (clock["name"], clock["state"]) == ("first_response", "missed")


# -- in which lists -------------------------------------------------------------------------------


@pytest.mark.rule("R40")
@pytest.mark.parametrize(
    ("state", "names"),
    [
        (story, set()),
        (in_intake, {"all"}),
        (linked, {"all", "incident", "incident:i1"}),
        (queued, {"all", "queue", "queue:first_line"}),
        (assigned, {"all", "mine:anna"}),
        (waiting, {"all", "waiting", "mine:anna"}),
        (resolved, {"all", "resolved"}),
        (closed, {"all"}),
    ],
)
def test_each_state_stands_in_its_lists(state, names) -> None:
    assert {name for name in lists(state()) if "c1" not in name} == names


def test_within_a_minute_a_message_moves_no_place() -> None:
    told = assigned()
    first = lists(told.at("09:10").when(PostMessage("m8", "One thing more.")))
    assert lists(told.when(PostMessage("m9", "And another."))) == first
    assert lists(told.at("09:11").when(PostMessage("m10", "Hello"))) != first


@pytest.mark.rule("R40")
@pytest.mark.rule("R42")
def test_a_team_has_a_queue_of_its_own() -> None:
    told = queued().when(HandToTeam("technical", "needs the logs"))
    assert {"queue:technical"} <= set(lists(told))
    assert "queue:first_line" not in lists(told)


def test_waiting_without_an_owner_is_nobodys() -> None:
    told = waiting().when(ReleaseConversation())
    assert not [name for name in lists(told) if name.startswith("mine:")]


@pytest.mark.rule("R25", part="chats of a customer and their company")
def test_a_known_customers_open_chats_are_found() -> None:
    assert "open-customer:c1" in lists(queued())
    assert "open-customer:c1" not in lists(closed())
    assert "customer:c1" in lists(closed())


@pytest.mark.rule("R52", part="erasing a customer")
def test_a_lapsed_number_is_in_no_list_but_those_for_erasing_it() -> None:
    assert set(lists(story().after("1d").when(Tick()))) == {"person:c1", "lapsed"}


# -- what it carries ------------------------------------------------------------------------------


@pytest.mark.rule("R20")
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_the_number_is_unique_in_every_state(state) -> None:
    told = state()
    assert row_of(told).unique_keys == ("number:K7Q-4M2X",)
    assert row_of(told).version == told.position


def test_it_is_due_when_something_falls_due() -> None:
    assert row_of(story()).due == moment("1d 09:00")
    assert row_of(in_intake()).due == moment("09:00") + 3_000
    assert row_of(assigned("premium")).due == moment("09:22") + 30_000
    assert row_of(closed().at("09:05").when(Tick(mail=False))).due is None


def test_what_nobody_has_answered_is_unread() -> None:
    assert not row_of(answered()).body["unread"]
    assert row_of(answered().when(PostMessage("m2", "Hello?"))).body["unread"]
    assert row_of(queued().when(ClaimConversation())).body["unread"]


def test_it_shows_what_a_list_needs() -> None:
    body = row_of(assigned("premium")).body
    shown = {name: body[name] for name in ("number", "phase", "agent", "team", "severity")}
    assert shown == {
        "number": "K7Q-4M2X",
        "phase": "assigned",
        "agent": "anna",
        "team": "first_line",
        "severity": 3,
    }
    assert body["clock"]["due_at"] == moment("09:30")
