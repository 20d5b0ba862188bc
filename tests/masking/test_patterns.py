"""The rules stay in the subset that means the same everywhere, and the browser has the newest."""

from pathlib import Path

import msgspec
import pytest

from firstline.masking import check_patterns
from firstline.masking_browser import for_browser
from firstline.masking_patterns import Rule, read_book

PROJECT = Path(__file__).parents[2]


def test_the_rules_are_in_the_subset():
    assert check_patterns() == []


def test_the_browser_has_the_newest_rules():
    built = PROJECT / "client/src/generated/masking.json"
    assert built.read_text("utf-8") == for_browser(), (
        "run: python -m firstline.masking > client/src/generated/masking.json"
    )


def with_rule(**fields):
    rule = Rule(**{"kind": "api_key", "takes": "all", "find": ("x",)} | fields)
    return msgspec.structs.replace(read_book(), rules=(rule,))


@pytest.mark.parametrize(
    "pattern",
    [
        "a*",
        "a+",
        "a{2,}",
        "a{1,20000}",
        "a.b",
        "^a",
        "a$",
        r"\d",
        r"\w{3}",
        r"\bkey",
        "(?=a)",
        "(?<!a)b",
        "(?i)a",
        "(?P<n>a)",
        "(a)",
        "a??",
        "a{1,2}?",
        "(?:a{1,9}){1,9}",
        "(?:(?:a{1,9}b)c){2}",
        "[a-z",
        "(?:a",
        "a)",
        "[[a]]",
        "[a--z]",
        r"\"",
        r"\x41",
        r"(a)\1",
        "{",
        "|?",
    ],
)
def test_a_pattern_outside_the_subset_is_refused(pattern):
    assert check_patterns(with_rule(then=pattern))


@pytest.mark.parametrize(
    "pattern",
    ["", "a{1,9}", "[^a-z\\r\\n-]{2}", "(?:a|b?)c{0,16384}", "(?:[ab]|%22){0,8}", r"\.\[\u00a0"],
)
def test_a_pattern_in_the_subset_is_taken(pattern):
    assert check_patterns(with_rule(then=pattern)) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "secret"},
        {"check": "looks_odd"},
        {"find": ("Key",)},
        {"find": (), "takes": "group", "then": "(a)"},
        {"takes": "value", "value": ""},
        {"takes": "value", "value": "[a-z]{1,99}"},
        {"takes": "all", "value": "[a-z]{1,128}"},
        {"takes": "group", "then": "a"},
        {"takes": "each", "then": "(a)", "inner": "b"},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(fields):
    assert check_patterns(with_rule(**fields))


@pytest.mark.parametrize(
    ("checks", "problem"),
    [
        ({"odd_one": ("digit", "~letters_of_mine")}, "odd_one: ~letters_of_mine is not known"),
        ({"odd_one": (("digit", "odd_one"),)}, "odd_one: odd_one is not known"),
        ({"digit": ("letter",)}, "digit: twice"),
    ],
)
def test_a_check_of_what_is_not_known_before_it_is_named(checks, problem):
    book = read_book()
    told = check_patterns(msgspec.structs.replace(book, checks=book.checks | checks))
    assert any(problem in one for one in told), told


def test_an_unknown_part_is_named(tmp_path):
    sheet = (PROJECT / "backend/firstline/masking.yml").read_text("utf-8")
    (tmp_path / "masking.yml").write_text(sheet.replace("<code_link>", "<cod_link>"), "utf-8")
    with pytest.raises(KeyError, match="cod_link"):
        read_book(tmp_path / "masking.yml")
