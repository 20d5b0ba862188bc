"""What the intake may do: offers, findings, the bot's turns (R21-R25, R28, R30)."""

import pytest

from firstline.domain.by_intake import STOP_OR_GO_ON
from firstline.domain.commands import (
    AcceptJoined,
    Act,
    AskForPerson,
    ChooseOption,
    ClaimConversation,
    CloseConversation,
    HandToTeam,
    JoinedMessage,
    OfferDuplicate,
    OfferIncident,
    PostMessage,
    RecordFindings,
    ReleaseConversation,
    ReopenConversation,
    Say,
    TakeTurn,
    WithdrawOffer,
)
from firstline.domain.context import Finding
from firstline.domain.errors import BotIsSilent, ConversationIsClosed, NotInThisState, TurnIsStale
from firstline.domain.events import (
    BotSaid,
    ConversationClosed,
    ConversationJoined,
    CustomerWrote,
    DuplicateDeclined,
    FindingsRecorded,
    HandedOff,
    IncidentDeclined,
    IncidentLinked,
    LanguageChanged,
    QuestionSkipped,
    SeverityProposed,
    TurnEnded,
)

from .states import asks, assigned, closed, in_intake, linked, queued, resolved, turn, waiting
from .story import Story, story

INCIDENT = OfferIncident("i1", "Webhooks delayed")
DUPLICATE = OfferDuplicate("s2", "B2B-22BB", 0)
DESCRIBED = Finding("description", "Webhooks stopped", 2)


def takes(told: Story, *says: Say, acts: tuple[Act, ...] = ()) -> Story:
    return told.when(turn(told, *says, acts=acts))


def writes(told: Story, name: str) -> Story:
    return told.when(PostMessage(name, "I do not know"))


def handed_over_while_asked() -> Story:
    """The bot asked for the time, then the customer asked for a person."""
    told = in_intake().when(RecordFindings((DESCRIBED,)))
    takes(told, asks("time"))
    return told.when(AskForPerson("p1"))


# -- when reserved --------------------------------------------------------------------------------


def test_the_bot_does_not_speak_before_the_customer_does() -> None:
    told = story().when(TakeTurn(0, "said", says=(Say("greet"),))).refused(TurnIsStale)
    assert told.phase == "reserved"


# -- in intake ------------------------------------------------------------------------------------


@pytest.mark.rule("R23")
def test_the_bot_asks_one_thing_and_its_turn_is_over() -> None:
    told = takes(in_intake(), asks("description")).then(BotSaid, TurnEnded)
    assert (told.state.question.asks, told.state.turn_position) == ("description", 2)


@pytest.mark.rule("R30")
def test_an_answer_to_an_older_message_is_dropped() -> None:
    told = in_intake()
    late = turn(told, asks("description"))
    writes(told, "m2").when(late).refused(TurnIsStale)


def test_a_second_turn_for_the_same_message_is_dropped() -> None:
    told = in_intake()
    same = turn(told, asks("description"))
    told.when(same).when(same).refused(TurnIsStale)


@pytest.mark.rule("R23")
def test_a_question_is_repeated_once_at_most() -> None:
    told = in_intake()
    for name in ("m2", "m3", "m4"):
        writes(takes(told, asks("description")), name)
    assert len(told.events(BotSaid)) == 2


@pytest.mark.rule("R23")
def test_at_most_four_questions_whatever_the_bot_wants() -> None:
    told = in_intake().when(RecordFindings((DESCRIBED, Finding("issue_kind", "api_error"))))
    for number, item in enumerate(("request", "response", "time", "impact", "screenshot")):
        writes(takes(told, asks(item)), f"n{number}")
    assert [said.asks for said in told.events(BotSaid)] == ["request", "response", "time", "impact"]


@pytest.mark.rule("R23")
def test_what_is_known_is_not_asked() -> None:
    told = in_intake().when(RecordFindings((DESCRIBED, Finding("time", "9:00", 2))))
    takes(told, asks("time")).then(TurnEnded)


@pytest.mark.rule("R23")
def test_logs_answer_the_question_for_a_screenshot() -> None:
    told = in_intake().when(RecordFindings((DESCRIBED,)))
    takes(told, asks("screenshot")).when(RecordFindings((Finding("logs", "app.log", 2),)))
    assert told.state.question is None


def test_what_was_answered_before_the_turn_ended_counts() -> None:
    told = in_intake()
    answer = TakeTurn(2, "said", findings=(DESCRIBED,), says=(asks("description"),))
    told.when(answer).then(FindingsRecorded, TurnEnded)


@pytest.mark.rule("R22")
def test_a_language_that_is_sure_is_followed() -> None:
    told = in_intake().when(RecordFindings(language="pt_BR"))
    told.then(LanguageChanged("pt_BR", "intake"))
    told.when(RecordFindings(language="tlh")).then()


