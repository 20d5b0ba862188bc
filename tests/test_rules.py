"""`make rules` and `make rules-break`, which vouch for all other tests, are held to account."""

import sys
from types import ModuleType

import pytest

from tests.breaking import break_file, break_function
from tests.breaks import BREAKS, BrokenFile, BrokenFunction, rule_of
from tests.rules import Rule, Shown, lines, mistakes, rules
from tests.rules_break import ordered, verdict

KNOWN = {
    "R01": Rule("Chat", "part", "own chats"),
    "R02": Rule("Mail", "later"),
    "R04": Rule("Round the clock", "whole"),
}
COMPLETE = [Shown("R01", "a.py::one", "own chats"), Shown("R04", "a.py::two")]


def test_nothing_is_wrong_when_every_kept_rule_has_a_test():
    assert mistakes(KNOWN, COMPLETE) == []


def test_a_kept_rule_without_a_test_is_a_mistake():
    assert mistakes(KNOWN, COMPLETE[:1]) == ["R04 has no test"]


def test_a_mark_for_a_rule_that_does_not_exist_is_a_mistake():
    assert mistakes(KNOWN, [*COMPLETE, Shown("R99", "a.py::three")]) == [
        "R99 is no rule of rules.yml"
    ]


def test_a_test_of_a_rule_kept_in_part_says_which_part():
    assert mistakes(KNOWN, [*COMPLETE, Shown("R01", "a.py::four")]) == [
        "a.py::four does not say which part of R01 it shows"
    ]


def test_cases_of_one_function_are_listed_once():
    shown = [Shown("R04", "a.py::two[x]"), Shown("R04", "a.py::two[y]"), Shown("R04", "b.py::one")]
    assert list(lines("R04", KNOWN["R04"], shown))[1:] == [
        "            a.py::two  (2 cases)",
        "            b.py::one",
    ]


def test_the_list_of_rules_names_the_part_exactly_where_a_part_is_kept():
    assert [
        number for number, rule in rules().items() if (rule.kept == "part") != bool(rule.part)
    ] == []


def test_breaks_are_for_rules_that_exist():
    assert {rule_of(name) for name in BREAKS} <= set(rules())


def test_fast_tests_come_before_those_with_a_browser_or_the_bot():
    tests = ["tests/bot/a.py::x", "tests/e2e/a.py::x", "tests/wire/a.py::x", "tests/domain/a.py::x"]
    assert ordered(tests) == [*reversed(tests[2:]), *tests[:2]]


@pytest.mark.parametrize(
    ("code", "output", "red"),
    [
        (1, "FAILED tests/a.py::x - assert 1 == 2", True),
        (0, "3 passed", False),
        (1, "Traceback: no module named pytest", False),
        (2, "ERROR tests/a.py - ImportError", False),
        (4, "ERROR: not found: tests/a.py::x", False),
        (70, "AttributeError: no such target", False),
    ],
)
def test_only_a_failed_test_counts_as_red(code, output, red):
    assert verdict(code, output)[0] is red


def test_a_broken_function_is_broken_for_those_that_imported_it_before(monkeypatch):
    home, guest = ModuleType("firstline.home"), ModuleType("firstline.guest")
    home.due = guest.due_at = lambda: "kept"
    monkeypatch.setitem(sys.modules, "firstline.home", home)
    monkeypatch.setitem(sys.modules, "firstline.guest", guest)
    break_function(BrokenFunction("firstline.home:due", lambda: "broken"))
    assert (home.due(), guest.due_at()) == ("broken", "broken")


def test_a_method_is_broken_in_its_class(monkeypatch):
    home = ModuleType("firstline.home")
    home.Clock = type("Clock", (), {"due": lambda _: "kept"})
    monkeypatch.setitem(sys.modules, "firstline.home", home)
    break_function(BrokenFunction("firstline.home:Clock.due", lambda _: "broken"))
    assert home.Clock().due() == "broken"


def test_a_broken_file_differs_in_the_named_text_alone(tmp_path):
    file = tmp_path / "mark.ts"
    file.write_text("if (unread > 0) show();")
    break_file(tmp_path, BrokenFile("mark.ts", "> 0", "> 1"))
    assert file.read_text() == "if (unread > 1) show();"


def test_a_break_that_changes_nothing_is_refused(tmp_path):
    (tmp_path / "mark.ts").write_text("if (unread) show();")
    with pytest.raises(ValueError, match="does not contain"):
        break_file(tmp_path, BrokenFile("mark.ts", "> 0", "> 1"))
