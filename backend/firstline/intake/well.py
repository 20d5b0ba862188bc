"""What is said to be well, and so is no part of the trouble: 'pictures arrive'. Pure."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .lexicon import Hit
from .prose import Extent

_ENDS = re.compile(r"[.!?;:,()\n]")


def without(readable: str, hits: Sequence[Hit], looked_up: Sequence[Hit]) -> list[Hit]:
    """What was looked up without what stands in a clause that says nothing but that all is well.

    Where nothing else is named, what is well is what the rest of the text is about: 'he can log in,
    I cannot'.
    """
    wrong = [hit.end - 1 for hit in looked_up if hit.kind == "symptom"]
    fine = [hit.start for hit in hits if _says_well(hit)]
    calm = [
        (start, end)
        for start, end in _clauses(readable, hits)
        if any(start <= at < end for at in fine) and not any(start <= at < end for at in wrong)
        if readable[end - 1 : end] != "?"
    ]
    left = [hit for hit in looked_up if not any(start <= hit.start < end for start, end in calm)]
    named = any(hit.kind == "topic" for hit in left)
    return left if named else [hit for hit in looked_up if hit in left or hit.kind == "topic"]


def _says_well(hit: Hit) -> bool:
    return hit.kind == "fine" or (hit.kind.startswith("reach.") and hit.value == "well")


def _clauses(readable: str, hits: Sequence[Hit]) -> Iterator[Extent]:
    """From one mark or word such as 'but' to the next."""
    turns = (hit.start for hit in hits if hit.kind == "turns")
    marks = (mark.end() for mark in _ENDS.finditer(readable))
    return pairwise(sorted({0, *turns, *marks, len(readable)}))
