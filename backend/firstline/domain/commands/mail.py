"""What became of a mail (R32)."""

from msgspec import Struct


class RecordMailSent(Struct, frozen=True):
    """The mail server accepted the mail."""

    upto: int


class RecordMailFailed(Struct, frozen=True):
    """The mail server did not."""

    upto: int
    error: str
    for_good: bool = False
    """It refused the recipient, or this mail, so that no other attempt can succeed."""


class RecordMailBounced(Struct, frozen=True):
    """A mail server told later that the mail did not arrive; `status` is such as 5.1.1."""

    upto: int
    status: str


MailCommand = RecordMailSent | RecordMailFailed | RecordMailBounced
