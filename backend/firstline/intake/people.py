"""Whom a text speaks of, by a first name or a title: 'Anna cannot sign in', 'Herr Brandt' (R25).

Pure. Who writes, signs, is greeted or thanked is not spoken of; where that is in doubt nobody is,
since a name too many hides that two conversations are one. Names, titles and the words by which
people introduce themselves stand in `lookups.yml`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from . import lexicon
from .lexicon import Hit

_CAPITAL = r"[^\W\d_a-zà-ÿа-яё][^\W\d_]{1,30}(?![\w@])"
_BEHIND_TITLE = re.compile(rf"\.?[ ]{{1,2}}({_CAPITAL})(?:[ ]({_CAPITAL}))?")
_SAINT = re.compile(r"\b(?:San|Santa|Santo|São|Sankt|St\.?|Saint)[ ]\Z")
"""What makes a name one of a place."""
_OF_A_FIRM = re.compile(
    rf"(?:[ ]{_CAPITAL})?[ ](?:from|of|at|von|bei|aus|del?|d[ao]|из|от)[ ]{_CAPITAL}"
)
_MORE = re.compile(rf"(?:[ ](?:d[aeo]s?|del|von|van|der|{_CAPITAL}|[^\W\d_]\.)){{0,4}}")
"""What of a name stands behind a first name."""
_SIGNED = re.compile(rf"\.?{_MORE.pattern}[^\w\n,;:|(]{{0,8}}(?:\n|\Z)")
_SIGNED_IN_A_LINE = re.compile(rf"\.?{_MORE.pattern}[ ]?[,|(–—-]")
_ALONE = re.compile(r"(?:^|[\n.!?,])[^\n.!?,]{0,25}\Z")
"""Of a signature: hardly anything stands before it."""
_ENDS = re.compile(r"[.!?\n]")
_JOINED = re.compile(r"[ ]{0,2}")
_NEAR = 12
"""Characters between a greeting or thanks and whom they are for."""
_BACK = 32
_KEPT = 4
"""Letters by which last names are compared: what follows may be the ending of a case."""


class People(Struct, frozen=True):
    """First names, folded, Russian ones without endings; and the beginnings of last names."""

    first: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()


def of(readable: str, said: Sequence[Hit], topics: Iterable[Hit]) -> People:
    """The people a text speaks of; by the hits of both lexicons, each in order."""
    greetings = [one.end for one in topics if one.kind == "small_talk"]
    spoken = list(_spoken_of(readable, said, greetings))
    titles = {hit.start for hit in said if hit.kind == "titles"}
    last = (
        name for hit in spoken if hit.kind == "titles" for name in _behind(readable, hit, titles)
    )
    return People(
        frozenset(hit.value for hit in spoken if hit.kind == "name"),
        frozenset(lexicon.fold(name)[:_KEPT] for name in last),
    )


def apart(one: People, two: People) -> bool:
    """Whether both speak of people, and of nobody in common; in one alphabet, as far as it goes."""
    if one.first & two.first or one.last & two.last:
        return False
    alike = any(a.isascii() == b.isascii() for a in one.first for b in two.first)
    return alike or bool(one.last and two.last)


def _spoken_of(readable: str, said: Sequence[Hit], greetings: Sequence[int]) -> Iterator[Hit]:
    """First names and titles without those of the writer and of whom they greet."""
    introduced = {hit.start - 1 for hit in said if hit.kind == "introduces"}
    complaints = [hit.start for hit in said if hit.kind in {"symptom", "topic"}]
    own = 0
    for hit in said:
        if hit.kind == "introduces":
            own = hit.end
        elif hit.kind in {"name", "titles"} and _is_one(readable, hit):
            goes_on = own and (hit.start < own or _JOINED.fullmatch(readable, own, hit.start))
            if (
                goes_on
                or _whole(readable, hit) in introduced
                or _is_not_meant(readable, hit, greetings, complaints)
            ):
                own = _end(readable, hit)
            else:
                yield hit


def _whole(readable: str, hit: Hit) -> int:
    """Where the whole name ends that begins with a first name or a title."""
    found = _MORE.match(readable, _end(readable, hit))
    return found.end() if found else hit.end


def _end(readable: str, hit: Hit) -> int:
    """Where a first name or a title ends, with the full stop of a title: 'Dr.'."""
    return hit.end + (hit.kind == "titles" and readable.startswith(".", hit.end))


def _is_one(readable: str, hit: Hit) -> bool:
    """Whether it is written as a name or title, which 'San Diego', 'SAM' and 'DR' are not."""
    if readable[hit.start : hit.end].isupper():
        return False
    before = max(0, hit.start - _NEAR)
    is_capital = readable[hit.start].isupper()
    return hit.kind == "titles" or (is_capital and not _SAINT.search(readable, before, hit.start))


def _is_not_meant(
    readable: str, hit: Hit, greetings: Sequence[int], complaints: Sequence[int]
) -> bool:
    """Whether it is the writer, or whom they greet or thank."""
    if _OF_A_FIRM.match(readable, hit.end) or _is_signed(readable, hit, complaints):
        return True
    before = bisect_right(greetings, hit.start) - 1
    end = greetings[before] if before >= 0 else -_NEAR
    return hit.start - end < _NEAR and not _ENDS.search(readable, end, hit.start)


def _is_signed(readable: str, hit: Hit, complaints: Sequence[int]) -> bool:
    begins = hit.start > 0 and readable[hit.start - 1] == "\n"
    if begins and _SIGNED_IN_A_LINE.match(readable, hit.end):
        return True
    alone = _ALONE.search(readable, max(0, hit.start - _BACK), hit.start)
    if alone is None or _SIGNED.match(readable, hit.end) is None:
        return False
    return bisect_left(complaints, alone.start()) == bisect_left(complaints, hit.start)


def _behind(readable: str, hit: Hit, titles: Collection[int]) -> Iterator[str]:
    """The one or two words with capitals behind a title, if that is not another one."""
    found = _BEHIND_TITLE.match(readable, hit.end)
    if found and found.start(1) not in titles:
        yield from filter(None, found.groups())
