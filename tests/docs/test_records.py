"""Decision records have one form, and the one on dependencies names them all."""

import json
import re
import tomllib

import pytest

from .reading import ROOT, code, prose, text

RECORDS = sorted((ROOT / "docs" / "adr").glob("*.md"))
FORM = re.compile(
    r"# (\d+)\. .+\n\n- Date: \d{4}-\d\d-\d\d\n- Status: (?:accepted|superseded by .+)\n\n"
    r"## Context\n\n.+\n## Decision\n\n.+\n## Consequences\n\n.+",
    re.DOTALL,
)
PACKAGES = ("package.json", "client/package.json", "widget/package.json", "inbox/package.json")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_record_says_what_was_decided_and_why(record):
    form = FORM.fullmatch(text(record))
    assert form
    assert int(form[1]) == int(record.name[:4])


def test_the_numbers_have_no_gap_and_none_is_given_twice():
    numbers = [int(one.name[:4]) for one in RECORDS]
    assert numbers == list(range(1, len(RECORDS) + 1))


def dependencies() -> set[str]:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))
    named = {*project["project"]["dependencies"], *project["dependency-groups"]["test"]}
    for file in PACKAGES:
        package = json.loads(text(ROOT / file))
        named |= {*package.get("dependencies", {}), *package.get("devDependencies", {})}
    return named


def test_every_dependency_has_its_reason():
    record = next(one for one in RECORDS if "dependencies" in one.name)
    assert dependencies() - set(code(prose(record))) == set()
