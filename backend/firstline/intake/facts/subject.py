"""What an issue is about: its area and its kind (R23).

Both are guessed by what was learned from examples (`intake/subjects.py`), in what is left of a
message without what is well, not meant or only asked. Codes of errors, whose figures the examples
do not tell apart, and words for a breach of privacy, which is severe (R10), say more where they
stand; names of areas say more where the guess is none.
"""

import re
from collections.abc import Iterator, Sequence

from firstline.domain.context import Finding
from firstline.intake import learned, prose, subjects
from firstline.intake.learned import Guess
from firstline.intake.lexicon import Hit
from firstline.intake.subjects import NOTHING

from . import beside

LEAST = 0.5
"""How sure a guess must be to be one."""

SEVERE = 0.7
"""How sure a guess at a breach of privacy must be, since it pages people (R05)."""

_CODES = {
    "1310": "messages",
    "1304": "messages",
    "132": "templates",
    "133": "numbers",
    "131052": "media",
    "131053": "media",
}
"""The area of an error by the beginning of its code."""
_DIGITS = 6
_FAILED = re.compile(r"[\"']status[\"']\s{0,4}:\s{0,4}[\"'](?:failed|undelivered)[\"']")
"""What a webhook tells of a message that failed: then the message is the trouble."""
_PRIVACY = "privacy"
_CERTAIN, _BY_CODE, _NAMED = 1.0, 0.75, 0.55
"""What is certain stands before a guess, which may be as sure."""
_OTHER = "other"
_UNKNOWN = Guess(NOTHING, 0.0)


def find(
    text: str,
    words: Sequence[Hit] = (),
    asked: Sequence[prose.Extent] = (),
    found: Sequence[Finding] = (),
) -> Iterator[Finding]:
    """The area and the kind of the issue.

    `words` are the lexicon's hits in the prose of the text, `asked` the sentences that only ask,
    `found` what was found before.
    """
    meant = [hit for hit in beside.without(prose.of(text), words) if hit.kind == "area"]
    kept = {hit.start for hit in meant}
    aside = [(h.start, h.end) for h in words if h.kind == "area" and h.start not in kept]
    about = subjects.of(_readable(text, (*aside, *asked)))
    kind, guess = about.get("issue_kind", _UNKNOWN), about.get("area", _UNKNOWN)
    guesses = () if NOTHING in {kind.value, guess.value} else (guess,)
    areas = (*_told(text, meant, found), *guesses, *_named(meant))
    area = max(areas, key=lambda one: one.sure, default=_UNKNOWN)
    if area.sure >= (SEVERE if area.value == _PRIVACY else LEAST):
        yield _finding(area, meant)
    if kind.value not in {NOTHING, _OTHER} and kind.sure >= LEAST:
        yield Finding("issue_kind", kind.value, sure=kind.sure)


def _readable(text: str, aside: Sequence[prose.Extent]) -> str:
    """The text without what is beside the matter; what was said first, where much was pasted."""
    left = prose.blank(text, aside)
    if len(left) <= learned.READ:
        return left
    return " ".join((*prose.blank(prose.of(text), aside).split(), left))


def _told(text: str, named: Sequence[Hit], found: Sequence[Finding]) -> Iterator[Guess]:
    """The areas that are told by more than the look of the words."""
    if any(hit.value == _PRIVACY for hit in named):
        yield Guess(_PRIVACY, _CERTAIN)
    if any(one.what == "message_id" for one in found) and _FAILED.search(text):
        yield Guess("messages", _CERTAIN)
    for code in (one.value for one in found if one.what == "error_code"):
        starts = [start for start in _CODES if len(code) == _DIGITS and code.startswith(start)]
        if starts:
            yield Guess(_CODES[max(starts, key=len)], _BY_CODE)


def _named(named: Sequence[Hit]) -> Iterator[Guess]:
    """What is named, first what is named first."""
    yield from (Guess(hit.value, _NAMED) for hit in named)


def _finding(area: Guess, named: Sequence[Hit]) -> Finding:
    """With the place where the area is named, if it is."""
    place = next((hit for hit in named if hit.value == area.value), None)
    start, end = (place.start, place.end) if place else (0, 0)
    return Finding("area", area.value, start=start, end=end, sure=area.sure)
