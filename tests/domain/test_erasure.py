"""Erasure: what is blanked, what stays, and that a record with blanks still folds (R52)."""

import msgspec
import pytest

from firstline.domain.commands import (
    CorrectFinding,
    EraseContent,
    OfferSplit,
    PostMessage,
    RateConversation,
    RecordFindings,
    RedactMessage,
)
from firstline.domain.context import Finding
from firstline.domain.erasure import blank
from firstline.domain.errors import NotAllowed, NothingToErase, ReasonIsNeeded
from firstline.domain.events import (
    AgentReplied,
    ContentErased,
    CustomerWrote,
    FindingsRecorded,
    MailFailed,
    NumberReserved,
    Recorded,
    SplitPart,
)
from firstline.domain.evolve import fold

from .states import STATES, closed, in_intake, queued, resolved
from .story import DESK, LEA, Story

pytestmark = pytest.mark.rule(
    "R52", part="redacting, erasing a customer, retention; no restore yet"
)


def erased(told: Story) -> list[Recorded]:
    """The record after the desk has blanked what the newest erasure names."""
    named = told.events(ContentErased)[-1].positions
    return [
        Recorded(one.position, one.at, blank(one.event)) if one.position in named else one
        for one in told.log
    ]


def told_whole() -> Story:
    """A conversation in which everybody said something of their own."""
    told = queued().when(RecordFindings((Finding("request", "POST /hidden", 2),)))
    told.when(CorrectFinding("time", "hidden o'clock"))
    told.given(*(new.event for new in closed().log[5:]))
    return told.when(RateConversation(5, "hiddenly good"))


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_a_message_is_redacted_in_any_state_with_who_and_why(state) -> None:
    told = state().when(RedactMessage((1,), "a key")).then(ContentErased((1,), "anna", "a key"))
    told.when(RedactMessage((1,), " ")).refused(ReasonIsNeeded)


def test_only_what_is_there_can_be_erased() -> None:
    told = in_intake()
    for positions in ((), (0,), (told.position + 1,)):
        told.when(RedactMessage(positions, "a key")).refused(NothingToErase)


def test_what_repeats_a_message_is_blanked_with_it() -> None:
    told = in_intake().when(RecordFindings((Finding("description", "my password", 2),)))
    told.when(PostMessage("m2", "at nine"))
    told.when(RecordFindings((Finding("time", "9:00", 4),)))
    told.when(RedactMessage((2,), "a password"))
    told.then(ContentErased((2, 3), "anna", "a password"))
    after = fold(erased(told))
    assert (after.subject, [found.value for found in after.findings]) == ("", ["", "9:00"])


def test_a_redacted_solution_is_blanked_where_the_desk_repeats_it() -> None:
    told = resolved()
    solution = told.state.phase.position
    told.when(RedactMessage((solution,), "a key"))
    told.then(ContentErased((solution, solution + 1), "anna", "a key"))
    assert fold(erased(told)).solution == ""


def test_a_customer_is_erased_whole_by_a_lead_or_by_retention() -> None:
    told = closed()
    every = tuple(range(1, told.position + 1))
    told.when(EraseContent("asked for it")).refused(NotAllowed)
    told.when(EraseContent("asked for it"), by=LEA)
    told.then(ContentErased(every, "lea", "asked for it"))
    closed().when(EraseContent("retention"), by=DESK).then(ContentErased)


def test_no_word_of_anybody_is_left() -> None:
    told = told_whole().when(EraseContent("asked for it"), by=LEA)
    stored = msgspec.json.encode(erased(told)[:-1]).decode()
    words = ("Webhooks", "Rita", "example.com", "Lisbon", "500", "certificate", "hidden")
    assert [word for word in words if word in stored] == []


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_a_record_with_blanks_folds_to_the_same_conversation(state) -> None:
    told = state()
    before = told.state
    told.when(EraseContent("asked for it"), by=LEA)
    after = fold(erased(told))
    for field in ("number", "beats", "missed", "fired", "ids", "severity", "delivery"):
        assert getattr(after, field) == getattr(before, field)
    assert after.to_mail == (), "what is blank is not mailed"
    assert type(after.phase) is type(before.phase)
    assert after.position == told.position


def test_position_kind_time_ids_and_marks_stay() -> None:
    reply = AgentReplied("r1", "anna", "The endpoint answers 500", "investigated")
    assert blank(reply) == AgentReplied("r1", "anna", "", "investigated")
    said = CustomerWrote("m1", "words", choice="person", answers=3)
    assert blank(said) == CustomerWrote("m1", "", choice="person", answers=3)


def test_personal_fields_go_with_the_words() -> None:
    opening = blank(told_whole().log[0].event)
    assert isinstance(opening, NumberReserved)
    assert (opening.customer.id, opening.customer.email, opening.key_hash) == ("", "", "")
    assert (opening.customer.plan, opening.customer.verified) == ("basic", True)
    found = FindingsRecorded((Finding("time", "9:00", 2, 3, 7, moment=1, zone="Europe/Lisbon"),))
    assert blank(found) == FindingsRecorded((Finding("time", ""),))
    assert blank(MailFailed(3, "550 rita@example.com unknown", None)) == MailFailed(3, "", None)


def test_an_erased_failure_still_says_whether_a_mail_was_tried() -> None:
    """Who was promised no mail is waited for, also once it is erased that there was none."""
    assert blank(MailFailed(3, "no_mail", None)) == MailFailed(3, "no_mail", None)


def test_what_was_understood_from_several_messages_goes_with_each_of_them() -> None:
    told = in_intake().when(PostMessage("m2", "and more"))
    both = Finding("description", "my password and more", 3, since=2)
    told.when(RecordFindings((both,))).when(RedactMessage((2,), "a password"))
    told.then(ContentErased((2, 4), "anna", "a password"))


@pytest.mark.parametrize("message", [2, 3])
def test_a_response_that_two_messages_told_goes_with_each_of_them(message: int) -> None:
    told = in_intake().when(PostMessage("m2", "and it is #190"))
    told.when(RecordFindings((Finding("response", "401", 2, 8, 11),)))
    told.when(RecordFindings((Finding("response", "#190", 3, 10, 14),)))
    [whole] = told.state.findings
    assert (whole.value, list(whole.messages)) == ("401 · 190", [2, 3])
    told.when(RedactMessage((message,), "a key"))
    assert "401 · 190" not in {one.value for one in fold(erased(told)).findings}


def test_a_correction_after_a_message_was_erased_is_the_customers_own() -> None:
    told = in_intake().when(RedactMessage((2,), "a password"))
    told.when(CorrectFinding("time", "8:00")).then(FindingsRecorded)
    assert told.state.findings[0].source == told.position


def test_what_is_read_while_its_message_is_erased_is_not_recorded() -> None:
    told = in_intake().when(PostMessage("m2", "at nine"))
    told.when(RedactMessage((2,), "a password"))
    both = Finding("description", "my password at nine", 3, since=2)
    told.when(RecordFindings((both, Finding("time", "9:00", 3))))
    told.then(FindingsRecorded((Finding("time", "9:00", 3),), "intake"))
    told.when(RecordFindings((both,))).then()
    split = OfferSplit(2, "my password", (SplitPart("s", "AAA-BBBB", "other"),))
    told.when(split).then()
