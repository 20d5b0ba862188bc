"""Lines of a file, which are no phone lines: 'line 3 of my script' hits nobody (R23)."""

import re
from collections.abc import Sequence

from firstline.intake.lexicon import Hit, within

_NEAR = 60  # characters between a line and the file it is of
_NUMBERED = re.compile(r"l[ií]n\w{1,5}\s\d{1,6}", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?]\s|\n")


def of_file(prose: str, hit: Hit, words: Sequence[Hit]) -> bool:
    """Whether a word for a line is that of a line in a file: 'the csv fails on line 3'."""
    line = _NUMBERED.match(prose, hit.start)
    if line is None:
        return False
    before = within(words, max(0, hit.start - _NEAR), hit.start)
    behind = within(words, line.end(), line.end() + _NEAR)
    of = min((one.start for one in behind if one.value in {"of", "in"}), default=len(prose))
    between = (
        *((one.end, hit.start) for one in before if one.kind == "files"),
        *((line.end(), one.start) for one in behind if one.kind == "files" and one.start >= of),
    )
    return any(_SENTENCE_END.search(prose, *gap) is None for gap in between)
