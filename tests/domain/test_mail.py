"""The mail of an unseen reply: taken with a lease, sent, failed, given up (R32)."""

import pytest

from firstline.domain.commands import (
    MarkSeen,
    PostMessage,
    RecordMailBounced,
    RecordMailFailed,
    RecordMailSent,
    RedactMessage,
    Reply,
    ReserveNumber,
    ResolveConversation,
    Tick,
)
from firstline.domain.deadlines import delivered_at
from firstline.domain.errors import MailNotKnown
from firstline.domain.events import (
    ChannelMoved,
    ConversationClosed,
    MailBounced,
    MailFailed,
    MailSent,
    MailTaken,
    Person,
    SolutionUndelivered,
)

from .states import answered, resolved, waiting
from .story import NOW, PROMISE, Story, moment, story

pytestmark = pytest.mark.rule("R32")


def swept(told: Story, *, mail: bool | None = True) -> Story:
    return told.when(Tick(mail=mail))


def taken() -> Story:
    return swept(answered().at("09:05"))


def test_a_reply_unseen_for_five_minutes_is_mailed() -> None:
    told = swept(answered().at("09:04")).then()
    swept(told.at("09:05")).then(MailTaken(told.state.newest_answer, 1, moment("09:06")))
    swept(told).then()
    told.when(RecordMailSent(told.state.newest_answer)).then(MailSent)
    swept(told.at("1d 08:00"), mail=True)
    assert len(told.events(MailTaken)) == 1


def test_what_was_seen_is_not_mailed() -> None:
    told = answered().at("09:04")
    swept(told.when(MarkSeen(told.position)).at("09:30")).then()


def test_a_crash_in_between_repeats_it() -> None:
    told = swept(taken().at("09:06"))
    told.then(MailTaken(told.state.newest_answer, 2, moment("09:07")))


def test_a_failure_is_tried_again_ever_later_and_then_given_up() -> None:
    told, waits = taken(), []
    while told.state.mail.again_at is not None:
        told.when(RecordMailFailed(told.state.newest_answer, "greylisted"))
        again = told.state.mail.again_at
        if again is not None:
            waits.append(again - told.now)
            told.now = again
            swept(told).then(MailTaken)
    assert tuple(waits) == PROMISE.delivery.retry
    swept(told.at("1d 08:00"))
    assert len(told.events(MailTaken)) == 1 + len(waits)


def test_without_a_mailer_or_an_address_it_is_not_tried() -> None:
    answer = answered().at("09:05")
    swept(answer, mail=False).then(MailFailed(answer.state.newest_answer, "no_mail", None))
    swept(answered().at("09:05"), mail=None).then()


@pytest.mark.parametrize(
    "customer",
    [
        Person(id="v"),
        Person(id="v", email="v@example.com"),
        Person(id="v", email="v@example.com, x@evil.example", verified=True),
    ],
)
def test_only_an_identitys_address_is_written_to(customer) -> None:
    reserve = ReserveNumber("K7Q-4M2X", "chat", customer, "h", "en", (), "UTC", "p")
    told = Story().when(reserve).given(*(new.event for new in answered().log[1:]))
    swept(told.at("09:05"))
    told.then(MailFailed(told.state.newest_answer, "no_address", None))


def test_what_was_given_up_does_not_shorten_the_tries_of_the_next_reply() -> None:
    told = taken()
    told.given(MailFailed(told.state.newest_answer, "given up", None))
    told.at("10:00").when(Reply("r2", "News", "plain", saw=NOW))
    swept(told.at("10:04")).then()
    swept(told.at("10:05")).then(MailTaken(told.state.newest_answer, 1, moment("10:06")))


def test_what_was_seen_between_two_tries_does_not_hurry_the_next_mail() -> None:
    told = taken().when(RecordMailFailed(7, "greylisted"))
    told.when(MarkSeen(told.position)).at("10:00")
    told.when(Reply("r2", "News", "plain", saw=NOW))
    swept(told.at("10:04")).then()
    swept(told.at("10:05")).then(MailTaken)


@pytest.mark.parametrize("crashed", [True, False])
def test_what_is_tried_again_is_the_same_mail_whatever_was_said_meanwhile(crashed: bool) -> None:
    told = taken()
    first = told.state.newest_answer
    if not crashed:
        told.when(RecordMailFailed(first, "greylisted"))
    told.when(Reply("r2", "News", "plain", saw=NOW))
    swept(told.at("09:06")).then(MailTaken(first, 2, moment("09:07")))
    told.when(RecordMailSent(first))
    swept(told.at("09:10")).then(MailTaken(told.state.newest_answer, 1, moment("09:11")))


