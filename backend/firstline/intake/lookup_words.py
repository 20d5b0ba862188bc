"""The words by which the desk's own look-ups judge: `locales/<language>/lookups.yml` (R24-R26).

Content editors write them; how a phrase is matched says `lexicon.py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, get_args

import msgspec
import yaml
from babel import Locale
from msgspec import Struct

from firstline.domain.errors import OperatorError
from firstline.locales import LANGUAGES

from . import fact_words, lexicon, prose
from .fact_words import Source, source
from .lexicon import Hit, Label, Phrases

_SHORT = 3
"""Letters of names that are easily something else."""

_CASES = {"а": "ы и е у ой", "я": "и е ю ей", "й": "я ю ем е и", "ь": "я ю ем е"}
"""How Russian first names end in other cases, by how they end in the nominative."""
_OTHER_CASES = "а у ом ем е"

_FEW = 9

_GAP = 4

type Kind = Literal[
    "maintenance", "another", "again", "well", "turns", "titles", "introduces", "numbered_by"
]


class LookupWordsAreBroken(OperatorError):
    """A `lookups.yml` cannot be read; the message says which, where, and what was expected."""


_Name = Annotated[str, msgspec.Meta(min_length=2)]


class LookupWords(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's words; what each list means stands in the English file."""

    maintenance: tuple[str, ...]
    another: tuple[str, ...]
    again: tuple[str, ...]
    well: tuple[str, ...]
    turns: tuple[str, ...]
    negations: tuple[str, ...]
    symptoms: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]
    names: tuple[_Name, ...]
    titles: tuple[str, ...]
    introduces: tuple[str, ...]
    numbered_by: tuple[str, ...]


def phrases(words: Source | None = None) -> Phrases:
    """The words of all languages together: people mix them. Raises LookupWordsAreBroken."""
    return _made(words or source())


def find(text: str) -> Sequence[Hit]:
    """The phrases in a text, in order."""
    return _hits(source(), text)


@lru_cache(prose.KEPT_TEXTS)
def _hits(words: Source, text: str) -> Sequence[Hit]:
    return tuple(phrases(words).find(lexicon.words_in(text)))


def says(text: str, kind: Kind) -> bool:
    """Whether a phrase of this kind stands in the text."""
    return any(hit.kind == kind for hit in find(text))


@lru_cache(maxsize=2)
def _made(words: Source) -> Phrases:
    files = sorted(words.folder.glob("*/lookups.yml"))
    entries = [entry for file in files for entry in _of(file)]
    return Phrases((*entries, *_of_facts(words), *_countries()))


def _of_facts(words: Source) -> Iterator[tuple[str, Label]]:
    """What stands in `facts.yml` and serves here, too.

    Months by their full names, since 'may' and 'set' are too often something else; numbers in words
    from ten on, since what is smaller is said of anything.
    """
    for spoken in fact_words.load(words).values():
        yield from ((phrase, Label("turns", "")) for phrase in spoken.turns)
        yield from ((phrase, Label("well", "")) for phrase in spoken.fine)
        for index, names in enumerate(spoken.time.months):
            yield from ((name, Label("month", str(index))) for name in names if len(name) > _SHORT)
        for number, names in spoken.time.numbers.items():
            yield from ((name, Label("figure", str(number))) for name in names if number > _FEW)


def _countries() -> Iterator[tuple[str, Label]]:
    """Countries as the Unicode consortium's tables call them, and what is formed of their names."""
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code.isalpha() and len(code) == len("DE"):
                yield from ((form, Label("country", code)) for form in _forms(name))


def _forms(name: str) -> Iterator[str]:
    """A name and what is formed of it: 'Polen*'; 'Грузи*' would be the word for loading, too."""
    stem = name.removesuffix("ия")
    if stem != name:
        yield from (stem + ending for ending in ("ия", "ии", "ию", "ией"))
    else:
        yield f"{name[:-1]}*" if len(name) > _SHORT + 2 else name


def _declined(name: str) -> Iterator[tuple[str, Label]]:
    """A first name as it is and with the endings of its cases: 'Annas', 'Ольги'."""
    if not "а" <= name[0] <= "я":
        yield from ((form, Label("name", name)) for form in (name, f"{name}s"))
        return
    stem = name[:-1] if name[-1] in _CASES else name
    forms = (stem + ending for ending in _CASES.get(name[-1], _OTHER_CASES).split())
    yield from ((form, Label("name", stem)) for form in (name, *forms))


def _of(file: Path) -> Iterator[tuple[str, Label]]:
    try:
        words = msgspec.convert(yaml.load(file.read_bytes(), yaml.CSafeLoader), LookupWords)
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise LookupWordsAreBroken(f"{file}: {error}") from error
    for kind in get_args(Kind.__value__):
        yield from ((phrase, Label(kind, "")) for phrase in getattr(words, kind))
    yield from (entry for name in words.names for entry in _declined(lexicon.fold(name)))
    for kind, named in (("symptom", words.symptoms), ("topic", words.topics)):
        for name, phrases in named.items():
            for phrase in phrases:
                yield from ((one, Label(kind, name)) for one in _spelled_out(phrase, words))


def _spelled_out(phrase: str, words: LookupWords) -> Iterator[str]:
    """The phrase with each way to deny for `~`, and up to three words for `...`."""
    denied = [phrase.replace("~", no) for no in words.negations] if "~" in phrase else [phrase]
    for one in denied:
        yield from (one.replace("...", "_ " * gap) for gap in range(_GAP if "..." in one else 1))
