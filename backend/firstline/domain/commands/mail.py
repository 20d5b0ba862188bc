"""What became of a mail (R32)."""

from msgspec import Struct


class RecordMailSent(Struct, frozen=True):
    """The mail server accepted the mail."""

    upto: int


class RecordMailFailed(Struct, frozen=True):
    """The mail server did not."""

    upto: int
    error: str


MailCommand = RecordMailSent | RecordMailFailed
