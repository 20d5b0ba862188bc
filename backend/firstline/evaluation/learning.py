"""`firstline learn`: weighs examples against each other, for `intake/subjects.py` (R23, R72).

It learns from `locales/*/subjects.yml` and from the cases that may be looked at (`tuning`), where
they are there. scikit-learn, which does the work, comes with Rasa, so `bot/subjects.py` runs in the
bot's environment.
"""

import argparse
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from firstline.domain.errors import OperatorError
from firstline.intake import examples, subjects
from firstline.intake.examples import Example
from firstline.intake.subjects import STEP, Learned, Question
from firstline.masking import mask
from firstline.settings import Settings

from . import cases
from .form import Case, messages

PATIENCE = 600
"""Seconds; it takes less than one minute."""
LAST_WORDS = 2_000
"""Characters of what the bot's Python said at last."""


class NotLearned(OperatorError):
    """The bot's environment is not on this machine, or its Python failed; its words follow."""


class Given(Struct, frozen=True):
    """What `bot/subjects.py` is given: how often each piece stands in each example, the answers."""

    step: int
    pieces: list[dict[str, int]]
    answers: dict[str, list[str]]
    """Of each question one for each example; empty where it is not known."""


class Told(Struct, frozen=True):
    """What it gives; `known`: which examples it would have known without having seen them."""

    known: dict[str, list[bool]]
    questions: dict[str, Question]
    pieces: dict[str, tuple[int, ...]]


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser(
        "learn", help="learn from locales/*/subjects.yml what messages are about"
    )
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace, settings: Settings) -> None:
    """Carries the command out; raises ExamplesAreBroken, BrokenCases, NotLearned."""
    locales = settings.root / "locales"
    stamp = examples.fingerprint(locales)
    known = [*examples.read(locales), *of_cases(settings.root / "tests/eval/tuning")]
    told = _learned(settings, known)
    learned = Learned(stamp, told.questions, told.pieces)
    new = locales / f"{subjects.FILE}.new"
    new.write_bytes(_written(learned))
    new.replace(locales / subjects.FILE)
    print(f"{len(known)} examples; known without having been seen:")
    for question, hits in told.known.items():
        print(f"  {question}: {sum(hits) / len(hits):.3f}")


def _written(learned: Learned) -> bytes:
    """JSON with a line for each piece."""
    encode = msgspec.json.encode
    head = encode(msgspec.structs.replace(learned, pieces={})).removesuffix(b"{}}")
    rows = (encode(piece) + b":" + encode(row) for piece, row in learned.pieces.items())
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
    words = subjects.words(mask(text).text)
    return dict(Counter(chain.from_iterable(map(subjects.pieces, words))))


def _learned(settings: Settings, known: Sequence[Example]) -> Told:
    counted = [_counted(one.text) for one in known]
    answers = {
        "issue_kind": [one.kind for one in known],
        "area": [one.area for one in known],
    }
    given = msgspec.json.encode(Given(STEP, counted, answers))
    command = [str(settings.root / settings.bot_python), str(settings.root / "bot/subjects.py")]
    try:
        done = subprocess.run(  # noqa: S603 - a file of our own in an environment of our own
            command, input=given, capture_output=True, check=False, timeout=PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotLearned(f"{command[0]}: {error}") from error
    if done.returncode:
        raise NotLearned(done.stderr.decode(errors="replace")[-LAST_WORDS:])
    return msgspec.json.decode(done.stdout, type=Told)
