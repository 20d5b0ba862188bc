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


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Bitte schreib deinen Text"),
        ("de", "Du kannst warten"),
        ("es", "Escriba cuando tú quieras"),
        ("es", "No tienes permiso"),
        ("pt_BR", "Confira o teu número"),
        ("ru", "Проверь номер"),
        ("ru", "Мы ждём тебя"),
    ],
)
def test_the_wrong_form_of_address(tree, language, text):
    path = f"locales/{language}/errors.yml"
    line = tree.put(path, "text_is_empty", text)
    found = problems(tree.root)
    assert found
    assert all(one.startswith(f"{path}:{line}: text_is_empty says '") for one in found)


def test_a_word_in_a_folded_text_is_named_with_its_own_line(tree):
    path = "locales/de/errors.yml"
    line = tree.put(path, "text_is_empty", ">-", "  Die Sendung", "  ist bei dir.")
    only(tree, path, line + 2, "says 'dir', expected the formal address")


@pytest.mark.parametrize(
    ("language", "text"),
    [("pt_BR", "Fale com a equipe de TI"), ("de", "Das Individuum im Studium")],
)
def test_words_that_only_look_like_the_wrong_form(tree, language, text):
    tree.put(f"locales/{language}/errors.yml", "text_is_empty", text)
    assert problems(tree.root) == []


def test_customers_may_shout_and_be_familiar(tree):
    tree.replace("locales/de/nlu.yml", "greet: |", "greet: |\n  sag mal du da!")
    assert problems(tree.root) == []


def test_a_label_that_does_not_fit_on_a_button(tree):
    path = "locales/ru/bot.yml"
    line = tree.put(path, "choices.all", "Все " + "очень " * 7)
    only(tree, path, line, "choices.all has 45 characters, expected at most 40")
