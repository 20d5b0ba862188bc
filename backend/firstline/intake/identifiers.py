"""Names that two texts hardly share by chance: numbers of phones and invoices, hosts, ids (R25).

Each is of a sort, since two phone numbers that differ tell two issues apart, and a phone number
beside an invoice tells nothing. Linear in the length of the text.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from . import lexicon, prose
from .facts.files import ENDINGS

type Sort = Literal["email", "host", "message", "template", "document", "error", "phone", "number"]


class Named(NamedTuple):
    """An identifier as it is compared, whatever way it was written in."""

    sort: Sort
    value: str


_PHONE_DIGITS = 8
"""The last digits of a phone number: what stands before depends on who writes it."""
_TOKEN = re.compile(r"[^\s\"'<>(),;{}\[\]“„«»”]+")
_MARK = re.compile(r"[\d@_.]")
"""What a piece of text has that names something. One pattern for both would be quadratic."""
_SORT = re.compile(
    r"""
      (?P<email>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})
    | (?P<message>wamid\.[\w+/=-]{8,200}|(?=\w{0,64}\d)(?=\w{0,64}[A-Z]\w{0,64}[a-z])\w{9,64})
    | (?P<template>(?=[a-z0-9]{0,80}_)[a-z0-9_]{5,80})
    | (?P<document>(?:[A-Z]{1,6}-|20\d\d/)(?:\d{2,10}[-/]){0,3}\d{2,12})
    | (?P<error>[A-Z]{3,16}\d{3,8}|E[A-Z]{6,16})
    | (?P<number>\d{4,7})
    """,
    re.VERBOSE,
)
"""The sorts by their names, in the order in which they are tried."""
_HOST = re.compile(r"(?:https?://)?((?:[a-z0-9][a-z0-9-]{0,62}\.){1,5}[a-z]{2,12})(?=[/:?]|$)")
_PHONE = re.compile(r"[+\d](?<![\w./-].)(?:(?<=\d)|(?<=\+)\d)(?:[ \t().-]{0,2}\d){7,14}(?![\w-])")
_QUOTED = re.compile(r"['\"“„«‘](?<!\w.)([^'\"“”„«»’‘\n]{3,40})['\"”“»’](?!\w)")
_WORD = re.compile(r"[^\W\d_A-ZÀ-ÞА-ЯЁ]{3,40}").fullmatch
"""One word in small letters: 'sent' in quotes says what a message is, in any language."""
_STATES = {"sent", "delivered", "read", "failed", "pending", "accepted", "received", "deleted"}
_STATES |= {"approved", "rejected", "paused", "disabled", "marketing", "utility", "authentication"}
"""What messages and templates are said to be (Meta's words, in capitals too)."""
_COMMON = re.compile(r"v\d{1,3}$|[0-9a-f-]{16,}$")  # differ from call to call


def find(text: str) -> frozenset[Named]:
    """The identifiers in the first `prose.PROSE_LIMIT` characters."""
    text, called = text[: prose.PROSE_LIMIT], phones(text)
    digits = (re.sub(r"\D", "", text[start:end])[-_PHONE_DIGITS:] for start, end in called)
    pieces = set(_TOKEN.findall(prose.blank(text, called)))
    tokens = {piece.rstrip(".:!?") for piece in pieces if _MARK.search(piece)}
    return frozenset((*(Named("phone", one) for one in digits), *filter(None, map(_named, tokens))))


@lru_cache(prose.KEPT_TEXTS)
def phones(text: str) -> Sequence[prose.Extent]:
    """Where phone numbers stand."""
    return tuple(found.span() for found in _PHONE.finditer(text[: prose.PROSE_LIMIT]))


def quoted(text: str) -> frozenset[str]:
    """What stands in quotes, as folded words: names that are no identifiers."""
    inside = (one[1] for one in _QUOTED.finditer(text[: prose.PROSE_LIMIT]) if not _WORD(one[1]))
    names = (" ".join(word[0] for word in lexicon.words_of(lexicon.fold(one))) for one in inside)
    named = (name for name in names if any(part.isalpha() for part in name.split()))
    return frozenset(named) - _STATES


def _named(token: str) -> Named | None:
    """What a piece of text with a digit, a dot, an underscore or an @ names, if anything."""
    if found := _SORT.fullmatch(token):
        sort = cast("Sort", found.lastgroup)
        return None if _COMMON.match(token) else Named(sort, token.lower())
    host = _HOST.match(token)
    if host is None or _is_file(host[1]):
        return None
    return Named("host", host[1])


def _is_file(name: str) -> bool:
    begin, dot, ending = name.rpartition(".")
    return "." not in begin and dot + ending in ENDINGS
