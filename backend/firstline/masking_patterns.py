"""The rules of `masking.yml`: read, checked for meaning the same everywhere, handed to the browser.

Patterns are kept to a subset that Python's `re` and a browser's `RegExp` (flag u) read alike and
that cannot be made slow by hostile text: explicit classes, bounded repeats, no repeat that varies
inside another one, no look-around.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

import msgspec
import yaml

FILE = Path(__file__).with_name("masking.yml")
LONGEST_REPEAT = 16384
KINDS = (
    "api_key",
    "bearer_token",
    "jwt",
    "password",
    "basic_auth",
    "connection_string",
    "private_key",
    "cookie",
    "one_time_code",
    "card_number",
)
IN_CODE = (
    *("assigned", "quoted", "last", "alpha", "basic", "card", "scrambled", "placeholder", "named"),
    *("is_name", "ends_named", "common", "speaks", "unusual", "mostly_unusual"),
)
"""Checks that are code; see `masking_checks.py`."""

type Names = tuple[str | tuple[str, ...], ...]
"""Names of checks: all of them must hold, of a tuple within one."""

_PART = re.compile("<([a-z_]+)>")
_TOKEN = re.compile(
    r"(?P<class>\[\^?(?:[^\\\[\]]|\\[\\\[\]^/.nrt-]|\\u[0-9a-f]{4})+\])"
    r"|(?P<escape>\\[\\.+*?()\[\]{}|/^$nrt]|\\u[0-9a-f]{4})"
    r"|(?P<open>\((?:\?:)?(?!\?))"
    r"|(?P<close>\))"
    r"|(?P<or>\|)"
    r"|(?P<repeat>\?|\{[0-9]+(?:,[0-9]+)?\})"
    r"|(?P<plain>[^\\\[\](){}|?*+.^$])"
)
_DOUBTFUL_IN_CLASS = re.compile(r"--|&&|\|\||~~|\[:")


type Takes = Literal[
    "value",
    "group",
    "all",
    "whole",
    "before",
    "each",
    "near",
    "clause",
    "far",
    "phrase",
    "quoted",
]


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One rule; its fields are explained at the head of `masking.yml`."""

    kind: str
    takes: Takes
    find: tuple[str, ...] = ()
    exact: bool = False
    also: str = ""
    beside: tuple[str, ...] = ()
    start: Literal["", "word", "apart", "token"] = ""
    preceded_by: tuple[str, ...] = ()
    not_preceded_by: tuple[str, ...] = ()
    then: str = ""
    value: str = ""
    inner: str = ""
    end: Literal["", "word"] = ""
    check: str = ""
    assigned: bool = False


class Book(msgspec.Struct, frozen=True):
    """All of `masking.yml` with its parts put in: what both the desk and the browser run on."""

    hidden: str
    kinds: dict[str, Literal["ends", "nothing"]]
    cut: str
    ending: str
    data: str
    forms: dict[str, str]
    low_forms: dict[str, str]
    marks: dict[str, str]
    checks: dict[str, Names]
    placeholders: tuple[str, ...]
    names: tuple[str, ...]
    words: str
    common: str
    stops: str
    skips: str
    owners: str
    says: str
    in_phrases: str
    rules: tuple[Rule, ...]


