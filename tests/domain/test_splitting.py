"""One issue in each conversation: several in one message are offered apart (R26)."""

import pytest

from firstline.domain.commands import (
    Act,
    AddNote,
    ChooseOption,
    JoinedMessage,
    OfferSplit,
    OpenApart,
    PostMessage,
    RecordFindings,
    RedactMessage,
    ReserveNumber,
    WithdrawOffer,
)
from firstline.domain.context import Finding, value_of
from firstline.domain.conversation import InIntake
from firstline.domain.decide import decide
from firstline.domain.erasure import blank
from firstline.domain.events import (
    BotSaid,
    ContentErased,
    ConversationSplit,
    CustomerWrote,
    DeskSaid,
    NumberReserved,
    SplitDeclined,
    SplitOffered,
    SplitPart,
    TurnEnded,
)

from .states import in_intake, queued, turn
from .story import DESK, PROMISE, Order, Story, moment, story

R26 = pytest.mark.rule("R26")
PART = SplitPart("s3", "B2B-33BB", "Also the invoice is wrong")
FIRST = (Finding("description", "Webhooks stopped", 2, sure=0.6), Finding("area", "webhooks", 2))
SPLIT = OfferSplit(2, "Webhooks stopped", (PART,), FIRST)


def offered(told: Story | None = None) -> Story:
    return (told or in_intake()).when(SPLIT)


def press(told: Story, value: str) -> Story:
    return told.when(ChooseOption("b1", told.position, value))


@R26
def test_each_issue_is_named_in_the_offer() -> None:
    told = offered().then(SplitOffered, "offer.split")
    said = told.events(BotSaid)[-1].values
    assert said == {"count": 2, "issues": "1. Webhooks stopped\n2. Also the invoice is wrong"}
    assert told.state.question.asks == "split"


@R26
def test_yes_leads_to_the_other_conversation() -> None:
    told = press(offered(), "yes").then(CustomerWrote, "desk.split_opened", ConversationSplit)
    led = told.events(DeskSaid)[-1].values
    assert (led["number"], led["conversation"]) == ("B2B-33BB", "s3")
    assert (told.phase, told.state.offer, told.state.question) == ("intake", None, None)


@R26
def test_what_is_left_is_the_first_issue_alone() -> None:
    both = (Finding("description", "Webhooks stopped, invoice", 2), Finding("error_code", "7", 2))
    told = press(offered(in_intake().when(RecordFindings(both))), "yes")
    assert value_of(told.state.findings, "description") == "Webhooks stopped"
    assert value_of(told.state.findings, "error_code") is None
    assert told.state.subject == "Webhooks stopped"


@R26
def test_no_goes_on_and_it_is_not_asked_again() -> None:
    told = press(offered(), "no").then(CustomerWrote, SplitDeclined())
    assert told.state.offer is None
    told.when(SPLIT).then()


@R26
@pytest.mark.parametrize(
    ("act", "event"), [("split", ConversationSplit), ("decline_split", SplitDeclined)]
)
def test_it_is_answered_in_words(act, event) -> None:
    told = offered().when(PostMessage("m2", "as you like"))
    told.when(turn(told, acts=(Act(act),)))
    assert event in map(type, told.decided)
    assert isinstance(told.decided[-1], TurnEnded)


@R26
def test_in_the_queue_it_is_asked_by_buttons() -> None:
    told = offered(queued()).then(SplitOffered, DeskSaid)
    press(told, "yes").then(CustomerWrote, "desk.split_opened", ConversationSplit)
    assert told.phase == "queued"


@R26
def test_one_issue_is_opened_with_its_words_and_the_way_back() -> None:
    reserve = ReserveNumber(
        "B2B-33BB", "chat", story().state.customer, "hash", "en", (), "UTC", "p"
    )
    message = JoinedMessage("split-B2B-33BB", "The invoice is wrong")
    told = Story().when(OpenApart(reserve, message, "K7Q-4M2X", "s1"))
    told.then(NumberReserved, CustomerWrote, "desk.split_from")
    assert told.state.phase == InIntake(moment("09:00"))
    assert (told.state.key_hash, told.state.number) == ("hash", "B2B-33BB")
    assert told.state.joined_here == ()
    told.when(OpenApart(reserve, message, "K7Q-4M2X", "s1")).then()


@R26
def test_a_number_that_is_taken_withdraws_the_offer() -> None:
    offered().when(WithdrawOffer()).then(SplitDeclined())


def test_redacting_the_message_blanks_what_repeats_it() -> None:
    told = press(offered(), "yes").when(RedactMessage((2,), "a key"))
    erased = told.events(ContentErased)[0].positions
    repeats = [
        one.position for one in told.log if isinstance(one.event, SplitOffered | ConversationSplit)
    ]
    keys = {one.position: getattr(one.event, "key", "") for one in told.log}
    said = [at for at, key in keys.items() if key.startswith(("offer.", "desk.split"))]
    assert {2, *repeats, *said} <= set(erased)


def test_a_blank_offer_leads_nowhere() -> None:
    assert blank(SplitOffered(2, (PART,), FIRST)).parts == (SplitPart("s3", "B2B-33BB"),)
    told = in_intake().given(blank(SplitOffered(2, (PART,), FIRST))).when(AddNote("n", "look"))
    assert told.state.offer.parts == ()


def test_only_the_desk_opens_one_for_another() -> None:
    reserve = ReserveNumber("B2B-33BB", "chat", story().state.customer, "h", "en", (), "UTC", "p")
    opening = OpenApart(reserve, JoinedMessage("x", "y"), "K7Q-4M2X", "s1")
    assert decide(None, Order(0, DESK, opening), PROMISE)
