"""What is named beside the trouble: "templates are fine", "not a billing question" (R23)."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from firstline.intake.lexicon import Hit

_NEAR = 30  # characters behind 'nothing to do with' in which stands what it has nothing to do with
_JOINED = 3  # characters between what is fine and the words that say so
END = re.compile(r"[.!?;,:\n]")
_LIST = re.compile(r"\s{0,2}[,/&]?\s{1,2}(?:\w{1,4}\s){0,2}")
"""Between the parts of a list: ', ', ' and the '."""


def without(prose_text: str, words: Sequence[Hit]) -> list[Hit]:
    """The hits without areas that are said to be fine or not to be meant."""
    fine = {hit.start for hit in words if hit.kind == "fine"}
    apart = sorted(hit.end for hit in words if hit.kind == "apart")
    well = _well(prose_text, [hit for hit in words if hit.kind == "area"], fine)
    return [
        hit
        for hit in words
        if hit.kind != "area" or not (hit in well or _is_apart(prose_text, hit, apart))
    ]


def _well(prose_text: str, named: Sequence[Hit], fine: set[int]) -> set[Hit]:
    """What is fine, and what is listed before it: 'billing, templates and the console are fine'."""
    well: set[Hit] = set()
    starts: list[int] = []  # of what is fine, the first one last
    for hit in reversed(named):
        joined = starts and _LIST.fullmatch(prose_text, hit.end, starts[-1]) is not None
        if joined or _is_fine(hit, fine) or hit.start in starts[-1:]:
            well.add(hit)
            starts.append(hit.start)
    return well


def _is_fine(hit: Hit, fine: set[int]) -> bool:
    return any(hit.end + gap in fine for gap in range(_JOINED))


def _is_apart(prose_text: str, hit: Hit, apart: Sequence[int]) -> bool:
    last = bisect_right(apart, hit.start)
    if not last or hit.start - apart[last - 1] > _NEAR:
        return False
    return END.search(prose_text, apart[last - 1], hit.start) is None
