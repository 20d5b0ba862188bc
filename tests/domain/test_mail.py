"""The mail of an unseen reply: taken with a lease, sent, failed, given up (R32)."""

import pytest

from firstline.domain.commands import (
    MarkSeen,
    RecordMailFailed,
    RecordMailSent,
    RedactMessage,
    Reply,
    ReserveNumber,
    Tick,
)
from firstline.domain.deadlines import delivered_at
from firstline.domain.events import MailFailed, MailSent, MailTaken, Person

from .states import answered, resolved, waiting
from .story import NOW, PROMISE, Story, moment, story

pytestmark = pytest.mark.rule("R32", part="the unread mark and the mail; no bounces yet")


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
