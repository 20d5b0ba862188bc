"""What an issue is about: its area and its kind, by all that speaks for each (R23).

Words count by how much they say and by the failure that stands beside them; a call, a code and a
webhook's payload count as well. What works, what is only asked and what is an identifier does not.
"""

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
_CODES = {
    "1310": "messages",
    "1304": "messages",
    "132": "templates",
    "133": "numbers",
    "131052": "media",
    "131053": "media",
}
"""The area of an error by the beginning of its code, which has six digits."""
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
_CARRIED = frozenset(("webhooks", "media", "templates"))
"""What messages are named with in passing, since it carries them or is carried by them."""
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


class _Told(NamedTuple):
    """The names of areas, and the kinds: by failures, and by mere names such as 'invoice'."""

    areas: Sequence[Hit] = ()
    troubles: Sequence[Hit] = ()
    topics: Sequence[Hit] = ()


def find(
    prose: str, words: Sequence[Hit], asked: Sequence[tuple[int, int]], signs: Signs
) -> Iterator[Finding]:
    """The area and the kind of the issue; `asked` are the sentences that only ask."""
    meant = [hit for hit in beside.without(prose, words) if not _is_identifier(prose, hit)]
    told = _told([hit for hit in meant if not is_inside(hit.start, asked)], words)
    kind = _kind(prose, told, signs)
    area = _area(prose, told, signs)
    if area:
        yield area
    elif kind and kind.value in _OF_KIND:
        yield Finding("area", _OF_KIND[kind.value], sure=0.55)
    elif only_asked := _area(prose, _told(meant, words), Signs()):
        yield replace(only_asked, sure=ASKED)
        kind = kind or _kind(prose, _told(meant, words), Signs())
    if kind is None and area and area.value in _OF_AREA:
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


def _told(meant: Sequence[Hit], words: Sequence[Hit]) -> _Told:
    areas = beside.first((hit for hit in meant if hit.kind == "area"), words)
    kinds = beside.first((hit for hit in meant if hit.kind == "issue_kind"), words)
    names = {(hit.start, hit.end) for hit in areas}
    troubles = [hit for hit in kinds if (hit.start, hit.end) not in names]
    return _Told(areas, troubles, [hit for hit in kinds if (hit.start, hit.end) in names])


def _kind(prose: str, told: _Told, signs: Signs) -> Finding | None:
    """The kind that most speaks for; a failure belongs to what is named beside it."""
    if signs.request and signs.answered:
        return Finding("issue_kind", "api_error", sure=0.75)
    if signs.failed_message:
        return Finding("issue_kind", "delivery", sure=0.76)
    hits = [(_kind_of(prose, hit, told.areas), 2, hit) for hit in told.troubles]
    hits += [(hit.value, 1, hit) for hit in told.topics]
    scores: dict[str, int] = defaultdict(int)
    for kind, much, _ in hits:
        scores[kind] += much
    chosen = max(_KINDS, key=lambda kind: (scores[kind], -_KINDS.index(kind)))
    if not scores[chosen]:
        said = signs.request or signs.answered or any(code.isdigit() for code in signs.codes)
        return Finding("issue_kind", "api_error", sure=0.6) if said else None
    first = next(hit for kind, _, hit in hits if kind == chosen)
    sure = 0.7 if scores[chosen] > 1 else 0.58
    return Finding("issue_kind", chosen, start=first.start, end=first.end, sure=sure)


def _kind_of(prose: str, trouble: Hit, areas: Sequence[Hit]) -> str:
    """'twice' is a matter of billing beside an invoice, and of none beside a template."""
    named = _beside(prose, trouble, areas) if trouble.value == "delivery" else None
    if named is None or named.value in {"messages", "webhooks", "media"}:
        return trouble.value
    return _OF_AREA.get(named.value, "")


def _area(prose: str, told: _Told, signs: Signs) -> Finding | None:
    """The area that most speaks for; 'messages' are named in passing in most issues."""
    scores: dict[str, float] = defaultdict(float)
    for hit in told.areas:
        first = 1.0 if hit.value == "messages" else 1.2
        again = hit.value in scores
        scores[hit.value] += 0.25 if again else first
        scores[hit.value] += _GRAVE if hit.value == "privacy" else 0
    for trouble in told.troubles:
        if beside_it := _beside(prose, trouble, told.areas):
            scores[beside_it.value] += 1
    if scores.keys() & _CARRIED:
        scores["messages"] = min(scores["messages"], 1.5)
    for area in _implied(signs):
        scores[area] += 1.5
    if not scores:
        return None
    chosen = max(scores, key=lambda area: scores[area])
    sure = 0.7 if scores[chosen] >= 2 else 0.6  # noqa: PLR2004 - more than a name or a call
    named = next((hit for hit in told.areas if hit.value == chosen), None)
    if named is None:
        return Finding("area", chosen, sure=sure - 0.05)
    return Finding("area", chosen, start=named.start, end=named.end, sure=sure)


def _implied(signs: Signs) -> Iterator[str]:
    """The areas that a call, codes and a payload speak for."""
    parts = reversed(signs.request.lower().split("?")[0].split("/"))
    yield from [_PATHS[part] for part in parts if part in _PATHS][:1]
    for code in signs.codes:
        starts = (start for start in _CODES if len(code) == 6 and code.startswith(start))  # noqa: PLR2004
        yield from (_CODES[start] for start in starts)
    if signs.failed_message:
        yield from ("messages", "messages", "messages")


def _beside(prose: str, trouble: Hit, areas: Sequence[Hit]) -> Hit | None:
    """The last name before a failure in its clause, else the first one behind it."""
    at = bisect_right(areas, trouble.start, key=lambda hit: hit.start)
    for hit in (*areas[max(0, at - 1) : at], *areas[at : at + 1]):
        first, last = sorted((hit, trouble), key=lambda one: one.start)
        near = last.start - first.end <= _NEAR
        if near and not beside.END.search(prose, first.end, last.start):
            return hit
    return None
