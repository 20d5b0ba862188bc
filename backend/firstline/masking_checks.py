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
_CODE = re.compile("[._>$-]")
_UNLIKE_WORDS = re.compile(r"[0-9!#$%&*+=?@^~|\\/]")
_SIGNS = "!#$%&*+=?@^~"
_CODE_SIGN = re.compile(r"[(){}\[\]<>=\"'\\/;]")
_SIGN = re.compile(r"[_!#$%&*+=?@^~]")
_MARK = re.compile(r"[!#$*+@^~]")
_CHANGE = re.compile("[a-z][A-Z0-9+/]|[A-Z][0-9+/]|[0-9+/][A-Za-z]")
_CHANGES_AT_LEAST = 4
_CONTROL = re.compile(b"[\x00-\x1f\x7f]")

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
        self._forms = {name: re.compile(form) for name, form in book.forms.items()}
        self._placeholders = book.placeholders
        self._names = book.names
        self._words = frozenset(book.words.split())

    def named(self, name: str) -> Check:
        """Give the check or the form of that name; without a name, what holds for everything."""
        if not name:
            return _anything
        check: Check | None = getattr(self, f"check_{name}", None)
        return check or (lambda found: self._is(name, found.value))

    def check_key(self, found: Candidate) -> bool:
        """Hold for a value behind the name of a key: letters and digits, or long and unreadable."""
        value = found.value
        if len(value) < (_ASSIGNED_KEY if found.assigned else _KEY):
            return False
        if _DIGIT.search(value):
            shaped = bool(_LETTER.search(value) or self._is("long_number", value))
        else:
            shaped = self._is_mixed(value) or (found.assigned and self._is_long_word(value))
        return shaped and not self._is_no_key(value)

    def check_near_key(self, found: Candidate) -> bool:
        """Hold for a key that stands behind its name with nothing between: 'my token 8fA...'."""
        value = found.value
        mixed = _has_all(value)
        if len(value) < (_NEAR_MIXED_KEY if mixed else _NEAR_KEY) or self._is("slug", value):
            return False
        shaped = mixed or (len(_DIGIT.findall(value)) > 1 and bool(_LETTER.search(value)))
        return shaped and not self._is_no_key(value)

    def check_lone_key(self, found: Candidate) -> bool:
        """Hold for what no one would take for a word, behind a name as weak as 'key'."""
        value = found.value
        if not self._is("lone", value) or self._is("slug", value) or self._is_no_key(value):
            return False
        return _has_all(value) or self._is("hex", value)

    def check_token(self, found: Candidate) -> bool:
        """Hold for what stands with the mark of a provider, such as `ghp_`."""
        value = found.value
        return (_has_both(value) or self._is_mixed(value)) and not self._is("slug", value)

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
        return self._is("issuers", digits) and _luhn(digits)

    def check_password(self, found: Candidate) -> bool:
        """Hold for a password that is said or assigned, not for 'my password is wrong'."""
        value = found.value.lower()
        unlike_words = bool(_UNLIKE_WORDS.search(value))
        if len(value) < _PASSWORD or not (unlike_words or found.assigned or found.last):
            return False
        if len(value) == _PASSWORD and self._is("number", value):
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
        if self._is("trailed", found.value):
            return not self._is("name", found.value.rstrip(_SIGNS))
        if len(value) < _MIXED_PASSWORD or value[0] in "([{<":
            return False
        if self._stands_for_one(found, value):
            return False
        if not _DIGIT.search(value):
            return found.last and self._is("chain", value)
        if any(character.isalpha() for character in value):
            return "-" in value or not self._is("slug", found.value)
        return self._is("number", value)

    def check_apart_password(self, found: Candidate) -> bool:
        """Hold for what no sentence has but a password, some words behind its name."""
        value, low = found.value, found.value.lower()
        if self._is("thing", low) or self._is("uuid", low) or low.startswith("www."):
            return False
        if self._is("numbered", value) or self._is("snake", value) or _CODE_SIGN.search(value):
            return False
        if low.rstrip("0123456789").endswith(self._names):
            return False
        return any(map(str.isalpha, value)) and self.check_mixed_password(found)

    def check_apart_key(self, found: Candidate) -> bool:
        """Hold for a key some words behind its name, not for the ids that are named with it."""
        value = found.value
        if len(value) < _NEAR_KEY or self._is("uuid", value.lower()) or _is_url(value):
            return False
        formed = self._is("key", value) or (self._is("base64", value) and _is_scrambled(value))
        return formed and (
            self.check_near_key(found) or (self._is_mixed(value) and not self._is_no_key(value))
        )

    def check_code(self, found: Candidate) -> bool:
        """Hold for a code that is good once, not for a year or one of WhatsApp's error codes."""
        return self._is("code", found.value) and not self._is("no_code", found.value)

    def check_six_digits(self, found: Candidate) -> bool:
        """Hold for a code that is good once, behind a name that other things have, too."""
        return self._is("six_digits", found.value) and not self._is("no_code", found.value)

    def check_recovery(self, found: Candidate) -> bool:
        """Hold for one of the codes that a person prints for the day the phone is gone."""
        value = found.value
        if not self._is("recovery", value) or self._is("numbered", value):
            return False
        return bool(_DIGIT.search(value)) or not _SMALL.search(value)

    def check_phrase(self, found: Candidate) -> bool:
        """Hold for words in a row, without digits and signs."""
        return self._is("phrase", found.value.lower())

    def check_told_password(self, found: Candidate) -> bool:
        """Hold for what a sentence calls a password behind it: 'we typed let_me_in as password'."""
        low = found.value.lower()
        signed = _SIGN.search(found.value) and not self._is("thing", low)
        return bool(signed and not self._stands_for_one(found, low)) or self.check_mixed_password(
            msgspec.structs.replace(found, last=True)
        )

    def check_odd_password(self, found: Candidate) -> bool:
        """Hold for what can only be a password, even some words in front of its name."""
        value = found.value
        odd = bool(_MARK.search(value)) or _has_all(value)
        return odd and self.check_apart_password(found)

    def _is(self, form: str, value: str) -> bool:
        """Tell whether a whole value has one of the forms of `masking.yml`."""
        return bool(self._forms[form].fullmatch(value))

    def _is_mixed(self, value: str) -> bool:
        """Tell twenty and more letters that only machines write, not SomeNameInCode."""
        mixed = _SMALL.search(value) and _CAPITAL.search(value)
        return bool(mixed) and len(value) >= _MIXED_LETTERS and not self._is("code_name", value)

    def _is_long_word(self, value: str) -> bool:
        """Tell a key without a digit from a word, where a name assigns it."""
        mixed = _SMALL.search(value) and _CAPITAL.search(value) and _MARK.search(value)
        return self._is("long_word", value) or (bool(mixed) and not self._is("variable", value))

    def _is_no_key(self, value: str) -> bool:
        """Tell a key from a placeholder, a name, a date, an address and a file's name."""
        low = value.lower()
        if " " in low or _any_in(self._placeholders, low) or self._is("no_key", low):
            return True
        return not _DIGIT.search(low) and (low[0] == "$" or _any_in(self._names, low))

    def _stands_for_one(self, found: Candidate, value: str) -> bool:
        """Tell a password from a placeholder, and from code that names where it is kept."""
        if "://" in value or self._is("fill", value) or self._is("call", value):
            return True
        if _DIGIT.search(value):
            return False
        if _any_in(self._placeholders, value) or self._is("variable", found.value):
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


def _is_scrambled(value: str) -> bool:
    """Tell base64 from a path: its letters and digits change kind at every other step."""
    return _CHANGES_AT_LEAST * len(_CHANGE.findall(value)) >= len(value)


def _luhn(digits: str) -> bool:
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2]]
    return (sum(doubled) + sum(int(digit) for digit in digits[::-2])) % 10 == 0
