"""`make check` on the examples and on what was learned from them."""

import pytest

from firstline.check import problems

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


@pytest.mark.rule("R72", part=CHECKED)
def test_a_trouble_that_english_does_not_know_is_named(tree):
    line = tree.add("locales/de/troubles.yml", "sent_twise:", "  - schon wieder doppelt")
    found = problems(tree.root)
    assert any(f"de/troubles.yml:{line}" in one and "sent_twise" in one for one in found)


@pytest.mark.rule("R72", part=CHECKED)
def test_a_trouble_without_examples_in_a_language_is_named(tree):
    tree.replace("locales/es/troubles.yml", "refund:", "refundo:")
    assert any("es/troubles.yml:1" in one and "'refund'" in one for one in problems(tree.root))
