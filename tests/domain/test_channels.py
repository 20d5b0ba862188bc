"""The channel that suits the kind of issue: offered at the handoff, taken, left again (R33)."""

import pytest
from msgspec.structs import replace

from firstline.domain.channels import veiled
from firstline.domain.commands import (
    Act,
    AskForPerson,
    ChooseOption,
    ClaimConversation,
    EraseContent,
    MarkSeen,
    MoveToChannel,
    OfferDuplicate,
    OfferIncident,
    PostMessage,
    RecordFindings,
    RecordMailFailed,
    RecordMailSent,
    Reply,
    ReserveNumber,
    ResolveConversation,
    Tick,
)
from firstline.domain.context import Finding
from firstline.domain.deadlines import bot_may_speak, delivered_at
from firstline.domain.errors import AddressIsMissing, ChoiceIsGone, NotInThisState, NotTheOwner
from firstline.domain.events import (
    BotSaid,
    ChannelMoved,
    ClockMissed,
    ConversationClosed,
    CustomerReminded,
    CustomerSaw,
    CustomerWrote,
    DeskSaid,
    DuplicateOffered,
    HandedOff,
    MailFailed,
    MailTaken,
    Person,
    QuestionSkipped,
    TurnEnded,
)
from firstline.domain.policy import Plan
from firstline.domain.row import row
from firstline.intake.situation import open_question
from firstline.view import for_agent, for_customer, why

from .states import answered, asks, assigned, in_intake, queued, turn
from .story import BEN, LEA, NOW, PROMISE, Story, moment, span, story
from .watched import Watched

pytestmark = pytest.mark.rule("R33")
BILLING = (Finding("description", "The invoice is wrong", 2), Finding("issue_kind", "billing", 2))
HAND_OFF = (HandedOff, "desk.handed_off")


def billed(plan: str = "basic") -> Story:
    """A question about an invoice, before the handoff."""
    return in_intake(plan).when(RecordFindings(BILLING))


def offered(plan: str = "basic") -> Story:
    return billed(plan).when(AskForPerson("p1"))


def press(told: Story, value: str) -> Story:
    return told.when(ChooseOption(f"b{told.position}", told.state.question.position, value))


def by_mail(plan: str = "basic") -> Story:
    return press(offered(plan), "mail")


def served(plan: str = "basic") -> Story:
    """Anna has it, and it is answered by mail."""
    return by_mail(plan).when(ClaimConversation())


# -- said -----------------------------------------------------------------------------------------


def test_it_is_said_behind_the_handoff_and_changes_nothing_of_it() -> None:
    told = offered("premium").then(CustomerWrote, *HAND_OFF, "offer.channel")
    said = told.events(BotSaid)[-1]
    assert said.values == {"address": "r***@example.com", "due_at": moment("09:30")}
    assert [choice.value for choice in said.choices] == ["mail", "chat"]
    assert (told.phase, told.state.channel) == ("queued", "chat")
    assert told.clock("first_response").due_at == moment("09:30")


def test_it_is_said_where_time_hands_over() -> None:
    billed().at("09:10").when(Tick()).then(*HAND_OFF, "offer.channel")


def test_it_is_said_behind_the_turn_that_hands_over() -> None:
    told = billed()
    told.when(turn(told, acts=(Act("hand_off"),))).then(*HAND_OFF, "offer.channel", TurnEnded)


@pytest.mark.parametrize("kind", ["api_error", "delivery", "other", ""])
def test_of_what_suits_the_chat_nothing_is_said(kind: str) -> None:
    told = in_intake().when(RecordFindings((Finding("issue_kind", kind, 2),)))
    told.when(AskForPerson("p1")).then(CustomerWrote, *HAND_OFF)


@pytest.mark.parametrize(
    "customer",
    [
        Person(),
        Person(id="v", email="v@example.com"),
        *(
            Person(id="v", email=email, verified=True)
            for email in (
                *("v", "v@", "@example.com", "v@a@example.com", "v@example.com, x@evil.example"),
                *("v@example.com\n", "v\nw@example.com", "V <v@example.com>", "g:v@example.com;"),
            )
        ),
    ],
)
def test_without_an_address_that_is_vouched_for_nothing_is_said(customer: Person) -> None:
    reserve = ReserveNumber("K7Q-4M2X", "chat", customer, "h", "en", (), "UTC", "p")
    told = Story().when(reserve).when(PostMessage("m1", "Invoice")).when(RecordFindings(BILLING))
    told.when(AskForPerson("p1")).then(CustomerWrote, *HAND_OFF)


