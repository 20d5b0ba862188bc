"""A file of cases: conversations, pairs of conversations, and blocks of generated secrets."""

from typing import Annotated, Literal

from msgspec import Meta, field

from .form import Ago, Case, Form, Language, Message, Name, Text


class Told(Form, frozen=True):
    """One of two conversations that are compared."""

    messages: Annotated[tuple[str | Message, ...], Meta(min_length=1)]
    language: Language = "none"
    by: Literal["customer", "colleague"] = "customer"


class Pair(Form, frozen=True):
    """Two conversations of one customer or organisation, and whether they are the same issue."""

    id: Name
    same: bool
    apart: Ago
    open: Told
    new: Told
    now: str = "2026-11-23T12:00:00Z"


class Block(Form, frozen=True):
    """Templates and values, from which texts with and without secrets are made."""

    id: Name
    templates: Annotated[tuple[Text | tuple[Text, ...], ...], Meta(min_length=1)]
    secrets: tuple[Text, ...] = ()
    others: tuple[Text, ...] = ()
    fill: dict[str, Annotated[tuple[str, ...], Meta(min_length=1)]] = field(default_factory=dict)
    count: Annotated[int, Meta(ge=1, le=1000)] = 100

    def __post_init__(self) -> None:
        if bool(self.secrets) == bool(self.others):
            raise ValueError(f"{self.id}: expected either secrets or others")
        slot = "{secret}" if self.secrets else "{other}"
        for template in self.templates:
            if "\n".join([template] if isinstance(template, str) else template).count(slot) != 1:
                raise ValueError(f"{self.id}: expected {slot} once in each template: {template!r}")


class CaseFile(Form, frozen=True):
    """One file of cases."""

    conversations: tuple[Case, ...] = ()
    pairs: tuple[Pair, ...] = ()
    secrets: tuple[Block, ...] = ()
    language: Literal["en", "pt_BR", "de", "es", "ru"] | None = None


def ids(file: CaseFile) -> list[str]:
    """The ids of everything in a file, in the order of its lists."""
    return [
        *(one.id for one in file.conversations),
        *(one.id for one in file.pairs),
        *(one.id for one in file.secrets),
    ]
