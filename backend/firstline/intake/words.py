"""The words of a turn: several messages that are read as one, and which a finding stands in. Pure.

So what is erased of one message takes along what was understood from it, and nothing else (R52).
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from firstline.domain.context import Finding
from firstline.domain.events import Attachment, CustomerWrote

type Placed = tuple[int, CustomerWrote]
"""A message and its position."""


class Words(Struct, frozen=True):
    """What was written, without buttons, and what was sent with it."""

    text: str
    files: tuple[Attachment, ...]
    positions: tuple[int, ...]
    """Of the messages."""
    begins: tuple[int, ...]
    """Where the words of each begin in the text."""

    def placed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with the message they stand in; what has no place stands in all of them.

        What runs over several begins in the message at `since` and ends in that at `source`.
        """
        findings = tuple(findings)
        return tuple(map(self._placed, findings)) if self.positions else findings

    def _placed(self, finding: Finding) -> Finding:
        if finding.start == finding.end:
            return replace(finding, source=self.positions[-1], since=_unless_one(self.positions))
        first, last = self._message(finding.start), self._message(finding.end - 1)
        return replace(
            finding,
            source=self.positions[last],
            since=_unless_one(self.positions[first : last + 1]),
            start=finding.start - self.begins[first],
            end=finding.end - self.begins[last],
        )

    def _message(self, place: int) -> int:
        return bisect_right(self.begins, place) - 1


def words_of(said: Iterable[Placed]) -> Words:
    """The words of these messages."""
    written = [(position, message) for position, message in said if not message.choice]
    begins, end = [], 0
    for _, message in written:
        begins.append(end)
        end += len(message.text) + 1
    return Words(
        text="\n".join(message.text for _, message in written),
        files=tuple(file for _, message in written for file in message.files),
        positions=tuple(position for position, _ in written),
        begins=tuple(begins),
    )


def _unless_one(positions: Sequence[int]) -> int:
    return positions[0] if len(positions) > 1 else 0
