"""Files that are missing or cannot be read: the check and the start name the place."""

import re

import pytest

from firstline.check import obstacles, problems

from .kit import only


def test_a_missing_file_of_english_stops_the_start(tree):
    (tree.root / "locales/en/widget.yml").unlink()
    assert obstacles(tree.root) == ["locales/en/widget.yml:1: expected this file"]


@pytest.mark.parametrize("path", ["locales/de/bot.yml", "locales/ru/nlu.yml", "policy.yml"])
def test_a_key_that_stands_twice(tree, path):
    lines = tree.lines(path)
    first = next(n for n, line in enumerate(lines, 1) if re.match(r"[a-z_]+:", line))
    name = lines[first - 1].partition(":")[0]
    line = tree.add(path, f"{name}: again")
    only(tree, path, line, f"{name} stands here again, expected it once; first in line {first}")


@pytest.mark.parametrize(
    "path",
    [
        "locales/en/bot.yml",
        "locales/es/inbox.yml",
        "locales/ru/nlu.yml",
        "locales/de/facts.yml",
        "bot/domain.yml",
        "bot/flows/greet.yml",
        "policy.yml",
    ],
)
def test_what_is_no_yaml_stops_the_check_and_the_start(tree, path):
    line = tree.add(path, "a: b: c")
    only(tree, path, line, "expected YAML")
    assert obstacles(tree.root) == problems(tree.root)


@pytest.mark.parametrize("text", ["", "- a", "word"])
def test_a_file_without_names(tree, text):
    tree.write("locales/de/mail.yml", [text])
    only(tree, "locales/de/mail.yml", 1, "expected a mapping")


def test_a_file_in_another_encoding(tree):
    (tree.root / "locales/de/mail.yml").write_bytes("a: Grüße".encode("latin-1"))
    only(tree, "locales/de/mail.yml", 1, "expected YAML in UTF-8")
