"""Every key in every language, with the same placeholders."""

import re
import shutil

import pytest

from firstline.check import problems
from firstline.locales import entries

from .kit import CHECKED, LANGUAGES, OTHERS, only


@pytest.mark.rule("R06")
@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize("language", OTHERS)
def test_a_missing_text_in_any_file(tree, language):
    dropped = {}
    for name in ("bot", "faq", "widget", "inbox", "mail", "errors", "canned"):
        path = f"locales/{language}/{name}.yml"
        dropped[path] = entries(tree.root / path)[-1].key
        tree.drop(path, dropped[path])
    found = {re.sub(r":\d+", "", one) for one in problems(tree.root)}
    expected = {
        f"{path}: expected a text for {key} after this line" for path, key in dropped.items()
    }
    assert expected <= found


def test_a_missing_text_is_named_with_the_line_that_it_follows(tree):
    path = "locales/de/errors.yml"
    tree.drop(path, "text_is_too_long")
    before, _ = tree.place(path, "text_is_empty")
    only(tree, path, before + 1, "expected a text for text_is_too_long after this line")


def test_an_unknown_text(tree):
    path = "locales/es/errors.yml"
    only(tree, path, tree.add(path, "surplus: Algo."), "surplus is unknown")


@pytest.mark.rule("R06")
@pytest.mark.parametrize("language", OTHERS)
def test_a_missing_file(tree, language):
    path = f"locales/{language}/canned.yml"
    (tree.root / path).unlink()
    only(tree, path, 1, "expected this file")


def test_a_file_and_a_language_that_nobody_knows(tree):
    shutil.copytree(tree.root / "locales/es", tree.root / "locales/fr")
    tree.write("locales/es/bott.yml", ["a: b"])
    found = problems(tree.root)
    assert any(
        one.startswith("locales/fr/bot.yml:1: expected one of the languages") for one in found
    )
    assert any(one.startswith("locales/es/bott.yml:1: expected one of the files") for one in found)


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize("language", OTHERS)
def test_a_lost_placeholder(tree, language):
    path = f"locales/{language}/errors.yml"
    line = tree.put(path, "text_is_too_long", "abc")
    only(tree, path, line, "text_is_too_long has no placeholders, expected {limit}")


def test_an_unknown_placeholder(tree):
    path = "locales/ru/errors.yml"
    line = tree.put(path, "text_is_empty", "Текста нет {limit}.")
    only(tree, path, line, "text_is_empty has {limit}, expected no placeholders")


def test_one_key_in_two_files_of_what_the_desk_says(tree):
    for language in LANGUAGES:
        line = tree.add(f"locales/{language}/canned.yml", "text_is_empty: abc")
        if language == "en":
            first = line
    only(tree, "locales/en/canned.yml", first, "text_is_empty stands in errors.yml too")
