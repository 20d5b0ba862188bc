"""The examples by which the intake learns what messages are about: `locales/*/subjects.yml` (R72).

Content editors write them: what a customer wrote, below its kind of issue and its area.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
import yaml

from firstline.domain.errors import OperatorError

FILES = "*/subjects.yml"

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
"""One language's file."""


class ExamplesAreBroken(OperatorError):
    """A `subjects.yml` cannot be read; the message says which, where, and what was expected."""


class Example(NamedTuple):
    """What a customer wrote, and what it is about."""

    text: str
    kind: str
    area: str


def read(locales: Path) -> Iterator[Example]:
    """The examples of all languages. Raises ExamplesAreBroken."""
    for file in sorted(locales.glob(FILES)):
        try:
            sheet = parse(yaml.load(file.read_bytes(), yaml.CSafeLoader))
        except (yaml.YAMLError, msgspec.ValidationError) as error:
            raise ExamplesAreBroken(f"{file}: {error}") from error
        for kind, areas in sheet.items():
            for area, texts in areas.items():
                yield from (Example(text, kind, area) for text in texts)


def parse(data: Any) -> Sheet:
    """Raises msgspec.ValidationError where plain data is no sheet of examples."""
    sheet: Sheet = msgspec.convert(data, Sheet.__value__)
    return sheet


def fingerprint(locales: Path) -> str:
    """One value for the content of all examples, in 16 digits."""
    whole = hashlib.sha256()
    for file in sorted(locales.glob(FILES)):
        whole.update(f"{file.parent.name}\0".encode() + file.read_bytes() + b"\0")
    return whole.hexdigest()[:16]
