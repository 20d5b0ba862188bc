"""What rules ask of a value: the `checks` of `masking.yml`, put together from patterns and words.

`client/src/masking-checks.ts` reads the same data. What no pattern can say is code here and there,
under the same names.
"""

import base64
import re
from collections.abc import Callable, Collection, Mapping

import msgspec

from firstline.masking_patterns import Book, Names


class Candidate(msgspec.Struct, frozen=True):
    """A value that a rule has found, and how it stood there."""

    value: str
    assigned: bool = False
    """It follows a `=` or stands in quotes: `password=x`, `"password": "x"`."""
    quoted: bool = False
    last: bool = False
    """The sentence ends after it, or it has a line to itself."""


Check = Callable[[Candidate], bool]

_CHANGE = re.compile("[a-z][A-Z0-9+/]|[A-Z][0-9+/]|[0-9+/][A-Za-z]")
_CHANGES_AT_LEAST = 4
_CONTROL = re.compile(b"[\x00-\x1f\x7f]")
_AROUND = "'’-_."
_LONG_ROW = 5
"""Words in a row of which less than half may be common; of fewer a third."""


class Checks:
    """The checks by name."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._made: dict[str, Check] = {
            **_of_patterns(book.forms, lambda pattern, value: pattern.fullmatch(value)),
            **_of_patterns(book.low_forms, lambda pattern, value: pattern.fullmatch(value.lower())),
            **_of_patterns(book.marks, lambda pattern, value: pattern.search(value)),
            **_in_code(book),
        }

    def named(self, name: str) -> Check:
        """Give the check of that name; without a name, what holds for everything.

        Raises:
            KeyError: There is none.
        """
        if not name:
            return _anything
        if name not in self._made:
            self._made[name] = self._put_together(self._book.checks[name])
        return self._made[name]

    def _put_together(self, names: Names) -> Check:
        every = [self._any_of([one] if isinstance(one, str) else one) for one in names]
        return lambda found: all(check(found) for check in every)

    def _any_of(self, names: Collection[str]) -> Check:
        some = [self._this_or_not(name) for name in names]
        return some[0] if len(some) == 1 else lambda found: any(check(found) for check in some)

    def _this_or_not(self, name: str) -> Check:
        check = self.named(name.removeprefix("~"))
        return (lambda found: not check(found)) if name.startswith("~") else check


def _of_patterns(
    patterns: Mapping[str, str], holds: Callable[[re.Pattern[str], str], object]
) -> dict[str, Check]:
    def check(pattern: re.Pattern[str]) -> Check:
        return lambda found: bool(holds(pattern, found.value))

    return {name: check(re.compile(pattern)) for name, pattern in patterns.items()}


def _in_code(book: Book) -> dict[str, Check]:
    """What no pattern can say."""
    words, common = frozenset(book.words.split()), frozenset(book.common.split())
    states = words.difference(book.in_phrases.split(), common)
    issuers = re.compile(book.forms["issuers"])

    def is_card(found: Candidate) -> bool:
        digits = "".join(filter(str.isdigit, found.value))
        return bool(issuers.fullmatch(digits)) and _luhn(digits)

    def speaks(found: Candidate) -> bool:
        said = found.value.lower().split(" ")
        known = sum(word.strip(_AROUND) in words for word in said)
        return known >= min(len(said), 2)

    def is_unusual(said: list[str], allowed: int) -> bool:
        return sum(word in common for word in said) <= allowed and states.isdisjoint(said)

    def unusual(found: Candidate) -> bool:
        said = found.value.lower().split(" ")
        half, third = (len(said) - 1) // 2, len(said) // 3
        return is_unusual(said, half if len(said) >= _LONG_ROW else third)

    def mostly_unusual(found: Candidate) -> bool:
        said = found.value.lower().split(" ")
        return is_unusual(said, (len(said) - 1) // 2)

    return {
        "assigned": lambda found: found.assigned,
        "quoted": lambda found: found.quoted,
        "last": lambda found: found.last,
        "alpha": lambda found: any(map(str.isalpha, found.value)),
        "basic": lambda found: _is_basic(found.value),
        "card": is_card,
        "scrambled": lambda found: _is_scrambled(found.value),
        "placeholder": lambda found: _any_in(book.placeholders, found.value.lower()),
        "named": lambda found: _any_in(book.names, found.value.lower()),
        "is_name": lambda found: found.value.lower() in book.names,
        "ends_named": lambda found: found.value.lower().rstrip("0123456789").endswith(book.names),
        "common": lambda found: found.value.lower() in common,
        "speaks": speaks,
        "unusual": unusual,
        "mostly_unusual": mostly_unusual,
    }


def _anything(_: Candidate) -> bool:
    return True


def _any_in(marks: Collection[str], value: str) -> bool:
    return any(mark in value for mark in marks)


def _is_basic(value: str) -> bool:
    """Tell base64 of `name:password`, as HTTP's basic authentication has it (RFC 7617)."""
    bare = value.rstrip("=")
    try:
        plain = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except ValueError:  # no base64, or no ASCII
        return False
    return b":" in plain and not _CONTROL.search(plain)


def _is_scrambled(value: str) -> bool:
    """Tell base64 from a path: its letters and digits change kind at every other step."""
    return _CHANGES_AT_LEAST * len(_CHANGE.findall(value)) >= len(value)


def _luhn(digits: str) -> bool:
    """Tell a card's number by its sum (ISO/IEC 7812)."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0
