"""Going through the words around a name: which of them may belong to it, and where they end.

All of it works on the text in small letters, in which every character keeps its place.
"""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from firstline.masking_reading import CLOSING, LEAD, TRAIL, Extent

NEAR_WORDS = 8
"""Words behind a name that can be about it."""
NEAR_REACH = 200
"""Characters behind a name that can be about it."""
FAR_WITHIN = 4096
"""Characters from a text's beginning in which so much is looked at: people type no more at once."""
QUOTED_REACH = 120
"""Characters behind a name in which words in quotes can be about it, and that they may have."""
FAR_REACH = 320
"""Characters around a name in which a secret may stand that only machines and people hide in."""

_CALLS = ("!", "?")
_DIGITS = re.compile("[0-9 -]+")
ODD = re.compile(r"[0-9!#$%&*+=?@^~_-]|[a-z][A-Z]")
_JOINT = re.compile("[_-]")
QUOTE = re.compile("([^ \t]{0,24})[ \t]([\"'`“„«‘\\[])")
# A phone's number is one piece, and so is a code with blanks between its digits.
PIECE = re.compile(
    r"[0-9]{3}[ -][0-9]{3}(?![0-9]| ?[0-9(/-])"
    r"|(?:\+|0)[0-9]{1,4}[ (/-][0-9 ()/-]{4,20}"
    r"|[0-9](?: [0-9]{1,2}){2,7}(?![0-9])"
    r"|[0-9]{2,4} [0-9]{2,4}(?: [0-9]{2})?(?![0-9])"
    r"|[^ \t\u00a0\u202f]{1,}"
)
FAR_PIECE = re.compile(rf"[\r\n]|{PIECE.pattern.replace('202f]', '202f\r\n]')}")
AROUND = "\"'`“„«‘”»’([*"
_ENDS = (".", ";", "…")
_CLAUSE_ENDS = (*_ENDS, ",", "!", "?")
_COMMAS = 2
_LINE_REST = re.compile(r"[ \t\u00a0\"'`\\_.,;:)\]}>*|-]*(?:\n|\Z)")


class OddWord(NamedTuple):
    """A word that not every sentence could have, and where the clause turned to something else."""

    start: int
    end: int
    held: int
    """Where the word of `stops` begins that has it for itself; below 0: none."""


class Turns(NamedTuple):
    """Words at which a sentence turns to something else; see `masking.yml`."""

    stops: Collection[str]
    skips: Collection[str]


NO_TURNS = Turns((), ())
"""Where a sentence is read whatever it turns to."""


def words_near(
    low: str, at: int, turns: Turns, reach: int = NEAR_REACH, most: int = NEAR_WORDS
) -> Iterator[tuple[int, int]]:
    """Give where the words behind a name begin and end, as long as they can be about it.

    They end with the sentence, with the second comma, with the line, and at a word such as
    'order' (`stops`): what follows that is no password. What follows 'for' (`skips`) is a name.
    """
    said = low[at : at + reach]
    commas, before = 0, ""
    for piece in islice(PIECE.finditer(said.partition("\n")[0]), most):
        whole = piece[0]
        if piece.end() == reach:
            return
        word = _word(whole)
        if _last_part(word) in turns.stops:
            return
        if word and before not in turns.skips:
            start = at + piece.start() + whole.index(word)
            yield start, start + len(word)
        before = word
        commas += whole.endswith(",")
        if whole.endswith(_ENDS) or commas == _COMMAS:
            return


def quoted_near(low: str, at: int, says: Collection[str]) -> tuple[int, int] | None:
    """Give the first words in quotes or brackets behind a name, in its line.

    What something `says` ('the password field shows ...') is no secret.
    """
    said = low[at : at + QUOTED_REACH].partition("\n")[0]
    opening = QUOTE.search(said)
    if opening is None or opening[1].rstrip(TRAIL) in says:
        return None
    start = at + opening.end()
    end = low.find(CLOSING.get(opening[2], opening[2]), start, start + QUOTED_REACH)
    return (start, end) if end > start else None


def odd_words(text: str, low: str, end: int, stops: Collection[str]) -> list[OddWord]:
    """Give the words up to a place that not every sentence could have."""
    found: list[OddWord] = []
    held = -1
    for piece in FAR_PIECE.finditer(low, 0, end):
        whole = piece[0]
        if whole in "\r\n":
            held = -1
            continue
        word = _word(whole)
        if _last_part(word) in stops:
            held = piece.start()
        elif word and ODD.search(text, *piece.span()):
            at = piece.start() + whole.index(word)
            found.append(OddWord(at, at + len(word), held))
        if whole.endswith(_CLAUSE_ENDS):
            held = -1
    return found


def belongs(word: OddWord, names: Sequence[Extent]) -> bool:
    """Tell whether a word stands near one of the names (in order), and is about nothing else.

    A word such as 'order' has what follows in its clause for itself, up to a name.
    """
    behind = bisect_right(names, word.start, key=lambda name: name[0])
    last = names[behind - 1] if behind else None
    if last and last[1] > word.start:
        return False
    ahead = names[behind] if behind < len(names) else None
    if ahead and ahead[0] < word.end:
        return False
    is_near = (last and word.end - last[1] <= FAR_REACH) or (
        ahead and ahead[0] - word.start <= FAR_REACH
    )
    return bool(is_near) and (word.held < 0 or bool(last and last[1] > word.held))


def _word(whole: str) -> str:
    """Give a piece of text without what stands around it; only passwords end with '!'."""
    word = whole.rstrip(TRAIL + AROUND).lstrip(AROUND)
    if not word.endswith(_CALLS):
        return word
    plain = word.rstrip("!?")
    return plain if _DIGITS.fullmatch(plain) else word


def _last_part(word: str) -> str:
    """Give 'id' of 'x-trace-id'."""
    plain = word.rstrip("!?")
    return _JOINT.split(plain)[-1] if "-" in plain or "_" in plain else plain


def alone(low: str, start: int, end: int) -> bool:
    """Tell whether a word has a line to itself."""
    before = low[low.rfind("\n", 0, start) + 1 : start]
    return not before.strip(LEAD) and bool(_LINE_REST.match(low, end))
