"""What the customer may do once a person is promised: queued, with a person, resolved, closed."""

import pytest

from firstline.domain.commands import (
    AskForPerson,
    ChooseOption,
    ClaimConversation,
    CloseConversation,
    CorrectFinding,
    JudgeSolution,
    MarkSeen,
    OfferDuplicate,
    OfferIncident,
    PostMessage,
    RateConversation,
    ReleaseConversation,
    Reply,
    SubmitForm,
)
from firstline.domain.errors import (
    ConversationIsClosed,
    NotInThisState,
    StarsOutOfRange,
    TextIsTooLong,
)
from firstline.domain.events import (
    ConversationClosed,
    ConversationJoined,
    ConversationRated,
    CustomerSaw,
    CustomerWrote,
    FindingsRecorded,
    IncidentConfirmed,
    IncidentDeclined,
    SeverityProposed,
    SolutionConfirmed,
    SolutionRejected,
)

from .states import answered, assigned, closed, queued, resolved, waiting
from .story import LEA, NOW

# -- when queued ----------------------------------------------------------------------------------


@pytest.mark.rule("R28")
def test_who_asked_for_a_person_is_told_that_one_comes() -> None:
    told = queued().when(AskForPerson("p2")).then(CustomerWrote, "desk.person_asked")
    assert told.phase == "queued"


@pytest.mark.rule("R31")
def test_the_form_only_adds_to_what_is_queued_already() -> None:
    told = queued().when(SubmitForm("f1", "More", impact="group"))
    told.then(CustomerWrote, FindingsRecorded, SeverityProposed(2))


@pytest.mark.rule("R10")
def test_an_impact_named_in_the_queue_proposes_a_severity() -> None:
    told = queued().when(CorrectFinding("impact", "all"))
    told.then(FindingsRecorded, SeverityProposed(1))
    assert (told.state.severity, told.state.severity_proposed) == (1, True)
    told.when(CorrectFinding("impact", "all")).then(FindingsRecorded)


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_an_incident_found_late_is_asked_by_buttons() -> None:
    told = queued().when(OfferIncident("i1", "Webhooks delayed"))
    told.when(ChooseOption("b1", told.position, "no")).then(CustomerWrote, IncidentDeclined("i1"))
    assert told.phase == "queued"


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_a_late_yes_to_an_incident_is_for_the_agent_to_judge() -> None:
    told = queued().when(OfferIncident("i1", "Webhooks delayed", "https://status"))
    confirmed = IncidentConfirmed("i1", "Webhooks delayed", "https://status")
    told.when(ChooseOption("b1", told.position, "yes")).then(CustomerWrote, confirmed)
    assert (told.phase, told.clock("first_response").state) == ("queued", "running")
    assert told.state.confirmed is not None
    assert told.state.confirmed.title == "Webhooks delayed"
    told.when(OfferIncident("i1", "Webhooks delayed")).then()


@pytest.mark.rule("R25", part="chats of a customer and their company")
def test_a_duplicate_found_late_is_joined_by_a_button() -> None:
    told = queued().when(OfferDuplicate("s2", "B2B-22BB", 0))
    told.when(ChooseOption("b1", told.position, "yes"))
    told.then(CustomerWrote, "desk.joined", ConversationJoined, ConversationClosed)


# -- when assigned --------------------------------------------------------------------------------


def test_words_change_no_owner() -> None:
    assert assigned().when(PostMessage("m2", "Hello?")).then(CustomerWrote).state.agent == "anna"


def test_what_was_shown_is_recorded_where_it_is_news() -> None:
    assigned().when(MarkSeen(99)).then()
    told = answered()
    told.when(MarkSeen(99)).then(CustomerSaw(told.position - 1))
    told.when(MarkSeen(99)).then()


def test_a_solution_that_was_not_sent_cannot_be_judged_or_rated() -> None:
    assigned().when(JudgeSolution(solved=True)).refused(NotInThisState)
    assigned().when(RateConversation(5)).refused(NotInThisState)


# -- when waiting for the customer ----------------------------------------------------------------


