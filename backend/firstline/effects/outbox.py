"""Mails what stayed unseen (R32), and what is answered by mail (R33).

A mail is taken by an event with a lease before it is sent. So a crash repeats it and two processes
do not: what was taken and never reported is taken again when its lease ends.
"""

import asyncio
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr

import aiosmtplib
import structlog

from firstline.desk import Desk
from firstline.domain.commands import RecordMailFailed, RecordMailSent, System
from firstline.domain.conversation import Conversation
from firstline.domain.errors import FirstlineError
from firstline.domain.events import (
    AgentReplied,
    ConversationResolved,
    DeskSaid,
    Event,
    MailTaken,
    Recorded,
)
from firstline.mails import message_id, thread_id
from firstline.notify import Change
from firstline.settings import Settings
from firstline.underway import Underway

log = structlog.get_logger()

OUTBOX = System("outbox")
SOLUTION = "desk.resolved_ask"
"""The line that repeats the solution and asks whether it helped."""
PATIENCE = 30.0
"""Seconds for one mail."""
PERMANENT = 500
"""From here on a code of SMTP says: never."""
NO_MAILBOX = re.compile(r"5\.(?:1\.(?![78]\b)\d{1,3}|2\.\d{1,3})\b")
"""That it is the mailbox, and not the sender (5.1.7, 5.1.8), by RFC 3463."""


class Outbox:
    """Sends through the mail server of the settings; without one it is never told of a mail."""

    def __init__(self, desk: Desk, settings: Settings, underway: Underway | None = None) -> None:
        self._desk = desk
        self._settings = settings
        self._underway = underway or Underway()
        self._taken: asyncio.Queue[tuple[str, MailTaken]] = asyncio.Queue()

    @property
    def can_mail(self) -> bool:
        """Whether there is a mail server and an address to send from."""
        return self._settings.can_mail

    def note(self, change: Change) -> None:
        """A listener of the desk: mails that were just taken."""
        for new in change.recorded:
            if isinstance(new.event, MailTaken):
                self._taken.put_nowait((change.stream, new.event))

    async def run(self) -> None:
        """A named task of the composition root: sends what was taken, one after the other."""
        while True:
            stream, taken = await self._taken.get()
            await self._underway.or_never()
            try:
                with self._underway:
                    await self._send(stream, taken)
            except FirstlineError as error:
                log.warning("mail_not_recorded", stream=stream, code=error.code)

    async def _send(self, stream: str, taken: MailTaken) -> None:
        """Raises StoreRefused; the mail is then taken again when its lease ends."""
        record = await self._desk.record(stream)
        if not self._holds(record.state, taken):
            return
        try:
            await self._hand_over(self._mail(record.state, record.recorded, taken.upto))
        except FirstlineError:
            raise
        except Exception as error:  # noqa: BLE001 - an address may be anything that a site signed
            log.warning("mail_failed", stream=stream, error=type(error).__name__)
            kind, for_good = type(error).__name__, _is_for_good(error)
            failed = RecordMailFailed(taken.upto, kind, for_good)
            await self._desk.handle(stream, OUTBOX, failed)
        else:
            await self._desk.handle(stream, OUTBOX, RecordMailSent(taken.upto))

    def _holds(self, state: Conversation, taken: MailTaken) -> bool:
        """Whether the mail is still wanted and ours: neither seen meanwhile nor taken anew."""
        wanted = any(position <= taken.upto for position, _ in state.to_mail)
        ours = state.mail.attempt == taken.attempt and self._desk.now() < taken.until
        return wanted and ours

    async def _hand_over(self, mail: EmailMessage) -> None:
        settings = self._settings
        await aiosmtplib.send(
            mail,
            sender=parseaddr(settings.mail_bounces or settings.mail_from)[1],
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            timeout=PATIENCE,
        )

    def _mail(self, state: Conversation, recorded: list[Recorded], upto: int) -> EmailMessage:
        """All mails of a conversation have one subject and one place, so that they are one thread.

        The place is a message that never was: which of them came first need not be known.
        """
        texts, language = self._desk.voice.texts, state.language
        key = "by_mail" if state.channel == "mail" else "reply"
        key = f"{key}_with_text" if self._settings.mail_content else key
        host = parseaddr(self._settings.mail_from)[1].rpartition("@")[2]
        values = {
            "number": state.number,
            "name": state.customer.name,
            "link": f"{self._settings.site_url or self._settings.url}/#firstline",
            "text": _text(state, recorded, upto),
        }
        mail = EmailMessage()
        mail["From"] = self._settings.mail_from
        mail["To"] = Address(addr_spec=state.customer.email)
        mail["Subject"] = texts.say(language, "mail.subject", **values)
        mail["Message-ID"] = message_id(state.number, upto, host)
        mail["In-Reply-To"] = mail["References"] = thread_id(state.number, host)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(texts.say(language, f"{key}.body", **values))
        return mail


def _is_for_good(error: Exception) -> bool:
    """Whether the server refused the recipient: there is no such mailbox, or it takes no mail.

    Many servers refuse the sender, the sign-in or the relaying only when they hear the recipient,
    and from a list of blocked servers one is taken off again: all that is tried again.
    """
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=refused):
            return all(_names_the_mailbox(one.code, one.message) for one in refused)
        case aiosmtplib.SMTPRecipientRefused() | aiosmtplib.SMTPDataError():
            return _names_the_mailbox(error.code, error.message)
        case _:
            return False


def _names_the_mailbox(code: int, message: str) -> bool:
    return code >= PERMANENT and NO_MAILBOX.match(message) is not None


def _text(state: Conversation, recorded: list[Recorded], upto: int) -> str:
    """What was said and neither seen nor mailed, with the names of its files."""
    wanted = {position for position, _ in state.to_mail if position <= upto}
    said = [new.event for new in recorded if new.position in wanted]
    if any(isinstance(event, DeskSaid) and event.key == SOLUTION for event in said):
        said = [event for event in said if not isinstance(event, ConversationResolved)]
    return "\n\n".join(words for words in map(_said, said) if words)


def _said(event: Event) -> str:
    match event:
        case AgentReplied(text=text, files=files):
            return "\n".join([text, *(f"[{file.name}]" for file in files)]).strip()
        case ConversationResolved(solution=solution):
            return solution
        case DeskSaid(text=text):
            return text
        case _:
            return ""
