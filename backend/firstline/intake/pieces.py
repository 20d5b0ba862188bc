"""Searches a long text piece by piece: a search holds the interpreter, in a thread too.

64 KB without a match would hold up every socket for tens of milliseconds.
"""

import re
from collections.abc import Iterator

PIECE = 8_192
"""Characters in which a match begins."""
LONGEST = 2_600
"""Characters that a match may have, with what it looks at behind itself."""


def finditer(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The same matches as `pattern.finditer`, none of which may be longer than `LONGEST`."""
    at = 0
    while at <= len(text):
        edge = at + PIECE
        last = edge + LONGEST >= len(text)
        found = pattern.search(text, at, edge + LONGEST)
        if found and (last or found.start() < edge):
            yield found
            at = found.end() + (not found[0])
        elif last:
            return
        else:
            at = edge
