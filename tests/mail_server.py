"""A real mail server on loopback that keeps what arrives."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.running import free_port


class Mailbox:
    """A mail server's inside: keeps what arrives, or refuses as it is told."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.senders: list[str] = []
        """Of each mail the envelope's sender."""
        self.refuses = 0
        self.never = ""
        """The stage at which each mail is refused: RCPT or DATA."""
        self.refusal = "550 5.1.1 nobody of this name"
        self.port = free_port()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if self.never == "RCPT":
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.refuses:
            self.refuses -= 1
            return "451 try again later"
        if self.never == "DATA":
            return self.refusal
        self.senders.append(envelope.mail_from)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def about(self, number: str) -> list[EmailMessage]:
        """The mails of one conversation, by its number."""
        return [mail for mail in self.mails if number in mail["Subject"]]


@contextmanager
def serving(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Takes mail at the mailbox's port while the block runs."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
