"""Time zones as people write them: 'BRT', 'UTC-3', 'Europe/Berlin'."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from firstline.intake import lexicon
from firstline.intake.led import Led

# An abbreviation is taken for the place that most people mean by it, summer time and all, since
# people write EST in July and CST means Chicago in more mouths than Shanghai.
ABBREVIATIONS = {
    "UTC": "UTC",
    "GMT": "UTC",
    "BRT": "America/Sao_Paulo",
    "BRST": "America/Sao_Paulo",
    "ART": "America/Argentina/Buenos_Aires",
    "CLT": "America/Santiago",
    "CLST": "America/Santiago",
    "COT": "America/Bogota",
    "PET": "America/Lima",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "MEZ": "Europe/Berlin",
    "MESZ": "Europe/Berlin",
    "WET": "Europe/Lisbon",
    "BST": "Europe/London",
    "EET": "Europe/Helsinki",
    "EEST": "Europe/Helsinki",
    "MSK": "Europe/Moscow",
    "МСК": "Europe/Moscow",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "CDT": "America/Chicago",
    "CST": "America/Chicago",
    "MDT": "America/Denver",
    "MST": "America/Denver",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "IST": "Asia/Kolkata",
    "SGT": "Asia/Singapore",
    "JST": "Asia/Tokyo",
}

_CONTINENTS = frozenset(
    ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)

# In capitals, for 'est' and 'ist' are words; 'utc' is none.
_WRITTEN = Led(
    ("utc", "gmt", *ABBREVIATIONS, "/"),
    re.compile(
        r"\b(?:(?P<offset>(?:UTC|GMT)\s?[+\u2212-]\s?\d{1,2}(?::?[0-5]\d)?)"
        r"|(?P<name>[A-Z][a-z]{2,12}/[A-Z][A-Za-z]{1,20}(?:[_/][A-Z][A-Za-z]{1,20}){0,2})"
        r"|(?P<short>utc|gmt|" + "|".join(ABBREVIATIONS) + r"))\b"
    ),
    before=r"\b[A-Z][a-z]{2,12}",
)
_TIME_OF = Led(
    "hora ortszeit zeit time",
    re.compile(
        r"\b(?:(?:hora|horas|horario)\s(?:de|da|do|en)\s|ortszeit\s(?:in\s)?|zeit\sin\s)"
        r"(?P<behind>[a-z]{3,12}(?:\s[a-z]{3,12})?)"
        r"|\b(?P<before>[a-z]{3,12}(?:\s[a-z]{3,12})?)\s(?:local\s)?time\b"
    ),
    before=r"\b[a-z]{3,12}(?:\s[a-z]{3,12})?\s(?:local\s)?",
)
"""'hora de Bogotá', 'Dubai time': the place is the last part of a zone's name."""
_FURTHEST = 14  # hours from UTC: the Line Islands
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d\d)?$")


def find(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The zones named in a text, as IANA names or 'UTC-03:00', with their places."""
    for found in _WRITTEN.finditer(text):
        if found["offset"]:
            yield offset(found["offset"]), found.span()
        elif found["short"]:
            yield ABBREVIATIONS[found["short"].upper()], found.span()
        elif known(found["name"]):
            yield found["name"], found.span()
    yield from _of_places(text)


def _of_places(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for found in _TIME_OF.finditer(lexicon.fold(text)):
        words = (found["behind"] or found["before"]).split()
        named = words[0] if found["behind"] else words[-1]
        for place in (" ".join(words), named):
            if place in _places():
                yield _places()[place], found.span()
                break


def offset(written: str) -> str:
    """'GMT-3' and '+0530' as 'UTC-03:00' and 'UTC+05:30'; what is no offset as 'UTC'."""
    found = _OFFSET.search(re.sub(r"\s", "", written.replace("\u2212", "-")))
    if not found or int(found[2]) > _FURTHEST:
        return "UTC"
    return f"UTC{found[1]}{int(found[2]):02}:{found[3] or '00'}"


def known(name: str) -> bool:
    """Whether this is the name of a zone that can be reckoned with."""
    return name in _names() or name == "UTC" or bool(re.fullmatch(r"UTC[+-]\d\d:\d\d", name))


def of(name: str) -> tzinfo:
    """The zone of a name that is `known`."""
    if found := _OFFSET.search(name) if name.startswith("UTC") else None:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    return ZoneInfo(name)


@cache
def _places() -> Mapping[str, str]:
    """The places by which zones of continents and seas are named, in small letters."""
    names = (name for name in sorted(_names()) if name.split("/")[0] in _CONTINENTS)
    return {name.rsplit("/", 1)[-1].replace("_", " ").lower(): name for name in names}


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
