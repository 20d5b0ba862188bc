"""A surge (R49): raised once, grows in place, ends by itself, put away by a lead."""

import pytest

from firstline.domain.commands import (
    DismissSurge,
    GrowSurge,
    RaiseSurge,
    RecordFindings,
    SetSeverity,
    TakePage,
    Tick,
)
from firstline.domain.context import Finding
from firstline.domain.errors import NotAllowed, NotInThisState
from firstline.domain.events import (
    PageTaken,
    SurgeDismissed,
    SurgeEnded,
    SurgeGrew,
    SurgeRaised,
)
from firstline.domain.row import row
from firstline.domain.surge import of, topics

from .states import closed, in_intake, linked, queued
from .story import ANNA, LEA, PROMISE, Story, moment

pytestmark = pytest.mark.rule("R49")
ABOUT = ("area:webhooks", "error_code:500")
RAISE = RaiseSurge(ABOUT, moment("08:55"), 5)


def raised() -> Story:
    """Five customers write about webhooks, at nine."""
    return queued().when(RAISE)


@pytest.mark.rule("R52")
def test_what_is_blank_in_many_is_no_trouble_of_many() -> None:
    assert of((Finding("area", ""), Finding("error_code", ""), Finding("issue_kind", ""))) == ()


def page(told: Story) -> Story:
    return told.when(TakePage(("dana",), 0, "key"))


def test_it_is_raised_once_and_pages_once() -> None:
    told = raised().then(SurgeRaised(ABOUT, moment("08:55"), 5))
    page(told).then(PageTaken("dana", 1, moment("09:01"), "key"))
    told.when(RAISE).then()


def test_it_grows_in_place() -> None:
    told = raised().at("09:10").when(GrowSurge(8)).then(SurgeGrew(8))
    assert row("s", told.state, PROMISE).body["surge"] == {
        "topics": ABOUT,
        "since": moment("08:55"),
        "customers": 8,
        "dismissed_by": "",
    }


def test_it_ends_when_no_more_come_and_wakes_nobody_then() -> None:
    told = raised().at("09:20").when(GrowSurge(6))
    told.at("09:49").when(Tick()).then()
    told.at("09:50").when(Tick()).then(SurgeEnded(moment("09:50")))
    page(told).then()
    assert row("s", told.state, PROMISE).body["surge"] is None


def test_a_lead_puts_it_away_and_it_does_not_alarm_again() -> None:
    told = raised().when(DismissSurge(), by=LEA).then(SurgeDismissed("lea"))
    page(told).then()
    told.when(GrowSurge(9)).then(SurgeGrew(9))
    assert told.state.surge.dismissed_by == "lea"
    told.when(DismissSurge(), by=LEA).then()


def test_only_a_lead_does_so_and_only_where_there_is_one() -> None:
    raised().when(DismissSurge(), by=ANNA).refused(NotAllowed)
    queued().when(DismissSurge(), by=LEA).refused(NotInThisState)


def test_a_surge_of_a_severity_1_goes_on_paging_once_it_is_over() -> None:
    told = raised().when(SetSeverity(1, "all is down"))
    told.when(DismissSurge(), by=LEA)
    page(told).then(PageTaken)


def test_it_is_listed_and_of_two_desks_only_one_can_raise_it() -> None:
    line = row("s", raised().state, PROMISE)
    assert ("surges", f"{moment('08:55'):015d}") in line.keys
    assert {"surge:area:webhooks", "surge:error_code:500"} <= set(line.unique_keys)


def test_what_a_conversation_is_about_means_the_same_in_every_language() -> None:
    found = (
        Finding("issue_kind", "delivery", source=2),
        Finding("area", "webhooks", source=2),
        Finding("error_code", "500", source=2),
        Finding("issue_kind", "other", source=2),
    )
    assert of(found) == ("error_code:500", "area:webhooks", "issue_kind:delivery")
    told = in_intake().when(RecordFindings(found[:2]))
    lists = dict(row("s", told.state, PROMISE).keys)
    assert lists["topic:area:webhooks"] == f"{moment('09:00'):015d}"


@pytest.mark.parametrize(
    ("answered", "shared"),
    [
        ("503", ("error_code:503",)),
        ("502 · BAD_GATEWAY", ("error_code:502",)),
        ("401 · 190", ()),
        ("404", ()),
        ("#500100", ()),
        ("error", ()),
    ],
)
def test_a_status_is_shared_where_the_service_itself_failed(answered, shared) -> None:
    assert of((Finding("response", answered, source=2),)) == shared


@pytest.mark.parametrize("told", [linked, closed])
def test_what_waits_with_an_incident_or_is_over_is_part_of_none(told) -> None:
    story = told()
    story.when(RecordFindings((Finding("area", "webhooks", source=2),)))
    assert topics(story.state) == ()
