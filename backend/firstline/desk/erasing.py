"""What an erasure does beside the record: the journal, the attachments, the state anew (R52)."""

from collections.abc import Awaitable, Callable, Collection, Sequence

from firstline.domain.conversation import Conversation
from firstline.domain.erasure import blank
from firstline.domain.events import ContentErased, Recorded
from firstline.domain.evolve import fold
from firstline.store.port import Store
from firstline.store.port_erasures import Erasure

type DropFiles = Callable[[Sequence[str]], Awaitable[None]]
"""Deletes attachments by their ids."""
type FilesElsewhere = Callable[[str, Collection[int]], Awaitable[set[str]]]
"""What is attached to other copies of a conversation's messages, given by their positions."""
type NoteErasures = Callable[[Sequence[Erasure]], Awaitable[None]]
"""Writes into the journal that a restored backup is held against."""

BY_ITSELF = "desk:"
"""Begins the name of who erased, where the desk did."""


class Erasing:
    """Notes an erasure, deletes what was attached, and gives what is left."""

    def __init__(
        self,
        drop_files: DropFiles | None,
        note_erasures: NoteErasures | None,
        files_elsewhere: FilesElsewhere,
    ) -> None:
        self._drop_files = drop_files
        self._files_elsewhere = files_elsewhere
        self._note_erasures = note_erasures

    async def blanked(
        self, store: Store, stream: str, recorded: Sequence[Recorded]
    ) -> tuple[Conversation, list[Recorded]]:
        """The state folded anew from what is left, and the events as they are to be stored."""
        history = await store.read(stream)
        named = {
            position for erasure in _erasures(stream, recorded) for position in erasure.positions
        }
        old = [one for one in history if one.position in named]
        if self._note_erasures is not None:
            await self._note_erasures(_erasures(stream, recorded))
        if self._drop_files is not None:
            kept = await self._still_shown(stream, recorded, old)
            await self._drop_files(
                [file for one in old for file in _files(one) if file not in kept]
            )
        blanks = [Recorded(one.position, one.at, blank(one.event)) for one in old]
        by_position = {one.position: one for one in [*history, *blanks, *recorded]}
        after = fold([by_position[position] for position in sorted(by_position)])
        assert after is not None  # noqa: S101 - the stream has events
        return after, blanks

    async def _still_shown(
        self, stream: str, recorded: Sequence[Recorded], old: Sequence[Recorded]
    ) -> set[str]:
        """What other conversations go on showing; what a person redacts is shown nowhere."""
        if _is_redacted(recorded) or not any(map(_files, old)):
            return set()
        return await self._files_elsewhere(stream, {one.position for one in old})


def _is_redacted(recorded: Sequence[Recorded]) -> bool:
    """Whether a person named messages: who erases a conversation whole names its beginning, too."""
    return any(
        isinstance(new.event, ContentErased)
        and 1 not in new.event.positions
        and not new.event.by.startswith(BY_ITSELF)
        for new in recorded
    )


def _erasures(stream: str, recorded: Sequence[Recorded]) -> list[Erasure]:
    """What the journal keeps of new events."""
    return [
        Erasure(stream, new.event.positions, new.at, new.event.by)
        for new in recorded
        if isinstance(new.event, ContentErased)
    ]


def _files(recorded: Recorded) -> list[str]:
    """The ids of what is attached to an event."""
    return [file.id for file in getattr(recorded.event, "files", ())]
