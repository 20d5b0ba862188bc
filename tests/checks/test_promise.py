"""`make check` on the promise and on the word lists: file, line and what was expected there."""

import pytest

from firstline.check import obstacles

from .kit import CHECKED, only


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "premium: {first_response: 30m}",
            "premium: {first_response: half an hour}",
            ["a duration such as 30m", "'half an hour'"],
        ),
        (
            "regular: {first_response: 4h}",
            "regular: {first_answer: 4h}",
            ["unknown field `first_answer`"],
        ),
        (
            "regular: {first_response: 4h}",
            "regular: {first_response: 4h, price: 1}",
            ["unknown field `price`"],
        ),
        (
            "default_plan: basic",
            "default_plan: gold",
            ["expected one of basic, premium, regular", "gold"],
        ),
        ("warning: 75", "warning: often", ["a number or a duration", "'often'"]),
        ("- {at: 125, to: [on_call]}", "- {at: 125, to: on_call}", ["expected `array`"]),
        (
            "- {at: 125, to: [on_call]}",
            "- {at: 125, to: [the_boss]}",
            ["the_boss has no name", "role.the_boss"],
        ),
        ("billing: mail", "billing: post", ["expected one of chat, mail, not `post`"]),
        (
            "billing: mail",
            "bills: mail",
            ["expected one of access, api_error, billing", "not `bills`", "$.channels.bills"],
        ),
        ("reminder: 24h", "remind: 24h", ["unknown field `remind`"]),
        (
            "billing: [description, time, screenshot]",
            "billing: [description, tiem]",
            ["tiem is no item of context", "time"],
        ),
        (
            "access: [description, time, impact, screenshot]",
            "door: [description]",
            ["door has no name", "issue_kind.door"],
        ),
        ("retry: [1m, 5m, 30m, 2h]", "retry: [1m, 5m, soon, 2h]", ["a duration", "'soon'"]),
        (
            "technical: {areas: [api_error, delivery]}",
            "legal: {areas: [access]}",
            ["legal has no name", "team.legal"],
        ),
        ("first_team: first_line", "first_team: second_line", ["expected one of", "second_line"]),
        ("shift_grace: 15m", "shift_grace: 15m\nbonus: 3", ["unknown field `bonus`"]),
    ],
)
def test_a_mistake_in_the_promise(tree, old, new, words):
    line = tree.replace("policy.yml", old, new) + new.count("\n")
    only(tree, "policy.yml", line, *words)
    assert obstacles(tree.root)


def test_a_promise_that_lacks_a_part(tree):
    tree.replace("policy.yml", "resolution: 48h", "# resolution: 48h")
    only(tree, "policy.yml", 4, "missing required field `resolution`")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("  all:", "  everybody: 5\n  all:", ["expected `array`, got `int`"]),
        ("area:", "areas:", ["unknown field `areas`"]),
    ],
)
def test_a_mistake_in_the_words_for_facts(tree, old, new, words):
    path = "locales/de/facts.yml"
    only(tree, path, tree.replace(path, old, new), *words)
    assert obstacles(tree.root)
