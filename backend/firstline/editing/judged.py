"""The check of `make check`, away from the event loop and with texts that are not saved yet.

It reads hundreds of kilobytes of YAML, which holds an interpreter for seconds. So it runs in a
process of its own, which ends with its input: `python -m firstline.editing.judged`.
"""

import asyncio
import os
import sys
from asyncio import create_subprocess_exec, wait_for
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from msgspec import Struct

from firstline.check import problems
from firstline.checks.readable import EDITED
from firstline.domain.errors import FirstlineError

PATIENCE = 120
"""Seconds for a check on a busy machine."""
BACKEND = Path(__file__).parent.parent.parent


class NotJudged(FirstlineError):
    """The check did not come to an end; nothing was changed."""


class Case(Struct, frozen=True):
    """A tree, and files in it that are to be read as they stand here."""

    root: str
    drafts: dict[str, str] = {}


async def judged(root: Path, drafts: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with the tree, as `problems` says it. Raises NotJudged.

    `drafts` are texts by path, below the root, that stand in place of what is in the files.
    """
    case = msgspec.json.encode(Case(str(root), dict(drafts or {})))
    process = await create_subprocess_exec(
        *("nice", sys.executable, "-m", "firstline.editing.judged"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        env={**os.environ, "PYTHONPATH": str(BACKEND)},
    )
    try:
        answer, _ = await wait_for(process.communicate(case), PATIENCE)
        return msgspec.json.decode(answer, type=list[str])
    except (TimeoutError, msgspec.DecodeError) as error:
        raise NotJudged from error
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.shield(process.wait())


def judge(case: Case) -> list[str]:
    """The work of that process."""
    if not case.drafts:
        return problems(Path(case.root))
    with TemporaryDirectory(prefix="firstline-draft-") as folder:
        copy = Path(folder)
        for file in (file for pattern in EDITED for file in Path(case.root).glob(pattern)):
            _place(copy, file.relative_to(case.root)).write_bytes(file.read_bytes())
        for path, text in case.drafts.items():
            _place(copy, Path(path)).write_text(text, "utf-8")
        return problems(copy)


def _place(root: Path, path: Path) -> Path:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    return root / path


if __name__ == "__main__":
    given = msgspec.json.decode(sys.stdin.buffer.read(), type=Case)
    sys.stdout.buffer.write(msgspec.json.encode(judge(given)))
