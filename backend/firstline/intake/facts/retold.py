"""The text of an error that the customer repeats in a sentence of his own, without quotes (R23).

'Console says your PIN does not match', 'steht nur: Zugriff verweigert', 'пишет неверный пароль'.
What the system wrote begins behind a word that says so, or behind a status or a code, or ends
before 'steht da'; it holds a word that texts of errors are made of, and none that only a customer
writes. In another script than the message's it needs nothing before it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from firstline.domain.context import Finding
from firstline.intake import lexicon, prose
from firstline.intake.lexicon import Hit

from . import codes

_MOST = 30
_LONGEST = 200
_WORDS = range(2, 25)
_FILLING = ("fillers", "says", "fillers")
_MOST_FILLERS = 2
_SOON = 7  # words among which the first that tells of an error stands
# Between 'says' and the text: a colon, an arrow, a status or code with its brackets.
_GAP = re.compile(
    rf"[ \t]{{0,2}}(?::[ \t]{{0,3}}\n?|[-–—>=]{{1,2}})?[^\w\n]{{0,3}}"
    rf"(?:(?:HTTP|[Ee]rror|[Ff]ehler|[Ee]rro|[Оо]шибк[аиу])?[^\w\n]{{0,2}}"
    rf"(?:{codes.STATUS}|[A-Z]{{0,8}}[-_]?\d{{2,7}})\b[^\w\n,.]{{0,4}})?"
)
_CODED = re.compile(
    rf"(?<![\w.,/:-])(?:{codes.STATUS}|\(?#?13\d{{4}}|[A-Z]{{2,8}}-?\d{{2,7}}"
    r"|[A-Za-z]{2,20}(?:_[A-Za-z]{2,20}){1,4}(?=: [A-ZÁÉÍÓÚÄÖÜА-Я]))\)?"
    r"[ ]{0,2}(?:[:(–-]|,(?=[ ][A-ZА-Я]))?[ ]{1,2}"
    r"(?=[^\W\d_])"
)
# 'error 2388012, phone number already in use'
_NUMBERED = re.compile(r"(?<![\w.,/:-])\(?#?\d{3,7}\)?,[ ](?=[a-z])")
_END = re.compile(
    r"[!?;\n…()\[\]«»„“”\"]|\.(?=\s|$)|[ ](?:[-–—]|->)[ ]|,"
    r"|[ ]\w{0,5}[ ]?\d{1,2}[:h]\d\d|[ ][Cc]ode \d"
)
_CODE_IN_BRACKETS = re.compile(r"\(?\b[\w-]{2,20}\)[ ]?$")
# A sentence about the error, and not its text: 'as rejected', 'un nombre incorrecto', a code.
_TOLD_OF = re.compile(
    r"^(?:an?|un|una|um|uma|eine?[nmr]?)[ ](?!err|fehl)|\b(?:as|auf|como|als|статусе)[ ]\w+$"
    r"|[A-Z]{2,}_[A-Z]"
)
_COLON = re.compile(
    r"(?<!/)(?::[ \t]{0,3}(?:\n[ \t]{0,3})?(?:[\[(]?#?\d{3,7}[\])]?[ :–-]{1,3})?(?=[^\W\d_])"
    r"|[ ][—–][ ](?=[A-ZА-ЯÁÉÍÓÚÄÖÜ]))"
)
_ASIDE = re.compile(r"\((?=[A-ZА-ЯÁÉÍÓÚÄÖÜ¡¿])[^()\n]{8,200}\)")
_NEAR = 30
_TELLING = ("says", "error", "said_so")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9'’/-]*(?:,? [A-Za-z0-9'’/-]+){1,24}")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


class _Words:
    """The hits of the lexicon in a message, by kind and place."""

    def __init__(self, prose_text: str, hits: Sequence[Hit]) -> None:
        self._of: dict[str, list[Hit]] = {}
        for hit in hits:
            if "_" not in prose_text[max(0, hit.start - 1) : hit.end + 1]:  # no piece of a name
                self._of.setdefault(hit.kind, []).append(hit)

    def of(self, kind: str) -> Sequence[Hit]:
        return self._of.get(kind, ())

    def within(self, kind: str, extent: prose.Extent) -> Hit | None:
        """The first hit of a kind that begins in the extent."""
        hits = self.of(kind)
        first = bisect_left(hits, extent[0], key=lambda hit: hit.start)
        return hits[first] if first < len(hits) and hits[first].start < extent[1] else None


def find(prose_text: str, hits: Sequence[Hit], language: str) -> Iterator[Finding]:
    """The texts of errors among the customer's words, in the order of how sure they are."""
    words = _Words(prose_text, hits)
    headed = [head.end() + 1 for head in codes.headings(prose_text)]
    yield from _behind(prose_text, words, headed, 0.59, named=True)
    yield from _behind(prose_text, words, _colons(prose_text, words), 0.59, named=True)
    said = _places(prose_text, words, "says")
    yield from _behind(prose_text, words, said, 0.58)
    coded = [found.end() for found in _CODED.finditer(prose_text)]
    yield from _behind(prose_text, words, coded, 0.57)
    numbered = [found.end() for found in _NUMBERED.finditer(prose_text)]
    yield from _foreign(_behind(prose_text, words, numbered, 0.57), words, language)
    yield from _before(prose_text, words)
    yield from _aside(prose_text, words)
    yield from _in_latin(prose_text, words)
    weak = (*_places(prose_text, words, "error"), *_places(prose_text, words, "answers"))
    for found in _behind(prose_text, words, weak, 0.52):
        # A capital within a sentence, where not every noun has one, begins what was quoted.
        begins = found.value[:1].isupper()
        named = begins and words.within("error", (found.start - 20, found.start))
        quoted = begins and language != "de" and words.within("faults", (found.start, found.end))
        if named or quoted or any(_foreign((found,), words, language)):
            yield found