def test_in_the_chat_a_mail_that_was_given_up_ends_the_waiting() -> None:
    told = swept(waiting().at("09:05"))
    told.given(MailFailed(told.state.newest_answer, "given_up", None))
    assert told.phase == "assigned"
    told = swept(waiting().at("09:05"), mail=False).then(MailFailed)
    assert told.phase == "waiting", "nobody was promised a mail"


def test_what_was_erased_is_not_mailed() -> None:
    told = answered().when(Reply("r2", "My key is", "plain", saw=NOW))
    told.when(RedactMessage((told.state.newest_answer,), "a key"))
    kept = told.position - 2
    swept(told.at("09:05")).then(MailTaken(kept, 1, moment("09:06")))
    told.when(RedactMessage((kept,), "a key"))
    swept(told.at("10:00")).then()


def test_each_reply_has_five_minutes_of_its_own() -> None:
    told = taken()
    first = told.state.newest_answer
    told.when(Reply("r2", "News", "plain", saw=NOW)).when(RecordMailSent(first))
    swept(told.at("09:09")).then()
    swept(told.at("09:10")).then(MailTaken)


def test_silence_counts_from_the_mail_that_was_accepted() -> None:
    told = swept(resolved().at("09:05"))
    told.at("09:06").when(RecordMailSent(told.state.newest_answer))
    assert delivered_at(told.state, PROMISE) == moment("09:06")


def test_nothing_is_mailed_that_was_never_said() -> None:
    swept(story().at("23:00")).then()


def mailed(told: Story) -> Story:
    """The mail of what is unseen was accepted by the mail server."""
    swept(told.at("09:05"))
    return told.when(RecordMailSent(told.state.mail.upto))


def bounced(told: Story) -> Story:
    return told.when(RecordMailBounced(told.state.mailed[-1], "5.1.1"))


def test_a_mail_that_comes_back_ends_the_waiting() -> None:
    told = bounced(mailed(waiting()).at("10:00"))
    told.then(MailBounced(told.state.mailed[-1], "5.1.1"))
    assert (told.phase, told.state.agent) == ("assigned", "anna")
    told.at("5d 09:00").when(Tick())
    assert not told.events(ConversationClosed)


@pytest.mark.rule("R47")
def test_a_solution_that_came_back_goes_to_who_solved_it_and_is_not_confirmed() -> None:
    told = bounced(mailed(resolved()).at("10:00")).then(MailBounced, SolutionUndelivered())
    assert (told.phase, told.state.agent, told.state.solution) == ("assigned", "anna", "")
    told.at("5d 09:00").when(Tick())
    assert not told.events(ConversationClosed)


def test_so_does_a_solution_whose_mail_is_given_up() -> None:
    told = swept(resolved().at("09:05"))
    told.when(RecordMailFailed(told.state.mail.upto, "refused", for_good=True))
    told.then(MailFailed(told.state.newest_answer, "refused", None), SolutionUndelivered())
    assert told.phase == "assigned"


def test_a_desk_without_a_mail_server_promised_no_mail() -> None:
    told = swept(resolved().at("09:05"), mail=False).then(MailFailed)
    assert told.phase == "resolved"


def twice(told: Story) -> Story:
    """Its lease ended while it was being sent, so that another process has it, too."""
    return swept(swept(told.at("09:05")).at("09:06"))


@pytest.mark.parametrize("moved", [(), (ChannelMoved("mail", "anna"),)], ids=["chat", "mail"])
@pytest.mark.parametrize("for_good", [True, False])
def test_a_failure_of_a_mail_that_the_other_process_sent_changes_nothing(moved, for_good) -> None:
    told = twice(waiting().given(*moved))
    upto = told.state.mail.upto
    told.when(RecordMailSent(upto)).when(RecordMailFailed(upto, "away", for_good)).then()
    assert (told.phase, told.state.channel) == ("waiting", "mail" if moved else "chat")


