"""Marks, which are all that is counted, and the figures that are made of them. Pure."""

import math
from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Z = 1.959964
"""The 95 % interval reaches so many standard deviations to both sides."""


class Mark(Struct, frozen=True):
    """One thing that was counted: found, missed, or found without being there."""

    figure: str
    verdict: Literal["right", "missed", "false"]
    kind: str = ""
    told: str = ""
    got: str = ""
    """Of an intent: what the words were taken for."""


class Share(Struct, frozen=True):
    """A part of a whole; `value` and `lower` are None for a part of nothing."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share itself."""
        return self.hits / self.of if self.of else None

    @property
    def lower(self) -> float | None:
        """The lower end of its 95 % interval (Wilson 1927, doi 10.1080/01621459.1927.10502953)."""
        return bounds(self.hits, self.of)[0] if self.of else None


def bounds(hits: int, of: int) -> tuple[float, float]:
    """Both ends of the 95 % interval of a share."""
    share, z2 = hits / of, Z * Z / of
    middle = share + z2 / 2
    half = Z * math.sqrt((share * (1 - share) + z2 / 4) / of)
    return (middle - half) / (1 + z2), (middle + half) / (1 + z2)


def recall(marks: Iterable[Mark]) -> Share:
    """What was found, of what was there."""
    verdicts = [mark.verdict for mark in marks]
    right = verdicts.count("right")
    return Share(right, right + verdicts.count("missed"))


def precision(marks: Iterable[Mark]) -> Share:
    """What was there, of what was found."""
    verdicts = [mark.verdict for mark in marks]
    right = verdicts.count("right")
    return Share(right, right + verdicts.count("false"))
