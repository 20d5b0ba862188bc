"""HTTP statuses as people say them: 'a four-oh-three', 'четыреста третья', 'not 409 but 423'."""

import re
from collections.abc import Iterator, Sequence

from firstline.domain.context import Finding
from firstline.intake import lexicon
from firstline.intake.lexicon import Hit

from . import codes

SURE = 0.65
"""As sure as a status in digits behind a word for an answer, and a little more."""

_PAIR = re.compile(
    rf"([45](?<![\w.,:/-].)\d\d(?<={codes.STATUS}))([^\d\n.]{{2,30}}?)\b({codes.STATUS})(?![\w%:/-])"
)
_NOT = re.compile(
    r"(?<!\w)(?:not|no|nao|nicht|kein\w{0,2}|не|instead of|rather than|statt|en (?:vez|lugar) de"
    r"|em vez de|вместо)(?: (?:an?|es|era|fue|um|foi|e|un|eine?|der|http)){0,2} $"
)


def find(prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """The statuses that a message says in words, and those that it puts right.

    `words` are the hits of the lexicon in the prose.
    """
    for hit in words:
        if hit.kind == "status" and not codes.counts(words, hit.end):
            yield _finding(hit.value, (hit.start, hit.end))
    folded = lexicon.fold(prose_text)
    for pair in _PAIR.finditer(folded):
        if _NOT.search(folded, max(0, pair.start() - 20), pair.start()):
            yield _finding(pair[3], pair.span(3))
        elif _NOT.search(pair[2]):
            yield _finding(pair[1], pair.span(1))


def _finding(status: str, extent: tuple[int, int]) -> Finding:
    return Finding("response", status, start=extent[0], end=extent[1], sure=SURE)