def test_a_desk_without_mail_says_nothing() -> None:
    told = story(promise=PROMISE.without_mail()).when(PostMessage("m1", "Invoice"))
    told.when(RecordFindings(BILLING)).when(AskForPerson("p1")).then(CustomerWrote, *HAND_OFF)


def test_what_is_most_urgent_stays_where_people_are() -> None:
    told = billed().when(RecordFindings((Finding("area", "privacy", 2),)))
    told.when(AskForPerson("p1")).then(CustomerWrote, *HAND_OFF)


def test_another_question_of_the_desk_comes_first() -> None:
    told = billed().when(OfferIncident("i1", "Invoices are late"))
    told.when(AskForPerson("p1")).then(CustomerWrote, *HAND_OFF)


def test_it_is_none_of_the_questions_of_the_intake() -> None:
    told = offered()
    assert told.state.open_questions == queued_with_billing_questions()
    press(told, "chat")
    told.when(turn(told, asks("time"))).then("ask.time", TurnEnded)


def queued_with_billing_questions() -> tuple[str, ...]:
    return tuple(item for item in PROMISE.questions_for("billing") if item != "description")


def test_the_bot_waits_with_its_other_questions() -> None:
    told = offered()
    told.when(turn(told, asks("time"))).then(TurnEnded)
    assert told.state.question.asks == "channel"
    told.when(PostMessage("m2", "It is invoice 7"))
    told.when(turn(told, asks("time"))).then("ask.time", TurnEnded)


def test_a_person_is_not_talked_over() -> None:
    told = offered()
    at = told.state.question.position
    told.when(ClaimConversation()).when(ChooseOption("b1", at, "mail")).refused(ChoiceIsGone)
    assert not bot_may_speak(told.state)


# -- answered -------------------------------------------------------------------------------------


def test_yes_moves_it_under_the_same_number() -> None:
    told = by_mail().then(CustomerWrote, ChannelMoved("mail"), "desk.moved_to_mail")
    assert told.events(DeskSaid)[-1].values == {"address": "r***@example.com"}
    assert (told.state.number, told.phase, told.state.channel) == ("K7Q-4M2X", "queued", "mail")
    assert row("s", told.state, PROMISE).body["channel"] == "mail"
    assert not bot_may_speak(told.state)


def test_no_stays_and_it_is_not_asked_again() -> None:
    told = press(offered(), "chat")
    told.then(CustomerWrote, QuestionSkipped("channel"), "desk.stays_in_chat")
    assert told.state.channel == "chat"
    asked = told.state.asked["channel"]
    told.when(PostMessage("m2", "And?")).when(turn(told))
    assert told.state.asked["channel"] == asked == 1


@pytest.mark.parametrize(
    ("act", "event"), [("by_mail", ChannelMoved), ("stay_in_chat", QuestionSkipped)]
)
def test_it_is_answered_in_words(act: str, event: type) -> None:
    told = offered().after("1m").when(PostMessage("m2", "as you like"))
    told.when(turn(told, acts=(Act(act),)))
    assert event in map(type, told.decided)


@pytest.mark.parametrize("act", ["by_mail", "stay_in_chat", "skip"])
def test_words_said_before_it_was_asked_are_no_answer(act: str) -> None:
    told = billed().when(AskForPerson("p1"))
    told.when(turn(told, acts=(Act(act),))).then(TurnEnded)
    press(told, "mail").then(CustomerWrote, ChannelMoved, "desk.moved_to_mail")


def test_words_that_came_with_the_handoff_are_no_answer() -> None:
    told = billed().at("09:10").when(PostMessage("m2", "yes"))
    told.then(*HAND_OFF, "offer.channel", CustomerWrote)
    assert open_question(told.state) is None
    told.when(turn(told, acts=(Act("by_mail"),))).then(TurnEnded)


def test_only_the_first_words_behind_it_answer_it() -> None:
    told = offered().after("1m").when(PostMessage("m2", "The invoice is of October"))
    assert open_question(told.state) == "channel"
    told.when(turn(told)).when(PostMessage("m3", "yes"))
    assert open_question(told.state) is None
    told.when(turn(told, acts=(Act("by_mail"),))).then(TurnEnded)
    press(told, "mail").then(CustomerWrote, ChannelMoved, "desk.moved_to_mail")


def test_the_bot_speaks_in_the_queue_only_to_hear_the_answer() -> None:
    told = offered_without_questions()
    assert not bot_may_speak(told.state)
    told.after("1m").when(PostMessage("m2", "by mail, please"))
    assert bot_may_speak(told.state)
    told.when(turn(told)).when(PostMessage("m3", "and one more thing"))
    assert not bot_may_speak(told.state)