@pytest.mark.rule("R15")
def test_when_nothing_is_left_to_ask_it_hands_over() -> None:
    told = takes(in_intake(), acts=(Act("hand_off"),))
    told.then(HandedOff, "desk.handed_off", TurnEnded)
    assert told.events(HandedOff)[0].cause == "complete"


@pytest.mark.rule("R28")
def test_a_person_asked_for_in_words_is_promised() -> None:
    told = takes(in_intake(), acts=(Act("person"),)).then(HandedOff, "desk.handed_off", TurnEnded)
    assert told.events(HandedOff)[0].cause == "asked"


@pytest.mark.rule("R28")
def test_who_is_not_understood_twice_gets_a_person() -> None:
    told = takes(in_intake(), Say("not_understood")).then(BotSaid, TurnEnded)
    takes(writes(told, "m2"), Say("not_understood"), asks("impact"))
    told.then(TurnEnded, HandedOff, "desk.handed_off")
    assert told.events(HandedOff)[-1].cause == "lost"


@pytest.mark.rule("R28")
def test_who_is_understood_in_between_is_asked_again() -> None:
    told = takes(in_intake(), Say("not_understood"))
    takes(writes(told, "m2"), asks("impact"))
    takes(writes(told, "m3"), Say("not_understood")).then(BotSaid, TurnEnded)
    takes(writes(told, "m4"), Say("not_understood")).then(TurnEnded, HandedOff, "desk.handed_off")


@pytest.mark.rule("R31")
def test_a_bot_that_cannot_answer_is_away() -> None:
    told = in_intake().when(TakeTurn(2, "away")).then(TurnEnded(2, "away"))
    assert told.state.bot_away
    takes(writes(told, "m2"), asks("description"))
    assert not told.state.bot_away


def test_words_do_what_buttons_do() -> None:
    skipped = takes(writes(takes(in_intake(), asks("description")), "m2"), acts=(Act("skip"),))
    skipped.then(QuestionSkipped("description"), TurnEnded)
    settled = takes(in_intake(), acts=(Act("settle"),))
    settled.then("desk.closed_settled", ConversationClosed("settled"), TurnEnded)
    spoken = takes(in_intake(), acts=(Act("change_language", "de"),))
    spoken.then(LanguageChanged("de", "customer"), TurnEnded)
    takes(in_intake(), acts=(Act("dance"),)).then(TurnEnded)


def test_what_sounds_like_a_wish_to_stop_is_asked_back() -> None:
    asked = takes(in_intake(), acts=(Act("cancel"),))
    asked.then(BotSaid("ask.cancel", {}, choices=STOP_OR_GO_ON, asks="cancel"), TurnEnded)
    confirmed = takes(writes(asked, "m2"), acts=(Act("cancel"),))
    confirmed.then("desk.closed_by_customer", ConversationClosed("customer"), TurnEnded)


def test_the_button_closes_or_goes_on() -> None:
    asked = takes(in_intake(), acts=(Act("cancel"),))
    position = asked.state.position - 1
    went_on = asked.when(ChooseOption("b1", position, "go_on"))
    went_on.then(CustomerWrote, QuestionSkipped("cancel"))
    asked = takes(in_intake(), acts=(Act("cancel"),))
    closed = asked.when(ChooseOption("b1", position, "close"))
    closed.then(CustomerWrote, "desk.closed_by_customer", ConversationClosed("customer"))


def test_nothing_is_asked_back_once_a_person_is_promised() -> None:
    queued = takes(writes(takes(in_intake(), asks("time")).when(AskForPerson("p1")), "m2"))
    takes(writes(queued, "m3"), acts=(Act("cancel"),)).then(TurnEnded)


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_an_incident_is_accepted_or_declined_in_words() -> None:
    accepted = takes(in_intake().when(INCIDENT), acts=(Act("link_incident"),))
    accepted.then(IncidentLinked, "desk.incident_linked", TurnEnded)
    declined = takes(in_intake().when(INCIDENT), acts=(Act("decline_incident"),))
    declined.then(IncidentDeclined("i1"), TurnEnded)


@pytest.mark.rule("R25", part="chats of a customer and their company")
def test_a_duplicate_is_accepted_or_declined_in_words() -> None:
    accepted = takes(in_intake().when(DUPLICATE), acts=(Act("join"),))
    accepted.then("desk.joined", ConversationJoined, ConversationClosed("joined"), TurnEnded)
    declined = takes(in_intake().when(DUPLICATE), acts=(Act("decline_duplicate"),))
    declined.then(DuplicateDeclined("B2B-22BB"), TurnEnded)


def test_one_offer_at_a_time_and_it_may_be_withdrawn() -> None:
    told = in_intake().when(INCIDENT).when(DUPLICATE).then()
    told.when(WithdrawOffer()).then(IncidentDeclined("i1")).when(WithdrawOffer()).then()
    told.when(DUPLICATE).when(WithdrawOffer()).then(DuplicateDeclined("B2B-22BB"))


