"""What the people of the desk may do: own it, answer it, resolve it (R08, R17, R41-R43, R47)."""

import pytest

from firstline.domain.commands import (
    AddNote,
    AssignConversation,
    ClaimConversation,
    HandToTeam,
    PostMessage,
    ReleaseConversation,
    ReopenConversation,
    Reply,
    ResolveConversation,
    RevokeInvestigation,
)
from firstline.domain.errors import (
    AlreadyOwned,
    ConversationIsClosed,
    FirstResponseRuns,
    MarkIsNeeded,
    NotAllowed,
    NotInThisState,
    NotTheOwner,
    ReasonIsNeeded,
    ReplyIsStale,
    TextIsEmpty,
    TextIsTooLong,
    UnknownAgent,
    UnknownTeam,
)
from firstline.domain.events import (
    AgentReplied,
    Attachment,
    ConversationAssigned,
    ConversationClaimed,
    ConversationReleased,
    ConversationReopened,
    ConversationResolved,
    HandedToTeam,
    InvestigationRevoked,
    NoteAdded,
    WaitingStarted,
)

from .states import (
    STATES,
    answered,
    assigned,
    closed,
    in_intake,
    linked,
    queued,
    resolved,
    waiting,
)
from .story import ANNA, BEN, CUSTOMER, DESK, LEA, NOW

PLAIN = Reply("r9", "Still on it", "plain", saw=NOW)
SHOT = Attachment("f1", "screen.png", 9, "image/png", checked=False)

# -- when queued ----------------------------------------------------------------------------------


@pytest.mark.rule("R41")
def test_an_agent_claims_from_the_queue_and_the_customer_hears_it() -> None:
    told = queued().when(ClaimConversation()).then(ConversationClaimed("anna"), "desk.claimed")
    assert (told.phase, told.state.agent) == ("assigned", "anna")
    told.when(ClaimConversation()).then()


@pytest.mark.rule("R41")
def test_two_agents_never_own_the_same_chat() -> None:
    told = assigned().when(ClaimConversation(), by=BEN).refused(AlreadyOwned)
    told.when(AssignConversation("ben"), by=BEN).refused(NotTheOwner)
    assert told.state.agent == "anna"


def test_only_what_waits_for_a_person_is_claimed() -> None:
    for state in (in_intake, linked, resolved, closed):
        state().when(ClaimConversation()).refused(NotInThisState)


@pytest.mark.rule("R41")
def test_anybody_assigns_what_nobody_owns() -> None:
    queued().when(AssignConversation("ben")).then(ConversationAssigned("ben", "anna"))
    queued().when(AssignConversation("")).refused(UnknownAgent)


def test_a_reply_needs_a_person_who_owns_it() -> None:
    queued().when(PLAIN).refused(NotInThisState)
    in_intake().when(PLAIN).refused(NotInThisState)
    closed().when(PLAIN).refused(ConversationIsClosed)


@pytest.mark.rule("R42")
def test_from_the_queue_it_goes_to_the_team_that_can() -> None:
    told = queued().when(HandToTeam("technical", "needs the logs"))
    told.then(HandedToTeam("technical", "needs the logs", "anna"))
    assert (told.state.team, told.phase) == ("technical", "queued")


# -- when assigned --------------------------------------------------------------------------------


@pytest.mark.rule("R41")
def test_the_owner_or_a_lead_hands_on_and_releases() -> None:
    assigned().when(AssignConversation("ben")).then(ConversationAssigned("ben", "anna"))
    assigned().when(AssignConversation("ben"), by=LEA).then(ConversationAssigned("ben", "lea"))
    assigned().when(ReleaseConversation("lunch")).then(ConversationReleased("anna", "lunch"))
    assigned().when(ReleaseConversation(), by=BEN).refused(NotTheOwner)
    assert assigned().when(ReleaseConversation(), by=LEA).phase == "queued"


@pytest.mark.rule("R41")
def test_the_desk_releases_when_a_shift_has_ended() -> None:
    told = assigned().when(ReleaseConversation("shift_ended"), by=DESK)
    told.then(ConversationReleased("desk:desk", "shift_ended"))


