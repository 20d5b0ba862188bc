"""The words of five languages by which facts are found: `locales/<language>/facts.yml`.

Content editors write them; how a phrase is matched says `lexicon.py`.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import yaml
from msgspec import Struct

from firstline.domain.errors import FirstlineError

LOCALES = Path(__file__).parents[3] / "locales"


class Source(NamedTuple):
    """A folder of languages as it was at one time; what is made of it is made once."""

    folder: Path
    version: int = 0


_used = [Source(LOCALES)]


def source() -> Source:
    """Where the words come from that are used now."""
    return _used[0]


def use(words: Source) -> None:
    """From now on facts are found by these words."""
    _used[0] = words


class FactWordsAreBroken(FirstlineError):
    """A `facts.yml` cannot be read; the message says which, where, and what was expected."""


type Reach = Literal[
    "every",
    "zero",
    "everyone",
    "noone",
    "nobody",
    "us",
    "feels",
    "hit",
    "some",
    "share",
    "nth",
    "one",
    "a",
    "this",
    "my",
    "except",
    "only",
    "those",
    "me",
    "rest",
    "not",
    "nothing",
    "have",
    "in",
    "of",
    "who",
    "part",
    "well",
    "do",
    "and",
    "neither",
    "mate",
    "sort",
    "land",
    "look",
    "example",
    "complains",
    "contact",
    "person",
    "line",
    "people",
    "place",
    "thing",
]
"""What a word says of who is affected; what each means stands in the English file."""


class TimeWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words about time in one language; what each means stands in the English file."""

    now: tuple[str, ...]
    later: tuple[str, ...]
    about: tuple[str, ...]
    since: tuple[str, ...]
    at: tuple[str, ...]
    between: tuple[str, ...]
    until: tuple[str, ...]
    and_until: tuple[str, ...]
    ago_before: tuple[str, ...]
    ago_after: tuple[str, ...]
    o_clock: tuple[str, ...]
    am: tuple[str, ...]
    pm: tuple[str, ...]
    half_hour: tuple[str, ...]
    and_half: tuple[str, ...]
    one_and_half: tuple[str, ...]
    denied: tuple[str, ...]
    first: tuple[str, ...]
    half_to: tuple[str, ...]
    half_past_before: tuple[str, ...]
    half_past_after: tuple[str, ...]
    quarter: tuple[str, ...]
    quarter_of: tuple[str, ...]
    three_quarters_of: tuple[str, ...]
    past: tuple[str, ...]
    to: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]
    without: tuple[str, ...]
    noon: tuple[str, ...]
    midnight: tuple[str, ...]
    one_am: tuple[str, ...]
    one_pm: tuple[str, ...]
    numbers: Mapping[int, tuple[str, ...]]
    units: Mapping[str, tuple[str, ...]]
    days_ago: Mapping[int, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]
    weekdays: tuple[tuple[str, ...], ...]
    months: tuple[tuple[str, ...], ...]


class FactWords(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's `facts.yml`."""

    impact: Mapping[str, tuple[str, ...]]
    reach: Mapping[Reach, tuple[str, ...]]
    area: Mapping[str, tuple[str, ...]]
    error: tuple[str, ...]
    question: tuple[str, ...]
    steps: tuple[str, ...]
    small_talk: tuple[str, ...]
    message_id: tuple[str, ...]
    trace_id: tuple[str, ...]
    phone: tuple[str, ...]
    answers: tuple[str, ...]
    says: tuple[str, ...]
    said_so: tuple[str, ...]
    faults: tuple[str, ...]
    turns: tuple[str, ...]
    own: tuple[str, ...]
    people: tuple[str, ...]
    fillers: tuple[str, ...]
    fine: tuple[str, ...]
    apart: tuple[str, ...]
    time: TimeWords
    zones: Mapping[str, tuple[str, ...]]


def load(words: Source | None = None) -> Mapping[str, FactWords]:
    """The words of each language, by its name. Raises FactWordsAreBroken."""
    return _load(words or source())


@lru_cache(maxsize=2)
def _load(words: Source) -> Mapping[str, FactWords]:
    files = sorted(words.folder.glob("*/facts.yml"))
    return {file.parent.name: _read(file) for file in files}


def _read(file: Path) -> FactWords:
    try:
        return msgspec.convert(yaml.load(file.read_bytes(), yaml.CSafeLoader), FactWords)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise FactWordsAreBroken(f"{file}: {error}") from error
