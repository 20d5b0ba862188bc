"""What the customer may do before a person is promised: reserved, in intake, linked."""

import pytest

from firstline.domain.commands import (
    AskForPerson,
    ChangeLanguage,
    ChooseOption,
    CloseConversation,
    CorrectFinding,
    OfferDuplicate,
    OfferIncident,
    PostMessage,
    RecordFindings,
    Say,
    SubmitForm,
    Tick,
)
from firstline.domain.context import Finding
from firstline.domain.errors import (
    ChoiceIsGone,
    ConversationIsClosed,
    NotAllowed,
    TextIsEmpty,
    TextIsTooLong,
    UnknownLanguage,
)
from firstline.domain.events import (
    Attachment,
    BotSaid,
    ConversationClosed,
    ConversationJoined,
    CustomerWrote,
    DuplicateDeclined,
    DuplicateOffered,
    FindingsRecorded,
    HandedOff,
    IncidentDeclined,
    IncidentLinked,
    IncidentOffered,
    LanguageChanged,
    NumberReserved,
    QuestionSkipped,
    TurnEnded,
)

from .states import asks, in_intake, linked, turn
from .story import ANNA, Story, story

INCIDENT = OfferIncident("i1", "Webhooks delayed")
DUPLICATE = OfferDuplicate("s2", "B2B-22BB", 0, ("same code",))
SHOT = Attachment("f1", "screen.png", 9, "image/png", checked=False)


def offered(command: OfferIncident | OfferDuplicate) -> Story:
    return in_intake().when(command)


def press(told: Story, value: str) -> Story:
    """The button below what was said last."""
    return told.when(ChooseOption("b1", told.position, value))


def asked(item: str) -> Story:
    """The bot asked for this, about an issue with the API that was described."""
    found = Finding("issue_kind", "api_error"), Finding("description", "Sending fails")
    told = in_intake().when(RecordFindings(found))
    return told.when(turn(told, asks(item))).then(BotSaid, TurnEnded)


def press_asked(told: Story, value: str) -> Story:
    return told.when(ChooseOption("b1", told.state.question.position, value))


# -- when reserved --------------------------------------------------------------------------------


@pytest.mark.rule("R20")
def test_the_number_comes_before_anything_is_asked() -> None:
    opened = story().then(NumberReserved)
    assert (opened.phase, opened.state.number) == ("reserved", "K7Q-4M2X")


@pytest.mark.rule("R20")
def test_the_conversation_starts_with_the_first_words() -> None:
    told = story().when(PostMessage("m1", "It broke")).then(CustomerWrote("m1", "It broke"))
    assert told.phase == "intake"


@pytest.mark.rule("R20")
def test_an_unused_number_lapses_after_a_day() -> None:
    story().after("23h").when(Tick()).then()
    lapsed = story().after("24h").when(Tick()).then(ConversationClosed)
    assert lapsed.state.phase.cause == "lapsed"
    lapsed.when(PostMessage("m1", "Hello")).refused(ConversationIsClosed)


@pytest.mark.rule("R28")
def test_a_person_may_be_asked_for_before_anything_else() -> None:
    story().when(AskForPerson("p1")).then(CustomerWrote, HandedOff, "desk.handed_off")


# -- in intake ------------------------------------------------------------------------------------


def test_a_message_is_stored_once_whatever_the_line_does() -> None:
    in_intake().when(PostMessage("m1", "Webhooks stopped")).then()


def test_a_message_says_something_and_not_too_much() -> None:
    in_intake().when(PostMessage("m2", " \n")).refused(TextIsEmpty)
    in_intake().when(PostMessage("m2", "x" * 8_001)).refused(TextIsTooLong)
    in_intake().when(PostMessage("m2", "x" * 8_000)).then(CustomerWrote)
    in_intake().when(PostMessage("m2", "", files=(SHOT,))).then(CustomerWrote)


def test_a_customer_gives_no_orders_to_the_desk() -> None:
    told = in_intake()
    told.when(INCIDENT, by=ANNA).refused(NotAllowed)
    told.when(PostMessage("m2", "I am you"), by=ANNA).refused(NotAllowed)


