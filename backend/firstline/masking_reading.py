"""Reading a text around a place in it: what stands before a word, where a value ends.

All of it works on the text in small letters, in which every character keeps its place.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from firstline.masking_patterns import Rule

LONGEST_QUOTED = 4096
"""Characters within which a quoted value must end."""
LONGEST_WORD = 512
"""Characters that a word in front of its name may have."""
_LONGEST_NAME = 24
LONGEST_CLAUSE = 96
"""Characters in front of a name that are still about it."""

OPENING = re.compile("(\\\\{0,7})([\"'`])|\\\\u0022|%22|%27|&quot;|&#34;|&#39;|[“„«‘]")
_OPENERS = frozenset("\\\"'`%&“„«‘")
CLOSING = {"“": "”", "„": "“", "«": "»", "‘": "’", "[": "]"}
LEAD = " \t\u00a0\"'`\\_-"
TRAIL = ".,;:)]}>*|"
JOINING = {"word": "", "apart": "_-.", "token": "_-.+/"}
_BASE64 = re.compile("[A-Za-z0-9+/=]*")


DISGUISE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\uff01-\uff5e]"
)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_PLAIN = {
    code: chr(code - 0xFEE0) if code in _FULL_WIDTH else ""
    for code in range(0x10000)
    if DISGUISE.match(chr(code))
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


def readings(text: str) -> tuple[str, ...]:
    """Give how a text may be meant, the likeliest to hold a secret first.

    Characters without a width (copied from chats and web pages along with what they part) and
    full-width ones hide a secret from every pattern, and from nobody who reads it.
    """
    if text.isascii() or not DISGUISE.search(text):
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
    return not previous.isalnum() and previous not in JOINING[rule.start]


def fits_before(rule: Rule, low: str, at: int) -> bool:
    """Tell whether the words before are those that a rule asks for."""
    if not rule.preceded_by and not rule.not_preceded_by:
        return True
    before = low[max(0, at - _LONGEST_NAME) : at].rstrip(LEAD)
    if rule.preceded_by:
        return before.endswith(rule.preceded_by)
    return not before.rstrip("=:").rstrip(LEAD).endswith(rule.not_preceded_by)


def trimmed(low: str, start: int, end: int) -> int:
    """Give the end of a bare value without the punctuation behind it."""
    return start + len(low[start:end].rstrip(TRAIL))


def assigns(link: str) -> bool:
    """Tell whether what joins a name and its value says that one follows: `=`, `<name>`."""
    return link.endswith(">") or link.rstrip(" \t").endswith(("=", "%3d"))


def opening_at(low: str, at: int) -> re.Match[str] | None:
    """Give the quote that opens a value, with the backslashes before it as its first group."""
    return OPENING.match(low, at) if low[at : at + 1] in _OPENERS else None


def closing(low: str, opening: re.Match[str]) -> int:
    """Find where a quoted value ends; -1 if it does not."""
    start = opening.end()
    limit = start + LONGEST_QUOTED
    mark = opening[2]
    if mark is None:
        return low.find(CLOSING.get(opening[0], opening[0]), start, limit)
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
    word = before.rstrip(LEAD).rstrip(TRAIL)
    end = at - len(before) + len(word)
    return end - len(word.replace("\n", " ").rpartition(" ")[2].lstrip(LEAD)), end


def clause_start(low: str, at: int) -> int:
    """Give where the clause begins in which a name stands, some words before it at most."""
    start = max(0, at - LONGEST_CLAUSE)
    said = low[start:at]
    signs = [said.rfind(sign) for sign in ("\n", ". ", ";")]
    if max(signs) < 0 < start:
        return start + said.find(" ") + 1
    return start + max(signs) + 1


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
