"""Several issues in one message (R26): the parts that could each be a conversation of its own.

A message falls into pieces at the items of a list, at blank lines, and at words that begin another
issue (`lookups.yml`). Pieces are different issues only where they are about different products;
one issue with several symptoms stays one. Pure, and linear in the length of the text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec import Struct

from . import lexicon, lookup_words, prose, subjects
from .subjects import NOTHING

MOST = 4
"""Issues that are offered at most; what is beyond stays with the last."""

_SHORTEST = 3  # words that a piece needs to be an issue
_SHORT = 8  # words below which it must name what is wrong
_LONGEST = 4_000  # characters of prose that are looked at: what is longer is a report, not a list
_ITEM = re.compile(r"^[ \t]{0,8}(?:\(?\d{1,2}[.):]|[-*•–])[ \t]{1,4}(?=\S)", re.MULTILINE)
_BEFORE = re.compile(r"(?:^|[.!?;:\n)…]|[,–-])[\s\"'(]{0,3}(?:\w{1,4}[ ,]{1,2}){0,2}$")
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_TELLING = 0.55
"""How sure it must be what a piece is about: the steps of one issue are about little."""


class Issues(Struct, frozen=True):
    """What a message holds: each issue's own words, and what belongs to all of them."""

    shared: str
    parts: tuple[str, ...]

    def texts(self) -> tuple[str, ...]:
        """Each issue with the shared context behind it."""
        return tuple(f"{part}\n\n{self.shared}".strip() for part in self.parts)


type _Cut = tuple[int, int, bool]
"""Where a piece begins, where its own words do, and whether it says that it is an issue."""


class _Issue(NamedTuple):
    """What a piece is about, and the areas that it names."""

    area: str
    kind: str
    named: frozenset[str]


class _Piece(NamedTuple):
    text: str
    issue: _Issue | None
    listed: bool
    """An item of a list, or begun by words for another issue; else only a paragraph."""


class _Part(NamedTuple):
    """The pieces of one issue, and what each of them is about."""

    words: list[str]
    issues: list[_Issue]


def find(text: str) -> Issues | None:
    """The issues of a message that holds several, in their order; None where it holds one."""
    readable = prose.of(text)
    if len(readable) > _LONGEST or any(hit.kind == "steps" for hit in lexicon.hits(readable)):
        return None
    cuts = sorted(_cuts(readable))
    if not any(listed for _, _, listed in cuts):
        return None
    parts: list[_Part] = []
    shared: list[str] = []
    for piece in _pieces(text, readable, cuts):
        if piece.issue is None:
            shared.append(piece.text)
        elif parts and not (piece.listed and all(_is_new(piece.issue, part) for part in parts)):
            home = next((p for p in parts if not _is_new(piece.issue, p)), parts[-1])
            home.words.append(piece.text)
            home.issues.append(piece.issue)
        else:
            parts.append(_Part([piece.text], [piece.issue]))
    if len(parts) < 2:  # noqa: PLR2004 - several are at least two
        return None
    return Issues("\n".join(shared), _few(["\n".join(part.words) for part in parts]))


def _pieces(text: str, readable: str, begins: Sequence[_Cut]) -> Iterator[_Piece]:
    cuts = [(0, 0, False), *begins]
    ends = [start for start, _, _ in cuts[1:]] + [len(text)]
    for (start, after, listed), end in zip(cuts, ends, strict=True):
        if words := text[after:end].strip(" \t\n,;:.-–"):
            yield _Piece(words, _issue(words, readable[start:end], listed), listed)


def _cuts(readable: str) -> Iterator[_Cut]:
    items = [(found.start(), found.end(), True) for found in _ITEM.finditer(readable)]
    if len(items) > 1:
        yield from items
    places = {start for start, _, _ in items} | {after for _, after, _ in items}
    for hit in lookup_words.find(readable):
        begins = hit.kind == "another" and _BEFORE.search(
            readable[max(0, hit.start - 16) : hit.start]
        )
        if begins and hit.start and not places & set(range(max(0, hit.start - 16), hit.start + 1)):
            yield hit.start, hit.start, True
    for gap in _BLANK.finditer(readable):
        if gap.end() < len(readable) and gap.end() not in places:
            yield gap.end(), gap.end(), False


def _issue(words: str, readable: str, listed: bool) -> _Issue | None:  # noqa: FBT001
    """What a piece is about; None where it tells of no issue, or too little."""
    count = len(readable.split())
    about = subjects.of(words) if count >= _SHORTEST else {}
    if not about or NOTHING in {guess.value for guess in about.values()}:
        return None
    hits = lexicon.hits(readable)
    is_step = listed and count < _SHORT and not _tells_of_a_fault(readable, hits)
    if is_step or about["area"].sure < _TELLING:
        return None
    named = frozenset(hit.value for hit in hits if hit.kind == "area")
    return _Issue(about["area"].value, about["issue_kind"].value, named)


def _tells_of_a_fault(readable: str, hits: Sequence[lexicon.Hit]) -> bool:
    symptoms = (hit.kind == "symptom" for hit in lookup_words.find(readable))
    return any(hit.kind == "faults" for hit in hits) or any(symptoms)


def _is_new(issue: _Issue, part: _Part) -> bool:
    """Whether it is about none of the products of a part."""
    return not any(_is_alike(issue, other) for other in part.issues)


def _is_alike(one: _Issue, other: _Issue) -> bool:
    """One product, or one kind of trouble in which the same is named."""
    return one.area == other.area or (one.kind == other.kind and bool(one.named & other.named))


def _few(parts: list[str]) -> tuple[str, ...]:
    return (*parts[: MOST - 1], "\n".join(parts[MOST - 1 :])) if len(parts) > MOST else tuple(parts)