@pytest.mark.rule("R42")
def test_the_technical_team_gets_it_with_a_reason() -> None:
    told = assigned().when(HandToTeam("technical", " ")).refused(ReasonIsNeeded)
    told.when(HandToTeam("catering", "hungry")).refused(UnknownTeam)
    told.when(HandToTeam("technical", "x" * 501)).refused(TextIsTooLong)
    told.when(HandToTeam("technical", "why"), by=BEN).refused(NotTheOwner)
    told.when(HandToTeam("technical", "needs the logs")).then(HandedToTeam)
    assert (told.phase, told.state.team, told.state.agent) == ("queued", "technical", "")


@pytest.mark.rule("R16")
@pytest.mark.rule("R42")
def test_handing_on_changes_no_clock() -> None:
    told = answered().at("10:00")
    names = ("first_response", "resolution", "update")
    before = [told.clock(name) for name in names]
    told.when(HandToTeam("technical", "needs the logs")).when(ClaimConversation(), by=BEN)
    assert [told.clock(name) for name in names] == before


@pytest.mark.rule("R08")
def test_while_the_first_response_runs_there_is_no_default() -> None:
    assigned().when(Reply("r1", "Hello", "plain", saw=NOW)).refused(MarkIsNeeded)


@pytest.mark.rule("R08")
def test_an_acknowledgement_is_no_first_response() -> None:
    told = assigned().when(Reply("r1", "Looking into it", "acknowledged", saw=NOW))
    assert told.then(AgentReplied).clock("first_response").state == "running"


@pytest.mark.rule("R08")
def test_an_investigation_is_and_marks_end_with_it() -> None:
    told = answered()
    assert told.clock("first_response").state == "stopped"
    told.when(Reply("r2", "More", "investigated", saw=NOW))
    assert told.events(AgentReplied)[-1].mark == "plain"


@pytest.mark.rule("R08")
def test_notes_are_no_first_response() -> None:
    told = assigned().when(AddNote("n1", "Looks like DNS", ("ben",)))
    assert told.clock("first_response").state == "running"


@pytest.mark.rule("R08")
def test_a_lead_revokes_the_mark_with_a_reason() -> None:
    told = answered()
    reply = told.position
    told.when(RevokeInvestigation(reply, "a greeting"), by=ANNA).refused(NotAllowed)
    told.when(RevokeInvestigation(reply, ""), by=LEA).refused(ReasonIsNeeded)
    told.when(RevokeInvestigation(reply - 1, "a greeting"), by=LEA).refused(NotInThisState)
    revoke = RevokeInvestigation(reply, "a greeting")
    told.when(revoke, by=LEA).then(InvestigationRevoked(reply, "a greeting", "lea"))
    told.when(revoke, by=LEA).refused(NotInThisState)
    assert told.clock("first_response").state == "running"


@pytest.mark.rule("R41")
def test_a_reply_is_refused_if_the_customer_wrote_meanwhile() -> None:
    told = answered()
    seen = told.position
    told.when(PostMessage("m2", "Found it"))
    told.when(Reply("r2", "Try this", "plain", saw=seen)).refused(ReplyIsStale)
    told.when(Reply("r2", "Try this", "plain", saw=told.position)).then(AgentReplied)


@pytest.mark.rule("R41")
def test_a_reply_is_refused_if_a_colleague_answered_or_the_owner_changed() -> None:
    told = answered()
    seen = told.position
    told.when(Reply("r2", "Same here", "plain", saw=seen), by=BEN).then(AgentReplied)
    told.when(Reply("r3", "Try this", "plain", saw=seen)).refused(ReplyIsStale)
    moved = answered().when(AssignConversation("ben"))
    moved.when(Reply("r3", "Try this", "plain", saw=seen)).refused(ReplyIsStale)


@pytest.mark.rule("R41")
def test_ones_own_replies_and_colleagues_notes_refuse_nothing() -> None:
    told = answered()
    seen = told.position
    told.when(AddNote("n1", "Call me"), by=BEN)
    told.when(Reply("r2", "One more thing", "plain", saw=seen)).then(AgentReplied)
    told.when(Reply("r3", "And another", "plain", saw=seen)).then(AgentReplied)


