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
        self._ids: set[str] = set()
        self._at: defaultdict[str, list[int]] = defaultdict(list)
        for one in recorded:
            self._ids.add(getattr(one.event, "id", ""))
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

    def gave(self, id: str) -> set[int]:
        """Where messages stand that have this id where they were carried to."""
        own = id.removeprefix(carried_id(self.number, ""))
        return {*self._named(id), *self._named(own)}

    def came_from(self, number: str, id: str) -> set[int]:
        """Where this message stands that was carried here from the conversation `number`."""
        named = (*self._named(id), *self._named(carried_id(number, id)))
        return {at for at in named if self.said[at].joined_from == number}

    def lacks(self, number: str, wrote: CustomerWrote) -> bool:
        """Whether these words from the conversation `number` do not stand here under their id."""
        named = [self.said[at] for at in self._named(wrote.id)]
        same = any((said.text, said.files) == (wrote.text, wrote.files) for said in named)
        return not same and not self.came_from(number, wrote.id)

    def free_id(self, number: str, id: str) -> str:
        """The id that a message carried from the conversation `number` gets here."""
        return carried_id(number, id) if id in self._ids else id

    def _named(self, id: str) -> Sequence[int]:
        return self._at.get(id, ())


def carried_id(number: str, id: str) -> str:
    """The id of a message from the conversation of this number where its own is taken."""
    return f"{number}-{id}"


def split_id(number: str) -> str:
    """The id of the words with which a split opens the conversation of this number."""
    return f"split-{number}"