@pytest.mark.rule("R22")
def test_the_customer_changes_the_language_and_it_stays() -> None:
    told = in_intake().when(ChangeLanguage("de")).then(LanguageChanged("de", "customer"))
    assert told.state.language == "de"
    told.when(ChangeLanguage("de")).then()
    told.when(ChangeLanguage("tlh")).refused(UnknownLanguage)


@pytest.mark.rule("R22")
def test_what_the_customer_chose_is_not_detected_away() -> None:
    chosen = in_intake().when(ChangeLanguage("de"))
    chosen.when(RecordFindings(language="en")).then()
    assert chosen.state.language == "de"


@pytest.mark.rule("R22")
def test_the_bots_question_for_the_language_is_answered_by_a_button() -> None:
    told = press_asked(asked("language"), "ru")
    told.then(CustomerWrote, LanguageChanged("ru", "customer"))
    assert (told.state.language, told.state.question) == ("ru", None)


@pytest.mark.rule("R23")
def test_a_question_is_skipped_by_a_button() -> None:
    told = press_asked(asked("request"), "skip").then(CustomerWrote, QuestionSkipped("request"))
    assert (told.state.skipped, told.state.question) == (("request",), None)


@pytest.mark.rule("R23")
def test_an_impact_is_answered_by_a_button_and_stands_in_the_message() -> None:
    told = press_asked(asked("impact"), "group")
    source = told.position - 1
    found = FindingsRecorded((Finding("impact", "group", source),), "customer")
    told.then(CustomerWrote, found)
    assert told.state.question is None


@pytest.mark.rule("R23")
def test_an_answer_is_corrected_later() -> None:
    told = in_intake().when(RecordFindings((Finding("time", "9:00", 2, sure=0.9),)))
    told.when(CorrectFinding("time", "8:00")).then(FindingsRecorded)
    assert [finding.value for finding in told.state.findings] == ["8:00"]


def test_a_button_that_is_gone_means_nothing() -> None:
    in_intake().when(ChooseOption("b1", 1, "yes")).refused(ChoiceIsGone)
    press(in_intake(), "skip").refused(ChoiceIsGone)
    press(in_intake(), "de").refused(ChoiceIsGone)


@pytest.mark.rule("R23")
def test_an_old_button_does_not_answer_a_newer_question() -> None:
    told = asked("request")
    old = told.state.question.position
    told.when(PostMessage("m2", "hm")).when(turn(told, asks("impact")))
    told.when(ChooseOption("b1", old, "skip")).refused(ChoiceIsGone)


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_an_incident_is_offered_and_accepted() -> None:
    told = offered(INCIDENT).then(IncidentOffered, "offer.incident")
    press(told, "yes").then(CustomerWrote, IncidentLinked, "desk.incident_linked")
    assert told.phase == "incident"


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_an_incident_that_is_not_it_is_not_offered_again() -> None:
    told = press(offered(INCIDENT), "no").then(CustomerWrote, IncidentDeclined("i1"))
    assert (told.phase, told.state.offer, told.state.question) == ("intake", None, None)
    told.when(INCIDENT).then()


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
@pytest.mark.parametrize(
    ("window", "key"),
    [
        ({"kind": "under_way", "ends_at": 5}, "offer.maintenance"),
        ({"kind": "under_way"}, "offer.maintenance_open"),
        ({"kind": "scheduled", "begins_at": 5}, "offer.scheduled"),
        ({"stale_at": 5}, "offer.incident_stale"),
    ],
)
def test_a_window_is_told_as_one_and_what_is_old_as_old(window, key) -> None:
    offered(OfferIncident("m1", "Database move", **window)).then(IncidentOffered, key)


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_a_window_that_is_it_is_followed_like_an_incident() -> None:
    told = offered(OfferIncident("m1", "Database move", kind="under_way"))
    press(told, "yes").then(CustomerWrote, IncidentLinked, "desk.maintenance_linked")
    assert told.phase == "incident"