def _foreign(found: Iterable[Finding], words: _Words, language: str) -> Iterator[Finding]:
    """What tells of a fault in English within another language."""
    for one in found:
        fault = words.within("faults", (one.start, one.end))
        if fault and fault.value == "en" != language:
            yield one


def _colons(prose_text: str, words: _Words) -> list[int]:
    """Behind 'a red box appears: ', 'motivo del rechazo: '."""
    return [
        colon.end()
        for colon in _COLON.finditer(prose_text)
        if any(words.within(kind, (colon.start() - _NEAR, colon.start())) for kind in _TELLING)
        and not words.within("people", (colon.start() - _NEAR, colon.start()))
    ]


def _places(prose_text: str, words: _Words, kind: str) -> list[int]:
    """Where the text may begin that a word of this kind tells of, unless people say it."""
    told = (
        hit for hit in words.of(kind) if not words.within("people", (hit.start - 20, hit.start))
    )
    gaps = (_GAP.match(prose_text, hit.end) for hit in told)
    return [gap.end() for gap in gaps if gap]


def _behind(
    prose_text: str, words: _Words, places: Sequence[int], sure: float, *, named: bool = False
) -> Iterator[Finding]:
    """`named`: that it is the text of an error was said, so that any words may be it."""
    for place in islice(places, _MOST):
        start = _after_fillers(prose_text, words, place)
        extent = start, _end(prose_text, words, start)
        if _is_retold(prose_text, words, extent, named=named):
            yield _finding(prose_text, extent, sure)


def _before(prose_text: str, words: _Words) -> Iterator[Finding]:
    """'Payment method could not be verified (E-2207) steht da'."""
    for hit in islice(words.of("said_so"), _MOST):
        low = max(0, hit.start - _LONGEST)
        bracket = _CODE_IN_BRACKETS.search(prose_text, low, hit.start)
        last = bracket.start() if bracket else hit.start
        ends = [end.end() for end in _END.finditer(prose_text, low, last)]
        extent = ends[-1] if ends else low, last
        if prose_text[extent[0] : last].lstrip()[:1].isupper() and _is_retold(
            prose_text, words, extent
        ):
            yield _finding(prose_text, extent, 0.55)


def _aside(prose_text: str, words: _Words) -> Iterator[Finding]:
    """'It was rejected (Variables must not stand at the end)'."""
    for found in islice(_ASIDE.finditer(prose_text), _MOST):
        extent = found.start() + 1, found.end() - 1
        if _is_retold(prose_text, words, extent):
            yield _finding(prose_text, extent, 0.54)


def _in_latin(prose_text: str, words: _Words) -> Iterator[Finding]:
    """English within Russian: nobody but a system changes the script for a sentence."""
    if not is_foreign(prose_text, ""):
        return
    for found in islice(_LATIN.finditer(prose_text), _MOST):
        if _is_retold(prose_text, words, found.span()):
            yield _finding(prose_text, found.span(), 0.56)


def is_foreign(prose_text: str, told: str) -> bool:
    """Whether words without Cyrillic stand in a Russian text."""
    return _CYRILLIC.search(told) is None and _CYRILLIC.search(prose_text) is not None


def _after_fillers(prose_text: str, words: _Words, start: int) -> int:
    """Behind 'only', 'that' and their like, and behind a second word that says so."""
    for kind in _FILLING * _MOST_FILLERS:
        filler = words.within(kind, (start, start + 1))
        if filler and not prose_text[filler.start].isupper():  # a capital begins the text itself
            gap = _GAP.match(prose_text, filler.end)
            start = gap.end() if gap else filler.end
    return start


def _end(prose_text: str, words: _Words, start: int) -> int:
    """Where the system's words end: at a mark, unless more of an error follows a comma."""
    limit = start + _LONGEST
    turn = words.within("turns", (start, limit))
    limit = min(limit, turn.start if turn else limit, len(prose_text))
    for end in _END.finditer(prose_text, start, limit):
        more = end[0] == "," and words.within("faults", (end.end(), end.end() + 3))
        if not more:
            return end.start()
    return limit


def _is_retold(
    prose_text: str, words: _Words, extent: prose.Extent, *, named: bool = False
) -> bool:
    told = prose_text[slice(*extent)]
    many = len(lexicon.words_of(told))
    if many not in _WORDS or words.within("own", extent) or _TOLD_OF.search(told):
        return False
    fault = words.within("faults", extent)
    if named or fault is None:
        return named
    return len(lexicon.words_of(prose_text[extent[0] : fault.start])) < _SOON


def _finding(prose_text: str, extent: prose.Extent, sure: float) -> Finding:
    value = " ".join(prose_text[slice(*extent)].split()).strip(" ,.:-–—")
    return Finding("error_message", value, start=extent[0], end=extent[1], sure=sure)
