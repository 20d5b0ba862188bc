"""What the customer tells in words: description, steps and impact (R23)."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from sys import maxsize

from firstline.domain.context import Finding
from firstline.intake import lexicon, prose
from firstline.intake.lexicon import Hit

from . import reach
from .slots import LIKELY, LIMITED, LOOKS, NAMED, SAID, Reading

_SHOWN = 120
_FULL = 40  # words for which a description gains sureness
_STEPS = 3  # numbered items that are steps by themselves: two are two matters
_TOLD = 40  # characters after the words for steps that make them more than words
_TELLING = 3  # words beside small talk that make a description
_IMPACTS = ("all", "group", "one", "all_messages", "looks", "detail")
_VALUES = {"all_messages": "all", "looks": "detail"}
_ITEM = re.compile(r"^[ \t]{0,12}(?:\d{1,2}[.)]|[-*•])[ \t]{1,4}\S[^\n]*", re.MULTILINE)
_LETTER = re.compile(r"[^\W\d_]")
_ASKING = re.compile(r"[^.!?:\n]{1,400}[.!?:]?")  # 'what does not work: ...' asks nothing
_SENTENCE = re.compile(r"[^.!?\n]{1,400}[.!?]?")


def find(prose_text: str, words: Sequence[Hit], asked: Sequence[prose.Extent]) -> Iterator[Finding]:
    """The findings that stand on words alone; `words` are the lexicon's hits in the prose.

    `asked` are the sentences that only ask: see `questions`.
    """
    yield from _description(prose_text, words)
    yield from _steps(prose_text, words)
    yield from _impact(prose_text, words, asked)


def _description(prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """There is a description when words are left beside greetings and cries for help."""
    talk = ((hit.start, hit.end) for hit in words if hit.kind == "small_talk")
    telling = lexicon.words_of(prose.blank(prose_text, talk))
    if len(telling) < _TELLING:
        return
    first = next((word for word in telling if word[0].isalpha()), telling[0])
    start, end = first.start(), telling[-1].end()
    sentence = _SENTENCE.match(prose_text, start)
    shown = " ".join((sentence[0] if sentence else prose_text[start:end]).split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    yield Finding(
        "description", shown, start=start, end=end, sure=min(0.9, 0.5 + len(telling) / _FULL)
    )


def _steps(prose_text: str, words: Sequence[Hit]) -> Iterator[Finding]:
    """Steps are a list, or what follows the words for them."""
    items = list(_ITEM.finditer(prose_text))
    cue = next((hit for hit in words if hit.kind == "steps"), None)
    if cue and (len(items) > 1 or len(prose_text) - cue.end > _TOLD):
        start = cue.start
    elif len(items) >= _STEPS and items[0][0].lstrip()[0].isdigit():
        start = items[0].start()
    else:
        return
    shown = " ".join(prose_text[start : start + _SHOWN].split())
    end = items[-1].end() if items else len(prose_text)
    yield Finding("steps", shown, start=start, end=max(end, start), sure=0.9 if cue else 0.6)


def _impact(
    prose_text: str, words: Sequence[Hit], asked: Sequence[prose.Extent]
) -> Iterator[Finding]:
    """Who is affected: whom it is limited to, else the gravest that is named.

    All of the messages of one customer is one customer; where others are well, not all are hit, and
    what is said of those others says nothing of who is.
    """
    named = (hit for hit in words if hit.kind == "impact" and hit.value in _IMPACTS)
    limits = {hit.start for hit in words if hit.value == "only" and hit.kind.startswith("reach.")}
    said = [_idiom(hit, limits) for hit in named]
    every = [*said, *reach.find(prose_text, words)]
    told = _told([one for one in every if not is_inside(one.start, asked)])
    if not told:
        return
    weight = max(one.weight for one in told)
    meant = [one for one in told if one.weight == weight]
    gravest = min(meant, key=lambda one: _IMPACTS.index(one.value))
    value = _VALUES.get(gravest.value, gravest.value)
    alike = {_VALUES.get(one.value, one.value) for one in meant} == {value}
    sure = 0.85 if weight >= LIMITED else 0.8 if alike and weight > LIKELY else 0.6
    yield Finding("impact", value, start=gravest.start, end=gravest.end, sure=sure)


def _told(every: Sequence[Reading]) -> list[Reading]:
    """The readings of who is affected, without those who are well and who is only an example."""
    well = _extents(every, "rest")
    examples = _extents(every, "example")
    told = [
        one
        for one in every
        if one.value in _IMPACTS
        and not is_inside(one.start, well)
        and not (_is_light(one) and is_inside(one.start, examples))
    ]
    if well and any(one.value in {"one", "group"} for one in told):
        told = [one for one in told if one.value not in {"all", "all_messages"}]
    return [one for one in told if one.weight > NAMED or well]


def _is_light(one: Reading) -> bool:
    """Whether a reading says no more than an example could: one, or some that are named."""
    return one.value == "one" or one.weight < SAID


def _extents(every: Sequence[Reading], value: str) -> list[tuple[int, int]]:
    """Where the readings of a value stand, in order, those that overlap as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted((one.start, one.end) for one in every if one.value == value):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _idiom(hit: Hit, limits: set[int]) -> Reading:
    """A phrase of `impact`; one that begins with 'only' says whom it is limited to."""
    weight = LIMITED if hit.start in limits else SAID
    weight = LOOKS if hit.value == "looks" else weight
    return Reading(hit.value, weight, hit.start, hit.end)


def questions(prose_text: str, words: Sequence[Hit]) -> list[tuple[int, int]]:
    """The sentences that ask how something is done: whom they name is not affected."""
    starts = {hit.start for hit in words if hit.kind == "question"}
    if not starts:
        return []
    talk = {hit.start: hit.end for hit in words if hit.kind == "small_talk"}
    sentences = (sentence.span() for sentence in _ASKING.finditer(prose_text))
    return [span for span in sentences if _first(prose_text, span, talk) in starts]


def _first(prose_text: str, span: tuple[int, int], talk: Mapping[int, int]) -> int:
    """Where the first word of a sentence begins, behind its greeting; -1 if there is none."""
    start, end = span
    while (letter := _LETTER.search(prose_text, start, end)) and letter.start() in talk:
        start = talk[letter.start()]
    return letter.start() if letter else -1


def is_inside(place: int, extents: Sequence[tuple[int, int]]) -> bool:
    """Whether a place lies in one of the extents, which are in order and do not overlap."""
    last = bisect_right(extents, (place, maxsize)) - 1
    return last >= 0 and place < extents[last][1]
