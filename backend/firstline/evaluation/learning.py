"""`firstline learn`: weighs examples against each other, for `intake/learned.py` (R23, R25, R72).

What messages are about it learns from `locales/*/subjects.yml` and from the cases that may be
looked at (`tuning`), where they are there; what they tell of from `locales/*/troubles.yml`.
scikit-learn, which does the work, comes with Rasa, so `bot/learn.py` runs in the bot's environment.
"""

import argparse
import subprocess
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import msgspec
from msgspec import Struct

from firstline.domain.errors import OperatorError
from firstline.intake import examples, subjects, troubles
from firstline.intake.examples import Example
from firstline.intake.learned import STEP, Learned, Question, pieces, row, words
from firstline.masking import mask
from firstline.settings import Settings

from . import cases
from .form import Case, messages

PATIENCE = 1_200
"""Seconds; it takes less than one minute."""
PIECES = {
    subjects.FILE: {"latin": 5_000, "cyrillic": 2_000},
    troubles.FILE: {"latin": 5_000, "cyrillic": 3_000},
}
"""Pieces of each alphabet that are kept of each file. Four languages share the pieces of one, so
Russian needs its own share; more know hardly more (measured)."""
LAST_WORDS = 2_000
"""Characters of what the bot's Python said at last."""


class NotLearned(OperatorError):
    """The bot's environment is not on this machine, or its Python failed; its words follow."""


class Lesson(NamedTuple):
    """Texts, the answers to what is asked of them, and the file for what is learned.

    `answers` has of each question one for each text; empty where it is not known.
    """

    file: Path
    stamp: str
    texts: list[str]
    answers: dict[str, list[str]]
    pieces: Mapping[str, int]


class Given(Struct, frozen=True):
    """What `bot/learn.py` is given: how often each piece stands in each example, the answers."""

    step: int
    kept: Mapping[str, int]
    """How many pieces of each alphabet are kept, those that say most."""
    pieces: list[dict[str, int]]
    answers: dict[str, list[str]]


class Told(Struct, frozen=True):
    """What it gives; `known`: which examples it would have known without having seen them."""

    known: dict[str, list[bool]]
    questions: dict[str, Question]
    pieces: dict[str, array[int]]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "learn", help="learn from the examples in locales/ what messages are about and tell of"
    )
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace, settings: Settings) -> None:
    """Carries the command out; raises ExamplesAreBroken, BrokenCases, NotLearned."""
    for lesson in _lessons(settings.root):
        given = Given(
            STEP, lesson.pieces, [_counted(text) for text in lesson.texts], lesson.answers
        )
        told = _learned(settings, given)
        _keep(lesson.file, Learned(lesson.stamp, told.questions, told.pieces))
        print(f"{lesson.file.name}: {len(lesson.texts)} examples; known without having been seen:")
        for question, hits in told.known.items():
            print(f"  {question}: {sum(hits) / len(hits):.3f}")


def _lessons(root: Path) -> Iterator[Lesson]:
    locales = root / "locales"
    known = [*examples.read(locales), *of_cases(root / "tests/eval/tuning")]
    yield Lesson(
        locales / subjects.FILE,
        examples.fingerprint(locales, examples.SUBJECTS),
        [one.text for one in known],
        {"issue_kind": [one.kind for one in known], "area": [one.area for one in known]},
        PIECES[subjects.FILE],
    )
    told = list(examples.troubles(locales))
    yield Lesson(
        locales / troubles.FILE,
        examples.fingerprint(locales, examples.TROUBLES),
        [one.text for one in told],
        {troubles.QUESTION: [one.trouble for one in told]},
        PIECES[troubles.FILE],
    )


def _keep(file: Path, learned: Learned) -> None:
    new = file.with_name(f"{file.name}.new")
    new.write_bytes(_written(learned))
    new.replace(file)


def _written(learned: Learned) -> bytes:
    """JSON with a line for each piece."""
    encode = msgspec.json.encode
    head = encode(msgspec.structs.replace(learned, pieces={})).removesuffix(b"{}}")
    rows = (
        encode(piece) + b":" + encode(list(numbers)) for piece, numbers in learned.pieces.items()
    )
    return head + b"{\n" + b",\n".join(rows) + b"\n}}\n"


def of_cases(folder: Path) -> Iterator[Example]:
    """Written conversations whose kind and area cannot be argued about; some name no area."""
    for one in cases.read(cases.files_in(folder)):
        for case in one.file.conversations:
            area = case.expected.facts.get("area", "")
            if isinstance(area, str) and not case.expected.may.keys() & {"area", "issue_kind"}:
                yield Example(_said(case), case.kind, area)


def _said(case: Case) -> str:
    return "\n".join(message.text for message in messages(case.messages) if message.text)


def _counted(text: str) -> dict[str, int]:
    """How often each piece stands in a text, as the gate for secrets leaves it."""
    return dict(Counter(chain.from_iterable(map(pieces, words(mask(text).text)))))


def _learned(settings: Settings, given: Given) -> Told:
    command = [str(settings.root / settings.bot_python), str(settings.root / "bot/learn.py")]
    try:
        done = subprocess.run(  # noqa: S603 - a file of our own in an environment of our own
            command,
            input=msgspec.json.encode(given),
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotLearned(f"{command[0]}: {error}") from error
    if done.returncode:
        raise NotLearned(done.stderr.decode(errors="replace")[-LAST_WORDS:])
    return msgspec.json.decode(done.stdout, type=Told, dec_hook=row)
