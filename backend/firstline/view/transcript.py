"""The lines of a transcript, as a customer and as an agent see them."""

from collections.abc import Iterable
from typing import Literal

from msgspec.structs import replace

from firstline.domain.conversation import Offer
from firstline.domain.events import (
    AgentReplied,
    BotSaid,
    ContentErased,
    CustomerWrote,
    DeskSaid,
    LanguageChanged,
    Mark,
    NoteAdded,
    Recorded,
)

from .happenings import happened
from .lines import Author, Entry, Lead, NameOf, fact

LEADING = frozenset({"desk.separated_here", "desk.split_opened", "desk.split_from"})
"""Lines of the desk that lead to another conversation of the customer."""


def since(recorded: list[Recorded], after: int) -> list[Recorded]:
    """What a client lacks that is at `after`: what came since, and what was blanked since."""
    new = [one for one in recorded if one.position > after]
    erased = {
        position
        for one in new
        if isinstance(one.event, ContentErased)
        for position in one.event.positions
    }
    return [one for one in recorded if one.position > after or one.position in erased]


def for_customer(recorded: Iterable[Recorded], name_of: NameOf) -> list[Entry]:
    """What a customer sees: public messages and the change of language. No marks, no notes."""
    entries: list[Entry] = []
    for new in recorded:
        match new.event:
            case NoteAdded():
                continue
            case AgentReplied() as said:
                entries.append(_agent_line(new, said, Author("", name_of(said.by)), mark=""))
            case LanguageChanged(language=language):
                entries.append(fact(new, "language_changed", language=language))
            case _:
                entries.extend(_public(new))
    return entries


def asking(recorded: Iterable[Recorded], offer: Offer | None) -> list[Recorded]:
    """The line that offers a duplicate, while that stands."""
    at = offer.position + 1 if offer is not None and offer.kind == "duplicate" else 0
    return [one for one in recorded if one.position == at]


def naming(entries: list[Entry], offer: Offer | None, name: str) -> list[Entry]:
    """The lines, the one that offers a duplicate with what the other conversation is called now.

    The name is stored with its own words alone, so that an erasure there leaves none here (R52).
    """
    if offer is None or not name:
        return entries
    asks = offer.position + 1
    return [
        replace(one, text=f"{one.text}\n\n{offer.number}: {name}")
        if one.position == asks and not one.erased
        else one
        for one in entries
    ]


def for_agent(recorded: Iterable[Recorded], name_of: NameOf) -> list[Entry]:
    """Everything that an agent sees, notes, marks and what happened included."""
    entries: list[Entry] = []
    for new in recorded:
        match new.event:
            case AgentReplied() as said:
                author = Author(said.by, name_of(said.by))
                entries.append(_agent_line(new, said, author, said.mark))
            case NoteAdded() as note:
                entries.append(_note_line(new, note, name_of))
            case _:
                entries.extend(_public(new) or happened(new, name_of))
    return entries


def _public(new: Recorded) -> list[Entry]:
    match new.event:
        case CustomerWrote() as said:
            return [_customer_line(new, said)]
        case BotSaid() as said:
            return [_automatic_line(new, "bot", said)]
        case DeskSaid() as said:
            return [_automatic_line(new, "desk", said)]
        case _:
            return []


def _customer_line(new: Recorded, said: CustomerWrote) -> Entry:
    return Entry(
        new.position,
        new.at,
        "customer",
        id=said.id,
        text=said.text,
        secrets=said.secrets,
        released=said.released,
        files=said.files,
        joined_from=said.joined_from,
        erased=not said.text and not said.files,
    )


def _automatic_line(new: Recorded, kind: Literal["bot", "desk"], said: BotSaid | DeskSaid) -> Entry:
    asks = said.asks if isinstance(said, BotSaid) else ""
    return Entry(
        new.position,
        new.at,
        kind,
        key=said.key,
        text=said.text,
        choices=said.choices,
        asks=asks,
        lead=_lead(said),
        erased=not said.text,
    )


def _lead(said: BotSaid | DeskSaid) -> Lead | None:
    if said.key not in LEADING or "number" not in said.values:
        return None
    return Lead(str(said.values["number"]), str(said.values.get("conversation", "")))


def _agent_line(
    new: Recorded, said: AgentReplied, author: Author, mark: Mark | Literal[""]
) -> Entry:
    return Entry(
        new.position,
        new.at,
        "agent",
        id=said.id,
        author=author,
        text=said.text,
        mark=mark,
        secrets=said.secrets,
        files=said.files,
        erased=not said.text and not said.files,
    )


def _note_line(new: Recorded, note: NoteAdded, name_of: NameOf) -> Entry:
    return Entry(
        new.position,
        new.at,
        "note",
        id=note.id,
        author=Author(note.by, name_of(note.by)),
        text=note.text,
        mentions=note.mentions,
        secrets=note.secrets,
        erased=not note.text,
    )
