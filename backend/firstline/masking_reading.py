"""Reading a text around a place in it: what stands before a word, where a value ends.

All of it works on the text in small letters, in which every character keeps its place.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from firstline.masking_patterns import Rule

LONGEST_QUOTED = 4096
"""Characters within which a quoted value must end."""
LONGEST_WORD = 512
"""Characters that a word in front of its name may have."""
_LONGEST_NAME = 24
LONGEST_CLAUSE = 96
"""Characters in front of a name that are still about it."""
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

_OPENING = re.compile("(\\\\{0,7})([\"'`])|\\\\u0022|%22|%27|&quot;|&#34;|&#39;|[“„«‘]")
_OPENERS = frozenset("\\\"'`%&“„«‘")
_CLOSING = {"“": "”", "„": "“", "«": "»", "‘": "’", "[": "]"}
_CALLS = ("!", "?")
_DIGITS = re.compile("[0-9 -]+")
_ODD = re.compile(r"[0-9!#$%&*+=?@^~_-]|[a-z][A-Z]")
_JOINT = re.compile("[_-]")
_QUOTE = re.compile("([^ \t]{0,24})[ \t]([\"'`“„«‘\\[])")
_LEAD = " \t\u00a0\"'`\\_-"
_TRAIL = ".,;:)]}>*|"
_JOINING = {"word": "", "apart": "_-.", "token": "_-.+/"}
_BASE64 = re.compile("[A-Za-z0-9+/=]*")
# A phone's number is one piece, and so is a code with blanks between its digits.
_PIECE = re.compile(
    r"[0-9]{3}[ -][0-9]{3}(?![0-9]| ?[0-9(/-])"
    r"|(?:\+|0)[0-9]{1,4}[ (/-][0-9 ()/-]{4,20}"
    r"|[0-9](?: [0-9]{1,2}){2,7}(?![0-9])"
    r"|[0-9]{2,4} [0-9]{2,4}(?: [0-9]{2})?(?![0-9])"
    r"|[^ \t\u00a0\u202f]{1,}"
)
_FAR_PIECE = re.compile(rf"[\r\n]|{_PIECE.pattern.replace('202f]', '202f\r\n]')}")
_AROUND = "\"'`“„«‘”»’([*"
_ENDS = (".", ";", "…")
_CLAUSE_ENDS = (*_ENDS, ",", "!", "?")
_COMMAS = 2


_DISGUISE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\uff01-\uff5e]"
)
SHARED = {
    "opening": _OPENING.pattern,
    "closing": _CLOSING,
    "quote": _QUOTE.pattern,
    "disguise": _DISGUISE.pattern,
    "piece": _PIECE.pattern,
    "far_piece": _FAR_PIECE.pattern,
    "odd": _ODD.pattern,
    "around": _AROUND,
    "lead": _LEAD,
    "trail": _TRAIL,
    "joining": _JOINING,
}
"""What the browser reads a text by, too."""
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_PLAIN = {
    code: chr(code - 0xFEE0) if code in _FULL_WIDTH else ""
    for code in range(0x10000)
    if _DISGUISE.match(chr(code))
}
"""What each such sign means: a full-width one its like, the others nothing."""


type Extent = tuple[int, int]
"""Where something begins and ends."""


class Span(NamedTuple):
    """Where a secret stands in a text."""

    start: int
    end: int
    rank: int
    """The position of its rule: of equal spans the lower one names the kind."""


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


def readings(text: str) -> tuple[str, ...]:
    """Give how a text may be meant, the likeliest to hold a secret first.

    Characters without a width (copied from chats and web pages along with what they part) and
    full-width ones hide a secret from every pattern, and from nobody who reads it.
    """
    if text.isascii() or not _DISGUISE.search(text):
        return (text,)
    return text.translate(_PLAIN), text


def lower(text: str) -> str:
    """Give small letters without moving anything: 'İ' alone would become two characters."""
    low = text.lower()
    return low if len(low) == len(text) else text.replace("İ", "I").lower()


def starts(rule: Rule, low: str, at: int) -> bool:
    """Tell whether what stands before a word lets a rule begin there."""
    if not rule.start or not at:
        return True
    previous = low[at - 1]
    return not previous.isalnum() and previous not in _JOINING[rule.start]


def fits_before(rule: Rule, low: str, at: int) -> bool:
    """Tell whether the words before are those that a rule asks for."""
    if not rule.preceded_by and not rule.not_preceded_by:
        return True
    before = low[max(0, at - _LONGEST_NAME) : at].rstrip(_LEAD)
    if rule.preceded_by:
        return before.endswith(rule.preceded_by)
    return not before.rstrip("=:").rstrip(_LEAD).endswith(rule.not_preceded_by)


def trimmed(low: str, start: int, end: int) -> int:
    """Give the end of a bare value without the punctuation behind it."""
    return start + len(low[start:end].rstrip(_TRAIL))


def assigns(link: str) -> bool:
    """Tell whether what joins a name and its value says that one follows: `=`, `<name>`."""
    return link.endswith(">") or link.rstrip(" \t").endswith(("=", "%3d"))


def opening_at(low: str, at: int) -> re.Match[str] | None:
    """Give the quote that opens a value, with the backslashes before it as its first group."""
    return _OPENING.match(low, at) if low[at : at + 1] in _OPENERS else None


def closing(low: str, opening: re.Match[str]) -> int:
    """Find where a quoted value ends; -1 if it does not."""
    start = opening.end()
    limit = start + LONGEST_QUOTED
    mark = opening[2]
    if mark is None:
        return low.find(_CLOSING.get(opening[0], opening[0]), start, limit)
    # In JSON inside JSON a quote stands behind 1, 3, 7 ... backslashes; one that belongs to the
    # value behind more, and an escaped backslash before the closing one adds twice as many.
    depth = len(opening[1])
    at = low.find(mark, start, limit)
    while at >= 0:
        behind = low[max(start, at - 32) : at]
        escapes = len(behind) - len(behind.rstrip("\\"))
        if escapes % (2 * depth + 2) == depth:
            return at - depth
        at = low.find(mark, at + 1, limit)
    return -1


def run_before(text: str, at: int) -> int:
    """Give where the letters and digits right before a place begin."""
    start = at
    while start and at - start < LONGEST_QUOTED and text[start - 1].isalnum():
        start -= 1
    return start


def word_before(low: str, at: int) -> tuple[int, int]:
    """Give where the word before a place begins and ends, without quotes and punctuation."""
    before = low[max(0, at - LONGEST_WORD) : at]
    word = before.rstrip(_LEAD).rstrip(_TRAIL)
    end = at - len(before) + len(word)
    return end - len(word.replace("\n", " ").rpartition(" ")[2].lstrip(_LEAD)), end


def clause_start(low: str, at: int) -> int:
    """Give where the clause begins in which a name stands, some words before it at most."""
    start = max(0, at - LONGEST_CLAUSE)
    said = low[start:at]
    signs = [said.rfind(sign) for sign in ("\n", ". ", ";")]
    if max(signs) < 0 < start:
        return start + said.find(" ") + 1
    return start + max(signs) + 1


def words_near(
    low: str, at: int, turns: Turns, reach: int = NEAR_REACH, most: int = NEAR_WORDS
) -> Iterator[tuple[int, int]]:
    """Give where the words behind a name begin and end, as long as they can be about it.

    They end with the sentence, with the second comma, with the line, and at a word such as
    'order' (`stops`): what follows that is no password. What follows 'for' (`skips`) is a name.
    """
    said = low[at : at + reach]
    commas, before = 0, ""
    for piece in islice(_PIECE.finditer(said.partition("\n")[0]), most):
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
    opening = _QUOTE.search(said)
    if opening is None or opening[1].rstrip(_TRAIL) in says:
        return None
    start = at + opening.end()
    end = low.find(_CLOSING.get(opening[2], opening[2]), start, start + QUOTED_REACH)
    return (start, end) if end > start else None


def odd_words(text: str, low: str, end: int, stops: Collection[str]) -> list[OddWord]:
    """Give the words up to a place that not every sentence could have."""
    found: list[OddWord] = []
    held = -1
    for piece in _FAR_PIECE.finditer(low, 0, end):
        whole = piece[0]
        if whole in "\r\n":
            held = -1
            continue
        word = _word(whole)
        if _last_part(word) in stops:
            held = piece.start()
        elif word and _ODD.search(text, *piece.span()):
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
    word = whole.rstrip(_TRAIL + _AROUND).lstrip(_AROUND)
    if not word.endswith(_CALLS):
        return word
    plain = word.rstrip("!?")
    return plain if _DIGITS.fullmatch(plain) else word


def _last_part(word: str) -> str:
    """Give 'id' of 'x-trace-id'."""
    plain = word.rstrip("!?")
    return _JOINT.split(plain)[-1] if "-" in plain or "_" in plain else plain


def data_bodies(low: str, mark: str) -> list[tuple[int, int]]:
    """Give where the base64 bodies of `data:` addresses begin and end."""
    bodies = []
    at = low.find(mark)
    while at >= 0 and (body := _BASE64.match(low, at + len(mark))):
        bodies.append((at, body.end()))
        at = low.find(mark, body.end())
    return bodies


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join what overlaps, so that each place is replaced once."""
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last and span.start < last.end:
            merged[-1] = Span(last.start, max(last.end, span.end), last.rank)
        else:
            merged.append(span)
    return merged


def is_news(spans: Sequence[Span], one: Span) -> bool:
    """Tell whether a span is none of what was found (in order), or more than a part of it."""
    behind = bisect_left(spans, one.end, key=lambda span: span.start) - 1
    last = spans[behind] if behind >= 0 else None
    if last is None or last.end <= one.start:
        return True
    return one.start <= last.start and last.end <= one.end


def alone(low: str, start: int, end: int) -> bool:
    """Tell whether a word has a line to itself."""
    before, behind = low[:start].rpartition("\n")[2], low[end:].partition("\n")[0]
    return not before.strip(_LEAD) and not behind.strip(_TRAIL + _LEAD)
