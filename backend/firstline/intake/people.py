"""Whom a text speaks of, by a first name or a title: 'Anna cannot sign in', 'Herr Brandt' (R25).

Pure. Who writes, signs or is greeted is not spoken of. Names, titles and the words by which people
introduce themselves stand in `lookups.yml`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from . import lexicon
from .lexicon import Hit

_CAPITAL = re.compile(r"[^\W\d_a-zà-ÿа-яё][^\W\d_]{1,30}(?![\w@])")
_NEXT = re.compile(rf"\.?[ ]{{1,2}}({_CAPITAL.pattern})")
_SAINT = re.compile(r"\b(?:San|Santa|Santo|São|Sankt|St\.?|Saint)[ ]\Z")
"""What makes a name one of a place."""
_GREETED = re.compile(r"(?:[ ][^\W\d_]{2,30})?[ ]{0,2}[,!.\n]")
_SIGNED = re.compile(rf"(?:[ ]{_CAPITAL.pattern}){{0,2}}[ .!)]{{0,3}}(?:\n|\Z)")
_ALONE = re.compile(r"(?:^|[\n.!?,])[^\n.!?,]{0,25}\Z")
"""Of a signature: hardly anything stands before it."""
_NEAR = 12
"""Characters between a greeting and whom it greets."""
_BACK = 32


def of(readable: str, said: Sequence[Hit], topics: Iterable[Hit]) -> frozenset[str]:
    """First and last names, folded, Russian ones without endings; by hits of both lexicons."""
    greeted = [one.end for one in topics if one.kind == "small_talk"]
    own = {place for one in said if one.kind == "introduces" for place in (one.start, one.end)}
    return frozenset(
        name
        for hit in said
        if hit.kind in {"name", "titles"} and not _is_own(readable, hit, own, greeted)
        for name in _names(readable, hit)
    )


def _names(readable: str, hit: Hit) -> Iterator[str]:
    """The first name, if it is one, and the capitalised word behind it or behind a title."""
    if hit.kind == "name":
        if not readable[hit.start].isupper() or _SAINT.search(
            readable, max(0, hit.start - _NEAR), hit.start
        ):
            return
        yield hit.value
    if behind := _NEXT.match(readable, hit.end):
        yield lexicon.fold(behind[1])


def _is_own(readable: str, hit: Hit, own: AbstractSet[int], greeted: Iterable[int]) -> bool:
    """Whether it is the writer's name or that of whom they greet."""
    if not own.isdisjoint({hit.start - 1, hit.end + 1}):
        return True
    if _SIGNED.match(readable, hit.end):
        return bool(_ALONE.search(readable, max(0, hit.start - _BACK), hit.start))
    near = any(0 <= hit.start - end < _NEAR for end in greeted)
    return near and _GREETED.match(readable, hit.end) is not None
