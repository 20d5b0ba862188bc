"""What a conversation is sorted by."""

from msgspec import Struct


class ChangeLanguage(Struct, frozen=True):
    """Everything said after follows (R22)."""

    language: str


class SetSeverity(Struct, frozen=True):
    """Confirm or change the severity, with a reason (R10)."""

    severity: int
    reason: str


class SetTags(Struct, frozen=True):
    """The whole list of tags."""

    tags: tuple[str, ...]


class SetSubject(Struct, frozen=True):
    """What lists call it."""

    subject: str


PropertyCommand = ChangeLanguage | SetSeverity | SetTags | SetSubject
