"""What a text is about, in terms that mean the same in all five languages.

Incidents and open conversations are compared by these, since a status page is English and two
colleagues may write in two languages.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from firstline.domain.context import Finding

from . import identifiers, lexicon, lookup_words, people, prose, well
from .facts import requests, responses
from .identifiers import Named, Sort
from .lexicon import Hit
from .people import People

_FIGURE = re.compile(r"\d(?<![^\W_].)\d{1,3}(?![^\W_])")
"""A number of two to four digits; what is longer is a number of something."""
_TELLING = 3
"""Digits from which two texts hardly share a figure by chance."""
BARE: frozenset[Sort] = frozenset({"number", "error"})
"""What may be an amount, a status or a code as well, and so counts beside its name."""
_BEGINS = re.compile(r"(?:^|[.!,;:\n])[^\w\n]{0,8}\Z")
"""What stands before the first word of a sentence or a part of one."""
_AMOUNT = re.compile(r"\d(?<![\d.,].)\d{0,2}(?:[ .,]\d{3}){1,2}(?!\d)")
"""A figure in groups of three; it is one, not several."""
_REACH = 32
"""Characters in which a number's word stands before it."""
NUMBERED = frozenset({"invoice", "charge", "refund", "order"})
"""Subjects of which each has a number, often straight behind its name."""
_SIGN = r"[ \t]{1,2}(?:(?:n[or]?[.°º]?|№|#)[ \t]?)?"
"""Between a word and its number: 'invoice no. 5127', 'платёж № 88312'."""
_NUMBER_BEHIND = re.compile(rf"{_SIGN}(\d{{3,12}})(?![\d/-]|[ .,]\d)")
_CALLED = re.compile(r"\d(?<=[ \t#№].)\d{4,11}(?![\w/:-]|[ .,]\d|[ ]?(?:ms|s(?:ec)?|[kmg]b|px)\b)")
_ROUND = "00"
"""What a number ends with that counts something."""
_BY_WORD = re.compile(rf"([^\W\d_]{{3,24}}){_SIGN}\Z")
"""The word before it."""
_WRONG_BY_ITSELF = frozenset({"privacy"})
"""Areas that nobody names unless something is wrong."""


class Topics(Struct, frozen=True):
    """What a text is about.

    `codes` are error codes of the API's own, `statuses` HTTP's; `names` are identifiers, `sorts`
    theirs, `quoted` what stood in quotes; `symptoms` and `subjects` are what is wrong, and with
    what, by `lookups.yml`; `figures` are times, amounts and other numbers, also in words;
    `numbers` are codes, statuses and figures of three digits or more, whatever they were taken
    for, and `called` the longer ones by the word before them; `people` whom it speaks of by name.
    `again` says that it comes back to something, `asks` that it asks how something is done.
    """

    areas: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    methods: frozenset[str] = frozenset()
    endpoints: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    names: frozenset[Named] = frozenset()
    sorts: frozenset[Sort] = frozenset()
    quoted: frozenset[str] = frozenset()
    symptoms: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    figures: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    called: Mapping[str, frozenset[str]] = {}
    people: People = People()
    again: bool = False
    asks: bool = False
    said: str = ""
    """The folded words, to look for names in."""


