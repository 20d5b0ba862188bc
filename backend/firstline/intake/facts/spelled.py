"""HTTP statuses as people say them: 'a four-oh-three', 'четыреста третья', 'not 409 but 423'."""

import re
from collections.abc import Iterator, Sequence

from firstline.domain.context import Finding
from firstline.intake.lexicon import Hit

from . import codes
from .denials import is_denied

SURE = 0.65
"""As sure as a status in digits behind a word for an answer, and a little more."""

_PAIR = re.compile(
    rf"([45](?<![\w.,:/-].)\d\d(?<={codes.STATUS}))[^\d\n.]{{2,30}}?\b({codes.STATUS})(?![\w%:/-])"
)


def find(prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """The statuses that a message says in words, and those that it puts right.

    `words` are the hits of the lexicon in the prose.
    """
    for hit in words:
        if hit.kind == "status" and not codes.counts(words, hit.end):
            yield _finding(hit.value, (hit.start, hit.end))
    for pair in _PAIR.finditer(prose_text):
        if is_denied(prose_text, pair.start(1), words):
            yield _finding(pair[2], pair.span(2))
        elif is_denied(prose_text, pair.start(2), words):
            yield _finding(pair[1], pair.span(1))


def _finding(status: str, extent: tuple[int, int]) -> Finding:
    return Finding("response", status, start=extent[0], end=extent[1], sure=SURE)
