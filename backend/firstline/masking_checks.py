"""What a pattern cannot say about a value: is it a key, a password, a card's number?

The browser's side (`client/src/masking.ts`) holds the same checks under the same names.
"""

import base64
import binascii
import re
from collections.abc import Callable

import msgspec

from firstline.masking_patterns import Book


class Candidate(msgspec.Struct, frozen=True):
    """A value that a rule has found, and how it stood there."""

    value: str
    assigned: bool = False
    """It follows a `=` or stands in quotes: `password=x`, `"password": "x"`."""
    quoted: bool = False
    last: bool = False
    """The sentence ends after it."""


Check = Callable[[Candidate], bool]

_DIGIT = re.compile("[0-9]")
_SMALL = re.compile("[a-z]")
_CAPITAL = re.compile("[A-Z]")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[t ][0-9:.]*.*)?")
_FILE = re.compile("[^ /]*[.][a-z]{2,4}[0-9]?")
_SLUG = re.compile("[a-z]{2,24}(?:[_.-](?:[a-z]{1,24}|v?[0-9]{1,4})){1,8}")
_HEX = re.compile("[0-9a-f]{32,128}")
_UNLIKE_WORDS = re.compile("[0-9!#$%&*+=?@^~|\\\\/]")
_FILL = re.compile("[x*•.?_#-]+")
_LONE = re.compile("[A-Za-z0-9_-]{20,1024}")
_VARIABLE = re.compile("[$][a-z_.>-]*|[$%]?[({\\[<].*|.*[(\\[]")
_BRANDS = re.compile("^(?:3[47]|4|5[1-5]|2[2-7]|35|3[068]|6(?:011|5|4[4-9]|2))")

_CONTROL = re.compile(b"[\x00-\x1f\x7f]")

# Characters below which a value is not taken for what its name says.
_SHORTEST_KEY = 8
_SHORTEST_NEAR_KEY = 16
_SHORTEST_MIXED_LETTERS = 20
_SHORTEST_PASSWORD = 3
_SHORTEST_MIXED_PASSWORD = 6
_SHORTEST_SANDBOX_KEY = 5