def of(text: str, findings: Iterable[Finding] = ()) -> Topics:
    """The topics of a text and of what was found in it; 1 to 2 ms for 2 KB."""
    readable = prose.of(text)
    folded, words = lexicon.fold(readable), lexicon.words_in(readable)
    hits = lexicon.hits(readable)
    looked_up = well.without(readable, lookup_words.find(readable))
    said = _Said([*hits, *looked_up], findings)
    codes = said.all("error_code")
    answered = {value.split(" · ")[0] for value in said.all("response")}
    statuses = frozenset(filter(str.isdigit, answered)) | responses.phrased(folded)
    calls = said.all("request")
    numbered_by = {hit.start: hit.end for hit in looked_up if hit.kind == "numbered_by"}
    written = (*identifiers.find(text), *_documents(folded, looked_up, numbered_by))
    names = [name for name in written if name.value not in codes]
    figures = (frozenset(_figures(text, folded)) | said.all("figure")) - codes
    return Topics(
        areas=said.all("area"),
        kinds=said.all("issue_kind"),
        codes=codes,
        statuses=statuses,
        methods=frozenset(call.split(" ", 1)[0] for call in calls),
        endpoints=frozenset(map(requests.endpoint, calls)),
        months=said.all("month"),
        countries=said.all("country"),
        names=frozenset(names),
        sorts=frozenset(name.sort for name in names),
        quoted=identifiers.quoted(readable),
        symptoms=said.all("symptom") | (said.all("area") & _WRONG_BY_ITSELF),
        subjects=said.all("topic"),
        figures=figures,
        numbers=codes | statuses | frozenset(_repeatable(names, figures)),
        called=_called(folded, numbered_by),
        people=people.of(readable, looked_up, hits),
        again=bool(said.all("again")),
        asks=asks(text),
        said=" ".join(word[0] for word in words),
    )


def _documents(folded: str, hits: Iterable[Hit], numbered_by: Mapping[int, int]) -> Iterator[Named]:
    """Documents and payments told by a word and a number: 'invoice 5127', 'платёж № 88312'."""
    for hit in hits:
        if hit.kind == "topic" and hit.value in NUMBERED:
            number = _NUMBER_BEHIND.match(folded, numbered_by.get(hit.end + 1, hit.end))
            if number:
                yield Named("document", number[1])


def _called(folded: str, numbered_by: Mapping[int, int]) -> Mapping[str, frozenset[str]]:
    """The numbers behind each word; of 'customer number 48213' behind 'customer'."""
    called: dict[str, frozenset[str]] = {}
    for number in _CALLED.finditer(folded):
        word = _word_before(folded, number.start())
        if word and word.start(1) in numbered_by:
            word = _word_before(folded, word.start(1))
        if word and not number[0].endswith(_ROUND):
            called[word[1]] = called.get(word[1], frozenset()) | {number[0]}
    return called


def _word_before(folded: str, place: int) -> re.Match[str] | None:
    return _BY_WORD.search(folded, max(0, place - _REACH), place)


def asks(text: str) -> bool:
    """Whether a sentence begins by asking how something is done ('que' alone may stand in any)."""
    readable = prose.of(text)
    return any(
        hit.kind == "question" and _BEGINS.search(readable, max(0, hit.start - 9), hit.start)
        for hit in lexicon.hits(readable)
    )


class _Said:
    """What was said and found, by kind."""

    def __init__(self, hits: Iterable[Hit], findings: Iterable[Finding]) -> None:
        self._values: dict[str, set[str]] = {}
        said = {(hit.kind, hit.value) for hit in hits}
        for kind, value in said.union((found.what, found.value) for found in findings):
            self._values.setdefault(kind, set()).add(value)

    def all(self, kind: str) -> frozenset[str]:
        return frozenset(self._values.get(kind, ()))


def _figures(text: str, folded: str) -> Iterator[str]:
    """Numbers that are no part of a phone number; '450,000' is one."""
    called = identifiers.phones(text)
    groups = _AMOUNT.finditer(text[: prose.PROSE_LIMIT])
    amounts = [a for a in groups if not any(s <= a.start() < e for s, e in called)]
    taken = (*called, *(amount.span() for amount in amounts))
    yield from (re.sub(r"\D", "", amount[0]) for amount in amounts)
    within = {at for start, end in taken for at in range(start, end)}
    yield from (one[0] for one in _FIGURE.finditer(folded) if one.start() not in within)


def _repeatable(names: Iterable[Named], figures: Iterable[str]) -> Iterator[str]:
    """What may be a code, a status or an amount: whoever repeats it means it."""
    yield from (name.value for name in names if name.sort in BARE)
    yield from (figure for figure in figures if len(figure) >= _TELLING)
