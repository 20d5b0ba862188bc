"""Triage: severity, tags, subject (R10, R42)."""

import pytest

from firstline.domain.commands import (
    AskForPerson,
    ClaimConversation,
    CorrectFinding,
    RecordFindings,
    SetSeverity,
    SetSubject,
    SetTags,
)
from firstline.domain.context import Finding
from firstline.domain.errors import (
    ConversationIsClosed,
    ReasonIsNeeded,
    TextIsTooLong,
    UnknownSeverity,
)
from firstline.domain.events import (
    FindingsRecorded,
    HandedOff,
    SeverityProposed,
    SeveritySet,
    SubjectSet,
    TagsSet,
)
from firstline.domain.evolve.properties import SUBJECT_LENGTH, as_subject
from firstline.domain.handoff import severity

from .states import assigned, closed, in_intake, queued
from .story import Story

PART = "proposing, confirming, changing and sorting"


def handed_over_with(impact: str) -> Story:
    found = RecordFindings((Finding("impact", impact, 2),))
    return in_intake().when(found).when(AskForPerson("p1"))


@pytest.mark.rule("R10")
@pytest.mark.parametrize(
    ("impact", "proposed"), [("all", 1), ("group", 2), ("one", 3), ("detail", 3)]
)
def test_the_intake_proposes_by_the_impact(impact, proposed) -> None:
    told = handed_over_with(impact)
    assert told.events(HandedOff)[0].severity == proposed
    assert (told.state.severity, told.state.severity_proposed) == (proposed, True)


@pytest.mark.rule("R10")
def test_a_breach_of_privacy_is_critical_and_a_side_service_is_not() -> None:
    assert severity((Finding("area", "privacy"), Finding("impact", "one"))) == 1
    assert severity((Finding("area", "webhooks"), Finding("impact", "all"))) == 1
    assert severity((Finding("area", "reports"), Finding("impact", "all"))) == 2
    assert severity(()) == 3


@pytest.mark.rule("R10")
def test_a_person_confirms_the_proposal_without_a_reason() -> None:
    told = handed_over_with("all").when(SetSeverity(1, "")).then(SeveritySet(1, "", "anna"))
    assert not told.state.severity_proposed
    told.when(SetSeverity(1, "")).then()


@pytest.mark.rule("R10")
def test_a_person_changes_the_severity_with_a_reason() -> None:
    told = handed_over_with("all").when(SetSeverity(2, " ")).refused(ReasonIsNeeded)
    told.when(SetSeverity(4, "worse than ever")).refused(UnknownSeverity)
    told.when(SetSeverity(2, "one customer")).then(SeveritySet(2, "one customer", "anna"))
    assert told.state.severity == 2


@pytest.mark.rule("R10")
def test_what_a_person_settled_is_not_proposed_away() -> None:
    told = queued().when(SetSeverity(2, "a group")).when(CorrectFinding("impact", "all"))
    told.then(FindingsRecorded)
    assert told.state.severity == 2


@pytest.mark.rule("R10")
def test_the_area_that_was_found_earlier_counts_in_a_later_proposal() -> None:
    told = queued().when(RecordFindings((Finding("area", "reports"),))).then(FindingsRecorded)
    told.when(CorrectFinding("impact", "all")).then(FindingsRecorded, SeverityProposed(2))


def test_a_severity_that_a_person_set_in_the_intake_survives_the_handoff() -> None:
    told = in_intake().when(SetSeverity(1, "they called"))
    assert told.when(AskForPerson("p1")).state.severity == 1


def test_after_the_end_the_severity_stays() -> None:
    closed().when(SetSeverity(1, "late")).refused(ConversationIsClosed)


@pytest.mark.rule("R42")
def test_tags_are_set_as_a_whole_each_once() -> None:
    told = assigned().when(SetTags((" webhook", "dns", "webhook", "")))
    told.then(TagsSet(("webhook", "dns"), "anna"))
    told.when(SetTags(("webhook", "dns"))).then()
    told.when(SetTags(("x" * 41,))).refused(TextIsTooLong)
    told.when(SetTags(tuple(str(number) for number in range(41)))).refused(TextIsTooLong)
    assert told.state.tags == ("webhook", "dns")


@pytest.mark.rule("R42")
def test_the_subject_is_the_description_until_a_person_names_it() -> None:
    described = RecordFindings((Finding("description", "Webhooks " + "x" * 100, 2),))
    told = in_intake().when(described)
    assert len(told.state.subject) == 80
    told.when(SetSubject("")).refused(ReasonIsNeeded)
    told.when(SetSubject("Expired certificate")).then(SubjectSet("Expired certificate", "anna"))
    told.when(SetSubject("Expired certificate")).then().when(described)
    assert told.state.subject == "Expired certificate"


@pytest.mark.rule("R42")
@pytest.mark.parametrize(
    ("described", "subject"),
    [
        ("webhooks stopped at noon.", "Webhooks stopped at noon"),
        ("the invoice\nis wrong", "The invoice is wrong"),
        ("the bill " * 12, f"{'The bill ' + 'the bill ' * 7}the…"),
        (f"see {'x' * 90}", f"See {'x' * 75}…"),
        ("", ""),
    ],
)
def test_a_title_is_cut_between_words(described: str, subject: str) -> None:
    assert as_subject(described) == subject
    assert len(subject) <= SUBJECT_LENGTH


def test_triage_needs_no_owner() -> None:
    assert queued().when(SetTags(("dns",))).when(ClaimConversation()).state.tags == ("dns",)
