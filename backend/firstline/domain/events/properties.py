"""What a conversation is sorted by: language, severity, tags, subject."""

from typing import Literal

from msgspec import Struct


class LanguageChanged(Struct, frozen=True, tag=True, tag_field="type"):
    """All that is said after this is said in `language` (R22)."""

    language: str
    by: Literal["customer", "intake", "agent"]


class SeverityProposed(Struct, frozen=True, tag=True, tag_field="type"):
    """The intake's proposal (R10)."""

    severity: int


class SeveritySet(Struct, frozen=True, tag=True, tag_field="type"):
    """A person confirmed or changed the severity (R10)."""

    severity: int
    reason: str
    by: str


class TagsSet(Struct, frozen=True, tag=True, tag_field="type"):
    """The whole list of tags from now on."""

    tags: tuple[str, ...]
    by: str


class SubjectSet(Struct, frozen=True, tag=True, tag_field="type"):
    """What lists call this conversation."""

    subject: str
    by: str


PropertyEvent = LanguageChanged | SeverityProposed | SeveritySet | TagsSet | SubjectSet
