"""Mails what stayed unseen (R32). A mail is taken by an event with a lease before it is sent.

So a crash repeats it and two processes do not: what was taken and never reported is taken again
when its lease ends.
"""

import asyncio
from email.message import EmailMessage

import aiosmtplib
import structlog

from firstline.desk import Desk
from firstline.domain.commands import RecordMailFailed, RecordMailSent, System
from firstline.domain.conversation import Conversation
from firstline.domain.errors import FirstlineError
from firstline.domain.events import AgentReplied, ConversationResolved, MailTaken, Recorded
from firstline.notify import Change
from firstline.settings import Settings
from firstline.underway import Underway

log = structlog.get_logger()

OUTBOX = System("outbox")
PATIENCE = 30.0
"""Seconds for one mail."""


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
        return bool(self._settings.smtp_host and self._settings.mail_from)

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
            await self._hand_over(self._mail(record.state, record.recorded))
        except FirstlineError:
            raise
        except Exception as error:  # noqa: BLE001 - an address may be anything that a site signed
            log.warning("mail_failed", stream=stream, error=type(error).__name__)
            failed = RecordMailFailed(taken.upto, type(error).__name__)
            await self._desk.handle(stream, OUTBOX, failed)
        else:
            await self._desk.handle(stream, OUTBOX, RecordMailSent(taken.upto))

    def _holds(self, state: Conversation, taken: MailTaken) -> bool:
        """Whether the mail is still wanted and ours: neither seen meanwhile nor taken anew."""
        unseen = any(position <= taken.upto for position, _ in state.unseen)
        ours = state.mail.attempt == taken.attempt and self._desk.now() < taken.until
        return unseen and ours

    async def _hand_over(self, mail: EmailMessage) -> None:
        settings = self._settings
        await aiosmtplib.send(
            mail,
            hostname=settings.smtp_host,
            port=settings.smtp_port,
            username=settings.smtp_user or None,
            password=settings.smtp_password or None,
            use_tls=settings.smtp_security == "tls",
            start_tls=settings.smtp_security == "starttls",
            timeout=PATIENCE,
        )

    def _mail(self, state: Conversation, recorded: list[Recorded]) -> EmailMessage:
        texts, language = self._desk.voice.texts, state.language
        key = "reply_with_text" if self._settings.mail_content else "reply"
        values = {
            "number": state.number,
            "name": state.customer.name,
            "link": f"{self._settings.site_url or self._settings.url}/#firstline",
            "text": _unseen_text(state, recorded),
        }
        mail = EmailMessage()
        mail["From"] = self._settings.mail_from
        mail["To"] = state.customer.email
        mail["Subject"] = texts.say(language, f"{key}.subject", **values)
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(texts.say(language, f"{key}.body", **values))
        return mail


def _unseen_text(state: Conversation, recorded: list[Recorded]) -> str:
    said = [
        new.event.text if isinstance(new.event, AgentReplied) else new.event.solution
        for new in recorded
        if new.position > state.seen and isinstance(new.event, AgentReplied | ConversationResolved)
    ]
    return "\n\n".join(said)
