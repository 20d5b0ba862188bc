"""Masks whole text files (R27), away from the event loop.

One long search would freeze every socket for seconds, in a thread too, since it holds the
interpreter. So what is large goes to a process of its own, which ends with its input: none is
left behind, however the desk ends. `python -m firstline.web.masker` is that process.
"""

import asyncio
import os
import sys
from asyncio import Semaphore, create_subprocess_exec, to_thread, wait_for
from asyncio.subprocess import PIPE
from pathlib import Path

import msgspec

from firstline.masking import Masked, mask

from .errors import TextNotChecked

SMALL = 32 * 1024
"""Characters that a thread masks in a few milliseconds."""
PATIENCE = 60
"""Seconds for a file of the largest size on a busy machine."""
BACKEND = Path(__file__).parent.parent.parent


class Masker:
    """Masks at most two large files at a time."""

    def __init__(self) -> None:
        self._turns = Semaphore(2)

    async def mask(self, text: str) -> Masked:
        """The text without its secrets. Raises TextNotChecked."""
        if len(text) <= SMALL:
            return await to_thread(mask, text)
        async with self._turns:
            return await _in_process(text)


async def _in_process(text: str) -> Masked:
    process = await create_subprocess_exec(
        sys.executable,
        "-m",
        "firstline.web.masker",
        stdin=PIPE,
        stdout=PIPE,
        env={**os.environ, "PYTHONPATH": str(BACKEND)},
    )
    try:
        answer, _ = await wait_for(process.communicate(text.encode()), PATIENCE)
        return msgspec.json.decode(answer, type=Masked)
    except (TimeoutError, msgspec.DecodeError) as error:
        raise TextNotChecked from error
    finally:
        if process.returncode is None:
            process.kill()
            await asyncio.shield(process.wait())


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(mask(sys.stdin.buffer.read().decode())))
