"""The handoff: what is told, what is still open, which questions there are (R15, R23, R29)."""

import pytest

from firstline.domain.commands import AskForPerson, RecordFindings
from firstline.domain.context import Finding, filled, merge, states, value_of
from firstline.domain.events import DeskSaid, HandedOff
from firstline.domain.handoff import remaining, understood

from .states import asks, in_intake, turn
from .story import PROMISE, Story, moment

DESCRIBED = Finding("description", "Webhooks stopped", 2)


def with_findings(*findings: Finding) -> Story:
    return in_intake().when(RecordFindings((DESCRIBED, *findings)))


def kind(of: str) -> Finding:
    return Finding("issue_kind", of, 2)


def left(told: Story) -> tuple[str, ...]:
    return remaining(told.state, PROMISE)


# -- which questions there are --------------------------------------------------------------------


@pytest.mark.rule("R23")
@pytest.mark.parametrize(
    ("issue", "questions"),
    [
        ("api_error", ("request", "response", "time", "impact")),
        ("delivery", ("time", "impact", "request", "response")),
        ("access", ("time", "impact", "screenshot")),
        ("billing", ("time", "screenshot")),
        ("unheard_of", ("time", "impact", "screenshot")),
    ],
)
def test_questions_are_chosen_by_the_kind_of_issue_and_are_at_most_four(issue, questions) -> None:
    assert left(with_findings(kind(issue))) == questions


@pytest.mark.rule("R23")
def test_request_and_response_are_asked_only_where_an_api_is_concerned() -> None:
    for issue in ("access", "billing", "number_registration", "other"):
        assert not {"request", "response"} & set(left(with_findings(kind(issue))))


@pytest.mark.rule("R23")
def test_what_a_message_contains_is_not_asked() -> None:
    found = Finding("request", "POST /messages", 2), Finding("logs", "app.log", 2)
    assert left(with_findings(kind("api_error"), *found)) == ("response", "time", "impact")


@pytest.mark.rule("R23")
def test_a_changed_kind_of_issue_gives_no_further_questions() -> None:
    told = with_findings(kind("api_error"))
    told.when(turn(told, asks("request"))).when(AskForPerson("p1"))
    told.when(RecordFindings((kind("billing"),)))
    assert left(told) == ("time", "screenshot")
    assert len(told.state.asked) + len(left(told)) <= PROMISE.intake.questions


@pytest.mark.rule("R23")
def test_an_open_question_may_be_asked_once_more() -> None:
    told = with_findings(kind("billing"))
    told.when(turn(told, asks("time")))
    assert left(told) == ("time", "screenshot")


# -- what is told ---------------------------------------------------------------------------------


@pytest.mark.rule("R29")
@pytest.mark.parametrize(
    ("plan", "until"), [("premium", "09:30"), ("regular", "13:00"), ("basic", "1d 09:00")]
)
def test_the_customer_is_told_number_what_was_understood_and_until_when(plan, until) -> None:
    told = in_intake(plan).when(RecordFindings((Finding("request", "POST /x", 2),)))
    told.when(AskForPerson("p1"))
    line = told.events(DeskSaid)[-1]
    assert line.values == {"number": "K7Q-4M2X", "understood": "POST /x", "due_at": moment(until)}


@pytest.mark.rule("R23")
def test_the_handoff_keeps_what_is_missing_and_what_may_still_be_asked() -> None:
    told = with_findings(kind("billing")).when(AskForPerson("p1"))
    handoff = told.events(HandedOff)[0]
    assert (handoff.missing, handoff.open_questions) == (("time", "screenshot"),) * 2
    assert told.state.handoff_missing == ("time", "screenshot")


def test_what_was_understood_needs_no_translation() -> None:
    found = Finding("response", "500"), Finding("description", "It broke"), Finding("time", "9:00")
    assert understood(found) == "500 · 9:00"


def test_a_time_that_was_understood_is_told_as_a_moment() -> None:
    """So that it is put into the reader's words, in their zone."""
    time = Finding("time", "2026-03-02 18:30 (Europe/Moscow)", moment=moment("15:30"))
    told = with_findings(time, Finding("error_code", "190")).when(AskForPerson("p1"))
    line = told.events(DeskSaid)[-1]
    assert (line.values["understood"], line.values["understood_at"]) == ("190", moment("15:30"))


def test_what_was_understood_says_nothing_twice() -> None:
    assert (
        understood((Finding("response", "401 · 190"), Finding("error_code", "190"))) == "401 · 190"
    )


# -- findings -------------------------------------------------------------------------------------


@pytest.mark.rule("R23")
def test_the_surer_finding_stays_and_the_later_one_on_a_tie() -> None:
    sure, unsure = Finding("time", "9:00", sure=0.9), Finding("time", "10:00", sure=0.5)
    assert merge((sure,), (unsure,)) == (sure,)
    assert merge((unsure,), (sure,)) == (sure,)
    later = Finding("time", "11:00", sure=0.9)
    assert merge((sure,), (later,)) == (later,)


def test_the_first_description_stays() -> None:
    later = Finding("description", "Thanks", 5)
    assert value_of(merge((DESCRIBED,), (later,)), "description") == "Webhooks stopped"


@pytest.mark.rule("R23")
def test_the_agent_sees_what_is_there_and_what_is_missing() -> None:
    found = (DESCRIBED, Finding("logs", "app.log"))
    shown = states(found, ("description", "request", "time", "impact"), {"time": 1}, ("impact",))
    assert shown == {
        "description": "there",
        "steps": "not_needed",
        "screenshot": "not_needed",
        "logs": "there",
        "request": "missing",
        "response": "not_needed",
        "time": "asked",
        "impact": "skipped",
    }


@pytest.mark.rule("R23")
def test_screenshot_and_logs_are_offered_together() -> None:
    assert filled((Finding("logs", "app.log"),)) == {"logs", "screenshot"}
    assert filled((Finding("screenshot", "a.png"),)) == {"screenshot"}


@pytest.mark.rule("R23")
@pytest.mark.parametrize("what", ["error_code", "error_message", "status"])
def test_whoever_names_the_error_has_told_what_came_back(what) -> None:
    told = (Finding(what, "131047"),)
    assert filled(told) == {what, "response"}
    shown = states(told, ("request", "response"), {"response": 1}, ())
    assert (shown["request"], shown["response"]) == ("missing", "not_needed")
