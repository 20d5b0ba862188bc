"""The people on call (R05): who is paged, when the next in line is, and what ends it."""

import pytest

from firstline.domain.commands import (
    AcceptPage,
    AcknowledgePage,
    AskForPerson,
    ClaimConversation,
    RecordFindings,
    RecordPageFailed,
    RecordPageSent,
    Reply,
    ResolveConversation,
    SetSeverity,
    TakePage,
    Tick,
)
from firstline.domain.context import Finding
from firstline.domain.errors import NotInThisState
from firstline.domain.events import (
    ClockEscalated,
    PageAcknowledged,
    PageFailed,
    PageHeld,
    PageSent,
    PageTaken,
    PageUnanswered,
)
from firstline.domain.paging import page_due
from firstline.domain.row import row

from .states import answered, in_intake, queued
from .story import ANNA, LEA, NOW, PROMISE, Story, moment

R05 = pytest.mark.rule("R05")
R10 = pytest.mark.rule("R10")
R14 = pytest.mark.rule("R14")
LINE = ("dana", "emil")
DOWN = Finding("impact", "all", source=2)


def page(told: Story, people: tuple[str, ...] = LINE, lowered: int = 0) -> Story:
    return told.when(TakePage(people, lowered, f"key{len(told.log)}"))


def critical() -> Story:
    """A person set severity 1, at nine."""
    return queued().when(SetSeverity(1, "all is down"))


def proposed() -> Story:
    """The intake proposed severity 1 and handed over, at nine."""
    return in_intake().when(RecordFindings((DOWN,))).when(AskForPerson("p1"))


def paged() -> Story:
    """Dana has the page, at nine."""
    return page(critical()).when(RecordPageSent(1))


@R05
@pytest.mark.parametrize("told", [critical, proposed])
def test_a_severity_1_pages_at_once_also_a_merely_proposed_one(told) -> None:
    first = told()
    assert first.state.severity == 1
    page(first).then(PageTaken("dana", 1, moment("09:01"), f"key{first.position - 1}"))
    page(first).then()


@R05
def test_another_severity_pages_nobody() -> None:
    page(queued().when(SetSeverity(2, "a group"))).then()
    page(in_intake()).then()


@R05
def test_the_store_finds_what_is_to_be_paged() -> None:
    assert row("s", critical().state, PROMISE).due == moment("09:00")
    assert page_due(queued().state) is None


@R05
def test_after_five_minutes_without_a_word_the_next_in_line_is_paged() -> None:
    told = paged()
    page(told.at("09:04")).then()
    page(told.at("09:05")).then(PageTaken("emil", 2, moment("09:06"), f"key{told.position - 1}"))


@R05
def test_the_line_begins_anew_when_all_were_silent() -> None:
    told = page(paged().at("09:05")).when(RecordPageSent(2))
    page(told.at("09:10")).then(PageUnanswered("silent", moment("09:10")))
    page(told).then(PageTaken)
    assert told.state.page.person == "dana"


@R05
@pytest.mark.parametrize("by", [ANNA, LEA])
def test_an_agent_acknowledges_and_nobody_else_is_woken(by) -> None:
    told = paged().when(AcknowledgePage(), by=by).then(PageAcknowledged(by=by.id))
    page(told.at("1d 09:00").when(Tick()))
    assert len(told.events(PageTaken)) == 1
    told.when(AcknowledgePage()).then()


@R05
def test_the_key_of_a_link_acknowledges_for_the_person_who_got_it() -> None:
    told = paged()
    key, person = told.state.page.keys[0]
    told.when(AcceptPage("forged")).refused(NotInThisState)
    told.when(AcceptPage(key)).then(PageAcknowledged(person=person))
    told.when(AcceptPage(key)).then()


@R05
def test_an_old_link_acknowledges_no_new_page() -> None:
    told = paged()
    key, _ = told.state.page.keys[0]
    told.when(AcceptPage(key)).when(SetSeverity(2, "a group")).when(SetSeverity(1, "it grew"))
    told.when(AcceptPage(key)).refused(NotInThisState)
    page(told).then(PageTaken)


@R05
def test_a_crash_pages_the_same_person_again() -> None:
    told = page(critical())
    page(told.at("09:01")).then(PageTaken("dana", 2, moment("09:02"), f"key{told.position - 1}"))
    told.when(RecordPageSent(1)).then()
    told.when(RecordPageSent(2)).then(PageSent("dana", 2, moment("09:06")))
    told.when(RecordPageSent(2)).then()