class Checks:
    """The checks by name, with the words that `masking.yml` gives them."""

    def __init__(self, book: Book) -> None:
        self._placeholders = book.placeholders
        self._names = book.names
        self._words = frozenset(book.words.split())

    def named(self, name: str) -> Check:
        """Give the check of that name; without a name, one that holds for everything."""
        check: Check = getattr(self, f"check_{name}") if name else _anything
        return check

    def check_key(self, found: Candidate) -> bool:
        """Hold for a value behind the name of a key: digits and letters, or long and unreadable."""
        value = found.value
        if self._is_no_key(value):
            return False
        digits, letters = _DIGIT.search(value), _has_letters(value)
        if digits and letters:
            return len(value) >= _SHORTEST_KEY
        if digits:
            return len(value) >= _SHORTEST_KEY and value.isdecimal()
        return _is_mixed(value) or (
            found.assigned
            and len(value) >= _SHORTEST_NEAR_KEY
            and value.isalnum()
            and value.isascii()
        )

    def check_near_key(self, found: Candidate) -> bool:
        """Hold for a key that stands behind its name with nothing between: 'my token 8fA...'."""
        value = found.value
        if len(value) < _SHORTEST_NEAR_KEY or _SLUG.fullmatch(value) or not _has_letters(value):
            return False
        return len(_DIGIT.findall(value)) > 1 and not self._is_no_key(value)

    def check_lone_key(self, found: Candidate) -> bool:
        """Hold for what no one would take for a word, behind a name as weak as 'key'."""
        value = found.value
        if not _LONE.fullmatch(value) or _SLUG.fullmatch(value) or self._is_no_key(value):
            return False
        mixed = _SMALL.search(value) and _CAPITAL.search(value) and _DIGIT.search(value)
        return bool(mixed or _HEX.fullmatch(value))

    def check_token(self, found: Candidate) -> bool:
        """Hold for what follows the mark of a provider, such as `ghp_`."""
        value = found.value
        return bool(_DIGIT.search(value) and _has_letters(value)) or _is_mixed(value)

    def check_sandbox(self, found: Candidate) -> bool:
        """Hold for a sandbox key, not for a name such as `our_sandbox`."""
        value = found.value.removesuffix("_sandbox")
        return len(value) >= _SHORTEST_SANDBOX_KEY and bool(
            _DIGIT.search(value) and _has_letters(value)
        )

    def check_basic(self, found: Candidate) -> bool:
        """Hold for base64 of `name:password`, as HTTP's basic authentication has it (RFC 7617)."""
        value = found.value.rstrip("=")
        try:
            plain = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
        except binascii.Error:
            return False
        return b":" in plain and not _CONTROL.search(plain)

    def check_card(self, found: Candidate) -> bool:
        """Hold for a card's number: a known issuer, its length, and Luhn's sum (ISO/IEC 7812)."""
        digits = re.sub("[^0-9]", "", found.value)
        return _is_card_length(digits) and len(set(digits)) > 1 and _luhn(digits)

    def check_password(self, found: Candidate) -> bool:
        """Hold for a password that is said or assigned, not for 'my password is wrong'."""
        value = found.value.lower()
        if len(value) < _SHORTEST_PASSWORD or self._stands_for_one(value, found):
            return False
        first, *more = value.split(" ")
        unlike_words = _UNLIKE_WORDS.search(value)
        if first.strip("'’-_.") in self._words and (len(more) > 1 or not unlike_words):
            return False
        if unlike_words:
            return len(value) > _SHORTEST_PASSWORD or not value.isdecimal()
        return found.assigned or found.last

    def check_assigned_password(self, found: Candidate) -> bool:
        """Hold as `check_password` where it is assigned, else only for what is no word."""
        return self.check_password(found) if found.assigned else self.check_mixed_password(found)

    def check_mixed_password(self, found: Candidate) -> bool:
        """Hold for letters with digits, or six digits: 'пароль qwerty12'."""
        value = found.value.lower()
        if (
            len(value) < _SHORTEST_MIXED_PASSWORD
            or not _DIGIT.search(value)
            or self._stands_for_one(value, found)
        ):
            return False
        with_letters = any(character.isalpha() for character in value)
        return value.isdecimal() or (with_letters and not _SLUG.fullmatch(value))

    def _is_no_key(self, value: str) -> bool:
        low = value.lower()
        if any(mark in low for mark in self._placeholders) or " " in low:
            return True
        if _DATE.fullmatch(low) or _FILE.fullmatch(low) or _FILL.fullmatch(low):
            return True
        if low.startswith("$") and not _DIGIT.search(low):
            return True
        return not _DIGIT.search(low) and any(name in low for name in self._names)

    def _stands_for_one(self, value: str, found: Candidate) -> bool:
        if "://" in value or _FILL.fullmatch(value):
            return True
        if _DIGIT.search(value):
            return False
        if any(mark in value for mark in self._placeholders) or _VARIABLE.fullmatch(value):
            return True
        named = any(name in value for name in self._names)
        return (
            named
            and not found.quoted
            and (value in self._names or bool(re.search("[._>$-]", value)))
        )


def _anything(_: Candidate) -> bool:
    return True


def _has_letters(value: str) -> bool:
    return bool(_SMALL.search(value) or _CAPITAL.search(value))


def _is_mixed(value: str) -> bool:
    """Twenty and more letters, capitals among small ones, as only machines write."""
    return len(value) >= _SHORTEST_MIXED_LETTERS and bool(
        _SMALL.search(value) and _CAPITAL.search(value)
    )


def _is_card_length(digits: str) -> bool:
    match len(digits):
        case 14:
            return digits[:2] in {"30", "36", "38"}
        case 15:
            return digits[:2] in {"34", "37"}
        case 16 | 19:
            return bool(_BRANDS.match(digits))
    return False


def _luhn(digits: str) -> bool:
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0
