"""Mail to a customer who has not seen an answer (R32)."""

from msgspec import Struct

from firstline.domain.moment import Moment


class MailTaken(Struct, frozen=True, tag=True, tag_field="type"):
    """A process holds the lease for mailing what there is to mail up to `upto` (R32, R33)."""

    upto: int
    attempt: int
    until: Moment


class MailSent(Struct, frozen=True, tag=True, tag_field="type"):
    """The mail server accepted it; for the customer's silence this is delivery."""

    upto: int


class MailFailed(Struct, frozen=True, tag=True, tag_field="type"):
    """This attempt failed; the next one is due at `again_at`, or never."""

    upto: int
    error: str
    again_at: Moment | None


class MailBounced(Struct, frozen=True, tag=True, tag_field="type"):
    """A mail that was sent came back: a notice says so, with a status such as 5.1.1 in `error`."""

    upto: int
    error: str


class SolutionUndelivered(Struct, frozen=True, tag=True, tag_field="type"):
    """Nobody saw the solution and no mail brought it, so it is again with who solved it."""


MailEvent = MailTaken | MailSent | MailFailed | MailBounced | SolutionUndelivered