class Sheet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`masking.yml` as it is written."""

    hidden: str
    kinds: dict[str, Literal["ends", "nothing"]]
    parts: dict[str, str]
    rules: tuple[Rule, ...]
    cut: str
    ending: str
    data: str
    forms: dict[str, str]
    low_forms: dict[str, str]
    marks: dict[str, str]
    checks: dict[str, Names]
    placeholders: tuple[str, ...]
    names: tuple[str, ...]
    words: dict[str, str]
    common: dict[str, str]
    stops: dict[str, str]
    skips: str
    owners: str
    says: dict[str, str]
    in_phrases: str


def read_book(path: Path = FILE) -> Book:
    """Read the rules, with every `<part>` replaced.

    Raises:
        msgspec.ValidationError: A field is missing, unknown or of the wrong type.
        KeyError: A pattern names a part that does not exist.
    """
    sheet = read_sheet(path)

    def full(pattern: str) -> str:
        return _PART.sub(lambda found: full(sheet.parts[found[1]]), pattern)

    rules = [
        msgspec.structs.replace(
            rule, then=full(rule.then), value=full(rule.value), inner=full(rule.inner)
        )
        for rule in sheet.rules
    ]
    return Book(
        hidden=sheet.hidden,
        kinds=sheet.kinds,
        cut=sheet.cut,
        ending=full(sheet.ending),
        data=sheet.data,
        forms={name: full(pattern) for name, pattern in sheet.forms.items()},
        low_forms={name: full(pattern) for name, pattern in sheet.low_forms.items()},
        marks=sheet.marks,
        checks=sheet.checks,
        placeholders=sheet.placeholders,
        names=sheet.names,
        words=_joined(sheet.words),
        common=_joined(sheet.common),
        stops=_joined(sheet.stops),
        skips=sheet.skips,
        owners=sheet.owners,
        says=_joined(sheet.says),
        in_phrases=sheet.in_phrases,
        rules=tuple(rules),
    )


def read_sheet(path: Path = FILE) -> Sheet:
    """Read the rules as they are written, with their parts apart; raises as `read_book` does."""
    return msgspec.convert(yaml.load(path.read_text("utf-8"), _LOADER), Sheet)  # noqa: S506


def _joined(lists: dict[str, str]) -> str:
    return " ".join(dict.fromkeys(" ".join(lists.values()).split()))


# Both are safe loaders; the one in C starts the desk 20 ms sooner.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def check_patterns(book: Book | None = None) -> list[str]:
    """Name everything in the rules that Python and browsers could read differently.

    Returns:
        One line for each problem; empty when all is well.
    """
    book = book or read_book()
    return list(_problems(book))


def _problems(book: Book) -> Iterator[str]:
    if tuple(book.kinds) != KINDS:
        yield f"kinds: {', '.join(book.kinds)} instead of {', '.join(KINDS)}"
    for pattern in (book.cut, book.ending):
        yield from _pattern_problems("cut or ending", pattern)
    for name, pattern in (book.forms | book.low_forms).items():
        yield from _pattern_problems(f"form {name}", pattern, nested=True)
    for name, pattern in book.marks.items():
        yield from _pattern_problems(f"mark {name}", pattern)
    yield from _check_problems(book)
    for position, rule in enumerate(book.rules, 1):
        where = f"rule {position} ({rule.kind})"
        yield from (f"{where}: {problem}" for problem in _rule_problems(rule, _known(book)))
        for pattern in (rule.then, rule.value, rule.inner):
            yield from _pattern_problems(where, pattern)


def _known(book: Book) -> Collection[str]:
    return {*book.checks, *book.forms, *book.low_forms, *book.marks, *IN_CODE}


def _check_problems(book: Book) -> Iterator[str]:
    """Names that nothing has, that two have, or that lead back to themselves."""
    defined = [*book.checks, *book.forms, *book.low_forms, *book.marks, *IN_CODE]
    yield from (f"check {name}: twice" for name in {*defined} if defined.count(name) > 1)
    before = {*defined} - {*book.checks}
    for name, parts in book.checks.items():
        used = [one for part in parts for one in ([part] if isinstance(part, str) else part)]
        for one in used:
            if one.removeprefix("~") not in before:
                yield f"check {name}: {one} is not known before it"
        before.add(name)


def _rule_problems(rule: Rule, known: Collection[str]) -> Iterator[str]:
    if rule.value and not re.fullmatch(r"\[[^\]]*\]\{1,128\}", rule.value):
        yield "`value` is one class with {1,128}"
    if rule.kind not in KINDS:
        yield "unknown kind"
    if rule.check and rule.check not in known:
        yield f"unknown check {rule.check}"
    if not rule.exact and any(word != word.lower() for word in rule.find):
        yield "`find` is compared with lower-case text"
    if not rule.find and (rule.takes != "all" or not rule.then):
        yield "without `find` it takes `all` of `then`"
    if (rule.takes == "value") != bool(rule.value) or (rule.takes == "each") != bool(rule.inner):
        yield "`value` belongs to `takes: value`, `inner` to `takes: each`"
    groups = (rule.takes in {"group", "each"}, rule.takes == "each")
    if groups != (_captures(rule.then), _captures(rule.inner)):
        yield "`takes: group` and `each` need a group, the others none"


def _captures(pattern: str) -> bool:
    return any(token[0] == "(" for token in _TOKEN.finditer(pattern))


def _pattern_problems(where: str, pattern: str, *, nested: bool = False) -> Iterator[str]:
    at = 0
    groups: list[bool] = []  # for each open group: does a repeat in it vary?
    closed = False  # did the last group that was closed hold a repeat that varies?
    before = "open"
    while at < len(pattern):
        token = _TOKEN.match(pattern, at)
        if not token:
            yield f"{where}: not in the subset at {at}: {pattern[at : at + 20]}"
            return
        kind, text = token.lastgroup or "", token[0]
        if kind == "class" and _DOUBTFUL_IN_CLASS.search(text):
            yield f"{where}: doubtful class {text}"
        if kind == "repeat":
            least, most = _bounds(text)
            if before in {"open", "or", "repeat"} or not least <= most <= LONGEST_REPEAT:
                yield f"{where}: repeat {text} at {at}"
            if most > 1 and before == "close" and closed and not nested:
                yield f"{where}: a repeat that varies inside another, at {at}"
            groups = [inside or (least != most and most > 1) for inside in groups]
        elif kind == "open":
            groups.append(False)
        elif kind == "close":
            if not groups:
                yield f"{where}: a bracket too many at {at}"
                return
            closed = groups.pop()
        before, at = kind, token.end()
    if groups:
        yield f"{where}: a bracket is not closed"


def _bounds(repeat: str) -> tuple[int, int]:
    if repeat == "?":
        return 0, 1
    least, _, most = repeat[1:-1].partition(",")
    return int(least), int(most or least)
