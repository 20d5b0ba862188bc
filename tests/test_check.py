"""`make check` and the check at the start, as a whole."""

import pytest

from firstline.check import obstacles, problems
from firstline.cli import main
from tests.checks.kit import CHECKED, ROOT, Tree


@pytest.fixture
def tree(tmp_path):
    return Tree(tmp_path)


@pytest.mark.rule("R06")
@pytest.mark.rule("R72", part=CHECKED)
def test_the_real_tree_is_in_order():
    assert problems(ROOT) == []


def test_an_untouched_copy_is_in_order(tree):
    assert problems(tree.root) == []


def test_a_flaw_of_manner_does_not_stop_the_start(tree):
    tree.put("locales/de/errors.yml", "text_is_empty", "Hallo!")
    assert problems(tree.root)
    assert obstacles(tree.root) == []


def test_the_command_prints_what_is_wrong_and_ends_with_1(tree, monkeypatch, capsys):
    monkeypatch.setenv("FIRSTLINE_ROOT", str(tree.root))
    main(["check"])
    assert capsys.readouterr().out == ""
    line = tree.put("locales/de/errors.yml", "text_is_empty", "Hallo!")
    with pytest.raises(SystemExit) as ended:
        main(["check"])
    assert ended.value.code == 1
    assert capsys.readouterr().out.startswith(f"locales/de/errors.yml:{line}: text_is_empty has !")