def offered_without_questions() -> Story:
    """It was asked, and nothing else is open."""
    told = billed()
    return told.when(turn(told, acts=(Act("hand_off"),)))


def test_nothing_is_offered_beside_it_before_it_is_answered() -> None:
    told = offered()
    duplicate = OfferDuplicate("s2", "ABCD-EFGH", 0)
    told.when(duplicate).then().when(OfferIncident("i1", "Invoices are late")).then()
    told.after("1m").when(PostMessage("m2", "It is invoice 7")).when(duplicate)
    told.then(DuplicateOffered, "offer.duplicate").when(turn(told))
    told.when(PostMessage("m3", "yes"))
    assert open_question(told.state) == "duplicate"


def test_words_move_nothing_that_nobody_asked() -> None:
    told = queued().when(PostMessage("m2", "by mail"))
    told.when(turn(told, acts=(Act("by_mail"),))).then(TurnEnded)


def test_no_answer_stays_in_the_chat() -> None:
    told = offered().when(ClaimConversation())
    told.when(Reply("r1", "It was paid twice", "investigated", saw=NOW))
    assert (told.state.channel, told.state.question) == ("chat", None)


# -- promised -------------------------------------------------------------------------------------


@pytest.mark.rule("R09")
@pytest.mark.parametrize(
    ("plan", "mail", "due"),
    [("premium", "24h", "09:30"), ("basic", "24h", "1d 09:00"), ("basic", "2h", "12:00")],
)
def test_of_both_promises_the_earlier_one_holds(plan: str, mail: str, due: str) -> None:
    told = offered(plan)
    told.promise = replace(PROMISE, mail_and_form=Plan(span(mail)))
    told.now = moment("10:00") if mail == "2h" else told.now
    press(told, "mail")
    assert told.clock("first_response").due_at == moment(due)
    told.when(PostMessage("m3", "I am back"))
    assert told.clock("first_response").due_at == moment(due)


def test_what_is_told_holds_whenever_they_agree() -> None:
    told = billed("basic")
    told.promise = replace(PROMISE, mail_and_form=Plan(span("2h")))
    told.when(AskForPerson("p1"))
    said = told.events(BotSaid)[-1].values["due_at"]
    press(told.at("20:00"), "mail")
    assert told.clock("first_response").due_at <= said == moment("1d 09:00")


def test_a_move_makes_no_breach() -> None:
    told = offered()
    told.promise = replace(PROMISE, mail_and_form=Plan(span("1h")))
    press(told.at("20:00"), "mail").then(CustomerWrote, ChannelMoved, "desk.moved_to_mail")
    assert told.at("20:59").when(Tick()).events(ClockMissed) == []
    told.at("21:00").when(Tick())
    assert told.events(ClockMissed) == [ClockMissed("first_response", moment("21:00"))]


# -- mailed ---------------------------------------------------------------------------------------


def test_a_reply_is_mailed_at_once_also_where_it_was_seen() -> None:
    told = served().when(Reply("r1", "Paid twice", "investigated", saw=NOW))
    told.when(MarkSeen(told.position)).then(CustomerSaw)
    told.when(Tick(mail=True)).then(MailTaken(told.state.newest_answer, 1, moment("09:01")))


def test_a_solution_is_mailed_with_its_question_and_counts_from_the_mail() -> None:
    told = served().when(ResolveConversation("s1", "Credited", NOW, investigated=True))
    asked = told.position
    told.at("09:03").when(MarkSeen(told.position)).when(Tick(mail=True))
    told.then(MailTaken(asked, 1, moment("09:04")))
    told.at("09:04").when(RecordMailSent(asked))
    assert delivered_at(told.state, PROMISE) == moment("09:04")
    assert told.state.to_mail == ()


def test_a_reply_that_waits_for_its_mail_leaves_with_the_move() -> None:
    told = answered().when(MoveToChannel("mail"))
    told.when(Tick(mail=True)).then(MailTaken)


def test_the_reminder_and_the_closing_are_mailed_too() -> None:
    told = served().when(Reply("r1", "Which one?", "investigated", saw=NOW, then="wait"))
    told.when(Tick(mail=True)).when(RecordMailSent(told.position))
    told.at("1d 09:00").when(Tick(mail=True)).then(CustomerReminded, "desk.reminder", MailTaken)
    assert told.decided[-1].upto == told.position - 1
    told.when(RecordMailSent(told.position))
    told.at("2d 09:00").when(Tick(mail=True)).then(
        "desk.closed_silence", ConversationClosed, MailTaken
    )