@pytest.mark.rule("R16")
@pytest.mark.parametrize(
    "command",
    [PostMessage("m2", "The first one"), PostMessage("m2", "thanks"), AskForPerson("p2")],
)
def test_anything_that_a_human_customer_sends_ends_the_waiting(command) -> None:
    told = waiting().at("11:00").when(command)
    assert (told.phase, told.state.agent) == ("assigned", "anna")
    assert told.clock("resolution").state == "running"


@pytest.mark.rule("R41")
def test_what_comes_back_without_an_owner_goes_to_the_queue() -> None:
    told = waiting().when(ReleaseConversation()).when(PostMessage("m2", "The first one"))
    assert told.phase == "queued"


@pytest.mark.rule("R16")
def test_seeing_the_question_does_not_end_the_waiting() -> None:
    told = waiting()
    assert told.when(MarkSeen(told.position)).then(CustomerSaw).phase == "waiting"


# -- when resolved --------------------------------------------------------------------------------


@pytest.mark.rule("R47")
def test_the_solution_comes_with_a_question_and_can_be_judged_by_button() -> None:
    told = resolved()
    button = ChooseOption("b1", told.position, "solved")
    told.when(button).then(
        CustomerWrote, SolutionConfirmed, "desk.closed_solved", ConversationClosed("solved")
    )


@pytest.mark.rule("R44")
def test_solved_closes() -> None:
    told = resolved().when(JudgeSolution(solved=True))
    told.then(SolutionConfirmed, "desk.closed_solved", ConversationClosed("solved"))


@pytest.mark.rule("R47")
def test_not_solved_resumes_with_the_last_agent() -> None:
    told = resolved().when(JudgeSolution(solved=False)).then(SolutionRejected, "desk.not_solved")
    assert (told.phase, told.state.agent) == ("assigned", "anna")


@pytest.mark.rule("R47")
def test_thanks_neither_reopen_nor_reset() -> None:
    told = resolved()
    before = told.clock("update"), told.state.delivery
    told.after("1h").when(PostMessage("m2", "Thank you")).then(CustomerWrote)
    assert (told.phase, told.clock("update"), told.state.delivery) == ("resolved", *before)


@pytest.mark.rule("R28")
def test_who_asks_for_a_person_after_the_solution_gets_one() -> None:
    told = resolved().when(AskForPerson("p2"))
    told.then(CustomerWrote, SolutionRejected, "desk.not_solved")
    assert told.phase == "assigned"


@pytest.mark.rule("R47")
@pytest.mark.parametrize("state", [resolved, closed])
def test_it_is_rated_with_one_to_five_stars(state) -> None:
    told = state().when(RateConversation(4, "quick")).then(ConversationRated(4, "quick"))
    assert told.state.stars == 4
    told.when(RateConversation(0)).refused(StarsOutOfRange)
    told.when(RateConversation(6)).refused(StarsOutOfRange)
    told.when(RateConversation(1, "x" * 8_001)).refused(TextIsTooLong)


# -- when closed ----------------------------------------------------------------------------------


@pytest.mark.rule("R17")
@pytest.mark.rule("R44")
def test_closed_is_read_only_and_nothing_runs() -> None:
    told = closed().when(PostMessage("m2", "Thanks")).refused(ConversationIsClosed)
    told.when(AskForPerson("p2")).refused(ConversationIsClosed)
    told.when(CloseConversation()).then()
    names = ("first_response", "resolution", "update")
    assert {told.clock(name).state for name in names} == {"stopped"}


def test_a_repeat_of_the_last_words_is_not_refused_after_closing() -> None:
    told = resolved().when(PostMessage("m2", "Thanks")).when(CloseConversation())
    told.when(PostMessage("m2", "Thanks")).then()


@pytest.mark.rule("R41")
def test_a_colleague_may_help_without_owning() -> None:
    told = answered().when(Reply("r2", "Also renew the key", "plain", saw=NOW), by=LEA)
    told.when(ClaimConversation())
    assert told.state.agent == "anna"
