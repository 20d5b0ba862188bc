"""What one conversation holds of customers' words, for the walk from copy to copy (R52).

A message is a copy of another one only where it says that it came from that one's conversation.
Its id alone says nothing: the customer's client chooses it, and another one may choose the same.
"""

from collections import defaultdict
from collections.abc import Sequence

from firstline.domain.events import (
    CustomerWrote,
    DuplicateOffered,
    NumberReserved,
    Person,
    Recorded,
    SplitOffered,
    SplitPart,
)

OPENING = 2
"""Where the words stand with which a split opens a conversation."""


class Held:
    """What a conversation holds of customers' words, and where it may have taken them."""

    def __init__(self, recorded: Sequence[Recorded]) -> None:
        self.number, self.customer = "", Person()
        self.said: dict[int, CustomerWrote] = {}
        self.offered: dict[str, None] = {}
        self.splits: list[SplitOffered] = []
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        for one in recorded:
            match one.event:
                case NumberReserved(number=number, customer=customer):
                    self.number, self.customer = number, customer
                case CustomerWrote() as said:
                    self.said[one.position] = said
                    self._at[said.id].append(one.position)
                case DuplicateOffered(stream=other):
                    self.offered[other] = None
                case SplitOffered() as split:
                    self.splits.append(split)

    def own(self) -> list[int]:
        """What was said in this conversation first, by whom it belongs to."""
        return [
            at for at, said in self.said.items() if not said.joined_from or self.opened_with(at)
        ]

    def opened_with(self, position: int) -> bool:
        """Whether a split opened the conversation with this message."""
        said = self.said.get(position)
        return (
            said is not None
            and position == OPENING
            and bool(said.joined_from)
            and said.id == split_id(self.number)
        )

    def parts_of(self, position: int) -> list[SplitPart]:
        """Where the other issues of a message went, or may have gone."""
        return [part for split in self.splits if split.source == position for part in split.parts]

    def named(self, id: str) -> Sequence[int]:
        """Where messages with this id stand."""
        return self._at.get(id, ())

    def came_from(self, number: str, id: str) -> list[int]:
        """Where this message stands that was carried here from the conversation `number`."""
        return [at for at in self.named(id) if self.said[at].joined_from == number]


def split_id(number: str) -> str:
    """The id of the words with which a split opens the conversation of this number."""
    return f"split-{number}"
