"""`make check` on the examples and on what was learned from them."""

import pytest

from .kit import CHECKED, only

LEARNED = "locales/subjects.json"
TROUBLES = "locales/troubles.json"


@pytest.mark.rule("R72", part=CHECKED)
def test_examples_that_were_not_learned_from_are_named(tree):
    tree.add("locales/de/subjects.yml", "# noch ein Gedanke")
    only(tree, LEARNED, 1, "other examples", "make learn")


@pytest.mark.rule("R72", part=CHECKED)
def test_troubles_that_were_not_learned_from_are_named(tree):
    tree.add("locales/de/troubles.yml", "# noch ein Gedanke")
    only(tree, TROUBLES, 1, "other examples", "make learn")


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize("content", ["", "{}", '{"examples": 1}'])
def test_what_was_learned_must_be_readable(tree, content):
    (tree.root / LEARNED).write_text(content)
    only(tree, LEARNED, 1, "make learn")


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize("name", [LEARNED, TROUBLES])
def test_what_was_learned_must_be_there(tree, name):
    (tree.root / name).unlink()
    only(tree, name, 1, "make learn")
