"""Who is affected: a small grammar over the words of `reach` in `facts.yml` (R23).

A quantifier counts persons, places or things; 'only' and its like say whom it is limited to, and
outweigh the rest; two may be joined, some told apart. Each language is read by itself, since 'a'
and 'no' are other words in the next one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from firstline.intake.lexicon import Hit

from . import contrasts, limits, pairs, quantifiers, shares
from .lines import of_file
from .slots import SAID, Reading, Slots, reading

_ANSWERS = {"every": "all", "some": "group"}
_LINES = ("line", "people")
"""What a line may be taken for, and several lines."""
_MOST = 250  # words with a meaning beyond which it is a table
_READ: Mapping[str, Callable[[Slots, int], Reading | None]] = {
    "every": quantifiers.whole,
    "zero": quantifiers.whole,
    "everyone": quantifiers.whole,
    "noone": quantifiers.noone,
    "nobody": quantifiers.nobody,
    "some": quantifiers.some,
    "share": quantifiers.some,
    "number": quantifiers.some,
    "one": quantifiers.one,
    "a": quantifiers.one,
    "this": quantifiers.one,
    "my": quantifiers.one,
    "people": quantifiers.several,
    "place": quantifiers.several,
    "part": quantifiers.of_company,
    "complains": quantifiers.complaints,
    "hit": quantifiers.unnoticed,
    "person": quantifiers.mentioned,
    "line": quantifiers.mentioned,
    "me": quantifiers.mentioned,
    "only": limits.only,
    "except": limits.excepted,
    "and": pairs.pair,
    "neither": pairs.neither,
    "sort": contrasts.sort,
    "land": contrasts.land,
    "those": contrasts.those,
    "rest": contrasts.rest,
    "well": contrasts.well,
    "do": contrasts.well,
    "not": contrasts.left_out,
    "nothing": contrasts.nothing,
    "example": contrasts.example,
}
"""What reads the slots that begin a reading; the others only belong to one."""


def find(prose: str, words: Sequence[Hit]) -> list[Reading]:
    """Every reading, in no order; `words` are the lexicon's hits in the prose."""
    hits = [hit for hit in words if hit.kind.startswith("reach.")]
    hits = [hit for hit in hits if hit.value not in _LINES or not of_file(prose, hit)]
    languages = _spoken(hits)
    found = [*shares.figures(prose, hits), *pairs.listed(prose, languages)]
    for spoken in languages:
        slots = Slots(prose, spoken)
        found += _readings(slots)
        found += shares.of_numbers(slots)
        found += _alone(prose, spoken)
    return found


def _alone(prose: str, slots: Sequence[Hit]) -> Iterator[Reading]:
    """A quantifier that is the whole answer: 'alle', 'некоторых'."""
    only = slots[0]
    if only.value in _ANSWERS and only.end - only.start == len(prose.strip(" .!\n")):
        yield reading(_ANSWERS[only.value], SAID, only)


def _spoken(slots: Sequence[Hit]) -> list[list[Hit]]:
    """The slots of the language that has the most to say; of several that are alike in it."""
    by_language: dict[str, list[Hit]] = {}
    for hit in slots:
        by_language.setdefault(hit.kind, []).append(hit)
    languages = [hits[:_MOST] for hits in by_language.values()]
    told = [sum(hit.end - hit.start for hit in hits) for hits in languages]
    return [hits for hits, much in zip(languages, told, strict=True) if much == max(told)]


def _readings(slots: Slots) -> Iterator[Reading]:
    for at, slot in enumerate(slots.every):
        read = _READ.get(slot.value)
        if read and (found := read(slots, at)):
            yield found
