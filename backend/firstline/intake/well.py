"""What is said to be well, and so is no part of the trouble: 'pictures arrive'. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from .lexicon import Hit
from .prose import Extent

_ENDS = re.compile(r"[.!?;:,()\n]")


def without(readable: str, hits: Sequence[Hit]) -> list[Hit]:
    """What was looked up without what stands in a clause that says nothing but that all is well.

    Where nothing else is named, what is well is what the rest of the text is about: 'he can log in,
    I cannot'.
    """
    begins = _clauses(readable, hits)

    def clause(place: int) -> int:
        return bisect_right(begins, place) - 1

    symptoms = [hit for hit in hits if hit.kind == "symptom"]
    wrong = {clause(hit.end - 1) for hit in symptoms}
    # 'works since today not' is denied where it begins, too; 'arrive. Videos do not' is not.
    wrong |= {clause(hit.start) for hit in symptoms if not _ENDS.search(readable, *_extent(hit))}
    calm = {clause(hit.start) for hit in hits if hit.kind == "well"} - wrong
    calm = {one for one in calm if readable[begins[one + 1] - 1] != "?"}
    left = [hit for hit in hits if clause(hit.start) not in calm]
    stays = {"symptom"} if any(hit.kind == "topic" for hit in left) else {"symptom", "topic"}
    return [hit for hit in hits if hit.kind in stays or clause(hit.start) not in calm]


def _extent(hit: Hit) -> Extent:
    return hit.start, hit.end


def _clauses(readable: str, hits: Sequence[Hit]) -> list[int]:
    """Where clauses begin, from one mark or word such as 'but' to the next, and where all ends."""
    turns = (hit.start for hit in hits if hit.kind == "turns")
    marks = (mark.end() for mark in _ENDS.finditer(readable))
    return sorted({0, *turns, *marks, len(readable)})
