"""What a pattern cannot say about a value: is it a key, a password, a card's number?

The browser's side (`client/src/masking-checks.ts`) holds the same checks under the same names.
"""

import base64
import binascii
import re
from collections.abc import Callable, Collection

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
_LETTER = re.compile("[A-Za-z]")
_SMALL = re.compile("[a-z]")
_CAPITAL = re.compile("[A-Z]")
_NUMBER = re.compile("[0-9]{1,}")
_LONG_NUMBER = re.compile("[0-9]{8,}")
_LONG_WORD = re.compile("[A-Za-z0-9]{16,}")
_LONE = re.compile("[A-Za-z0-9_-]{20,}")
_KEY_FORM = re.compile("[A-Za-z0-9_~+%$!-]{1,}={0,2}")
_HEX = re.compile("[0-9a-f]{32,128}")
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:t[0-9:.+z-]*)?")
_FILE = re.compile("[^ /]*[.][a-z]{2,4}[0-9]?")
_SLUG = re.compile("[a-z]{2,24}(?:[_.-](?:[a-z]{1,24}|v?[0-9]{1,4})){1,8}")
_FILL = re.compile("[x*•.?_#-]*")
_VARIABLE = re.compile(r"[$][A-Z_]*|[$%]?[({\[<].*|[A-Za-z_.]*[(\[].*")
_CALL = re.compile("[A-Za-z_][A-Za-z0-9_]*(?:[.][A-Za-z0-9_]{1,}){0,}[(].*")
_CODE_NAME = re.compile("[A-Za-z][a-z]*(?:(?:[._][A-Z]?|[A-Z])[a-z]{1,})*")
_CODE = re.compile("[._>$-]")
_UNLIKE_WORDS = re.compile(r"[0-9!#$%&*+=?@^~|\\/]")
_CODE_FORM = re.compile("[0-9]{4,8}|[0-9]{3}[ -][0-9]{3}")
_NO_CODE = re.compile("(?:19|20)[0-9]{2}|13[0-7]0[0-9]{2}|13[04][14][0-9]{2}")
# OAuth, iPhone, WhatsApp
_NAME = re.compile("[A-Z]?[a-z]*(?:[A-Z][a-z]{1,}|[A-Z]{2})?|[A-Z]{1,}")
_SNAKE = re.compile("[a-z]{1,}(?:_[a-z0-9]{1,}){1,}")
_SIGNS = "!#$%&*+=?@^~"
_TRAILED = re.compile(f"[A-Za-z]{{8,}}[{re.escape(_SIGNS)}]{{1,3}}")
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The number of a bill, a ticket, a conversation.
_NUMBERED = re.compile("[A-ZА-Я]{1,5}[-№#]?[0-9][0-9-]{3,}|[A-Z0-9]{3}-[A-Z0-9]{4}")
_CODE_SIGN = re.compile(r"[(){}\[\]<>=\"'\\/;]")
# An address, a number with its unit, a time, a name with its version.
_THING = re.compile(
    "[^@ ]{1,}@[^@ ]{1,}[.][a-z]{2,}"
    "|[0-9.:+/-]{1,}[a-zа-я%]{0,9}"
    "|(?:admin|agent|operator|root|test|user)[0-9]{1,2}"
    "|(?:android|base|chrome|firefox|http|https|ios|ipad|iphone|ipv|java|log|md|node|oauth|php|python"
    "|safari|sha|step|tls|utf|version|win|windows)[-/]?[0-9][0-9.a-z]{0,8}"
)
_CONTROL = re.compile(b"[\x00-\x1f\x7f]")
_ISSUERS = re.compile(
    "(?:30|36|38)[0-9]{12}|3[47][0-9]{13}"
    "|(?:4[0-9]|5[1-5]|2[2-7]|35|65|62|64)[0-9]{14}(?:[0-9]{3})?|6011[0-9]{12}"
)

