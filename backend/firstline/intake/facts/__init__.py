"""What a message says already, so that nothing is asked twice (R23).

Pure, and linear in the length of the text: 2 KB take some 5 ms, 64 KB of the worst text
at most 100 ms. A caller on an event loop runs `find` in a thread for more than `THREADED`
characters. Call `warm` once before: the words of five languages take 100 ms to read.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from msgspec.structs import replace

from firstline.domain.context import Finding, merge
from firstline.domain.moment import Moment
from firstline.intake import fact_words, lexicon, lookup_words, prose, subjects, troubles
from firstline.intake.fact_words import Source

from . import (
    codes,
    har,
    ids,
    logs,
    requests,
    responses,
    signs,
    spelled,
    story,
    subject,
    times,
    told,
    zones,
)
from .files import FileName, shown_by

THREADED = 2_500
"""Characters beyond which `find` takes more than some 5 ms and belongs into a thread.

For less, a thread does not help: so long may it keep the interpreter from the event loop.
"""

_versions = count(1)
"""Of folders that were read: what could not be read is not taken for the next try."""
FILE_LIMIT = 64 * 1024
"""Characters of a text file that are read for facts."""
_LESS_SURE = 0.8
"""A file tells of more than the issue: what the customer says counts before it."""

__all__ = [
    "FILE_LIMIT",
    "THREADED",
    "FileName",
    "find",
    "of_file",
    "renew",
    "warm",
]


def find(  # noqa: PLR0913 - what a message is read with has no smaller name
    text: str,
    *,
    now: Moment,
    zone: str,
    language: str,
    source: int,
    files: Sequence[FileName] = (),
) -> tuple[Finding, ...]:
    """What a message and its files were found to contain; of each kind the surest comes first.

    `zone` is the browser's (IANA), `language` the one that the message was detected to be in,
    `source` the message's position. Every finding is at least likely; nothing vague is given.
    """
    flat = prose.unescaped(text)
    calls = requests.find(flat, prose.commands(text))
    prose_text = prose.of(text)
    words = lexicon.hits(prose_text)
    asked = story.questions(prose_text, words)
    found = [
        *calls,
        *_answers(flat, prose_text, tuple((call.start, call.end) for call in calls), words),
        *told.find(flat, prose_text, words, language),
        *ids.find(flat, prose_text, words),
        *logs.find(flat),
        *story.find(prose_text, words, asked),
        *shown_by(files),
    ]
    moments = times.find(text, prose_text, now=now, zone=zone, language=language)
    complete = [*found, *moments, *subject.find(text, words, asked, found)]
    in_order = sorted(complete, key=lambda finding: -finding.sure)
    return tuple(replace(finding, source=source) for finding in in_order)


def of_file(text: str, *, now: Moment, zone: str, source: int) -> tuple[Finding, ...]:
    """What a text file was found to contain: a request and what came back, ids, when it was."""
    whole = har.as_text(text)[:FILE_LIMIT]
    shown = prose.unescaped(whole)
    calls = requests.find(shown, prose.commands(whole))
    found = [
        *calls,
        *_answers(shown, "", tuple((call.start, call.end) for call in calls), ()),
        *told.find(shown, "", (), "en"),
        *ids.find(shown, "", ()),
        *times.find(shown, "", now=now, zone=zone, language="en"),
    ]
    complete = [*found, *subject.find(whole, found=found)]
    return tuple(
        replace(finding, source=source, start=0, end=0, sure=_LESS_SURE * finding.sure)
        for finding in sorted(complete, key=lambda finding: -finding.sure)
    )


def warm(words: Source | None = None) -> None:
    """Reads the words of all languages once, also those by which issues are compared.

    Raises FactWordsAreBroken, LookupWordsAreBroken, LearnedIsBroken.
    """
    for language in fact_words.load(words):
        signs.phrases(language, words)
    zones.known("UTC")
    lexicon.topics(words)
    lookup_words.phrases(words)
    subjects.load(words)
    troubles.load(words)


def renew(folder: Path) -> None:
    """Reads the words of this folder anew, away from the event loop, and finds by them from then.

    Raises what `warm` does, and goes on with those before.
    """
    words = Source(folder, next(_versions))
    warm(words)
    fact_words.use(words)


def _answers(
    text: str,
    prose_text: str,
    request_extents: tuple[prose.Extent, ...],
    words: Sequence[lexicon.Hit],
) -> Iterator[Finding]:
    """The response and the error codes, each code once, the surest of it."""
    answered = responses.find(text, request_extents)
    said = (*codes.find(text, prose_text, words), *spelled.find(prose_text))
    every = (*said, *answered)
    surest = {finding.value: finding for finding in every if finding.what == "error_code"}
    told_of = (f for f in (*answered, *said) if f.what == "response")
    response = merge((), sorted(told_of, key=lambda f: f.sure))
    yield from response
    yield from codes.telling(surest.values(), answered=bool(response))
