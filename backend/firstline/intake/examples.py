"""The examples by which the intake learns what messages are about and tell of (R72).

Content editors write them: what a customer wrote, in `locales/*/subjects.yml` below its kind of
issue and its area, in `locales/*/troubles.yml` below the trouble it tells of.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import yaml

from firstline.domain.errors import OperatorError

SUBJECTS, TROUBLES = "*/subjects.yml", "*/troubles.yml"

type Kind = Literal[
    "api_error", "delivery", "access", "billing", "number_registration", "other", "none"
]
"""The kinds of issue; `none` where a message tells of no issue."""

type Area = Literal[
    "messages",
    "webhooks",
    "templates",
    "media",
    "numbers",
    "billing",
    "portal",
    "privacy",
    "none",
]
"""The areas of the product; `none` where a message tells of none."""

type Sheet = Mapping[Kind, Mapping[Area, tuple[str, ...]]]
"""One language's `subjects.yml`."""

type Troubles = Mapping[str, tuple[str, ...]]
"""One language's `troubles.yml`."""


class ExamplesAreBroken(OperatorError):
    """A file of examples cannot be read; the message says which, where, and what was expected."""


class Example(NamedTuple):
    """What a customer wrote, and what it is about."""

    text: str
    kind: str
    area: str


class Trouble(NamedTuple):
    """What a customer wrote, and the trouble it tells of."""

    text: str
    trouble: str


def read(locales: Path) -> Iterator[Example]:
    """What messages of all languages are about. Raises ExamplesAreBroken."""
    for sheet in _sheets(locales, SUBJECTS, parse):
        for kind, areas in sheet.items():
            for area, texts in areas.items():
                yield from (Example(text, kind, area) for text in texts)


def troubles(locales: Path) -> Iterator[Trouble]:
    """What messages of all languages tell of. Raises ExamplesAreBroken."""
    for sheet in _sheets(locales, TROUBLES, parse_troubles):
        for trouble, texts in sheet.items():
            yield from (Trouble(text, trouble) for text in texts)


def parse(data: Any) -> Sheet:
    """Raises msgspec.ValidationError where plain data is no sheet of examples."""
    sheet: Sheet = msgspec.convert(data, Sheet.__value__)
    return sheet


def parse_troubles(data: Any) -> Troubles:
    """Raises msgspec.ValidationError where plain data is no sheet of troubles."""
    sheet: Troubles = msgspec.convert(data, Troubles.__value__)
    return sheet


def fingerprint(locales: Path, files: str) -> str:
    """One value for the content of all examples of one sort, in 16 digits."""
    whole = hashlib.sha256()
    for file in sorted(locales.glob(files)):
        whole.update(f"{file.parent.name}\0".encode() + file.read_bytes() + b"\0")
    return whole.hexdigest()[:16]


def _sheets[One](locales: Path, files: str, read_as: Callable[[Any], One]) -> Iterator[One]:
    for file in sorted(locales.glob(files)):
        try:
            yield read_as(yaml.load(file.read_bytes(), yaml.CSafeLoader))
        except (yaml.YAMLError, msgspec.ValidationError) as error:
            raise ExamplesAreBroken(f"{file}: {error}") from error
