"""Two conversations about one issue become one, and two again where that was wrong (R25)."""

import pytest

from firstline.domain.commands import (
    AcceptJoined,
    AskForPerson,
    ChooseOption,
    ClaimConversation,
    JoinedMessage,
    OfferDuplicate,
    PostMessage,
    SeparateConversation,
    UndoJoining,
)
from firstline.domain.conversation import InIntake
from firstline.domain.errors import NotAllowed, NotInThisState
from firstline.domain.events import (
    BotSaid,
    ClockMissed,
    ConversationClosed,
    ConversationSeparated,
    CustomerWrote,
    DuplicateOffered,
    HandedOff,
    JoiningUndone,
    Secret,
)

from .states import closed, in_intake, queued
from .story import CUSTOMER, Story, moment

R25 = pytest.mark.rule("R25", part="chats of a customer and their company")
OTHER = OfferDuplicate("s2", "B2B-22BB", 0, ("again", "error_code", "time", "words"))
MOVED = AcceptJoined("B2B-22BB", (JoinedMessage("j1", "It is this one"),))


def joined(told: Story) -> Story:
    """The customer said that it is about the other conversation."""
    told.when(OTHER)
    return told.when(ChooseOption("yes", told.position, "yes"))


@R25
def test_the_customer_is_told_what_two_conversations_have_in_common() -> None:
    offered = in_intake().when(OTHER).then(DuplicateOffered, "offer.duplicate")
    assert offered.events(BotSaid)[-1].values["reasons"] == "error_code,time"


@R25
def test_a_colleague_s_conversation_is_called_one() -> None:
    theirs = OfferDuplicate("s2", "B2B-22BB", 0, ("subject",), colleague=True)
    in_intake().when(theirs).then(DuplicateOffered, "offer.duplicate_colleague")


@R25
@pytest.mark.rule("R27")
def test_what_was_called_no_secret_is_still_none_in_the_other_conversation() -> None:
    free = (Secret("api_key", "order-4711-green"),)
    said = JoinedMessage("j2", "it is order-4711-green", released=free)
    told = in_intake().when(AcceptJoined("B2B-22BB", (said,)))
    assert told.events(CustomerWrote)[-1].released == free


@R25
def test_it_goes_on_where_it_was_asked_from_its_own_first_words() -> None:
    told = joined(in_intake()).at("09:05").when(SeparateConversation())
    told.then(ConversationSeparated("B2B-22BB", "anna"), "desk.separated")
    assert told.state.phase == InIntake(moment("09:00"))
    assert (told.state.joined_to, told.state.joined_stream) == ("", "")


@R25
def test_what_would_have_been_handed_over_meanwhile_is_since_then() -> None:
    told = joined(in_intake("premium")).at("11:00").when(SeparateConversation())
    handed_off = told.events(HandedOff)[0]
    assert (handed_off.cause, handed_off.due_at) == ("time", moment("09:10"))
    assert told.clock("first_response").due_at == moment("09:40")
    assert [miss.clock for miss in told.events(ClockMissed)] == ["first_response"]
    assert told.phase == "queued"


@R25
def test_its_clocks_run_on_as_if_it_had_never_been_joined() -> None:
    never, told = queued(), joined(queued()).at("15:00").when(SeparateConversation())
    assert told.phase == "queued"
    names = ("first_response", "resolution")
    assert [told.clock(name).due_at for name in names] == [
        never.clock(name).due_at for name in names
    ]


@R25
def test_its_agent_has_it_again() -> None:
    told = queued().when(OTHER)
    asked = told.position
    told.when(ClaimConversation()).when(ChooseOption("yes", asked, "yes"))
    told.when(SeparateConversation())
    assert (told.phase, told.state.agent) == ("assigned", "anna")


@R25
def test_it_is_not_offered_the_same_conversation_again() -> None:
    told = joined(in_intake()).when(SeparateConversation())
    told.when(OTHER).then()


@R25
def test_separating_twice_changes_nothing() -> None:
    joined(in_intake()).when(SeparateConversation()).when(SeparateConversation()).then()


@R25
def test_where_it_was_joined_the_customer_is_told() -> None:
    told = queued().when(MOVED)
    assert told.state.joined_here == ("B2B-22BB",)
    told.when(UndoJoining("B2B-22BB"))
    told.then(JoiningUndone("B2B-22BB", "anna"), "desk.separated_here")
    assert told.state.joined_here == ()
    told.when(UndoJoining("B2B-22BB")).refused(NotInThisState)


@R25
def test_only_what_was_joined_can_be_undone_and_only_by_people_of_the_desk() -> None:
    queued().when(UndoJoining("B2B-22BB")).refused(NotInThisState)
    told = queued().when(MOVED)
    told.when(UndoJoining("B2B-22BB"), by=CUSTOMER).refused(NotAllowed)
    told.when(SeparateConversation(), by=CUSTOMER).refused(NotAllowed)


@R25
def test_what_was_closed_otherwise_stays_closed() -> None:
    closed().when(SeparateConversation()).then()


def test_where_it_is_closed_already_nothing_is_said_there() -> None:
    told = queued().when(MOVED).given(ConversationClosed("customer"))
    told.when(UndoJoining("B2B-22BB")).then(JoiningUndone)


def test_what_a_separated_conversation_is_told_then_is_like_any_other() -> None:
    told = joined(in_intake()).when(SeparateConversation()).when(AskForPerson("p"))
    told.when(ClaimConversation()).when(PostMessage("m2", "Still broken"))
    assert told.phase == "assigned"
