"""A reply that stays unseen is mailed (R32): once, by lease, through a real mail server."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import msgspec
import pytest

from firstline.domain.commands import (
    AddNote,
    MarkSeen,
    MoveToChannel,
    PostMessage,
    RecordMailSent,
    RedactMessage,
    Reply,
    ResolveConversation,
    System,
    Tick,
)
from firstline.domain.events import Attachment, MailFailed, MailSent, MailTaken
from firstline.effects.outbox import Outbox
from firstline.effects.sweeper import Sweeper
from firstline.settings import Settings
from firstline.store.port import StoreRefused
from tests.kit import ANNA, HOUR, MINUTE, RITA, Room, texts, until
from tests.mail_server import Mailbox, serving

R33 = pytest.mark.rule("R33")
R32 = pytest.mark.rule("R32")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with serving(Mailbox()) as mailbox:
        yield mailbox


@pytest.fixture
def mail_settings(mailbox: Mailbox) -> Settings:
    return Settings(
        smtp_host="127.0.0.1",
        smtp_port=mailbox.port,
        smtp_security="none",
        mail_from="desk@example.com",
        public_url="https://help.example",
    )


class Post:
    """The room with its sweeper and outbox, moved on by hand."""

    def __init__(self, room: Room, settings: Settings) -> None:
        self.room = room
        self.outbox = Outbox(room.desk, settings)
        room.notifier.listen(self.outbox.note)
        self.sweeper = Sweeper(room.desk, lambda _: None, can_mail=self.outbox.can_mail)

    async def after(self, span: int) -> None:
        """Time passes; what is taken is sent."""
        self.room.clock.at += span
        await self.sweeper.sweep()
        while not self.outbox._taken.empty():
            stream, taken = self.outbox._taken.get_nowait()
            await self.outbox._send(stream, taken)

    async def record(self, stream: str) -> list[str]:
        mails = MailTaken | MailSent | MailFailed
        events = await self.room.events(stream)
        return [type(one).__name__ for one in events if isinstance(one, mails)]


@pytest.fixture
def post(room: Room, mail_settings: Settings) -> Post:
    return Post(room, mail_settings)


@R32
@pytest.mark.parametrize("language", ["en", "pt_BR", "de", "es", "ru"])
async def test_a_reply_unseen_for_five_minutes_is_mailed_once(post: Post, mailbox, language):
    stream = await post.room.answered(language=language)
    await post.after(5 * MINUTE - 1)
    assert mailbox.mails == []
    await post.after(1)
    await post.after(MINUTE)
    await post.after(HOUR)
    (mail,) = mailbox.mails
    number = (await post.room.state(stream)).number
    assert mail["To"] == "rita@example.com"
    assert number in mail["Subject"] + mail.get_content()
    assert "https://help.example/#firstline" in mail.get_content()
    assert "firewall" not in mail.get_content()
    assert "{" not in mail["Subject"] + mail.get_content()
    assert await post.record(stream) == ["MailTaken", "MailSent"]


@R32
async def test_the_reply_itself_is_in_the_mail_only_where_that_is_allowed(
    room: Room, mail_settings, mailbox
):
    allowed = Post(room, msgspec.structs.replace(mail_settings, mail_content=True))
    stream = await room.answered()
    await room.give(stream, AddNote("n1", "between us"), ANNA)
    saw = (await room.state(stream)).position
    await room.give(stream, ResolveConversation("s1", "Renewed it", saw), ANNA)
    await allowed.after(5 * MINUTE)
    content = mailbox.mails[0].get_content()
    assert "It was the firewall" in content
    assert "Renewed it" in content
    assert "between us" not in content


async def by_mail(post: Post, **more) -> str:
    """Anna has it, and it is answered by mail."""
    stream = await post.room.assigned(**more)
    await post.room.give(stream, MoveToChannel("mail"), ANNA)
    return stream


async def replies(post: Post, stream: str, id: str, text: str, **more) -> None:
    """Anna replies, and the customer has the chat open and sees it at once."""
    saw = (await post.room.state(stream)).position
    mark = "investigated" if id == "r1" else "plain"
    await post.room.give(stream, Reply(id, text, mark, saw, **more), ANNA)
    await post.room.give(stream, MarkSeen((await post.room.state(stream)).position))


@R33
@pytest.mark.parametrize("language", ["en", "pt_BR", "de", "es", "ru"])
async def test_by_mail_a_reply_goes_out_with_the_next_sweep_and_says_how_to_answer(
    post: Post, mailbox, language
):
    stream = await by_mail(post, language=language)
    await replies(post, stream, "r1", "It was the firewall")
    await post.after(0)
    (mail,) = mailbox.mails
    number = (await post.room.state(stream)).number
    content = mail.get_content()
    assert number in mail["Subject"]
    assert number in content
    assert "https://help.example/#firstline" in content
    assert "firewall" not in content
    assert "{" not in mail["Subject"] + content
    assert texts().say(language, "by_mail.body").splitlines()[0] in content


@R33
async def test_by_mail_there_is_what_is_new_and_only_where_that_is_allowed(
    room: Room, mail_settings, mailbox
):
    allowed = Post(room, msgspec.structs.replace(mail_settings, mail_content=True))
    stream = await by_mail(allowed)
    shot = Attachment("f1", "trace.txt", 9, "text/plain", checked=True)
    await replies(allowed, stream, "r1", "It was the firewall", files=(shot,))
    await allowed.after(0)
    await replies(allowed, stream, "r2", "It is open now")
    await allowed.after(0)
    first, second = (mail.get_content() for mail in mailbox.mails)
    assert "It was the firewall\r\n[trace.txt]" in first
    assert "It is open now" in second
    assert "firewall" not in second


@R33
async def test_all_mails_of_a_conversation_stand_in_one_thread(post: Post, mailbox):
    stream = await by_mail(post)
    await replies(post, stream, "r1", "It was the firewall")
    await post.after(0)
    saw = (await post.room.state(stream)).position
    await post.room.give(stream, ResolveConversation("s1", "Renewed it", saw), ANNA)
    await post.after(0)
    number = (await post.room.state(stream)).number
    first, second = mailbox.mails
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Subject"] == second["Subject"]
    for mail in mailbox.mails:
        assert mail["References"] == mail["In-Reply-To"] == f"<{number}@example.com>"


@R33
async def test_a_mail_that_is_repeated_is_known_to_be_the_same(post: Post, mailbox, monkeypatch):
    stream = await by_mail(post)
    await replies(post, stream, "r1", "It was the firewall")
    handle = post.room.desk.handle

    async def forgets(stream, by, command):
        if not isinstance(command, RecordMailSent):
            return await handle(stream, by, command)
        return None

    monkeypatch.setattr(post.room.desk, "handle", forgets)
    await post.after(0)
    await post.after(MINUTE)
    first, second = mailbox.mails
    assert first["Message-ID"] == second["Message-ID"]


@R33
async def test_a_repeat_tells_what_the_first_one_told_whatever_was_said_meanwhile(
    room: Room, mail_settings, mailbox, monkeypatch
):
    allowed = Post(room, msgspec.structs.replace(mail_settings, mail_content=True))
    stream = await by_mail(allowed)
    await replies(allowed, stream, "r1", "It was the firewall")
    room.clock.at += MINUTE
    await allowed.sweeper.sweep()
    (_, taken) = allowed.outbox._taken.get_nowait()
    record = await room.desk.record(stream)
    await allowed.outbox._hand_over(allowed.outbox._mail(record.state, record.recorded, taken.upto))
    await replies(allowed, stream, "r2", "It is open now")
    await allowed.after(MINUTE)
    await allowed.after(0)
    first, again, second = mailbox.mails
    assert first["Message-ID"] == again["Message-ID"] != second["Message-ID"]
    assert first.get_content() == again.get_content()
    assert "It is open now" in second.get_content()


@R33
@pytest.mark.rule("R47")
@pytest.mark.parametrize("language", ["en", "pt_BR", "de", "es", "ru"])
async def test_by_mail_a_solution_is_told_once_and_asks_whether_it_helped(
    room: Room, mail_settings, mailbox, language
):
    allowed = Post(room, msgspec.structs.replace(mail_settings, mail_content=True))
    stream = await by_mail(allowed, language=language)
    saw = (await room.state(stream)).position
    await room.give(stream, ResolveConversation("s1", "Renewed it", saw, investigated=True), ANNA)
    await allowed.after(0)
    content = mailbox.mails[0].get_content()
    asked = texts().say(language, "desk.resolved_ask", solution="Renewed it")
    assert content.replace("\r\n", "\n").count(asked) == content.count("Renewed it") == 1


@R33
@pytest.mark.rule("R52", part="redacting, erasing a customer, retention; no restore yet")
async def test_a_reply_that_was_redacted_before_its_mail_is_not_mailed(post: Post, mailbox):
    stream = await by_mail(post)
    await replies(post, stream, "r1", "Your key is 12345")
    said = (await post.room.state(stream)).newest_answer
    await post.room.give(stream, RedactMessage((said,), "a key"), ANNA)
    await post.after(0)
    assert mailbox.mails == []


@R33
async def test_a_bad_address_in_the_token_writes_to_nobody_else(post: Post, mailbox):
    person = msgspec.structs.replace(RITA, email="rita@example.com, x@evil.example")
    stream = await post.room.answered(person)
    await post.after(5 * MINUTE)
    assert mailbox.mails == []
    assert await post.record(stream) == ["MailFailed"]


@R33
async def test_back_in_the_chat_only_what_stays_unseen_is_mailed(post: Post, mailbox):
    stream = await by_mail(post)
    await post.room.give(stream, PostMessage("m9", "Me again"))
    await replies(post, stream, "r1", "It was the firewall")
    await post.after(HOUR)
    assert mailbox.mails == []


@R32
async def test_what_was_seen_is_not_mailed(post: Post, mailbox):
    stream = await post.room.answered()
    position = (await post.room.state(stream)).position
    await post.room.give(stream, MarkSeen(position))
    await post.after(HOUR)
    assert mailbox.mails == []
    await post.room.give(stream, Reply("r2", "And another", "plain", position), ANNA)
    await post.after(5 * MINUTE)
    assert len(mailbox.mails) == 1


@R32
async def test_what_is_seen_while_the_mail_waits_for_its_turn_is_not_mailed(post: Post, mailbox):
    stream = await post.room.answered()
    post.room.clock.at += 5 * MINUTE
    await post.sweeper.sweep()
    await post.room.give(stream, MarkSeen((await post.room.state(stream)).position))
    await post.after(1)
    assert mailbox.mails == []


@R32
async def test_a_failed_mail_is_tried_again_as_the_promise_says_and_then_given_up(
    post: Post, mailbox
):
    mailbox.refuses = 99
    stream = await post.room.answered()
    await post.after(5 * MINUTE)
    for pause in (1, 5, 30, 120):
        await post.after(pause * MINUTE)
    await post.after(HOUR)
    record = await post.record(stream)
    assert record == ["MailTaken", "MailFailed"] * 5
    errors = [one for one in await post.room.events(stream) if isinstance(one, MailFailed)]
    assert errors[-1].again_at is None
    assert errors[0].error == "SMTPDataError"


@R32
@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
async def test_a_recipient_that_is_refused_for_good_is_given_up_at_once(post: Post, mailbox, stage):
    mailbox.never = stage
    stream = await post.room.answered()
    await post.after(5 * MINUTE)
    await post.after(HOUR)
    assert await post.record(stream) == ["MailTaken", "MailFailed"]
    (failed,) = (one for one in await post.room.events(stream) if isinstance(one, MailFailed))
    assert failed.again_at is None


@R32
@pytest.mark.parametrize("stage", ["RCPT", "DATA"])
@pytest.mark.parametrize(
    "refusal", ["553 5.1.8 sender rejected", "554 5.7.1 relay access denied", "550 blocked"]
)
async def test_a_refusal_that_is_ours_to_mend_is_tried_again(post: Post, mailbox, stage, refusal):
    mailbox.never, mailbox.refusal = stage, refusal
    stream = await post.room.answered()
    await post.after(5 * MINUTE)
    mailbox.never = ""
    await post.after(HOUR)
    assert await post.record(stream) == ["MailTaken", "MailFailed", "MailTaken", "MailSent"]


@R32
async def test_notices_go_to_the_address_of_the_settings(room: Room, mail_settings, mailbox):
    settings = msgspec.structs.replace(mail_settings, mail_bounces="bounces@example.com")
    post = Post(room, settings)
    await post.room.answered()
    await post.after(5 * MINUTE)
    assert mailbox.senders == ["bounces@example.com"]


@R32
async def test_without_one_they_go_to_where_mails_come_from(post: Post, mailbox):
    await post.room.answered()
    await post.after(5 * MINUTE)
    assert mailbox.senders == ["desk@example.com"]


@R32
async def test_a_second_try_that_works_is_the_last(post: Post, mailbox):
    mailbox.refuses = 1
    stream = await post.room.answered()
    await post.after(5 * MINUTE)
    await post.after(MINUTE)
    await post.after(HOUR)
    assert len(mailbox.mails) == 1
    assert (await post.record(stream))[-1] == "MailSent"


@R32
async def test_a_crash_between_taking_and_sending_repeats_it_when_the_lease_ends(
    post: Post, mailbox, mail_settings
):
    stream = await post.room.answered()
    post.room.clock.at += 5 * MINUTE
    await post.sweeper.sweep()
    assert await post.record(stream) == ["MailTaken"]
    other = Room(post.room.folder, post.room.clock, store=post.room.store)
    restarted = Post(other, mail_settings)
    await restarted.after(MINUTE - 1)
    assert mailbox.mails == []
    await restarted.after(1)
    assert len(mailbox.mails) == 1
    await post.after(1)
    assert len(mailbox.mails) == 1, "the first process no longer holds the lease"


@R32
@pytest.mark.parametrize("address", ["", "two\nlines@example.com", "ü@exämple.com", "nobody"])
async def test_an_address_that_nobody_can_write_to_harms_nothing(post: Post, mailbox, address):
    person = msgspec.structs.replace(RITA, email=address)
    stream = await post.room.answered(person)
    good = await post.room.answered(msgspec.structs.replace(RITA, id="other"))
    for _ in range(4):
        await post.after(5 * MINUTE)
    assert "rita@example.com" in [mail["To"] for mail in mailbox.mails]
    assert (await post.record(good))[-1] == "MailSent"
    assert (await post.record(stream))[-1] in {"MailFailed", "MailSent"}


@R32
async def test_without_a_mail_server_nothing_waits_for_one(room: Room):
    off = Post(room, Settings())
    assert not off.outbox.can_mail
    stream = await room.answered()
    await off.after(5 * MINUTE)
    assert await off.record(stream) == ["MailFailed"]


@pytest.fixture
async def running(post: Post) -> AsyncIterator[asyncio.Task]:
    task = asyncio.create_task(post.outbox.run())
    yield task
    task.cancel()


@R32
async def test_a_store_that_refuses_does_not_end_the_outbox(
    post: Post, mailbox, running, monkeypatch
):
    first, handle = await post.room.answered(), post.room.desk.handle
    refused = asyncio.Event()

    async def full(stream, by, command):
        if by == System("outbox"):
            refused.set()
            raise StoreRefused
        return await handle(stream, by, command)

    monkeypatch.setattr(post.room.desk, "handle", full)
    post.room.clock.at += 5 * MINUTE
    await post.room.desk.handle(first, System("sweeper"), Tick(mail=True))
    await refused.wait()
    monkeypatch.undo()
    second = await post.room.answered(msgspec.structs.replace(RITA, id="other"))
    post.room.clock.at += 5 * MINUTE
    await post.sweeper.sweep()

    async def sent() -> bool:
        return "MailSent" in await post.record(second)

    await until(sent)
    assert not running.done()
    assert "MailTaken" in await post.record(first)