# Characters below which a value is not taken for what its name says.
_KEY = 8
_ASSIGNED_KEY = 6
_NEAR_KEY = 16
_NEAR_MIXED_KEY = 10
_MIXED_LETTERS = 20
_SANDBOX_KEY = 5
_PASSWORD = 3
_MIXED_PASSWORD = 6


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
        """Hold for a value behind the name of a key: letters and digits, or long and unreadable."""
        value = found.value
        if len(value) < (_ASSIGNED_KEY if found.assigned else _KEY):
            return False
        if _DIGIT.search(value):
            shaped = bool(_LETTER.search(value) or _LONG_NUMBER.fullmatch(value))
        else:
            shaped = _is_mixed(value) or (found.assigned and bool(_LONG_WORD.fullmatch(value)))
        return shaped and not self._is_no_key(value)

    def check_near_key(self, found: Candidate) -> bool:
        """Hold for a key that stands behind its name with nothing between: 'my token 8fA...'."""
        value = found.value
        mixed = _has_all(value)
        if len(value) < (_NEAR_MIXED_KEY if mixed else _NEAR_KEY) or _SLUG.fullmatch(value):
            return False
        shaped = mixed or (len(_DIGIT.findall(value)) > 1 and bool(_LETTER.search(value)))
        return shaped and not self._is_no_key(value)

    def check_lone_key(self, found: Candidate) -> bool:
        """Hold for what no one would take for a word, behind a name as weak as 'key'."""
        value = found.value
        if not _LONE.fullmatch(value) or _SLUG.fullmatch(value) or self._is_no_key(value):
            return False
        return _has_all(value) or bool(_HEX.fullmatch(value))

    def check_token(self, found: Candidate) -> bool:
        """Hold for what stands with the mark of a provider, such as `ghp_`."""
        return _has_both(found.value) or _is_mixed(found.value)

    def check_sandbox(self, found: Candidate) -> bool:
        """Hold for a sandbox key, not for a name such as `our_sandbox`."""
        value = found.value.removesuffix("_sandbox")
        return len(value) >= _SANDBOX_KEY and _has_both(value)

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
        digits = "".join(_DIGIT.findall(found.value))
        return bool(_ISSUERS.fullmatch(digits)) and _luhn(digits)

    def check_password(self, found: Candidate) -> bool:
        """Hold for a password that is said or assigned, not for 'my password is wrong'."""
        value = found.value.lower()
        unlike_words = bool(_UNLIKE_WORDS.search(value))
        if len(value) < _PASSWORD or not (unlike_words or found.assigned or found.last):
            return False
        if len(value) == _PASSWORD and _NUMBER.fullmatch(value):
            return False
        words = value.split(" ")
        if self._speaks(words) and (len(words) > 1 or not unlike_words):
            return False
        return not self._stands_for_one(found, value)

    def check_assigned_password(self, found: Candidate) -> bool:
        """Hold as `check_password` where it is assigned, else only for what is no word."""
        return self.check_password(found) if found.assigned else self.check_mixed_password(found)

    def check_mixed_password(self, found: Candidate) -> bool:
        """Hold for letters with digits, six digits, 'jhylEYQYM$': 'пароль qwerty12'."""
        value = found.value.lower()
        if _TRAILED.fullmatch(found.value):
            return not _NAME.fullmatch(found.value.rstrip(_SIGNS))
        if len(value) < _MIXED_PASSWORD or not _DIGIT.search(value) or value[0] in "([{<":
            return False
        if self._stands_for_one(found, value):
            return False
        if any(character.isalpha() for character in value):
            return "-" in value or not _SLUG.fullmatch(found.value)
        return bool(_NUMBER.fullmatch(value))

    def check_apart_password(self, found: Candidate) -> bool:
        """Hold for what no sentence has but a password, some words behind its name."""
        value, low = found.value, found.value.lower()
        if any(each.fullmatch(low) for each in (_THING, _UUID)) or low.startswith("www."):
            return False
        if _NUMBERED.fullmatch(value) or _SNAKE.fullmatch(value) or _CODE_SIGN.search(value):
            return False
        if low.rstrip("0123456789").endswith(self._names):
            return False
        return any(map(str.isalpha, value)) and self.check_mixed_password(found)

    def check_apart_key(self, found: Candidate) -> bool:
        """Hold for a key some words behind its name, not for the ids that are named with it."""
        value = found.value
        if len(value) < _NEAR_KEY or _UUID.fullmatch(value.lower()) or _is_url(value):
            return False
        return bool(_KEY_FORM.fullmatch(value)) and (
            self.check_near_key(found) or (_is_mixed(value) and not self._is_no_key(value))
        )

    def check_code(self, found: Candidate) -> bool:
        """Hold for a code that is good once, not for a year or one of WhatsApp's error codes."""
        return bool(_CODE_FORM.fullmatch(found.value)) and not _NO_CODE.fullmatch(found.value)

    def _is_no_key(self, value: str) -> bool:
        """Tell a key from a placeholder, a name, a date, an address and a file's name."""
        low = value.lower()
        if " " in low or _any_in(self._placeholders, low):
            return True
        if any(each.fullmatch(low) for each in (_DATE, _FILE, _FILL)):
            return True
        return not _DIGIT.search(low) and (low[0] == "$" or _any_in(self._names, low))

    def _stands_for_one(self, found: Candidate, value: str) -> bool:
        """Tell a password from a placeholder, and from code that names where it is kept."""
        if "://" in value or _FILL.fullmatch(value) or _CALL.fullmatch(value):
            return True
        if _DIGIT.search(value):
            return False
        if _any_in(self._placeholders, value) or _VARIABLE.fullmatch(found.value):
            return True
        if found.quoted or not _any_in(self._names, value):
            return False
        return value in self._names or bool(_CODE.search(value))

    def _speaks(self, words: list[str]) -> bool:
        """Tell 'wrong' and 'must have 8 characters', where two words say so, from a password."""
        known = sum(word.strip("'’-_.") in self._words for word in words)
        return known >= min(len(words), 2)


def _anything(_: Candidate) -> bool:
    return True


def _any_in(marks: Collection[str], value: str) -> bool:
    return any(mark in value for mark in marks)


def _is_url(value: str) -> bool:
    return "://" in value or value.startswith(("/", "www."))


def _has_both(value: str) -> bool:
    return bool(_DIGIT.search(value) and _LETTER.search(value))


def _has_all(value: str) -> bool:
    return all(each.search(value) for each in (_SMALL, _CAPITAL, _DIGIT))


def _is_mixed(value: str) -> bool:
    """Tell twenty and more letters that only machines write, not SomeNameInCode."""
    mixed = _SMALL.search(value) and _CAPITAL.search(value) and not _CODE_NAME.fullmatch(value)
    return len(value) >= _MIXED_LETTERS and bool(mixed)


def _luhn(digits: str) -> bool:
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0
