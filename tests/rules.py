"""Prints every rule of docs/rules.yml with the tests that show it; exits 1 where one is missing."""

import sys
from collections.abc import Iterable, Mapping
from contextlib import redirect_stdout
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from msgspec import Struct

RULES = Path(__file__).parent.parent / "docs" / "rules.yml"


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of the promise, and how far it is kept."""

    title: str
    kept: Literal["whole", "part", "later"]
    part: str | None = None

    @property
    def due(self) -> bool:
        """True where a test must show the rule, or its part."""
        return self.kept != "later"


class Shown(Struct, frozen=True, order=True):
    """A test that shows a rule, or the named part of it."""

    rule: str
    test: str
    part: str | None = None


class CollectionFailed(Exception):
    """The tests could not be collected; the message is pytest's own."""


class Collector:
    """A pytest plugin that notes which collected test carries which rule."""

    def __init__(self) -> None:
        self.shown: list[Shown] = []

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for mark in item.iter_markers("rule"):
                self.shown.append(Shown(mark.args[0], item.nodeid, mark.kwargs.get("part")))


def rules() -> Mapping[str, Rule]:
    return msgspec.yaml.decode(RULES.read_bytes(), type=dict[str, Rule])


def collect() -> list[Shown]:
    """Every mark in the test suite. Raises CollectionFailed."""
    collector, said = Collector(), StringIO()
    with redirect_stdout(said):
        code = pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider"], plugins=[collector])
    if code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        raise CollectionFailed(said.getvalue())
    return collector.shown


def mistakes(known: Mapping[str, Rule], shown: Iterable[Shown]) -> list[str]:
    """What stands between the promise and its tests, one sentence each."""
    shown = list(shown)
    marked = {one.rule for one in shown}
    silent = [number for number, rule in known.items() if rule.due and number not in marked]
    partless = [
        one
        for one in shown
        if one.rule in known and known[one.rule].kept == "part" and not one.part
    ]
    return [
        *(f"{number} has no test" for number in silent),
        *(f"{number} is no rule of {RULES.name}" for number in sorted(marked - set(known))),
        *(f"{one.test} does not say which part of {one.rule} it shows" for one in partless),
    ]


def lines(number: str, rule: Rule, shown: Iterable[Shown]) -> Iterable[str]:
    """The rule, its kept part, and its tests, those of one function on one line."""
    yield f"{number}  {rule.kept:5}  {rule.title}"
    if rule.part:
        yield f"            kept so far: {rule.part}"
    own = sorted(one.test for one in shown if one.rule == number)
    for function, cases in groupby(own, key=lambda test: test.split("[")[0]):
        times = len(list(cases))
        yield f"            {function}" + (f"  ({times} cases)" if times > 1 else "")
    if not own:
        yield "            no test"


def main() -> int:
    known = rules()
    try:
        shown = collect()
    except CollectionFailed as failed:
        print(failed)
        return 1
    for number, rule in known.items():
        print(*lines(number, rule, shown), sep="\n")
    wrong = mistakes(known, shown)
    print("", *wrong, sep="\n")
    kept = sum(rule.due for rule in known.values())
    print(f"{kept} of {len(known)} rules are kept, whole or in part; {len(wrong)} mistakes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