@pytest.mark.rule("R43")
def test_a_reply_is_stored_once_and_may_be_files_alone() -> None:
    told = answered().when(Reply("r1", "The endpoint answers 500", "plain", saw=NOW)).then()
    told.when(Reply("r2", "", "plain", saw=NOW)).refused(TextIsEmpty)
    told.when(Reply("r2", "", "plain", saw=NOW, files=(SHOT,))).then(AgentReplied)


@pytest.mark.rule("R16")
def test_waiting_needs_a_public_question_in_the_same_step() -> None:
    asked = Reply("r2", "Which one?", "plain", saw=NOW, then="wait")
    assert answered().when(asked).then(AgentReplied, WaitingStarted("anna")).phase == "waiting"
    silent = Reply("r2", "", "plain", saw=NOW, then="wait", files=(SHOT,))
    answered().when(silent).refused(TextIsEmpty)


@pytest.mark.rule("R08")
@pytest.mark.rule("R16")
def test_answer_and_waiting_in_one_step_is_the_first_response() -> None:
    assert waiting().clock("first_response").state == "stopped"


@pytest.mark.rule("R17")
def test_resolving_is_refused_while_the_first_response_runs() -> None:
    told = assigned().when(ResolveConversation("s1", "Renewed", NOW)).refused(FirstResponseRuns)
    told.when(ResolveConversation("s1", "Renewed", NOW, investigated=True))
    told.then(ConversationResolved("s1", "anna", "Renewed", investigated=True), "desk.resolved_ask")
    assert told.clock("first_response").state == "stopped"


@pytest.mark.rule("R47")
def test_resolving_takes_a_solution_that_nothing_new_overtook() -> None:
    told = answered()
    seen = told.position
    told.when(ResolveConversation("s1", " ", NOW)).refused(TextIsEmpty)
    told.when(PostMessage("m2", "Wait"))
    told.when(ResolveConversation("s1", "Renewed", seen)).refused(ReplyIsStale)
    told.when(ResolveConversation("s1", "Renewed", NOW))
    told.then(ConversationResolved, "desk.resolved_ask")
    told.when(ResolveConversation("s1", "Renewed", NOW)).then()


# -- when waiting for the customer ----------------------------------------------------------------


@pytest.mark.rule("R41")
def test_released_while_waiting_it_waits_on_and_may_be_claimed() -> None:
    told = waiting().when(ReleaseConversation())
    assert (told.phase, told.state.agent) == ("waiting", "")
    told.when(ClaimConversation(), by=BEN).then(ConversationClaimed("ben"))
    assert (told.phase, told.state.agent) == ("waiting", "ben")


@pytest.mark.rule("R47")
def test_while_waiting_it_may_be_resolved() -> None:
    assert waiting().when(ResolveConversation("s1", "Renewed", NOW)).phase == "resolved"


# -- when resolved --------------------------------------------------------------------------------


def test_a_solution_may_be_explained_but_asks_nothing_more() -> None:
    resolved().when(PLAIN).then(AgentReplied)
    asked = Reply("r9", "Does it work?", "plain", saw=NOW, then="wait")
    resolved().when(asked).refused(NotInThisState)
    resolved().when(ResolveConversation("s2", "Again", NOW)).refused(NotInThisState)
    resolved().when(HandToTeam("technical", "why")).refused(NotInThisState)


@pytest.mark.rule("R47")
@pytest.mark.parametrize("state", [resolved, closed])
def test_a_person_takes_it_up_again(state) -> None:
    told = state().when(ReopenConversation(" ")).refused(ReasonIsNeeded)
    told.when(ReopenConversation("the customer called"), by=BEN)
    told.then(ConversationReopened("ben", "the customer called"), "desk.reopened")
    assert (told.phase, told.state.agent) == ("assigned", "ben")
    assert told.clock("resolution").state == "running"


# -- in any state ---------------------------------------------------------------------------------


@pytest.mark.rule("R43")
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_a_note_mentions_colleagues_at_any_time(state) -> None:
    told = state().when(AddNote("n1", "Ben, look", ("ben",)))
    told.then(NoteAdded("n1", "anna", "Ben, look", ("ben",)))
    told.when(AddNote("n1", "Ben, look", ("ben",))).then()
    told.when(AddNote("n2", "")).refused(TextIsEmpty)
    told.when(AddNote("n2", "I am an agent"), by=CUSTOMER).refused(NotAllowed)
