"""What is said not to be so: 'not at 9:00', 'es war kein 409', 'it was never 15:30' (R23)."""

import re
from collections.abc import Sequence

from firstline.intake.lexicon import Hit, within

_BETWEEN = {"right": 1, "near": 8}
"""Characters between 'not' and what was not so."""
_REACH = 30  # the same, with the longest way to say 'not'
_CLAUSE_END = re.compile(r"[.!?;](?:\s|$)|[,\n(\"„“”«»]")


def is_denied(prose: str, place: int, words: Sequence[Hit]) -> bool:
    """Whether one of `words`, which are in order, denies what begins at a place.

    Where a clause ends between them it says no to something else: 'no, it was 15:40'.
    """
    return any(
        one.kind == "denied"
        and 0 < place - one.end <= _BETWEEN[one.value]
        and _CLAUSE_END.search(prose, one.start, place) is None
        for one in within(words, place - _REACH, place)
    )
