"""A bar that says how far a long command is: drawn anew on a terminal, told in steps to a log."""

import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

WIDTH = 30
STEPS = 10
"""Lines that a log gets from 0 to 100 %."""


class Progress:
    """Counts up to `total` and shows it on standard error."""

    def __init__(self, label: str, total: int, out: TextIO | None = None) -> None:
        self._label = label
        self._total = total
        self._out = out or sys.stderr
        self._drawn = self._out.isatty()
        self._shown = -1
        self.done = 0

    def step(self, by: int = 1) -> None:
        """So many more are done."""
        self.done += by
        parts = 100 if self._drawn else STEPS
        reached = parts if self.done >= self._total else self.done * parts // self._total
        if reached != self._shown:
            self._shown = reached
            self._show()

    def counting(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The same lines; their bytes are what is done."""
        for line in lines:
            yield line
            self.step(len(line))

    def _show(self) -> None:
        share = 1.0 if not self._total else min(1.0, self.done / self._total)
        bar = "#" * round(WIDTH * share)
        line = f"{self._label} [{bar:.<{WIDTH}}] {self.done}/{self._total}"
        end = "\n" if not self._drawn or share == 1 else ""
        self._out.write(("\r" if self._drawn else "") + line + end)
        self._out.flush()
