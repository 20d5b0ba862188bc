"""The index: words to conversations, and new issues to past solutions (R50).

It holds nothing of its own. It is fed from the record, says how far, and can be thrown away.
"""

from collections.abc import AsyncIterable, Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from firstline.domain.events import Recorded

Kind = Literal["said", "note", "solution"]


class Hit(Struct, frozen=True):
    """A place in a conversation. `score`: the higher, the better it fits."""

    stream: str
    position: int
    kind: Kind
    text: str
    score: float


class Search(Protocol):
    """Full text over all conversations. What is given to it is indexed once, by position."""

    async def feed(self, told: Mapping[str, Sequence[Recorded]]) -> dict[str, int]:
        """Index what is new of these streams, and say how far each is indexed now.

        Events that were fed before are passed over. Behind a gap nothing is taken: read from
        the position given, and feed again.
        """

    async def fed(self, stream: str) -> int:
        """The position up to which a stream is indexed."""

    async def search(self, text: str, limit: int = 20) -> list[Hit]:
        """The best place of each conversation that holds every word, the last also as a beginning.

        Case and accents do not matter. Any text is a fair question; one without words finds
        nothing.
        """

    async def similar(self, text: str, limit: int = 5, but: str = "") -> list[Hit]:
        """Solutions of conversations that sound alike, the likeliest first, `but` left out."""

    async def forget(self, stream: str, positions: Sequence[int]) -> None:
        """Erase these places from the index and its files (R52)."""

    async def rebuild(self, streams: AsyncIterable[tuple[str, Sequence[Recorded]]]) -> None:
        """Throw everything away and index these streams anew."""
