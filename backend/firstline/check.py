"""`make check`: what editors and operators may break, found before it is live (R72, R73)."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import msgspec

from .checks.flows import broken_flows
from .checks.keys import uneven
from .checks.learned import broken_learning, stale_learning, uneven_troubles
from .checks.lookups import uneven_lookups
from .checks.manner import blemishes
from .checks.phrases import misunderstood
from .checks.places import Problem
from .checks.promise import broken_promise
from .checks.readable import unreadable
from .checks.rota import broken_rota
from .checks.schema import misfits
from .checks.style import broken_style
from .intake import components, examples
from .intake.fact_words import FactWords
from .intake.lookup_words import LookupWords


def problems(root: Path) -> list[str]:
    """Everything that is wrong with promise, texts and flows, as 'file:line: what was expected'.

    Where a file cannot be read, only that is told: the rest would be guesses.
    """
    wrong = list(unreadable(root))
    return _told(root, wrong or [*_faults(root), *_flaws(root)])


def obstacles(root: Path) -> list[str]:
    """The part of `problems` with which the desk cannot start."""
    wrong = list(unreadable(root))
    return _told(root, wrong or _faults(root))


def rota_problems(file: Path, addresses: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with the file of the people on call, which may lie anywhere (R05).

    `addresses`: those that stand elsewhere, by name; None: not looked at.
    """
    return _told(file.parent, broken_rota(file, addresses))


def _faults(root: Path) -> Iterator[Problem]:
    """What keeps the desk or its bot from working."""
    yield from broken_promise(root)
    yield from broken_flows(root)
    for file in sorted(root.glob("locales/*/facts.yml")):
        yield from misfits(file, partial(msgspec.convert, type=FactWords))
    for file in sorted(root.glob("locales/*/lookups.yml")):
        yield from misfits(file, partial(msgspec.convert, type=LookupWords))
    for file in sorted(root.glob("locales/*/subjects.yml")):
        yield from misfits(file, examples.parse)
    for file in sorted(root.glob("locales/*/troubles.yml")):
        yield from misfits(file, examples.parse_troubles)
    yield from broken_learning(root / "locales")
    if (root / components.FILE).exists():
        yield from misfits(root / components.FILE, components.parse)


def _flaws(root: Path) -> Iterator[Problem]:
    """What a customer or an agent would read, or what the bot would understand badly."""
    yield from uneven(root / "locales")
    yield from uneven_troubles(root / "locales")
    yield from uneven_lookups(root / "locales")
    yield from stale_learning(root / "locales")
    broken = list(broken_style(root))
    yield from broken or blemishes(root)
    yield from misunderstood(root)


def _told(root: Path, wrong: Iterable[Problem]) -> list[str]:
    return [f"{file.relative_to(root)}:{line}: {what}" for file, line, what in sorted(set(wrong))]