@pytest.mark.parametrize("what", ["seen", "redacted"])
def test_a_failure_of_a_mail_that_is_no_longer_wanted_changes_nothing(what: str) -> None:
    told = swept(waiting().at("09:05"))
    upto = told.state.mail.upto
    told.when(MarkSeen(upto) if what == "seen" else RedactMessage((upto,), "a key"))
    told.when(RecordMailFailed(upto, "away")).then()
    assert told.phase == "waiting"


def test_a_late_failure_leaves_the_next_mail_under_way() -> None:
    told = mailed(waiting())
    told.when(Reply("r2", "News", "plain", saw=NOW))
    under_way = swept(told.at("09:30")).state.mail
    told.when(RecordMailFailed(told.state.mailed[0], "away", for_good=True)).then()
    assert told.state.mail == under_way


def test_who_solves_it_again_knows_that_no_mail_arrives() -> None:
    told = bounced(mailed(resolved()).at("10:00"))
    told.when(ResolveConversation("s2", "Renewed it", saw=NOW)).at("10:05")
    swept(told).then(MailTaken)
    told.when(RecordMailSent(told.state.mail.upto))
    bounced(told).then(MailBounced)
    assert told.phase == "resolved"
    assert delivered_at(told.state, PROMISE) == moment("10:05")
    told.at("2d 10:05").when(Tick())
    assert told.phase == "closed"


def test_who_was_there_since_is_known_to_be_reached() -> None:
    told = bounced(mailed(resolved()).at("10:00"))
    told.when(PostMessage("m8", "Here I am"))
    told.when(ResolveConversation("s2", "Renewed it", saw=NOW)).at("10:05")
    swept(told).when(RecordMailSent(told.state.mail.upto))
    bounced(told).then(MailBounced, SolutionUndelivered)


@pytest.mark.parametrize("comes", [MarkSeen(99), PostMessage("m9", "Thank you")])
def test_a_notice_that_comes_after_the_customer_changes_nothing(comes) -> None:
    told = mailed(waiting()).when(comes)
    phase = told.phase
    bounced(told).then()
    assert told.phase == phase


def test_a_notice_is_taken_once() -> None:
    bounced(bounced(mailed(waiting()))).then()


@pytest.mark.parametrize("upto", [0, 1, 10_000])
def test_a_notice_of_a_mail_that_was_never_sent_is_refused(upto: int) -> None:
    mailed(waiting()).when(RecordMailBounced(upto, "5.1.1")).refused(MailNotKnown)


def test_before_any_mail_was_sent_every_notice_is_refused() -> None:
    told = swept(waiting().at("09:05"))
    told.when(RecordMailBounced(told.state.newest_answer, "5.1.1")).refused(MailNotKnown)


def test_what_comes_back_leaves_the_next_mail_under_way() -> None:
    told = mailed(answered())
    told.when(Reply("r2", "News", "plain", saw=NOW)).at("09:30")
    swept(told).then(MailTaken)
    under_way = told.state.mail
    bounced(told)
    assert told.state.mail == under_way


def test_where_a_mail_came_back_it_goes_on_in_the_chat() -> None:
    told = answered().given(ChannelMoved("mail", "anna"))
    bounced(mailed(told)).then(
        MailBounced, ChannelMoved("chat", "desk:outbox"), "desk.moved_to_chat"
    )


def test_a_mail_that_is_refused_for_good_is_not_tried_again() -> None:
    told = taken()
    told.when(RecordMailFailed(told.state.mail.upto, "refused", for_good=True))
    told.then(MailFailed(told.state.newest_answer, "refused", None))


def test_what_another_mail_told_is_not_undone_by_one_that_came_back() -> None:
    told = mailed(resolved())
    told.when(Reply("r9", "One more thing", "plain", saw=NOW)).at("09:30")
    swept(told).when(RecordMailSent(told.state.mail.upto))
    bounced(told).then(MailBounced)
    assert told.phase == "resolved"
    told.when(RecordMailBounced(told.state.mailed[0], "5.1.1"))
    told.then(MailBounced, SolutionUndelivered)


def test_by_mail_one_that_came_back_late_moves_nothing_after_newer_ones_arrived() -> None:
    told = mailed(answered().given(ChannelMoved("mail", "anna")))
    told.when(Reply("r9", "News", "plain", saw=NOW)).at("09:30")
    swept(told).when(RecordMailSent(told.state.mail.upto))
    told.when(RecordMailBounced(told.state.mailed[0], "5.1.1")).then(MailBounced)
    assert told.state.channel == "mail"
