"""What an issue is about: its area and its kind, by all that speaks for each (R23).

Words count by how much they say and where they stand; a call, a code and a webhook's payload count
as well. What works, what is only asked and what is an identifier counts less, or not at all.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from sys import maxsize
from typing import NamedTuple

from msgspec.structs import replace

from firstline.domain.context import Finding
from firstline.intake.lexicon import Hit

from . import beside

ASKED = 0.5
"""How sure an area is of which is only asked how something is done: it tells of no trouble."""

_PATHS = {
    "messages": "messages",
    "contacts": "messages",
    "media": "media",
    "templates": "templates",
    "message_templates": "templates",
    "webhook": "webhooks",
    "webhooks": "webhooks",
    "phone_numbers": "numbers",
    "numbers": "numbers",
    "register": "numbers",
    "invoices": "billing",
}
"""The area of a call by a part of its path, the last one that is known."""
_CODES = {"1310": "messages", "1304": "messages", "132": "templates", "133": "numbers"}
"""The area of an error by the beginning of its code."""
_LONG_CODE = 6
_OF_KIND = {
    "number_registration": "numbers",
    "billing": "billing",
    "access": "portal",
    "delivery": "messages",
}
_OF_AREA = {
    "messages": "delivery",
    "webhooks": "delivery",
    "numbers": "number_registration",
    "billing": "billing",
    "portal": "access",
}
# Of two kinds that as much speaks for the more particular one counts.
_KINDS = ("number_registration", "billing", "access", "delivery", "api_error")
_CLAUSE = re.compile(r"[.!?;:\n]")
_NEAR = 60  # characters between a name and the failure that is its
_GRAVE = 20
"""What speaks for a breach of privacy outweighs all, for it is severe (R10)."""


class Signs(NamedTuple):
    """What was found beside words: the call, whether it was answered, codes of errors.

    `failed_message`: a webhook told that a message failed; then the message is the trouble.
    """

    request: str = ""
    answered: bool = False
    codes: tuple[str, ...] = ()
    failed_message: bool = False


def find(
    prose: str, words: Sequence[Hit], asked: Sequence[tuple[int, int]], signs: Signs
) -> Iterator[Finding]:
    """The area and the kind of the issue; `asked` are the sentences that only ask."""
    meant = [hit for hit in beside.without(prose, words) if not _is_identifier(prose, hit)]
    told = [hit for hit in meant if not is_inside(hit.start, asked)]
    kind = _kind(
        beside.first((hit for hit in told if hit.kind == "issue_kind"), words), told, signs
    )
    areas = beside.first((hit for hit in told if hit.kind == "area"), words)
    area = _area(prose, areas, _troubles(told), kind, signs)
    if area is None:
        only_asked = [hit for hit in meant if hit.kind == "area"]
        area = _area(prose, only_asked, [], None, Signs())
        yield from [replace(area, sure=ASKED)] if area else []
    else:
        yield area
        if kind is None and area.value in _OF_AREA:
            kind = Finding("issue_kind", _OF_AREA[area.value], sure=0.5)
    if kind:
        yield kind


def is_inside(place: int, extents: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the extents, which are in order and do not overlap."""
    last = bisect_right(extents, (place, maxsize)) - 1
    return last >= 0 and place < extents[last][1]


def _is_identifier(prose: str, hit: Hit) -> bool:
    """'recordatorio_pago' is the name of a template and tells of no payment."""
    return "_" in (prose[max(0, hit.start - 1) : hit.start], prose[hit.end : hit.end + 1])


def _troubles(told: Sequence[Hit]) -> list[Hit]:
    """The kinds that are told by a failure and not by a mere name, such as 'login', 'invoice'."""
    names = {(hit.start, hit.end) for hit in told if hit.kind == "area"}
    return [hit for hit in told if hit.kind == "issue_kind" and (hit.start, hit.end) not in names]


def _kind(kinds: Sequence[Hit], told: Sequence[Hit], signs: Signs) -> Finding | None:
    """The kind that most speaks for."""
    troubles = set(_troubles(told))
    scores: dict[str, int] = defaultdict(int)
    for hit in kinds:
        scores[hit.value] += 2 if hit in troubles else 1
    if signs.failed_message and not (signs.request and signs.answered):
        return Finding("issue_kind", "delivery", sure=0.76)
    if signs.request and signs.answered:
        return Finding("issue_kind", "api_error", sure=0.75)
    chosen = max(_KINDS, key=lambda kind: (scores[kind], -_KINDS.index(kind)))
    if scores[chosen]:
        hit = next(hit for hit in kinds if hit.value == chosen)
        return Finding("issue_kind", chosen, start=hit.start, end=hit.end, sure=0.7)
    said = signs.request or signs.answered or any(code.isdigit() for code in signs.codes)
    return Finding("issue_kind", "api_error", sure=0.6) if said else None


def _area(
    prose: str, areas: Sequence[Hit], troubles: Sequence[Hit], kind: Finding | None, signs: Signs
) -> Finding | None:
    """The area that most speaks for; 'messages' are named in passing in most issues."""
    scores: dict[str, float] = defaultdict(float)
    for hit in areas:
        scores[hit.value] += 1 if hit.value in scores else 1 if hit.value == "messages" else 2
        scores[hit.value] += _GRAVE if hit.value == "privacy" else 0
    for trouble in troubles:
        if named := _beside(prose, trouble, areas):
            scores[named.value] += 1
    for area in _implied(kind, signs):
        scores[area] += 1.5
    if signs.failed_message:
        scores["messages"] += 4
    if not scores:
        return None
    chosen = max(scores, key=lambda area: scores[area])
    named = next((hit for hit in areas if hit.value == chosen), None)
    if named is None:
        return Finding("area", chosen, sure=0.55)
    return Finding("area", chosen, start=named.start, end=named.end, sure=0.7)


def _implied(kind: Finding | None, signs: Signs) -> Iterator[str]:
    """The areas that a call, a code and the kind of issue speak for."""
    yield from (area for area in [_of_path(signs.request)] if area)
    for code in signs.codes:
        yield from (area for start, area in _CODES.items() if _starts(code, start))
    if kind and kind.value in _OF_KIND:
        yield _OF_KIND[kind.value]


def _starts(code: str, start: str) -> bool:
    return len(code) == _LONG_CODE and code.startswith(start)


def _of_path(request: str) -> str:
    parts = reversed(request.lower().split("?")[0].split("/"))
    return next((_PATHS[part] for part in parts if part in _PATHS), "")


def _beside(prose: str, trouble: Hit, areas: Sequence[Hit]) -> Hit | None:
    """The last name before a failure in its clause, else the first one behind it."""
    at = bisect_right(areas, trouble.start, key=lambda hit: hit.start)
    for hit in (*reversed(areas[max(0, at - 1) : at]), *areas[at : at + 1]):
        first, last = sorted((hit, trouble), key=lambda one: one.start)
        if last.start - first.end <= _NEAR and not _CLAUSE.search(prose, first.end, last.start):
            return hit
    return None
