"""Plain, calm texts in the right form of address."""

import pytest

from firstline.check import problems

from .kit import CHECKED, only


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("''", "text_is_empty is empty, expected a text"),
        ("", "text_is_empty is empty, expected a text"),
        ("Hello!", "has !, expected no exclamation marks"),
        ("'<b>Hello</b>'", "has <b>, expected plain text"),
        ("'Hello <br/>'", "has <br/>, expected plain text"),
        ("'a &amp; b'", "has &amp;, expected plain text"),
        ("'**Hello**'", "has **, expected plain text"),
        ("'[here](http://a.example)'", "has ](, expected plain text"),
        ("'<!-- Hello -->'", "has <!--, expected plain text"),
        ("'__Hello__'", "has __, expected plain text"),
        ("'# Hello'", "has #, expected plain text"),
        ('"Hel\\u200blo"', "has a character that nobody sees (U+200B)"),
        ("'Hello { limit }'", "has { limit }, expected a placeholder such as {number}"),
    ],
)
def test_a_text_that_is_not_plain_and_calm(tree, text, words):
    path = "locales/en/errors.yml"
    line = tree.put(path, "text_is_empty", text)
    found = problems(tree.root)
    assert found
    assert all(one.startswith(f"{path}:{line}: ") for one in found)
    assert any(words in one for one in found)


def test_a_word_in_a_folded_text_is_named_with_its_own_line(tree):
    path = "locales/de/errors.yml"
    line = tree.put(path, "text_is_empty", ">-", "  Die Sendung", "  ist bei dir.")
    only(tree, path, line + 2, "says 'dir', expected the form of address with Sie")


def test_customers_may_shout_and_be_familiar(tree):
    tree.replace("locales/de/nlu.yml", "greet: |", "greet: |\n  sag mal du da!")
    assert problems(tree.root) == []
