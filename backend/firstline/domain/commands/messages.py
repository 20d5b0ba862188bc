"""Saying something, in public or in private, and having seen it."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from firstline.domain.events import Attachment, Mark, Secret

type MessageId = Annotated[str, Meta(min_length=1, max_length=64)]
"""The sender's own id of a message, so that sending twice stores once."""


class PostMessage(Struct, frozen=True):
    """The customer says something."""

    id: MessageId
    text: str = ""
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()
    released: tuple[Secret, ...] = ()
    """What is no secret, in the customer's word; on the wire the values themselves (R27)."""


class ChooseOption(Struct, frozen=True):
    """The customer pressed a button of the entry at `position`."""

    id: MessageId
    position: Annotated[int, Meta(ge=1, le=2**53)]
    value: str


class AskForPerson(Struct, frozen=True):
    """The button that needs no bot (R28)."""

    id: MessageId


class SubmitForm(Struct, frozen=True):
    """The short form instead of the bot (R31)."""

    id: MessageId
    description: str
    request: str = ""
    response: str = ""
    time: str = ""
    impact: str = ""
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()


class MarkSeen(Struct, frozen=True):
    """Everything up to `position` was shown to the customer."""

    position: int


class Reply(Struct, frozen=True):
    """Answer in public. `saw` is the newest position its writer had seen (R41)."""

    id: MessageId
    text: str
    mark: Mark
    saw: int
    then: Literal["stay", "wait"] = "stay"
    secrets: tuple[Secret, ...] = ()
    files: tuple[Attachment, ...] = ()


class AddNote(Struct, frozen=True):
    """A private note, with the colleagues it mentions."""

    id: MessageId
    text: str
    mentions: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = ()


MessageCommand = PostMessage | ChooseOption | AskForPerson | SubmitForm | MarkSeen | Reply | AddNote
