"""Several issues in one message (R26): the parts that could each be a conversation of its own.

A message falls into pieces at the items of a list, at blank lines, and at words that begin another
issue (`lookups.yml`). Pieces are different issues only where they are about different products;
one issue with several symptoms stays one. Pure, and linear in the length of the text.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from . import lexicon, lookup_words, prose

MOST = 4
"""Issues that are offered at most; what is beyond stays with the last."""

_SHORTEST = 3  # words that a piece needs to be an issue
_LONGEST = 4_000  # characters of prose that are looked at: what is longer is a report, not a list
_ITEM = re.compile(r"^[ \t]{0,8}(?:\(?\d{1,2}[.):]|[-*•–])[ \t]{1,4}(?=\S)", re.MULTILINE)
_BEFORE = re.compile(r"(?:^|[.!?;:\n)…]|[,–-])[\s\"'(]{0,3}(?:\w{1,4}[ ,]{1,2}){0,2}$")
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_GENERIC = frozenset({"messages"})
"""Areas that are named in passing in most issues."""
_PRODUCTS = {
    **dict.fromkeys(("invoice", "charge", "refund", "price", "balance", "card"), "billing"),
    **dict.fromkeys(("sign_in", "second_factor", "password", "rights"), "portal"),
    **dict.fromkeys(("registration", "migration", "code", "pin", "display_name"), "numbers"),
    **dict.fromkeys(("image", "audio", "video", "sticker", "pdf"), "media"),
    "template": "templates",
    "webhook": "webhooks",
}
"""Topics of `lookups.yml` that tell the product."""
_IN_PASSING = {"tax": "billing"}
"""Topics that tell it where nothing else does: a tax number may stand in for the company."""


class Issues(Struct, frozen=True):
    """What a message holds: each issue's own words, and what belongs to all of them."""

    shared: str
    parts: tuple[str, ...]

    def texts(self) -> tuple[str, ...]:
        """Each issue with the shared context behind it."""
        return tuple(f"{part}\n\n{self.shared}".strip() for part in self.parts)


type _Cut = tuple[int, int, bool]
"""Where a piece begins, where its own words do, and whether it says that it is an issue."""


class _Piece(Struct, frozen=True):
    text: str
    areas: frozenset[str]
    listed: bool
    """An item of a list, or begun by words for another issue; else only a paragraph."""


def find(text: str) -> Issues | None:
    """The issues of a message that holds several, in their order; None where it holds one."""
    readable = prose.of(text)
    if len(readable) > _LONGEST or any(hit.kind == "steps" for hit in lexicon.hits(readable)):
        return None
    cuts = sorted(_cuts(readable))
    if not any(listed for _, _, listed in cuts):
        return None
    parts: list[tuple[str, frozenset[str]]] = []
    shared: list[str] = []
    for piece in _pieces(text, readable, cuts):
        if not piece.areas:
            shared.append(piece.text)
        elif parts and not _differs(piece, [areas for _, areas in parts]):
            at = _home(piece, parts)
            parts[at] = (f"{parts[at][0]}\n{piece.text}", parts[at][1] | piece.areas)
        else:
            parts.append((piece.text, piece.areas))
    if len(parts) < 2:  # noqa: PLR2004 - several are at least two
        return None
    return Issues("\n".join(shared), _few([words for words, _ in parts]))


def _pieces(text: str, readable: str, begins: Sequence[_Cut]) -> Iterator[_Piece]:
    cuts = [(0, 0, False), *begins]
    ends = [start for start, _, _ in cuts[1:]] + [len(text)]
    for (start, after, listed), end in zip(cuts, ends, strict=True):
        if words := text[after:end].strip(" \t\n,;:.-–"):
            yield _Piece(words, _areas(readable[start:end]), listed)


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


def _areas(readable: str) -> frozenset[str]:
    """The products that a piece is about; none where it says too little to be an issue."""
    if len(readable.split()) < _SHORTEST:
        return frozenset()
    topics = [hit for hit in lookup_words.find(readable) if hit.kind == "topic"]
    passing = [hit for hit in topics if hit.value in _IN_PASSING]
    found = (hit for hit in lexicon.hits(readable) if hit.kind == "area")
    named = {hit.value for hit in found if not _at(hit, passing)}
    named |= {_PRODUCTS[hit.value] for hit in topics if hit.value in _PRODUCTS}
    told = named - _GENERIC or named
    return frozenset(told or {_IN_PASSING[hit.value] for hit in passing})


def _at(hit: lexicon.Hit, others: Sequence[lexicon.Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in others)


def _differs(piece: _Piece, known: Sequence[frozenset[str]]) -> bool:
    """Only what says that it is another thing, and is about none of the products so far."""
    return piece.listed and all(piece.areas.isdisjoint(areas) for areas in known)


def _home(piece: _Piece, parts: Sequence[tuple[str, frozenset[str]]]) -> int:
    fitting = (at for at, (_, areas) in enumerate(parts) if not piece.areas.isdisjoint(areas))
    return next(fitting, len(parts) - 1)


def _few(parts: list[str]) -> tuple[str, ...]:
    return (*parts[: MOST - 1], "\n".join(parts[MOST - 1 :])) if len(parts) > MOST else tuple(parts)
