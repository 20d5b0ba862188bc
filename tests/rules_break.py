"""Breaks each kept rule once; a test marked with it must go red. Names of rules limit the run."""

import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from msgspec import Struct

from tests.breaking import broken_tree, environment
from tests.breaks import BREAKS, Break, rule_of
from tests.rules import Shown, collect, rules

AT_ONCE = 2
PATIENCE = 300  # seconds for the tests of one rule
# A fast test that goes red spares those that start a browser or the bot.
SLOW = ("tests/e2e/", "tests/bot/")


class Outcome(Struct, frozen=True):
    """How the tests of a rule took a break; `name` is the break's."""

    name: str
    red: bool
    said: str
    seconds: float


def ordered(tests: Iterable[str]) -> list[str]:
    return sorted(set(tests), key=lambda test: (test.startswith(SLOW), test))


def verdict(code: int, output: str) -> tuple[bool, str]:
    """Only pytest's 'tests failed' counts: a run that could not start shows nothing."""
    first = re.search(r"^(?:FAILED|ERROR) (\S+)", output, re.MULTILINE)
    match code:
        case 1 if first:
            return True, first[1]
        case 0:
            return False, "stayed green"
        case _:
            return False, f"did not run (exit {code}):\n{output[-2000:]}"


def run_tests(root: Path, name: str, tests: Sequence[str]) -> tuple[bool, str]:
    with TemporaryDirectory() as folder:
        listed = Path(folder) / "tests"
        listed.write_text("\n".join(tests))
        quiet = ["-x", "-q", "-rfE", "--tb=no", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *quiet, f"@{listed}"],
            cwd=root,
            env=environment(root, name) | {"HYPOTHESIS_STORAGE_DIRECTORY": folder},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    return verdict(done.returncode, done.stdout + done.stderr)


def attempt(name: str, broken: Break | None, tests: Sequence[str]) -> tuple[bool, str]:
    if broken is None:
        return False, "has no break in tests/breaks.py"
    if not tests:
        return False, "has no test"
    try:
        with broken_tree(broken) as root:
            return run_tests(root, name, tests)
    except subprocess.TimeoutExpired:
        return False, f"was not done after {PATIENCE} s"
    except (ValueError, OSError) as problem:
        return False, f"could not be broken: {problem}"


def breaks_of(rule: str) -> list[str]:
    """The names of a rule's breaks; of one without any its own, under which nothing is found."""
    return [name for name in BREAKS if rule_of(name) == rule] or [rule]


def attempted(shown: Iterable[Shown], name: str) -> Outcome:
    started = monotonic()
    tests = ordered(one.test for one in shown if one.rule == rule_of(name))
    red, said = attempt(name, BREAKS.get(name), tests)
    return Outcome(name, red, said, monotonic() - started)


def main(only: Sequence[str]) -> int:
    due = [number for number, rule in rules().items() if rule.due and number in (only or number)]
    wanted = [name for rule in due for name in breaks_of(rule)]
    started, outcomes = monotonic(), []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for outcome in pool.map(partial(attempted, collect()), wanted):
            word = "red  " if outcome.red else "WRONG"
            print(f"{outcome.name}  {word}  {outcome.seconds:5.1f} s  {outcome.said}", flush=True)
            outcomes.append(outcome)
    held = sum(outcome.red for outcome in outcomes)
    took = f"{monotonic() - started:.0f} s"
    print(f"{held} of {len(outcomes)} breaks turned tests of their rule red, in {took}")
    return 0 if held == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
