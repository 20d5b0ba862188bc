"""`firstline eval`: checks or measures cases (docs/evaluation.md)."""

import argparse
import asyncio
import sys
from pathlib import Path

import msgspec

from firstline.logs import set_up
from firstline.settings import Settings

from . import cases, report
from .measure import Result, measure
from .sheet import ids

FOLDER = Path("tests/eval")
ASIDE = "aside"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command to the command line."""
    parser = commands.add_parser("eval", help="measure the intake on written cases")
    parser.add_argument("--cases", nargs="+", type=Path, metavar="FILE", help="all if left out")
    parser.add_argument("--check", nargs="+", type=Path, metavar="FILE", help="only check the form")
    parser.add_argument("--misses", action="store_true", help="list what failed")
    parser.add_argument("--really", action="store_true", help="also of cases that were set aside")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Carries the command out; raises BrokenCases, BotDidNotStart, ValueError."""
    if options.check:
        check(options.check)
        return
    set_up("warning")
    read = cases.read(options.cases or cases.files_in(settings.root / FOLDER))
    if not any(ids(one.file) for one in read):
        raise ValueError("there are no cases")
    results = asyncio.run(measure(settings, read))
    data = report.figures(results)
    _write(settings.root / "build", data)
    print("\n".join(report.lines(data)))
    if options.misses:
        print("\n".join(_misses(results, really=options.really)))


def check(files: list[Path]) -> None:
    """Prints what is wrong with the files, and ends with status 1, or what they hold."""
    wrong = list(cases.problems(files))
    for file, line, what in wrong:
        print(f"{file}:{line}: {what}")
    if wrong:
        sys.exit(1)
    read = [one.file for one in cases.read(files)]
    for name in ("conversations", "pairs", "secrets"):
        print(f"{sum(len(getattr(file, name)) for file in read)} {name}")


def _misses(results: list[Result], *, really: bool) -> list[str]:
    """What failed; of cases set aside only how much, so that nobody improves things by them."""
    open_ = [one for one in results if one.set != ASIDE or really]
    kept = sum(1 for _ in report.misses(one for one in results if one.set == ASIDE))
    told = list(report.misses(open_))
    if kept and not really:
        told.append(f"{ASIDE}: {kept} more that are not listed without --really")
    return told


def _write(folder: Path, data: report.Data) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "eval.json").write_bytes(msgspec.json.format(msgspec.json.encode(data)))
    (folder / "eval.html").write_text(report.page(data), "utf-8")