# -- when linked to an incident -------------------------------------------------------------------


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_still_broken_hands_a_linked_one_over() -> None:
    told = takes(writes(linked(), "m2"), acts=(Act("still_broken"),))
    told.then(HandedOff, "desk.handed_off", TurnEnded)
    assert told.events(HandedOff)[0].cause == "incident_refused"


def test_solved_settles_a_linked_one() -> None:
    told = takes(writes(linked(), "m2"), acts=(Act("solved"),))
    told.then("desk.closed_settled", ConversationClosed("settled"), TurnEnded)


# -- when queued ----------------------------------------------------------------------------------


@pytest.mark.rule("R30")
def test_in_the_queue_only_open_questions_go_on() -> None:
    told = handed_over_while_asked()
    assert told.events(HandedOff)[0].open_questions == ("time", "impact", "screenshot")
    takes(told, Say("greet"), asks("request"), asks("impact")).then(BotSaid, TurnEnded)
    assert told.events(BotSaid)[-1].asks == "impact"


@pytest.mark.rule("R23")
@pytest.mark.rule("R30")
def test_an_open_question_is_not_asked_for_ever() -> None:
    told = handed_over_while_asked()
    for number in range(4):
        writes(takes(told, asks("time")), f"n{number}")
    assert [said.asks for said in told.events(BotSaid)] == ["time", "time"]


@pytest.mark.rule("R30")
def test_the_list_of_open_questions_never_grows() -> None:
    told = handed_over_while_asked()
    before = told.state.open_questions
    told.when(RecordFindings((Finding("issue_kind", "api_error"),)))
    takes(told, asks("request")).then(TurnEnded)
    assert told.state.open_questions == before


@pytest.mark.rule("R30")
def test_where_nothing_was_open_the_bot_is_silent() -> None:
    told = takes(in_intake(), acts=(Act("hand_off"),))
    told.when(PostMessage("m2", "Hello?"))
    takes(told, asks("time")).refused(BotIsSilent)


@pytest.mark.rule("R10", part="proposing, confirming, changing and sorting")
def test_an_impact_found_in_the_queue_proposes_a_severity() -> None:
    told = queued().when(RecordFindings((Finding("impact", "group", 2),)))
    told.then(FindingsRecorded, SeverityProposed(2))


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
@pytest.mark.rule("R25", part="chats of a customer and their company")
@pytest.mark.parametrize("offer", [INCIDENT, DUPLICATE])
def test_what_is_found_late_is_asked_by_the_desk(offer) -> None:
    told = queued().when(offer)
    assert told.decided[1].choices
    assert not isinstance(told.decided[1], BotSaid)


# -- with a person --------------------------------------------------------------------------------


@pytest.mark.rule("R30")
@pytest.mark.parametrize("state", [assigned, waiting, resolved])
def test_with_a_person_the_bot_is_silent(state) -> None:
    told = state().when(PostMessage("m2", "Hello?"))
    takes(told, asks("time")).refused(BotIsSilent)
    told.when(INCIDENT).then().when(DUPLICATE).then()


@pytest.mark.rule("R30")
def test_back_in_the_queue_the_bot_stays_silent() -> None:
    told = handed_over_while_asked().when(ClaimConversation()).when(ReleaseConversation())
    told.when(PostMessage("m2", "Hello?"))
    assert told.phase == "queued"
    takes(told, asks("impact")).refused(BotIsSilent)


@pytest.mark.rule("R30")
def test_what_a_person_took_up_again_the_bot_asks_nothing_about() -> None:
    told = handed_over_while_asked().when(CloseConversation())
    told.when(ReopenConversation("they called")).when(HandToTeam("technical", "theirs"))
    told.when(PostMessage("m2", "Hello?"))
    assert told.phase == "queued"
    takes(told, asks("impact")).refused(BotIsSilent)


@pytest.mark.rule("R25", part="chats of a customer and their company")
def test_what_was_said_elsewhere_is_added_as_the_customers_words_once() -> None:
    told = waiting()
    joined = AcceptJoined("B2B-22BB", (JoinedMessage("j1", "It is this one"),))
    said = CustomerWrote("j1", "It is this one", joined_from="B2B-22BB")
    told.when(joined).then("desk.joined_here", said)
    assert told.phase == "assigned"
    told.when(joined).then()


# -- when closed ----------------------------------------------------------------------------------


def test_after_the_end_the_intake_changes_nothing() -> None:
    told = closed().when(INCIDENT).then().when(RecordFindings((DESCRIBED,), "de")).then()
    told.when(TakeTurn(told.state.customer_position, "said")).refused(NotInThisState)
    told.when(AcceptJoined("B2B-22BB", ())).refused(ConversationIsClosed)
