"""What the bot understands: enough phrases for each intent, and none for two."""

import pytest

from firstline.check import problems

from .kit import CHECKED, LANGUAGES, only


def path_of(language):
    return f"locales/{language}/nlu.yml"


def first_phrase(tree, path, intent):
    """An intent's first phrase."""
    lines = tree.lines(path)
    return lines[lines.index(f"{intent}: |") + 1].strip()


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phrase_under_two_intents(tree, language):
    path = path_of(language)
    phrase = first_phrase(tree, path, "greet")
    first = tree.lines(path).index("greet: |") + 2
    line = tree.replace(path, "faq_media: |", f"faq_media: |\n  {phrase.upper()} ?") + 1
    only(tree, path, line, f"'{phrase.upper()} ?' stands under greet in line {first} too")


def test_a_phrase_twice_under_one_intent(tree):
    path = path_of("de")
    phrase = first_phrase(tree, path, "greet")
    line = tree.replace(path, "greet: |", f"greet: |\n  {phrase}") + 2
    only(tree, path, line, f"'{phrase}' stands under greet in line {line - 1} too")


def test_the_same_words_in_two_languages_are_no_mistake(tree):
    tree.replace(path_of("de"), "greet: |", "greet: |\n  holaquetal")
    tree.replace(path_of("es"), "deny: |", "deny: |\n  holaquetal")
    assert problems(tree.root) == []


@pytest.mark.rule("R72", part=CHECKED)
@pytest.mark.parametrize("language", LANGUAGES)
def test_too_few_phrases(tree, language):
    path = path_of(language)
    lines = tree.lines(path)
    first = lines.index("greet: |")
    after = next(n for n in range(first + 1, len(lines)) if lines[n] and lines[n][0] != " ")
    tree.write(path, [*lines[: first + 1], *(f"  huhu {n}" for n in range(19)), "", *lines[after:]])
    only(tree, path, first + 1, "greet has 19 phrases, expected at least 20")


def test_an_intent_without_any_phrases(tree):
    path = path_of("ru")
    lines = tree.lines(path)
    first = lines.index("faq_media: |")
    ends = (n for n in range(first + 1, len(lines)) if lines[n] and lines[n][0] != " ")
    tree.write(path, [*lines[:first], *lines[next(ends, len(lines)) :]])
    only(tree, path, 1, "faq_media has 0 phrases")


@pytest.mark.parametrize("name", ["gret", "faq_weather", "answer"])
def test_an_intent_that_nobody_knows(tree, name):
    path = path_of("es")
    line = tree.add(path, f"{name}: |", "  abrakadabra")
    only(tree, path, line, f"{name} is unknown, expected an intent of bot/domain.yml or an answer")


def test_phrases_as_a_list(tree):
    path = path_of("es")
    lines = tree.lines(path)
    first = lines.index("greet: |")
    after = next(n for n in range(first + 1, len(lines)) if lines[n] and lines[n][0] != " ")
    tree.write(path, [*lines[:first], "greet:", "  - hola", *lines[after:]])
    found = problems(tree.root)
    assert f"{path}:{first + 2}: expected phrases for greet, one a line after |" in found


def test_a_language_that_cannot_be_asked_for(tree):
    path = path_of("de")
    line = tree.replace(path, "  es: |", "  fr: |")
    found = problems(tree.root)
    assert any("expected words for es under languages" in one for one in found)
    assert any(one.startswith(f"{path}:{line}: fr is no language") for one in found)


def test_a_frequent_question_needs_its_phrases_in_every_language(tree):
    for language in LANGUAGES:
        tree.add(f"locales/{language}/faq.yml", "  weather: abc")
    found = problems(tree.root)
    assert sorted(found) == sorted(
        f"{path_of(language)}:1: faq_weather has 0 phrases, expected at least 20 different ones"
        for language in LANGUAGES
    )
