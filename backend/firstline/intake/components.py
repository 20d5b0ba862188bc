"""Which product area a component of the status page belongs to: `components.yml` (R24).

Content editors write the table. A name in it outweighs the words of `facts.yml` inside it; what
it does not name is judged by those words.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import yaml
from msgspec import Struct

from firstline.domain.errors import OperatorError

from . import fact_words, lexicon
from .lexicon import Label, Phrases

FILE = "components.yml"
NAME_LENGTH = 300
"""Characters of a name that are looked at."""


class ComponentsAreBroken(OperatorError):
    """`components.yml` cannot be used; the message says where and what was expected."""


class Components(Struct, frozen=True, forbid_unknown_fields=True):
    """The table: a component's name, as the status page writes it, to its areas."""

    components: Mapping[str, tuple[str, ...]] = {}


class Areas:
    """Finds the areas that names of components, or titles of incidents, touch."""

    def __init__(self, table: Components = Components()) -> None:  # noqa: B008 - it is frozen
        words = fact_words.load().values()
        named = [(name, area) for name, areas in table.components.items() for area in areas]
        named += [(p, area) for one in words for area, ps in one.area.items() for p in ps]
        self._phrases = Phrases((phrase, Label("area", area)) for phrase, area in named)

    def __call__(self, names: Iterable[str]) -> tuple[str, ...]:
        """The areas, each once, in the order of the names."""
        found: dict[str, None] = {}
        for name in names:
            words = lexicon.words_of(lexicon.fold(name[:NAME_LENGTH]))
            found |= dict.fromkeys(hit.value for hit in self._phrases.find(words))
        return tuple(found)


def areas(file: Path) -> Areas:
    """The areas by the table of a file and the words that are used now.

    Raises ComponentsAreBroken.
    """
    return Areas(load(file))


def load(file: Path) -> Components:
    """The table of a file, an empty one where there is none; raises ComponentsAreBroken."""
    try:
        return parse(yaml.load(file.read_bytes(), yaml.CSafeLoader))
    except FileNotFoundError:
        return Components()
    except (OSError, UnicodeError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise ComponentsAreBroken(f"{file}: {error}") from error


def parse(data: Any) -> Components:
    """The table from plain data.

    Raises msgspec.ValidationError, whose message names the place (`$.components.Webhooks`).
    """
    table = msgspec.convert(data, Components)
    known = sorted(next(iter(fact_words.load().values())).area)
    for name, areas in table.components.items():
        for area in areas:
            if area not in known:
                message = f"expected one of {', '.join(known)}, not `{area}`"
                raise msgspec.ValidationError(f"{message} - at `$.components.{name}`")
        if not areas or not lexicon.words_of(lexicon.fold(name)):
            message = f"expected a name and its areas - at `$.components.{name}`"
            raise msgspec.ValidationError(message)
    return table
