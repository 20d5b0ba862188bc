"""A notice of non-delivery (RFC 3464), read for one thing: which of our mails did not arrive.

It comes from anybody. So nothing of its text is passed on: a number, a position and a status.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from email.parser import HeaderParser

from msgspec import Struct

from firstline.domain.errors import OperatorError
from firstline.mails import STATUS, named_by

LARGEST = 256 * 1024
"""Bytes of a notice, which may hold the whole mail that did not arrive; ours are small."""
AT_FIRST = re.compile(rf"\s*({STATUS})\b")
UNKNOWN = "5.0.0"
"""What stands for a status that is none: it failed, and nobody says why."""
BLOCKS, HEADERS = "text/delivery-status", "text/rfc822-headers"
READ_AS = {
    "message/delivery-status": BLOCKS,
    "message/global-delivery-status": BLOCKS,
    "message/rfc822": HEADERS,
    "message/global": HEADERS,
    "message/global-headers": HEADERS,
}
"""The parts of a report that are read; of a mail in other letters they are `global` (RFC 6533)."""
BETWEEN_BLOCKS = re.compile(r"\n\s*\n")


class NoticeUnusable(OperatorError):
    """Not to be used; `code` says why in a word."""

    code = "notice_unusable"


class NoticeTooLarge(NoticeUnusable):
    """The mail is larger than any notice."""

    code = "notice_too_large"


class NoNotice(NoticeUnusable):
    """The mail is no notice of non-delivery (multipart/report, report-type=delivery-status)."""

    code = "no_notice"


class NoticeOfAnother(NoticeUnusable):
    """The notice does not name a mail of Firstline: its Message-ID is none that we give."""

    code = "notice_of_another"


class Part(Message):
    """A part of a mail; what is read of a report is text to the parser.

    Else it would open it, but not the blocks of `global` kinds, nor what is coded.
    """

    def get_content_type(self) -> str:
        """The kind of the part as it is read here."""
        kind = super().get_content_type()
        return READ_AS.get(kind, kind)


class Bounce(Struct, frozen=True):
    """The mail up to `upto` of conversation `number` did not arrive; `status` such as 5.1.1."""

    number: str
    upto: int
    status: str


def read(mail: bytes) -> Bounce | None:
    """What failed; None for a notice of a delay or of a delivery. Raises NoticeUnusable."""
    if len(mail) > LARGEST:
        raise NoticeTooLarge
    try:
        return _read(message_from_bytes(mail, _class=Part, policy=policy.compat32))
    except NoticeUnusable:
        raise
    except Exception as error:
        raise NoticeUnusable(f"the mail cannot be read ({type(error).__name__})") from error


def _read(mail: Message) -> Bounce | None:
    is_report = mail.get_content_type() == "multipart/report"
    kind = str(mail.get_param("report-type", "")).lower()
    if not is_report or kind != "delivery-status" or not mail.is_multipart():
        raise NoNotice
    parts = [part for part in mail.get_payload() if isinstance(part, Message)]
    failed = list(_failed(parts))
    if not failed:
        return None
    number, upto = _ours(parts)
    return Bounce(number, upto, failed[0])


def _failed(parts: list[Message]) -> Iterator[str]:
    """The status of each recipient that the mail failed to reach."""
    for part in parts:
        text = _text(part) if part.get_content_type() == BLOCKS else ""
        for block in map(_headers, BETWEEN_BLOCKS.split(text)):
            if _word(block, "Action") == "failed":
                found = AT_FIRST.match(_word(block, "Status"))
                yield found[1] if found else UNKNOWN


def _word(block: Message, name: str) -> str:
    """A field without its comment."""
    return str(block.get(name, "")).partition("(")[0].strip().lower()


def _ours(parts: list[Message]) -> tuple[str, int]:
    returned = (_text(part) for part in parts if part.get_content_type() == HEADERS)
    for mail in map(_headers, returned):
        found = named_by(str(mail.get("Message-ID", "")))
        if found is not None:
            return found
    raise NoticeOfAnother


def _text(part: Message) -> str:
    decoded = part.get_payload(decode=True)
    return decoded.decode("utf-8", "replace") if isinstance(decoded, bytes) else ""


def _headers(text: str) -> Message:
    return HeaderParser(policy=policy.compat32).parsestr(text)
