"""HTTP statuses as people say them: 'a four-oh-three', 'четыреста третья', 'not 409 but 423'."""

import re
from collections.abc import Iterator

from firstline.domain.context import Finding
from firstline.intake import lexicon
from firstline.intake.led import Led

from . import codes

SURE = 0.65
"""As sure as a status in digits behind a word for an answer, and a little more."""

_DIGITS = (
    "oh|o|zero|cero|null|ноль",
    "one|um|uno|eins|один|перв\\w{2}",
    "two|dois|dos|zwei|два|втор\\w{2}",
    "three|tres|drei|три|треть\\w{1,2}",
    "four|quatro|cuatro|vier|четыре|четверт\\w{2}",
    "five|cinco|funf|пять|пят\\w{2}",
    "six|seis|sechs|шесть|шест\\w{2}",
    "seven|sete|siete|sieben|семь|седьм\\w{2}",
    "eight|oito|ocho|acht|восемь|восьм\\w{2}",
    "nine|nove|nueve|neun|девять|девят\\w{2}",
)
_OVER_NINE = {
    13: "thirteen|treze|trece|dreizehn|тринадцат\\w{1,2}",
    15: "fifteen|quinze|quince|funfzehn|пятнадцат\\w{1,2}",
    22: "twenty.two|vinte e dois|veintidos|zweiundzwanzig|двадцать (?:два|втор\\w{2})",
    29: "twenty.nine|vinte e nove|veintinueve|neunundzwanzig|двадцать девят\\w{1,2}",
}
_HUNDREDS = {
    4: "four hundred(?: and)?|quatrocentos e|cuatrocientos|vierhundert|четыреста",
    5: "five hundred(?: and)?|quinhentos e|quinientos|funfhundert|пятьсот",
}
_ENDS = (
    *((word, number) for number, word in _OVER_NINE.items()),
    *zip(_DIGITS, range(10), strict=True),
)
_ANY_END = "|".join(word for word, _ in _ENDS)
_SAID = Led(
    (
        *("four", "quatro", "cuatro", "vier", "четыре", "четверт"),
        *("five", "cinco", "funf", "пять", "пят", "quinhentos", "quinientos"),
    ),
    re.compile(
        rf"\b(?:({_DIGITS[4]})|({_DIGITS[5]}))[ -]"
        rf"(?:({_DIGITS[0]}|{_DIGITS[2]})[ -]({'|'.join(_DIGITS)})"
        rf"|({'|'.join(_OVER_NINE.values())}))\b"
        rf"|\b(?:({_HUNDREDS[4]})|({_HUNDREDS[5]}))[ -]?({_ANY_END})\b"
        r"|\b(пятисотк\w|пятисот(?:ая|ую|ые|ой)|funfhunderter)\b"
    ),
)
_KNOWN = frozenset((401, 402, 403, 404, 405, 409, 413, 415, 422, 429, 500, 502, 503, 504))
_PAIR = re.compile(
    rf"([45](?<![\w.,:/-].)\d\d(?<={codes.STATUS}))([^\d\n.]{{2,30}}?)\b({codes.STATUS})(?![\w%:/-])"
)
_NOT = re.compile(
    r"(?<!\w)(?:not|no|nao|nicht|kein\w{0,2}|не|instead of|rather than|statt|en (?:vez|lugar) de"
    r"|em vez de|вместо)(?: (?:an?|es|era|fue|um|foi|e|un|eine?|der|http)){0,2} $"
)


def find(prose_text: str) -> Iterator[Finding]:
    """The statuses that a message says in words, and those that it puts right."""
    folded = lexicon.fold(prose_text)
    for said in _SAID.finditer(folded):
        status = _status(said)
        if status in _KNOWN:
            yield _finding(str(status), said.span())
    for pair in _PAIR.finditer(folded):
        if _NOT.search(folded, max(0, pair.start() - 20), pair.start()):
            yield _finding(pair[3], pair.span(3))
        elif _NOT.search(pair[2]):
            yield _finding(pair[1], pair.span(1))


def _status(said: re.Match[str]) -> int:
    four, _, tens, ones, end, four_hundred, _, behind, round_ = said.groups()
    if round_:
        return 500
    hundreds = 400 if four or four_hundred else 500
    if ones:
        return hundreds + 10 * _number(tens) + _number(ones)
    return hundreds + _number(end or behind)


def _number(word: str) -> int:
    return next(number for pattern, number in _ENDS if re.fullmatch(pattern, word))


def _finding(status: str, extent: tuple[int, int]) -> Finding:
    return Finding("response", status, start=extent[0], end=extent[1], sure=SURE)