def test_in_the_chat_the_desk_s_own_lines_are_not_mailed() -> None:
    told = assigned().at("1d 09:00").when(Tick(mail=True))
    assert "desk.promise_missed" in [said.key for said in told.events(DeskSaid)]
    assert told.state.to_mail == ()


# -- given up -------------------------------------------------------------------------------------


def out_of_reach(error: str) -> Story:
    """Anna asked something by mail, and the mail was given up for this reason."""
    told = served().when(Reply("r1", "Which one?", "investigated", saw=NOW, then="wait"))
    if error == "no_mail":
        return told.when(Tick(mail=False))
    told.when(Tick(mail=True))
    for _ in PROMISE.delivery.retry:
        told.when(RecordMailFailed(told.state.mail.upto, error))
        told.now = told.state.mail.again_at or told.now
        told.when(Tick(mail=True))
    return told.when(RecordMailFailed(told.state.mail.upto, error))


@pytest.mark.rule("R32")
@pytest.mark.parametrize("error", ["no_mail", "SMTPDataError"])
def test_what_cannot_be_mailed_goes_back_to_the_chat_and_nobody_waits_for_an_answer(
    error: str,
) -> None:
    told = out_of_reach(error)
    told.then(MailFailed, ChannelMoved("chat", "desk:outbox"), DeskSaid("desk.moved_to_chat", {}))
    assert (told.state.channel, told.phase, told.state.to_mail) == ("chat", "assigned", ())
    told.at("3d 09:00").when(Tick(mail=True))
    assert told.events(CustomerReminded) == told.events(ConversationClosed) == []


def test_a_crash_in_the_last_attempt_gives_it_up_too() -> None:
    told = served().when(Reply("r1", "Paid twice", "investigated", saw=NOW))
    for _ in range(1 + len(PROMISE.delivery.retry)):
        told.when(Tick(mail=True)).then(MailTaken).after("1m")
    told.when(Tick(mail=True)).then(MailFailed, ChannelMoved, "desk.moved_to_chat")


def test_a_question_that_was_read_in_the_chat_goes_on_waiting() -> None:
    told = served().when(Reply("r1", "Which one?", "investigated", saw=NOW, then="wait"))
    told.when(MarkSeen(told.position)).when(Tick(mail=False))
    assert (told.state.channel, told.phase) == ("chat", "waiting")


def test_what_closes_it_is_not_followed_by_a_move() -> None:
    told = served().when(ResolveConversation("s1", "Credited", NOW, investigated=True))
    told.when(Tick(mail=True)).when(RecordMailSent(told.position))
    told.at("5d 09:00").when(Tick()).when(Tick(mail=False)).then(MailFailed)
    assert told.phase == "closed"


# -- back -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [PostMessage("m2", "Me again"), AskForPerson("p2")])
def test_who_writes_in_the_chat_again_is_answered_there(words) -> None:
    told = served().when(Reply("r1", "Paid twice", "investigated", saw=NOW))
    told.when(MarkSeen(told.position)).when(words)
    assert told.decided[1:3] == (ChannelMoved("chat"), DeskSaid("desk.moved_to_chat", {}))
    assert (told.state.channel, told.state.to_mail) == ("chat", ())
    told.when(Reply("r2", "As I said", "plain", saw=NOW)).when(Tick(mail=True)).then()
    told.at("09:05").when(Tick(mail=True)).then(MailTaken)


def test_who_comes_back_without_having_seen_an_answer_still_gets_its_mail() -> None:
    told = served().when(Reply("r1", "Paid twice", "investigated", saw=NOW))
    told.when(PostMessage("m2", "Any news?")).when(Tick(mail=True)).then()
    told.at("09:05").when(Tick(mail=True)).then(MailTaken)


def test_thanks_by_a_button_leave_it_where_it_is() -> None:
    told = served().when(ResolveConversation("s1", "Credited", NOW, investigated=True))
    told.when(ChooseOption("b9", told.position, "not_solved"))
    assert told.state.channel == "mail"


# -- by hand --------------------------------------------------------------------------------------


def test_an_agent_moves_it_and_back() -> None:
    told = assigned().when(MoveToChannel("mail"))
    told.then(ChannelMoved("mail", "anna"), "desk.moved_to_mail")
    told.when(MoveToChannel("mail")).then()
    told.when(MoveToChannel("chat")).then("desk.moved_to_chat", ChannelMoved("chat", "anna"))