@R05
def test_who_cannot_be_paged_is_recorded_and_the_next_is_paged_at_once() -> None:
    told = page(critical()).when(RecordPageFailed(1, "refused"))
    told.then(PageFailed("dana", 1, "refused"))
    page(told).then(PageTaken)
    assert told.state.page.person == "emil"


@R05
def test_where_nobody_can_be_paged_the_line_begins_anew_ever_later() -> None:
    told, pauses = critical(), []
    for _ in range(4):
        for person in LINE:
            attempt = page(told).state.page.attempt
            told.when(RecordPageFailed(attempt, "away")).then(PageFailed(person, attempt, "away"))
        page(told).then(PageUnanswered)
        pauses.append(told.state.page.due - told.now)
        told.now = told.state.page.due
    assert tuple(pauses) == (*PROMISE.paging.retry, PROMISE.paging.retry[-1])


@R05
def test_nobody_on_call_is_said_and_looked_for_again() -> None:
    told = page(critical(), ()).then(PageUnanswered("nobody", moment("09:00") + 30_000))
    assert row("s", told.state, PROMISE).body["page"]["vain"] == "nobody"
    page(told.after("30s")).then(PageTaken)


@R05
def test_what_is_no_severity_1_any_more_or_resolved_wakes_nobody() -> None:
    page(paged().at("09:05").when(SetSeverity(2, "a group"))).then()
    told = paged().when(ClaimConversation())
    told.when(ResolveConversation("s1", "Restarted", NOW, investigated=True))
    page(told.at("09:05")).then()


@R05
def test_confirming_a_severity_pages_nobody_a_second_time() -> None:
    told = page(proposed()).when(RecordPageSent(1)).when(AcknowledgePage())
    page(told.when(SetSeverity(1, "as proposed")).at("09:30")).then()


@R05
@R14
def test_an_escalation_to_on_call_pages() -> None:
    told = queued("premium").at("09:37").when(Tick())
    page(told).then()
    told.after("30s").when(Tick()).then(ClockEscalated)
    page(told).then(PageTaken)
    assert told.state.page.reasons == ("first_response",)


@R05
def test_a_second_escalation_pages_again_though_the_first_was_acknowledged() -> None:
    told = page(queued("premium").at("10:00").when(Tick())).when(RecordPageSent(1))
    told.when(AcknowledgePage()).at("2d 21:00").when(Tick())
    page(told).then(PageTaken)
    assert "resolution" in told.state.page.reasons


@R05
def test_a_promise_that_was_kept_late_wakes_nobody_any_more() -> None:
    told = page(queued("premium").at("10:00").when(ClaimConversation()))
    told.when(RecordPageSent(1)).when(Reply("r1", "It is DNS", "investigated", saw=NOW))
    page(told.at("10:30")).then()
    late = answered().at("2d 00:00").when(Tick())
    assert "update" in late.state.page.reasons
    late.when(Reply("r2", "Still on it", "plain", saw=NOW))
    assert "update" not in late.state.page.reasons


@R10
def test_who_cried_wolf_twice_rings_the_queue_instead() -> None:
    page(proposed(), lowered=1).then(PageTaken)
    told = page(proposed(), lowered=2).then(PageHeld(2))
    page(told.at("12:00"), lowered=2).then()
    assert row("s", told.state, PROMISE).body["page"]["state"] == "held"


@R10
def test_what_a_person_confirms_pages_whoever_proposed_it() -> None:
    told = page(proposed(), lowered=2).when(SetSeverity(1, "it is true"))
    page(told, lowered=2).then(PageTaken)
    page(critical(), lowered=2).then(PageTaken)


@R10
def test_a_lowered_proposal_is_listed_for_its_organisation() -> None:
    told = proposed().at("09:10").when(SetSeverity(2, "only a group"))
    lists = dict(row("s", told.state, PROMISE).keys)
    assert lists["lowered:person:c1"] == f"{moment('09:10'):015d}"
    raised = proposed().when(SetSeverity(1, "it is true")).when(SetSeverity(2, "mended"))
    assert "lowered:person:c1" not in dict(row("s", raised.state, PROMISE).keys)