@pytest.mark.rule("R25", part="chats of a customer and their company")
def test_a_duplicate_is_offered_and_joined() -> None:
    told = offered(DUPLICATE).then(DuplicateOffered, "offer.duplicate")
    joined = ConversationJoined("s2", "B2B-22BB")
    press(told, "yes").then(CustomerWrote, "desk.joined", joined, ConversationClosed("joined"))
    assert (told.phase, told.state.joined_to) == ("closed", "B2B-22BB")


@pytest.mark.rule("R25", part="chats of a customer and their company")
def test_a_conversation_about_another_issue_is_not_offered_again() -> None:
    told = press(offered(DUPLICATE), "no").then(CustomerWrote, DuplicateDeclined("B2B-22BB"))
    told.when(DUPLICATE).then()
    assert told.phase == "intake"


@pytest.mark.rule("R21")
def test_an_answer_that_helped_settles_it() -> None:
    told = in_intake()
    told.when(turn(told, Say("faq.webhook_setup"), Say("ask.answered", asks="answered")))
    press_asked(told, "yes").then(
        CustomerWrote, "desk.closed_settled", ConversationClosed("settled")
    )


@pytest.mark.rule("R21")
def test_an_answer_that_did_not_help_lets_the_intake_go_on() -> None:
    told = in_intake()
    told.when(INCIDENT).when(turn(told, Say("ask.answered", asks="answered")))
    press_asked(told, "no").then(CustomerWrote, QuestionSkipped("answered"))
    assert told.phase == "intake"


@pytest.mark.rule("R28")
def test_a_person_is_asked_for_without_the_bot() -> None:
    told = in_intake().when(AskForPerson("p1"))
    told.then(CustomerWrote("p1", "", choice="person"), HandedOff, "desk.handed_off")
    assert told.phase == "queued"
    told.when(AskForPerson("p1")).then()


@pytest.mark.rule("R28")
def test_a_person_is_asked_for_by_a_button_of_any_question() -> None:
    press(asked("request"), "person").then(CustomerWrote, HandedOff, "desk.handed_off")


@pytest.mark.rule("R31")
def test_the_form_reaches_the_queue_with_the_same_context() -> None:
    form = SubmitForm("f1", "Sending fails", "POST /x", "500", "9:00", "all", files=(SHOT,))
    told = story().when(form).then(CustomerWrote, FindingsRecorded, HandedOff, "desk.handed_off")
    assert {finding.what for finding in told.state.findings} == {
        *("description", "request", "response", "time", "impact", "screenshot")
    }
    assert (told.phase, told.state.severity, told.state.handoff_missing) == ("queued", 1, ())


@pytest.mark.rule("R31")
def test_the_form_needs_words_and_counts_once() -> None:
    in_intake().when(SubmitForm("f1", " ")).refused(TextIsEmpty)
    told = in_intake().when(SubmitForm("f1", "Sending fails"))
    told.when(SubmitForm("f1", "Sending fails")).then()


def test_the_customer_ends_it() -> None:
    in_intake().when(CloseConversation()).then(
        "desk.closed_by_customer", ConversationClosed("customer")
    )


# -- when linked to an incident -------------------------------------------------------------------


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_linked_it_has_no_clocks_and_is_not_handed_over_by_time() -> None:
    told = linked().after("5d").when(Tick()).then()
    assert (told.phase, told.clock("first_response").state) == ("incident", "not_started")


@pytest.mark.rule("R24", part="checking, offering, linking and handing over")
def test_person_hands_a_linked_one_over_and_its_clocks_start_then() -> None:
    told = linked().at("12:00").when(AskForPerson("p1"))
    told.then(CustomerWrote, HandedOff, "desk.handed_off")
    assert told.events(HandedOff)[0].cause == "incident_refused"
    assert told.state.handed_off_at == told.now


def test_a_linked_one_is_ended_by_its_customer() -> None:
    linked().when(CloseConversation()).then("desk.closed_by_customer", ConversationClosed)