def test_back_by_hand_what_was_not_seen_is_still_mailed() -> None:
    told = served().when(Reply("r1", "Paid twice", "investigated", saw=NOW))
    told.when(MoveToChannel("chat")).when(Tick(mail=True)).then()
    told.at("09:05").when(Tick(mail=True)).then(MailTaken)


def test_back_by_hand_is_mailed_to_whoever_does_not_see_it() -> None:
    told = served().when(MoveToChannel("chat")).at("09:05").when(Tick(mail=True))
    told.then(MailTaken(told.position - 2, 1, moment("09:06")))
    seen = served().when(MoveToChannel("chat"))
    seen.when(MarkSeen(seen.position)).at("09:05").when(Tick(mail=True)).then()


def test_only_to_an_address_that_is_vouched_for() -> None:
    told = Story().when(ReserveNumber("K7Q-4M2X", "chat", Person(), "h", "en", (), "UTC", "p"))
    told.when(PostMessage("m1", "Invoice")).when(AskForPerson("p1")).when(ClaimConversation())
    told.when(MoveToChannel("mail")).refused(AddressIsMissing)


def test_only_by_its_owner_or_a_lead() -> None:
    assigned().when(MoveToChannel("mail"), by=BEN).refused(NotTheOwner)
    assigned().when(MoveToChannel("mail"), by=LEA).then(ChannelMoved, "desk.moved_to_mail")
    in_intake().when(MoveToChannel("mail")).refused(NotInThisState)


# -- seen -----------------------------------------------------------------------------------------


def happened(told: Story) -> list[tuple[str, dict[str, object]]]:
    """The lines that agents see of what happened."""
    lines = for_agent(told.log, str.title)
    return [(line.key, line.values) for line in lines if line.kind == "event"]


def test_agents_see_who_moved_it_where() -> None:
    told = served().when(PostMessage("m2", "Me again"))
    told.when(MoveToChannel("mail")).when(MoveToChannel("chat"))
    assert [line for line in happened(told) if "_to_" in line[0]] == [
        ("went_to_mail", {}),
        ("went_to_chat", {}),
        ("moved_to_mail", {"agent": "Anna"}),
        ("moved_to_chat", {"agent": "Anna"}),
    ]


def test_agents_see_that_a_mail_could_not_be_sent() -> None:
    told = served().when(Reply("r1", "Paid twice", "investigated", saw=NOW))
    told.given(MailFailed(told.position, "SMTPDataError", moment("09:05")))
    assert "mail_failed" not in dict(happened(told))
    told.given(MailFailed(told.position, "given_up", None))
    assert "mail_failed" in dict(happened(told))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("no_mail", ["failed_to_chat"]),
        ("SMTPDataError", ["mail_failed", "failed_to_chat"]),
    ],
)
def test_agents_see_that_it_came_back_because_no_mail_gets_there(
    error: str, told: list[str]
) -> None:
    assert [key for key, _ in happened(out_of_reach(error)) if "fail" in key] == told


def test_customers_read_it_in_the_chat() -> None:
    told = by_mail().when(PostMessage("m2", "Me again"))
    keys = [line.key for line in for_customer(told.log, str) if line.kind in {"bot", "desk"}]
    assert keys[1:] == ["offer.channel", "desk.moved_to_mail", "desk.moved_to_chat"]


@pytest.mark.rule("R51")
@pytest.mark.parametrize(("mail", "rule"), [("24h", "R07"), ("2h", "R09")])
def test_the_clock_says_which_promise_it_follows(mail: str, rule: str) -> None:
    told = offered()
    told.promise = replace(PROMISE, mail_and_form=Plan(span(mail)))
    press(told.at("10:00"), "mail")
    explained = why(told.state, told.log, told.promise, "first_response", told.now)
    assert explained["rule"] == rule
    assert {"at": moment("10:00"), "kind": "by_mail"} in explained["marks"]


# -- kept -----------------------------------------------------------------------------------------


def test_an_erased_record_tells_the_channel_and_no_address() -> None:
    told = Watched()
    told.given(*(new.event for new in by_mail().log)).when(EraseContent("asked for it"), by=LEA)
    assert told.state.channel == "mail"
    assert [said.values for said in told.events(BotSaid)] == [{}]
    assert "r***@example.com" not in repr(told.log)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("anna.b@firm.example", "a***@firm.example"), ("x@y.example", "x***@y.example")],
)
def test_an_address_is_known_again_by_its_owner_alone(address: str, shown: str) -> None:
    assert veiled(address) == shown
