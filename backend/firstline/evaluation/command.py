"""`firstline eval`: checks or measures cases (docs/evaluation.md)."""

import argparse
import sys
from pathlib import Path

from firstline.settings import Settings

from . import cases


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("eval", help="measure the intake on written cases")
    parser.add_argument("--check", nargs="+", type=Path, metavar="FILE", help="only check the form")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _settings: Settings) -> None:
    """Carries the command out; ends with status 1 where cases do not have the form."""
    if options.check:
        check(options.check)


def check(files: list[Path]) -> None:
    """Prints what is wrong with the files and how many cases they hold."""
    wrong = list(cases.problems(files))
    for file, line, what in wrong:
        print(f"{file}:{line}: {what}")
    if wrong:
        sys.exit(1)
    read = [one.file for one in cases.read(files)]
    for name in ("conversations", "pairs", "secrets"):
        print(f"{sum(len(getattr(file, name)) for file in read)} {name}")
