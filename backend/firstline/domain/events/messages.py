"""What was said, by whom, and that it was seen."""

from typing import Literal

from msgspec import Struct

Mark = Literal["investigated", "acknowledged", "plain"]


class Attachment(Struct, frozen=True):
    """A stored file. `size` in bytes; `checked` says whether it was read for secrets (R27)."""

    id: str
    name: str
    size: int
    type: str
    checked: bool


class Secret(Struct, frozen=True):
    """A masked secret: what it was, and what stands in its place now (R27)."""

    kind: str
    shown: str


class Choice(Struct, frozen=True):
    """A button: the value that it sends and the label that was shown."""

    value: str
    label: str = ""


class CustomerWrote(Struct, frozen=True, tag=True, tag_field="type"):
    """A human customer's message, already masked. `id` is the sender's own, stored once."""

    id: str
    text: str
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()
    choice: str = ""
    answers: int = 0
    joined_from: str = ""
    released: tuple[Secret, ...] = ()
    """What was taken for a secret and is none, in the customer's word (R27)."""


class BotSaid(Struct, frozen=True, tag=True, tag_field="type"):
    """The bot's line as it was shown, with its key; `asks` names what it asked for."""

    key: str
    values: dict[str, str | int]
    text: str = ""
    choices: tuple[Choice, ...] = ()
    asks: str = ""


class DeskSaid(Struct, frozen=True, tag=True, tag_field="type"):
    """An automatic message of the desk itself: never an answer, never the bot (R08, R45)."""

    key: str
    values: dict[str, str | int]
    text: str = ""
    choices: tuple[Choice, ...] = ()


class AgentReplied(Struct, frozen=True, tag=True, tag_field="type"):
    """A person's public message, with what its writer says it is (R08)."""

    id: str
    by: str
    text: str
    mark: Mark
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()


class NoteAdded(Struct, frozen=True, tag=True, tag_field="type"):
    """A private note; `mentions` are ids of colleagues (R43)."""

    id: str
    by: str
    text: str
    mentions: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = ()


class CustomerSaw(Struct, frozen=True, tag=True, tag_field="type"):
    """Everything up to this position was shown to the customer (R32)."""

    upto: int


MessageEvent = CustomerWrote | BotSaid | DeskSaid | AgentReplied | NoteAdded | CustomerSaw
